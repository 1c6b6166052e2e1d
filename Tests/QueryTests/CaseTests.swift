import Columns
import Display
import Foundation
import Language
import Sources
import Testing

@testable import Workspace

/// Queries with their answers as text files: the query, a line of dashes, the answer.
///
/// The answer is CSV (`∅` for null alone in a line), `# code message` for notes, or the rendered
/// errors. `UPDATE_GOLDEN=1` rewrites the files; the run then fails, so that the diff is read before it
/// is believed.
@Suite struct CaseTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Cases")
  static let root = folder.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let datasets = root.appendingPathComponent("datasets")

  /// Cases name their files from the package's folder, where `swift test` runs them.
  init() { _ = FileManager.default.changeCurrentDirectoryPath(Self.root.path) }

  static func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".test") }.sorted()
  }

  /// Each case of a file stands between lines of equals signs.
  static let between = "\n========\n"
  static let before = "\n----\n"

  @Test(arguments: try files())
  func answers(file: String) throws {
    let url = Self.folder.appendingPathComponent(file)
    let text = try String(contentsOf: url, encoding: .utf8)
    let isUpdating = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil
    var cases: [String] = []
    for one in text.components(separatedBy: Self.between) {
      let parts = one.components(separatedBy: Self.before)
      let query = parts[0].trimmingCharacters(in: .newlines)
      let expected = parts.count > 1 ? parts[1].trimmingCharacters(in: .newlines) : ""
      let found = try Self.answer(query).trimmingCharacters(in: .newlines)
      if !isUpdating { #expect(found == expected, "\(query)") }
      cases.append(query + Self.before + found)
    }
    if isUpdating {
      try (cases.joined(separator: Self.between) + "\n").write(
        to: url, atomically: true, encoding: .utf8)
      Issue.record("\(file) was rewritten")
    }
  }

  /// What a text of statements prints.
  static func answer(_ query: String) throws -> String {
    let session = Session(Settings(threads: 2, lang: .en, today: 20_188))
    try session.openCatalogue(datasets.path)
    let source = SourceText(query, name: "case")
    // `set lang vi` in a case turns its messages too.
    func render(_ diagnostic: Diagnostic) -> String {
      DiagnosticRenderer(style: .plain, lang: session.settings.lang, width: nil)
        .render(diagnostic, in: source)
    }
    func line(_ note: Diagnostic) -> String {
      "# \(note.code) \(note.message(in: session.settings.lang))\n"
    }
    let (script, diagnostics) = Parser.parse(script: source)
    var text = ""
    for diagnostic in diagnostics { text += render(diagnostic) }
    if diagnostics.hasErrors { return text + "exit 1\n" }
    for statement in script.statements {
      do {
        for effect in try session.answer(statement, in: source).effects {
          switch effect {
          case .table(let table, spare: _, seconds: _):
            let bytes = try CSVFormat().writer(OptionValues()).bytes(
              try table.labellingTotals(
                Words.total.text(in: session.settings.lang), asText: CSVFormat().labelsTotals))
            let csv = String(decoding: bytes, as: UTF8.self)
            // Null alone in a line is an empty one, which would be lost at the end of an answer.
            text += table.columns.count > 1 ? csv : csv.replacing(/\n(?=\n)/, with: "\n∅")
          case .text(let plan): text += plan
          case .note(let note): text += line(note)
          case .peek, .chart, .wrote: break
          }
        }
      } catch let failure as StatementFailure {
        for diagnostic in failure.diagnostics { text += render(diagnostic) }
        text += "exit \(failure.status.rawValue)\n"
        break
      }
    }
    return text
  }
}
