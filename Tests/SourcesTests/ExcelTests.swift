import Columns
import Foundation
import Language
import Sources
import Testing

/// `export "x.csv" with (excel: true)`.
@Suite("CSV for Excel")
struct ExcelTests {
  private func written(
    _ table: Table, _ options: OptionValues = ["excel": .flag(true)], reader: Reader = .english
  ) throws -> (text: String, notes: [SourceNote]) {
    let run = RunContext(reader: reader)
    let bytes = try CSVFormat().writer(options).bytes(table, run)
    return (String(decoding: bytes, as: UTF8.self), run.notes)
  }

  private func table() throws -> Table {
    try Table([
      ("mã", Column(.text, [.text("00123"), .text("X9"), .null])),
      ("tên", Column(.text, [.text("Mường Nhé"), .text("a;b,c"), .text("7")])),
      (
        "tỷ lệ",
        Column(.float, [.decimal(1250, scale: 2), .decimal(-5, scale: 1), .null])
      ),
      ("số", Column(.int, [.int(1_234_567), .int(1_234_567_890_123_456), .null])),
    ])
  }

  @Test("byte order mark, the signs of the language, codes that stay; all told")
  func signs() throws {
    let english = try written(try table())
    #expect(
      english.text
        == "\u{FEFF}mã,tên,tỷ lệ,số\n\"=\"\"00123\"\"\",Mường Nhé,12.5,1234567\n"
        + "X9,\"a;b,c\",-0.5,\"=\"\"1234567890123456\"\"\"\n,7,,\n")
    #expect(english.notes.map(\.code) == ["N0713"])
    #expect(english.notes[0].en.contains("mã (1), số (1)"))
    let vietnamese = try written(try table(), reader: .vietnamese)
    #expect(
      vietnamese.text
        == "\u{FEFF}mã;tên;tỷ lệ;số\n\"=\"\"00123\"\"\";Mường Nhé;12,5;1234567\n"
        + "X9;\"a;b,c\";-0,5;\"=\"\"1234567890123456\"\"\"\n;7;;\n")
    // What the query names stays so.
    let named = try written(
      try table(), ["excel": .flag(true), "delimiter": .character(9)], reader: .vietnamese)
    #expect(named.text.hasPrefix("\u{FEFF}mã\ttên"))
    // Without the option nothing is guarded or told.
    let plain = try written(try table(), [:])
    #expect(plain.text.hasPrefix("mã,tên,tỷ lệ,số\n00123,Mường Nhé") && plain.notes.isEmpty)
  }

  @Test(
    "what Excel would take for a number or a day is guarded",
    arguments: [
      "00123", "0", "12E4", "3-4", "1/2", "10/2025", "2025-10", "1.250", "1,5", "+84912", "(350)",
      "-", "1234567890123456", "123456789012345", "1-Mar", "MAR1", "Sept 2", "12E", "E12", "A1",
      "xã 5",
      "May", "1:30", "00", "007", "12 345", "3.4.5", "Tổng 3", "q1",
    ])
  func codes(_ text: String) throws {
    let isGuarded: Set<String> = [
      "00123", "12E4", "3-4", "1/2", "10/2025", "2025-10", "1.250", "1,5", "+84912", "(350)",
      "1234567890123456", "1-Mar", "MAR1", "Sept 2", "1:30", "00", "007", "12 345", "3.4.5",
    ]
    let one = try Table([("k", Column(.text, [.text(text)])), ("n", Column(.int, [.int(1)]))])
    let cell = try written(one).text.split(separator: "\n")[1]
    #expect(cell.hasPrefix("\"=\"\"\(text)\"\"\"") == isGuarded.contains(text), "\(cell)")
  }

  @Test(
    "texts that Excel would run are texts in the file, and come back as they were",
    arguments: [
      "=1+2", "=HYPERLINK(\"http://example.org\";\"x\")", "=cmd|' /C calc'!A0", "@SUM(1)", "+1+2",
      "-2+3", "- Khoản mục", "=\"a\"", "=", "-", "@", "--", "=\"001\"&A1",
    ])
  func formulas(_ text: String) throws {
    let one = try Table([
      ("k", Column(.text, [.text(text), .text("x")])), ("n", Column(.int, [.int(-1), .int(2)])),
    ])
    for reader in Reader.allCases {
      let found = try written(one, reader: reader)
      let sign = reader == .vietnamese ? ";" : ","
      let cell = found.text.split(separator: "\n")[1].dropLast("\(sign)-1".count)
      // A sign alone is only a sign.
      let isGuarded = text.count > 1
      #expect(cell.hasPrefix("\"=\"\"") == isGuarded, "\(cell)")
      #expect(found.notes[0].en.contains("k (1)") == isGuarded, "\(found.notes[0].en)")
      #expect(found.text.contains("\(sign)-1\n"))
      // Beside a number a lone sign is a word for what is missing.
      if isGuarded { #expect(try load(found.text).table.rows[0] == [text, "-1"]) }
    }
  }

  @Test("what has no room in a formula, and headings, are kept from Excel too")
  func otherFormulas() throws {
    let long = "=1+" + String(repeating: "2", count: 300)
    for text in [long, "\tx", "\rx", "\nx", "=a\nb"] {
      let one = try Table([("=k", Column(.text, [.text(text)])), ("n", Column(.int, [.int(1)]))])
      let found = try written(one).text
      #expect(found.hasPrefix("\u{FEFF}\"=\"\"=k\"\"\",n\n"))
      #expect(found.contains("'\(text)"), "\(found)")
    }
    // Asked for by name, ' is what stands before all of them.
    let one = try Table([("k", Column(.text, [.text("=1+2")])), ("n", Column(.int, [.int(1)]))])
    let both = try written(one, ["excel": .flag(true), "safe": .flag(true)]).text
    #expect(both.contains("\n'=1+2,1\n"))
  }

  @Test("periods keep their words")
  func periods() throws {
    let loaded = try load("kỳ,n\n10/2025,1\n11/2025,2\n")
    #expect(loaded.table.fields[0].period != nil)
    let found = try written(loaded.table)
    #expect(found.text.contains("\"=\"\"10/2025\"\"\",1"))
    #expect(found.notes[0].en.contains("kỳ (2)"))
  }

  @Test("null alone in a line is an empty line, as in DuckDB and Polars, and is read as null again")
  func loneNull() throws {
    for values in [[Value.null], [.int(1), .null, .null], [.null, .null, .int(2)]] {
      let one = try Table([("n", Column(.int, values))])
      let text = try written(one, [:]).text
      #expect(!text.contains("\"") && text.filter { $0 == "\n" }.count == values.count + 1)
      let back = try load(text) { $0.header = .first }
      #expect(back.table.rowCount == values.count, "\(text)")
      #expect(back.table.columns[0].values == values.map { $0 } || values == [.null])
    }
  }
}
