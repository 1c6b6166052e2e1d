import Columns
import Functions
import Language
import Planning
import TestSupport
import Testing

@testable import Engines

/// Aggregates and windows that add up or take differences, against arithmetic without rounding:
/// what one group holds, however large, is nothing to another.
@Suite struct ExactMoments {
  private typealias Plans = PlanProperties
  private static let x = 1
  private static let y = 2

  private static func call(
    _ function: Aggregate, _ places: [Int], _ input: LogicalPlan
  ) -> AggregateCall {
    AggregateCall(
      name: function.rawValue, function: function,
      arguments: places.map { Plans.column($0, input) }, type: .float, range: Plans.nowhere)
  }

  private static let functions: [(Aggregate, [Int])] = [
    (.sum, [x]), (.avg, [x]), (.variance, [x]), (.stddev, [x]), (.weightedAvg, [x, y]),
    (.rate, [x, y]), (.corr, [y, x]), (.slope, [y, x]), (.intercept, [y, x]), (.r2, [y, x]),
  ]

  /// `g` and the aggregates, or the aggregates alone.
  private static func aggregated(
    _ table: Table, byGroup: Bool, threads: Int
  ) throws -> Table {
    // Other tests add tables too, so that one is named just before it is read.
    let input = Plans.scan(table)
    let calls = functions.map { call($0.0, $0.1, input) }
    let keys = byGroup ? [Plans.named(0, input)] : []
    return try Executor(Plans.context(threads)).run(
      LogicalPlan(
        .aggregate(input, keys: keys, calls, totals: false),
        fields: keys.map { Field($0.name, .int) } + calls.map { Field($0.name, .float) },
        range: Plans.nowhere))
  }

  /// A value and how far it may be off.
  private struct Expected {
    let value: Double?
    let tolerance: Double

    init(_ value: Double?, within tolerance: Double = 0) {
      self.value = value
      // The last two digits of any double are its own.
      self.tolerance = tolerance + abs(value ?? 0) * 0x1p-51
    }
  }

  /// What each of `functions` gives for rows with x, and for those with both x and y.
  private static func expected(
    _ all: ExactSums, _ both: ExactSums, rounding: Double
  ) -> [Expected] {
    let count = Double(all.count)
    let variance = all.count < 2 ? nil : all.squaresOfX / (count - 1)
    // What compensation leaves is of second order.
    let rest = 1e-31 * count
    var result = [
      Expected(all.count == 0 ? nil : all.sum, within: rest * all.sizeOfX),
      Expected(all.count == 0 ? nil : all.sum / count, within: rest * all.sizeOfX),
      Expected(variance, within: rounding * (variance ?? 0)),
      Expected(variance?.squareRoot(), within: rounding * (variance ?? 0).squareRoot()),
    ]
    let weight = both.sumOfY
    let isWeightless = both.count == 0 || both.y == 0
    result.append(
      Expected(
        isWeightless ? nil : both.sumOfProducts / weight,
        within: 0x1p-52 * both.sizeOfProducts / abs(weight)))
    result.append(
      Expected(
        isWeightless ? nil : 100 * both.sum / weight,
        within: 100 * rest * both.sizeOfX / abs(weight)))
    let (xx, yy) = (both.count < 2 ? 0 : both.squaresOfX, both.count < 2 ? 0 : both.squaresOfY)
    guard both.count >= 2, xx > 0 else {
      return result + [Expected](repeating: Expected(nil), count: 4)
    }
    let slope = both.products / xx
    let correlation = yy == 0 ? 0 : both.products / xx.squareRoot() / yy.squareRoot()
    let means = (x: both.sum / Double(both.count), y: weight / Double(both.count))
    let slopeRounding = rounding * (yy / xx).squareRoot() + rounding * abs(slope)
    result += [
      Expected(yy == 0 ? nil : correlation, within: rounding),
      Expected(slope, within: slopeRounding),
      Expected(
        means.y - slope * means.x,
        within: 0x1p-51 * (both.largestY + abs(slope) * both.largestX)
          + slopeRounding * abs(means.x)),
      Expected(yy == 0 ? 1 : correlation * correlation, within: rounding),
    ]
    return result
  }

  private static func check(
    _ table: Table, row: Int, first: Int, _ expected: [Expected], _ what: String
  ) {
    for (index, (function, _)) in functions.enumerated() {
      let found = table.columns[first + index][row].asDouble
      guard let value = expected[index].value else {
        #expect(found == nil, "\(what): \(function)")
        continue
      }
      guard let found else {
        Issue.record("\(what): \(function) is null, expected \(value)")
        continue
      }
      #expect(
        abs(found - value) <= expected[index].tolerance,
        "\(what): \(function) is \(found), expected \(value)")
    }
  }

  private static func sums(_ data: MixedMagnitudes, _ rows: [Int]) -> (ExactSums, ExactSums) {
    var all = ExactSums()
    var both = ExactSums()
    for row in rows {
      guard let x = data.xs[row] else { continue }
      all.add(x, x)
      if let y = data.ys[row] { both.add(x, y) }
    }
    return (all, both)
  }

  @Test("Aggregates of values from 1e-12 to 1e15 in one column are exact to rounding")
  func aggregates() throws {
    for seed in 0..<120 {
      var random = SeededRandom(UInt64(seed) &+ 90_000)
      let data = MixedMagnitudes(
        rows: random.pick([1, 2, 3, 12, 60, 400]), nulls: random.pick([0, 0, 5]), &random)
      let rows = try data.table()
      let grouped = try Self.aggregated(rows, byGroup: true, threads: 2)
      for row in 0..<grouped.rowCount {
        guard case .int(let group) = grouped.columns[0][row] else { continue }
        let (all, both) = Self.sums(data, data.rows(of: Int(group)))
        Self.check(
          grouped, row: row, first: 1, Self.expected(all, both, rounding: 1e-13),
          "seed \(seed), group \(group)")
      }
      let (all, both) = Self.sums(data, Array(data.keys.indices))
      Self.check(
        try Self.aggregated(rows, byGroup: false, threads: 2), row: 0, first: 0,
        Self.expected(all, both, rounding: 1e-13), "seed \(seed), all rows")
    }
  }

  @Test("Many rows, so that states are merged: the same on any number of threads")
  func manyRows() throws {
    var random = SeededRandom(91_000)
    let data = MixedMagnitudes(rows: 150_000, nulls: 50, &random)
    let rows = try data.table()
    let table = try Self.aggregated(rows, byGroup: true, threads: 1)
    for row in 0..<table.rowCount {
      guard case .int(let group) = table.columns[0][row] else { continue }
      let (all, both) = Self.sums(data, data.rows(of: Int(group)))
      Self.check(
        table, row: row, first: 1, Self.expected(all, both, rounding: 1e-11), "group \(group)")
    }
    for threads in [2, 3, 8] {
      let other = try Self.aggregated(rows, byGroup: true, threads: threads)
      for place in table.columns.indices {
        for row in 0..<table.rowCount {
          #expect(
            other.columns[place][row] == table.columns[place][row],
            "\(table.fields[place].name) with \(threads) threads")
        }
      }
    }
  }

  @Test("A group's spread does not depend on where other groups lie")
  func otherGroups() throws {
    let own = [0.5, 2.0, -1.25, 7, 7 + 0x1p-20]
    for other in [0, 1e-12, 1_000_000.5, 1e10, -1e15, 1e300, .infinity, .nan] {
      let values = [other, other, own[0], other] + own.dropFirst()
      let keys = [1, 1, 0, 1] + own.dropFirst().map { _ in 0 }
      let table = Table([
        ("g", try Column(.int, keys.map { .int(Int64($0)) })),
        ("x", try Column(.float, values.map { .double($0) })),
        ("y", try Column(.float, values.map { .double(3 - $0 / 2) })),
      ])
      let result = try Self.aggregated(table, byGroup: true, threads: 2)
      var sums = ExactSums()
      var both = ExactSums()
      for value in own {
        sums.add(Fixed(value), Fixed(value))
        both.add(Fixed(value), Fixed(3 - value / 2))
      }
      Self.check(
        result, row: 0, first: 1, Self.expected(sums, both, rounding: 1e-12), "beside \(other)")
    }
  }

  @Test("Running sums, means, shares and indices over mixed magnitudes")
  func windows() throws {
    for seed in 0..<60 {
      var random = SeededRandom(UInt64(seed) &+ 92_000)
      let data = MixedMagnitudes(
        rows: random.pick([1, 5, 40, 300]), nulls: random.pick([0, 6]), &random)
      let input = Plans.scan(try data.table())
      let base = try #require(ShapeProperties.equals(0, .int(2), input))
      let width = random.int(1...6)
      func call(
        _ function: WindowFunction, _ constants: [Value] = [], _ condition: Expression? = nil
      ) -> WindowCall {
        WindowCall(
          name: function.rawValue, kind: .function(function),
          arguments: [Plans.column(Self.x, input)], constants: constants, condition: condition,
          type: .float, range: Plans.nowhere)
      }
      let calls = [
        call(.cumsum), call(.cumavg), call(.movingAvg, [.int(Int64(width))]), call(.share),
        call(.indexTo, [], base), call(.growth),
      ]
      let isParted = random.oneIn(2)
      let table = try Executor(Plans.context()).run(
        LogicalPlan(
          .window(input, by: isParted ? [Plans.column(0, input)] : [], sort: [], calls),
          fields: input.fields + calls.map { Field($0.name, .float) }, range: Plans.nowhere))
      let parts =
        isParted ? (0..<MixedMagnitudes.groups).map(data.rows) : [Array(data.keys.indices)]
      for rows in parts {
        let known = { (rows: ArraySlice<Int>) in rows.compactMap { data.xs[$0] } }
        let whole = Self.sum(known(rows[...]))
        let based = known(rows.filter { data.keys[$0] == 2 }[...])
        for (place, row) in rows.enumerated() {
          let running = known(rows[...place])
          let recent = known(rows[max(0, place - width + 1)...place])
          let now = data.xs[row]?.double
          let before = place > 0 ? data.xs[rows[place - 1]]?.double : nil
          let expected = [
            running.isEmpty ? nil : Self.sum(running), Self.mean(running), Self.mean(recent),
            whole == 0 ? nil : now.map { 100 * $0 / whole },
            Self.mean(based).flatMap { mean in mean == 0 ? nil : now.map { 100 * $0 / mean } },
            before.flatMap { before in
              before == 0 ? nil : now.map { 100 * ($0 - before) / abs(before) }
            },
          ]
          for (index, value) in expected.enumerated() {
            let found = table.columns[input.fields.count + index][row].asDouble
            let isRight =
              if let value, let found {
                abs(found - value) <= 1e-14 * abs(value)
              } else { value == nil && found == nil }
            #expect(
              isRight,
              "seed \(seed), row \(row): \(calls[index].name) is \(String(describing: found)), expected \(String(describing: value))"
            )
          }
        }
      }
    }
  }

  private static func sum(_ values: [Fixed]) -> Double {
    Double(values.reduce(Int128(0)) { $0 + $1.units }) / Fixed.one
  }

  private static func mean(_ values: [Fixed]) -> Double? {
    values.isEmpty ? nil : sum(values) / Double(values.count)
  }
}
