public import Columns

/// Draws tables as text: boxes that fit the terminal, or everything in plain columns for a pipe.
public struct TableRenderer: Sendable {
  public var style: Style
  /// Cells across; nil shows all columns whole.
  public var width: Int?
  /// Rows shown at most; nil shows all.
  public var maxRows: Int? = 40
  public var decimalComma = false
  public var isVietnamese = false
  /// What is left out first where there is no room for all columns.
  public var spare = SpareColumns()

  public init(style: Style, width: Int?) {
    self.style = style
    self.width = width
  }

  /// The table and a footer that says how much of it is shown.
  public func render(_ table: Table, seconds: Double? = nil) -> String {
    render(table, seconds: seconds, checking: {})
  }

  /// The table and a footer that says how much of it is shown.
  ///
  /// - Parameter checking: asked every few thousand cells; what it throws ends the drawing.
  public func render(
    _ table: Table, seconds: Double?, checking: () throws -> Void
  ) rethrows -> String {
    if table.columns.isEmpty { return footer(table, shownRows: 0, shown: [], seconds) }
    let rows = shownRows(table.rowCount)
    let cells = try zip(table.fields, table.columns).map { field, column in
      try CellFormat(
        column, of: field, rows: rows, style: style, decimalComma: decimalComma, checking)
    }
    let names = table.fields.map { field in
      Width.visible(field.name) + (field.unit.map { " (\(Width.visible($0)))" } ?? "")
    }
    let types = table.fields.map(\.typeName)
    let natural = try table.columns.indices.map { index in
      var widest = max(Width.of(names[index]), Width.of(types[index]))
      for (number, text) in cells[index].texts.enumerated() {
        if number & 0xFFF == 0xFFF { try checking() }
        widest = max(widest, Width.of(text))
      }
      return widest
    }
    if let width, table.rowCount == 1, natural.reduce(1, { $0 + $1 + 3 }) > width {
      return record(names, cells, width)
        + footer(table, shownRows: 1, shown: Array(natural.indices), seconds)
    }
    let fit = ColumnFit(table, cells, natural: natural, to: width ?? .max, spare: spare)
    var text = try box(names, types, cells, fit, rows: rows, checking)
    text += footer(table, shownRows: rows.count, shown: fit.shown, seconds)
    return text + remarks(table, fit)
  }

  /// What the rows say of themselves, where their column has no room.
  private func remarks(_ table: Table, _ fit: ColumnFit) -> String {
    guard let name = spare.remarks,
      let place = table.fields.firstIndex(where: { $0.name == name && $0.type == .text }),
      !fit.shown.contains(place), table.rowCount <= TableRenderer.mostRead
    else { return "" }
    var order: [String] = []
    var counts: [String: Int] = [:]
    for row in 0..<table.rowCount {
      guard case .text(let remark) = table.columns[place][row] else { continue }
      if counts[remark] == nil { order.append(remark) }
      counts[remark, default: 0] += 1
    }
    let mark = style.hasUnicode ? "• " : "* "
    var text = ""
    for remark in order.prefix(TableRenderer.mostRemarks) {
      let count = counts[remark] ?? 0
      let rows =
        isVietnamese
        ? "\(name), \(count) dòng: " : "\(name) of \(count) \(count == 1 ? "row" : "rows"): "
      for (number, line) in Width.wrapped(rows + Width.visible(remark), to: width.map { $0 - 2 })
        .enumerated()
      {
        text += style.paint((number == 0 ? mark : "  ") + line, .note) + "\n"
      }
    }
    let more = order.count - TableRenderer.mostRemarks
    if more > 0 {
      let words = isVietnamese ? "và \(more) ghi chú khác" : "and \(more) more"
      text += style.paint(mark + words, .note) + "\n"
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
    _ names: [String], _ types: [String], _ cells: [CellFormat], _ fit: ColumnFit, rows: [Int],
    _ checking: () throws -> Void
  ) rethrows -> String {
    let unicode = style.hasUnicode
    let bar = style.paint(unicode ? "│" : "|", .dim)
    let dots = unicode ? "…" : "."
    let (shown, widths, gap) = (fit.shown, fit.widths, fit.gap)
    func rule(_ left: String, _ middle: String, _ right: String) -> String {
      var parts = shown.map { String(repeating: unicode ? "─" : "-", count: widths[$0] + 2) }
      if let gap { parts.insert(unicode ? "───" : "---", at: gap) }
      let line =
        unicode
        ? left + parts.joined(separator: middle) + right : "+" + parts.joined(separator: "+") + "+"
      return style.paint(line, .dim) + "\n"
    }
    func line(_ texts: [String]) -> String {
      var texts = texts
      if let gap { texts.insert(style.paint(dots, .dim), at: gap) }
      return bar + texts.map { " \($0) " }.joined(separator: bar) + bar + "\n"
    }
    func cell(_ text: String, _ index: Int) -> String {
      Width.pad(
        Width.cut(text, to: widths[index], mark: unicode ? "…" : "~"), to: widths[index],
        right: cells[index].isRight)
    }
    var text = rule("┌", "┬", "┐")
    text += line(shown.map { style.paint(cell(names[$0], $0), .bold) })
    text += line(shown.map { style.paint(cell(types[$0], $0), .dim) })
    text += rule("├", "┼", "┤")
    for (index, row) in rows.enumerated() {
      if index & 0x3FF == 0x3FF { try checking() }
      if index > 0, row != rows[index - 1] + 1 {
        text += line(
          shown.map {
            style.paint(
              Width.pad(unicode ? "·" : ".", to: widths[$0], right: cells[$0].isRight), .dim)
          })
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

  /// One row as a list of names and values; a long value goes on in further lines.
  private func record(_ names: [String], _ cells: [CellFormat], _ width: Int) -> String {
    let longest = min(names.reduce(0) { max($0, Width.of($1)) }, max(8, width / 2 - 2))
    let mark = style.hasUnicode ? "…" : "~"
    let room = max(8, width - longest - 2)
    var text = ""
    for index in names.indices {
      let name = Width.pad(Width.cut(names[index], to: longest, mark: mark), to: longest)
      text += style.paint(name, .bold)
      let lines = wrapped(cells[index].texts[0], to: room, most: TableRenderer.mostLines)
      for (number, value) in lines.enumerated() {
        let margin = number == 0 ? "  " : String(repeating: " ", count: longest + 2)
        text += margin + (cells[index].isNull[0] ? style.paint(value, .dim) : value) + "\n"
      }
    }
    return text
  }

  /// Lines that one value of a record may take.
  private static let mostLines = 6

  /// How much there is and how much of it is shown, and the names of columns that are not.
  private func footer(
    _ table: Table, shownRows: Int, shown: [Int], _ seconds: Double?
  ) -> String {
    let dot = style.hasUnicode ? " · " : ", "
    var parts: [String] = []
    let rows = table.rowCount
    let columns = table.columns.count
    if isVietnamese {
      parts.append("\(rows) dòng" + (shownRows < rows ? " (hiện \(shownRows))" : ""))
      parts.append("\(columns) cột" + (shown.count < columns ? " (hiện \(shown.count))" : ""))
    } else {
      parts.append(
        "\(rows) \(rows == 1 ? "row" : "rows")" + (shownRows < rows ? " (\(shownRows) shown)" : ""))
      parts.append(
        "\(columns) \(columns == 1 ? "column" : "columns")"
          + (shown.count < columns ? " (\(shown.count) shown)" : ""))
    }
    if let seconds { parts.append(TableRenderer.duration(seconds)) }
    if shownRows < rows || shown.count < columns {
      parts.append(isVietnamese ? ".last xem tất cả" : ".last shows all")
    }
    var lines = [parts.joined(separator: dot)]
    if shown.count < columns {
      let hidden = table.fields.indices.filter { !shown.contains($0) }
        .map { Width.visible(table.fields[$0].name) }
      lines.append((isVietnamese ? "chưa hiện: " : "not shown: ") + hidden.joined(separator: ", "))
    }
    return lines.flatMap { wrapped($0, to: width, most: 2) }.map { style.paint($0, .dim) + "\n" }
      .joined()
  }

  /// The words of a text in at most so many lines, the last one cut where there are more.
  private func wrapped(_ text: String, to width: Int?, most: Int) -> [String] {
    guard let width else { return [text] }
    var lines = Width.wrapped(text, to: width)
    if lines.count > most {
      lines[(most - 1)...] = [lines[(most - 1)...].joined(separator: " ")]
    }
    let mark = style.hasUnicode ? "…" : "~"
    return lines.map { Width.cut($0, to: width, mark: mark) }
  }

  /// `0.012 s`.
  public static func duration(_ seconds: Double) -> String {
    let milliseconds = Int((seconds * 1000).rounded())
    let rest = String(milliseconds % 1000)
    return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest) s"
  }
}
