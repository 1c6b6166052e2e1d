import Columns
import Sources
import Testing

@Suite("Reading workbooks")
struct WorkbookReadingTests {
  @Test("types follow from what the cells say")
  func types() throws {
    let read = try readSheet(
      TestBook([
        ["ten", "so", "tien", "ty_le", "ngay", "luc", "co", "ma"],
        [
          "A", 1, .number("1250.5", format: "#,##0.00 \"đ\""), .percent("0.2813"), .date("45747"),
          .date("45747.354166666664", "dd/mm/yyyy hh:mm"), true, .number("7", format: "00000"),
        ],
        [
          "B", 20, .number("3000", format: "#,##0 \"đ\""), .percent("1"), .date("45748"),
          .date("45748.5", "dd/mm/yyyy hh:mm"), false, .number("12345", format: "00000"),
        ],
      ]))
    #expect(
      read.table.types == [.text, .int, .float, .float, .date, .timestamp, .bool, .text])
    #expect(read.table.fields.map(\.unit) == [nil, nil, "đ", "%", nil, nil, nil, nil])
    #expect(
      read.rows == [
        ["A", "1", "1250.5", "28.13", "2025-03-31", "2025-03-31 08:30:00", "true", "00007"],
        ["B", "20", "3000.0", "100.0", "2025-04-01", "2025-04-01 12:00:00", "false", "12345"],
      ])
    #expect(read.codes == ["N0505"])
  }

  @Test("a column of one kind of cell, each with its values")
  func columns() throws {
    func column(_ cells: [TestCell]) throws -> (type: DataType?, cells: [String], codes: [String]) {
      let rows = cells.enumerated().map { [TestCell.text("r\($0)"), $1] }
      let read = try readSheet(TestBook([["k", "v"]] + rows))
      return (read.type("v"), read.column("v"), read.codes)
    }
    func check(
      _ cells: [TestCell], _ type: DataType, _ wanted: [String], _ codes: [String] = []
    ) throws {
      let found = try column(cells)
      #expect(found.type == type, "\(cells)")
      #expect(found.cells == wanted, "\(cells)")
      #expect(found.codes == codes, "\(cells)")
    }
    // What text leaves open, numbers do not.
    try check(
      [.number("1.234", format: nil), .number("2.345", format: nil)], .float, ["1.234", "2.345"])
    try check([.number("1.5", format: nil), 2, 3], .float, ["1.5", "2.0", "3.0"])
    try check([.number("1E+20", format: nil), 2], .float, ["1e+20", "2.0"])
    try check([.number("28.129999999999999", format: nil)], .float, ["28.13"])
    try check(
      [.number("1234567890123456", format: nil), 5], .float, ["1234567890123456.0", "5.0"])
    try check([.text("1.234"), .text("2.345")], .text, ["1.234", "2.345"], ["N0504"])
    try check([.text("12"), 13], .int, ["12", "13"])
    try check([.text("0012"), 13], .text, ["0012", "13"], ["N0505"])
    // Missing ones.
    try check([1, .text("-"), 3], .int, ["1", "∅", "3"], ["N0508"])
    try check([1, nil, 3], .int, ["1", "∅", "3"])
    try check([1, .error("#DIV/0!"), .error("#REF!")], .int, ["1", "∅", "∅"], ["N0541"])
    try check(
      [1, .formula("A1+1", value: "2"), .formula("A2", value: nil)], .int, ["1", "2", "∅"],
      ["N0542"])
    // Percentages among numbers are the fractions that Excel computes with.
    try check([.percent("0.5"), 1], .float, ["0.5", "1.0"], ["N0545"])
    try check([.percent("0.5"), .percent("1")], .float, ["50.0", "100.0"])
    try check([.percent("0.5"), .text("n/a")], .float, ["50.0", "∅"], ["N0508"])
    try check([.percent("0.125"), .text("cao")], .text, ["12.5%", "cao"], ["N0507"])
    // Dates.
    try check([.date("45747"), .text("..")], .date, ["2025-03-31", "∅"], ["N0508"])
    try check(
      [.date("45747"), .text("Thường xuyên")], .text, ["31/03/2025", "Thường xuyên"], ["N0507"])
    try check(
      [.date("45747", "m/d/yyyy"), .text("ongoing")], .text, ["03/31/2025", "ongoing"], ["N0507"])
    try check(
      [.date("45747"), .text("25/12/2025")], .date, ["2025-03-31", "2025-12-25"],
      ["N0546", "N0506"])
    try check(
      [.date("45747", "m/d/yyyy"), .text("12/25/2025")], .date, ["2025-03-31", "2025-12-25"],
      ["N0546", "N0506"])
    try check([.date("45747"), .text("2025-12-25")], .date, ["2025-03-31", "2025-12-25"])
    try check(
      [.date("45747"), .number("45748", format: nil)], .date, ["2025-03-31", "2025-04-01"],
      ["N0546"])
    try check([.date("45747"), .number("5", format: nil)], .text, ["31/03/2025", "5"], ["N0507"])
    try check(
      [.date("45747"), .date("0"), .date("60")], .date, ["2025-03-31", "∅", "∅"], ["N0544"])
    try check(
      [.date("59"), .date("61"), .date("1")], .date, ["1900-02-28", "1900-03-01", "1900-01-01"])
    try check([.date("-36522"), .date("45747")], .date, ["1800-01-01", "2025-03-31"])
    try check(
      [.isoDate("2025-03-31"), .isoDate("1850-01-02")], .date, ["2025-03-31", "1850-01-02"])
    try check([.isoDate("2025-03-31T08:30:00")], .timestamp, ["2025-03-31 08:30:00"])
    // Times of day and spans are shown.
    try check([.number("0.354166666666667", format: "h:mm")], .text, ["08:30"])
    try check([.number("1.5", format: "[h]:mm")], .text, ["36:00"])
    try check([.number("45747.5", format: "h:mm")], .timestamp, ["2025-03-31 12:00:00"])
    // Shown in thousands, read in full.
    try check([.number("12345", format: "#,##0,")], .int, ["12345"], ["N0547"])
  }

  @Test("dates that show no day are periods, unless they are other days")
  func periods() throws {
    let months = try readSheet(
      TestBook([["thang", "x"], [.date("45658", "mm/yyyy"), 1], [.date("45689", "mm/yyyy"), 2]]))
    #expect(months.table.fields[0].period != nil)
    #expect(months.column("thang") == ["2025-01-31", "2025-02-28"])
    let days = try readSheet(
      TestBook([["thang", "x"], [.date("45660", "mm/yyyy"), 1], [.date("45689", "mm/yyyy"), 2]]))
    #expect(days.table.fields[0].period == nil)
    #expect(days.column("thang") == ["2025-01-03", "2025-02-01"])
    let years = try readSheet(
      TestBook([["nam", "x"], [.date("45658", "yyyy"), 1], [.date("45292", "yyyy"), 2]]))
    #expect(years.column("nam") == ["2025", "2024"])
  }

  @Test("days are counted from 1904 where the workbook says so")
  func from1904() throws {
    var book = TestBook([["d", "x"], [.date("44285"), 1], [.date("0"), 2]])
    book.is1904 = true
    #expect(try readSheet(book).column("d") == ["2025-03-31", "1904-01-01"])
  }

  @Test("a table that begins anywhere, without the empty columns around it")
  func place() throws {
    let rows: [[TestCell]] = [["a", nil, "b"], [1, nil, "x"], [2, nil, "y"]]
    for (row, column) in [(1, 0), (5, 1), (1, 25), (1_048_574, 16_381), (100_000, 3)] {
      let read = try readSheet(
        TestBook(rows) {
          $0.firstRow = row
          $0.firstColumn = column
        })
      #expect(read.table.names == ["a", "b"])
      #expect(read.rows == [["1", "x"], ["2", "y"]])
      #expect(read.codes == [])
    }
  }

  @Test("titles, header rows, totals, notes as an office has them; lines are rows of the sheet")
  func office() throws {
    let read = try readSheet(
      TestBook(
        [
          ["SỞ Y TẾ", nil, nil, "CỘNG HÒA"], ["BÁO CÁO"], [], ["STT", "Đơn vị", "Hồ sơ", nil],
          [nil, nil, "Tổng", "Trực tuyến"], ["(1)", "(2)", "(3)", "(4)"],
          [1, "Xã A", 10, 4], [2, "Xã B", 20, 5], [nil, "Tổng cộng", 30, 9], [],
          ["Ghi chú: số liệu tạm tính"],
        ]) { $0.merges = ["A4:A5", "B4:B5", "C4:D4", "A1:C1"] })
    #expect(read.table.names == ["STT", "Đơn vị", "Hồ sơ Tổng", "Hồ sơ Trực tuyến"])
    #expect(read.rows == [["1", "Xã A", "10", "4"], ["2", "Xã B", "20", "5"]])
    #expect(read.codes == ["N0511", "N0512", "N0512"])
    #expect(read.notes[0].en.contains("line 4..5"))
    #expect(read.notes.contains { $0.en.contains("line 9, \"Tổng cộng\"") })
    let kept = try readSheet(
      TestBook([["a", "b"], ["x", 1], ["y", 2], ["Tổng", 3]]), ["totals": .word("keep")])
    #expect(kept.table.rowCount == 3)
  }

  @Test("values of merged cells go down to the rows that they are of")
  func merged() throws {
    let rows: [[TestCell]] = [
      ["tỉnh", "xã", "điểm", "từ ngày", "tổng"],
      ["Điện Biên", "A", 1, .date("45658"), 100], [nil, "B", 2, nil, nil], [nil, "C", 3, nil, nil],
      ["Lai Châu", "D", 4, .date("45689"), 200], [nil, "E", 5, nil, nil],
    ]
    let merges = ["A2:A4", "A5:A6", "D2:D4", "D5:D6", "E2:E4", "E5:E6"]
    let text = try readSheet(TestBook(rows) { $0.merges = merges })
    #expect(text.column("tỉnh") == ["Điện Biên", "Điện Biên", "Điện Biên", "Lai Châu", "Lai Châu"])
    #expect(text.column("từ ngày").last == "2025-02-01")
    #expect(text.column("tổng") == ["100", "∅", "∅", "200", "∅"])
    #expect(text.codes == ["N0543", "N0543"])
    let all = try readSheet(TestBook(rows) { $0.merges = merges }, ["merged": .word("fill")])
    #expect(all.column("tổng") == ["100", "100", "100", "200", "200"])
    let none = try readSheet(TestBook(rows) { $0.merges = merges }, ["merged": .word("first")])
    #expect(none.column("tỉnh") == ["Điện Biên", "∅", "∅", "Lai Châu", "∅"])
    #expect(none.codes == ["N0543", "N0526"])
  }

  @Test("the sheet that is read is told where there are several")
  func sheets() throws {
    var book = TestBook()
    book.add("Bìa", [])
    book.add("Ẩn", [["h", "i"], [1, 2]]) { $0.state = "hidden" }
    book.add("Biểu 01", [["a", "b"], [1, 2]])
    book.add("Biểu 02", [["c", "d"], [3, 4]])
    let found = try readSheet(book)
    #expect(found.table.names == ["a", "b"])
    #expect(found.codes == ["N0540"])
    #expect(found.notes[0].options == ["sheet: \"Biểu 01\""])
    #expect(found.notes[0].en.contains("\"Ẩn\" (hidden)"))
    #expect(try readSheet(book, ["sheet": .text("Biểu 02")]).table.names == ["c", "d"])
    #expect(try readSheet(book, ["sheet": .text("biểu 02")]).table.names == ["c", "d"])
    #expect(try readSheet(book, ["sheet": .text("Biê\u{309}u 02")]).table.names == ["c", "d"])
    #expect(try readSheet(book, ["sheet": .int(4)]).table.names == ["c", "d"])
    #expect(try readSheet(book, ["sheet": .text("Ẩn")]).table.names == ["h", "i"])
    #expect(try readSheet(book, ["sheet": .text("Biểu 02")]).codes == [])
    #expect(
      sheetFault(book.bytes, ["sheet": .text("Biểu 03")])?.words(vietnamese: false).message
        .contains("no sheet \"Biểu 03\"") == true)
    #expect(sheetFault(book.bytes, ["sheet": .int(9)]) != nil)
    #expect(
      sheetFault(book.bytes, ["sheet": .text("Bìa")])?.kind
        == .workbook(.empty(sheet: "Bìa", range: nil)))
    var hidden = TestBook()
    hidden.add("Trống", [])
    hidden.add("Số liệu", [["a", "b"], [1, 2]]) { $0.state = "veryHidden" }
    let only = try readSheet(hidden)
    #expect(only.table.names == ["a", "b"])
    #expect(only.codes == ["N0540"])
  }

  @Test("a range of cells is a table of its own")
  func range() throws {
    let rows: [[TestCell]] = [
      ["a", "b", nil, "x", "y"], [1, 2, nil, "p", 7], [3, 4, nil, "q", 8], [5, 6, nil, "r", 9],
    ]
    func read(_ range: String) throws -> ReadSheet {
      try readSheet(TestBook(rows), ["range": .text(range)])
    }
    #expect(try read("A1:B3").rows == [["1", "2"], ["3", "4"]])
    #expect(try read("D1:E4").table.names == ["x", "y"])
    #expect(try read("D:E").rows.count == 3)
    #expect(try read("D1:E").rows.count == 3)
    #expect(try read("1:2").table.names == ["a", "b", "x", "y"])
    #expect(
      sheetFault(TestBook(rows).bytes, ["range": .text("Z1:Z9")])?.kind
        == .workbook(.empty(sheet: nil, range: "Z1:Z9")))
    #expect(
      sheetFault(TestBook(rows).bytes, ["range": .text("tất cả")])?.kind
        == .workbook(.wrongRange("tất cả")))
  }

  @Test("texts as workbooks write them")
  func texts() throws {
    let texts = [
      "a & b < c", "hai\ndòng", "tab\tở giữa", "nháy \"kép\" và ;, |", "_x0041_", "e\u{301}",
      "đ ơ ư",
      "😀", "=1+1",
    ]
    let read = try readSheet(
      TestBook([["k", "v"]] + texts.map { [TestCell.shared($0), .text($0)] }))
    // An escape is a sign, and letters come in the usual form.
    let wanted = texts.map { $0 == "_x0041_" ? "A" : $0 == "e\u{301}" ? "é" : $0 }
    #expect(read.column("k") == wanted)
    #expect(read.column("v") == wanted)
    #expect(read.codes == ["N0502", "N0502"])
    // Rich text, phonetic guides left out; elements with a prefix; cells and rows without places.
    var rich = TestBook([["a"]])
    rich.sheets[0].xml = """
      <x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>
      <x:row><x:c t="inlineStr"><x:is><x:r><x:t>tê</x:t></x:r><x:r><x:t>n</x:t></x:r></x:is></x:c>
      <x:c t="str"><x:v>số</x:v></x:c></x:row>
      <x:row><x:c t="inlineStr"><x:is><x:t>東京</x:t><x:rPh sb="0" eb="2"><x:t>トウキョウ</x:t></x:rPh></x:is></x:c>
      <x:c><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>
      """
    let found = try readSheet(rich)
    #expect(found.table.names == ["tên", "số"])
    #expect(found.rows == [["東京", "2"]])
  }

  @Test("hidden rows are read and told")
  func hidden() throws {
    var book = TestBook([["a"]])
    book.sheets[0].xml = """
      <worksheet><sheetData><row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>
      <row r="2" hidden="1"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>
      <row r="3"><c r="A3"><v>3</v></c><c r="B3"><v>4</v></c></row></sheetData></worksheet>
      """
    let read = try readSheet(book)
    #expect(read.rows == [["1", "2"], ["3", "4"]])
    #expect(read.codes == ["N0548"])
  }

  @Test("columns wanted later are read from what was kept")
  func later() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file(TestBook([["a", "b"], [1, "x"], [2, "y"]]).bytes, name: "t.xlsx")
    let source = FileSource(path)
    let run = RunContext()
    #expect(try source.scan(["a"], run).rows == [["1"], ["2"]])
    #expect(try source.scan(["b"], run).rows == [["x"], ["y"]])
    #expect(try source.scan(["b", "a"], run).rows == [["x", "1"], ["y", "2"]])
    _ = try folder.file(TestBook([["a", "b"], [3, "z"]]).bytes, name: "t.xlsx")
    #expect(!source.isCurrent)
    #expect(try source.schema(nil, run).rowCount == 1)
  }

  @Test("workbooks of one pattern are one table")
  func pattern() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file(TestBook([["a", "b"], [1, "x"]]).bytes, name: "m1.xlsx")
    _ = try folder.file(TestBook([["b", "a"], ["y", 2]]).bytes, name: "m2.xlsx")
    let read = try readSheet(folder.path + "/m*.xlsx")
    #expect(read.table.names == ["a", "b", "filename"])
    #expect(read.rows.map { Array($0.prefix(2)) } == [["1", "x"], ["2", "y"]])
  }

  @Test("options of text hold for cells too")
  func options() throws {
    let rows: [[TestCell]] = [["Tiêu đề"], ["a", "b"], ["1,5", "x"], ["2,5", " y "]]
    let read = try readSheet(TestBook(rows), ["header": .lines(2...2), "trim": .flag(false)])
    #expect(read.rows == [["1.5", "x"], ["2.5", " y "]])
    let none = try readSheet(TestBook([[1, 2], [3, 4]]), ["header": .flag(false)])
    #expect(none.rows == [["1", "2"], ["3", "4"]])
    let typed = try readSheet(
      TestBook([["a", "b"], [1, 2], [3, 4]]), ["types": .map(["a": "text"])])
    #expect(typed.table.types == [.text, .int])
    let fault = sheetFault(
      TestBook([["a", "b"], [1, "x"], [3, "y"]]).bytes, ["types": .map(["b": "int"])])
    #expect(fault?.excerpt == "1 | x")
    #expect(fault?.line == 2)
  }

  @Test("a sheet larger than memory is to hold is the same table")
  func spooled() throws {
    let rows = (0..<60_000).map { row -> [TestCell] in
      [
        .number("\(row)", format: nil), .shared("tên \(row % 7)"),
        .number("\(row).25", format: nil),
      ]
    }
    let read = try readSheet(TestBook([["k", "t", "v"]] + rows))
    #expect(read.table.rowCount == 60_000)
    #expect(read.table.types == [.int, .text, .float])
    for row in [0, 1, 777, 30_000, 59_999] {
      #expect(read.rows[row] == ["\(row)", "tên \(row % 7)", "\(row).25"])
    }
  }
}
