import Glibc

/// A fitted way of drawing a series forward.
public protocol ForecastModel: Sendable {
  /// The value `years` after the last point (0 or more, fractions too), before any floor or
  /// ceiling.
  func value(after years: Double) -> Double
}

/// How a trend is carried forward: the D of value = last + slope · D(years).
public enum Damping: Hashable, Sendable {
  /// D = h: the trend holds.
  case none
  /// D = h/2.
  case half
  /// D = φ(1 − φ^h)/(1 − φ): every year φ times the change of the year before.
  case geometric(Double)

  /// Damping of the defaults.
  public static let usual = Damping.geometric(0.9)

  @inline(__always)
  public func reach(_ years: Double) -> Double {
    switch self {
    case .none: years
    case .half: years / 2
    case .geometric(let phi): phi == 1 ? years : phi * (1 - pow(phi, years)) / (1 - phi)
    }
  }

  /// The same damping per period of 1/m year.
  public func perPeriod(_ periodsPerYear: Int) -> Damping {
    if case .geometric(let phi) = self {
      .geometric(pow(phi, 1 / Double(periodsPerYear)))
    } else {
      self
    }
  }
}
