import Columns
import Glibc

/// How the bytes of a file are cut into records and fields.
struct Dialect: Sendable {
  var delimiter: UInt8
  var quote: UInt8
  /// The byte that ends a line: a line feed, or a carriage return in files that have nothing else.
  var lineEnd: UInt8
}

/// What one block of the file held.
struct ParsedBlock: @unchecked Sendable {
  /// The block itself.
  var range: Range<Int> = 0..<0
  /// Where its first record begins; nil where none begins in it.
  var start: Int?
  /// Where the first record after it begins.
  var end: Int
  var rows: Int
  var columns: [ColumnChunk]
  /// Records that are no rows: where they begin and why.
  var faults: [(offset: Int, kind: FileError.Kind)]
}

/// Parses blocks of a file. Belongs to one worker, whose parsers keep their text pools between
/// blocks.
final class BlockParser {
  private let file: RawFile
  private let dialect: Dialect
  /// For each field of a record the parser that takes it.
  private let parserOf: [Int?]
  let parsers: [ColumnParser]
  private let isCancelled: @Sendable () -> Bool
  private var buffer: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// The file offset of the first byte in the buffer, and the bytes in it.
  private var base = 0
  private var length = 0
  private var scratch: UnsafeMutablePointer<UInt8>
  private var scratchCapacity = 1 << 10
  private static let padding = 64

  init(
    _ file: RawFile, _ dialect: Dialect, parserOf: [Int?], parsers: [ColumnParser],
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.file = file
    self.dialect = dialect
    self.parserOf = parserOf
    self.parsers = parsers
    self.isCancelled = isCancelled
    capacity = 1 << 16
    buffer = .allocate(capacity: capacity + BlockParser.padding)
    scratch = .allocate(capacity: scratchCapacity)
  }

  deinit {
    buffer.deallocate()
    scratch.deallocate()
  }

  /// Fills the buffer with the file from `offset`, at least to `end`, as far as the file goes.
  private func load(from offset: Int, to end: Int) throws {
    let wanted = min(end, file.size) - offset
    if wanted > capacity {
      buffer.deallocate()
      capacity = wanted
      buffer = .allocate(capacity: capacity + BlockParser.padding)
    }
    base = offset
    length = try file.read(at: offset, count: wanted, into: buffer)
    memset(buffer + length, 0, BlockParser.padding)
  }

  /// Parses the records that begin in `block`.
  ///
  /// - Parameter start: where the first record begins, if it is known; else it is taken to begin
  ///   after the first line end, which is checked later against the block before.
  func parse(_ block: Range<Int>, start: Int?) throws -> ParsedBlock {
    for parser in parsers { parser.startBlock() }
    // A record that begins in the block may end beyond it.
    var overrun = 1 << 12
    let first = start ?? block.lowerBound - 1
    try load(from: first, to: block.upperBound + overrun)
    var position = 0
    if start == nil {
      while position < length, buffer[position] != dialect.lineEnd { position += 1 }
      position += 1
      if first + position >= block.upperBound {
        return ParsedBlock(start: nil, end: 0, rows: 0, columns: [], faults: [])
      }
    }
    var result = ParsedBlock(
      start: first + position, end: first + position, rows: 0, columns: [], faults: [])
    let limit = block.upperBound - first
    var rows = 0
    var sinceCheck = 0
    while position < limit, position < length {
      let outcome = record(at: position)
      switch outcome {
      case .row(let next):
        rows += 1
        position = next
      case .blank(let next): position = next
      case .fault(let next, let kind):
        for parser in parsers { parser.truncate(to: rows) }
        result.faults.append((first + position, kind))
        position = next
      case .cut:
        // The record goes on beyond the buffer.
        for parser in parsers { parser.truncate(to: rows) }
        if isCancelled() { throw ReadCancelled() }
        overrun = max(overrun * 4, (base + length - block.upperBound) * 2)
        try load(from: first, to: block.upperBound + overrun)
      }
      sinceCheck += 1
    }
    result.end = first + position
    result.rows = rows
    result.columns = try finish(rows, from: result.start ?? first, limit: limit, first: first)
    return result
  }

  private enum Outcome {
    /// Where the next record begins.
    case row(Int)
    case blank(Int)
    case fault(Int, FileError.Kind)
    case cut
  }

  private var isAtFileEnd: Bool { base + length >= file.size }

  /// Takes one record apart.
  private func record(at start: Int) -> Outcome {
    let bytes = buffer
    let length = self.length
    let lineEnd = dialect.lineEnd
    let delimiter = dialect.delimiter
    let quote = dialect.quote
    let wanted = parserOf.count
    var position = start
    if bytes[position] == lineEnd || (bytes[position] == 13 && bytes[position + 1] == lineEnd) {
      let next = position + (bytes[position] == lineEnd ? 1 : 2)
      if wanted > 1 { return .blank(next) }
    }
    var field = 0
    while true {
      var fieldStart = bytes + position
      var fieldLength = 0
      var isQuoted = false
      if position < length, bytes[position] == quote {
        isQuoted = true
        switch quotedField(at: position) {
        case .cut: return isAtFileEnd ? .fault(length, .unterminatedQuote) : .cut
        case .field(let text, let count, let next):
          fieldStart = UnsafeMutablePointer(mutating: text)
          fieldLength = count
          position = next
        }
        if position < length, bytes[position] == 13, position + 1 < length,
          bytes[position + 1] == lineEnd
        {
          position += 1
        }
        if position < length, bytes[position] != delimiter, bytes[position] != lineEnd {
          if bytes[position] == 13, position + 1 >= length, isAtFileEnd {
            position += 1
          } else {
            return skipLine(position, .textAfterQuote)
          }
        }
      } else {
        position = BlockParser.scan(bytes, position, length, delimiter, lineEnd)
        fieldLength = position - (fieldStart - bytes)
      }
      if position >= length, !isAtFileEnd { return .cut }
      let isLast = position >= length || bytes[position] == lineEnd
      if isLast, !isQuoted, fieldLength > 0, fieldStart[fieldLength - 1] == 13 { fieldLength -= 1 }
      if field < wanted {
        if let index = parserOf[field] {
          parsers[index].append(fieldStart, fieldLength, isQuoted: isQuoted)
        }
      }
      field += 1
      if isLast {
        position += 1
        if field != wanted {
          return .fault(min(position, length), .ragged(found: field, wanted: wanted))
        }
        return .row(min(position, length))
      }
      position += 1
    }
  }

  private func skipLine(_ position: Int, _ kind: FileError.Kind) -> Outcome {
    var place = position
    while place < length, buffer[place] != dialect.lineEnd { place += 1 }
    if place >= length, !isAtFileEnd { return .cut }
    return .fault(min(place + 1, length), kind)
  }

  private enum QuotedField {
    case field(UnsafePointer<UInt8>, Int, next: Int)
    case cut
  }

  /// The text between quotes, doubled ones made single.
  private func quotedField(at start: Int) -> QuotedField {
    let quote = dialect.quote
    var position = start + 1
    var copied = 0
    var runStart = position
    var isCopied = false
    while true {
      guard position < length,
        let found = memchr(buffer + position, Int32(quote), length - position)
      else { return .cut }
      position = found - UnsafeMutableRawPointer(buffer)
      if position + 1 < length, buffer[position + 1] == quote {
        // Keep what is before and one of the two quotes.
        let count = position + 1 - runStart
        reserveScratch(copied + count)
        (scratch + copied).update(from: buffer + runStart, count: count)
        copied += count
        isCopied = true
        position += 2
        runStart = position
        continue
      }
      if position + 1 >= length, !isAtFileEnd { return .cut }
      if !isCopied {
        return .field(buffer + start + 1, position - start - 1, next: position + 1)
      }
      let count = position - runStart
      reserveScratch(copied + count)
      (scratch + copied).update(from: buffer + runStart, count: count)
      return .field(scratch, copied + count, next: position + 1)
    }
  }

  private func reserveScratch(_ count: Int) {
    guard count > scratchCapacity else { return }
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: count * 2)
    larger.update(from: scratch, count: scratchCapacity)
    scratch.deallocate()
    scratch = larger
    scratchCapacity = count * 2
  }

  /// The first delimiter or line end from `start`, eight bytes at a time: a byte of `word ^ pattern`
  /// is zero where it matches, and the lowest such byte is found exactly.
  @inline(__always)
  static func scan(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ delimiter: UInt8, _ lineEnd: UInt8
  ) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    let first = ones &* UInt64(delimiter)
    let second = ones &* UInt64(lineEnd)
    var position = start
    let raw = UnsafeRawPointer(bytes)
    while position < end {
      let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      let one = word ^ first
      let other = word ^ second
      let found = ((one &- ones) & ~one | (other &- ones) & ~other) & highs
      if found != 0 { return min(end, position &+ found.trailingZeroBitCount >> 3) }
      position &+= 8
    }
    return end
  }

  // MARK: Finishing

  private func finish(_ rows: Int, from start: Int, limit: Int, first: Int) throws -> [ColumnChunk]
  {
    var kinds: [Int: FieldKinds] = [:]
    let failed = parsers.indices.filter { parsers[$0].failed }
    if !failed.isEmpty { kinds = classify(failed, from: start - first, limit: limit) }
    return try parsers.enumerated().map { index, parser in
      try parser.finishBlock(kinds: kinds[index])
    }
  }

  /// Goes over the records of the block again to see what the texts of some columns can be.
  private func classify(_ columns: [Int], from start: Int, limit: Int) -> [Int: FieldKinds] {
    var kinds: [Int: FieldKinds] = [:]
    for column in columns { kinds[column] = .all }
    forEachField(from: start, limit: limit) { field, text, isQuoted in
      guard field < parserOf.count, let index = parserOf[field], let known = kinds[index] else {
        return
      }
      var start = 0
      var end = text.count
      while start < end, text[start] == 32 || text[start] == 9 { start += 1 }
      while end > start, text[end - 1] == 32 || text[end - 1] == 9 { end -= 1 }
      if end == start || parsers[index].countsAsNull(text) { return }
      guard let bytes = text.baseAddress else { return }
      kinds[index] = known.intersection(
        FieldReader.classify(bytes + start, end - start, point: parsers[index].point))
    }
    return kinds
  }

  /// Calls `body` with each field of the whole records of the block.
  func forEachField(
    from start: Int, limit: Int,
    _ body: (_ field: Int, _ text: UnsafeBufferPointer<UInt8>, _ isQuoted: Bool) -> Void
  ) {
    var position = start
    var field = 0
    while position < length {
      if field == 0, position >= limit { return }
      if field == 0, buffer[position] == dialect.lineEnd {
        position += 1
        continue
      }
      var text: UnsafeBufferPointer<UInt8>
      var isQuoted = false
      if buffer[position] == dialect.quote {
        guard case .field(let bytes, let count, let next) = quotedField(at: position) else {
          return
        }
        text = UnsafeBufferPointer(start: bytes, count: count)
        isQuoted = true
        position = next
        while position < length, buffer[position] != dialect.delimiter,
          buffer[position] != dialect.lineEnd
        {
          position += 1
        }
      } else {
        let end = BlockParser.scan(
          buffer, position, length, dialect.delimiter, dialect.lineEnd)
        text = UnsafeBufferPointer(start: buffer + position, count: end - position)
        position = end
      }
      let isLast = position >= length || buffer[position] == dialect.lineEnd
      if isLast, !isQuoted, text.last == 13 {
        text = UnsafeBufferPointer(rebasing: text.dropLast())
      }
      body(field, text, isQuoted)
      field = isLast ? 0 : field + 1
      position += 1
    }
  }

  /// Loads the start of the file for sniffing and gives its fields by record.
  func head(from start: Int, bytes: Int, records: Int) throws -> [[(text: [UInt8], isQuoted: Bool)]]
  {
    try load(from: start, to: start + bytes)
    var rows: [[(text: [UInt8], isQuoted: Bool)]] = [[]]
    var last = 0
    forEachField(from: 0, limit: length) { field, text, isQuoted in
      if field == 0, last >= 0, !(rows.last ?? []).isEmpty { rows.append([]) }
      last = field
      if rows.count <= records { rows[rows.count - 1].append((Array(text), isQuoted)) }
    }
    // The last record may be cut by the end of the buffer.
    if !isAtFileEnd, rows.count > 1 { rows.removeLast() }
    return Array(rows.filter { !$0.isEmpty }.prefix(records))
  }
}

extension ColumnParser {
  /// Whether the options call this text null.
  func countsAsNull(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let bytes = text.baseAddress else { return true }
    return isNullSpelling(bytes, text.count)
  }
}
