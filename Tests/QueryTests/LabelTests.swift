import Columns
import Display
import Foundation
import Language
import Sources
import TestSupport
import Testing

@testable import Workspace

/// Labels, units and digits on their way through the steps.
@Suite struct LabelTests {
  init() { _ = FileManager.default.changeCurrentDirectoryPath(CaseTests.root.path) }

  private func table(_ query: String, _ lang: Lang = .en) throws -> Table {
    let session = Session(Settings(threads: 2, lang: lang, today: 20_188))
    try session.openCatalogue(CaseTests.datasets.path)
    let source = SourceText(query)
    var last: Table?
    for statement in Parser.parse(script: source).script.statements {
      last = try session.answer(statement, in: source).table ?? last
    }
    return try #require(last)
  }

  /// The headings of a result.
  private func headings(_ query: String, _ reader: Reader = .vietnamese) throws -> [String] {
    try table(query).fields.map { $0.heading(for: reader) }
  }

  private func cells(_ query: String, _ column: String, _ reader: Reader = .vietnamese) throws
    -> [String]
  {
    let table = try table(query)
    let place = try #require(table.fields.firstIndex { $0.name == column })
    return ShownCells(table.columns[place], of: table.fields[place], for: reader).texts
  }

  private let rows = "[{a: 1.234, b: 2.5, t: \"x\"}, {a: 10.5, b: 1.25, t: \"y\"}]"
  private let label = "| label a = \"Tỷ lệ\" unit \"%\" digits 1, t = \"Tên\""

  @Test(
    "A label, a unit and digits stay with the column through steps",
    arguments: [
      "where b > 0", "sort -a", "take 5", "skip 0", "derive c = b * 2", "select a, t, b",
      "distinct", "peek", "label b digits 0", "select -b", "as kept\nkept", "append [{a: 1.0}]",
      "join left [{t: \"x\", z: 1}] on t", "fill b with 0", "assert b > 0 | take 2\n_",
    ])
  func travels(step: String) throws {
    var query = "\(rows) \(label) | \(step)"
    if step.hasSuffix("_") { query = "\(rows) \(label) | assert b > 0 | take 2" }
    let table = try table(query)
    let field = try #require(table.fields.first { $0.name == "a" }, "\(step)")
    #expect(field.heading(for: .vietnamese) == "Tỷ lệ (%)", "\(step)")
    #expect(field.look.digits == .decimals(1), "\(step)")
  }

  @Test("A rename keeps the label")
  func renamed() throws {
    let found = try headings("\(rows) \(label) | select rate = a, name = t")
    #expect(found == ["Tỷ lệ (%)", "Tên"])
    let derived = try headings("\(rows) \(label) | derive copy = a | select copy")
    #expect(derived == ["Tỷ lệ (%)"])
  }

  @Test("A name written for people is what the column is called; the unit and the digits stay")
  func renamedInWords() throws {
    let found = try table("\(rows) \(label) | select `Kết quả tháng` = a, `tên` = t")
    #expect(found.fields.map { $0.heading(for: .vietnamese) } == ["Kết quả tháng (%)", "tên"])
    #expect(found.fields[0].look.digits == .decimals(1))
  }

  @Test("Keys of progress have the labels of their columns")
  func keysOfProgress() throws {
    let own = try headings("tasks | progress")
    #expect(own.prefix(2) == ["Đơn vị", "Chương trình"], "\(own)")
    let named = try headings("\(rows) \(label) | derive status = \"done\" | progress by t")
    #expect(named.first == "Tên")
  }

  @Test("What compare makes of several items names its item, in both languages")
  func items() throws {
    let query = """
      practice_coverage | where indicator ~ "dinh danh"
      | compare 2020, 2024 by unit: covered = sum(covered), so_ho = sum(total)
      """
    let table = try table(query)
    func titles(_ reader: Reader) -> [String: String] {
      Dictionary(
        uniqueKeysWithValues: table.fields.map { ($0.name, $0.title(for: reader, withUnit: false)) }
      )
    }
    let (en, vi) = (titles(.english), titles(.vietnamese))
    for (name, own, other) in [
      ("covered_2024", "Covered 2024", "Số đạt 2024"), ("so_ho_2020", "So ho 2020", "So ho 2020"),
      ("change_covered", "Covered: change", "Số đạt: thay đổi"),
      ("change_pct_covered", "Covered: change", "Số đạt: thay đổi"),
      ("rank_covered_2024", "Covered: rank 2024", "Số đạt: hạng 2024"),
      ("rank_change_so_ho", "So ho: places gained", "So ho: tăng hạng"),
    ] {
      #expect(en[name] == own)
      #expect(vi[name] == other)
    }
    #expect(!en.values.contains { $0.contains("_") } && !vi.values.contains { $0.contains("_") })
  }

  @Test(
    "Expressions drop the label, and keep the unit only where both sides have it",
    arguments: [
      ("a + a", "%"), ("a - 1", "%"), ("1 + a", "%"), ("-a", "%"), ("abs(a)", "%"),
      ("round(a, 1)", "%"), ("a * 2", nil), ("a / b", nil), ("a + b", nil), ("a ^ 2", nil),
      ("a ?? 0", "%"), ("case { b > 2 => a, else => a - a }", "%"),
    ] as [(String, String?)])
  func expressions(text: String, unit: String?) throws {
    let field = try #require(try table("\(rows) \(label) | select x = \(text)").fields.first)
    #expect(field.unit == unit, "\(text)")
    #expect(field.look.label == nil, "\(text)")
  }

  @Test("A group keeps the labels of its keys, and a mean has a digit more")
  func groups() throws {
    let table = try table(
      "\(rows) \(label) | group by t: mean = avg(a), most = max(a), n = count(), s = sum(a)")
    #expect(table.fields[0].heading(for: .vietnamese) == "Tên")
    #expect(table.fields[1].look.digits == .upTo(2))
    #expect(table.fields[2].look.digits == .decimals(1))
    #expect(table.fields.map(\.unit) == [nil, "%", "%", nil, "%"])
    let whole = try self.table("[{n: 1}, {n: 2}] | aggregate m = avg(n)")
    #expect(whole.fields[0].look.digits == .upTo(1))
  }

  @Test("The catalogue's titles are labels, and a file has none")
  func catalogue() throws {
    #expect(
      try headings("indices | select unit, index, year, value, rank, n_units")
        == ["Đơn vị", "Chỉ số", "Năm", "Giá trị", "Thứ hạng", "Số đơn vị xếp hạng"])
    #expect(
      try headings("indices | select unit, n_units", .english) == ["unit", "Units ranked"])
    #expect(try headings("[{a: 1}]") == ["a"])
  }

  @Test("The analyses' own columns have labels, and their words are Vietnamese on the screen alone")
  func analyses() throws {
    let query = """
      practice_coverage | where indicator ~ "chu ky so" | project to 2030 against targets
      | where unit == "Điện Biên" | take 1
      """
    let table = try table(query)
    func heading(_ name: String) -> String? {
      table.fields.first { $0.name == name }?.heading(for: .vietnamese)
    }
    #expect(heading("expected") == "Dự báo (%)")
    #expect(heading("low") == "Khoảng dự báo 80 %, từ")
    #expect(heading("high") == "Khoảng dự báo 80 %, đến")
    #expect(heading("status") == "Đánh giá")
    #expect(table["status"]?[0] == .text("on track"))
    #expect(try cells(query, "status") == ["đúng tiến độ"])
    #expect(try cells(query, "status", .english) == ["on track"])
    #expect(try cells(query, "p_attain").allSatisfy { $0.hasSuffix(" %") })
    #expect(try cells(query, "expected_rank").allSatisfy { !$0.contains(",") })
    let other = try headings(
      "indices | where index == \"PAR\" | project to 2030 by unit interval 95 | select low")
    #expect(other == ["Khoảng dự báo 95 %, từ"])
  }

  @Test("Markdown shows labels and digits, CSV and JSON the values unless told otherwise")
  func formats() throws {
    let table = try table("\(rows) \(label)")
    func written(_ format: any FileFormat, _ options: OptionValues, _ reader: Reader) throws
      -> String
    {
      String(
        decoding: try format.writer(options).bytes(table, RunContext(reader: reader)),
        as: UTF8.self)
    }
    #expect(
      try written(MarkdownFormat(), [:], .vietnamese)
        == "| Tỷ lệ (%) | b | Tên |\n| ---: | ---: | --- |\n| 1,2 | 2,50 | x |\n| 10,5 | 1,25 | y |\n"
    )
    #expect(try written(CSVFormat(), [:], .vietnamese) == "a,b,t\n1.234,2.5,x\n10.5,1.25,y\n")
    #expect(
      try written(CSVFormat(), ["digits": .word("shown")], .vietnamese)
        == "a,b,t\n1.2,2.5,x\n10.5,1.25,y\n")
    #expect(
      try written(NDJSONFormat(), ["digits": .word("shown")], .english)
        == "{\"a\":1.2,\"b\":2.5,\"t\":\"x\"}\n{\"a\":10.5,\"b\":1.25,\"t\":\"y\"}\n")
    #expect(try written(TSVFormat(), ["digits": .word("full")], .english).contains("1.234"))
  }

  @Test(
    "What is wrong with a label is told",
    arguments: [
      ("label zz = \"x\"", "E0501"), ("label a", "E0201"), ("label a digits 99", "E0513"),
      ("label t digits 1", "E0513"), ("label a digits -1", "E0513"), ("label a = 5", "E0201"),
      ("label a = \"x\", a = \"y\"", "E0513"), ("label a unit \"x\" unit \"y\"", "E0211"),
      ("label", "E0201"), ("label a digits \"x\"", "E0507"), ("label a =", "E0201"),
    ])
  func wrong(step: String, code: String) throws {
    let session = Session(Settings(threads: 2, lang: .en, today: 20_188))
    let source = SourceText("\(rows) | \(step)")
    let (script, diagnostics) = Parser.parse(script: source)
    var codes = diagnostics.filter(\.isError).map(\.code)
    if codes.isEmpty, let statement = script.statements.first {
      do { _ = try session.answer(statement, in: source) } catch let failure as StatementFailure {
        codes = failure.diagnostics.map(\.code)
      }
    }
    #expect(!codes.isEmpty, "\(step)")
    #expect(codes.contains(code), "\(step): \(codes)")
  }

  @Test("A label may be a parameter, and an empty one takes the label away")
  func parameters() throws {
    #expect(
      try headings("let ten = \"Điểm số\"\n\(rows) | label a = $ten | select a") == ["Điểm số"])
    #expect(try headings("\(rows) \(label) | label a = \"\" unit \"\" | select a") == ["a"])
  }

  @Test("Label and digits of what is compared or projected go on to what the step makes of it")
  func labelsOfItems() throws {
    let data =
      "[{u: \"A\", year: 2022, v: 81.25}, {u: \"A\", year: 2023, v: 82.5}, {u: \"A\", year: 2024, v: 84.125}] "
      + "| label v = \"Điểm SIPAS\" unit \"điểm\" digits 1"
    let compared = data + " | compare 2022, 2024 by u: v"
    let headings = try headings(compared)
    #expect(headings.contains { $0.contains("Điểm SIPAS 2022") })
    #expect(headings.contains { $0.contains("Điểm SIPAS 2024") })
    #expect(try cells(compared, "v_2022") == ["81,3"])
    #expect(try cells(compared, "change") == ["2,9"])
    let two = data + " | derive w = v * 2 | compare 2022, 2024 by u: v, w"
    #expect(try self.headings(two).contains { $0.contains("Điểm SIPAS: thay đổi") })
    #expect(try cells(two, "change_v") == ["2,9"])
    let projected = data + " | project year to 2025 by u ceiling 100: v"
    #expect(try cells(projected, "last") == ["84,1"])
    #expect(
      try cells(projected, "expected").allSatisfy { $0.split(separator: ",").last?.count == 1 })
  }

  @Test("Digits that are shown are those that round gives, for exact and for binary numbers")
  func shownAsRounded() throws {
    var random = SeededRandom(20_261_129)
    for places in 0...4 {
      let numbers = (0..<400).map { _ -> String in
        // Halves at the last place, where ways of rounding part.
        let digits = Int.random(in: 0...99_999, using: &random)
        let text = "\(digits / 100).\(String(digits % 100 + 100).dropFirst())5"
        return (Bool.random(using: &random) ? "-" : "") + text
      }
      for form in ["x", "x * 1.0e0 + sqrt(0.0)"] {
        let query =
          "[\(numbers.map { "{x: \($0)}" }.joined(separator: ", "))] | select a = \(form) "
          + "| derive b = round(a, \(places)) | label a digits \(places), b digits \(places)"
        #expect(try cells(query, "a") == cells(query, "b"), "\(form), \(places)")
      }
    }
    #expect(
      try cells("[{x: 2.5}, {x: 0.5}, {x: -0.5}, {x: 82.975}] | label x digits 0", "x")
        == ["3", "1", "-1", "83"])
  }
}
