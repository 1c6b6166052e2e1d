import Columns
import Functions
import Language

extension Binder {
  /// `compare`: the values of each key at some times, and how they changed.
  func compare(_ compare: CompareStep, _ step: Step, _ stage: Stage) throws -> Stage {
    var request = ObservationRequest(
      word: "compare", wordRange: step.wordRange, time: compare.time, clauses: compare.clauses,
      items: compare.items, times: nil, input: stage.plan)
    let decompose = compare.clauses.contains {
      if case .decompose = $0.kind { true } else { false }
    }
    request.needsParts = decompose
    guard let time = analysisTime(request, stage.scope) else { return stage }
    let times = compare.times.compactMap { comparedTime($0, time.type, time.period) }
    guard times.count == compare.times.count else { return stage }
    for (index, one) in times.enumerated() {
      if times[..<index].contains(where: { $0.first <= one.last && one.first <= $0.last }) {
        report(AnalysisMessages.repeatedTime(one.label, at: one.range))
        return stage
      }
    }
    request.times = times
    guard let bound = try observations(request, stage), !diagnostics.hasErrors else {
      return stage
    }
    let plan = ComparePlan(
      layout: bound.layout, times: times, decompose: decompose,
      isThroughCrosswalk: compare.clauses.contains {
        if case .through = $0.kind { true } else { false }
      })
    let inputs =
      [bound.plan, self.times(in: stage, bound.time, step)] + (bound.moments.map { [$0] } ?? [])
    return try analysed(.compare(plan), inputs, step)
  }

  /// The times that there are, for a message about one that is not.
  func times(in stage: Stage, _ time: Expression, _ step: Step) -> LogicalPlan {
    LogicalPlan(
      .aggregate(
        stage.plan, keys: [NamedExpression(name: "time", expression: time)], [], totals: false),
      fields: [Field("time", time.type, period: time.period)], range: step.range)
  }

  /// Runs an analysis, whose columns are then known.
  func analysed(
    _ analysis: Analysis, _ inputs: [LogicalPlan], _ step: Step
  ) throws -> Stage {
    let table = try evaluate(
      LogicalPlan(.analysis(analysis, inputs), fields: [], range: step.range))
    switch analysis {
    case .project(let plan): lastAnalysis = (analysis.name, plan, [inputs[0]])
    case .whatIf(let plan): lastAnalysis = (analysis.name, plan.project, [inputs[0]])
    default: break
    }
    return scan(CatalogTable(name: analysis.name, table: table), step.range)
  }

  /// The table of a plan, with the notes of its run.
  func evaluate(_ plan: LogicalPlan) throws -> Table {
    let (table, notes) = try catalog.evaluate(plan)
    for note in notes where !diagnostics.contains(note) { report(note) }
    return table
  }
}
