import Columns
import Glibc

/// Functions of numbers.
enum MathFunctions {
  static let all: [ScalarFunction] = signs + roots

  // MARK: Signs

  private static let signs: [ScalarFunction] = [
    .strict(
      "abs", "abs(x)", [.number], .first, en: "The number without its sign.",
      vi: "Giá trị tuyệt đối.", [("abs(-3)", "3"), ("abs(-2.50)", "2.5")]
    ) { operands, count, validity, _ in
      try absolute(operands[0], count, validity)
    },
    .strict(
      "sign", "sign(x)", [.number], .always(.int), en: "-1, 0 or 1.", vi: "-1, 0 hoặc 1.",
      [("sign(-2.5)", "-1"), ("sign(0)", "0")]
    ) { operands, count, validity, _ in
      let result = try MutableBuffer(Int64.self, count: count)
      let out = result.pointer(Int64.self)
      if let values = IntegerOperand(operands[0]) {
        values.decode(count, into: out)
        for row in 0..<count { out[row] = out[row].signum() }
      } else {
        let values = try DoubleOperand(operands[0], count)
        for row in 0..<count {
          let value = values.value(row)
          out[row] = value > 0 ? 1 : value < 0 ? -1 : 0
        }
        withExtendedLifetime(values) {}
      }
      return Kernel.integers(.int, result.freeze(), validity, count, lower: -1, upper: 1)
    },
    .strict(
      "is_nan", "is_nan(x)", [.number], .always(.bool),
      en: "Whether the float is not a number (NaN).", vi: "Số thực có phải NaN không.",
      [("is_nan(1.5)", "false"), ("is_nan(float(\"nan\"))", "true")]
    ) { operands, count, validity, _ in
      if IntegerOperand(operands[0]) != nil {
        return try Kernel.bools(repeating: false, validity, count)
      }
      let values = try DoubleOperand(operands[0], count)
      let result = try MutableBuffer(UInt8.self, count: count)
      let out = result.pointer(UInt8.self)
      for row in 0..<count { out[row] = values.value(row).isNaN ? 1 : 0 }
      withExtendedLifetime(values) {}
      return Kernel.bools(result.freeze(), validity, count)
    },
    ScalarFunction(
      "mod",
      help: .of(
        "mod(a, b)", en: "The same as a % b: the remainder, with the sign of b.",
        vi: "Giống a % b: số dư, cùng dấu với b.", [("mod(7, 3)", "1"), ("mod(-7, 3)", "2")]),
      resolve: { Division.type(.modulo, $0) },
      evaluate: { try Division.evaluate(.modulo, $0, $1, $2) }),
  ]

  private static func absolute(_ operand: Operand, _ count: Int, _ validity: Bitmap?) throws
    -> Column
  {
    guard let values = IntegerOperand(operand) else {
      return try Kernel.mapDoubles(operand, count, validity) { $0.magnitude }
    }
    let result = try MutableBuffer(Int64.self, count: count)
    let out = result.pointer(Int64.self)
    values.decode(count, into: out)
    if values.lower == .min {
      for row in 0..<count where out[row] == .min && validity?[row] ?? true {
        if operand.type == .float {
          return try Kernel.mapDoubles(operand, count, validity) { $0.magnitude }
        }
        throw EvaluationFailure(.integerOverflow(operation: "abs"), row: row)
      }
    }
    for row in 0..<count { out[row] = out[row] < 0 ? 0 &- out[row] : out[row] }
    let largest = max(values.lower.magnitude, values.upper.magnitude)
    return Kernel.integers(
      operand.type, result.freeze(), validity, count, lower: 0, upper: Int64(clamping: largest),
      scale: values.scale)
  }

  // MARK: Roots and powers

  private static let roots: [ScalarFunction] = [
    .strict(
      "sqrt", "sqrt(x)", [.number], .always(.float),
      en: "Square root; of a negative number an error.", vi: "Căn bậc hai; số âm là lỗi.",
      [("sqrt(9)", "3.0"), ("sqrt(2)", "1.4142135623730951")]
    ) { operands, count, validity, _ in
      try check(operands[0], count, validity, squareRoot) { $0 < 0 }
      return try Kernel.mapDoubles(operands[0], count, validity) { $0.squareRoot() }
    },
    .strict(
      "exp", "exp(x)", [.number], .always(.float), en: "e to the power of x.",
      vi: "e mũ x.", [("exp(0)", "1.0"), ("exp(1)", "2.718281828459045")]
    ) { operands, count, validity, _ in
      try Kernel.mapDoubles(operands[0], count, validity) { Glibc.exp($0) }
    },
    .strict(
      "ln", "ln(x)", [.number], .always(.float),
      en: "Natural logarithm; of zero or less an error.",
      vi: "Logarit tự nhiên; số không dương là lỗi.", [("ln(1)", "0.0"), ("ln(exp(2))", "2.0")]
    ) { operands, count, validity, _ in
      try checkLogarithm(operands[0], count, validity)
      return try Kernel.mapDoubles(operands[0], count, validity) { Glibc.log($0) }
    },
    .strict(
      "log10", "log10(x)", [.number], .always(.float),
      en: "Logarithm to base 10; of zero or less an error.",
      vi: "Logarit cơ số 10; số không dương là lỗi.",
      [("log10(1000)", "3.0"), ("log10(0.01)", "-2.0")]
    ) { operands, count, validity, _ in
      try checkLogarithm(operands[0], count, validity)
      return try Kernel.mapDoubles(operands[0], count, validity) { Glibc.log10($0) }
    },
    .strict(
      "log", "log(x[, base])", [.number, .number], optional: 1, .always(.float),
      en: "Logarithm to a base, 10 unless given; of zero or less an error.",
      vi: "Logarit theo cơ số, mặc định 10; số không dương là lỗi.",
      [("log(8, 2)", "3.0"), ("log(100)", "2.0")]
    ) { operands, count, validity, _ in
      try checkLogarithm(operands[0], count, validity)
      guard operands.count > 1 else {
        return try Kernel.mapDoubles(operands[0], count, validity) { Glibc.log10($0) }
      }
      try check(operands[1], count, validity, base) {
        $0 <= 0 || $0 == 1
      }
      let values = try DoubleOperand(operands[0], count)
      let bases = try DoubleOperand(operands[1], count)
      let result = try MutableBuffer(Double.self, count: count)
      ArithmeticLoops.doubles(
        LogarithmDoubles.self, values, bases, result.pointer(Double.self), count)
      withExtendedLifetime((values, bases)) {}
      return Kernel.doubles(result.freeze(), validity, count)
    },
    .strict(
      "pow", "pow(x, y)", [.number, .number], .always(.float),
      en: "x to the power of y, as x ^ y.", vi: "x mũ y, giống x ^ y.",
      [("pow(2, 10)", "1024.0"), ("pow(9, 0.5)", "3.0")]
    ) { operands, count, _, _ in
      try Division.power(operands, count)
    },
  ]

  private static func checkLogarithm(_ operand: Operand, _ count: Int, _ validity: Bitmap?) throws {
    try check(operand, count, validity, logarithm) { $0 <= 0 }
  }

  private static let squareRoot = Bilingual(
    en: "there is no square root of a negative number", vi: "số âm không có căn bậc hai")
  private static let logarithm = Bilingual(
    en: "there is no logarithm of zero or a negative number",
    vi: "số 0 và số âm không có lôgarit")
  private static let base = Bilingual(
    en: "there is no logarithm to a base of zero or less, or of one",
    vi: "cơ số của lôgarit phải lớn hơn 0 và khác 1")

  /// Throws for the first valid row that is outside a function's domain.
  @inline(__always)
  private static func check(
    _ operand: Operand, _ count: Int, _ validity: Bitmap?, _ problem: Bilingual,
    _ isOutside: (Double) -> Bool
  ) throws {
    let values = try DoubleOperand(operand, count)
    defer { withExtendedLifetime(values) {} }
    var found = false
    if let pointer = values.pointer {
      for row in 0..<count { found = found || isOutside(pointer[row]) }
    } else {
      found = isOutside(values.constant ?? .nan)
    }
    guard found else { return }
    for row in 0..<count where (validity?[row] ?? true) && isOutside(values.value(row)) {
      throw EvaluationFailure(.invalidArgument(problem), row: row)
    }
  }
}

enum LogarithmDoubles: DoubleOperation {
  @inline(__always)
  static func apply(_ left: Double, _ right: Double) -> Double {
    // The logarithms that the library has are exact for powers of their base.
    if right == 2 { return log2(left) }
    if right == 10 { return log10(left) }
    return log(left) / log(right)
  }
}
