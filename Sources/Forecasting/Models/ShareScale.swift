import Glibc

/// The scale on which coverage, scores and other values with a floor and a ceiling move most evenly:
/// z = ln((q + 0.02)/(1 − q + 0.005)), q being the share of the way from the bad end to the good one.
///
/// The two constants say that a published 0 and a published 100 % are rounded, so that neither lies
/// infinitely far away (section 1 of the methods page).
public struct ShareScale: Hashable, Sendable {
  public let bounds: Bounds
  /// Which way is better: shares count from the end opposite to it.
  public let direction: Direction

  /// What is added at the bad end, and at the good end.
  public static let atBadEnd = 0.02
  public static let atGoodEnd = 0.005

  /// nil unless both ends are finite.
  public init?(_ bounds: Bounds, direction: Direction = .up) {
    guard bounds.isBounded else { return nil }
    self.bounds = bounds
    self.direction = direction
  }

  /// The share of the way to the good end.
  @inline(__always)
  public func share(_ value: Double) -> Double {
    direction == .up
      ? (value - bounds.lower) / bounds.width : (bounds.upper - value) / bounds.width
  }

  /// The value at a share, not beyond floor and ceiling.
  @inline(__always)
  public func value(ofShare share: Double) -> Double {
    let inside = min(max(share, 0), 1)
    return direction == .up
      ? bounds.lower + bounds.width * inside : bounds.upper - bounds.width * inside
  }

  /// z of a share; ∓∞ beyond what rounding allows.
  @inline(__always)
  public static func transform(share: Double) -> Double {
    let (above, below) = (share + atBadEnd, 1 - share + atGoodEnd)
    return above <= 0 ? -.infinity : below <= 0 ? .infinity : log(above / below)
  }

  @inline(__always)
  public func transform(_ value: Double) -> Double { ShareScale.transform(share: share(value)) }

  /// Back to a value between the bounds.
  @inline(__always)
  public func inverse(_ z: Double) -> Double {
    // e^z·(1.005 − q) = q + 0.02, solved for q in the form that cannot overflow.
    let share =
      z > 0
      ? (1 + ShareScale.atGoodEnd - ShareScale.atBadEnd * exp(-z)) / (1 + exp(-z))
      : ((1 + ShareScale.atGoodEnd) * exp(z) - ShareScale.atBadEnd) / (1 + exp(z))
    return value(ofShare: share)
  }

  /// dz/dq: how far a small error of a share reaches on the scale.
  @inline(__always)
  static func steepness(share: Double) -> Double {
    1 / (share + atBadEnd) + 1 / (1 - share + atGoodEnd)
  }
}
