import Glibc

/// Simple, Holt's and damped exponential smoothing in error-correction form:
/// forecast l + φb, error e, then l ← l + φb + αe, b ← φb + αβ*·e, from (l0, b0) before the first
/// value (Hyndman, Koehler, Ord and Snyder 2008).
public struct ExponentialSmoothing: Sendable {
  public enum Trend: Hashable, Sendable {
    case none
    case linear
    case damped
  }

  public struct Parameters: Hashable, Sendable {
    public var alpha: Double
    /// Share of α's correction that goes to the trend: β = α·β*.
    public var betaStar: Double
    public var phi: Double

    public init(alpha: Double, betaStar: Double = 0, phi: Double = 1) {
      self.alpha = alpha
      self.betaStar = betaStar
      self.phi = phi
    }
  }

  public let trend: Trend
  public let parameters: Parameters
  public let initialLevel: Double
  public let initialTrend: Double
  /// Level and trend after the last value.
  public let level: Double
  public let slope: Double
  /// Sum of squared one-step errors.
  public let squaredErrors: Double
  public let count: Int

  /// Runs the recursion with everything given.
  public init(
    _ values: [Double], trend: Trend, parameters: Parameters, initialLevel: Double,
    initialTrend: Double = 0
  ) {
    var level = initialLevel
    var slope = trend == .none ? 0 : initialTrend
    var squares = 0.0
    let phi = trend == .damped ? parameters.phi : 1
    let beta = trend == .none ? 0 : parameters.alpha * parameters.betaStar
    for value in values {
      let forecast = level + phi * slope
      let error = value - forecast
      squares += error * error
      level = forecast + parameters.alpha * error
      slope = phi * slope + beta * error
    }
    self.trend = trend
    self.parameters = parameters
    self.initialLevel = initialLevel
    self.initialTrend = initialTrend
    self.level = level
    self.slope = slope
    squaredErrors = squares
    count = values.count
  }

  /// Forecast `periods` ahead: l + b·Σφ^k.
  public func value(afterPeriods periods: Int) -> Double {
    guard trend != .none else { return level }
    guard trend == .damped, parameters.phi < 1 else { return level + slope * Double(periods) }
    let phi = parameters.phi
    return level + slope * phi * (1 - pow(phi, Double(periods))) / (1 - phi)
  }

  /// Mean squared one-step error.
  public var meanSquaredError: Double { squaredErrors / Double(count) }

  /// Smoothing parameters, φ and starting values.
  public var parameterCount: Int { trend == .none ? 2 : trend == .linear ? 4 : 5 }

  /// Error variance, parameters allowed for; nil when there are as many as values.
  public var variance: Double? {
    count > parameterCount ? squaredErrors / Double(count - parameterCount) : nil
  }

  /// Standard error `periods` ahead: σ·√(1 + Σ c_j²), c_j = α + β·(φ + … + φ^j), j < periods.
  /// Too narrow in practice (95 % covers 60–74 %); shown, not used for intervals.
  public func standardError(afterPeriods periods: Int) -> Double? {
    guard let variance else { return nil }
    var sum = 1.0
    var damped = 0.0
    let phi = trend == .damped ? parameters.phi : 1
    let beta = trend == .none ? 0 : parameters.alpha * parameters.betaStar
    for step in 1..<max(periods, 1) {
      damped += pow(phi, Double(step))
      let weight = parameters.alpha + beta * damped
      sum += weight * weight
    }
    return (variance * sum).squareRoot()
  }

  /// Akaike's criterion corrected for small samples, up to a constant of the series; nil when n is
  /// too small for the correction.
  public var correctedAkaike: Double? {
    let n = Double(count)
    let k = Double(parameterCount + 1)
    guard n > k + 1 else { return nil }
    return n * log(squaredErrors) + 2 * k + 2 * k * (k + 1) / (n - k - 1)
  }
}
