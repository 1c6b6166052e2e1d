import CADBC
import Glibc
import Synchronization

/// What a driver answers where something failed.
struct DriverFailure: Error {
  var status: Int
  var text: String
  var sqlState: String?
  var details: [(key: String, value: String)] = []
}

/// An open database and the connection to it.
///
/// `@unchecked Sendable` is right: the structs are written by the driver alone, calls come one at a time
/// from the queue of the connection, and cancelling is what drivers take from any thread.
final class ADBCHandles: @unchecked Sendable {
  let driver: DriverLibrary
  private let database: UnsafeMutablePointer<AdbcDatabase>
  let connection: UnsafeMutablePointer<AdbcConnection>
  private var isDatabaseOpen = false
  private var isConnectionOpen = false

  /// Opens the database. Throws a `DriverFailure`.
  init(_ driver: DriverLibrary, _ options: [(name: String, value: String)]) throws {
    self.driver = driver
    database = .allocate(capacity: 1)
    connection = .allocate(capacity: 1)
    database.initialize(to: AdbcDatabase(private_data: nil, private_driver: driver.place))
    connection.initialize(to: AdbcConnection(private_data: nil, private_driver: driver.place))
    let (database, connection) = (database, connection)
    try call { driver.functions.DatabaseNew?(database, $0) }
    isDatabaseOpen = true
    for (name, value) in options {
      try call { driver.functions.DatabaseSetOption?(database, name, value, $0) }
    }
    try call { driver.functions.DatabaseInit?(database, $0) }
    try call { driver.functions.ConnectionNew?(connection, $0) }
    isConnectionOpen = true
    try call { driver.functions.ConnectionInit?(connection, database, $0) }
  }

  deinit {
    let (database, connection) = (database, connection)
    if isConnectionOpen {
      try? call { driver.functions.ConnectionRelease?(connection, $0) }
    }
    if isDatabaseOpen { try? call { driver.functions.DatabaseRelease?(database, $0) } }
    connection.deallocate()
    database.deallocate()
  }

  /// Calls the driver; throws what it answers where that is not success.
  func call(_ body: (UnsafeMutablePointer<AdbcError>) -> AdbcStatusCode?) throws {
    var error = AdbcError()
    // This number asks for details.
    error.vendor_code = .min
    guard let status = body(&error) else {
      throw DriverFailure(status: CADBC_NOT_IMPLEMENTED, text: "")
    }
    defer { if let release = error.release { release(&error) } }
    if status == 0 { return }
    throw failure(status, &error)
  }

  private func failure(
    _ status: AdbcStatusCode, _ error: UnsafePointer<AdbcError>
  ) -> DriverFailure {
    let text = error.pointee.message.map { String(cString: $0) } ?? ""
    let state = withUnsafeBytes(of: error.pointee.sqlstate) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    var failure = DriverFailure(
      status: Int(status), text: text, sqlState: state.isEmpty || state == "00000" ? nil : state)
    if error.pointee.vendor_code == .min, error.pointee.private_data != nil,
      let count = driver.functions.ErrorGetDetailCount?(error), (1...50).contains(count)
    {
      for number in 0..<count {
        guard let detail = driver.functions.ErrorGetDetail?(error, number), let key = detail.key,
          let value = detail.value
        else { continue }
        let text = String(
          decoding: UnsafeBufferPointer(start: value, count: detail.value_length), as: UTF8.self)
        failure.details.append((String(cString: key), text))
      }
    }
    return failure
  }

  /// What a stream answers where reading failed.
  func failure(of stream: UnsafeMutablePointer<CArrowStream>, _ code: Int32) -> DriverFailure {
    var status: AdbcStatusCode = 0
    if let error = driver.functions.ErrorFromArrayStream?(stream, &status) {
      return failure(status, error)
    }
    let text = cadbc_stream_error(stream).map { String(cString: $0) }
    return DriverFailure(
      status: CADBC_IO, text: text ?? String(cString: strerror(code)))
  }

  /// Whether the driver can be told to stop whatever the connection does; asks it to.
  func cancel() -> Bool {
    let connection = connection
    do {
      try call { driver.functions.ConnectionCancel?(connection, $0) }
      return true
    } catch { return false }
  }
}

/// The statement that runs at this moment, which another thread may cancel.
///
/// `@unchecked Sendable` is right: the pointer is behind the lock, and is taken away before it is freed.
final class ActiveStatement: @unchecked Sendable {
  private let lock = Mutex(())
  private var statement: UnsafeMutablePointer<AdbcStatement>?
  private var handles: ADBCHandles?
  private let abandoned = Atomic<Bool>(false)

  /// Nobody waits for the answer any more.
  var isAbandoned: Bool { abandoned.load(ordering: .relaxed) }
  func abandon() { abandoned.store(true, ordering: .relaxed) }

  func begin(_ handles: ADBCHandles) { lock.withLock { _ in self.handles = handles } }

  func end() {
    lock.withLock { _ in
      handles = nil
      statement = nil
    }
  }

  /// Runs `body` with a new statement of the connection.
  func withStatement<Result>(
    _ handles: ADBCHandles, _ body: (UnsafeMutablePointer<AdbcStatement>) throws -> Result
  ) throws -> Result {
    let place = UnsafeMutablePointer<AdbcStatement>.allocate(capacity: 1)
    defer { place.deallocate() }
    place.initialize(to: AdbcStatement(private_data: nil, private_driver: handles.driver.place))
    try handles.call { handles.driver.functions.StatementNew?(handles.connection, place, $0) }
    lock.withLock { _ in statement = place }
    defer {
      lock.withLock { _ in statement = nil }
      try? handles.call { handles.driver.functions.StatementRelease?(place, $0) }
    }
    return try body(place)
  }

  /// Asks the driver to stop; false where it cannot.
  func cancel() -> Bool {
    lock.withLock { _ in
      guard let handles else { return false }
      if let statement {
        do {
          try handles.call { handles.driver.functions.StatementCancel?(statement, $0) }
          return true
        } catch {}
      }
      return handles.cancel()
    }
  }
}
