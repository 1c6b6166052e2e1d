import Columns

/// Aggregates over the arguments of one row: `sum_of mean_of median_of count_of`. As in a group, null
/// is passed over.
enum RowFunctions {
  static let all: [ScalarFunction] = [
    ScalarFunction(
      "sum_of",
      help: .of(
        "sum_of(a, b, …)", en: "The sum of the arguments; nulls are passed over, null if all are.",
        vi: "Tổng các đối số; bỏ qua null, null nếu tất cả là null.",
        [("sum_of(3, 1, 2)", "6"), ("sum_of(0.1, null, 0.2)", "0.3")]),
      resolve: sumType,
      evaluate: { operands, count, _ in try sums(operands, count) }),
    ScalarFunction(
      "mean_of",
      help: .of(
        "mean_of(a, b, …)",
        en: "The mean of the arguments; nulls are passed over, null if all are.",
        vi: "Trung bình các đối số; bỏ qua null, null nếu tất cả là null.",
        [("mean_of(3, 1, 2)", "2.0"), ("mean_of(80, null, 90)", "85.0")]),
      resolve: { sumType($0) == nil ? nil : .float },
      evaluate: { operands, count, context in
        let known = try counts(operands, count)
        let none = try FunctionRegistry.standard.scalar(named: "nullif")?.evaluate(
          [.column(known), .constant(.int(0))], count, context)
        return try Division.evaluate(
          .quotient, [.column(try sums(operands, count)), .column(none ?? known)], count, context)
      }),
    ScalarFunction(
      "median_of",
      help: .of(
        "median_of(a, b, …)",
        en:
          "The middle of the arguments, or the mean of the two middle ones; nulls are passed over.",
        vi: "Trung vị của các đối số; bỏ qua null.",
        [("median_of(30, 1, 2)", "2.0"), ("median_of(1, 4, null)", "2.5")]),
      resolve: { sumType($0) == nil ? nil : .float },
      evaluate: { operands, count, _ in try medians(operands, count) }),
    ScalarFunction(
      "count_of",
      help: .of(
        "count_of(a, b, …)", en: "How many of the arguments are not null.",
        vi: "Số đối số khác null.",
        [("count_of(3, null, \"a\")", "2"), ("count_of(null)", "0")]),
      resolve: { types in
        !types.isEmpty && types.allSatisfy { $0 != .duration } ? .int : nil
      },
      evaluate: { operands, count, _ in try counts(operands, count) }),
  ]

  @Sendable
  private static func sumType(_ types: [DataType]) -> DataType? {
    guard !types.isEmpty, types.allSatisfy({ $0.isNumeric || $0 == .null }) else { return nil }
    return ChoiceFunctions.type(types)
  }

  /// Whole numbers and decimals are added exactly and rounded once; doubles keep the rounding of each
  /// addition.
  private static func sums(_ operands: [Operand], _ count: Int) throws -> Column {
    let type = sumType(operands.map(\.type)) ?? .null
    let kept = operands.filter { !Kernel.isAllNull($0) }
    if kept.isEmpty { return .nulls(type, count: count) }
    let columns = kept.map { operand -> Column? in
      if case .column(let column) = operand, column.mayHaveNulls { column } else { nil }
    }
    let found = try MutableBitmap(repeating: true, count: count)
    let exact = kept.compactMap(IntegerOperand.init)
    if exact.count == kept.count {
      let scale = exact.map(\.scale).max() ?? 0
      let factors = exact.map { power(of: scale - $0.scale) }
      let whole = try MutableBuffer(Int64.self, count: type == .int ? count : 0, zeroed: true)
      let parts = try MutableBuffer(Double.self, count: type == .int ? 0 : count, zeroed: true)
      for row in 0..<count {
        var sum: Int128 = 0
        var isKnown = false
        for index in kept.indices where columns[index]?.isValid(row) ?? true {
          sum += Int128(exact[index].value(row)) * factors[index]
          isKnown = true
        }
        if !isKnown { found.set(row, false) }
        let short = Int64(exactly: sum)
        if type == .int {
          guard let short else {
            throw EvaluationFailure(.integerOverflow(operation: "sum_of"), row: row)
          }
          whole.pointer(Int64.self)[row] = short
        } else {
          parts.pointer(Double.self)[row] =
            short.map { Decimal64.double($0, scale: scale) } ?? Double(sum)
            / Double(power(of: scale))
        }
      }
      return type == .int
        ? Kernel.integers(.int, whole.freeze(), found.freeze(), count)
        : Kernel.doubles(parts.freeze(), found.freeze(), count)
    }
    let values = try kept.map { try DoubleOperand($0, count) }
    defer { withExtendedLifetime(values) {} }
    let result = try MutableBuffer(Double.self, count: count, zeroed: true)
    for row in 0..<count {
      var (sum, rest) = (0.0, 0.0)
      var isKnown = false
      for index in values.indices where columns[index]?.isValid(row) ?? true {
        let value = values[index].value(row)
        let next = sum + value
        rest += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
        sum = next
        isKnown = true
      }
      if !isKnown { found.set(row, false) }
      result.pointer(Double.self)[row] = rest.isFinite ? sum + rest : sum
    }
    return Kernel.doubles(result.freeze(), found.freeze(), count)
  }

  private static func power(of exponent: Int) -> Int128 {
    (0..<max(0, exponent)).reduce(1) { power, _ in power * 10 }
  }

  private static func counts(_ operands: [Operand], _ count: Int) throws -> Column {
    var certain: Int64 = 0
    var columns: [Column] = []
    for operand in operands where !Kernel.isAllNull(operand) {
      if case .column(let column) = operand, column.mayHaveNulls {
        columns.append(column)
      } else {
        certain += 1
      }
    }
    return try Kernel.mapInts(.int, count, nil) { row in
      columns.reduce(certain) { $0 + ($1.isValid(row) ? 1 : 0) }
    }
  }

  private static func medians(_ operands: [Operand], _ count: Int) throws -> Column {
    let kept = operands.filter { !Kernel.isAllNull($0) }
    if kept.isEmpty { return .nulls(.float, count: count) }
    let values = try kept.map { try DoubleOperand($0, count) }
    defer { withExtendedLifetime(values) {} }
    let columns = kept.map { operand -> Column? in
      if case .column(let column) = operand, column.mayHaveNulls { column } else { nil }
    }
    let result = try MutableBuffer(Double.self, count: count, zeroed: true)
    let out = result.pointer(Double.self)
    let found = try MutableBitmap(repeating: true, count: count)
    var row: [Double] = []
    for place in 0..<count {
      row.removeAll(keepingCapacity: true)
      for index in values.indices where columns[index]?.isValid(place) ?? true {
        row.append(values[index].value(place))
      }
      if row.isEmpty {
        found.set(place, false)
        continue
      }
      // NaN comes after all numbers, as in every order of the language.
      row.sort { $1.isNaN ? !$0.isNaN : $0 < $1 }
      let (low, high) = (row[(row.count - 1) / 2], row[row.count / 2])
      out[place] = low == high ? low : low + (high - low) * 0.5
    }
    return Kernel.doubles(result.freeze(), found.freeze(), count)
  }
}
