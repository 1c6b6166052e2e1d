/// Writes expressions of other languages in the words used here.
struct ForeignWriter {
  let language: ForeignLanguage
  /// The name here of a column, its table before it where it has one.
  var column: (String?, String) throws(ForeignProblem) -> String = { _, name in name }
  /// What is said otherwise here, and is worth knowing.
  private(set) var remarks: [Words] = []

  init(_ language: ForeignLanguage) { self.language = language }

  mutating func remark(_ words: Words) {
    if !remarks.contains(words) { remarks.append(words) }
  }

  // MARK: Expressions

  private enum Level: Int {
    case any, or, and, not, comparison, sum, product, minus, power, operand
  }

  mutating func text(_ expression: ForeignExpression) throws(ForeignProblem) -> String {
    try text(expression, .any)
  }

  /// An expression where operators looser than `least` need brackets.
  private mutating func text(
    _ expression: ForeignExpression, _ least: Level
  ) throws(ForeignProblem) -> String {
    let (text, level) = try written(expression)
    return level.rawValue < least.rawValue ? "(\(text))" : text
  }

  private mutating func written(
    _ expression: ForeignExpression
  ) throws(ForeignProblem) -> (String, Level) {
    switch expression {
    case .column(let table, let name): return (SyntaxText.name(try column(table, name)), .operand)
    case .star:
      throw ForeignProblem("*", Words(en: "`*` stands alone", vi: "`*` phải đứng một mình"))
    case .literal(let text): return (text, text.hasPrefix("-") ? .minus : .operand)
    case .call(let call): return try self.call(call)
    case .not(let inner): return ("not " + (try text(inner, .comparison)), .not)
    case .minus(let inner): return ("-" + (try text(inner, .power)), .minus)
    case .binary(let sign, let left, let right): return try binary(sign, left, right)
    case .isIn(let value, let list, let isNegated):
      var values: [String] = []
      for part in list { values.append(try text(part)) }
      let word = isNegated ? "not in" : "in"
      return (
        "\(try text(value, .sum)) \(word) [\(values.joined(separator: ", "))]", .comparison
      )
    case .between(let value, let low, let high, let isNegated):
      let word = isNegated ? "not between" : "between"
      return (
        "\(try text(value, .sum)) \(word) \(try text(low, .sum)) and \(try text(high, .sum))",
        .comparison
      )
    case .isNull(let value, let isNegated):
      return ("\(try text(value, .sum)) \(isNegated ? "is not null" : "is null")", .comparison)
    case .like(let value, let pattern, let isNegated, let ignoresCase):
      return try like(value, pattern, isNegated, ignoresCase)
    case .when(let choices, let otherwise): return (try when(choices, otherwise), .operand)
    }
  }

  private mutating func binary(
    _ sign: String, _ left: ForeignExpression, _ right: ForeignExpression
  ) throws(ForeignProblem) -> (String, Level) {
    func levels() -> (own: Level, left: Level, right: Level) {
      switch sign {
      case "or": (.or, .or, .and)
      case "and": (.and, .and, .not)
      case "+", "-": (.sum, .sum, .product)
      case "*", "/", "//", "%": (.product, .product, .minus)
      case "^": (.power, .operand, .power)
      default: (.comparison, .sum, .sum)
      }
    }
    let (own, first, second) = levels()
    if sign == "/", language != .dplyr {
      remark(
        Words(
          en: "`/` keeps the fraction, also of whole numbers; `//` cuts it",
          vi: "`/` giữ phần lẻ, kể cả với số nguyên; `//` bỏ phần lẻ"))
    }
    if sign == "%" || sign == "//", language != .dplyr {
      remark(
        Words(
          en: "`%` and `//` of negative numbers go down, as in R and Python, not towards zero",
          vi: "`%` và `//` của số âm làm tròn xuống, như R và Python, không về phía 0"))
    }
    return ("\(try text(left, first)) \(sign) \(try text(right, second))", own)
  }

  private mutating func like(
    _ value: ForeignExpression, _ pattern: ForeignExpression, _ isNegated: Bool,
    _ ignoresCase: Bool
  ) throws(ForeignProblem) -> (String, Level) {
    let word = isNegated ? "not like" : "like"
    guard ignoresCase else {
      return ("\(try text(value, .sum)) \(word) \(try text(pattern, .sum))", .comparison)
    }
    let folded = "lower(\(try text(pattern)))"
    return ("lower(\(try text(value))) \(word) \(folded)", .comparison)
  }

  private mutating func when(
    _ choices: [ForeignChoice], _ otherwise: ForeignExpression?
  ) throws(ForeignProblem) -> String {
    let last: String
    if let otherwise { last = try text(otherwise) } else { last = "null" }
    if choices.count == 1, let only = choices.first {
      return "if(\(try text(only.condition)), \(try text(only.value)), \(last))"
    }
    var parts: [String] = []
    for choice in choices {
      parts.append("\(try text(choice.condition)) => \(try text(choice.value))")
    }
    return "case {" + (parts + ["else => \(last)"]).joined(separator: ", ") + "}"
  }

  // MARK: Functions

  private mutating func call(_ call: ForeignCall) throws(ForeignProblem) -> (String, Level) {
    var arguments: [String] = []
    for argument in call.plain where argument != .star(table: nil) {
      arguments.append(try text(argument))
    }
    let count = call.plain.count
    func unknown() -> ForeignProblem {
      ForeignProblem(
        "\(call.name)(…)",
        Words(
          en: "there is no such function here; `help functions` lists those there are",
          vi: "ở đây không có hàm này; `help functions` liệt kê các hàm"))
    }
    if let special = try special(call, arguments) { return special }
    guard let names = ForeignFunctions.names(language)[call.name] else { throw unknown() }
    if call.isDistinct, call.name != "min", call.name != "max" {
      throw ForeignProblem(
        "\(call.name)(distinct …)",
        Words(
          en: "only `count` has a distinct form here, `count_distinct(x)`",
          vi: "ở đây chỉ `count` có dạng distinct, `count_distinct(x)`"))
    }
    guard names.arguments.contains(count) else { throw unknown() }
    if language == .dplyr, ForeignFunctions.skipping.contains(call.name), count > 0,
      call.argument("na.rm") != .literal("true")
    {
      remark(
        Words(
          en: "aggregates pass over nulls, as with `na.rm = TRUE`",
          vi: "hàm gộp bỏ qua giá trị trống, như với `na.rm = TRUE`"))
    }
    if let filter = call.filter {
      guard ForeignFunctions.aggregates(language).contains(call.name) else { throw unknown() }
      let condition = try text(filter)
      return (
        "\(names.here)(\(arguments.joined(separator: ", "))\(arguments.isEmpty ? "" : " ")"
          + "where \(condition))", .operand
      )
    }
    return ("\(names.here)(\(arguments.joined(separator: ", ")))", .operand)
  }

  /// Calls that are more than another name; nil for all others.
  private mutating func special(
    _ call: ForeignCall, _ arguments: [String]
  ) throws(ForeignProblem) -> (String, Level)? {
    let plain = call.plain
    switch (language, call.name) {
    case (.sql, "count") where call.isDistinct && plain.count == 1,
      (.kusto, "dcount") where plain.count == 1, (.kusto, "count_distinct") where plain.count == 1:
      let filter = call.filter
      let condition: String
      if let filter { condition = " where \(try text(filter))" } else { condition = "" }
      return ("count_distinct(\(arguments[0])\(condition))", .operand)
    case (.dplyr, "n_distinct") where plain.count == 1:
      remark(
        Words(
          en: "`count_distinct` passes over nulls; `n_distinct` counts them as one",
          vi: "`count_distinct` bỏ qua giá trị trống; `n_distinct` tính chúng là một"))
      return ("count_distinct(\(arguments[0]))", .operand)
    case (.sql, "||") where plain.count == 2:
      // A null makes the whole null there; `concat` passes over it.
      let parts = ForeignWriter.joined(plain)
      var texts: [String] = []
      for part in parts { texts.append(try text(part)) }
      var tests: [String] = []
      for part in parts where !ForeignWriter.isConstant(part) {
        tests.append("\(try text(part, .sum)) is null")
      }
      let whole = "concat(\(texts.joined(separator: ", ")))"
      return tests.isEmpty
        ? (whole, .operand) : ("if(\(tests.joined(separator: " or ")), null, \(whole))", .operand)
    case (_, let name) where name.hasPrefix("cast "):
      let function = String(name.dropFirst(5))
      if function == "int" {
        remark(
          Words(
            en: "`int` rounds halves away from zero",
            vi: "`int` làm tròn nửa ra xa số 0"))
      }
      return ("\(function)(\(arguments[0]))", .operand)
    case (.sql, "date_trunc") where plain.count == 2, (.sql, "datetrunc") where plain.count == 2:
      return ("date_trunc(\(arguments[0]), \(arguments[1]))", .operand)
    case (.sql, "date_part") where plain.count == 2:
      if case .literal(let quoted) = plain[0] {
        let part = quoted.filter { $0 != "\"" }.lowercased()
        if ["year", "quarter", "month", "day"].contains(part) {
          return ("\(part)(\(arguments[1]))", .operand)
        }
      }
      return nil
    case (.sql, "substr") where plain.count == 2, (.sql, "substring") where plain.count == 2:
      return ("mid(\(arguments[0]), \(arguments[1]), length(\(arguments[0])))", .operand)
    case (.sql, "iif") where plain.count == 3, (.sql, "if") where plain.count == 3,
      (.kusto, "iff") where plain.count == 3, (.kusto, "iif") where plain.count == 3,
      (.dplyr, "ifelse") where plain.count == 3, (.dplyr, "if_else") where plain.count == 3:
      if language == .dplyr {
        remark(
          Words(
            en: "where the condition is null, `if` gives the last value, R gives NA",
            vi: "khi điều kiện trống, `if` cho giá trị cuối, còn R cho NA"))
      }
      return ("if(\(arguments.joined(separator: ", ")))", .operand)
    case (.kusto, "countif") where plain.count == 1:
      return ("count(where \(arguments[0]))", .operand)
    case (.kusto, "sumif") where plain.count == 2, (.kusto, "avgif") where plain.count == 2,
      (.kusto, "minif") where plain.count == 2, (.kusto, "maxif") where plain.count == 2,
      (.kusto, "dcountif") where plain.count == 2:
      let name = call.name == "dcountif" ? "count_distinct" : String(call.name.dropLast(2))
      return ("\(name)(\(arguments[0]) where \(arguments[1]))", .operand)
    case (.kusto, "not") where plain.count == 1: return ("not (\(arguments[0]))", .not)
    case (.kusto, "isnull") where plain.count == 1, (.dplyr, "is.na") where plain.count == 1:
      return ("\(try text(plain[0], .sum)) is null", .comparison)
    case (.kusto, "isnotnull") where plain.count == 1:
      return ("\(try text(plain[0], .sum)) is not null", .comparison)
    case (.kusto, "isempty") where plain.count == 1:
      return ("coalesce(\(arguments[0]), \"\") == \"\"", .comparison)
    case (.kusto, "isnotempty") where plain.count == 1:
      return ("coalesce(\(arguments[0]), \"\") != \"\"", .comparison)
    case (.kusto, "substring") where plain.count == 3:
      return ("mid(\(arguments[0]), \(try text(plain[1], .sum)) + 1, \(arguments[2]))", .operand)
    case (.kusto, "toint") where plain.count == 1, (.kusto, "tolong") where plain.count == 1,
      (.dplyr, "as.integer") where plain.count == 1:
      return ("int(trunc(\(arguments[0])))", .operand)
    case (.dplyr, "round") where plain.count <= 2:
      remark(
        Words(
          en: "`round` rounds halves away from zero, R to the even digit",
          vi: "`round` làm tròn nửa ra xa số 0, R làm tròn về chữ số chẵn"))
      return nil
    case (.kusto, "bin") where plain.count == 2, (.kusto, "floor") where plain.count == 2:
      if case .literal(let written) = plain[1], written.last?.isLetter == true {
        throw ForeignProblem(
          "bin(…, \(written))",
          Words(
            en: "parts of dates are cut off by `date_trunc(\"month\", d)`",
            vi: "ngày được cắt theo kỳ bằng `date_trunc(\"month\", d)`"))
      }
      let size = try text(plain[1], .minus)
      return ("floor(\(try text(plain[0], .product)) / \(size)) * \(size)", .product)
    case (.kusto, "ago") where plain.count == 1: return ("today() - \(arguments[0])", .sum)
    case (.dplyr, "between") where plain.count == 3:
      return (
        "\(try text(plain[0], .sum)) between \(try text(plain[1], .sum)) and "
          + (try text(plain[2], .sum)), .comparison
      )
    case (.dplyr, "sum") where plain.count == 1 && ForeignWriter.isCondition(plain[0]):
      return ("count(where \(arguments[0]))", .operand)
    case (.dplyr, "mean") where plain.count == 1 && ForeignWriter.isCondition(plain[0]):
      return ("avg(if(\(arguments[0]), 1, 0))", .operand)
    case (.dplyr, "case_when"), (.kusto, "case"):
      return (try caseWhen(call, plain), .operand)
    case (.dplyr, "desc"):
      throw ForeignProblem(
        "desc(…)", Words(en: "it stands in `arrange`", vi: "nó nằm trong `arrange`"))
    case (.dplyr, "c"):
      throw ForeignProblem("c(…)", Words(en: "it stands behind `%in%`", vi: "nó đứng sau `%in%`"))
    case (.dplyr, "paste0"), (.kusto, "strcat"), (.sql, "concat"):
      return ("concat(\(arguments.joined(separator: ", ")))", .operand)
    default: return nil
    }
  }

  private mutating func caseWhen(
    _ call: ForeignCall, _ plain: [ForeignExpression]
  ) throws(ForeignProblem) -> String {
    var choices: [ForeignChoice] = []
    var otherwise = call.argument(".default")
    var index = 0
    while index + 1 < plain.count {
      if plain[index] == .literal("true") {
        otherwise = plain[index + 1]
        break
      }
      choices.append(ForeignChoice(condition: plain[index], value: plain[index + 1]))
      index += 2
    }
    if language == .kusto, plain.count % 2 == 1 { otherwise = plain.last }
    return try when(choices, otherwise)
  }

  private static func joined(_ parts: [ForeignExpression]) -> [ForeignExpression] {
    parts.flatMap { part -> [ForeignExpression] in
      if case .call(let call) = part, call.name == "||" { return joined(call.arguments) }
      return [part]
    }
  }

  private static func isConstant(_ part: ForeignExpression) -> Bool {
    if case .literal = part { return true }
    return false
  }

  /// Whether a value is true or false by its form.
  private static func isCondition(_ part: ForeignExpression) -> Bool {
    switch part {
    case .binary(let sign, _, _):
      ["and", "or", "==", "!=", "<", "<=", ">", ">="].contains(sign)
    case .not, .isIn, .between, .isNull, .like: true
    case .call(let call): ["is.na", "isnull", "between", "str_detect"].contains(call.name)
    default: false
    }
  }
}
