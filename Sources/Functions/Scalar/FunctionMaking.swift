import Columns

/// What a parameter takes.
enum Parameter {
  case text
  case int
  case number
  case bool
  case date
  case temporal
  case any

  func accepts(_ type: DataType) -> Bool {
    if type == .null { return true }
    switch self {
    case .text: return type == .text
    case .int: return type == .int
    case .number: return type.isNumeric
    case .bool: return type == .bool
    case .date: return type == .date
    case .temporal: return type.isTemporal
    case .any: return type != .duration
    }
  }
}

/// The type of a result in terms of those of the arguments.
enum ResultType {
  case always(DataType)
  /// That of the first argument.
  case first
  /// That of the second argument.
  case second
}

extension ScalarFunction {
  typealias StrictKernel =
    @Sendable (_ operands: [Operand], _ count: Int, _ validity: Bitmap?, EvaluationContext) throws
    -> Column

  /// A function that gives null where any argument is null; the kernel sees at least one value in
  /// each argument, and the rows in which all have one.
  ///
  /// - Parameters:
  ///   - optional: how many of the last parameters may be left out.
  ///   - examples: expressions and their results.
  ///   - period: the form of the periods that a function of its own for them writes.
  static func strict(
    _ name: String, _ signature: String, _ parameters: [Parameter], optional: Int = 0,
    _ result: ResultType, en: String, vi: String, _ examples: [(String, String)],
    period: PeriodForm? = nil, kernel: @escaping StrictKernel
  ) -> ScalarFunction {
    let resolve = resolver(parameters, optional: optional, result)
    return ScalarFunction(
      name, help: FunctionHelp.of(signature, en: en, vi: vi, examples), period: period,
      resolve: resolve,
      evaluate: { operands, count, context in
        if operands.contains(where: Kernel.isAllNull) {
          return .nulls(resolve(operands.map(\.type)) ?? .null, count: count)
        }
        return try kernel(operands, count, try Kernel.validity(operands, count), context)
      })
  }

  private static func resolver(
    _ parameters: [Parameter], optional: Int, _ result: ResultType
  ) -> @Sendable ([DataType]) -> DataType? {
    { types in
      guard types.count <= parameters.count, types.count >= parameters.count - optional,
        zip(parameters, types).allSatisfy({ $0.accepts($1) })
      else { return nil }
      switch result {
      case .always(let type): return type
      case .first: return types.first
      case .second: return types.dropFirst().first
      }
    }
  }
}

extension FunctionHelp {
  static func of(
    _ signature: String, en: String, vi: String, _ examples: [(String, String)]
  ) -> FunctionHelp {
    FunctionHelp(
      signature: signature, about: Bilingual(en: en, vi: vi),
      examples: examples.map { (expression: $0.0, result: $0.1) })
  }
}

extension Kernel {
  /// The operand as a column at offset 0.
  static func column(_ operand: Operand, _ type: DataType, _ count: Int) throws -> Column {
    switch operand {
    case .column(let column):
      if column.offset == 0 { return column }
      let rows = try MutableBuffer(UInt32.self, count: count)
      let out = rows.pointer(UInt32.self)
      for row in 0..<count { out[row] = UInt32(truncatingIfNeeded: row) }
      return try column.gathered(out, count: count)
    case .constant(let value):
      if value.isNull { return .nulls(type, count: count) }
      let one = try Column(type, [value])
      let rows = try MutableBuffer(UInt32.self, count: count, zeroed: true)
      return try one.gathered(rows.pointer(UInt32.self), count: count)
    }
  }

  /// A double for each row from one number.
  @inline(__always)
  static func mapDoubles(
    _ operand: Operand, _ count: Int, _ validity: Bitmap?, _ body: (Double) -> Double
  ) throws -> Column {
    let values = try DoubleOperand(operand, count)
    defer { withExtendedLifetime(values) {} }
    let result = try MutableBuffer(Double.self, count: count)
    let out = result.pointer(Double.self)
    if let pointer = values.pointer {
      for row in 0..<count { out[row] = body(pointer[row]) }
    } else {
      out.update(repeating: body(values.constant ?? .nan), count: count)
    }
    return doubles(result.freeze(), validity, count)
  }

  /// An int for each row, with the bounds of those that are valid.
  @inline(__always)
  static func mapInts(
    _ type: DataType, _ count: Int, _ validity: Bitmap?, _ body: (Int) -> Int64
  ) throws -> Column {
    let result = try MutableBuffer(Int64.self, count: count)
    let out = result.pointer(Int64.self)
    var lower = Int64.max
    var upper = Int64.min
    for row in 0..<count {
      guard validity?[row] ?? true else {
        out[row] = 0
        continue
      }
      let value = body(row)
      out[row] = value
      lower = min(lower, value)
      upper = max(upper, value)
    }
    return integers(type, result.freeze(), validity, count, lower: lower, upper: upper)
  }

  /// A text for each row; `body` is called for the valid rows only.
  @inline(__always)
  static func buildTexts(
    _ count: Int, _ validity: Bitmap?, _ body: (Int, inout TextBuilder) throws -> Void
  ) throws -> Column {
    var builder = try TextBuilder(count: count)
    for row in 0..<count {
      if validity?[row] ?? true { try body(row, &builder) }
      builder.endRow()
    }
    return builder.finish(validity)
  }
}
