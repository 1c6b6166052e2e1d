/// Values of one unit over time: decimal years, strictly increasing, every value finite.
public struct Series: Hashable, Sendable {
  /// What to do with several values at one time.
  public enum Duplicates: Hashable, Sendable {
    /// Refuse them unless they are equal.
    case refuse
    /// Keep the one that comes last in the input.
    case last
    case mean
    case sum
  }

  public let times: [Double]
  public let values: [Double]
  /// Rows left out since their time or value was blank (not a number, or infinite).
  public let ignored: Int
  /// Rows merged into another of the same time.
  public let merged: Int

  /// Sorts by time, leaves blanks out with a count, and settles duplicates.
  ///
  /// - Throws: `lengthsDiffer`, `duplicateTime` (positions in the input).
  public init(
    times: [Double], values: [Double], duplicates: Duplicates = .refuse
  ) throws(ForecastingError) {
    guard times.count == values.count else { throw .lengthsDiffer(times.count, values.count) }
    let rows = times.indices.filter { times[$0].isFinite && values[$0].isFinite }
    let order = rows.sorted { (times[$0], $0) < (times[$1], $1) }
    var keptTimes: [Double] = []
    var keptValues: [Double] = []
    keptTimes.reserveCapacity(order.count)
    keptValues.reserveCapacity(order.count)
    var first = 0
    while first < order.count {
      var end = first + 1
      while end < order.count, times[order[end]] == times[order[first]] { end += 1 }
      let same = order[first..<end]
      let found = same.map { values[$0] }
      keptTimes.append(times[order[first]])
      switch duplicates {
      case .refuse:
        if let other = same.first(where: { values[$0] != values[order[first]] }) {
          throw .duplicateTime(times[order[first]], rows: [order[first], other])
        }
        keptValues.append(found[0])
      case .last: keptValues.append(found[found.count - 1])
      case .mean: keptValues.append(found.reduce(0, +) / Double(found.count))
      case .sum: keptValues.append(found.reduce(0, +))
      }
      first = end
    }
    self.times = keptTimes
    self.values = keptValues
    ignored = times.count - rows.count
    merged = rows.count - keptTimes.count
  }

  /// A series at 1, 2, 3, …
  public init(_ values: [Double]) {
    self.init(sorted: values.indices.map { Double($0 + 1) }, values)
  }

  init(sorted times: [Double], _ values: [Double]) {
    self.times = times
    self.values = values
    ignored = 0
    merged = 0
  }

  public var count: Int { values.count }
  public var isEmpty: Bool { values.isEmpty }
  /// The last point; nil when empty.
  public var last: (time: Double, value: Double)? { point(count - 1) }
  /// The first point; nil when empty.
  public var first: (time: Double, value: Double)? { point(0) }
  /// Years from the first to the last point.
  public var span: Double { isEmpty ? 0 : times[count - 1] - times[0] }

  /// The point at `index`; nil outside.
  public func point(_ index: Int) -> (time: Double, value: Double)? {
    values.indices.contains(index) ? (times[index], values[index]) : nil
  }

  /// The points from `start` on, after a break or by wish.
  public func since(_ start: Double) -> Series {
    let from = times.firstIndex { $0 >= start } ?? count
    return Series(sorted: Array(times[from...]), Array(values[from...]))
  }

  /// The points up to and including `end`.
  public func through(_ end: Double) -> Series {
    let upTo = times.firstIndex { $0 > end } ?? count
    return Series(sorted: Array(times[..<upTo]), Array(values[..<upTo]))
  }

  /// The last point of each period (1, 4 or 12 a year), moved to the period's end, and how many
  /// points gave way.
  public func lastOfPeriods(_ periodsPerYear: Int) -> (series: Series, dropped: Int) {
    let ends = times.map { ($0 * Double(periodsPerYear) - 1e-9).rounded(.up) }
    let kept = ends.indices.filter { $0 == ends.count - 1 || ends[$0 + 1] != ends[$0] }
    let moved = kept.map { ends[$0] / Double(periodsPerYear) }
    return (Series(sorted: moved, kept.map { values[$0] }), count - kept.count)
  }

  /// At most the last `n` points.
  public func suffix(_ n: Int) -> Series {
    Series(sorted: Array(times.suffix(n)), Array(values.suffix(n)))
  }

  /// The first row out of `bounds`, as an error.
  public func check(_ bounds: Bounds) throws(ForecastingError) {
    for (row, value) in values.enumerated() where !bounds.contains(value) {
      throw .valueOutOfBounds(value, row: row, lower: bounds.lower, upper: bounds.upper)
    }
  }
}

/// Covered and total behind a rate, with the checks that go with them.
public struct Counts: Hashable, Sendable {
  public let covered: [Double]
  public let totals: [Double]

  /// - Throws: `lengthsDiffer`, `coveredExceedsTotal` (unless `allowOver`; a total of 0 or less and
  ///   a negative count are refused always).
  public init(
    covered: [Double], totals: [Double], allowOver: Bool = false
  ) throws(ForecastingError) {
    guard covered.count == totals.count else { throw .lengthsDiffer(covered.count, totals.count) }
    for (row, pair) in zip(covered, totals).enumerated() {
      guard pair.1 > 0, pair.0 >= 0, allowOver || pair.0 <= pair.1 else {
        throw .coveredExceedsTotal(covered: pair.0, total: pair.1, row: row)
      }
    }
    self.covered = covered
    self.totals = totals
  }

  /// Rates in percent.
  public var rates: [Double] { zip(covered, totals).map { 100 * $0 / $1 } }

  /// Some total differs from the one before by more than a fifth, so that a change of the rate
  /// may be a change of whom it is about (decompose it).
  public var totalsShift: Bool {
    zip(totals.dropFirst(), totals).contains { abs($0 / $1 - 1) > 0.2 }
  }
}
