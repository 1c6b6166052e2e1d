import Columns

extension CSVFile {
  /// Whether a record holds the sums of some rows: in all columns of numbers, but for those that are
  /// means or rates of theirs.
  func isSum(_ record: FileHead.Record, of table: Table, _ rows: Range<Int>) -> Bool {
    var sums = 0
    var others = 0
    for (name, text) in zip(parts[0].names, record.fields) {
      guard let index = table.fields.firstIndex(where: { $0.name == name }),
        table.fields[index].type.isNumeric
      else { continue }
      let trimmed = FileHead.trimmed(text)
      let column = table.columns[index]
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
        "dòng \(line), \"\(name)\", là tổng các dòng trên và được để riêng; with (totals: keep) để giữ lại")
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
