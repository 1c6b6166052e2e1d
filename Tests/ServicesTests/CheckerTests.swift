import Columns
import Foundation
import Language
import Services
import Testing
import Workspace

/// A check finds all errors of a script and nothing that is none, runs nothing and writes nothing.
@Suite struct CheckerTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  static func session() throws -> Session {
    let session = Session(Settings(threads: 2, lang: .en, today: 20_000))
    try session.openCatalogue(root + "/datasets")
    return session
  }

  static func check(_ text: String, _ session: Session? = nil) throws -> Checker.Report {
    let source = SourceText(text)
    let (script, diagnostics) = Parser.parse(script: source)
    #expect(!diagnostics.hasErrors, "\(text): \(diagnostics.map(\.message))")
    return Checker(try session ?? self.session()).check(script, in: source)
  }

  /// Correct scripts, and whether columns stay open that only the data tell.
  @Test(arguments: [
    ("indices | where year == 2024 | sort -value | take 3", false),
    (
      """
      let t = [{k: "x", u: "a", v: 1}, {k: "y", u: "a", v: 2}]
      t | pivot k by u: s = sum(v) | select x, y
      """, true
    ),
    ("indices | where index == \"PAR\" | compare 2023, 2024 by unit: value | sort -change", true),
    (
      "indices | compare 2023, 2024 by unit: value | where change > 1 | derive z = change * 2", true
    ),
    ("let c = indices | compare 2023, 2024 by unit: value\nc | group by flag: n = count()", true),
    ("indices | pivot year by unit: max(value) | unpivot `2023`, `2024` as y, v | sort y", true),
    ("indices | pivot year by unit: max(value) | join units on unit == name | take 2", true),
    ("indices | project to 2030 by unit: value | chart line", true),
    ("let w = indices | pivot year by unit: max(value)\nw | compare 2023, 2024 by unit: x", true),
    ("let u = canonical(\"TP.HCM\")\nindices | where unit == $u | take 1", false),
    ("param y: int = 2024\nindices | where year == $y | aggregate n = count()", false),
    ("def half(x) = x / 2\nindices | derive h = half(value) | take 1", false),
    ("tasks | progress by programme | sort -done", true),
    ("coverage | track | where status == \"behind\"", true),
    (
      """
      [{a: 1}] | export "no-such-folder/out.csv"
      "no-such-folder/out.csv" | where a > 0 | compare 2023, 2024: a
      """, true
    ),
    ("[{a: 1}] | as kept | select a\nkept | where a == 1", false),
  ])
  func correct(text: String, isOpen: Bool) throws {
    let report = try Self.check(text)
    #expect(report.diagnostics.map(\.message) == [])
    #expect(report.status == .success)
    #expect(!report.open.isEmpty == isOpen)
  }

  /// Every error is told, in one go, with the code of each.
  @Test(arguments: [
    ("indices | where valu > 1 and yeer == 2 | select unitt", ["E0501", "E0501", "E0501"]),
    (
      "indices | where valu > 1\nindices | where year > \"x\"\nnowhere | take 1",
      ["E0501", "E0506", "E0503"]
    ),
    (
      "indices | pivot year by unit: max(value) | derive a = rond(`2024`), b = 1 + \"x\"",
      ["E0505", "E0506"]
    ),
    ("indices | pivot year by unit: max(value) | select x | where y > 1", ["E0501"]),
    ("indices | compare 2023, 2024 by unt: value | sort -change", ["E0501"]),
    ("let t = indices | select unit\nt | where year == 2024", ["E0501"]),
    ("indices | where year == $missing", ["E0504"]),
    ("\"no-such-file.csv\" | take 1", ["E0710"]),
    ("set nothing 3", ["E0703"]),
    ("indices | track against units", ["E0540"]),
  ])
  func wrong(text: String, codes: [String]) throws {
    let report = try Self.check(text)
    #expect(report.diagnostics.filter(\.isError).map(\.code) == codes)
    #expect(report.status != .success)
  }

  @Test("A check writes nothing and leaves the session as it is, through include too")
  func writesNothing() throws {
    let folder = URL.temporaryDirectory.appending(path: "tiendo-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let inner = folder.appending(path: "inner.tdq")
    let written = folder.appending(path: "written.csv").path
    try """
    let made = [{a: 1}]
    made | export "\(written)" with (overwrite: true) | chart bar to "\(written).svg"
    """.write(to: inner, atomically: true, encoding: .utf8)
    let session = try Self.session()
    let names = session.tableNames
    let report = try Self.check("include \"\(inner.path)\"\nmade | select a\nlet n = 3", session)
    #expect(report.diagnostics.map(\.message) == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["inner.tdq"])
    #expect(session.tableNames == names && session.parameter(named: "n") == nil)
    #expect(session.memory.used == 0)
  }

  @Test("An error of an included file is told with its place there")
  func insideIncludes() throws {
    let file = URL.temporaryDirectory.appending(path: "tiendo-\(UUID().uuidString).tdq")
    try "indices | take 1\nindices | where wrong > 1\n".write(
      to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let report = try Self.check("include \"\(file.path)\"")
    let message = try #require(report.diagnostics.first?.message)
    #expect(message.contains("\(file.path):2:17: there is no column `wrong`"))
  }
}
