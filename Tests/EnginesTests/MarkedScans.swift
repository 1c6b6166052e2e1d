import Columns
import Functions
import Language
import Planning
import TestSupport
import Testing

@testable import Engines

/// Aggregates without keys under filters: marks instead of rows, against the naive executor.
@Suite struct MarkedScans {
  private typealias Plans = PlanProperties

  private static func call(
    _ name: String, _ left: Expression, _ constant: Value
  ) throws -> Expression {
    let function = try #require(FunctionRegistry.standard.scalar(named: name))
    return Expression(
      .call(
        function,
        [left, Expression(.constant(constant), type: constant.type, range: Plans.nowhere)]),
      type: .bool, range: Plans.nowhere)
  }

  private static func call(_ name: String, _ column: Expression) throws -> Expression {
    let function = try #require(FunctionRegistry.standard.scalar(named: name))
    return Expression(.call(function, [column]), type: .bool, range: Plans.nowhere)
  }

  /// A comparison of some column with a value of it or of another form, or a search in a text.
  private static func condition(
    _ input: LogicalPlan, _ forms: [ColumnForm], _ random: inout SeededRandom
  ) throws -> Expression {
    let place = random.int(0...forms.count - 1)
    let form = forms[place]
    let column = Plans.column(place, input)
    if random.oneIn(5) {
      return try call(random.pick(["is_null", "is_not_null"]), column)
    }
    if form.type == .bool, random.oneIn(2) {
      return random.oneIn(2) ? column : try call("not", column)
    }
    if form.type == .text, random.oneIn(2) {
      let part = random.pick(["n", "ên", "Biên", "Điện Biên", "", "x", " ", "à", "99999"])
      return random.oneIn(2)
        ? try call("contains", column, .text(part)) : try call("like", column, .text("%\(part)%"))
    }
    let sign = random.pick(["==", "!=", "<", "<=", ">", ">="])
    var other = form
    if form.type.isNumeric { other = random.pick([.intU8, .intU16, .intI64, .decimal, .double]) }
    if form.type.isTemporal { other = random.pick([.date, .timestamp]) }
    return try call(sign, column, RandomColumns.value(other, using: &random))
  }

  private static func both(_ conditions: [Expression]) throws -> Expression {
    if conditions.count == 1 { return conditions[0] }
    let and = try #require(FunctionRegistry.standard.scalar(named: "and"))
    return Expression(.call(and, conditions), type: .bool, range: Plans.nowhere)
  }

  @Test(arguments: 0..<150)
  func agree(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 9000)
    let forms: [ColumnForm] = [
      .intU8, .intU16, .intU32, .intI64, .decimal, .double, .coded, .heap, .date, .timestamp, .bits,
    ]
    let rows = random.pick([0, 1, 7, 8, 9, 31, 32, 33, 64, 65, 300, 1000])
    var named: [(String, Column)] = []
    for form in forms {
      let nulls = random.pick([0, 0, 3])
      named.append(
        (form.rawValue, try RandomColumns.column(form, count: rows, nulls: nulls, using: &random)))
    }
    let input = Plans.scan(Table(named))
    var source = input
    var nulls = 0
    if !random.oneIn(5) {
      var conditions: [Expression] = []
      for _ in 0..<random.int(1...3) {
        conditions.append(try Self.condition(input, forms, &random))
      }
      let condition = try Self.both(conditions)
      source = LogicalPlan(.filter(input, condition), fields: input.fields, range: Plans.nowhere)
      nulls = try NaiveExecutor().run(input).rows.filter {
        try NaiveExecutor().value(condition, $0).isNull
      }.count
    }
    var calls: [AggregateCall] = []
    for number in 0..<random.int(1...4) {
      let function = random.pick([Aggregate.count, .sum, .avg, .max])
      let place =
        function == .count ? random.int(0...forms.count - 1) : random.pick([0, 1, 2, 4, 5])
      let own = random.oneIn(3) ? try Self.condition(input, forms, &random) : nil
      let arguments =
        function == .count && random.oneIn(2) ? [] : [Plans.column(place, input)]
      let type: DataType =
        switch function {
        case .count: .int
        case .avg: .float
        default: forms[place].type
        }
      calls.append(
        AggregateCall(
          name: "\(function)\(number)", function: function, arguments: arguments, condition: own,
          type: type, range: Plans.nowhere))
    }
    let plan = LogicalPlan(
      .aggregate(source, keys: [], calls, totals: false),
      fields: calls.map { Field($0.name, $0.type) }, range: Plans.nowhere)
    try Plans.check(plan, "\(rows) rows, \(plan.fields.map(\.name))")
    let context = Plans.context()
    _ = try Executor(context).run(plan)
    let note = context.notes.first { $0.code == "N0401" }.map(\.message)
    #expect(note?.hasPrefix("\(nulls) ") ?? (nulls == 0), "seed \(seed): \(note ?? "no note")")
  }

  /// Several batches and morsels, slices that begin anywhere, few and many rows that pass, values
  /// of every width; sums that need more than 64 bits on the way.
  @Test(arguments: [-1, 0, 1, 50, 97, 98, 99])
  func manyRows(percent: Int) throws {
    let rows = Morsel.rows + RowBatch.rows + 13
    let offset = 5
    let factors: [Int64] = [1, 300, 100_000, 1 << 42]
    let keys = (0..<rows + offset).map { Int64($0 * 7919 % 99) }
    var named = [("key", try Column(.int, keys.map { .int($0) }).slice(offset, rows))]
    for factor in factors {
      let cells = keys.enumerated().map {
        Value.int(($0.element - 40) * factor + Int64($0.offset % 3))
      }
      named.append(("x\(factor)", try Column(.int, cells).slice(offset, rows)))
    }
    let input = Plans.scan(Table(named))
    for sign in ["<=", ">"] {
      let source = LogicalPlan(
        .filter(input, try Self.call(sign, Plans.column(0, input), .int(Int64(percent)))),
        fields: input.fields, range: Plans.nowhere)
      let calls = factors.indices.map {
        AggregateCall(
          name: "s\($0)", function: .sum, arguments: [Plans.column($0 + 1, input)], type: .int,
          range: Plans.nowhere)
      }
      let plan = LogicalPlan(
        .aggregate(source, keys: [], calls, totals: false),
        fields: calls.map { Field($0.name, $0.type) }, range: Plans.nowhere)
      let table = try Executor(Plans.context()).run(plan)
      for (index, factor) in factors.enumerated() {
        var sum: Int64 = 0
        var passing = 0
        for row in offset..<rows + offset where (keys[row] <= Int64(percent)) == (sign == "<=") {
          sum += (keys[row] - 40) * factor + Int64(row % 3)
          passing += 1
        }
        #expect(
          table.columns[index][0] == (passing == 0 ? .null : .int(sum)), "\(sign) \(percent)")
      }
    }
  }

  /// Texts of few letters, so that parts straddle rows and blocks, and start and end with them.
  @Test(arguments: 0..<60)
  func searches(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 9900)
    func text(_ longest: Int) -> String {
      (0..<random.int(0...longest)).map { _ in random.pick(["a", "b", "ạ", "ị"]) }.joined()
    }
    let longest = random.pick([2, 9, 200])
    let texts = (0..<random.pick([1, 3, 40, 150])).map { _ in text(longest) }
    let offset = random.int(0...texts.count - 1)
    let column = Column(
      type: .text, count: texts.count - offset, storage: .text(try TextHeap(texts)), offset: offset)
    let contains = try #require(FunctionRegistry.standard.scalar(named: "contains"))
    for _ in 0..<8 {
      let part = text(random.pick([1, 2, 4, 70]))
      let found = try contains.evaluate(
        [.column(column), .constant(.text(part))], column.count, EvaluationContext(today: 0))
      let wanted = Array(part.utf8)
      for row in 0..<column.count {
        let bytes = Array(texts[offset + row].utf8)
        let holds = (0...bytes.count).contains { start in
          bytes[start...].starts(with: wanted)
        }
        #expect(found[row] == .bool(holds), "\(texts[offset + row]) contains \(part)")
      }
    }
  }
}
