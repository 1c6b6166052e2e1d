import Columns
import Planning

/// Keys in their order, and the row of each.
struct SortedRows: ~Copyable {
  let keys: MutableBuffer
  let rows: MutableBuffer
}

/// Sorts row numbers by unsigned keys: least significant digit first, stable, on all threads.
enum RadixSort {
  /// The rows in the order of their keys; equal keys keep their order.
  ///
  /// - Parameters:
  ///   - keys: `count` keys; overwritten.
  ///   - rows: `count` row numbers, `rows[i]` belonging to `keys[i]`; overwritten. Nil stands for
  ///     0, 1, 2 …
  ///   - bits: how many low bits of a key matter.
  static func sort<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
    _ keys: consuming MutableBuffer, as type: Key.Type, rows: consuming MutableBuffer?, count: Int,
    bits: Int, context: QueryContext
  ) throws -> SortedRows {
    var fromKeys = keys
    // Nil as long as every row is where it was: the first pass then needs no numbers to read.
    var fromRows = rows
    if count < 2 || bits <= 0 {
      return SortedRows(keys: fromKeys, rows: try fromRows.take() ?? numbers(count))
    }
    var toKeys = try MutableBuffer(Key.self, count: count)
    var toRows = try MutableBuffer(UInt32.self, count: count)
    // Digits of at most 11 bits: the counters of one pass stay in the L1 cache.
    let passes = (bits + 10) / 11
    let digit = (bits + passes - 1) / passes
    let buckets = 1 << digit
    let lanes = count < 1 << 16 ? 1 : min(context.threads, 16)
    for pass in 0..<passes {
      try context.checkStopped()
      let shift = Key(truncatingIfNeeded: pass * digit)
      let mask = Key(truncatingIfNeeded: buckets - 1)
      let counts = try MutableBuffer(Int.self, count: lanes * buckets, zeroed: true)
      let sourceKeys = SharedPointer(fromKeys.pointer(Key.self))
      let sourceRows = (fromRows?.pointer(UInt32.self)).map { SharedPointer($0) }
      let targetKeys = SharedPointer(toKeys.pointer(Key.self))
      let targetRows = SharedPointer(toRows.pointer(UInt32.self))
      try Parallel.run(pieces: lanes, threads: context.threads) { lane in
        let tally = counts.pointer(Int.self) + lane * buckets
        let source = sourceKeys.pointer
        for row in count * lane / lanes..<count * (lane + 1) / lanes {
          tally[Int(truncatingIfNeeded: (source[row] >> shift) & mask)] &+= 1
        }
      }
      // Where each lane's part of each bucket begins; a pass in which all rows share one bucket
      // changes nothing.
      let tally = counts.pointer(Int.self)
      var start = 0
      var isTrivial = false
      for bucket in 0..<buckets {
        let before = start
        for lane in 0..<lanes {
          let length = tally[lane * buckets + bucket]
          tally[lane * buckets + bucket] = start
          start += length
        }
        if start - before == count { isTrivial = true }
      }
      if isTrivial { continue }
      try Parallel.run(pieces: lanes, threads: context.threads) { lane in
        let places = counts.pointer(Int.self) + lane * buckets
        let keys = sourceKeys.pointer
        let outKeys = targetKeys.pointer
        let outRows = targetRows.pointer
        let own = count * lane / lanes..<count * (lane + 1) / lanes
        guard let rows = sourceRows?.pointer else {
          for row in own {
            let key = keys[row]
            let bucket = Int(truncatingIfNeeded: (key >> shift) & mask)
            let place = places[bucket]
            places[bucket] = place &+ 1
            outKeys[place] = key
            outRows[place] = UInt32(truncatingIfNeeded: row)
          }
          return
        }
        for row in own {
          let key = keys[row]
          let bucket = Int(truncatingIfNeeded: (key >> shift) & mask)
          let place = places[bucket]
          places[bucket] = place &+ 1
          outKeys[place] = key
          outRows[place] = rows[row]
        }
      }
      swap(&fromKeys, &toKeys)
      let spare = try fromRows.take() ?? MutableBuffer(UInt32.self, count: count)
      fromRows = consume toRows
      toRows = spare
    }
    return SortedRows(keys: fromKeys, rows: try fromRows.take() ?? numbers(count))
  }

  /// 0, 1, 2 …
  static func numbers(_ count: Int) throws -> MutableBuffer {
    let result = try MutableBuffer(UInt32.self, count: count)
    let out = result.pointer(UInt32.self)
    for row in 0..<count { out[row] = UInt32(truncatingIfNeeded: row) }
    return result
  }
}

/// The order of rows by several keys.
enum Ordering {
  /// The row numbers in the order of the columns, stably; null last in either direction.
  static func permutation(
    _ columns: [Column], descending: [Bool], count: Int, context: QueryContext
  ) throws -> Buffer {
    let words = try KeyWords(columns, descending: descending, context: context)
    var rows: MutableBuffer?
    for group in words.groups.indices.reversed() {
      let cardinality = words.cardinality(group)
      let bits = cardinality.map { UInt64.bitWidth - ($0 &- 1).leadingZeroBitCount } ?? 64
      let next =
        bits <= 32
        ? try sorted(words, group, as: UInt32.self, rows.take(), count, bits, context)
        : try sorted(words, group, as: UInt64.self, rows.take(), count, bits, context)
      rows = consume next
    }
    return try (rows.take() ?? RadixSort.numbers(count)).freeze()
  }

  /// The rows, in the order so far, in the order of one more group of keys.
  private static func sorted<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
    _ words: KeyWords, _ group: Int, as type: Key.Type, _ rows: consuming MutableBuffer?,
    _ count: Int, _ bits: Int, _ context: QueryContext
  ) throws -> MutableBuffer {
    var keys = try words.words(group, count: count, as: Key.self, context: context)
    if let order = rows?.pointer(UInt32.self) { keys = try permuted(keys, Key.self, order, count) }
    let sorted = try RadixSort.sort(
      keys, as: Key.self, rows: rows, count: count, bits: bits, context: context)
    return sorted.rows
  }

  private static func permuted<Key: FixedWidthInteger & BitwiseCopyable>(
    _ keys: borrowing MutableBuffer, _ type: Key.Type, _ order: UnsafePointer<UInt32>, _ count: Int
  ) throws -> MutableBuffer {
    let result = try MutableBuffer(Key.self, count: count)
    let out = result.pointer(Key.self)
    let source = keys.pointer(Key.self)
    for index in 0..<count { out[index] = source[Int(order[index])] }
    return result
  }
}
