import Columns
public import Language

/// A table of Markdown: for reports and chats; only written.
public struct MarkdownFormat: FileFormat {
  public init() {}

  public var name: String { "markdown" }
  public var suffixes: [String] { ["md", "markdown"] }
  public var about: Words {
    Words(
      en: "A table for reports and chats, numbers to the right.",
      vi: "Bảng cho báo cáo và tin nhắn, số căn phải.")
  }
  public var writeOptions: [OptionSpec]? { [] }

  /// A line of fields between pipes above one of dashes.
  public func recognises(_ head: [UInt8]) -> Bool {
    let lines = head.split(separator: 10, maxSplits: 2, omittingEmptySubsequences: false)
    guard lines.count > 1, lines[0].first == 124 else { return false }
    let rule = lines[1].filter { $0 != 13 && $0 != 32 }
    return rule.first == 124 && rule.contains(45)
      && rule.allSatisfy { $0 == 124 || $0 == 45 || $0 == 58 }
  }

  public func writer(_ options: OptionValues) throws -> any TableSink { MarkdownSink() }
}

/// Writes what people read: labels with units, numbers as they are shown, words in the language of the
/// reader.
struct MarkdownSink: TableSink {
  /// Rows that are handed out at a time.
  private static let runRows = 4096

  func write(
    _ table: Table, _ run: RunContext, to output: ([UInt8]) throws -> Void
  ) throws {
    try output(head(table, run.reader))
    run.progress?.expect(table.rowCount, .rows)
    var cells: [ShownCells] = []
    for (field, column) in zip(table.fields, table.columns) {
      try run.checkStopped()
      cells.append(ShownCells(column, of: field, for: run.reader))
    }
    var start = 0
    while start < table.rowCount {
      try run.checkStopped()
      let end = min(table.rowCount, start + MarkdownSink.runRows)
      var out: [UInt8] = []
      for row in start..<end {
        out.append(124)
        for column in cells { cell(Array(column.texts[row].utf8), &out) }
        out.append(10)
      }
      try output(out)
      start = end
      run.progress?.reach(end)
    }
  }

  private func head(_ table: Table, _ reader: Reader) -> [UInt8] {
    var out: [UInt8] = []
    CellText.append("|", &out)
    for field in table.fields { cell(Array(field.heading(for: reader).utf8), &out) }
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
