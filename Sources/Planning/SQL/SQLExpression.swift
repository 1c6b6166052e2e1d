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

  /// A key to group or order by: a bare constant there would be the number of a column.
  func key(_ expression: Expression) throws -> String {
    let text = try collated(expression)
    if case .constant = expression.kind { return cast(text, to: expression.type) }
    return text
  }

  /// A value that is compared by order: texts by code points, whatever the database's locale.
  func collated(_ expression: Expression) throws -> String {
    let text = try sql(expression)
    return dialect == .postgres && expression.type == .text ? "(\(text) COLLATE \"C\")" : text
  }

  /// The text as a value of a type, where the database would else guess another one.
  func cast(_ text: String, to type: DataType) -> String {
    let name =
      switch type {
      case .bool: dialect == .sqlite ? nil : "BOOLEAN"
      case .int: "BIGINT"
      case .float: dialect == .postgres ? "NUMERIC" : "DOUBLE PRECISION"
      case .text: "TEXT"
      case .date: dialect == .sqlite ? "TEXT" : "DATE"
      case .timestamp, .duration, .null: String?.none
      }
    return name.map { "CAST(\(text) AS \($0))" } ?? text
  }

  func list(_ parts: [Expression]) throws -> String {
    try parts.map(sql).joined(separator: ", ")
  }

  static let signs = [
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
    if ["<", "<=", ">", ">="].contains(name) {
      return "(\(try collated(arguments[0])) \(name) \(try collated(arguments[1])))"
    }
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
    case "neg": return "(- \(try sql(arguments[0])))"
    case "not": return "(NOT \(try sql(arguments[0])))"
    case "is_null": return "(\(try sql(arguments[0])) IS NULL)"
    case "is_not_null": return "(\(try sql(arguments[0])) IS NOT NULL)"
    case "in" where arguments.count > 1:
      return "(\(try sql(arguments[0])) IN (\(try list(Array(arguments.dropFirst())))))"
    case "like" where dialect != .sqlite:
      // DuckDB has no sign of escape unless one is named.
      return "(\(try sql(arguments[0])) LIKE \(try sql(arguments[1])) ESCAPE '\\')"
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
    /// Whether the database gives NaN where there is nothing to tell.
    var isNaNNull = false

    func joined(_ filter: String) -> String {
      if isNaNNull { return "NULLIF(\(first)\(filter), CAST('NaN' AS DOUBLE))" }
      return second.map { "100.0 * \(first)\(filter) / NULLIF(\($0)\(filter), 0)" } ?? first
        + filter
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
    case .min, .max:
      let value = try arguments.map(collated).joined(separator: ", ")
      return Parts(first: "\(function.rawValue.uppercased())(\(value))")
    case .sum, .avg:
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
      // One row, or values that are all the same.
      let mayBeNaN = [.slope, .intercept, .corr, .r2].contains(function)
      return Parts(
        first: "\(own)(\(try list(arguments)))", isNaNNull: dialect == .duckdb && mayBeNaN)
    }
  }

  // MARK: Windows

  /// - Parameter first: the first sort key; a row that has none has no rank.
  func window(
    _ call: WindowCall, by: [String], sort: [String], first: String?
  ) throws -> String {
    func part(by keys: [String]) -> String {
      keys.isEmpty ? "" : "PARTITION BY \(keys.joined(separator: ", "))"
    }
    let partition = part(by: by)
    let order = sort.isEmpty ? "" : "ORDER BY \(sort.joined(separator: ", "))"
    func over(_ parts: String...) -> String {
      " OVER (\(parts.filter { !$0.isEmpty }.joined(separator: " ")))"
    }
    switch call.kind {
    case .aggregate(let function):
      // The others count distinct values in groups alone.
      guard function != .countDistinct || dialect == .duckdb else {
        throw unknown(
          Words(en: "`count_distinct` in derive", vi: "`count_distinct` trong derive"), call.range)
      }
      var condition = try call.condition.map(sql)
      let text = try aggregate(function, call.arguments, call.range, &condition)
      let filter = condition.map { " FILTER (WHERE \($0))" } ?? ""
      guard let frame = call.frame else { return text.joined(filter + over(partition)) }
      guard case .rows(let from, let to) = frame, !sort.isEmpty else {
        throw unknown(
          Words(en: "rows around a row", vi: "các dòng quanh một dòng"), call.range)
      }
      func bound(_ distance: Int?, _ open: String) -> String {
        guard let distance else { return "UNBOUNDED \(open)" }
        if distance == 0 { return "CURRENT ROW" }
        return "\(distance.magnitude) \(distance < 0 ? "PRECEDING" : "FOLLOWING")"
      }
      let rows = "ROWS BETWEEN \(bound(from, "PRECEDING")) AND \(bound(to, "FOLLOWING"))"
      return text.joined(filter + over(partition, order, rows))
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
      case .rowNumber: return "ROW_NUMBER()" + over(partition, order)
      case .rank, .denseRank, .percentRank, .ntile:
        let rank = "\(function.rawValue.uppercased())(\(constants.joined(separator: ", ")))"
        guard let first else { return rank + over(partition, order) }
        // The known rows are counted among themselves.
        let known = part(by: by + ["\(first) IS NULL"])
        return "CASE WHEN \(first) IS NOT NULL THEN \(rank)\(over(known, order)) END"
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
