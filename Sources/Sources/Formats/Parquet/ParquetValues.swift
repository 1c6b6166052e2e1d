import Columns

/// The values of a column that are there, as Parquet stores them: numbers of a dictionary where they
/// repeat, else one after another.
struct ParquetValues {
  private let form: ParquetForm
  /// Numbers, floats as their bits: of the entries where there are codes, else of the values.
  private var numbers: [Int64] = []
  /// Texts: of the entries where there are codes, else of the values.
  private var starts: [Int] = []
  private var bytes: [UInt8] = []
  /// How many rows hold a value.
  private(set) var count = 0
  /// For each value its number in the dictionary; nil without one.
  private(set) var codes: [UInt32]?
  private(set) var entryCount = 0
  /// The smallest and largest value; nil where there is none, or none that can be told.
  private(set) var bounds: (lower: [UInt8], upper: [UInt8])?

  init(_ column: Column, _ form: ParquetForm) throws {
    self.form = form
    if case .nulls = column.storage { return }
    switch column.storage {
    case .nulls: return
    case .bits, .bytes:
      for row in 0..<column.count {
        if case .bool(let value) = column[row] { numbers.append(value ? 1 : 0) }
      }
    case .double(let buffer):
      let source = buffer.pointer(Int64.self) + column.offset
      numbers.reserveCapacity(column.count)
      for row in 0..<column.count where column.isValid(row) { numbers.append(source[row]) }
    case .packed(let packed):
      if form.period != nil {
        periods(column, packed)
      } else {
        packedNumbers(column, packed)
      }
    case .coded(let packed, let dictionary): coded(column, packed, dictionary)
    case .text(let heap): texts(column, heap)
    }
    if codes == nil { count = form.kind == .text ? starts.count : numbers.count }
    if form.kind == .text { starts.append(bytes.count) }
    findBounds()
  }

  // MARK: Gathering

  private mutating func packedNumbers(_ column: Column, _ packed: Packed) {
    if packed.width == .u8 || packed.width == .u16 {
      var used = [Bool](repeating: false, count: packed.width == .u8 ? 256 : 65_536)
      var present = 0
      for row in 0..<column.count where column.isValid(row) {
        used[raw(packed, column.offset + row)] = true
        present += 1
      }
      let entries = used.indices.filter { used[$0] }
      if entries.count * 2 <= present {
        encode(column, packed, entries, used.count)
        numbers = entries.map { stored(packed.base &+ Int64($0)) }
        return
      }
    }
    numbers.reserveCapacity(column.count)
    for row in 0..<column.count where column.isValid(row) {
      numbers.append(stored(packed.value(column.offset + row)))
    }
  }

  /// A stored number as it is written.
  @inline(__always)
  private func stored(_ value: Int64) -> Int64 {
    form.kind == .double
      ? Int64(bitPattern: Decimal64.double(value, scale: form.scale).bitPattern) : value
  }

  @inline(__always)
  private func raw(_ packed: Packed, _ row: Int) -> Int {
    switch packed.width {
    case .u8: Int(packed.buffer.pointer(UInt8.self)[row])
    case .u16: Int(packed.buffer.pointer(UInt16.self)[row])
    case .u32: Int(packed.buffer.pointer(UInt32.self)[row])
    case .i64: Int(packed.buffer.pointer(Int64.self)[row])
    }
  }

  /// Numbers the rows by the entries, which are raw values in ascending order.
  private mutating func encode(
    _ column: Column, _ packed: Packed, _ entries: [Int], _ domain: Int
  ) {
    var map = [UInt32](repeating: 0, count: domain)
    for (code, entry) in entries.enumerated() { map[entry] = UInt32(code) }
    var codes: [UInt32] = []
    codes.reserveCapacity(column.count)
    for row in 0..<column.count where column.isValid(row) {
      codes.append(map[raw(packed, column.offset + row)])
    }
    count = codes.count
    entryCount = entries.count
    self.codes = codes
  }

  private mutating func coded(
    _ column: Column, _ packed: Packed, _ dictionary: TextDictionary
  ) {
    var used = [Bool](repeating: false, count: dictionary.count)
    var present = 0
    for row in 0..<column.count where column.isValid(row) {
      used[Int(packed.value(column.offset + row))] = true
      present += 1
    }
    let entries = used.indices.filter { used[$0] }
    if entries.count * 2 <= present || present <= 64 {
      encode(column, packed, entries, dictionary.count)
      for entry in entries { append(dictionary.utf8(entry)) }
      return
    }
    for row in 0..<column.count where column.isValid(row) {
      append(dictionary.utf8(Int(packed.value(column.offset + row))))
    }
  }

  private mutating func texts(_ column: Column, _ heap: TextHeap) {
    for row in 0..<column.count where column.isValid(row) {
      append(heap.utf8(column.offset + row))
    }
  }

  /// Periods go out as they are written, each distinct one made once.
  private mutating func periods(_ column: Column, _ packed: Packed) {
    let texts = form.period.map { PeriodTexts($0) }
    var known: [Int64: UInt32] = [:]
    var codes: [UInt32] = []
    for row in 0..<column.count where column.isValid(row) {
      let day = packed.value(column.offset + row)
      if let code = known[day] {
        codes.append(code)
        continue
      }
      let code = UInt32(known.count)
      known[day] = code
      codes.append(code)
      (texts?.text(column, row) ?? []).withUnsafeBufferPointer { append($0) }
    }
    count = codes.count
    entryCount = known.count
    self.codes = codes
  }

  private mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    starts.append(bytes.count)
    bytes.append(contentsOf: text)
  }

  // MARK: Plain values

  /// Some of the entries or values in their plain form.
  func plain(_ range: Range<Int>) -> [UInt8] {
    var out: [UInt8] = []
    switch form.physical {
    case .bool:
      out = [UInt8](repeating: 0, count: (range.count + 7) / 8)
      for (place, value) in numbers[range].enumerated() where value != 0 {
        out[place >> 3] |= 1 << UInt8(place & 7)
      }
    case .int32:
      out.reserveCapacity(range.count * 4)
      for value in numbers[range] { out.append(bytesOf: Int32(truncatingIfNeeded: value)) }
    case .bytes:
      out.reserveCapacity(range.count * 4)
      for place in range {
        let text = bytes[starts[place]..<starts[place + 1]]
        out.append(bytesOf: UInt32(truncatingIfNeeded: text.count))
        out.append(contentsOf: text)
      }
    default: numbers[range].withUnsafeBytes { out.append(contentsOf: $0) }
    }
    return out
  }

  // MARK: Statistics

  /// Texts longer than this make no statistics.
  private static let longestBound = 64

  private mutating func findBounds() {
    if count == 0 { return }
    switch form.kind {
    case .null: return
    case .text:
      let places = 0..<starts.count - 1
      let order: (Int, Int) -> Bool = { left, right in
        bytes[starts[left]..<starts[left + 1]]
          .lexicographicallyPrecedes(bytes[starts[right]..<starts[right + 1]])
      }
      guard let low = places.min(by: order), let high = places.max(by: order) else { return }
      let lower = Array(bytes[starts[low]..<starts[low + 1]])
      let upper = Array(bytes[starts[high]..<starts[high + 1]])
      if max(lower.count, upper.count) <= ParquetValues.longestBound { bounds = (lower, upper) }
    case .double:
      var lower = Double.infinity
      var upper = -Double.infinity
      for value in numbers {
        let number = Double(bitPattern: UInt64(bitPattern: value))
        if number.isNaN { return }
        lower = min(lower, number)
        upper = max(upper, number)
      }
      // Zeros of either sign lie between these.
      if lower == 0 { lower = -0.0 }
      if upper == 0 { upper = 0.0 }
      bounds = (ParquetValues.little(lower.bitPattern), ParquetValues.little(upper.bitPattern))
    case .bool:
      guard let lower = numbers.min(), let upper = numbers.max() else { return }
      bounds = ([UInt8(lower)], [UInt8(upper)])
    case .int, .date, .timestamp, .decimal:
      guard let lower = numbers.min(), let upper = numbers.max() else { return }
      bounds =
        form.physical == .int32
        ? (
          ParquetValues.little(Int32(truncatingIfNeeded: lower)),
          ParquetValues.little(Int32(truncatingIfNeeded: upper))
        ) : (ParquetValues.little(lower), ParquetValues.little(upper))
    }
  }

  private static func little<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    var out: [UInt8] = []
    out.append(bytesOf: value)
    return out
  }
}

extension [UInt8] {
  /// Appends a number, its lowest byte first.
  mutating func append<T: FixedWidthInteger>(bytesOf value: T) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }
}
