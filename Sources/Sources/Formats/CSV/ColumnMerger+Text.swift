import Columns
import Glibc

extension ColumnMerger {
  /// The texts of one pool, once the column is read.
  private struct PoolTexts: Sendable {
    let heap: TextHeap
    let places: [UInt32]
    let count: Int
  }

  mutating func text(_ validity: Bitmap?) throws -> Merged {
    var pools: [TextPool] = []
    var poolOf = [Int](repeating: 0, count: chunks.count)
    for (index, chunk) in chunks.enumerated() {
      guard let pool = chunk.pool else { continue }
      if let known = pools.firstIndex(where: { $0 === pool }) {
        poolOf[index] = known
      } else {
        poolOf[index] = pools.count
        pools.append(pool)
      }
    }
    let texts = try finish(pools, poolOf)
    var result = Merged(
      column: .nulls(.text, count: 0), hasNormalized: pools.contains { $0.hasNormalized },
      hasInvalidText: pools.contains { $0.hasInvalidText })
    if result.hasInvalidText { return result }
    var validity = validity
    (result.trimmed, validity) = try trimmed(pools, poolOf, validity)
    if let validity, validity.countSet(from: 0, count: rowCount) == 0 {
      result.column = .nulls(.text, count: rowCount)
      return result
    }
    let storage =
      try coded(texts, poolOf, validity) ?? .text(try plain(texts, poolOf))
    result.column = Column(type: .text, count: rowCount, storage: storage, validity: validity)
    return result
  }

  /// How many bytes codes may take: as many as plain texts would.
  private func limit(_ texts: [PoolTexts], _ poolOf: [Int]) throws -> Int {
    let lengths = try Parallel.map(pieces: chunks.count, threads: threads) { index in
      let chunk = chunks[index]
      var size = 0
      for row in 0..<chunk.rows {
        size += ColumnMerger.text(chunk, row, texts, poolOf[index])?.count ?? 0
      }
      return size
    }
    return TextForm.plainSize(textBytes: lengths.reduce(0, +), rows: rowCount)
  }

  /// How many texts lost spaces at their ends; and the validity without those that were nothing else.
  private func trimmed(
    _ pools: [TextPool], _ poolOf: [Int], _ validity: Bitmap?
  ) throws -> (Tally, Bitmap?) {
    var tally = Tally()
    var blank: [Int] = []
    for (index, chunk) in chunks.enumerated() {
      if chunk.repairs.trimmed.count > 0 {
        tally = tally.joined(
          Tally(
            count: chunk.repairs.trimmed.count,
            offset: starts[index] + chunk.repairs.trimmed.offset))
      }
      guard let values = chunk.values, chunk.pool != nil else { continue }
      let pool = pools[poolOf[index]]
      if pool.trimmed.isEmpty { continue }
      for row in 0..<chunk.rows where chunk.validity?[row] ?? true {
        let number = Int(values.value(row))
        guard pool.trimmed.contains(number) else { continue }
        tally.note(starts[index] + row)
        guard pool.blank.contains(number) else { continue }
        blank.append(starts[index] + row)
      }
    }
    if blank.isEmpty { return (tally, validity) }
    let valid =
      if let validity {
        try MutableBitmap(validity, from: 0, count: rowCount)
      } else {
        try MutableBitmap(repeating: true, count: rowCount)
      }
    for row in blank { valid.set(row, false) }
    return (tally, valid.freeze())
  }

  private func finish(_ pools: [TextPool], _ poolOf: [Int]) throws -> [PoolTexts] {
    let chunks = self.chunks
    return try Parallel.map(pieces: pools.count, threads: threads) { index in
      let pool = pools[index]
      var used = [Bool](repeating: false, count: pool.count)
      used.withUnsafeMutableBufferPointer { used in
        for (chunk, own) in zip(chunks, poolOf) where own == index {
          // A null row holds a number that occurs in its block.
          guard let values = chunk.values else { continue }
          switch values.width {
          case .u8: mark(values.buffer.pointer(UInt8.self), values.base, chunk.rows, used)
          case .u16: mark(values.buffer.pointer(UInt16.self), values.base, chunk.rows, used)
          case .u32: mark(values.buffer.pointer(UInt32.self), values.base, chunk.rows, used)
          case .i64: mark(values.buffer.pointer(Int64.self), 0, chunk.rows, used)
          }
        }
      }
      let (heap, places, count) = try pool.finish(used)
      return PoolTexts(heap: heap, places: places, count: count)
    }
  }

  @inline(__always)
  private func mark<T: FixedWidthInteger>(
    _ numbers: UnsafePointer<T>, _ base: Int64, _ rows: Int,
    _ used: UnsafeMutableBufferPointer<Bool>
  ) {
    for row in 0..<rows { used[Int(base &+ Int64(truncatingIfNeeded: numbers[row]))] = true }
  }

  // MARK: Codes

  /// The column as codes; nil where some texts are not numbered, or where the texts row after row are
  /// smaller. That is not asked of small columns, nor where it cannot be.
  private func coded(
    _ texts: [PoolTexts], _ poolOf: [Int], _ validity: Bitmap?
  ) throws -> Storage? {
    if chunks.contains(where: { $0.heap != nil }) { return nil }
    let distinct = texts.reduce(0) { $0 + $1.count }
    let size = texts.reduce(0) { $0 + $1.heap.offsets.pointer(Int.self)[$1.count] }
    var limit: Int?
    if rowCount > 4096,
      TextForm.codedSize(textBytes: size, distinct: distinct, rows: rowCount)
        > TextForm.plainSize(textBytes: 0, rows: rowCount)
    {
      let most = try self.limit(texts, poolOf)
      // The texts of all pools together are at least those of any one.
      let least = texts.max { $0.count < $1.count }
      if let least,
        TextForm.codedSize(
          textBytes: least.heap.offsets.pointer(Int.self)[least.count], distinct: least.count,
          rows: rowCount) > most
      {
        return nil
      }
      limit = most
    }
    // All pools' texts one after another, sorted once, each numbered anew.
    let offsets = try MutableBuffer(Int.self, count: distinct + 1)
    let starts = offsets.pointer(Int.self)
    let bytes = try MutableBuffer(byteCount: size)
    var firsts: [Int] = []
    var number = 0
    var end = 0
    for pool in texts {
      firsts.append(number)
      let own = pool.heap.offsets.pointer(Int.self)
      for text in 0..<pool.count { starts[number + text] = end + own[text] }
      memcpy(bytes.base + end, pool.heap.bytes.base, own[pool.count])
      number += pool.count
      end += own[pool.count]
    }
    starts[distinct] = end
    let (dictionary, codes) = try TextDictionary.encoding(
      TextHeap(offsets: offsets.freeze(), bytes: bytes.freeze()), count: distinct,
      threads: threads)
    if let limit,
      TextForm.codedSize(
        textBytes: dictionary.heap.offsets.pointer(Int.self)[dictionary.count],
        distinct: dictionary.count, rows: rowCount) > limit
    {
      return nil
    }
    // For each pool and number the code.
    let codeOf = texts.enumerated().map { index, pool in
      pool.places.map { place in
        pool.count == 0 ? 0 : codes[firsts[index] + Int(place)]
      }
    }
    let fitting = PackedWidth.fitting(range: UInt64(max(0, dictionary.count - 1)))
    let width = fitting == .i64 ? PackedWidth.u32 : fitting
    let values = try MutableBuffer(byteCount: rowCount * width.bytes)
    let zones = try Zones(rowCount)
    try forEachMorsel { rows in
      forEachPart(of: rows) { index, from, count, to in
        guard let packed = chunks[index].values else {
          memset(values.base + to * width.bytes, 0, count * width.bytes)
          return
        }
        codeOf[poolOf[index]].withUnsafeBufferPointer { codes in
          switch width {
          case .u8: recode(packed, from, count, codes, values.pointer(UInt8.self) + to)
          case .u16: recode(packed, from, count, codes, values.pointer(UInt16.self) + to)
          default: recode(packed, from, count, codes, values.pointer(UInt32.self) + to)
          }
        }
      }
      zones.measure(values, width, 0, rows, validity)
    }
    return .coded(
      Packed(codes: values.freeze(), width: width, domain: dictionary.count, zones: zones.map),
      dictionary)
  }

  private func recode<T: FixedWidthInteger>(
    _ packed: Packed, _ from: Int, _ rows: Int, _ codes: UnsafeBufferPointer<UInt32>,
    _ out: UnsafeMutablePointer<T>
  ) {
    switch packed.width {
    case .u8: recode(packed.buffer.pointer(UInt8.self) + from, packed.base, rows, codes, out)
    case .u16: recode(packed.buffer.pointer(UInt16.self) + from, packed.base, rows, codes, out)
    case .u32: recode(packed.buffer.pointer(UInt32.self) + from, packed.base, rows, codes, out)
    case .i64: recode(packed.buffer.pointer(Int64.self) + from, 0, rows, codes, out)
    }
  }

  @inline(__always)
  private func recode<S: FixedWidthInteger, T: FixedWidthInteger>(
    _ numbers: UnsafePointer<S>, _ base: Int64, _ rows: Int,
    _ codes: UnsafeBufferPointer<UInt32>, _ out: UnsafeMutablePointer<T>
  ) {
    for row in 0..<rows {
      let number = Int(base &+ Int64(truncatingIfNeeded: numbers[row]))
      out[row] = T(truncatingIfNeeded: codes[number])
    }
  }

  // MARK: Plain text

  /// The texts row after row. Blocks are let go as soon as they are copied.
  private mutating func plain(_ texts: [PoolTexts], _ poolOf: [Int]) throws -> TextHeap {
    let offsets = try MutableBuffer(Int.self, count: rowCount + 1)
    let ends = offsets.pointer(Int.self)
    let starts = self.starts
    let sizes = try measure(texts, poolOf, offsets)
    var firsts: [Int] = []
    var total = 0
    for size in sizes {
      firsts.append(total)
      total += size
    }
    ends[rowCount] = total
    let bytes = try MutableBuffer(byteCount: total)
    let begin = firsts
    try release { index, chunk in
      let out = offsets.pointer(Int.self) + starts[index]
      for row in 0..<chunk.rows { out[row] += begin[index] }
      let target = bytes.pointer(UInt8.self) + begin[index]
      if let heap = chunk.heap {
        memcpy(target, heap.bytes.base, heap.offsets.pointer(Int.self)[chunk.rows])
        return
      }
      for row in 0..<chunk.rows {
        guard let text = ColumnMerger.text(chunk, row, texts, poolOf[index]) else { continue }
        if let start = text.baseAddress {
          (target + (out[row] - begin[index])).update(from: start, count: text.count)
        }
      }
    }
    return TextHeap(offsets: offsets.freeze(), bytes: bytes.freeze())
  }

  /// Writes where each text begins within its block; gives the bytes of each block.
  private func measure(
    _ texts: [PoolTexts], _ poolOf: [Int], _ offsets: borrowing MutableBuffer
  ) throws -> [Int] {
    try Parallel.map(pieces: chunks.count, threads: threads) { index in
      let chunk = chunks[index]
      let out = offsets.pointer(Int.self) + starts[index]
      var size = 0
      for row in 0..<chunk.rows {
        out[row] = size
        size += ColumnMerger.text(chunk, row, texts, poolOf[index])?.count ?? 0
      }
      return size
    }
  }

  /// Runs `body` over all blocks, a few at a time, and frees them as it goes.
  private mutating func release(_ body: @Sendable (Int, ColumnChunk) -> Void) throws {
    var blocks = chunks
    chunks = []
    let step = 16
    var first = 0
    while first < blocks.count {
      let count = min(step, blocks.count - first)
      let some = Array(blocks[first..<first + count])
      let base = first
      try Parallel.run(pieces: count, threads: threads) { body(base + $0, some[$0]) }
      for index in first..<first + count {
        blocks[index].heap = nil
        blocks[index].values = nil
      }
      first += count
      if first % 64 == 0 { BlockPool.trim() }
    }
    BlockPool.trim()
  }

  private static func text(
    _ chunk: ColumnChunk, _ row: Int, _ texts: [PoolTexts], _ pool: Int
  ) -> UnsafeBufferPointer<UInt8>? {
    if let validity = chunk.validity, !validity[row] { return nil }
    if let heap = chunk.heap { return heap.utf8(row) }
    guard let values = chunk.values else { return nil }
    return texts[pool].heap.utf8(Int(texts[pool].places[Int(values.value(row))]))
  }
}
