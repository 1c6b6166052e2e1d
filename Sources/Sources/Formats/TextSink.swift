public import Columns

/// A format that writes rows as text, one after another: runs of rows are made side by side and
/// handed out in order.
protocol TextSink: TableSink {
  /// What stands before the first row.
  func head(_ table: Table) -> [UInt8]
  /// Some rows.
  func rows(_ table: Table, _ range: Range<Int>) -> [UInt8]
  /// What stands behind the last row.
  func tail(_ table: Table) -> [UInt8]
}

/// Rows that one thread makes at a time.
private let runRows = 4096

extension TextSink {
  func tail(_ table: Table) -> [UInt8] { [] }

  public func write(
    _ table: Table, _ run: RunContext, to output: ([UInt8]) throws -> Void
  ) throws {
    try output(head(table))
    let runs = (table.rowCount + runRows - 1) / runRows
    let side = run.threads * 8
    var first = 0
    run.progress?.expect(table.rowCount, .rows)
    while first < runs {
      try run.checkStopped()
      let count = min(side, runs - first)
      let base = first
      let texts = try Parallel.map(pieces: count, threads: run.threads) { piece in
        try run.checkStopped()
        let start = (base + piece) * runRows
        return rows(table, start..<min(table.rowCount, start + runRows))
      }
      for text in texts { try output(text) }
      first += count
      run.progress?.reach(min(table.rowCount, first * runRows))
    }
    try output(tail(table))
  }
}

extension TableSink {
  /// The whole table as bytes in memory.
  public func bytes(_ table: Table, _ run: RunContext = RunContext()) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try write(table, run) { bytes.append(contentsOf: $0) }
    return bytes
  }
}
