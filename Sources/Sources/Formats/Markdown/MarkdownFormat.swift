public import Columns
public import Language

/// A table of Markdown: for reports and chats.
public struct MarkdownFormat: FileFormat {
  public init() {}

  public var name: String { "markdown" }
  public var suffixes: [String] { ["md", "markdown"] }
  public var about: Words {
    Words(
      en:
        "A table for reports and chats, numbers to the right. Reading takes the first table of a file; `table` says another.",
      vi:
        "Bảng cho báo cáo và tin nhắn, số căn phải. Khi đọc lấy bảng đầu tiên của tệp; `table` chọn bảng khác."
    )
  }
  public var readOptions: [OptionSpec]? { TableOptions.fields.map(\.spec) }
  public var labelsTotals: Bool { true }
  public var writeOptions: [OptionSpec]? { [] }

  /// A line of fields between pipes above one of dashes, in a text that may begin with others.
  public func recognises(_ head: [UInt8]) -> Bool {
    let lines = head.split(separator: 10, omittingEmptySubsequences: false)
    return lines.indices.dropFirst().contains { place in
      MarkdownTables.isRule(lines[place], under: lines[place - 1])
    }
  }

  public func open(_ file: FileRef, _ options: OptionValues) throws -> any TableSource {
    try TableOptions.source(file, options) { bytes, number, path in
      try TableOptions.chosen(MarkdownTables.all(bytes), number, path)
    }
  }

  public func writer(_ options: OptionValues) throws -> any TableSink { MarkdownSink() }
}

/// Finds the tables of a Markdown text.
enum MarkdownTables {
  /// All tables, the names of their columns first.
  static func all(_ bytes: [UInt8]) -> [[[[UInt8]]]] {
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let lines = body.split(separator: 10, omittingEmptySubsequences: false)
    var tables: [[[[UInt8]]]] = []
    var place = 1
    var isCode = false
    while place < lines.count {
      if lines[place - 1].drop(while: { $0 == 32 }).starts(with: [96, 96, 96]) { isCode.toggle() }
      guard !isCode, isRule(lines[place], under: lines[place - 1]) else {
        place += 1
        continue
      }
      let header = cells(lines[place - 1])
      var rows = [header]
      place += 1
      while place < lines.count, lines[place].contains(124) {
        var row = cells(lines[place])
        // Further cells than there are names are no part of the table.
        if row.count > header.count { row.removeLast(row.count - header.count) }
        rows.append(row)
        place += 1
      }
      tables.append(rows)
      place += 1
    }
    return tables
  }

  /// Whether a line of dashes, colons and pipes stands under as many names.
  static func isRule(_ line: ArraySlice<UInt8>, under names: ArraySlice<UInt8>) -> Bool {
    let plain = line.filter { $0 != 13 && $0 != 32 }
    guard plain.contains(45), plain.contains(124),
      plain.allSatisfy({ $0 == 124 || $0 == 45 || $0 == 58 }), names.contains(124)
    else { return false }
    let rule = cells(line)
    return rule.count == cells(names).count && rule.allSatisfy { $0.contains(45) }
  }

  /// The cells of a line, without the spaces around them.
  static func cells(_ line: ArraySlice<UInt8>) -> [[UInt8]] {
    var cells: [[UInt8]] = [[]]
    var isEscaped = false
    for byte in line where byte != 13 {
      if isEscaped {
        isEscaped = false
        if byte != 124 { cells[cells.count - 1].append(92) }
        cells[cells.count - 1].append(byte)
      } else if byte == 92 {
        isEscaped = true
      } else if byte == 124 {
        cells.append([])
      } else {
        cells[cells.count - 1].append(byte)
      }
    }
    if isEscaped { cells[cells.count - 1].append(92) }
    cells = cells.map { trimmed($0) }
    if cells.count > 1, cells[0].isEmpty { cells.removeFirst() }
    if cells.count > 1, cells[cells.count - 1].isEmpty { cells.removeLast() }
    return cells
  }

  private static func trimmed(_ cell: [UInt8]) -> [UInt8] {
    var cell = cell
    while cell.last == 32 || cell.last == 9 { cell.removeLast() }
    let text = String(decoding: cell.drop { $0 == 32 || $0 == 9 }, as: UTF8.self)
    guard text.contains("<br") else { return Array(text.utf8) }
    return Array(
      ["<br>", "<br/>", "<br />"].reduce(text) { text, mark in
        text.split(separator: mark, omittingEmptySubsequences: false).joined(separator: "\n")
      }.utf8)
  }
}

/// Writes what people read: labels with units, numbers as they are shown, words in the language of the
/// reader.
struct MarkdownSink: TableSink {
  func write(
    _ table: Table, _ run: RunContext, to output: ([UInt8]) throws -> Void
  ) throws {
    try output(head(table, run.reader))
    try ShownRows.write(table, run, to: output) { cells, out in
      out.append(124)
      for text in cells { cell(Array(text.utf8), &out) }
      out.append(10)
    }
  }

  private func head(_ table: Table, _ reader: Reader) -> [UInt8] {
    var out: [UInt8] = []
    CellText.append("|", &out)
    let headings = Field.headings(table.fields, for: reader) { $0.heading(for: reader) }
    for heading in headings { cell(Array(heading.utf8), &out) }
    CellText.append("\n|", &out)
    for field in table.fields { CellText.append(field.type.isNumeric ? " ---: |" : " --- |", &out) }
    out.append(10)
    return out
  }

  /// A field and the pipe behind it; pipes and line ends inside are written so that the table holds.
  private func cell(_ text: [UInt8], _ out: inout [UInt8]) {
    out.append(32)
    for (place, byte) in text.enumerated() {
      switch byte {
      case 124: CellText.append("\\|", &out)
      case 13: CellText.append("<br>", &out)
      case 10 where place > 0 && text[place - 1] == 13: break
      case 10: CellText.append("<br>", &out)
      default: out.append(byte)
      }
    }
    CellText.append(" |", &out)
  }
}
