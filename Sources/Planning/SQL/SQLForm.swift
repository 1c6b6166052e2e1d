import Columns
public import Language

/// What an argument has to be for a rule of a dialect to hold.
public enum SQLOperand: Sendable, Hashable {
  case bool, int, float, number, text, date, timestamp
  /// Anything but a timestamp, whose meaning hangs on the time zone of the session.
  case anything
  /// Whatever there is.
  case value
  /// A whole number written in the query, within these bounds.
  case whole(ClosedRange<Int64>)
  /// A number written in the query, from nothing to all.
  case share
  /// A text written in the query that is not empty.
  case givenText
  /// A pattern of `like` written in the query: with or without signs that are taken as they are.
  case pattern(withEscapes: Bool)
  /// A unit of time that is no shorter than a day.
  case unitOfDays

  /// Whether an expression is of that kind. What is null wherever it stands fits as well.
  func takes(_ expression: Expression) -> Bool {
    let type = expression.type
    switch self {
    case .bool: return type == .bool || type == .null
    case .int: return type == .int || type == .null
    case .float: return type == .float || type == .null
    case .number: return type.isNumeric || type == .null
    case .text: return type == .text || type == .null
    case .date: return type == .date || type == .null
    case .timestamp: return type == .timestamp || type == .null
    case .anything: return type != .timestamp && type != .duration
    case .value: return type != .duration
    case .whole(let bounds):
      if case .int(let number)? = expression.constant { return bounds.contains(number) }
    case .share:
      if let number = expression.constant?.asDouble { return number >= 0 && number <= 1 }
    case .givenText:
      if case .text(let text)? = expression.constant { return !text.isEmpty }
    case .pattern(let withEscapes):
      guard case .text(let text)? = expression.constant else { return false }
      var isEscaped = false
      for sign in text.unicodeScalars { isEscaped = !isEscaped && sign == "\\" }
      return !isEscaped && (withEscapes || !text.unicodeScalars.contains("\\"))
    case .unitOfDays:
      if case .text(let text)? = expression.constant {
        return ["year", "quarter", "month", "week", "day"].contains(text)
      }
    }
    return false
  }
}

/// How one function is written for arguments of certain kinds.
///
/// In the text `{0}` is the first argument, `{i0}` the same in 64 bits, `{f0}` as a double, `{c0}` so
/// that it compares by code points; `{*}` and `{c*}` are all arguments with commas between.
public struct SQLRule: Sendable {
  let operands: [SQLOperand]
  /// Whether the last kind holds for all further arguments.
  let repeats: Bool
  public let text: String
  /// What stands between the arguments, each written by `text`; nil for a text of all of them.
  let separator: String?

  /// A form for so many arguments of these kinds.
  static func form(_ operands: SQLOperand..., text: String) -> SQLRule {
    SQLRule(operands: operands, repeats: false, text: text, separator: nil)
  }

  /// A form for one or more arguments; the last kind holds for all further ones.
  static func list(_ operands: SQLOperand..., text: String) -> SQLRule {
    SQLRule(operands: operands, repeats: true, text: text, separator: nil)
  }

  /// Each argument written by a text, with something between.
  static func chain(_ operand: SQLOperand, _ separator: String, each text: String) -> SQLRule {
    SQLRule(operands: [operand], repeats: true, text: text, separator: separator)
  }

  func takes(_ arguments: [Expression]) -> Bool {
    guard repeats ? arguments.count >= operands.count : arguments.count == operands.count else {
      return false
    }
    return arguments.enumerated().allSatisfy { place, argument in
      operands[min(place, operands.count - 1)].takes(argument)
    }
  }
}

/// How a function is written in a dialect, or why it is answered here.
public struct SQLForm: Sendable {
  /// The first rule that takes the arguments holds.
  public let rules: [SQLRule]
  /// Why what no rule takes stays here; nil where there is nothing else.
  public let reason: Words?

  /// Written by these rules; what none of them takes stays here for that reason.
  static func written(_ rules: SQLRule..., otherwise reason: Words? = nil) -> SQLForm {
    SQLForm(rules: rules, reason: reason)
  }

  /// Always answered here.
  static func stays(_ reason: Words) -> SQLForm { SQLForm(rules: [], reason: reason) }
}
