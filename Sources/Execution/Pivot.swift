import Columns
import Functions
import Planning

/// `pivot`: one column per value of a column, in the order of the values; null has its own.
///
/// It is an aggregation by the keys and the pivoted column, whose groups are then spread out.
struct Pivot {
  let column: Expression
  let by: [NamedExpression]
  let calls: [AggregateCall]
  let totals: Bool
  let plan: LogicalPlan
  let executor: Executor

  private var context: QueryContext { executor.context }

  func run(_ input: LogicalPlan) throws -> Table {
    let name = NamedExpression(name: "", expression: column)
    let keys = by + [name]
    let fields =
      keys.map { Field($0.name, $0.expression.type) } + calls.map { Field($0.name, $0.type) }
    let long = try executor.table(
      LogicalPlan(
        .aggregate(input, keys: keys, calls, totals: false), fields: fields, range: plan.range))
    let rowCount = long.rowCount
    let byColumns = Array(long.columns.prefix(by.count))
    let rows = try Grouping(byColumns, rowCount: rowCount, context: context)
    let values = try Grouping([long.columns[by.count]], rowCount: rowCount, context: context)
    let outCount = by.isEmpty ? (rowCount == 0 ? 0 : 1) : rows.count
    // Where each combination of row and value stands in the long table.
    let places = try Buffer(UInt32.self, count: outCount * values.count)
    let at = places.pointer(UInt32.self)
    at.update(repeating: absentRow, count: outCount * values.count)
    for row in 0..<rowCount {
      let out = Int(rows.ids.pointer(UInt32.self)[row])
      let value = Int(values.ids.pointer(UInt32.self)[row])
      at[value * outCount + out] = UInt32(row)
    }
    let firsts = try Buffer(copying: rows.firstRows)
    var columns = try byColumns.map {
      try $0.gathered(firsts.pointer(UInt32.self), count: outCount)
    }
    var names = by.map(\.name)
    var types = by.map(\.expression.type)
    for value in 0..<values.count {
      let label = Pivot.label(long.columns[by.count][Int(values.firstRows[value])])
      for (index, call) in calls.enumerated() {
        names.append(calls.count == 1 ? label : "\(call.name)_\(label)")
        types.append(call.type)
        columns.append(
          try long.columns[by.count + 1 + index].gathered(
            at + value * outCount, count: outCount, mayBeAbsent: true))
      }
    }
    let made = zip(names, types).map { Field($0, $1) }
    let table = Table(fields: made, columns: columns, rowCount: outCount)
    return totals ? try withTotals(table, input, values, long.columns[by.count]) : table
  }

  /// A column and a row of totals, computed from the rows like the cells, not from the cells.
  private func withTotals(
    _ table: Table, _ input: LogicalPlan, _ values: Grouping, _ long: Column
  ) throws -> Table {
    func aggregate(_ keys: [NamedExpression]) throws -> Table {
      let fields =
        keys.map { Field($0.name, $0.expression.type) } + calls.map { Field($0.name, $0.type) }
      return try executor.table(
        LogicalPlan(
          .aggregate(input, keys: keys, calls, totals: false), fields: fields, range: plan.range))
    }
    guard table.rowCount > 0 else { return table }
    let name = NamedExpression(name: "", expression: column)
    let rows = by.isEmpty ? nil : try aggregate(by)
    let columnTotals = try aggregate([name])
    let all = try aggregate([])
    var fields = table.fields
    var columns: [Column] = []
    let threads = context.threads
    for place in by.indices {
      columns.append(
        try Column.concatenated(
          fields[place].type,
          [table.columns[place], .nulls(fields[place].type, count: rows == nil ? 0 : 1)],
          threads: threads))
    }
    for value in 0..<values.count {
      for index in calls.indices {
        let place = by.count + value * calls.count + index
        // Groups come in the order of their keys here as there.
        let total = columnTotals.columns[1 + index].slice(value, rows == nil ? 0 : 1)
        columns.append(
          try Column.concatenated(
            fields[place].type, [table.columns[place], total], threads: threads))
      }
    }
    for (index, call) in calls.enumerated() {
      fields.append(Field(calls.count == 1 ? "total" : "\(call.name)_total", call.type))
      let own = rows.map { [$0.columns[by.count + index], all.columns[index]] }
      columns.append(
        try Column.concatenated(call.type, own ?? [all.columns[index]], threads: threads))
    }
    return Table(
      fields: fields, columns: columns, rowCount: table.rowCount + (rows == nil ? 0 : 1))
  }

  /// The name of a value's column.
  static func label(_ value: Value) -> String { value.isNull ? "(null)" : value.plainText }
}
