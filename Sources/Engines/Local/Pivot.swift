import Columns
import Functions
import Planning

/// `pivot`: one column per value of a column, in the order of the values; null has its own.
///
/// It is an aggregation by the keys and the pivoted column, whose groups are then spread out.
/// Totals are aggregations of their own over the same rows, since not every aggregate of a whole
/// can be told from those of its parts.
struct Pivot {
  /// More columns than anyone can look at; a column with more values was not meant.
  static let mostColumns = 10_000

  let column: Expression
  let by: [NamedExpression]
  let calls: [AggregateCall]
  let totals: Bool
  let plan: LogicalPlan
  var executor: Executor

  private var context: QueryContext { executor.context }

  func run(_ input: LogicalPlan) throws -> Table {
    guard totals else { return try spread(input) }
    // The input is aggregated several times, but runs once.
    var once = self
    once.executor = try executor.holding(input)
    return try once.spread(input)
  }

  private func spread(_ input: LogicalPlan) throws -> Table {
    let name = NamedExpression(name: "", expression: column)
    let long = try aggregated(input, by + [name])
    let rowCount = long.rowCount
    let byColumns = Array(long.columns.prefix(by.count))
    let rows = try Grouping(byColumns, rowCount: rowCount, context: context)
    let values = try Grouping([long.columns[by.count]], rowCount: rowCount, context: context)
    guard values.count * max(1, calls.count) <= Pivot.mostColumns else {
      throw EngineMessages.tooManyColumns(values.count, at: column.range)
    }
    let outCount = by.isEmpty ? (rowCount == 0 ? 0 : 1) : rows.count
    // Where each combination of row and value stands in the long table.
    let places = try MutableBuffer(UInt32.self, count: outCount * values.count)
    let at = places.pointer(UInt32.self)
    at.update(repeating: absentRow, count: outCount * values.count)
    for row in 0..<rowCount {
      let out = Int(rows.ids.pointer(UInt32.self)[row])
      let value = Int(values.ids.pointer(UInt32.self)[row])
      at[value * outCount + out] = UInt32(row)
    }
    // Where counts look: no rows are 0, which stands behind the others.
    let counted = try MutableBuffer(UInt32.self, count: outCount * values.count)
    let atCounts = counted.pointer(UInt32.self)
    for place in 0..<outCount * values.count {
      atCounts[place] = at[place] == absentRow ? UInt32(rowCount) : at[place]
    }
    let firsts = try Buffer(copying: rows.firstRows)
    var columns = try byColumns.map {
      try $0.gathered(firsts.pointer(UInt32.self), count: outCount)
    }
    var fields = plan.fields
    for value in 0..<values.count {
      try context.checkStopped()
      let label = Pivot.label(long.columns[by.count][Int(values.firstRows[value])], column.period)
      for (index, call) in calls.enumerated() {
        fields.append(field(call, label))
        columns.append(
          try withNothing(call, long.columns[by.count + 1 + index]).gathered(
            (call.countsNothing ? atCounts : at) + value * outCount, count: outCount,
            mayBeAbsent: !call.countsNothing))
      }
    }
    let table = Table(fields: fields, columns: columns, rowCount: outCount)
    return totals ? try withTotals(table, input, name) : table
  }

  /// The results of a call, and one row more where those of no rows are known.
  private func withNothing(_ call: AggregateCall, _ column: Column) throws -> Column {
    guard call.countsNothing else { return column }
    return try Column.concatenated(
      call.type, [column, try Column(call.type, [.int(0)])], threads: context.threads)
  }

  private func field(_ call: AggregateCall, _ label: String) -> Field {
    var field = call.field
    field.name = calls.count == 1 ? label : "\(call.name)_\(label)"
    // What stands over the columns is the values that they are of.
    field.look.label = nil
    return field
  }

  /// The calls over groups by these keys.
  private func aggregated(_ input: LogicalPlan, _ keys: [NamedExpression]) throws -> Table {
    let fields =
      keys.map { Field($0.name, $0.expression.type) } + calls.map { Field($0.name, $0.type) }
    return try executor.table(
      LogicalPlan(
        .aggregate(input, keys: keys, calls, totals: false), fields: fields, range: plan.range))
  }

  /// A column `total` over all values, and under several rows one over all keys, whose keys are
  /// null. Nothing has no total.
  private func withTotals(
    _ table: Table, _ input: LogicalPlan, _ name: NamedExpression
  ) throws -> Table {
    let count = table.rowCount
    let fields = table.fields + calls.map { field($0, "total") }
    var columns = table.columns
    if count == 0 {
      columns += calls.map { .nulls($0.type, count: 0) }
      return Table(fields: fields, columns: columns, rowCount: 0)
    }
    // Groups come in the order of their keys both here and in the table.
    columns += try aggregated(input, by).columns.dropFirst(by.count)
    if by.isEmpty { return Table(fields: fields, columns: columns, rowCount: count) }
    let ofValues = try aggregated(input, [name])
    let ofAll = try aggregated(input, [])
    columns = try columns.enumerated().map { place, column in
      let last: Column
      if place < by.count {
        last = .nulls(fields[place].type, count: 1)
      } else {
        let (value, call) = (place - by.count).quotientAndRemainder(dividingBy: calls.count)
        last =
          value < ofValues.rowCount
          ? ofValues.columns[1 + call].slice(value, 1) : ofAll.columns[call]
      }
      return try Column.concatenated(
        fields[place].type, [column, last], threads: context.threads)
    }
    return Table(fields: fields, columns: columns, rowCount: count + 1)
  }

  /// The name of a value's column.
  static func label(_ value: Value, _ period: PeriodForm? = nil) -> String {
    if value.isNull { return "(null)" }
    if let form = period, case .date(let day) = value { return form.text(ofDay: Int(day)) }
    // −0 is 0, whichever of the two comes first.
    let text = value == .double(0) ? Value.double(0).plainText : value.plainText
    return text.isEmpty ? "(empty)" : text
  }
}

extension AggregateCall {
  /// Whether no rows count 0 rather than null.
  fileprivate var countsNothing: Bool { function == .count || function == .countDistinct }
}
