import Columns
import Foundation
import Language
import Services
import Testing
import Workspace

/// Parameters in paths, and `{$here}`: files in folders of their own, as a run finds them.
@Suite struct PathTests {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "tiendo-paths-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder + "/queries", withIntermediateDirectories: true)
    try "a\n1\n2\n".write(
      toFile: folder + "/queries/x 2025-10.csv", atomically: true, encoding: .utf8)
  }

  /// Runs a text as the file `queries/name.tdq` of the folder.
  @discardableResult
  private func run(
    _ text: String, _ given: [String: String] = [:], name: String? = "queries/main.tdq"
  ) throws -> (session: Session, notes: [Diagnostic]) {
    let session = Session(Settings(threads: 1, lang: .en, today: 20_188))
    session.given = given
    let source = SourceText(text, name: name.map { folder + "/" + $0 } ?? "<query>")
    let (script, diagnostics) = Parser.parse(script: source)
    try #require(!diagnostics.hasErrors, "\(diagnostics.map(\.message))")
    var notes: [Diagnostic] = []
    for statement in script.statements {
      notes += try session.answer(statement, in: source).notes
    }
    return (session, notes)
  }

  private func error(_ text: String, _ given: [String: String] = [:]) -> Diagnostic? {
    do {
      try run(text, given)
      return nil
    } catch let failure as StatementFailure {
      return failure.diagnostics.first
    } catch {
      Issue.record("\(error)")
      return nil
    }
  }

  private func names(_ inner: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder + inner).sorted()
  }

  @Test("outputs, inputs, includes and pictures take parameters in their names")
  func parameters() throws {
    try "let found = 7\n".write(
      toFile: folder + "/queries/lib-2025-10.tdq", atomically: true, encoding: .utf8)
    let text = """
      param folder: text
      param thang = "2025-10"
      let năm = 2025
      let ngày = @2025-10-31
      include "{$folder}/queries/lib-{$thang}.tdq"
      load "{$here}/x {$thang}.csv" as x
      x | export "{$folder}/out-{$thang}-{$năm}-{$ngày}-{$found}.csv"
      "{$folder}/queries/x {$thang}.csv" | where a > 1 | as y
      y | chart bar x=a y=a to "{$folder}/{$thang}.svg"
      y | export "{$folder}/new/{$thang}/y.json" with (folders)
      """
    let session = try run(text, ["folder": folder]).session
    #expect(
      try names() == ["2025-10.svg", "new", "out-2025-10-2025-2025-10-31-7.csv", "queries"])
    #expect(try names("/new/2025-10") == ["y.json"])
    #expect(session.exported.count == 3)
    let written = try String(
      contentsOfFile: folder + "/out-2025-10-2025-2025-10-31-7.csv", encoding: .utf8)
    #expect(written == "a\n1\n2\n")
  }

  @Test("a value that would lead elsewhere is an error, and nothing is written")
  func leaving() throws {
    let export = "param p: text\nrange(1, 2) as i | export "
    let path = "{$here}/../out-{$p}.csv"
    for value in ["../x", "a/b", "/etc/x", "", "/", "10/2025"] {
      let found = try #require(error(export + "\"\(path)\"", ["p": value]), "\(value)")
      #expect(found.code == "E0712" && found.words.vi != nil && found.fix?.vi != nil, "\(value)")
      let text = SourceText(export + "\"\(path)\"")
      #expect(text[found.range] == "\"\(path)\"")
    }
    // A whole part of a path may not go up.
    for value in ["..", "."] {
      #expect(error(export + "\"{$here}/{$p}/x.csv\"", ["p": value])?.code == "E0712")
    }
    #expect(error(export + "\"{$p}/x.csv\"", ["p": ""])?.code == "E0712")
    #expect(error("param p: text\nload \"{$here}/{$p}.csv\" as x", ["p": "../a"])?.code == "E0712")
    #expect(error("param p: text\ninclude \"lib/{$p}.tdq\"", ["p": "a/b"])?.code == "E0712")
    #expect(error("param p: text\n\"data/{$p}.csv\" | take 1", ["p": "a/b"])?.code == "E0712")
    #expect(
      error("param p: text\n[{a: 1}] | chart bar to \"pic/{$p}.svg\"", ["p": "a/b"])?.code
        == "E0712")
    #expect(try names() == ["queries"])
  }

  @Test("a text with dots and spaces is no way out")
  func harmless() throws {
    let export = "param p: text\nrange(1, 2) as i | export \"{$here}/o-{$p}.csv\""
    for value in ["..", "a b", "tháng 10", "x.y", "$p", "{$p}", "*", "-"] {
      #expect(error(export, ["p": value]) == nil, "\(value)")
    }
    #expect(try names("/queries").filter { $0.hasPrefix("o-") }.count == 8)
  }

  @Test("names that do not exist, braces that do not close, values that are no text")
  func mistakes() throws {
    let unknown = try #require(error("let thang = 1\n[{a: 1}] | export \"o-{$thnag}.csv\""))
    #expect(unknown.code == "E0504" && unknown.fix?.en == "did you mean `$thang`?")
    #expect(error("load \"{$nothing}.csv\" as x")?.code == "E0504")
    for text in ["{$", "{$}", "{$a", "{$a b}", "{$a + 1}", "{$1}"] {
      #expect(error("let a = 1\n[{a: 1}] | export \"o-\(text).csv\"")?.code == "E0712", "\(text)")
    }
    // No parameter: braces alone are part of a name.
    try run("range(1, 1) as i | export \"{$here}/{a}-$b.csv\"")
    #expect(try names("/queries").contains("{a}-$b.csv"))
    #expect(error("let here = 1\n[{a: 1}] | export \"{$here}/x.csv\"")?.code == "E0712")
  }

  @Test("`{$here}` is the folder of the file in which it stands")
  func here() throws {
    try FileManager.default.createDirectory(
      atPath: folder + "/queries/lib", withIntermediateDirectories: true)
    try "b\n5\n".write(toFile: folder + "/queries/lib/own.csv", atomically: true, encoding: .utf8)
    try "load \"{$here}/own.csv\" as own\n".write(
      toFile: folder + "/queries/lib/part.tdq", atomically: true, encoding: .utf8)
    let text = """
      include "{$here}/lib/part.tdq"
      own | export "{$here}/copy.csv"
      """
    try run(text)
    #expect(try names("/queries") == ["copy.csv", "lib", "x 2025-10.csv"])
    // Elsewhere the working folder.
    let missing = error("load \"{$here}/own.csv\" as own")
    #expect(missing?.code == "E0710")
    do {
      try run("load \"{$here}/none-here.csv\" as own", name: nil)
      Issue.record("there is no such file")
    } catch let failure as StatementFailure {
      #expect(failure.diagnostics[0].message == "there is no file ./none-here.csv")
    }
  }

  @Test("checking knows paths as running does")
  func checking() throws {
    func problems(_ text: String) -> [String] {
      let session = Session(Settings(threads: 1, lang: .en, today: 20_188))
      let source = SourceText(text, name: folder + "/queries/main.tdq")
      return Checker(session).check(Parser.parse(script: source).script, in: source)
        .diagnostics.map(\.code)
    }
    #expect(problems("\"{$here}/x 2025-10.csv\" | where a > 1") == [])
    #expect(problems("\"{$here}/x 2025-10.csv\" | export \"o.docx\"") == ["E0711"])
    #expect(problems("[{a: 1}] | export \"o.csv\" with (overwrit)") == ["E0702"])
    #expect(problems("[{a: 1}] | export \"o-{$x}.csv\"") == ["E0504"])
    #expect(problems("[{a: 1}] | chart bar to \"o.gif\"") == ["E0711"])
    #expect(problems("[{a: 1}] | export \"o.csv\" with (format: $x)") == ["E0504"])
    #expect(problems("\"{$here}/x 2025-10.csv\" with (format: $x)") == ["E0504"])
    #expect(problems("\"{$here}/x 2025-10.csv\" with (delimiter: $x)") == ["E0504"])
    #expect(problems("\"{$here}/x 2025-10.csv\" with (delimiter: [1])") == ["E0701"])
    #expect(try names() == ["queries"])
  }

  @Test("an export of no rows is told at its statement")
  func noRows() throws {
    let (session, notes) = try run(
      "range(1, 3) as i | where i > 9 | export \"{$here}/none.csv\"")
    #expect(notes.map(\.code) == ["N0711"])
    #expect(session.exported.count == 1)
    #expect(
      try String(contentsOfFile: folder + "/queries/none.csv", encoding: .utf8) == "i\n")
  }
}
