import Columns

/// The texts of the cells of one column that are shown, numbers with their points in one line.
struct CellFormat {
  /// Words of the program, such as a status, are whole up to this many cells.
  private static let longestWord = 24

  /// Texts of more bytes than this are cut in tables even where there is room.
  static let mostBytes = 20_000
  /// What is left of those, in characters.
  private static let keptCharacters = 2_000

  let texts: [String]
  /// Texts that are cut for their length alone.
  let cutCount: Int
  let isRight: Bool
  /// Which of the texts stand for null.
  let isNull: [Bool]
  /// Whether a text may be shortened: a number or a day may not.
  let mayBeCut: Bool

  /// - Parameters:
  ///   - totals: the rows that are called totals here.
  ///   - label: what they are called.
  init(
    _ column: Column, of field: Field, rows: [Int], style: Style, reader: Reader,
    totals: Set<Int> = [], label: String = ""
  ) {
    isRight = column.type.isNumeric
    let cells = ShownCells(column, of: field, rows: rows, for: reader)
    isNull = zip(rows, cells.isNull).map { $1 && !totals.contains($0) }
    let isWord =
      field.look.vocabulary != nil
      && cells.texts.allSatisfy { TerminalWidth.of($0) <= CellFormat.longestWord }
    mayBeCut = (field.type == .text || field.type == .null) && !isWord
    let null = style.hasUnicode ? "∅" : "null"
    let aligned =
      cells.numbers.map {
        $0.decimals == nil ? CellFormat.aligned(cells.texts, reader) : cells.texts
      }
      ?? cells.texts.map { TerminalWidth.visible(CellFormat.shortened($0, style)) }
    cutCount = cells.numbers != nil ? 0 : cells.texts.count { $0.utf8.count > CellFormat.mostBytes }
    texts = rows.indices.map { place in
      if totals.contains(rows[place]) { return label }
      return cells.isNull[place] ? null : aligned[place]
    }
  }

  /// The head of a text that nobody reads in a table, whole otherwise.
  private static func shortened(_ text: String, _ style: Style) -> String {
    guard text.utf8.count > mostBytes else { return text }
    return String(text.prefix(keptCharacters)) + (style.hasUnicode ? "…" : "~")
  }

  /// Numbers of different decimals, with spaces behind them so that their points stand in one line.
  private static func aligned(_ texts: [String], _ reader: Reader) -> [String] {
    let point: Character = reader == .vietnamese ? "," : "."
    let tails = texts.map { text in
      text.lastIndex(of: point).map { text.distance(from: $0, to: text.endIndex) } ?? 0
    }
    let longest = tails.max() ?? 0
    return zip(texts, tails).map { text, tail in
      text.isEmpty ? text : text + String(repeating: " ", count: longest - tail)
    }
  }
}
