import Columns
import Engines
import Foundation
import Language
import Synchronization
import TestSupport
import Testing

@testable import Workspace

/// PostgreSQL through its driver; left out where `make engines` has fetched none or the server is not
/// installed.
@Suite(
  .serialized, .enabled(if: ConnectionSession.hasPostgres, "make engines; apt install postgresql"))
struct PostgresConnectionTests {
  private var server: PostgresServer {
    get throws { try #require(PostgresServer.shared) }
  }

  @Test func typesComeOver() throws {
    try server.psql(
      """
      drop table if exists types; create table types (b bool, s int2, i int4, l int8, r real,
        d double precision, n numeric, t text, da date, ts timestamp, tz timestamptz, u uuid,
        j jsonb);
      insert into types values (true, -3, 70000, 9007199254740993, 1.5, 0.1, 12345678.901, 'Điện Biên',
        '2024-02-29', '2024-02-29 12:30:00.25', '2024-02-29 12:00:00+07',
        '6f9619ff-8b86-d011-b42d-00cf4fc964ff', '{"a": 1}'), (null, null, null, null, null, null,
        null, null, null, null, null, null, null);
      """)
    let session = try ConnectionSession.postgres()
    let answer = try session.run("pg.types")
    let table = try #require(answer.table)
    #expect(
      table.fields.map(\.type) == [
        .bool, .int, .int, .int, .float, .float, .float, .text, .date, .timestamp, .timestamp,
        .text,
        .text,
      ])
    let first = table.columns.map { $0[0] }
    #expect(first[0] == .bool(true))
    #expect(first[1] == .int(-3))
    #expect(first[3] == .int(9_007_199_254_740_993))
    #expect(first[5] == .double(0.1))
    #expect(first[6].plainText == "12345678.901")
    #expect(first[7] == .text("Điện Biên"))
    #expect(first[8].plainText == "2024-02-29")
    #expect(first[9].plainText.hasPrefix("2024-02-29 12:30:00.25"))
    #expect(first[10].plainText.hasPrefix("2024-02-29 05:00"))
    #expect(first[11] == .text("6f9619ff-8b86-d011-b42d-00cf4fc964ff"))
    #expect(table.columns.allSatisfy { $0[1].isNull })
    #expect(answer.notes.contains { $0.code == "N0561" })
  }

  @Test func tablesOfSchemasAreNamed() throws {
    try server.psql(
      """
      drop schema if exists gold cascade; create schema gold; create table gold."Độ phủ" (x int);
      insert into gold."Độ phủ" values (1), (2); drop table if exists "a.b"; create table "a.b" (y int)
      """)
    let session = try ConnectionSession.postgres()
    #expect(try session.rows("pg.gold.`Độ phủ` | sort x") == ["1", "2"])
    #expect(try session.rows("pg.`gold.Độ phủ` | aggregate n = count()") == ["2"])
    #expect(try session.rows("pg.public.`a.b`") == [])
    let connection = try #require(session.session.connections.named("pg"))
    let tables = try connection.tables(RunContext(), fresh: true)
    #expect(tables.contains { $0.path == ["gold", "Độ phủ"] })
    #expect(tables.contains { $0.path == ["a.b"] })
    #expect(!tables.contains { $0.path.first == "pg_catalog" })
  }

  @Test func sourcesStandEverywhere() throws {
    try server.psql(
      """
      drop table if exists units; create table units (code int, name text);
      insert into units values (1, 'A'), (2, 'B'); drop table if exists facts;
      create table facts (code int, v double precision);
      insert into facts values (1, 10.5), (1, 20), (2, 5.5), (3, 1.5)
      """)
    let session = try ConnectionSession.postgres()
    #expect(
      try session.rows(
        "pg.facts | join left pg.units on code | group by name: s = sum(v) | sort name")
        == ["A|30.5", "B|5.5", "|1.5"])
    #expect(try session.rows("let f = pg.facts\nf | aggregate n = count()") == ["4"])
    #expect(
      try session.rows("pg.units | select code | append pg.facts | aggregate n = count()") == ["6"])
    #expect(session.session.received.first?.name == "pg")
  }

  @Test func whatIsWrongIsTold() throws {
    try server.psql(
      """
      drop table if exists odd; create table odd (a int, tags int[], raw bytea);
      insert into odd values (1, '{1,2}', 'x')
      """)
    let session = try ConnectionSession.postgres()
    let missing = try #require(try session.failure("pg.nosuch | take 1"))
    #expect(missing.code == "E0772")
    #expect(missing.message == "pg has no table `nosuch`")
    #expect(missing.range == SourceRange(0, 9))
    let list = try #require(try session.failure("pg.odd"))
    #expect(list.code == "E0774")
    #expect(list.message.contains("`tags`") && list.message.contains("list"))
    #expect(try session.rows("pg.odd | select a") == ["1"])
    let raw = try #require(try session.failure("pg.odd | select raw"))
    #expect(raw.message.contains("`raw`"))
    let unknown = try #require(try session.failure("lake.t"))
    #expect(unknown.code == "E0503")
    // The session goes on.
    #expect(try session.rows("pg.odd | select a") == ["1"])
  }

  @Test func aServerThatCannotBeReachedIsTold() throws {
    let session = ConnectionSession()
    let driver = ConnectionSession.driver("postgresql")
    let failure = try #require(
      try session.failure(
        "connect \"postgresql://u@127.0.0.1:1/d\" as pg with (driver: \"\(driver)\")"))
    #expect(failure.code == "E0771")
    #expect(failure.message.contains("refused"))
    #expect(session.session.connectionNames.isEmpty)
  }

  @Test func passwordsAreNowhere() throws {
    let session = ConnectionSession()
    let server = try server
    let driver = ConnectionSession.driver("postgresql")
    let address = server.address(user: "guarded:falsches-wort")
    let text = "connect \"\(address)\" as pg with (driver: \"\(driver)\")"
    let failure = try #require(try session.failure(text))
    #expect(failure.code == "E0771")
    #expect(failure.message.contains("password"))
    #expect(!"\(failure)".contains("falsches-wort"))
    // Asked for, until the right one comes.
    var asked: [String] = []
    session.session.askPassword = { name, address in
      asked.append("\(name) \(address)")
      return asked.count == 1 ? "wrong" : "Tám-chín@10"
    }
    try session.run(
      "connect \"\(server.address(user: "guarded"))\" as pg with (driver: \"\(driver)\")")
    #expect(asked.count == 2)
    #expect(asked.allSatisfy { !$0.contains("Tám") && $0.hasPrefix("pg postgresql://guarded@") })
    try server.psql(
      "drop table if exists seen; create table seen (x int); grant select on seen to guarded")
    #expect(try session.rows("pg.seen") == [])
    // What was typed is saved without the password.
    var script = SessionScript()
    let source = SourceText(
      "connect \"postgresql://guarded:T%C3%A1m-ch%C3%ADn%4010@h/d\" as pg")
    let statement = try #require(Parser.parse(script: source).script.statements.first)
    script.add(statement, in: source)
    #expect(script.text(today: "x").contains("postgresql://guarded@h/d"))
    #expect(!script.text(today: "x").contains("T%C3"))
    // Nor does a plan tell.
    #expect(!(try session.run("explain pg.seen | where x > 1").text ?? "").contains("chín"))
  }

  @Test func interruptsStopTheServerToo() throws {
    let server = try server
    let session = try ConnectionSession.postgres()
    try server.psql(
      "create or replace view slow as select count(*) as n from generate_series(1, 100000000000) g")
    let end = RunContext.now() + 1
    session.session.stop = { RunContext.now() > end ? .timedOut : nil }
    #expect(try session.failure("pg.slow")?.code == "E0690")
    session.session.stop = { nil }
    // The statement is gone from the server, and the connection goes on.
    var running = "1"
    for _ in 0..<50 where running != "0" {
      running = try server.psql(
        "select count(*) from pg_stat_activity where query like '%slow%' and state = 'active' and pid <> pg_backend_pid()"
      )
      usleep(100_000)
    }
    #expect(running == "0")
    try server.psql("drop table if exists after_stop; create table after_stop as select 7 as x")
    #expect(try session.rows("pg.after_stop") == ["7"])
  }

  @Test func aServerThatDiesInTheMiddleIsTold() throws {
    let server = try server
    let session = try ConnectionSession.postgres()
    try server.psql(
      """
      create or replace function die(n int) returns int language plpgsql volatile as $$
      begin if n = 300000 then perform pg_terminate_backend(pg_backend_pid()); end if; return n; end $$;
      create or replace view dying as select die(g) as x from generate_series(1, 400000) g;
      drop table if exists living; create table living as select 1 as x
      """)
    let failure = try #require(try session.failure("pg.dying"))
    #expect(failure.code == "E0773")
    // The next statement has a new connection.
    #expect(try session.rows("pg.living") == ["1"])
  }

  @Test func exportsAreOneTransaction() throws {
    let server = try server
    let session = try ConnectionSession.postgres()
    try server.psql(
      "drop table if exists written; drop schema if exists out cascade; create schema out")
    let rows =
      "[{a: 1, b: \"x\", c: 1.5, d: @2024-02-29, e: true}, {a: null, b: \"Điện Biên\", c: null, d: null, e: null}]"
    try session.run("\(rows) | export pg.written")
    let there = "select a, b, c, d, e from written order by a"
    #expect(try server.psql(there) == "1|x|1.5|2024-02-29|t\nNULL|Điện Biên|NULL|NULL|NULL")
    let again = try #require(try session.failure("\(rows) | export pg.written"))
    #expect(again.code == "E0775")
    #expect(again.message == "pg has a table `written` already")
    try session.run("\(rows) | export pg.written with (mode: append)")
    #expect(try server.psql("select count(*) from written") == "4")
    try session.run("\(rows) | take 1 | export pg.written with (mode: replace)")
    #expect(try server.psql("select count(*) from written") == "1")
    try session.run("\(rows) | export pg.out.written")
    #expect(try server.psql("select count(*) from out.written") == "2")
    // Rows that do not fit leave nothing, and what was replaced is there still.
    let other = try #require(
      try session.failure("[{zz: 1}] | export pg.written with (mode: append)"))
    #expect(other.code == "E0775")
    #expect(other.message.contains("zz"))
    #expect(try server.psql("select count(*) from written") == "1")
    #expect(try session.failure("\(rows) | export pg.nosuch with (mode: append)")?.code == "E0772")
    #expect(try session.failure("\(rows) | export pg.written with (mode: clear)") != nil)
    #expect(try session.failure("\(rows) | export lake.written")?.code == "E0503")
    // Many rows, read back.
    try session.run(
      "range(1, 200000) as x | derive y = x * 2 | export pg.many with (mode: replace)")
    #expect(try server.psql("select count(*), sum(y) from many") == "200000|40000200000")
    #expect(
      try session.rows("pg.many | aggregate n = count(), s = sum(y)") == ["200000|40000200000"])
  }

  @Test func anInterruptedExportLeavesNothing() throws {
    let server = try server
    let session = try ConnectionSession.postgres()
    try server.psql("drop table if exists half")
    let asked = Atomic<Int>(0)
    // Stops when some batches are on their way.
    session.session.stop = {
      asked.add(1, ordering: .relaxed).newValue > 400 ? .interrupted : nil
    }
    let failure = try session.failure("range(1, 30000000) as x | export pg.half")
    session.session.stop = { nil }
    #expect(failure?.code == "E0690")
    #expect(try server.psql("select to_regclass('half') is null") == "t")
    #expect(try session.rows("[{x: 1}] | export pg.half with (mode: replace)\npg.half") == ["1"])
  }
}
