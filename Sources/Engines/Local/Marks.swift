import Columns

/// A byte per row of a batch, 1 where the row passes a filter and 0 where not, and what can be asked
/// of them without building the numbers of the rows.
///
/// Bytes and not bits: comparisons of 1, 2 and 4 bytes give bytes with a pack each, and a batch of
/// them stays in the L1 cache.
struct Marks {
  let bytes: UnsafeMutablePointer<UInt8>
  let count: Int
  /// How many rows pass.
  private(set) var passing = 0
  /// Those that pass, where they are few.
  private var rows: UnsafePointer<UInt16>?

  /// One row in how many must pass for a look at all rows, several at a time, to pay.
  private static let denseFrom = 8

  init(bytes: UnsafeMutablePointer<UInt8>, count: Int) {
    assert(count <= RowBatch.rows)
    self.bytes = bytes
    self.count = count
  }

  /// Counts the rows that pass, once all marks are made.
  ///
  /// - Parameter room: for the numbers of `count` rows. Where few pass they are noted, so that the
  ///   values of several can be on their way from memory at a time.
  mutating func settle(_ room: UnsafeMutablePointer<UInt16>) {
    passing = total
    rows = nil
    guard passing * Marks.denseFrom < count else { return }
    var filled = 0
    forEachSet {
      room[filled] = UInt16(truncatingIfNeeded: $0)
      filled &+= 1
    }
    rows = UnsafePointer(room)
  }

  /// How many marks are set.
  var total: Int {
    var total = 0
    var words = UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt64.self)
    var left = count / 8
    // Eight sums side by side in a word; after 255 words one of them might be full.
    while left > 0 {
      let length = min(255, left)
      var sums: UInt64 = 0
      for index in 0..<length { sums &+= words[index] }
      let pairs = (sums & 0x00FF_00FF_00FF_00FF) &+ ((sums >> 8) & 0x00FF_00FF_00FF_00FF)
      total &+= Int(truncatingIfNeeded: (pairs &* 0x0001_0001_0001_0001) >> 48)
      words += length
      left &-= length
    }
    for place in count & ~7..<count { total &+= Int(bytes[place]) }
    return total
  }

  /// Calls `body` with each row that passes, in order; blocks of 32 rows without one are skipped.
  @inline(__always)
  func forEachSet(_ body: (Int) -> Void) {
    if let rows {
      for index in 0..<passing { body(Int(rows[index])) }
      return
    }
    let raw = UnsafeRawPointer(bytes)
    var place = 0
    while place &+ 32 <= count {
      let words = raw.loadUnaligned(fromByteOffset: place, as: SIMD4<UInt64>.self)
      if words[0] | words[1] | words[2] | words[3] != 0 {
        for index in 0..<4 {
          var word = words[index]
          while word != 0 {
            body(place &+ index &* 8 &+ word.trailingZeroBitCount >> 3)
            word &= word &- 1
          }
        }
      }
      place &+= 32
    }
    while place < count {
      if bytes[place] != 0 { body(place) }
      place &+= 1
    }
  }

  /// Clears the marks of rows that a bitmap says are null.
  ///
  /// - Parameter room: for `count` bytes.
  func narrow(to validity: Bitmap, at offset: Int, _ room: UnsafeMutablePointer<UInt8>) {
    validity.expand(from: offset, count: count, into: room)
    for row in 0..<count { bytes[row] &= room[row] }
  }

  /// The rows that pass and have a value, where those that pass are few and settled; else nil. The
  /// bytes stay as they are.
  ///
  /// - Parameter room: for the numbers of the rows.
  func known(
    in validity: Bitmap, at offset: Int, _ room: UnsafeMutablePointer<UInt16>
  ) -> Marks? {
    guard let rows else { return nil }
    var filled = 0
    for index in 0..<passing {
      let row = rows[index]
      room[filled] = row
      filled &+= validity[offset &+ Int(row)] ? 1 : 0
    }
    var result = self
    result.passing = filled
    result.rows = UnsafePointer(room)
    return result
  }

  /// The sum of the raw values of the rows that pass, wrapping.
  func sum(_ packed: Packed, at offset: Int) -> Int64 {
    switch packed.width {
    case .u8: narrowSum(packed.buffer.pointer(UInt8.self) + offset)
    case .u16: narrowSum(packed.buffer.pointer(UInt16.self) + offset)
    case .u32: wideSum(packed.buffer.pointer(UInt32.self) + offset)
    case .i64: wideSum(packed.buffer.pointer(Int64.self) + offset)
    }
  }

  /// Values of at most 16 bits: a batch of them adds up in 32 bits.
  @inline(__always)
  private func narrowSum<T: FixedWidthInteger & UnsignedInteger>(
    _ raw: UnsafePointer<T>
  ) -> Int64 {
    if passing == count {
      var sum: UInt32 = 0
      for row in 0..<count { sum &+= UInt32(truncatingIfNeeded: raw[row]) }
      return Int64(sum)
    }
    if rows == nil {
      var sum: UInt32 = 0
      for row in 0..<count {
        sum &+= UInt32(truncatingIfNeeded: raw[row]) & (0 &- UInt32(bytes[row]))
      }
      return Int64(sum)
    }
    return sparseSum(raw)
  }

  @inline(__always)
  private func wideSum<T: FixedWidthInteger>(_ raw: UnsafePointer<T>) -> Int64 {
    if passing == count {
      var sum: Int64 = 0
      for row in 0..<count { sum &+= Int64(truncatingIfNeeded: raw[row]) }
      return sum
    }
    if rows == nil {
      var sum: Int64 = 0
      for row in 0..<count {
        sum &+= Int64(truncatingIfNeeded: raw[row]) & (0 &- Int64(bytes[row]))
      }
      return sum
    }
    return sparseSum(raw)
  }

  @inline(__always)
  private func sparseSum<T: FixedWidthInteger>(_ raw: UnsafePointer<T>) -> Int64 {
    var sum: Int64 = 0
    forEachSet { sum &+= Int64(truncatingIfNeeded: raw[$0]) }
    return sum
  }
}
