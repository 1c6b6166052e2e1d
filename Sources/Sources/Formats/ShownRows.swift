import Columns

/// The rows of a table as people read them, for formats that are read by people.
enum ShownRows {
  /// Rows that are handed out at a time.
  private static let runRows = 4096

  /// Has each row written as its texts, empty for null, and hands out the bytes run by run.
  static func write(
    _ table: Table, _ run: RunContext, to output: ([UInt8]) throws -> Void,
    row write: ([String], inout [UInt8]) -> Void
  ) throws {
    run.progress?.expect(table.rowCount, .rows)
    var cells: [ShownCells] = []
    for (field, column) in zip(table.fields, table.columns) {
      try run.checkStopped()
      cells.append(ShownCells(column, of: field, for: run.reader))
    }
    var start = 0
    while start < table.rowCount {
      try run.checkStopped()
      let end = min(table.rowCount, start + runRows)
      var out: [UInt8] = []
      for row in start..<end { write(cells.map { $0.texts[row] }, &out) }
      try output(out)
      start = end
      run.progress?.reach(end)
    }
  }
}
