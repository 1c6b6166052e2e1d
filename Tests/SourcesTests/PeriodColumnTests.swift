import Columns
import Sources
import TestSupport
import Testing

@Suite("Columns of periods")
struct PeriodColumnTests {
  private static func written(
    _ table: Table, _ format: any FileFormat = CSVFormat()
  ) throws -> String {
    String(decoding: try format.writer(OptionValues()).bytes(table), as: UTF8.self)
  }

  @Test("Periods of each form come back as they were written", arguments: WrittenPeriods.all)
  func forms(_ form: WrittenPeriods) throws {
    var random = SeededRandom(form.description)
    for rows in [2, 40, 5000] {
      var cells: [(year: Int, part: Int)?] = []
      // Two of them at least, so that years of two are told from months.
      for row in 0..<rows {
        let isNull = row > 1 && random.oneIn(6)
        let part = random.int(1...form.parts)
        cells.append(isNull ? nil : (1990 + (row < 2 ? row : random.int(0...40)), part))
      }
      if form.description == "2025-10" || form.description == "2025/9" { cells[0]?.part = 12 }
      let text =
        "k,v\n"
        + cells.map { ($0.map { form.text($0.year, $0.part) } ?? "") + ",1\n" }.joined()
      let loaded = try load(text) { $0.blockSize = random.pick([7, 200, 1 << 19]) }
      let table = loaded.table
      #expect(table.fields[0].type == .date, "\(text.prefix(100))")
      #expect(table.fields[0].period?.grain == form.grain)
      #expect(try Self.written(table) == text)
      for (row, cell) in cells.enumerated() {
        let number = cell.map { $0.year * form.parts + $0.part - 1 }
        #expect(
          table.columns[0][row]
            == (number.map { .date(Int32(form.grain.days($0).upperBound)) } ?? .null))
      }
    }
  }

  private static func column(_ texts: [String]) throws -> LoadedTable {
    try load("k,v\n" + texts.map { "\($0),1\n" }.joined())
  }

  @Test(
    "A column with anything else stays text, and is told where most are periods",
    arguments: [
      (["Q1/2024", "Q2/2024", "Q3/2024", "all"], "N0530"),
      (["T1/2024", "T2/2024", "Q1/2024"], "N0530"),
      (["2021-2022", "2022-2023", "2021-2025"], "N0530"),
      (["2023", "Q1/2024", "Q2/2024"], "N0530"), (["01/2024", "02/2024", "13/2024"], "N0530"),
      (["a", "b", "Q2/2024"], nil), (["a", "b"], nil), (["Q1", "Q2"], nil),
      (["x1/2024", "y"], nil),
    ])
  func mixed(_ texts: [String], code: String?) throws {
    let loaded = try Self.column(texts)
    #expect(loaded.table.fields[0].type == .text)
    #expect(loaded.table.columns[0].values == texts.map { .text($0) })
    // Years beside their quarters are told besides.
    let codes = loaded.notes.map(\.code).filter { $0 != "N0523" }
    #expect(codes == (code.map { [$0] } ?? []))
  }

  @Test(
    "What is guessed is told",
    arguments: [
      (["Q1/2024", "Quý 2/2024"], "N0531"), (["01/2024", "2/2024"], "N0531"),
      (["2014/15", "2015/16"], "N0532"), (["2011-12"], "N0532"), (["Q1/24", "Q2/24"], "N0532"),
    ])
  func told(_ texts: [String], code: String) throws {
    let loaded = try Self.column(texts)
    #expect(loaded.table.fields[0].type == .date)
    #expect(loaded.notes.map(\.code) == [code])
  }

  @Test(
    "Clean periods need no word",
    arguments: [
      ["01/2024", "12/2024"], ["T1/2024", "T12/2024"], ["2024Q1"], ["FY2023", "FY2024"],
      ["2024-01"],
    ])
  func quiet(_ texts: [String]) throws {
    let loaded = try Self.column(texts)
    #expect(loaded.table.fields[0].period != nil)
    #expect(loaded.notes.isEmpty)
  }

  @Test("Years and days are none")
  func others() throws {
    #expect(try Self.column(["2023", "2024"]).table.fields[0].type == .int)
    let days = try Self.column(["2023-01-31", "2024-02-29"]).table.fields[0]
    #expect(days.type == .date)
    #expect(days.period == nil)
    let empty = try load("k,v\n,1\n").table.fields[0]
    #expect(empty.period == nil)
  }

  @Test("A type that is given wins")
  func given() throws {
    let loaded = try load("k\nQ1/2024\nQ2/2024\n") { $0.types = ["k": .text] }
    #expect(loaded.table.fields[0] == Field("k", .text))
  }

  @Test("Words for missing values beside periods")
  func missing() throws {
    let texts: [Value] = [.text("Q1/2024"), .text(".."), .null, .text("Q3/2024"), .text("n/a")]
    let column = try Column(.text, texts)
    for (offset, column) in [(0, column), (1, column.slice(1, 4))] {
      let outcome = try PeriodColumn.read(column, name: "k", threads: 1) { bytes in
        ["..", "n/a"].contains(String(decoding: bytes, as: UTF8.self))
      }
      guard case .periods(let periods) = outcome else {
        Issue.record("no periods")
        continue
      }
      #expect(
        periods.column.values.map(\.isNull)
          == Array([false, true, true, false, true].dropFirst(offset)))
      #expect(periods.notes.map(\.code) == ["N0533"])
      #expect(periods.notes[0].en.contains("\"..\", \"n/a\""))
    }
  }

  @Test("Texts that are not in a dictionary, and long columns on several threads")
  func plain() throws {
    let heap = try TextHeap(
      (0..<3000).map { "\(1900 + $0 / 12)-\($0 % 12 < 9 ? "0" : "")\($0 % 12 + 1)" })
    let column = Column(type: .text, count: 2990, storage: .text(heap), offset: 10)
    guard case .periods(let periods) = try PeriodColumn.read(column, name: "k", threads: 3) else {
      Issue.record("no periods")
      return
    }
    #expect(periods.form == PeriodForm(.month))
    #expect(periods.column[0] == .date(Int32(PeriodGrain.month.days(1900 * 12 + 10).upperBound)))
    let long = String(repeating: "2024Q1\n2023Q4\n", count: 100_000)
    let table = try load("k\n" + long) { $0.threads = 4 }.table
    #expect(try Self.written(table) == "k\n" + long)
  }

  @Test("Periods in JSON, JSON lines and Markdown")
  func formats() throws {
    let table = try Self.column(["Quý IV/2023", "", "Quý I/2024"]).table
    #expect(
      try Self.written(table, NDJSONFormat())
        == "{\"k\":\"Quý IV/2023\",\"v\":1}\n{\"k\":null,\"v\":1}\n{\"k\":\"Quý I/2024\",\"v\":1}\n"
    )
    #expect(
      try Self.written(table, JSONFormat())
        == "[\n{\"k\":\"Quý IV/2023\",\"v\":1},\n{\"k\":null,\"v\":1},\n{\"k\":\"Quý I/2024\",\"v\":1}\n]\n"
    )
    #expect(
      try Self.written(table, MarkdownFormat())
        == "| k | v |\n| --- | ---: |\n| Quý IV/2023 | 1 |\n|  | 1 |\n| Quý I/2024 | 1 |\n")
  }
}
