import Columns
import Language
import Planning

/// `track`: a dataset against its targets.
struct TrackVerb: AnalysisVerb {
  let word = "track"

  func bind(
    _ step: Step, _ stage: Binder.Stage, _ binder: Binder
  ) throws -> Binder.Stage {
    guard case .track(let track) = step.kind else { return binder.unknown(stage.plan, step) }
    return try binder.track(track, step, stage)
  }
}

/// `track`, with names and types settled.
struct TrackPlan: AnalysisPlan {
  var project: ProjectPlan

  var name: String { "track" }

  func run(
    _ inputs: AnalysisTables, _ range: SourceRange, _ context: QueryContext
  ) throws -> Table {
    let observations = try inputs.observations()
    guard let targets = try inputs[.targets] else { return observations }
    let projecting = Projecting(plan: try project.knowing(inputs), range: range, context: context)
    return try Tracking(projecting: projecting).run(observations, targets)
  }
}

extension Binder {
  fileprivate func track(_ track: TrackStep, _ step: Step, _ stage: Stage) throws -> Stage {
    let request = ObservationRequest(
      word: "track", wordRange: step.wordRange, time: nil, clauses: track.clauses,
      items: track.items, times: nil, input: stage.plan)
    guard let (plan, inputs) = try pacedPlan(request, [], step, stage, needsTargets: true) else {
      return stage
    }
    return try analysed(
      TrackPlan(project: plan), inputs, keys: plan.layout.keys, step)
  }
}
