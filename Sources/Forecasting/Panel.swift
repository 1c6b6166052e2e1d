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
  /// Which way is better, by series.
  public let directions: [Direction]
  /// Totals in step with `values`, for rates with counts.
  public let totals: [Double]?

  public var count: Int { pools.count }

  /// - Throws: `lengthsDiffer`, `needsBounds` (method `pooled`), `invalidParameter` for offsets or
  ///   pool numbers that do not fit, `duplicateTime` for times that do not increase, with rows that
  ///   are positions in `times`.
  public init(
    times: [Double], values: [Double], offsets: [Int], pools: [Int32], bounds: Bounds = .percent,
    directions: [Direction]? = nil, totals: [Double]? = nil
  ) throws(ForecastingError) {
    guard bounds.isBounded else { throw .needsBounds(method: .pooled) }
    guard times.count == values.count else { throw .lengthsDiffer(times.count, values.count) }
    guard offsets.count == pools.count + 1 else { throw .lengthsDiffer(offsets.count, pools.count) }
    if let totals, totals.count != values.count {
      throw .lengthsDiffer(values.count, totals.count)
    }
    if let directions, directions.count != pools.count {
      throw .lengthsDiffer(pools.count, directions.count)
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
    self.directions = directions ?? [Direction](repeating: .up, count: pools.count)
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
  /// Where the median lies before any cut, and its standard error, both on the scale of the method.
  let centres: [Double]
  let errors: [Double]
  /// The straight line at the pace since the base, capped; NaN with one point.
  public let atPace: [Double]
  public let lastTimes: [Double]
  public let lastValues: [Double]
  /// Points used.
  public let counts: [Int32]
  /// Weight of the own trend among peers, or against no change alone; NaN where there is none.
  public let weights: [Double]
  public let methods: [Method]
  /// NaN without an interval.
  public let degreesOfFreedom: [Double]
  public let flags: [Flags]
  let bounds: Bounds
  public let directions: [Direction]
  /// Peers by pool; nil for a pool of fewer than five units with two values.
  public let pools: [PeerPool?]

  /// P(target attained) for series k at time j; nil without a standard error.
  public func probability(of target: Target, series k: Int, time j: Int) -> Double? {
    let entry = k * times.count + j
    guard errors[entry] > 0 else { return nil }
    guard let scale = ShareScale(bounds, direction: directions[k]) else { return nil }
    let isLinked = methods[k] == .pooled || counts[k] >= 3
    return Outlook(
      scale: isLinked ? .link(scale) : .share(scale), bounds: bounds, centre: centres[entry],
      error: errors[entry], degreesOfFreedom: degreesOfFreedom[k]
    ).probability(of: target)
  }
}
