import Glibc

/// Rows of a heap in the order of their texts, which is that of their bytes.
///
/// Compared are numbers of eight bytes each, the first byte highest, from behind what all texts share; the
/// texts themselves only where those are equal.
enum TextOrder {
  struct Entry: BitwiseCopyable, Sendable {
    let word: UInt64
    let row: UInt32
  }

  /// One entry a row, in order; equal texts in the order of their rows.
  static func entries(
    _ heap: TextHeap, count: Int
  ) throws(MemoryLimitExceeded) -> MutableBuffer {
    let entries = try MutableBuffer(Entry.self, count: count)
    sort(entries.pointer(Entry.self), 0..<count, heap, sharedLength(heap, count: count))
    return entries
  }

  /// The same on several threads, whose number changes nothing.
  static func entries(_ heap: TextHeap, count: Int, threads: Int) throws -> MutableBuffer {
    if threads <= 1 || count < 1 << 14 { return try entries(heap, count: count) }
    let shared = sharedLength(heap, count: count)
    let bounds = (0...threads).map { count * $0 / threads }
    let made = try MutableBuffer(Entry.self, count: count)
    try Parallel.run(pieces: threads, threads: threads) { piece in
      sort(made.pointer(Entry.self), bounds[piece]..<bounds[piece + 1], heap, shared)
    }
    return try merged(made, bounds, heap, threads: threads)
  }

  /// Writes the entries of some rows to their places, and sorts them.
  private static func sort(
    _ entries: UnsafeMutablePointer<Entry>, _ rows: Range<Int>, _ heap: TextHeap, _ shared: Int
  ) {
    for row in rows {
      entries[row] = Entry(
        word: word(heap.utf8(row), from: shared), row: UInt32(truncatingIfNeeded: row))
    }
    var own = UnsafeMutableBufferPointer(start: entries + rows.lowerBound, count: rows.count)
    own.sort { isBefore($0, $1, heap) }
  }

  /// Puts sorted runs together, two at a time.
  private static func merged(
    _ runs: consuming MutableBuffer, _ bounds: [Int], _ heap: TextHeap, threads: Int
  ) throws -> MutableBuffer {
    var from = runs
    var bounds = bounds
    var to = try MutableBuffer(Entry.self, count: bounds[bounds.count - 1])
    while bounds.count > 2 {
      let known = bounds
      let source = SharedPointer(from.pointer(Entry.self))
      let target = SharedPointer(to.pointer(Entry.self))
      try Parallel.run(pieces: known.count / 2, threads: threads) { pair in
        let middle = known[pair * 2 + 1]
        let end = pair * 2 + 2 < known.count ? known[pair * 2 + 2] : middle
        merge(source.pointer, known[pair * 2], middle, end, into: target.pointer, heap)
      }
      swap(&from, &to)
      bounds = stride(from: 0, to: known.count, by: 2).map { known[$0] }
      if known.count.isMultiple(of: 2) { bounds.append(known[known.count - 1]) }
    }
    return from
  }

  private static func merge(
    _ source: UnsafePointer<Entry>, _ start: Int, _ middle: Int, _ end: Int,
    into target: UnsafeMutablePointer<Entry>, _ heap: TextHeap
  ) {
    var left = start
    var right = middle
    for place in start..<end {
      if right == end || (left < middle && !isBefore(source[right], source[left], heap)) {
        target[place] = source[left]
        left &+= 1
      } else {
        target[place] = source[right]
        right &+= 1
      }
    }
  }

  @inline(__always)
  private static func isBefore(_ left: Entry, _ right: Entry, _ heap: TextHeap) -> Bool {
    if left.word != right.word { return left.word < right.word }
    let order = compareBytes(heap.utf8(Int(left.row)), heap.utf8(Int(right.row)))
    return order == 0 ? left.row < right.row : order < 0
  }

  /// How many first bytes all texts share.
  private static func sharedLength(_ heap: TextHeap, count: Int) -> Int {
    if count == 0 { return 0 }
    let first = heap.utf8(0)
    var length = first.count
    for row in 1..<count {
      let text = heap.utf8(row)
      length = min(length, text.count)
      if let one = first.baseAddress, let other = text.baseAddress,
        memcmp(one, other, length) == 0
      {
        continue
      }
      var same = 0
      while same < length, text[same] == first[same] { same += 1 }
      length = same
      if length == 0 { break }
    }
    return length
  }

  /// Eight bytes of a text from `depth`; bytes beyond its end count as 0.
  @inline(__always)
  private static func word(_ text: UnsafeBufferPointer<UInt8>, from depth: Int) -> UInt64 {
    let left = text.count - depth
    guard left > 0, let start = text.baseAddress else { return 0 }
    // A load may run over the end: buffers are padded.
    let word = UInt64(bigEndian: UnsafeRawPointer(start + depth).loadUnaligned(as: UInt64.self))
    return left >= 8 ? word : word & ~(~0 >> UInt64(8 * left))
  }
}
