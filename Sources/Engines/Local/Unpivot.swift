import Columns
import Planning

/// `unpivot`: each row becomes one for each of some columns, or of some groups of columns.
enum Unpivot {
  static func run(
    _ table: Table, columns: [[Int?]], names: Column, _ plan: LogicalPlan, _ context: QueryContext
  ) throws -> Table {
    let width = columns.count
    let (rowCount, overflow) = table.rowCount.multipliedReportingOverflow(by: width)
    guard !overflow, rowCount <= Table.maxRows else {
      throw EngineError.tooManyRows(overflow ? Int.max : rowCount)
    }
    let sources = try MutableBuffer(UInt32.self, count: rowCount)
    let places = try MutableBuffer(UInt32.self, count: rowCount)
    let cells = try MutableBuffer(UInt32.self, count: rowCount)
    let inCount = table.rowCount
    try Parallel.run(
      pieces: Morsel.pieces(of: inCount), threads: context.threads
    ) { piece in
      try context.checkStopped()
      let source = sources.pointer(UInt32.self)
      let place = places.pointer(UInt32.self)
      let cell = cells.pointer(UInt32.self)
      for row in Morsel.range(piece, of: inCount) {
        for column in 0..<width {
          source[row * width + column] = UInt32(truncatingIfNeeded: row)
          place[row * width + column] = UInt32(truncatingIfNeeded: column)
          cell[row * width + column] = UInt32(truncatingIfNeeded: column * inCount + row)
        }
      }
    }
    let used = Set(columns.flatMap { $0.compactMap { $0 } })
    let kept = table.columns.indices.filter { !used.contains($0) }.map { table.columns[$0] }
    var made = try Sorting.gathered(kept, sources.freeze(), rowCount, context)
    made += try Sorting.gathered([names], places.freeze(), rowCount, context)
    let order = cells.freeze()
    let valueCount = columns.first?.count ?? 1
    for value in 0..<valueCount {
      let type = plan.fields[plan.fields.count - valueCount + value].type
      let parts = columns.map { row in
        row[value].map { table.columns[$0] } ?? .nulls(type, count: inCount)
      }
      let stacked = try Column.concatenated(type, parts, threads: context.threads)
      made += try Sorting.gathered([stacked], order, rowCount, context)
    }
    return Table(fields: plan.fields, columns: made, rowCount: rowCount)
  }
}
