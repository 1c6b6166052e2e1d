import Columns
import Glibc

/// How the bytes of a file are cut into records and fields.
struct Dialect: Sendable {
  var delimiter: UInt8
  var quote: UInt8
  /// The byte that ends a line: a line feed, or a carriage return in files that have nothing else.
  var lineEnd: UInt8
  /// What makes a quote inside quotes part of the text, besides doubling; 0 for nothing.
  var escape: UInt8 = 0
  /// What begins a line that is passed over; 0 for nothing.
  var comment: UInt8 = 0
  /// Whether a formula for a text, `="001"`, is read as the text.
  var unwraps = true
}

/// A record that is no row: where in the file, and why.
struct Fault: Sendable {
  let offset: Int
  let kind: FileError.Kind
}

/// What one block of the file held.
struct ParsedBlock: Sendable {
  /// The block itself.
  var range: Range<Int> = 0..<0
  /// Where its first record begins; nil where none begins in it, or where that is not clear.
  var start: Int?
  /// Where the first record after it begins.
  var end: Int
  var rows: Int
  /// The numbers of the rows that the columns hold; nil for all.
  var kept: [UInt32]?
  var columns: [ColumnChunk]
  var faults: [Fault]
  var repairs = LineRepairs()

  /// How many rows the columns hold.
  var keptRows: Int { kept?.count ?? rows }
}

/// Parses blocks of a file. Belongs to one worker, whose parsers keep their text pools between
/// blocks.
final class BlockParser {
  private let file: RawFile
  /// Where the records of the file end: what follows is no part of the table.
  private var dataEnd: Int
  /// Whether rows with bytes that are no UTF-8 are set aside.
  private let dropsInvalid: Bool
  /// Whether empty records and the header said again are passed over.
  private let passesOver: Bool
  /// The fields of the header's lines, whose first is filled.
  private let headers: [[[UInt8]]]
  /// A bit for each length that the first field of such a line has; the last for 63 and more.
  private let headerLengths: UInt64
  private let dialect: Dialect
  /// For each parser the field that it takes.
  private let fieldOf: [Int]
  private let parsers: [ColumnParser]
  /// Which rows are kept; nil for all.
  private let filter: BlockRows?
  private let isCancelled: @Sendable () -> Bool
  private var tokenizer: Tokenizer
  private var buffer: UnsafeMutablePointer<UInt8>
  private var capacity = 1 << 16
  /// The file offset of the first byte in the buffer, and the bytes in it.
  private var base = 0
  private var length = 0
  /// Whether a formula for a text may stand in the buffer.
  private var mayGuard = false
  /// Where nothing is known of a block's first record, a quoted text of more than this is doubted.
  private static let doubt = 1 << 20

  /// - Parameter headers: the fields of the header's lines; nil where every record is a row.
  init(
    _ file: RawFile, dataEnd: Int, _ dialect: Dialect, fieldCount: Int, mends: Bool,
    isWide: Bool, dropsInvalid: Bool, headers: [[[UInt8]]]?,
    fieldOf: [Int], parsers: [ColumnParser], filter: BlockRows?,
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.file = file
    self.dataEnd = dataEnd
    self.dropsInvalid = dropsInvalid
    passesOver = headers != nil && fieldCount > 1
    self.headers = (headers ?? []).filter { $0.count == fieldCount && !($0.first?.isEmpty ?? true) }
    headerLengths = self.headers.reduce(0) { $0 | 1 << UInt64(min($1[0].count, 63)) }
    self.dialect = dialect
    self.fieldOf = fieldOf
    self.parsers = parsers
    self.filter = filter
    self.isCancelled = isCancelled
    tokenizer = Tokenizer(dialect, fieldCount: fieldCount, mends: mends, isWide: isWide)
    buffer = .allocate(capacity: capacity + Tokenizer.padding)
  }

  deinit {
    tokenizer.deallocate()
    buffer.deallocate()
  }

  /// Fills the buffer with the file from `offset` to `end`, as far as the file goes.
  private func load(from offset: Int, to end: Int) throws {
    let wanted = max(0, min(end, dataEnd) - offset)
    if wanted > capacity {
      buffer.deallocate()
      capacity = wanted
      buffer = .allocate(capacity: capacity + Tokenizer.padding)
    }
    base = offset
    length = try file.read(at: offset, count: wanted, into: buffer)
    // Only where the end was not known before.
    if length < wanted { dataEnd = offset + length }
    memset(buffer + length, 0, Tokenizer.padding)
    mayGuard = dialect.unwraps && GuardedText.mayOccur(buffer, length)
  }

  /// Parses the records that begin in `block`.
  ///
  /// - Parameters:
  ///   - start: where the first record begins, if it is known; else it is taken to begin
  ///   after the first line end, which is checked later against the block before.
  ///   - chosen: the rows that are kept, where the block was parsed before.
  func parse(_ block: Range<Int>, start: Int?, keeping chosen: [UInt32]? = nil) throws
    -> ParsedBlock
  {
    for parser in parsers { parser.startBlock() }
    // A record that begins in the block may end beyond it.
    var overrun = file.lineStarts == nil ? 1 << 12 : 0
    let first = start ?? block.lowerBound - 1
    try load(from: first, to: block.upperBound + overrun)
    var position = 0
    if start == nil {
      while position < length, buffer[position] != dialect.lineEnd { position += 1 }
      position += 1
      if first + position >= block.upperBound { return nothing }
    }
    tokenizer.repairs = LineRepairs()
    var result = ParsedBlock(start: first + position, end: 0, rows: 0, columns: [], faults: [])
    while true {
      let limit = block.upperBound - base
      if position >= limit || base + position >= dataEnd { break }
      tokenizer.base = base
      let batch = tokenizer.next(
        buffer, from: position, limit: limit, length: length, isWhole: base + length >= dataEnd)
      if mayGuard { tokenizer.unwrap(batch.rows, of: buffer, from: position, length: length) }
      var rows = dropsInvalid ? kept(batch.rows, &result.faults) : batch.rows
      if passesOver { rows = filled(rows) }
      if rows > 0 {
        take(rows)
        result.rows += rows
      }
      position = batch.next
      switch batch.stop {
      case .none: break
      case .fault(let kind, let place):
        result.faults.append(Fault(offset: base + place, kind: kind))
      case .cut:
        if isCancelled() { throw ReadCancelled() }
        let held = length - position
        if start == nil, held > BlockParser.doubt { return nothing }
        if held >= FieldSpan.maxLength {
          // Beyond all measure: the quote is taken not to close.
          result.faults.append(Fault(offset: base + position, kind: .unterminatedQuote))
          position = length
          continue
        }
        overrun = max(overrun * 4, held * 2, 1 << 12)
        let offset = base + position
        let end = min(max(block.upperBound, offset) + overrun, offset + FieldSpan.maxLength)
        try load(from: offset, to: end)
        position = 0
      }
    }
    result.end = min(base + position, dataEnd)
    result.repairs = tokenizer.repairs
    let rows = chosen ?? filter?.kept(parsers, rows: result.rows)
    result.kept = rows
    result.columns = try parsers.map { try $0.finishBlock(keeping: rows) }
    return result
  }

  /// Takes the rows with bytes that are no UTF-8 out of a batch; gives how many are left.
  private func kept(_ rows: Int, _ faults: inout [Fault]) -> Int {
    let width = tokenizer.fieldCount
    let spans = tokenizer.spans
    var left = 0
    for row in 0..<rows {
      let fields = spans + row * width
      let isValid = (0..<width).allSatisfy { field in
        let span = fields[field]
        let text =
          (span.isRewritten ? UnsafePointer(tokenizer.scratch) : UnsafePointer(buffer))
          + Int(span.start)
        return UTF8Check.isValid(UnsafeBufferPointer(start: text, count: span.length))
      }
      guard isValid else {
        let place = (0..<width).first { !fields[$0].isRewritten }.map { Int(fields[$0].start) } ?? 0
        faults.append(Fault(offset: base + place, kind: .invalidUTF8))
        continue
      }
      if left < row {
        for field in 0..<width { spans[left * width + field] = fields[field] }
      }
      left += 1
    }
    return left
  }

  /// Takes the records that hold nothing, and those that say the header again, out of a batch; gives how
  /// many are left. The first field rules out nearly all others.
  private func filled(_ rows: Int) -> Int {
    let width = tokenizer.fieldCount
    let spans = tokenizer.spans
    var left = 0
    for row in 0..<rows {
      let fields = spans + row &* width
      let first = fields[0].length
      let isOut =
        first == 0
        ? isEmpty(fields)
        : headerLengths >> UInt64(min(Int(first), 63)) & 1 != 0 && saysHeader(fields)
      if isOut {
        let place = base + Int(fields[0].start)
        if first == 0 {
          tokenizer.repairs.empty.note(place)
        } else {
          tokenizer.repairs.headers.note(place)
        }
        continue
      }
      if left < row {
        for field in 0..<width { spans[left * width + field] = fields[field] }
      }
      left += 1
    }
    return left
  }

  @inline(never)
  private func isEmpty(_ fields: UnsafeMutablePointer<FieldSpan>) -> Bool {
    (0..<tokenizer.fieldCount).allSatisfy { fields[$0].length == 0 && !fields[$0].isQuoted }
  }

  @inline(never)
  private func saysHeader(_ fields: UnsafeMutablePointer<FieldSpan>) -> Bool {
    headers.contains { isHeader(fields, $0) }
  }

  private func isHeader(
    _ fields: UnsafeMutablePointer<FieldSpan>, _ header: [[UInt8]]
  ) -> Bool {
    guard fields[0].length == header[0].count else { return false }
    return (0..<header.count).allSatisfy { field in
      let span = fields[field]
      guard span.length == header[field].count else { return false }
      let text =
        (span.isRewritten ? UnsafePointer(tokenizer.scratch) : UnsafePointer(buffer))
        + Int(span.start)
      return header[field].withUnsafeBufferPointer { known in
        known.baseAddress.map { memcmp($0, text, span.length) == 0 } ?? true
      }
    }
  }

  private var nothing: ParsedBlock {
    ParsedBlock(start: nil, end: 0, rows: 0, columns: [], faults: [])
  }

  private func take(_ rows: Int) {
    let batch = FieldBatch(
      spans: tokenizer.spans, fieldCount: tokenizer.fieldCount, rows: rows, bytes: buffer,
      scratch: tokenizer.scratch, base: base)
    for (parser, field) in zip(parsers, fieldOf) { parser.take(batch, field: field) }
  }
}
