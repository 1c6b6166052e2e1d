import Columns
import Functions
import TestSupport
import Testing

private let numericForms: [ColumnForm] = [
  .intU8, .intU16, .intU32, .intI64, .double, .decimal, .wideDecimal, .nulls,
]

/// Which sides are constants.
private enum Shape: CaseIterable {
  case columns
  case constantRight
  case constantLeft
  case constants
}

private struct Case {
  let operands: [Operand]
  let lefts: [Value]
  let rights: [Value]
}

private func makeCase(
  _ left: ColumnForm, _ right: ColumnForm, _ shape: Shape, _ count: Int,
  _ random: inout SeededRandom
) throws -> Case {
  func side(_ form: ColumnForm, constant: Bool) throws -> (Operand, [Value]) {
    if constant {
      let value =
        random.oneIn(12) ? Value.null : RandomColumns.value(form, using: &random)
      return (.constant(value), [Value](repeating: value, count: count))
    }
    let column = try RandomColumns.column(
      form, count: count, nulls: random.pick([0, 3]), using: &random)
    return (.column(column), column.values)
  }
  let (one, lefts) = try side(left, constant: shape == .constantLeft || shape == .constants)
  let (other, rights) = try side(right, constant: shape == .constantRight || shape == .constants)
  return Case(operands: [one, other], lefts: lefts, rights: rights)
}

@Suite struct OperatorTests {
  @Test(arguments: ["+", "-", "*", "/", "//", "%", "^"])
  func arithmeticLikeReference(sign: String) throws {
    var random = SeededRandom(sign)
    for left in numericForms {
      for right in numericForms {
        for shape in Shape.allCases {
          let count = shape == .constants ? 1 : random.pick([0, 1, 5, 70])
          let sample = try makeCase(left, right, shape, count, &random)
          try checkArithmetic(sign, sample, count, "\(left) \(sign) \(right) \(shape)")
        }
      }
    }
  }

  private func checkArithmetic(
    _ sign: String, _ sample: Case, _ count: Int, _ label: String
  ) throws {
    let expected = zip(sample.lefts, sample.rights).map {
      Reference.arithmetic(sign, $0, $1)
    }
    let context = EvaluationContext(today: 0)
    if let row = expected.firstIndex(of: .overflow) {
      #expect(
        throws: EvaluationFailure(.integerOverflow(operation: sign), row: row), "\(label)"
      ) { try call(sign, sample.operands, count, context) }
      return
    }
    let result = try call(sign, sample.operands, count, context)
    for row in 0..<count {
      let cell = result[row]
      switch expected[row] {
      case .value(.double(let number)):
        // Where ints stand for a product of decimals the reference is exact already.
        #expect(isSame(cell.asDouble ?? -99, number), "\(label) row \(row): \(cell), \(number)")
      case .value(let value): #expect(cell == value, "\(label) row \(row)")
      case .number(let exact, let number):
        if case .double(let own) = cell, case .double = result.storage {
          #expect(isSame(own, number), "\(label) row \(row): \(own), \(number)")
        } else {
          #expect(
            Reference.compare("==", cell, exact) == .bool(true),
            "\(label) row \(row): \(cell), \(exact)")
        }
      case .divisionByZero: #expect(cell == .null, "\(label) row \(row)")
      case .overflow: Issue.record("\(label)")
      }
    }
    #expect(
      context.divisionsByZero == expected.count { $0 == .divisionByZero }, "\(label)")
  }

  @Test(arguments: ["==", "!=", "<", "<=", ">", ">="])
  func comparisonsLikeReference(sign: String) throws {
    var random = SeededRandom(sign)
    let families: [[ColumnForm]] = [
      numericForms, [.coded, .heap], [.bits, .bytes], [.date, .timestamp],
    ]
    for family in families {
      for left in family {
        for right in family {
          for shape in Shape.allCases {
            for _ in 0..<2 {
              let count = shape == .constants ? 1 : random.pick([0, 1, 5, 70])
              let sample = try makeCase(left, right, shape, count, &random)
              let result = try call(sign, sample.operands, count)
              let expected = zip(sample.lefts, sample.rights).map {
                Reference.compare(sign, $0, $1)
              }
              expectSame(result.values, expected, "\(left) \(sign) \(right) \(shape)")
            }
          }
        }
      }
    }
  }

  @Test func textsOfOneDictionaryCompareByCode() throws {
    var random = SeededRandom(5)
    let whole = try RandomColumns.column(.coded, count: 200, using: &random)
    let left = whole.slice(3, 90)
    let right = whole.slice(70, 90)
    for sign in ["==", "!=", "<", "<=", ">", ">="] {
      let result = try call(sign, [.column(left), .column(right)], 90)
      let expected = zip(left.values, right.values).map { Reference.compare(sign, $0, $1) }
      #expect(result.values == expected, "\(sign)")
    }
  }

  @Test func logicHasThreeValues() throws {
    var random = SeededRandom(6)
    for left in [ColumnForm.bits, .bytes, .nulls] {
      for right in [ColumnForm.bits, .bytes, .nulls] {
        for shape in Shape.allCases {
          for nulls in [0, 3] {
            let count = shape == .constants ? 1 : random.pick([0, 1, 64, 130])
            func side(_ form: ColumnForm, _ isConstant: Bool) throws -> (Operand, [Value]) {
              if form == .nulls {
                return isConstant
                  ? (.constant(.null), [Value](repeating: .null, count: count))
                  : (.column(.nulls(.bool, count: count)), [Value](repeating: .null, count: count))
              }
              if isConstant {
                let value = RandomColumns.value(form, using: &random)
                return (.constant(value), [Value](repeating: value, count: count))
              }
              let column = try RandomColumns.column(
                form, count: count, nulls: nulls, using: &random)
              return (.column(column), column.values)
            }
            let (one, lefts) = try side(left, shape == .constantLeft || shape == .constants)
            let (other, rights) = try side(right, shape == .constantRight || shape == .constants)
            let pairs = zip(lefts, rights).map { [$0, $1] }
            #expect(
              try call("and", [one, other], count).values == pairs.map(Reference.and))
            #expect(try call("or", [one, other], count).values == pairs.map(Reference.or))
            #expect(
              try call("not", [one], count).values
                == lefts.map { $0.isNull ? .null : .bool($0 == .bool(false)) })
          }
        }
      }
    }
  }

  @Test(arguments: ColumnForm.allCases)
  func nullTests(form: ColumnForm) throws {
    var random = SeededRandom(7)
    for nulls in [0, 1, 3] {
      let column = try RandomColumns.column(form, count: 131, nulls: nulls, using: &random)
      #expect(
        try call("is_null", [.column(column)], 131).values
          == column.values.map { .bool($0.isNull) })
      #expect(
        try call("is_not_null", [.column(column)], 131).values
          == column.values.map { .bool(!$0.isNull) })
    }
  }

  @Test(arguments: ColumnForm.allCases)
  func membership(form: ColumnForm) throws {
    var random = SeededRandom(8)
    for size in [0, 1, 2, 7, 40] {
      for withNull in [false, true] {
        let column = try RandomColumns.column(form, count: 90, using: &random)
        var list = (0..<size).map { _ in RandomColumns.value(form, using: &random) }
        // Values of kin types and values far outside the column.
        if form.type.isNumeric, form != .nulls {
          list.append(.int(.max))
          list.append(.double(2.5))
          list.append(.double(.nan))
          list.append(.decimal(25, scale: 1))
        }
        if form == .date { list.append(.timestamp(86_400_000_000)) }
        if form == .timestamp { list.append(.date(3)) }
        if withNull { list.append(.null) }
        let result = try call(
          "in", [.column(column)] + list.map { .constant($0) }, column.count)
        expectSame(
          result.values, column.values.map { Reference.isMember($0, list) },
          "\(form) \(size) \(withNull)")
      }
    }
  }

  @Test func membershipAmongColumns() throws {
    let value = try Column(.int, [.int(1), .int(2), .null, .int(4)])
    let other = try Column(.int, [.int(1), .int(3), .int(3), .null])
    let result = try call("in", [.column(value), .column(other), .constant(.int(9))], 4)
    #expect(result.values == [.bool(true), .bool(false), .null, .null])
  }

  @Test func extremesOfInt() throws {
    let least = Operand.column(try Column(.int, [.int(5), .int(.min)]))
    let minus = Operand.constant(.int(-1))
    #expect(throws: EvaluationFailure(.integerOverflow(operation: "//"), row: 1)) {
      try call("//", [least, minus], 2)
    }
    #expect(try call("%", [least, minus], 2).values == [.int(0), .int(0)])
    #expect(throws: EvaluationFailure(.integerOverflow(operation: "*"), row: 1)) {
      try call("*", [least, minus], 2)
    }
    #expect(throws: EvaluationFailure(.integerOverflow(operation: "-"), row: 1)) {
      try call("neg", [least], 2)
    }
    #expect(throws: EvaluationFailure(.integerOverflow(operation: "-"), row: 0)) {
      try call("-", [.constant(.int(.min)), .constant(.int(1))], 1)
    }
  }

  @Test func overflowUnderNullIsNone() throws {
    let validity = try MutableBitmap(repeating: true, count: 3)
    validity.set(1, false)
    let wide = try Column(.int, [.int(1), .int(.max), .int(2)])
    let column = Column(type: .int, count: 3, storage: wide.storage, validity: validity.freeze())
    #expect(
      try call("+", [.column(column), .constant(.int(5))], 3).values == [.int(6), .null, .int(7)])
    #expect(
      try call("*", [.column(column), .constant(.int(5))], 3).values == [.int(5), .null, .int(10)])
  }

  @Test func decimalsStayExact() throws {
    let left = try Column(.float, [.decimal(8296, scale: 2), .decimal(1, scale: 1)])
    let right = try Column(.float, [.decimal(801, scale: 1), .decimal(2, scale: 1)])
    let difference = try call("-", [.column(left), .column(right)], 2)
    #expect(difference.values == [.decimal(286, scale: 2), .decimal(-10, scale: 2)])
    #expect(
      try call("==", [.column(difference), .constant(.decimal(286, scale: 2))], 2).values
        == [.bool(true), .bool(false)])
    #expect(
      try call("*", [.column(left), .constant(.int(3))], 2).values
        == [.decimal(24_888, scale: 2), .decimal(30, scale: 2)])
    // More digits than the column has.
    #expect(
      try call("<", [.column(left), .constant(.decimal(82_961, scale: 3))], 2).values
        == [.bool(true), .bool(true)])
    #expect(
      try call("<", [.column(left), .constant(.decimal(829_599, scale: 4))], 2).values
        == [.bool(false), .bool(true)])
  }

  @Test func datesAndTimes() throws {
    let dates = Operand.column(try Column(.date, [.date(0), .date(20_000), .null]))
    #expect(
      try call("+", [dates, .constant(.int(1))], 3).values == [.date(1), .date(20_001), .null])
    #expect(
      try call("-", [dates, .constant(.int(1))], 3).values == [.date(-1), .date(19_999), .null])
    #expect(
      try call("-", [dates, .constant(.date(1))], 3).values == [.int(-1), .int(19_999), .null])
    let times = Operand.column(try Column(.timestamp, [.timestamp(43_200_000_000), .null, .null]))
    #expect(
      try call("+", [times, .constant(.int(1))], 3).values
        == [.timestamp(129_600_000_000), .null, .null])
    #expect(try call("-", [times, dates], 3).values == [.double(0.5), .null, .null])
    #expect(throws: EvaluationFailure(.integerOverflow(operation: "+"), row: 0)) {
      try call("+", [dates, .constant(.int(1 << 40))], 3)
    }
    #expect(throws: EvaluationFailure(.integerOverflow(operation: "+"), row: 0)) {
      try call("+", [times, .constant(.int(1 << 40))], 3)
    }
  }

  @Test func typesThatDoNotFitAreRefused() {
    let registry = FunctionRegistry.standard
    for (name, types) in [
      ("+", [DataType.text, .int]), ("==", [.text, .int]), ("<", [.bool, .int]),
      ("and", [.int, .bool]), ("like", [.int, .text]), ("*", [.date, .int]),
      ("+", [.date, .date]), ("in", [.int, .int, .text]), ("neg", [.text]), ("not", [.int]),
    ] {
      #expect(registry.scalar(named: name)?.resolve(types) == nil, "\(name) \(types)")
    }
  }
}
