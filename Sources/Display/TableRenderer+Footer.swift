import Columns

extension TableRenderer {
  /// How much there is and how much of it is shown, what all rows have in common, and the names of
  /// columns that are not shown.
  ///
  /// - Parameter said: the columns without a place in the table whose one value is said here.
  func footer(
    _ table: Table, shownRows: Int, shown: Set<Int>, said: [Int] = [],
    cells: [CellFormat] = [], seconds: Double?
  ) -> String {
    let dot = style.hasUnicode ? " · " : ", "
    var parts: [String] = []
    let rows = table.rowCount
    let columns = table.columns.count
    let told = shown.count + said.count
    func thousands(_ number: Int) -> String { grouped(number) }
    if isVietnamese {
      parts.append(
        "\(thousands(rows)) dòng" + (shownRows < rows ? " (hiện \(shownRows))" : ""))
      parts.append("\(columns) cột" + (told < columns ? " (hiện \(told))" : ""))
    } else {
      parts.append(
        "\(thousands(rows)) \(rows == 1 ? "row" : "rows")"
          + (shownRows < rows ? " (\(shownRows) shown)" : ""))
      parts.append(
        "\(columns) \(columns == 1 ? "column" : "columns")"
          + (told < columns ? " (\(told) shown)" : ""))
    }
    for (name, count) in received {
      parts.append(
        isVietnamese
          ? "nhận \(thousands(count)) dòng từ \(name)"
          : "\(thousands(count)) \(count == 1 ? "row" : "rows") received from \(name)")
    }
    if let seconds { parts.append(TableRenderer.duration(seconds)) }
    if shownRows < rows || told < columns {
      parts.append(isVietnamese ? ".last xem tất cả" : ".last shows all")
    }
    var lines = [parts.joined(separator: dot)]
    func name(_ index: Int) -> String {
      TerminalWidth.visible(table.fields[index].heading(for: reader))
    }
    let known = said.filter { !cells[$0].isNull[0] }
    if !known.isEmpty {
      let values = known.map { index in
        "\(name(index)) \(TerminalWidth.cut(cells[index].texts[0].trimmed, to: 60, mark: mark))"
      }
      lines.append((isVietnamese ? "mọi dòng: " : "all rows: ") + values.joined(separator: dot))
    }
    let empty = said.filter { cells[$0].isNull[0] }
    if !empty.isEmpty {
      lines.append(
        (isVietnamese ? "trống: " : "empty: ")
          + empty.map { TerminalWidth.visible(table.fields[$0].name) }.joined(separator: ", "))
    }
    let hidden = table.fields.indices.filter { !shown.contains($0) && !said.contains($0) }
    if !hidden.isEmpty {
      lines.append(
        (isVietnamese ? "chưa hiện: " : "not shown: ")
          + hidden.map { TerminalWidth.visible(table.fields[$0].name) }.joined(separator: ", "))
    }
    return lines.flatMap { wrapped($0, to: width, most: 4) }.map { style.paint($0, .dim) + "\n" }
      .joined()
  }

  private func grouped(_ number: Int) -> String {
    NumberLook([], of: Field("", .float), for: reader).text(.int(Int64(number))) ?? "\(number)"
  }
}

extension String {
  /// Without spaces at either end.
  var trimmed: String {
    var text = Substring(self)
    while text.first == " " { text = text.dropFirst() }
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}
