import Glibc

/// The optimised theta models, static or dynamic (Fiorucci, Pellegrini, Louzada, Petropoulos and
/// Koehler 2016): smoothing of what is left of a line whose curvature is scaled by θ.
///
/// μ_t = l_{t−1} + (1 − 1/θ)·[(1−α)^{t−1}·A + (1 − (1−α)^t)/α·B]; l_t = α·x_t + (1−α)·l_{t−1}.
/// In the dynamic model A and B are the least-squares line of what came before t, in the static one
/// the line of the whole series; x_t is the value, or beyond the end the forecast itself.
public struct OptimisedTheta: Sendable {
  public let initialLevel: Double
  public let alpha: Double
  public let theta: Double
  public let isDynamic: Bool
  /// Sum of squared one-step errors from the fourth value on: what is minimised. The first three
  /// settle the state; the choice of three was made by agreement with published scores.
  public let squaredErrors: Double
  /// One-step forecasts of the values.
  public let fitted: [Double]
  private let values: [Double]
  private let line: Line

  /// Runs the recursion with everything given.
  public init(
    _ values: [Double], initialLevel: Double, alpha: Double, theta: Double, dynamic: Bool = true
  ) {
    let fit = LinearFit(Series(values))
    line = Line(intercept: fit?.value(at: 0) ?? values.first ?? 0, slope: fit?.slope ?? 0)
    self.values = values
    self.initialLevel = initialLevel
    self.alpha = alpha
    self.theta = theta
    isDynamic = dynamic
    var recursion = Recursion(initialLevel, alpha, theta, dynamic ? nil : line)
    var fitted: [Double] = []
    var squares = 0.0
    for value in values {
      let forecast = recursion.next
      fitted.append(forecast)
      if recursion.t > OptimisedTheta.settling {
        squares += (value - forecast) * (value - forecast)
      }
      recursion.take(value)
    }
    self.fitted = fitted
    squaredErrors = squares
  }

  /// Forecasts 1…`periods` ahead.
  public func forecast(_ periods: Int) -> [Double] {
    var recursion = Recursion(initialLevel, alpha, theta, isDynamic ? nil : line)
    for value in values { recursion.take(value) }
    return (0..<max(periods, 0)).map { _ in
      let forecast = recursion.next
      recursion.take(forecast)
      return forecast
    }
  }

  fileprivate struct Line {
    let intercept: Double
    let slope: Double
  }

  /// One model's state between two values.
  fileprivate struct Recursion {
    let alpha: Double
    let weight: Double
    let line: Line?
    var level: Double
    var t = 1.0
    var power = 1.0  // (1 − α)^(t − 1)
    var mean = 0.0
    var intercept = 0.0
    var slope = 0.0

    init(_ level: Double, _ alpha: Double, _ theta: Double, _ line: Line?) {
      self.level = level
      self.alpha = alpha
      self.line = line
      weight = 1 - 1 / theta
      intercept = line?.intercept ?? 0
      slope = line?.slope ?? 0
    }

    @inline(__always)
    var next: Double {
      level + weight * (power * intercept + (1 - power * (1 - alpha)) / alpha * slope)
    }

    @inline(__always)
    mutating func take(_ value: Double) {
      level = alpha * value + (1 - alpha) * level
      power *= 1 - alpha
      if line == nil {
        let before = mean
        mean = ((t - 1) * mean + value) / t
        slope = t == 1 ? 0 : ((t - 2) * slope + 6 * (value - before) / t) / (t + 1)
        intercept = mean - (t + 1) / 2 * slope
      }
      t += 1
    }
  }
}

extension OptimisedTheta {
  /// Limits of the search.
  static let alphaRange = 0.1...0.99
  static let largestTheta = 1e4
  /// How many values settle the state.
  fileprivate static let settling = 3.0

  /// Least squared error (from the fourth value on) over l0, α and, unless given, θ ≥ 1, by Nelder-Mead from l0 = y1/2,
  /// α = 0.5, θ = 2. l0 and θ are weakly identified: compare forecasts, not parameters.
  /// - Throws: `tooFewPoints` below five values.
  public static func fit(
    _ values: [Double], dynamic: Bool = true, theta fixed: Double? = nil
  ) throws(ForecastingError) -> OptimisedTheta {
    guard values.count >= Method.dynamicTheta.leastPoints else {
      throw .tooFewPoints(
        method: .dynamicTheta, needed: Method.dynamicTheta.leastPoints, found: values.count)
    }
    let fit = LinearFit(Series(values))
    let line =
      dynamic ? nil : Line(intercept: fit?.value(at: 0) ?? 0, slope: fit?.slope ?? 0)
    let size = max(Summaries.mean(values.map { abs($0) }) ?? 1, .leastNormalMagnitude)
    // Coordinates: l0 in units of the mean size, α, and θ.
    func objective(_ p: [Double]) -> Double {
      let theta = fixed ?? p[2]
      guard alphaRange.contains(p[1]), theta >= 1, theta <= largestTheta else { return .infinity }
      var recursion = Recursion(p[0] * size, p[1], theta, line)
      var squares = 0.0
      for value in values {
        let error = value - recursion.next
        if recursion.t > settling { squares += error * error }
        recursion.take(value)
      }
      return squares / (size * size)
    }
    var start = [values[0] / 2 / size, 0.5]
    if fixed == nil { start.append(2) }
    // The customary first simplex: every coordinate moved by a twentieth of itself.
    let steps = start.map { max(abs($0) * 0.05, 2.5e-4) }
    let minimum = NelderMead.minimise(
      from: start, steps: steps, maximumEvaluations: 1000, tolerance: 1e-8, objective)
    return OptimisedTheta(
      values, initialLevel: minimum.point[0] * size, alpha: minimum.point[1],
      theta: fixed ?? minimum.point[2], dynamic: dynamic)
  }

  /// The least squared error among static and dynamic, θ = 2 and optimised.
  /// - Throws: `tooFewPoints` below five values.
  public static func automatic(_ values: [Double]) throws(ForecastingError) -> OptimisedTheta {
    var best = try fit(values, dynamic: false, theta: 2)
    for (dynamic, theta) in [(false, nil), (true, 2), (true, nil)] as [(Bool, Double?)] {
      let other = try fit(values, dynamic: dynamic, theta: theta)
      if other.squaredErrors < best.squaredErrors { best = other }
    }
    return best
  }
}
