import Columns
import Sources
import TestSupport
import Testing

@Suite("Writing tables")
struct WriterTests {
  private func text(
    _ table: Table, _ format: any FileFormat = CSVFormat(),
    _ options: OptionValues = OptionValues(),
    threads: Int = 1
  ) throws -> String {
    let bytes = try format.writer(options).bytes(table, RunContext(threads: threads))
    return String(decoding: bytes, as: UTF8.self)
  }

  private func sample() throws -> Table {
    Table([
      ("tên", try Column(.text, [.text("a,b"), .null, .text(""), .text("x\"y|\nz")])),
      ("n", try Column(.int, [.int(.max), .int(.min), .null, .int(-5)])),
      (
        "f", try Column(.float, [.decimal(8296, scale: 2), .null, .decimal(-5, scale: 2), .int(3)])
      ),
      ("ok", try Column(.bool, [.bool(true), .bool(false), .null, .null])),
      ("d", try Column(.date, [.date(0), .date(19_782), .null, .date(-1)])),
    ])
  }

  @Test("Rows of totals: called so in text, in JSON only where the key is text")
  func totals() throws {
    var fields = [Field("p", .text), Field("y", .int), Field("s", .int), Field.totalsMark]
    fields[0].totals = .key(2)
    fields[1].totals = .key(1)
    let table = Table(
      fields: fields,
      columns: [
        try Column(.text, [.text("A"), .text("A"), .null]),
        try Column(.int, [.int(2023), .null, .null]),
        try Column(.int, [.int(1), .int(1), .int(1)]),
        try Column(.int, [.int(0), .int(1), .int(2)]),
      ], rowCount: 3)
    func written(_ format: any FileFormat) throws -> String {
      try text(table.labellingTotals("Tổng", asText: format.labelsTotals), format)
    }
    #expect(try written(CSVFormat()) == "p,y,s\nA,2023,1\nA,Tổng,1\nTổng,,1\n")
    #expect(try written(MarkdownFormat()).contains("| A | Tổng | 1 |"))
    let json = try written(JSONFormat())
    #expect(json.contains(#"{"p":"A","y":null,"s":1}"#))
    #expect(json.contains(#"{"p":"Tổng","y":null,"s":1}"#))
    // Who has only rows that are none gets them as they are.
    let plain = try sample()
    #expect(try text(plain.labellingTotals("Tổng", asText: true)) == text(plain))
  }

  @Test("CSV, tab-separated text and their options")
  func delimited() throws {
    let table = try sample()
    #expect(
      try text(table)
        == "tên,n,f,ok,d\n\"a,b\",9223372036854775807,82.96,true,1970-01-01\n"
        + ",-9223372036854775808,,false,2024-02-29\n\"\",,-0.05,,\n"
        + "\"x\"\"y|\nz\",-5,3.0,,1969-12-31\n")
    #expect(
      try text(table, TSVFormat(), ["bom": .flag(true), "decimal": .character(44)]).hasPrefix(
        "\u{FEFF}tên\tn\tf\tok\td\na,b\t9223372036854775807\t82,96\ttrue"))
    let bare = try text(table, CSVFormat(), ["decimal": .character(44), "header": .flag(false)])
    #expect(bare.hasPrefix("\"a,b\",9223372036854775807,\"82,96\",true"))
  }

  @Test("JSON, JSON lines and Markdown")
  func others() throws {
    let table = try sample()
    let lines = try text(table, NDJSONFormat()).split(separator: "\n")
    #expect(
      lines[0] == "{\"tên\":\"a,b\",\"n\":9223372036854775807,\"f\":82.96,\"ok\":true,"
        + "\"d\":\"1970-01-01\"}")
    #expect(lines[1].contains("\"tên\":null"))
    #expect(lines[3].contains("\"x\\\"y|\\nz\""))
    let json = try JSON(Array(try text(table, JSONFormat()).utf8))
    #expect(json.list?.count == 4)
    #expect(json.list?[3]["tên"]?.text == "x\"y|\nz")
    let none = Table([("a", try Column(.int, []))])
    #expect(try JSON(Array(try text(none, JSONFormat()).utf8)) == .list([]))
    let markdown = try text(table, MarkdownFormat()).split(separator: "\n")
    #expect(markdown[0] == "| tên | n | f | ok | d |")
    #expect(markdown[1] == "| --- | ---: | ---: | --- | --- |")
    #expect(markdown[5] == "| x\"y\\|<br>z | -5 | 3.00 |  | 1969-12-31 |")
  }

  /// What a cell is after it went through a file.
  private func key(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .decimal, .double, .int:
      (value.asDouble.map { $0 == 0 ? "0" : $0.isNaN ? "nan" : "\($0)" } ?? "")
        + value.type.rawValue
    default: "\(value)"
    }
  }

  @Test("what is written is read back, in every form, on one thread and on four")
  func identity() throws {
    var random = SeededRandom("write and read")
    let hard = [
      "a\nb", "\r\n", "\"", "\"\"", ",", ";x", " leading", "trailing ", "\t", "NULL", "nan", "001",
      "\u{FEFF}", "1,5", "'", "\\", "true", "2024-01-01", "ệ\u{1EC7}", "\r", "a\rb",
    ]
    for round in 0..<60 {
      let count = random.int(0...random.pick([1, 3, 40, 300]))
      var named: [(String, Column)] = []
      var options = ReadOptions()
      options.header = .first
      // What the program wrote needs no mending.
      options.mode = .strict
      options.trims = false
      options.knowsMissing = false
      options.delimiter = 44
      options.blockSize = random.pick([16, 200, 1 << 19])
      options.threads = random.pick([1, 4])
      for index in 0..<random.int(1...6) {
        let form = random.pick(ColumnForm.allCases)
        let name = "c \(index), \"\(form)\""
        var column = try RandomColumns.column(form, count: count, using: &random)
        if form == .double {
          let cells = (0..<count).map { _ -> Value in
            random.oneIn(5) ? .null : .double(Double(bitPattern: random.next()))
          }
          column = try Column(.float, cells)
        } else if form == .coded {
          column = try Column(
            .text, (0..<count).map { _ in random.oneIn(6) ? .null : .text(random.pick(hard)) })
        }
        named.append((name, column))
        options.types[name] = column.type
      }
      let table = Table(named)
      let folder = try TemporaryFolder()
      let path = try folder.file(try text(table, threads: options.threads))
      let back = try CSVFile(path, options).read().table
      #expect(back.rowCount == count, "round \(round)")
      #expect(back.types == table.types, "round \(round)")
      for (index, column) in table.columns.enumerated() where back.rowCount == count {
        let wanted = column.values.map(key)
        let found = back.columns[index].values.map(key)
        #expect(found == wanted, "round \(round): \(table.fields[index].name)")
      }
    }
  }
}
