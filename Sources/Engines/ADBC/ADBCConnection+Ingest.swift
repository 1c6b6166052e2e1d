import CADBC
public import Columns
import Sources

extension ADBCConnection {
  /// What becomes of a table that is there already.
  public enum IngestMode: String, Sendable, CaseIterable {
    /// The table must not be there.
    case create
    /// The rows go behind those that are there.
    case append
    /// The table is dropped first, where it is there.
    case replace

    fileprivate var option: String {
      switch self {
      case .create: "adbc.ingest.mode.create"
      case .append: "adbc.ingest.mode.append"
      case .replace: "adbc.ingest.mode.replace"
      }
    }
  }

  /// Writes the rows of a table into one of the database, in one transaction: all of them or none.
  public func write(
    _ table: Table, to path: [String], _ mode: IngestMode, _ run: RunContext
  ) throws {
    run.progress?.begin("export")
    run.progress?.expect(table.rowCount, .rows)
    let export = try ArrowTableWriter(table) { rows in
      try run.checkStopped()
      run.progress?.advance(rows)
    }
    do {
      try perform(run) { [self] handles, active in
        try transaction(handles) {
          try active.withStatement(handles) { statement in
            try ingest(export, path, mode, handles, statement)
          }
          // What was stopped is not to be kept because its last part went through.
          try run.checkStopped()
          if active.isAbandoned { throw Stopped.interrupted }
        }
      }
    } catch var error as ConnectionError {
      switch error.kind {
      case .tableExists:
        // Of an existing table that is added to, it is the columns that do not fit.
        error.kind = mode == .create ? .tableExists(path.joined(separator: ".")) : .refused
      case .noTable: error.kind = .noTable(path.joined(separator: "."))
      default: break
      }
      throw error
    }
    forgetTables()
  }

  private func ingest(
    _ export: ArrowTableWriter, _ path: [String], _ mode: IngestMode, _ handles: ADBCHandles,
    _ statement: UnsafeMutablePointer<AdbcStatement>
  ) throws {
    func set(_ name: String, _ value: String) throws {
      try handles.call {
        handles.driver.functions.StatementSetOption?(statement, name, value, $0)
      }
    }
    try set("adbc.ingest.target_table", path.last ?? "")
    if path.count > 1 { try set("adbc.ingest.target_db_schema", path[path.count - 2]) }
    if path.count > 2 { try set("adbc.ingest.target_catalog", path[path.count - 3]) }
    try set("adbc.ingest.mode", mode.option)
    var stream = export.stream()
    do {
      try handles.call {
        handles.driver.functions.StatementBindStream?(statement, &stream, $0)
      }
    } catch {
      // A driver that took the stream has left none behind.
      stream.release?(&stream)
      throw error
    }
    try handles.call { handles.driver.functions.StatementExecuteQuery?(statement, nil, nil, $0) }
  }

  private func transaction(_ handles: ADBCHandles, _ body: () throws -> Void) throws {
    let functions = handles.driver.functions
    func autocommit(_ value: String) throws {
      try handles.call {
        functions.ConnectionSetOption?(
          handles.connection, "adbc.connection.autocommit", value, $0)
      }
    }
    try autocommit("false")
    do {
      try body()
      try handles.call { functions.ConnectionCommit?(handles.connection, $0) }
      try autocommit("true")
    } catch {
      try? handles.call { functions.ConnectionRollback?(handles.connection, $0) }
      try? autocommit("true")
      throw error
    }
  }
}
