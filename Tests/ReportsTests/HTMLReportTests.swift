import Columns
import Foundation
import Language
import Testing
import Workspace

@testable import Reports

/// Pages: well formed, without markup from data, without the network.
@Suite struct HTMLReportTests {
  static func page(_ body: String) throws -> (html: String, leftOut: Int) {
    let document = try ReportRun.document(
      ReportFile(SourceText(body, name: "report.md")), in: try ReportTests.session())
    return try #require(HTMLReport(document) { "report-table-\($0).csv" }.page())
  }

  /// Texts from data that would be markup if they were not escaped.
  static let hostile = [
    "<script>alert(1)</script>", "[x](javascript:alert(1))", "# heading", "*a* _b_ `c`",
    "![i](http://example.org/x.png)", "</td></table><h1>", "a|b", "1. item", "- item", "&amp;",
    "<https://example.org>", "~~x~~", "\\", "{single}", "line\nbreak", "---", "$x$", "\u{202E}abc",
  ]

  @Test("no cell becomes markup, in a table or in a sentence", arguments: hostile)
  func escaping(_ text: String) throws {
    let body = """
      ```tiendo hide
      let t = [{v: \(SyntaxText.quoted(text))}]
      ```
      {t}

      Inside {t} text.

      ```tiendo title="T"
      t
      ```
      """
    let (html, leftOut) = try Self.page(body)
    #expect(leftOut == 0)
    let main = html.components(separatedBy: "<main>")[1]
    let tags = Set(main.matches(of: #/<([a-zA-Z0-9]+)/#).map { String($0.output.1) })
    #expect(
      tags.isSubset(of: ["p", "div", "table", "caption", "thead", "tr", "th", "tbody", "td"]),
      "\(tags)")
    #expect(!main.contains("javascript:alert") || !main.contains("href"))
    // What a reader sees is the text, in the sentence and in the cell.
    let shown = text.replacing("\n", with: " ").replacing("\u{202E}", with: "\\u{202e}")
    let seen = Self.plain(main)
    #expect(seen.contains("Inside \(shown) text."), "\(seen)")
  }

  /// The text of HTML as it is read.
  static func plain(_ html: String) -> String {
    html.replacing(#/<[^>]*>/#, with: "")
      .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
  }

  @Test("the page asks nothing of the network and runs nothing")
  func closed() throws {
    let (html, _) = try Self.page(
      """
      ---
      title: A <b>title</b>
      ---
      ```tiendo
      indices | where unit == "Điện Biên" and index == "SIPAS" | chart line x=year y=value
      ```
      """)
    #expect(html.contains("default-src 'none'"))
    #expect(html.contains("<title>A &lt;b&gt;title&lt;/b&gt;</title>"))
    #expect(!html.contains("<script"))
    let addresses = html.matches(of: #/(?:src|href)="([^"]*)"/#).map { String($0.output.1) }
    #expect(addresses == [])
    #expect(html.contains("<details><summary>The figures"))
  }

  @Test("HTML of the author is left out and counted")
  func authorsHTML() throws {
    let (html, leftOut) = try Self.page("A <b>b</b>\n\n<div>\nx\n</div>\n")
    #expect(leftOut == 3)
    #expect(!html.contains("<div>"))
  }

  @Test("a fence that looks like a block is the author's code")
  func forgedBlock() throws {
    let (html, _) = try Self.page(
      "```block-1 0\nx\n```\n\n```tiendo\n[{only: 1}]\n```\n")
    #expect(html.components(separatedBy: "<table>").count == 2)
    #expect(html.contains("<pre"))
  }

  @Test("long tables are cut, told, and whole in a file beside")
  func longTable() throws {
    let document = try ReportRun.document(
      ReportFile(SourceText("```tiendo rows=3\nrange(1, 1000) as i\n```", name: "r.md")),
      in: try ReportTests.session())
    let block = try #require(document.tables.first)
    #expect(block.isCut && block.table.rowCount == 1000)
    let (html, _) = try #require(HTMLReport(document) { "r-table-\($0).csv" }.page())
    #expect(html.contains("The first 3 of 1000 rows"))
    #expect(html.contains("href=\"r-table-1.csv\""))
    #expect(html.components(separatedBy: "<tr>").count == 1 + 1 + 3)
  }

  @Test(
    "the decree's way of dates",
    arguments: [
      ("10/04/2025", "ngày 10 tháng 4 năm 2025"), ("2025-02-01", "ngày 01 tháng 02 năm 2025"),
      ("tháng 4 năm 2025", "tháng 4 năm 2025"), ("32/01/2025", "32/01/2025"),
      ("5/12/2025", "ngày 05 tháng 12 năm 2025"),
    ])
  func dates(_ text: String, _ expected: String) { #expect(DecreeForm.date(text) == expected) }

  /// What stands over the columns of tables and beside the axes of pictures.
  private func headings(_ html: String) -> [String] {
    html.matches(of: #/<th scope="col"[^>]*>(.*?)</th>/#).map { Self.plain(String($0.output.1)) }
  }

  @Test("headings are words that begin with a capital, in both languages", arguments: ["en", "vi"])
  func headings(lang: String) throws {
    let (html, _) = try Self.page(
      """
      ---
      lang: \(lang)
      ---
      ```tiendo
      practice_coverage | where indicator ~ "dinh danh"
      | compare 2020, 2024 by unit: covered = sum(covered), rate = rate(covered, total)
      | take 2
      ```
      ```tiendo
      [{ten_xa: "a", ty_le: 1.5}, {ten_xa: "b", ty_le: 2.5}] | chart bar x=ten_xa y=ty_le
      ```
      """)
    let found = headings(html)
    #expect(found.count > 10)
    for heading in found {
      #expect(!heading.contains("_") && heading.first?.isLowercase == false, "\(heading)")
    }
    let own = lang == "vi" ? "Tỷ lệ: thay đổi (điểm)" : "Rate: change (points)"
    #expect(found.contains(own) && found.contains("Ty le"), "\(found)")
    #expect(html.contains(">Ty le</text>") && html.contains("Ty le, Ten xa"))
  }

  @Test("a page for screens draws each picture for phones too, under names of its own")
  func phones() throws {
    let body = """
      ```tiendo
      [{k: "a", v: 1, w: 2}, {k: "b", v: 3, w: 4}] | chart bar x=k y=v, w stack=sum
      ```
      """
    let document = try ReportRun.document(
      ReportFile(SourceText(body, name: "report.md")), in: try ReportTests.session())
    func page(_ use: HTMLReport.Use) throws -> String {
      try #require(HTMLReport(document, for: use) { "\($0)" }.page()).html
    }
    let (one, two) = (try page(.paper), try page(.screen))
    func widths(_ html: String) -> [String] {
      html.matches(of: #/<svg[^>]*viewBox="0 0 (\d+) /#).map { String($0.output.1) }
    }
    #expect(widths(one) == ["760"] && widths(two) == ["760", "380"])
    let ids = two.matches(of: #/ id="([^"]*)"/#).map { String($0.output.1) }
    #expect(!ids.isEmpty && Set(ids).count == ids.count, "\(ids)")
    for used in two.matches(of: #/url\(#([^)]*)\)/#) {
      #expect(ids.contains(String(used.output.1)))
    }
  }

  @Test("a page for word processors has pictures beside it, numbers at the right, nothing folded")
  func words() throws {
    let document = try ReportRun.document(
      ReportFile(
        SourceText(
          """
          ---
          title: T
          ---
          ```tiendo title="Một" fold
          [{k: "a", v: 1}, {k: "b", v: 3}]
          ```
          ```tiendo title="Hai"
          [{k: "a", v: 1}, {k: "b", v: 3}] | chart bar x=k y=v
          ```
          """, name: "report.md")), in: try ReportTests.session())
    let report = HTMLReport(document, for: .words) { "\($0)" }
    let html = try #require(report.page()).html
    let names = html.matches(of: #/<img src="([^"]*)\.png" alt="Hai"/#).map { String($0.output.1) }
    #expect(names.count == 1 && report.pictures().map(\.name) == names)
    #expect(report.pictures().allSatisfy { $0.svg.contains("<svg") })
    #expect(!html.contains("<details") && !html.contains("<title>") && !html.contains("<svg"))
    #expect(html.contains("<td class=\"number\" style=\"text-align: right\">1</td>"))
  }

  @Test("Markdown holds the same, with pictures beside it")
  func markdown() throws {
    let document = try ReportRun.document(
      ReportFile(
        SourceText(
          """
          ---
          title: T
          ---
          Text.
          ```tiendo title="A|B"
          [{a: "x|y", n: 12345.5}]
          indices | where unit == "Điện Biên" and index == "SIPAS" | chart line x=year y=value
          ```
          """, name: "r.md")), in: try ReportTests.session())
    let (text, charts) = MarkdownReport(document) { "r-\($0).\($1)" }.text()
    #expect(text.hasPrefix("# T\n"))
    #expect(text.contains("| x\\|y | 12,345.5 |"))
    #expect(text.contains("](r-1.svg)"))
    #expect(charts.map(\.path) == ["r-1.svg"])
  }
}
