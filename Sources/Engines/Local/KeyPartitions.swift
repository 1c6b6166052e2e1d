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
  ///   - words: one `UInt64` a row; let go as soon as they are parted.
  ///   - keep: a byte a row, 0 for rows to leave out; nil for none.
  init(
    _ words: consuming Buffer, rowCount: Int, keep: Buffer? = nil, _ context: QueryContext
  ) throws {
    let bits =
      (0..<KeyPartitions.mostBits).first { rowCount >> $0 <= KeyPartitions.size }
      ?? KeyPartitions.mostBits
    let parted = try KeyPartitions.part(
      words, rowCount: rowCount, keep: keep, bits: bits, context)
    let bounds = parted.bounds
    let ids = try MutableBuffer(UInt32.self, count: rowCount)
    let firstRows = try MutableBuffer(UInt32.self, count: rowCount)
    let counts = try Parallel.map(pieces: 1 << bits, threads: context.threads) { index in
      try context.checkStopped()
      let first = bounds[index]
      return try KeyPartitions.number(
        parted.keys.pointer(UInt64.self) + first, parted.rows.pointer(UInt32.self) + first,
        count: bounds[index + 1] - first, firstRows: firstRows.pointer(UInt32.self) + first,
        into: ids.pointer(UInt32.self) + first)
    }
    self.bounds = bounds
    self.ids = ids.freeze()
    var firstGroups = [0]
    for count in counts { firstGroups.append(firstGroups[firstGroups.count - 1] + count) }
    self.firstGroups = firstGroups
    (keys, self.firstRows, rows) = try KeyPartitions.joined(parted, firstRows, firstGroups)
  }

  /// The keys and first rows of the groups of all partitions, one after another. They stay where they
  /// are and move together, unless that would keep far more memory than there are groups.
  private static func joined(
    _ parted: consuming Parted, _ firstRows: consuming MutableBuffer, _ firstGroups: [Int]
  ) throws -> (keys: Buffer, firstRows: Buffer, rows: Buffer) {
    let total = firstGroups[firstGroups.count - 1]
    let bounds = parted.bounds
    let keys = parted.keys
    let rows = parted.rows.freeze()
    func move<T: BitwiseCopyable>(
      _ source: UnsafeMutablePointer<T>, to target: UnsafeMutablePointer<T>
    ) {
      for index in 0..<firstGroups.count - 1 {
        let (place, first) = (firstGroups[index], bounds[index])
        // Downwards, and over what has moved already.
        if target + place != source + first {
          (target + place).update(from: source + first, count: firstGroups[index + 1] - place)
        }
      }
    }
    if total > bounds[bounds.count - 1] / 2 {
      move(keys.pointer(UInt64.self), to: keys.pointer(UInt64.self))
      move(firstRows.pointer(UInt32.self), to: firstRows.pointer(UInt32.self))
      return (keys.freeze(), firstRows.freeze(), rows)
    }
    let ownKeys = try MutableBuffer(UInt64.self, count: total)
    let ownRows = try MutableBuffer(UInt32.self, count: total)
    move(keys.pointer(UInt64.self), to: ownKeys.pointer(UInt64.self))
    move(firstRows.pointer(UInt32.self), to: ownRows.pointer(UInt32.self))
    return (ownKeys.freeze(), ownRows.freeze(), rows)
  }

  /// Keys and their rows, partition by partition, and where each begins.
  private struct Parted: ~Copyable {
    let keys: MutableBuffer
    let rows: MutableBuffer
    let bounds: [Int]
  }

  /// The keys and their rows by the highest bits of their hash, stably.
  private static func part(
    _ words: Buffer, rowCount: Int, keep: Buffer?, bits: Int, _ context: QueryContext
  ) throws -> Parted {
    let partitions = 1 << bits
    // One more for the rows that are left out, which nobody reads.
    let targets = partitions + 1
    let shift = UInt64(63 - bits)
    @Sendable @inline(__always) func partition(_ word: UInt64) -> Int {
      // Two shifts, since a shift by 64 is none.
      Int(truncatingIfNeeded: (GroupTable.hash(word) >> 1) >> shift)
    }
    let lanes = max(1, min(Morsel.pieces(of: rowCount), 16))
    let counts = try MutableBuffer(Int.self, count: lanes * targets, zeroed: true)
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
    let parted = try MutableBuffer(UInt64.self, count: rowCount)
    let partedRows = try MutableBuffer(UInt32.self, count: rowCount)
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
    return Parted(keys: parted, rows: partedRows, bounds: bounds)
  }

  /// Numbers the groups of a partition in an open-addressing table that holds the keys themselves. The
  /// keys of the groups take the places of the first keys. Returns how many groups there are.
  ///
  /// The table begins with room for as many groups as there are rows, as long as that fits the cache;
  /// where one key has most rows of all, there are more rows than that and few groups.
  private static func number(
    _ keys: UnsafeMutablePointer<UInt64>, _ rows: UnsafePointer<UInt32>, count: Int,
    firstRows: UnsafeMutablePointer<UInt32>, into ids: UnsafeMutablePointer<UInt32>
  ) throws -> Int {
    var capacity = 64
    while capacity < min(count * 2, largestStart) { capacity *= 2 }
    var slots = try Slots(capacity)
    var place = 0
    while true {
      place = slots.number(keys, rows, place..<count, firstRows: firstRows, into: ids)
      if place == count { return slots.count }
      try slots.grow(keys)
    }
  }

  /// Slots that a table begins with at most: 768 KiB of them.
  private static let largestStart = 1 << 16

  /// An open-addressing table, half full at most.
  private struct Slots: ~Copyable {
    /// The number of the group in each slot, from 1 on; 0 where the slot is free.
    private var numbers: MutableBuffer
    private var keys: MutableBuffer
    private var mask: Int
    private(set) var count = 0

    init(_ capacity: Int) throws {
      let numbers = try MutableBuffer(UInt32.self, count: capacity, zeroed: true)
      let keys = try MutableBuffer(UInt64.self, count: capacity)
      self.numbers = numbers
      self.keys = keys
      mask = capacity - 1
    }

    /// Numbers keys until all are, or until the table is half full: returns the place of the first
    /// key without a number. The key of each new group is written to the place of its number, which
    /// has been read: there are never more groups than keys. The loop works on pointers alone.
    mutating func number(
      _ source: UnsafeMutablePointer<UInt64>, _ rows: UnsafePointer<UInt32>, _ places: Range<Int>,
      firstRows: UnsafeMutablePointer<UInt32>, into out: UnsafeMutablePointer<UInt32>
    ) -> Int {
      let numbers = self.numbers.pointer(UInt32.self)
      let known = keys.pointer(UInt64.self)
      let mask = self.mask
      var count = self.count
      var place = places.lowerBound
      while place < places.upperBound, count &* 2 <= mask {
        let key = source[place]
        var slot = Int(truncatingIfNeeded: GroupTable.hash(key)) & mask
        while numbers[slot] != 0, known[slot] != key { slot = (slot &+ 1) & mask }
        if numbers[slot] == 0 {
          known[slot] = key
          source[count] = key
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

    /// Makes the table four times as large, with the keys of its groups.
    mutating func grow(_ groupKeys: UnsafePointer<UInt64>) throws {
      let capacity = (mask + 1) * 4
      numbers = try MutableBuffer(UInt32.self, count: capacity, zeroed: true)
      keys = try MutableBuffer(UInt64.self, count: capacity)
      mask = capacity - 1
      let slots = numbers.pointer(UInt32.self)
      let known = keys.pointer(UInt64.self)
      for group in 0..<count {
        let key = groupKeys[group]
        var slot = Int(truncatingIfNeeded: GroupTable.hash(key)) & mask
        while slots[slot] != 0 { slot = (slot &+ 1) & mask }
        known[slot] = key
        slots[slot] = UInt32(truncatingIfNeeded: group + 1)
      }
    }
  }
}
