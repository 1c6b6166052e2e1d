import Glibc

/// The standard theta method: simple smoothing with half the slope of the least-squares line as
/// drift (Assimakopoulos and Nikolopoulos 2000 in the form of Hyndman and Billah 2003).
public struct Theta: Sendable {
  public let smoothing: ExponentialSmoothing
  /// Half the least-squares slope, per period.
  public let drift: Double

  /// - Throws: `tooFewPoints` below four values.
  public init(_ values: [Double]) throws(ForecastingError) {
    smoothing = try ExponentialSmoothing.fit(values, trend: .none)
    drift = (LinearFit(Series(values))?.slope ?? 0) / 2
  }

  /// l + drift·[(h − 1) + (1 − (1−α)^n)/α].
  public func value(afterPeriods periods: Int) -> Double {
    let alpha = smoothing.parameters.alpha
    let memory = (1 - pow(1 - alpha, Double(smoothing.count))) / alpha
    return smoothing.level + drift * (Double(periods - 1) + memory)
  }

  /// That of simple smoothing.
  public func standardError(afterPeriods periods: Int) -> Double? {
    smoothing.standardError(afterPeriods: periods)
  }

  /// The form of the M4 organisers: the mean of the least-squares line and of the smoothing of
  /// 2y − line, `periods` ahead; negative values are set to 0.
  /// - Throws: `tooFewPoints` below four values.
  public static func classic(
    _ values: [Double], periods: Int
  ) throws(ForecastingError) -> [Double] {
    guard let line = LinearFit(Series(values)) else {
      throw .tooFewPoints(method: .theta, needed: Method.theta.leastPoints, found: values.count)
    }
    let bent = values.indices.map { 2 * values[$0] - line.value(at: Double($0 + 1)) }
    let level = try ExponentialSmoothing.fit(bent, trend: .none).level
    return (0..<max(periods, 0)).map {
      max(0, (line.value(at: Double(values.count + 1 + $0)) + level) / 2)
    }
  }
}
