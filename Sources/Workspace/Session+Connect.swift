import Columns
package import Engines
import Functions
package import Language
import Planning
package import Sources

extension Session {
  /// The options of `connect` that have names of their own; others are the driver's, in quotes.
  package static let connectOptions: [OptionSpec] = [
    OptionSpec(
      "driver", .text,
      Words(
        en: "The driver, by its name or the path of its library, where the address does not tell.",
        vi: "Trình điều khiển, theo tên hoặc đường dẫn thư viện, khi địa chỉ không cho biết."),
      example: "\"postgresql\""),
    OptionSpec(
      "user", .text,
      Words(
        en: "Who asks, where the address does not tell.",
        vi: "Người dùng, khi địa chỉ không cho biết."),
      example: "\"report\""),
    OptionSpec(
      "create", .flag,
      Words(
        en: "Whether the file of a database is made where it is not there.",
        vi: "Có tạo tệp cơ sở dữ liệu khi chưa có không."), example: "true"),
  ]

  /// Gives a name to a database and opens it.
  ///
  /// - Parameter opens: false where it is opened when a query first needs it.
  func connect(
    _ address: TextLiteral, _ name: Name, _ options: [FileOption], opens: Bool,
    _ receive: (Effect) throws -> Void
  ) throws {
    if access.isSafe {
      throw StatementFailure([
        Diagnostic(
          code: "E0730",
          Words(
            en: "--safe lets no database be reached", vi: "--safe không cho kết nối cơ sở dữ liệu"),
          at: address.range,
          fix: Words(
            en: "leave --safe out, or read a file that was exported",
            vi: "hãy bỏ --safe, hoặc đọc tệp đã xuất ra"))
      ])
    }
    let written = try resolved(address)
    let text = TextNormalization.normalizeNFC(name.text)
    do {
      let place = try ConnectionAddress(
        written.text, options: try connectOptions(options), for: text)
      let connection = ADBCConnection(text, place)
      if opens { try open(connection) }
      connections.set(connection)
      if opens, !connection.hasOwnDialect {
        try receive(.note(Session.foreignDialect(place, address.range)))
      }
    } catch let error as ConnectionError {
      throw Session.failure(error, at: address.range)
    }
  }

  private static func foreignDialect(
    _ address: ConnectionAddress, _ range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .note, code: "N0770",
      Words(
        en: "nothing is known of the SQL of `\(address.driver)`, so that of the standard is sent",
        vi: "không biết SQL riêng của `\(address.driver)` nên gửi SQL chuẩn"), at: range)
  }

  private func connectOptions(_ options: [FileOption]) throws -> [(name: String, value: String)] {
    let binder = self.binder()
    var reader = OptionReader(Session.connectOptions, of: "connect", constant: binder.constant(of:))
    let own = options.filter { !$0.name.isQuoted }
    let values = reader.read(own)
    var found: [(name: String, value: String)] = []
    for spec in Session.connectOptions {
      switch values[spec.name] {
      case .text(let text): found.append((spec.name, text))
      case .flag(let isOn): found.append((spec.name, isOn ? "true" : "false"))
      default: break
      }
    }
    for option in options where option.name.isQuoted {
      if let value = binder.constant(of: option.value) {
        found.append((option.name.text, value.plainText))
      }
    }
    let diagnostics = reader.diagnostics + binder.found
    if diagnostics.hasErrors { throw StatementFailure(diagnostics.filter(\.isError)) }
    return found
  }

  /// How often a password is asked for.
  private static let mostTries = 3

  /// Opens a connection; asks for a password where one is wanted and somebody is there.
  package func open(_ connection: ADBCConnection) throws {
    var tries = 0
    while true {
      do {
        return try connection.open(runContext())
      } catch let error as ConnectionError {
        guard error.kind == .wrongPassword, tries < Session.mostTries,
          let password = askPassword?(connection.name, connection.address.shown)
        else { throw error }
        tries += 1
        connection.use(password: password)
      }
    }
  }

  /// A database's error at the place that named the table or the address.
  package static func failure(
    _ error: ConnectionError, at range: SourceRange
  ) -> StatementFailure {
    StatementFailure(
      [
        Diagnostic(
          code: error.code, error.words, at: range,
          labels: error.more.map { Diagnostic.Label(range, Words(en: $0, vi: $0)) },
          fix: error.advice)
      ], status: error.kind.isOutside ? .file : .queryFailed)
  }

  /// Writes a table into one of a database.
  func store(
    _ table: Table, _ target: LogicalPlan.RemoteTarget, _ run: RunContext, at range: SourceRange
  ) throws {
    guard let connection = connections.named(target.connection) else { return }
    let mode = ADBCConnection.IngestMode(rawValue: target.mode.rawValue) ?? .create
    do {
      try open(connection)
      try connection.write(
        table.labellingTotals(Words.total.text(in: settings.written), asText: false),
        to: target.path, mode, run)
    } catch let error as ConnectionError {
      throw Session.failure(error, at: range)
    }
  }
}

extension ConnectionError.Kind {
  /// Whether the database could not be reached, rather than refused what was asked.
  fileprivate var isOutside: Bool {
    switch self {
    case .noDriver, .badDriver, .notOpened, .wrongPassword, .lost: true
    default: false
    }
  }
}
