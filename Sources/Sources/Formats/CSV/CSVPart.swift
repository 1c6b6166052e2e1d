import Columns
import Glibc

/// One delimited text file, opened: how it is written and what its columns are called.
final class CSVPart: Sendable {
  let file: RawFile
  let dialect: Dialect
  /// Where the first record after the header begins.
  let dataStart: Int
  /// The column names in NFC, in file order.
  let names: [String]
  /// The decimal sign.
  let point: UInt8
  /// What sniffing found worth saying.
  let notes: [FileNote]
  /// Records of the head, for the first guess of types.
  let sample: [[[UInt8]]]
  private static let sampleRecords = 200

  init(_ file: RawFile, _ options: ReadOptions) throws {
    self.file = file
    guard file.size > 0 else { throw FileError(file.path, .empty) }
    var size = 1 << 16
    var bytes = try CSVPart.start(file, size)
    try CSVPart.refuse(bytes, file.path)
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if start == file.size { throw FileError(file.path, .empty) }
    let lineEnd: UInt8 = bytes.contains(10) || !bytes.contains(13) ? 10 : 13
    let delimiter =
      options.delimiter
      ?? CSVPart.sniffDelimiter(
        bytes, start, options.quote, lineEnd, isWhole: bytes.count == file.size)
    dialect = Dialect(delimiter: delimiter, quote: options.quote, lineEnd: lineEnd)
    var head = FileHead(
      bytes, from: start, dialect, isWhole: bytes.count == file.size,
      limit: CSVPart.sampleRecords)
    // A first line longer than the head: read more until it is whole.
    while head.records.isEmpty, bytes.count < file.size {
      if options.isCancelled() { throw ReadCancelled() }
      size *= 8
      bytes = try CSVPart.start(file, size)
      head = FileHead(
        bytes, from: start, dialect, isWhole: bytes.count == file.size,
        limit: CSVPart.sampleRecords)
    }
    guard let first = head.records.first else {
      // Nothing but empty lines, or a quote that never closes.
      guard let quote = bytes[start...].firstIndex(of: options.quote) else {
        throw FileError(file.path, .empty)
      }
      let line = file.lines(at: [quote], lineEnd: lineEnd).first
      throw FileError(
        file.path, .unterminatedQuote, line: line?.number, excerpt: line?.text)
    }
    let records = head.records.map(\.fields)
    point = options.decimal ?? (delimiter == 59 ? CSVPart.sniffPoint(records) : 46)
    if options.hasHeader ?? CSVPart.looksLikeHeader(records, point: point) {
      names = try CSVPart.names(first.fields, file.path, options)
      dataStart = first.end
      sample = CSVPart.rows(head.records.dropFirst(), like: first)
      notes = []
    } else {
      names = first.fields.indices.map { "column\($0 + 1)" }
      dataStart = start
      sample = CSVPart.rows(head.records[...], like: first)
      notes = [
        FileNote(
          "N0501", "\(file.path) has no header line; columns are called column1, column2 …",
          "\(file.path) không có dòng tiêu đề; các cột được gọi là column1, column2 …")
      ]
    }
  }

  /// The records that are rows.
  private static func rows(
    _ records: ArraySlice<FileHead.Record>, like first: FileHead.Record
  ) -> [[[UInt8]]] {
    records.filter { !$0.isBad && $0.fields.count == first.fields.count }.map(\.fields)
  }

  private static func start(_ file: RawFile, _ size: Int) throws -> [UInt8] {
    let count = min(size, file.size)
    return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      guard let start = buffer.baseAddress else { return }
      filled = try file.read(at: 0, count: count, into: start)
    }
  }

  /// Throws where the first bytes are not those of a text in UTF-8.
  private static func refuse(_ bytes: [UInt8], _ path: String) throws {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw FileError(path, .utf16)
    }
    guard bytes.contains(0) else { return }
    // UTF-16 without a mark: every other byte of Latin text is zero.
    let pairs = bytes.prefix(64).count / 2
    let low = (0..<pairs).filter { bytes[$0 * 2] == 0 && bytes[$0 * 2 + 1] != 0 }.count
    let high = (0..<pairs).filter { bytes[$0 * 2] != 0 && bytes[$0 * 2 + 1] == 0 }.count
    throw FileError(path, max(low, high) * 2 > pairs ? .utf16 : .binary)
  }

  private static func names(
    _ fields: [[UInt8]], _ path: String, _ options: ReadOptions
  ) throws -> [String] {
    var names: [String] = []
    var seen: Set<String> = []
    for (index, field) in fields.enumerated() {
      if !field.withUnsafeBufferPointer(UTF8Check.isValid) {
        throw FileError(path, .invalidUTF8, line: 1)
      }
      let text = field.withUnsafeBufferPointer { bytes in
        String(decoding: options.normalize(bytes) ?? field, as: UTF8.self)
      }
      let trimmed = CSVPart.trimmed(text)
      let name = trimmed.isEmpty ? "column\(index + 1)" : trimmed
      if !seen.insert(name).inserted { throw FileError(path, .duplicateColumn(name), line: 1) }
      names.append(name)
    }
    return names
  }

  private static func trimmed(_ text: String) -> String {
    var rest = Substring(text)
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }

  // MARK: Sniffing

  /// The delimiter that cuts the first lines into the same number of fields, the most fields first.
  private static func sniffDelimiter(
    _ bytes: [UInt8], _ start: Int, _ quote: UInt8, _ lineEnd: UInt8, isWhole: Bool
  ) -> UInt8 {
    var best: (delimiter: UInt8, fields: Int, share: Double) = (44, 0, 0)
    for delimiter in [UInt8(44), 59, 9, 124] {
      let dialect = Dialect(delimiter: delimiter, quote: quote, lineEnd: lineEnd)
      let head = FileHead(bytes, from: start, dialect, isWhole: isWhole, limit: 50)
      guard let first = head.records.first?.fields.count, first > 1 else { continue }
      let same = head.records.filter { $0.fields.count == first }.count
      let share = Double(same) / Double(head.records.count)
      if share > best.share + 0.2 || (share > best.share - 0.2 && first > best.fields) {
        best = (delimiter, first, share)
      }
    }
    return best.delimiter
  }

  /// With `;` between fields the decimal sign is usually a comma: unless points occur and no commas.
  private static func sniffPoint(_ records: [[[UInt8]]]) -> UInt8 {
    var commas = 0
    var points = 0
    for text in records.joined() {
      guard let first = text.first, FieldReader.isDigit(first) || first == 45 else { continue }
      text.withUnsafeBufferPointer { bytes in
        guard let start = bytes.baseAddress else { return }
        let count = bytes.last == 37 ? bytes.count - 1 : bytes.count
        if text.contains(44),
          FieldReader.decimal(start, count, point: 44) != nil
            || FieldReader.grouped(start, count) != nil
        {
          commas += 1
        }
        if text.contains(46), let number = FieldReader.decimal(start, count, point: 46),
          number.isPlain
        {
          points += 1
        }
      }
    }
    return commas > points ? 44 : 46
  }

  /// A first line is a header when its fields are names: no numbers but years, not all empty.
  private static func looksLikeHeader(_ records: [[[UInt8]]], point: UInt8) -> Bool {
    guard let first = records.first else { return false }
    var names = 0
    for text in first {
      let kinds = text.withUnsafeBufferPointer { bytes in
        bytes.baseAddress.map { FieldReader.classify($0, bytes.count, point: point) } ?? []
      }
      if text.isEmpty { continue }
      if kinds == .text {
        names += 1
      } else if kinds.contains(.int), text.count == 4, text[0] == 49 || text[0] == 50 {
        continue
      } else {
        return false
      }
    }
    return names > 0
  }
}
