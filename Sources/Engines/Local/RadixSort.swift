import Columns
import Planning

/// Sorts row numbers by unsigned keys: least significant digit first, stable, on all threads.
enum RadixSort {
  /// The rows in the order of their keys; equal keys keep their order.
  ///
  /// - Parameters:
  ///   - keys: `count` keys; overwritten.
  ///   - rows: `count` row numbers, `rows[i]` belonging to `keys[i]`; overwritten. Nil stands for
  ///     0, 1, 2 …
  ///   - bits: how many low bits of a key matter.
  /// - Returns: the buffers that hold sorted keys and rows.
  static func sort<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
    _ keys: Buffer, as type: Key.Type, rows: Buffer?, count: Int, bits: Int,
    context: QueryContext
  ) throws -> (keys: Buffer, rows: Buffer) {
    var fromKeys = keys
    // Nil as long as every row is where it was: the first pass then needs no numbers to read.
    var fromRows = rows
    if count < 2 || bits <= 0 { return (fromKeys, try rows ?? numbers(count)) }
    var toKeys = try Buffer(Key.self, count: count)
    var toRows = try Buffer(UInt32.self, count: count)
    // Digits of at most 11 bits: the counters of one pass stay in the L1 cache.
    let passes = (bits + 10) / 11
    let digit = (bits + passes - 1) / passes
    let buckets = 1 << digit
    let lanes = count < 1 << 16 ? 1 : min(context.threads, 16)
    for pass in 0..<passes {
      try context.checkStopped()
      let shift = Key(truncatingIfNeeded: pass * digit)
      let mask = Key(truncatingIfNeeded: buckets - 1)
      let counts = try Buffer(Int.self, count: lanes * buckets, zeroed: true)
      let sourceKeys = fromKeys
      let sourceRows = fromRows
      let targetKeys = toKeys
      let targetRows = toRows
      try Parallel.run(pieces: lanes, threads: context.threads) { lane in
        let tally = counts.pointer(Int.self) + lane * buckets
        let source = sourceKeys.pointer(Key.self)
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
        let keys = sourceKeys.pointer(Key.self)
        let outKeys = targetKeys.pointer(Key.self)
        let outRows = targetRows.pointer(UInt32.self)
        let own = count * lane / lanes..<count * (lane + 1) / lanes
        guard let rows = sourceRows?.pointer(UInt32.self) else {
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
      if let read = fromRows {
        fromRows = toRows
        toRows = read
      } else {
        fromRows = toRows
        toRows = try Buffer(UInt32.self, count: count)
      }
    }
    return (fromKeys, try fromRows ?? numbers(count))
  }

  /// 0, 1, 2 …
  static func numbers(_ count: Int) throws -> Buffer {
    let result = try Buffer(UInt32.self, count: count)
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
    var rows: Buffer?
    for group in words.groups.indices.reversed() {
      let cardinality = words.cardinality(group)
      let bits = cardinality.map { UInt64.bitWidth - ($0 &- 1).leadingZeroBitCount } ?? 64
      if bits <= 32 {
        var keys = try words.words(group, count: count, as: UInt32.self, context: context)
        if let known = rows { keys = try permuted(keys, UInt32.self, known, count) }
        rows = try RadixSort.sort(
          keys, as: UInt32.self, rows: rows, count: count, bits: bits, context: context
        ).rows
      } else {
        var keys = try words.words(group, count: count, as: UInt64.self, context: context)
        if let known = rows { keys = try permuted(keys, UInt64.self, known, count) }
        rows = try RadixSort.sort(
          keys, as: UInt64.self, rows: rows, count: count, bits: bits, context: context
        ).rows
      }
    }
    return try rows ?? RadixSort.numbers(count)
  }

  private static func permuted<Key: FixedWidthInteger & BitwiseCopyable>(
    _ keys: Buffer, _ type: Key.Type, _ rows: Buffer, _ count: Int
  ) throws -> Buffer {
    let result = try Buffer(Key.self, count: count)
    let out = result.pointer(Key.self)
    let source = keys.pointer(Key.self)
    let order = rows.pointer(UInt32.self)
    for index in 0..<count { out[index] = source[Int(order[index])] }
    return result
  }
}
