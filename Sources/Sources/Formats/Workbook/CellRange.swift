/// A rectangle of cells, counted from 0.
struct CellRange: Sendable, Hashable {
  /// Columns and rows that a sheet of Excel has.
  static let maxColumns = 16_384
  static let maxRows = 1_048_576

  let columns: Range<Int>
  let rows: Range<Int>

  static let all = CellRange(columns: 0..<maxColumns, rows: 0..<maxRows)

  init(columns: Range<Int>, rows: Range<Int>) {
    self.columns = columns
    self.rows = rows
  }

  /// `A7:H17`, `$A$7:$H$17`, `B:F` (all rows), `7:17` (all columns), `A7:H` (from row 7 on) or `C3`; nil
  /// for anything else.
  init?(_ text: String) {
    let ends = text.split(separator: ":", omittingEmptySubsequences: false)
    guard ends.count <= 2, let first = CellRange.corner(ends[0]),
      let last = CellRange.corner(ends[ends.count - 1])
    else { return nil }
    // One cell must be a cell; of two corners both need what one has, but for the last row.
    if ends.count == 1, first.column == nil || first.row == nil { return nil }
    guard (first.column == nil) == (last.column == nil) else { return nil }
    if first.row == nil, last.row != nil { return nil }
    if first.column == nil, last.row == nil { return nil }
    let (left, right) = (first.column ?? 0, last.column ?? CellRange.maxColumns - 1)
    let (top, bottom) = (first.row ?? 0, last.row ?? CellRange.maxRows - 1)
    columns = min(left, right)..<max(left, right) + 1
    rows = min(top, bottom)..<max(top, bottom) + 1
  }

  /// A column, a row or both.
  private static func corner(_ text: Substring) -> (column: Int?, row: Int?)? {
    var column = 0
    var row = 0
    var digits = 0
    var letters = 0
    for byte in text.utf8 {
      switch byte {
      case 36: continue
      case 65...90, 97...122:
        guard digits == 0, letters < 3 else { return nil }
        column = column * 26 + Int(byte | 32) - 96
        letters += 1
      case 48...57:
        guard digits < 7 else { return nil }
        row = row * 10 + Int(byte) - 48
        digits += 1
      default: return nil
      }
    }
    guard letters + digits > 0, column <= maxColumns, digits == 0 || (1...maxRows).contains(row)
    else { return nil }
    return (letters == 0 ? nil : column - 1, digits == 0 ? nil : row - 1)
  }

  /// The letters of a column: 0 is A, 26 is AA.
  static func letters(_ column: Int) -> String {
    var text = ""
    var rest = column + 1
    while rest > 0 {
      rest -= 1
      text = String(UnicodeScalar(UInt8(65 + rest % 26))) + text
      rest /= 26
    }
    return text
  }

  /// A cell as Excel calls it.
  static func name(column: Int, row: Int) -> String { letters(column) + String(row + 1) }
}
