import Glibc

extension Panel {
  /// Series that one piece of work takes; pieces are cut by this, not by the number of threads.
  private static let pieceLength = 4096

  /// Projects every series to `times` by the default at scale: the bounded trend, among peers where the
  /// pool has five units of two values. No iterative fit is part of it.
  ///
  /// - Parameters:
  ///   - level: probability inside the interval.
  ///   - baseTime: where the straight line's pace starts; the first point from 2015 on by default.
  ///   - today: for the `stale` flag.
  ///   - threads: at most so many at a time.
  ///   - isCancelled: polled once per piece; what is left undone stays NaN.
  ///   - progress: how many more series are done, from any thread.
  public func project(
    to times: [Double], level: Double = 0.8, baseTime: Double = 2015, today: Double? = nil,
    threads: Int = 1, isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: (@Sendable (Int) -> Void)? = nil
  ) -> PanelProjection {
    guard let up = ShareScale(bounds), let down = ShareScale(bounds, direction: .down) else {
      return PanelProjection(panel: self, times: times, pools: [], pieces: [])
    }
    let scales = Scales(up: up, down: down)
    let places = self.places(scales, threads: threads)
    let summaries = Lanes.map(count, length: Panel.pieceLength, threads: threads) { range in
      range.map { summary($0, offsets[$0]..<offsets[$0 + 1], places, scales) }
    }.flatMap { $0 }
    let pools = poolPeers(summaries, threads: threads)
    let longest = zip(offsets.dropFirst(), offsets).reduce(0) { max($0, $1.0 - $1.1) }
    let quantiles = QuantileTable(level: level, largest: longest + 3)
    let pieces = Lanes.map(count, length: Panel.pieceLength, threads: threads) { range in
      var columns = PanelColumns(series: range.count, times: times.count)
      if isCancelled() { return columns }
      var reach = RecentReach(damping: BoundedTrend.damping)
      for k in range {
        let place = Panel.Place(series: k, row: k - range.lowerBound)
        project(
          place, summaries[k], pools[Int(self.pools[k])], scales, times, baseTime, today, quantiles,
          &reach, &columns)
        if isWeak(k, pools[Int(self.pools[k])], places, scales, &reach) {
          columns.flags[place.row].insert(.weak)
        }
      }
      progress?(range.count)
      return columns
    }
    return PanelProjection(panel: self, times: times, pools: pools, pieces: pieces)
  }

  private struct Scales: Sendable {
    let up: ShareScale
    let down: ShareScale

    @inline(__always)
    subscript(_ direction: Direction) -> ShareScale { direction == .up ? up : down }
  }

  /// All values on the share scale.
  private func places(_ scales: Scales, threads: Int) -> [Double] {
    Lanes.map(count, length: Panel.pieceLength, threads: threads) { range in
      let rows = offsets[range.lowerBound]..<offsets[range.upperBound]
      var places = [Double](repeating: 0, count: rows.count)
      for k in range {
        let scale = scales[directions[k]]
        for row in offsets[k]..<offsets[k + 1] {
          places[row - rows.lowerBound] = scale.transform(values[row])
        }
      }
      return places
    }.flatMap { $0 }
  }

  /// A series' points at `range` in short.
  @inline(__always)
  private func summary(
    _ k: Int, _ range: Range<Int>, _ places: [Double], _ scales: Scales
  ) -> UnitSummary {
    UnitSummary(times.span, values.span, places.span, range, scales[directions[k]])
  }

  /// One pool after another, several at a time.
  private func poolPeers(_ summaries: [UnitSummary], threads: Int) -> [PeerPool?] {
    let poolCount = Int(pools.max() ?? -1) + 1
    var starts = [Int](repeating: 0, count: poolCount + 1)
    for pool in pools { starts[Int(pool) + 1] += 1 }
    for pool in 0..<poolCount { starts[pool + 1] += starts[pool] }
    var places = starts
    var members = [Int32](repeating: 0, count: count)
    for (series, pool) in pools.enumerated() {
      members[places[Int(pool)]] = Int32(series)
      places[Int(pool)] += 1
    }
    let ends = starts
    let order = members
    return Lanes.map(poolCount, length: 1, threads: threads) { range in
      range.map { pool in
        PeerPool(order[ends[pool]..<ends[pool + 1]].map { summaries[Int($0)] }, bounds: bounds)
      }
    }.flatMap { $0 }
  }

  /// A series, and its row in the piece it belongs to.
  private struct Place {
    let series: Int
    let row: Int
  }

  @inline(__always)
  private func project(
    _ place: Place, _ unit: UnitSummary, _ pool: PeerPool?, _ scales: Scales, _ horizon: [Double],
    _ baseTime: Double, _ today: Double?, _ quantiles: QuantileTable,
    _ reach: inout RecentReach, _ columns: inout PanelColumns
  ) {
    let k = place.series
    let row = place.row
    columns.counts[row] = Int32(unit.count)
    guard unit.count > 0 else { return }
    columns.lastTimes[row] = unit.lastTime
    columns.lastValues[row] = unit.lastValue
    var flags: Flags = []
    let trend = BoundedTrend(
      unit, pool: pool, scale: scales[directions[k]], total: totals.map { $0[offsets[k + 1] - 1] })
    if let trend {
      columns.methods[row] = pool == nil ? .bounded : .pooled
      columns.weights[row] = trend.weight
      columns.freedoms[row] = trend.degreesOfFreedom
      if pool != nil, unit.count == 1 { flags.insert(.borrowed) }
    } else {
      flags.insert(.noInterval)
    }
    if let today, today - unit.lastTime > 3 { flags.insert(.stale) }
    let quantile = trend.map { quantiles[$0.degreesOfFreedom] } ?? 0
    let pace = straightPace(k, baseTime)
    for (j, time) in horizon.enumerated() {
      let years = time - unit.lastTime
      guard years >= 0 else { continue }
      let entry = row * horizon.count + j
      if let pace {
        let line = unit.lastValue + pace * years
        columns.atPace[entry] = bounds.clip(line)
        if !bounds.contains(line) { flags.insert(.clipped) }
      }
      guard let trend else { continue }
      let outlook = trend.outlook(after: years, reach: reach(years))
      let ends = outlook.interval(quantile: quantile)
      columns.centres[entry] = outlook.centre
      columns.errors[entry] = outlook.error
      columns.expected[entry] = years == 0 ? unit.lastValue : outlook.expected
      columns.low[entry] = ends.low
      columns.high[entry] = ends.high
      if outlook.isCut { flags.insert(.clipped) }
    }
    columns.flags[row] = flags
  }

  /// No better than "no change" one step ahead on the last three points (from eight points on).
  @inline(__always)
  private func isWeak(
    _ k: Int, _ pool: PeerPool?, _ places: [Double], _ scales: Scales, _ reach: inout RecentReach
  ) -> Bool {
    let (begin, end) = (offsets[k], offsets[k + 1])
    guard end - begin >= 8 else { return false }
    var ours = 0.0
    var naive = 0.0
    for origin in (end - 3)..<end {
      let known = summary(k, begin..<origin, places, scales)
      guard let trend = BoundedTrend(known, pool: pool, scale: scales[directions[k]]) else {
        return false
      }
      let ahead = trend.value(reach: reach(times[origin] - times[origin - 1]))
      ours += abs(ahead - values[origin])
      naive += abs(values[origin - 1] - values[origin])
    }
    return ours >= naive && naive > 0
  }

  /// Change a year since the base, from all points; nil with one point.
  @inline(__always)
  private func straightPace(_ k: Int, _ baseTime: Double) -> Double? {
    let end = offsets[k + 1] - 1
    var base = offsets[k]
    while base < end, times[base] < baseTime { base += 1 }
    if base == end { base = offsets[k] }
    return base < end ? (values[end] - values[base]) / (times[end] - times[base]) : nil
  }
}

/// The reach of a damping at the horizons met last, which most series share.
private struct RecentReach {
  let damping: Damping
  private var recent: (years: SIMD4<Double>, reach: SIMD4<Double>) = (.init(repeating: -1), .zero)
  private var next = 0

  init(damping: Damping) { self.damping = damping }

  @inline(__always)
  mutating func callAsFunction(_ years: Double) -> Double {
    for place in 0..<4 where recent.years[place] == years { return recent.reach[place] }
    let reach = damping.reach(years)
    recent.years[next] = years
    recent.reach[next] = reach
    next = (next + 1) % 4
    return reach
  }
}

/// Quantiles of t by halves of degrees of freedom, computed once.
private struct QuantileTable: Sendable {
  private let values: [Double]

  init(level: Double, largest: Int) {
    values = (0...2 * max(largest, 4)).map {
      $0 == 0 ? .nan : StudentT.quantile((1 + level) / 2, degreesOfFreedom: Double($0) / 2)
    }
  }

  @inline(__always)
  subscript(_ degreesOfFreedom: Double) -> Double { values[Int(2 * degreesOfFreedom + 0.5)] }
}
