import Columns
import Planning

/// Equal texts of a plain text column, found by hashing: no order, no dictionary, no copies.
struct TextHashing {
  let column: Column
  let heap: TextHeap
  let context: QueryContext

  /// Nil where the column is not plain text.
  init?(_ column: Column, _ context: QueryContext) {
    guard case .text(let heap) = column.storage else { return nil }
    self.column = column
    self.heap = heap
    self.context = context
  }

  /// For each row the first row with the same text (`UInt32`); itself where it is the first, and
  /// `absentRow` for a null or a row that is left out.
  ///
  /// Hashes only suggest: each row is compared with the one it was put to, in one pass in the order
  /// of the rows. Should two texts ever share all 64 bits, nil is returned.
  ///
  /// - Parameter keep: a byte a row, 0 for rows to leave out; nil for none.
  func representatives(keep: Buffer? = nil) throws -> Buffer? {
    let count = column.count
    let kept = try column.known(keep)
    let parts = try KeyPartitions(hashes(), rowCount: count, keep: kept, context)
    let result = try Buffer(UInt32.self, count: count)
    if kept != nil { result.pointer(UInt32.self).update(repeating: absentRow, count: count) }
    try Parallel.run(pieces: parts.count, threads: context.threads) { index in
      try context.checkStopped()
      let rows = parts.rows.pointer(UInt32.self)
      let ids = parts.ids.pointer(UInt32.self)
      let firsts = parts.firstRows.pointer(UInt32.self) + parts.firstGroups[index]
      let out = result.pointer(UInt32.self)
      for place in parts.bounds[index]..<parts.bounds[index + 1] {
        out[Int(rows[place])] = firsts[Int(ids[place])]
      }
    }
    let answers = try Parallel.map(pieces: pieces, threads: context.threads) { piece in
      try context.checkStopped()
      return agree(Morsel.range(piece, of: count), result.pointer(UInt32.self))
    }
    return answers.allSatisfy { $0 } ? result : nil
  }

  /// A text to compare a row with: where it lies, and its first and last eight bytes.
  private struct Other {
    var row: Int
    var start: Int
    var count: Int
    var head: UInt64 = 0
    var tail: UInt64 = 0
  }

  /// Whether each of some rows has the text of its representative.
  ///
  /// The representatives lie anywhere in memory. Some rows at a time, first the places and then both
  /// ends of all of them are read, so that they wait for memory together and not one after another.
  private func agree(_ rows: Range<Int>, _ firsts: UnsafePointer<UInt32>) -> Bool {
    let size = 64
    let starts = heap.offsets.pointer(Int.self) + column.offset
    let bytes = UnsafeRawPointer(heap.bytes.base)
    return withUnsafeTemporaryAllocation(of: Other.self, capacity: size) { others in
      for start in stride(from: rows.lowerBound, to: rows.upperBound, by: size) {
        var filled = 0
        for row in start..<min(rows.upperBound, start + size) {
          let first = firsts[row]
          if first == row || first == absentRow { continue }
          let from = starts[Int(first)]
          others[filled] = Other(row: row, start: from, count: starts[Int(first) + 1] - from)
          filled &+= 1
        }
        for index in 0..<filled {
          let other = others[index]
          others[index].head = TextHashing.word(bytes + other.start)
          others[index].tail = TextHashing.word(bytes + other.start + max(0, other.count - 8))
        }
        for index in 0..<filled where !areEqual(others[index], starts, bytes) { return false }
      }
      return true
    }
  }

  @inline(__always)
  private static func word(_ place: UnsafeRawPointer) -> UInt64 {
    place.loadUnaligned(as: UInt64.self)
  }

  /// Whether a row has the other text; loads may run over the end of a text, for buffers are padded.
  @inline(__always)
  private func areEqual(
    _ other: Other, _ starts: UnsafePointer<Int>, _ bytes: UnsafeRawPointer
  ) -> Bool {
    let own = bytes + starts[other.row]
    let count = other.count
    guard starts[other.row + 1] - starts[other.row] == count else { return false }
    if count < 8 {
      return count == 0 || (TextHashing.word(own) ^ other.head) << UInt64(64 - 8 * count) == 0
    }
    guard TextHashing.word(own) == other.head, TextHashing.word(own + count - 8) == other.tail
    else { return false }
    let theirs = bytes + other.start
    var place = 8
    while place < count - 8 {
      if TextHashing.word(own + place) != TextHashing.word(theirs + place) { return false }
      place &+= 8
    }
    return true
  }

  /// Whether hardly any of a sample of the texts occurs twice.
  var hardlyRepeats: Bool {
    let size = 4096
    guard column.count > size else { return false }
    var seen = Set<UInt64>()
    seen.reserveCapacity(size)
    var valid = 0
    for index in 0..<size {
      // Anywhere, not at even steps: equal texts may stand together.
      let row = Int(GroupTable.hash(UInt64(index + 1)) % UInt64(column.count))
      if column.isValid(row) {
        valid += 1
        seen.insert(TextHashing.hash(text(row)))
      }
    }
    // A text that occurs five times in a million rows meets itself in such a sample some 30 times.
    return valid - seen.count <= valid / 1024
  }

  private var pieces: Int { Morsel.pieces(of: column.count) }

  @inline(__always)
  private func text(_ row: Int) -> UnsafeBufferPointer<UInt8> { heap.utf8(column.offset + row) }

  private func hashes() throws -> Buffer {
    let result = try Buffer(UInt64.self, count: column.count)
    try Parallel.run(pieces: pieces, threads: context.threads) { piece in
      try context.checkStopped()
      let out = result.pointer(UInt64.self)
      for row in Morsel.range(piece, of: column.count) { out[row] = TextHashing.hash(text(row)) }
    }
    return result
  }

  /// 64 bits of a text: products of 64 bits folded, 16 bytes at a time (the scheme of wyhash, which
  /// is in the public domain). Loads may run over the end of a text, for buffers are padded.
  @inline(__always)
  static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    guard let base = text.baseAddress else { return folded(first, second) }
    let raw = UnsafeRawPointer(base)
    let count = text.count
    var seed = second
    var low: UInt64
    var high: UInt64 = 0
    if count <= 16 {
      low = raw.loadUnaligned(as: UInt64.self)
      if count < 8 {
        low &= count == 0 ? 0 : ~0 >> UInt64(64 - 8 * count)
      } else {
        high = raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
      }
    } else {
      var place = 0
      while place + 16 < count {
        seed = folded(
          raw.loadUnaligned(fromByteOffset: place, as: UInt64.self) ^ first,
          raw.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self) ^ seed)
        place &+= 16
      }
      low = raw.loadUnaligned(fromByteOffset: count - 16, as: UInt64.self)
      high = raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
    }
    return folded(first ^ UInt64(truncatingIfNeeded: count), folded(low ^ first, high ^ seed))
  }

  private static let first: UInt64 = 0xA076_1D64_78BD_642F
  private static let second: UInt64 = 0xE703_7ED1_A0B4_28DB

  @inline(__always)
  private static func folded(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
