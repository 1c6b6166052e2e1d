import Glibc
import Language

/// Where a database is and how it is reached, as `connect` says it.
///
/// Nothing that shows it shows the password.
public struct ConnectionAddress: Sendable, CustomStringConvertible {
  /// As it was given, without its password.
  public let shown: String
  /// The name of the driver, or a path to its library.
  public let driver: String
  let user: String?
  private let uri: String
  private let isFile: Bool
  private let creates: Bool
  private let password: String?
  /// Options of the driver, by their own names.
  private let others: [(name: String, value: String)]

  public var description: String { shown }

  /// Whether a password is known.
  var hasPassword: Bool { password != nil }

  /// Schemes of addresses whose driver has another name.
  static let schemes: [String: String] = [
    "postgres": "postgresql", "postgresql": "postgresql", "redshift": "postgresql",
    "sqlite": "sqlite", "file": "sqlite", "duckdb": "duckdb", "sc": "spark", "spark": "spark",
    "grpc": "flightsql", "grpc+tls": "flightsql", "grpc+tcp": "flightsql",
    "grpc+unix": "flightsql", "flightsql": "flightsql", "snowflake": "snowflake",
    "bigquery": "bigquery", "mssql": "mssql", "sqlserver": "mssql", "mysql": "mysql",
    "trino": "trino", "databricks": "databricks",
  ]

  /// - Parameters:
  ///   - options: `driver`, `user`, `password`, `create`, and options of the driver by their own names.
  ///   - connection: the name of the connection, for `TIENDO_PASSWORD_NAME` and messages.
  public init(
    _ given: String, options: [(name: String, value: String)], for connection: String,
    variable: (String) -> String? = ConnectionAddress.environment
  ) throws {
    shown = Secrets.removed(from: given)
    var given = given
    var driver: String?
    var user: String?
    var password = variable("TIENDO_PASSWORD_\(connection.uppercased())")
    var creates = false
    var others: [(name: String, value: String)] = []
    for (name, value) in options {
      switch name {
      case "driver": driver = value
      case "user": user = value
      case "password": password = value
      case "create": creates = value == "true"
      default: others.append((name, value))
      }
    }
    let scheme = ConnectionAddress.scheme(of: given)
    let ending = given.split(separator: ".").last.map { $0.lowercased() }
    if driver == nil {
      if let scheme {
        driver = ConnectionAddress.schemes[scheme]
      } else if ["db", "sqlite", "sqlite3"].contains(ending) {
        driver = "sqlite"
      } else if ending == "duckdb" {
        driver = "duckdb"
      }
      // A driver that is not listed may be called as the scheme is.
      if driver == nil, let scheme, !scheme.isEmpty { driver = scheme }
    }
    guard let driver else { throw ConnectionError(.unknownScheme(""), connection: connection) }
    let kind = ConnectionAddress.kind(driver)
    isFile = kind == "sqlite" || kind == "duckdb"
    if isFile, let scheme, scheme == "sqlite" || scheme == "duckdb" {
      given.removeFirst(scheme.count + 1)
      if given.hasPrefix("//") { given.removeFirst(2) }
    }
    if isFile, given.hasPrefix("~/"), let home = variable("HOME") {
      given = home + given.dropFirst()
    }
    // A file takes no password, which its name may look like.
    if !isFile, let (without, own) = ConnectionAddress.splitPassword(given) {
      given = without
      password = own
    }
    uri = given
    self.driver = driver
    self.user = user
    self.password = password
    self.creates = creates
    self.others = others
  }

  /// A variable of the environment.
  public static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  private init(_ other: ConnectionAddress, password: String) {
    shown = other.shown
    driver = other.driver
    user = other.user
    uri = other.uri
    isFile = other.isFile
    creates = other.creates
    others = other.others
    self.password = password
  }

  /// The same with a password that somebody gave at the prompt.
  func with(password: String) -> ConnectionAddress { ConnectionAddress(self, password: password) }

  /// What the driver is for, whatever path it has.
  static func kind(_ driver: String) -> String {
    let file = driver.split(separator: "/").last.map { $0.lowercased() } ?? driver
    for kind in ["sqlite", "duckdb", "postgresql", "spark", "flightsql", "snowflake", "bigquery"]
    where file.contains(kind) { return kind }
    return file
  }

  private static func scheme(of text: String) -> String? {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let scheme = text[..<colon].lowercased()
    guard let first = scheme.first, first.isASCII, first.isLetter,
      scheme.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) })
    else { return nil }
    return scheme
  }

  /// An address and the password that stood in it.
  private static func splitPassword(_ text: String) -> (String, String)? {
    let places = Secrets.places(in: text)
    guard let first = places.first else { return nil }
    let bytes = Array(text.utf8)
    // Further secrets are options of the driver, which it has to see.
    guard first.upperBound < bytes.count, bytes[first.upperBound] == UInt8(ascii: "@") else {
      return nil
    }
    let password = String(decoding: bytes[first], as: UTF8.self)
    let without =
      String(decoding: bytes[..<(first.lowerBound - 1)], as: UTF8.self)
      + String(decoding: bytes[first.upperBound...], as: UTF8.self)
    return (without, decoded(password))
  }

  private static func decoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.first {
      let digits = rest.dropFirst().prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2,
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        || (0x61...0x7A).contains(byte) || [0x2D, 0x2E, 0x5F, 0x7E].contains(byte)
      if isPlain { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (byte < 16 ? "0" : "") + digits
    }.joined()
  }

  /// What the driver is told before it opens the database.
  func databaseOptions(for connection: String) throws -> [(name: String, value: String)] {
    var options: [(name: String, value: String)] = []
    let kind = ConnectionAddress.kind(driver)
    switch kind {
    case "sqlite", "duckdb":
      try checkFile(connection)
      options.append((kind == "duckdb" ? "path" : "uri", uri.isEmpty ? ":memory:" : uri))
    case "postgresql":
      options.append(("uri", postgres))
    default:
      if !uri.isEmpty { options.append(("uri", uri)) }
      if let user { options.append(("username", user)) }
      if let password { options.append(("password", password)) }
    }
    return options + others
  }

  /// A library that opens a file would make it where there is none, and all tables would be missing.
  private func checkFile(_ connection: String) throws {
    if creates || uri.isEmpty || uri == ":memory:" || uri.hasPrefix("file:") { return }
    var info = stat()
    if stat(uri, &info) == 0 { return }
    throw ConnectionError(
      .notOpened, connection: connection,
      text: "\(uri): \(String(cString: strerror(errno))); with (create: true) makes it")
  }

  /// An address of PostgreSQL with user and password.
  private var postgres: String {
    guard let scheme = ConnectionAddress.scheme(of: uri), uri.contains("://") else {
      var text = uri
      func quoted(_ text: String) -> String {
        "'" + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
      }
      if let user { text += " user=" + quoted(user) }
      if let password { text += " password=" + quoted(password) }
      return text
    }
    let rest = String(uri.dropFirst(scheme.count + 3))
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    var host = String(rest[..<end])
    var own: String?
    if let sign = host.lastIndex(of: "@") {
      own = String(host[..<sign])
      host = String(host[host.index(after: sign)...])
    }
    if let user { own = ConnectionAddress.encoded(user) }
    var address = "postgresql://"
    if let password {
      // Without a user in front a password has no place there.
      if let own {
        address += own + ":" + ConnectionAddress.encoded(password) + "@"
      } else {
        let sign = rest.contains("?") ? "&" : "?"
        return address + host + rest[end...] + sign + "password="
          + ConnectionAddress.encoded(password)
      }
    } else if let own {
      address += own + "@"
    }
    return address + host + rest[end...]
  }

  /// A message without what is secret.
  func scrubbed(_ text: String) -> String {
    var text = Secrets.masked(text)
    let known =
      [password, password.map(ConnectionAddress.encoded)]
      + others.map { option in
        Secrets.isSecret(option: option.name) ? option.value : nil
      }
    for case let secret? in known where secret.utf8.count >= 3 {
      text = text.split(separator: secret, omittingEmptySubsequences: false).joined(
        separator: "***")
    }
    return text
  }
}
