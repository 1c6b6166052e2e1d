import Display
import Foundation
import Language
import Testing

@testable import Workspace

/// The messages of all recorded cases once more, in Vietnamese: `Cases/vi` has them whole.
@Suite struct VietnameseTests {
  private static let folder = CaseTests.folder.appendingPathComponent("vi")

  init() { _ = FileManager.default.changeCurrentDirectoryPath(CaseTests.root.path) }

  @Test(arguments: CaseTests.files)
  func messages(file: String) throws {
    let text = try String(
      contentsOf: CaseTests.folder.appendingPathComponent(file), encoding: .utf8)
    var found = ""
    for one in text.components(separatedBy: CaseTests.between) {
      let query = one.components(separatedBy: CaseTests.before)[0]
        .trimmingCharacters(in: .newlines)
      let messages = try Self.messages(of: query)
      if messages.isEmpty { continue }
      found += "## \(query)\n\(messages)\n"
    }
    let url = Self.folder.appendingPathComponent(file + ".txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil, !found.isEmpty {
      try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
      try found.write(to: url, atomically: true, encoding: .utf8)
    }
    let expected = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    #expect(found == expected, "\(file)")
  }

  /// What a text of statements says beside its results.
  private static func messages(of query: String) throws -> String {
    let session = Session(Settings(threads: 2, lang: .en, today: 20_188))
    try session.openCatalogue(CaseTests.datasets.path)
    let source = SourceText(query, name: "case")
    let renderer = DiagnosticRenderer(style: .plain, lang: .vi, width: nil)
    func said(_ diagnostics: [Diagnostic]) -> String {
      for diagnostic in diagnostics {
        let vietnamese = diagnostic.words.vi
        #expect(vietnamese != nil, "\(diagnostic.code): \(diagnostic.message)")
        if let fix = diagnostic.fix { #expect(fix.vi != nil, "\(diagnostic.code): \(fix.en)") }
      }
      return diagnostics.map { diagnostic in
        diagnostic.severity == .note
          ? "# \(diagnostic.code) \(diagnostic.message(in: .vi))\n"
          : renderer.render(diagnostic, in: source)
      }.joined()
    }
    let (script, diagnostics) = Parser.parse(script: source)
    var text = said(diagnostics)
    if diagnostics.hasErrors { return text }
    for statement in script.statements {
      do {
        text += said(try session.answer(statement, in: source).notes)
      } catch let failure as StatementFailure {
        text += said(failure.diagnostics)
        break
      }
    }
    return text
  }
}
