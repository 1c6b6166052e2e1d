import Columns
import Foundation
import Language
import TestSupport
import Testing

@testable import Workspace

/// Pipelines over tables of a database give what the same pipelines give over the same tables here.
@Suite struct FederatedTests {
  /// A database that a driver reaches.
  enum Place: CaseIterable, Sendable {
    case sqlite, postgres

    private static let packages: String? = {
      let root = CaseTests.root.path + "/.build-engines/venv/lib"
      let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
      return versions.first.map { "\(root)/\($0)/site-packages" }
    }()

    var driver: String? {
      let name = self == .sqlite ? "sqlite" : "postgresql"
      let path = (Place.packages ?? "") + "/adbc_driver_\(name)/libadbc_driver_\(name).so"
      return FileManager.default.isReadableFile(atPath: path) ? path : nil
    }

    var isPresent: Bool {
      driver != nil
        && (self == .sqlite ? DifferentialTests.hasSQLite : PostgresServer.isInstalled)
    }
  }

  /// The two sessions: tables here, and the same tables in a database called `db`.
  private struct Pair {
    let here: Session
    let there: Session

    init(_ place: Place, _ tables: [DifferentialTests.Data]) throws {
      here = Session(Settings(threads: 2, lang: .en, today: 0))
      there = Session(Settings(threads: 2, lang: .en, today: 0))
      var sql = ""
      for data in tables {
        let sample = DifferentialTests.Data(
          name: data.name, columns: data.columns,
          rows: data.rows + [[.int(-1), .text("a"), .int(0), .int(0), .decimal(25, scale: 2)]])
        _ = try DifferentialTests.run(
          "let \(data.name) = \(sample.source) | where id >= 0", here)
        sql += data.sql
      }
      let address = try Pair.make(place, sql)
      let driver = try #require(place.driver)
      _ = try DifferentialTests.run(
        "connect \"\(address)\" as db with (driver: \"\(driver)\")", there)
    }

    /// Makes the tables; the address of the database.
    private static func make(_ place: Place, _ sql: String) throws -> String {
      let name = "t\(UUID().uuidString.lowercased().filter { $0 != "-" })"
      let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(name).db").path
      let script = file + ".sql"
      defer { unlink(script) }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      let address: String
      switch place {
      case .sqlite:
        try sql.write(toFile: script, atomically: true, encoding: .utf8)
        process.arguments = ["sqlite3", file]
        address = file
      case .postgres:
        let server = try #require(PostgresServer.shared)
        let programs = try #require(PostgresServer.programs)
        address = server.address(database: name)
        try ("CREATE DATABASE \(name);\n\\c \(name)\n" + sql).write(
          toFile: script, atomically: true, encoding: .utf8)
        process.arguments = ["\(programs)/psql", "-q", "-v", "ON_ERROR_STOP=1", server.address()]
      }
      process.standardInput = FileHandle(forReadingAtPath: script)
      try process.run()
      process.waitUntilExit()
      try #require(process.terminationStatus == 0)
      return address
    }
  }

  /// The query over the tables of the database.
  private static func moved(_ query: String, both: Bool) -> String {
    var text = "db." + query
    if both {
      for start in ["semi ", "anti ", "("] {
        for end in [" on", " |"] {
          text = text.replacingOccurrences(of: "\(start)u\(end)", with: "\(start)db.u\(end)")
        }
      }
    }
    return text
  }

  private static func rows(_ table: Table) -> [String] {
    let columns = zip(table.fields, table.columns).filter { !$0.0.isHidden }.map(\.1)
    return (0..<table.rowCount).map { row in
      columns.map { $0[row].isNull ? "NULL" : DifferentialTests.normal($0[row].plainText) }
        .joined(separator: "|")
    }
  }

  private static func compare(
    _ query: String, _ remote: String, _ pair: Pair, isOrdered: Bool
  ) throws {
    let here = try #require(try DifferentialTests.run(query, pair.here), "\(query)")
    let there = try #require(try DifferentialTests.run(remote, pair.there), "\(remote)")
    #expect(here.fields.map(\.name) == there.fields.map(\.name), "\(query)")
    #expect(here.fields.map(\.type) == there.fields.map(\.type), "\(query)")
    var (expected, found) = (rows(here), rows(there))
    if !isOrdered {
      expected.sort()
      found.sort()
    }
    if expected != found {
      let plan = try DifferentialTests.text("explain \(remote)", pair.there)
      Issue.record("\(query)\nhere: \(expected.prefix(8))\nthere: \(found.prefix(8))\n\(plan)")
    }
  }

  /// Steps that no database is asked for, so that plans are cut in all places.
  private static func localStep(
    _ pair: DifferentialTests.Pair, _ random: inout SeededRandom
  ) -> String {
    guard pair.columns.contains(where: { $0.name == "k" }) else { return "" }
    return random.pick([" | where upper(k) != \"B\" and k != \"a\"", " | where fold(k) != \"b\""])
  }

  private static func random(_ place: Place) throws {
    let isHeavy = ProcessInfo.processInfo.environment["TIENDO_HEAVY"] != nil
    for (seed, rows) in [0, 12, 60].enumerated() {
      var random = SeededRandom(UInt64(seed) &* 7793 &+ 11)
      let left = DifferentialTests.data("t", rows, &random)
      let right = DifferentialTests.data("u", random.pick([3, 15]), &random)
      let sessions = try Pair(place, [left, right])
      // The other table may be one of this process.
      let sample = DifferentialTests.Data(
        name: "u", columns: right.columns,
        rows: right.rows + [[.int(-1), .text("a"), .int(0), .int(0), .decimal(25, scale: 2)]])
      _ = try DifferentialTests.run("let u = \(sample.source) | where id >= 0", sessions.there)
      for _ in 0..<(isHeavy ? 1000 : 100) {
        var pair = DifferentialTests.Pair(query: "t", sql: "", columns: left.columns)
        for _ in 0..<random.int(1...5) {
          DifferentialTests.grow(&pair, &random)
          if random.oneIn(6) { pair.query += localStep(pair, &random) }
        }
        var isOrdered = pair.query.split(separator: "|").last?.hasPrefix(" group by") ?? false
        if pair.hasUniqueID, pair.columns.contains(where: { $0.name == "id" }), random.oneIn(3) {
          pair.query += random.pick([" | sort -id", " | sort id | take 7", " | sort -k, id"])
          isOrdered = !pair.query.hasSuffix("-k, id") || pair.columns.contains { $0.name == "k" }
          if !isOrdered { pair.query = String(pair.query.dropLast(" | sort -k, id".count)) }
        }
        try compare(
          pair.query, moved(pair.query, both: random.oneIn(2)), sessions, isOrdered: isOrdered)
      }
    }
  }

  @Test(.enabled(if: Place.sqlite.isPresent, "the driver of SQLite is not fetched: make engines"))
  func sameRowsAsOverSQLite() throws { try Self.random(.sqlite) }

  @Test(
    .enabled(
      if: Place.postgres.isPresent, "PostgreSQL or its driver is not installed: make engines"))
  func sameRowsAsOverPostgreSQL() throws { try Self.random(.postgres) }

  /// What comes over is what the analyses need, however many rows the table has.
  @Test(.enabled(if: Place.sqlite.isPresent, "the driver of SQLite is not fetched: make engines"))
  func onlyGroupsComeOver() throws {
    var random = SeededRandom(3)
    let data = DifferentialTests.data("t", 2000, &random)
    let pair = try Pair(.sqlite, [data])
    let queries = [
      "t | pivot g by k: n = count()", "t | pivot g by k with totals: n = sum(x)",
      "t | where k is not null and g > 0 | derive year = 2020 + g "
        + "| group by k, year: x = sum(x) | compare 2021, 2022 by k: x",
    ]
    for query in queries {
      try Self.compare(query, Self.moved(query, both: true), pair, isOrdered: true)
      let received = pair.there.received.reduce(0) { $0 + $1.rows }
      #expect(received > 0 && received < 200, "\(received) rows for \(query)")
    }
  }

  /// A step that stays here must not bring everything over.
  @Test(.enabled(if: Place.sqlite.isPresent, "the driver of SQLite is not fetched: make engines"))
  func pullLimitNamesTheStep() throws {
    var random = SeededRandom(4)
    let pair = try Pair(.sqlite, [DifferentialTests.data("t", 50, &random)])
    _ = try DifferentialTests.run("set pull_limit 20", pair.there)
    let source = SourceText("db.t | where fold(k) == \"b\" | aggregate n = count()")
    let statement = try #require(Parser.parse(script: source).script.statements.first)
    let failure = try #require(throws: StatementFailure.self) {
      _ = try pair.there.answer(statement, in: source)
    }
    let diagnostic = try #require(failure.diagnostics.first)
    #expect(diagnostic.code == "E0650")
    #expect(diagnostic.message.contains("`fold`"), "\(diagnostic.message)")
    // What the database can do itself has no limit.
    let table = try DifferentialTests.run("db.t | aggregate n = count()", pair.there)
    #expect(table?.columns[0][0] == .int(50))
  }

  /// The parts, their SQL and why they end where they do are told.
  @Test(.enabled(if: Place.sqlite.isPresent, "the driver of SQLite is not fetched: make engines"))
  func explainTellsTheCut() throws {
    var random = SeededRandom(5)
    let pair = try Pair(.sqlite, [DifferentialTests.data("t", 5, &random)])
    let plan = try DifferentialTests.text(
      "explain db.t | where x > 0 and fold(k) == \"b\" | group by g: n = count()", pair.there)
    #expect(plan.contains("db (SQLite)") && plan.contains("WHERE (\"x\" > 0)"), "\(plan)")
    #expect(plan.contains("`fold`") && !plan.contains("\"y\""), "\(plan)")
    let sql = try DifferentialTests.text("explain sql db.t | sort k | take 3", pair.there)
    #expect(sql.contains("COLLATE BINARY"), "\(sql)")
  }
}
