import Columns
import Glibc

/// Puts the blocks of one column together: narrow integers with zone maps, one sorted dictionary.
///
/// The work is cut by morsels of the result, so that bitmaps split at words and each zone is seen
/// whole.
struct ColumnMerger {
  var chunks: [ColumnChunk]
  let format: FieldFormat
  let rowCount: Int
  let threads: Int
  /// The first row of each chunk, and the number of rows at the end.
  let starts: [Int]

  struct Merged {
    var column: Column
    /// Whether texts were brought to NFC.
    var hasNormalized = false
    var hasInvalidText = false
    /// Texts that lost spaces at their ends; the place is the first row.
    var trimmed = Tally()
  }

  init(chunks: [ColumnChunk], format: FieldFormat, rowCount: Int, threads: Int) {
    self.chunks = chunks
    self.format = format
    self.rowCount = rowCount
    self.threads = threads
    starts = chunks.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.rows) }
  }

  /// Whether a block's values serve a column of that format as they are.
  ///
  /// - Parameter point: the decimal sign of the column.
  static func canUse(_ chunk: ColumnChunk, for format: FieldFormat, point: UInt8) -> Bool {
    if format == .null { return true }
    if chunk.failed { return false }
    if chunk.rows == 0, chunk.whole == nil { return true }
    if chunk.isAllNull { return format != .text || chunk.format == .text || !chunk.hasQuotedNull }
    if chunk.format == .int {
      switch format {
      case .int, .decimal, .number, .whole: return true
      case .double: return chunk.kinds.contains(.double(point))
      default: return false
      }
    }
    if [.decimal, .double, .number, .whole].contains(chunk.format), chunk.point != point,
      !chunk.kinds.contains(.numberAgree)
    {
      return false
    }
    if chunk.format == format { return true }
    switch (chunk.format, format) {
    case (.dateISO, .dateYMD), (.dateISO, .stampISO), (.dateISO, .stampYMD),
      (.dateYMD, .stampYMD), (.dateDMY, .stampDMY), (.dateMDY, .stampMDY),
      (.stampISO, .stampYMD):
      return true
    case (.dateYMD, .dateISO): return chunk.kinds.contains(.dateISO)
    case (.stampYMD, .stampISO): return chunk.kinds.contains(.stampISO)
    case (.decimal, .number), (.whole, .number): return true
    // Read as decimals, but whole numbers all.
    case (.decimal, .int), (.number, .int), (.whole, .int): return chunk.kinds.contains(.int)
    case (.number, .whole), (.decimal, .whole): return chunk.kinds.contains(.whole(point))
    case (.number, .decimal), (.whole, .decimal): return chunk.kinds.contains(.plain(point))
    case (.decimal, .double), (.number, .double), (.whole, .double):
      return chunk.kinds.contains(.double(point))
    default: return false
    }
  }

  /// Whether all numbers have a place at the common scale.
  var fitsCommonScale: Bool { bounds != nil }

  mutating func merged() throws -> Merged {
    let type = format.type
    if format == .null { return Merged(column: .nulls(.null, count: rowCount)) }
    if rowCount == 0 { return Merged(column: try Column(type, [])) }
    let validity = try joinedValidity()
    if chunks.allSatisfy({ $0.values == nil && $0.heap == nil }) {
      return Merged(column: .nulls(type, count: rowCount))
    }
    switch format {
    case .text: return try text(validity)
    case .bool:
      return Merged(
        column: Column(
          type: .bool, count: rowCount, storage: .bits(try bools()), validity: validity))
    case .double: return Merged(column: try doubles(validity))
    default:
      guard let packed = try integers(validity) else {
        return Merged(column: try doubles(validity))
      }
      return Merged(
        column: Column(type: type, count: rowCount, storage: .packed(packed), validity: validity))
    }
  }

  // MARK: Pieces

  /// Runs `body` for each morsel of the result.
  func forEachMorsel(_ body: @Sendable (_ rows: Range<Int>) throws -> Void) throws {
    let pieces = Morsel.pieces(of: rowCount)
    let rowCount = self.rowCount
    try Parallel.run(pieces: pieces, threads: threads) { piece in
      try body(Morsel.range(piece, of: rowCount))
    }
  }

  /// Calls `body` with the chunks that make up some rows: from which row of the chunk, how many, and
  /// where they go.
  func forEachPart(
    of rows: Range<Int>, _ body: (_ chunk: Int, _ from: Int, _ count: Int, _ to: Int) throws -> Void
  ) rethrows {
    // The last chunk that begins at or before the first row.
    var low = 0
    var high = chunks.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if starts[middle] <= rows.lowerBound { low = middle } else { high = middle }
    }
    var row = rows.lowerBound
    while row < rows.upperBound, low < chunks.count {
      let end = min(rows.upperBound, starts[low + 1])
      if end > row { try body(low, row - starts[low], end - row, row) }
      row = max(row, end)
      low += 1
    }
  }

  private func joinedValidity() throws -> Bitmap? {
    guard chunks.contains(where: { $0.validity != nil }) else { return nil }
    let result = try MutableBitmap(repeating: true, count: rowCount)
    try forEachMorsel { rows in
      forEachPart(of: rows) { index, from, count, to in
        guard let own = chunks[index].validity else { return }
        for row in 0..<count where !own[from + row] { result.set(to + row, false) }
      }
    }
    return result.freeze()
  }

  private func bools() throws -> Bitmap {
    let bits = try MutableBitmap(repeating: false, count: rowCount)
    try forEachMorsel { rows in
      forEachPart(of: rows) { index, from, count, to in
        guard let values = chunks[index].values else { return }
        for row in 0..<count where values.value(from + row) != 0 { bits.set(to + row, true) }
      }
    }
    return bits.freeze()
  }

  // MARK: Numbers

  private var scale: Int { chunks.reduce(0) { max($0, $1.numbers?.scale ?? 0) } }

  /// The factor that brings a block's numbers to the common scale or unit.
  private func factor(_ chunk: ColumnChunk, _ scale: Int) -> Int64 {
    if format.type == .timestamp, chunk.format.type == .date { return Calendar.microsecondsPerDay }
    return Decimal64.powers[scale - (chunk.numbers?.scale ?? 0)]
  }

  /// The bounds of all values at the common scale; nil where they leave 64 bits.
  private var bounds: (lower: Int64, upper: Int64)? {
    let scale = self.scale
    var lower = Int64.max
    var upper = Int64.min
    for chunk in chunks {
      guard let values = chunk.numbers, values.lower <= values.upper else { continue }
      let factor = factor(chunk, scale)
      let (low, overflow) = values.lower.multipliedReportingOverflow(by: factor)
      let (high, overflow2) = values.upper.multipliedReportingOverflow(by: factor)
      if overflow || overflow2 { return nil }
      lower = min(lower, low)
      upper = max(upper, high)
    }
    return (lower, upper)
  }

  private func integers(_ validity: Bitmap?) throws -> Packed? {
    guard let (lower, upper) = bounds else { return nil }
    let scale = self.scale
    let width =
      lower > upper
      ? PackedWidth.u8 : PackedWidth.fitting(range: UInt64(bitPattern: upper &- lower))
    let base = width == .i64 || lower > upper ? 0 : lower
    let values = try MutableBuffer(byteCount: rowCount * width.bytes)
    let zones = try Zones(rowCount)
    try forEachMorsel { rows in
      forEachPart(of: rows) { index, from, count, to in
        let chunk = chunks[index]
        guard let packed = chunk.values else {
          memset(values.base + to * width.bytes, 0, count * width.bytes)
          return
        }
        let factor = factor(chunk, scale)
        switch width {
        case .u8: place(packed, from, count, factor, base, values.pointer(UInt8.self) + to)
        case .u16: place(packed, from, count, factor, base, values.pointer(UInt16.self) + to)
        case .u32: place(packed, from, count, factor, base, values.pointer(UInt32.self) + to)
        case .i64: place(packed, from, count, factor, base, values.pointer(Int64.self) + to)
        }
      }
      zones.measure(values, width, base, rows, validity)
    }
    return Packed(
      buffer: values.freeze(), width: width, base: base, scale: scale, lower: lower, upper: upper,
      zones: zones.map)
  }

  private func place<T: FixedWidthInteger>(
    _ packed: Packed, _ from: Int, _ rows: Int, _ factor: Int64, _ base: Int64,
    _ out: UnsafeMutablePointer<T>
  ) {
    let own = packed.base
    switch packed.width {
    case .u8: copy(packed.buffer.pointer(UInt8.self) + from, own, rows, factor, base, out)
    case .u16: copy(packed.buffer.pointer(UInt16.self) + from, own, rows, factor, base, out)
    case .u32: copy(packed.buffer.pointer(UInt32.self) + from, own, rows, factor, base, out)
    case .i64: copy(packed.buffer.pointer(Int64.self) + from, own, rows, factor, base, out)
    }
  }

  @inline(__always)
  private func copy<S: FixedWidthInteger, T: FixedWidthInteger>(
    _ source: UnsafePointer<S>, _ own: Int64, _ rows: Int, _ factor: Int64, _ base: Int64,
    _ out: UnsafeMutablePointer<T>
  ) {
    if factor == 1 {
      // Narrow arithmetic suffices: what is cut off cancels out.
      let shift = T(truncatingIfNeeded: own &- base)
      for row in 0..<rows { out[row] = T(truncatingIfNeeded: source[row]) &+ shift }
      return
    }
    for row in 0..<rows {
      let value = own &+ Int64(truncatingIfNeeded: source[row])
      out[row] = T(truncatingIfNeeded: value &* factor &- base)
    }
  }

  private func doubles(_ validity: Bitmap?) throws -> Column {
    let values = try MutableBuffer(Double.self, count: rowCount)
    try forEachMorsel { rows in
      forEachPart(of: rows) { index, from, count, to in
        let chunk = chunks[index]
        let out = values.pointer(Double.self) + to
        guard let packed = chunk.values else {
          out.update(repeating: 0, count: count)
          return
        }
        let isDouble = chunk.format == .double
        for row in 0..<count {
          let value = packed.value(from + row)
          out[row] =
            isDouble
            ? Double(bitPattern: UInt64(bitPattern: value))
            : Decimal64.double(value, scale: packed.scale)
        }
      }
    }
    return Column(
      type: .float, count: rowCount, storage: .double(values.freeze()), validity: validity)
  }
}

/// The bounds of each morsel, written side by side by the threads that make the morsels.
struct Zones: ~Copyable, Sendable {
  private let bounds: MutableBuffer
  private let count: Int

  init(_ rowCount: Int) throws(MemoryLimitExceeded) {
    let pieces = Morsel.pieces(of: rowCount)
    bounds = try MutableBuffer(Int64.self, count: pieces * 2)
    count = pieces
  }

  /// Notes the smallest and largest valid value of one morsel.
  func measure(
    _ values: borrowing MutableBuffer, _ width: PackedWidth, _ base: Int64, _ rows: Range<Int>,
    _ validity: Bitmap?
  ) {
    if count < 2 { return }
    switch width {
    case .u8: measure(values.pointer(UInt8.self), base, rows, validity)
    case .u16: measure(values.pointer(UInt16.self), base, rows, validity)
    case .u32: measure(values.pointer(UInt32.self), base, rows, validity)
    case .i64: measure(values.pointer(Int64.self), 0, rows, validity)
    }
  }

  @inline(__always)
  private func measure<T: FixedWidthInteger>(
    _ values: UnsafePointer<T>, _ base: Int64, _ rows: Range<Int>, _ validity: Bitmap?
  ) {
    let found = values.extremes(rows, validity)
    let out = bounds.pointer(Int64.self) + rows.lowerBound / Morsel.rows * 2
    out[0] = found.map { base &+ Int64(truncatingIfNeeded: $0.low) } ?? .max
    out[1] = found.map { base &+ Int64(truncatingIfNeeded: $0.high) } ?? .min
  }

  /// The zone map, once all morsels are measured; nil where there is but one.
  var map: ZoneMap? {
    if count < 2 { return nil }
    let known = bounds.pointer(Int64.self)
    return ZoneMap(
      lower: (0..<count).map { known[$0 * 2] }, upper: (0..<count).map { known[$0 * 2 + 1] })
  }
}
