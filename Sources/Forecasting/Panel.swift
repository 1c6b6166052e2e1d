/// Many bounded series side by side, each in a pool of peers: the form in which hundreds of
/// thousands of them are projected at once.
public struct Panel: Sendable {
  /// All points, series after series; within a series strictly increasing.
  public let times: [Double]
  public let values: [Double]
  /// Series k has the points `offsets[k] ..< offsets[k + 1]`.
  public let offsets: [Int]
  /// The pool of each series, numbered from 0.
  public let pools: [Int32]
  public let bounds: Bounds
  /// Covered and totals in step with `values`, for rates with counts.
  public let covered: [Double]?
  public let totals: [Double]?

  public var count: Int { pools.count }

  /// - Throws: `lengthsDiffer`, `needsBounds` (method `pooled`), `invalidParameter` for offsets or
  ///   pool numbers that do not fit, `duplicateTime` for times that do not increase, with rows that
  ///   are positions in `times`.
  public init(
    times: [Double], values: [Double], offsets: [Int], pools: [Int32], bounds: Bounds = .percent,
    covered: [Double]? = nil, totals: [Double]? = nil
  ) throws(ForecastingError) {
    guard bounds.isBounded else { throw .needsBounds(method: .pooled) }
    guard times.count == values.count else { throw .lengthsDiffer(times.count, values.count) }
    guard offsets.count == pools.count + 1 else { throw .lengthsDiffer(offsets.count, pools.count) }
    for counts in [covered, totals] {
      if let counts, counts.count != values.count {
        throw .lengthsDiffer(values.count, counts.count)
      }
    }
    guard offsets.first == 0, offsets.last == times.count else {
      throw .invalidParameter(name: "offsets", value: Double(offsets.last ?? -1))
    }
    if let wrong = pools.first(where: { $0 < 0 || Int($0) >= max(pools.count, 1) }) {
      throw .invalidParameter(name: "pools", value: Double(wrong))
    }
    for series in pools.indices {
      let range = (offsets[series], offsets[series + 1])
      guard range.0 <= range.1 else {
        throw .invalidParameter(name: "offsets", value: Double(range.1))
      }
      for row in range.0..<range.1 {
        if row > range.0, !(times[row] > times[row - 1]) {
          throw .duplicateTime(times[row], rows: [row - 1, row])
        }
        guard values[row] >= bounds.lower, values[row] <= bounds.upper, times[row].isFinite else {
          throw .valueOutOfBounds(values[row], row: row, lower: bounds.lower, upper: bounds.upper)
        }
      }
    }
    self.times = times
    self.values = values
    self.offsets = offsets
    self.pools = pools
    self.bounds = bounds
    self.covered = covered
    self.totals = totals
  }
}

/// The projection of a panel: one entry per series, or per series and time.
public struct PanelProjection: Sendable {
  /// Times asked for; entry k·times.count + j belongs to series k and time j.
  public let times: [Double]
  /// The forecast's median; NaN where nothing can be said, or the time lies before the last point.
  public let expected: [Double]
  /// Ends of the interval; NaN where there is none.
  public let low: [Double]
  public let high: [Double]
  public let standardErrors: [Double]
  /// The straight line at the pace since the base, capped; NaN with one point.
  public let atPace: [Double]
  public let lastTimes: [Double]
  public let lastValues: [Double]
  /// Points used.
  public let counts: [Int32]
  /// Weight of the own trend; NaN where nothing was pooled.
  public let weights: [Double]
  /// NaN without an interval.
  public let degreesOfFreedom: [Double]
  public let flags: [Flags]
  /// Peers by pool; nil for a pool of fewer than five units with two values.
  public let pools: [PeerPool?]

  /// The method of series k.
  public func method(_ k: Int) -> Method {
    if !weights[k].isNaN { return .pooled }
    return counts[k] >= 3 ? .logitDamped : counts[k] == 2 ? .halfDrift : .naive
  }

  /// P(target attained) for series k at time j; nil without a standard error.
  public func probability(of target: Double, direction: Direction, series k: Int, time j: Int)
    -> Double?
  {
    let entry = k * times.count + j
    guard standardErrors[entry] > 0 else { return nil }
    return Attainment.probability(
      target, direction: direction, median: expected[entry],
      standardError: standardErrors[entry], degreesOfFreedom: degreesOfFreedom[k])
  }
}
