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

struct HTMLSink: TextSink {
  func head(_ table: Table) -> [UInt8] {
    var out: [UInt8] = []
    CellText.append("<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<table>\n<thead>\n<tr>", &out)
    for field in table.fields {
      CellText.append(field.type.isNumeric ? "<th align=\"right\">" : "<th>", &out)
      HTMLSink.append(Array(field.name.utf8), &out)
      CellText.append("</th>", &out)
    }
    CellText.append("</tr>\n</thead>\n<tbody>\n", &out)
    return out
  }

  func rows(_ table: Table, _ range: Range<Int>) -> [UInt8] {
    var out: [UInt8] = []
    let periods = table.fields.map { field in field.period.map { PeriodTexts($0) } }
    var text: [UInt8] = []
    for row in range {
      CellText.append("<tr>", &out)
      for (index, column) in table.columns.enumerated() {
        CellText.append(column.type.isNumeric ? "<td align=\"right\">" : "<td>", &out)
        text.removeAll(keepingCapacity: true)
        if let period = periods[index]?.text(column, row) {
          text = period
        } else {
          CellText.append(column, row, &text)
        }
        HTMLSink.append(text, &out)
        CellText.append("</td>", &out)
      }
      CellText.append("</tr>\n", &out)
    }
    return out
  }

  func tail(_ table: Table) -> [UInt8] { Array("</tbody>\n</table>\n".utf8) }

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
