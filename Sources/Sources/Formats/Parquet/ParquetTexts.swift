import Columns

/// Decodes values of columns of bytes: texts and what is shown as such.
enum ParquetTexts {
  /// The entries of a dictionary page, as they stand in the file.
  static func dictionary(
    _ page: ParquetPage, _ reader: ParquetPageReader
  ) throws -> ForeignTexts {
    var cursor = try reader.dictionary(page)
    let count = page.valueCount
    // An entry takes four bytes, or its fixed number of them.
    guard count <= page.size else { throw Damage.length }
    let sizes = try reader.lengths.room(count * 8).assumingMemoryBound(to: Int64.self)
    let bytes = GrowingBytes()
    try plain(&cursor, count, reader.column, sizes, bytes)
    let offsets = try MutableBuffer(Int.self, count: count + 1)
    let starts = offsets.pointer(Int.self)
    var end = 0
    for row in 0..<count {
      starts[row] = end
      end += Int(sizes[row])
    }
    starts[count] = end
    return ForeignTexts(
      heap: TextHeap(offsets: offsets.freeze(), bytes: try bytes.copy()), count: count)
  }

  /// Reads the rows of some pages, which follow one another, into a column whose row group begins at
  /// `base`.
  static func read(
    _ pages: ArraySlice<ParquetPage>, _ reader: ParquetPageReader, _ dictionary: ForeignTexts?,
    _ form: ForeignText, into assembly: TextAssembly, base: Int
  ) throws {
    guard let first = pages.first, let last = pages.last else { return }
    let rows = last.firstRow + last.valueCount - first.firstRow
    let offsets = try MutableBuffer(Int.self, count: rows + 1)
    let starts = offsets.pointer(Int.self)
    let bytes = GrowingBytes()
    var row = 0
    for page in pages {
      let marks = assembly.marks.pointer(base + page.firstRow)
      var body = try reader.open(page, marks)
      let count = body.present
      assembly.marks.add(absent: page.valueCount - count)
      let sizes = try reader.lengths.room(count * 8).assumingMemoryBound(to: Int64.self)
      var end = bytes.count
      if page.encoding == 2 || page.encoding == 8 {
        guard count == 0 || dictionary != nil else { throw Damage.values }
        if let dictionary, count > 0 {
          try entries(&body.values, count, reader, dictionary, sizes, bytes)
        }
      } else if count > 0 {
        try values(page.encoding, &body.values, count, reader, sizes, bytes)
      }
      var next = 0
      for place in 0..<page.valueCount {
        starts[row + place] = end
        if marks.map({ $0[place] != 0 }) ?? true {
          end += Int(sizes[next])
          next += 1
        }
      }
      row += page.valueCount
    }
    starts[rows] = bytes.count
    let heap = TextHeap(offsets: offsets.freeze(), bytes: try bytes.copy())
    try assembly.add(heap, count: rows, at: base + first.firstRow, form)
  }

  /// The entries that numbers mean, one after another.
  private static func entries(
    _ cursor: inout ByteCursor, _ count: Int, _ reader: ParquetPageReader,
    _ dictionary: ForeignTexts, _ sizes: UnsafeMutablePointer<Int64>, _ bytes: GrowingBytes
  ) throws {
    let numbers = try reader.numbers.room(count * 4).assumingMemoryBound(to: UInt32.self)
    try ParquetNumbers.codes(&cursor, count, numbers, of: dictionary.count)
    for row in 0..<count {
      let text = dictionary.heap.utf8(Int(numbers[row]))
      sizes[row] = Int64(text.count)
      let out = try bytes.extend(by: text.count)
      if let start = text.baseAddress { out.copyMemory(from: start, byteCount: text.count) }
    }
  }

  /// Decodes `count` values: their lengths, and their bytes one after another.
  static func values(
    _ encoding: Int64, _ cursor: inout ByteCursor, _ count: Int, _ reader: ParquetPageReader,
    _ sizes: UnsafeMutablePointer<Int64>, _ bytes: GrowingBytes
  ) throws {
    switch encoding {
    case 0: try plain(&cursor, count, reader.column, sizes, bytes)
    case 6: try lengthsFirst(&cursor, count, sizes, bytes)
    case 7: try shared(&cursor, count, reader, sizes, bytes)
    case 9 where reader.column.physical == .fixedBytes:
      let length = reader.column.length
      let source = try cursor.take(count * length).assumingMemoryBound(to: UInt8.self)
      let out = try bytes.extend(by: count * length).assumingMemoryBound(to: UInt8.self)
      for row in 0..<count {
        sizes[row] = Int64(length)
        for place in 0..<length { out[row * length + place] = source[place * count + row] }
      }
    default: throw ParquetPageReader.encoding(encoding)
    }
  }

  private static func plain(
    _ cursor: inout ByteCursor, _ count: Int, _ column: ParquetColumn,
    _ sizes: UnsafeMutablePointer<Int64>, _ bytes: GrowingBytes
  ) throws {
    if column.physical == .fixedBytes {
      let source = try cursor.take(count * column.length)
      let out = try bytes.extend(by: count * column.length)
      out.copyMemory(from: source, byteCount: count * column.length)
      for row in 0..<count { sizes[row] = Int64(column.length) }
      return
    }
    guard column.physical == .bytes else { throw Damage.values }
    for row in 0..<count {
      let length = try cursor.word()
      let source = try cursor.take(length)
      sizes[row] = Int64(length)
      try bytes.extend(by: length).copyMemory(from: source, byteCount: length)
    }
  }

  /// All lengths, then all bytes (DELTA_LENGTH_BYTE_ARRAY).
  private static func lengthsFirst(
    _ cursor: inout ByteCursor, _ count: Int, _ sizes: UnsafeMutablePointer<Int64>,
    _ bytes: GrowingBytes
  ) throws {
    try DeltaNumbers.read(&cursor, count: count, into: sizes)
    var total = 0
    for row in 0..<count {
      guard (0...Int64(cursor.left)).contains(sizes[row]) else { throw Damage.values }
      total += Int(sizes[row])
    }
    let source = try cursor.take(total)
    try bytes.extend(by: total).copyMemory(from: source, byteCount: total)
  }

  /// What each value shares with the start of the one before, and the rest (DELTA_BYTE_ARRAY).
  private static func shared(
    _ cursor: inout ByteCursor, _ count: Int, _ reader: ParquetPageReader,
    _ sizes: UnsafeMutablePointer<Int64>, _ bytes: GrowingBytes
  ) throws {
    let prefixes = try reader.otherLengths.room(count * 8).assumingMemoryBound(to: Int64.self)
    try DeltaNumbers.read(&cursor, count: count, into: prefixes)
    let rests = GrowingBytes()
    try lengthsFirst(&cursor, count, sizes, rests)
    var before = 0
    var place = 0
    for row in 0..<count {
      let prefix = Int(prefixes[row])
      let rest = Int(sizes[row])
      guard prefix >= 0, prefix <= before else { throw Damage.values }
      let start = bytes.count
      let out = try bytes.extend(by: prefix + rest)
      if prefix > 0, let base = bytes.base {
        out.copyMemory(from: base + start - before, byteCount: prefix)
      }
      if rest > 0, let source = rests.base {
        (out + prefix).copyMemory(from: source + place, byteCount: rest)
      }
      place += rest
      before = prefix + rest
      sizes[row] = Int64(before)
    }
  }
}

extension GrowingBytes {
  /// The bytes as a buffer of their own.
  func copy() throws -> Buffer {
    let buffer = try MutableBuffer(byteCount: count)
    if let base, count > 0 { buffer.base.copyMemory(from: base, byteCount: count) }
    return buffer.freeze()
  }
}
