import Glibc

/// The row id that stands for "no row": gathering it gives null.
public let absentRow = UInt32.max

extension Column {
  /// The given rows in that order.
  ///
  /// - Parameters:
  ///   - rows: `count` row numbers of this column.
  ///   - mayBeAbsent: whether `absentRow` may occur among them.
  public func gathered(
    _ rows: UnsafePointer<UInt32>, count: Int, mayBeAbsent: Bool = false
  ) throws(MemoryLimitExceeded) -> Column {
    if case .nulls = storage { return .nulls(type, count: count) }
    let newValidity = try gatheredValidity(rows, count, mayBeAbsent)
    let limit = mayBeAbsent ? UInt32(truncatingIfNeeded: self.count) : absentRow
    // An absent row reads row 0, which exists unless the column is empty.
    if mayBeAbsent, self.count == 0 { return .nulls(type, count: count) }
    let newStorage: Storage
    switch storage {
    case .packed(let packed):
      newStorage = .packed(try packed.gathered(rows, count: count, offset: offset, limit: limit))
    case .coded(let codes, let dictionary):
      newStorage = .coded(
        try codes.gathered(rows, count: count, offset: offset, limit: limit), dictionary)
    case .double(let buffer):
      let result = try Buffer(Double.self, count: count)
      gatherValues(
        buffer.pointer(Double.self) + offset, rows, count, limit, result.pointer(Double.self))
      newStorage = .double(result)
    case .bytes(let buffer):
      let result = try Buffer(UInt8.self, count: count)
      gatherValues(
        buffer.pointer(UInt8.self) + offset, rows, count, limit, result.pointer(UInt8.self))
      newStorage = .bytes(result)
    case .bits(let bits):
      let result = try Buffer(UInt8.self, count: count)
      let out = result.pointer(UInt8.self)
      for index in 0..<count {
        let row = rows[index] < limit ? Int(rows[index]) : 0
        out[index] = bits[offset + row] ? 1 : 0
      }
      newStorage = .bytes(result)
    case .text(let heap):
      newStorage = .text(try heap.gathered(rows, count: count, offset: offset, limit: limit))
    case .nulls:
      newStorage = .nulls
    }
    return Column(type: type, count: count, storage: newStorage, validity: newValidity)
  }

  /// The given rows in that order.
  public func gathered(_ rows: [UInt32]) throws(MemoryLimitExceeded) -> Column {
    let copy = try Buffer(copying: rows)
    return try gathered(copy.pointer(UInt32.self), count: rows.count)
  }

  private func gatheredValidity(
    _ rows: UnsafePointer<UInt32>, _ count: Int, _ mayBeAbsent: Bool
  ) throws(MemoryLimitExceeded) -> Bitmap? {
    guard validity != nil || mayBeAbsent else { return nil }
    let result = try Bitmap(repeating: false, count: count)
    let words = result.words
    let source = validity.map { UnsafePointer($0.words) }
    var all: UInt64 = ~0
    var index = 0
    while index < count {
      let end = min(index + 64, count)
      var word: UInt64 = 0
      for place in index..<end {
        let row = rows[place]
        var bit: UInt64 = 1
        if mayBeAbsent, row == absentRow {
          bit = 0
        } else if let source {
          let at = offset + Int(row)
          bit = (source[at >> 6] >> UInt64(at & 63)) & 1
        }
        word |= bit << UInt64(place - index)
      }
      words[index >> 6] = word
      all &= end - index == 64 ? word : word | (~0 << UInt64(end - index))
      index = end
    }
    return all == ~0 ? nil : result
  }
}

/// Copies `source[rows[i]]` to `out[i]`; rows not below `limit` read row 0.
@inline(__always)
private func gatherValues<T>(
  _ source: UnsafePointer<T>, _ rows: UnsafePointer<UInt32>, _ count: Int, _ limit: UInt32,
  _ out: UnsafeMutablePointer<T>
) {
  if limit == absentRow {
    for index in 0..<count { out[index] = source[Int(rows[index])] }
  } else {
    for index in 0..<count {
      let row = rows[index]
      out[index] = source[row < limit ? Int(row) : 0]
    }
  }
}

extension Packed {
  fileprivate func gathered(
    _ rows: UnsafePointer<UInt32>, count: Int, offset: Int, limit: UInt32
  ) throws(MemoryLimitExceeded) -> Packed {
    let result = try Buffer(byteCount: count * width.bytes)
    switch width {
    case .u8:
      gatherValues(
        buffer.pointer(UInt8.self) + offset, rows, count, limit, result.pointer(UInt8.self))
    case .u16:
      gatherValues(
        buffer.pointer(UInt16.self) + offset, rows, count, limit, result.pointer(UInt16.self))
    case .u32:
      gatherValues(
        buffer.pointer(UInt32.self) + offset, rows, count, limit, result.pointer(UInt32.self))
    case .i64:
      gatherValues(
        buffer.pointer(Int64.self) + offset, rows, count, limit, result.pointer(Int64.self))
    }
    return Packed(
      buffer: result, width: width, base: base, scale: scale, lower: lower, upper: upper)
  }
}

extension TextHeap {
  fileprivate func gathered(
    _ rows: UnsafePointer<UInt32>, count: Int, offset: Int, limit: UInt32
  ) throws(MemoryLimitExceeded) -> TextHeap {
    let starts = offsets.pointer(Int.self) + offset
    let newOffsets = try Buffer(Int.self, count: count + 1)
    let out = newOffsets.pointer(Int.self)
    var total = 0
    for index in 0..<count {
      out[index] = total
      let row = rows[index] < limit || limit == absentRow ? Int(rows[index]) : -1
      if row >= 0 { total += starts[row + 1] - starts[row] }
    }
    out[count] = total
    let newBytes = try Buffer(byteCount: total)
    let source = bytes.base
    for index in 0..<count {
      let length = out[index + 1] - out[index]
      if length > 0 {
        memcpy(newBytes.base + out[index], source + starts[Int(rows[index])], length)
      }
    }
    return TextHeap(offsets: newOffsets, bytes: newBytes)
  }
}
