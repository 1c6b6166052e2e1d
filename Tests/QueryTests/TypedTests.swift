import Columns
import Foundation
import Language
import Planning
import TestSupport
import Testing

@testable import Workspace

/// Random tables with a column of every type: against SQLite and DuckDB, and against itself, where two
/// ways of asking must give the same.
@Suite struct TypedTests {
  /// How many questions of each kind: 20,000 where `TIENDO_HEAVY` is set; `TIENDO_RANDOM` says how many,
  /// and with which seed they begin.
  static var count: Int {
    let environment = ProcessInfo.processInfo.environment
    if let count = environment["TIENDO_RANDOM"].flatMap({ Int($0.split(separator: ":")[0]) }) {
      return count
    }
    return environment["TIENDO_HEAVY"] == nil ? 600 : 20_000
  }
  static var firstSeed: Int {
    let parts = (ProcessInfo.processInfo.environment["TIENDO_RANDOM"] ?? "").split(separator: ":")
    return parts.count > 1 ? Int(parts[1]) ?? 0 : 0
  }
  /// Questions to a pair of tables.
  static let stretch = 200

  struct Round {
    var queries: TypedQueries
    let tables: Spelled
    let session: Session
  }

  static func round(_ seed: Int) throws -> Round {
    var queries = TypedQueries(random: SeededRandom(UInt64(seed) &* 6_364_136_223 &+ 1))
    let rows = queries.random.pick([0, 1, 5, 12, 30])
    let (left, right) = (
      queries.table("t", rows: rows), queries.table("u", rows: queries.random.int(0...8))
    )
    let session = Session(Settings(threads: 2, lang: .en, today: 0))
    _ = try DifferentialTests.run(left.ours + "\n" + right.ours, session)
    return Round(
      queries: queries,
      tables: Spelled("", left.sqlite + right.sqlite, left.duckdb + right.duckdb), session: session)
  }

  /// The rows as text, in any order; numbers by value.
  static func rows(_ table: Table) -> [String] {
    let columns = zip(table.fields, table.columns).filter { !$0.0.isHidden }.map(\.1)
    return (0..<table.rowCount).map { row in
      columns.map { $0[row].isNull ? "NULL" : normal($0[row].plainText) }.joined(separator: "|")
    }.sorted()
  }

  static func normal(_ text: String) -> String {
    switch text {
    case "true": "1.0"
    case "false": "0.0"
    default: DifferentialTests.normal(text)
    }
  }

  @Test(arguments: [Database.sqlite, .duckdb])
  func sameRowsAs(_ database: Database) throws {
    guard database.isPresent else { return }
    for number in 0..<max(1, Self.count / Self.stretch) {
      var round = try Self.round(Self.firstSeed + number)
      let asked = (0..<Self.stretch).map { _ in round.queries.pipeline() }
      var script =
        database == .sqlite
        ? "PRAGMA case_sensitive_like = 1;\n" + round.tables.sqlite : round.tables.duckdb
      for (place, query) in asked.enumerated() {
        script += "@@\(place)\n\(database == .sqlite ? query.sqlite : query.duckdb);\n"
      }
      let output = try database.run(script)
      let answers = output.components(separatedBy: "@@").dropFirst()
      try #require(answers.count == asked.count, "\(output.prefix(1000))")
      for (query, answer) in zip(asked, answers) {
        let expected = answer.components(separatedBy: "\n").dropFirst().dropLast().map { line in
          line.components(separatedBy: "|").map(Self.normal).joined(separator: "|")
        }.sorted()
        let table = try #require(
          try DifferentialTests.run(query.ours, round.session), "\(query.ours)")
        let found = Self.rows(table)
        if found != expected {
          Issue.record(
            """
            seed \(Self.firstSeed + number): \(query.ours)
            \(database == .sqlite ? query.sqlite : query.duckdb)
            here: \(found.prefix(6))
            \(database): \(expected.prefix(6))
            """)
        }
      }
    }
  }

  /// Rows for which a condition holds, does not hold, and is unknown are all rows; rules of the
  /// optimiser and threads change nothing; the parts of a table together are the table.
  @Test func sameRowsTwoWays() throws {
    let rules = Optimizer.standard.rules.map(\.name)
    for number in 0..<max(1, Self.count / Self.stretch) {
      let seed = Self.firstSeed + number
      var round = try Self.round(seed)
      func rows(_ query: String) throws -> [String] {
        Self.rows(try #require(try DifferentialTests.run(query, round.session), "\(query)"))
      }
      func same(_ one: [String], _ other: [String], _ words: String) {
        if one != other {
          Issue.record("seed \(seed): \(words)\n\(one.prefix(6))\n\(other.prefix(6))")
        }
      }
      for place in 0..<Self.stretch {
        if place % 2 == 0 {
          let p = round.queries.condition(TypedQueries.columns, 3).ours
          let parts = try ["\(p)", "not \(p)", "\(p) is null"].flatMap {
            try rows("t | where \($0)")
          }
          same(parts.sorted(), try rows("t"), "parts by \(p)")
          let (made, _) = round.queries.aggregate(TypedQueries.columns)
          let key = round.queries.random.pick(TypedQueries.columns).name
          let group = "group by \(key): v = \(made.ours)"
          same(
            try rows(
              "t | where \(p) | append (t | where not \(p)) | append (t | where \(p) is null) | \(group)"
            ),
            try rows("t | \(group)"), "\(group) of parts by \(p)")
        } else {
          let query = round.queries.pipeline().ours
          let whole = try rows(query)
          defer {
            round.session.settings.rulesOff = []
            round.session.settings.threads = 2
          }
          round.session.settings.rulesOff = Set(rules)
          same(whole, try rows(query), "without rules: \(query)")
          let rule = round.queries.random.pick(rules)
          round.session.settings.rulesOff = [rule]
          round.session.settings.threads = 1
          same(whole, try rows(query), "without \(rule), one thread: \(query)")
        }
      }
    }
  }
}
