import Columns
import Glibc

/// The texts of the cells of one column that are shown, numbers with one number of decimals.
struct CellFormat {
  /// Decimals beyond this are not shown; `.last` and exports have them all.
  private static let mostDecimals = 4

  let texts: [String]
  let isRight: Bool
  /// Which of the texts stand for null.
  let isNull: [Bool]

  init(
    _ column: Column, of field: Field, rows: [Int], style: Style, decimalComma: Bool,
    _ checking: () throws -> Void
  ) rethrows {
    isRight = column.type.isNumeric
    let cells = try rows.enumerated().map { number, row in
      if number & 0xFFF == 0xFFF { try checking() }
      return column[row]
    }
    isNull = cells.map(\.isNull)
    let null = style.hasUnicode ? "∅" : "null"
    let decimals = column.type == .float ? CellFormat.decimals(cells) : 0
    texts = try cells.enumerated().map { number, cell in
      if number & 0xFFF == 0xFFF { try checking() }
      return switch cell {
      case .null: null
      case .decimal, .double:
        CellFormat.number(cell, decimals: decimals, comma: decimalComma)
      default: Width.visible(field.text(cell))
      }
    }
  }

  /// The most decimals that a shown value needs.
  private static func decimals(_ cells: [Value]) -> Int {
    var most = 1
    for cell in cells {
      var text: String
      switch cell {
      case .decimal(let value, let scale): text = Decimal64.text(value, scale: scale)
      case .double(let value):
        if !value.isFinite || value.magnitude >= 1e15 || (value != 0 && value.magnitude < 1e-4) {
          continue
        }
        text = "\(value)"
      default: continue
      }
      if let point = text.firstIndex(of: ".") {
        text = String(text[text.index(after: point)...])
        most = max(most, text == "0" ? 1 : text.count)
      }
    }
    return min(most, mostDecimals)
  }

  private static func number(_ cell: Value, decimals: Int, comma: Bool) -> String {
    guard let value = cell.asDouble else { return "" }
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    // Very large and very small values keep their digits and take an exponent.
    let text =
      value.magnitude >= 1e15 || (value != 0 && value.magnitude < 1e-4)
      ? "\(value)" : fixed(value, decimals)
    guard comma else { return text }
    return text.split(separator: ".", omittingEmptySubsequences: false).joined(separator: ",")
  }

  /// Fixed notation, rounded as C does, which knows the value's exact digits.
  private static func fixed(_ value: Double, _ decimals: Int) -> String {
    let text = printed("%.*f", decimals, value)
    return text.hasPrefix("-") && text.allSatisfy({ "-0.".contains($0) })
      ? String(text.dropFirst()) : text
  }

  /// A number printed by C in a format that takes a precision and a double.
  static func printed(_ format: String, _ digits: Int, _ value: Double) -> String {
    var buffer = [CChar](repeating: 0, count: 400)
    // The format takes these two arguments, and no more is written than there is room for.
    _ = unsafe withVaList([digits, value]) { unsafe vsnprintf(&buffer, buffer.count, format, $0) }
    return String(
      decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
