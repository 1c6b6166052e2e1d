/// A stable sort of few rows by unsigned keys, all of which lie in the cache: one pass puts each row
/// about where it belongs, and neighbours are put right by insertion.
enum CachedSort {
  private typealias Rows = UnsafeMutablePointer<UInt32>

  /// Counters of one pass as a power of two: they stay in the L1 cache.
  private static let mostBits = 12
  /// Rows that may be put right by insertion.
  private static let few = 32

  /// Writes keys and their rows to other places, in the order of the keys. What was there before the
  /// call, and the given keys and rows, are overwritten.
  static func sort<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ keys: UnsafeMutablePointer<Key>, _ rows: UnsafeMutablePointer<UInt32>, count: Int,
    into outKeys: UnsafeMutablePointer<Key>, _ outRows: UnsafeMutablePointer<UInt32>
  ) {
    if count < 2 {
      outKeys.update(from: keys, count: count)
      outRows.update(from: rows, count: count)
      return
    }
    var (low, high) = (keys[0], keys[0])
    for place in 1..<count {
      low = min(low, keys[place])
      high = max(high, keys[place])
    }
    let bits = Key.bitWidth - (high &- low).leadingZeroBitCount
    let counted = min(bits, mostBits, max(1, Int.bitWidth - count.leadingZeroBitCount - 1))
    let shift = Key(truncatingIfNeeded: bits - counted)
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 1 << counted) { room in
      guard let counters = room.baseAddress else { return }
      counters.initialize(repeating: 0, count: 1 << counted)
      for place in 0..<count {
        counters[Int(truncatingIfNeeded: (keys[place] &- low) &>> shift)] &+= 1
      }
      var start: UInt32 = 0
      var longest: UInt32 = 0
      for bucket in 0..<1 << counted {
        let length = counters[bucket]
        counters[bucket] = start
        start &+= length
        longest = max(longest, length)
      }
      for place in 0..<count {
        let key = keys[place]
        let bucket = Int(truncatingIfNeeded: (key &- low) &>> shift)
        let target = Int(counters[bucket])
        counters[bucket] &+= 1
        outKeys[target] = key
        outRows[target] = rows[place]
      }
      if shift == 0 { return }
      if longest <= few {
        insert(outKeys, outRows, count)
        return
      }
      // Each counter now tells where its bucket ends.
      var first = 0
      for bucket in 0..<1 << counted {
        let end = Int(counters[bucket])
        putRight(outKeys + first, outRows + first, end - first, scratch: keys + first, rows + first)
        first = end
      }
    }
  }

  /// Sorts the rows of one bucket where they are.
  private static func putRight<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ keys: UnsafeMutablePointer<Key>, _ rows: Rows, _ count: Int,
    scratch otherKeys: UnsafeMutablePointer<Key>, _ otherRows: Rows
  ) {
    if count <= few {
      insert(keys, rows, count)
      return
    }
    var isSorted = true
    for place in 1..<count { isSorted = isSorted && keys[place - 1] <= keys[place] }
    if isSorted { return }
    // The keys of a bucket differ in fewer bits than those around them, by at least five.
    sort(keys, rows, count: count, into: otherKeys, otherRows)
    keys.update(from: otherKeys, count: count)
    rows.update(from: otherRows, count: count)
  }

  private static func insert<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ keys: UnsafeMutablePointer<Key>, _ rows: Rows, _ count: Int
  ) {
    if count < 2 { return }
    var last = keys[0]
    for place in 1..<count {
      let key = keys[place]
      if key >= last {
        last = key
        continue
      }
      let row = rows[place]
      var target = place
      while target > 0, keys[target - 1] > key {
        keys[target] = keys[target - 1]
        rows[target] = rows[target - 1]
        target &-= 1
      }
      keys[target] = key
      rows[target] = row
    }
  }
}
