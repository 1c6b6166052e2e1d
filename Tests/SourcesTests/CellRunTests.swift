import Columns
import TestSupport
import Testing

@testable import Sources

/// What is written a column at a time, against cells written one by one from their values.
@Suite("Cells of a column in a run of rows")
struct CellRunTests {
  private static func table(_ seed: UInt64) throws -> Table {
    var random = SeededRandom(seed)
    let count = Int.random(in: 0...300, using: &random)
    func column(_ type: DataType, _ make: () -> Value) throws -> Column {
      let nulls = [0, 0, 3, 1][Int.random(in: 0..<4, using: &random)]
      return try Column(
        type,
        (0..<count).map { _ in
          nulls > 0 && Int.random(in: 0..<nulls, using: &random) == 0 ? .null : make()
        })
    }
    let words = [
      "a", "", " b", "\tc", "x,y", "x;y", "\"q\"", "l\nm", "r\rs", "Điện Biên", "a\\b", "\u{1}",
      "=1",
    ]
    let scale = Int.random(in: 1...6, using: &random)
    let columns: [(String, Column)] = [
      ("few", try column(.text) { .text(words[Int.random(in: 0..<words.count, using: &random)]) }),
      (
        "many",
        try column(.text) {
          .text(
            "\(Int.random(in: 0..<1_000_000, using: &random))\(words[Int.random(in: 0..<words.count, using: &random)])"
          )
        }
      ),
      ("i", try column(.int) { .int(Int64.random(in: -120...120, using: &random)) }),
      (
        "l",
        try column(.int) { .int([.min, .max, 0, -1][Int.random(in: 0..<4, using: &random)]) }
      ),
      (
        "x",
        try column(.float) {
          .decimal(Int64.random(in: -12_000...12_000, using: &random), scale: scale)
        }
      ),
      (
        "f",
        try column(.float) {
          .double([0.1, -2.5e-9, 1e300, .infinity][Int.random(in: 0..<4, using: &random)])
        }
      ),
      ("d", try column(.date) { .date(Int32.random(in: -800_000...3_000_000, using: &random)) }),
      ("same", try column(.date) { .date(20_000) }),
      ("b", try column(.bool) { .bool(Bool.random(using: &random)) }),
      (
        "t",
        try column(.timestamp) {
          .timestamp(Int64.random(in: 0...2_000_000_000_000_000, using: &random))
        }
      ),
      ("none", Column.nulls(.int, count: count)),
    ]
    let table = Table(columns)
    guard count > 20, seed % 2 == 0 else { return table }
    // Parts of columns, which begin anywhere in their storage.
    return Table(columns.map { ($0.0, $0.1.slice(7, count - 11)) })
  }

  private static func quoted(_ text: String, _ delimiter: String) -> String {
    let isPlain =
      !text.isEmpty && !text.hasPrefix(" ") && !text.hasPrefix("\t")
      && !text.unicodeScalars.contains { "\"\n\r".unicodeScalars.contains($0) }
      && !text.contains(delimiter)
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  @Test("CSV", arguments: 0..<40 as Range<UInt64>)
  func csv(_ seed: UInt64) throws {
    let table = try Self.table(seed)
    let delimiter = seed % 3 == 0 ? ";" : ","
    let options: OptionValues = ["delimiter": .character(delimiter.utf8.first ?? 44)]
    var expected = table.names.joined(separator: delimiter) + "\n"
    for row in 0..<table.rowCount {
      expected +=
        table.columns.map { column in
          switch column[row] {
          case .null: ""
          case .text(let text): Self.quoted(text, delimiter)
          case let value: value.plainText
          }
        }.joined(separator: delimiter) + "\n"
    }
    for threads in [1, 3] {
      let bytes = try CSVFormat().writer(options).bytes(table, RunContext(threads: threads))
      #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }
  }

  @Test("NDJSON and JSON", arguments: 0..<40 as Range<UInt64>)
  func json(_ seed: UInt64) throws {
    let table = try Self.table(seed)
    let lines = (0..<table.rowCount).map { row in
      "{"
        + zip(table.names, table.columns).map { name, column in
          let text =
            switch column[row] {
            case .null: "null"
            case .text(let text): JSONText.quoted(text)
            case .date, .timestamp: "\"\(column[row].plainText)\""
            case .double(let number) where !number.isFinite: "null"
            case let value: value.plainText
            }
          return "\"\(name)\":\(text)"
        }.joined(separator: ",") + "}"
    }
    let ndjson = try NDJSONFormat().writer(OptionValues()).bytes(table)
    #expect(String(decoding: ndjson, as: UTF8.self) == lines.map { $0 + "\n" }.joined())
    let json = try JSONFormat().writer(OptionValues()).bytes(table)
    let list = lines.isEmpty ? "[]\n" : "[\n" + lines.joined(separator: ",\n") + "\n]\n"
    #expect(String(decoding: json, as: UTF8.self) == list)
  }

  @Test("tables of more rows than a thread takes, and of no columns")
  func edges() throws {
    let many = Table([("n", try Column(.int, (0..<10_000).map { .int(Int64($0)) }))])
    for threads in [1, 2] {
      let bytes = try JSONFormat().writer(OptionValues()).bytes(many, RunContext(threads: threads))
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.hasPrefix("[\n{\"n\":0},\n{\"n\":1},"))
      #expect(text.hasSuffix("{\"n\":9999}\n]\n"))
      #expect(text.split(separator: "\n").count == 10_002)
    }
    let none = Table(fields: [], columns: [], rowCount: 2)
    let text = String(decoding: try JSONFormat().writer(OptionValues()).bytes(none), as: UTF8.self)
    #expect(text == "[\n{},\n{}\n]\n")
  }
}
