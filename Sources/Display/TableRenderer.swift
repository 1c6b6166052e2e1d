public import Columns
import Language

/// Draws tables as text: boxes that fit the terminal, or everything in plain columns for a pipe.
public struct TableRenderer: Sendable {
  public var style: Style
  /// Cells across; nil shows all columns whole.
  public var width: Int?
  /// Rows shown at most; nil shows all.
  public var maxRows: Int? = 40
  public var isVietnamese = false
  /// What is left out first where there is no room for all columns.
  public var spare = SpareColumns()
  /// How many rows came from databases, by the names of their connections.
  public var received: [(name: String, rows: Int)] = []
  /// Whether each row is drawn as a list of names and values.
  public var isRecords = false

  public init(style: Style, width: Int?) {
    self.style = style
    self.width = width
  }

  /// Whom the table is written for.
  var reader: Reader { (isVietnamese ? Lang.vi : .en).reader }
  var mark: String { style.hasUnicode ? "…" : "~" }

  /// The table and a footer that says how much of it is shown.
  public func render(_ table: Table, seconds: Double? = nil) -> String {
    render(table, seconds: seconds, checking: {})
  }

  /// The table and a footer that says how much of it is shown.
  ///
  /// - Parameter checking: asked for every column and every thousand rows; what it throws ends the
  ///   drawing.
  public func render(
    _ whole: Table, seconds: Double?, checking: () throws -> Void
  ) rethrows -> String {
    if whole.columns.isEmpty { return footer(whole, shownRows: 0, shown: [], seconds: seconds) }
    let rows = shownRows(whole.rowCount)
    let totals = whole.totalsRows(among: rows)
    let visible = whole.fields.indices.filter { !whole.fields[$0].isHidden }
    let table = Table(
      fields: visible.map { whole.fields[$0] }, columns: visible.map { whole.columns[$0] },
      rowCount: whole.rowCount)
    let cells = try visible.map { place in
      try checking()
      return CellFormat(
        whole.columns[place], of: whole.fields[place], rows: rows, style: style, reader: reader,
        totals: totals[place] ?? [], label: Words.total.text(in: isVietnamese ? .vi : .en))
    }
    let headings = table.fields.map { TableHeading($0, for: reader) }
    let all = Array(table.columns.indices)
    let measures = try all.map { place in
      try checking()
      return measure(table, place, cells[place], headings[place])
    }
    let isWide =
      measures.reduce(1) { $0 + max($1.cells, $1.heading) + 3 } > width ?? .max
    if isRecords || (table.rowCount == 1 && isWide) {
      return records(headings, cells, rows, of: table.rowCount)
        + footer(table, shownRows: rows.count, shown: Set(all), seconds: seconds)
        + tellingCut(cells)
    }
    let layout = TableLayout(
      table, measures, to: width ?? .max, spare: spare, rowsShown: rows.count)
    var text = ""
    if !layout.record.isEmpty {
      let shown = layout.record
      text = records(
        shown.map { headings[$0] }, shown.map { cells[$0] }, rows, of: table.rowCount)
    }
    for block in layout.blocks { text += try box(headings, cells, block, rows: rows, checking) }
    text += footer(
      table, shownRows: rows.count, shown: layout.shown, said: layout.said, cells: cells,
      seconds: seconds)
    return text + tellingCut(cells) + remarks(table, layout)
  }

  /// Says that texts are too long for any table.
  private func tellingCut(_ cells: [CellFormat]) -> String {
    let count = cells.reduce(0) { $0 + $1.cutCount }
    if count == 0 { return "" }
    let words =
      isVietnamese
      ? "\(count) ô dài hơn \(CellFormat.mostBytes) byte bị cắt ở đây; export hoặc --format csv ghi đủ"
      : "\(count) \(count == 1 ? "cell" : "cells") of more than \(CellFormat.mostBytes) bytes cut here; "
        + "export and --format csv have them whole"
    let bullet = style.hasUnicode ? "• " : "* "
    return TerminalWidth.wrapped(bullet + words, to: width).map { style.paint($0, .note) + "\n" }
      .joined()
  }

  /// What the layout needs to know of a column.
  private func measure(
    _ table: Table, _ place: Int, _ cells: CellFormat, _ heading: TableHeading
  ) -> TableLayout.Measure {
    let natural = cells.texts.reduce(0) { max($0, TerminalWidth.of($1)) }
    // In a table that fits nothing is shortened, and whoever looks at much does not wait.
    let isKey = cells.mayBeCut && width != nil && natural > TableRenderer.leastKey
    return TableLayout.Measure(
      cells: natural, heading: heading.width,
      leastHeading: width == nil ? heading.width : heading.leastWidth, mayBeCut: cells.mayBeCut,
      distinct: isKey ? ShortTexts(cells.texts).distinct(from: TableRenderer.leastKey) : natural,
      isSame: isSame(table.columns[place], cells))
  }

  /// Keys that take no more cells than this are not looked at for what they have in common.
  private static let leastKey = 8

  /// Whether all rows of a column hold the same, those that are not shown too.
  private func isSame(_ column: Column, _ cells: CellFormat) -> Bool {
    guard width != nil, let first = cells.texts.first, column.count <= TableRenderer.mostRead,
      cells.texts.allSatisfy({ $0 == first })
    else { return false }
    let value = column[0]
    return (1..<max(1, column.count)).allSatisfy { column[$0] == value }
  }

  /// What the rows say of themselves, where their column has no room.
  private func remarks(_ table: Table, _ layout: TableLayout) -> String {
    guard let name = spare.remarks,
      let place = table.fields.firstIndex(where: { $0.name == name && $0.type == .text }),
      !layout.shown.contains(place), table.rowCount <= TableRenderer.mostRead
    else { return "" }
    var order: [String] = []
    var counts: [String: Int] = [:]
    for row in 0..<table.rowCount {
      guard case .text(let text) = table.columns[place][row] else { continue }
      let words = isVietnamese ? table.fields[place].look.vocabulary : nil
      let remark = words?.vietnamese(text) ?? text
      if counts[remark] == nil { order.append(remark) }
      counts[remark, default: 0] += 1
    }
    let bullet = style.hasUnicode ? "• " : "* "
    var text = ""
    for remark in order.prefix(TableRenderer.mostRemarks) {
      let count = counts[remark] ?? 0
      let rows =
        isVietnamese
        ? "ghi chú, \(count) dòng: " : "\(name) of \(count) \(count == 1 ? "row" : "rows"): "
      for (number, line) in TerminalWidth.wrapped(
        rows + TerminalWidth.visible(remark), to: width.map { $0 - 2 }
      )
      .enumerated() {
        text += style.paint((number == 0 ? bullet : "  ") + line, .note) + "\n"
      }
    }
    let more = order.count - TableRenderer.mostRemarks
    if more > 0 {
      let words = isVietnamese ? "và \(more) ghi chú khác" : "and \(more) more"
      text += style.paint(bullet + words, .note) + "\n"
    }
    return text
  }

  /// Rows of a table whose remarks are read: nobody waits for more.
  private static let mostRead = 100_000
  /// Different remarks that are said under a table.
  private static let mostRemarks = 3

  /// Head and tail where there are too many.
  private func shownRows(_ count: Int) -> [Int] {
    guard let maxRows, count > maxRows else { return Array(0..<count) }
    let head = (maxRows + 1) / 2
    return Array(0..<head) + Array(count - (maxRows - head)..<count)
  }

  private func box(
    _ headings: [TableHeading], _ cells: [CellFormat], _ block: TableLayout.Block, rows: [Int],
    _ checking: () throws -> Void
  ) rethrows -> String {
    let unicode = style.hasUnicode
    let bar = style.paint(unicode ? "│" : "|", .dim)
    let shown = block.columns
    func width(_ index: Int) -> Int { block.widths[index] ?? 0 }
    func rule(_ left: String, _ middle: String, _ right: String) -> String {
      let parts = shown.map { String(repeating: unicode ? "─" : "-", count: width($0) + 2) }
      let line =
        unicode
        ? left + parts.joined(separator: middle) + right : "+" + parts.joined(separator: "+") + "+"
      return style.paint(line, .dim) + "\n"
    }
    func line(_ texts: [String]) -> String {
      bar + texts.map { " \($0) " }.joined(separator: bar) + bar + "\n"
    }
    func padded(_ text: String, _ index: Int) -> String {
      TerminalWidth.pad(text, to: width(index), right: cells[index].isRight)
    }
    /// Headings stand on the line above the cells, whatever lines they take.
    func heading(_ role: Style.Role, _ text: (TableHeading) -> String) -> String {
      let lines = shown.map { TableHeading.lines(text(headings[$0]), to: width($0), mark: mark) }
      let count = lines.reduce(1) { max($0, $1.count) }
      return (0..<count).map { number in
        line(
          zip(shown, lines).map { index, own in
            let place = number - (count - own.count)
            return style.paint(padded(place >= 0 ? own[place] : "", index), role)
          })
      }.joined()
    }
    var heads: [Int: Double] = [:]
    for index in shown
    where cells[index].texts.contains(where: { TerminalWidth.of($0) > width(index) }) {
      heads[index] = ShortTexts(cells[index].texts).head(width(index))
    }
    func cell(_ text: String, _ index: Int) -> String {
      guard let head = heads[index] else { return padded(text, index) }
      return padded(TerminalWidth.cutMiddle(text, to: width(index), mark: mark, head: head), index)
    }
    var text = rule("┌", "┬", "┐")
    text += heading(.bold, \.label) + heading(.dim, \.below)
    text += rule("├", "┼", "┤")
    for (index, row) in rows.enumerated() {
      if index & 0x3FF == 0x3FF { try checking() }
      if index > 0, row != rows[index - 1] + 1 {
        text += line(shown.map { style.paint(padded(unicode ? "·" : ".", $0), .dim) })
      }
      text += line(
        shown.map { column in
          let text = cell(cells[column].texts[index], column)
          return cells[column].isNull[index] ? style.paint(text, .dim) : text
        })
    }
    text += rule("└", "┴", "┘")
    return text
  }

  /// The words of a text in at most so many lines, the last one cut where there are more.
  func wrapped(_ text: String, to width: Int?, most: Int) -> [String] {
    guard let width else { return [text] }
    var lines = TerminalWidth.wrapped(text, to: width)
    if lines.count > most {
      lines[(most - 1)...] = [lines[(most - 1)...].joined(separator: " ")]
    }
    return lines.map { TerminalWidth.cut($0, to: width, mark: mark) }
  }

  /// `0.012 s`.
  public static func duration(_ seconds: Double) -> String {
    let milliseconds = Int((seconds * 1000).rounded())
    let rest = String(milliseconds % 1000)
    return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest) s"
  }
}
