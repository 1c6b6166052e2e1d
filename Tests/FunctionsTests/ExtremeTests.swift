import Columns
import Functions
import TestSupport
import Testing

/// Every function over the extremes of the types that it takes: an answer or an error, never a trap.
/// A trap ends the process, so that reaching the end is what is tested.
@Suite struct ExtremeTests {
  static let values: [Value] = [
    .null, .bool(true), .bool(false), .int(.min), .int(.max), .int(.min + 1), .int(.max - 1),
    .int(-1), .int(0), .int(1), .int(64), .int(-64), .int(9999), .int(1 << 62), .int(1 << 31),
    .int(-(1 << 31) - 1), .decimal(.min, scale: 2), .decimal(.max, scale: 18),
    .decimal(-1, scale: 1), .double(.infinity), .double(-.infinity), .double(.nan),
    .double(-0.0), .double(.leastNonzeroMagnitude), .double(.greatestFiniteMagnitude),
    .double(-.greatestFiniteMagnitude), .double(9.3e18), .double(-9.3e18), .double(0.5),
    .text(""), .text("a"), .text("Điện\u{301} \u{1F600}"), .text("dd/MM/yyyy"), .text("week"),
    .text("month"), .text("9223372036854775808"), .text("-9223372036854775808"), .text("1e400"),
    .text("(a+)+$"), .text("%\\"), .text("\0\u{10FFFF}"), .date(.min), .date(.max), .date(0),
    .date(-719_162), .date(2_932_896), .timestamp(.min), .timestamp(.max), .timestamp(0),
    .timestamp(-1),
  ]

  /// Texts of this size would be made in earnest; they prove nothing more.
  static func isTooLarge(_ name: String, _ arguments: [Value]) -> Bool {
    ["repeat", "lpad", "rpad"].contains(name)
      && arguments.contains { $0 == .int(1 << 31) || $0 == .int(1 << 62) }
  }

  static func evaluate(_ function: ScalarFunction, _ arguments: [Value]) -> Bool {
    guard function.resolve(arguments.map(\.type)) != nil, !isTooLarge(function.name, arguments)
    else { return false }
    let context = EvaluationContext(today: 20_000, collation: .vietnamese)
    if let column = try? function.evaluate(arguments.map { .constant($0) }, 1, context) {
      #expect(column.count == 1, "\(function.name)(\(arguments))")
    }
    // The same in columns, beside a null and a value in the middle.
    let columns = arguments.compactMap { value -> Operand? in
      (try? Column(value.type, [value, .null, value])).map { .column($0) }
    }
    if columns.count == arguments.count, function.name != "in",
      let column = try? function.evaluate(columns, 3, context)
    {
      for row in 0..<column.count { _ = column[row].plainText }
    }
    return true
  }

  @Test(arguments: FunctionRegistry.standard.functions.map(\.name))
  func noFunctionTraps(_ name: String) throws {
    let function = try #require(
      FunctionRegistry.standard.functions.first { $0.name == name && !$0.needsLookup }
        ?? FunctionRegistry.standard.functions.first { $0.name == "abs" })
    // A budget of its own: other tests count what is in the common one.
    try Memory.$budget.withValue(MemoryBudget()) { try Self.sweep(function, name) }
  }

  static func sweep(_ function: ScalarFunction, _ name: String) throws {
    var tried = Self.evaluate(function, []) ? 1 : 0
    for first in Self.values {
      tried += Self.evaluate(function, [first]) ? 1 : 0
      for second in Self.values { tried += Self.evaluate(function, [first, second]) ? 1 : 0 }
    }
    var random = SeededRandom(name)
    for count in 3...6 {
      for _ in 0..<600 {
        tried +=
          Self.evaluate(function, (0..<count).map { _ in random.pick(Self.values) }) ? 1 : 0
      }
    }
    #expect(tried > 0, "\(name) took none of the values")
  }
}
