import Columns
import Forecasting
import Functions
import Language
import Planning

/// `whatif`: the courses of units under scenarios, beside the base.
struct Supposing {
  let plan: WhatIfPlan
  let range: SourceRange
  let context: QueryContext
  /// The values of expressions over the rows of a table.
  let evaluated: ([Expression], Table) throws -> [Column]

  private var projecting: Projecting {
    Projecting(plan: plan.project, range: range, context: context)
  }
  private var isYear: Bool { projecting.isYear }

  func run(_ input: Table, _ targets: Table?) throws -> Table {
    let observations = try Observations(input, plan.project.layout, context: context, range: range)
    guard let item = observations.items.first else { return input }
    let targetSet = try targets.flatMap { table in
      try plan.project.targets.map { try TargetSet(table, $0) }
    }
    let grains = Set(plan.project.times.map(projecting.grain))
    let view = try projecting.view(
      observations, item, targetSet, grains.count == 1 ? grains.first ?? nil : nil)
    let set = view.set
    let fitting = view.fitsTargets ? targetSet : nil
    if let targetSet, !view.fitsTargets {
      AnalysisNotes.targetsOfSums(targetSet.grain ?? .year, range, context)
    }
    projecting.noteUnbounded(set, targetSet)
    askDirection(set)
    let projectors = try projecting.projectors(set)
    let conditions = try conditions(set)
    var rows = ScenarioRows(
      plan: plan, keys: plan.project.layout.keys, hasTargets: targetSet != nil)
    let groups = groups(set)
    context.progress?.expect(set.count * (1 + plan.scenarios.count), .series)
    for members in groups {
      try context.checkStopped()
      let group = SupposedGroup(
        plan: plan, projecting: projecting, set: set, members: members, projectors: projectors,
        observations: observations, item: item, conditions: conditions, range: range)
      try group.run(fitting, &rows)
    }
    AnalysisNotes.scenarioBase(plan.base, range, context)
    if plan.project.pacing.origin != nil { AnalysisNotes.assumedStart(range, context) }
    projecting.noteDiffering(rows.differing)
    return try rows.table(set, context)
  }

  /// Asks which way is good where a goal lies below every value and nothing says it.
  private func askDirection(_ set: SeriesSet) {
    guard let least = set.values.min(), !set.isDirectionSaid.contains(true) else { return }
    for assumption in plan.scenarios.flatMap(\.assumptions) {
      switch assumption.kind {
      case .reach(let goal), .solve(_, let goal, _):
        guard !goal.isRank, !goal.goesBeyond, least > goal.value + 1e-9 else { continue }
        TargetNotes.openGoal(goal.value, assumption.range, projecting.context)
        return
      default: continue
      }
    }
  }

  /// Series that make up a whole: those that agree in all keys but the entity.
  private func groups(_ set: SeriesSet) -> [[Int]] {
    let pools = set.pools
    guard pools.contains(where: { $0 >= 0 }) else { return (0..<set.count).map { [$0] } }
    var members: [[Int]] = []
    var place: [Int32: Int] = [:]
    for k in 0..<set.count where set.offsets[k + 1] > set.offsets[k] {
      // A unit that stands for many is a whole of its own.
      if pools[k] < 0 {
        members.append([k])
      } else if let known = place[pools[k]] {
        members[known].append(k)
      } else {
        place[pools[k]] = members.count
        members.append([k])
      }
    }
    return members
  }

  /// Which series each `for` condition is true of, by scenario and clause.
  private func conditions(_ set: SeriesSet) throws -> [[Set<Int>?]] {
    let table = Table(fields: set.layout.keys, columns: set.keys, rowCount: set.count)
    return try plan.scenarios.map { scenario in
      try scenario.assumptions.map { assumption in
        guard let condition = assumption.condition else { return nil }
        let truth = try evaluated([condition], table)[0]
        let chosen = Set((0..<set.count).filter { truth[$0] == .bool(true) })
        if chosen.isEmpty { AnalysisNotes.nobodyChosen(scenario.name, assumption.range, context) }
        return chosen
      }
    }
  }
}
