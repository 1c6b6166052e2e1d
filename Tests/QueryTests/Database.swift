import Foundation
import Planning
import TestSupport
import Testing

/// The databases in which what `explain sql` writes is run.
///
/// SQLite's shell is installed with what the build needs. `make engines` fetches DuckDB into
/// `.build-engines`; PostgreSQL is used where its binaries are found.
enum Database: CaseIterable, Sendable {
  case sqlite, duckdb, postgres

  var dialect: SQLDialect {
    switch self {
    case .sqlite: .sqlite
    case .duckdb: .duckdb
    case .postgres: .postgres
    }
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Databases").path
  private static let python = CaseTests.root.path + "/.build-engines/venv/bin/python"

  var isPresent: Bool {
    switch self {
    case .sqlite: DifferentialTests.hasSQLite
    case .duckdb: FileManager.default.isExecutableFile(atPath: Database.python)
    case .postgres: PostgresServer.programs != nil
    }
  }

  /// What the test says where it is left out.
  var absence: String {
    switch self {
    case .sqlite: "sqlite3 is not installed: make deps"
    case .duckdb: "DuckDB is not fetched: make engines"
    case .postgres: "no PostgreSQL is found under /usr/lib/postgresql or PATH"
    }
  }

  /// What a script prints: the rows of each statement after the line `@@…` that names it, cells
  /// between `|`, null as `NULL`.
  func run(_ script: String) throws -> String {
    switch self {
    case .sqlite:
      let named = script.split(separator: "\n", omittingEmptySubsequences: false).map {
        $0.hasPrefix("@@") ? ".print " + $0 : String($0)
      }.joined(separator: "\n")
      return try Database.output(
        ["sqlite3", ":memory:"], ".mode list\n.separator |\n.nullvalue NULL\n" + named)
    case .duckdb:
      return try Database.output([Database.python, Database.folder + "/run-duckdb.py"], script)
    case .postgres:
      let server = try #require(PostgresServer.shared)
      return try Database.output(
        [
          "sh", Database.folder + "/run-postgres.sh", try #require(PostgresServer.programs),
          server.folder, String(server.port),
        ], script)
    }
  }

  /// What a command prints to both its outputs when given a text as its input.
  private static func output(_ command: [String], _ text: String) throws -> String {
    let name = FileManager.default.temporaryDirectory
      .appendingPathComponent("tiendo-\(UUID().uuidString)").path
    let (input, output) = (name + ".sql", name + ".out")
    defer { for path in [input, output] { unlink(path) } }
    try Data(text.utf8).write(to: URL(fileURLWithPath: input))
    try Data().write(to: URL(fileURLWithPath: output))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.standardInput = FileHandle(forReadingAtPath: input)
    let out = FileHandle(forWritingAtPath: output)
    process.standardOutput = out
    process.standardError = out
    try process.run()
    process.waitUntilExit()
    return try String(contentsOfFile: output, encoding: .utf8)
  }
}
