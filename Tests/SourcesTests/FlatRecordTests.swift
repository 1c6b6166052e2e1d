import Columns
import TestSupport
import Testing

@testable import Sources

/// Records that are read as places in their lines, against the same records in a list, which is read value
/// by value.
@Suite("Flat records of JSON")
struct FlatRecordTests {
  private func read(_ text: String, name: String) throws -> (table: Table, notes: [String]) {
    let folder = try TemporaryFolder()
    let run = RunContext()
    let source = try FileSources().source(
      try folder.file(text, name: name), [], constant: literal)
    let names = try source.outline(run).fields.map(\.name)
    _ = try source.schema(nil, run)
    let table = try source.scan(names, run)
    return (table, run.notes.map(\.en))
  }

  @Test(
    "random records give the same table line by line and in a list",
    arguments: 0..<90 as Range<UInt64>)
  func asInLists(_ seed: UInt64) throws {
    var random = SeededRandom(seed)
    let values = [
      "1", "-2", "3.50", "1e3", "9007199254740993", "123456789012345678901", "true", "false",
      "null",
      "\"x\"", "\"\"", "\"2024-02-29\"", "\"Điện Biên\"", "\"007\"", "\" a \"", "\"a,b\"",
      "\"Quý I/2024\"", "\"a\\\"b\"", "\"\\u0110i\\u1EC7n\"", "\"\\ud83d\\ude00 \\n\\/\"",
      "\"\\u0031\\u0032\"",
      // What is no flat value.
      "\"\\ud83d\"", "[1, 2]", "{\"u\": 1}", "{}",
    ]
    // Most records are alike, as in files.
    let usual = seed % 3 == 0 ? values.count : 21
    let space = ["", " ", "\t"]
    var records: [String] = []
    for _ in 0..<Int.random(in: 1...40, using: &random) {
      var names = ["a", "b", "ngày", "tỷ lệ"]
      if Int.random(in: 0..<5, using: &random) == 0 { names.shuffle(using: &random) }
      if Int.random(in: 0..<5, using: &random) == 0 { names.removeLast() }
      if Int.random(in: 0..<9, using: &random) == 0 { names.append("a") }
      if Int.random(in: 0..<9, using: &random) == 0 { names.append("new\(records.count % 3)") }
      func gap() -> String { space[Int.random(in: 0..<3, using: &random)] }
      let members = names.map { name in
        "\(gap())\"\(name)\"\(gap()):\(gap())\(values[Int.random(in: 0..<usual, using: &random)])\(gap())"
      }
      records.append("{" + members.joined(separator: ",") + "}")
    }
    let isLong = seed % 7 == 0
    // Lines that do not lie within one piece of the file.
    let padding = isLong ? ["{\"a\": \"" + String(repeating: "ô", count: 50_000) + "\"}"] : []
    let all = padding + records + padding + records
    let end = seed % 2 == 0 ? "\n" : "\r\n"
    let lines = try read(all.joined(separator: end) + (seed % 5 == 0 ? "" : end), name: "t.ndjson")
    // Two records at least, else the text is one object.
    let list = try read("[" + all.joined(separator: ",\n") + "]", name: "t.json")
    #expect(lines.table.names == list.table.names)
    #expect(lines.table.types == list.table.types)
    #expect(lines.table.rows == list.table.rows)
    #expect(
      lines.notes.map { $0.replacing("t.ndjson", with: "t.json") }.map(Self.withoutFolder)
        == list.notes.map(Self.withoutFolder))
  }

  @Test("files of many blocks give the same table line by line and in a list")
  func manyBlocks() throws {
    var random = SeededRandom(7)
    let records = (0..<14_000).map { row in
      let text = ["Hà Nội", "\\u0110à N\\u1eb5ng", "xã \\\"A\\\"", "a,b", ""].randomElement(
        using: &random)
      let value = Int.random(in: 0..<40, using: &random) == 0 ? "null" : "\(row % 977).25"
      let late = row > 11_000 ? ", \"late\": \(row)" : ""
      return
        "{\"unit\": \"\(text ?? "")\", \"row\": \(row), \"value\": \(value), \"day\": \"2024-01-\(row % 28 + 10)\"\(late)}"
    }
    let lines = try read(records.joined(separator: "\n"), name: "t.ndjson")
    let list = try read("[" + records.joined(separator: ",") + "]", name: "t.json")
    #expect(lines.table.rowCount == 14_000)
    #expect(lines.table.names == list.table.names)
    #expect(lines.table.types == list.table.types)
    #expect(lines.table.rows == list.table.rows)
  }

  private static func withoutFolder(_ note: String) -> String {
    note.split(separator: "/").last.map(String.init) ?? note
  }

  @Test(
    "what is no JSON is so in the line in which it stands",
    arguments: [
      ("{\"a\":1}\n{\"a\":2}\n{\"a\":}\n", 3), ("{\"a\":1}\n\n{\"a\" 2}\n", 3),
      ("{\"a\":1}\n{\"a\":2} x\n", 2), ("{\"a\":1}\n{\"a\":1,}\n", 2),
      ("{\"a\":1}\n{\"a\":\"x\n", 2), ("{\"a\":1}\n{\"a\":tru}\n", 2), ("{\"a\":1}\n{\"a\":1", 2),
    ])
  func faults(_ text: String, _ line: Int) throws {
    do {
      _ = try read(text, name: "t.ndjson")
      Issue.record("\(text) is read")
    } catch let error as FileError {
      #expect(error.kind == .notJSON)
      // The reader says where it was when it could not go on: at the end of a text that is not closed.
      #expect(error.line == line || error.line == line + 1, "\(text): \(error.line ?? 0)")
    }
  }

  @Test("lenient sets the line aside and reads those around it")
  func lenient() throws {
    let folder = try TemporaryFolder()
    let run = RunContext()
    let source = try FileSources().source(
      try folder.file("{\"a\":1}\n{\"a\":x}\n{\"a\":3}\n", name: "t.ndjson"),
      try written("mode: lenient"), constant: literal)
    #expect(try source.scan(["a"], run).rows == [["1"], ["3"]])
  }
}
