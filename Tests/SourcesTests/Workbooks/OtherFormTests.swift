import Columns
import Glibc
import Sources
import TestSupport
import Testing

/// Workbooks that other programs wrote, kept in `Files` with how they were made.
@Suite("Workbooks of other forms")
struct OtherFormTests {
  private static func path(_ name: String) -> String {
    let here = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    return "/\(here)/Files/\(name)"
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    let file = try #require(fopen(path(name), "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, 1 << 16, file)
    return Array(bytes.prefix(count))
  }

  @Test(
    "the same table in each form",
    arguments: ["openpyxl.xlsx", "libreoffice.xlsx", "libreoffice.ods", "libreoffice.xls"])
  func forms(name: String) throws {
    let read = try readSheet(Self.path(name))
    #expect(
      read.table.names == ["Huyện", "Xã", "Hồ sơ", "Tỷ lệ", "Hạn", "Cập nhật", "Đạt", "Tổng"])
    #expect(read.table.fields[3].unit == "%")
    #expect(
      read.rows.map { Array($0.prefix(6)) } == [
        ["Mường Nhé", "Sín Thầu", "1234.0", "50.0", "2025-03-31", "2025-04-01 08:30:00"],
        ["Mường Nhé", "Mường Toong", "77.0", "12.5", "2025-12-01", "2025-04-02 17:05:00"],
        ["Tủa Chùa", "Sính Phình", "1.5", "100.0", "∅", "2025-04-03 00:00:00"],
      ])
    // LibreOffice makes numbers of yes and no in its own form.
    let isOwn = name.hasSuffix("ods")
    #expect(read.column("Đạt") == (isOwn ? ["1", "0", "1"] : ["true", "false", "true"]))
    let computes = name != "openpyxl.xlsx"
    #expect(read.column("Tổng") == (computes ? ["2468", "∅", "3"] : ["∅", "∅", "∅"]))
    #expect(read.codes == ["N0540", computes ? "N0541" : "N0542", "N0543", "N0511"])
    #expect(try readSheet(Self.path(name), ["sheet": .text("Ẩn")]).rows == [["1", "2"]])
  }

  @Test("what .sheets tells")
  func overview() throws {
    for name in ["libreoffice.xlsx", "libreoffice.ods", "libreoffice.xls"] {
      let table = try #require(try Workbooks.overview(Self.path(name), RunContext()))
      #expect(
        table.rows == [
          ["Trống", "visible", "∅", "0", "0"], ["Biểu 01", "visible", "A1:H6", "6", "8"],
          ["Ẩn", "hidden", "A1:B2", "2", "2"],
        ], "\(name)")
    }
    #expect(try Workbooks.overview(Self.path("make.py"), RunContext()) == nil)
    #expect(Workbooks.areNamed("a.XLSX") && !Workbooks.areNamed("a.csv"))
  }

  // MARK: OpenDocument

  /// A sheet with texts, numbers, a date, repeated and merged cells.
  static var odsParts: [(name: String, bytes: [UInt8])] {
    let test = OtherFormTests()
    let head = test.row(test.text("a") + test.text("b") + test.text("c"))
    let body = test.row(
      test.text("x", " table:number-rows-spanned=\"2\"")
        + test.number("1.5", " table:number-columns-repeated=\"2\""),
      " table:number-rows-repeated=\"2\"")
    let last = test.row(
      "<table:table-cell office:value-type=\"date\" office:date-value=\"2025-01-31\"/>"
        + test.number("0.5", type: "percentage") + "<table:covered-table-cell/>")
    return test.odsParts(head + body + last)
  }

  private func ods(_ rows: String, styles: String = "") -> [UInt8] {
    StoredZip.archive(odsParts(rows, styles: styles))
  }

  private func odsParts(
    _ rows: String, styles: String = ""
  ) -> [(name: String, bytes: [UInt8])] {
    let content = """
      <office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:number="n" xmlns:calcext="c" xmlns:draw="d">
      <office:automatic-styles>\(styles)</office:automatic-styles><office:body><office:spreadsheet>
      <table:table table:name="Một">\(rows)</table:table>
      <table:table table:name="Hai"><table:table-row><table:table-cell office:value-type="string"><text:p>z</text:p></table:table-cell></table:table-row></table:table>
      </office:spreadsheet></office:body></office:document-content>
      """
    return [
      ("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8)),
      ("content.xml", Array(content.utf8)),
    ]
  }

  private func text(_ text: String, _ attributes: String = "") -> String {
    "<table:table-cell office:value-type=\"string\"\(attributes)><text:p>\(text)</text:p></table:table-cell>"
  }

  private func number(_ value: String, _ attributes: String = "", type: String = "float") -> String
  {
    "<table:table-cell office:value-type=\"\(type)\" office:value=\"\(value)\"\(attributes)><text:p>?</text:p></table:table-cell>"
  }

  private func row(_ cells: String, _ attributes: String = "") -> String {
    "<table:table-row\(attributes)>\(cells)</table:table-row>"
  }

  @Test("cells and rows that repeat, merged ones, texts of several lines, notes")
  func repeated() throws {
    let empty = "<table:table-cell table:number-columns-repeated=\"16382\"/>"
    let read = try readSheet(
      ods(
        row(text("a") + text("b") + text("c") + empty)
          + row(
            number("1", " table:number-columns-repeated=\"2\"")
              + text("x<text:s text:c=\"2\"/>y</text:p><text:p>z"))
          + row(number("2") + number("3") + text("w"), " table:number-rows-repeated=\"3\"")
          + row(
            text("m", " table:number-rows-spanned=\"2\"")
              + "<table:table-cell office:value-type=\"float\" office:value=\"4\"><office:annotation><text:p>ghi chú</text:p></office:annotation><text:p>4</text:p></table:table-cell>"
              + "<table:table-cell/>")
          + row("<table:covered-table-cell/>" + number("5") + text("v"))
          + row(
            "<table:table-cell table:number-columns-repeated=\"16384\"/>",
            " table:number-rows-repeated=\"1048568\"")),
      name: "t.ods")
    #expect(
      read.rows == [
        ["1", "1", "x  y\nz"], ["2", "3", "w"], ["2", "3", "w"], ["2", "3", "w"], ["m", "4", "∅"],
        ["m", "5", "v"],
      ])
    #expect(read.codes == ["N0540", "N0543", "N0507"])
  }

  @Test("types of OpenDocument cells")
  func types() throws {
    let styles = """
      <number:date-style style:name="N1"><number:day/><number:text>/</number:text><number:month/><number:text>/</number:text><number:year/></number:date-style>
      <style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>
      """
    func date(_ value: String) -> String {
      "<table:table-cell table:style-name=\"ce1\" office:value-type=\"date\" office:date-value=\"\(value)\"><text:p>?</text:p></table:table-cell>"
    }
    let read = try readSheet(
      ods(
        row(["p", "d", "m", "t", "b", "e"].map { text($0) }.joined())
          + row(
            number("0.2813", type: "percentage") + date("2025-03-31") + date("2025-03-31")
              + "<table:table-cell office:value-type=\"time\" office:time-value=\"PT08H30M00S\"><text:p>08:30</text:p></table:table-cell>"
              + "<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>TRUE</text:p></table:table-cell>"
              + "<table:table-cell office:value-type=\"string\" calcext:value-type=\"error\"><text:p>#REF!</text:p></table:table-cell>"
          )
          + row(
            number("1", type: "percentage") + date("1850-01-02") + text("Thường xuyên")
              + "<table:table-cell office:value-type=\"time\" office:time-value=\"PT30H00M00S\"><text:p>30:00</text:p></table:table-cell>"
              + "<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"false\"><text:p>FALSE</text:p></table:table-cell>"
              + number("7")), styles: styles),
      ["sheet": .int(1)], name: "t.ods")
    #expect(read.table.types == [.float, .date, .text, .text, .bool, .int])
    #expect(
      read.rows == [
        ["28.13", "2025-03-31", "31/03/2025", "08:30", "true", "∅"],
        ["100.0", "1850-01-02", "Thường xuyên", "30:00", "false", "7"],
      ])
    #expect(read.codes == ["N0541", "N0507", "N0534"])
  }

  @Test("cells that repeat over everything are refused")
  func bomb() {
    let fault = sheetFault(
      ods(
        row(
          number("1", " table:number-columns-repeated=\"16384\""),
          " table:number-rows-repeated=\"1048576\"")),
      name: "t.ods")
    #expect(fault?.kind == .workbook(.bomb(part: "content.xml")))
  }

  @Test("thousands of changed workbooks of other forms are read or refused")
  func mutations() throws {
    let folder = try TemporaryFolder()
    var random = SeededRandom("other forms")
    let plain = ods(
      row(text("a") + text("b")) + row(number("1") + text("x"))
        + row(number("2", " table:number-columns-repeated=\"2\"")))
    let models: [(name: String, bytes: [UInt8])] = [
      ("xls", try Self.bytes("libreoffice.xls")), ("ods", plain),
      ("ods", try Self.bytes("libreoffice.ods")),
      ("xlsx", try Self.bytes("openpyxl.xlsx")),
    ]
    var refused: [String: Int] = [:]
    for round in 0..<8_000 {
      let model = models[round % 4]
      var changed = model.bytes
      for _ in 0..<random.int(1...6) {
        let place = random.int(0...changed.count - 1)
        switch random.int(0...3) {
        case 0, 1: changed[place] = UInt8(random.int(0...255))
        case 2: changed[place] = random.pick([0, 0xFF, 0x7F, 0x80, 1])
        default: changed.removeSubrange(place..<min(changed.count, place + random.int(1...9)))
        }
        if changed.isEmpty { changed = [0] }
      }
      let path = try folder.file(changed, name: "m.\(model.name)")
      do {
        _ = try readSheet(path, ["sheet": .int(random.int(1...3))], as: model.name)
      } catch is FileError {
        refused[model.name, default: 0] += 1
      } catch {
        Issue.record("round \(round): \(error)")
      }
    }
    #expect(refused.count == 3)
  }
}
