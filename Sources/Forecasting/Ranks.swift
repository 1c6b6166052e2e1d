/// Ranks of uncertain scores, 1 being best.
///
/// Errors are taken as independent; a shock common to all does not move ranks.
public enum Ranks {
  /// Competition ranks (1, 2, 2, 4). Values are equal when they agree after rounding to
  /// `decimals`, the precision they are printed with. NaN has no rank.
  public static func competition(
    _ values: [Double], direction: Direction = .up, decimals: Int = 9
  ) -> [Int?] {
    let scale = power(decimals)
    let keys = values.map { -direction.sign * ($0 * scale).rounded() }
    let order = keys.indices.filter { !keys[$0].isNaN }.sorted { (keys[$0], $0) < (keys[$1], $1) }
    var ranks = [Int?](repeating: nil, count: values.count)
    for (place, index) in order.enumerated() {
      ranks[index] =
        place > 0 && keys[order[place - 1]] == keys[index] ? ranks[order[place - 1]] : place + 1
    }
    return ranks
  }

  /// P(unit i scores better than unit j), from means and standard errors; one half when the two
  /// are equal for certain.
  public static func probability(
    of i: Int, over j: Int, means: [Double], errors: [Double], direction: Direction = .up
  ) -> Double {
    let lead = direction.sign * (means[i] - means[j])
    let spread = (errors[i] * errors[i] + errors[j] * errors[j]).squareRoot()
    guard spread > 0 else { return lead > 0 ? 1 : lead < 0 ? 0 : 0.5 }
    return Normal.cumulative(lead / spread)
  }

  /// 1 + Σ P(another is better): the expected rank, in closed form.
  public static func expected(
    means: [Double], errors: [Double], direction: Direction = .up
  ) -> [Double] {
    means.indices.map { i in
      means.indices.reduce(1) {
        $1 == i
          ? $0
          : $0 + probability(of: $1, over: i, means: means, errors: errors, direction: direction)
      }
    }
  }

  /// Units that cannot be told from `unit`: those it beats with a probability in 0.1 … 0.9.
  public static func indistinguishable(
    from unit: Int, means: [Double], errors: [Double], direction: Direction = .up
  ) -> [Int] {
    means.indices.filter { other in
      guard other != unit else { return false }
      let p = probability(
        of: unit, over: other, means: means, errors: errors, direction: direction)
      return p > 0.1 && p < 0.9
    }
  }

  /// Where a unit's rank may lie.
  public struct Spread: Hashable, Sendable {
    public let low: Int
    public let high: Int
    /// Probability of a place among the best `top`.
    public let top: Double
  }

  /// Rank intervals at `level` and probabilities of the best `top` places, by draws from a fixed
  /// sequence: equal input gives equal output.
  public static func spreads(
    means: [Double], errors: [Double], direction: Direction = .up, level: Double = 0.8,
    top: Int = 10, draws: Int = 10_000, seed: UInt64 = 2030
  ) -> [Spread] {
    let n = means.count
    var random = RandomDraws(seed: seed)
    // counts[unit·n + rank − 1]
    var counts = [Int](repeating: 0, count: n * n)
    var scores = [Double](repeating: 0, count: n)
    for _ in 0..<draws {
      for unit in 0..<n { scores[unit] = means[unit] + errors[unit] * random.normal() }
      let order = (0..<n).sorted {
        let lead = direction.sign * (scores[$0] - scores[$1])
        return lead > 0 || (lead == 0 && $0 < $1)
      }
      for (place, unit) in order.enumerated() { counts[unit * n + place] += 1 }
    }
    let tail = (1 - level) / 2 * Double(draws)
    return (0..<n).map { unit in
      var seen = 0
      var low = 1
      var high = n
      var best = 0
      for place in 0..<n {
        let before = Double(seen)
        seen += counts[unit * n + place]
        if before <= tail, Double(seen) > tail { low = place + 1 }
        if before < Double(draws) - tail, Double(seen) >= Double(draws) - tail { high = place + 1 }
        if place < top { best += counts[unit * n + place] }
      }
      return Spread(low: low, high: high, top: Double(best) / Double(draws))
    }
  }

  /// What value a unit needs to be ranked `rank` among `others`, to `decimals`: at least the value
  /// of the one now in that place, which it then shares; nil when no place is so low.
  public static func valueTaking(
    rank: Int, among others: [Double], direction: Direction = .up
  ) -> Double? {
    let sorted = others.filter { !$0.isNaN }.sorted { direction.sign * ($0 - $1) > 0 }
    guard rank >= 1, rank <= sorted.count else { return nil }
    return sorted[rank - 1]
  }

  /// What published pairs of rank and value tell about the value that a rank takes.
  public static func bounds(
    ofRank rank: Int, published: [(rank: Int, value: Double)], direction: Direction = .up
  ) -> (exactly: Double?, atLeast: Double?, atMost: Double?) {
    if let known = published.first(where: { $0.rank == rank }) {
      return (known.value, known.value, known.value)
    }
    let better = published.filter { $0.rank < rank }.max { $0.rank < $1.rank }?.value
    let worse = published.filter { $0.rank > rank }.min { $0.rank < $1.rank }?.value
    return direction == .up ? (nil, worse, better) : (nil, better, worse)
  }

  private static func power(_ decimals: Int) -> Double {
    (0..<max(decimals, 0)).reduce(1.0) { value, _ in value * 10 }
  }
}
