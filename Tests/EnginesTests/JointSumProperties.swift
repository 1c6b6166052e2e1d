import Columns
import Functions
import Language
import Planning
import TestSupport
import Testing

@testable import Engines

/// Counts and sums of narrow columns in one pass, beside sums that take one of their own: each against sums of
/// 128 bits. The columns reach the bounds of 16 bits over more rows than 32 bits hold the sum of.
@Suite struct JointSumProperties {
  private typealias Plans = PlanProperties

  private enum Form: CaseIterable {
    case bytes, words, largeWords, decimals, wide, nulls, doubles
  }

  /// Exact values, at two digits after the point.
  private static func value(_ form: Form, _ random: inout SeededRandom) -> (Value, Int128?) {
    switch form {
    case .bytes:
      let value = Int64(random.int(-7...248))
      return (.int(value), Int128(value) * 100)
    case .words:
      let value = Int64(random.int(-30_000...30_000))
      return (.int(value), Int128(value) * 100)
    case .largeWords:
      let value = random.oneIn(50) ? 0 : Int64(65_535)
      return (.int(value), Int128(value) * 100)
    case .decimals:
      let value = Int64(random.int(0...10_000))
      return (.decimal(value, scale: 2), Int128(value))
    case .wide:
      let value = Int64(random.int(-3_000_000_000...3_000_000_000))
      return (.int(value), Int128(value) * 100)
    case .nulls:
      if random.oneIn(5) { return (.null, nil) }
      return (.int(3), 300)
    case .doubles:
      let value = Int64(random.int(-1000...1000))
      return (.double(Double(value) / 4), Int128(value) * 25)
    }
  }

  @Test(arguments: 0..<40)
  func sums(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 90_000)
    let count = random.pick([1, 100, 9000, 70_000, 150_000])
    let groups = random.pick([1, 2, 63, 1000, 4095, 6000])
    let forms = (0..<random.int(1...5)).map { _ in random.pick(Form.allCases) }
    var keys: [Value] = []
    var cells: [[Value]] = forms.map { _ in [] }
    var exact: [[Int128?]] = forms.map { _ in [] }
    for _ in 0..<count {
      keys.append(.int(Int64(random.oneIn(3) ? 0 : random.int(0...groups - 1))))
      for place in forms.indices {
        let (value, known) = Self.value(forms[place], &random)
        cells[place].append(value)
        exact[place].append(known)
      }
    }
    let columns = try zip(forms, cells).map { form, cells in
      try Column(form == .decimals || form == .doubles ? .float : .int, cells)
    }
    let table = Table(
      [("k", try Column(.int, keys))] + columns.indices.map { ("c\($0)", columns[$0]) })
    let source = Plans.scan(table)
    // A filter makes batches of rows that are gathered.
    let limit = random.pick([nil, Int64(groups / 2)])
    let input = try limit.map { try Self.filtered(source, $0) } ?? source
    let places = forms.indices.filter { forms[$0] != .doubles }
    var calls = [Self.call("n", .count, [], .int)]
    for place in forms.indices {
      let column = Plans.column(place + 1, input)
      calls.append(Self.call("s\(place)", .sum, [column], column.type))
      if random.oneIn(2) { calls.append(Self.call("a\(place)", .avg, [column], .float)) }
    }
    if let one = places.first, let other = places.last {
      calls.append(
        Self.call(
          "r\(one)-\(other)", .rate,
          [Plans.column(one + 1, input), Plans.column(other + 1, input)], .float))
    }
    calls.shuffle(using: &random)
    let plan = LogicalPlan(
      .aggregate(input, keys: [Plans.named(0, input)], calls, totals: false),
      fields: [Field("k", .int)] + calls.map { Field($0.name, $0.type) }, range: Plans.nowhere)
    let found = try Executor(Plans.context(random.pick([1, 2, 3]))).run(plan)
    let rows = (0..<count).filter { row in
      limit.map { Self.number(keys[row]) < $0 } ?? true
    }
    let wanted = Dictionary(grouping: rows) { Self.number(keys[$0]) }
    #expect(found.rowCount == wanted.count)
    for row in 0..<found.rowCount {
      let own = wanted[Self.number(found.columns[0][row])] ?? []
      for (call, column) in zip(calls, found.columns.dropFirst()) {
        let what = "seed \(seed), \(forms), \(call.name) of group \(found.columns[0][row])"
        let value = column[row]
        if call.function == .count {
          #expect(value == .int(Int64(own.count)), "\(what)")
          continue
        }
        let digits = call.name.dropFirst().split(separator: "-").compactMap { Int($0) }
        if call.function == .rate {
          let known = own.filter { exact[digits[0]][$0] != nil && exact[digits[1]][$0] != nil }
          let sums = digits.map { place in known.reduce(Int128(0)) { $0 + (exact[place][$1] ?? 0) }
          }
          let rate: Value =
            known.isEmpty || sums[1] == 0 ? .null : .double(100 * Double(sums[0]) / Double(sums[1]))
          #expect(Plans.isClose(value, rate), "\(what)")
          continue
        }
        let known = own.compactMap { exact[digits[0]][$0] }
        let sum = known.reduce(0, +)
        if known.isEmpty {
          #expect(value == .null, "\(what)")
        } else if call.function == .avg {
          #expect(
            Plans.isClose(value, .double(Double(sum) / 100 / Double(known.count))), "\(what)")
        } else if forms[digits[0]] == .doubles {
          #expect(Plans.isClose(value, .double(Double(sum) / 100)), "\(what)")
        } else if call.type == .int {
          #expect(value == .int(Int64(sum / 100)), "\(what)")
        } else {
          #expect(value == .decimal(Int64(sum), scale: 2), "\(what)")
        }
      }
    }
  }

  /// Batches whose column is stored in another way, as computed ones may be, end the pass; nothing is lost.
  @Test(arguments: [[Int64](400...402), [-70_000, 5, 80_000], [1, 2, 3]])
  func changingForms(later: [Int64]) throws {
    let context = Plans.context(1)
    let call = Self.call(
      "s", .sum, [Expression(.column(0), type: .int, range: Plans.nowhere)], .int)
    let compiled = CompiledAggregate(
      call: call, arguments: [.column(0)], condition: nil, countsAllRows: true)
    let counts = try WorkMemory(UInt32.self, count: 3, zeroed: true)
    let state = try compiled.makeState(groups: 3, rowCounts: counts)
    let joint = try #require(try JointSums([compiled], [state], counts, groups: 3))
    let evaluator = Evaluator(context.evaluation())
    let groups: [UInt32] = [0, 1, 0]
    var isJoint: [Bool] = []
    for values in [[1, 2, 3], later] {
      let column = try Column(.int, values.map(Value.int))
      let batch = RowBatch([column], count: 3)
      let isAdded = try joint.add(batch, groups, evaluator)
      isJoint.append(isAdded)
      if isAdded { continue }
      #expect(!joint.takes(0))
      for group in groups { counts.pointer(UInt32.self)[Int(group)] += 1 }
      try state.update(groups, [column], count: 3)
    }
    joint.empty()
    #expect(isJoint == [true, later == [1, 2, 3]])
    let found = try state.finish([0, 1], count: 2)
    #expect(found[0] == .int(1 + 3 + later[0] + later[2]) && found[1] == .int(2 + later[1]))
    #expect((0..<3).map { counts.pointer(UInt32.self)[$0] } == [4, 2, 0])
  }

  private static func number(_ value: Value) -> Int64 {
    if case .int(let number) = value { number } else { -1 }
  }

  private static func call(
    _ name: String, _ function: Aggregate, _ arguments: [Expression], _ type: DataType
  ) -> AggregateCall {
    AggregateCall(
      name: name, function: function, arguments: arguments, type: type, range: Plans.nowhere)
  }

  /// The rows whose key is below a limit.
  private static func filtered(_ input: LogicalPlan, _ limit: Int64) throws -> LogicalPlan {
    let less = try #require(FunctionRegistry.standard.scalar(named: "<"))
    let condition = Expression(
      .call(
        less,
        [
          Plans.column(0, input),
          Expression(.constant(.int(limit)), type: .int, range: Plans.nowhere),
        ]), type: .bool, range: Plans.nowhere)
    return LogicalPlan(.filter(input, condition), fields: input.fields, range: Plans.nowhere)
  }
}
