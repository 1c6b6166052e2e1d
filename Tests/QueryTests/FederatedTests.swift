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
    case sqlite, postgres, duckdb, spark

    var driver: String? {
      FetchedDrivers.path(self == .postgres ? "postgresql" : "\(self)")
    }

    /// Where `make engines-spark` has its server.
    static let server = ProcessInfo.processInfo.environment["TIENDO_SPARK"]

    var isPresent: Bool {
      guard driver != nil else { return false }
      return switch self {
      case .sqlite: DifferentialTests.hasSQLite
      case .postgres: PostgresServer.isInstalled
      case .duckdb: true
      case .spark: Place.server != nil
      }
    }
  }

  /// The right to the tables of the one server of Spark, which tests would otherwise replace under each
  /// other; given back at the end.
  private final class Turn: Sendable {
    private static let free = DispatchSemaphore(value: 1)
    init() { Turn.free.wait() }
    deinit { Turn.free.signal() }
  }

  /// The two sessions: tables here, and the same tables in a database called `db`.
  private struct Pair {
    let here: Session
    let there: Session
    private let turn: Turn?

    init(_ place: Place, _ tables: [DifferentialTests.Data]) throws {
      turn = place == .spark ? Turn() : nil
      here = Session(Settings(threads: 2, lang: .en, today: 0))
      there = Session(Settings(threads: 2, lang: .en, today: 0))
      var sql = ""
      for data in tables {
        _ = try DifferentialTests.run("let \(data.name) = \(data.whole) | where id >= 0", here)
        sql += data.sql
      }
      let address = try Pair.make(place, sql)
      let driver = try #require(place.driver)
      let options = place == .duckdb ? ", create" : ""
      _ = try DifferentialTests.run(
        "connect \"\(address)\" as db with (driver: \"\(driver)\"\(options))", there)
      if place == .duckdb {
        for data in tables {
          _ = try DifferentialTests.run(
            "let \(data.name) = \(data.whole) | where id >= 0 | export db.\(data.name)", there)
        }
      }
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
      case .duckdb: return file
      case .spark:
        address = Place.server ?? ""
        try sql.write(toFile: script, atomically: true, encoding: .utf8)
        process.arguments = [
          CaseTests.root.path + "/.build-engines/venv/bin/python",
          CaseTests.root.path + "/Tests/QueryTests/Databases/run-spark.py", address,
        ]
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

  /// `TIENDO_PIPELINES` says how many; a few in debug, more with the heavy properties.
  private static let count: Int = {
    let environment = ProcessInfo.processInfo.environment
    return environment["TIENDO_PIPELINES"].flatMap { Int($0) }
      ?? (environment["TIENDO_HEAVY"] == nil ? 300 : 3000)
  }()

  private static func random(_ place: Place) throws {
    for (seed, rows) in [0, 12, 60].enumerated() {
      var random = SeededRandom(UInt64(seed) &* 7793 &+ 11)
      let left = DifferentialTests.data("t", rows, &random)
      let right = DifferentialTests.data("u", random.pick([3, 15]), &random)
      let sessions = try Pair(place, [left, right])
      // The other table may be one of this process.
      _ = try DifferentialTests.run("let u = \(right.whole) | where id >= 0", sessions.there)
      for _ in 0..<count / 3 {
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

  @Test(.enabled(if: Place.duckdb.isPresent, "the driver of DuckDB is not made: make engines"))
  func sameRowsAsOverDuckDB() throws { try Self.random(.duckdb) }

  @Test(.enabled(if: Place.spark.isPresent, "no server of Spark: make engines-spark"))
  func sameRowsAsOverSpark() throws { try Self.random(.spark) }

  /// Each form that a dialect knows, through the driver of each database.
  @Test(arguments: Place.allCases.filter(\.isPresent))
  func everyFormMeansTheSame(_ place: Place) throws {
    for rows in [0, 1, 40] {
      var random = SeededRandom(UInt64(rows) &+ 71)
      let tables = [
        DifferentialTests.data("t", rows, &random), DifferentialTests.data("u", 15, &random),
      ]
      let pair = try Pair(place, tables)
      for table in tables {
        _ = try DifferentialTests.run(
          "let \(table.name) = \(table.whole) | where id >= 0", pair.there)
      }
      for query in ExplainSQLTests.forms where query.hasPrefix("t |") {
        try Self.compare(query, Self.moved(query, both: true), pair, isOrdered: false)
      }
    }
  }

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

  /// `describe` gets figures, or the values of a column with how often each occurs.
  @Test(arguments: Place.allCases.filter(\.isPresent))
  func descriptionsComeOverAsFigures(_ place: Place) throws {
    for seed in 0..<4 {
      var random = SeededRandom(UInt64(seed) + 40)
      let data = DifferentialTests.data("t", [0, 1, 7, 1000][seed], &random)
      let pair = try Pair(place, [data])
      let queries = [
        "t | describe", "t | where g > 0 | describe",
        "t | derive h = x / 4, b = x > 3 | select k, h, b | describe",
        "t | group by k: n = count(), m = avg(y) | describe",
        "t | derive f = fold(k) | select x, f | describe",
      ]
      for (index, query) in queries.enumerated() {
        try Self.compare(query, "db." + query, pair, isOrdered: true)
        if index != 0 || data.rows.count < 1000 { continue }
        let received = pair.there.received.reduce(0) { $0 + $1.rows }
        // All of them differ in `id`, of which SQLite has no quantiles.
        #expect(received <= (place == .sqlite ? 1200 : 1), "\(received) rows came")
      }
    }
  }

  /// A small table here takes over only the rows that match it, and keeps its order.
  @Test(arguments: Place.allCases.filter(\.isPresent))
  func smallLeftSidesAskForTheirKeysAlone(_ place: Place) throws {
    var random = SeededRandom(9)
    let pair = try Pair(place, [DifferentialTests.data("t", 400, &random)])
    for session in [pair.here, pair.there] {
      _ = try DifferentialTests.run(
        "let s = [{id: 9, n: \"b\"}, {id: 3, n: \"a\"}, {id: null, n: \"c\"}, {id: 999, n: \"d\"}]",
        session)
    }
    for kind in ["", " left", " semi", " anti"] {
      let query = "s | join\(kind) t on id"
      try Self.compare(query, "s | join\(kind) db.t on id", pair, isOrdered: true)
      let received = pair.there.received.reduce(0) { $0 + $1.rows }
      #expect(received < 20, "\(received) rows for \(query)")
    }
    // Whether keys repeat is a question about all rows.
    #expect(throws: StatementFailure.self) {
      let source = SourceText("s | join db.t on n == k expect one")
      let statement = try #require(Parser.parse(script: source).script.statements.first)
      _ = try pair.there.answer(statement, in: source)
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
