import Columns
import Language
public import Planning

extension VerbRegistry {
  /// The verbs of analysis. A new verb is a folder beside this file and a line here.
  public static let standard = VerbRegistry([
    CompareVerb(), TrackVerb(), ProjectVerb(), WhatIfVerb(), ProgressVerb(), SayVerb(),
  ])
}

extension Binder {
  /// The stage of an analysis: its keys are known, its other columns come with the data.
  func analysed(
    _ plan: some AnalysisPlan, _ inputs: [AnalysisInput], keys: [Field], _ step: Step
  ) throws -> Stage {
    try stage(
      LogicalPlan(
        .analysis(AnalysisStep(plan), inputs), fields: keys, range: step.range), step)
  }
}
