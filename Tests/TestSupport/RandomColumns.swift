public import Columns

/// The physical forms in which a column may lie in memory.
public enum ColumnForm: String, CaseIterable, Sendable {
  case intU8, intU16, intU32, intI64
  case double, decimal, wideDecimal
  case coded, heap
  case bits, bytes
  case date, timestamp
  case nulls

  /// The type that the user sees; `.nulls` has the type int.
  public var type: DataType {
    switch self {
    case .intU8, .intU16, .intU32, .intI64, .nulls: .int
    case .double, .decimal, .wideDecimal: .float
    case .coded, .heap: .text
    case .bits, .bytes: .bool
    case .date: .date
    case .timestamp: .timestamp
    }
  }
}

/// Columns by seed in every physical form, with nulls, slices and the values at which code breaks.
public enum RandomColumns {
  /// Texts that occur: Vietnamese, ASCII, empty, with spaces and signs.
  public static let words = [
    "", "a", "A", "b", "ba", "bà", "bả", "bã", "bá", "bạ", "Ba", "an", "ăn", "ân", "d", "đ", "Đ",
    "Điện Biên", "điện biên", "Dien Bien", "Điện Biên Phủ", "Mường Nhé", "Tủa Chùa", "Hà Nội",
    "Hải Phòng", "Thừa Thiên Huế", "100%", "a_b", "a\\b", "10", "9", "2", "x y", " x  y ", "日本",
    "😀", "zebra", "z",
  ]

  /// Ints at which arithmetic breaks, the bounds of what doubles hold exactly among them.
  public static let edgeInts: [Int64] = [
    Int64.max, Int64.min, Int64.max - 1, Int64.min + 1, 0, 1, -1, 2, 9_007_199_254_740_992,
    9_007_199_254_740_993, -9_007_199_254_740_993,
  ]

  /// Doubles at which arithmetic breaks.
  public static let edgeDoubles: [Double] = [
    0, -0.0, 1, -1, 2.5, -7.25, .nan, .infinity, -.infinity, 0x1p53, 0x1p63, -0x1p63, 1e-300,
    1e300, 0.1, 82.96,
  ]

  /// A value that the form can hold.
  public static func value(_ form: ColumnForm, using random: inout SeededRandom) -> Value {
    switch form {
    case .intU8: return .int(Int64(random.int(-20...20)))
    case .intU16: return .int(Int64(random.int(-3000...3000)))
    case .intU32: return .int(Int64(random.int(-2_000_000...2_000_000)))
    case .intI64:
      switch random.int(0...3) {
      case 0: return .int(Int64(random.int(-50...50)))
      case 1: return .int(Int64(bitPattern: random.next()) >> 20)
      default: return .int(random.pick(edgeInts))
      }
    case .double:
      return .double(
        random.oneIn(3) ? Double(random.int(-40...40)) / 4 : random.pick(edgeDoubles))
    case .decimal: return .decimal(Int64(random.int(-20_000...20_000)), scale: 2)
    case .wideDecimal:
      let unscaled =
        random.oneIn(3) ? Int64(bitPattern: random.next()) >> 8 : random.pick(edgeInts)
      return .decimal(unscaled, scale: 4)
    case .coded, .heap: return .text(random.pick(words))
    case .bits, .bytes: return .bool(random.oneIn(2))
    case .date: return .date(Int32(random.int(-30_000...30_000)))
    case .timestamp:
      let day = Int64(random.int(-30_000...30_000)) * Calendar.microsecondsPerDay
      return .timestamp(random.oneIn(3) ? day : day + Int64(random.int(0...86_399_999_999)))
    case .nulls: return .null
    }
  }

  /// A column of `count` rows in the given form, as a slice that starts somewhere inside its
  /// storage; under nulls lies rubbish.
  ///
  /// - Parameter nulls: one row in how many is null; 0 for none.
  public static func column(
    _ form: ColumnForm, count: Int, nulls: Int = 4, using random: inout SeededRandom
  ) throws -> Column {
    let offset = random.pick([0, 1, 7, 63, 64, 65])
    let total = offset + count + random.int(0...3)
    var cells: [Value] = []
    for _ in 0..<total { cells.append(value(form, using: &random)) }
    let whole = try column(form, of: cells)
    guard nulls > 0, form != .nulls else { return whole.slice(offset, count) }
    let validity = try MutableBitmap(repeating: true, count: total)
    for row in 0..<total where random.oneIn(nulls) {
      validity.set(row, false)
      spoil(whole, row)
    }
    return Column(
      type: whole.type, count: total, storage: whole.storage, validity: validity.freeze()
    ).slice(offset, count)
  }

  /// Writes what must never be looked at where a row is null. The column is fresh, so that nobody
  /// sees its buffers change.
  private static func spoil(_ column: Column, _ row: Int) {
    switch column.storage {
    case .packed(let packed), .coded(let packed, _):
      switch packed.width {
      case .u8: write(UInt8.max, to: packed.buffer, row)
      case .u16: write(UInt16.max, to: packed.buffer, row)
      case .u32: write(UInt32.max, to: packed.buffer, row)
      case .i64: write(row % 2 == 0 ? Int64.min : Int64.max, to: packed.buffer, row)
      }
    case .double(let buffer): write(0.0, to: buffer, row)
    case .bits, .bytes, .text, .nulls: break
    }
  }

  private static func write<T: BitwiseCopyable>(_ value: T, to buffer: Buffer, _ row: Int) {
    UnsafeMutablePointer(mutating: buffer.pointer(T.self))[row] = value
  }

  /// The cells in exactly that form, without nulls.
  public static func column(_ form: ColumnForm, of cells: [Value]) throws -> Column {
    let count = cells.count
    switch form {
    case .heap:
      let texts = cells.map { if case .text(let text) = $0 { text } else { "" } }
      return Column(type: .text, count: count, storage: .text(try TextHeap(texts)))
    case .bytes:
      let bytes = cells.map { $0 == .bool(true) ? UInt8(1) : 0 }
      return Column(type: .bool, count: count, storage: .bytes(try Buffer(copying: bytes)))
    case .coded:
      let texts = cells.map { if case .text(let text) = $0 { text } else { "" } }
      let (dictionary, codes) = try TextDictionary.encoding(try TextHeap(texts), count: count)
      let narrow = try Buffer(copying: codes.map { UInt8(truncatingIfNeeded: $0) })
      guard dictionary.count <= 256 else { return try Column(.text, cells) }
      return Column(
        type: .text, count: count,
        storage: .coded(Packed(codes: narrow, width: .u8, domain: dictionary.count), dictionary))
    case .nulls: return .nulls(.int, count: count)
    default: return try Column(form.type, cells)
    }
  }
}
