import Columns
import TestSupport

/// A whole number of 256 bits: what products of fixed-point numbers add up to without any rounding.
struct Wide: Equatable {
  private var high: Int128 = 0
  private var low: UInt128 = 0

  init() {}

  /// The product of two numbers.
  init(_ one: Int128, _ other: Int128) { (high, low) = one.multipliedFullWidth(by: other) }

  static func + (left: Wide, right: Wide) -> Wide {
    var result = Wide()
    let (low, carry) = left.low.addingReportingOverflow(right.low)
    result.low = low
    result.high = left.high &+ right.high &+ (carry ? 1 : 0)
    return result
  }

  static func - (left: Wide, right: Wide) -> Wide {
    var negative = Wide()
    negative.low = ~right.low &+ 1
    negative.high = ~right.high &+ (right.low == 0 ? 1 : 0)
    return left + negative
  }

  /// The number times a count.
  func times(_ count: Int) -> Wide {
    var result = Wide()
    let (carried, low) = self.low.multipliedFullWidth(by: UInt128(count))
    result.low = low
    result.high = high &* Int128(count) &+ Int128(carried)
    return result
  }

  var double: Double {
    if high < 0 { return -(Wide() - self).double }
    return Double(high) * 0x1p128 + Double(low)
  }
}

/// A number as a multiple of 2⁻⁴⁰, about 1e-12, up to 2⁵⁰, about 1e15.
struct Fixed {
  let units: Int128

  static let one = 0x1p40

  var double: Double { Double(units) / Fixed.one }

  /// The nearest multiple to a double, which then is that double exactly.
  init(_ value: Double) { units = Int128((value * Fixed.one).rounded()) }
}

/// Sums over rows, none of them rounded.
struct ExactSums {
  var count = 0
  var x: Int128 = 0
  var y: Int128 = 0
  var sizeOfX = 0.0
  var largestX = 0.0
  var largestY = 0.0
  var xx = Wide()
  var yy = Wide()
  var xy = Wide()
  var sizeOfProducts = 0.0

  mutating func add(_ one: Fixed, _ other: Fixed) {
    count += 1
    x += one.units
    y += other.units
    sizeOfX += abs(one.double)
    largestX = max(largestX, abs(one.double))
    largestY = max(largestY, abs(other.double))
    xx = xx + Wide(one.units, one.units)
    yy = yy + Wide(other.units, other.units)
    xy = xy + Wide(one.units, other.units)
    sizeOfProducts += abs(one.double * other.double)
  }

  /// n · Σxx − Σx · Σx and its like, which is n times the sum of the centred products.
  private func centred(_ products: Wide, _ one: Int128, _ other: Int128) -> Double {
    (products.times(count) - Wide(one, other)).double / (Fixed.one * Fixed.one)
  }

  var squaresOfX: Double { centred(xx, x, x) / Double(count) }
  var squaresOfY: Double { centred(yy, y, y) / Double(count) }
  var products: Double { centred(xy, x, y) / Double(count) }
  var sum: Double { Double(x) / Fixed.one }
  var sumOfY: Double { Double(y) / Fixed.one }
  var sumOfProducts: Double { xy.double / (Fixed.one * Fixed.one) }
}

/// Rows of groups whose values are of very different size, near each other or not.
struct MixedMagnitudes {
  static let groups = 6
  let keys: [Int]
  let xs: [Fixed?]
  let ys: [Fixed?]

  init(rows: Int, nulls: Int, _ random: inout SeededRandom) {
    // Where the values of a group lie, and how far apart; nil: anything at all.
    let centres = [0, 1e15, -1e10, 1_000_000.5, 1e-6, 3]
    let widths: [Double?] = (0..<Self.groups).map { _ in
      random.pick([nil, 1e-9, 1e-3, 1, 1e4, 1e10, 0])
    }
    func number(_ size: Double, _ random: inout SeededRandom) -> Double {
      Double.random(in: -1...1, using: &random) * size
    }
    func value(_ group: Int, _ random: inout SeededRandom) -> Fixed {
      guard let width = widths[group] else {
        var size = 1.0
        let power = random.int(-12...14)
        for _ in 0..<abs(power) { size *= power < 0 ? 0.1 : 10 }
        return Fixed(number(size, &random))
      }
      return Fixed(centres[group] + number(width, &random))
    }
    var keys: [Int] = []
    var xs: [Fixed?] = []
    var ys: [Fixed?] = []
    let slopes = (0..<Self.groups).map { _ in random.pick([0, 1e-4, -1, 2.5]) }
    for row in 0..<rows {
      let group = random.int(0...Self.groups - 1)
      let x = value(group, &random)
      // The first row is the largest: it must not matter to any group but its own.
      let first = Fixed(1e15)
      let y = Fixed(x.double * slopes[group] + number(widths[group] ?? 1, &random))
      keys.append(group)
      xs.append(nulls > 0 && random.oneIn(nulls) ? nil : row == 0 ? first : x)
      ys.append(nulls > 0 && random.oneIn(nulls) ? nil : row == 0 ? first : y)
    }
    (self.keys, self.xs, self.ys) = (keys, xs, ys)
  }

  /// The rows as columns `g`, `x` and `y`, the numbers as doubles.
  func table() throws -> Table {
    func column(_ cells: [Fixed?]) throws -> Column {
      try Column(.float, cells.map { $0.map { .double($0.double) } ?? .null })
    }
    return Table([
      ("g", try Column(.int, keys.map { .int(Int64($0)) })), ("x", try column(xs)),
      ("y", try column(ys)),
    ])
  }

  /// The places of the rows of a group.
  func rows(of group: Int) -> [Int] { keys.indices.filter { keys[$0] == group } }
}
