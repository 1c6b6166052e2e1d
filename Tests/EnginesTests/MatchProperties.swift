import Columns
import Functions
import Language
import Planning
import TestSupport
import Testing

@testable import Engines

/// Joins by comparisons, rows around a row, aggregates in an order of their own, and texts split into
/// rows, over random tables, against the naive executor.
@Suite struct MatchProperties {
  typealias Plans = PlanProperties

  private static let signs: [BinaryOperator] = [
    .less, .lessOrEqual, .greater, .greaterOrEqual, .notEqual,
  ]
  /// Forms whose values are compared with each other.
  private static let comparable: [[ColumnForm]] = [
    [.intU8, .intU16, .double, .decimal], [.coded, .heap], [.date], [.timestamp],
    [.intI64, .nulls],
  ]

  static func place(_ form: ColumnForm) -> Int { Plans.forms.firstIndex(of: form) ?? 0 }

  private static func joinPlan(
    _ left: LogicalPlan, _ right: LogicalPlan, _ kind: LogicalPlan.JoinKind,
    _ keys: [LogicalPlan.JoinKey]
  ) -> LogicalPlan {
    let columns = [0, 3, 5, 6]
    var fields = left.fields
    if kind != .semi && kind != .anti { fields += columns.map { right.fields[$0] } }
    return LogicalPlan(
      .join(left, right, kind: kind, keys: keys, rightColumns: columns, expect: nil),
      fields: fields, range: Plans.nowhere)
  }

  private static func key(
    _ sign: BinaryOperator, _ left: LogicalPlan, _ right: LogicalPlan,
    _ random: inout SeededRandom, isNearest: Bool = false
  ) -> LogicalPlan.JoinKey {
    let forms = random.pick(comparable)
    return LogicalPlan.JoinKey(
      left: Plans.column(place(random.pick(forms)), left),
      right: Plans.column(place(random.pick(forms)), right), comparison: sign,
      isNearest: isNearest)
  }

  private static func equal(
    _ left: LogicalPlan, _ right: LogicalPlan, _ random: inout SeededRandom
  ) -> LogicalPlan.JoinKey {
    let place = random.pick([Plans.forms.count, Self.place(.coded), Self.place(.intU8)])
    return LogicalPlan.JoinKey(
      left: Plans.column(place, left), right: Plans.column(place, right))
  }

  @Test(arguments: 0..<150)
  func joinsByComparisons(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 70_000)
    let left = Plans.scan(try Plans.table(random.pick([0, 1, 5, 40, 130]), &random))
    let right = Plans.scan(try Plans.table(random.pick([0, 1, 5, 40, 90]), &random))
    let kind: LogicalPlan.JoinKind = random.pick([.inner, .left, .full, .semi, .anti])
    var keys: [LogicalPlan.JoinKey] = []
    for _ in 0..<random.int(0...2) { keys.append(Self.equal(left, right, &random)) }
    for _ in 0..<random.int(keys.isEmpty ? 0...2 : 1...2) {
      keys.append(Self.key(random.pick(Self.signs), left, right, &random))
    }
    try Plans.check(
      Self.joinPlan(left, right, kind, keys),
      "\(kind) join on \(keys.map { $0.comparison.rawValue })")
  }

  @Test(arguments: 0..<100)
  func nearestRows(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 71_000)
    let left = Plans.scan(try Plans.table(random.pick([0, 1, 5, 40, 130]), &random))
    let right = Plans.scan(try Plans.table(random.pick([0, 1, 5, 40, 90]), &random))
    let kind: LogicalPlan.JoinKind = random.pick([.inner, .left])
    var keys: [LogicalPlan.JoinKey] = []
    if random.oneIn(2) { keys.append(Self.equal(left, right, &random)) }
    if random.oneIn(4) { keys.append(Self.key(.notEqual, left, right, &random)) }
    let sign = random.pick(Self.signs.dropLast())
    keys.append(Self.key(sign, left, right, &random, isNearest: true))
    try Plans.check(Self.joinPlan(left, right, kind, keys), "\(kind) join nearest \(sign)")
  }

  /// More than one batch of the left side, and pairs beyond one growth of the buffers.
  @Test func manyPairs() throws {
    let left = Plans.scan(Table([("x", try Column(.int, (0..<20_000).map { .int($0 % 7) }))]))
    let right = Plans.scan(Table([("y", try Column(.int, (0..<9).map { .int($0) }))]))
    let key = LogicalPlan.JoinKey(
      left: Plans.column(0, left), right: Plans.column(0, right), comparison: .less)
    let table = try Executor(Plans.context()).run(
      LogicalPlan(
        .join(left, right, kind: .inner, keys: [key], rightColumns: [0], expect: nil),
        fields: left.fields + right.fields, range: Plans.nowhere))
    #expect(table.rowCount == (0..<20_000).reduce(0) { $0 + 8 - $1 % 7 })
    let isOrdered = (1..<table.rowCount).allSatisfy { row in
      guard case .int(let one) = table.columns[0][row], case .int(let other) = table.columns[1][row]
      else { return false }
      return one < other
    }
    #expect(isOrdered)
  }

  /// Pairs that do not fit are an error, before the memory is full.
  @Test func pairsBeyondTheMemoryAreToldOf() throws {
    let column = try Column(.int, (0..<60_000).map { .int($0) })
    let left = Plans.scan(Table([("x", column)]))
    let right = Plans.scan(Table([("y", column)]))
    let plan = LogicalPlan(
      .join(left, right, kind: .inner, keys: [], rightColumns: [0], expect: nil),
      fields: left.fields + right.fields, range: Plans.nowhere)
    let budget = MemoryBudget()
    budget.limit = 256 << 20
    #expect(throws: Diagnostic.self) {
      _ = try Memory.$budget.withValue(budget) { try Executor(Plans.context()).run(plan) }
    }
  }

  // MARK: Frames

  @Test(arguments: 0..<150)
  func frames(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 72_000)
    let input = Plans.scan(try Plans.table(random.pick([0, 1, 2, 7, 40, 120]), &random))
    let by = random.oneIn(2) ? [Plans.column(Plans.forms.count, input)] : []
    var sort: [Planning.SortKey] = []
    var frame: WindowCall.Frame
    if random.oneIn(3) {
      let form = random.pick([ColumnForm.intU8, .intU16, .decimal, .double])
      let key = Plans.column(Self.place(form), input)
      sort = [SortKey(key, descending: false)]
      let minus = try #require(FunctionRegistry.standard.scalar(named: "-"))
      let distance = Value.int(Int64(random.pick([0, 1, 20, 1000])))
      frame = .since(
        Expression(
          .call(
            minus,
            [key, Expression(.constant(distance), type: .int, range: Plans.nowhere)]),
          type: key.type, range: Plans.nowhere))
    } else {
      sort = (0..<random.int(0...2)).map { _ in
        SortKey(
          Plans.column(random.int(0...input.fields.count - 1), input), descending: random.oneIn(2))
      }
      let (one, other) = (random.int(-4...4), random.int(-4...4))
      frame = .rows(
        from: random.oneIn(5) ? nil : min(one, other), to: random.oneIn(5) ? nil : max(one, other))
    }
    let calls = Plans.calls(input, &random).map { call in
      var made = WindowCall(
        name: call.name, kind: .aggregate(call.function), arguments: call.arguments,
        constants: call.constants, condition: call.condition, type: call.type, range: call.range)
      made.frame = frame
      return made
    }
    try Plans.check(
      LogicalPlan(
        .window(input, by: by, sort: sort, calls),
        fields: input.fields + calls.map { Field($0.name, $0.type) }, range: Plans.nowhere),
      "\(frame) of \(calls.map(\.name))")
  }

  /// The pairs of rows and frames are put together in pieces.
  @Test func framesOfManyRows() throws {
    let rows = 30_000
    let input = Plans.scan(
      Table([("x", try Column(.int, (0..<rows).map { .int(Int64($0)) }))]))
    var call = WindowCall(
      name: "s", kind: .aggregate(.sum), arguments: [Plans.column(0, input)], type: .int,
      range: Plans.nowhere)
    call.frame = .rows(from: -50, to: 49)
    let table = try Executor(Plans.context()).run(
      LogicalPlan(
        .window(input, by: [], sort: [], [call]), fields: input.fields + [Field("s", .int)],
        range: Plans.nowhere))
    let wrong = (0..<rows).first { row in
      let (low, high) = (max(0, row - 50), min(rows - 1, row + 49))
      return table.columns[1][row] != .int(Int64((low + high) * (high - low + 1) / 2))
    }
    #expect(wrong == nil)
  }

  // MARK: Order of their own

  @Test(arguments: 0..<100)
  func aggregatesInAnOrder(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 73_000)
    let input = Plans.scan(try Plans.table(random.pick([0, 1, 2, 7, 40, 300]), &random))
    let functions: [Aggregate] = [.first, .last, .textJoin, .argMax, .argMin]
    let calls = (0..<random.int(1...3)).map { index -> AggregateCall in
      let function = random.pick(functions)
      let form = function == .textJoin ? ColumnForm.coded : random.pick(Plans.forms)
      var arguments = [Plans.column(Self.place(form), input)]
      if function == .argMax || function == .argMin {
        arguments.append(Plans.column(Plans.forms.count, input))
      }
      var call = AggregateCall(
        name: "c\(index)", function: function, arguments: arguments,
        condition: random.oneIn(3) ? Plans.column(Self.place(.bits), input) : nil,
        type: form.type, range: Plans.nowhere)
      call.sort = (0..<random.int(0...2)).map { _ in
        SortKey(
          Plans.column(random.int(0...input.fields.count - 1), input), descending: random.oneIn(2))
      }
      return call
    }
    let keys = random.oneIn(3) ? [] : [Plans.named(Plans.forms.count, input)]
    let fields =
      keys.map { Field($0.name, $0.expression.type) } + calls.map { Field($0.name, $0.type) }
    try Plans.check(
      LogicalPlan(
        .aggregate(input, keys: keys, calls, totals: false), fields: fields, range: Plans.nowhere),
      "\(calls.map { "\($0.function) in an order" })")
    let windows = calls.map { call in
      var made = WindowCall(
        name: call.name, kind: .aggregate(call.function), arguments: call.arguments,
        condition: call.condition, type: call.type, range: call.range)
      made.sort = call.sort
      return made
    }
    try Plans.check(
      LogicalPlan(
        .window(input, by: keys.map(\.expression), sort: [], windows),
        fields: input.fields + calls.map { Field($0.name, $0.type) }, range: Plans.nowhere),
      "windows of \(calls.map { "\($0.function) in an order" })")
  }

  // MARK: Shape

  @Test(arguments: 0..<60)
  func splits(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 74_000)
    let pieces = ["a", "Điện Biên", " b ", "", "; ", ";", ";;", "--", "\t"]
    let texts = (0..<random.pick([0, 1, 5, 40])).map { _ -> Value in
      if random.oneIn(6) { return .null }
      return .text((0..<random.int(0...6)).map { _ in random.pick(pieces) }.joined())
    }
    let input = Plans.scan(
      Table([
        ("n", try Column(.int, texts.indices.map { .int(Int64($0)) })),
        ("x", try Column(.text, texts)),
      ]))
    let (keeps, numbers) = (random.oneIn(2), random.oneIn(2))
    var fields = input.fields
    if keeps { fields.append(Field("part", .text)) }
    if numbers { fields.append(Field("number", .int)) }
    let separator = random.pick([";", "; ", "--", "ê"])
    try ShapeProperties.check(
      LogicalPlan(
        .reshape(.split(column: 1, separator: separator, keeps: keeps, numbers: numbers), input),
        fields: fields, range: Plans.nowhere), "split by \(separator)")
  }

  @Test(arguments: 0..<40)
  func unpivotsOfSeveralValues(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 75_000)
    let input = Plans.scan(try Plans.table(random.pick([0, 1, 7, 40]), &random))
    let (one, other) = (Self.place(.intU8), Self.place(.coded))
    let columns: [[Int?]] = [[one, other], [Self.place(.intU16), nil], [nil, Self.place(.heap)]]
    let used = columns.flatMap { $0.compactMap { $0 } }
    let kept = input.fields.indices.filter { !used.contains($0) }.map { input.fields[$0] }
    let names = ValueList(.int, [.int(2023), .int(2024), .int(2025)])
    try ShapeProperties.check(
      LogicalPlan(
        .reshape(.unpivot(columns: columns, names: names), input),
        fields: kept + [Field("year", .int), Field("n", .int), Field("t", .text)],
        range: Plans.nowhere), "unpivot of two values")
  }
}
