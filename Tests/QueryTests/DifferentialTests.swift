import Columns
import Foundation
import Language
import TestSupport
import Testing

@testable import Workspace

/// Random pipelines that SQLite can express too: both must give the same rows.
///
/// What differs on purpose is left out by construction: `/` (SQLite divides integers as integers),
/// text functions beyond ASCII, and the order of equal rows.
@Suite struct DifferentialTests {
  /// One kind of table both engines hold: ints, a real in quarters, short ASCII texts, nulls.
  struct Data {
    let name: String
    let columns: [(name: String, type: DataType)]
    let rows: [[Value]]

    var source: String {
      let cells = rows.map { row in
        "{" + zip(columns, row).map { "\($0.name): \(Self.tiendo($1))" }.joined(separator: ", ")
          + "}"
      }
      return "[" + cells.joined(separator: ", ") + "]"
    }

    /// The rows with one more, whose `id` is below zero, so that columns of nulls have their types.
    var whole: String {
      let typed: [Value] = [.int(-1), .text("a"), .int(0), .int(0), .decimal(25, scale: 2)]
      return Data(name: name, columns: columns, rows: rows + [typed]).source
    }

    static func tiendo(_ value: Value) -> String {
      if case .text(let text) = value { return "\"\(text)\"" }
      return value.isNull ? "null" : value.plainText
    }

    static func sql(_ value: Value) -> String {
      if case .text(let text) = value { return "'\(text)'" }
      return value.isNull ? "NULL" : value.plainText
    }

    var sql: String {
      let types = columns.map {
        "\($0.name) \($0.type == .text ? "TEXT" : $0.type == .int ? "BIGINT" : "DOUBLE PRECISION")"
      }
      var text = "CREATE TABLE \(name)(\(types.joined(separator: ", ")));\n"
      for row in rows {
        text += "INSERT INTO \(name) VALUES(\(row.map(Self.sql).joined(separator: ", ")));\n"
      }
      return text
    }
  }

  /// A pipeline in both languages as it grows.
  struct Pair {
    var query: String
    var sql: String
    var columns: [(name: String, type: DataType)]
    var fresh = 0
    /// Whether `id` still tells rows apart, so that it gives them an order.
    var hasUniqueID = true

    mutating func newName() -> String {
      fresh += 1
      return "n\(fresh)"
    }
  }

  static let texts = ["a", "b", "ab", "B", "zz", "x y"]

  static func data(_ name: String, _ rows: Int, _ random: inout SeededRandom) -> Data {
    let columns: [(String, DataType)] = [
      ("id", .int), ("k", .text), ("g", .int), ("x", .int), ("y", .float),
    ]
    let cells = (0..<rows).map { row -> [Value] in
      func maybe(_ value: Value) -> Value { random.oneIn(5) ? .null : value }
      return [
        .int(Int64(row)), maybe(.text(random.pick(texts))), maybe(.int(Int64(random.int(-2...3)))),
        maybe(.int(Int64(random.int(-50...50)))),
        maybe(.decimal(Int64(random.int(-40...40)) * 25, scale: 2)),
      ]
    }
    return Data(name: name, columns: columns.map { (name: $0.0, type: $0.1) }, rows: cells)
  }

  // MARK: Expressions

  static func column(_ pair: Pair, _ type: DataType?, _ random: inout SeededRandom) -> String? {
    let fitting = pair.columns.filter { type == nil || $0.type == type }
    return fitting.isEmpty ? nil : random.pick(fitting).name
  }

  /// A condition in both languages.
  static func condition(_ pair: Pair, _ depth: Int, _ random: inout SeededRandom) -> (
    String, String
  ) {
    if depth > 0, random.oneIn(2) {
      let left = condition(pair, depth - 1, &random)
      let right = condition(pair, depth - 1, &random)
      switch random.int(0...2) {
      case 0: return ("(\(left.0) and \(right.0))", "(\(left.1) AND \(right.1))")
      case 1: return ("(\(left.0) or \(right.0))", "(\(left.1) OR \(right.1))")
      default: return ("(not \(left.0))", "(NOT \(left.1))")
      }
    }
    switch random.int(0...5) {
    case 0:
      guard let name = column(pair, .text, &random) else { break }
      let text = random.pick(texts)
      let sign = random.pick([("==", "="), ("!=", "<>"), ("<", "<"), (">=", ">=")])
      return ("\(name) \(sign.0) \"\(text)\"", "\(name) \(sign.1) '\(text)'")
    case 1:
      guard let name = column(pair, nil, &random) else { break }
      return random.oneIn(2)
        ? ("\(name) is null", "\(name) IS NULL") : ("\(name) is not null", "\(name) IS NOT NULL")
    case 2:
      guard let name = column(pair, .int, &random) else { break }
      let low = random.int(-20...5)
      return ("\(name) in \(low)..\(low + 15)", "\(name) BETWEEN \(low) AND \(low + 15)")
    case 3:
      guard let name = column(pair, .int, &random) else { break }
      let list = (0..<3).map { _ in String(random.int(-3...4)) }.joined(separator: ", ")
      return ("\(name) not in [\(list)]", "\(name) NOT IN (\(list))")
    case 4:
      guard let one = column(pair, .int, &random), let other = column(pair, .float, &random)
      else { break }
      return ("\(one) < \(other)", "\(one) < \(other)")
    default: break
    }
    guard let name = column(pair, .int, &random) ?? column(pair, .float, &random) else {
      return ("true", "1")
    }
    let sign = random.pick(["<", "<=", ">", ">=", "==", "!="])
    let number = random.int(-10...10)
    return ("\(name) \(sign) \(number)", "\(name) \(sign == "==" ? "=" : sign) \(number)")
  }

  /// A value in both languages, with its type.
  static func value(_ pair: Pair, _ random: inout SeededRandom) -> (String, String, DataType)? {
    guard let one = column(pair, .int, &random) else { return nil }
    switch random.int(0...6) {
    case 0:
      guard let other = column(pair, .int, &random) else { return nil }
      let sign = random.pick(["+", "-", "*"])
      return ("\(one) \(sign) \(other)", "\(one) \(sign) \(other)", .int)
    case 1:
      guard let other = column(pair, .float, &random) else { return nil }
      let sign = random.pick(["+", "-"])
      return ("\(other) \(sign) \(one)", "\(other) \(sign) \(one)", .float)
    case 2: return ("\(one) ?? 7", "COALESCE(\(one), 7)", .int)
    case 3:
      let test = condition(pair, 1, &random)
      return ("if(\(test.0), \(one), 0 - 1)", "CASE WHEN \(test.1) THEN \(one) ELSE -1 END", .int)
    case 4:
      guard let text = column(pair, .text, &random) else { return nil }
      return random.oneIn(2)
        ? ("upper(\(text))", "UPPER(\(text))", .text)
        : ("length(\(text))", "LENGTH(\(text))", .int)
    case 5: return ("abs(\(one))", "ABS(\(one))", .int)
    default: return ("-\(one)", "-\(one)", .int)
    }
  }

  static func aggregate(_ pair: Pair, _ random: inout SeededRandom) -> (String, String, DataType) {
    var query = "count()"
    var sql = "COUNT(*)"
    var type = DataType.int
    if let name = column(pair, .int, &random) {
      let test = random.oneIn(3) ? condition(pair, 1, &random) : nil
      let inner = test.map { "\(name) where \($0.0)" } ?? name
      let innerSQL = test.map { "CASE WHEN \($0.1) THEN \(name) END" } ?? name
      switch random.int(0...6) {
      case 0: (query, sql) = ("sum(\(inner))", "SUM(\(innerSQL))")
      case 1: (query, sql, type) = ("avg(\(inner))", "AVG(\(innerSQL))", .float)
      case 2: (query, sql) = ("min(\(inner))", "MIN(\(innerSQL))")
      case 3: (query, sql) = ("max(\(inner))", "MAX(\(innerSQL))")
      case 4: (query, sql) = ("count(\(inner))", "COUNT(\(innerSQL))")
      case 5: (query, sql) = ("count_distinct(\(inner))", "COUNT(DISTINCT \(innerSQL))")
      default: break
      }
    }
    return (query, sql, type)
  }

  /// A function over the rows of a partition, with what stands between `OVER (` and `)` in SQL.
  static func window(_ pair: Pair, _ random: inout SeededRandom) -> (
    query: String, sql: String, sort: String, type: DataType
  )? {
    guard pair.hasUniqueID, pair.columns.contains(where: { $0.name == "id" }),
      let key = column(pair, .text, &random), let x = column(pair, .int, &random)
    else { return nil }
    let by = "PARTITION BY \(key) "
    let ordered = by + "ORDER BY id"
    func over(_ query: String, _ sql: String, _ frame: String, _ type: DataType = .int) -> (
      String, String, String, DataType
    ) {
      ("by \(key) sort id: NAME = \(query)", "\(sql) OVER (\(frame))", "id", type)
    }
    let found =
      switch random.int(0...10) {
      case 0: over("row_number()", "ROW_NUMBER()", ordered)
      case 1: over("lag(\(x))", "LAG(\(x))", ordered)
      case 2: over("lead(\(x), 2)", "LEAD(\(x), 2)", ordered)
      case 3: over("lag(\(x), 1, 7)", "LAG(\(x), 1, 7)", ordered)
      case 4: over("cumsum(\(x))", "SUM(\(x))", ordered + " ROWS UNBOUNDED PRECEDING")
      case 5: over("moving_avg(\(x), 3)", "AVG(\(x))", ordered + " ROWS 2 PRECEDING", .float)
      case 6: over("cumavg(\(x))", "AVG(\(x))", ordered + " ROWS UNBOUNDED PRECEDING", .float)
      case 7: over("ntile(3)", "NTILE(3)", ordered)
      case 8: over("sum(\(x))", "SUM(\(x))", by)
      case 9: over("max(\(x))", "MAX(\(x))", by)
      default: over("count(\(x))", "COUNT(\(x))", by)
      }
    if random.oneIn(4) {
      let kind = random.pick([("rank", "RANK"), ("dense_rank", "DENSE_RANK")])
      return (
        "by \(key) sort -\(x): NAME = \(kind.0)()",
        "CASE WHEN \(x) IS NOT NULL THEN \(kind.1)() OVER (\(by)ORDER BY \(x) DESC NULLS LAST) END",
        x, .int
      )
    }
    return found
  }

  // MARK: Steps

  static func grow(_ pair: inout Pair, _ random: inout SeededRandom) {
    let names = pair.columns.map(\.name)
    switch random.int(0...10) {
    case 0, 1:
      let test = condition(pair, 2, &random)
      pair.query += " | where \(test.0)"
      pair.sql = "SELECT * FROM (\(pair.sql)) WHERE \(test.1)"
    case 2, 3:
      guard let made = value(pair, &random) else { return }
      let name = pair.newName()
      pair.query += " | derive \(name) = \(made.0)"
      pair.sql = "SELECT *, \(made.1) AS \(name) FROM (\(pair.sql))"
      pair.columns.append((name, made.2))
    case 4:
      let keys = Array(Set((0..<random.int(1...2)).map { _ in random.pick(names) })).sorted()
      let kept = pair.columns.filter { keys.contains($0.name) }
      var items: [(String, String, String, DataType)] = []
      for _ in 0..<random.int(1...3) {
        let made = aggregate(pair, &random)
        items.append((pair.newName(), made.0, made.1, made.2))
      }
      let list = kept.map(\.name).joined(separator: ", ")
      pair.query +=
        " | group by \(list): " + items.map { "\($0.0) = \($0.1)" }.joined(separator: ", ")
      pair.sql =
        "SELECT \(list), " + items.map { "\($0.2) AS \($0.0)" }.joined(separator: ", ")
        + " FROM (\(pair.sql)) GROUP BY \(list)"
      pair.columns = kept + items.map { ($0.0, $0.3) }
    case 5:
      let kept = pair.columns.filter { _ in random.oneIn(2) }
      if kept.isEmpty { return }
      let list = kept.map(\.name).joined(separator: ", ")
      pair.query += " | distinct \(list)"
      pair.sql = "SELECT DISTINCT \(list) FROM (\(pair.sql))"
      pair.columns = kept
    case 6:
      guard names.contains("k") else { return }
      let isSemi = random.oneIn(2)
      pair.query += " | join \(isSemi ? "semi" : "anti") u on k"
      let test = "EXISTS (SELECT 1 FROM u WHERE u.k = q.k)"
      pair.sql = "SELECT * FROM (\(pair.sql)) q WHERE \(isSemi ? "" : "NOT ")\(test)"
    case 7:
      guard names.contains("g"), !names.contains("w") else { return }
      let isLeft = random.oneIn(2)
      pair.query += " | join\(isLeft ? " left" : "") (u | select g, w = x) on g"
      pair.sql =
        "SELECT q.*, r.w AS w FROM (\(pair.sql)) q \(isLeft ? "LEFT " : "")JOIN "
        + "(SELECT g, x AS w FROM u) r ON q.g = r.g"
      pair.columns.append(("w", .int))
      pair.hasUniqueID = false
    case 8, 9:
      guard let made = window(pair, &random) else { return }
      let name = pair.newName()
      pair.query += " | derive " + made.query.replacingOccurrences(of: "NAME", with: name)
      pair.sql = "SELECT *, \(made.sql) AS \(name) FROM (\(pair.sql))"
      pair.columns.append((name, made.type))
    default:
      guard names.contains("id"), names.contains("x"), pair.sql.count < 400 else { return }
      pair.query += " | select id, x | append (u | select id, x)"
      pair.sql = "SELECT id, x FROM (\(pair.sql)) UNION ALL SELECT id, x FROM u"
      pair.columns = pair.columns.filter { $0.name == "id" || $0.name == "x" }
      pair.hasUniqueID = false
    }
  }

  // MARK: Running

  static func sqlite(_ script: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory
    let input = folder.appendingPathComponent("tiendo-\(UUID().uuidString).sql")
    let output = folder.appendingPathComponent("tiendo-\(UUID().uuidString).out")
    defer {
      try? FileManager.default.removeItem(at: input)
      try? FileManager.default.removeItem(at: output)
    }
    try script.write(to: input, atomically: true, encoding: .utf8)
    try Foundation.Data().write(to: output)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sqlite3", ":memory:"]
    process.standardInput = try FileHandle(forReadingFrom: input)
    let out = try FileHandle(forWritingTo: output)
    process.standardOutput = out
    process.standardError = out
    try process.run()
    process.waitUntilExit()
    return try String(contentsOf: output, encoding: .utf8)
  }

  static var hasSQLite: Bool {
    (try? sqlite("SELECT 1;"))?.hasPrefix("1") ?? false
  }

  /// A cell as both engines must spell it: numbers by value.
  static func normal(_ text: String) -> String {
    guard let number = Double(text) else { return text }
    let rounded = (number * 1e6).rounded() / 1e6
    return String(rounded == 0 ? 0 : rounded)
  }

  /// Pipelines per seed: 2,500 in every run, ten times that where `TIENDO_HEAVY` is set.
  static var pipelines: Int {
    ProcessInfo.processInfo.environment["TIENDO_HEAVY"] == nil ? 500 : 5000
  }

  @Test(.enabled(if: hasSQLite, "sqlite3 is not installed"), arguments: 0..<5)
  func sameRowsAsSQLite(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &* 7919 &+ 17)
    let left = Self.data("t", [0, 1, 12, 60, 200][seed], &random)
    let right = Self.data("u", random.pick([0, 3, 15]), &random)
    let session = Session(Settings(threads: 2, lang: .en, today: 0))
    for data in [left, right] {
      // An empty list of rows has no columns, so one row of each type is filtered away.
      let sample = Data(
        name: data.name, columns: data.columns,
        rows: data.rows + [[.int(-1), .text("a"), .int(0), .int(0), .decimal(25, scale: 2)]])
      _ = try Self.run("let \(data.name) = \(sample.source) | where id >= 0", session)
    }
    let pairs = (0..<Self.pipelines).map { _ in
      var pair = Pair(query: "t", sql: "SELECT * FROM t", columns: left.columns)
      for _ in 0..<random.int(1...5) { Self.grow(&pair, &random) }
      return (pair.query, pair.sql)
    }
    try Self.compare(pairs, session, tables: left.sql + right.sql)
  }

  /// Holds the rows of each query against those of SQLite, where `tables` makes the same tables.
  static func compare(
    _ pairs: [(query: String, sql: String)], _ session: Session, tables: String
  ) throws {
    var script = ".mode list\n.separator |\n.nullvalue NULL\n" + tables
    for (index, pair) in pairs.enumerated() { script += ".print @@\(index)\n\(pair.sql);\n" }
    let answers = try sqlite(script).components(separatedBy: "@@").dropFirst()
    #expect(answers.count == pairs.count)
    for (pair, answer) in zip(pairs, answers) {
      let expected = answer.split(separator: "\n").dropFirst().map { line in
        line.split(separator: "|", omittingEmptySubsequences: false)
          .map { normal(String($0)) }.joined(separator: "|")
      }.sorted()
      guard let table = try run(pair.query, session) else {
        Issue.record("no table from \(pair.query)")
        continue
      }
      let columns = zip(table.fields, table.columns).filter { !$0.0.isHidden }.map(\.1)
      let found = (0..<table.rowCount).map { row in
        columns.map { column in
          column[row].isNull ? "NULL" : normal(column[row].plainText)
        }.joined(separator: "|")
      }.sorted()
      if found != expected {
        Issue.record(
          "\(pair.query)\n\(pair.sql)\nours: \(found.prefix(8))\nSQLite: \(expected.prefix(8))")
      }
    }
  }

  /// The text that a statement gives.
  static func text(_ text: String, _ session: Session) throws -> String {
    let source = SourceText(text)
    let statement = try #require(Parser.parse(script: source).script.statements.first)
    return try #require(session.answer(statement, in: source).text)
  }

  static func run(_ text: String, _ session: Session) throws -> Table? {
    let source = SourceText(text)
    let (script, diagnostics) = Parser.parse(script: source)
    if let first = diagnostics.first(where: \.isError) { throw first }
    var last: Table?
    for statement in script.statements {
      do {
        if let table = try session.answer(statement, in: source).table {
          last = table
        }
      } catch let failure as StatementFailure {
        Issue.record("\(text): \(failure.diagnostics.map(\.message))")
      }
    }
    return last
  }
}
