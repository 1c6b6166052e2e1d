import CADBC

extension ConnectionError {
  /// What a driver says of a call, with its kind.
  init(_ failure: DriverFailure, _ connection: ADBCConnection) {
    let address = connection.address
    // PostgreSQL's message by itself, where it comes apart from what the driver did.
    let own = failure.details.first { $0.key == "PG_DIAG_MESSAGE_PRIMARY" }?.value
    let text = address.scrubbed(own ?? ConnectionError.plain(failure.text))
    let kind = ConnectionError.kind(failure, text)
    let details = failure.details.filter { detail in
      !detail.key.hasPrefix("PG_DIAG_")
        || ["PG_DIAG_MESSAGE_DETAIL", "PG_DIAG_MESSAGE_HINT"].contains(detail.key)
    }
    self.init(
      kind, connection: connection.name, text: text, sqlState: failure.sqlState,
      details: details.map { address.scrubbed($0.value) })
  }

  /// What a driver says of a database that cannot be opened.
  init(opening failure: DriverFailure, _ connection: ADBCConnection) {
    self.init(failure, connection)
    let isPassword =
      kind == .wrongPassword
      || ["password authentication failed", "no password supplied", "password is required"]
        .contains { text.lowercased().contains($0) }
    kind = isPassword ? .wrongPassword : .notOpened
  }

  private static func kind(_ failure: DriverFailure, _ text: String) -> Kind {
    let state = failure.sqlState ?? ""
    let lower = text.lowercased()
    switch state {
    case "28P01", "28000": return .wrongPassword
    case "42P01", "3F000", "42S02": return .noTable(tableName(text))
    case "42P07": return .tableExists(tableName(text))
    case "42501": return .noPermission
    case "57P01", "57P02", "57P03": return .lost
    default: break
    }
    if state.hasPrefix("08")
      || [
        "server closed the connection", "no connection to the server", "connection not open",
        "terminating connection", "connection reset", "broken pipe", "connection refused",
        "could not receive data from server", "connection is closed", "transport is closing",
      ].contains(where: { lower.contains($0) })
    {
      return .lost
    }
    if lower.contains("no such table") { return .noTable(tableName(text)) }
    switch failure.status {
    case CADBC_UNAUTHENTICATED: return .wrongPassword
    case CADBC_UNAUTHORIZED: return .noPermission
    // With a number of SQL it may be a column as well.
    case CADBC_NOT_FOUND where state.isEmpty: return .noTable(tableName(text))
    case CADBC_ALREADY_EXISTS where !lower.contains("does not exist"):
      return .tableExists(tableName(text))
    case CADBC_NOT_IMPLEMENTED: return .notOffered
    default: return .refused
    }
  }

  /// The name that a message puts in quotes or behind the last colon.
  private static func tableName(_ text: String) -> String {
    for quote in ["\"", "`", "'"] {
      let parts = text.split(separator: quote, omittingEmptySubsequences: false)
      if parts.count >= 3 { return String(parts[1]) }
    }
    return text.split(separator: ":").last.map { String($0.drop { $0 == " " }) } ?? text
  }

  /// One line of what a driver says, without the marks of its own code.
  private static func plain(_ text: String) -> String {
    var lines = text.split(whereSeparator: \.isNewline).map { line in
      String(line.drop { $0.isWhitespace })
    }
    lines.removeAll { $0.isEmpty || $0.hasPrefix("Query:") || $0.hasPrefix("Query was:") }
    var joined = lines.joined(separator: "; ")
    for mark in ["[libpq] ", "[SQLite] "] where joined.hasPrefix(mark) {
      joined.removeFirst(mark.count)
    }
    return joined
  }
}
