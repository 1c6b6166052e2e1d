import Columns
import Functions
import Language

/// Expressions, aggregates and window calls as SQL.
struct SQLExpression {
  let dialect: SQLDialect
  /// The columns that places refer to, as they are written.
  let columns: [String]

  static func name(_ text: String) -> String {
    "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  static func text(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  /// What has no form in the dialect is an error at its place.
  private func unknown(_ what: Words, _ range: SourceRange) -> Diagnostic {
    SQLWriter.unknown(what, dialect, at: range)
  }

  func constant(_ value: Value, _ range: SourceRange) throws -> String {
    switch value {
    case .null: return "NULL"
    case .bool(let flag): return flag ? "TRUE" : "FALSE"
    case .text(let text): return SQLExpression.text(text)
    case .date:
      let day = SQLExpression.text(value.plainText)
      return dialect == .sqlite ? day : "DATE \(day)"
    case .double(let number) where !number.isFinite:
      throw unknown(Words(en: value.plainText), range)
    case .int, .double, .decimal: return value.plainText
    default: throw unknown(Words(en: value.plainText), range)
    }
  }

  func sql(_ expression: Expression) throws -> String {
    switch expression.kind {
    case .column(let place): return columns[place]
    case .named: throw SQLWriter.unknown(SQLWriter.thisStep, dialect, at: expression.range)
    case .constant(let value): return try constant(value, expression.range)
    case .coalesce(let parts): return "COALESCE(\(try list(parts)))"
    case .choose(let cases, let otherwise):
      let arms = try cases.map { "WHEN \(try sql($0.condition)) THEN \(try sql($0.value))" }
      return "CASE \(arms.joined(separator: " ")) ELSE \(try sql(otherwise)) END"
    case .call(let function, let arguments):
      return try call(function.name, arguments, expression.range)
    }
  }

  func list(_ parts: [Expression]) throws -> String {
    try parts.map(sql).joined(separator: ", ")
  }

  private static let signs = [
    "==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "and": "AND", "or": "OR",
  ]
  /// Functions that are called alike everywhere and mean the same.
  private static let alike = ["abs": "ABS", "replace": "REPLACE", "nullif": "NULLIF"]
  /// Those that databases with all of Unicode and mathematics have.
  private static let beyondSQLite = [
    "lower": "LOWER", "upper": "UPPER", "length": "LENGTH", "sqrt": "SQRT", "exp": "EXP",
    "ln": "LN", "floor": "FLOOR", "ceil": "CEIL", "^": "POWER", "pow": "POWER",
  ]

  private func call(
    _ name: String, _ arguments: [Expression], _ range: SourceRange
  ) throws -> String {
    let isTemporal = arguments.contains { $0.type.isTemporal }
    if let sign = SQLExpression.signs[name], arguments.count == 2 {
      return "(\(try sql(arguments[0])) \(sign) \(try sql(arguments[1])))"
    }
    if ["and", "or"].contains(name) {
      return "(\(try arguments.map(sql).joined(separator: " \(name.uppercased()) ")))"
    }
    if let own = SQLExpression.alike[name] { return "\(own)(\(try list(arguments)))" }
    if dialect != .sqlite, let own = SQLExpression.beyondSQLite[name] {
      return "\(own)(\(try list(arguments)))"
    }
    switch name {
    case "+" where !isTemporal, "-" where !isTemporal, "*":
      return "(\(try sql(arguments[0])) \(name) \(try sql(arguments[1])))"
    case "/":
      return "(1.0 * \(try sql(arguments[0])) / NULLIF(\(try sql(arguments[1])), 0))"
    case "neg": return "(-\(try sql(arguments[0])))"
    case "not": return "(NOT \(try sql(arguments[0])))"
    case "is_null": return "(\(try sql(arguments[0])) IS NULL)"
    case "is_not_null": return "(\(try sql(arguments[0])) IS NOT NULL)"
    case "in" where arguments.count > 1:
      return "(\(try sql(arguments[0])) IN (\(try list(Array(arguments.dropFirst())))))"
    case "like" where dialect != .sqlite:
      return "(\(try sql(arguments[0])) LIKE \(try sql(arguments[1])))"
    case "year", "month", "day":
      let value = try sql(arguments[0])
      if dialect != .sqlite { return "EXTRACT(\(name.uppercased()) FROM \(value))" }
      let code = ["year": "%Y", "month": "%m", "day": "%d"][name] ?? "%Y"
      return "CAST(strftime('\(code)', \(value)) AS INTEGER)"
    default: throw unknown(Words(en: "`\(name)`"), range)
    }
  }

  // MARK: Aggregates

  func aggregate(_ call: AggregateCall) throws -> String {
    var condition = try call.condition.map(sql)
    let text = try aggregate(call.function, call.arguments, call.range, &condition)
    return text.joined(condition.map { " FILTER (WHERE \($0))" } ?? "")
  }

  /// An aggregate call, or a quotient of two of them that share a filter.
  private struct Parts {
    var first: String
    var second: String?

    func joined(_ filter: String) -> String {
      second.map { "100.0 * \(first)\(filter) / NULLIF(\($0)\(filter), 0)" } ?? first + filter
    }
  }

  private static let statistics: [Aggregate: String] = [
    .stddev: "STDDEV_SAMP", .variance: "VAR_SAMP", .corr: "CORR", .slope: "REGR_SLOPE",
    .intercept: "REGR_INTERCEPT", .r2: "REGR_R2", .any: "BOOL_OR", .all: "BOOL_AND",
  ]

  private func aggregate(
    _ function: Aggregate, _ arguments: [Expression], _ range: SourceRange,
    _ condition: inout String?
  ) throws -> Parts {
    switch function {
    case .count:
      return Parts(first: arguments.isEmpty ? "COUNT(*)" : "COUNT(\(try list(arguments)))")
    case .sum, .avg, .min, .max:
      return Parts(first: "\(function.rawValue.uppercased())(\(try list(arguments)))")
    case .countDistinct: return Parts(first: "COUNT(DISTINCT \(try list(arguments)))")
    case .rate:
      let (covered, total) = (try sql(arguments[0]), try sql(arguments[1]))
      let both = "\(covered) IS NOT NULL AND \(total) IS NOT NULL"
      condition = condition.map { "\($0) AND \(both)" } ?? both
      return Parts(first: "SUM(\(covered))", second: "SUM(\(total))")
    default:
      guard dialect != .sqlite else { throw unknown(Words(en: "`\(function.rawValue)`"), range) }
      if function == .median {
        return Parts(
          first: "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY \(try list(arguments)))")
      }
      guard let own = SQLExpression.statistics[function] else {
        throw unknown(Words(en: "`\(function.rawValue)`"), range)
      }
      return Parts(first: "\(own)(\(try list(arguments)))")
    }
  }

  // MARK: Windows

  func window(_ call: WindowCall, by: [String], sort: [String]) throws -> String {
    let partition = by.isEmpty ? "" : "PARTITION BY \(by.joined(separator: ", "))"
    let order = sort.isEmpty ? "" : "ORDER BY \(sort.joined(separator: ", "))"
    func over(_ parts: String...) -> String {
      " OVER (\(parts.filter { !$0.isEmpty }.joined(separator: " ")))"
    }
    switch call.kind {
    case .aggregate(let function):
      var condition = try call.condition.map(sql)
      let text = try aggregate(function, call.arguments, call.range, &condition)
      let filter = condition.map { " FILTER (WHERE \($0))" } ?? ""
      return text.joined(filter + over(partition))
    case .function(let function):
      // Without `sort` the rows go by as they come, which a database does not promise.
      let needsOrder = function != .share
      guard !needsOrder || !sort.isEmpty, call.condition == nil else {
        throw unknown(
          Words(
            en: "`\(function.rawValue)` without sort", vi: "`\(function.rawValue)` không có sort"),
          call.range)
      }
      let value = try list(call.arguments)
      let constants = try call.constants.map { try constant($0, call.range) }
      let running = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
      switch function {
      case .rowNumber, .rank, .denseRank, .percentRank, .ntile:
        let inside = constants.joined(separator: ", ")
        return "\(function.rawValue.uppercased())(\(inside))" + over(partition, order)
      case .lag, .lead:
        let inside = ([value] + constants).joined(separator: ", ")
        return "\(function.rawValue.uppercased())(\(inside))" + over(partition, order)
      case .cumsum: return "SUM(\(value))" + over(partition, order, running)
      case .cumavg: return "AVG(\(value))" + over(partition, order, running)
      case .share:
        return "100.0 * \(value) / NULLIF(SUM(\(value))" + over(partition) + ", 0)"
      default: throw unknown(Words(en: "`\(function.rawValue)`"), call.range)
      }
    }
  }
}
