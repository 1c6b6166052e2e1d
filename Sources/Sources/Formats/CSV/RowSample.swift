import Columns

/// A few rows of each block of a large file, by which its columns of texts are judged; the same ones whatever
/// other rows are kept.
struct RowSample {
  /// Their numbers among the rows that are kept.
  private var rows: [UInt32] = []

  /// - Parameter parsed: the blocks, each with a row at least.
  init(_ parsed: [ParsedBlock], _ options: ReadOptions) {
    var first = 0
    for block in parsed {
      for row in BlockRows.samples(options.sampledRows, of: block.rows) {
        let place = block.kept.map { RowSample.place(of: row, among: $0) } ?? row
        rows.append(UInt32(truncatingIfNeeded: first + place))
      }
      first += block.keptRows
    }
  }

  /// Where a row stands among some in order that it is one of.
  private static func place(of row: Int, among rows: [UInt32]) -> Int {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if rows[middle] < row { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The rows of a column that holds those that are kept.
  func of(_ column: Column) throws -> Column {
    try rows.withUnsafeBufferPointer { rows in
      guard let start = rows.baseAddress, column.count > 0 else { return column }
      return try column.gathered(start, count: rows.count)
    }
  }
}
