import Columns
import Functions
import Planning

/// Groups and windows, which see all rows, and what charts get: rows of totals count in none of them.
extension Executor {
  /// One row a group, with notes on what its figures stand for.
  func aggregated(
    _ input: LogicalPlan, _ keys: [NamedExpression], _ calls: [AggregateCall], totals: Bool,
    _ plan: LogicalPlan
  ) throws -> Table {
    let lowered = try pipeline(input)
    context.progress?.begin("group by")
    let means = PercentMeans(calls, over: input)
    let counts = means.counts
    let first = keys.count + calls.count
    var fields = plan.fields
    fields.insert(contentsOf: counts.map { Field("", $0.type) }, at: first)
    let aggregation = Aggregation(
      pipeline: lowered.pipeline, keys: keys, calls: calls + counts, fields: fields,
      range: plan.range, context: context)
    let table = totals ? try Rollup.run(aggregation) : try aggregation.run()
    try finish(lowered.joins)
    try Coverage.noteYears(lowered.pipeline, keys, calls, plan.range, context)
    if counts.isEmpty { return table }
    let own = first..<first + counts.count
    try means.tell(Array(table.columns[own]), context)
    return Table(
      fields: plan.fields,
      columns: Array(table.columns[..<first]) + Array(table.columns[own.upperBound...]),
      rowCount: table.rowCount)
  }

  /// What the outside gets of a table: no chart shows a whole beside its parts.
  func tapped(_ table: Table, _ tap: LogicalPlan.Tap, _ plan: LogicalPlan) throws -> Table {
    guard case .chart = tap, let mark = plan.fields.firstIndex(where: \.isHidden) else {
      return table
    }
    var shown = Table(fields: plan.fields, columns: table.columns, rowCount: table.rowCount)
    if let rows = try shown.rowsBesideTotals() {
      RunNotes.totalsLeftOut(plan.range, context)
      shown = try Sorting.gathered(shown, try Buffer(copying: rows), rows.count, context)
    }
    shown.fields.remove(at: mark)
    shown.columns.remove(at: mark)
    return shown
  }

  /// Functions over rows; rows of totals are in no partition and have null.
  func windowed(
    _ input: LogicalPlan, by: [Expression], sort: [Planning.SortKey], _ calls: [WindowCall],
    _ plan: LogicalPlan
  ) throws -> Table {
    let made = try self.table(input)
    let table = Table(fields: input.fields, columns: made.columns, rowCount: made.rowCount)
    try noteMeans(calls, input, table.rowCount)
    guard !calls.isEmpty, let rows = try table.rowsBesideTotals() else {
      return try windowed(table, by: by, sort: sort, calls, plan)
    }
    RunNotes.totalsLeftOut(plan.range, context)
    let parts = try Sorting.gathered(table, try Buffer(copying: rows), rows.count, context)
    let results = try windowed(parts, by: by, sort: sort, calls, plan)
    var places = [UInt32](repeating: absentRow, count: table.rowCount)
    for (place, row) in rows.enumerated() { places[Int(row)] = UInt32(place) }
    let own = try Sorting.gathered(
      Array(results.columns.dropFirst(table.columns.count)), try Buffer(copying: places),
      table.rowCount, context, mayBeAbsent: true)
    return Table(fields: plan.fields, columns: table.columns + own, rowCount: table.rowCount)
  }

  private func windowed(
    _ table: Table, by: [Expression], sort: [Planning.SortKey], _ calls: [WindowCall],
    _ plan: LogicalPlan
  ) throws -> Table {
    var expressions = by + sort.map(\.expression)
    var places: [(arguments: [Int], condition: Int?, sort: [Int], bound: Int?)] = []
    for call in calls {
      let first = expressions.count
      expressions += call.arguments
      let arguments = Array(first..<expressions.count)
      var condition: Int?
      if let own = call.condition {
        condition = expressions.count
        expressions.append(own)
      }
      let sort = Array(expressions.count..<expressions.count + call.sort.count)
      expressions += call.sort.map(\.expression)
      var bound: Int?
      if case .since(let own)? = call.frame {
        bound = expressions.count
        expressions.append(own)
      }
      places.append((arguments, condition, sort, bound))
    }
    let columns = try evaluated(expressions, over: table)
    return try timed("window", "") {
      let window = try Window(
        by: Array(columns.prefix(by.count)),
        sort: Array(columns.dropFirst(by.count).prefix(sort.count)),
        descending: sort.map(\.descending), sortPeriod: sort.first?.expression.period,
        rowCount: table.rowCount, context: context)
      var result = table.columns
      for (call, place) in zip(calls, places) {
        result.append(
          try window.compute(
            call, place.arguments.map { columns[$0] }, place.condition.map { columns[$0] },
            sort: place.sort.map { columns[$0] }, bound: place.bound.map { columns[$0] }))
      }
      return Table(fields: plan.fields, columns: result, rowCount: table.rowCount)
    }
  }

  /// Tells of means of percentages over whole partitions.
  private func noteMeans(_ calls: [WindowCall], _ input: LogicalPlan, _ rowCount: Int) throws {
    guard rowCount > 1 else { return }
    let means = calls.compactMap { call -> AggregateCall? in
      guard case .aggregate(.avg) = call.kind else { return nil }
      return AggregateCall(
        name: "", function: .avg, arguments: call.arguments, type: call.type, range: call.range)
    }
    let percents = PercentMeans(means, over: input)
    for index in percents.suspects { try percents.tell(means[index], context) }
  }
}
