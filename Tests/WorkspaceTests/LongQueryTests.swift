import Columns
import Language
import Testing

@testable import Workspace

/// Queries that are long: what a step looks at grows with the columns, not with their square. Counted is
/// work, not time: a limit of looks would not see it, so columns are asked for in numbers that a square
/// would make endless.
@Suite struct LongQueryTests {
  static func answer(_ text: String) throws -> Answer {
    let session = Session(Settings(threads: 1, lang: .en, today: 20_188))
    let source = SourceText(text, name: "test")
    let (script, diagnostics) = Parser.parse(script: source)
    #expect(diagnostics.isEmpty)
    return try session.answer(try #require(script.statements.first), in: source)
  }

  @Test func manyColumns() throws {
    let columns = 20_000
    let items = (0..<columns).map { "c\($0) = x + \($0)" }.joined(separator: ", ")
    let table = try #require(
      try Self.answer("range(1, 2) as x | derive \(items) | select c0, c\(columns - 1)").table)
    #expect(table.columns[1].values == [.int(Int64(columns)), .int(Int64(columns + 1))])
    let cells = (0..<columns).map { "c\($0): \($0)" }.joined(separator: ", ")
    #expect(try Self.answer("[{\(cells)}]").table?.fields.count == columns)
  }

  /// A name is found whatever its case, also among many.
  @Test func namesAmongMany() throws {
    let items = (0..<200).map { "Name\($0) = x" }.joined(separator: ", ")
    for (name, isKnown) in [("Name7", true), ("NAME7", true), ("name777", false)] {
      let query = "range(1, 2) as x | derive \(items) | select y = \(name)"
      if isKnown {
        #expect(try Self.answer(query).table?.rowCount == 2)
      } else {
        #expect(throws: StatementFailure.self) { try Self.answer(query) }
      }
    }
  }

  /// Columns that use each other are steps, of which there is a limit.
  @Test func chains() throws {
    func chain(_ count: Int) -> String {
      "range(1, 2) as x | derive c0 = x, "
        + (1..<count).map { "c\($0) = c\($0 - 1) + 1" }.joined(separator: ", ")
        + " | select c\(count - 1)"
    }
    #expect(try Self.answer(chain(100)).table?.columns[0].values == [.int(100), .int(101)])
    let failure = #expect(throws: StatementFailure.self) { try Self.answer(chain(1200)) }
    #expect(failure?.diagnostics.contains { $0.code == "E0303" } == true)
  }
}
