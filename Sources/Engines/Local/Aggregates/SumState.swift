import Columns
import Functions

/// `sum` and `avg`. Integers and decimals add up exactly in 64 bits, in 128 once those might not be
/// enough; doubles add up with Neumaier's compensation.
final class SumState: AggregateState {
  enum Result { case sum, mean }

  private let groups: Int
  private let result: Result
  private let type: DataType
  /// Non-null rows per group; a group without any has a null result.
  private let counts: WorkMemory
  private var exact: WorkMemory?
  private var wide: [Int128]?
  /// `CompensatedSum`s, once a double has come.
  private var inexact: WorkMemory?
  /// Where the validity of a batch is spread out.
  private var room: WorkMemory?
  /// Digits after the point of `exact` and `wide`.
  private var scale = 0
  /// No exact sum is further from 0 than this.
  private var bound: UInt64 = 0

  /// Whether `counts` are the rows of each group, which the lane counts for all its aggregates.
  private let sharesCounts: Bool

  /// - Parameter rowCounts: the lane's counts of rows, where every row has a value.
  init(groups: Int, result: Result, type: DataType, rowCounts: WorkMemory? = nil) throws {
    self.groups = groups
    self.result = result
    self.type = type
    sharesCounts = rowCounts != nil
    counts = try rowCounts ?? WorkMemory(UInt32.self, count: groups, zeroed: true)
  }

  func update(_ groups: UnsafePointer<UInt32>, _ inputs: [Column], count: Int) throws {
    let column = inputs[0]
    switch column.storage {
    case .packed(let packed) where inexact == nil:
      try prepareExact(packed, count)
      if wide != nil {
        countValid(groups, column, count)
        addWide(groups, column, packed, count)
      } else if let exact {
        let sums = exact.pointer(Int64.self)
        if column.validity != nil, room == nil {
          room = try WorkMemory(UInt8.self, count: RowBatch.rows)
        }
        let factor = Decimal64.powers[scale - packed.scale]
        switch packed.width {
        case .u8: add(groups, column, packed.buffer.pointer(UInt8.self), packed.base, factor, sums)
        case .u16:
          add(groups, column, packed.buffer.pointer(UInt16.self), packed.base, factor, sums)
        case .u32:
          add(groups, column, packed.buffer.pointer(UInt32.self), packed.base, factor, sums)
        case .i64: add(groups, column, packed.buffer.pointer(Int64.self), packed.base, factor, sums)
        }
      }
    case .packed, .double:
      try becomeInexact()
      countValid(groups, column, count)
      let values = try column.doubles()
      addDoubles(groups, column, values.pointer(Double.self), count)
    default: break
    }
  }

  /// Makes room for sums of the values of a packed column, which come by `addPart` without being counted here;
  /// false where the sums are not kept as plain integers.
  func prepareParts(_ packed: Packed, _ count: Int) throws -> Bool {
    guard sharesCounts, inexact == nil else { return false }
    try prepareExact(packed, count)
    return wide == nil
  }

  /// Adds the sum of values of one group, for which room was made.
  func addPart(_ sum: Int64, scale own: Int, to group: Int) {
    let factor = Decimal64.powers[scale - own]
    if wide != nil {
      wide?[group] += Int128(sum) * Int128(factor)
    } else if let exact {
      exact.pointer(Int64.self)[group] &+= sum &* factor
    }
  }

  /// Folds marked rows into the only group: rows of a packed column from `start`.
  ///
  /// - Parameter marks: settled ones, 0 where the column is null.
  func add(_ column: Column, from start: Int, _ marks: Marks) throws {
    guard case .packed(let packed) = column.storage, inexact == nil else { return }
    let passing = marks.passing
    try prepareExact(packed, passing)
    if !sharesCounts { counts.pointer(UInt32.self)[0] &+= UInt32(truncatingIfNeeded: passing) }
    let first = column.offset + start
    if wide != nil {
      let factor = Int128(Decimal64.powers[scale - packed.scale])
      var sum: Int128 = 0
      marks.forEachSet { sum += Int128(packed.value(first + $0)) }
      wide?[0] += sum * factor
    } else if let exact {
      // `prepareExact` has seen that the sum fits, so parts of it may wrap.
      let sum = marks.sum(packed, at: first) &+ packed.base &* Int64(passing)
      exact.pointer(Int64.self)[0] &+= sum &* Decimal64.powers[scale - packed.scale]
    }
  }

  @inline(__always)
  private func add<Raw: FixedWidthInteger>(
    _ groups: UnsafePointer<UInt32>, _ column: Column, _ start: UnsafePointer<Raw>, _ base: Int64,
    _ factor: Int64, _ sums: UnsafeMutablePointer<Int64>
  ) {
    let raw = start + column.offset
    let counts = self.counts.pointer(UInt32.self)
    if let validity = column.validity {
      // A null adds 0 to both: no branch predicts frequent nulls. Its bit is read as a byte.
      guard let valid = room?.pointer(UInt8.self) else { return }
      let counted: UInt32 = sharesCounts ? 0 : 1
      var first = 0
      while first < column.count {
        let length = min(RowBatch.rows, column.count - first)
        validity.expand(from: column.offset + first, count: length, into: valid)
        for place in 0..<length {
          let row = first &+ place
          let group = Int(groups[row])
          let isValid = valid[place]
          counts[group] &+= UInt32(isValid) & counted
          let value = (base &+ Int64(truncatingIfNeeded: raw[row])) &* factor
          sums[group] &+= value & (0 &- Int64(isValid))
        }
        first += length
      }
    } else if !sharesCounts {
      for row in 0..<column.count {
        let group = Int(groups[row])
        counts[group] &+= 1
        sums[group] &+= (base &+ Int64(truncatingIfNeeded: raw[row])) &* factor
      }
    } else {
      if factor == 1 {
        for row in 0..<column.count {
          sums[Int(groups[row])] &+= base &+ Int64(truncatingIfNeeded: raw[row])
        }
      } else {
        for row in 0..<column.count {
          sums[Int(groups[row])] &+= (base &+ Int64(truncatingIfNeeded: raw[row])) &* factor
        }
      }
    }
  }

  private func countValid(_ groups: UnsafePointer<UInt32>, _ column: Column, _ count: Int) {
    if sharesCounts { return }
    let counts = self.counts.pointer(UInt32.self)
    if column.validity == nil {
      for row in 0..<count { counts[Int(groups[row])] &+= 1 }
    } else {
      for row in 0..<count { counts[Int(groups[row])] &+= column.isValid(row) ? 1 : 0 }
    }
  }

  private func addWide(
    _ groups: UnsafePointer<UInt32>, _ column: Column, _ packed: Packed, _ count: Int
  ) {
    let factor = Int128(Decimal64.powers[scale - packed.scale])
    for row in 0..<count where column.isValid(row) {
      wide?[Int(groups[row])] += Int128(packed.value(column.offset + row)) * factor
    }
  }

  private func addDoubles(
    _ groups: UnsafePointer<UInt32>, _ column: Column, _ values: UnsafePointer<Double>,
    _ count: Int
  ) {
    guard let sums = inexact?.pointer(CompensatedSum.self) else { return }
    if column.validity != nil {
      for row in 0..<count where column.isValid(row) { sums[Int(groups[row])].add(values[row]) }
    } else {
      for row in 0..<count { sums[Int(groups[row])].add(values[row]) }
    }
  }

  /// Makes room for another column's digits and range.
  private func prepareExact(_ packed: Packed, _ count: Int) throws {
    if packed.scale > scale {
      let digits = packed.scale - scale
      scale = packed.scale
      if exact != nil || wide != nil {
        becomeWide()
        let factor = Int128(Decimal64.powers[digits])
        for group in 0..<groups { wide?[group] *= factor }
      }
    }
    if exact == nil, wide == nil { exact = try WorkMemory(Int64.self, count: groups, zeroed: true) }
    guard wide == nil, packed.lower <= packed.upper else { return }
    let largest = max(packed.lower.magnitude, packed.upper.magnitude)
    let (scaled, overflow) = largest.multipliedReportingOverflow(
      by: UInt64(Decimal64.powers[scale - packed.scale]))
    let (added, overflow2) = scaled.multipliedReportingOverflow(by: UInt64(count))
    let (total, overflow3) = bound.addingReportingOverflow(added)
    if overflow || overflow2 || overflow3 || total > UInt64(Int64.max) {
      becomeWide()
    } else {
      bound = total
    }
  }

  private func becomeWide() {
    guard wide == nil else { return }
    let sums = exact?.pointer(Int64.self)
    wide = (0..<groups).map { Int128(sums?[$0] ?? 0) }
    exact = nil
  }

  private func becomeInexact() throws {
    guard inexact == nil else { return }
    let sums = try WorkMemory(CompensatedSum.self, count: groups, zeroed: true)
    if exact != nil || wide != nil {
      for group in 0..<groups {
        sums.pointer(CompensatedSum.self)[group] = CompensatedSum(approximate(group))
      }
    }
    inexact = sums
    exact = nil
    wide = nil
  }

  private func approximate(_ group: Int) -> Double {
    if let inexact { return inexact.pointer(CompensatedSum.self)[group].value }
    if let wide { return Double(wide[group]) / Double(Decimal64.powers[scale]) }
    return Decimal64.double(exact?.pointer(Int64.self)[group] ?? 0, scale: scale)
  }

  func merge(_ other: any AggregateState) throws {
    guard let other = other as? SumState else { return }
    let counts = self.counts.pointer(UInt32.self)
    let otherCounts = other.counts.pointer(UInt32.self)
    if !sharesCounts {
      for group in 0..<groups { counts[group] &+= otherCounts[group] }
    }
    if inexact != nil || other.inexact != nil {
      try becomeInexact()
      guard let sums = inexact?.pointer(CompensatedSum.self) else { return }
      let theirs = other.inexact?.pointer(CompensatedSum.self)
      for group in 0..<groups where otherCounts[group] > 0 {
        sums[group].add(theirs?[group] ?? CompensatedSum(other.approximate(group)))
      }
      return
    }
    guard other.exact != nil || other.wide != nil else { return }
    if exact == nil, wide == nil {
      exact = other.exact
      wide = other.wide
      scale = other.scale
      bound = other.bound
      return
    }
    let (total, overflow) = bound.addingReportingOverflow(other.bound)
    if let mine = exact, let theirs = other.exact, scale == other.scale, !overflow,
      total <= UInt64(Int64.max)
    {
      bound = total
      let sums = mine.pointer(Int64.self)
      let others = theirs.pointer(Int64.self)
      for group in 0..<groups { sums[group] &+= others[group] }
      return
    }
    becomeWide()
    let common = max(scale, other.scale)
    let ownFactor = Int128(Decimal64.powers[common - scale])
    let otherFactor = Int128(Decimal64.powers[common - other.scale])
    for group in 0..<groups {
      let theirs = other.wide?[group] ?? Int128(other.exact?.pointer(Int64.self)[group] ?? 0)
      let mine = wide?[group] ?? 0
      wide?[group] = mine * ownFactor + theirs * otherFactor
    }
    scale = common
  }

  func finish(_ groups: UnsafePointer<UInt32>, count: Int) throws -> Column {
    let counts = self.counts.pointer(UInt32.self)
    let valid = try MutableBitmap(repeating: true, count: count)
    var hasNulls = false
    for index in 0..<count where counts[Int(groups[index])] == 0 {
      valid.set(index, false)
      hasNulls = true
    }
    let validity = hasNulls ? valid.freeze() : nil
    if result == .sum, inexact == nil, let column = try exactSums(groups, count, validity) {
      return column
    }
    let values = try MutableBuffer(Double.self, count: count)
    let out = values.pointer(Double.self)
    for index in 0..<count {
      let group = Int(groups[index])
      out[index] = result == .sum ? approximate(group) : mean(group, counts[group])
    }
    return Column(type: .float, count: count, storage: .double(values.freeze()), validity: validity)
  }

  /// One division where sum and divisor are exact as doubles, which makes it correctly rounded.
  private func mean(_ group: Int, _ count: UInt32) -> Double {
    if count == 0 { return 0 }
    if inexact == nil, wide == nil, let sum = exact?.pointer(Int64.self)[group],
      sum.magnitude <= 1 << 53
    {
      let divisor = Double(count) * Double(Decimal64.powers[scale])
      if divisor <= 0x1p53 { return Double(sum) / divisor }
    }
    return approximate(group) / Double(count)
  }

  private func exactSums(
    _ groups: UnsafePointer<UInt32>, _ count: Int, _ validity: Bitmap?
  ) throws -> Column? {
    let sums = try MutableBuffer(Int64.self, count: count)
    let out = sums.pointer(Int64.self)
    for index in 0..<count {
      let group = Int(groups[index])
      if let wide {
        guard let narrow = Int64(exactly: wide[group]) else {
          // A decimal sum beyond 64 bits goes on as a double; an integer one is an error.
          if type == .int { throw EngineError.sumOverflow }
          return nil
        }
        out[index] = narrow
      } else {
        out[index] = exact?.pointer(Int64.self)[group] ?? 0
      }
    }
    let packed = try Packed.packing(out, count: count, validity: validity, scale: scale)
    return Column(type: type, count: count, storage: .packed(packed), validity: validity)
  }
}
