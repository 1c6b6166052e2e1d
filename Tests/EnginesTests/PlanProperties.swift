import Columns
import Functions
import Language
import Planning
import TestSupport
import Testing

@testable import Engines

/// Random plans over random tables: the executor must agree with the naive one.
@Suite struct PlanProperties {
  static let forms: [ColumnForm] = [
    .intU8, .intU16, .intI64, .double, .decimal, .coded, .heap, .bits, .date, .timestamp, .nulls,
  ]
  static let sizes = [0, 1, 2, 7, 64, 65, 300]

  static let nowhere = SourceRange(0, 0)

  static func table(_ rows: Int, _ random: inout SeededRandom) throws -> Table {
    var named: [(String, Column)] = []
    for form in forms {
      let nulls = random.pick([0, 3, 10])
      named.append(
        (form.rawValue, try RandomColumns.column(form, count: rows, nulls: nulls, using: &random)))
    }
    // A second narrow key, so that groups of two keys repeat.
    named.append(("key", try RandomColumns.column(.intU8, count: rows, nulls: 5, using: &random)))
    return Table(named)
  }

  static func scan(_ table: Table) -> LogicalPlan {
    LogicalPlan(.scan(TestSources.add(table)), fields: table.fields, range: nowhere)
  }

  static func column(_ place: Int, _ plan: LogicalPlan) -> Expression {
    Expression(.column(place), type: plan.fields[place].type, range: nowhere)
  }

  static func named(_ place: Int, _ plan: LogicalPlan) -> NamedExpression {
    NamedExpression(name: plan.fields[place].name, expression: column(place, plan))
  }

  static func context(_ threads: Int = 2) -> QueryContext {
    QueryContext(RunContext(threads: threads), sources: TestSources.all)
  }

  /// Compares cell by cell; floats may differ in the last digits, since sums are made in another
  /// order and with less error than the naive ones.
  static func expectEqual(
    _ table: Table, _ expected: NaiveExecutor.Rows, _ what: String,
    _ location: SourceLocation = #_sourceLocation
  ) {
    guard table.rowCount == expected.rows.count else {
      Issue.record(
        "\(what): \(table.rowCount) rows, expected \(expected.rows.count)",
        sourceLocation: location)
      return
    }
    for row in 0..<table.rowCount {
      for place in table.columns.indices {
        let cell = table.columns[place][row]
        let other = expected.rows[row][place]
        if !isClose(cell, other) {
          Issue.record(
            "\(what): row \(row), \(table.fields[place].name): \(cell), expected \(other)",
            sourceLocation: location)
          return
        }
      }
    }
  }

  static func isClose(_ left: Value, _ right: Value) -> Bool {
    if let one = left.asDouble, let other = right.asDouble {
      if one == other || (one.isNaN && other.isNaN) { return true }
      // Sums with infinities or of huge terms cancel to anything.
      if !one.isFinite || !other.isFinite { return !one.isFinite && !other.isFinite }
      return abs(one - other) <= 1e-9 * max(1, abs(one), abs(other))
    }
    return NaiveExecutor.normal(left) == NaiveExecutor.normal(right)
  }

  static func check(
    _ plan: LogicalPlan, _ what: String, _ location: SourceLocation = #_sourceLocation
  ) throws {
    let table = try Executor(context()).run(plan)
    expectEqual(table, try NaiveExecutor().run(plan), what, location)
  }

  @Test(arguments: 0..<40)
  func filters(seed: Int) throws {
    var random = SeededRandom(UInt64(seed))
    let input = Self.scan(try Self.table(random.pick(Self.sizes), &random))
    guard let less = FunctionRegistry.standard.scalar(named: random.pick(["<", "==", ">=", "!="]))
    else { return }
    let place = random.int(0...9)
    let constant = RandomColumns.value(Self.forms[place], using: &random)
    let condition = Expression(
      .call(
        less,
        [
          Self.column(place, input),
          Expression(.constant(constant), type: constant.type, range: Self.nowhere),
        ]), type: .bool, range: Self.nowhere)
    try Self.check(
      LogicalPlan(.filter(input, condition), fields: input.fields, range: Self.nowhere),
      "filter \(less.name) on \(Self.forms[place])")
  }

  @Test(arguments: 0..<60)
  func sorts(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 1000)
    let input = Self.scan(try Self.table(random.pick(Self.sizes), &random))
    let keys = (0..<random.int(1...4)).map { _ in
      SortKey(
        Self.column(random.int(0...input.fields.count - 1), input), descending: random.oneIn(2))
    }
    try Self.check(
      LogicalPlan(.sort(input, keys), fields: input.fields, range: Self.nowhere), "sort")
    try Self.check(
      LogicalPlan(
        .topN(input, keys, count: random.int(0...20)), fields: input.fields, range: Self.nowhere),
      "top")
  }

  @Test(arguments: 0..<60)
  func distinctAndFirstOfEach(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 2000)
    let input = Self.scan(try Self.table(random.pick(Self.sizes), &random))
    let places = (0..<random.int(1...3)).map { _ in random.int(0...input.fields.count - 1) }
    try Self.check(
      LogicalPlan(.distinct(input, on: places), fields: input.fields, range: Self.nowhere),
      "distinct on \(places)")
    try Self.check(
      LogicalPlan(
        .limitBy(
          input, by: places.map { Self.column($0, input) }, count: random.int(0...3)),
        fields: input.fields, range: Self.nowhere), "take by \(places)")
    let sorted = LogicalPlan(
      .sort(
        input,
        (0..<random.int(1...2)).map { _ in
          SortKey(
            Self.column(random.int(0...input.fields.count - 1), input), descending: random.oneIn(2))
        }), fields: input.fields, range: Self.nowhere)
    try Self.check(
      LogicalPlan(
        .limitBy(
          sorted, by: places.map { Self.column($0, input) }, count: random.int(0...3)),
        fields: input.fields, range: Self.nowhere), "sort and take by \(places)")
    try Self.check(
      LogicalPlan(
        .limit(
          input, offset: random.int(0...10), count: random.oneIn(3) ? nil : random.int(0...90)),
        fields: input.fields, range: Self.nowhere), "limit")
  }

  /// Every aggregate with arguments that it takes.
  static func calls(_ input: LogicalPlan, _ random: inout SeededRandom) -> [AggregateCall] {
    func place(_ form: ColumnForm) -> Int { forms.firstIndex(of: form) ?? 0 }
    func call(
      _ function: Aggregate, _ arguments: [ColumnForm], _ type: DataType, _ constants: [Value] = []
    ) -> AggregateCall {
      var condition: Expression?
      if random.oneIn(3) { condition = column(place(.bits), input) }
      return AggregateCall(
        name: function.rawValue, function: function,
        arguments: arguments.map { column(place($0), input) }, constants: constants,
        condition: condition, type: type, range: nowhere)
    }
    let any = random.pick(forms.dropLast())
    let number = random.pick([ColumnForm.intU8, .intU16, .decimal])
    let all = [
      call(.count, [], .int), call(.count, [any], .int), call(.sum, [.intU16], .int),
      call(.sum, [.decimal], .float), call(.avg, [number], .float), call(.min, [any], any.type),
      call(.max, [any], any.type), call(.median, [number], .float),
      call(.quantile, [.double], .float, [.double(0.9)]), call(.stddev, [number], .float),
      call(.variance, [.intU8], .float), call(.countDistinct, [any], .int),
      call(.first, [any], any.type), call(.last, [any], any.type), call(.mode, [any], any.type),
      call(.argMax, [any, .intU8], any.type), call(.argMin, [any, .double], any.type),
      call(.any, [.bits], .bool), call(.all, [.bits], .bool),
      call(.textJoin, [.coded], .text, [.text("; ")]), call(.rate, [.intU8, .intU16], .float),
      call(.weightedAvg, [.decimal, .intU8], .float), call(.slope, [.decimal, .intU16], .float),
      call(.intercept, [.intU16, .intU8], .float), call(.corr, [.intU16, .intU8], .float),
      call(.r2, [.intU16, .intU8], .float),
    ]
    return (0..<random.int(1...5)).map { _ in random.pick(all) }
  }

  static func aggregate(
    _ input: LogicalPlan, keys places: [Int], totals: Bool = false,
    _ random: inout SeededRandom
  ) -> LogicalPlan {
    let keys = places.map { named($0, input) }
    let calls = calls(input, &random)
    let fields =
      keys.map { Field($0.name, $0.expression.type) } + calls.map { Field($0.name, $0.type) }
    return LogicalPlan(
      .aggregate(input, keys: keys, calls, totals: totals), fields: fields, range: nowhere)
  }

  @Test(arguments: 0..<150)
  func groups(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 3000)
    let input = Self.scan(try Self.table(random.pick(Self.sizes), &random))
    let places = (0..<random.int(0...3)).map { _ in random.int(0...input.fields.count - 1) }
    let plan = Self.aggregate(input, keys: places, &random)
    try Self.check(plan, "group by \(places): \(plan.fields.map(\.name))")
  }

  @Test(arguments: 0..<30)
  func totals(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 4000)
    let input = Self.scan(try Self.table(random.pick(Self.sizes), &random))
    let plan = Self.aggregate(
      input, keys: [11, random.int(0...10)], totals: true, &random)
    try Self.check(plan, "with totals")
  }

  @Test(arguments: 0..<100)
  func joins(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 5000)
    let left = Self.scan(try Self.table(random.pick([0, 1, 5, 40, 130]), &random))
    let right = Self.scan(try Self.table(random.pick([0, 1, 5, 40, 90]), &random))
    let kind: LogicalPlan.JoinKind = random.pick([.inner, .left, .full, .semi, .anti])
    let places = (0..<random.int(1...2)).map { _ in random.int(0...left.fields.count - 1) }
    let keys = places.map {
      LogicalPlan.JoinKey(left: Self.column($0, left), right: Self.column($0, right))
    }
    let columns = [0, 3, 5, 6].filter { !places.contains($0) }
    var fields = left.fields
    if kind != .semi && kind != .anti { fields += columns.map { right.fields[$0] } }
    try Self.check(
      LogicalPlan(
        .join(left, right, kind: kind, keys: keys, rightColumns: columns, expect: nil),
        fields: fields, range: Self.nowhere), "\(kind) join on \(places)")
  }

  @Test(arguments: 0..<20)
  func appends(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 6000)
    let first = Self.scan(try Self.table(random.pick(Self.sizes), &random))
    let second = Self.scan(try Self.table(random.pick(Self.sizes), &random))
    let whole = first.fields.indices.map { Optional($0) }
    let part = first.fields.indices.map { random.oneIn(4) ? nil : $0 }
    try Self.check(
      LogicalPlan(
        .append([first, second], columns: [whole, part]), fields: first.fields,
        range: Self.nowhere), "append")
  }

  /// Sorted and shuffled columns of several morsels, whose zones rule some out.
  @Test(arguments: ["==", "<", "<=", ">", ">="])
  func zonesLeaveNothingOut(sign: String) throws {
    guard let function = FunctionRegistry.standard.scalar(named: sign) else { return }
    let rows = Morsel.rows * 3 + 5
    let sorted = (0..<rows).map { Value.int(Int64($0 / 1000)) }
    let column = try Column(.int, sorted)
    let input = Self.scan(Table([("n", column)]))
    for constant in [-1, 0, 65, 66, 130, 196, 197, 500] {
      let condition = Expression(
        .call(
          function,
          [
            Self.column(0, input),
            Expression(.constant(.int(Int64(constant))), type: .int, range: Self.nowhere),
          ]), type: .bool, range: Self.nowhere)
      let table = try Executor(Self.context()).run(
        LogicalPlan(.filter(input, condition), fields: input.fields, range: Self.nowhere))
      let expected = sorted.filter { cell in
        guard case .int(let value) = cell else { return false }
        switch sign {
        case "==": return value == constant
        case "<": return value < constant
        case "<=": return value <= constant
        case ">": return value > constant
        default: return value >= constant
        }
      }
      #expect(table.rowCount == expected.count, "\(sign) \(constant)")
    }
  }

  /// Many morsels: results are the same on any number of threads, float sums to the last bit.
  @Test(arguments: 0..<6)
  func threadsDoNotMatter(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 7000)
    let rows = Morsel.rows * 3 + 17
    var named: [(String, Column)] = []
    for form in [ColumnForm.intU8, .intU16, .double, .decimal, .coded] {
      named.append(
        (form.rawValue, try RandomColumns.column(form, count: rows, nulls: 9, using: &random)))
    }
    let input = Self.scan(Table(named))
    func call(_ function: Aggregate, _ place: Int, _ type: DataType) -> AggregateCall {
      AggregateCall(
        name: "\(function)\(place)", function: function, arguments: [Self.column(place, input)],
        type: type, range: Self.nowhere)
    }
    let calls = [
      call(.sum, 2, .float), call(.sum, 3, .float), call(.avg, 2, .float),
      call(.variance, 3, .float), call(.median, 3, .float), call(.countDistinct, 1, .int),
      call(.last, 4, .text),
    ]
    let chosen = seed % 2 == 0 ? Array(calls.prefix(4)) : calls
    let keys = [Self.named(seed % 3 == 0 ? 1 : 0, input), Self.named(4, input)]
    let fields =
      keys.map { Field($0.name, $0.expression.type) } + chosen.map { Field($0.name, $0.type) }
    let plan = LogicalPlan(
      .aggregate(input, keys: keys, chosen, totals: false), fields: fields, range: Self.nowhere)
    let one = try Executor(Self.context(1)).run(plan)
    let many = try Executor(Self.context(5)).run(plan)
    #expect(one.rowCount == many.rowCount)
    for place in one.columns.indices {
      let differing = (0..<one.rowCount).first {
        bits(one.columns[place][$0]) != bits(many.columns[place][$0])
      }
      #expect(differing == nil, "\(one.fields[place].name)")
    }
  }

  private func bits(_ value: Value) -> String {
    // The sign of a NaN depends on which operand the processor took it from.
    if case .double(let number) = value, !number.isNaN { return String(number.bitPattern) }
    if case .double = value { return "nan" }
    return "\(value)"
  }
}
