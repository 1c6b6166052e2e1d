import Columns

/// The values of a dictionary page of numbers, in their final form.
///
/// `@unchecked Sendable` is right: it is written while it is made and only read afterwards.
final class ParquetNumberDictionary: @unchecked Sendable {
  let values: WorkMemory
  let count: Int

  init(
    _ page: ParquetPage, _ reader: ParquetPageReader, _ form: NumberForm
  ) throws {
    var cursor = try reader.dictionary(page)
    count = page.valueCount
    // A value takes a bit at least, so that a number which lies does not ask for memory.
    guard page.valueCount <= page.size * 8 + 8 else { throw Damage.length }
    values = try WorkMemory(Int64.self, count: count)
    let decoder = ParquetNumbers(reader, form, dictionary: nil)
    let out = values.pointer(Int64.self)
    isCut = try decoder.plain(&cursor, count, out)
    if try form.convert(out, count) { isCut = true }
  }

  /// Whether digits of times were cut off.
  private(set) var isCut = false
}

/// Decodes values of columns of numbers as 64 bits each.
struct ParquetNumbers {
  private let reader: ParquetPageReader
  private let column: ParquetColumn
  private let form: NumberForm
  private let dictionary: ParquetNumberDictionary?

  init(
    _ reader: ParquetPageReader, _ form: NumberForm, dictionary: ParquetNumberDictionary?
  ) {
    self.reader = reader
    column = reader.column
    self.form = form
    self.dictionary = dictionary
  }

  /// Reads the rows of a page into a column, whose row group begins at `base`.
  func read(_ page: ParquetPage, into assembly: NumberAssembly, base: Int) throws {
    let row = base + page.firstRow
    let marks = assembly.marks.pointer(row)
    var body = try reader.open(page, marks)
    let out = assembly.pointer(row)
    if form.foreign == .null {
      assembly.marks.add(absent: page.valueCount)
      return
    }
    let count = body.present
    let isCut = try values(page, &body.values, count, out)
    assembly.noteCut(isCut)
    assembly.marks.add(absent: page.valueCount - count)
    if let marks {
      NumberAssembly.spread(out, marks, length: page.valueCount, present: count)
    }
  }

  /// Decodes and converts `count` values; gives whether digits of times were cut off.
  private func values(
    _ page: ParquetPage, _ cursor: inout ByteCursor, _ count: Int,
    _ out: UnsafeMutablePointer<Int64>
  ) throws -> Bool {
    if count == 0 { return false }
    var isCut = false
    switch page.encoding {
    case 0: isCut = try plain(&cursor, count, out)
    case 2, 8:
      try coded(&cursor, count, out)
      return dictionary?.isCut ?? false
    case 3 where column.physical == .bool:
      var runs = try cursor.part(try cursor.word())
      let numbers = try reader.numbers.room(count * 4).assumingMemoryBound(to: UInt32.self)
      try HybridRuns.numbers(&runs, width: 1, count: count, into: numbers)
      for row in 0..<count { out[row] = Int64(numbers[row]) }
    case 5 where column.physical == .int32 || column.physical == .int64:
      try DeltaNumbers.read(&cursor, count: count, into: out)
      if column.physical == .int32 {
        for row in 0..<count { out[row] = Int64(Int32(truncatingIfNeeded: out[row])) }
      }
    case 6, 7: try decimals(page, cursor, count, out)
    case 9: try split(&cursor, count, out)
    default: throw ParquetPageReader.encoding(page.encoding)
    }
    return try form.convert(out, count) || isCut
  }

  // MARK: Encodings

  private func coded(
    _ cursor: inout ByteCursor, _ count: Int, _ out: UnsafeMutablePointer<Int64>
  ) throws {
    guard let dictionary else { throw Damage.values }
    let numbers = try reader.numbers.room(count * 4).assumingMemoryBound(to: UInt32.self)
    try ParquetNumbers.codes(&cursor, count, numbers, of: dictionary.count)
    let values = dictionary.values.pointer(Int64.self)
    for row in 0..<count { out[row] = values[Int(numbers[row])] }
  }

  /// Reads numbers of a dictionary with so many entries.
  static func codes(
    _ cursor: inout ByteCursor, _ count: Int, _ numbers: UnsafeMutablePointer<UInt32>,
    of entries: Int
  ) throws {
    let width = Int(try cursor.take(1).load(as: UInt8.self))
    if width == 0 {
      // A dictionary of one entry: some writers leave the runs out.
      guard entries > 0 || count == 0 else { throw Damage.dictionary }
      numbers.update(repeating: 0, count: count)
      return
    }
    try HybridRuns.numbers(&cursor, width: width, count: count, into: numbers)
    var largest: UInt32 = 0
    for row in 0..<count { largest = max(largest, numbers[row]) }
    guard count == 0 || Int(largest) < entries else { throw Damage.dictionary }
  }

  /// Values as they are; gives whether digits of times were cut off.
  func plain(
    _ cursor: inout ByteCursor, _ count: Int, _ out: UnsafeMutablePointer<Int64>
  ) throws -> Bool {
    switch column.physical {
    case .bool:
      let bytes = try cursor.take((count + 7) / 8)
      for row in 0..<count {
        let byte = bytes.load(fromByteOffset: row >> 3, as: UInt8.self)
        out[row] = Int64(byte >> UInt8(row & 7) & 1)
      }
    case .int32:
      let bytes = try cursor.take(count * 4)
      if case .decimal = form.foreign, form.isDouble { return try decimals(bytes, 4, count, out) }
      for row in 0..<count {
        out[row] = Int64(bytes.loadUnaligned(fromByteOffset: row &* 4, as: Int32.self))
      }
    case .float:
      let bytes = try cursor.take(count * 4)
      for row in 0..<count {
        out[row] = Int64(bytes.loadUnaligned(fromByteOffset: row &* 4, as: UInt32.self))
      }
    case .int64, .double:
      let bytes = try cursor.take(count * 8)
      if case .decimal = form.foreign, form.isDouble { return try decimals(bytes, 8, count, out) }
      UnsafeMutableRawPointer(out).copyMemory(from: bytes, byteCount: count * 8)
    case .int96:
      let bytes = try cursor.take(count * 12)
      return int96(bytes, count, out)
    case .fixedBytes: try fixed(try cursor.take(count * column.length), count, out)
    case .bytes:
      for row in 0..<count {
        let length = try cursor.word()
        let bytes = try cursor.take(length)
        out[row] = try form.decimal(
          bytes.assumingMemoryBound(to: UInt8.self), length, isBigEndian: true)
      }
    }
    return false
  }

  /// Whole numbers that stand for decimals beyond what is exact here.
  private func decimals(
    _ bytes: UnsafeRawPointer, _ length: Int, _ count: Int, _ out: UnsafeMutablePointer<Int64>
  ) throws -> Bool {
    let source = bytes.assumingMemoryBound(to: UInt8.self)
    for row in 0..<count {
      out[row] = try form.decimal(source + row * length, length, isBigEndian: false)
    }
    return false
  }

  /// Values of a fixed number of bytes: decimals, the highest byte first, or floats of 16 bits.
  private func fixed(
    _ bytes: UnsafeRawPointer, _ count: Int, _ out: UnsafeMutablePointer<Int64>
  ) throws {
    let source = bytes.assumingMemoryBound(to: UInt8.self)
    let length = column.length
    if form.foreign == .half {
      for row in 0..<count {
        out[row] = Int64(bytes.loadUnaligned(fromByteOffset: row * 2, as: UInt16.self))
      }
      return
    }
    for row in 0..<count {
      out[row] = try form.decimal(source + row * length, length, isBigEndian: true)
    }
  }

  /// Nanoseconds of a day and a Julian day number, as microseconds since 1970-01-01.
  private func int96(
    _ bytes: UnsafeRawPointer, _ count: Int, _ out: UnsafeMutablePointer<Int64>
  ) -> Bool {
    var isCut = false
    for row in 0..<count {
      let nanoseconds = bytes.loadUnaligned(fromByteOffset: row * 12, as: Int64.self)
      let day = bytes.loadUnaligned(fromByteOffset: row * 12 + 8, as: Int32.self)
      let floored = nanoseconds >= 0 ? nanoseconds / 1000 : (nanoseconds - 999) / 1000
      isCut = isCut || floored &* 1000 != nanoseconds
      out[row] = (Int64(day) - 2_440_588) &* 86_400_000_000 &+ floored
    }
    return isCut
  }

  /// The bytes of all values apart, the first ones first (BYTE_STREAM_SPLIT).
  private func split(
    _ cursor: inout ByteCursor, _ count: Int, _ out: UnsafeMutablePointer<Int64>
  ) throws {
    let length: Int
    switch column.physical {
    case .int32, .float: length = 4
    case .int64, .double: length = 8
    case .fixedBytes: length = column.length
    default: throw Damage.values
    }
    let bytes = try cursor.take(count * length).assumingMemoryBound(to: UInt8.self)
    let isPlain = column.physical != .fixedBytes && !(form.isDecimal && form.isDouble)
    if isPlain {
      for row in 0..<count {
        var value: UInt64 = 0
        for place in 0..<length {
          value |= UInt64(bytes[place &* count &+ row]) &<< UInt64(place &* 8)
        }
        out[row] =
          column.physical == .int32
          ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
      }
      return
    }
    let whole = try reader.lengths.room(count * length).assumingMemoryBound(to: UInt8.self)
    for row in 0..<count {
      for place in 0..<length { whole[row * length + place] = bytes[place * count + row] }
    }
    var values = ByteCursor(whole, count: count * length)
    _ = try plain(&values, count, out)
  }

  /// Decimals whose bytes are written as texts are.
  private func decimals(
    _ page: ParquetPage, _ cursor: ByteCursor, _ count: Int, _ out: UnsafeMutablePointer<Int64>
  ) throws {
    guard form.isDecimal || form.foreign == .half else {
      throw ParquetPageReader.encoding(page.encoding)
    }
    let bytes = GrowingBytes()
    let lengths = try WorkMemory(Int64.self, count: count)
    var cursor = cursor
    let sizes = lengths.pointer(Int64.self)
    try ParquetTexts.values(page.encoding, &cursor, count, reader, sizes, bytes)
    guard let start = bytes.base else { throw Damage.values }
    var place = start.assumingMemoryBound(to: UInt8.self)
    for row in 0..<count {
      let length = Int(sizes[row])
      if form.foreign == .half {
        guard length == 2 else { throw Damage.values }
        out[row] = Int64(UnsafeRawPointer(place).loadUnaligned(as: UInt16.self))
      } else {
        out[row] = try form.decimal(place, length, isBigEndian: true)
      }
      place += length
    }
  }
}

extension NumberForm {
  var isDecimal: Bool { if case .decimal = foreign { true } else { false } }
}
