import Columns
import Glibc

/// `round floor ceil trunc`: ints stay ints, decimals stay exact.
enum RoundingFunctions {
  enum Direction {
    /// Halves away from zero.
    case nearest
    case down
    case up
    case towardZero

    /// `value / divisor` rounded to a whole number; the divisor is positive.
    @inline(__always)
    func divide(_ value: Int64, _ divisor: Int64) -> Int64 {
      let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
      if remainder == 0 { return quotient }
      switch self {
      case .towardZero: return quotient
      case .down: return remainder < 0 ? quotient - 1 : quotient
      case .up: return remainder > 0 ? quotient + 1 : quotient
      case .nearest:
        // |remainder| < divisor <= 10^18, so that doubling cannot overflow by much.
        if remainder.magnitude >= divisor.magnitude - remainder.magnitude {
          return remainder > 0 ? quotient + 1 : quotient - 1
        }
        return quotient
      }
    }

    @inline(__always)
    func apply(_ value: Double) -> Double {
      switch self {
      case .nearest: value.rounded(.toNearestOrAwayFromZero)
      case .down: value.rounded(.down)
      case .up: value.rounded(.up)
      case .towardZero: value.rounded(.towardZero)
      }
    }
  }

  static let all: [ScalarFunction] = [
    .strict(
      "round", "round(x[, digits])", [.number, .int], optional: 1, .first,
      en: "The nearest number with so many digits after the point (0 unless given; negative for "
        + "tens, hundreds …). Halves go away from zero.",
      vi: "Làm tròn đến số chữ số thập phân (mặc định 0; số âm là hàng chục, hàng trăm …). "
        + "Nửa thì làm tròn ra xa số 0.",
      [("round(2.567, 1)", "2.6"), ("round(2.5)", "3.0"), ("round(1250, -2)", "1300")]
    ) { operands, count, validity, _ in
      guard operands.count > 1 else {
        return try round(operands[0], 0, .nearest, count, validity)
      }
      if case .constant(.int(let digits)) = operands[1] {
        return try round(operands[0], digits, .nearest, count, validity)
      }
      return try roundByRow(operands, count, validity)
    },
    .strict(
      "floor", "floor(x)", [.number], .first, en: "The largest whole number not above x.",
      vi: "Số nguyên lớn nhất không vượt quá x.", [("floor(2.7)", "2.0"), ("floor(-2.1)", "-3.0")]
    ) { operands, count, validity, _ in
      try round(operands[0], 0, .down, count, validity)
    },
    .strict(
      "ceil", "ceil(x)", [.number], .first, en: "The smallest whole number not below x.",
      vi: "Số nguyên nhỏ nhất không nhỏ hơn x.", [("ceil(2.1)", "3.0"), ("ceil(-2.7)", "-2.0")]
    ) { operands, count, validity, _ in
      try round(operands[0], 0, .up, count, validity)
    },
    .strict(
      "trunc", "trunc(x)", [.number], .first, en: "x without the digits after the point.",
      vi: "Bỏ phần thập phân của x.", [("trunc(2.7)", "2.0"), ("trunc(-2.7)", "-2.0")]
    ) { operands, count, validity, _ in
      try round(operands[0], 0, .towardZero, count, validity)
    },
  ]

  private static func round(
    _ operand: Operand, _ digits: Int64, _ direction: Direction, _ count: Int, _ validity: Bitmap?
  ) throws -> Column {
    if let values = IntegerOperand(operand) {
      if let exact = try roundExactly(values, operand.type, digits, direction, count, validity) {
        return exact
      }
    }
    if digits == 0 {
      switch direction {
      case .nearest:
        return try Kernel.mapDoubles(operand, count, validity) { Direction.nearest.apply($0) }
      case .down: return try Kernel.mapDoubles(operand, count, validity) { $0.rounded(.down) }
      case .up: return try Kernel.mapDoubles(operand, count, validity) { $0.rounded(.up) }
      case .towardZero:
        return try Kernel.mapDoubles(operand, count, validity) { $0.rounded(.towardZero) }
      }
    }
    let power = Glibc.pow(10, Double(digits.magnitude))
    return try Kernel.mapDoubles(operand, count, validity) { round($0, digits, power) }
  }

  /// `power` is 10 to the number of digits.
  @inline(__always)
  private static func round(_ value: Double, _ digits: Int64, _ power: Double) -> Double {
    let scaled = digits >= 0 ? value * power : value / power
    let whole = scaled.rounded(.toNearestOrAwayFromZero)
    let result = digits >= 0 ? whole / power : whole * power
    // So many digits that scaling overflows: there is nothing to round, or nothing left.
    if result.isFinite { return result }
    return digits >= 0 ? value : value.isFinite ? 0 : value
  }

  /// Integers and decimals; nil where the result does not fit (a decimal only).
  private static func roundExactly(
    _ values: IntegerOperand, _ type: DataType, _ digits: Int64, _ direction: Direction,
    _ count: Int, _ validity: Bitmap?
  ) throws -> Column? {
    let result = try MutableBuffer(Int64.self, count: count)
    let out = result.pointer(Int64.self)
    values.decode(count, into: out)
    let dropped = Int64(values.scale) - max(digits, -100)
    if digits >= Int64(values.scale) {
      return Kernel.integers(
        type, result.freeze(), validity, count, lower: values.lower, upper: values.upper,
        scale: values.scale)
    }
    guard dropped <= 18 else {
      // 10^19 is more than twice the largest value: everything rounds to 0 but up and down.
      guard dropped == 19 else {
        out.update(repeating: 0, count: count)
        return Kernel.integers(type, result.freeze(), validity, count, lower: 0, upper: 0)
      }
      for row in 0..<count where validity?[row] ?? true {
        // Half of 10^19.
        if out[row].magnitude >= 5_000_000_000_000_000_000 {
          if type == .float { return nil }
          throw EvaluationFailure(.integerOverflow(operation: "round"), row: row)
        }
      }
      out.update(repeating: 0, count: count)
      return Kernel.integers(type, result.freeze(), validity, count, lower: 0, upper: 0)
    }
    let divisor = Decimal64.powers[Int(dropped)]
    switch direction {
    case .nearest: divide(out, divisor, .nearest, count)
    case .down: divide(out, divisor, .down, count)
    case .up: divide(out, divisor, .up, count)
    case .towardZero: divide(out, divisor, .towardZero, count)
    }
    // Rounding never reverses an order, so the bounds round like the values.
    var lower = direction.divide(values.lower, divisor)
    var upper = direction.divide(values.upper, divisor)
    if digits < 0 {
      let factor = Decimal64.powers[Int(-digits)]
      for row in 0..<count {
        let (product, overflow) = out[row].multipliedReportingOverflow(by: factor)
        out[row] = product
        if overflow, validity?[row] ?? true {
          if type == .float { return nil }
          throw EvaluationFailure(.integerOverflow(operation: "round"), row: row)
        }
      }
      lower = Int64(clamping: Int128(lower) * Int128(factor))
      upper = Int64(clamping: Int128(upper) * Int128(factor))
    }
    return Kernel.integers(
      type, result.freeze(), validity, count, lower: lower, upper: upper, scale: Int(max(digits, 0))
    )
  }

  @inline(__always)
  private static func divide(
    _ out: UnsafeMutablePointer<Int64>, _ divisor: Int64, _ direction: Direction, _ count: Int
  ) {
    for row in 0..<count { out[row] = direction.divide(out[row], divisor) }
  }

  /// Each row with its own number of digits.
  private static func roundByRow(_ operands: [Operand], _ count: Int, _ validity: Bitmap?) throws
    -> Column
  {
    let type = operands[0].type
    guard let digits = IntegerOperand(operands[1]) else { return .nulls(type, count: count) }
    if type == .int, let values = IntegerOperand(operands[0]) {
      let result = try MutableBuffer(Int64.self, count: count)
      let out = result.pointer(Int64.self)
      for row in 0..<count {
        out[row] = 0
        guard validity?[row] ?? true else { continue }
        let one = try Column(.int, [.int(values.value(row))])
        do {
          let rounded = try round(.column(one), digits.value(row), .nearest, 1, nil)
          if case .int(let value) = rounded[0] { out[row] = value }
        } catch let failure as EvaluationFailure {
          throw EvaluationFailure(failure.kind, row: row)
        }
      }
      return Kernel.integers(.int, result.freeze(), validity, count)
    }
    let values = try DoubleOperand(operands[0], count)
    defer { withExtendedLifetime(values) {} }
    let result = try MutableBuffer(Double.self, count: count)
    let out = result.pointer(Double.self)
    for row in 0..<count {
      let places = digits.value(row)
      out[row] = round(values.value(row), places, Glibc.pow(10, Double(places.magnitude)))
    }
    return Kernel.doubles(result.freeze(), validity, count)
  }
}
