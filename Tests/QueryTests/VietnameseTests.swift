import Display
import Foundation
import Language
import Testing

@testable import Workspace

/// The messages of all recorded cases once more, in Vietnamese: `Cases/vi` has them whole.
///
/// `UPDATE_GOLDEN=1` rewrites the records; the run then fails, so that the diff is read.
@Suite struct VietnameseTests {
  private static let folder = CaseTests.folder.appendingPathComponent("vi")

  init() { _ = FileManager.default.changeCurrentDirectoryPath(CaseTests.root.path) }

  @Test(arguments: try CaseTests.files())
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
    let hasRecord = FileManager.default.fileExists(atPath: url.path)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil, hasRecord || !found.isEmpty {
      Issue.record("\(url.lastPathComponent) was rewritten")
      if found.isEmpty {
        try FileManager.default.removeItem(at: url)
        return
      }
      try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
      try found.write(to: url, atomically: true, encoding: .utf8)
    }
    // A file whose cases say nothing has no record.
    #expect(hasRecord == !found.isEmpty, "\(file)")
    if !found.isEmpty {
      #expect(found == (try String(contentsOf: url, encoding: .utf8)), "\(file)")
    }
  }

  @Test("Every record is of a file of cases")
  func nothingIsLeftOver() throws {
    let records = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(!records.isEmpty)
    #expect(Set(records).subtracting(try CaseTests.files().map { $0 + ".txt" }) == [])
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
