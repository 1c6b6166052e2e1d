import Columns

extension LogicalPlan {
  /// The columns of each source that the plan reads when all of its output is wanted.
  func demand() -> [SourceID: Set<String>] {
    var found: [SourceID: Set<String>] = [:]
    collectDemand(Set(fields.indices), &found)
    return found
  }

  /// - Parameter wanted: the places of the output that are read above.
  private func collectDemand(_ wanted: Set<Int>, _ found: inout [SourceID: Set<String>]) {
    func columns(_ expressions: [Expression]) -> Set<Int> {
      expressions.reduce(into: []) { $0.formUnion($1.columns) }
    }
    func all(_ plan: LogicalPlan) -> Set<Int> { Set(plan.fields.indices) }
    switch node {
    case .scan(let id):
      found[id, default: []].formUnion(wanted.map { fields[$0].name })
    case .filter(let input, let condition):
      input.collectDemand(wanted.union(condition.columns), &found)
    case .project(let input, let items):
      input.collectDemand(columns(wanted.map { items[$0].expression }), &found)
    case .aggregate(let input, let keys, let calls, totals: _):
      let own =
        keys.map(\.expression) + calls.flatMap(\.expressions)
      input.collectDemand(columns(own), &found)
    case .window(let input, let by, let sort, let calls):
      let kept = calls.indices.filter { wanted.contains(input.fields.count + $0) }
      let own = kept.flatMap { calls[$0].expressions }
      input.collectDemand(
        wanted.filter { $0 < input.fields.count }
          .union(columns(by + sort.map(\.expression) + own)), &found)
    case .sort(let input, let keys), .topN(let input, let keys, count: _):
      input.collectDemand(wanted.union(columns(keys.map(\.expression))), &found)
    case .limit(let input, offset: _, count: _): input.collectDemand(wanted, &found)
    case .limitBy(let input, let by, count: _):
      input.collectDemand(wanted.union(columns(by)), &found)
    case .join(let left, let right, kind: _, let keys, let rightColumns, expect: _):
      let width = left.fields.count
      left.collectDemand(
        wanted.filter { $0 < width }.union(columns(keys.map(\.left))), &found)
      let kept = rightColumns.enumerated().filter { wanted.contains(width + $0.offset) }
      right.collectDemand(
        Set(kept.map(\.element)).union(columns(keys.map(\.right))), &found)
    case .append(let inputs, let places):
      for (input, own) in zip(inputs, places) {
        input.collectDemand(Set(wanted.compactMap { own[$0] }), &found)
      }
    case .pivot(let input, let column, let by, let calls, totals: _):
      let own = calls.flatMap(\.expressions)
      input.collectDemand(columns([column] + by.map(\.expression) + own), &found)
    case .reshape(.fill(let filled, _, let by, let sort), let input):
      input.collectDemand(
        wanted.union(filled).union(columns(by + sort.map(\.expression))), &found)
    case .distinct, .describe, .analysis, .reshape, .peek, .assert, .tap, .unbound:
      // Such a step looks at whole rows, or shows them.
      for input in inputs { input.collectDemand(all(input), &found) }
    }
  }
}
