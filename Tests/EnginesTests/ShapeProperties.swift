import Columns
import Functions
import Language
import TestSupport
import Testing

@testable import Engines
@testable import Planning

/// Windows, pivots and their kin over random tables, against the naive executor.
@Suite struct ShapeProperties {
  typealias Plans = PlanProperties

  static let sizes = [0, 1, 2, 7, 40]

  static func place(_ form: ColumnForm) -> Int { Plans.forms.firstIndex(of: form) ?? 0 }
  static let key = Plans.forms.count

  static func check(
    _ plan: LogicalPlan, _ what: String, _ location: SourceLocation = #_sourceLocation
  ) throws {
    let table = try Executor(Plans.context()).run(plan)
    let expected = try NaiveExecutor().run(plan)
    guard table.fields.map(\.name) == expected.fields.map(\.name) else {
      Issue.record(
        "\(what): \(table.fields.map(\.name)), expected \(expected.fields.map(\.name))",
        sourceLocation: location)
      return
    }
    Plans.expectEqual(table, expected, what, location)
  }

  static func sortKeys(_ input: LogicalPlan, _ random: inout SeededRandom) -> [Planning.SortKey] {
    (0..<random.int(0...2)).map { _ in
      SortKey(
        Plans.column(random.int(0...input.fields.count - 1), input), descending: random.oneIn(2))
    }
  }

  static func equals(_ place: Int, _ value: Value, _ input: LogicalPlan) -> Expression? {
    FunctionRegistry.standard.scalar(named: "==").map {
      Expression(
        .call(
          $0,
          [
            Plans.column(place, input),
            Expression(.constant(value), type: value.type, range: Plans.nowhere),
          ]), type: .bool, range: Plans.nowhere)
    }
  }

  @Test(arguments: 0..<120)
  func windows(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 20_000)
    let input = Plans.scan(try Plans.table(random.pick(Self.sizes + [300]), &random))
    let numbers: [ColumnForm] = [.intU8, .intU16, .decimal]
    let any = random.pick(Plans.forms.dropLast())
    func call(
      _ function: WindowFunction, _ form: ColumnForm?, _ constants: [Value] = [],
      _ condition: Expression? = nil
    ) throws -> WindowCall {
      let arguments = form.map { [Plans.column(Self.place($0), input)] } ?? []
      return WindowCall(
        name: function.rawValue, kind: .function(function), arguments: arguments,
        constants: constants, condition: condition,
        type: try #require(function.resultType(for: arguments.map(\.type))),
        range: Plans.nowhere)
    }
    let number = random.pick(numbers)
    let base = Self.equals(Self.key, .int(Int64(random.int(-20...20))), input)
    let calls = [
      try call(.rowNumber, nil), try call(.rank, nil), try call(.denseRank, nil),
      try call(.percentRank, nil), try call(.ntile, nil, [.int(Int64(random.int(1...5)))]),
      try call(.lag, any), try call(.lag, .intU8, [.int(Int64(random.int(-3...12))), .int(7)]),
      try call(.lead, any, [.int(Int64(random.int(0...3)))]), try call(.first, any),
      try call(.last, any), try call(.cumsum, number), try call(.cumavg, number),
      try call(.movingAvg, number, [.int(Int64(random.int(1...6)))]), try call(.share, number),
      try call(.growth, random.pick([.intI64, .double, .decimal, .intU8])),
      try call(.growth, number, [.int(12)]), try call(.indexTo, number, [], base),
      WindowCall(
        name: "n", kind: .aggregate(.max), arguments: [Plans.column(Self.place(any), input)],
        condition: random.oneIn(2) ? Plans.column(Self.place(.bits), input) : nil,
        type: any.type, range: Plans.nowhere),
    ]
    let by = (0..<random.int(0...2)).map { _ in
      Plans.column(random.pick([Self.key, Self.place(.bits), Self.place(.coded)]), input)
    }
    try Self.check(
      LogicalPlan(
        .window(input, by: by, sort: Self.sortKeys(input, &random), calls),
        fields: input.fields + calls.map { Field($0.name, $0.type) }, range: Plans.nowhere),
      "window over \(any)")
  }

  @Test(arguments: 0..<80)
  func pivots(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 21_000)
    let input = Plans.scan(try Plans.table(random.pick(Self.sizes), &random))
    let by = (0..<random.int(0...2)).map { _ in
      Plans.named(random.pick([Self.key, Self.place(.bits), Self.place(.heap)]), input)
    }
    let column = Plans.column(random.int(0...input.fields.count - 1), input)
    let plan = LogicalPlan(
      .pivot(
        input, column: column, by: by, Plans.calls(input, &random), totals: random.oneIn(2)),
      fields: by.map { Field($0.name, $0.expression.type) }, range: Plans.nowhere)
    try Self.check(plan, plan.dump())
  }

  @Test(arguments: 0..<60)
  func unpivots(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 22_000)
    let input = Plans.scan(try Plans.table(random.pick(Self.sizes), &random))
    let alike: [([ColumnForm], DataType)] = [
      ([.intU8, .intI64, .intU16], .int), ([.coded, .heap], .text), ([.bits], .bool),
      ([.intU8, .double, .decimal], .float), ([.nulls, .intU16], .int), ([.date], .date),
      ([.timestamp], .timestamp),
    ]
    let (forms, type) = random.pick(alike)
    let columns = forms.map(Self.place)
    let names = ValueList(readBack: columns.map { input.fields[$0].name })
    let kept = input.fields.indices.filter { !columns.contains($0) }.map { input.fields[$0] }
    try Self.check(
      LogicalPlan(
        .reshape(.unpivot(columns: columns.map { [$0] }, names: names), input),
        fields: kept + [Field("name", names.type), Field("value", type)], range: Plans.nowhere),
      "unpivot \(forms)")
  }

  @Test(arguments: 0..<100)
  func completes(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 23_000)
    let input = Plans.scan(try Plans.table(random.pick([0, 1, 2, 7, 25]), &random))
    let column = random.int(0...input.fields.count - 2)
    let form = Plans.forms[column]
    var by = (0..<random.int(0...2)).map { _ in
      random.pick([Self.key, Self.place(.bits), Self.place(.double)])
    }.filter { $0 != column }
    if by.count == 2, by[0] == by[1] { by.removeLast() }
    var completion: CompletedValues?
    if form == .date, random.oneIn(2) {
      let first = Calendar.days(year: random.int(1920...2000), month: 1, day: 1)
      let periods = (0..<12).map { index in
        Calendar.add(months: index * 12, to: first)...Calendar.add(
          months: index * 12 + 12, to: first) - 1
      }
      completion = CompletedValues(
        values: ValueList(.date, periods.map { .date(Int32($0.lowerBound)) }), periods: periods)
    } else if form != .nulls, random.oneIn(2) {
      let values = (0..<random.int(0...6)).map { _ in RandomColumns.value(form, using: &random) }
      completion = CompletedValues(values: ValueList(form.type, values))
    }
    let plan = LogicalPlan(
      .reshape(.complete(column: column, completion, by: by), input), fields: input.fields,
      range: Plans.nowhere)
    try Self.check(plan, plan.dump())
  }

  @Test(arguments: 0..<100)
  func fills(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 24_000)
    let input = Plans.scan(try Plans.table(random.pick(Self.sizes), &random))
    var fields = input.fields
    var columns = [random.int(0...fields.count - 1)]
    var method = FillMethod.previous
    switch random.int(0...3) {
    case 0: break
    case 1: method = .next
    case 2:
      method = .linear
      columns = [Self.place(random.pick([.intU8, .decimal, .intU16, .double, .intI64]))]
      fields[columns[0]].type = .float
    default:
      let form = random.pick(Plans.forms.dropLast())
      columns = [Self.place(form)]
      method = .values([RandomColumns.value(form, using: &random)])
    }
    let by = random.oneIn(3) ? [] : [Plans.column(Self.key, input)]
    let plan = LogicalPlan(
      .reshape(
        .fill(columns: columns, method, by: by, sort: Self.sortKeys(input, &random)), input),
      fields: fields, range: Plans.nowhere)
    try Self.check(plan, plan.dump())
  }

  @Test(arguments: 0..<30)
  func describes(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 25_000)
    let input = Plans.scan(try Plans.table(random.pick(Self.sizes + [300]), &random))
    try Self.check(
      LogicalPlan(.describe(input), fields: LogicalPlan.descriptionFields, range: Plans.nowhere),
      "describe")
  }

  /// Of a table with one row for each pair of key and name, `pivot` and `unpivot` make the table
  /// that `complete` makes of it.
  @Test(arguments: 0..<60)
  func unpivotUndoesPivot(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 26_000)
    let form = random.pick(Plans.forms)
    let type = random.pick([DataType.int, .date, .text])
    let words = RandomColumns.words.filter { $0.first?.isLetter == true }
    var pairs: Set<[Value]> = []
    for _ in 0..<random.pick([0, 1, 3, 30]) {
      let key: Value = random.oneIn(6) ? .null : .text(random.pick(RandomColumns.words))
      let name: Value =
        switch type {
        case .int: .int(random.oneIn(4) ? random.pick(RandomColumns.edgeInts) : 2020)
        case .date: .date(Int32(random.int(0...3)) * 400)
        default: .text(random.pick(words))
        }
      pairs.insert([key, name])
    }
    let rows = pairs.map { $0 }.sorted { "\($0)" < "\($1)" }
    let table = Table([
      ("k", try Column(.text, rows.map { $0[0] })), ("y", try Column(type, rows.map { $0[1] })),
      ("v", try RandomColumns.column(form, count: rows.count, nulls: 4, using: &random)),
    ])
    let input = Plans.scan(table)
    let first = AggregateCall(
      name: "v", function: .first, arguments: [Plans.column(2, input)],
      type: table.fields[2].type, range: Plans.nowhere)
    let wide = Plans.scan(
      try Executor(Plans.context()).run(
        LogicalPlan(
          .pivot(
            input, column: Plans.column(1, input), by: [Plans.named(0, input)], [first],
            totals: false), fields: [table.fields[0]], range: Plans.nowhere)))
    let columns = Array(1..<max(1, wide.fields.count))
    let names = ValueList(readBack: columns.map { wide.fields[$0].name })
    let long = try Executor(Plans.context()).run(
      LogicalPlan(
        .reshape(.unpivot(columns: columns.map { [$0] }, names: names), wide),
        fields: [table.fields[0], Field("y", names.type), Field("v", table.fields[2].type)],
        range: Plans.nowhere))
    #expect(rows.isEmpty || names.type == type)
    let completed = LogicalPlan(
      .reshape(.complete(column: 1, nil, by: [0]), input), fields: table.fields,
      range: Plans.nowhere)
    Plans.expectEqual(long, try NaiveExecutor().run(completed), "there and back")
  }

  @Test func namesReadBack() {
    func type(_ names: [String]) -> DataType { ValueList(readBack: names).type }
    #expect(type(["2023", "2024"]) == .int)
    #expect(type(["2023", "(null)", "-1"]) == .int)
    #expect(type(["2025-01-01", "2025-12-31"]) == .date)
    #expect(type(["007", "008"]) == .text)
    #expect(type(["2023", "total"]) == .text)
    #expect(type(["1/2/2025"]) == .text)
    #expect(type(["9223372036854775808"]) == .text)
    #expect(type(["2025-02-30"]) == .text)
    #expect(ValueList(readBack: ["2023", "(null)"]).values[1] == .null)
  }
}
