public import Language

/// What went wrong with a database, in the words of the database where it has some.
public struct ConnectionError: Error, Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// No library of the driver was found: its name, and where it was looked for.
    case noDriver(String, looked: [String])
    /// The library or its manifest is there and cannot be used.
    case badDriver(path: String)
    /// Nothing says which driver is meant.
    case unknownScheme(String)
    /// The database cannot be reached, or does not let in.
    case notOpened
    case wrongPassword
    case noTable(String)
    case noPermission
    /// The database went away while it was used.
    case lost
    /// Rows that came cannot be read: the column, where it is one.
    case unreadable(column: String?, Words, advice: Words?)
    /// The table to be made is there already.
    case tableExists(String)
    /// The driver cannot do this.
    case notOffered
    /// Whatever else the database refuses.
    case refused
  }

  public var kind: Kind
  /// The name of the connection.
  public let connection: String
  /// What the driver or the database says, passwords left out; empty where nothing.
  public let text: String
  /// Five letters and digits by which SQL databases name errors.
  public let sqlState: String?
  /// What else the driver tells.
  public let details: [String]

  init(
    _ kind: Kind, connection: String, text: String = "", sqlState: String? = nil,
    details: [String] = []
  ) {
    self.kind = kind
    self.connection = connection
    self.text = text
    self.sqlState = sqlState
    self.details = details
  }

  /// Whether the connection has to be opened again.
  var isFatal: Bool { kind == .lost || kind == .notOpened || kind == .wrongPassword }
}

extension ConnectionError {
  /// The code of the message.
  public var code: String {
    switch kind {
    case .noDriver, .badDriver, .unknownScheme: "E0770"
    case .notOpened, .wrongPassword: "E0771"
    case .noTable: "E0772"
    case .lost: "E0773"
    case .unreadable: "E0774"
    case .noPermission, .tableExists, .notOffered, .refused: "E0775"
    }
  }

  public var words: Words {
    switch kind {
    case .noDriver(let name, _):
      Words(
        en: "the driver `\(name)` of \(connection) is not installed",
        vi: "chưa cài trình điều khiển `\(name)` của \(connection)")
    case .badDriver(let path):
      Words(
        en: "\(path) cannot be used as a driver\(behind)",
        vi: "không dùng được \(path) làm trình điều khiển\(behind)")
    case .unknownScheme(let scheme):
      scheme.isEmpty
        ? Words(
          en: "the address does not say which driver is meant",
          vi: "địa chỉ không cho biết cần trình điều khiển nào")
        : Words(
          en: "no driver is known for addresses that begin with `\(scheme):`",
          vi: "không biết trình điều khiển nào cho địa chỉ bắt đầu bằng `\(scheme):`")
    case .notOpened:
      Words(
        en: "the database of \(connection) cannot be opened\(behind)",
        vi: "không mở được cơ sở dữ liệu của \(connection)\(behind)")
    case .wrongPassword:
      Words(
        en: "the database of \(connection) does not accept user and password\(behind)",
        vi: "cơ sở dữ liệu của \(connection) không chấp nhận người dùng và mật khẩu\(behind)")
    case .noTable(let name):
      Words(
        en: "\(connection) has no table `\(name)`", vi: "\(connection) không có bảng `\(name)`")
    case .noPermission:
      Words(
        en: "\(connection) does not allow that\(behind)",
        vi: "\(connection) không cho phép\(behind)")
    case .lost:
      Words(
        en: "the connection \(connection) was lost\(behind)",
        vi: "mất kết nối \(connection)\(behind)")
    case .unreadable(let column, let words, _):
      column.map {
        Words(
          en: "column `\($0)` of \(connection) cannot come over: \(words.en)",
          vi: "không lấy được cột `\($0)` của \(connection): \(words.text(in: .vi))")
      }
        ?? Words(
          en: "what \(connection) answers cannot be read: \(words.en)",
          vi: "không đọc được kết quả của \(connection): \(words.text(in: .vi))")
    case .tableExists(let name):
      Words(
        en: "\(connection) has a table `\(name)` already", vi: "\(connection) đã có bảng `\(name)`")
    case .notOffered:
      Words(
        en: "the driver of \(connection) does not offer that\(behind)",
        vi: "trình điều khiển của \(connection) không hỗ trợ\(behind)")
    case .refused:
      Words(en: "\(connection) refuses\(behind)", vi: "\(connection) từ chối\(behind)")
    }
  }

  /// What to do about it.
  public var advice: Words? {
    switch kind {
    case .noDriver(let name, let looked):
      Words(
        en:
          "\(ConnectionError.install(name)); or with (driver: \"/path/to/lib.so\"); looked in \(looked.joined(separator: ", "))",
        vi:
          "\(ConnectionError.install(name)); hoặc with (driver: \"/đường/dẫn/lib.so\"); đã tìm ở \(looked.joined(separator: ", "))"
      )
    case .badDriver, .refused, .notOffered: nil
    case .unknownScheme:
      Words(
        en: "name it: with (driver: \"postgresql\"), or a path to a library",
        vi: "hãy nêu tên: with (driver: \"postgresql\"), hoặc đường dẫn tới thư viện")
    case .notOpened:
      Words(
        en: "see whether the database runs and the address is right",
        vi: "hãy xem cơ sở dữ liệu có đang chạy và địa chỉ có đúng không")
    case .wrongPassword:
      Words(
        en:
          "the password comes from TIENDO_PASSWORD_\(connection.uppercased()), what the driver reads itself (~/.pgpass, PGPASSWORD), or the prompt",
        vi:
          "mật khẩu lấy từ TIENDO_PASSWORD_\(connection.uppercased()), nơi trình điều khiển tự đọc (~/.pgpass, PGPASSWORD), hoặc dấu nhắc"
      )
    case .noTable:
      Words(en: ".tables \(connection) lists them", vi: ".tables \(connection) liệt kê các bảng")
    case .noPermission:
      Words(
        en: "ask who runs the database", vi: "hãy hỏi người quản trị cơ sở dữ liệu")
    case .lost:
      Words(
        en: "run the statement again: the connection is opened anew",
        vi: "hãy chạy lại câu lệnh: kết nối sẽ được mở lại")
    case .unreadable(_, _, let advice): advice
    case .tableExists:
      Words(
        en: "with (mode: replace) or with (mode: append)",
        vi: "dùng with (mode: replace) hoặc with (mode: append)")
    }
  }

  /// What else the driver says, to be shown below.
  public var more: [String] { (sqlState.map { ["SQLSTATE \($0)"] } ?? []) + details }

  private var behind: String { text.isEmpty ? "" : ": \(text)" }

  private static func install(_ driver: String) -> String {
    driver == "duckdb"
      ? "DuckDB: https://duckdb.org/docs/installation → libduckdb.so"
      : "pip install adbc-driver-\(driver)"
  }
}
