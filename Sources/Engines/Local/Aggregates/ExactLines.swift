import Columns

/// Sums of pairs of whole numbers and of their products by group, without rounding: what a line needs
/// where both columns are stored integers or decimals that are small enough.
///
/// Values count from an origin that is the same for all groups. Since nothing is rounded, it does not
/// matter how far a group lies from it.
final class ExactLines {
  /// Σ x, Σ y, Σ x², Σ x · y of a group: half a cache line, one of which each row touches. Above the
  /// lowest 32 bits of the first, which hold the number of rows, lies Σ x, as long as it fits.
  private typealias Sums = SIMD4<Int64>

  private let groups: Int
  private let sums: WorkMemory
  /// The numbers of rows once Σ x needs all bits.
  private var counts: WorkMemory?
  /// Σ y², where it is asked for.
  private let squares: WorkMemory?
  private let x: Scale
  private let y: Scale
  /// No sum is further from 0 than this, and no Σ x than that.
  private var bound: UInt64 = 0
  private var boundX: UInt64 = 0
  /// Values of a batch.
  private let room: WorkMemory

  /// From where values count, and the digits after their point.
  private struct Scale: Equatable {
    let origin: Int64
    let digits: Int

    init(_ packed: Packed) {
      origin = packed.lower > packed.upper ? 0 : packed.lower
      digits = packed.scale
    }

    /// How far the values of a column lie from the origin at most; nil where that is very far, or
    /// their digits are others.
    func reach(_ packed: Packed) -> UInt64? {
      guard packed.scale == digits else { return nil }
      if packed.lower > packed.upper { return 0 }
      let (low, lowOverflow) = packed.lower.subtractingReportingOverflow(origin)
      let (high, highOverflow) = packed.upper.subtractingReportingOverflow(origin)
      if lowOverflow || highOverflow { return nil }
      return max(low.magnitude, high.magnitude)
    }
  }

  /// Nil where a column holds doubles.
  init?(groups: Int, _ x: Column, _ y: Column, wantsSquares: Bool) throws {
    guard case .packed(let xs) = x.storage, case .packed(let ys) = y.storage else { return nil }
    self.groups = groups
    self.x = Scale(xs)
    self.y = Scale(ys)
    sums = try WorkMemory(Sums.self, count: groups, zeroed: true)
    squares = wantsSquares ? try WorkMemory(Int64.self, count: groups, zeroed: true) : nil
    room = try WorkMemory(Int64.self, count: 2 * RowBatch.rows)
  }

  /// Adds the rows in which both columns have a value; false where sums might not be exact any more,
  /// and then adds none.
  func add(
    _ groups: UnsafePointer<UInt32>, _ x: Column, _ y: Column, count: Int
  ) throws -> Bool {
    guard case .packed(let xs) = x.storage, case .packed(let ys) = y.storage,
      let reachX = self.x.reach(xs), let reachY = self.y.reach(ys),
      let bound = raised(max(reachX, reachY), count)
    else { return false }
    self.bound = bound
    boundX += reachX * UInt64(count)
    if boundX > UInt64(Int32.max) { try partCounts() }
    var first = 0
    while first < count {
      let length = min(RowBatch.rows, count - first)
      let (left, right) = (x.slice(first, length), y.slice(first, length))
      add(groups + first, left, xs, right, ys)
      first += length
    }
    return true
  }

  /// The bound once so many values have come; nil where it does not fit.
  private func raised(_ reach: UInt64, _ count: Int) -> UInt64? {
    let (square, overflow) = reach.multipliedReportingOverflow(by: reach)
    let (added, overflow2) = max(square, reach).multipliedReportingOverflow(by: UInt64(count))
    let (total, overflow3) = bound.addingReportingOverflow(added)
    return overflow || overflow2 || overflow3 || total > UInt64(Int64.max) ? nil : total
  }

  private func add(
    _ groups: UnsafePointer<UInt32>, _ x: Column, _ xs: Packed, _ y: Column, _ ys: Packed
  ) {
    let left = room.pointer(Int64.self)
    let right = left + RowBatch.rows
    xs.decode(from: x.offset, count: x.count, into: left)
    ys.decode(from: y.offset, count: y.count, into: right)
    let (originX, originY) = (self.x.origin, self.y.origin)
    let sums = self.sums.pointer(Sums.self)
    let count = x.count
    let (shift, one): (Int64, Int64) = counts == nil ? (32, 1) : (0, 0)
    if x.mayHaveNulls || y.mayHaveNulls {
      for row in 0..<count where x.isValid(row) && y.isValid(row) {
        let dx = left[row] &- originX
        let dy = right[row] &- originY
        sums[Int(groups[row])] &+= Sums((dx &<< shift) &+ one, dy, dx &* dx, dx &* dy)
      }
    } else {
      for row in 0..<count {
        let dx = left[row] &- originX
        let dy = right[row] &- originY
        sums[Int(groups[row])] &+= Sums((dx &<< shift) &+ one, dy, dx &* dx, dx &* dy)
      }
    }
    if let counts = counts?.pointer(UInt32.self) {
      for row in 0..<count where x.isValid(row) && y.isValid(row) {
        counts[Int(groups[row])] &+= 1
      }
    }
    guard let squares = squares?.pointer(Int64.self) else { return }
    for row in 0..<count where x.isValid(row) && y.isValid(row) {
      let dy = right[row] &- originY
      squares[Int(groups[row])] &+= dy &* dy
    }
  }

  /// Gives the numbers of rows a place of their own.
  private func partCounts() throws {
    if counts != nil { return }
    let own = try WorkMemory(UInt32.self, count: groups)
    let sums = self.sums.pointer(Sums.self)
    for group in 0..<groups {
      own.pointer(UInt32.self)[group] = UInt32(truncatingIfNeeded: sums[group][0])
      sums[group][0] >>= 32
    }
    counts = own
  }

  /// Adds the sums of another, which is of no use afterwards; false where they do not go together, and
  /// then adds none.
  func add(_ other: ExactLines) throws -> Bool {
    let (total, overflow) = bound.addingReportingOverflow(other.bound)
    guard x == other.x, y == other.y, !overflow, total <= UInt64(Int64.max) else { return false }
    bound = total
    boundX += other.boundX
    if boundX > UInt64(Int32.max) || counts != nil || other.counts != nil {
      try partCounts()
      try other.partCounts()
    }
    if let own = counts?.pointer(UInt32.self), let theirs = other.counts?.pointer(UInt32.self) {
      for group in 0..<groups { own[group] &+= theirs[group] }
    }
    let (own, theirs) = (sums.pointer(Sums.self), other.sums.pointer(Sums.self))
    for group in 0..<groups { own[group] &+= theirs[group] }
    if let own = squares?.pointer(Int64.self), let theirs = other.squares?.pointer(Int64.self) {
      for group in 0..<groups { own[group] &+= theirs[group] }
    }
    return true
  }

  /// The spread of a group.
  func spread(_ group: Int) -> PairedSpread {
    var result = PairedSpread()
    let own = sums.pointer(Sums.self)[group]
    let parted = counts?.pointer(UInt32.self)
    let count = parted?[group] ?? UInt32(truncatingIfNeeded: own[0])
    if count == 0 { return result }
    let n = Int64(count)
    let (sumX, sumY) = (parted == nil ? own[0] >> 32 : own[0], own[1])
    let (meanX, meanY) = (sumX / n, sumY / n)
    let (unitX, unitY) = (Self.unit(x), Self.unit(y))
    let rows = Double(count)
    result.count = rows
    // The mean is within the values, whose bounds fit 64 bits.
    result.centre = (Double(meanX &+ x.origin) / unitX, Double(meanY &+ y.origin) / unitY)
    result.sum = (Double(sumX - meanX * n) / unitX, Double(sumY - meanY * n) / unitY)
    result.squares.xx = Self.difference(n, own[2], sumX, sumX) / (rows * unitX * unitX)
    result.squares.xy = Self.difference(n, own[3], sumX, sumY) / (rows * unitX * unitY)
    if let squares = squares?.pointer(Int64.self) {
      result.squares.yy = Self.difference(n, squares[group], sumY, sumY) / (rows * unitY * unitY)
    }
    return result
  }

  /// n · products − left · right, rounded once.
  private static func difference(
    _ n: Int64, _ products: Int64, _ left: Int64, _ right: Int64
  ) -> Double {
    let (first, overflow) = n.multipliedReportingOverflow(by: products)
    let (second, overflow2) = left.multipliedReportingOverflow(by: right)
    let (result, overflow3) = first.subtractingReportingOverflow(second)
    if !overflow, !overflow2, !overflow3 { return Double(result) }
    return Double(Int128(n) * Int128(products) - Int128(left) * Int128(right))
  }

  private static func unit(_ scale: Scale) -> Double { Double(Decimal64.powers[scale.digits]) }
}
