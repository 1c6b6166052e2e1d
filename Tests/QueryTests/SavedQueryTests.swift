import Display
import Foundation
import Language
import Testing

@testable import Workspace

/// Every saved query runs, with its assertions, as `tiendo run` would run it.
@Suite struct SavedQueryTests {
  static let root = CaseTests.root.appendingPathComponent("queries")

  static var files: [String] {
    let found = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
    return (found ?? []).filter { $0.hasSuffix(".tdq") }.sorted()
  }

  /// Queries name their files from the package's folder.
  init() { _ = FileManager.default.changeCurrentDirectoryPath(CaseTests.root.path) }

  @Test(arguments: files) func runs(file: String) throws {
    let url = Self.root.appendingPathComponent(file)
    let source = SourceText(try String(contentsOf: url, encoding: .utf8), name: file)
    let session = Session(Settings(threads: 2, lang: .en, today: 20_780))
    try session.openCatalogue(CaseTests.datasets.path)
    let (script, diagnostics) = Parser.parse(script: source)
    #expect(diagnostics.isEmpty)
    let renderer = DiagnosticRenderer(style: .plain, lang: .en, width: nil)
    for statement in script.statements {
      do {
        _ = try session.answer(statement, in: source)
      } catch let failure as StatementFailure {
        let text = failure.diagnostics.map { renderer.render($0, in: source) }.joined()
        Issue.record("\(text)")
        return
      }
    }
    #expect(!session.exported.isEmpty, "a saved query leaves a file")
  }
}
