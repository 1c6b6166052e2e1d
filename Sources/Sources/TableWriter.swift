public import Columns

/// A form in which a table can leave the program.
public enum OutputFormat: String, Sendable, CaseIterable {
  case csv, tsv, json, ndjson, markdown
}

/// How text files are written.
public struct WriteOptions: Sendable {
  public var format: OutputFormat = .csv
  public var delimiter: UInt8 = 44
  /// Begins the file with a byte order mark, which Excel wants for UTF-8.
  public var bom = false
  public var decimalComma = false
  public var hasHeader = true
  public var threads = 1
  /// Asked between morsels.
  public var checkStopped: @Sendable () throws -> Void = {}
  /// Told the rows written, as they are.
  public var progress: Progress?

  public init(_ format: OutputFormat = .csv) {
    self.format = format
    if format == .tsv { delimiter = 9 }
  }
}

/// Writes tables as text, a run of rows at a time and several runs side by side.
public struct TableWriter: Sendable {
  private let table: Table
  private let options: WriteOptions
  private static let runRows = 16_384

  public init(_ table: Table, _ options: WriteOptions) {
    self.table = table
    self.options = options
  }

  /// Hands the whole text to `sink`, in order.
  public func write(_ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    var head: [UInt8] = []
    writeHead(&head)
    try head.withUnsafeBytes(sink)
    let runs = (table.rowCount + TableWriter.runRows - 1) / TableWriter.runRows
    let side = max(1, options.threads) * 2
    var first = 0
    options.progress?.expect(table.rowCount, .rows)
    while first < runs {
      try options.checkStopped()
      let count = min(side, runs - first)
      let base = first
      let texts = try Parallel.map(pieces: count, threads: options.threads) { piece in
        let start = (base + piece) * TableWriter.runRows
        return rows(start..<min(table.rowCount, start + TableWriter.runRows))
      }
      for text in texts { try text.withUnsafeBytes(sink) }
      first += count
      options.progress?.reach(min(table.rowCount, first * TableWriter.runRows))
    }
    var tail: [UInt8] = []
    if options.format == .json { append(table.rowCount == 0 ? "[]\n" : "\n]\n", &tail) }
    try tail.withUnsafeBytes(sink)
  }

  private func writeHead(_ out: inout [UInt8]) {
    switch options.format {
    case .csv, .tsv:
      if options.bom { out += [0xEF, 0xBB, 0xBF] }
      guard options.hasHeader else { return }
      for (index, field) in table.fields.enumerated() {
        if index > 0 { out.append(options.delimiter) }
        quoted(Array(field.name.utf8), &out)
      }
      out.append(10)
    case .markdown:
      append("|", &out)
      for field in table.fields { append(" \(markdown(field.name)) |", &out) }
      append("\n|", &out)
      for field in table.fields { append(field.type.isNumeric ? " ---: |" : " --- |", &out) }
      out.append(10)
    case .json, .ndjson: break
    }
  }

  private func append(_ text: String, _ out: inout [UInt8]) { out.append(contentsOf: text.utf8) }

  private func markdown(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "|": result += "\\|"
      case "\n", "\r\n", "\r": result += "<br>"
      default: result.append(character)
      }
    }
    return result
  }

  private func rows(_ range: Range<Int>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(range.count * table.columns.count * 8)
    let keys = table.fields.map { field -> [UInt8] in
      var key: [UInt8] = []
      json(Array(field.name.utf8), &key)
      return key
    }
    let periods = table.fields.map { field in field.period.map { PeriodTexts($0) } }
    for row in range {
      switch options.format {
      case .csv, .tsv:
        for (index, column) in table.columns.enumerated() {
          if index > 0 { out.append(options.delimiter) }
          if let text = periods[index]?.text(column, row) {
            quoted(text, &out)
          } else {
            cell(column, row, &out)
          }
        }
        // One empty field alone would be an empty line, which some readers skip; but a quoted one
        // is a text.
        if table.columns.count == 1, !table.columns[0].isValid(row), table.columns[0].type != .text
        {
          append("\"\"", &out)
        }
      case .json, .ndjson:
        if options.format == .json { append(row == 0 ? "[\n" : ",\n", &out) }
        out.append(123)
        for (index, column) in table.columns.enumerated() {
          if index > 0 { out.append(44) }
          out += keys[index]
          out.append(58)
          if let text = periods[index]?.text(column, row) {
            json(text, &out)
          } else {
            jsonCell(column, row, &out)
          }
        }
        out.append(125)
      case .markdown:
        append("|", &out)
        for (field, column) in zip(table.fields, table.columns) {
          append(" \(markdown(field.text(column[row]))) |", &out)
        }
      }
      if options.format != .json { out.append(10) }
    }
    return out
  }

  // MARK: Cells

  private func cell(_ column: Column, _ row: Int, _ out: inout [UInt8]) {
    guard column.isValid(row) else { return }
    switch column.type {
    case .text:
      let text = column.utf8(row)
      quoted(text, &out)
    case .int:
      if case .packed(let packed) = column.storage {
        integer(packed.value(column.offset + row), &out)
      }
    case .float:
      var text = column[row].plainText
      if options.decimalComma {
        text = text.split(separator: ".", omittingEmptySubsequences: false).joined(separator: ",")
      }
      if options.decimalComma, options.delimiter == 44 {
        quoted(Array(text.utf8), &out)
      } else {
        append(text, &out)
      }
    default: append(column[row].plainText, &out)
    }
  }

  private func integer(_ value: Int64, _ out: inout [UInt8]) {
    if value < 0 { out.append(45) }
    var rest = value.magnitude
    let start = out.count
    repeat {
      out.append(48 + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    out[start...].reverse()
  }

  /// A field with quotes where it needs them: also where it is empty, since null is the empty
  /// field, and where a reader would take the text for a number's spelling of null.
  private func quoted(_ text: some Collection<UInt8>, _ out: inout [UInt8]) {
    var needsQuotes = text.isEmpty
    for byte in text
    where byte == options.delimiter || byte == 34 || byte == 10 || byte == 13 {
      needsQuotes = true
      break
    }
    if let first = text.first, first == 32 || first == 9 { needsQuotes = true }
    guard needsQuotes else {
      out.append(contentsOf: text)
      return
    }
    out.append(34)
    for byte in text {
      if byte == 34 { out.append(34) }
      out.append(byte)
    }
    out.append(34)
  }

  private func jsonCell(_ column: Column, _ row: Int, _ out: inout [UInt8]) {
    switch column[row] {
    case .null: append("null", &out)
    case .text(let text): json(Array(text.utf8), &out)
    case .double(let number) where !number.isFinite: append("null", &out)
    case .date, .timestamp: append("\"\(column[row].plainText)\"", &out)
    case let value: append(value.plainText, &out)
    }
  }

  private func json(_ text: [UInt8], _ out: inout [UInt8]) {
    let hex = Array("0123456789abcdef".utf8)
    out.append(34)
    for byte in text {
      switch byte {
      case 34, 92:
        out.append(92)
        out.append(byte)
      case 10: out += [92, 110]
      case 13: out += [92, 114]
      case 9: out += [92, 116]
      case 0..<32:
        append("\\u00", &out)
        out.append(hex[Int(byte >> 4)])
        out.append(hex[Int(byte & 15)])
      default: out.append(byte)
      }
    }
    out.append(34)
  }
}

/// The texts of periods, each made once.
private final class PeriodTexts {
  private let form: PeriodForm
  private var known: [Int32: [UInt8]] = [:]

  init(_ form: PeriodForm) { self.form = form }

  /// The text of a row; nil where it holds no day.
  func text(_ column: Column, _ row: Int) -> [UInt8]? {
    guard case .date(let day) = column[row] else { return nil }
    if let text = known[day] { return text }
    let text = Array(form.text(ofDay: Int(day)).utf8)
    known[day] = text
    return text
  }
}
