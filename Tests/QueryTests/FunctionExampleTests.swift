import Columns
import Foundation
import Functions
import Language
import Testing

@testable import Workspace

/// Every example of every function gives, on the catalogue, what help says.
@Suite struct FunctionExampleTests {
  private static var helps: [FunctionHelp] {
    FunctionRegistry.standard.names.compactMap {
      FunctionRegistry.standard.scalar(named: $0)?.help
    }
      + SpecialForms.help.map(\.help) + Aggregate.allCases.map(\.help)
      + WindowFunction.allCases.map(\.help)
  }

  @Test func examplesGiveWhatHelpSays() throws {
    let session = Session(Settings(threads: 2, lang: .en, today: 20_188))
    try session.openCatalogue(CaseTests.datasets.path)
    for help in Self.helps {
      // What `today()` gives no page can say.
      if help.signature != "today()" {
        #expect(help.examples.count >= 2, "\(help.signature)")
      }
      for example in help.examples {
        let isQuery = example.expression.contains(" | ")
        let query =
          isQuery ? example.expression : "[{only: 1}] | select value = \(example.expression)"
        let source = SourceText(query, name: "example")
        let (script, diagnostics) = Parser.parse(script: source)
        #expect(!diagnostics.hasErrors, "\(query)")
        let statement = try #require(script.statements.first)
        guard let table = try session.answer(statement, in: source).table,
          let column = table.columns.last
        else {
          Issue.record("\(query) gives no table")
          continue
        }
        let found = (0..<table.rowCount).map { Self.text(column[$0]) }.joined(separator: ", ")
        #expect(found == example.result, "\(query)")
      }
    }
  }

  /// A value as help writes it.
  private static func text(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .text(let text): "\"\(text)\""
    default: value.plainText
    }
  }
}
