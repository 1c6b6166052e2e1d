import Columns

/// The text of cells, the same in all formats that write text; each format quotes it in its own way.
enum CellText {
  /// Appends the text of a cell; nothing for null.
  static func append(_ column: Column, _ row: Int, _ out: inout [UInt8]) {
    guard column.isValid(row) else { return }
    switch column.type {
    case .text: out.append(contentsOf: column.utf8(row))
    case .int:
      if case .packed(let packed) = column.storage {
        append(packed.value(column.offset + row), &out)
      }
    default: append(column[row].plainText, &out)
    }
  }

  static func append(_ text: String, _ out: inout [UInt8]) { out.append(contentsOf: text.utf8) }

  private static func append(_ value: Int64, _ out: inout [UInt8]) {
    if value < 0 { out.append(45) }
    var rest = value.magnitude
    let start = out.count
    repeat {
      out.append(48 + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    out[start...].reverse()
  }
}
