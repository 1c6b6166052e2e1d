import Columns
import Display
import Testing

@Suite struct TableRendererTests {
  private func renderer(_ width: Int?) -> TableRenderer {
    TableRenderer(style: Style(hasColour: false, hasUnicode: true), width: width)
  }

  private func table() throws -> Table {
    Table([
      ("unit", try Column(.text, [.text("Điện Biên"), .text("Hà Nội"), .null])),
      ("rank", try Column(.int, [.int(40), .null, .int(3)])),
      (
        "value",
        try Column(
          .float, [.decimal(8296, scale: 2), .decimal(801, scale: 1), .decimal(5, scale: 0)])
      ),
    ])
  }

  @Test func aSmallTable() throws {
    let text = renderer(80).render(try table(), seconds: 0.0124)
    #expect(
      text == """
        ┌───────────┬──────┬───────┐
        │ unit      │ rank │ value │
        │ text      │  int │ float │
        ├───────────┼──────┼───────┤
        │ Điện Biên │   40 │ 82.96 │
        │ Hà Nội    │    ∅ │ 80.10 │
        │ ∅         │    3 │  5.00 │
        └───────────┴──────┴───────┘
        3 rows · 3 columns · 0.012 s

        """)
  }

  @Test("Rows of totals are called so in the first key that they sum over, and unmarked")
  func totals() throws {
    var fields = [Field("p", .text), Field("year", .int), Field("s", .int), Field.totalsMark]
    fields[0].totals = .key(2)
    fields[1].totals = .key(1)
    let table = Table(
      fields: fields,
      columns: [
        try Column(.text, [.text("A"), .null, .text("A"), .null]),
        try Column(.int, [.int(2023), .int(2023), .null, .null]),
        try Column(.int, [.int(1), .int(2), .int(1), .int(3)]),
        try Column(.int, [.int(0), .int(0), .int(1), .int(2)]),
      ], rowCount: 4)
    #expect(
      renderer(80).render(table) == """
        ┌───────┬───────┬─────┐
        │ p     │  year │   s │
        │ text  │   int │ int │
        ├───────┼───────┼─────┤
        │ A     │  2023 │   1 │
        │ ∅     │  2023 │   2 │
        │ A     │ Total │   1 │
        │ Total │     ∅ │   3 │
        └───────┴───────┴─────┘
        4 rows · 3 columns

        """)
    var vietnamese = renderer(80)
    vietnamese.isVietnamese = true
    #expect(vietnamese.render(table).contains("│ Tổng │    ∅ │   3 │"))
  }

  @Test func decomposedLettersLineUp() throws {
    let texts = ["Điện Biên", "Đie\u{323}\u{302}n Bie\u{302}n"]
    let column = try Column(.text, texts.map { .text($0) })
    let lines = renderer(80).render(Table([("unit", column)])).split(separator: "\n")
    #expect(Set(lines.dropLast().map { TerminalWidth.of(String($0)) }).count == 1)
  }

  /// No line is ever wider than the terminal, whatever the table.
  @Test(arguments: [40, 41, 60, 80, 200])
  func nothingWraps(width: Int) throws {
    let long = String(repeating: "rất dài ", count: 30)
    for count in [1, 2, 5, 14, 60] {
      var named: [(String, Column)] = []
      for index in 0..<count {
        named.append(
          (
            "column number \(index)",
            index % 3 == 0
              ? try Column(.text, [.text(long), .text("日本語 😀"), .null])
              : try Column(.int, [.int(Int64(index)), .int(.max), .null])
          ))
      }
      for rows in [Table(named), Table(named.map { ($0.0, $0.1.slice(0, 1)) })] {
        for line in renderer(width).render(rows, seconds: 1).split(separator: "\n") {
          #expect(TerminalWidth.of(String(line)) <= width, "\(count) columns at \(width): \(line)")
        }
      }
    }
  }

  @Test func theFooterTellsWhatIsShown() throws {
    let column = try Column(.int, (0..<300).map { .int($0) })
    let table = Table((0..<20).map { ("a long name of column \($0)", column) })
    let text = renderer(80).render(table, seconds: 0.5)
    let lines = text.split(separator: "\n")
    let last = lines.firstIndex { $0.hasPrefix("300 rows") }.map { Array(lines[$0...]) } ?? []
    #expect(last.first?.hasPrefix("300 rows (40 shown) · 20 columns (12 shown)") == true)
    #expect(last.first?.hasSuffix("0.500 s · .last shows all") == true)
    #expect(text.contains("·"))
    #expect(last.count > 1 && last[1].hasPrefix("not shown: a long name of column 12, "))
    #expect(last.last?.hasSuffix("column 19") == true)
    // Two blocks: what fits beside the first column, and as much again.
    #expect(lines.filter { $0.hasPrefix("┌") }.count == 2)
    #expect(lines.count == 2 * (8 + 40 + 1) + last.count - 2)
  }

  @Test func aWideRowBecomesARecord() throws {
    let table = Table(
      try (0..<12).map { ("name \($0)", try Column(.text, [.text("value number \($0)")])) })
    let text = renderer(60).render(table)
    #expect(text.hasPrefix("name 0   value number 0\n"))
  }

  @Test func escapesInDataAreShownNotSent() throws {
    let table = Table([
      ("a\u{1B}[31m", try Column(.text, [.text("x\u{1B}]0;title\u{7}\ny\u{202E}"), .text("")]))
    ])
    let text = renderer(80).render(table)
    #expect(!text.contains("\u{1B}"))
    #expect(!text.contains("\u{7}"))
    #expect(!text.contains("\u{202E}"))
    #expect(text.contains("\\e"))
  }

  @Test func withoutUnicodeEverythingIsASCII() throws {
    var plain = TableRenderer(style: .plain, width: 60)
    plain.maxRows = 2
    let text = plain.render(
      Table([("n", try Column(.int, [.int(1), .null, .int(3)]))]), seconds: 1)
    #expect(text.utf8.allSatisfy { $0 < 128 })
  }

  @Test func emptyTables() throws {
    #expect(
      renderer(80).render(Table([("n", try Column(.int, []))])).hasSuffix("0 rows · 1 column\n"))
  }
}

@Suite struct WidthTests {
  @Test(arguments: [
    ("abc", 3), ("Điện Biên", 9), ("Đie\u{323}\u{302}n", 4), ("日本", 4), ("😀", 2), ("👨‍👩‍👧", 2),
    ("e\u{301}", 1), ("", 0), ("ế", 1), ("한", 2), ("ａ", 2), ("❤️", 2), ("🇻🇳", 2),
  ])
  func cells(text: String, width: Int) { #expect(TerminalWidth.of(text) == width) }

  @Test func cutting() {
    #expect(TerminalWidth.cut("Điện Biên", to: 5) == "Điện…")
    #expect(TerminalWidth.cut("日本語", to: 4) == "日…")
    #expect(TerminalWidth.cut("abc", to: 3) == "abc")
  }
}

/// Cells that nobody can read in a table.
@Suite struct LongCellTests {
  /// A text of many megabytes costs no more than its head, and what is missing is told.
  @Test(arguments: [nil, 80, 10_000])
  func cut(_ width: Int?) throws {
    let long = String(repeating: "é \u{1B}", count: 5 << 20)
    let table = Table([
      (
        "a",
        try Column(
          .text, [.text(long), .text("short"), .text(String(repeating: "x", count: 19_000))])
      ),
      ("n", try Column(.int, [.int(1), .int(2), .int(3)])),
    ])
    var renderer = TableRenderer(style: Style(hasColour: false, hasUnicode: true), width: width)
    for isRecords in [false, true] {
      renderer.isRecords = isRecords
      let text = renderer.render(table)
      #expect(text.utf8.count < 1 << 20, "\(text.utf8.count) bytes")
      #expect(text.contains("1 cell of more than 20000 bytes cut here"), "\(text.suffix(300))")
      #expect(!text.contains("\u{1B}"))
    }
    let short = Table([("a", try Column(.text, [.text("short")]))])
    #expect(!renderer.render(short).contains("cut here"))
  }
}
