import Columns

/// The pages of a column chunk as bytes, and what the footer says of them.
struct ParquetChunkBytes: Sendable {
  var pages: [[UInt8]] = []
  /// The bytes of the dictionary page among them, 0 where there is none.
  var dictionaryBytes = 0
  /// All bytes, as they are and uncompressed.
  var byteCount = 0
  var size = 0
  var rows = 0
  var nullCount = 0
  var encodings: [Int] = []
  /// The smallest and largest value in their plain form.
  var bounds: (lower: [UInt8], upper: [UInt8])?
}

/// Writes one column of a row group: pages of at most 131,072 rows.
struct ParquetChunkWriter {
  private let codec: BlockCodec
  private static let pageRows = 131_072

  init(_ codec: BlockCodec) { self.codec = codec }

  func write(_ column: Column, _ form: ParquetForm) throws -> ParquetChunkBytes {
    let values = try ParquetValues(column, form)
    var chunk = ParquetChunkBytes()
    chunk.rows = column.count
    chunk.nullCount = column.count - values.count
    chunk.bounds = values.bounds
    chunk.encodings = values.codes == nil ? [3, 0] : [3, 0, 8]
    if values.codes != nil {
      let plain = values.plain(0..<values.entryCount)
      append(plain, dictionaryOf: values.entryCount, encoding: 0, to: &chunk)
      chunk.dictionaryBytes = chunk.byteCount
    }
    var row = 0
    var value = 0
    while row < column.count {
      let rows = row..<min(column.count, row + ParquetChunkWriter.pageRows)
      var body: [UInt8] = []
      let present = levels(column, rows, &body)
      let some = value..<value + present
      if let codes = values.codes {
        let width = max(1, Int.bitWidth - max(0, values.entryCount - 1).leadingZeroBitCount)
        body.append(UInt8(width))
        HybridWriter.append(codes[some], width: width, &body)
      } else {
        body += values.plain(some)
      }
      append(
        body, dictionaryOf: nil, encoding: values.codes == nil ? 0 : 8, rows: rows.count,
        to: &chunk)
      row = rows.upperBound
      value += present
    }
    return chunk
  }

  /// Appends the definition levels of some rows; gives how many hold a value.
  private func levels(_ column: Column, _ rows: Range<Int>, _ out: inout [UInt8]) -> Int {
    var levels: [UInt8] = []
    var present = rows.count
    if column.mayHaveNulls {
      let marks = rows.map { column.isValid($0) ? UInt32(1) : 0 }
      present = marks.reduce(0) { $0 + Int($1) }
      HybridWriter.append(marks[...], width: 1, &levels)
    } else {
      HybridWriter.append(run: 1, count: rows.count, width: 1, &levels)
    }
    for shift in 0..<4 { out.append(UInt8(truncatingIfNeeded: levels.count >> (shift * 8))) }
    out += levels
    return present
  }

  /// Appends a page with its header.
  private func append(
    _ body: [UInt8], dictionaryOf entries: Int?, encoding: Int, rows: Int = 0,
    to chunk: inout ParquetChunkBytes
  ) {
    let data = body.withUnsafeBytes { codec.encoded($0, level: 3) } ?? body
    var header = ThriftWriter()
    header.element { header in
      header.int(1, entries == nil ? 0 : 2)
      header.int(2, body.count)
      header.int(3, data.count)
      if let entries {
        header.structure(7) { header in
          header.int(1, entries)
          header.int(2, encoding)
        }
      } else {
        header.structure(5) { header in
          header.int(1, rows)
          header.int(2, encoding)
          header.int(3, 3)
          header.int(4, 3)
        }
      }
    }
    chunk.pages.append(header.bytes)
    chunk.pages.append(data)
    chunk.byteCount += header.bytes.count + data.count
    chunk.size += header.bytes.count + body.count
  }
}

/// Writes numbers of a few bits each as runs of equal ones and groups of eight.
enum HybridWriter {
  static func append(_ values: ArraySlice<UInt32>, width: Int, _ out: inout [UInt8]) {
    var place = values.startIndex
    var literals = place
    while place < values.endIndex {
      let end = runEnd(values, place)
      if end - place >= 8 {
        pack(values[literals..<place], width, &out)
        append(run: values[place], count: end - place, width: width, &out)
        place = end
        literals = end
      } else {
        place = min(place + 8, values.endIndex)
      }
    }
    pack(values[literals..<place], width, &out)
  }

  /// Where the run of equal values that begins at a place ends.
  private static func runEnd(_ values: ArraySlice<UInt32>, _ place: Int) -> Int {
    let first = values[place]
    var end = place + 1
    while end < values.endIndex, values[end] == first { end += 1 }
    return end
  }

  static func append(run value: UInt32, count: Int, width: Int, _ out: inout [UInt8]) {
    varint(count << 1, &out)
    for byte in 0..<(width + 7) / 8 { out.append(UInt8(truncatingIfNeeded: value >> (byte * 8))) }
  }

  /// Groups of eight; only the last values of all may be fewer, and are filled up with zeros.
  private static func pack(_ values: ArraySlice<UInt32>, _ width: Int, _ out: inout [UInt8]) {
    if values.isEmpty { return }
    let groups = (values.count + 7) / 8
    varint(groups << 1 | 1, &out)
    var word: UInt64 = 0
    var bits = 0
    let end = out.count + groups * width
    out.reserveCapacity(end)
    for value in values {
      word |= UInt64(value) &<< UInt64(bits)
      bits += width
      while bits >= 8 {
        out.append(UInt8(truncatingIfNeeded: word))
        word &>>= 8
        bits -= 8
      }
    }
    if bits > 0 { out.append(UInt8(truncatingIfNeeded: word)) }
    while out.count < end { out.append(0) }
  }

  private static func varint(_ value: Int, _ out: inout [UInt8]) {
    var rest = value
    while rest >= 0x80 {
      out.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    out.append(UInt8(rest))
  }
}
