import Columns
import Functions
import Language
import Planning
import TestSupport
import Testing

@testable import Engines

/// Lines over integers and decimals, whose sums are kept without rounding for as long as 64 bits are
/// enough, against sums of 128 bits.
@Suite struct WholeLines {
  private typealias Plans = PlanProperties

  private struct Sums {
    var count: Int128 = 0
    var x: Int128 = 0
    var y: Int128 = 0
    var xx: Int128 = 0
    var yy: Int128 = 0
    var xy: Int128 = 0

    mutating func add(_ one: Int64, _ other: Int64) {
      let (one, other) = (Int128(one), Int128(other))
      count += 1
      x += one
      y += other
      xx += one * one
      yy += other * other
      xy += one * other
    }

    /// Slope, intercept, correlation and its square of numbers with so many digits after the point.
    func line(_ digitsX: Int, _ digitsY: Int) -> [Double?] {
      let (unitX, unitY) = (Self.power(digitsX), Self.power(digitsY))
      let (ownX, ownY) = (count * xx - x * x, count * yy - y * y)
      let both = count * xy - x * y
      if count < 2 || ownX == 0 { return [nil, nil, nil, nil] }
      let slope = Double(both) / Double(ownX)
      // ȳ − slope · x̄, all over one divisor.
      let above = Double(y) * Double(ownX) - Double(both) * Double(x)
      let correlation = Double(both) / Double(ownX).squareRoot() / Double(ownY).squareRoot()
      return [
        slope * unitX / unitY, above / Double(ownX) / Double(count) / unitY,
        ownY == 0 ? nil : correlation, ownY == 0 ? 1 : correlation * correlation,
      ]
    }

    private static func power(_ digits: Int) -> Double {
      (0..<digits).reduce(1.0) { power, _ in power * 10 }
    }
  }

  private static let functions: [Aggregate] = [.slope, .intercept, .corr, .r2]

  @Test("Slopes, intercepts and correlations of whole numbers and decimals", arguments: 0..<40)
  func lines(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 95_000)
    let count = random.pick([1, 40, 3000, 30_000, 140_000])
    let groups = random.pick([1, 3, 500])
    // From always exact over beyond 32 bits, and beyond 64 in the middle, to never.
    let size = random.pick([9, 5000, 900_000, 30_000_000, 400_000_000, 8_000_000_000])
    let (digitsX, digitsY) = (random.pick([0, 2]), random.pick([0, 3]))
    let nulls = random.pick([0, 6])
    let start = random.pick([0, -size / 2, 3 * size])
    var sums = [Sums](repeating: Sums(), count: groups)
    var (keys, xs, ys): ([Value], [Value], [Value]) = ([], [], [])
    for _ in 0..<count {
      let group = random.int(0...groups - 1)
      let x = Int64(start + random.int(0...size))
      let y = Int64(random.int(-size...size)) + (x - Int64(start)) / 2
      keys.append(.int(Int64(group)))
      let isAbsent = (x: nulls > 0 && random.oneIn(nulls), y: nulls > 0 && random.oneIn(nulls))
      xs.append(isAbsent.x ? .null : digitsX > 0 ? .decimal(x, scale: digitsX) : .int(x))
      ys.append(isAbsent.y ? .null : digitsY > 0 ? .decimal(y, scale: digitsY) : .int(y))
      if !isAbsent.x, !isAbsent.y { sums[group].add(x, y) }
    }
    let table = Table([
      ("g", try Column(.int, keys)), ("x", try Column(digitsX > 0 ? .float : .int, xs)),
      ("y", try Column(digitsY > 0 ? .float : .int, ys)),
    ])
    var first: Table?
    for threads in [1, 3] {
      let input = Plans.scan(table)
      let calls = Self.functions.map {
        AggregateCall(
          name: $0.rawValue, function: $0,
          arguments: [Plans.column(2, input), Plans.column(1, input)], type: .float,
          range: Plans.nowhere)
      }
      let result = try Executor(Plans.context(threads)).run(
        LogicalPlan(
          .aggregate(input, keys: [Plans.named(0, input)], calls, totals: false),
          fields: [Field("g", .int)] + calls.map { Field($0.name, .float) },
          range: Plans.nowhere))
      for row in 0..<result.rowCount {
        guard case .int(let group) = result.columns[0][row] else { continue }
        let own = sums[Int(group)]
        let expected = own.line(digitsX, digitsY)
        let slope = abs(expected[0] ?? 0)
        // What an intercept is the difference of.
        let height =
          (abs(Double(own.y)) + abs(Double(own.x)) * slope)
          / max(1, Double(own.count))
        for (index, wanted) in expected.enumerated() {
          let found = result.columns[1 + index][row].asDouble
          let within =
            index == 1 ? 1e-13 * max(height, 1) : index == 0 ? 1e-13 * max(1, slope) : 1e-12
          let isRight =
            if let wanted, let found { abs(found - wanted) <= within } else {
              wanted == nil && found == nil
            }
          #expect(
            isRight,
            "seed \(seed), group \(group), \(Self.functions[index]): \(String(describing: found)), expected \(String(describing: wanted))"
          )
        }
      }
      if let first {
        for (one, other) in zip(first.columns, result.columns) {
          #expect(one.values == other.values, "seed \(seed): threads")
        }
      }
      first = result
    }
  }
}
