import Columns
import Language
import Services
import Testing
import Workspace

@testable import Reports

/// Titles of fences and texts of front matter take values as sentences do.
@Suite("Values in titles")
struct FenceTitleTests {
  private static func document(_ body: String) throws -> ReportDocument {
    try ReportRun.document(
      ReportFile(SourceText(body, name: "report.md")), in: try ReportTests.session())
  }

  private static func titles(_ body: String) throws -> [String?] {
    try document(body).blocks.compactMap { block in
      switch block {
      case .table(let table): .some(table.title)
      case .chart(_, let title): .some(title)
      case .text, .query: nil
      }
    }
  }

  @Test(
    "parameters, tables of one row, digits, conditions, and braces that are text",
    arguments: [
      ("Bảng tháng {$thang}", "Bảng tháng 2025-10"), ("Bảng {thang}", "Bảng 2025-10"),
      ("{one.n} xã, {one.v:1} điểm", "1,234 xã, 2.3 điểm"),
      ("{if one.n > 1}nhiều{else}ít{end}", "nhiều"), ("a \\{b\\} c", "a {b} c"),
      ("own {own.x}", "own 7"), ("late {late}", "late 9"), ("<b>*x*</b>", "<b>*x*</b>"),
    ])
  func values(_ title: String, _ expected: String) throws {
    for statement in ["own", "own | chart bar x=x y=x"] {
      let body = """
        ---
        title: T {$thang}
        param: { thang: "2025-10" }
        ---
        ```tiendo hide
        let one = [{n: 1234, v: 2.34}]
        ```
        ```tiendo title="\(title)"
        let own = [{x: 7}]
        \(statement)
        ```
        ```tiendo hide
        let late = [{x: 9}]
        ```
        """
      #expect(try Self.titles(body) == [expected], "\(statement)")
    }
  }

  @Test("the first table or chart of the fence has the title")
  func first() throws {
    #expect(
      try Self.titles("```tiendo title=\"n {1 + 1}\"\n[{a: 1}]\n[{a: 2}]\n```\n") == ["n 2", nil])
  }

  @Test(
    "what is unknown or not closed is an error at its place, also for check",
    arguments: [
      ("{$thng}", "{$thng}"), ("{none}", "none"), ("{one.y}", "one.y"), ("{one", "{"), ("{}", "{}"),
      ("{if one.x}a{end}", "{if one.x}"), ("{one.t:1}", "{one.t:1}"),
    ])
  func errors(_ title: String, _ place: String) throws {
    let body = """
      ```tiendo title="\(title)"
      let one = [{x: 1, t: "a"}]
      one
      ```

      """
    #expect(try #require(ReportTests.failure(body)).at == place)
    // Whether a condition is true or false only the run tells.
    if title.hasPrefix("{if") { return }
    let source = SourceText(body, name: "report.md")
    let found = ReportCheck.report(ReportFile(source), in: try ReportTests.session())
    let errors = found.diagnostics.filter(\.isError)
    #expect(errors.map { source[$0.range] } == [place], "\(errors)")
    #expect(found.status == .queryFailed)
  }

  @Test("a brace without its end in the front matter is told, not written")
  func frontMatter() throws {
    let found = try #require(ReportTests.failure("---\ntitle: T {x\n---\nA\n"))
    #expect(found.code == "E0740" && found.at == "{")
    #expect(try Self.document("---\ntitle: T {if true}a{end}\n---\nA\n").title == "T a")
  }

  // MARK: Digits and nothing at all

  @Test(
    "digits are for numbers",
    arguments: [
      ("{t.text:1}", false), ("{t.day:2}", false), ("{t.flag:0}", false), ("{\"a\":1}", false),
      ("{t.number:1}", true), ("{t.nothing:1}", true), ("{t.number > 1}", true),
    ])
  func digits(_ hole: String, _ isRight: Bool) throws {
    let body = """
      ```tiendo hide
      let t = [{text: "a", day: @2025-10-31, flag: true, number: 1.25, nothing: null}]
      ```
      A \(hole)

      """
    let failed = ReportTests.failure(body)
    #expect((failed == nil) == isRight)
    if let failed { #expect(failed.code == "E0740" && failed.at == hole) }
    let found = ReportCheck.report(
      ReportFile(SourceText(body, name: "r.md")), in: try ReportTests.session())
    #expect(found.diagnostics.hasErrors == !isRight, "\(found.diagnostics)")
  }

  @Test("a report of nothing is an error", arguments: ["", "\n \n", "---\ntitle: T\n---\n\n"])
  func empty(_ body: String) throws {
    let found = try #require(ReportTests.failure(body))
    #expect(found.code == "E0746" && found.status == .queryFailed)
  }
}
