import Columns
import Functions
import Glibc
import Testing

/// The operators once more, one value at a time and as plainly as can be: what the kernels are
/// compared with.
enum Reference {
  enum Outcome: Equatable {
    case value(Value)
    /// An exact decimal if the column is one, else a double.
    case number(exact: Value, double: Double)
    case overflow
    case divisionByZero
  }

  private static func exact(_ value: Value) -> (Int128, Int)? {
    switch value {
    case .int(let integer), .timestamp(let integer): (Int128(integer), 0)
    case .date(let day): (Int128(day), 0)
    case .decimal(let unscaled, let scale): (Int128(unscaled), scale)
    default: nil
    }
  }

  static func power(_ exponent: Int) -> Int128 {
    var result: Int128 = 1
    for _ in 0..<exponent { result *= 10 }
    return result
  }

  static func isFloat(_ value: Value) -> Bool { value.type == .float }

  // MARK: Order

  /// <0, 0 or >0.
  static func order(_ left: Value, _ right: Value) -> Int {
    switch (left, right) {
    case (.text(let one), .text(let other)):
      let first = Array(one.utf8)
      let second = Array(other.utf8)
      return first == second ? 0 : first.lexicographicallyPrecedes(second) ? -1 : 1
    case (.bool(let one), .bool(let other)): return one == other ? 0 : other ? -1 : 1
    case (.date(let day), .timestamp(let time)):
      return sign(Int128(day) * 86_400_000_000 - Int128(time))
    case (.timestamp, .date): return -order(right, left)
    case (.int(let integer), .double(let double)): return order(integer, double)
    case (.double(let double), .int(let integer)): return -order(integer, double)
    default: break
    }
    if let (one, scale) = exact(left), let (other, otherScale) = exact(right) {
      let common = max(scale, otherScale)
      return sign(one * power(common - scale) - other * power(common - otherScale))
    }
    return order(double(left), double(right))
  }

  private static func sign(_ value: Int128) -> Int { value < 0 ? -1 : value > 0 ? 1 : 0 }

  private static func order(_ left: Double, _ right: Double) -> Int {
    if left.isNaN || right.isNaN { return (left.isNaN ? 1 : 0) - (right.isNaN ? 1 : 0) }
    return left < right ? -1 : left > right ? 1 : 0
  }

  private static func order(_ integer: Int64, _ double: Double) -> Int {
    if double.isNaN || double > 1e30 { return -1 }
    if double < -1e30 { return 1 }
    let whole = Int128(double.rounded(.towardZero))
    if Int128(integer) != whole { return Int128(integer) < whole ? -1 : 1 }
    let rest = double - double.rounded(.towardZero)
    return rest > 0 ? -1 : rest < 0 ? 1 : 0
  }

  static func compare(_ sign: String, _ left: Value, _ right: Value) -> Value {
    if left.isNull || right.isNull { return .null }
    let order = order(left, right)
    switch sign {
    case "==": return .bool(order == 0)
    case "!=": return .bool(order != 0)
    case "<": return .bool(order < 0)
    case "<=": return .bool(order <= 0)
    case ">": return .bool(order > 0)
    default: return .bool(order >= 0)
    }
  }

  // MARK: Arithmetic

  static func double(_ value: Value) -> Double {
    if case .decimal(let unscaled, let scale) = value {
      return Double(Decimal64.text(unscaled, scale: scale)) ?? .nan
    }
    return value.asDouble ?? .nan
  }

  static func arithmetic(_ sign: String, _ left: Value, _ right: Value) -> Outcome {
    if left.isNull || right.isNull { return .value(.null) }
    let asDouble = doubleArithmetic(sign, double(left), double(right))
    if ["/", "//", "%"].contains(sign), double(right) == 0 { return .divisionByZero }
    if sign == "/" || sign == "^" { return .value(.double(asDouble)) }
    guard let (one, scale) = exact(left), let (other, otherScale) = exact(right) else {
      return .value(.double(asDouble))
    }
    let common = max(scale, otherScale)
    let first = one * power(common - scale)
    let second = other * power(common - otherScale)
    let result: Int128
    var resultScale = common
    switch sign {
    case "+": result = first + second
    case "-": result = first - second
    case "*":
      result = one * other
      resultScale = scale + otherScale
      if scale > 0, otherScale > 0 { return .value(.double(asDouble)) }
    case "//":
      result = floored(first, second)
      resultScale = 0
    default: result = first - floored(first, second) * second
    }
    guard let fitting = Int64(exactly: result) else {
      return isFloat(left) || isFloat(right) ? .value(.double(asDouble)) : .overflow
    }
    if isFloat(left) || isFloat(right) {
      return .number(exact: .decimal(fitting, scale: resultScale), double: asDouble)
    }
    return .value(.int(fitting))
  }

  static func floored(_ left: Int128, _ right: Int128) -> Int128 {
    let quotient = left / right
    return left % right != 0 && (left < 0) != (right < 0) ? quotient - 1 : quotient
  }

  static func doubleArithmetic(_ sign: String, _ left: Double, _ right: Double) -> Double {
    switch sign {
    case "+": return left + right
    case "-": return left - right
    case "*": return left * right
    case "/": return left / right
    case "^": return pow(left, right)
    case "%":
      let rest = fmod(left, right)
      return rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest
    default:
      let rest = fmod(left, right)
      let floored = rest != 0 && (rest < 0) != (right < 0)
      let quotient = (left - rest) / right - (floored ? 1 : 0)
      let down = quotient.rounded(.down)
      return quotient - down > 0.5 ? down + 1 : down
    }
  }

  // MARK: Logic

  static func and(_ values: [Value]) -> Value {
    if values.contains(.bool(false)) { return .bool(false) }
    return values.contains(.null) ? .null : .bool(true)
  }

  static func or(_ values: [Value]) -> Value {
    if values.contains(.bool(true)) { return .bool(true) }
    return values.contains(.null) ? .null : .bool(false)
  }

  static func isMember(_ value: Value, _ list: [Value]) -> Value {
    list.isEmpty ? .bool(false) : or(list.map { compare("==", value, $0) })
  }
}

/// Whether two results are the same number, NaN and the sign of zero aside.
func isSame(_ left: Double, _ right: Double) -> Bool {
  left == right || (left.isNaN && right.isNaN)
}

/// Calls a function of the standard registry.
func call(
  _ name: String, _ operands: [Operand], _ count: Int,
  _ context: EvaluationContext = EvaluationContext(today: 20_000)
) throws -> Column {
  let function = try #require(FunctionRegistry.standard.scalar(named: name))
  let type = function.resolve(operands.map(\.type))
  let result = try function.evaluate(operands, count, context)
  #expect(result.count == count)
  #expect(result.offset == 0)
  expectBounds(result, name)
  #expect(type != nil && (result.type == type || type == .null), "\(name): \(result.type)")
  return result
}

/// Expects two lists of cells to be equal and names the first that are not.
func expectSame(
  _ actual: [Value], _ expected: [Value], _ label: @autoclosure () -> String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let place = zip(actual, expected).enumerated().first { $0.element.0 != $0.element.1 }
  if let place {
    Issue.record(
      "\(label()) row \(place.offset): \(place.element.0) for \(place.element.1)",
      sourceLocation: sourceLocation)
  } else if actual.count != expected.count {
    Issue.record(
      "\(label()): \(actual.count) rows for \(expected.count)", sourceLocation: sourceLocation)
  }
}

/// Expects the valid values of a packed column to lie within its bounds, on which others build.
func expectBounds(
  _ column: Column, _ label: @autoclosure () -> String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard case .packed(let packed) = column.storage else { return }
  for row in 0..<column.count where column.isValid(row) {
    let value = packed.value(column.offset + row)
    if value < packed.lower || value > packed.upper {
      Issue.record(
        "\(label()) row \(row): \(value) outside \(packed.lower)...\(packed.upper)",
        sourceLocation: sourceLocation)
    }
  }
}
