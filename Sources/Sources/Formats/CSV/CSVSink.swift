import Columns

/// How delimited text is written.
struct CSVWriteOptions: Sendable {
  var delimiter: UInt8 = 44
  var bom = false
  var decimalComma = false
  var hasHeader = true
  /// Whether texts that a spreadsheet would take for formulas are kept from it.
  var isSafe = false
  /// Whether the file is for Excel, which takes codes for numbers.
  var isForExcel = false
}

/// Writes delimited text: null is the empty field, the empty text stands in quotes.
struct CSVSink: TextSink {
  let options: CSVWriteOptions

  func head(_ table: Table) -> [UInt8] {
    var out: [UInt8] = options.bom ? [0xEF, 0xBB, 0xBF] : []
    guard options.hasHeader else { return out }
    for (index, field) in table.fields.enumerated() {
      if index > 0 { out.append(options.delimiter) }
      quoted(Array(field.name.utf8), &out)
    }
    out.append(10)
    return out
  }

  func rows(_ table: Table, _ range: Range<Int>) -> [UInt8] {
    let plain = CellRun.PlainText(
      special: [options.delimiter, 34, 10, 13], takesEmpty: false, mark: nil)
    let columns = zip(table.fields, table.columns).map { field, column in
      let period = field.period.map { PeriodTexts($0) }
      let isOwn =
        period != nil || options.isForExcel || (options.isSafe && column.type == .text)
        || (options.decimalComma && column.type == .float)
      return CellRun(column, range, plain, isOwn: isOwn) { text, out in
        quoted(text, &out)
      } other: { row, out in
        if let text = period?.text(column, row) {
          let isGuarded = options.isForExcel && ExcelCodes.isCode(text)
          quoted(isGuarded ? ExcelCodes.formula(text) : Array(text), &out, isOurs: isGuarded)
        } else {
          cell(column, row, &out)
        }
      }
    }
    // Null alone in a line is an empty line, which DuckDB and Polars write and read so too; quotes
    // would make a text of the column there.
    return CellRun.rows(
      columns, count: range.count,
      before: columns.indices.map { $0 > 0 ? [options.delimiter] : [] }, after: [10])
  }

  private func cell(_ column: Column, _ row: Int, _ out: inout [UInt8]) {
    guard column.isValid(row) else { return }
    switch column.type {
    case .text where options.isForExcel && ExcelCodes.isCode(column.utf8(row)):
      quoted(ExcelCodes.formula(column.utf8(row)), &out, isOurs: true)
    case .text: quoted(column.utf8(row), &out)
    case .int where options.isForExcel && ExcelCodes.isTooLong(column, row):
      quoted(Array("=\"\(column[row].plainText)\"".utf8), &out, isOurs: true)
    case .float where options.decimalComma:
      let text = column[row].plainText
        .split(separator: ".", omittingEmptySubsequences: false).joined(separator: ",")
      if options.delimiter == 44 {
        quoted(Array(text.utf8), &out)
      } else {
        CellText.append(text, &out)
      }
    default: CellText.append(column, row, &out)
    }
  }

  /// A field with quotes where it needs them: also where it is empty, since null is the empty
  /// field, and where a reader would take the text for a number's spelling of null.
  ///
  /// - Parameter isOurs: whether the text is a formula that the writer made.
  private func quoted(
    _ text: some Collection<UInt8>, _ out: inout [UInt8], isOurs: Bool = false
  ) {
    var isFormula = false
    if options.isSafe, !isOurs {
      isFormula = ExcelCodes.beginsFormula(text)
    } else if options.isForExcel, !isOurs, ExcelCodes.isFormula(text) {
      if ExcelCodes.fitsFormula(text) {
        return quoted(ExcelCodes.formula(text), &out, isOurs: true)
      }
      isFormula = true
    }
    var needsQuotes = text.isEmpty
    for byte in text
    where byte == options.delimiter || byte == 34 || byte == 10 || byte == 13 {
      needsQuotes = true
      break
    }
    if let first = text.first, first == 32 || first == 9 { needsQuotes = true }
    guard needsQuotes else {
      if isFormula { out.append(39) }
      out.append(contentsOf: text)
      return
    }
    out.append(34)
    if isFormula { out.append(39) }
    for byte in text {
      if byte == 34 { out.append(34) }
      out.append(byte)
    }
    out.append(34)
  }
}
