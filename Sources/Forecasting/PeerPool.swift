/// What the units of one indicator have in common: how fast they move on the share scale, how much
/// their paces differ and how much their steps vary (section 1 of the methods page).
public struct PeerPool: Hashable, Sendable {
  /// The floor and the ceiling that all of them have.
  public let bounds: Bounds
  /// Units with at least two values.
  public let count: Int
  /// Median of their slopes per year.
  public let slope: Double
  /// Squared spread of the slopes, (1.4826·MAD)².
  public let spread: Double
  /// Mean variance of their steps, rounding included.
  public let variance: Double
  /// How much true paces differ, as a variance: what own slopes are weighed by.
  let signal: Double

  /// Fewest peers that are pooled.
  public static let leastCount = 5
  /// What rounding adds to a variance of steps.
  static let rounding = 0.005 * 0.005

  /// nil with fewer than five units of two values, or without finite bounds.
  public init?(_ units: [Series], bounds: Bounds, direction: Direction = .up) {
    self.init(units.map { ($0, direction) }, bounds: bounds)
  }

  /// Each unit by its own direction.
  public init?(_ units: [(series: Series, direction: Direction)], bounds: Bounds) {
    guard let up = ShareScale(bounds), let down = ShareScale(bounds, direction: .down) else {
      return nil
    }
    self.init(units.map { UnitSummary($0.series, $0.direction == .up ? up : down) }, bounds: bounds)
  }

  init?(_ units: [UnitSummary], bounds: Bounds) {
    let moving = units.filter { $0.count >= 2 }
    guard moving.count >= PeerPool.leastCount else { return nil }
    var slopes = moving.map(\.slope)
    let centre = Selection.median(&slopes)
    var deviations = slopes.map { abs($0 - centre) }
    let deviation = 1.4826 * Selection.median(&deviations)
    let long = moving.filter { $0.count >= 3 }
    self.bounds = bounds
    count = moving.count
    slope = centre
    spread = deviation * deviation
    variance =
      (long.isEmpty ? 0 : long.reduce(0) { $0 + $1.variance } / Double(long.count))
      + PeerPool.rounding
    var noise = 0.0
    if !long.isEmpty {
      let prior = variance
      var errors = long.map { PeerPool.stepVariance($0, prior) / $0.steps }
      noise = Selection.median(&errors)
    }
    signal = (0.5 * 0.065 * 0.065 + max(spread - noise, 0)) / 1.5
  }

  /// A unit's variance of steps, moderated towards the peers' as if five of theirs were its own
  /// (Smyth 2004).
  @inline(__always)
  func stepVariance(_ unit: UnitSummary) -> Double { PeerPool.stepVariance(unit, variance) }

  @inline(__always)
  private static func stepVariance(_ unit: UnitSummary, _ peers: Double) -> Double {
    let n = Double(unit.count)
    return ((n - 2) * unit.variance + 5 * peers) / (n + 3)
  }
}

/// Order statistics without a full sort.
enum Selection {
  /// The median; reorders `values`, which must not be empty or hold NaN.
  static func median(_ values: inout [Double]) -> Double {
    let n = values.count
    let upper = select(&values, n / 2)
    guard n % 2 == 0 else { return upper }
    var lower = -Double.infinity
    for k in 0..<(n / 2) { lower = max(lower, values[k]) }
    return (lower + upper) / 2
  }

  /// Hoare's selection: puts the k-th smallest in its place, smaller ones before it.
  private static func select(_ values: inout [Double], _ k: Int) -> Double {
    var low = 0
    var high = values.count - 1
    while low < high {
      let pivot = values[(low + high) / 2]
      var left = low
      var right = high
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if k <= right { high = right } else if k >= left { low = left } else { break }
    }
    return values[k]
  }
}
