import Glibc

/// When open work will be done, from how much was done per period: the exact bootstrap.
///
/// Every past period is as likely as any other (or the recent ones likelier) to be drawn for each
/// period to come; the distribution of the sums is computed by convolution, without random numbers.
public struct Throughput: Sendable {
  /// How much each past period counts.
  public enum Weights: Hashable, Sendable {
    case equal
    /// Halved every `halfLife` periods back.
    case exponential(halfLife: Double)
  }

  /// Fewest and most periods that are used; the most recent stand.
  public static let leastPeriods = 5
  public static let mostPeriods = 26
  /// Largest remainder for which the distribution is computed exactly.
  public static let exactLimit = 2000

  /// Outcomes of one period, ascending, with their probabilities; negative where more came in than was
  /// finished.
  public let outcomes: [(items: Int, probability: Double)]
  public let mean: Double
  public let variance: Double
  /// Fewer than eight periods: a pseudo-period at 0 and one at twice the mean were added.
  public let isSmallSample: Bool

  /// - Parameters:
  ///   - finished: items finished per period, oldest first, zeros included.
  ///   - added: items added per period, when the scope grows; what counts is finished less added, so
  ///     that a list that grows as fast as it is worked off never ends.
  /// - Throws: `tooFewPeriods` below five, `lengthsDiffer`, `invalidParameter` for a
  ///   negative count.
  public init(
    finished: [Int], added: [Int]? = nil, weights: Weights = .equal
  ) throws(ForecastingError) {
    if let added, added.count != finished.count {
      throw .lengthsDiffer(finished.count, added.count)
    }
    guard finished.count >= Throughput.leastPeriods else {
      throw .tooFewPeriods(needed: Throughput.leastPeriods, found: finished.count)
    }
    if let wrong = finished.first(where: { $0 < 0 }) {
      throw .invalidParameter(name: "finished", value: Double(wrong))
    }
    var net = finished
    if let added { for period in net.indices { net[period] -= max(added[period], 0) } }
    net = Array(net.suffix(Throughput.mostPeriods))
    var shares = net.indices.map { period in
      switch weights {
      case .equal: 1.0
      case .exponential(let halfLife): pow(0.5, Double(net.count - 1 - period) / halfLife)
      }
    }
    isSmallSample = net.count < 8
    if isSmallSample {
      let mean = Double(net.reduce(0, +)) / Double(net.count)
      let share = shares.reduce(0, +) / Double(shares.count)
      net += [0, Int((2 * mean).rounded())]
      shares += [share, share]
    }
    let total = shares.reduce(0, +)
    var byItems: [Int: Double] = [:]
    for (items, share) in zip(net, shares) { byItems[items, default: 0] += share / total }
    outcomes = byItems.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    let mean = outcomes.reduce(0) { $0 + Double($1.items) * $1.probability }
    self.mean = mean
    variance = outcomes.reduce(0) {
      $0 + (Double($1.items) - mean) * (Double($1.items) - mean) * $1.probability
    }
  }

  /// P(`remaining` items are done by the end of period k) for k = 1…`periods`.
  public func probabilityDone(remaining: Int, by periods: Int) -> [Double] {
    guard remaining > 0 else { return [Double](repeating: 1, count: max(periods, 0)) }
    guard remaining <= Throughput.exactLimit else {
      return stride(from: 1, through: periods, by: 1).map {
        normalProbability(atLeast: remaining, in: $0)
      }
    }
    var open = OpenWork(remaining, canGrow: canGrow)
    return stride(from: 1, through: periods, by: 1).map { _ in open.advance(outcomes) }
  }

  /// The first period by whose end `remaining` items are done with each of the probabilities; nil
  /// where that takes more than `limit` periods, as it does when no more was finished than came in.
  public func periodsUntilDone(
    remaining: Int, levels: [Double] = [0.5, 0.85, 0.95], limit: Int = 1200
  ) -> [Int?] {
    guard remaining > 0 else { return levels.map { _ in 0 } }
    var result = [Int?](repeating: nil, count: levels.count)
    guard mean > 0 else { return result }
    let exact = remaining <= Throughput.exactLimit
    var open = OpenWork(exact ? remaining : 0, canGrow: exact && canGrow)
    for period in 1...max(limit, 1) {
      let probability =
        exact ? open.advance(outcomes) : normalProbability(atLeast: remaining, in: period)
      for (index, level) in levels.enumerated() where result[index] == nil {
        if probability >= level { result[index] = period }
      }
      if result.allSatisfy({ $0 != nil }) { break }
    }
    return result
  }

  /// The most items of which at least so many are done within `periods`, with each probability.
  public func itemsDone(in periods: Int, levels: [Double] = [0.5, 0.85, 0.95]) -> [Int] {
    let top = (outcomes.last?.items ?? 0) * max(periods, 0)
    let least = min(outcomes.first?.items ?? 0, 0) * max(periods, 0)
    guard top > 0 else { return levels.map { _ in 0 } }
    guard top - least <= 20 * Throughput.exactLimit else {
      return levels.map { level in
        let spread = (variance * Double(periods)).squareRoot()
        return max(0, Int(mean * Double(periods) - Normal.quantile(level) * spread + 0.5))
      }
    }
    let sums = distribution(of: periods)
    return levels.map { level in
      var tail = 0.0
      for items in stride(from: top, through: 1, by: -1) {
        tail += sums[items - least]
        if tail >= level - 1e-12 { return items }
      }
      return 0
    }
  }

  /// P(sum of `periods` draws = 0, 1, 2, …); from `periods` times the least outcome on where that is
  /// negative.
  public func distribution(of periods: Int) -> [Double] {
    var sums = [1.0]
    let top = max(outcomes.last?.items ?? 0, 0)
    let least = min(outcomes.first?.items ?? 0, 0)
    for _ in 0..<max(periods, 0) {
      var next = [Double](repeating: 0, count: sums.count + top - least)
      for (items, probability) in outcomes {
        for (sum, known) in sums.enumerated() { next[sum + items - least] += known * probability }
      }
      sums = next
    }
    return sums
  }

  /// Items a period needed to finish `remaining` in `periods`, rounded up; nil when none are left.
  public static func required(remaining: Int, periods: Int) -> Int? {
    guard remaining > 0 else { return 0 }
    return periods > 0 ? (remaining + periods - 1) / periods : nil
  }

  private func normalProbability(atLeast items: Int, in periods: Int) -> Double {
    let expected = mean * Double(periods)
    guard variance > 0 else { return expected >= Double(items) ? 1 : 0 }
    return Normal.survival(
      (Double(items) - 0.5 - expected) / (variance * Double(periods)).squareRoot())
  }

  /// Whether some period brought more than was finished in it.
  private var canGrow: Bool { (outcomes.first?.items ?? 0) < 0 }

  /// Probabilities of how much is done on balance, and of all being done for the first time.
  private struct OpenWork {
    /// From the least balance on; what would fall below stays there.
    var sums: [Double]
    var done = 0.0

    init(_ remaining: Int, canGrow: Bool) {
      let room = canGrow ? Throughput.exactLimit : 0
      sums = [Double](repeating: 0, count: room + max(remaining, 1))
      sums[room] = 1
    }

    /// One period on; returns the probability that all is done, which never falls.
    mutating func advance(_ outcomes: [(items: Int, probability: Double)]) -> Double {
      var next = [Double](repeating: 0, count: sums.count)
      for (items, probability) in outcomes {
        let low = min(max(-items, 0), sums.count)
        let kept = max(min(sums.count - items, sums.count), low)
        for sum in 0..<low { next[0] += sums[sum] * probability }
        for sum in low..<kept { next[sum + items] += sums[sum] * probability }
        for sum in kept..<sums.count { done += sums[sum] * probability }
      }
      sums = next
      return min(done, 1)
    }
  }
}
