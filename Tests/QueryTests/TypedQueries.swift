import Foundation
import TestSupport

/// An expression or a query in Tiendo's language and, written by hand, in those of two databases.
struct Spelled {
  var ours: String
  var sqlite: String
  var duckdb: String

  init(_ ours: String, _ sql: String) { self.init(ours, sql, sql) }

  init(_ ours: String, _ sqlite: String, _ duckdb: String) {
    self.ours = ours
    self.sqlite = sqlite
    self.duckdb = duckdb
  }

  /// The same in all three, of several parts: `$0`, `$1` in a pattern stand for them.
  static func of(_ ours: String, _ sql: String, _ duckdb: String? = nil, _ parts: Spelled...)
    -> Spelled
  {
    func filled(_ pattern: String, _ part: (Spelled) -> String) -> String {
      parts.enumerated().reduce(pattern) {
        $0.replacingOccurrences(of: "$\($1.offset)", with: part($1.element))
      }
    }
    return Spelled(
      filled(ours, \.ours), filled(sql, \.sqlite), filled(duckdb ?? sql, \.duckdb))
  }
}

/// Random tables with a column of every type, and random questions about them.
struct TypedQueries {
  enum Kind: CaseIterable { case int, float, text, bool, date, timestamp }
  typealias Column = (name: String, kind: Kind)

  static let columns: [Column] = [
    ("id", .int), ("g", .int), ("x", .int), ("y", .float), ("n", .float), ("k", .text),
    ("b", .bool), ("d", .date), ("s", .timestamp),
  ]
  private static let texts = ["a", "ab", "B", "zz", "x y", "Đ", "điện", "é", "", "10", "-"]

  var random: SeededRandom

  // MARK: Cells

  private mutating func day() -> String {
    String(
      format: "%04d-%02d-%02d", random.int(2023...2024), random.int(1...12), random.int(1...28))
  }

  /// A value of a kind as it is written.
  mutating func literal(_ kind: Kind) -> Spelled {
    switch kind {
    case .int: return Spelled("\(random.int(-6...6))", "").same
    case .float: return Spelled(String(Double(random.int(-20...20)) / 4), "").same
    case .text:
      let text = random.pick(Self.texts)
      return Spelled("\"\(text)\"", "'\(text)'")
    case .bool:
      let isTrue = random.oneIn(2)
      return Spelled(isTrue ? "true" : "false", isTrue ? "1" : "0", isTrue ? "true" : "false")
    case .date:
      let day = day()
      return Spelled("@\(day)", "'\(day)'", "DATE '\(day)'")
    case .timestamp:
      let text = String(
        format: "\(day()) %02d:%02d:%02d", random.int(0...23), random.int(0...59),
        random.int(0...59))
      return Spelled("timestamp(\"\(text)\")", "'\(text)'", "TIMESTAMP '\(text)'")
    }
  }

  /// A table with so many rows, a fifth of the cells null, under a name: our statement, and SQL.
  mutating func table(_ name: String, rows: Int) -> Spelled {
    var ours: [String] = []
    var (sqlite, duckdb) = ("", "")
    // The first row gives each column its type and is left out again.
    for row in -1..<rows {
      var cells = Self.columns.map { column -> Spelled in
        if column.name == "id" { return Spelled("\(row)", "").same }
        if row >= 0, random.oneIn(5) { return Spelled("null", "NULL") }
        if column.name == "n" {
          return Spelled(String(Double(random.int(-999...999)) / 100), "").same
        }
        return literal(column.kind)
      }
      if row < 0 { cells[3] = Spelled("0.25", "").same }
      ours.append(
        "{" + zip(Self.columns, cells).map { "\($0.name): \($1.ours)" }.joined(separator: ", ")
          + "}")
      guard row >= 0 else { continue }
      sqlite += "INSERT INTO \(name) VALUES(\(cells.map(\.sqlite).joined(separator: ", ")));\n"
      duckdb += "INSERT INTO \(name) VALUES(\(cells.map(\.duckdb).joined(separator: ", ")));\n"
    }
    return Spelled(
      "let \(name) = [\(ours.joined(separator: ", "))] | where id >= 0",
      "CREATE TABLE \(name)(id INTEGER, g INTEGER, x INTEGER, y REAL, n REAL, k TEXT, b INTEGER, "
        + "d TEXT, s TEXT);\n" + sqlite,
      "CREATE TABLE \(name)(id BIGINT, g BIGINT, x BIGINT, y DOUBLE, n DECIMAL(18,2), k TEXT, "
        + "b BOOLEAN, d DATE, s TIMESTAMP);\n" + duckdb)
  }

  // MARK: Expressions

  private mutating func column(_ kind: Kind, _ among: [Column]) -> Spelled? {
    let fitting = among.filter { $0.kind == kind }
    if fitting.isEmpty { return nil }
    return Spelled(random.pick(fitting).name, "").same
  }

  /// An expression of a kind over some columns; without nesting at the end of `depth`.
  mutating func value(_ kind: Kind, _ among: [Column], _ depth: Int) -> Spelled {
    guard depth > 0, !random.oneIn(3) else { return column(kind, among) ?? literal(kind) }
    func deeper(_ kind: Kind, _ own: inout TypedQueries) -> Spelled {
      own.value(kind, among, depth - 1)
    }
    if random.oneIn(6) {
      let (test, one, other) = (
        condition(among, depth - 1), deeper(kind, &self), deeper(kind, &self)
      )
      return .of("if($0, $1, $2)", "(CASE WHEN $0 THEN $1 ELSE $2 END)", nil, test, one, other)
    }
    if random.oneIn(6) {
      return .of("($0 ?? $1)", "COALESCE($0, $1)", nil, deeper(kind, &self), deeper(kind, &self))
    }
    switch kind {
    case .int:
      switch random.int(0...5) {
      case 0:
        let date = deeper(.date, &self)
        return random.oneIn(2)
          ? .of("year($0)", "CAST(strftime('%Y', $0) AS INTEGER)", "year($0)", date)
          : .of("month($0)", "CAST(strftime('%m', $0) AS INTEGER)", "month($0)", date)
      case 1:
        return .of(
          "($0 - $1)", "CAST(julianday($0) - julianday($1) AS INTEGER)", "date_diff('day', $1, $0)",
          deeper(.date, &self), deeper(.date, &self))
      case 2: return .of("length($0)", "LENGTH($0)", nil, deeper(.text, &self))
      case 3: return .of("abs($0)", "ABS($0)", nil, deeper(.int, &self))
      default:
        let sign = random.pick(["+", "-"])
        return .of(
          "($0 \(sign) $1)", "($0 \(sign) $1)", nil, deeper(.int, &self), deeper(.int, &self))
      }
    case .float:
      let sign = random.pick(["+", "-"])
      // Quarters stay exact; hundredths do not in SQLite.
      let quarters = among.filter { $0.name != "n" }
      return .of(
        "($0 \(sign) $1)", "($0 \(sign) $1)", nil, value(.float, quarters, 0),
        value(.int, quarters, 0))
    case .text:
      return random.oneIn(2)
        ? .of(
          "concat($0, $1)", "(COALESCE($0, '') || COALESCE($1, ''))", nil, deeper(.text, &self),
          deeper(.text, &self))
        : .of("replace($0, \"a\", \"xyz\")", "REPLACE($0, 'a', 'xyz')", nil, deeper(.text, &self))
    case .bool: return condition(among, depth - 1)
    case .date:
      let days = random.int(-40...40)
      return .of(
        "add_days($0, \(days))", "date($0, '\(days) days')", "CAST($0 + \(days) AS DATE)",
        deeper(.date, &self))
    case .timestamp: return column(.timestamp, among) ?? literal(.timestamp)
    }
  }

  /// What is true, false or unknown of a row.
  mutating func condition(_ among: [Column], _ depth: Int) -> Spelled {
    if depth > 0, random.oneIn(2) {
      let (left, right) = (condition(among, depth - 1), condition(among, depth - 1))
      switch random.int(0...4) {
      case 0: return .of("($0 and $1)", "($0 AND $1)", nil, left, right)
      case 1: return .of("($0 or $1)", "($0 OR $1)", nil, left, right)
      case 2: return .of("(not $0)", "(NOT $0)", nil, left)
      case 3: return .of("($0 == $1)", "($0 = $1)", nil, left, right)
      default: return .of("($0 is null)", "($0 IS NULL)", nil, left)
      }
    }
    let kind = random.pick(Kind.allCases)
    let one = value(kind, among, min(depth, 1))
    switch random.int(0...4) {
    case 0: return .of("($0 is not null)", "($0 IS NOT NULL)", nil, one)
    case 1 where kind != .bool:
      let not = random.oneIn(2)
      return .of(
        "($0 \(not ? "not " : "")in [$1, $2])", "($0 \(not ? "NOT " : "")IN ($1, $2))", nil, one,
        literal(kind), literal(kind))
    case 2 where kind == .bool: return one
    case 3 where kind == .text:
      let pattern = random.pick(["a%", "%b", "_", "%", "x_y", "đ%"])
      return .of(
        "($0 like \"\(pattern)\")", "($0 LIKE '\(pattern)')", nil, one)
    default:
      let sign =
        kind == .bool
        ? random.pick(["==", "!="]) : random.pick(["<", "<=", ">", ">=", "==", "!="])
      let sql = sign == "==" ? "=" : sign == "!=" ? "<>" : sign
      return .of("($0 \(sign) $1)", "($0 \(sql) $1)", nil, one, value(kind, among, min(depth, 1)))
    }
  }

  /// An aggregate with the kind of its answer.
  mutating func aggregate(_ among: [Column]) -> (Spelled, Kind) {
    let kind = random.pick([Kind.int, .float, .text, .date, .timestamp])
    let inner = column(kind, among) ?? Spelled("1", "1")
    switch random.int(0...5) {
    case 0: return (.of("count($0)", "COUNT($0)", nil, inner), .int)
    case 1: return (.of("count_distinct($0)", "COUNT(DISTINCT $0)", nil, inner), .int)
    case 2 where inner.ours != "1": return (.of("min($0)", "MIN($0)", nil, inner), kind)
    case 3 where inner.ours != "1": return (.of("max($0)", "MAX($0)", nil, inner), kind)
    case 4:
      let number = column(.int, among) ?? Spelled("1", "1")
      return random.oneIn(2)
        ? (.of("sum($0)", "SUM($0)", "CAST(SUM($0) AS BIGINT)", number), .int)
        : (.of("avg($0)", "AVG($0)", nil, number), .float)
    default: return (Spelled("count()", "COUNT(*)"), .int)
    }
  }

  // MARK: Pipelines

  /// A pipeline over the tables `t` and `u`.
  mutating func pipeline() -> Spelled {
    var (text, columns, fresh) = (Spelled("t", "SELECT * FROM t"), Self.columns, 0)
    for _ in 0..<random.int(1...4) {
      fresh += 1
      let name = "v\(fresh)"
      switch random.int(0...6) {
      case 0, 1:
        text = .of(
          "$0 | where $1", "SELECT * FROM ($0) q WHERE $1", nil, text, condition(columns, 2))
      case 2, 3:
        let kind = random.pick(Kind.allCases)
        let made = value(kind, columns, 2)
        text = .of(
          "$0 | derive \(name) = $1", "SELECT *, $1 AS \(name) FROM ($0) q", nil, text, made)
        columns.append((name, kind))
      case 4:
        let keys = Array(Set((0..<random.int(1...2)).map { _ in random.pick(columns).name }))
          .sorted()
        let kept = columns.filter { keys.contains($0.name) }
        let list = kept.map(\.name).joined(separator: ", ")
        let (made, kind) = aggregate(columns)
        text = .of(
          "$0 | group by \(list): \(name) = $1",
          "SELECT \(list), $1 AS \(name) FROM ($0) q GROUP BY \(list)", nil, text, made)
        columns = kept + [(name, kind)]
      case 5:
        let kept = columns.filter { _ in random.oneIn(2) }
        if kept.isEmpty { continue }
        let list = kept.map(\.name).joined(separator: ", ")
        text = .of("$0 | distinct \(list)", "SELECT DISTINCT \(list) FROM ($0) q", nil, text)
        columns = kept
      default:
        let shared = columns.filter { column in
          Self.columns.contains { $0.name == column.name && $0.kind == column.kind }
        }
        if shared.isEmpty { continue }
        let key = random.pick(shared).name
        let isSemi = random.oneIn(2)
        text = .of(
          "$0 | join \(isSemi ? "semi" : "anti") u on \(key)",
          "SELECT * FROM ($0) q WHERE \(isSemi ? "" : "NOT ")EXISTS (SELECT 1 FROM u WHERE u.\(key) = q.\(key))",
          nil, text)
      }
    }
    return text
  }
}

extension Spelled {
  /// What is spelled alike everywhere; negative numbers in brackets.
  fileprivate var same: Spelled {
    let text = ours.hasPrefix("-") ? "(\(ours))" : ours
    return Spelled(text, text, text)
  }
}
