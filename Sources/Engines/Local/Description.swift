import Columns
import Functions
import Planning

/// `describe`: one row a column with what one wants to know right after loading.
enum Description {
  static func of(_ table: Table, fields: [Field], context: QueryContext) throws -> Table {
    var cells = [[Value]](repeating: [], count: fields.count)
    for (field, column) in zip(table.fields, table.columns) {
      try context.checkStopped()
      let row = try describe(field, column, table.rowCount, context)
      for (index, cell) in row.enumerated() { cells[index].append(cell) }
    }
    let columns = try zip(fields, cells).map { try Column($0.type, $1) }
    return Table(fields: fields, columns: columns, rowCount: table.columns.count)
  }

  private static func describe(
    _ field: Field, _ column: Column, _ rowCount: Int, _ context: QueryContext
  ) throws -> [Value] {
    let nulls = column.nullCount
    let known = rowCount - nulls
    let grouping = try Grouping([column], rowCount: rowCount, context: context)
    var summary = Summary(
      known: known, nulls: nulls, distinct: grouping.count - (nulls > 0 ? 1 : 0))
    guard known > 0 else { return summary.row(field) }
    // Groups are in the order of their values with null last: first and last are min and max.
    summary.least = column[Int(grouping.firstRows[0])]
    summary.greatest = column[Int(grouping.firstRows[grouping.count - (nulls > 0 ? 2 : 1)])]
    if field.type.isNumeric {
      let doubles = try column.doubles()
      var sum = CompensatedSum()
      for index in 0..<rowCount where column.isValid(index) {
        sum.add(doubles.pointer(Double.self)[index])
      }
      let one = try MutableBuffer(UInt32.self, count: rowCount, zeroed: true)
      summary.quartiles = try Quantiles(column: column, keep: column.known(), context: context)
        .results([0.25, 0.5, 0.75], one.freeze(), groupCount: 1, rowCount: rowCount).map { $0[0] }
      summary.mean = .double(sum.value / Double(known))
    }
    return summary.row(field)
  }

  /// What is told of a column.
  struct Summary {
    var known: Int
    var nulls: Int
    var distinct: Int
    var least = Value.null
    var greatest = Value.null
    var quartiles: [Value] = [.null, .null, .null]
    var mean = Value.null

    /// The cells in the order of the fields of `describe`.
    func row(_ field: Field) -> [Value] {
      [
        .text(field.name), .text(field.typeName), .int(Int64(known)), .int(Int64(nulls)),
        .int(Int64(distinct)), least.isNull ? .null : .text(field.text(least)),
      ] + quartiles + [greatest.isNull ? .null : .text(field.text(greatest)), mean]
    }
  }
}
