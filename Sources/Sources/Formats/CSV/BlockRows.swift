import Columns

/// Which rows of a block are kept where only those matter that meet some bounds.
///
/// A row goes only if a bound is surely false of it: where a field is null, or cannot be compared as it was
/// read, it stays. So do a few rows of each block whatever they hold, a sample of the whole file.
struct BlockRows: Sendable {
  /// The place of a column among those read, and what its values are to meet.
  private let tests: [(place: Int, bound: ColumnBound)]
  private let sampled: Int

  /// - Parameter plans: the columns that are read. A bound of another says nothing.
  init?(_ options: ReadOptions, _ plans: [ColumnPlan]) {
    sampled = options.sampledRows
    tests = options.bounds.compactMap { bound in
      plans.firstIndex { $0.name == bound.column }.map { (place: $0, bound: bound) }
    }
    if tests.isEmpty { return nil }
  }

  /// The rows of a block that are kept in any case, in order.
  ///
  /// - Parameter count: how many, at most.
  static func samples(_ count: Int, of rows: Int) -> [Int] {
    rows <= count ? Array(0..<rows) : (0..<count).map { $0 * rows / count }
  }

  /// The numbers of the rows that are kept; nil where all are.
  func kept(_ parsers: [ColumnParser], rows: Int) -> [UInt32]? {
    if rows < 2 { return nil }
    var marks = [UInt8](repeating: 1, count: rows)
    marks.withUnsafeMutableBufferPointer { marks in
      guard let start = marks.baseAddress else { return }
      for test in tests { parsers[test.place].drop(test.bound, from: start) }
      for row in BlockRows.samples(sampled, of: rows) { start[row] = 1 }
    }
    let count = marks.reduce(into: 0) { $0 += Int($1) }
    if count == rows { return nil }
    var kept: [UInt32] = []
    kept.reserveCapacity(count)
    for row in 0..<rows where marks[row] != 0 { kept.append(UInt32(truncatingIfNeeded: row)) }
    return kept
  }
}

/// What a block held in a column besides the rows that were kept.
struct WholeBlock: Sendable {
  /// The bounds of its values at that scale; `lower > upper` where there are none, or texts.
  var lower = Int64.max
  var upper = Int64.min
  var scale = 0
  var hasValues = true
  var hasNulls = false
}

/// The whole numbers between two, none where the first is greater.
struct NumberBounds: Equatable {
  var low = Int64.min
  var high = Int64.max

  /// The values at a scale that meet a comparison with a number of another; nil where that leaves 64 bits.
  init?(_ sign: ColumnBound.Sign, _ value: Int64, from own: Int, to scale: Int) {
    var below = value
    var isExact = true
    if scale >= own {
      guard scale - own < Decimal64.powers.count,
        let scaled = Decimal64.rescale(value, from: own, to: scale)
      else { return nil }
      below = scaled
    } else {
      let unit = Decimal64.powers[own - scale]
      let (quotient, rest) = value.quotientAndRemainder(dividingBy: unit)
      isExact = rest == 0
      below = rest < 0 ? quotient - 1 : quotient
    }
    switch sign {
    case .equal: if isExact { (low, high) = (below, below) } else { self = .none }
    case .less:
      if !isExact { high = below } else if below > .min { high = below - 1 } else { self = .none }
    case .atMost: high = below
    case .more: if below < .max { low = below + 1 } else { self = .none }
    case .atLeast:
      if isExact { low = below } else if below < .max { low = below + 1 } else { self = .none }
    }
  }

  private init(_ low: Int64, _ high: Int64) {
    self.low = low
    self.high = high
  }

  private static let none = NumberBounds(0, -1)
}

extension ColumnParser {
  /// Sets the marks of rows to 0 whose value, as it is read in this block, does not meet a bound.
  func drop(_ bound: ColumnBound, from marks: UnsafeMutablePointer<UInt8>) {
    if failed { return }
    switch (format, bound.value) {
    case (.int, .int(let value)), (.decimal, .int(let value)):
      drop(NumberBounds(bound.sign, value, from: 0, to: scale), from: marks)
    case (.int, .decimal(let value, let own)), (.decimal, .decimal(let value, let own)):
      drop(NumberBounds(bound.sign, value, from: own, to: scale), from: marks)
    case (.dateISO, .date(let day)), (.dateYMD, .date(let day)), (.dateDMY, .date(let day)),
      (.dateMDY, .date(let day)):
      drop(NumberBounds(bound.sign, Int64(day), from: 0, to: 0), from: marks)
    case (.text, .text(let text)) where bound.sign == .equal:
      drop(otherThan: Array(text.utf8), from: marks)
    default: return
    }
  }

  private func drop(_ bounds: NumberBounds?, from marks: UnsafeMutablePointer<UInt8>) {
    guard let bounds else { return }
    let (low, high) = (bounds.low, bounds.high)
    for row in 0..<count {
      let value = values[row]
      let meets: UInt8 = value >= low && value <= high ? 1 : 0
      marks[row] &= meets | (valid[row] ^ 1)
    }
  }

  private func drop(otherThan wanted: [UInt8], from marks: UnsafeMutablePointer<UInt8>) {
    if isPlain {
      var start = 0
      for row in 0..<count {
        let end = Int(values[row])
        let text = UnsafeBufferPointer(start: heapBytes + start, count: end - start)
        if valid[row] != 0, !text.elementsEqual(wanted) { marks[row] = 0 }
        start = end
      }
      return
    }
    guard let pool else { return }
    let meeting = pool.meeting(wanted)
    meeting.withUnsafeBufferPointer { meeting in
      for row in 0..<count where valid[row] != 0 { marks[row] &= meeting[Int(values[row])] }
    }
  }
}
