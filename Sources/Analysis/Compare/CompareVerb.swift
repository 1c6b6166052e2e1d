import Columns
import Functions
import Language
import Planning

/// `compare`: the values of each key at some times, and how they changed.
struct CompareVerb: AnalysisVerb {
  let word = "compare"

  func bind(
    _ step: Step, _ stage: Binder.Stage, _ binder: Binder
  ) throws -> Binder.Stage {
    guard case .compare(let compare) = step.kind else { return binder.unknown(stage.plan, step) }
    return try binder.compare(compare, step, stage)
  }
}

/// `compare`, with names and types settled.
struct ComparePlan: AnalysisPlan {
  var layout: ObservationLayout
  var times: [ComparedTime]
  var decompose: Bool
  /// Whether the keys were brought to other units by a crosswalk.
  var isThroughCrosswalk: Bool

  init(
    layout: ObservationLayout, times: [ComparedTime], decompose: Bool, isThroughCrosswalk: Bool
  ) {
    self.layout = layout
    self.times = times
    self.decompose = decompose
    self.isThroughCrosswalk = isThroughCrosswalk
  }

  var name: String { "compare" }

  func run(
    _ inputs: AnalysisTables, _ range: SourceRange, _ context: QueryContext
  ) throws -> Table {
    var plan = self
    plan.layout = try layout.knowing(units: inputs[.units])
    var comparison = Comparison(plan: plan, range: range, context: context)
    comparison.merges = try inputs[.merges].map { Merges($0) }
    let result = try comparison.run(inputs.observations()) { try inputs[.times] }
    if let times = try inputs[.times], let moments = try inputs[.moments] {
      try comparison.noteCoverage(times: times, moments: moments)
    }
    return result
  }
}

extension Binder {
  fileprivate func compare(
    _ compare: CompareStep, _ step: Step, _ stage: Stage
  ) throws -> Stage {
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
    var inputs = bound.inputs
    inputs.append(AnalysisInput(.times, self.times(in: stage, bound.time, step)))
    if let entity = bound.layout.entity, bound.layout.keys[entity].type == .text,
      !plan.isThroughCrosswalk, time.type == .int || time.type.isTemporal,
      let merges = try knownMerges(step.wordRange)
    {
      inputs.append(AnalysisInput(.merges, merges))
    }
    if let moments = bound.moments { inputs.append(AnalysisInput(.moments, moments)) }
    return try analysed(plan, inputs, keys: bound.layout.keys, step)
  }

  /// The times that there are, for a message about one that is not.
  private func times(in stage: Stage, _ time: Expression, _ step: Step) -> LogicalPlan {
    LogicalPlan(
      .aggregate(
        stage.plan, keys: [NamedExpression(name: "time", expression: time)], [], totals: false),
      fields: [Field("time", time.type, period: time.period)], range: step.range)
  }
}
