/// Rows as lists of names and values, for what no table has room for.
extension TableRenderer {
  /// Each row under its number; `·` where rows are left out.
  func records(_ names: [String], _ cells: [CellFormat], _ rows: [Int], of count: Int) -> String {
    let unicode = style.hasUnicode
    var text = ""
    for (place, row) in rows.enumerated() {
      if place > 0, row != rows[place - 1] + 1 {
        text += style.paint(unicode ? "·" : ".", .dim) + "\n"
      }
      if count > 1 {
        let title = (unicode ? "── " : "-- ") + "\(row + 1) "
        let most = min(width ?? 40, 40)
        let rest = String(repeating: unicode ? "─" : "-", count: max(2, most - title.count))
        text += style.paint(title + rest, .dim) + "\n"
      }
      text += record(names, cells, place, width)
    }
    return text
  }

  /// One row as a list of names and values; a long value goes on in further lines.
  ///
  /// - Parameter place: which of the formatted rows it is.
  func record(_ names: [String], _ cells: [CellFormat], _ place: Int, _ width: Int?) -> String {
    let most = width.map { max(8, $0 / 2 - 2) } ?? .max
    let longest = min(names.reduce(0) { max($0, Width.of($1)) }, most)
    let mark = style.hasUnicode ? "…" : "~"
    let room = width.map { max(8, $0 - longest - 2) }
    var text = ""
    for index in names.indices {
      let name = Width.pad(Width.cut(names[index], to: longest, mark: mark), to: longest)
      text += style.paint(name, .bold)
      let cell = cells[index]
      // The spaces that align a column in a table mean nothing in a list.
      let value = String(cell.texts[place].drop { $0 == " " })
      let lines = wrapped(value, to: room, most: TableRenderer.mostLines)
      for (number, part) in lines.enumerated() {
        let margin = number == 0 ? "  " : String(repeating: " ", count: longest + 2)
        text += margin + (cell.isNull[place] ? style.paint(part, .dim) : part) + "\n"
      }
      if lines.isEmpty { text += "\n" }
    }
    return text
  }

  /// Lines that one value of a record may take.
  private static let mostLines = 6
}
