import Columns
import Forecasting
import Language
import Planning

/// `track`: each series against each target that speaks of it.
struct Tracking {
  let projecting: Projecting

  private var plan: ProjectPlan { projecting.plan }
  private var context: QueryContext { projecting.context }
  private var range: SourceRange { projecting.range }

  func run(_ input: Table, _ targets: Table) throws -> Table {
    guard let columns = plan.targets else { return input }
    let observations = try Observations(input, plan.layout, context: context, range: range)
    let targetSet = try TargetSet(targets, columns)
    var rows = ProjectionRows(
      keys: plan.layout.keys, hasItem: observations.items.count > 1, hasTargets: true,
      isYear: projecting.isYear)
    rows.reasonWords = columns.reasonWords
    for item in observations.items {
      try context.checkStopped()
      // A target of a year speaks of the sum of a flow's months: without a whole year of nothing.
      let view = try projecting.view(
        observations, item, targetSet, projecting.isYear ? nil : targetSet.grain, least: 0)
      let set = view.set
      rows.timeForm = view.timeForm
      projecting.noteLikelyFlow(set, targetSet, observations)
      projecting.noteUnbounded(set, targetSet)
      let projectors = try projecting.projectors(set)
      for k in 0..<set.count {
        let matches = rows.matches(targetSet, set, k)
        for match in matches {
          let own = row(set, k, match, projectors[k])
          rows.presume(own, match, set)
          rows.add(own)
        }
      }
      rows.endItem(set, item.plan)
    }
    projecting.note(rows)
    return try rows.trackTable(context)
  }

  private func row(
    _ set: SeriesSet, _ k: Int, _ match: TargetSet.Match,
    _ projector: Result<Projector, ForecastingError>
  ) -> ProjectionRow {
    var row = ProjectionRow(series: k, time: nil)
    let held = set.target(match.entry, k)
    row.setTarget(match, held)
    row.total = set.lastTotal(k)
    do throws(ForecastingError) {
      let series = try set.series(k, origin: projecting.origin)
      guard !series.isEmpty else {
        row.status = Status.notAssessed.rawValue
        row.notes.append(ProjectionWords.noPoints)
        return row
      }
      row.lastTime = series.last?.time
      row.last = series.last?.value
      guard let target = held else { return row }
      let pace = try Pace(
        series, target: target, bounds: set.bounds[k],
        options: plan.pacing.paceOptions(isYear: projecting.isYear))
      row.setPace(pace)
      row.attained = pace.attained.map { ProjectionWords.attained($0, isForecast: false) }
      var tension: Tension?
      if !pace.isPast, case .success(let projector) = projector,
        let projection = try? projector.project(to: target.time)
      {
        row.probability = projection.probability(of: target)
        tension = projection.tension(pace)
        row.flags.formUnion(
          projection.flags.intersection([
            .stale, .weak, .borrowed, .outlier, .lasting, .totalsShift,
          ]))
        row.notes += ProjectionWords.shifts(projector.series, isYear: projecting.isYear)
      }
      row.setStatus(projecting.status(set, k, series, pace), projecting.rule, tension)
    } catch {
      row.status = Status.notAssessed.rawValue
      row.notes.append(ProjectionWords.text(error))
    }
    return row
  }
}
