public import Columns
public import Language

/// The table of a web page, also where Excel or a web form saved it as `.xls`.
public struct HTMLFormat: FileFormat {
  public init() {}

  public var name: String { "html" }
  public var suffixes: [String] { ["html", "htm"] }
  public var about: Words {
    Words(
      en:
        "The tables of a web page, also where a program saved one as .xls; `table` says which. Header, types and totals are found as for CSV.",
      vi:
        "Các bảng của trang web, kể cả khi chương trình lưu với đuôi .xls; `table` chọn bảng. Tiêu đề, kiểu và dòng tổng được tìm như với CSV."
    )
  }
  public var readOptions: [OptionSpec]? { TableOptions.fields.map(\.spec) }
  public var labelsTotals: Bool { true }
  public var writeOptions: [OptionSpec]? { [] }

  public func recognises(_ head: [UInt8]) -> Bool {
    let text = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...]
    guard text.drop(while: HTMLTables.isSpace).first == 60 else { return false }
    let words = String(decoding: text, as: UTF8.self).lowercased()
    return ["<html", "<table", "<!doctype html", "urn:schemas-microsoft-com:office:spreadsheet"]
      .contains { words.contains($0) }
  }

  public func open(_ file: FileRef, _ options: OptionValues) throws -> any TableSource {
    try TableOptions.source(file, options) { bytes, number, path in
      let found = HTMLTables(bytes).tables
      let data = found.filter(\.isData)
      let tables = data.isEmpty ? found.filter { !$0.rows.isEmpty } : data
      return try TableOptions.chosen(tables.map(\.rows), number, path)
    }
  }

  public func writer(_ options: OptionValues) throws -> any TableSink { HTMLSink() }
}

/// Writes what people read: labels with units, numbers as they are shown, words in the language of the
/// reader, as `MarkdownSink` does.
struct HTMLSink: TableSink {
  func write(
    _ table: Table, _ run: RunContext, to output: ([UInt8]) throws -> Void
  ) throws {
    try output(head(table, run.reader))
    try ShownRows.write(table, run, to: output) { cells, out in
      CellText.append("<tr>", &out)
      for (field, text) in zip(table.fields, cells) {
        CellText.append(field.type.isNumeric ? "<td align=\"right\">" : "<td>", &out)
        HTMLSink.append(Array(text.utf8), &out)
        CellText.append("</td>", &out)
      }
      CellText.append("</tr>\n", &out)
    }
    try output(Array("</tbody>\n</table>\n".utf8))
  }

  private func head(_ table: Table, _ reader: Reader) -> [UInt8] {
    var out: [UInt8] = []
    let lang = reader == .vietnamese ? "vi" : "en"
    CellText.append(
      "<!DOCTYPE html>\n<html lang=\"\(lang)\">\n<meta charset=\"utf-8\">\n<table>\n<thead>\n<tr>",
      &out)
    let headings = Field.headings(table.fields, for: reader) { $0.heading(for: reader) }
    for (field, heading) in zip(table.fields, headings) {
      CellText.append(field.type.isNumeric ? "<th align=\"right\">" : "<th>", &out)
      HTMLSink.append(Array(heading.utf8), &out)
      CellText.append("</th>", &out)
    }
    CellText.append("</tr>\n</thead>\n<tbody>\n", &out)
    return out
  }

  private static func append(_ text: [UInt8], _ out: inout [UInt8]) {
    for byte in text {
      switch byte {
      case 38: CellText.append("&amp;", &out)
      case 60: CellText.append("&lt;", &out)
      case 62: CellText.append("&gt;", &out)
      case 10: CellText.append("<br>", &out)
      case 13: break
      default: out.append(byte)
      }
    }
  }
}
