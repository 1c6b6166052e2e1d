import Columns
import Foundation
import Language
import Testing

@testable import Workspace

/// Every example that help shows runs on the catalogue, with all of its statements.
@Suite struct HelpExampleTests {
  /// The files that examples speak of.
  private static let files = [
    "scores.csv": "unit,score\nĐiện Biên,82.96\nLai Châu,81.2\n",
    "common.tdq": "let y = 2024\n",
    "lib/bands.tdq": "def band(x) = if(x >= 50, \"high\", \"low\")\n",
  ]

  @Test(arguments: StepReference.steps + StepReference.statements)
  func examplesRun(_ entry: StepReference) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tiendo-help-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("lib"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in Self.files {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    for example in entry.examples {
      // Files are named from the folder where the shell was started: here, from one of its own.
      var text = example.query
      for word in ["export", "load", "include", "to"] {
        text = text.replacingOccurrences(of: "\(word) \"", with: "\(word) \"\(folder.path)/")
      }
      if text.contains("decimal:") {
        try Data("unit;score\nĐiện Biên;82,96\n".utf8)
          .write(to: folder.appendingPathComponent("scores.csv"))
      }
      let source = SourceText(text, name: "example")
      let session = Session(Settings(threads: 2, lang: .en, today: 20_780))
      // No database is there: where it lies is taken down, not looked at.
      session.connectsLazily = true
      try session.openCatalogue(CaseTests.datasets.path)
      let (script, diagnostics) = Parser.parse(script: source)
      #expect(diagnostics.isEmpty, "\(example.query)")
      for statement in script.statements {
        do {
          if let table = try session.answer(statement, in: source).table {
            #expect(table.rowCount > 0, "no rows: \(example.query)")
          }
        } catch let failure as StatementFailure {
          Issue.record("\(example.query): \(failure.diagnostics.map(\.message))")
        }
      }
    }
  }
}
