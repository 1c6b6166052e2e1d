import Columns
import Glibc

/// `/ // % ^`. Division by zero gives null and is counted.
enum Division {
  enum Operation {
    case quotient
    case floorQuotient
    case modulo
  }

  /// `/` gives float always; `//` and `%` give int for ints.
  static func type(_ operation: Operation, _ types: [DataType]) -> DataType? {
    guard types.count == 2, types.allSatisfy({ $0.isNumeric || $0 == .null }) else { return nil }
    if types == [.null, .null] { return .null }
    if operation == .quotient || types.contains(.float) { return .float }
    return .int
  }

  static func evaluate(
    _ operation: Operation, _ operands: [Operand], _ count: Int, _ context: EvaluationContext
  ) throws -> Column {
    let left = operands[0]
    let right = operands[1]
    let type = type(operation, [left.type, right.type]) ?? .null
    if Kernel.isAllNull(left) || Kernel.isAllNull(right) { return .nulls(type, count: count) }
    let validity = try Kernel.validity(operands, count)
    if operation != .quotient, let first = IntegerOperand(left),
      let second = IntegerOperand(right),
      let exact = try exactDivision(
        operation, type, first, second, count, validity, context)
    {
      return exact
    }
    let first = try DoubleOperand(left, count)
    let second = try DoubleOperand(right, count)
    defer { withExtendedLifetime((first, second)) {} }
    let result = try MutableBuffer(Double.self, count: count)
    let out = result.pointer(Double.self)
    switch operation {
    case .quotient: ArithmeticLoops.doubles(DivideDoubles.self, first, second, out, count)
    case .floorQuotient:
      ArithmeticLoops.doubles(FloorDivideDoubles.self, first, second, out, count)
    case .modulo: ArithmeticLoops.doubles(ModuloDoubles.self, first, second, out, count)
    }
    return Kernel.doubles(
      result.freeze(), try withoutZeros(second, count, validity, context), count)
  }

  /// The rows that are valid and whose divisor is not zero; counts those whose divisor is.
  private static func withoutZeros(
    _ divisor: DoubleOperand, _ count: Int, _ validity: Bitmap?, _ context: EvaluationContext
  ) throws -> Bitmap? {
    guard let values = divisor.pointer else {
      guard divisor.constant == 0 else { return validity }
      context.divisionsByZero += Kernel.validCount(validity, count)
      return try Bitmap(repeating: false, count: count)
    }
    var zeros = 0
    for row in 0..<count { zeros &+= values[row] == 0 ? 1 : 0 }
    if zeros == 0 { return validity }
    let valid = try Kernel.writable(validity, count)
    for row in 0..<count where values[row] == 0 && valid[row] {
      valid.set(row, false)
      context.divisionsByZero += 1
    }
    return valid.freeze()
  }

  /// Division of whole numbers and decimals over their common scale; nil where decimals do not
  /// fit.
  private static func exactDivision(
    _ operation: Operation, _ type: DataType, _ left: IntegerOperand, _ right: IntegerOperand,
    _ count: Int, _ validity: Bitmap?, _ context: EvaluationContext
  ) throws -> Column? {
    let scale = max(left.scale, right.scale)
    let leftFactor = Decimal64.powers[scale - left.scale]
    let rightFactor = Decimal64.powers[scale - right.scale]
    guard left.fits(factor: leftFactor), right.fits(factor: rightFactor) else { return nil }
    let dividends = try left.values(count, factor: leftFactor)
    let divisors = try right.values(count, factor: rightFactor)
    defer { withExtendedLifetime((dividends, divisors)) {} }
    let first = dividends.pointer
    let second = divisors.pointer
    let result = try MutableBuffer(Int64.self, count: count)
    let out = result.pointer(Int64.self)
    var special = 0
    for row in 0..<count {
      let divisor = second[row]
      // Zero and -1 are looked at again below; dividing by 1 instead cannot trap.
      let isSpecial = divisor &+ 1 == 0 || divisor == 0
      special &+= isSpecial ? 1 : 0
      let safe = isSpecial ? 1 : divisor
      let (quotient, remainder) = first[row].quotientAndRemainder(dividingBy: safe)
      let mustFloor = remainder != 0 && (remainder ^ safe) < 0
      if operation == .floorQuotient {
        out[row] = mustFloor ? quotient &- 1 : quotient
      } else {
        out[row] = mustFloor ? remainder &+ safe : remainder
      }
    }
    var valid = validity
    if special > 0 {
      for row in 0..<count {
        if second[row] == -1 {
          out[row] = operation == .modulo ? 0 : 0 &- first[row]
          if operation == .floorQuotient, first[row] == .min, validity?[row] ?? true {
            if type == .float { return nil }
            throw EvaluationFailure(.integerOverflow(operation: "//"), row: row)
          }
        } else if second[row] == 0 {
          out[row] = 0
          if valid?[row] ?? true {
            let writable = try Kernel.writable(valid, count)
            for other in row..<count where second[other] == 0 && writable[other] {
              writable.set(other, false)
              context.divisionsByZero += 1
            }
            valid = writable.freeze()
          }
        }
      }
    }
    // A quotient is no larger than the dividend, a remainder than the divisor.
    let (bounding, factor) = operation == .modulo ? (right, rightFactor) : (left, leftFactor)
    let largest = max(
      (Int128(bounding.lower) * Int128(factor)).magnitude,
      (Int128(bounding.upper) * Int128(factor)).magnitude)
    let bound = Int64(clamping: largest)
    return Kernel.integers(
      type, result.freeze(), valid, count, lower: largest > Int64.max ? .min : -bound, upper: bound,
      scale: operation == .modulo ? scale : 0)
  }

  // MARK: Power

  static func power(_ operands: [Operand], _ count: Int) throws -> Column {
    if operands.contains(where: Kernel.isAllNull) { return .nulls(.float, count: count) }
    let validity = try Kernel.validity(operands, count)
    let first = try DoubleOperand(operands[0], count)
    let second = try DoubleOperand(operands[1], count)
    defer { withExtendedLifetime((first, second)) {} }
    let result = try MutableBuffer(Double.self, count: count)
    let out = result.pointer(Double.self)
    if second.constant == 2, let values = first.pointer {
      for row in 0..<count { out[row] = values[row] * values[row] }
    } else {
      ArithmeticLoops.doubles(PowerDoubles.self, first, second, out, count)
    }
    return Kernel.doubles(result.freeze(), validity, count)
  }
}

enum PowerDoubles: DoubleOperation {
  @inline(__always)
  static func apply(_ left: Double, _ right: Double) -> Double { pow(left, right) }
}

/// The remainder that has the sign of the divisor, with `//` such that
/// `x == (x // y) * y + x % y` as far as doubles allow.
enum ModuloDoubles: DoubleOperation {
  @inline(__always)
  static func apply(_ left: Double, _ right: Double) -> Double {
    let remainder = fmod(left, right)
    if remainder == 0 { return right < 0 ? -0.0 : 0 }
    return (remainder < 0) != (right < 0) ? remainder + right : remainder
  }
}

enum FloorDivideDoubles: DoubleOperation {
  @inline(__always)
  static func apply(_ left: Double, _ right: Double) -> Double {
    var remainder = fmod(left, right)
    var quotient = (left - remainder) / right
    if remainder != 0, (remainder < 0) != (right < 0) {
      remainder += right
      quotient -= 1
    }
    if quotient == 0 { return (left < 0) != (right < 0) ? -0.0 : 0 }
    // The quotient is whole but for rounding: snap to the nearest whole number.
    let floored = quotient.rounded(.down)
    return quotient - floored > 0.5 ? floored + 1 : floored
  }
}
