import Columns
import Forecasting
import Language
import Planning

/// `project`: for each series and time what the present pace leads to and what is to be expected.
struct Projecting {
  let plan: ProjectPlan
  let range: SourceRange
  let context: QueryContext

  var isYear: Bool { plan.timeType == .int }
  var today: Double { SeriesSet.decimal(Int64(context.today), isYear: false) }

  func run(_ input: Table, _ targets: Table?) throws -> Table {
    let observations = try Observations(input, plan.layout, context: context, range: range)
    try checkYears(observations)
    let targetSet = try targets.flatMap { table in
      try plan.targets.map { try TargetSet(table, $0) }
    }
    let several = observations.items.count > 1
    var rows = ProjectionRows(
      keys: plan.layout.keys, hasItem: several, hasTargets: targetSet != nil, isYear: isYear)
    rows.reasonWords = plan.targets?.reasonWords
    rows.level = plan.pacing.level
    for item in observations.items {
      try context.checkStopped()
      let views = try self.views(
        observations, item, targetSet, plan.times.map(grain))
      guard let first = views.first else { continue }
      let set = first.set
      rows.timeForm = forms(views, rows.timeForm)
      noteUnbounded(set, targetSet)
      noteLikelyFlow(set, targetSet, observations)
      if set.count == 1, set.layout.entity != nil, set.bounds[0].isBounded,
        !plan.pacing.withoutPeers,
        plan.pacing.method == nil
      {
        AnalysisNotes.alone(range, context)
      }
      if let courses = try panel(set) {
        if targetSet == nil, !several, plan.times.allSatisfy({ Int($0.label) != nil }) {
          return try ManyProjections(
            set: set, courses: courses, times: plan.times, level: plan.pacing.level,
            unit: item.plan.unit, context: context
          ).table(plan.layout.keys)
        }
        add(set, courses, targetSet, &rows)
      } else {
        try add(views, targetSet, &rows)
        rows.rank(set, level: plan.pacing.level)
      }
      rows.endItem(set, item.plan)
    }
    note(rows)
    return try rows.table(context)
  }

  /// A column of months or quarters without a year is no time from which years ahead can be reached.
  private func checkYears(_ observations: Observations) throws {
    guard isYear, let last = observations.times.max(), last <= 53,
      let first = observations.times.min(), first >= 0,
      let far = plan.times.first(where: { (Int($0.label) ?? 0) >= 1000 })
    else { return }
    throw AnalysisFailures.timesWithoutYear(first, last, far)
  }

  /// The series of an item, good the way that data, step or targets say.
  func series(
    _ observations: Observations, _ item: Observations.Item, _ targets: TargetSet?
  ) throws -> SeriesSet {
    var set = try SeriesSet(
      observations, item: item, pacing: plan.pacing, isYear: isYear, context: context)
    set.direct(by: targets)
    let open = (0..<set.count).flatMap { k in
      (targets?.matching(set, k) { _ in } ?? []).filter { set.target($0.entry, k) == nil }.map {
        "\(set.name(k)) (\(ProjectionWords.short($0.entry.value)))"
      }
    }
    if !open.isEmpty { TargetNotes.openDirection(Set(open).sorted(), range, context) }
    if let stated = plan.layout.statedDirection, let targets {
      let others = targets.entries.count { ($0.statedDirection ?? stated) != stated }
      if others > 0 { TargetNotes.keepsComparison(stated, others, range, context) }
    }
    return set
  }

  /// The observations of the first item, for a chart of the projection.
  func history(_ input: Table) throws -> Table {
    let all = try Observations(input, plan.layout, context: context, range: range)
    guard let first = all.items.first else {
      return Assembly(plan.layout.keys, all.keys).table()
    }
    let (observations, item, form) = try summed(all, first)
    var result = Assembly(plan.layout.keys, observations.keys)
    let times = observations.times.map { time -> Value in
      isYear ? .int(time) : .date(Int32(clamping: time))
    }
    result.add(
      Field("time", isYear ? .int : .date, period: form),
      try Column(isYear ? .int : .date, times))
    result.add(Field("value", .float, unit: item.plan.unit), try Column.doubles(item.values))
    return result.table()
  }

  /// The observations by the periods that all times asked for are of, where the item adds up to them.
  private func summed(
    _ observations: Observations, _ item: Observations.Item
  ) throws -> (Observations, Observations.Item, PeriodForm?) {
    let grains = Set(plan.times.map(grain))
    if grains.count == 1, let grain = grains.first ?? nil,
      let sums = try PeriodSums(observations, item, to: grain, context: context),
      sums.wholePeriods >= leastPeriods
    {
      return (sums.observations, sums.item, PeriodForm(grain))
    }
    return (observations, item, plan.layout.timeForm)
  }

  /// The end of a time asked for, in decimal years.
  func decimal(_ time: ComparedTime) -> Double { SeriesSet.decimal(time.last, isYear: isYear) }

  var method: Method? { plan.pacing.method }

  var origin: (time: Double, value: Double)? {
    plan.pacing.origin.map { (SeriesSet.decimal($0.time, isYear: isYear), $0.value) }
  }

  // MARK: One series after another

  func options(
    _ set: SeriesSet, _ k: Int, _ method: Method?
  ) throws(ForecastingError) -> ProjectionOptions {
    ProjectionOptions(
      bounds: set.bounds[k], direction: set.direction[k], method: method, level: plan.pacing.level,
      today: today,
      pace: plan.pacing.paceOptions(isYear: isYear),
      counts: origin == nil
        ? try set.counts(k, allowsOver: plan.pacing.allowsOver) : nil,
      curveCeiling: plan.pacing.ceiling)
  }

  /// The pools of a set, by their number; nil where there are fewer than five peers.
  func pools(_ set: SeriesSet) -> [PeerPool?] {
    let count = Int(set.pools.max() ?? -1) + 1
    var members = [[Int]](repeating: [], count: count)
    for (k, pool) in set.pools.enumerated() where pool >= 0 { members[Int(pool)].append(k) }
    let origin = self.origin
    return members.map { members in
      guard let first = members.first, set.bounds[first].isBounded else { return nil }
      let alike = members.filter { set.bounds[$0] == set.bounds[first] }
      return PeerPool(
        alike.compactMap { k in
          (try? set.series(k, origin: origin)).map { ($0, set.direction[k]) }
        }, bounds: set.bounds[first])
    }
  }

  /// A projector for each series, in parallel; its problem where it cannot be fitted.
  func projectors(_ set: SeriesSet) throws -> [Result<Projector, ForecastingError>] {
    let pools = self.pools(set)
    let origin = self.origin
    let pieces = (set.count + 255) / 256
    context.progress?.expect(set.count, .series)
    let results = try Parallel.map(pieces: pieces, threads: context.threads) { piece in
      try context.checkStopped()
      defer { context.progress?.advance(256) }
      return (piece * 256..<min(set.count, (piece + 1) * 256)).map {
        k -> Result<Projector, ForecastingError> in
        do throws(ForecastingError) {
          let pool = set.pools[k] >= 0 ? pools[Int(set.pools[k])] : nil
          return .success(
            try Projector(
              try set.series(k, origin: origin),
              options: try options(set, k, method),
              pool: pool?.bounds == set.bounds[k] ? pool : nil))
        } catch {
          return .failure(error)
        }
      }
    }
    return results.flatMap { $0 }
  }

  /// - Parameter views: the view that answers for each of the times; all have the same series.
  private func add(
    _ views: [ProjectionView], _ targets: TargetSet?, _ rows: inout ProjectionRows
  ) throws {
    var known: [PeriodGrain?: [Result<Projector, ForecastingError>]] = [:]
    for view in views where known[view.grain] == nil {
      known[view.grain] = try projectors(view.set)
    }
    for k in 0..<(views.first?.set.count ?? 0) {
      for (time, view) in zip(plan.times, views) {
        guard let projector = known[view.grain]?[k] else { continue }
        let set = view.set
        let matches = view.fitsTargets ? rows.matches(targets, set, k) : []
        var row = ProjectionRow(series: k, time: time)
        switch projector {
        case .success(let projector):
          row.peers = projector.peers
          row.span = projector.series.span
          fill(&row, projector, decimal(time), set, k)
          let here = matches.filter { abs($0.entry.time - decimal(time)) < 1e-9 }
          addRows(row, projector, here, set, k, &rows)
        case .failure(let error):
          fillLast(&row, set, k)
          row.notes.append(ProjectionWords.text(error))
          rows.add(row)
        }
      }
    }
    if let targets, views.contains(where: { !$0.fitsTargets }) {
      AnalysisNotes.targetsOfSums(targets.grain ?? .year, range, context)
    }
  }

  /// How the times of rows are written: nil where views differ in it.
  private func forms(_ views: [ProjectionView], _ known: PeriodForm?) -> PeriodForm? {
    let forms = Set(views.map(\.timeForm))
    return forms.count == 1 ? views[0].timeForm : nil
  }

  func fillLast(_ row: inout ProjectionRow, _ set: SeriesSet, _ k: Int) {
    let points = set.offsets[k + 1] - set.offsets[k]
    row.n = points
    guard points > 0 else { return }
    row.lastTime = set.times[set.offsets[k + 1] - 1]
    row.last = set.values[set.offsets[k + 1] - 1]
    row.naive = row.last
    row.span = (row.lastTime ?? 0) - set.times[set.offsets[k]]
  }

  private func fill(
    _ row: inout ProjectionRow, _ projector: Projector, _ time: Double, _ set: SeriesSet, _ k: Int
  ) {
    row.method = projector.method.rawValue
    row.weight = projector.weight
    row.n = projector.count
    row.lastTime = projector.lastPoint.time
    row.last = projector.lastPoint.value
    row.naive = projector.lastPoint.value
    guard let projection = try? projector.project(to: time) else {
      row.notes.append("the data go beyond this time")
      return
    }
    row.atPace = projection.atPace
    row.expected = projection.expected
    row.low = projection.low
    row.high = projection.high
    row.standardError = projection.standardError
    row.flags = projection.flags
    row.notes += ProjectionWords.explanations(projection.flags, method: projector.method)
    row.notes += ProjectionWords.shifts(projector.series, isYear: isYear)
  }

  private func addRows(
    _ row: ProjectionRow, _ projector: Projector, _ matches: [TargetSet.Match], _ set: SeriesSet,
    _ k: Int, _ rows: inout ProjectionRows
  ) {
    if matches.isEmpty { return rows.add(row) }
    for match in matches {
      var own = row
      let held = set.target(match.entry, k)
      own.setTarget(match, held)
      guard let target = held else {
        rows.add(own)
        continue
      }
      do throws(ForecastingError) {
        let pace = try Pace(
          projector.series, target: target, bounds: set.bounds[k],
          options: plan.pacing.paceOptions(isYear: isYear))
        let projection = try? projector.project(to: target.time)
        own.setPace(pace)
        own.probability = projection?.probability(of: target)
        own.attained = ProjectionWords.attained(projector.attained(target), isForecast: true)
        own.setStatus(
          status(set, k, projector.series, pace), rule, projection?.tension(pace))
      } catch {
        own.notes.append(ProjectionWords.text(error))
      }
      rows.presume(own, match, set)
      rows.add(own)
    }
  }

  var rule: StatusRule { plan.pacing.statusRule }

  func status(_ set: SeriesSet, _ k: Int, _ series: Series, _ pace: Pace) -> Assessment {
    let isPercent = set.bounds[k] == .percent
    // A bound speaks only of the last observation.
    guard pace.lastTime == series.last?.time else {
      return rule.assess(series, pace, percent: isPercent)
    }
    return rule.assess(set.lastObservation[k], series, pace, percent: isPercent)
  }

  // MARK: Notes

  /// Tells what there is to say of rows with targets.
  func note(_ rows: ProjectionRows) {
    let without = rows.without.subtracting(rows.matched)
    if !without.isEmpty { AnalysisNotes.withoutTarget(without.sorted(), range, context) }
    if !rows.presumed.isEmpty { TargetNotes.presumedUp(rows.presumed.sorted(), range, context) }
    noteDiffering(rows.differing)
    if plan.pacing.origin != nil { AnalysisNotes.assumedStart(range, context) }
  }

  /// Tells that values are taken as levels; where all of them, and the targets, lie between 0 and 100,
  /// what would make them shares.
  func noteUnbounded(_ set: SeriesSet, _ targets: TargetSet?) {
    guard set.count > 0, set.bounds.allSatisfy({ !$0.isBounded }), plan.pacing.ceiling == nil else {
      return
    }
    let isShareLike =
      set.values.allSatisfy { (0...100).contains($0) }
      && (targets?.entries ?? []).contains { $0.value <= 100 }
    AnalysisNotes.unbounded(set.item.name, isShareLike: isShareLike, range, context)
  }

  func noteDiffering(_ differing: Set<String>) {
    if !differing.isEmpty { AnalysisNotes.unitsDiffer(differing.sorted(), range, context) }
  }
}
