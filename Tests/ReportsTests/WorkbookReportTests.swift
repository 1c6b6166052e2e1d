import Columns
import Display
import Foundation
import Language
import Sources
import Testing

@testable import Reports

/// A report as a workbook: a sheet for each table and picture, under names that Excel takes.
@Suite("Reports as workbooks")
struct WorkbookReportTests {
  private func sheets(_ body: String) throws -> [BookSheet] {
    let document = try ReportRun.document(
      ReportFile(SourceText(body, name: "report.md")), in: try ReportTests.session())
    return WorkbookReport(document).sheets()
  }

  @Test("a list of the sheets, then tables whole and pictures with their numbers")
  func order() throws {
    let sheets = try sheets(
      """
      ---
      title: Báo cáo tháng
      subtitle: Tháng 10
      lang: vi
      source: sở
      ---
      ```tiendo title="Các xã: lần [1]" rows=2
      range(1, 9) as i
      ```
      ```tiendo title="Các xã: lần [1]"
      [{năm: 2023, v: 1.5}, {năm: 2024, v: 2.5}] | chart line x=năm y=v
      ```
      ```tiendo
      [{k: "a", v: 1}, {k: "b", v: 2}] | chart heat x=k y=k color=v
      ```
      """)
    #expect(
      sheets.map(\.name) == ["Báo cáo", "Các xã lần 1", "Các xã lần 1 (2)", "Hình 2"])
    #expect(sheets[0].title == "Báo cáo tháng")
    #expect(sheets[0].links[0] == ["Các xã lần 1", "Các xã lần 1 (2)", "Hình 2"])
    #expect(sheets[0].notes.contains("Tháng 10") && sheets[0].notes.contains("Nguồn: sở"))
    // Whole, though the page shows two rows.
    #expect(sheets[1].table.rowCount == 9 && sheets[1].notes == ["Nguồn: sở"])
    #expect(sheets[2].chart?.kind == .plot)
    #expect(
      sheets[2].table.columns.map(\.values) == [
        [.int(2023), .int(2024)], [.double(1.5), .double(2.5)],
      ])
    #expect(sheets[3].chart == nil && sheets[3].notes.contains { $0.contains("Excel không có") })
  }

  @Test("every kind of picture has the kind of the program, and its numbers")
  func kinds() throws {
    let rows = "[{k: \"a\", x: 1, y: 2}, {k: \"b\", x: 3, y: 4}]"
    for (options, kind) in [
      ("bar x=k y=x", BookChart.Kind.bar), ("column x=k y=x", .column),
      ("bar x=k y=x, y stack=sum", .stackedBar), ("column x=k y=x, y stack=share", .shareColumn),
      ("bar x=k y=x, y stack=share", .shareBar), ("column x=k y=x, y stack=sum", .stackedColumn),
      ("scatter x=x y=y", .scatter), ("hist x=x", .column), ("line x=k y=x", .line),
    ] {
      let sheet = try #require(try sheets("```tiendo\n\(rows) | chart \(options)\n```\n").last)
      #expect(sheet.chart?.kind == kind, "\(options)")
      #expect(sheet.table.rowCount > 0 && sheet.table.columns.count > 1, "\(options)")
    }
  }

  @Test("no two columns of a report have the same heading", arguments: ["en", "vi"])
  func headings(_ lang: String) throws {
    let body = """
      ---
      lang: \(lang)
      ---
      ```tiendo
      [{u: "a", y: 2020, v: 1.5}, {u: "a", y: 2022, v: 2.5}, {u: "b", y: 2020, v: 7.5}] | compare y 2020, 2022 by u: v
      ```
      """
    let document = try ReportRun.document(
      ReportFile(SourceText(body, name: "report.md")), in: try ReportTests.session())
    let table = try #require(document.tables.first)
    let texts = TableTexts(table.table, rows: Array(0..<table.table.rowCount), lang: document.lang)
    #expect(Set(texts.headings.map { $0.lowercased() }).count == texts.headings.count)
    let markdown = MarkdownReport(document) { "\($0).\($1)" }.text().markdown
    let line = try #require(markdown.split(separator: "\n").first { $0.hasPrefix("|") })
    let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(Set(cells).count == cells.count && cells.count == texts.headings.count, "\(line)")
    let read = try WorkbookReportTests.names(of: WorkbookReport(document).sheets(), lang)
    #expect(Set(read).count == read.count && read.count == cells.count, "\(read)")
  }

  /// The headings of the second sheet of a workbook that was written and read again.
  static func names(of sheets: [BookSheet], _ lang: String) throws -> [String] {
    let path = FileManager.default.temporaryDirectory.path + "/headings-\(UUID().uuidString).xlsx"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var bytes: [UInt8] = []
    let reader: Reader = lang == "vi" ? .vietnamese : .english
    try WorkbookWriter.write(sheets, RunContext(reader: reader)) { bytes += $0 }
    try Data(bytes).write(to: URL(filePath: path))
    let source = FileSource(path, ["sheet": .int(2)])
    return try source.outline(RunContext()).fields.map(\.name)
  }

  @Test(
    "what cannot be a name of a sheet becomes one",
    arguments: [
      "'", "[]", "History", String(repeating: "tên dài ", count: 9), "a/b\\c", "x'", "  ",
    ])
  func names(_ title: String) throws {
    let text = SyntaxText.quoted(title)
    let sheets = try sheets(
      "```tiendo title=\(text)\n[{a: 1}]\n```\n```tiendo title=\(text)\n[{a: 2}]\n```\n")
    #expect(sheets.count == 3)
    #expect(Set(sheets.map { $0.name.lowercased() }).count == 3)
    for sheet in sheets { #expect(BookSheet.isName(sheet.name), "\(sheet.name)") }
  }
}
