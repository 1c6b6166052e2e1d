import Columns
import Engines
import Foundation
import Language
import TestSupport
import Testing

@testable import Workspace

/// SQLite through its driver; left out where `make engines` has not fetched it.
@Suite(.serialized, .enabled(if: ConnectionSession.hasSQLite, "make engines"))
struct SQLiteConnectionTests {
  private let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("tiendo-\(UUID().uuidString).db").path

  @Test func tablesAreWrittenAndRead() throws {
    defer { unlink(path) }
    let session = try ConnectionSession.sqlite(path)
    try session.run(
      "[{a: 1, b: \"Điện Biên\", c: 1.5}, {a: 2, b: null, c: -2.5}] | export db.facts")
    #expect(try session.rows("db.facts | sort -a") == ["2||-2.5", "1|Điện Biên|1.5"])
    #expect(try session.failure("db.nosuch")?.message == "db has no table `nosuch`")
    #expect(try session.failure("[{a: 1}] | export db.facts")?.code == "E0775")
    let connection = try #require(session.session.connections.named("db"))
    #expect(try connection.tables(RunContext(), fresh: true).map(\.path) == [["facts"]])
    // Another connection to the file sees the rows.
    let other = try ConnectionSession.sqlite(path)
    #expect(try other.rows("db.facts | aggregate s = sum(a)") == ["3"])
  }

  /// A file of statements is checked before its first one has made the table that a later one reads.
  @Test func tablesThatAreYetToBeMadeAreKnown() throws {
    defer { unlink(path) }
    let session = try ConnectionSession.sqlite(path)
    func errors(_ text: String) throws -> [String] {
      let source = SourceText(text)
      let sketch = session.session.sketch()
      var found: [Diagnostic] = []
      for statement in Parser.parse(script: source).script.statements {
        do {
          found += try sketch.sketch(statement, in: source).diagnostics
        } catch let failure as StatementFailure {
          found += failure.diagnostics
        }
      }
      return found.filter(\.isError).map(\.code)
    }
    let made = "[{a: 1, b: 2}] | export db.made\n"
    #expect(try errors(made + "db.made | where a > 0 | group by b: n = sum(a)") == [])
    #expect(try errors(made + "DB.made | aggregate n = count()") == [])
    #expect(try errors(made + "db.other | take 1") != [])
    #expect(try errors("db.made | take 1\n" + made) != [])
    // Rows that are added make no table.
    #expect(
      try errors("[{a: 1}] | export db.made with (mode: \"append\")\ndb.made | take 1") != [])
    #expect(try session.failure("db.made | take 1") != nil)
  }

  @Test func filesThatAreNotThereAreTold() throws {
    let session = ConnectionSession()
    let driver = ConnectionSession.driver("sqlite")
    let failure = try #require(
      try session.failure("connect \"\(path)\" as db with (driver: \"\(driver)\")"))
    #expect(failure.code == "E0771")
    #expect(failure.message.contains("with (create: true)"))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  /// SQLite's driver cannot be told to stop: the statement is left to itself.
  @Test func whatCannotBeStoppedIsLeft() throws {
    defer { unlink(path) }
    let session = try ConnectionSession.sqlite(path)
    try session.run("[{a: 1}] | export db.t")
    let connection = try #require(session.session.connections.named("db"))
    let end = RunContext.now() + 0.3
    let sql =
      "with recursive g(x) as (select 1 union all select x + 1 from g where x < 30000000) select count(*) from g"
    #expect(throws: Stopped.timedOut) {
      try connection.query(
        sql, mostRows: nil, RunContext(stop: { RunContext.now() > end ? .timedOut : nil }))
    }
    #expect(try session.rows("db.t") == ["1"])
  }

  @Test func moreRowsThanMayComeAreRefused() throws {
    defer { unlink(path) }
    let session = try ConnectionSession.sqlite(path)
    try session.run("range(1, 1000) as x | export db.t")
    let connection = try #require(session.session.connections.named("db"))
    #expect(throws: TooManyRows(999)) {
      try connection.query("select x from t", mostRows: 999, RunContext())
    }
    #expect(try connection.query("select x from t", mostRows: 1000, RunContext()).rowCount == 1000)
  }

  @Test func whatIsKnownCompletes() throws {
    defer { unlink(path) }
    let session = try ConnectionSession.sqlite(path)
    try session.run("[{a: 1, name: \"x\"}] | export db.facts")
    let connection = try #require(session.session.connections.named("db"))
    #expect(connection.tablesSoon(within: 5)?.map(\.written) == ["facts"])
    #expect(connection.schemaSoon(of: ["facts"], within: 5)?.fields.map(\.name) == ["a", "name"])
  }
}
