/// Rows as lists of labels and values, for what no table has room for.
extension TableRenderer {
  /// Each row under its number; a long value goes on in further lines.
  ///
  /// - Parameter count: how many rows the table has; one alone takes no number.
  func records(
    _ headings: [TableHeading], _ cells: [CellFormat], _ rows: [Int], of count: Int
  ) -> String {
    let labels = headings.map(\.label)
    let longest = longestLabel(labels, cells)
    let room = width.map { max(8, $0 - longest - 2) }
    var text = ""
    for (number, row) in rows.enumerated() {
      if count > 1 {
        let isGap = number > 0 && row != rows[number - 1] + 1
        if isGap { text += style.paint(style.hasUnicode ? "·" : ".", .dim) + "\n" }
        text += title(row)
      }
      for index in labels.indices {
        let names = TableHeading.lines(labels[index], to: longest, mark: mark)
        let lines = wrapped(
          cells[index].texts[number].trimmed, to: room, most: TableRenderer.mostLines)
        for place in 0..<max(names.count, lines.count) {
          let name = TerminalWidth.pad(place < names.count ? names[place] : "", to: longest)
          let value = place < lines.count ? lines[place] : ""
          text += style.paint(name, .bold) + "  "
          text += (cells[index].isNull[number] ? style.paint(value, .dim) : value) + "\n"
        }
      }
    }
    return text
  }

  /// The cells that labels take: numbers and days are whole, so that labels make room for them.
  private func longestLabel(_ labels: [String], _ cells: [CellFormat]) -> Int {
    let longest = labels.reduce(0) { max($0, TerminalWidth.of($1)) }
    guard let width else { return longest }
    let needed = cells.reduce(0) { most, column in
      column.mayBeCut ? most : column.texts.reduce(most) { max($0, TerminalWidth.of($1)) }
    }
    return min(longest, max(8, width / 2 - 2), max(4, width - 2 - needed))
  }

  /// The line over a row of several.
  private func title(_ row: Int) -> String {
    let title = (style.hasUnicode ? "── " : "-- ") + "\(row + 1) "
    let rest = String(
      repeating: style.hasUnicode ? "─" : "-", count: max(2, min(width ?? 40, 40) - title.count))
    return style.paint(title + rest, .dim) + "\n"
  }

  /// Lines that one value of a record may take.
  private static let mostLines = 6
}
