public import Columns
public import Language

/// The cells of a table as texts, for documents: numbers with one number of decimals a column,
/// thousands apart, the decimal sign and the dates of the language.
public struct TableTexts: Sendable {
  public let headings: [String]
  /// Whether the column stands at the right: numbers.
  public let isRight: [Bool]
  /// `cells[row][column]`; nil where nothing is known.
  public let cells: [[String?]]

  /// The first rows of a table.
  public init(_ table: Table, rows: Int, lang: Lang) {
    let rows = Array(0..<min(rows, table.rowCount))
    headings = table.fields.map { field in
      Width.visible(field.name) + (field.unit.map { " (\(Width.visible($0)))" } ?? "")
    }
    isRight = table.columns.map(\.type.isNumeric)
    let style = Style(hasColour: false, hasUnicode: true)
    let columns = zip(table.fields, table.columns).map { field, column in
      let format = CellFormat(
        column, of: field, rows: rows, style: style, decimalComma: lang == .vi)
      return rows.map { row -> String? in
        if format.isNull[row] { return nil }
        switch column[row] {
        case .date where field.period == nil, .int, .text:
          return TableTexts.text(column[row], of: field, digits: nil, lang: lang)
        default: return TableTexts.apart(format.texts[row], comma: lang == .vi)
        }
      }
    }
    cells = rows.map { row in columns.map { $0[row] } }
  }

  /// One value as text: a number with so many digits, or as many as it needs.
  public static func text(_ value: Value, of field: Field, digits: Int?, lang: Lang) -> String {
    switch value {
    case .null: return ""
    case .date(let days) where field.period == nil:
      let iso = Calendar.text(date: Int(days))
      let parts = iso.split(separator: "-")
      return lang == .vi && parts.count == 3 ? "\(parts[2])/\(parts[1])/\(parts[0])" : iso
    case .int(let number):
      if let digits, digits > 0, field.period == nil {
        return apart(fixed(Double(number), digits, lang), comma: lang == .vi)
      }
      if field.period != nil { return Width.visible(field.text(value)) }
      // Four digits may be a year, and are easily read.
      return number.magnitude < 10_000 ? "\(number)" : apart("\(number)", comma: lang == .vi)
    case .decimal, .double:
      guard let number = value.asDouble, number.isFinite else { return field.text(value) }
      if let digits {
        return apart(fixed(number, digits, lang), comma: lang == .vi, from: 4)
      }
      // As many decimals as the number has, up to four.
      let text = ChartNumber.text(number, decimals: 4)
      return apart(
        lang == .vi ? String(text.map { $0 == "." ? "," : $0 }) : text, comma: lang == .vi)
    // Lines of a cell become one.
    case .text(let text):
      return Width.visible(String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }))
    default: return Width.visible(field.text(value))
    }
  }

  private static func fixed(_ value: Double, _ digits: Int, _ lang: Lang) -> String {
    let text = CellFormat.printed("%.*f", digits, value)
    let shown =
      text.hasPrefix("-") && text.allSatisfy({ "-0.".contains($0) })
      ? String(text.dropFirst()) : text
    return lang == .vi ? String(shown.map { $0 == "." ? "," : $0 }) : shown
  }

  /// A number in digits with its thousands apart: by points before a decimal comma, else by commas.
  /// Other texts stay, and whole numbers of less than `from` digits, which may be years.
  static func apart(_ text: String, comma: Bool, from: Int = 5) -> String {
    let sign: Character = comma ? "," : "."
    let body = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let whole = body.prefix { $0.isASCII && $0.isNumber }
    let rest = body.dropFirst(whole.count)
    guard whole.count >= from || (whole.count == 4 && rest.first == sign),
      rest.isEmpty || rest.first == sign,
      rest.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber })
    else { return text }
    var groups = ""
    for (place, digit) in whole.enumerated() {
      if place > 0, (whole.count - place) % 3 == 0 { groups.append(comma ? "." : ",") }
      groups.append(digit)
    }
    return (text.hasPrefix("-") ? "-" : "") + groups + rest
  }
}
