import Columns
import Language
import Planning

extension Executor {
  /// The table of an analysis step.
  func analysed(_ analysis: Analysis, _ inputs: [LogicalPlan], _ plan: LogicalPlan) throws -> Table
  {
    let input = try table(inputs[0])
    let start = context.now()
    context.progress?.begin(analysis.name)
    let result: Table
    switch analysis {
    case .compare(let compare):
      let comparison = Comparison(plan: compare, range: plan.range, context: context)
      result = try comparison.run(input) { try table(inputs[1]) }
      if inputs.count > 2 {
        try comparison.noteCoverage(times: try table(inputs[1]), moments: try table(inputs[2]))
      }
    case .project(let project):
      let targets = inputs.count > 1 ? try table(inputs[1]) : nil
      result = try Projecting(plan: project, range: plan.range, context: context).run(
        input, targets)
    case .whatIf(let whatIf):
      let targets = inputs.count > 1 ? try table(inputs[1]) : nil
      result = try Supposing(plan: whatIf, range: plan.range, executor: self).run(input, targets)
    case .history(let project):
      result = try Projecting(plan: project, range: plan.range, context: context).history(input)
    case .progress(let tasks):
      result = try TaskProgress(plan: tasks, range: plan.range, context: context).run(input)
    case .projectTasks(let tasks):
      result = try TaskProjecting(plan: tasks, range: plan.range, context: context).run(input)
    case .track(let track):
      let projecting = Projecting(plan: track, range: plan.range, context: context)
      result = try Tracking(projecting: projecting).run(input, try table(inputs[1]))
    }
    context.record(
      analysis.name, "\(input.rowCount) observations", rows: result.rowCount, since: start)
    return result
  }
}
