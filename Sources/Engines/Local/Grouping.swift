package import Columns
import Functions
package import Planning

/// A number for each row that says to which group it belongs: groups are numbered from 0 in the
/// order of their keys, null last.
package struct Grouping: Sendable {
  /// One `UInt32` a row.
  package let ids: Buffer
  package let count: Int
  /// The first row of each group.
  package let firstRows: [UInt32]

  /// Groups the rows by the given columns; without columns all rows are one group.
  package init(_ columns: [Column], rowCount: Int, context: QueryContext) throws {
    try self.init(
      KeyWords(columns, descending: columns.map { _ in false }, context: context),
      rowCount: rowCount, context: context)
  }

  /// Groups the rows by keys that are known already.
  init(_ words: KeyWords, rowCount: Int, context: QueryContext) throws {
    guard !words.groups.isEmpty else {
      ids = try MutableBuffer(UInt32.self, count: rowCount, zeroed: true).freeze()
      count = rowCount == 0 ? 0 : 1
      firstRows = rowCount == 0 ? [] : [0]
      return
    }
    var grouping = try Grouping.byWord(words, 0, rowCount, context)
    // Further words refine the groups so far: (group, next word) is the next key.
    for index in words.groups.indices.dropFirst() {
      let own = try Grouping.byWord(words, index, rowCount, context)
      grouping = try Grouping.combined(grouping, own, rowCount, context)
    }
    self = grouping
  }

  /// The numbers of groups of rows that stand in another order.
  static func moved(_ ids: Buffer, by order: Buffer, rowCount: Int) throws -> Buffer {
    let result = try MutableBuffer(UInt32.self, count: rowCount)
    let numbers = ids.pointer(UInt32.self)
    let rows = order.pointer(UInt32.self)
    for row in 0..<rowCount { result.pointer(UInt32.self)[row] = numbers[Int(rows[row])] }
    return result.freeze()
  }

  private init(ids: Buffer, count: Int, firstRows: [UInt32]) {
    self.ids = ids
    self.count = count
    self.firstRows = firstRows
  }

  private static func combined(
    _ left: Grouping, _ right: Grouping, _ rowCount: Int, _ context: QueryContext
  ) throws -> Grouping {
    let words = try MutableBuffer(UInt64.self, count: rowCount)
    let factor = UInt64(right.count)
    try Parallel.run(pieces: Morsel.pieces(of: rowCount), threads: context.threads) { piece in
      let out = words.pointer(UInt64.self)
      let high = left.ids.pointer(UInt32.self)
      let low = right.ids.pointer(UInt32.self)
      for row in Morsel.range(piece, of: rowCount) {
        out[row] = UInt64(high[row]) * factor + UInt64(low[row])
      }
    }
    let cardinality = UInt64(left.count) * factor
    return try byWords(words, cardinality: cardinality, rowCount, context)
  }

  private static func byWord(
    _ words: KeyWords, _ group: Int, _ rowCount: Int, _ context: QueryContext
  ) throws -> Grouping {
    let cardinality = words.cardinality(group)
    if let cardinality, isDense(cardinality, rowCount) {
      let keys = try words.words(group, count: rowCount, as: UInt32.self, context: context)
      return try dense(keys, as: UInt32.self, Int(cardinality), rowCount, context)
    }
    let keys = try words.words(group, count: rowCount, as: UInt64.self, context: context)
    return try hashed(keys.freeze(), cardinality, rowCount, context)
  }

  /// Whether an array over all possible keys is worth it; such keys fit 32 bits.
  private static func isDense(_ cardinality: UInt64, _ rowCount: Int) -> Bool {
    cardinality <= min(UInt64(UInt32.max), max(65_536, UInt64(rowCount) * 2))
  }

  private static func byWords(
    _ words: consuming MutableBuffer, cardinality: UInt64?, _ rowCount: Int, _ context: QueryContext
  ) throws -> Grouping {
    if let cardinality, isDense(cardinality, rowCount) {
      return try dense(words, as: UInt64.self, Int(cardinality), rowCount, context)
    }
    return try hashed(words.freeze(), cardinality, rowCount, context)
  }

  /// Few possible keys: note where each first occurs, number those that do in order. The keys may
  /// give way to the numbers.
  ///
  /// Lanes look for first occurrences side by side; the earliest of a key is the least of theirs.
  private static func dense<Word: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
    _ keys: consuming MutableBuffer, as type: Word.Type, _ cardinality: Int, _ rowCount: Int,
    _ context: QueryContext
  ) throws -> Grouping {
    let words = keys
    let lanes =
      cardinality <= 1 << 16 ? max(1, min(Morsel.pieces(of: rowCount), context.threads)) : 1
    let firstOfLane = try MutableBuffer(UInt32.self, count: lanes * cardinality)
    try Parallel.run(pieces: lanes, threads: context.threads) { lane in
      try context.checkStopped()
      let firsts = firstOfLane.pointer(UInt32.self) + lane * cardinality
      firsts.update(repeating: absentRow, count: cardinality)
      let keys = words.pointer(Word.self)
      for row in rowCount * lane / lanes..<rowCount * (lane + 1) / lanes {
        let key = Int(truncatingIfNeeded: keys[row])
        if firsts[key] == absentRow { firsts[key] = UInt32(truncatingIfNeeded: row) }
      }
    }
    let firsts = firstOfLane.pointer(UInt32.self)
    var firstRows: [UInt32] = []
    for key in 0..<cardinality {
      var first = absentRow
      for lane in 0..<lanes { first = min(first, firsts[lane * cardinality + key]) }
      if first != absentRow {
        firstRows.append(first)
        firsts[key] = UInt32(truncatingIfNeeded: firstRows.count - 1)
      }
    }
    // Keys of the same size give way to their numbers.
    if MemoryLayout<Word>.size == MemoryLayout<UInt32>.size {
      let out = SharedPointer(words.pointer(UInt32.self))
      try number(words, as: Word.self, firstOfLane, into: out, rowCount, context)
      return Grouping(ids: words.freeze(), count: firstRows.count, firstRows: firstRows)
    }
    let ids = try MutableBuffer(UInt32.self, count: rowCount)
    let out = SharedPointer(ids.pointer(UInt32.self))
    try number(words, as: Word.self, firstOfLane, into: out, rowCount, context)
    return Grouping(ids: ids.freeze(), count: firstRows.count, firstRows: firstRows)
  }

  /// Writes the number of each row's key; `ids` may be the memory of keys of the same size.
  private static func number<Word: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ words: borrowing MutableBuffer, as type: Word.Type, _ numberOfKey: borrowing MutableBuffer,
    into ids: SharedPointer<UInt32>, _ rowCount: Int, _ context: QueryContext
  ) throws {
    try Parallel.run(pieces: Morsel.pieces(of: rowCount), threads: context.threads) { piece in
      try context.checkStopped()
      let out = ids.pointer
      let keys = words.pointer(Word.self)
      let numbers = numberOfKey.pointer(UInt32.self)
      for row in Morsel.range(piece, of: rowCount) {
        out[row] = numbers[Int(truncatingIfNeeded: keys[row])]
      }
    }
  }

  /// Many possible keys: rows are grouped in partitions by hash, then the groups are put in the order
  /// of their keys.
  private static func hashed(
    _ words: Buffer, _ cardinality: UInt64?, _ rowCount: Int, _ context: QueryContext
  ) throws -> Grouping {
    let parts = try KeyPartitions(words, rowCount: rowCount, context)
    let total = parts.groupCount
    let order = try ordered(parts, cardinality, context)
    let numbers = try MutableBuffer(UInt32.self, count: total)
    try Parallel.run(pieces: Morsel.pieces(of: total), threads: context.threads) { piece in
      try context.checkStopped()
      let out = numbers.pointer(UInt32.self)
      let groups = order.pointer(UInt32.self)
      for place in Morsel.range(piece, of: total) { out[Int(groups[place])] = UInt32(place) }
    }
    let firsts = try firstRows(parts, order, context)
    let firstRows = (0..<total).map { firsts.pointer(UInt32.self)[$0] }
    let ids = try MutableBuffer(UInt32.self, count: rowCount)
    try Parallel.run(pieces: parts.count, threads: context.threads) { index in
      try context.checkStopped()
      let rows = parts.rows.pointer(UInt32.self)
      let local = parts.ids.pointer(UInt32.self)
      let out = ids.pointer(UInt32.self)
      let map = numbers.pointer(UInt32.self) + parts.firstGroups[index]
      for place in parts.bounds[index]..<parts.bounds[index + 1] {
        out[Int(rows[place])] = map[Int(local[place])]
      }
    }
    return Grouping(ids: ids.freeze(), count: total, firstRows: firstRows)
  }

  /// The first row of each group, groups in the given order.
  static func firstRows(
    _ parts: KeyPartitions, _ order: Buffer, _ context: QueryContext
  ) throws -> Buffer {
    let count = parts.groupCount
    let result = try MutableBuffer(UInt32.self, count: count)
    try Parallel.run(pieces: Morsel.pieces(of: count), threads: context.threads) { piece in
      try context.checkStopped()
      let firsts = parts.firstRows.pointer(UInt32.self)
      let groups = order.pointer(UInt32.self)
      let out = result.pointer(UInt32.self)
      for place in Morsel.range(piece, of: count) { out[place] = firsts[Int(groups[place])] }
    }
    return result.freeze()
  }

  /// The numbers of the groups in the order of their keys.
  private static func ordered(
    _ parts: KeyPartitions, _ cardinality: UInt64?, _ context: QueryContext
  ) throws -> Buffer {
    let bits = cardinality.map { UInt64.bitWidth - ($0 &- 1).leadingZeroBitCount } ?? 64
    let keys = try MutableBuffer(UInt64.self, count: parts.groupCount)
    keys.pointer(UInt64.self).update(
      from: parts.keys.pointer(UInt64.self), count: parts.groupCount)
    let sorted = try RadixSort.sort(
      keys, as: UInt64.self, rows: nil, count: parts.groupCount, bits: bits, context: context)
    return sorted.rows.freeze()
  }

  /// Whether there may be so many groups that rows are best put together by their keys.
  static func hasManyKeys(_ words: KeyWords, rowCount: Int) -> Bool {
    guard words.groups.count == 1, rowCount > 0 else { return false }
    return words.cardinality(0).map { $0 > 1 << 16 } ?? true
  }

  /// Rows in partitions by hash and the order of all groups, for who needs no number of each row;
  /// nil where the keys are grouped in another way.
  static func partitions(
    _ words: KeyWords, rowCount: Int, context: QueryContext
  ) throws -> (parts: KeyPartitions, order: Buffer)? {
    guard words.groups.count == 1, rowCount > 0 else { return nil }
    let cardinality = words.cardinality(0)
    if let cardinality, isDense(cardinality, rowCount) { return nil }
    let keys = try words.words(0, count: rowCount, as: UInt64.self, context: context)
    let parts = try KeyPartitions(keys.freeze(), rowCount: rowCount, context)
    return (parts, try ordered(parts, cardinality, context))
  }

  /// How many rows each group has.
  func sizes(rowCount: Int, _ context: QueryContext) throws -> [Int] {
    if count <= 1 { return [rowCount] }
    let lanes = LaneCounts.lanes(rows: rowCount, targets: count, threads: context.threads)
    let counts = try MutableBuffer(UInt32.self, count: lanes * count, zeroed: true)
    try Parallel.run(pieces: lanes, threads: context.threads) { lane in
      try context.checkStopped()
      let tally = counts.pointer(UInt32.self) + lane * count
      let numbers = ids.pointer(UInt32.self)
      for row in rowCount * lane / lanes..<rowCount * (lane + 1) / lanes {
        tally[Int(numbers[row])] &+= 1
      }
    }
    let tally = counts.pointer(UInt32.self)
    return (0..<count).map { group in
      (0..<lanes).reduce(0) { $0 + Int(tally[$1 * count + group]) }
    }
  }

  /// The rows of each group one after another, in row order: group `g` is
  /// `rows[starts[g]..<starts[g + 1]]`.
  static func rowsByGroup(
    _ ids: Buffer, groupCount: Int, rowCount: Int, context: QueryContext
  ) throws -> GroupedRows {
    // A stable counting sort; the lanes only share out the work, the result is the same.
    let lanes = LaneCounts.lanes(rows: rowCount, targets: groupCount, threads: context.threads)
    let counts = try MutableBuffer(Int.self, count: lanes * groupCount, zeroed: true)
    try Parallel.run(pieces: lanes, threads: context.threads) { lane in
      try context.checkStopped()
      let tally = counts.pointer(Int.self) + lane * groupCount
      let numbers = ids.pointer(UInt32.self)
      for row in rowCount * lane / lanes..<rowCount * (lane + 1) / lanes {
        tally[Int(numbers[row])] &+= 1
      }
    }
    let starts = try Buffer(copying: LaneCounts.places(counts, lanes: lanes, targets: groupCount))
    let rows = try MutableBuffer(UInt32.self, count: rowCount)
    try Parallel.run(pieces: lanes, threads: context.threads) { lane in
      try context.checkStopped()
      let places = counts.pointer(Int.self) + lane * groupCount
      let numbers = ids.pointer(UInt32.self)
      let out = rows.pointer(UInt32.self)
      for row in rowCount * lane / lanes..<rowCount * (lane + 1) / lanes {
        let group = Int(numbers[row])
        let place = places[group]
        places[group] = place &+ 1
        out[place] = UInt32(truncatingIfNeeded: row)
      }
    }
    return GroupedRows(rows: rows, starts: starts)
  }
}

/// The rows of each group one after another, and where each group begins (`Int`).
struct GroupedRows: ~Copyable {
  let rows: MutableBuffer
  let starts: Buffer
}

/// Counts of rows that lanes share out: `counts[lane * targets + target]`, each an `Int`.
enum LaneCounts {
  /// Lanes of a counting sort of so many rows into so many targets: one a thread, and fewer where their
  /// counts together would take more than 64 MiB.
  static func lanes(rows: Int, targets: Int, threads: Int) -> Int {
    if rows < Morsel.rows || targets > 1 << 20 { return 1 }
    return max(1, min(threads, 64, (8 << 20) / max(1, targets)))
  }

  /// Turns the counts into the places of a stable counting sort: where each lane's part of each
  /// target begins. Returns where each target begins, and the end of the last.
  static func places(_ counts: borrowing MutableBuffer, lanes: Int, targets: Int) -> [Int] {
    let tally = counts.pointer(Int.self)
    var starts: [Int] = []
    starts.reserveCapacity(targets + 1)
    var start = 0
    for target in 0..<targets {
      starts.append(start)
      for lane in 0..<lanes {
        let length = tally[lane * targets + target]
        tally[lane * targets + target] = start
        start += length
      }
    }
    starts.append(start)
    return starts
  }
}

/// An open-addressing table from 64-bit keys to group numbers in order of first appearance.
final class GroupTable {
  private var slots: WorkMemory
  private var mask: Int
  /// The keys by group number.
  private(set) var keys: [UInt64] = []

  init(expecting count: Int) throws {
    var capacity = 64
    while capacity < count * 2 { capacity *= 2 }
    slots = try WorkMemory(UInt32.self, count: capacity, zeroed: true)
    mask = capacity - 1
  }

  /// Fibonacci hashing with the high half folded in: cheap, and good enough for packed codes.
  @inline(__always)
  static func hash(_ key: UInt64) -> UInt64 {
    let product = (key ^ (key >> 32)) &* 0x9E37_79B9_7F4A_7C15
    return product ^ (product >> 29)
  }

  /// The number of the key's group, a new one where the key is new.
  @inline(__always)
  func id(of key: UInt64) throws -> Int {
    let table = slots.pointer(UInt32.self)
    var place = Int(truncatingIfNeeded: GroupTable.hash(key)) & mask
    while true {
      let slot = table[place]
      if slot == 0 { break }
      if keys[Int(slot) - 1] == key { return Int(slot) - 1 }
      place = (place + 1) & mask
    }
    table[place] = UInt32(keys.count + 1)
    keys.append(key)
    if keys.count * 2 > mask { try grow() }
    return keys.count - 1
  }

  /// The number of the key's group, or nil where the key has none.
  @inline(__always)
  func find(_ key: UInt64) -> Int? {
    let table = slots.pointer(UInt32.self)
    var place = Int(truncatingIfNeeded: GroupTable.hash(key)) & mask
    while true {
      let slot = table[place]
      if slot == 0 { return nil }
      if keys[Int(slot) - 1] == key { return Int(slot) - 1 }
      place = (place + 1) & mask
    }
  }

  private func grow() throws {
    let capacity = (mask + 1) * 4
    slots = try WorkMemory(UInt32.self, count: capacity, zeroed: true)
    mask = capacity - 1
    let table = slots.pointer(UInt32.self)
    for (index, key) in keys.enumerated() {
      var place = Int(truncatingIfNeeded: GroupTable.hash(key)) & mask
      while table[place] != 0 { place = (place + 1) & mask }
      table[place] = UInt32(index + 1)
    }
  }
}
