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
    var row: [Value] = [
      .text(field.name), .text(field.typeName), .int(Int64(known)), .int(Int64(nulls)),
    ]
    let grouping = try Grouping([column], rowCount: rowCount, context: context)
    row.append(.int(Int64(grouping.count - (nulls > 0 ? 1 : 0))))
    // Groups are in the order of their values with null last: first and last are min and max.
    var least = Value.null
    var greatest = Value.null
    if known > 0 {
      least = column[Int(grouping.firstRows[0])]
      greatest = column[Int(grouping.firstRows[grouping.count - (nulls > 0 ? 2 : 1)])]
    }
    var quartiles: [Value] = [.null, .null, .null]
    var mean = Value.null
    if field.type.isNumeric, known > 0 {
      let doubles = try column.doubles()
      var sum = CompensatedSum()
      for index in 0..<rowCount where column.isValid(index) {
        sum.add(doubles.pointer(Double.self)[index])
      }
      let one = try MutableBuffer(UInt32.self, count: rowCount, zeroed: true)
      quartiles = try Quantiles(column: column, keep: column.known(), context: context)
        .results([0.25, 0.5, 0.75], one.freeze(), groupCount: 1, rowCount: rowCount).map { $0[0] }
      mean = .double(sum.value / Double(known))
    }
    row.append(least.isNull ? .null : .text(field.text(least)))
    row += quartiles
    row.append(greatest.isNull ? .null : .text(field.text(greatest)))
    row.append(mean)
    return row
  }
}
