import Columns

/// Texts that Excel would read from a CSV file as something else: `00123` as 123, `12E4` as 120000,
/// `3-4` as a day, a number of sixteen digits as a rounded one.
enum ExcelCodes {
  /// Whether Excel would take the text for a number or a day. Numbers that come out as they went in
  /// are none.
  static func isCode(_ text: some BidirectionalCollection<UInt8>) -> Bool {
    guard (1...40).contains(text.count), let first = text.first, let last = text.last else {
      return false
    }
    let isDigit = { (byte: UInt8) in byte &- 48 < 10 }
    // Numbers and days begin with a digit, a sign or a point, and end with a digit; `12E` does not.
    guard isDigit(first) || "+-.,(".utf8.contains(first), isDigit(last) || last == 41 else {
      return isMonth(text)
    }
    var digits = 0
    var separators = 0
    var exponents = 0
    for byte in text {
      if isDigit(byte) {
        digits += 1
      } else if "-/.,:+ ()".utf8.contains(byte) {
        separators += 1
      } else if byte | 32 == 101 {
        exponents += 1
      } else {
        return isMonth(text)
      }
    }
    guard digits > 0, exponents <= 1 else { return false }
    // Any text of digits and signs may become a number or a day.
    if separators + exponents > 0 { return true }
    return (first == 48 && digits > 1) || digits > 15
  }

  /// Whether a spreadsheet would take the text for a formula: it begins with `=`, `+`, `-`, `@`, a tab
  /// or the end of a line.
  static func beginsFormula(_ text: some Collection<UInt8>) -> Bool {
    text.first.map { [61, 43, 45, 64, 9, 10, 13].contains($0) } ?? false
  }

  /// The same of what Excel reads: a sign alone is only a sign.
  static func isFormula(_ text: some Collection<UInt8>) -> Bool {
    text.count > 1 && beginsFormula(text)
  }

  /// Whether `="…"` may hold the text: Excel takes no more than 255 characters there, and reads a line
  /// end as one only in quotes that are no formula's.
  static func fitsFormula(_ text: some Collection<UInt8>) -> Bool {
    text.count <= 250 && !text.contains { $0 < 32 }
  }

  /// `="…"` with the quotes inside doubled.
  static func formula(_ text: some Collection<UInt8>) -> [UInt8] {
    var out = Array("=\"".utf8)
    for byte in text {
      if byte == 34 { out.append(34) }
      out.append(byte)
    }
    out.append(34)
    return out
  }

  /// `1-Mar`, `MAR1`, `Sep-02`: a month's English name beside digits.
  private static func isMonth(_ text: some Collection<UInt8>) -> Bool {
    guard text.count <= 15 else { return false }
    let letters = text.filter { ($0 | 32) &- 97 < 26 }
    let others = text.count - letters.count
    guard others > 0, text.contains(where: { $0 &- 48 < 10 }),
      text.allSatisfy({ ($0 | 32) &- 97 < 26 || $0 &- 48 < 10 || "-/ .".utf8.contains($0) })
    else { return false }
    let word = String(decoding: letters.map { $0 | 32 }, as: UTF8.self)
    return word.count >= 3 && months.contains { $0.hasPrefix(word) }
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]

  /// Whether a whole number has more digits than Excel keeps.
  static func isTooLong(_ column: Column, _ row: Int) -> Bool {
    guard case .int(let value) = column[row] else { return false }
    return value.magnitude >= 1_000_000_000_000_000
  }

  /// The columns in which cells are written so, with their counts.
  static func found(_ table: Table) -> [(name: String, count: Int)] {
    zip(table.fields, table.columns).compactMap { field, column in
      var count = 0
      let periods = field.period.map { PeriodTexts($0) }
      for row in 0..<column.count where column.isValid(row) {
        if let periods {
          count += periods.text(column, row).map { isCode($0) } == true ? 1 : 0
          continue
        }
        switch column.type {
        case .text: count += isCode(column.utf8(row)) || isFormula(column.utf8(row)) ? 1 : 0
        case .int: count += isTooLong(column, row) ? 1 : 0
        default: return nil
        }
      }
      return count > 0 ? (field.name, count) : nil
    }
  }
}

/// A CSV file for Excel: which signs were chosen and which cells are guarded is told.
struct ExcelSink: TableSink {
  let options: CSVWriteOptions
  /// Signs that the query named.
  let hasDelimiter: Bool
  let hasDecimal: Bool

  func write(_ table: Table, _ run: RunContext, to output: ([UInt8]) throws -> Void) throws {
    var options = options
    options.bom = true
    options.isForExcel = true
    // Excel reads by the region of the machine: semicolons and commas in Vietnam.
    let isVietnamese = run.reader == .vietnamese
    if !hasDecimal { options.decimalComma = isVietnamese }
    if !hasDelimiter { options.delimiter = options.decimalComma ? 59 : 44 }
    try CSVSink(options: options).write(table, run, to: output)
    let sign = options.delimiter == 9 ? "tab" : String(UnicodeScalar(options.delimiter))
    let point = options.decimalComma ? "," : "."
    let found = ExcelCodes.found(table)
    let list = found.prefix(5).map { "\($0.name) (\($0.count))" }.joined(separator: ", ")
    let more = found.count > 5 ? ", …" : ""
    run.tell(
      SourceNote(
        "N0713",
        "for Excel: \(sign) between fields, \(point) before decimals, as on a machine set to \(options.decimalComma ? "Vietnamese" : "English")"
          + (found.isEmpty
            ? ""
            : "; texts that Excel would turn into numbers, days or formulas are written as =\"…\", those that do not fit there with ' before: \(list)\(more)"),
        "cho Excel: dấu \(sign) giữa các trường, dấu \(point) trước phần thập phân, như máy đặt \(options.decimalComma ? "tiếng Việt" : "tiếng Anh")"
          + (found.isEmpty
            ? ""
            : "; văn bản mà Excel sẽ đổi thành số, ngày hoặc công thức được ghi dạng =\"…\", không vừa thì thêm ' ở trước: \(list)\(more)")
      ))
  }
}
