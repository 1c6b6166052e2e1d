import Columns
import Language

/// How the tables of a page or a report are read: which one, and its cells as those of CSV.
struct TableOptions: Sendable {
  var table: Int?
  var csv = ReadOptions()

  /// The options of CSV that mean something for cells that are cut already.
  private static let shared: Set<String> = [
    "header", "mode", "totals", "trim", "decimal", "thousands", "dates", "types", "nulls",
    "lenient",
    "encoding",
  ]

  static let fields: [OptionField<TableOptions>] =
    [
      .int(
        "table", 1...100_000,
        Words(
          en:
            "Which table of the file is meant, from 1; the first with data where nothing is said.",
          vi: "Bảng thứ mấy trong tệp, tính từ 1; không nêu thì lấy bảng đầu tiên có dữ liệu."),
        example: "2"
      ) { $0.table = $1 }
    ]
    + CSVOptions.reading.filter { shared.contains($0.spec.name) }.map { field in
      OptionField<TableOptions>(field.spec) { target, setting in
        target.csv = OptionField.applied([field], [field.spec.name: setting], to: target.csv)
      }
    }

  /// The table that `find` gives for the text of each file; it also says how many tables there are.
  static func source(
    _ file: FileRef, _ values: OptionValues,
    _ find: ([UInt8], Int?, String) throws -> (rows: [[[UInt8]]], others: [String])
  ) throws -> any TableSource {
    let options = OptionField.applied(fields, values, to: TableOptions())
    var settings = options.csv
    settings.prefersDayFirst = values.habits.prefersDayFirst
    settings.failsOnRejected = values.habits.failsOnRejected
    settings.delimiter = 44
    let reading = settings.reading
    settings.encoding = "utf-8"
    var texts: [RawFile] = []
    for origin in file.files {
      let head = try origin.head(1 << 16)
      let text = try TextFile.opened(
        origin, head: head, TableOptions.declared(reading, head), searchesAll: true)
      let bytes = try text.head(.max)
      if let fault = text.fault, settings.mode != .lenient { throw fault }
      let (rows, others) = try find(bytes, options.table, text.path)
      let delimited = TableOptions.delimited(rows)
      var notes: [SourceNote] = []
      if options.table == nil, !others.isEmpty { notes = [note(text.path, others)] }
      texts.append(RawFile(text, notes: notes) { _ in MemoryBytes(delimited) })
    }
    return try DelimitedSource(file, texts, settings)
  }

  /// The encoding that a page declares, where it is not UTF-8 and nothing else is said.
  private static func declared(_ reading: TextFile.Reading, _ head: [UInt8]) -> TextFile.Reading {
    var reading = reading
    var tail: [UInt8] = []
    let isUTF8 = head.withUnsafeBufferPointer { UTF8Pieces.isValid($0, &tail) }
    guard reading.encoding == nil, !isUTF8, TextEncoding.marked(head) == nil else { return reading }
    let text = String(decoding: head.prefix(2048), as: UTF8.self).lowercased()
    guard let mark = text.firstRange(of: "charset=") else { return reading }
    let name = text[mark.upperBound...].drop { $0 == "\"" || $0 == "'" }
      .prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    // Many pages say 1252 and are not: what their bytes say counts more.
    if let encoding = TextEncoding(String(name)), encoding != .windows1252, encoding != .utf8 {
      reading.encoding = encoding.name
    }
    return reading
  }

  /// One of some tables: the one of a number, or the first; and how those behind it begin.
  static func chosen(
    _ tables: [[[[UInt8]]]], _ number: Int?, _ path: String
  ) throws -> (rows: [[[UInt8]]], others: [String]) {
    let place = (number ?? 1) - 1
    guard tables.indices.contains(place) else {
      throw FileError(path, .content(.noTable(place + 1, of: tables.count)))
    }
    return (tables[place], tables.dropFirst().map(beginning))
  }

  /// What a table begins with: the names of its first columns.
  private static func beginning(_ rows: [[[UInt8]]]) -> String {
    let row = rows.first { $0.count { !$0.isEmpty } > 1 } ?? rows.first ?? []
    let cells = row.lazy.filter { !$0.isEmpty }.prefix(3).map { cell in
      let text = String(decoding: cell, as: UTF8.self)
      return text.count > 24 ? text.prefix(23) + "…" : text
    }
    return cells.joined(separator: ", ")
  }

  private static func delimited(_ rows: [[[UInt8]]]) -> [UInt8] {
    let width = rows.map(\.count).max() ?? 0
    var out: [UInt8] = []
    for row in rows {
      for column in 0..<width {
        if column > 0 { out.append(44) }
        if column < row.count, !row[column].isEmpty { DelimitedText.append(row[column], &out) }
      }
      out.append(10)
    }
    return out
  }

  private static func note(_ path: String, _ others: [String]) -> SourceNote {
    let list =
      others.prefix(4).enumerated().map { "\($0 + 2) (\($1))" }.joined(separator: ", ")
      + (others.count > 4 ? " …" : "")
    let count = others.count + 1
    return SourceNote(
      "N0522",
      "\(path) has \(count) tables; this is the first, with (table: 2) reads the next: \(list)",
      "\(path) có \(count) bảng; đây là bảng đầu, with (table: 2) đọc bảng tiếp theo: \(list)",
      options: ["table: 1"])
  }
}
