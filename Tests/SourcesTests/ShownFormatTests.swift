import Columns
import Foundation
import Sources
import Testing

/// Files for people (HTML, Markdown, workbooks) show what the screen shows.
@Suite("Files for people")
struct ShownFormatTests {
  private func table() throws -> Table {
    var fields = [
      Field("xa", .text), Field("dan_so", .int), Field("rate", .float), Field("status", .text),
      Field("day", .date), Field("p", .float), Field("pace", .float),
    ]
    fields[0].look.label = Remark(en: "Commune", vi: "Xã")
    fields[1].unit = "people"
    fields[2].look.label = Remark(en: "Rate", vi: "Tỷ lệ")
    fields[2].look.digits = .decimals(1)
    fields[2].unit = "%"
    fields[3].look.vocabulary = Vocabulary("test", words: ["late": "chậm"])
    fields[5].look.digits = .probability
    fields[6].look.digits = .significant(2)
    return Table(
      fields: fields,
      columns: [
        try Column(.text, [.text("<Pa> Vạt"), .text("b|c"), .null]),
        try Column(.int, [.int(5316), .int(120), .null]),
        try Column(.float, [.double(31.461333), .double(7), .null]),
        try Column(.text, [.text("late"), .text("other"), .null]),
        try Column(.date, [.date(20_000), .date(20_001), .null]),
        try Column(.float, [.double(5.2e-08), .double(0.124), .double(0.9999)]),
        try Column(.float, [.double(134.619833), .double(0.00123456), .double(-1.26789)]),
      ], rowCount: 3)
  }

  @Test(
    "HTML has the labels, digits, signs and words of the reader, as Markdown has",
    arguments: Reader.allCases)
  func html(_ reader: Reader) throws {
    let run = RunContext(reader: reader)
    func cells(_ text: String, _ row: Regex<(Substring, Substring)>) -> [String] {
      text.matches(of: row).map { match in
        String(match.output.1).replacing("&lt;", with: "<").replacing("&gt;", with: ">")
          .replacing("\\|", with: "|").trimmingCharacters(in: .whitespaces)
      }
    }
    let html = String(decoding: try HTMLFormat().writer([:]).bytes(try table(), run), as: UTF8.self)
    let markdown = String(
      decoding: try MarkdownFormat().writer([:]).bytes(try table(), run), as: UTF8.self)
    let lines = markdown.split(separator: "\n")
    let own = cells(html, /<t[hd][^>]*>(.*?)<\/t[hd]>/)
    let other = ([lines[0]] + lines.dropFirst(2)).flatMap { line in
      line.dropFirst().dropLast().replacing("\\|", with: "¦").split(
        separator: "|", omittingEmptySubsequences: false
      ).map { $0.replacing("¦", with: "|").trimmingCharacters(in: .whitespaces) }
    }
    #expect(own == other)
    #expect(own.contains(reader == .vietnamese ? "Xã" : "Commune"))
    #expect(own.contains(reader == .vietnamese ? "5.316" : "5,316"))
    #expect(own.contains(reader == .vietnamese ? "chậm" : "late"))
    #expect(own.contains(reader == .vietnamese ? "31,5" : "31.5") && own.contains("<1 %"))
    #expect(html.contains("lang=\"\(reader == .vietnamese ? "vi" : "en")\""))
    #expect(!html.contains("<Pa>"))
  }

  @Test("headings that would be equal keep their unit, or take the name of the column")
  func headings() throws {
    func field(_ name: String, _ label: String, _ unit: String? = nil) -> Field {
      var field = Field(name, .float, unit: unit)
      field.look.label = Remark(en: label, vi: label)
      return field
    }
    let fields = [
      field("a", "Change", "đ"), field("b", "Change", "%"), field("c", "Other", "%"),
      field("d", "same"), field("e", "Same"), field("f", "last"),
    ]
    let found = Field.headings(fields, for: .english) { $0.label(for: .english) }
    #expect(
      found == ["Change (đ)", "Change (%)", "Other", "same (d)", "Same (e)", "last"], "\(found)")
    // As they are in a workbook and in Markdown.
    let table = Table(
      fields: Array(fields[0...1]),
      columns: [try Column(.float, [.double(1.5)]), try Column(.float, [.double(12.25)])],
      rowCount: 1)
    let read = try readSheet(XLSXFormat().writer([:]).bytes(table, RunContext()))
    #expect(read.table.names == ["Change (đ)", "Change (%)"])
    #expect(read.rows[0] == ["1.5", "12.25"])
  }

  @Test("probabilities stay percentages for who reads the workbook again")
  func probability() throws {
    let read = try readSheet(XLSXFormat().writer([:]).bytes(try table(), RunContext()))
    let place = try #require(read.table.names.firstIndex { $0.hasPrefix("p") })
    #expect(read.table.fields[place].unit == "%")
    #expect(read.rows[1][place] == "12.4")
  }

  @Test(
    "openpyxl finds the number formats that show what the screen shows",
    .enabled(if: OtherPrograms.python != nil, "no python3 with openpyxl: make engines"))
  func formats() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/book.xlsx"
    try Data(try XLSXFormat().writer([:]).bytes(try table(), RunContext(reader: .vietnamese)))
      .write(to: URL(filePath: path))
    let script = """
      import openpyxl, sys
      s = openpyxl.load_workbook(sys.argv[1]).active
      for c in "BCFG":
        print(" | ".join(s[c + str(r)].number_format for r in (2, 3, 4)))
      """
    let python = try #require(OtherPrograms.python)
    let found = try OtherPrograms.output([python, "-c", script, path])
    let p = "[<0.01]\"<1%\";[>0.99]\">99%\";0%"
    #expect(
      found.split(separator: "\n").map(String.init) == [
        "#,##0 | #,##0 | General", "0.0% | 0.0% | General", "\(p) | \(p) | \(p)",
        "#,##0 | #,##0.0000 | #,##0.0",
      ], "\(found)")
  }
}
