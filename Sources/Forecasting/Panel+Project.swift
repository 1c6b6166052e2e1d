import Glibc

extension Panel {
  /// Series that one piece of work takes; pieces are cut by this, not by the number of threads.
  private static let pieceLength = 4096

  /// Projects every series to `times` by the default at scale: pooled logit damped drift with
  /// moderated intervals where the pool has five units of two values, else alone (half drift with
  /// two points, logit damped drift from three). No iterative fit is part of it.
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
    guard let logit = Logit(bounds) else {
      return PanelProjection(times: times, pools: [], pieces: [])
    }
    let summaries = summarise(logit, threads: threads)
    let pools = poolPeers(summaries, threads: threads)
    let longest = zip(offsets.dropFirst(), offsets).reduce(0) { max($0, $1.0 - $1.1) }
    let quantiles = QuantileTable(level: level, largest: max(longest, PeerPool.mostPoints + 4))
    let pieces = Lanes.map(count, length: Panel.pieceLength, threads: threads) { range in
      var columns = PanelColumns(series: range.count, times: times.count)
      if isCancelled() { return columns }
      var reach = RecentReach(damping: .usual)
      for k in range {
        let place = Panel.Place(series: k, row: k - range.lowerBound)
        let pool = pools[Int(self.pools[k])]
        // Alone a series is fitted whole, among peers by its last points.
        let isCut = pool == nil && offsets[k + 1] - offsets[k] > PeerPool.mostPoints
        let unit = isCut ? summary(k, logit, atMost: .max) : summaries[k]
        project(place, unit, pool, logit, times, baseTime, today, quantiles, &reach, &columns)
      }
      progress?(range.count)
      return columns
    }
    return PanelProjection(times: times, pools: pools, pieces: pieces)
  }

  private func summarise(_ logit: Logit, threads: Int) -> [UnitSummary] {
    Lanes.map(count, length: Panel.pieceLength, threads: threads) { range in
      range.map { summary($0, logit, atMost: PeerPool.mostPoints) }
    }.flatMap { $0 }
  }

  /// A series' last points in short.
  @inline(__always)
  private func summary(_ k: Int, _ logit: Logit, atMost points: Int) -> UnitSummary {
    let end = offsets[k + 1]
    let start = end - min(end - offsets[k], points)
    var ends: (first: Double, last: Double)?
    if let covered, let totals, end > start {
      ends = (
        Logit.counts(covered: covered[start], total: totals[start]),
        Logit.counts(covered: covered[end - 1], total: totals[end - 1])
      )
    }
    return UnitSummary(
      times.span.extracting(start..<end), values.span.extracting(start..<end), logit, counts: ends)
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
        PeerPool(order[ends[pool]..<ends[pool + 1]].map { summaries[Int($0)] })
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
    _ place: Place, _ unit: UnitSummary, _ pool: PeerPool?, _ logit: Logit, _ horizon: [Double],
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
    var scatter: Scatter?
    var slope = unit.logitSlope
    if let pool {
      let weight = PeerPool.weight(points: unit.count)
      columns.weights[row] = weight
      slope = pool.blend(slope, weight: weight)
      scatter = Scatter.moderated(
        variance: unit.count >= 3 ? unit.variance : nil, count: unit.count,
        span: unit.count >= 2 ? unit.span : pool.span, peers: pool.variance, bounds: bounds)
      if unit.count == 1 { flags.insert(.borrowed) }
    } else if unit.count >= 3 {
      let sigma = unit.variance.squareRoot()
      let varies = sigma > 1e-12 * abs(unit.lastValue)
      scatter = Scatter(
        sigma: varies ? max(sigma, Scatter.floor * bounds.width) : 0,
        degreesOfFreedom: Double(unit.count - 2), span: unit.span, widening: .bounded)
      if !varies { flags.insert(.noVariation) }
    } else {
      flags.insert(.noInterval)
    }
    if let totals, let known = scatter {
      scatter = known.adding(
        samplingOf: unit.lastValue, total: totals[offsets[k + 1] - 1], bounds: bounds)
    }
    if let today, today - unit.lastTime > 3 { flags.insert(.stale) }
    let clips = covered == nil && logit.clips(unit.lastValue)
    if clips { flags.insert(.logitClipped) }
    let offset = clips ? unit.lastValue - logit.inverse(unit.logit) : 0
    let quantile = scatter.map { quantiles[$0.degreesOfFreedom] } ?? 0
    columns.freedoms[row] = scatter?.degreesOfFreedom ?? .nan
    let pace = straightPace(k, baseTime)
    for (j, time) in horizon.enumerated() {
      let years = time - unit.lastTime
      guard years >= 0 else { continue }
      let entry = row * horizon.count + j
      let expected: Double
      if pool == nil, unit.count == 2 {
        expected = bounds.clip(unit.lastValue + unit.slope * Damping.half.reach(years))
      } else if pool == nil, unit.count < 2 {
        continue
      } else {
        expected =
          years == 0
          ? unit.lastValue
          : bounds.clip(logit.inverse(unit.logit + slope * reach(years)) + offset)
      }
      columns.expected[entry] = expected
      if let pace {
        let line = unit.lastValue + pace * years
        columns.atPace[entry] = bounds.clip(line)
        if !bounds.contains(line) { flags.insert(.clipped) }
      }
      if let scatter {
        let error = scatter.standardError(after: years)
        columns.errors[entry] = error
        columns.low[entry] = bounds.clip(expected - quantile * error)
        columns.high[entry] = bounds.clip(expected + quantile * error)
      }
    }
    if isWeak(k, pool, logit, &reach) { flags.insert(.weak) }
    columns.flags[row] = flags
  }

  /// No better than "no change" one step ahead on the last three points (from eight points on).
  @inline(__always)
  private func isWeak(
    _ k: Int, _ pool: PeerPool?, _ logit: Logit, _ reach: inout RecentReach
  ) -> Bool {
    let (begin, end) = (offsets[k], offsets[k + 1])
    guard end - begin >= 8 else { return false }
    var ours = 0.0
    var naive = 0.0
    for origin in (end - 3)..<end {
      let start = pool == nil ? begin : max(begin, origin - PeerPool.mostPoints)
      let last = values[origin - 1]
      let z = logit.transform(last)
      var slope = (z - logit.transform(values[start])) / (times[origin - 1] - times[start])
      if let pool { slope = pool.blend(slope, weight: PeerPool.weight(points: origin - start)) }
      let offset = logit.clips(last) ? last - logit.inverse(z) : 0
      let years = times[origin] - times[origin - 1]
      let ahead = bounds.clip(logit.inverse(z + slope * reach(years)) + offset)
      ours += abs(ahead - values[origin])
      naive += abs(last - values[origin])
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

/// Quantiles of t by whole degrees of freedom, computed once.
private struct QuantileTable: Sendable {
  private let values: [Double]

  init(level: Double, largest: Int) {
    values = (0...largest).map {
      $0 == 0 ? .nan : StudentT.quantile((1 + level) / 2, degreesOfFreedom: Double($0))
    }
  }

  @inline(__always)
  subscript(_ degreesOfFreedom: Double) -> Double { values[Int(degreesOfFreedom)] }
}
