import CADBC
public import Columns
import Dispatch
import Language
public import Planning
import Sources
import Synchronization

/// A database that an ADBC driver reaches.
///
/// The driver is called on a queue of the connection, one call at a time, while the thread that asks
/// looks out for an interrupt; a call that does not stop is left to itself, and the next statement gets
/// a connection of its own. What failed since the database went away is opened anew by the next one.
public final class ADBCConnection: SQLConnection {
  public let name: String
  public let dialect: SQLDialect
  /// Whether the dialect is that of the standard because none is known for the driver.
  public let hasOwnDialect: Bool
  private let state: Mutex<State>

  private struct State {
    var address: ConnectionAddress
    var queue: DispatchQueue
    var handles: ADBCHandles?
    var known: [[String]: (schema: Schema, run: ObjectIdentifier, at: Double)] = [:]
    var tables: [RemoteTable]?
    /// What is being asked for in the background.
    var asked: Set<String> = []
  }

  /// Nothing is opened before it is needed.
  public init(_ name: String, _ address: ConnectionAddress) {
    self.name = name
    let own = SQLDialect.named(ConnectionAddress.kind(address.driver))
    hasOwnDialect = own != nil
    dialect = own ?? .ansi
    state = Mutex(State(address: address, queue: ADBCConnection.queue(name)))
  }

  private static func queue(_ name: String) -> DispatchQueue {
    DispatchQueue(label: "tiendo.connection.\(name)")
  }

  /// The address without its password.
  public var address: ConnectionAddress { state.withLock { $0.address } }

  /// Whether the database is open.
  public var isOpen: Bool { state.withLock { $0.handles != nil } }

  /// Opens the database where that is not done.
  public func open(_ run: RunContext) throws { try perform(run) { _, _ in } }

  /// Gives the password that somebody typed, for the next try to open.
  public func use(password: String) {
    state.withLock { $0.address = $0.address.with(password: password) }
  }

  // MARK: Queries

  public func query(_ sql: String, mostRows: Int?, _ run: RunContext) throws -> Table {
    run.progress?.begin(name)
    let table = try perform(run) { [self] handles, active in
      try active.withStatement(handles) { statement in
        hint(handles, statement)
        try handles.call { handles.driver.functions.StatementSetSqlQuery?(statement, sql, $0) }
        var stream = CArrowStream()
        try handles.call {
          handles.driver.functions.StatementExecuteQuery?(statement, &stream, nil, $0)
        }
        defer { stream.release?(&stream) }
        return try read(&stream, handles, active, statement, mostRows: mostRows, run)
      }
    }
    run.received(table.rowCount, from: name)
    return table
  }

  private func read(
    _ stream: UnsafeMutablePointer<CArrowStream>, _ handles: ADBCHandles,
    _ active: ActiveStatement, _ statement: UnsafeMutablePointer<AdbcStatement>, mostRows: Int?,
    _ run: RunContext
  ) throws -> Table {
    let reader = try ADBCConnection.reader(stream, handles)
    try reader.checkTypes()
    while true {
      try run.checkStopped()
      if active.isAbandoned { throw Stopped.interrupted }
      var array = CArrowArray()
      let code = stream.pointee.get_next?(stream, &array) ?? 0
      if code != 0 { throw handles.failure(of: stream, code) }
      if array.release == nil { return try reader.finish(run) }
      let count = Int(array.length)
      try reader.add(array, run)
      run.progress?.advance(count)
      if let mostRows, reader.rowCount > mostRows {
        // What else would come is not to be sent.
        _ = active.cancel()
        throw TooManyRows(mostRows)
      }
    }
  }

  private static func reader(
    _ stream: UnsafeMutablePointer<CArrowStream>, _ handles: ADBCHandles
  ) throws -> ArrowTableReader {
    var schema = CArrowSchema()
    let code = stream.pointee.get_schema?(stream, &schema) ?? 0
    if code != 0 { throw handles.failure(of: stream, code) }
    defer { schema.release?(&schema) }
    return try ArrowTableReader(schema)
  }

  /// SQLite's driver finds the types of columns in the first rows of an answer. That of PostgreSQL gives
  /// batches of 16 MiB unless told otherwise, too few of them to be read beside the arrival of the next.
  private func hint(_ handles: ADBCHandles, _ statement: UnsafeMutablePointer<AdbcStatement>) {
    let (option, value): (String, String)
    switch ConnectionAddress.kind(address.driver) {
    case "sqlite": (option, value) = ("adbc.sqlite.query.batch_rows", "65536")
    case "postgresql": (option, value) = ("adbc.postgresql.batch_size_hint_bytes", "6000000")
    default: return
    }
    try? handles.call {
      handles.driver.functions.StatementSetOption?(statement, option, value, $0)
    }
  }

  // MARK: Schemas

  /// How long a run that only looks takes what an earlier one learned, in seconds.
  private static let freshness = 60.0

  public func schema(of path: [String], _ run: RunContext) throws -> Schema {
    let known = state.withLock { $0.known[path] }
    if let known {
      let isFresh = run.isLooking && RunContext.now() - known.at < ADBCConnection.freshness
      if known.run == ObjectIdentifier(run) || isFresh { return known.schema }
    }
    let schema: Schema
    do {
      schema = try perform(run) { [self] handles, active in
        try askSchema(path, handles, active)
      }
    } catch var error as ConnectionError {
      // As the person called it, not as the database does.
      if case .noTable = error.kind { error.kind = .noTable(path.joined(separator: ".")) }
      throw error
    }
    let told = try dialect.name == "sqlite" ? declared(schema, path, run) : schema
    state.withLock { $0.known[path] = (told, ObjectIdentifier(run), RunContext.now()) }
    return told
  }

  /// The driver of SQLite takes the types of the first rows, and int where these have no value. Columns
  /// that are declared as text or as real numbers hold no ints, so that theirs are known.
  private func declared(_ schema: Schema, _ path: [String], _ run: RunContext) throws -> Schema {
    guard schema.fields.contains(where: { $0.type == .int }) else { return schema }
    let names = path.reversed().map { "'\($0.replacing("'", with: "''"))'" }
    let told = try query(
      "SELECT name, type FROM pragma_table_info(\(names.joined(separator: ", ")))", mostRows: nil,
      run)
    var types: [String: String] = [:]
    for row in 0..<told.rowCount {
      types[told.columns[0][row].plainText] = told.columns[1][row].plainText.uppercased()
    }
    var schema = schema
    for place in schema.fields.indices where schema.fields[place].type == .int {
      guard let type = types[schema.fields[place].name], !type.contains("INT") else { continue }
      if ["CHAR", "CLOB", "TEXT"].contains(where: type.contains) {
        schema.fields[place] = Field(schema.fields[place].name, .text)
      } else if ["REAL", "FLOA", "DOUB"].contains(where: type.contains) {
        schema.fields[place] = Field(schema.fields[place].name, .float)
      }
    }
    return schema
  }

  /// The columns of a table where they are known already.
  public func knownSchema(of path: [String]) -> Schema? {
    state.withLock { $0.known[path]?.schema }
  }

  private func askSchema(
    _ path: [String], _ handles: ADBCHandles, _ active: ActiveStatement
  ) throws -> Schema {
    let table = path.map(dialect.quoted).joined(separator: ".")
    let functions = handles.driver.functions
    do {
      // What a query gives is told best by the query.
      return try active.withStatement(handles) { statement in
        try handles.call {
          functions.StatementSetSqlQuery?(statement, "SELECT * FROM \(table)", $0)
        }
        var schema = CArrowSchema()
        try handles.call { functions.StatementExecuteSchema?(statement, &schema, $0) }
        defer { schema.release?(&schema) }
        return ADBCConnection.schema(try ArrowTableReader(schema))
      }
    } catch let failure as DriverFailure
      where failure.status == CADBC_NOT_IMPLEMENTED
    {}
    do {
      var schema = CArrowSchema()
      let place = Array(path.reversed())
      try ADBCConnection.withTexts([
        place.count > 2 ? place[2] : nil, place.count > 1 ? place[1] : nil, place.first,
      ]) { texts in
        try handles.call {
          functions.ConnectionGetTableSchema?(
            handles.connection, texts[0], texts[1], texts[2], &schema, $0)
        }
      }
      defer { schema.release?(&schema) }
      return ADBCConnection.schema(try ArrowTableReader(schema))
    } catch let failure as DriverFailure
      where failure.status == CADBC_NOT_IMPLEMENTED
    {}
    return try active.withStatement(handles) { statement in
      try handles.call {
        functions.StatementSetSqlQuery?(statement, "SELECT * FROM \(table) WHERE 1 = 0", $0)
      }
      var stream = CArrowStream()
      try handles.call { functions.StatementExecuteQuery?(statement, &stream, nil, $0) }
      defer { stream.release?(&stream) }
      return ADBCConnection.schema(try ADBCConnection.reader(&stream, handles))
    }
  }

  private static func schema(_ reader: ArrowTableReader) -> Schema {
    var schema = Schema(fields: reader.fields)
    schema.single = reader.single
    return schema
  }

  /// Runs `body` with texts for C; nil stays nil.
  static func withTexts<Result>(
    _ texts: [String?], _ body: ([UnsafePointer<CChar>?]) throws -> Result
  ) rethrows -> Result {
    let copies = texts.map { text in text.map { Array($0.utf8CString) } }
    func next(_ place: Int, _ made: [UnsafePointer<CChar>?]) throws -> Result {
      if place == copies.count { return try body(made) }
      guard let copy = copies[place] else { return try next(place + 1, made + [nil]) }
      return try copy.withUnsafeBufferPointer { try next(place + 1, made + [$0.baseAddress]) }
    }
    return try next(0, [])
  }

  // MARK: The catalogue

  /// The tables, asked for once and when `fresh`.
  public func tables(_ run: RunContext, fresh: Bool = false) throws -> [RemoteTable] {
    if !fresh, let known = knownTables { return known }
    let tables = try perform(run) { [self] handles, _ in try RemoteTable.all(handles, dialect) }
    state.withLock { $0.tables = tables }
    return tables
  }

  /// The tables where they are known already.
  public var knownTables: [RemoteTable]? { state.withLock { $0.tables } }

  /// What was learned of tables is asked for again: one was written.
  func forgetTables() {
    state.withLock {
      $0.tables = nil
      $0.known = [:]
    }
  }

  /// Whether what is to be asked for in the background is not asked for already.
  func begins(asking what: String) -> Bool { state.withLock { $0.asked.insert(what).inserted } }
  func ends(asking what: String) { state.withLock { _ = $0.asked.remove(what) } }

  // MARK: Calls

  /// How long a call that was cancelled may take to come back, and one that the driver cannot cancel.
  private static let patience = (cancelled: 5.0, other: 0.3)

  /// Runs `body` on the queue of the connection with the database open, and waits for it as long as
  /// the run may go on.
  func perform<Answer: Sendable>(
    _ run: RunContext,
    _ body: @escaping @Sendable (ADBCHandles, ActiveStatement) throws -> Answer
  ) throws -> Answer {
    try run.checkStopped()
    let active = ActiveStatement()
    let queue = state.withLock { $0.queue }
    let work = BackgroundWork(on: queue) { [self] in
      let handles = try opened(active)
      active.begin(handles)
      defer { active.end() }
      return try body(handles, active)
    }
    var reason: Stopped?
    var deadline = Double.infinity
    while true {
      if let result = work.outcome(within: 0.02) {
        if let reason { throw reason }
        return try located(result)
      }
      if reason == nil, let now = run.stop() {
        reason = now
        let isCancelled = active.cancel()
        deadline =
          RunContext.now()
          + (isCancelled ? ADBCConnection.patience.cancelled : ADBCConnection.patience.other)
      }
      if let reason, RunContext.now() > deadline {
        active.abandon()
        state.withLock { state in
          guard state.queue === queue else { return }
          state.queue = ADBCConnection.queue(name)
          state.handles = nil
        }
        throw reason
      }
    }
  }

  private func opened(_ active: ActiveStatement) throws -> ADBCHandles {
    let (known, address) = state.withLock { ($0.handles, $0.address) }
    if let known { return known }
    let place = try DriverFinder().find(address.driver, for: name)
    let driver = try DriverLibrary.open(place, for: name)
    let handles: ADBCHandles
    do {
      handles = try ADBCHandles(driver, try address.databaseOptions(for: name))
    } catch let failure as DriverFailure {
      throw ConnectionError(opening: failure, self)
    }
    if active.isAbandoned { throw Stopped.interrupted }
    state.withLock { $0.handles = handles }
    return handles
  }

  /// The answer, or its error in words.
  private func located<Answer>(_ result: Result<Answer, any Error>) throws -> Answer {
    do {
      return try result.get()
    } catch {
      let known = words(for: error)
      if (known as? ConnectionError)?.isFatal == true {
        // Closing may take its time, which nobody is to wait for behind the lock.
        let old = state.withLock { state in
          defer { (state.handles, state.known) = (nil, [:]) }
          return state.handles
        }
        withExtendedLifetime(old) {}
      }
      throw known
    }
  }

  private func words(for error: any Error) -> any Error {
    switch error {
    case let failure as DriverFailure: ConnectionError(failure, self)
    case let problem as ArrowProblem:
      ConnectionError(
        .unreadable(column: problem.column, problem.words, advice: problem.advice),
        connection: name)
    default: error
    }
  }
}
