import Columns

/// `least greatest clamp nullif`.
enum ChoiceFunctions {
  static let all: [ScalarFunction] = [
    ScalarFunction(
      "least",
      help: .of(
        "least(a, b, …)", en: "The smallest of the arguments; nulls are passed over.",
        vi: "Giá trị nhỏ nhất trong các đối số; bỏ qua null.",
        [("least(3, 1, 2)", "1"), ("least(null, 5)", "5")]),
      resolve: type,
      evaluate: { operands, count, context in
        try choose(operands, count, smallest: true, context)
      }),
    ScalarFunction(
      "greatest",
      help: .of(
        "greatest(a, b, …)", en: "The largest of the arguments; nulls are passed over.",
        vi: "Giá trị lớn nhất trong các đối số; bỏ qua null.",
        [("greatest(3, 1, 2)", "3"), ("greatest(\"a\", \"b\")", "\"b\"")]),
      resolve: type,
      evaluate: { operands, count, context in
        try choose(operands, count, smallest: false, context)
      }),
    ScalarFunction(
      "clamp",
      help: .of(
        "clamp(x, low, high)", en: "x, but at least low and at most high; a null bound is none.",
        vi: "x, nhưng không dưới low và không quá high; cận null là không có cận.",
        [("clamp(120, 0, 100)", "100"), ("clamp(-1, 0, null)", "0")]),
      resolve: { $0.count == 3 ? type($0) : nil },
      evaluate: { operands, count, context in try clamped(operands, count, context) }),
    ScalarFunction(
      "nullif",
      help: .of(
        "nullif(a, b)", en: "Null where a equals b, else a.",
        vi: "Null khi a bằng b, còn lại là a.",
        [("nullif(0, 0)", "null"), ("nullif(5, 0)", "5")]),
      resolve: { ComparisonFunctions.type($0) == nil ? nil : $0[0] },
      evaluate: { operands, count, _ in try nullIf(operands, count) }),
  ]

  /// The common type: int and float give float, date and timestamp a timestamp.
  @Sendable
  static func type(_ types: [DataType]) -> DataType? {
    guard !types.isEmpty else { return nil }
    var common = DataType.null
    for type in types where type != .null {
      if type == .duration { return nil }
      if common == .null || common == type {
        common = type
      } else if common.isNumeric, type.isNumeric {
        common = .float
      } else if common.isTemporal, type.isTemporal {
        common = .timestamp
      } else {
        return nil
      }
    }
    return common
  }

  /// Row by row the winner so far, by comparing and gathering: simple, and right for every type.
  private static func choose(
    _ operands: [Operand], _ count: Int, smallest: Bool, _ context: EvaluationContext
  ) throws -> Column {
    try choose(operands, type(operands.map(\.type)) ?? .null, count, smallest: smallest, context)
  }

  private static func choose(
    _ operands: [Operand], _ type: DataType, _ count: Int, smallest: Bool,
    _ context: EvaluationContext
  ) throws -> Column {
    // Text is compared in the order in which it is sorted.
    let isCollated = type == .text && context.collation != nil
    var known = Column.nulls(type, count: count)
    for operand in operands where !Kernel.isAllNull(operand) {
      let next = try widened(operand, type, count)
      if case .nulls = known.storage {
        known = next
        continue
      }
      var sides = [next, known]
      if isCollated { sides = try sides.map { try OrderFunctions.sortKeys(.column($0), count) } }
      let isBetter = try ComparisonFunctions.evaluate(
        smallest ? .less : .greater, sides.map { .column($0) }, count)
      known = try chosen(type, known, next, count) { row in
        !known.isValid(row) || (isBetter.isValid(row) && isBetter[row] == .bool(true))
      }
    }
    return known
  }

  /// The operand as a column of the common type.
  static func widened(_ operand: Operand, _ type: DataType, _ count: Int) throws -> Column {
    switch (operand.type, type) {
    case (.int, .float):
      guard case .column(let column) = operand else {
        return try Kernel.column(operand, .float, count)
      }
      // An int is a decimal without digits after the point.
      return try Kernel.column(.column(column.retyped(.float)), .float, count)
    case (.date, .timestamp):
      guard let convert = FunctionRegistry.standard.scalar(named: "timestamp") else {
        return .nulls(type, count: count)
      }
      return try convert.evaluate([operand], count, EvaluationContext(today: 0))
    default: return try Kernel.column(operand, type, count)
    }
  }

  /// Rows of `second` where `takesSecond` says so, else of `first`.
  static func chosen(
    _ type: DataType, _ first: Column, _ second: Column, _ count: Int,
    _ takesSecond: (Int) -> Bool
  ) throws -> Column {
    let rows = try MutableBuffer(UInt32.self, count: count)
    let out = rows.pointer(UInt32.self)
    var taken = 0
    for row in 0..<count {
      let isSecond = takesSecond(row)
      taken += isSecond ? 1 : 0
      out[row] = UInt32(truncatingIfNeeded: isSecond ? row + count : row)
    }
    if taken == 0 { return first }
    if taken == count { return second }
    let both = try Column.concatenated(type, [first, second], threads: 1)
    return try both.gathered(out, count: count)
  }

  private static func clamped(
    _ operands: [Operand], _ count: Int, _ context: EvaluationContext
  ) throws -> Column {
    let type = type(operands.map(\.type)) ?? .null
    if Kernel.isAllNull(operands[0]) { return .nulls(type, count: count) }
    var result = try choose([operands[0], operands[1]], type, count, smallest: false, context)
    result = try choose([.column(result), operands[2]], type, count, smallest: true, context)
    let validity = try Kernel.validity([operands[0]], count)
    return Column(
      type: type, count: count, storage: result.storage,
      validity: try Bitmap.and(result.validity, at: 0, validity, at: 0, count: count))
  }

  private static func nullIf(_ operands: [Operand], _ count: Int) throws -> Column {
    let type = operands[0].type
    if Kernel.isAllNull(operands[0]) { return .nulls(type, count: count) }
    let first = try Kernel.column(operands[0], type, count)
    let isEqual = try ComparisonFunctions.evaluate(.equal, operands, count)
    guard case .bytes(let buffer) = isEqual.storage else { return first }
    let bytes = buffer.pointer(UInt8.self)
    let validity = try Kernel.writable(first.validity, count)
    for row in 0..<count where bytes[row] != 0 && isEqual.isValid(row) { validity.set(row, false) }
    return Column(type: type, count: count, storage: first.storage, validity: validity.freeze())
  }
}
