import Glibc

/// An aggregate target shared out among units.
public enum Allocation {
  public enum Rule: String, Hashable, Sendable, CaseIterable {
    /// Closes the same share of every gap.
    case gap
    /// The same number of points for everybody.
    case equal
    /// The same step on the logit scale: the same difficulty.
    case logit
    /// The lowest are raised first, to a common level.
    case water
    /// By size of the population.
    case size
    /// Every unit's own pace times one common factor.
    case pace
  }

  /// One unit: how many of how many are covered, the highest rate it may reach (a share), and its
  /// own pace in items per year (used by `pace` only).
  public struct Unit: Hashable, Sendable {
    public let covered: Double
    public let total: Double
    public let cap: Double
    public let pace: Double

    public init(covered: Double, total: Double, cap: Double = 1, pace: Double = 0) {
      self.covered = covered
      self.total = total
      self.cap = cap
      self.pace = pace
    }

    /// Items missing to the cap.
    public var gap: Double { max(cap * total - covered, 0) }
    public var rate: Double { total > 0 ? covered / total : 0 }
  }

  /// Items missing to an aggregate share `target`; 0 when it is met.
  public static func need(_ units: [Unit], target: Double) -> Double {
    let total = units.reduce(0) { $0 + $1.total }
    let covered = units.reduce(0) { $0 + $1.covered }
    return max(target * total - covered, 0)
  }

  /// Shares `need` items out: the parts sum to `need`, none is negative or passes its unit's gap;
  /// where a cap binds, the rest is shared among the others.
  ///
  /// - Throws: `infeasible` when the caps leave too little; `invalidParameter` for the rule `pace`
  ///   when no unit has a positive pace left to multiply.
  public static func share(
    _ need: Double, among units: [Unit], rule: Rule
  ) throws(ForecastingError) -> [Double] {
    let room = units.reduce(0) { $0 + $1.gap }
    guard need <= room * (1 + 1e-12) + 1e-9 else {
      throw .infeasible(needed: need, available: room)
    }
    guard need > 0 else { return [Double](repeating: 0, count: units.count) }
    switch rule {
    case .gap: return units.map { room > 0 ? need * $0.gap / room : 0 }
    case .equal, .size: return try proportional(need, units, units.map { max($0.total, 0) })
    case .pace: return try proportional(need, units, units.map { max($0.pace, 0) })
    case .water: return waterFilling(need, units)
    case .logit: return logitStep(need, units)
    }
  }

  /// Parts in proportion to `weights`, unit after unit fixed at its gap where that binds.
  private static func proportional(
    _ need: Double, _ units: [Unit], _ weights: [Double]
  ) throws(ForecastingError) -> [Double] {
    var parts = [Double](repeating: 0, count: units.count)
    var open = Set(units.indices)
    var left = need
    while left > 1e-12 * need {
      let sum = open.reduce(0) { $0 + weights[$1] }
      guard sum > 0 else { throw .infeasible(needed: need, available: need - left) }
      let bound = open.filter { left * weights[$0] / sum >= units[$0].gap }
      guard !bound.isEmpty else {
        for unit in open { parts[unit] = left * weights[unit] / sum }
        return parts
      }
      for unit in bound.sorted() {
        parts[unit] = units[unit].gap
        left -= units[unit].gap
        open.remove(unit)
      }
    }
    return parts
  }

  /// max(0, l·N − k), the level l in closed form between the points where a unit is reached or
  /// capped (Boyd and Vandenberghe, exercise 5.2).
  private static func waterFilling(_ need: Double, _ units: [Unit]) -> [Double] {
    func part(_ unit: Unit, _ level: Double) -> Double {
      min(max(level * unit.total - unit.covered, 0), unit.gap)
    }
    func sum(_ level: Double) -> Double { units.reduce(0) { $0 + part($1, level) } }
    // The sum is linear between these levels.
    let levels = Set(units.flatMap { [$0.rate, max($0.cap, $0.rate)] }).sorted()
    guard var low = levels.first, let top = levels.last else { return [] }
    var high = top
    for level in levels {
      if sum(level) <= need { low = level }
    }
    high = levels.first { $0 > low } ?? low
    let below = sum(low)
    let slope = high > low ? (sum(high) - below) / (high - low) : 0
    let level = slope > 0 ? low + (need - below) / slope : low
    return units.map { part($0, level) }
  }

  /// N·ilogit(z + c) − k, c by bisection; a unit at 0 or at its whole total moves from half an item
  /// away from it.
  private static func logitStep(_ need: Double, _ units: [Unit]) -> [Double] {
    func part(_ unit: Unit, _ step: Double) -> Double {
      guard unit.total > 0 else { return 0 }
      let covered = min(max(unit.covered, 0.5), max(unit.total - 0.5, 0.25))
      let z = log(covered / (unit.total - covered))
      return min(max(unit.total / (1 + exp(-z - step)) - unit.covered, 0), unit.gap)
    }
    func sum(_ step: Double) -> Double { units.reduce(0) { $0 + part($1, step) } }
    var low = 0.0
    var high = 1.0
    while sum(high) < need * (1 - 1e-13), high < 1e3 { high *= 2 }
    for _ in 0..<200 where high - low > 1e-15 * high {
      let middle = (low + high) / 2
      if sum(middle) < need { low = middle } else { high = middle }
    }
    let parts = units.map { part($0, high) }
    // Rounding is put right in proportion, so that the parts sum to the need.
    let total = parts.reduce(0, +)
    let error = need - total
    let room = zip(units, parts).map { $0.gap - $1 }
    let open = room.reduce(0, +)
    guard error > 0, open > 0 else { return total > 0 ? parts.map { $0 * need / total } : parts }
    return zip(parts, room).map { $0 + min(error, open) * $1 / open }
  }

  /// Whole items by largest remainder: each part rounded down, the rest to the largest fractions,
  /// ties in the order of `names`. No part passes `limits`, rounded down, while others have room.
  public static func wholeItems(
    _ parts: [Double], names: [String], limits: [Double]? = nil
  ) -> [Int] {
    let total = Int((parts.reduce(0, +) - 1e-6).rounded(.up))
    var whole = parts.map { Int(($0 + 1e-9).rounded(.down)) }
    let fractions = parts.indices.map { parts[$0] - Double(whole[$0]) }
    let order = parts.indices.sorted {
      abs(fractions[$0] - fractions[$1]) > 1e-9
        ? fractions[$0] > fractions[$1]
        : (names.indices.contains($0) && names.indices.contains($1)
          ? names[$0] < names[$1] : $0 < $1)
    }
    var left = total - whole.reduce(0, +)
    var moved = true
    while left > 0, moved {
      moved = false
      for index in order where left > 0 {
        if let limits, Double(whole[index] + 1) > limits[index] + 1e-9 { continue }
        whole[index] += 1
        left -= 1
        moved = true
      }
    }
    return whole
  }
}
