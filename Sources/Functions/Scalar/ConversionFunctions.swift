import Columns

/// `int float text date timestamp bool`: what cannot be converted becomes null and is counted.
enum ConversionFunctions {
  static let all: [ScalarFunction] = [
    conversion(
      "int", [.int, .float, .text, .bool], .int,
      "As an int: the nearest one, halves away from zero; null where there is none, and a note "
        + "says how often. 1.234 as text could be two numbers; `decimal` says which sign is the "
        + "decimal one.",
      "Thành số nguyên gần nhất; null nếu không được, kèm ghi chú số dòng. Chữ 1.234 có thể là hai "
        + "số; `decimal` cho biết dấu thập phân.",
      [
        ("int(\"42\")", "42"), ("int(2.5)", "3"), ("int(\"x\")", "null"),
      ], signature: "int(x, decimal: sign)", ints),
    conversion(
      "float", [.int, .float, .text, .bool], .float,
      "As a float; null where the text is no number, and a note says how often. 1.234 as text could "
        + "be two numbers; `decimal` says which sign is the decimal one.",
      "Thành số thực; null nếu văn bản không phải số, kèm ghi chú số dòng. Chữ 1.234 có thể là hai "
        + "số; `decimal` cho biết dấu thập phân.",
      [
        ("float(\"82.96\")", "82.96"), ("float(2)", "2.0"), ("float(\"n/a\")", "null"),
      ], signature: "float(x, decimal: sign)", floats),
    conversion(
      "text", [.int, .float, .text, .bool, .date, .timestamp], .text,
      "As text: the shortest that reads back as the same value.",
      "Thành văn bản ngắn nhất đọc lại được đúng giá trị.",
      [("text(2.50)", "\"2.5\""), ("text(@2025-12-31)", "\"2025-12-31\"")]
    ) { operands, count, _, _ in
      try TextConversion.text(operands[0], count)
    },
    conversion(
      "date", [.text, .date, .timestamp], .date,
      "As a date, from 2025-12-31 or 31/12/2025; null where it is none, and a note says how often.",
      "Thành ngày, từ 2025-12-31 hoặc 31/12/2025; null nếu không được, kèm ghi chú số dòng.",
      [("date(\"31/12/2025\")", "2025-12-31"), ("date(\"2025-02-30\")", "null")], dates),
    conversion(
      "timestamp", [.text, .date, .timestamp], .timestamp,
      "As a date with time of day, from 2025-12-31 14:30:15; null where it is none, and a note says "
        + "how often.",
      "Thành ngày giờ, từ 2025-12-31 14:30:15; null nếu không được, kèm ghi chú số dòng.",
      [
        ("timestamp(\"2025-12-31 14:30\")", "2025-12-31 14:30:00"),
        ("timestamp(\"tomorrow\")", "null"),
      ], timestamps),
    conversion(
      "bool", [.int, .float, .text, .bool], .bool,
      "As a bool: numbers are true unless 0, text from true/false, yes/no, 1/0, có/không.",
      "Thành đúng/sai: số khác 0 là đúng, văn bản từ true/false, yes/no, 1/0, có/không.",
      [("bool(\"yes\")", "true"), ("bool(0)", "false"), ("bool(\"?\")", "null")], bools),
  ]

  private static func conversion(
    _ name: String, _ types: Set<DataType>, _ result: DataType, _ en: String, _ vi: String,
    _ examples: [(String, String)], signature: String? = nil,
    _ kernel: @escaping ScalarFunction.StrictKernel
  ) -> ScalarFunction {
    ScalarFunction(
      name, help: .of(signature ?? "\(name)(x)", en: en, vi: vi, examples),
      resolve: { arguments in
        // A decimal sign may follow.
        if signature != nil, arguments.count == 2 {
          guard arguments[1] == .text || arguments[1] == .null else { return nil }
        } else if arguments.count != 1 {
          return nil
        }
        guard types.contains(arguments[0]) || arguments[0] == .null else {
          return nil
        }
        return result
      },
      evaluate: { operands, count, context in
        if Kernel.isAllNull(operands[0]) { return .nulls(result, count: count) }
        if operands[0].type == result { return try Kernel.column(operands[0], result, count) }
        return try kernel(operands, count, try Kernel.validity(operands, count), context)
      })
  }

  // MARK: Numbers

  /// The decimal sign given as a second argument.
  private static func decimalSign(_ operands: [Operand]) throws -> UInt8? {
    guard operands.count > 1 else { return nil }
    if case .constant(.null) = operands[1] { return nil }
    guard case .constant(.text(let sign)) = operands[1], sign == "," || sign == "." else {
      throw EvaluationFailure(
        .invalidArgument(
          Bilingual(en: "`decimal` takes \",\" or \".\"", vi: "`decimal` nhận \",\" hoặc \".\"")))
    }
    return sign.utf8.first
  }

  @Sendable
  private static func ints(
    _ operands: [Operand], _ count: Int, _ validity: Bitmap?, _ context: EvaluationContext
  ) throws -> Column {
    let decimal = try decimalSign(operands)
    var made = try OptionalIntegers(count, validity, type: .int)
    switch operands[0].type {
    case .bool:
      let bytes = try Logic.bytes(operands[0], count)
      for row in 0..<count { made.set(row, Int(bytes.pointer(UInt8.self)[row])) }
    case .text:
      guard let texts = try TextRows(operands[0], count) else { break }
      for row in 0..<count {
        let number = ValueReading.number(texts[row], decimal: decimal)
        if number == .unclear, made.isValid(row) { context.unclearNumbers += 1 }
        made.set(row, number.flatMap(ValueReading.int).map { Int($0) })
      }
      withExtendedLifetime(texts) {}
    default:
      if let values = IntegerOperand(operands[0]) {
        let divisor = Decimal64.powers[values.scale]
        for row in 0..<count {
          made.set(
            row, Int(RoundingFunctions.Direction.nearest.divide(values.value(row), divisor)))
        }
      } else {
        let values = try DoubleOperand(operands[0], count)
        for row in 0..<count {
          made.set(row, ValueReading.int(values.value(row)).map { Int($0) })
        }
        withExtendedLifetime(values) {}
      }
    }
    return made.finish(context)
  }

  @Sendable
  private static func floats(
    _ operands: [Operand], _ count: Int, _ validity: Bitmap?, _ context: EvaluationContext
  ) throws -> Column {
    switch operands[0].type {
    case .text:
      guard let texts = try TextRows(operands[0], count) else { break }
      defer { withExtendedLifetime(texts) {} }
      return try floats(texts, count, validity, context, try decimalSign(operands))
    case .bool:
      let bytes = try Logic.bytes(operands[0], count)
      let result = try MutableBuffer(Double.self, count: count)
      let out = result.pointer(Double.self)
      for row in 0..<count { out[row] = bytes.pointer(UInt8.self)[row] == 0 ? 0 : 1 }
      return Kernel.doubles(result.freeze(), validity, count)
    default: break
    }
    return try Kernel.mapDoubles(operands[0], count, validity) { $0 }
  }

  /// Exact decimals where every text is one, else doubles.
  private static func floats(
    _ texts: TextRows, _ count: Int, _ validity: Bitmap?, _ context: EvaluationContext,
    _ decimal: UInt8?
  ) throws -> Column {
    let exact = try MutableBuffer(Int64.self, count: count, zeroed: true)
    let doubles = try MutableBuffer(Double.self, count: count, zeroed: true)
    let scales = try MutableBuffer(UInt8.self, count: count, zeroed: true)
    let valid = try Kernel.writable(validity, count)
    let exactOut = exact.pointer(Int64.self)
    let doublesOut = doubles.pointer(Double.self)
    let scalesOut = scales.pointer(UInt8.self)
    var isExact = true
    var scale = 0
    var failures = 0
    for row in 0..<count where valid[row] {
      switch ValueReading.number(texts[row], decimal: decimal) {
      case .exact(let value, let digits):
        exactOut[row] = value
        scalesOut[row] = UInt8(digits)
        scale = max(scale, digits)
        doublesOut[row] = Decimal64.double(value, scale: digits)
      case .double(let value):
        doublesOut[row] = value
        isExact = false
      case .unclear:
        valid.set(row, false)
        failures += 1
        context.unclearNumbers += 1
      case nil:
        valid.set(row, false)
        failures += 1
      }
    }
    context.failedConversions += failures
    let known = valid.freeze()
    let newValidity = failures == 0 ? validity : known
    // A text such as "-0" means something as a double only.
    guard isExact, scale > 0 else { return Kernel.doubles(doubles.freeze(), newValidity, count) }
    var lower = Int64.max
    var upper = Int64.min
    for row in 0..<count where known[row] {
      guard
        let value = Decimal64.rescale(exactOut[row], from: Int(scalesOut[row]), to: scale)
      else { return Kernel.doubles(doubles.freeze(), newValidity, count) }
      exactOut[row] = value
      lower = min(lower, value)
      upper = max(upper, value)
    }
    return Kernel.integers(
      .float, exact.freeze(), newValidity, count, lower: lower, upper: upper, scale: scale)
  }

  // MARK: Dates and times

  @Sendable
  private static func dates(
    _ operands: [Operand], _ count: Int, _ validity: Bitmap?, _ context: EvaluationContext
  ) throws -> Column {
    guard let texts = try TextRows(operands[0], count) else {
      return try DateRows.dates(
        try DateRows.days(operands[0], count), count, validity, "date")
    }
    defer { withExtendedLifetime(texts) {} }
    var made = try OptionalIntegers(count, validity)
    for row in 0..<count { made.set(row, ValueReading.date(texts[row])) }
    return made.finish(context)
  }

  @Sendable
  private static func timestamps(
    _ operands: [Operand], _ count: Int, _ validity: Bitmap?, _ context: EvaluationContext
  ) throws -> Column {
    guard let texts = try TextRows(operands[0], count) else {
      guard let values = IntegerOperand(operands[0]), let zero = IntegerOperand(.constant(.int(0)))
      else { return .nulls(.timestamp, count: count) }
      switch try ArithmeticLoops.integers(
        AddIntegers.self, values, Calendar.microsecondsPerDay, zero, 1, count, validity)
      {
      case .values(let buffer, let lower, let upper):
        return Kernel.integers(.timestamp, buffer, validity, count, lower: lower, upper: upper)
      case .overflow(let row):
        throw EvaluationFailure(.integerOverflow(operation: "timestamp"), row: row)
      }
    }
    defer { withExtendedLifetime(texts) {} }
    var made = try OptionalIntegers(count, validity, type: .timestamp)
    for row in 0..<count { made.set(row, ValueReading.timestamp(texts[row]).map { Int($0) }) }
    return made.finish(context)
  }

  // MARK: Bools

  @Sendable
  private static func bools(
    _ operands: [Operand], _ count: Int, _ validity: Bitmap?, _ context: EvaluationContext
  ) throws -> Column {
    guard let texts = try TextRows(operands[0], count) else {
      return try ComparisonFunctions.evaluate(.notEqual, [operands[0], .constant(.int(0))], count)
    }
    defer { withExtendedLifetime(texts) {} }
    let result = try MutableBuffer(UInt8.self, count: count, zeroed: true)
    let out = result.pointer(UInt8.self)
    let valid = try Kernel.writable(validity, count)
    for row in 0..<count where valid[row] {
      if let value = ValueReading.bool(texts[row]) {
        out[row] = value ? 1 : 0
      } else {
        valid.set(row, false)
        context.failedConversions += 1
      }
    }
    return Kernel.bools(result.freeze(), valid.freeze(), count)
  }
}
