import Glibc

/// The row id that stands for "no row": gathering it gives null.
public let absentRow = UInt32.max

extension Column {
  /// The given rows in that order.
  ///
  /// - Parameters:
  ///   - rows: `count` row numbers of this column.
  ///   - mayBeAbsent: whether `absentRow` may occur among them.
  ///   - present: which of them are not `absentRow`, where that is known.
  public func gathered(
    _ rows: UnsafePointer<UInt32>, count: Int, mayBeAbsent: Bool = false, present: Bitmap? = nil
  ) throws(MemoryLimitExceeded) -> Column {
    guard
      let gather = try Gather(self, count: count, mayBeAbsent: mayBeAbsent, present: present)
    else {
      return .nulls(type, count: count)
    }
    gather.copy(rows, 0..<count)
    try gather.makeRoomForTexts()
    gather.copyTexts(rows, 0..<count)
    return gather.finish()
  }

  /// The given rows of several columns, copied in pieces by several threads: most rows of large
  /// columns are not in the cache, so that it is the waiting that is shared.
  ///
  /// - Parameter check: called for each piece; may throw to stop.
  public static func gathered(
    _ columns: [Column], _ rows: Buffer, count: Int, mayBeAbsent: Bool = false, threads: Int,
    check: @Sendable () throws -> Void
  ) throws -> [Column] {
    let gathers = try columns.map { try Gather($0, count: count, mayBeAbsent: mayBeAbsent) }
    let pieces = Morsel.pieces(of: count)
    func forEachPiece(_ some: [Gather], _ body: @Sendable (Gather, Range<Int>) -> Void) throws {
      try Parallel.run(pieces: some.count * pieces, threads: threads) { index in
        try check()
        body(some[index / pieces], Morsel.range(index % pieces, of: count))
      }
    }
    try forEachPiece(gathers.compactMap { $0 }) { $0.copy(rows.pointer(UInt32.self), $1) }
    for gather in gathers { try gather?.makeRoomForTexts() }
    try forEachPiece(gathers.compactMap { $0 }.filter(\.hasTexts)) {
      $0.copyTexts(rows.pointer(UInt32.self), $1)
    }
    return zip(columns, gathers).map { $1?.finish() ?? .nulls($0.type, count: count) }
  }

  /// The given rows in that order.
  ///
  /// - Parameter mayBeAbsent: whether `absentRow` may occur among them.
  public func gathered(
    _ rows: [UInt32], mayBeAbsent: Bool = false
  ) throws(MemoryLimitExceeded) -> Column {
    let copy = try Buffer(copying: rows)
    return try gathered(
      copy.pointer(UInt32.self), count: rows.count, mayBeAbsent: mayBeAbsent)
  }
}

/// A column on its way into another order: parts of the result may be filled by different threads.
///
/// `@unchecked Sendable` is right: the properties that vary (`result`, `validity`, `bytes`) change
/// only while one thread holds the gather, before and between the parallel parts; there, threads
/// write places of their own, which begin at whole words of the validity.
private final class Gather: @unchecked Sendable {
  private let column: Column
  private let count: Int
  private let mayBeAbsent: Bool
  /// The values in the width of the column's storage, bools as bytes. Of texts the length of each,
  /// from which the offsets follow.
  private var result: MutableBuffer?
  private var validity: MutableBitmap?
  /// The validity where it is known before.
  private let known: Bitmap?
  /// The bytes of the texts.
  private var bytes: MutableBuffer?
  /// Rows from here on read row 0.
  private let limit: UInt32

  /// Nil where the result is nothing but nulls.
  init?(
    _ column: Column, count: Int, mayBeAbsent: Bool, present: Bitmap? = nil
  ) throws(MemoryLimitExceeded) {
    // An absent row reads row 0, which exists unless the column is empty.
    if mayBeAbsent, column.count == 0 { return nil }
    self.column = column
    self.count = count
    self.mayBeAbsent = mayBeAbsent
    limit = mayBeAbsent ? UInt32(truncatingIfNeeded: column.count) : absentRow
    known = column.validity == nil && mayBeAbsent ? present : nil
    if known == nil, column.validity != nil || mayBeAbsent {
      validity = try MutableBitmap(repeating: false, count: count)
    }
    switch column.storage {
    case .packed(let packed), .coded(let packed, _):
      result = try MutableBuffer(byteCount: count * packed.width.bytes)
    case .double: result = try MutableBuffer(Double.self, count: count)
    case .bytes, .bits: result = try MutableBuffer(UInt8.self, count: count)
    case .text: result = try MutableBuffer(Int.self, count: count + 1)
    case .nulls: return nil
    }
  }

  /// Fills places `range` of the result, which must begin at a multiple of 64; of texts only the
  /// lengths.
  func copy(_ rows: UnsafePointer<UInt32>, _ range: Range<Int>) {
    guard let target = result?.base else { return }
    let offset = column.offset
    switch column.storage {
    case .packed(let packed), .coded(let packed, _):
      let source = packed.buffer
      switch packed.width {
      case .u8: copyValues(source, target, offset, rows, range, UInt8.self)
      case .u16: copyValues(source, target, offset, rows, range, UInt16.self)
      case .u32: copyValues(source, target, offset, rows, range, UInt32.self)
      case .i64: copyValues(source, target, offset, rows, range, Int64.self)
      }
    case .double(let source): copyValues(source, target, offset, rows, range, Double.self)
    case .bytes(let source): copyValues(source, target, offset, rows, range, UInt8.self)
    case .bits(let bits):
      let out = target.assumingMemoryBound(to: UInt8.self)
      for index in range {
        let row = rows[index] < limit ? Int(rows[index]) : 0
        out[index] = bits[offset + row] ? 1 : 0
      }
    case .text(let heap):
      let starts = heap.offsets.pointer(Int.self) + offset
      let out = target.assumingMemoryBound(to: Int.self)
      for index in range {
        let row = rows[index]
        out[index] =
          row < limit || limit == absentRow ? starts[Int(row) + 1] - starts[Int(row)] : 0
      }
    case .nulls: break
    }
    copyValidity(rows, range)
  }

  /// Copies `source[rows[i]]` to place `i`; rows not below `limit` read row 0.
  @inline(__always)
  private func copyValues<T: BitwiseCopyable>(
    _ source: Buffer, _ target: UnsafeMutableRawPointer, _ offset: Int,
    _ rows: UnsafePointer<UInt32>, _ range: Range<Int>, _ type: T.Type
  ) {
    let values = source.pointer(T.self) + offset
    let out = target.assumingMemoryBound(to: T.self)
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
    guard let source = column.validity?.words else {
      Bitmap.mark(rows, range, into: words)
      return
    }
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
        } else {
          let at = offset + Int(row)
          bit = (source[at >> 6] >> UInt64(at & 63)) & 1
        }
        word |= bit << UInt64(place - index)
      }
      words[index >> 6] = word
      index = end
    }
  }

  var hasTexts: Bool { if case .text = column.storage { true } else { false } }

  /// Turns the lengths of all texts into offsets, and makes room for the bytes.
  func makeRoomForTexts() throws(MemoryLimitExceeded) {
    guard hasTexts, let out = result?.pointer(Int.self) else { return }
    var total = 0
    for index in 0..<count {
      let length = out[index]
      out[index] = total
      total += length
    }
    out[count] = total
    bytes = try MutableBuffer(byteCount: total)
  }

  /// Copies the texts of some places, once there is room.
  func copyTexts(_ rows: UnsafePointer<UInt32>, _ range: Range<Int>) {
    guard case .text(let heap) = column.storage, let offsets = result?.pointer(Int.self),
      let out = bytes?.base
    else { return }
    let starts = heap.offsets.pointer(Int.self) + column.offset
    for index in range {
      let length = offsets[index + 1] - offsets[index]
      if length > 0 {
        memcpy(out + offsets[index], heap.bytes.base + starts[Int(rows[index])], length)
      }
    }
  }

  /// The result, all places being filled; to be asked for once.
  func finish() -> Column {
    guard let made = result.take()?.freeze() else { return .nulls(column.type, count: count) }
    let storage: Storage
    switch column.storage {
    case .packed(let packed): storage = .packed(packed.ofOtherRows(made))
    case .coded(let codes, let dictionary): storage = .coded(codes.ofOtherRows(made), dictionary)
    case .double: storage = .double(made)
    case .bytes, .bits: storage = .bytes(made)
    case .text:
      let texts = bytes.take()?.freeze()
      storage = texts.map { .text(TextHeap(offsets: made, bytes: $0)) } ?? .nulls
    case .nulls: storage = .nulls
    }
    let valid = validity.take()?.freeze() ?? known
    return Column(
      type: column.type, count: count, storage: storage,
      validity: valid.flatMap { $0.isAllSet ? nil : $0 })
  }
}

extension Bitmap {
  /// Which of some rows are not `absentRow`.
  public static func present(
    _ rows: UnsafePointer<UInt32>, count: Int
  ) throws(MemoryLimitExceeded) -> Bitmap {
    let marks = try MutableBitmap(repeating: false, count: count)
    mark(rows, 0..<count, into: marks.words)
    return marks.freeze()
  }

  /// Sets the bits of rows that are not `absentRow`; the range begins at a multiple of 64.
  fileprivate static func mark(
    _ rows: UnsafePointer<UInt32>, _ range: Range<Int>, into words: UnsafeMutablePointer<UInt64>
  ) {
    var index = range.lowerBound
    while index < range.upperBound {
      let end = min(index + 64, range.upperBound)
      var word: UInt64 = 0
      for place in index..<end {
        word |= (rows[place] == absentRow ? 0 : 1) << UInt64(truncatingIfNeeded: place &- index)
      }
      words[index >> 6] = word
      index = end
    }
  }
}

extension Packed {
  /// Other rows of the same values: the bounds stay as they are.
  fileprivate func ofOtherRows(_ buffer: Buffer) -> Packed {
    Packed(buffer: buffer, width: width, base: base, scale: scale, lower: lower, upper: upper)
  }
}
