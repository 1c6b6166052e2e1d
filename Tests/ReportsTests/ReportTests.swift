import Columns
import Foundation
import Language
import Services
import Testing
import Workspace

@testable import Reports

/// A report says what the data say, or stops.
@Suite struct ReportTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  static func session(_ lang: Lang = .en) throws -> Session {
    let session = Session(Settings(threads: 2, lang: lang, today: 20_000))
    try session.openCatalogue(root + "/datasets")
    return session
  }

  /// The Markdown of a report without its blocks.
  static func text(_ body: String, given: [String: String] = [:]) throws -> String {
    let session = try session()
    session.given = given
    let document = try ReportRun.document(
      ReportFile(SourceText(body, name: "report.md")), in: session)
    return document.pieces.map { piece in
      if case .markdown(let text) = piece { text } else { "" }
    }.joined()
  }

  /// The first error, with the text that it underlines.
  static func failure(_ body: String) -> (code: String, at: String, status: Workspace.ExitStatus)? {
    let source = SourceText(body, name: "report.md")
    do {
      _ = try ReportRun.document(ReportFile(source), in: try session())
      return nil
    } catch let failure as StatementFailure {
      guard let first = failure.diagnostics.first(where: \.isError) else { return nil }
      return (first.code, source[first.range], failure.status)
    } catch {
      return ("?", "\(error)", .success)
    }
  }

  static let fence = """
    ```tiendo hide
    let one = [{unit: "Điện Biên", value: 1234.5678, n: 12345, missing: null, day: @2025-04-10}]
    let single = [{x: 7}]
    let none = one | where n < 0
    let several = [{x: 1}, {x: 2}]
    ```

    """

  @Test(
    "values stand in sentences",
    arguments: [
      ("{single}", "7"), ("{single.x}", "7"), ("{single + 1}", "8"), ("{ single }", "7"),
      ("{one.value:1}", "1,234.6"), ("{one.value:0}", "1,235"), ("{one.n}", "12,345"),
      ("{one.unit}", "Điện Biên"), ("{one.day}", "2025-04-10"), ("{one.missing}", "no data"),
      ("{none.value}", "no data"), ("{none.value:2}", "no data"), ("{none.value + 1}", "no data"),
      ("{round(one.value, 1):1}", "1,234.6"), ("{\"a}b\"}", "a}b".replacing("}", with: "\\}")),
      ("{if single == 7}yes{else}no{end}", "yes"), ("{if single > 7}yes{else}no{end}", "no"),
      ("{if single > 7}yes{end}", ""), ("{if single > 7}a{else}{if true}b{end}{end}", "b"),
      ("{if one.n > 1 and single == 7}{one.unit}{end}", "Điện Biên"),
      ("\\{single}", "\\{single}"), ("`{single}`", "`{single}`"),
      ("```\n{single}\n```", "```\n{single}\n```"), ("{one.unit == \"x\"}", "no"),
      ("{later}", "no data"), ("{`one`.`n`}", "12,345"), ("{text(single)}", "7"),
      ("{0.5 * single:2}", "3.50"), ("{-single:1}", "-7.0"),
    ])
  func values(_ body: String, _ expected: String) throws {
    let later = "\n```tiendo hide\nlet later = [{z: null}]\n```\n"
    let text = try Self.text(Self.fence + body + later)
    #expect(text.trimmingCharacters(in: .newlines) == expected)
  }

  @Test("a value is taken where it stands, and from further down only where nothing is known yet")
  func order() throws {
    let text = try Self.text(
      """
      {x} {if x == 1}one{end}
      ```tiendo hide
      let x = [{v: 1}]
      ```
      {x}
      ```tiendo hide
      let x = [{v: 2}]
      ```
      {x}
      """)
    #expect(text == "2 \n{1}\n2".replacing("{1}", with: "1"))
  }

  @Test(
    "what a sentence cannot say is an error at its place",
    arguments: [
      ("{several.x}", "E0740", "several.x"), ("{one}", "E0740", "one"),
      ("{one.valeu}", "E0740", "one.valeu"), ("{nothing}", "E0740", "nothing"),
      ("{}", "E0740", "{}"), ("{single", "E0740", "{"), ("{end}", "E0742", "{end}"),
      ("{else}", "E0742", "{else}"), ("{if single == 7}x", "E0742", "{if single == 7}"),
      ("{if single}x{end}", "E0742", "{if single}"),
      ("{if one.missing > 1}x{end}", "E0742", "{if one.missing > 1}"),
      ("{single +}", "E0201", "{single +}"), ("{sum(single)}", "E0506", "{sum(single)}"),
      ("{one.unit + 1}", "E0506", "{one.unit + 1}"), ("{indices.value}", "E0740", "indices.value"),
    ])
  func errors(_ body: String, _ code: String, _ place: String) throws {
    let found = try #require(Self.failure(Self.fence + "Text " + body))
    #expect(found.at == place)
    #expect(found.status == .queryFailed)
    // The binder has a code of its own for each slip in an expression; which one is not the point.
    #expect(found.code.hasPrefix(code.prefix(3)), "\(found.code)")
  }

  @Test(
    "the form is checked",
    arguments: [
      ("```tiendo\nindices", "E0741", "```tiendo"),
      ("```tiendo hid\nindices\n```", "E0741", "hid"),
      ("```tiendo rows=0\nindices\n```", "E0741", "0"),
      ("```tiendo title=x\nindices\n```", "E0741", "x"),
      ("---\ntitel: x\n---\n", "E0743", "titel"), ("---\nlang: fr\n---\n", "E0743", "fr"),
      ("---\ntitle: x\n", "E0743", "---"), ("---\njust words\n---\n", "E0743", "just words"),
      ("```tiendo\nindices | export \"x.csv\"\n```", "E0744", "\"x.csv\""),
      ("```tiendo\nindices | chart bar x=unit y=value to \"x.svg\"\n```", "E0744", "\"x.svg\""),
      ("- ```tiendo x``` y", "E0741", "```tiendo"),
    ])
  func form(_ body: String, _ code: String, _ place: String) throws {
    let found = try #require(Self.failure(body))
    #expect(found.code == code)
    #expect(found.at == place)
  }

  @Test("parameters have a default, a type and a value from outside")
  func parameters() throws {
    let body = """
      ---
      title: x
      param: { thang: "09", year: 2024, day: 2025-04-10, rate: 1.5 }
      ---
      {thang} {$thang} {year + 1} {day} {rate * 2}
      """
    #expect(try Self.text(body) == "09 09 2025 2025-04-10 3")
    #expect(try Self.text(body, given: ["year": "2030"]) == "09 09 2031 2025-04-10 3")
    #expect(throws: StatementFailure.self) { try Self.text(body, given: ["year": "soon"]) }
  }

  @Test("all assertions are asked, and nothing comes out")
  func assertions() throws {
    let body = """
      ```tiendo
      [{a: 1}] | assert a == 2, "first"
      [{a: 1}] | assert a == 1, "holds"
      ```
      {missing_name}
      ```tiendo
      [{a: 1}] | assert a == 3, "second"
      ```
      """
    let source = SourceText(body, name: "report.md")
    let failure = #expect(throws: StatementFailure.self) {
      try ReportRun.document(ReportFile(source), in: try Self.session())
    }
    #expect(failure?.status == .assertionFailed)
    #expect(failure?.diagnostics.count == 2)
    #expect(failure?.rows.count == 2)
  }

  @Test("conditions run the statements of their own branch only")
  func branches() throws {
    let session = try Self.session()
    let document = try ReportRun.document(
      ReportFile(
        SourceText(
          """
          {if 1 > 2}
          ```tiendo
          no_such_table
          ```
          {else}
          ```tiendo title="Shown"
          [{a: 1}]
          ```
          {end}
          """, name: "report.md")), in: session)
    #expect(document.tables.map(\.title) == ["Shown"])
  }

  @Test("a check finds what a run would stop at, runs nothing, and accepts what is right")
  func check() throws {
    func errors(_ body: String) throws -> [String] {
      let source = SourceText(body, name: "report.md")
      return ReportCheck.report(ReportFile(source), in: try Self.session()).diagnostics
        .filter(\.isError).map { source[$0.range] }
    }
    #expect(
      try errors(
        Self.fence + "{single} {one.n:1} {if one.n > 1}a{end} {late}"
          + "\n```tiendo hide\nlet late = [{z: 1}]\n```\n") == [])
    #expect(try errors(Self.fence + "{singel} and {one.valeu}") == ["singel", "one.valeu"])
    #expect(
      try errors("```tiendo\nno_such\n```\n```tiendo\nnor_this\n```") == ["no_such", "nor_this"])
    #expect(try errors("```tiendo\nindices | export \"x.csv\"\n```").count == 1)
  }

  @Test(
    "the reports that are shipped are right",
    arguments: ["dien-bien-2025-04-10", "communes-monthly", "merger-of-2025"])
  func shipped(_ name: String) throws {
    let path = Self.root + "/queries/reports/\(name).md"
    let source = try QueryFile.source(path)
    let file = ReportFile(source)
    #expect(ReportCheck.report(file, in: try Self.session()).diagnostics.map(\.message) == [])
    let document = try ReportRun.document(file, in: try Self.session())
    #expect(document.title?.isEmpty == false)
    #expect(document.pieces.count > 10)
    let text = document.pieces.map { piece in
      if case .markdown(let text) = piece { text } else { "" }
    }.joined()
    #expect(!text.contains("chưa có số liệu") && !text.contains("no data"))
  }
}
