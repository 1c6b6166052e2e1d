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

  public init(style: Style, width: Int?) {
    self.style = style
    self.width = width
  }

  /// The table and a footer that says how much of it is shown.
  public func render(_ table: Table, seconds: Double? = nil) -> String {
    if table.columns.isEmpty { return footer(table, shownRows: 0, shownColumns: 0, seconds) }
    let rows = shownRows(table.rowCount)
    let cells = table.columns.map {
      CellFormat($0, rows: rows.map { $0 }, style: style, decimalComma: decimalComma)
    }
    let names = table.fields.map { field in
      Width.visible(field.name) + (field.unit.map { " (\(Width.visible($0)))" } ?? "")
    }
    let types = table.fields.map(\.type.rawValue)
    var widths = table.columns.indices.map { index in
      max(
        Width.of(names[index]), Width.of(types[index]),
        cells[index].texts.reduce(0) { max($0, Width.of($1)) })
    }
    var shown = Array(table.columns.indices)
    if let width {
      if table.rowCount == 1, total(widths, shown) > width {
        return record(table, names, cells, width)
          + footer(table, shownRows: 1, shownColumns: table.columns.count, seconds)
      }
      (shown, widths) = fitted(widths, to: width)
    }
    var text = box(names, types, cells, widths, shown, rows: rows, of: table.rowCount)
    text += footer(table, shownRows: rows.count, shownColumns: shown.count, seconds)
    return text
  }

  /// Head and tail where there are too many.
  private func shownRows(_ count: Int) -> [Int] {
    guard let maxRows, count > maxRows else { return Array(0..<count) }
    let head = (maxRows + 1) / 2
    return Array(0..<head) + Array(count - (maxRows - head)..<count)
  }

  private func total(_ widths: [Int], _ shown: [Int]) -> Int {
    shown.reduce(1) { $0 + widths[$1] + 3 }
  }

  /// Long columns are shortened first, then columns dropped from the middle.
  private func fitted(_ natural: [Int], to width: Int) -> (shown: [Int], widths: [Int]) {
    var widths = natural
    var shown = Array(natural.indices)
    let least = 8
    func shrink() {
      while total(widths, shown) + gap(shown, natural.count) > width {
        guard let longest = shown.max(by: { widths[$0] < widths[$1] }), widths[longest] > least
        else { return }
        let excess = total(widths, shown) + gap(shown, natural.count) - width
        let second = shown.filter { $0 != longest }.map { widths[$0] }.max() ?? least
        let target = max(least, min(widths[longest] - 1, max(second, widths[longest] - excess)))
        widths[longest] = target
      }
    }
    // Shortening text to a stub is worse than leaving a column out: shorten to 20 cells first.
    for index in shown where total(widths, shown) > width && widths[index] > 20 {
      widths[index] = max(20, widths[index] - (total(widths, shown) - width))
    }
    while total(widths, shown) + gap(shown, natural.count) > width, shown.count > 2 {
      shown.remove(at: shown.count / 2)
    }
    // Room that is left goes back to what was shortened.
    for index in shown where widths[index] < natural[index] {
      let room = width - total(widths, shown) - gap(shown, natural.count)
      if room > 0 { widths[index] = min(natural[index], widths[index] + room) }
    }
    shrink()
    return (shown, widths)
  }

  /// The column of dots that stands for columns left out.
  private func gap(_ shown: [Int], _ count: Int) -> Int { shown.count < count ? 4 : 0 }

  private func box(
    _ names: [String], _ types: [String], _ cells: [CellFormat], _ widths: [Int], _ shown: [Int],
    rows: [Int], of count: Int
  ) -> String {
    let unicode = style.hasUnicode
    let bar = style.paint(unicode ? "│" : "|", .dim)
    let dots = unicode ? "…" : "."
    let place = shown.count < names.count ? shown.count / 2 : -1
    func rule(_ left: String, _ middle: String, _ right: String) -> String {
      var parts = shown.map { String(repeating: unicode ? "─" : "-", count: widths[$0] + 2) }
      if place >= 0 { parts.insert(unicode ? "───" : "---", at: place) }
      let line =
        unicode
        ? left + parts.joined(separator: middle) + right : "+" + parts.joined(separator: "+") + "+"
      return style.paint(line, .dim) + "\n"
    }
    func line(_ texts: [String]) -> String {
      var texts = texts
      if place >= 0 { texts.insert(style.paint(dots, .dim), at: place) }
      return bar + texts.map { " \($0) " }.joined(separator: bar) + bar + "\n"
    }
    func fit(_ text: String, _ index: Int) -> String {
      Width.pad(
        Width.cut(text, to: widths[index], mark: unicode ? "…" : "~"), to: widths[index],
        right: cells[index].isRight)
    }
    var text = rule("┌", "┬", "┐")
    text += line(shown.map { style.paint(fit(names[$0], $0), .bold) })
    text += line(shown.map { style.paint(fit(types[$0], $0), .dim) })
    text += rule("├", "┼", "┤")
    for (index, row) in rows.enumerated() {
      if index > 0, row != rows[index - 1] + 1 {
        text += line(
          shown.map {
            style.paint(
              Width.pad(unicode ? "·" : ".", to: widths[$0], right: cells[$0].isRight), .dim)
          })
      }
      text += line(
        shown.map { column in
          let cell = fit(cells[column].texts[index], column)
          return cells[column].isNull[index] ? style.paint(cell, .dim) : cell
        })
    }
    text += rule("└", "┴", "┘")
    return text
  }

  /// One row as a list of names and values.
  private func record(
    _ table: Table, _ names: [String], _ cells: [CellFormat], _ width: Int
  ) -> String {
    let longest = min(names.reduce(0) { max($0, Width.of($1)) }, max(8, width / 2 - 2))
    var text = ""
    for index in names.indices {
      let name = Width.pad(Width.cut(names[index], to: longest), to: longest)
      let value = Width.cut(cells[index].texts[0], to: max(8, width - longest - 2))
      text += style.paint(name, .bold) + "  "
      text += (cells[index].isNull[0] ? style.paint(value, .dim) : value) + "\n"
    }
    return text
  }

  private func footer(
    _ table: Table, shownRows: Int, shownColumns: Int, _ seconds: Double?
  ) -> String {
    let dot = style.hasUnicode ? " · " : ", "
    var parts: [String] = []
    let rows = table.rowCount
    let columns = table.columns.count
    if isVietnamese {
      parts.append("\(rows) dòng" + (shownRows < rows ? " (hiện \(shownRows))" : ""))
      parts.append("\(columns) cột" + (shownColumns < columns ? " (hiện \(shownColumns))" : ""))
    } else {
      parts.append(
        "\(rows) \(rows == 1 ? "row" : "rows")" + (shownRows < rows ? " (\(shownRows) shown)" : ""))
      parts.append(
        "\(columns) \(columns == 1 ? "column" : "columns")"
          + (shownColumns < columns ? " (\(shownColumns) shown)" : ""))
    }
    if let seconds { parts.append(TableRenderer.duration(seconds)) }
    if shownRows < rows || shownColumns < columns {
      parts.append(isVietnamese ? ".last xem tất cả" : ".last shows all")
    }
    var text = parts.joined(separator: dot)
    if let width { text = Width.cut(text, to: width, mark: style.hasUnicode ? "…" : "~") }
    return style.paint(text, .dim) + "\n"
  }

  /// `0.012 s`.
  public static func duration(_ seconds: Double) -> String {
    let milliseconds = Int((seconds * 1000).rounded())
    let rest = String(milliseconds % 1000)
    return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest) s"
  }
}
