import Columns
import Language
import TestSupport
import Testing

@testable import Workspace

/// What `explain sql sqlite` writes gives in SQLite what the query gives here.
@Suite struct ExplainSQLTests {
  /// The SQL of a query; nil where the program says that there is none.
  private func sql(_ query: String, _ session: Session) throws -> String? {
    let source = SourceText("explain sql sqlite \(query)")
    let (script, diagnostics) = Parser.parse(script: source)
    guard !diagnostics.hasErrors, let statement = script.statements.first else { return nil }
    do {
      guard let text = try session.answer(statement, in: source).text else { return nil }
      return String(text.split(separator: ";").first ?? "")
    } catch let failure as StatementFailure {
      #expect(failure.diagnostics.map(\.code) == ["E0590"], "\(query)")
      return nil
    }
  }

  @Test(.enabled(if: DifferentialTests.hasSQLite, "sqlite3 is not installed"), arguments: 0..<4)
  func sameRows(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &* 104_729 &+ 5)
    let left = DifferentialTests.data("t", [0, 12, 60, 200][seed], &random)
    let right = DifferentialTests.data("u", random.pick([0, 3, 15]), &random)
    let session = Session(Settings(threads: 2, lang: .en, today: 0))
    for data in [left, right] {
      let sample = DifferentialTests.Data(
        name: data.name, columns: data.columns,
        rows: data.rows + [[.int(-1), .text("a"), .int(0), .int(0), .decimal(25, scale: 2)]])
      _ = try DifferentialTests.run("let \(data.name) = \(sample.source) | where id >= 0", session)
    }
    var pairs: [(query: String, sql: String)] = []
    let tries = 400
    for _ in 0..<tries {
      var pair = DifferentialTests.Pair(
        query: "t", sql: "SELECT * FROM t", columns: left.columns)
      for _ in 0..<random.int(1...5) { DifferentialTests.grow(&pair, &random) }
      if let text = try sql(pair.query, session) { pairs.append((pair.query, text)) }
    }
    #expect(pairs.count > tries / 4, "\(pairs.count) of \(tries) can be written")
    try DifferentialTests.compare(pairs, session, tables: left.sql + right.sql)
  }
}
