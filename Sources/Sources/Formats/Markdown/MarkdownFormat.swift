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
  public var labelsTotals: Bool { true }
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

struct MarkdownSink: TextSink {
  func head(_ table: Table) -> [UInt8] {
    var out: [UInt8] = []
    CellText.append("|", &out)
    for field in table.fields { cell(Array(field.name.utf8), &out) }
    CellText.append("\n|", &out)
    for field in table.fields { CellText.append(field.type.isNumeric ? " ---: |" : " --- |", &out) }
    out.append(10)
    return out
  }

  func rows(_ table: Table, _ range: Range<Int>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(range.count * table.columns.count * 10)
    var text: [UInt8] = []
    let periods = table.fields.map { field in field.period.map { PeriodTexts($0) } }
    for row in range {
      out.append(124)
      for (index, column) in table.columns.enumerated() {
        text.removeAll(keepingCapacity: true)
        if let period = periods[index]?.text(column, row) {
          text = period
        } else {
          CellText.append(column, row, &text)
        }
        cell(text, &out)
      }
      out.append(10)
    }
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
