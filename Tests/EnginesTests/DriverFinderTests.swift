import Foundation
import Language
import Testing

@testable import Engines

@Suite struct DriverFinderTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("tiendo-drivers-\(UUID().uuidString)").path

  private func write(_ path: String, _ text: String = "") throws {
    let whole = URL(fileURLWithPath: folder + "/" + path)
    try FileManager.default.createDirectory(
      at: whole.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: whole)
  }

  private func finder(_ variables: [String: String]) -> DriverFinder {
    DriverFinder { variables[$0] }
  }

  @Test func manifestsComeFirst() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try write("lib/libother.so")
    try write(
      "manifests/postgresql.toml",
      """
      manifest_version = 1
      name = 'PostgreSQL'  # a comment
      [ADBC]
      version = "v1.1.0"
      [Driver]
      entrypoint = "OtherInit"
      [Driver.shared]
      linux_amd64 = '\(folder)/lib/libother.so'
      linux_arm64 = "../lib/libother.so"
      """)
    try write(
      "venv/lib/python3.11/site-packages/adbc_driver_postgresql/libadbc_driver_postgresql.so")
    let variables = [
      "ADBC_DRIVER_PATH": "/nowhere:\(folder)/manifests", "VIRTUAL_ENV": folder + "/venv",
    ]
    let found = try finder(variables).find("postgresql", for: "pg")
    #expect(found.path.hasSuffix("lib/libother.so"))
    #expect(found.entries == ["OtherInit"])
    let other = try finder(["VIRTUAL_ENV": folder + "/venv"]).find("postgresql", for: "pg")
    #expect(other.path.hasSuffix("/libadbc_driver_postgresql.so"))
    #expect(other.entries == ["AdbcDriverPostgresqlInit", "AdbcDriverInit"])
  }

  @Test func aVirtualEnvironmentOnThePathIsFound() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try write("v/pyvenv.cfg")
    try write("v/lib/python3.12/site-packages/adbc_driver_sqlite/libadbc_driver_sqlite.so")
    let found = try finder(["PATH": "/usr/bin:\(folder)/v/bin"]).find("sqlite", for: "db")
    #expect(found.path.contains("python3.12"))
  }

  @Test func whatIsMissingSaysWhatToInstall() throws {
    do {
      _ = try finder([:]).find("nosuchdriver", for: "pg")
      Issue.record("a driver was found")
    } catch let error as ConnectionError {
      #expect(error.words.en == "the driver `nosuchdriver` of pg is not installed")
      #expect(error.advice?.en.hasPrefix("pip install adbc-driver-nosuchdriver") == true)
      #expect(error.code == "E0770")
    }
  }

  @Test func brokenManifestsAndPathsAreTold() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try write("m/a.toml", "[Driver]\nentrypoint = \"x\"\n")
    try write("m/b.toml", "[Driver]\nshared = \"/no/such/lib.so\"\n")
    let finder = finder(["ADBC_DRIVER_PATH": folder + "/m"])
    for name in ["a", "b", "/no/such/lib.so", "relative/lib.so", "../b", ""] {
      #expect(throws: ConnectionError.self, "\(name)") { try finder.find(name, for: "pg") }
    }
  }

  @Test func aLibraryThatIsNoDriverIsTold() throws {
    let library = try #require(
      ["/lib/x86_64-linux-gnu/libm.so.6", "/lib/aarch64-linux-gnu/libm.so.6", "/lib64/libm.so.6"]
        .first { FileManager.default.fileExists(atPath: $0) })
    do {
      _ = try DriverLibrary.open(DriverPlace(path: library), for: "pg")
      Issue.record("opened")
    } catch let error as ConnectionError {
      #expect(error.text.contains("AdbcDriverInit"))
    }
    try write("libx.so", "no library")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      _ = try DriverLibrary.open(DriverPlace(path: folder + "/libx.so"), for: "pg")
      Issue.record("opened")
    } catch let error as ConnectionError {
      #expect(error.kind == .badDriver(path: folder + "/libx.so"))
      #expect(!error.text.isEmpty)
    }
  }
}

@Suite struct ConnectionAddressTests {
  private func address(
    _ text: String, _ options: [(name: String, value: String)] = [],
    _ variables: [String: String] = [:]
  ) throws -> ConnectionAddress {
    try ConnectionAddress(text, options: options, for: "pg") { variables[$0] }
  }

  private func options(_ address: ConnectionAddress) throws -> [String] {
    try address.databaseOptions(for: "pg").map { "\($0.name)=\($0.value)" }
  }

  @Test func schemesNameDrivers() throws {
    for (text, driver) in [
      ("postgresql://h/d", "postgresql"), ("postgres://h/d", "postgresql"),
      ("sqlite::memory:", "sqlite"), ("a/b.db", "sqlite"), ("x.duckdb", "duckdb"),
      ("sc://h:15002", "spark"), ("grpc+tls://h", "flightsql"), ("flaky://h", "flaky"),
    ] {
      #expect(try address(text).driver == driver, "\(text)")
    }
    #expect(throws: ConnectionError.self) { try address("whatever") }
    #expect(try address("host=h", [("driver", "postgresql")]).driver == "postgresql")
  }

  @Test func passwordsGoToTheDriverAlone() throws {
    let secret = "S:3/c@r?t é'"
    let encoded = "S%3A3%2Fc%40r%3Ft%20%C3%A9%27"
    let written = try address("postgresql://u:\(encoded)@h:5/d?x=1")
    #expect(written.shown == "postgresql://u@h:5/d?x=1")
    #expect(try options(written) == ["uri=postgresql://u:\(encoded)@h:5/d?x=1"])
    let plain = try address("postgresql://u@h/d", [], ["TIENDO_PASSWORD_PG": secret])
    #expect(plain.shown == "postgresql://u@h/d")
    #expect(try options(plain) == ["uri=postgresql://u:\(encoded)@h/d"])
    let own = try address(
      "host=h dbname=d", [("driver", "postgresql"), ("user", "u")], ["TIENDO_PASSWORD_PG": "a'b"])
    #expect(try options(own) == ["uri=host=h dbname=d user='u' password='a\\'b'"])
    #expect(
      try options(try address("sc://h", [], ["TIENDO_PASSWORD_PG": "geheim"])) == [
        "uri=sc://h", "password=geheim",
      ])
    #expect(plain.scrubbed("no: \(secret) or \(encoded)!") == "no: *** or ***!")
    #expect("\(plain)" == "postgresql://u@h/d")
  }

  @Test func filesThatAreNotThereAreNotMade() throws {
    #expect(throws: ConnectionError.self) { try options(try address("/no/such.db")) }
    #expect(try options(try address("/no/such.db", [("create", "true")])) == ["uri=/no/such.db"])
    #expect(try options(try address("sqlite::memory:")) == ["uri=:memory:"])
    #expect(try options(try address("sqlite:///no/such", [("create", "true")])) == ["uri=/no/such"])
  }
}
