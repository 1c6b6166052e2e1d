import Columns
import Foundation
import Sources
import TestSupport
import Testing

/// A format of columns, as tests name it.
enum ColumnarKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case parquet, arrow, arrows

  var format: any FileFormat {
    switch self {
    case .parquet: ParquetFormat()
    case .arrow: ArrowFormat()
    case .arrows: ArrowStreamFormat()
    }
  }

  var testDescription: String { rawValue }
}

enum Columnar {
  /// The table of a file, read as a session reads it, with the notes.
  static func read(
    _ path: String, _ columns: [String]? = nil, run: RunContext = RunContext(threads: 2)
  ) throws -> (table: Table, notes: [SourceNote]) {
    let source = FileSource(path)
    let names = try columns ?? source.outline(run).fields.map(\.name)
    let table = try source.scan(names, run)
    return (table, run.notes)
  }

  /// The table as bytes of a format.
  static func bytes(
    _ table: Table, _ kind: ColumnarKind, _ options: OptionValues = [:], threads: Int = 2
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try kind.format.writer(options).write(table, RunContext(threads: threads)) { bytes += $0 }
    return bytes
  }

  /// A table with a column of each form.
  static func table(rows: Int, seed: UInt64, nulls: Int = 4) throws -> Table {
    var random = SeededRandom(seed)
    return Table(
      try ColumnForm.allCases.map { form in
        (form.rawValue, try RandomColumns.column(form, count: rows, nulls: nulls, using: &random))
      })
  }

  /// What is to come back of a cell: exact decimals may have become doubles.
  static func same(_ left: Value, _ right: Value) -> Bool {
    if left == right { return true }
    switch (left, right) {
    case (.double, .double), (.decimal, _), (_, .decimal):
      guard let one = left.asDouble, let other = right.asDouble else { return false }
      return one == other || one.isNaN && other.isNaN
    default: return false
    }
  }

  /// The first difference between two tables; nil where there is none.
  static func difference(_ left: Table, _ right: Table) -> String? {
    if left.names != right.names { return "names \(left.names) \(right.names)" }
    if left.rowCount != right.rowCount { return "rows \(left.rowCount) \(right.rowCount)" }
    for (place, field) in left.fields.enumerated() {
      let (one, other) = (left.columns[place], right.columns[place])
      if one.type != other.type { return "`\(field.name)` is \(one.type), \(other.type)" }
      for row in 0..<left.rowCount where !same(one[row], other[row]) {
        return "`\(field.name)` row \(row): \(one[row]) \(other[row])"
      }
    }
    return nil
  }
}
