/// How the values of a column lie in memory.
public enum Storage: Sendable {
  /// Ints, dates, timestamps, and floats that are exact decimals.
  case packed(Packed)
  /// Floats as doubles.
  case double(Buffer)
  /// Bools as bits: the form of stored columns.
  case bits(Bitmap)
  /// Bools as bytes 0 and 1: the form that expressions compute.
  case bytes(Buffer)
  /// Text as codes into a dictionary.
  case coded(Packed, TextDictionary)
  /// Text that hardly repeats.
  case text(TextHeap)
  /// Nothing but nulls, of any type.
  case nulls
}

/// A run of values of one type with nulls: a stored column, a slice of one, or what an expression
/// gave for a batch.
///
/// Row `i` of the column is row `offset + i` of the storage and of the validity bitmap. A column is
/// immutable; copies share the storage.
public struct Column: Sendable {
  public let type: DataType
  /// Rows.
  public let count: Int
  public let storage: Storage
  /// Bits set where there is a value; nil where no row is null.
  public let validity: Bitmap?
  /// The storage row of the first row.
  public let offset: Int

  public init(
    type: DataType, count: Int, storage: Storage, validity: Bitmap? = nil, offset: Int = 0
  ) {
    self.type = type
    self.count = count
    self.storage = storage
    self.validity = validity
    self.offset = offset
  }

  /// A column of nulls.
  public static func nulls(_ type: DataType, count: Int) -> Column {
    Column(type: type, count: count, storage: .nulls)
  }

  /// Rows `start..<start + length`, without a copy.
  public func slice(_ start: Int, _ length: Int) -> Column {
    Column(
      type: type, count: length, storage: storage, validity: validity, offset: offset + start)
  }

  /// The same values under another type of the same physical form (int as date, and so on).
  public func retyped(_ type: DataType) -> Column {
    Column(type: type, count: count, storage: storage, validity: validity, offset: offset)
  }

  /// Whether a row holds a value.
  @inlinable @inline(__always)
  public func isValid(_ row: Int) -> Bool {
    if case .nulls = storage { return false }
    guard let validity else { return true }
    return validity[offset + row]
  }

  /// How many rows are null.
  public var nullCount: Int {
    if case .nulls = storage { return count }
    guard let validity else { return 0 }
    return count - validity.countSet(from: offset, count: count)
  }

  /// Whether a row may be null: false is certain, true is not.
  public var mayHaveNulls: Bool {
    if case .nulls = storage { return true }
    return validity != nil
  }

  /// One cell.
  public subscript(row: Int) -> Value {
    guard isValid(row) else { return .null }
    let place = offset + row
    switch storage {
    case .packed(let packed):
      let value = packed.value(place)
      switch type {
      case .date: return .date(Int32(truncatingIfNeeded: value))
      case .timestamp: return .timestamp(value)
      case .float:
        return packed.scale == 0 ? .double(Double(value)) : .decimal(value, scale: packed.scale)
      default: return .int(value)
      }
    case .double(let buffer): return .double(buffer.pointer(Double.self)[place])
    case .bits(let bits): return .bool(bits[place])
    case .bytes(let buffer): return .bool(buffer.pointer(UInt8.self)[place] != 0)
    case .coded(let codes, let dictionary):
      return .text(dictionary.string(Int(codes.value(place))))
    case .text(let heap): return .text(heap.string(place))
    case .nulls: return .null
    }
  }

  /// All cells; for tests and small results.
  public var values: [Value] { (0..<count).map { self[$0] } }

  /// Bytes held by the storage.
  public var byteCount: Int {
    let held =
      switch storage {
      case .packed(let packed): packed.buffer.byteCount
      case .double(let buffer), .bytes(let buffer): buffer.byteCount
      case .bits(let bits): bits.buffer.byteCount
      case .coded(let codes, let dictionary):
        codes.buffer.byteCount + dictionary.heap.bytes.byteCount
          + dictionary.heap.offsets.byteCount
      case .text(let heap): heap.bytes.byteCount + heap.offsets.byteCount
      case .nulls: 0
      }
    return held + (validity?.buffer.byteCount ?? 0)
  }

  /// The text of a row where it takes one of so many bytes; nil for others and for null.
  public func text(_ row: Int, ofLengths lengths: Set<Int>) -> String? {
    guard type == .text, isValid(row) else { return nil }
    let bytes = utf8(row)
    return lengths.contains(bytes.count) ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// The bytes of a text row, valid while the column lives; empty where null.
  @inline(__always)
  public func utf8(_ row: Int) -> UnsafeBufferPointer<UInt8> {
    switch storage {
    case .coded(let codes, let dictionary):
      return isValid(row)
        ? dictionary.utf8(Int(codes.value(offset + row)))
        : UnsafeBufferPointer(start: nil, count: 0)
    case .text(let heap): return heap.utf8(offset + row)
    default: return UnsafeBufferPointer(start: nil, count: 0)
    }
  }
}
