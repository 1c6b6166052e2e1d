/// The physical width of one stored integer.
public enum PackedWidth: UInt8, Sendable, Hashable {
  case u8 = 1
  case u16 = 2
  case u32 = 4
  case i64 = 8

  /// Bytes per value.
  public var bytes: Int { Int(rawValue) }

  /// The narrowest width for values whose distance from the smallest is `range`.
  public static func fitting(range: UInt64) -> PackedWidth {
    if range <= 0xFF { return .u8 }
    if range <= 0xFFFF { return .u16 }
    if range <= 0xFFFF_FFFF { return .u32 }
    return .i64
  }
}

/// The smallest and largest valid value of each morsel; `lower > upper` where all are null.
public final class ZoneMap: Sendable {
  /// Rows per zone.
  public static let rows = Morsel.rows
  public let lower: [Int64]
  public let upper: [Int64]

  public init(lower: [Int64], upper: [Int64]) {
    self.lower = lower
    self.upper = upper
  }
}

/// Integers in a narrow width with a frame of reference: the value of a row is `base + raw`.
///
/// Ints, dates (days), timestamps (µs), dictionary codes and decimals (`scale` digits after the
/// point) share this form. Widths below 8 bytes are unsigned; in the width of 8 bytes `base` is 0.
/// Null rows hold any raw value.
public struct Packed: Sendable {
  public let buffer: Buffer
  public let width: PackedWidth
  public let base: Int64
  /// Digits after the point; 0 for all but decimals.
  public let scale: Int
  /// Bounds of the valid values, not always tight; `lower > upper` when there are none.
  public let lower: Int64
  public let upper: Int64
  public let zones: ZoneMap?

  public init(
    buffer: Buffer, width: PackedWidth, base: Int64, scale: Int = 0, lower: Int64, upper: Int64,
    zones: ZoneMap? = nil
  ) {
    self.buffer = buffer
    self.width = width
    self.base = base
    self.scale = scale
    self.lower = lower
    self.upper = upper
    self.zones = zones
  }

  /// Codes 0..<`count` of a dictionary.
  public init(codes buffer: Buffer, width: PackedWidth, domain count: Int, zones: ZoneMap? = nil) {
    self.init(
      buffer: buffer, width: width, base: 0, lower: 0, upper: Int64(count) - 1, zones: zones)
  }

  /// `upper - lower`, as far as it can be told; nil where there are no values.
  public var range: UInt64? {
    lower > upper ? nil : UInt64(bitPattern: upper &- lower)
  }

  /// The value of one row.
  @inline(__always)
  public func value(_ row: Int) -> Int64 {
    switch width {
    case .u8: base &+ Int64(buffer.pointer(UInt8.self)[row])
    case .u16: base &+ Int64(buffer.pointer(UInt16.self)[row])
    case .u32: base &+ Int64(buffer.pointer(UInt32.self)[row])
    case .i64: buffer.pointer(Int64.self)[row]
    }
  }

  /// Writes the values of rows `offset..<offset+count` as 64-bit integers.
  public func decode(from offset: Int, count: Int, into out: UnsafeMutablePointer<Int64>) {
    switch width {
    case .u8: Packed.widen(buffer.pointer(UInt8.self) + offset, count, base, out)
    case .u16: Packed.widen(buffer.pointer(UInt16.self) + offset, count, base, out)
    case .u32: Packed.widen(buffer.pointer(UInt32.self) + offset, count, base, out)
    case .i64: out.update(from: buffer.pointer(Int64.self) + offset, count: count)
    }
  }

  @inline(__always)
  private static func widen<T: FixedWidthInteger & UnsignedInteger>(
    _ source: UnsafePointer<T>, _ count: Int, _ base: Int64, _ out: UnsafeMutablePointer<Int64>
  ) {
    for row in 0..<count { out[row] = base &+ Int64(truncatingIfNeeded: source[row]) }
  }

  /// The same values with the scale dropped or set; the bounds stay as they are.
  public func with(scale: Int) -> Packed {
    Packed(
      buffer: buffer, width: width, base: base, scale: scale, lower: lower, upper: upper,
      zones: zones)
  }

  /// The same integers in another buffer, which holds a copy of them.
  public func with(buffer: Buffer) -> Packed {
    Packed(
      buffer: buffer, width: width, base: base, scale: scale, lower: lower, upper: upper,
      zones: zones)
  }

  /// Packs 64-bit values into the narrowest width, with zones where there is more than one morsel.
  ///
  /// `values` are read at `0..<count`; rows that `validity` says are null may hold anything.
  public static func packing(
    _ values: UnsafePointer<Int64>, count: Int, validity: Bitmap?, scale: Int = 0
  ) throws(MemoryLimitExceeded) -> Packed {
    var zones: [(low: Int64, high: Int64)] = []
    for piece in 0..<Morsel.pieces(of: count) {
      zones.append(bounds(values, Morsel.range(piece, of: count), validity))
    }
    let result = try unfilled(zones, count: count, scale: scale)
    result.narrow(values, 0..<count)
    return result.finish()
  }

  /// The same for an array.
  public static func packing(
    _ values: [Int64], validity: Bitmap?, scale: Int = 0
  ) throws(MemoryLimitExceeded) -> Packed {
    try packing(values, count: values.count, validity: validity, scale: scale)
  }

  /// The same on several threads.
  public static func packing(
    _ values: Buffer, count: Int, validity: Bitmap?, scale: Int = 0, threads: Int
  ) throws -> Packed {
    if threads <= 1 || count <= Morsel.rows {
      return try packing(
        values.pointer(Int64.self), count: count, validity: validity, scale: scale)
    }
    let pieces = Morsel.pieces(of: count)
    let zones = try Parallel.map(pieces: pieces, threads: threads) { piece in
      bounds(values.pointer(Int64.self), Morsel.range(piece, of: count), validity)
    }
    let result = try unfilled(zones, count: count, scale: scale)
    try Parallel.run(pieces: pieces, threads: threads) { piece in
      result.narrow(values.pointer(Int64.self), Morsel.range(piece, of: count))
    }
    return result.finish()
  }

  /// The same without the values ever lying in memory as a whole: `fill` writes those of some rows and
  /// is asked twice for each.
  static func packing(
    count: Int, validity: Bitmap?, scale: Int, threads: Int,
    _ fill: @Sendable (Range<Int>, UnsafeMutablePointer<Int64>) -> Void
  ) throws -> Packed {
    let pieces = Morsel.pieces(of: count)
    @Sendable func forEachBatch(
      _ piece: Int, _ body: (UnsafeMutablePointer<Int64>, Range<Int>) -> Void
    ) throws {
      let room = try MutableBuffer(Int64.self, count: batch)
      let values = room.pointer(Int64.self)
      let rows = Morsel.range(piece, of: count)
      for start in stride(from: rows.lowerBound, to: rows.upperBound, by: batch) {
        let own = start..<min(rows.upperBound, start + batch)
        fill(own, values)
        body(values, own)
      }
    }
    let zones = try Parallel.map(pieces: pieces, threads: threads) { piece in
      var zone = (low: Int64.max, high: Int64.min)
      try forEachBatch(piece) { values, rows in
        let own = bounds(values - rows.lowerBound, rows, validity)
        zone = (min(zone.low, own.low), max(zone.high, own.high))
      }
      return zone
    }
    let result = try unfilled(zones, count: count, scale: scale)
    try Parallel.run(pieces: pieces, threads: threads) { piece in
      try forEachBatch(piece) { values, rows in result.narrow(values - rows.lowerBound, rows) }
    }
    return result.finish()
  }

  /// Values that are made at a time.
  private static let batch = 4096

  /// The smallest and largest of the valid values; the first above the second where there is none.
  private static func bounds(
    _ values: UnsafePointer<Int64>, _ rows: Range<Int>, _ validity: Bitmap?
  ) -> (low: Int64, high: Int64) {
    var low = Int64.max
    var high = Int64.min
    if let validity {
      for row in rows where validity[row] {
        low = min(low, values[row])
        high = max(high, values[row])
      }
    } else {
      for row in rows {
        low = min(low, values[row])
        high = max(high, values[row])
      }
    }
    return (low, high)
  }

  /// Room for values whose bounds by morsel are known.
  private static func unfilled(
    _ zones: [(low: Int64, high: Int64)], count: Int, scale: Int
  ) throws(MemoryLimitExceeded) -> Unfilled {
    let lower = zones.reduce(Int64.max) { min($0, $1.low) }
    let upper = zones.reduce(Int64.min) { max($0, $1.high) }
    let width =
      lower > upper
      ? PackedWidth.u8 : PackedWidth.fitting(range: UInt64(bitPattern: upper &- lower))
    let map =
      zones.count > 1 ? ZoneMap(lower: zones.map(\.low), upper: zones.map(\.high)) : nil
    let buffer = try MutableBuffer(byteCount: count * width.bytes)
    return Unfilled(
      buffer: buffer, width: width, base: width == .i64 || lower > upper ? 0 : lower, scale: scale,
      lower: lower, upper: upper, zones: map)
  }

  /// Packed values in the making.
  private struct Unfilled: ~Copyable, Sendable {
    let buffer: MutableBuffer
    let width: PackedWidth
    let base: Int64
    let scale: Int
    let lower: Int64
    let upper: Int64
    let zones: ZoneMap?

    /// Packs the values of some rows; threads may share out the rows.
    func narrow(_ values: UnsafePointer<Int64>, _ rows: Range<Int>) {
      let start = rows.lowerBound
      switch width {
      case .u8:
        Packed.narrow(values + start, rows.count, base, buffer.pointer(UInt8.self) + start)
      case .u16:
        Packed.narrow(values + start, rows.count, base, buffer.pointer(UInt16.self) + start)
      case .u32:
        Packed.narrow(values + start, rows.count, base, buffer.pointer(UInt32.self) + start)
      case .i64:
        (buffer.pointer(Int64.self) + start).update(from: values + start, count: rows.count)
      }
    }

    consuming func finish() -> Packed {
      Packed(
        buffer: buffer.freeze(), width: width, base: base, scale: scale, lower: lower,
        upper: upper, zones: zones)
    }
  }

  @inline(__always)
  fileprivate static func narrow<T: FixedWidthInteger & UnsignedInteger>(
    _ values: UnsafePointer<Int64>, _ count: Int, _ base: Int64, _ out: UnsafeMutablePointer<T>
  ) {
    for row in 0..<count { out[row] = T(truncatingIfNeeded: values[row] &- base) }
  }
}

/// The unit in which work is handed to threads and in which zone maps are kept.
public enum Morsel {
  /// Rows per morsel; a multiple of 64, so that bitmaps split at words.
  public static let rows = 65_536

  /// How many morsels some rows are.
  public static func pieces(of count: Int) -> Int { (count + rows - 1) / rows }

  /// The rows of one of them.
  public static func range(_ piece: Int, of count: Int) -> Range<Int> {
    piece * rows..<min(count, (piece + 1) * rows)
  }
}
