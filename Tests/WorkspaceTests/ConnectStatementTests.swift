import Columns
import Engines
import Language
import Testing

@testable import Workspace

/// What `connect` does without any database.
@Suite struct ConnectStatementTests {
  @Test func missingDriversSayWhatToInstall() throws {
    let session = ConnectionSession()
    let failure = try #require(
      try session.failure("connect \"x://h/d\" as pg with (driver: \"nosuchdriver\")"))
    #expect(failure.code == "E0770")
    #expect(failure.fix(in: .en)?.contains("pip install adbc-driver-nosuchdriver") == true)
    #expect(session.session.connectionNames.isEmpty)
  }

  @Test func safeSessionsReachNothing() throws {
    let session = ConnectionSession()
    session.session.access = FileAccess(reading: ["."])
    let failure = try #require(try session.failure("connect \"sqlite::memory:\" as db"))
    #expect(failure.code == "E0730")
    #expect(failure.message(in: .vi).contains("--safe"))
  }

  @Test func addressesMayBeParameters() throws {
    let session = ConnectionSession()
    session.session.connectsLazily = true
    try session.run(
      "let a = \"postgresql://h/d\"\nlet h = \"h\"\nconnect $a as pg\nconnect \"postgresql://{$h}/d\" as other"
    )
    #expect(session.session.connectionNames == ["other", "pg"])
    #expect(session.session.connections.named("PG")?.address.shown == "postgresql://h/d")
  }

  @Test func optionsAreChecked() throws {
    let session = ConnectionSession()
    session.session.connectsLazily = true
    #expect(try session.failure("connect \"x.db\" as a with (drivr: \"x\")") != nil)
    #expect(try session.failure("connect \"x.db\" as a with (driver: 3)") != nil)
    #expect(try session.failure("connect \"x.db\" as a with (\"adbc.anything\": 3)") == nil)
    #expect(try session.failure("connect \"x.db\"") != nil)
    #expect(try session.failure("connect as x") != nil)
  }

  @Test func unknownConnectionsAreTold() throws {
    let session = ConnectionSession()
    session.session.connectsLazily = true
    try session.run("connect \"postgresql://h/d\" as statistics\nlet t = [{a: 1}]")
    let near = try #require(try session.failure("statistic.t"))
    #expect(near.replacement == "statistics")
    let table = try #require(try session.failure("t.a"))
    #expect(table.fix(in: .en)?.contains("is a table") == true)
    #expect(try session.failure("t | export nowhere.x")?.code == "E0503")
  }
}
