import Columns

extension OptimizerRule {
  /// Two projections in a row become one where the outer one only picks and renames.
  static let mergeProjections = OptimizerRule(name: "merge_projections") { plan in
    guard case .project(let input, let outer) = plan.node,
      case .project(let source, let inner) = input.node,
      outer.allSatisfy({ $0.expression.columnIndex != nil })
    else { return nil }
    let items = outer.map { item -> NamedExpression in
      var own = inner[item.expression.columnIndex ?? 0]
      own.name = item.name
      own.unit = item.unit ?? own.unit
      own.look = item.look
      return own
    }
    return LogicalPlan(.project(source, items), fields: plan.fields, range: plan.range)
  }

  /// Columns that nothing above reads are not carried along: below an aggregation or projection the
  /// inputs are cut down to what those read.
  static let pruneColumns = OptimizerRule(name: "prune_columns") { plan in
    switch plan.node {
    case .aggregate(let input, let keys, let calls, let totals):
      var needed = keys.reduce(into: Set<Int>()) { $0.formUnion($1.expression.columns) }
      for part in calls.flatMap(\.expressions) { needed.formUnion(part.columns) }
      guard let (pruned, place) = input.pruned(to: needed) else { return nil }
      let newKeys = keys.map { key in
        var key = key
        key.expression = key.expression.remapped(place)
        return key
      }
      let newCalls = calls.map { $0.remapped(place) }
      return LogicalPlan(
        .aggregate(pruned, keys: newKeys, newCalls, totals: totals), fields: plan.fields,
        range: plan.range)
    case .project(let input, let items):
      let needed = items.reduce(into: Set<Int>()) { $0.formUnion($1.expression.columns) }
      guard let (pruned, place) = input.pruned(to: needed) else { return nil }
      let newItems = items.map { item in
        var item = item
        item.expression = item.expression.remapped(place)
        return item
      }
      return LogicalPlan(.project(pruned, newItems), fields: plan.fields, range: plan.range)
    default: return nil
    }
  }
}

extension LogicalPlan {
  /// The same rows with only some columns (and those that the node itself needs), and where each
  /// old column is now; nil where nothing can be left out.
  fileprivate func pruned(to needed: Set<Int>) -> (LogicalPlan, @Sendable (Int) -> Int)? {
    guard needed.count < fields.count else { return nil }
    switch node {
    case .scan:
      let kept = fields.indices.filter { needed.contains($0) }
      let plan = LogicalPlan(node, fields: kept.map { fields[$0] }, range: range)
      return (plan, LogicalPlan.places(kept))
    case .filter(let input, let condition):
      guard let (pruned, place) = input.pruned(to: needed.union(condition.columns)) else {
        return nil
      }
      let plan = LogicalPlan(
        .filter(pruned, condition.remapped(place)), fields: pruned.fields, range: range)
      return (plan, place)
    case .sort(let input, let keys):
      let own = keys.reduce(into: needed) { $0.formUnion($1.expression.columns) }
      guard let (pruned, place) = input.pruned(to: own) else { return nil }
      let moved = keys.map { SortKey($0.expression.remapped(place), descending: $0.descending) }
      return (LogicalPlan(.sort(pruned, moved), fields: pruned.fields, range: range), place)
    case .topN(let input, let keys, let count):
      let own = keys.reduce(into: needed) { $0.formUnion($1.expression.columns) }
      guard let (pruned, place) = input.pruned(to: own) else { return nil }
      let moved = keys.map { SortKey($0.expression.remapped(place), descending: $0.descending) }
      return (
        LogicalPlan(.topN(pruned, moved, count: count), fields: pruned.fields, range: range), place
      )
    case .limit(let input, let offset, let count):
      guard let (pruned, place) = input.pruned(to: needed) else { return nil }
      let plan = LogicalPlan(
        .limit(pruned, offset: offset, count: count), fields: pruned.fields, range: range)
      return (plan, place)
    case .distinct(let input, let places) where !places.isEmpty:
      guard let (pruned, place) = input.pruned(to: needed.union(places)) else { return nil }
      let plan = LogicalPlan(
        .distinct(pruned, on: places.map(place)), fields: pruned.fields, range: range)
      return (plan, place)
    case .limitBy(let input, let by, let count):
      let own = by.reduce(into: needed) { $0.formUnion($1.columns) }
      guard let (pruned, place) = input.pruned(to: own) else { return nil }
      return (
        LogicalPlan(
          .limitBy(pruned, by: by.map { $0.remapped(place) }, count: count),
          fields: pruned.fields, range: range), place
      )
    case .project(let input, let items):
      let kept = fields.indices.filter { needed.contains($0) }
      let plan = LogicalPlan(
        .project(input, kept.map { items[$0] }), fields: kept.map { fields[$0] }, range: range)
      return (plan, LogicalPlan.places(kept))
    case .aggregate(let input, let keys, let calls, let totals):
      // Keys make the groups; calls that nobody reads go, but not the last of them.
      let width = keys.count
      // With totals a mark stands behind the calls.
      guard fields.count == width + calls.count else { return nil }
      let kept = calls.indices.filter { needed.contains(width + $0) }
      guard kept.count < calls.count, !kept.isEmpty else { return nil }
      let plan = LogicalPlan(
        .aggregate(input, keys: keys, kept.map { calls[$0] }, totals: totals),
        fields: Array(fields.prefix(width)) + kept.map { fields[width + $0] }, range: range)
      return (
        plan, { old in old < width ? old : width + (kept.firstIndex(of: old - width) ?? 0) }
      )
    case .window(let input, let by, let sort, let calls):
      // Calls that nobody reads go; what the rest reads is kept below.
      let width = input.fields.count
      let keptCalls = calls.indices.filter { needed.contains(width + $0) }
      var own = needed.filter { $0 < width }
      for key in by { own.formUnion(key.columns) }
      for key in sort { own.formUnion(key.expression.columns) }
      for part in keptCalls.flatMap({ calls[$0].expressions }) { own.formUnion(part.columns) }
      guard let (pruned, place) = input.pruned(to: own) else { return nil }
      let newWidth = pruned.fields.count
      let newCalls = keptCalls.map { calls[$0].remapped(place) }
      let plan = LogicalPlan(
        .window(
          pruned, by: by.map { $0.remapped(place) },
          sort: sort.map { SortKey($0.expression.remapped(place), descending: $0.descending) },
          newCalls), fields: pruned.fields + keptCalls.map { fields[width + $0] }, range: range)
      return (
        plan,
        { old in
          old < width ? place(old) : newWidth + (keptCalls.firstIndex(of: old - width) ?? 0)
        }
      )
    case .join(let left, let right, let kind, let keys, let columns, let expect)
    where kind != .full:
      let width = left.fields.count
      let kept = columns.indices.filter { needed.contains(width + $0) }
      var own = needed.filter { $0 < width }
      for key in keys { own.formUnion(key.left.columns) }
      let (newLeft, place): (LogicalPlan, @Sendable (Int) -> Int) =
        left.pruned(to: own) ?? (left, { $0 })
      if newLeft === left, kept.count == columns.count { return nil }
      let newWidth = newLeft.fields.count
      let newKeys = keys.map { key in
        var key = key
        key.left = key.left.remapped(place)
        return key
      }
      let hasRight = kind == .inner || kind == .left
      let newFields = newLeft.fields + (hasRight ? kept.map { fields[width + $0] } : [])
      let plan = LogicalPlan(
        .join(
          newLeft, right, kind: kind, keys: newKeys, rightColumns: kept.map { columns[$0] },
          expect: expect), fields: newFields, range: range)
      return (
        plan,
        { old in old < width ? place(old) : newWidth + (kept.firstIndex(of: old - width) ?? 0) }
      )
    default: return nil
    }
  }

  private static func places(_ kept: [Int]) -> @Sendable (Int) -> Int {
    var place: [Int: Int] = [:]
    for (new, old) in kept.enumerated() { place[old] = new }
    let known = place
    return { known[$0] ?? 0 }
  }
}
