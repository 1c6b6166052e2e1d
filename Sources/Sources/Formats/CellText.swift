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
        DigitText.append(packed.value(column.offset + row), &out)
      }
    default: append(column[row].plainText, &out)
    }
  }

  static func append(_ text: String, _ out: inout [UInt8]) { out.append(contentsOf: text.utf8) }
}

/// The texts of periods, each made once.
final class PeriodTexts {
  private let form: PeriodForm
  private var known: [Int32: [UInt8]] = [:]

  init(_ form: PeriodForm) { self.form = form }

  /// The text of a row; nil where it holds no day.
  func text(_ column: Column, _ row: Int) -> [UInt8]? {
    guard case .date(let day) = column[row] else { return nil }
    if let text = known[day] { return text }
    let text = Array(form.text(ofDay: Int(day)).utf8)
    known[day] = text
    return text
  }
}
