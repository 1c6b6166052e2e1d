import Columns

extension CSVFile {
  /// Reads the whole table, since which of its rows are totals only all columns together tell, and
  /// keeps the columns that are wanted.
  func readBesideTotals(
    _ told: Set<String>?
  ) throws -> (loaded: LoadedTable, hasTotals: Bool) {
    ends = tails.map(\.dataEnd)
    var loaded = try read(nil, told: told)
    let totals = TotalRows(loaded.table)
    loaded.table = try loaded.table.without(totals.rows)
    if let told { loaded.table = loaded.table.keeping { wants($0, told) } }
    // Heads of groups that are set aside as parts of a whole are no longer rows.
    if !totals.between.isEmpty { loaded.notes.removeAll { $0.code == "N0523" } }
    loaded.notes += totals.notes
    return (loaded, totals.rows.count > 1 || totals.hasMeans)
  }

  /// The same where a last row stands over others that are sums themselves; nil where there are none.
  func readNested(_ told: Set<String>?) throws -> LoadedTable? {
    let decided = ends
    let beside = try readBesideTotals(told)
    if beside.hasTotals { return beside.loaded }
    ends = decided
    return nil
  }

  /// Whether a record holds the sums of some rows: in all columns of numbers, but for those that are
  /// means or rates of theirs.
  func isSum(_ record: FileHead.Record, of table: Table, _ rows: Range<Int>) -> Bool {
    var sums = 0
    var others = 0
    for (name, text) in zip(parts[0].names, record.fields) {
      guard let index = table.fields.firstIndex(where: { $0.name == name }) else { continue }
      let trimmed = FileHead.trimmed(text)
      let column = table.columns[index]
      if table.fields[index].type == .text, table.fields[index].reason != nil {
        // Numbers that are asked for add up with either sign.
        if [UInt8(46), 44].contains(where: { isSum(trimmed, of: column, rows, point: $0) }) {
          sums += 1
        }
        continue
      }
      guard table.fields[index].type.isNumeric else { continue }
      guard let cell = CSVFile.number(trimmed, near: column, rows) else { continue }
      let (sum, least, most) = CSVFile.sum(column, rows)
      guard let least, let most else { continue }
      let tolerance = 0.5 * CSVFile.unit(cell.scale) + 1e-9 * abs(sum)
      if abs(sum - cell.value) < tolerance {
        sums += 1
      } else if cell.value >= least, cell.value <= most {
        others += 1
      } else {
        return false
      }
    }
    return sums > 0 && sums >= others
  }

  /// Whether a text is the sum of texts, with that decimal sign.
  private func isSum(
    _ text: ArraySlice<UInt8>, of column: Column, _ rows: Range<Int>, point: UInt8
  ) -> Bool {
    func number(_ text: UnsafeBufferPointer<UInt8>) -> (value: Double, scale: Int)? {
      guard let start = text.baseAddress,
        let read = NumberText(start, text.count)?.value(point: point)
      else { return nil }
      return (Decimal64.double(read.unscaled, scale: read.scale), read.scale)
    }
    guard let total = text.withUnsafeBufferPointer(number) else { return false }
    var sum = 0.0
    for row in rows where column.isValid(row) {
      let text = column.utf8(row)
      if let value = number(text) {
        sum += value.value
      } else if !(text.baseAddress.map { MissingWord.contains($0, text.count) } ?? true) {
        return false
      }
    }
    return abs(sum - total.value) < 0.5 * CSVFile.unit(total.scale) + 1e-9 * abs(sum)
  }

  private static func unit(_ scale: Int) -> Double { 1 / Double(Decimal64.powers[scale]) }

  /// The number of a cell, with the decimal sign that brings it nearest to the sum of the column.
  private static func number(
    _ text: ArraySlice<UInt8>, near column: Column, _ rows: Range<Int>
  ) -> (value: Double, scale: Int)? {
    text.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress, let number = NumberText(start, bytes.count) else {
        return nil
      }
      let read = [UInt8(46), 44].compactMap { number.value(point: $0) }.map {
        (value: Decimal64.double($0.unscaled, scale: $0.scale), scale: $0.scale)
      }
      guard read.count > 1, read[0].value != read[1].value else { return read.first }
      let sum = sum(column, rows).sum
      return abs(read[0].value - sum) < abs(read[1].value - sum) ? read[0] : read[1]
    }
  }

  private static func sum(
    _ column: Column, _ rows: Range<Int>
  ) -> (sum: Double, least: Double?, most: Double?) {
    var sum = 0.0
    var least: Double?
    var most: Double?
    for row in rows {
      guard let value = column[row].asDouble else { continue }
      sum += value
      least = min(least ?? value, value)
      most = max(most ?? value, value)
    }
    return (sum, least, most)
  }

  func totalNote(
    _ index: Int, _ record: FileHead.Record, _ start: Int, isSum: Bool
  ) -> FileNote {
    let part = parts[index]
    let line =
      part.file.lines(at: [start], lineEnd: part.dialect.lineEnd).first?.number ?? record.line
    let name = record.firstText
    return isSum
      ? FileNote(
        "N0512",
        "line \(line), \"\(name)\", is the sum of the rows above and was set aside; with (totals: keep) keeps it",
        "dòng \(line), \"\(name)\", là tổng các dòng trên và được để riêng; with (totals: keep) để giữ lại"
      )
      : FileNote(
        "N0515",
        "line \(line), \"\(name)\", is not the sum of the rows above and stays a row",
        "dòng \(line), \"\(name)\", không bằng tổng các dòng trên nên vẫn là một dòng")
  }
}

extension Table {
  /// The columns whose names are wanted.
  func keeping(_ isWanted: (String) -> Bool) -> Table {
    let places = fields.indices.filter { isWanted(fields[$0].name) }
    return Table(
      fields: places.map { fields[$0] }, columns: places.map { columns[$0] }, rowCount: rowCount)
  }
}
