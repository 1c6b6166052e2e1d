import Columns
import Planning

/// Makes key columns anew from words of keys: cheaper than fetching the rows they came from, which lie
/// anywhere in memory.
struct KeyDecoder: Sendable {
  private struct Key: Sendable {
    let key: KeyColumn
    let column: Column
    let width: PackedWidth
    let divisor: Divisor
  }

  private let keys: [Key]

  /// Nil where the columns do not follow from the codes of their keys alone: numbers of texts tell
  /// nothing of these.
  init?(_ words: KeyWords, of columns: [Column]) {
    guard words.groups.count == 1, words.groups[0].count == columns.count else { return nil }
    var keys: [Key] = []
    for ((key, column), original) in zip(words.groups[0], columns) {
      guard column.type == original.type, let width = key.decodedWidth(of: column) else {
        return nil
      }
      keys.append(
        Key(key: key, column: column, width: width, divisor: Divisor(key.nullCode &+ 1)))
    }
    self.keys = keys
  }

  /// The key columns of words that lie in runs.
  ///
  /// - Parameters:
  ///   - bounds: where each run begins in `words`.
  ///   - firstGroups: the number of the first word of each run, and of all words.
  func columns(
    _ words: borrowing MutableBuffer, bounds: [Int], firstGroups: [Int], _ context: QueryContext
  ) throws -> [Column] {
    let total = firstGroups[firstGroups.count - 1]
    let buffers = try keys.map { try SharedBuilder(byteCount: total * $0.width.bytes) }
    let valid = try keys.map { key in
      key.column.mayHaveNulls
        ? try SharedBuilder(UInt64.self, count: Bitmap.wordCount(total), zeroed: true) : nil
    }
    try Parallel.run(pieces: Morsel.pieces(of: total), threads: context.threads) { piece in
      try context.checkStopped()
      let room = try WorkMemory(UInt64.self, count: KeyDecoder.batch)
      var place = Morsel.range(piece, of: total).lowerBound
      let end = Morsel.range(piece, of: total).upperBound
      var run = KeyDecoder.last(firstGroups, notAbove: place)
      while place < end {
        while firstGroups[run + 1] <= place { run += 1 }
        // Batches begin at whole words of the validity and end there, or with the run.
        let count = min(
          min(end, firstGroups[run + 1]) - place, KeyDecoder.batch - place % KeyDecoder.batch)
        let rest = room.pointer(UInt64.self)
        rest.update(
          from: words.pointer(UInt64.self) + bounds[run] + place - firstGroups[run], count: count)
        for index in keys.indices.reversed() {
          write(
            rest, count, keys[index], isFirst: index == 0, at: place, buffers[index], valid[index])
        }
        place += count
      }
    }
    return keys.indices.map { index in
      let bitmap = valid[index].map { Bitmap(buffer: $0.freeze(), count: total) }
      return keys[index].key.decoded(
        buffers[index].freeze(), keys[index].width, like: keys[index].column, count: total,
        validity: bitmap.flatMap { $0.isAllSet ? nil : $0 })
    }
  }

  /// Words that are taken apart at a time.
  private static let batch = 1024

  /// The last run that begins at a place or before it.
  private static func last(_ starts: [Int], notAbove place: Int) -> Int {
    var (low, high) = (0, starts.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= place { low = middle } else { high = middle }
    }
    return low
  }

  /// Takes one key off the words and writes its codes.
  private func write(
    _ words: UnsafeMutablePointer<UInt64>, _ count: Int, _ key: Key, isFirst: Bool, at place: Int,
    _ buffer: SharedBuilder, _ valid: SharedBuilder?
  ) {
    let bits = valid?.pointer(UInt64.self)
    switch key.width {
    case .u8:
      let out = buffer.pointer(UInt8.self) + place
      write(words, count, key, isFirst, out, 0, bits, place)
    case .u16:
      let out = buffer.pointer(UInt16.self) + place
      write(words, count, key, isFirst, out, 0, bits, place)
    case .u32:
      let out = buffer.pointer(UInt32.self) + place
      write(words, count, key, isFirst, out, 0, bits, place)
    case .i64:
      // Values of the full width have no base.
      let out = buffer.pointer(UInt64.self) + place
      write(words, count, key, isFirst, out, key.key.lowerBits, bits, place)
    }
  }

  @inline(__always)
  private func write<Raw: FixedWidthInteger>(
    _ words: UnsafeMutablePointer<UInt64>, _ count: Int, _ key: Key, _ isFirst: Bool,
    _ out: UnsafeMutablePointer<Raw>, _ base: UInt64, _ bits: UnsafeMutablePointer<UInt64>?,
    _ place: Int
  ) {
    if !isFirst {
      // The codes give way to what is left of the words once they are written.
      let divisor = key.divisor
      let cardinality = key.key.nullCode &+ 1
      for index in 0..<count {
        let word = words[index]
        let rest = divisor.quotient(word)
        let code = word &- rest &* cardinality
        out[index] = Raw(truncatingIfNeeded: code &+ base)
        words[index] = rest
        if let bits, code != key.key.nullCode {
          bits[(place &+ index) >> 6] |= 1 << UInt64((place &+ index) & 63)
        }
      }
      return
    }
    for index in 0..<count {
      let code = words[index]
      out[index] = Raw(truncatingIfNeeded: code &+ base)
      if let bits, code != key.key.nullCode {
        bits[(place &+ index) >> 6] |= 1 << UInt64((place &+ index) & 63)
      }
    }
  }
}

/// Division by a number that is known beforehand: a product and two shifts instead of a division, for
/// all 64 bits (Granlund and Montgomery, *Division by invariant integers using multiplication*, 1994).
struct Divisor: Sendable {
  private let factor: UInt64
  private let shift: UInt64
  private let isOne: Bool

  init(_ divisor: UInt64) {
    let bits = UInt64(63 - divisor.leadingZeroBitCount)
    isOne = divisor == 1
    if divisor & (divisor &- 1) == 0 {
      factor = 0
      shift = bits &- 1
      return
    }
    // floor(2^(65 + bits) / divisor) + 1, less the 65th bit.
    let (half, rest) = divisor.dividingFullWidth((high: 1 << bits, low: 0))
    let (twice, overflow) = rest.addingReportingOverflow(rest)
    factor = half &+ half &+ (overflow || twice >= divisor ? 1 : 0) &+ 1
    shift = bits
  }

  @inline(__always)
  func quotient(_ number: UInt64) -> UInt64 {
    if isOne { return number }
    let high = factor.multipliedFullWidth(by: number).high
    return (((number &- high) >> 1) &+ high) &>> shift
  }
}
