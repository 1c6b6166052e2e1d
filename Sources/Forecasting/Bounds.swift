/// The floor and the ceiling of what a value can be.
public struct Bounds: Hashable, Sendable {
  public let lower: Double
  public let upper: Double

  /// - Throws: `emptyBounds` unless `lower` < `upper`.
  public init(lower: Double, upper: Double) throws(ForecastingError) {
    guard lower < upper else { throw .emptyBounds(lower: lower, upper: upper) }
    self.init(unchecked: lower, upper)
  }

  init(unchecked lower: Double, _ upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// 0…100: scores and rates in percent.
  public static let percent = Bounds(unchecked: 0, 100)
  /// 0…1: shares.
  public static let share = Bounds(unchecked: 0, 1)
  /// 0 and up: levels.
  public static let level = Bounds(unchecked: 0, .infinity)
  /// Anything.
  public static let none = Bounds(unchecked: -.infinity, .infinity)

  /// Both ends are finite, so that a share of the way from floor to ceiling exists.
  public var isBounded: Bool { lower.isFinite && upper.isFinite }

  public var width: Double { upper - lower }

  /// `value`, moved to the nearer end when outside; NaN stays NaN.
  @inline(__always)
  public func clip(_ value: Double) -> Double {
    value < lower ? lower : value > upper ? upper : value
  }

  public func contains(_ value: Double) -> Bool { value >= lower && value <= upper }
}

/// Which way is better.
public enum Direction: String, Hashable, Sendable, CaseIterable {
  case up
  case down

  /// +1 for up, −1 for down: what directed quantities are multiplied by.
  public var sign: Double { self == .up ? 1 : -1 }
}

/// What a series measures.
public enum Kind: Hashable, Sendable {
  /// A score with bounds, 0…100 unless told.
  case score
  /// A share of a total, in percent unless told.
  case rate
  /// Items done out of a total, cumulative.
  case count(total: Double)
  /// An unbounded quantity, at least 0 unless told.
  case level

  public var bounds: Bounds {
    switch self {
    case .score, .rate: .percent
    case .count(let total): Bounds(unchecked: 0, max(total, 0))
    case .level: .level
    }
  }
}
