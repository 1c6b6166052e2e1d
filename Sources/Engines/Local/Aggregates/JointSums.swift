import Columns
import Planning

/// The rows of each group and the sums of up to three narrow columns, added up in one pass.
///
/// A pass for each sum reads, adds and writes one number a row; here the numbers of a row are one vector of four,
/// the last of them 1. Vectors of 32-bit numbers hold the sums of so many rows as cannot leave them, and go into
/// the states then (q03 17.6 → 11.7 ms).
///
/// It belongs to one lane.
final class JointSums {
  /// With more groups the vectors would be emptied more often than filled.
  static let mostGroups = 4096
  /// Rows whose 16-bit values add up to less than 2 to the power of 32.
  private static let mostRows = 1 << 16
  private static let mostParts = 3

  /// One sum of a call, and how the column is stored whose values wait to be added to it.
  private struct Part {
    let call: Int
    let state: SumState
    let argument: Compiled
    let type: DataType
    var base: Int64 = 0
    var scale = 0
    var width = PackedWidth.u8
  }

  private let sums: WorkMemory
  private let groups: Int
  private let rowCounts: WorkMemory
  /// What may be added up so, until the first batch tells what is.
  private var candidates: [[Part]]
  private var parts: [Part] = []
  /// For each call whether it is among the parts.
  private var isTaken: [Bool]
  private var waiting = 0

  /// Nil where the groups are too many or no sum is one of a column without nulls.
  init?(
    _ calls: [CompiledAggregate], _ states: [any AggregateState], _ rowCounts: WorkMemory,
    groups: Int
  ) throws {
    if groups > JointSums.mostGroups { return nil }
    candidates = calls.indices.compactMap { index in
      let call = calls[index]
      let own = states[index].jointSums
      guard call.countsAllRows, !own.isEmpty, own.count == call.arguments.count else { return nil }
      return own.indices.map { place in
        Part(
          call: index, state: own[place], argument: call.arguments[place],
          type: call.call.arguments[place].type)
      }
    }
    if candidates.isEmpty { return nil }
    isTaken = calls.map { _ in false }
    self.groups = groups
    self.rowCounts = rowCounts
    sums = try WorkMemory(SIMD4<UInt32>.self, count: groups, zeroed: true)
  }

  /// Whether a call is added up here, as far as the batches so far tell.
  func takes(_ call: Int) -> Bool { isTaken[call] }

  /// Adds the rows of a batch to their groups; false where they are to be counted and added up one by one.
  func add(
    _ batch: RowBatch, _ groups: UnsafePointer<UInt32>, _ evaluator: Evaluator
  ) throws -> Bool {
    if !candidates.isEmpty { try choose(batch, evaluator) }
    if parts.isEmpty { return false }
    var columns: [UnsafeRawPointer] = []
    var held: [Buffer] = []
    for index in parts.indices {
      let part = parts[index]
      let column = try evaluator.column(part.argument, batch, type: part.type)
      guard let packed = JointSums.narrow(column) else { return end() }
      if waiting > 0,
        packed.base != part.base || packed.scale != part.scale || packed.width != part.width
      {
        return end()
      }
      guard try part.state.prepareParts(packed, batch.count) else { return end() }
      (parts[index].base, parts[index].scale) = (packed.base, packed.scale)
      parts[index].width = packed.width
      columns.append(packed.buffer.base + column.offset * packed.width.bytes)
      held.append(packed.buffer)
    }
    if waiting + batch.count > JointSums.mostRows { empty() }
    waiting += batch.count
    withExtendedLifetime(held) { add(columns, groups, batch.count) }
    return true
  }

  /// Chooses the sums by how their columns are stored.
  private func choose(_ batch: RowBatch, _ evaluator: Evaluator) throws {
    for own in candidates where parts.count + own.count <= JointSums.mostParts {
      let isNarrow = try own.allSatisfy { part in
        JointSums.narrow(try evaluator.column(part.argument, batch, type: part.type)) != nil
      }
      guard isNarrow else { continue }
      parts += own
      isTaken[own[0].call] = true
    }
    candidates = []
  }

  private static func narrow(_ column: Column) -> Packed? {
    guard column.validity == nil, case .packed(let packed) = column.storage,
      packed.width == .u8 || packed.width == .u16
    else { return nil }
    return packed
  }

  /// Adds nothing up any more.
  private func end() -> Bool {
    empty()
    parts = []
    isTaken = isTaken.map { _ in false }
    return false
  }

  /// Adds what waits to the counts of rows and to the states.
  func empty() {
    if waiting == 0 { return }
    waiting = 0
    let counts = rowCounts.pointer(UInt32.self)
    if parts.count == 1 {
      let pairs = sums.pointer(UInt64.self)
      for group in 0..<groups where pairs[group] > 0 {
        let count = pairs[group] >> 32
        counts[group] &+= UInt32(truncatingIfNeeded: count)
        let values =
          Int64(pairs[group] & 0xFFFF_FFFF) &+ parts[0].base &* Int64(truncatingIfNeeded: count)
        parts[0].state.addPart(values, scale: parts[0].scale, to: group)
        pairs[group] = 0
      }
      return
    }
    let sums = self.sums.pointer(SIMD4<UInt32>.self)
    for group in 0..<groups where sums[group].w > 0 {
      let sum = sums[group]
      counts[group] &+= sum.w
      for (place, part) in parts.enumerated() {
        let values = Int64(sum[place]) &+ part.base &* Int64(sum.w)
        part.state.addPart(values, scale: part.scale, to: group)
      }
      sums[group] = .zero
    }
  }

  // MARK: The pass

  private func add(
    _ columns: [UnsafeRawPointer], _ groups: UnsafePointer<UInt32>, _ count: Int
  ) {
    switch parts[0].width {
    case .u8: add(columns, columns[0].assumingMemoryBound(to: UInt8.self), groups, count)
    default: add(columns, columns[0].assumingMemoryBound(to: UInt16.self), groups, count)
    }
  }

  private func add<A: FixedWidthInteger>(
    _ columns: [UnsafeRawPointer], _ first: UnsafePointer<A>, _ groups: UnsafePointer<UInt32>,
    _ count: Int
  ) {
    if columns.count == 1 {
      // One sum and the count are the halves of one number.
      let pairs = sums.pointer(UInt64.self)
      for row in 0..<count {
        pairs[Int(groups[row])] &+= UInt64(truncatingIfNeeded: first[row]) | 1 &<< 32
      }
      return
    }
    switch parts[1].width {
    case .u8: add(columns, first, columns[1].assumingMemoryBound(to: UInt8.self), groups, count)
    default: add(columns, first, columns[1].assumingMemoryBound(to: UInt16.self), groups, count)
    }
  }

  private func add<A: FixedWidthInteger, B: FixedWidthInteger>(
    _ columns: [UnsafeRawPointer], _ first: UnsafePointer<A>, _ second: UnsafePointer<B>,
    _ groups: UnsafePointer<UInt32>, _ count: Int
  ) {
    if columns.count == 2 {
      let sums = self.sums.pointer(SIMD4<UInt32>.self)
      for row in 0..<count {
        sums[Int(groups[row])] &+= SIMD4(
          UInt32(truncatingIfNeeded: first[row]), UInt32(truncatingIfNeeded: second[row]), 0, 1)
      }
      return
    }
    switch parts[2].width {
    case .u8:
      add(first, second, columns[2].assumingMemoryBound(to: UInt8.self), groups, count)
    default:
      add(first, second, columns[2].assumingMemoryBound(to: UInt16.self), groups, count)
    }
  }

  @inline(__always)
  private func add<A: FixedWidthInteger, B: FixedWidthInteger, C: FixedWidthInteger>(
    _ first: UnsafePointer<A>, _ second: UnsafePointer<B>, _ third: UnsafePointer<C>,
    _ groups: UnsafePointer<UInt32>, _ count: Int
  ) {
    let sums = self.sums.pointer(SIMD4<UInt32>.self)
    for row in 0..<count {
      sums[Int(groups[row])] &+= SIMD4(
        UInt32(truncatingIfNeeded: first[row]), UInt32(truncatingIfNeeded: second[row]),
        UInt32(truncatingIfNeeded: third[row]), 1)
    }
  }
}

extension AggregateState {
  /// The exact sums of which the state consists, one an argument; none for other states.
  fileprivate var jointSums: [SumState] {
    if let sum = self as? SumState { return [sum] }
    if let rate = self as? RateState { return rate.sums }
    return []
  }
}
