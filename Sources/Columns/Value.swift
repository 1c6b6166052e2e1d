/// One cell, for the edges of the engine: literals, tests, rendering. Never used per row in a loop.
public enum Value: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int64)
  /// An exact decimal: `unscaled / 10^scale`.
  case decimal(Int64, scale: Int)
  case double(Double)
  case text(String)
  /// Days since 1970-01-01.
  case date(Int32)
  /// Microseconds since 1970-01-01 00:00, without a time zone.
  case timestamp(Int64)

  /// The type a column of such values has.
  public var type: DataType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .decimal, .double: .float
    case .text: .text
    case .date: .date
    case .timestamp: .timestamp
    }
  }

  public var isNull: Bool { if case .null = self { true } else { false } }

  /// The value as a double, where it is a number.
  public var asDouble: Double? {
    switch self {
    case .int(let value): Double(value)
    case .decimal(let value, let scale): Decimal64.double(value, scale: scale)
    case .double(let value): value
    default: nil
    }
  }
}

/// Arithmetic on exact decimals held as a scaled 64-bit integer.
public enum Decimal64 {
  /// 10 to the power of 0...18.
  public static let powers: [Int64] = {
    var powers: [Int64] = [1]
    for _ in 0..<18 { powers.append(powers[powers.count - 1] * 10) }
    return powers
  }()

  /// The largest scale that is kept; decimals with more digits load as doubles.
  public static let maxScale = 15

  /// The nearest double, of two equally near ones the even one. Exact operands up to 2^53 and 10^22 make the
  /// one division correctly rounded; beyond 2^53 the quotient has 64 bits and a remainder.
  public static func double(_ value: Int64, scale: Int) -> Double {
    if scale == 0 { return Double(value) }
    if value.magnitude <= 1 << 53 { return Double(value) / Double(powers[scale]) }
    return quotient(value, powers[scale].magnitude)
  }

  /// The double nearest to `value / divisor`; neither is 0.
  private static func quotient(_ value: Int64, _ divisor: UInt64) -> Double {
    let magnitude = value.magnitude
    // Both with their highest bit set, the dividend not above: the quotient has 64 bits, the highest set.
    let dividend = magnitude << UInt64(magnitude.leadingZeroBitCount)
    let normal = divisor << UInt64(divisor.leadingZeroBitCount)
    var exponent = divisor.leadingZeroBitCount - magnitude.leadingZeroBitCount - 64
    var wide = (high: dividend, low: UInt64(0))
    if dividend >= normal {
      wide = (dividend >> 1, dividend << 63)
      exponent += 1
    }
    let (bits, remainder) = normal.dividingFullWidth(wide)
    // 53 of the 64 bits stay.
    var kept = bits >> 11
    let left = bits & 0x7FF
    if left > 0x400 || (left == 0x400 && (remainder != 0 || kept & 1 != 0)) { kept += 1 }
    let result = Double(sign: .plus, exponent: exponent + 11, significand: Double(kept))
    return value < 0 ? -result : result
  }

  /// `value` at another scale, or nil where digits or range would be lost.
  public static func rescale(_ value: Int64, from scale: Int, to target: Int) -> Int64? {
    if target >= scale {
      guard target - scale <= 18 else { return value == 0 ? 0 : nil }
      let (result, overflow) = value.multipliedReportingOverflow(by: powers[target - scale])
      return overflow ? nil : result
    }
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: powers[scale - target])
    return remainder == 0 ? quotient : nil
  }

  /// Plain decimal notation with the zeros at the end dropped, at least one digit after the point.
  public static func text(_ value: Int64, scale: Int) -> String {
    var digits = String(value.magnitude)
    if digits.count <= scale {
      digits = String(repeating: "0", count: scale + 1 - digits.count) + digits
    }
    let split = digits.index(digits.endIndex, offsetBy: -scale)
    var fraction = digits[split...]
    while fraction.count > 1, fraction.last == "0" { fraction = fraction.dropLast() }
    if fraction.isEmpty { fraction = "0" }
    return (value < 0 ? "-" : "") + digits[..<split] + "." + fraction
  }
}

extension Value {
  /// The value as plain text: the shortest that reads back, dates in ISO form, empty for null.
  public var plainText: String {
    switch self {
    case .null: ""
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .decimal(let value, let scale): Decimal64.text(value, scale: scale)
    case .double(let value): value.isNaN ? "nan" : "\(value)"
    case .text(let value): value
    case .date(let days): Calendar.text(date: Int(days))
    case .timestamp(let microseconds): Calendar.text(timestamp: microseconds)
    }
  }
}
