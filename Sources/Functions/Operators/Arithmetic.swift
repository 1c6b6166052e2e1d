import Columns
import Glibc

/// `+ - *` and unary minus, on numbers, dates and timestamps.
enum Arithmetic {
  enum Operation {
    case add
    case subtract
    case multiply

    var sign: String {
      switch self {
      case .add: "+"
      case .subtract: "-"
      case .multiply: "*"
      }
    }
  }

  /// The type of `left op right`: int with int gives int, any float gives float; `date ± int` is
  /// a date, the difference of two dates is an int of days, of timestamps a float of days.
  static func type(_ operation: Operation, _ types: [DataType]) -> DataType? {
    guard types.count == 2 else { return nil }
    switch (types[0], types[1]) {
    case (.null, .null): return .null
    case (.int, .int), (.int, .null), (.null, .int): return .int
    case (.int, .float), (.float, .int), (.float, .float), (.float, .null), (.null, .float):
      return .float
    default: break
    }
    switch (operation, types[0], types[1]) {
    case (.add, .date, .int), (.add, .int, .date), (.subtract, .date, .int): return .date
    case (.add, .timestamp, .int), (.add, .int, .timestamp), (.subtract, .timestamp, .int):
      return .timestamp
    case (.add, .date, .null), (.add, .null, .date): return .date
    case (.add, .timestamp, .null), (.add, .null, .timestamp): return .timestamp
    case (.subtract, .date, .date), (.subtract, .date, .null), (.subtract, .null, .date):
      return .int
    case (.subtract, .timestamp, .timestamp), (.subtract, .timestamp, .date),
      (.subtract, .date, .timestamp), (.subtract, .timestamp, .null),
      (.subtract, .null, .timestamp):
      return .float
    default: return nil
    }
  }

  static func evaluate(_ operation: Operation, _ operands: [Operand], _ count: Int) throws
    -> Column
  {
    let left = operands[0]
    let right = operands[1]
    let type = type(operation, [left.type, right.type]) ?? .null
    if Kernel.isAllNull(left) || Kernel.isAllNull(right) { return .nulls(type, count: count) }
    let validity = try Kernel.validity(operands, count)
    switch type {
    case .int, .date, .timestamp:
      guard let first = IntegerOperand(left), let second = IntegerOperand(right) else {
        return .nulls(type, count: count)
      }
      let day = Calendar.microsecondsPerDay
      let result = try integers(
        operation, first, type == .timestamp && left.type == .int ? day : 1, second,
        type == .timestamp && right.type == .int ? day : 1, count, validity)
      guard case .values(let buffer, let lower, let upper) = result else {
        throw overflow(operation.sign, result)
      }
      if type == .date, lower < Int64(Int32.min) || upper > Int64(Int32.max) {
        let values = buffer.pointer(Int64.self)
        for row in 0..<count
        where Int64(Int32(truncatingIfNeeded: values[row])) != values[row] && validity?[row] ?? true
        {
          throw EvaluationFailure(.integerOverflow(operation: operation.sign), row: row)
        }
      }
      return Kernel.integers(type, buffer, validity, count, lower: lower, upper: upper)
    case .float where left.type.isTemporal:
      return try elapsedDays(left, right, count, validity)
    default:
      if let exact = try decimals(operation, left, right, count, validity) { return exact }
      let result = try MutableBuffer(Double.self, count: count)
      let out = result.pointer(Double.self)
      let first = try DoubleOperand(left, count)
      let second = try DoubleOperand(right, count)
      defer { withExtendedLifetime((first, second)) {} }
      switch operation {
      case .add: ArithmeticLoops.doubles(AddDoubles.self, first, second, out, count)
      case .subtract: ArithmeticLoops.doubles(SubtractDoubles.self, first, second, out, count)
      case .multiply: ArithmeticLoops.doubles(MultiplyDoubles.self, first, second, out, count)
      }
      return Kernel.doubles(result.freeze(), validity, count)
    }
  }

  private static func overflow(_ sign: String, _ result: IntegerResult) -> EvaluationFailure {
    var row: Int?
    if case .overflow(let known) = result { row = known }
    return EvaluationFailure(.integerOverflow(operation: sign), row: row)
  }

  private static func integers(
    _ operation: Operation, _ left: IntegerOperand, _ leftFactor: Int64, _ right: IntegerOperand,
    _ rightFactor: Int64, _ count: Int, _ validity: Bitmap?
  ) throws -> IntegerResult {
    switch operation {
    case .add:
      try ArithmeticLoops.integers(
        AddIntegers.self, left, leftFactor, right, rightFactor, count, validity)
    case .subtract:
      try ArithmeticLoops.integers(
        SubtractIntegers.self, left, leftFactor, right, rightFactor, count, validity)
    case .multiply:
      try ArithmeticLoops.integers(
        MultiplyIntegers.self, left, leftFactor, right, rightFactor, count, validity)
    }
  }

  /// Exact decimals, where both sides are exact and the result fits; else nil. Products are exact
  /// where one side is whole.
  private static func decimals(
    _ operation: Operation, _ left: Operand, _ right: Operand, _ count: Int, _ validity: Bitmap?
  ) throws -> Column? {
    guard let first = IntegerOperand(left), let second = IntegerOperand(right) else { return nil }
    let scale: Int
    var leftFactor: Int64 = 1
    var rightFactor: Int64 = 1
    if operation == .multiply {
      guard first.scale == 0 || second.scale == 0 else { return nil }
      scale = first.scale + second.scale
    } else {
      scale = max(first.scale, second.scale)
      guard scale <= Decimal64.maxScale else { return nil }
      leftFactor = Decimal64.powers[scale - first.scale]
      rightFactor = Decimal64.powers[scale - second.scale]
    }
    guard scale <= Decimal64.maxScale else { return nil }
    let result = try integers(
      operation, first, leftFactor, second, rightFactor, count, validity)
    guard case .values(let buffer, let lower, let upper) = result else { return nil }
    return Kernel.integers(
      .float, buffer, validity, count, lower: lower, upper: upper, scale: scale)
  }

  /// The time from one point to another in days.
  private static func elapsedDays(
    _ left: Operand, _ right: Operand, _ count: Int, _ validity: Bitmap?
  ) throws -> Column {
    guard let first = IntegerOperand(left), let second = IntegerOperand(right) else {
      return .nulls(.float, count: count)
    }
    let day = Calendar.microsecondsPerDay
    let result = try integers(
      .subtract, first, left.type == .date ? day : 1, second, right.type == .date ? day : 1,
      count, validity)
    guard case .values(let buffer, _, _) = result else { throw overflow("-", result) }
    let days = try MutableBuffer(Double.self, count: count)
    let out = days.pointer(Double.self)
    let values = buffer.pointer(Int64.self)
    for row in 0..<count { out[row] = Double(values[row]) / Double(day) }
    withExtendedLifetime(buffer) {}
    return Kernel.doubles(days.freeze(), validity, count)
  }

  // MARK: Unary minus

  static func negate(_ operand: Operand, _ count: Int) throws -> Column {
    let type = operand.type
    if Kernel.isAllNull(operand) { return .nulls(type, count: count) }
    let validity = try Kernel.validity([operand], count)
    if let values = IntegerOperand(operand), let zero = IntegerOperand(.constant(.int(0))) {
      let result = try ArithmeticLoops.integers(
        SubtractIntegers.self, zero, 1, values, 1, count, validity)
      if case .values(let buffer, let lower, let upper) = result {
        return Kernel.integers(
          type, buffer, validity, count, lower: lower, upper: upper, scale: values.scale)
      }
      if type == .int { throw overflow("-", result) }
    }
    let result = try MutableBuffer(Double.self, count: count)
    let out = result.pointer(Double.self)
    let values = try DoubleOperand(operand, count)
    defer { withExtendedLifetime(values) {} }
    if let pointer = values.pointer {
      for row in 0..<count { out[row] = -pointer[row] }
    } else {
      out.update(repeating: -(values.constant ?? .nan), count: count)
    }
    return Kernel.doubles(result.freeze(), validity, count)
  }
}
