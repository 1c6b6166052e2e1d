import Columns

/// `count()` of rows and `count(x)` of values.
final class CountState: AggregateState {
  private let groups: Int
  private let counts: WorkMemory
  private let sharesCounts: Bool

  /// - Parameter rowCounts: the lane's counts of rows, where every row counts.
  init(groups: Int, rowCounts: WorkMemory? = nil) throws {
    self.groups = groups
    sharesCounts = rowCounts != nil
    counts = try rowCounts ?? WorkMemory(UInt32.self, count: groups, zeroed: true)
  }

  func update(_ groups: UnsafePointer<UInt32>, _ inputs: [Column], count: Int) throws {
    if sharesCounts { return }
    let counts = self.counts.pointer(UInt32.self)
    if let column = inputs.first, column.mayHaveNulls {
      for row in 0..<count where column.isValid(row) { counts[Int(groups[row])] &+= 1 }
    } else {
      for row in 0..<count { counts[Int(groups[row])] &+= 1 }
    }
  }

  /// Counts rows of the only group.
  func add(rows: Int) {
    if !sharesCounts { counts.pointer(UInt32.self)[0] &+= UInt32(truncatingIfNeeded: rows) }
  }

  func merge(_ other: any AggregateState) throws {
    guard let other = other as? CountState, !sharesCounts else { return }
    let counts = self.counts.pointer(UInt32.self)
    let theirs = other.counts.pointer(UInt32.self)
    for group in 0..<groups { counts[group] &+= theirs[group] }
  }

  func finish(_ groups: UnsafePointer<UInt32>, count: Int) throws -> Column {
    let values = try MutableBuffer(Int64.self, count: count)
    let out = values.pointer(Int64.self)
    let counts = self.counts.pointer(UInt32.self)
    for index in 0..<count { out[index] = Int64(counts[Int(groups[index])]) }
    return Column(
      type: .int, count: count,
      storage: .packed(try Packed.packing(out, count: count, validity: nil)))
  }
}

/// `any` and `all` of a condition: null where every row is null, as in three-valued logic with the
/// nulls left out.
final class TruthState: AggregateState {
  private let groups: Int
  private let wantsAll: Bool
  /// Bit 0: a true row was seen; bit 1: a false one.
  private let seen: WorkMemory

  init(groups: Int, wantsAll: Bool) throws {
    self.groups = groups
    self.wantsAll = wantsAll
    seen = try WorkMemory(UInt8.self, count: groups, zeroed: true)
  }

  func update(_ groups: UnsafePointer<UInt32>, _ inputs: [Column], count: Int) throws {
    let seen = self.seen.pointer(UInt8.self)
    for row in 0..<count where inputs[0].isValid(row) {
      if case .bool(let value) = inputs[0][row] { seen[Int(groups[row])] |= value ? 1 : 2 }
    }
  }

  func merge(_ other: any AggregateState) throws {
    guard let other = other as? TruthState else { return }
    let seen = self.seen.pointer(UInt8.self)
    let theirs = other.seen.pointer(UInt8.self)
    for group in 0..<groups { seen[group] |= theirs[group] }
  }

  func finish(_ groups: UnsafePointer<UInt32>, count: Int) throws -> Column {
    let seen = self.seen.pointer(UInt8.self)
    var cells: [Value] = []
    for index in 0..<count {
      let bits = seen[Int(groups[index])]
      cells.append(bits == 0 ? .null : .bool(wantsAll ? bits & 2 == 0 : bits & 1 != 0))
    }
    return try Column(.bool, cells)
  }
}
