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
    guard let gather = try Gather(self, count: count, mayBeAbsent: mayBeAbsent) else {
      return .nulls(type, count: count)
    }
    gather.copy(rows, 0..<count)
    return try gather.finish(rows)
  }

  /// The given rows in that order, copied in pieces by several threads: most rows of a large column
  /// are not in the cache, so that it is the waiting that is shared.
  public func gathered(
    _ rows: Buffer, count: Int, mayBeAbsent: Bool = false, threads: Int
  ) throws -> Column {
    if threads <= 1 || count <= Morsel.rows {
      return try gathered(rows.pointer(UInt32.self), count: count, mayBeAbsent: mayBeAbsent)
    }
    guard let gather = try Gather(self, count: count, mayBeAbsent: mayBeAbsent) else {
      return .nulls(type, count: count)
    }
    try Parallel.run(pieces: (count + Morsel.rows - 1) / Morsel.rows, threads: threads) { piece in
      let start = piece * Morsel.rows
      gather.copy(rows.pointer(UInt32.self), start..<min(count, start + Morsel.rows))
    }
    return try gather.finish(rows.pointer(UInt32.self), threads: threads, keeping: rows)
  }

  /// The given rows in that order.
  public func gathered(_ rows: [UInt32]) throws(MemoryLimitExceeded) -> Column {
    let copy = try Buffer(copying: rows)
    return try gathered(copy.pointer(UInt32.self), count: rows.count)
  }
}

/// A column on its way into another order: parts of the result may be filled by different threads.
private struct Gather: Sendable {
  private enum Target: Sendable {
    case packed(Packed, Buffer)
    case coded(Packed, TextDictionary, Buffer)
    case doubles(Buffer, Buffer)
    case bytes(Buffer, Buffer)
    case bits(Bitmap, Buffer)
    /// Texts, and the length of each, from which the offsets follow.
    case text(TextHeap, Buffer)
  }

  private let column: Column
  private let count: Int
  private let mayBeAbsent: Bool
  private let target: Target
  private let validity: Bitmap?
  /// Rows from here on read row 0.
  private let limit: UInt32

  /// Nil where the result is nothing but nulls.
  init?(_ column: Column, count: Int, mayBeAbsent: Bool) throws(MemoryLimitExceeded) {
    // An absent row reads row 0, which exists unless the column is empty.
    if mayBeAbsent, column.count == 0 { return nil }
    self.column = column
    self.count = count
    self.mayBeAbsent = mayBeAbsent
    limit = mayBeAbsent ? UInt32(truncatingIfNeeded: column.count) : absentRow
    validity =
      column.validity != nil || mayBeAbsent ? try Bitmap(repeating: false, count: count) : nil
    switch column.storage {
    case .packed(let packed):
      target = .packed(packed, try Buffer(byteCount: count * packed.width.bytes))
    case .coded(let codes, let dictionary):
      target = .coded(codes, dictionary, try Buffer(byteCount: count * codes.width.bytes))
    case .double(let buffer): target = .doubles(buffer, try Buffer(Double.self, count: count))
    case .bytes(let buffer): target = .bytes(buffer, try Buffer(UInt8.self, count: count))
    case .bits(let bits): target = .bits(bits, try Buffer(UInt8.self, count: count))
    case .text(let heap): target = .text(heap, try Buffer(Int.self, count: count + 1))
    case .nulls: return nil
    }
  }

  /// Fills places `range` of the result, which must begin at a multiple of 64; of texts only the
  /// lengths.
  func copy(_ rows: UnsafePointer<UInt32>, _ range: Range<Int>) {
    let offset = column.offset
    switch target {
    case .packed(let packed, let result), .coded(let packed, _, let result):
      let source = packed.buffer
      switch packed.width {
      case .u8: copyValues(source, result, offset, rows, range, UInt8.self)
      case .u16: copyValues(source, result, offset, rows, range, UInt16.self)
      case .u32: copyValues(source, result, offset, rows, range, UInt32.self)
      case .i64: copyValues(source, result, offset, rows, range, Int64.self)
      }
    case .doubles(let source, let result):
      copyValues(source, result, offset, rows, range, Double.self)
    case .bytes(let source, let result):
      copyValues(source, result, offset, rows, range, UInt8.self)
    case .bits(let bits, let result):
      let out = result.pointer(UInt8.self)
      for index in range {
        let row = rows[index] < limit ? Int(rows[index]) : 0
        out[index] = bits[offset + row] ? 1 : 0
      }
    case .text(let heap, let result):
      let starts = heap.offsets.pointer(Int.self) + offset
      let out = result.pointer(Int.self)
      for index in range {
        let row = rows[index]
        out[index] =
          row < limit || limit == absentRow ? starts[Int(row) + 1] - starts[Int(row)] : 0
      }
    }
    copyValidity(rows, range)
  }

  /// Copies `source[rows[i]]` to place `i`; rows not below `limit` read row 0.
  @inline(__always)
  private func copyValues<T: BitwiseCopyable>(
    _ source: Buffer, _ result: Buffer, _ offset: Int, _ rows: UnsafePointer<UInt32>,
    _ range: Range<Int>, _ type: T.Type
  ) {
    let values = source.pointer(T.self) + offset
    let out = result.pointer(T.self)
    if limit == absentRow {
      for index in range { out[index] = values[Int(rows[index])] }
    } else {
      for index in range {
        let row = rows[index]
        out[index] = values[row < limit ? Int(row) : 0]
      }
    }
  }

  private func copyValidity(_ rows: UnsafePointer<UInt32>, _ range: Range<Int>) {
    guard let words = validity?.words else { return }
    let source = column.validity.map { UnsafePointer($0.words) }
    let offset = column.offset
    var index = range.lowerBound
    while index < range.upperBound {
      let end = min(index + 64, range.upperBound)
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
      index = end
    }
  }

  /// The result, all places being filled.
  func finish(_ rows: UnsafePointer<UInt32>) throws(MemoryLimitExceeded) -> Column {
    guard case .text(let heap, let lengths) = target else { return made(nil) }
    let total = sumUp(lengths)
    let bytes = try Buffer(byteCount: total)
    copyTexts(heap, lengths, bytes, rows, 0..<count)
    return made(TextHeap(offsets: lengths, bytes: bytes))
  }

  /// The same, texts being copied by several threads.
  func finish(
    _ rows: UnsafePointer<UInt32>, threads: Int, keeping buffer: Buffer
  ) throws -> Column {
    guard case .text(let heap, let lengths) = target else { return made(nil) }
    let total = sumUp(lengths)
    let bytes = try Buffer(byteCount: total)
    try Parallel.run(pieces: (count + Morsel.rows - 1) / Morsel.rows, threads: threads) { piece in
      let start = piece * Morsel.rows
      copyTexts(
        heap, lengths, bytes, buffer.pointer(UInt32.self),
        start..<min(count, start + Morsel.rows))
    }
    return made(TextHeap(offsets: lengths, bytes: bytes))
  }

  /// Turns lengths into offsets; returns the sum.
  private func sumUp(_ lengths: Buffer) -> Int {
    let out = lengths.pointer(Int.self)
    var total = 0
    for index in 0..<count {
      let length = out[index]
      out[index] = total
      total += length
    }
    out[count] = total
    return total
  }

  private func copyTexts(
    _ heap: TextHeap, _ offsets: Buffer, _ bytes: Buffer, _ rows: UnsafePointer<UInt32>,
    _ range: Range<Int>
  ) {
    let starts = heap.offsets.pointer(Int.self) + column.offset
    let out = offsets.pointer(Int.self)
    for index in range {
      let length = out[index + 1] - out[index]
      if length > 0 {
        memcpy(bytes.base + out[index], heap.bytes.base + starts[Int(rows[index])], length)
      }
    }
  }

  private func made(_ texts: TextHeap?) -> Column {
    let storage: Storage
    switch target {
    case .packed(let packed, let result): storage = .packed(packed.ofOtherRows(result))
    case .coded(let codes, let dictionary, let result):
      storage = .coded(codes.ofOtherRows(result), dictionary)
    case .doubles(_, let result): storage = .double(result)
    case .bytes(_, let result), .bits(_, let result): storage = .bytes(result)
    case .text: storage = texts.map { .text($0) } ?? .nulls
    }
    return Column(
      type: column.type, count: count, storage: storage,
      validity: validity.flatMap { $0.isAllSet ? nil : $0 })
  }
}

extension Packed {
  /// Other rows of the same values: the bounds stay as they are.
  fileprivate func ofOtherRows(_ buffer: Buffer) -> Packed {
    Packed(buffer: buffer, width: width, base: base, scale: scale, lower: lower, upper: upper)
  }
}
