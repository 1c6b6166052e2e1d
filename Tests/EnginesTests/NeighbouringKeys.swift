import Columns
import Functions
import Language
import Planning
import TestSupport
import Testing

@testable import Engines

/// Grouping by runs of neighbouring keys: its sort, its division and its columns of keys, each against
/// a slow twin.
@Suite struct NeighbouringKeys {
  @Test("The sort in the cache is a stable sort, however the keys are spread", arguments: 0..<60)
  func sort(seed: Int) {
    var random = SeededRandom(UInt64(seed) &+ 76_000)
    let count = random.pick([0, 1, 2, 33, 500, 6000])
    let few = random.pick([1, 7, 40])
    let frequent = random.next()
    let kind = seed % 6
    let keys = (0..<count).map { _ -> UInt64 in
      switch kind {
      case 0: random.next()
      case 1: UInt64(random.int(0...few))
      case 2: random.oneIn(3) ? random.next() : frequent
      // Powers of two: each pass leaves most rows in one bucket.
      case 3: 1 << UInt64(random.int(0...63))
      case 4: (1 << UInt64(random.int(0...63))) &+ UInt64(random.int(0...3))
      default: frequent &+ UInt64(random.int(0...5000))
      }
    }
    var (from, rows) = (keys, keys.indices.map { UInt32($0) })
    var outKeys = [UInt64](repeating: 0, count: count)
    var outRows = [UInt32](repeating: 0, count: count)
    from.withUnsafeMutableBufferPointer { from in
      rows.withUnsafeMutableBufferPointer { rows in
        outKeys.withUnsafeMutableBufferPointer { outKeys in
          outRows.withUnsafeMutableBufferPointer { outRows in
            guard let a = from.baseAddress, let b = rows.baseAddress, let c = outKeys.baseAddress,
              let d = outRows.baseAddress
            else { return }
            CachedSort.sort(a, b, count: count, into: c, d)
          }
        }
      }
    }
    let expected = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    #expect(outRows == expected.map { UInt32($0) }, "kind \(kind), \(count) rows")
    #expect(outKeys == expected.map { keys[$0] }, "kind \(kind), \(count) rows")
  }

  @Test("Products divide as divisions do")
  func division() {
    var random = SeededRandom(76_500)
    var numbers: [UInt64] = [1, 2, 3, 5, 7, 10, 100_001, .max, .max - 1, 1 << 63, (1 << 63) + 1]
    for _ in 0..<200 { numbers.append(max(1, random.next() >> UInt64(random.int(0...63)))) }
    for divisor in numbers {
      let fast = Divisor(divisor)
      for number in numbers + [0] {
        for near in [number, number &- 1, number &* divisor, (number &* divisor) &- 1] {
          #expect(fast.quotient(near) == near / divisor, "\(near) / \(divisor)")
        }
      }
    }
  }

  /// A key column of few to many values, all of which have codes.
  private static func key(_ kind: Int, _ count: Int, _ random: inout SeededRandom) throws -> Column
  {
    let nulls = random.pick([0, 0, 5])
    let distinct = random.pick([3, 300, 70_000])
    let skewed = random.oneIn(3)
    let cells = (0..<count).map { _ -> Value in
      if nulls > 0, random.oneIn(nulls) { return .null }
      let number = skewed && !random.oneIn(4) ? 1 : random.int(0...distinct)
      switch kind {
      case 0: return .text("mã \(number % 900)")
      case 1: return .bool(number % 2 == 0)
      case 2: return .int(Int64(number) - 40)
      case 3: return .date(Int32(number % 3000))
      case 4: return .decimal(Int64(number) * 7 - 90, scale: 2)
      default: return .int(Int64(number) << 34)
      }
    }
    return try Column([.text, .bool, .int, .date, .float, .int][kind], cells)
  }

  private static func precedes(_ left: [Value], _ right: [Value]) -> Bool {
    for (one, other) in zip(left, right) where one != other {
      switch (one, other) {
      case (.null, _): return false
      case (_, .null): return true
      case (.text(let one), .text(let other)): return one < other
      case (.bool(let one), .bool): return !one
      case (.date(let one), .date(let other)): return one < other
      default: return (one.asDouble ?? 0) < (other.asDouble ?? 0)
      }
    }
    return false
  }

  @Test("Groups by several keys, their order, counts and sums", arguments: 0..<40)
  func groups(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 77_000)
    let count = random.pick([1, 900, 20_000, 40_000])
    let keys = try (0..<random.int(1...4)).map { _ in
      try Self.key(random.int(0...5), count, &random)
    }
    let amount = try RandomColumns.column(
      random.pick([.intU8, .intU32, .decimal]), count: count, nulls: random.pick([0, 4]),
      using: &random)
    let table = Table(
      fields: keys.enumerated().map { Field("k\($0)", $1.type) } + [Field("a", amount.type)],
      columns: keys + [amount], rowCount: count)
    var expected: [[Value]: (rows: Int64, values: Int64, sum: Double)] = [:]
    for row in 0..<count {
      var known = expected[keys.map { $0[row] }] ?? (0, 0, 0)
      known.rows += 1
      if let value = amount[row].asDouble {
        known.values += 1
        known.sum += value
      }
      expected[keys.map { $0[row] }] = known
    }
    let order = expected.keys.sorted(by: Self.precedes)
    for threads in [1, 3] {
      let input = PlanProperties.scan(table)
      let argument = PlanProperties.column(keys.count, input)
      let calls = [
        AggregateCall(
          name: "n", function: .count, arguments: [], type: .int, range: PlanProperties.nowhere),
        AggregateCall(
          name: "v", function: .count, arguments: [argument], type: .int,
          range: PlanProperties.nowhere),
        AggregateCall(
          name: "s", function: .sum, arguments: [argument], type: amount.type,
          range: PlanProperties.nowhere),
      ]
      let result = try Executor(PlanProperties.context(threads)).run(
        LogicalPlan(
          .aggregate(
            input, keys: keys.indices.map { PlanProperties.named($0, input) }, calls, totals: false),
          fields: Array(input.fields.dropLast()) + calls.map { Field($0.name, $0.type) },
          range: PlanProperties.nowhere))
      #expect(result.rowCount == order.count, "seed \(seed)")
      for (row, own) in order.enumerated() where row < result.rowCount {
        let found = result.columns.map { $0[row] }
        guard let wanted = expected[own] else { continue }
        let sum = found[keys.count + 2].asDouble
        let isRight =
          Array(found.prefix(keys.count)) == own && found[keys.count] == .int(wanted.rows)
          && found[keys.count + 1] == .int(wanted.values)
          && (sum == nil) == (wanted.values == 0)
          && abs((sum ?? 0) - wanted.sum) <= 1e-9 * max(1, abs(wanted.sum))
        if !isRight {
          Issue.record("seed \(seed), row \(row): \(found), expected \(own) \(wanted)")
          return
        }
      }
    }
  }
}
