public import Columns
public import Language

/// The cells of a table as texts, for documents: as `ShownCells` has them, with lines made one.
public struct TableTexts: Sendable {
  public let headings: [String]
  /// Whether the column stands at the right: numbers.
  public let isRight: [Bool]
  /// `cells[row][column]`; nil where nothing is known.
  public let cells: [[String?]]
  /// Which of the rows stand over others.
  public let isTotal: [Bool]

  /// Rows of a table.
  public init(_ table: Table, rows: [Int], lang: Lang) {
    let reader = lang.reader
    let visible = table.fields.indices.filter { !table.fields[$0].isHidden }
    headings = Field.headings(visible.map { table.fields[$0] }, for: reader) {
      TableTexts.line($0.title(for: reader))
    }
    isRight = visible.map { table.columns[$0].type.isNumeric }
    let columns = visible.map { place in
      ShownCells(table.columns[place], of: table.fields[place], rows: rows, for: reader)
    }
    let totals = table.totalsRows(among: rows)
    let label = Words.total.text(in: lang)
    isTotal = rows.map { table.totalsLevel($0) > 0 }
    cells = rows.indices.map { row in
      zip(visible, columns).map { place, column in
        if totals[place]?.contains(rows[row]) == true { return label }
        return column.isNull[row] ? nil : TableTexts.line(column.texts[row])
      }
    }
  }

  /// One value as text: a number with so many decimals, or with as many as it carries; empty for null.
  public static func text(_ value: Value, of field: Field, digits: Int?, lang: Lang) -> String {
    var (value, field) = (value, field)
    if let digits, let number = value.asDouble, field.period == nil {
      field.look.digits = .decimals(digits)
      field.type = .float
      value = .double(number)
    }
    guard let column = try? Column(field.type, [value]) else { return line(field.text(value)) }
    return line(ShownCells(column, of: field, for: lang.reader).texts[0])
  }

  /// The text without line ends and other controls.
  private static func line(_ text: String) -> String {
    TerminalWidth.visible(String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }))
  }
}

extension Lang {
  /// Whom texts in the language are for.
  public var reader: Reader { self == .vi ? .vietnamese : .english }
}
