import Columns
import Foundation
import Language
import Sources
import Testing

/// What a person sees of a workbook that was written: headings, totals, formats.
@Suite("Labels, totals and formats of workbooks")
struct WorkbookLabelTests {
  private func table() throws -> Table {
    var fields = [Field("nam", .int), Field("ty_le", .float), Field("status", .text), .totalsMark]
    fields[0].totals = .key(1)
    fields[0].look.label = Remark(en: "Year", vi: "Năm")
    fields[1].look.label = Remark(en: "Rate of use", vi: "Tỷ lệ sử dụng")
    fields[1].look.digits = .decimals(1)
    fields[1].unit = "points"
    fields[2].look.vocabulary = Vocabulary("test", words: ["done": "đã xong"])
    return Table(
      fields: fields,
      columns: [
        try Column(.int, [.int(2023), .int(2024), .null]),
        try Column(.float, [.double(31.461333), .double(36), .double(33.7)]),
        try Column(.text, [.text("done"), .text("other"), .null]),
        try Column(.int, [.int(0), .int(0), .int(1)]),
      ], rowCount: 3)
  }

  private func cells(
    _ options: OptionValues = [:], reader: Reader = .english
  ) throws -> (names: [String], rows: [[String]]) {
    let bytes = try XLSXFormat().writer(options).bytes(try table(), RunContext(reader: reader))
    let read = try readSheet(bytes, ["totals": .word("keep")])
    return (read.table.names, read.rows)
  }

  @Test("headings are labels with units, rows of totals are called so under any key")
  func labels() throws {
    let english = try cells()
    #expect(english.names == ["Year", "Rate of use (points)", "status"])
    #expect(english.rows.last?.first == "Total")
    #expect(english.rows[0][1] == "31.461333")
    #expect(english.rows[0][2] == "done")
    let vietnamese = try cells(reader: .vietnamese)
    #expect(vietnamese.names == ["Năm", "Tỷ lệ sử dụng (điểm)", "status"])
    #expect(vietnamese.rows.last?.first == "Tổng")
    #expect(vietnamese.rows[0][2] == "đã xong")
    let plain = try cells(["labels": .flag(false)])
    #expect(plain.names == ["nam", "ty_le", "status"])
  }

  @Test("formats that leave rows of totals unmarked leave them out, and tell it")
  func programs() throws {
    for format in [JSONFormat(), NDJSONFormat(), ParquetFormat(), ArrowFormat()]
      as [any FileFormat]
    {
      let run = RunContext()
      let written = try format.labelling(try table(), totals: "Total", run)
      #expect(written.rowCount == 2 && written.totalsMark == nil, "\(format.name)")
      #expect(run.notes.map(\.code) == ["N0714"], "\(format.name)")
    }
    // A key of text says it itself.
    var named = try table()
    named.fields[0].type = .text
    named.columns[0] = try Column(.text, [.text("a"), .text("b"), .null])
    let run = RunContext()
    let json = try JSONFormat().labelling(named, totals: "Total", run)
    #expect(json.rowCount == 3 && json.columns[0][2] == .text("Total") && run.notes.isEmpty)
    // Text and workbooks call it so whatever the key is.
    let csv = try CSVFormat().labelling(try table(), totals: "Total", run)
    #expect(csv.columns[0][2] == .text("Total") && run.notes.isEmpty)
  }

  @Test(
    "openpyxl finds labels, number formats, bold totals, and pictures that Excel draws",
    .enabled(if: OtherPrograms.python != nil, "no python3 with openpyxl: make engines"))
  func peer() throws {
    var sheet = BookSheet(name: "Bảng 1", table: try table(), title: "Một bảng")
    sheet.notes = ["Nguồn: báo cáo"]
    var picture = BookSheet(
      name: "Hình 1",
      table: try Table([
        ("năm", Column(.int, [.int(2023), .int(2024)])),
        ("Hà Nội", Column(.float, [.double(1), .double(2)])),
        ("Huế", Column(.float, [.double(3), .null])),
      ]))
    picture.chart = BookChart(.plot, title: "Một hình", xTitle: "năm", yTitle: "%")
    var bytes: [UInt8] = []
    try WorkbookWriter.write([sheet, picture], RunContext(reader: .vietnamese)) { bytes += $0 }
    let folder = try TemporaryFolder()
    let path = folder.path + "/book.xlsx"
    try Data(bytes).write(to: URL(filePath: path))
    let script = """
      import openpyxl, sys
      b = openpyxl.load_workbook(sys.argv[1])
      s = b["Bảng 1"]
      print(s["A1"].value, s["A1"].font.b, s.freeze_panes, s.auto_filter.ref, s.print_title_rows)
      print([c.value for c in s[3]], s["B4"].number_format, s["B4"].value)
      print(s["A6"].value, s["A6"].font.b, s["B6"].font.b, s["A8"].value)
      p = b["Hình 1"]
      c = p._charts[0]
      print(type(c).__name__, len(c.series), c.series[0].yVal.numRef.f, c.series[1].xVal.numRef.f)
      """
    let python = try #require(OtherPrograms.python)
    let found = try OtherPrograms.output([python, "-c", script, path])
    #expect(
      found.split(separator: "\n").map(String.init) == [
        "Một bảng True A4 A3:C6 $3:$3",
        "['Năm', 'Tỷ lệ sử dụng (điểm)', 'status'] #,##0.0 31.461333",
        "Tổng True True Nguồn: báo cáo",
        "ScatterChart 2 'Hình 1'!$B$2:$B$3 'Hình 1'!$A$2:$A$3",
      ], "\(found)")
  }

  @Test(
    "openpyxl finds bars that begin at the left, the first at the top, and each axis by its name",
    .enabled(if: OtherPrograms.python != nil, "no python3 with openpyxl: make engines"))
  func bars() throws {
    var sheet = BookSheet(
      name: "Hình",
      table: try Table([
        ("xã", Column(.text, [.text("A"), .text("B")])), ("v", Column(.int, [.int(1), .int(2)])),
      ]))
    sheet.chart = BookChart(.bar, title: "Một hình", xTitle: "Xã", yTitle: "Tỷ lệ")
    var bytes: [UInt8] = []
    try WorkbookWriter.write([sheet], RunContext()) { bytes += $0 }
    let folder = try TemporaryFolder()
    let path = folder.path + "/book.xlsx"
    try Data(bytes).write(to: URL(filePath: path))
    let script = """
      import openpyxl, sys
      c = openpyxl.load_workbook(sys.argv[1])["Hình"]._charts[0]
      def told(a): return a.title.tx.rich.p[0].r[0].t + " " + a.scaling.orientation
      print(type(c).__name__, c.barDir, "|", told(c.x_axis), "|", told(c.y_axis))
      """
    let python = try #require(OtherPrograms.python)
    let found = try OtherPrograms.output([python, "-c", script, path])
    #expect(found == "BarChart bar | Xã maxMin | Tỷ lệ minMax\n", "\(found)")
  }
}
