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
    guard var gather = try Gather(self, count: count, mayBeAbsent: mayBeAbsent) else {
      return .nulls(type, count: count)
    }
    gather.copy(rows, 0..<count)
    try gather.makeRoomForTexts()
    gather.copyTexts(rows, 0..<count)
    return gather.made
  }

  /// The given rows of several columns, copied in pieces by several threads: most rows of large
  /// columns are not in the cache, so that it is the waiting that is shared.
  ///
  /// - Parameter check: called for each piece; may throw to stop.
  public static func gathered(
    _ columns: [Column], _ rows: Buffer, count: Int, mayBeAbsent: Bool = false, threads: Int,
    check: @Sendable () throws -> Void
  ) throws -> [Column] {
    var gathers = try columns.map { try Gather($0, count: count, mayBeAbsent: mayBeAbsent) }
    let pieces = Morsel.pieces(of: count)
    func forEachPiece(_ some: [Gather], _ body: @Sendable (Gather, Range<Int>) -> Void) throws {
      try Parallel.run(pieces: some.count * pieces, threads: threads) { index in
        try check()
        body(some[index / pieces], Morsel.range(index % pieces, of: count))
      }
    }
    try forEachPiece(gathers.compactMap { $0 }) { $0.copy(rows.pointer(UInt32.self), $1) }
    for index in gathers.indices { try gathers[index]?.makeRoomForTexts() }
    try forEachPiece(gathers.compactMap { $0 }.filter(\.hasTexts)) {
      $0.copyTexts(rows.pointer(UInt32.self), $1)
    }
    return zip(columns, gathers).map { $1?.made ?? .nulls($0.type, count: count) }
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
  /// The bytes of the texts.
  private var bytes: Buffer?
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

  var hasTexts: Bool { if case .text = target { true } else { false } }

  /// Turns the lengths of all texts into offsets, and makes room for the bytes.
  mutating func makeRoomForTexts() throws(MemoryLimitExceeded) {
    guard case .text(_, let lengths) = target else { return }
    let out = lengths.pointer(Int.self)
    var total = 0
    for index in 0..<count {
      let length = out[index]
      out[index] = total
      total += length
    }
    out[count] = total
    bytes = try Buffer(byteCount: total)
  }

  /// Copies the texts of some places, once there is room.
  func copyTexts(_ rows: UnsafePointer<UInt32>, _ range: Range<Int>) {
    guard case .text(let heap, let offsets) = target, let bytes else { return }
    let starts = heap.offsets.pointer(Int.self) + column.offset
    let out = offsets.pointer(Int.self)
    for index in range {
      let length = out[index + 1] - out[index]
      if length > 0 {
        memcpy(bytes.base + out[index], heap.bytes.base + starts[Int(rows[index])], length)
      }
    }
  }

  /// The result, all places being filled.
  var made: Column {
    let storage: Storage
    switch target {
    case .packed(let packed, let result): storage = .packed(packed.ofOtherRows(result))
    case .coded(let codes, let dictionary, let result):
      storage = .coded(codes.ofOtherRows(result), dictionary)
    case .doubles(_, let result): storage = .double(result)
    case .bytes(_, let result), .bits(_, let result): storage = .bytes(result)
    case .text(_, let offsets):
      storage = bytes.map { .text(TextHeap(offsets: offsets, bytes: $0)) } ?? .nulls
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
