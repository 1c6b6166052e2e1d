import Columns
import Functions

/// Reads and computes the plain expressions that help uses as examples: literals, operators, calls,
/// lists. Small on purpose, and not the language's parser.
struct ExampleEvaluator {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private var characters: [Character]
  private var place = 0
  private let context: EvaluationContext

  static func evaluate(
    _ text: String, _ context: EvaluationContext = EvaluationContext(today: 20_000)
  ) throws -> Value {
    var evaluator = ExampleEvaluator(characters: Array(text), context: context)
    let value = try evaluator.expression(0)
    evaluator.skipSpace()
    guard evaluator.place == evaluator.characters.count else {
      throw Failure(description: "rest of \(text) from \(evaluator.place)")
    }
    return value
  }

  private init(characters: [Character], context: EvaluationContext) {
    self.characters = characters
    self.context = context
  }

  /// How help writes a value.
  static func text(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .decimal(let value, let scale): Decimal64.text(value, scale: scale)
    case .double(let value): value.description
    case .text(let value): "\"\(value)\""
    case .date(let day): Calendar.text(date: Int(day))
    case .timestamp(let time): Calendar.text(timestamp: time)
    }
  }

  // MARK: Operators

  private static let operators: [(sign: String, level: Int)] = [
    ("or", 1), ("and", 2), ("==", 4), ("!=", 4), ("<=", 4), (">=", 4), ("<", 4), (">", 4),
    ("in", 4), ("like", 4), ("~", 4), ("is", 4), ("+", 6), ("-", 6), ("//", 7), ("*", 7),
    ("/", 7), ("%", 7), ("^", 9),
  ]

  private mutating func expression(_ level: Int) throws -> Value {
    var left = try prefix()
    while let next = peekOperator(), next.level >= level, next.level > 0 {
      place += next.sign.count
      switch next.sign {
      case "in": left = try call("in", [left] + list())
      case "is":
        let isNot = takeWord("not")
        guard takeWord("null") else { throw Failure(description: "null after is") }
        left = try call(isNot ? "is_not_null" : "is_null", [left])
      default:
        let right = try expression(next.sign == "^" ? next.level : next.level + 1)
        left = try call(next.sign, [left, right])
      }
    }
    return left
  }

  private mutating func peekOperator() -> (sign: String, level: Int)? {
    skipSpace()
    return ExampleEvaluator.operators.first { candidate in
      starts(with: candidate.sign)
        && (candidate.sign.first?.isLetter != true
          || !isWordCharacter(at: place + candidate.sign.count))
    }
  }

  private mutating func prefix() throws -> Value {
    skipSpace()
    if takeWord("not") { return try call("not", [try expression(3)]) }
    if take("-") {
      let value = try expression(8)
      return try call("neg", [value])
    }
    return try primary()
  }

  private func call(_ name: String, _ arguments: [Value]) throws -> Value {
    guard let function = FunctionRegistry.standard.scalar(named: name) else {
      throw Failure(description: "no function \(name)")
    }
    guard function.resolve(arguments.map(\.type)) != nil else {
      throw Failure(description: "\(name) does not take \(arguments.map(\.type))")
    }
    return try function.evaluate(arguments.map { .constant($0) }, 1, context)[0]
  }

  // MARK: Operands

  private mutating func primary() throws -> Value {
    skipSpace()
    guard place < characters.count else { throw Failure(description: "unexpected end") }
    let first = characters[place]
    if take("(") {
      let value = try expression(0)
      skipSpace()
      guard take(")") else { throw Failure(description: "missing )") }
      return value
    }
    if first == "\"" { return .text(try quoted()) }
    if first == "@" {
      place += 1
      let word = takeWhile { $0.isNumber || $0 == "-" }
      return try call("date", [.text(word)])
    }
    if first.isNumber { return number() }
    let word = takeWhile { $0.isLetter || $0.isNumber || $0 == "_" }
    switch word {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    case "": throw Failure(description: "unexpected \(first)")
    default: return try call(word, try arguments(")", open: "("))
    }
  }

  private mutating func list() throws -> [Value] {
    skipSpace()
    return try arguments("]", open: "[")
  }

  private mutating func arguments(_ close: Character, open: Character) throws -> [Value] {
    guard take(open) else { throw Failure(description: "missing \(open)") }
    var values: [Value] = []
    skipSpace()
    if take(close) { return values }
    while true {
      values.append(try expression(0))
      skipSpace()
      if take(close) { return values }
      guard take(",") else { throw Failure(description: "missing , or \(close)") }
    }
  }

  private mutating func number() -> Value {
    let text = takeWhile { $0.isNumber || $0 == "." || $0 == "_" }.filter { $0 != "_" }
    guard let point = text.firstIndex(of: ".") else { return .int(Int64(text) ?? 0) }
    let scale = text.distance(from: point, to: text.endIndex) - 1
    return .decimal(Int64(text.filter { $0 != "." }) ?? 0, scale: scale)
  }

  private mutating func quoted() throws -> String {
    place += 1
    let text = takeWhile { $0 != "\"" }
    guard take("\"") else { throw Failure(description: "open quote") }
    return text
  }

  // MARK: Characters

  private mutating func skipSpace() { _ = takeWhile { $0 == " " } }

  private mutating func take(_ character: Character) -> Bool {
    guard place < characters.count, characters[place] == character else { return false }
    place += 1
    return true
  }

  private mutating func takeWord(_ word: String) -> Bool {
    skipSpace()
    guard starts(with: word), !isWordCharacter(at: place + word.count) else { return false }
    place += word.count
    return true
  }

  private func starts(with word: String) -> Bool {
    characters[place...].starts(with: Array(word))
  }

  private func isWordCharacter(at index: Int) -> Bool {
    index < characters.count
      && (characters[index].isLetter || characters[index].isNumber || characters[index] == "_")
  }

  private mutating func takeWhile(_ holds: (Character) -> Bool) -> String {
    let start = place
    while place < characters.count, holds(characters[place]) { place += 1 }
    return String(characters[start..<place])
  }
}
