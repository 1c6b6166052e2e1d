import Columns
import Planning

/// Rows put together by the hash of a 64-bit key into partitions whose tables fit the L2 cache, and
/// the groups of equal keys in each: what grouping, counting distinct values and giving codes to
/// texts have in common where keys are many.
///
/// How rows are parted follows from their number and their keys alone. Within a partition rows keep
/// their order, and groups are numbered as they first occur.
struct KeyPartitions: Sendable {
  /// Row numbers (`UInt32`), one partition after another.
  let rows: Buffer
  /// Where each partition begins in `rows`, and the end of the last.
  let bounds: [Int]
  /// For each place in `rows` the number of its group within the partition (`UInt32`).
  let ids: Buffer
  /// The number of the first group of each partition, and of all groups.
  let firstGroups: [Int]
  /// The key (`UInt64`) and the first row (`UInt32`) of each group, one partition after another.
  let keys: Buffer
  let firstRows: Buffer

  var count: Int { bounds.count - 1 }
  var groupCount: Int { firstGroups[firstGroups.count - 1] }

  /// Rows per partition at most, if hashes are spread evenly: the table of so many groups takes
  /// 400 to 800 KiB.
  private static let size = 16_384
  private static let mostBits = 10

  /// - Parameters:
  ///   - words: one `UInt64` a row.
  ///   - keep: a byte a row, 0 for rows to leave out; nil for none.
  init(_ words: Buffer, rowCount: Int, keep: Buffer? = nil, _ context: QueryContext) throws {
    let bits =
      (0..<KeyPartitions.mostBits).first { rowCount >> $0 <= KeyPartitions.size }
      ?? KeyPartitions.mostBits
    let (parted, rows, bounds) = try KeyPartitions.part(
      words, rowCount: rowCount, keep: keep, bits: bits, context)
    self.rows = rows
    self.bounds = bounds
    let ids = try Buffer(UInt32.self, count: rowCount)
    self.ids = ids
    let tables = try Parallel.map(pieces: 1 << bits, threads: context.threads) { index in
      try context.checkStopped()
      return try KeyPartitions.number(
        parted, rows, bounds[index]..<bounds[index + 1], into: ids)
    }
    var firstGroups = [0]
    for table in tables { firstGroups.append(firstGroups[firstGroups.count - 1] + table.count) }
    self.firstGroups = firstGroups
    let total = firstGroups[firstGroups.count - 1]
    let keys = try Buffer(UInt64.self, count: total)
    let firstRows = try Buffer(UInt32.self, count: total)
    for (table, first) in zip(tables, firstGroups) {
      (keys.pointer(UInt64.self) + first).update(
        from: table.keys.pointer(UInt64.self), count: table.count)
      (firstRows.pointer(UInt32.self) + first).update(
        from: table.firstRows.pointer(UInt32.self), count: table.count)
    }
    self.keys = keys
    self.firstRows = firstRows
  }

  /// The keys and their rows by the highest bits of their hash, stably.
  private static func part(
    _ words: Buffer, rowCount: Int, keep: Buffer?, bits: Int, _ context: QueryContext
  ) throws -> (keys: Buffer, rows: Buffer, bounds: [Int]) {
    let partitions = 1 << bits
    // One more for the rows that are left out, which nobody reads.
    let targets = partitions + 1
    let shift = UInt64(63 - bits)
    @Sendable @inline(__always) func partition(_ word: UInt64) -> Int {
      // Two shifts, since a shift by 64 is none.
      Int(truncatingIfNeeded: (GroupTable.hash(word) >> 1) >> shift)
    }
    let lanes = max(1, min(Morsel.pieces(of: rowCount), 16))
    let counts = try Buffer(Int.self, count: lanes * targets, zeroed: true)
    try Parallel.run(pieces: lanes, threads: context.threads) { lane in
      try context.checkStopped()
      let tally = counts.pointer(Int.self) + lane * targets
      let keys = words.pointer(UInt64.self)
      let own = rowCount * lane / lanes..<rowCount * (lane + 1) / lanes
      if let keep {
        let kept = keep.pointer(UInt8.self)
        for row in own { tally[kept[row] != 0 ? partition(keys[row]) : partitions] &+= 1 }
      } else {
        for row in own { tally[partition(keys[row])] &+= 1 }
      }
    }
    // The last target's end is of no interest: it holds what is left out.
    let bounds = Array(LaneCounts.places(counts, lanes: lanes, targets: targets).dropLast())
    let parted = try Buffer(UInt64.self, count: rowCount)
    let partedRows = try Buffer(UInt32.self, count: rowCount)
    try Parallel.run(pieces: lanes, threads: context.threads) { lane in
      try context.checkStopped()
      let places = counts.pointer(Int.self) + lane * targets
      let keys = words.pointer(UInt64.self)
      let kept = keep?.pointer(UInt8.self)
      let outKeys = parted.pointer(UInt64.self)
      let outRows = partedRows.pointer(UInt32.self)
      for row in rowCount * lane / lanes..<rowCount * (lane + 1) / lanes {
        let key = keys[row]
        let index = kept.map { $0[row] == 0 } ?? false ? partitions : partition(key)
        let place = places[index]
        places[index] = place &+ 1
        outKeys[place] = key
        outRows[place] = UInt32(truncatingIfNeeded: row)
      }
    }
    return (parted, partedRows, bounds)
  }

  /// The groups of one partition.
  private struct Table: Sendable {
    let keys: Buffer
    let firstRows: Buffer
    let count: Int
  }

  /// Numbers the groups of a partition in an open-addressing table that holds the keys themselves.
  ///
  /// It begins with room for as many groups as there are rows, as long as that fits the cache; where
  /// one key has most rows of all, there are more rows than that and few groups.
  private static func number(
    _ keys: Buffer, _ rows: Buffer, _ places: Range<Int>, into ids: Buffer
  ) throws -> Table {
    var capacity = 64
    while capacity < min(places.count * 2, largestStart) { capacity *= 2 }
    var slots = try Slots(capacity)
    let source = keys.pointer(UInt64.self)
    let rowOf = rows.pointer(UInt32.self)
    let out = ids.pointer(UInt32.self)
    var place = places.lowerBound
    while true {
      place = slots.number(source, rowOf, place..<places.upperBound, into: out)
      if place == places.upperBound { break }
      try slots.grow()
    }
    return Table(keys: slots.groupKeys, firstRows: slots.firstRows, count: slots.count)
  }

  /// Slots that a table begins with at most: 768 KiB of them.
  private static let largestStart = 1 << 16

  /// An open-addressing table, half full at most, and the groups in order of first appearance.
  private struct Slots {
    /// The number of the group in each slot, from 1 on; 0 where the slot is free.
    private var numbers: Buffer
    private var keys: Buffer
    private var mask: Int
    private(set) var groupKeys: Buffer
    private(set) var firstRows: Buffer
    private(set) var count = 0

    init(_ capacity: Int) throws {
      numbers = try Buffer(UInt32.self, count: capacity, zeroed: true)
      keys = try Buffer(UInt64.self, count: capacity)
      mask = capacity - 1
      groupKeys = try Buffer(UInt64.self, count: capacity / 2)
      firstRows = try Buffer(UInt32.self, count: capacity / 2)
    }

    /// Numbers keys until all are, or until the table is half full: returns the place of the first
    /// key without a number. The loop works on pointers alone.
    mutating func number(
      _ source: UnsafePointer<UInt64>, _ rows: UnsafePointer<UInt32>, _ places: Range<Int>,
      into out: UnsafeMutablePointer<UInt32>
    ) -> Int {
      let numbers = self.numbers.pointer(UInt32.self)
      let known = keys.pointer(UInt64.self)
      let groupKeys = self.groupKeys.pointer(UInt64.self)
      let firstRows = self.firstRows.pointer(UInt32.self)
      let mask = self.mask
      var count = self.count
      var place = places.lowerBound
      while place < places.upperBound, count &* 2 <= mask {
        let key = source[place]
        var slot = Int(truncatingIfNeeded: GroupTable.hash(key)) & mask
        while numbers[slot] != 0, known[slot] != key { slot = (slot &+ 1) & mask }
        if numbers[slot] == 0 {
          known[slot] = key
          groupKeys[count] = key
          firstRows[count] = rows[place]
          count &+= 1
          numbers[slot] = UInt32(truncatingIfNeeded: count)
        }
        out[place] = numbers[slot] &- 1
        place &+= 1
      }
      self.count = count
      return place
    }

    mutating func grow() throws {
      let capacity = (mask + 1) * 4
      let moreKeys = try Buffer(UInt64.self, count: capacity / 2)
      let moreRows = try Buffer(UInt32.self, count: capacity / 2)
      moreKeys.pointer(UInt64.self).update(from: groupKeys.pointer(UInt64.self), count: count)
      moreRows.pointer(UInt32.self).update(from: firstRows.pointer(UInt32.self), count: count)
      groupKeys = moreKeys
      firstRows = moreRows
      numbers = try Buffer(UInt32.self, count: capacity, zeroed: true)
      keys = try Buffer(UInt64.self, count: capacity)
      mask = capacity - 1
      let slots = numbers.pointer(UInt32.self)
      let known = keys.pointer(UInt64.self)
      for group in 0..<count {
        let key = groupKeys.pointer(UInt64.self)[group]
        var slot = Int(truncatingIfNeeded: GroupTable.hash(key)) & mask
        while slots[slot] != 0 { slot = (slot &+ 1) & mask }
        known[slot] = key
        slots[slot] = UInt32(truncatingIfNeeded: group + 1)
      }
    }
  }
}
