/// Values and names as they are written in a query.
public enum SyntaxText {
  /// A text in double quotes, with escapes for what does not print.
  public static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\"\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      default:
        if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
          result += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  /// A name, in backticks where it needs them.
  public static func name(_ text: String) -> String {
    isPlainName(text) ? text : backticked(text)
  }

  /// A name where a clause of a step may stand, `to` or `by` say: in backticks where it is such a word.
  public static func nameAmongClauses(_ text: String) -> String {
    let word = text.lowercased()
    let isClause = ClauseWord(rawValue: word) != nil || ["to", "sort", "on", "then"].contains(word)
    return isClause ? backticked(text) : name(text)
  }

  /// A name in backticks, whether it needs them or not: how a message marks a name in a sentence, so
  /// that it can be typed as it is shown.
  public static func backticked(_ text: String) -> String {
    "`"
      + text.split(
        separator: "`", omittingEmptySubsequences: false
      ).joined(separator: "``") + "`"
  }

  /// Names as they are written one after the other.
  public static func names(_ names: some Sequence<String>) -> String {
    names.map(name).joined(separator: ", ")
  }

  /// A short expression as it is written: names, values, parameters and calls of these; nil for others.
  public static func short(_ expression: SyntaxExpression) -> String? {
    switch expression.kind {
    case .name(let name): return self.name(name.text)
    case .literal(let literal): return self.literal(literal)
    case .parameter(let name): return "$\(name.text)"
    case .call(let call) where call.filter == nil:
      let arguments = call.arguments.compactMap(short)
      guard arguments.count == call.arguments.count else { return nil }
      return "\(name(call.name.text))(\(arguments.joined(separator: ", ")))"
    default: return nil
    }
  }

  /// A piece of a query as a message marks it: in backticks, in two where it has some of its own.
  public static func code(_ text: String) -> String {
    text.contains("`") ? "`` \(text) ``" : "`\(text)`"
  }

  /// Letters, digits and `_`, not starting with a digit, and no word of the language.
  public static func isPlainName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    let isStart = first == "_" || first.properties.isXIDStart
    guard isStart, text.unicodeScalars.allSatisfy({ $0 == "_" || $0.properties.isXIDContinue })
    else { return false }
    return !reserved.contains(text.lowercased())
  }

  /// Words that are never names outside backticks.
  public static let reserved: Set<String> = [
    "and", "or", "not", "in", "is", "like", "between", "true", "false", "null", "_",
  ]

  /// A literal as it is written; reads back as the same value.
  public static func literal(_ literal: Literal) -> String {
    switch literal {
    case .int(let value): "\(value)"
    case .decimal(let number): decimal(number)
    case .float(let value): float(value)
    case .text(let text): quoted(text)
    case .bool(let value): value ? "true" : "false"
    case .null: "null"
    case .date(let date): "@\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
    case .period(let period):
      switch period.granularity {
      case .year: "@\(padded(period.year, 4))"
      case .quarter: "@\(padded(period.year, 4))Q\(period.index)"
      case .month: "@\(padded(period.year, 4))-\(padded(period.index, 2))"
      }
    case .duration(let duration): self.duration(duration)
    }
  }

  private static func decimal(_ number: DecimalLiteral) -> String {
    guard let unscaled = number.unscaled else { return "\(number.value)" }
    var digits = "\(unscaled)"
    if digits.utf8.count <= number.scale {
      digits = String(repeating: "0", count: number.scale + 1 - digits.utf8.count) + digits
    }
    let split = digits.index(digits.endIndex, offsetBy: -number.scale)
    return "\(digits[..<split]).\(digits[split...])"
  }

  /// Always with an exponent: that is what makes it a double.
  private static func float(_ value: Double) -> String {
    let text = "\(value)"
    if text.contains("e") { return text }
    return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + "e0"
  }

  private static func duration(_ duration: DurationLiteral) -> String {
    var parts = ""
    let (years, months) = duration.months.quotientAndRemainder(dividingBy: 12)
    let (weeks, days) = duration.days.quotientAndRemainder(dividingBy: 7)
    if years != 0 { parts += "\(years)y" }
    if months != 0 { parts += "\(months)mo" }
    if weeks != 0, days == 0 {
      parts += "\(weeks)w"
    } else if duration.days != 0 {
      parts += "\(duration.days)d"
    }
    return parts.isEmpty ? "0d" : parts
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = "\(number)"
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  public static func unquoted(_ name: String) -> String {
    name.dropFirst().dropLast().split(separator: "``", omittingEmptySubsequences: false)
      .joined(separator: "`")
  }
}
