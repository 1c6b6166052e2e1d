import Columns
import Forecasting
import Language
import Planning

/// Hundreds of thousands of series at once.
extension Projecting {
  /// Series from which on the form for many is taken.
  private static let manySeries = 4096

  /// The projections of many bounded series by the default; nil where something else is asked.
  func panel(_ set: SeriesSet) throws -> PanelProjection? {
    let pacing = plan.pacing
    guard set.count >= Projecting.manySeries, pacing.method == nil, pacing.window == nil,
      pacing.estimator == nil, pacing.origin == nil, !pacing.withoutPeers,
      let bounds = set.bounds.first, bounds.isBounded, set.bounds.allSatisfy({ $0 == bounds }),
      set.values.allSatisfy({ bounds.contains($0) }),
      set.covered.allSatisfy({ $0 >= 0 }), set.totals.allSatisfy({ $0 > 0 }),
      isYear, set.pools.allSatisfy({ $0 >= 0 })
    else { return nil }
    do {
      let panel = try Panel(
        times: set.times, values: set.values, offsets: set.offsets, pools: set.pools,
        bounds: bounds, directions: set.direction,
        totals: set.totals.isEmpty ? nil : set.totals)
      let context = self.context
      context.progress?.expect(set.count, .series)
      let projection = panel.project(
        to: plan.times.map(decimal), level: pacing.level,
        baseTime: pacing.baseTime.map { SeriesSet.decimal($0, isYear: true) } ?? 2015,
        today: today, threads: context.threads,
        isCancelled: { (try? context.checkStopped()) == nil },
        progress: { context.progress?.advance($0) })
      try context.checkStopped()
      return projection
    } catch is ForecastingError {
      return nil
    }
  }

  func add(
    _ set: SeriesSet, _ courses: PanelProjection, _ targets: TargetSet?,
    _ rows: inout ProjectionRows
  ) {
    func known(_ value: Double) -> Double? { value.isNaN ? nil : value }
    for k in 0..<set.count {
      let matches = rows.matches(targets, set, k)
      for (place, time) in plan.times.enumerated() {
        let entry = k * plan.times.count + place
        var row = ProjectionRow(series: k, time: time)
        fillLast(&row, set, k)
        guard row.n ?? 0 > 0 else {
          row.notes.append(ProjectionWords.noPoints)
          rows.add(row)
          continue
        }
        let method = courses.methods[k]
        row.n = Int(courses.counts[k])
        row.weight = known(courses.weights[k])
        row.peers = method == .pooled ? courses.pools[Int(set.pools[k])]?.count : nil
        row.atPace = known(courses.atPace[entry])
        row.expected = known(courses.expected[entry])
        row.low = known(courses.low[entry])
        row.high = known(courses.high[entry])
        if row.expected == nil { row.notes.append("the data go beyond this time") }
        row.flags = courses.flags[k]
        if method == .naive {
          row.notes.append(
            ProjectionWords.text(.tooFewPoints(method: .halfDrift, needed: 2, found: row.n ?? 0)))
        } else {
          row.method = method.rawValue
          row.notes += ProjectionWords.explanations(row.flags, method: method)
        }
        let here = matches.filter { abs($0.entry.time - decimal(time)) < 1e-9 }
        if here.isEmpty {
          rows.add(row)
          continue
        }
        for match in here { addMany(row, match, courses, set, k, place, &rows) }
      }
    }
  }

  private func addMany(
    _ row: ProjectionRow, _ match: TargetSet.Match, _ courses: PanelProjection, _ set: SeriesSet,
    _ k: Int, _ place: Int, _ rows: inout ProjectionRows
  ) {
    var own = row
    let held = set.target(match.entry, k)
    own.setTarget(match, held)
    guard let target = held else { return rows.add(own) }
    do throws(ForecastingError) {
      let series = try set.series(k)
      let pace = try Pace(
        series, target: target, bounds: set.bounds[k],
        options: plan.pacing.paceOptions(isYear: isYear))
      own.setPace(pace)
      own.probability = courses.probability(of: target, series: k, time: place)
      let pool = courses.pools[Int(set.pools[k])]
      let options = try options(set, k, nil)
      if let projector = try? Projector(series, options: options, pool: pool) {
        own.attained = ProjectionWords.attained(projector.attained(target), isForecast: true)
      }
      own.setStatus(
        status(set, k, series, pace), rule, Tension(pace, probability: own.probability))
    } catch {
      own.notes.append(ProjectionWords.text(error))
    }
    rows.presume(own, match, set)
    rows.add(own)
  }
}
