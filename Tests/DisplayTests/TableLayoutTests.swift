import Columns
import Display
import Testing

/// What a narrow view keeps, in which order, and what it says of the rest.
@Suite struct TableLayoutTests {
  /// The first words over the columns of each block.
  private func blocks(_ text: String) -> [[String]] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var found: [[String]] = []
    for (number, line) in lines.enumerated() where line.hasPrefix("┌") {
      let end = lines[number...].firstIndex { $0.hasPrefix("├") } ?? number
      // The lines of a heading, read downwards; the last line has the types.
      var names: [String] = []
      for line in lines[(number + 1)..<(end - 1)] {
        for (place, cell) in line.split(separator: "│").enumerated() {
          if place == names.count { names.append("") }
          names[place] += cell.filter { $0 != " " }
        }
      }
      found.append(names)
    }
    return found
  }

  private func render(_ table: Table, _ width: Int, _ spare: SpareColumns = SpareColumns())
    -> String
  {
    var renderer = TableRenderer(style: Style(hasColour: false, hasUnicode: true), width: width)
    renderer.spare = spare
    let text = renderer.render(table)
    for line in text.split(separator: "\n") {
      #expect(TerminalWidth.of(String(line)) <= width, "\(line)")
    }
    return text
  }

  private func texts(_ values: String...) throws -> Column {
    try Column(.text, values.map { $0.isEmpty ? .null : .text($0) })
  }

  private func table() throws -> Table {
    var table = Table([
      ("unit", try texts("Điện Biên", "Sơn La")),
      ("index", try texts("SIPAS", "SIPAS")),
      ("value", try Column(.float, [.double(82.96), .double(80.5)])),
      ("rank", try Column(.int, [.int(40), .int(49)])),
      ("empty", try texts("", "")),
      ("source", try texts("báo Điện Biên Phủ, 2025-04-10", "báo Sơn La, 2025-04-10")),
      ("note", try texts("counted from the first of November", "")),
    ])
    table.fields[0].look.part = .key
    return table
  }

  private let spare = SpareColumns(
    details: ["note", "source"], minor: ["rank"], telling: ["value"], remarks: "note")

  @Test("A wide view shows all columns; a narrow one says what all rows have in common")
  func common() throws {
    let wide = render(try table(), 200, spare)
    #expect(
      blocks(wide) == [["unit", "index", "value", "rank", "empty", "source", "note"]])
    #expect(!wide.contains("all rows"))
    let narrow = render(try table(), 60, spare)
    #expect(blocks(narrow) == [["unit", "value", "rank", "source"]])
    #expect(
      narrow.split(separator: "\n").suffix(4) == [
        "2 rows · 7 columns (6 shown) · .last shows all", "all rows: index SIPAS",
        "empty: empty", "not shown: note",
      ] || narrow.contains("• note of 1 row: counted from the first of November"))
    #expect(narrow.contains("all rows: index SIPAS\n") && narrow.contains("empty: empty\n"))
  }

  @Test("Details go where there is no room, and the footer names them")
  func details() throws {
    let text = render(try table(), 36, spare)
    #expect(blocks(text) == [["unit", "value", "rank"]])
    #expect(text.contains("2 rows · 7 columns (5 shown) · .last"))
    #expect(text.contains("not shown: source, note\n"))
    #expect(text.contains("• note of 1 row: counted from the"))
  }

  @Test(
    "What is asked for is never left out, whatever the width", arguments: [30, 40, 60, 80, 120])
  func asked(width: Int) throws {
    let names = (0..<12).map { "n\($0)x" }
    var table = Table(
      [("unit", try texts("Điện Biên", "Sơn La"))]
        + (try names.enumerated().map { place, name in
          (name, try Column(.int, [.int(Int64(1000 + place)), .int(Int64(place))]))
        }))
    table.fields[0].look.part = .key
    let text = render(table, width, SpareColumns(asked: names))
    for name in names { #expect(text.contains(name), "\(name) at \(width)") }
    #expect(!text.contains("not shown"))
    for (number, block) in blocks(text).enumerated() {
      #expect(block.first == "unit", "block \(number)")
    }
    // Every number is there, once and whole.
    let words = text.split { " │\n".contains($0) }
    for place in 0..<12 {
      let number = "1,\(String(1000 + place).dropFirst())"
      #expect(words.filter { $0 == number }.count == 1, "\(number) at \(width)")
    }
  }

  @Test("The answer stands in the first block, and what is minor under it with the keys repeated")
  func order() throws {
    var table = Table([
      ("unit", try texts("Điện Biên", "Sơn La")),
      ("minor", try Column(.int, [.int(1), .int(2)])),
      ("answer", try Column(.float, [.double(1.25), .double(2.5)])),
      ("other", try texts("một chữ dài", "một chữ khác")),
      ("end", try Column(.int, [.int(7), .int(8)])),
    ])
    table.fields[0].look.part = .key
    let spare = SpareColumns(minor: ["minor"], telling: ["answer", "end"])
    #expect(
      blocks(render(table, 38, spare)) == [["unit", "answer", "end"], ["unit", "minor", "other"]])
  }

  @Test("Keys are cut in the middle, so that they differ")
  func keys() throws {
    let start = "Chương trình mục tiêu quốc gia về "
    let ends = ["giảm nghèo", "nông thôn mới", "dân tộc thiểu số", "giảm nghèo đô thị"]
    var table = Table([
      ("programme", try Column(.text, ends.map { .text(start + $0) })),
      ("total", try Column(.int, (0..<4).map { .int(Int64($0) * 1000) })),
      ("done", try Column(.int, (0..<4).map { .int(Int64($0)) })),
    ])
    table.fields[0].look.part = .key
    for width in [36, 40, 44, 50] {
      let text = render(table, width, SpareColumns(telling: ["total", "done"]))
      let cells = text.split(separator: "\n").filter { $0.hasPrefix("│ Ch") }
        .map { $0.split(separator: "│")[0] }
      #expect(Set(cells).count == 4, "\(width): \(cells)")
      #expect(cells.allSatisfy { $0.contains("…") })
    }
  }

  @Test("Numbers and days are never cut", arguments: [24, 30, 40])
  func whole(width: Int) throws {
    let table = Table([
      ("a long name of numbers", try Column(.int, [.int(1_234_567), .int(12)])),
      ("day", try Column(.date, [.date(20_000), .date(1)])),
      ("text", try texts(String(repeating: "dài ", count: 20), "x")),
    ])
    let text = render(table, width)
    #expect(text.contains("1,234,567"))
    #expect(text.contains("2024-10-04") && text.contains("1970-01-02"))
  }

  @Test("A column is the same in all rows only if the rows that are not shown say so too")
  func sameInAll() throws {
    let count = 300
    var cells = [Value](repeating: .text("one"), count: count)
    cells[150] = .text("other")
    let table = Table([
      ("id", try Column(.int, (0..<count).map { .int(Int64($0)) })),
      ("word", try Column(.text, cells)),
      ("same", try Column(.text, [Value](repeating: .text("always"), count: count))),
      ("filling", try Column(.text, (0..<count).map { .text("a rather long text \($0)") })),
    ])
    let text = render(table, 40)
    #expect(text.contains("all rows: same always\n"))
    #expect(!text.contains("word one"))
  }

  @Test("Where not even a key and a number fit, rows are records")
  func records() throws {
    let table = Table([
      ("day", try Column(.date, [.date(20_000), .date(1)])),
      ("number", try Column(.float, [.double(123_456_789_012.5), .double(1)])),
    ])
    let text = render(table, 26)
    #expect(text.contains("123,456,789,012.5"))
    #expect(text.contains("number"))
    #expect(!text.contains("┌"))
  }
}
