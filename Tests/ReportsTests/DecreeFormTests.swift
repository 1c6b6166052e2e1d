import Columns
import Foundation
import Language
import Services
import Testing
import Workspace

@testable import Reports

/// The form of Decree 30 in every output.
@Suite("Decree 30")
struct DecreeFormTests {
  private static func document(date: String = "05/11/2025") throws -> ReportDocument {
    let body = """
      ---
      title: Báo cáo *tháng*
      form: nd30
      lang: vi
      parent: Ủy ban nhân dân tỉnh
      organ: Sở Nội vụ
      number: 12/BC-SNV
      place: Điện Biên
      date: \(date)
      to: Ủy ban nhân dân tỉnh
      signer_for: TM. Ủy ban
      signer_title: Chủ tịch
      signer: Nguyễn Văn A
      recipients:
      - Như trên
      - Lưu: VT
      ---
      Thân bài.

      """
    return try ReportRun.document(
      ReportFile(SourceText(body, name: "report.md")), in: try ReportTests.session())
  }

  /// What the form asks for, in its order.
  private static let wanted = [
    "ỦY BAN NHÂN DÂN TỈNH", "SỞ NỘI VỤ", "Số: 12/BC", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập", "Điện Biên, ngày 05 tháng 11 năm 2025", "Báo cáo", "Kính gửi: Ủy ban",
    "Thân bài.", "Nơi nhận:", "Như trên", "Lưu: VT", "TM. ỦY BAN", "CHỦ TỊCH", "Nguyễn Văn A",
  ]

  private func expectAll(in text: String) {
    var rest = text[...]
    for part in Self.wanted {
      guard let found = rest.range(of: part) else {
        Issue.record("\(part) is not there, or not in its order: \(text)")
        return
      }
      rest = rest[found.upperBound...]
    }
  }

  @Test("recipients in one line are a list as those in several are")
  func recipients() throws {
    let body = "---\nrecipients: [Như trên, \"Lưu: VT, TH\", ]\n---\nA.\n"
    let document = try ReportRun.document(
      ReportFile(SourceText(body, name: "report.md")), in: try ReportTests.session())
    #expect(document.recipients == ["Như trên", "Lưu: VT, TH"])
  }

  @Test("Markdown has head and signature")
  func markdown() throws {
    let text = MarkdownReport(try Self.document()) { "x-\($0).\($1)" }.text().markdown
    expectAll(in: text)
    #expect(text.contains("# Báo cáo \\*tháng\\*\n"))
    #expect(text.contains("**SỞ NỘI VỤ**  \n"))
    // It is read as paragraphs of lines, not as lists or code.
    let html = try #require(Markdown.html(text, marker: "x", blocks: [])).html
    #expect(html.components(separatedBy: "<li>").count == 3)
    #expect(html.contains("<strong>Độc lập - Tự do - Hạnh phúc</strong>"))
  }

  @Test("word processors get tables of two columns, pages a grid")
  func words() throws {
    let words = try #require(HTMLReport(try Self.document(), for: .words) { "\($0)" }.page()).html
    expectAll(in: HTMLReportTests.plain(words))
    let body = words.components(separatedBy: "<main>")[1]
    #expect(body.components(separatedBy: "<table").count == 3)
    #expect(!body.contains("class=\"decree\"") && !body.contains("class=\"signature\""))
    let page = try #require(HTMLReport(try Self.document()) { "\($0)" }.page()).html
    expectAll(in: HTMLReportTests.plain(page.components(separatedBy: "<main>")[1]))
    #expect(page.contains("class=\"decree\"") && page.contains("class=\"signature\""))
  }

  @Test(
    "a date that is none is an error that says how it is written",
    arguments: [
      "5/11", "31/02/2025", "11/2025", "soon", "10/13/2025", "5/11/2025/1", "2025-11",
      "a/5/11/2025",
    ])
  func wrong(_ date: String) throws {
    let failure = #expect(throws: StatementFailure.self) { try Self.document(date: date) }
    let first = try #require(failure?.diagnostics.first)
    #expect(first.code == "E0743" && first.fix?.en.contains("05/11/2025") == true)
  }

  @Test(
    "days and words are dates", arguments: ["5/11/2025", "2025-11-05", "ngày … tháng 11 năm 2025"])
  func right(_ date: String) throws { _ = try Self.document(date: date) }

  @Test("check tells the date too")
  func check() throws {
    let source = SourceText("---\nform: nd30\ndate: 5/11\n---\nA\n", name: "r.md")
    let found = ReportCheck.report(ReportFile(source), in: try ReportTests.session())
    #expect(found.diagnostics.filter(\.isError).map { source[$0.range] } == ["5/11"])
    #expect(found.status == .queryFailed)
  }
}
