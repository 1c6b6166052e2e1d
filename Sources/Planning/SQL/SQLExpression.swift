import Columns
import Functions
import Language

/// Expressions, aggregates and window calls as SQL, by the forms that a dialect has.
struct SQLExpression {
  let options: SQLWriter.Options
  /// The columns that places refer to, as they are written.
  let columns: [String]

  var dialect: SQLDialect { options.dialect }

  private func obstacle(_ what: String, _ reason: Words, _ range: SourceRange) -> SQLObstacle {
    SQLObstacle(what: Words(en: "`\(what)`"), reason: reason, range: range)
  }

  func constant(_ value: Value, _ range: SourceRange) throws -> String {
    switch value {
    case .null: return "NULL"
    case .bool(let flag): return flag ? "TRUE" : "FALSE"
    case .text(let text) where !text.unicodeScalars.contains("\0"): return dialect.text(text)
    case .date(let day):
      let text = value.plainText
      // Years of other lengths are written otherwise in each database.
      guard text.utf8.count == 10, !text.hasPrefix("-"), day > -719_162 else { break }
      return dialect.types[.date] == nil ? "'\(text)'" : "DATE '\(text)'"
    case .double(let number) where number.isFinite:
      // A number with a point is an exact decimal in most databases.
      return dialect.name == "sqlite" ? value.plainText : dialect.cast(value.plainText, to: .float)
    case .int(let number):
      // The least number has no form of its own: its sign stands before one that is too large.
      return number == .min ? "(-9223372036854775807 - 1)" : value.plainText
    case .decimal: return value.plainText
    default: break
    }
    throw obstacle(value.plainText, SQLReason.unknownValue, range)
  }

  func sql(_ expression: Expression) throws -> String {
    switch expression.kind {
    case .column(let place): return columns[place]
    case .named(let name): throw obstacle(name, SQLReason.stage, expression.range)
    case .constant(let value): return try constant(value, expression.range)
    case .coalesce(let parts):
      return "COALESCE(\(try parts.map(sql).joined(separator: ", ")))"
    case .choose(let cases, let otherwise):
      let arms = try cases.map { "WHEN \(try sql($0.condition)) THEN \(try sql($0.value))" }
      return "CASE \(arms.joined(separator: " ")) ELSE \(try sql(otherwise)) END"
    case .call(let function, let arguments):
      // `of` tells functions of one name apart that write periods in some form.
      if function.period != nil {
        throw obstacle(function.name, SQLReason.periods, expression.range)
      }
      let known = folded(expression)
      if let value = known.constant { return try constant(value, expression.range) }
      let form = dialect.functions[function.name]
      return try write(function.name, form, arguments.map(folded), expression.range)
    }
  }

  /// What is made of constants alone is computed here, by the rules of the language.
  private func folded(_ expression: Expression) -> Expression {
    guard case .call(let function, let arguments) = expression.kind, function.period == nil,
      function.isConstantFoldable, !function.needsLookup, !arguments.isEmpty
    else { return expression }
    let values = arguments.map(folded).compactMap(\.constant)
    guard values.count == arguments.count,
      // What cannot be computed is told when the rows are.
      let column = try? function.evaluate(
        values.map { .constant($0) }, 1, EvaluationContext(today: options.today ?? 0))
    else { return expression }
    return Expression(
      .constant(column[0]), type: expression.type, range: expression.range,
      period: expression.period)
  }

  /// A key to group or order by: a bare constant there would be the number of a column.
  func key(_ expression: Expression) throws -> String {
    let text = try sql(expression)
    if case .constant = expression.kind { return dialect.cast(text, to: expression.type) }
    return text
  }

  /// A value by which rows are ordered: texts by code points, whatever the database's locale.
  func ordering(_ expression: Expression) throws -> String {
    if expression.type == .text {
      guard !options.followsLocale else {
        throw obstacle("sort", SQLReason.locale, expression.range)
      }
      return "(\(try key(expression))\(dialect.collate))"
    }
    return try key(expression)
  }

  /// A value that is compared by order.
  private func collated(_ expression: Expression) throws -> String {
    guard expression.type != .text || !options.followsLocale else {
      throw obstacle("<", SQLReason.locale, expression.range)
    }
    let text = try sql(expression)
    return expression.type == .text && !dialect.collate.isEmpty
      ? "(\(text)\(dialect.collate))" : text
  }

  // MARK: Forms

  /// What stands for the marks of a template that are no arguments.
  private typealias Marks = [Substring: String]

  private func write(
    _ name: String, _ form: SQLForm?, _ arguments: [Expression], _ range: SourceRange,
    _ marks: Marks = [:], condition: String? = nil
  ) throws -> String {
    guard let form, let rule = form.rules.first(where: { $0.takes(arguments) }) else {
      throw obstacle(name, form?.reason ?? SQLReason.untried, range)
    }
    var marks = marks
    if rule.text == "{today}" {
      guard let today = options.today else { throw obstacle(name, SQLReason.noDates, range) }
      marks["today"] = try constant(.date(today), range)
    }
    if let separator = rule.separator {
      let parts = try arguments.map { argument in
        try Template(rule.text).written { try part($0, [argument], marks, condition) }
      }
      return "(\(parts.joined(separator: separator)))"
    }
    return try Template(rule.text).written { try part($0, arguments, marks, condition) }
  }

  /// What a mark stands for: an argument in one of its forms, or what is written around.
  private func part(
    _ mark: Substring, _ arguments: [Expression], _ marks: Marks, _ condition: String?
  ) throws -> String {
    if let known = marks[mark] { return known }
    func given(_ text: String) -> String {
      condition.map { "CASE WHEN \($0) THEN \(text) END" } ?? text
    }
    switch mark {
    case "double": return dialect.types[.float] ?? "DOUBLE PRECISION"
    case "*": return try arguments.map(sql).joined(separator: ", ")
    case "c*": return try arguments.map(collated).joined(separator: ", ")
    case "rest": return try arguments.dropFirst().map(sql).joined(separator: ", ")
    default: break
    }
    let number = mark.drop { !$0.isNumber }
    guard let place = Int(number), place < arguments.count else {
      throw Diagnostic.unexpected("the mark {\(mark)}", at: arguments.first?.range ?? .init(at: 0))
    }
    let argument = arguments[place]
    switch mark.first {
    case "i": return given(try wide(argument))
    case "f": return given(dialect.cast(try sql(argument), to: .float))
    case "c":
      let text = given(try sql(argument))
      return argument.type == .text && !dialect.collate.isEmpty
        ? "(\(text)\(dialect.collate))" : text
    default:
      // Constant arguments of aggregates stand as they are.
      return argument.constant == nil ? given(try sql(argument)) : try sql(argument)
    }
  }

  /// A whole number in 64 bits, where columns may have fewer.
  private func wide(_ expression: Expression) throws -> String {
    let text = try sql(expression)
    switch expression.kind {
    case .column, .coalesce, .choose:
      return dialect.hasNarrowInts ? dialect.cast(text, to: .int) : text
    default: return text
    }
  }

  // MARK: Aggregates

  func aggregate(_ call: AggregateCall) throws -> String {
    guard call.sort.isEmpty else {
      throw obstacle(call.function.rawValue, SQLReason.ownOrder, call.range)
    }
    return try aggregate(
      call.function, call.arguments, call.constants, call.condition, call.type, call.range, "")
  }

  private func aggregate(
    _ function: Aggregate, _ arguments: [Expression], _ constants: [Value],
    _ condition: Expression?, _ type: DataType, _ range: SourceRange, _ over: String
  ) throws -> String {
    if [.min, .max].contains(function), options.followsLocale, type == .text {
      throw obstacle(function.rawValue, SQLReason.locale, range)
    }
    var conditions = try condition.map { [try sql($0)] } ?? []
    // Pairs count where both are known.
    if [.rate, .weightedAvg].contains(function) {
      conditions += try arguments.map { "\(try sql($0)) IS NOT NULL" }
    }
    let test = conditions.isEmpty ? nil : conditions.joined(separator: " AND ")
    let own = arguments + constants.map { Expression(.constant($0), type: $0.type, range: range) }
    var text: String
    if function == .count, arguments.isEmpty, let test {
      text = "COUNT(CASE WHEN \(test) THEN 1 END)\(over)"
    } else if function == .count, let value = arguments.first, value.constant != nil {
      // A constant keeps no condition of its own.
      let known = "\(try sql(value)) IS NOT NULL"
      text =
        "COUNT(CASE WHEN \((conditions + [known]).joined(separator: " AND ")) THEN 1 END)\(over)"
    } else {
      if test != nil, arguments.contains(where: { $0.constant != nil }) {
        throw obstacle(function.rawValue, SQLReason.untried, range)
      }
      text = try write(
        function.rawValue, dialect.aggregates[function], own, range, ["over": over],
        condition: test)
    }
    // Sums of whole numbers are wider in some databases.
    if function == .sum, type == .int, dialect.hasNarrowInts {
      text = dialect.cast(text, to: .int)
    }
    return text
  }

  // MARK: Windows

  /// - Parameters:
  ///   - by: the keys of the partition, as written.
  ///   - sort: the keys of the order, as written with their directions.
  ///   - first: the first sort key; a row that has none has no rank.
  func window(
    _ call: WindowCall, by: [String], sort: [String], first: String?
  ) throws -> String {
    func parts(_ keys: [String], _ order: [String]) -> String {
      [
        keys.isEmpty ? "" : "PARTITION BY \(keys.joined(separator: ", "))",
        order.isEmpty ? "" : "ORDER BY \(order.joined(separator: ", "))",
      ].filter { !$0.isEmpty }.joined(separator: " ")
    }
    switch call.kind {
    case .aggregate(let function):
      guard call.sort.isEmpty, call.frame == nil else {
        throw obstacle(function.rawValue, SQLReason.ownOrder, call.range)
      }
      guard dialect.windowAggregates.contains(function) else {
        throw obstacle(function.rawValue, SQLReason.notOfWindows, call.range)
      }
      return try aggregate(
        function, call.arguments, call.constants, call.condition, call.type, call.range,
        " OVER (\(parts(by, [])))")
    case .function(let function):
      // Without `sort` the rows go by as they come, which a database does not promise.
      guard function == .share || !sort.isEmpty else {
        throw obstacle(function.rawValue, SQLReason.order, call.range)
      }
      guard call.condition == nil else {
        throw obstacle(function.rawValue, SQLReason.untried, call.range)
      }
      let marks: Marks = [
        "w": parts(by, sort), "p": parts(by, []),
        "k": parts(by + (first.map { ["\($0) IS NULL"] } ?? []), sort),
        "first": first ?? "1",
      ]
      let own =
        call.arguments
        + call.constants.map { Expression(.constant($0), type: $0.type, range: call.range) }
      let text = try write(function.rawValue, dialect.windows[function], own, call.range, marks)
      return function == .cumsum && call.type == .int && dialect.hasNarrowInts
        ? dialect.cast(text, to: .int) : text
    }
  }
}

/// A text with marks in braces. `{f:…}` is its inside as a double.
private struct Template {
  let text: Substring

  init(_ text: String) { self.text = text[...] }

  func written(_ mark: (Substring) throws -> String) rethrows -> String {
    var rest = text
    return try Template.written(&rest, mark)
  }

  private static func written(
    _ rest: inout Substring, _ mark: (Substring) throws -> String
  ) rethrows -> String {
    var result = ""
    while let sign = rest.popFirst() {
      if sign == "}" { return result }
      guard sign == "{" else {
        result.append(sign)
        continue
      }
      if rest.hasPrefix("f:") {
        rest = rest.dropFirst(2)
        result += "CAST(\(try written(&rest, mark)) AS \(try mark("double")))"
      } else {
        let name = rest.prefix { $0 != "}" }
        rest = rest.dropFirst(name.count + 1)
        result += try mark(name)
      }
    }
    return result
  }
}
