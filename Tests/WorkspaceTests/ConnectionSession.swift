import Columns
import Engines
import Foundation
import Language
import TestSupport

@testable import Workspace

/// A session with statements as a person types them.
final class ConnectionSession {
  let session = Session(Settings(threads: 2, lang: .en, today: 20_000))

  init() { session.isInteractive = true }

  /// What a text gives, statement by statement.
  @discardableResult
  func run(_ text: String) throws -> Answer {
    let source = SourceText(text)
    let (script, diagnostics) = Parser.parse(script: source, mode: .prompt)
    if let error = diagnostics.first(where: \.isError) { throw StatementFailure([error]) }
    var last = Answer()
    for statement in script.statements { last = try session.answer(statement, in: source) }
    return last
  }

  /// The rows as texts, cells between `|`.
  func rows(_ text: String) throws -> [String] {
    guard let table = try run(text).table else { return [] }
    return (0..<table.rowCount).map { row in
      table.columns.map { $0[row].plainText }.joined(separator: "|")
    }
  }

  /// The error of a text; nil where there is none.
  func failure(_ text: String) throws -> Diagnostic? {
    do {
      try run(text)
      return nil
    } catch let failure as StatementFailure {
      return failure.diagnostics.first
    }
  }

  /// A session with the test server's database as `pg`.
  static func postgres() throws -> ConnectionSession {
    let session = ConnectionSession()
    let address = PostgresServer.shared?.address() ?? ""
    try session.run("connect \"\(address)\" as pg with (driver: \"\(driver("postgresql"))\")")
    return session
  }

  /// A session with a file of SQLite as `db`.
  static func sqlite(_ path: String) throws -> ConnectionSession {
    let session = ConnectionSession()
    try session.run(
      "connect \"sqlite:\(path)\" as db with (driver: \"\(driver("sqlite"))\", create)")
    return session
  }

  static func driver(_ name: String) -> String { FetchedDrivers.path(name) ?? "" }

  static var hasPostgres: Bool {
    FetchedDrivers.path("postgresql") != nil && PostgresServer.isInstalled
  }
  static var hasSQLite: Bool { FetchedDrivers.path("sqlite") != nil }
}
