public import Columns
public import Language

/// A list of objects, one a row.
public struct JSONFormat: FileFormat {
  public init() {}

  public var name: String { "json" }
  public var suffixes: [String] { ["json"] }
  public var about: Words {
    Words(
      en:
        "A list of objects, one a row; null stands for what is not known. Lists of columns and of lists are read too, members of objects in objects as `a.b`.",
      vi:
        "Danh sách đối tượng, mỗi hàng một đối tượng; null là không có dữ liệu. Đọc được cả danh sách cột và danh sách lồng nhau, thành viên của đối tượng lồng nhau có tên `a.b`."
    )
  }
  public var readOptions: [OptionSpec]? { JSONReadOptions.fields.map(\.spec) }
  public var writeOptions: [OptionSpec]? { [ShownDigits.spec] }
  public var isForPrograms: Bool { true }

  /// A list that begins with an object, a list or nothing, or an object of more than one line.
  public func recognises(_ head: [UInt8]) -> Bool {
    switch JSONHead(head) {
    case .list, .object: true
    case .lines, nil: false
    }
  }

  public func open(_ file: FileRef, _ options: OptionValues) throws -> any TableSource {
    JSONSource(file, options)
  }

  public func writer(_ options: OptionValues) throws -> any TableSink {
    ShownDigits.sink(JSONSink(asLines: false), options)
  }
}

/// An object a line.
public struct NDJSONFormat: FileFormat {
  public init() {}

  public var name: String { "ndjson" }
  public var suffixes: [String] { ["ndjson", "jsonl"] }
  public var about: Words {
    Words(
      en: "An object a line, for programs that read line by line.",
      vi: "Mỗi dòng một đối tượng, cho chương trình đọc từng dòng.")
  }
  public var readOptions: [OptionSpec]? { JSONReadOptions.fields.map(\.spec) }
  public var writeOptions: [OptionSpec]? { [ShownDigits.spec] }
  public var isForPrograms: Bool { true }

  public func recognises(_ head: [UInt8]) -> Bool { JSONHead(head) == .lines }

  public func open(_ file: FileRef, _ options: OptionValues) throws -> any TableSource {
    JSONSource(file, options)
  }

  public func writer(_ options: OptionValues) throws -> any TableSink {
    ShownDigits.sink(JSONSink(asLines: true), options)
  }
}

/// What JSON the first bytes of a file begin.
private enum JSONHead {
  case list, object, lines

  /// Nil where they are not JSON. Strict, so that a CSV file with a bracket in its header is none.
  init?(_ head: [UInt8]) {
    let text = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...]
    let isSpace: (UInt8) -> Bool = { $0 == 32 || $0 == 9 || $0 == 10 || $0 == 13 }
    let body = text.drop(while: isSpace)
    guard let first = body.first, let next = body.dropFirst().drop(while: isSpace).first else {
      return nil
    }
    switch (first, next) {
    case (91, 123), (91, 91), (91, 93): self = .list
    case (123, 34), (123, 125):
      let line = body.prefix { $0 != 10 }
      let last = line.last { !isSpace($0) }
      // A column of a CSV header may stand in braces; a key has a colon behind it.
      guard next == 125 || JSONHead.isKeyed(body.dropFirst().drop(while: isSpace)) else {
        return nil
      }
      self = last == 125 ? .lines : .object
    default: return nil
    }
  }

  /// Whether a text in quotes is followed by a colon, as far as the bytes go.
  private static func isKeyed(_ text: ArraySlice<UInt8>) -> Bool {
    var isEscaped = false
    for (place, byte) in zip(text.indices, text).dropFirst() {
      if byte == 34, !isEscaped {
        let next = text[text.index(after: place)...].first { $0 != 32 && $0 != 9 }
        return next == nil || next == 58
      }
      isEscaped = byte == 92 && !isEscaped
    }
    return true
  }
}

/// Writes rows as objects: in a list, or one a line.
struct JSONSink: TextSink {
  let asLines: Bool

  func head(_ table: Table) -> [UInt8] { [] }

  func rows(_ table: Table, _ range: Range<Int>) -> [UInt8] {
    if table.columns.isEmpty {
      return range.flatMap { row in
        Array((asLines ? "{}\n" : row == 0 ? "[\n{}" : ",\n{}").utf8)
      }
    }
    let plain = CellRun.PlainText(
      special: Array(0..<32) + [34, 92], takesEmpty: true, mark: 34)
    let columns = zip(table.fields, table.columns).map { field, column in
      let period = field.period.map { PeriodTexts($0) }
      return CellRun(column, range, plain, null: "null", isOwn: period != nil) { text, out in
        JSONText.append(text, &out)
      } other: { row, out in
        if let text = period?.text(column, row) {
          JSONText.append(text, &out)
        } else {
          cell(column, row, &out)
        }
      }
    }
    let before = table.fields.enumerated().map { place, field in
      var lead: [UInt8] = place > 0 ? [44] : asLines ? [123] : [44, 10, 123]
      JSONText.append(field.name.utf8, &lead)
      lead.append(58)
      return lead
    }
    var rows = CellRun.rows(
      columns, count: range.count, before: before, after: asLines ? [125, 10] : [125])
    // The first row of a list follows its bracket, not a comma.
    if !asLines, range.lowerBound == 0, !rows.isEmpty { rows[0] = 91 }
    return rows
  }

  func tail(_ table: Table) -> [UInt8] {
    asLines ? [] : Array((table.rowCount == 0 ? "[]\n" : "\n]\n").utf8)
  }

  private func cell(_ column: Column, _ row: Int, _ out: inout [UInt8]) {
    switch column.type {
    case .text: JSONText.append(column.utf8(row), &out)
    case .date, .timestamp:
      out.append(34)
      CellText.append(column, row, &out)
      out.append(34)
    case .float:
      if case .double(let number) = column[row], !number.isFinite {
        return CellText.append("null", &out)
      }
      CellText.append(column, row, &out)
    default: CellText.append(column, row, &out)
    }
  }
}
