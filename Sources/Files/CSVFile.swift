import Columns
import Glibc

/// A delimited text file: what its head tells, and the reading of its columns.
///
/// Opening looks at the first bytes alone. Columns are read when asked for; their types follow from
/// the whole file, never from a sample.
public final class CSVFile {
  let file: RawFile
  let options: ReadOptions
  let dialect: Dialect
  /// Where the first record after the header begins.
  let dataStart: Int
  /// The column names in NFC, in file order.
  public let names: [String]
  let point: UInt8
  /// What sniffing found worth saying.
  private(set) var notes: [FileNote] = []
  /// Records of the head, for the first guess of types.
  let sample: [[(text: [UInt8], isQuoted: Bool)]]

  /// Opens a file (`-` is standard input) and finds delimiter, header and names.
  public init(_ path: String, _ options: ReadOptions) throws {
    file = try RawFile(path)
    self.options = options
    guard file.size > 0 else { throw FileError(file.path, .empty) }
    let head = try CSVFile.head(file)
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      throw FileError(file.path, .utf16)
    }
    if head.contains(0) { throw FileError(file.path, .binary) }
    let start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if start == file.size { throw FileError(file.path, .empty) }
    let lineEnd: UInt8 = head.contains(10) || !head.contains(13) ? 10 : 13
    let delimiter =
      options.delimiter
      ?? CSVFile.sniffDelimiter(Array(head[start...]), options.quote, lineEnd, path: path)
    dialect = Dialect(delimiter: delimiter, quote: options.quote, lineEnd: lineEnd)
    let reader = BlockParser(
      file, dialect, parserOf: [], parsers: [], isCancelled: options.isCancelled)
    var size = 1 << 16
    var records = try reader.head(from: start, bytes: size, records: 200)
    // A first line longer than the head: read more until it is whole.
    while records.count < 2, size < file.size {
      size *= 4
      records = try reader.head(from: start, bytes: size, records: 200)
    }
    guard let first = records.first else { throw FileError(file.path, .empty) }
    point = options.decimal ?? (delimiter == 59 ? CSVFile.sniffPoint(records) : 46)
    let hasHeader = options.hasHeader ?? CSVFile.looksLikeHeader(records, point: point)
    if hasHeader {
      var names: [String] = []
      for (index, field) in first.enumerated() {
        let text = field.text.withUnsafeBufferPointer { bytes in
          String(decoding: options.normalize(bytes) ?? field.text, as: UTF8.self)
        }
        let trimmed = CSVFile.trimmed(text)
        names.append(trimmed.isEmpty ? "column\(index + 1)" : trimmed)
      }
      var seen: Set<String> = []
      for name in names where !seen.insert(name).inserted {
        throw FileError(file.path, .duplicateColumn(name), line: 1)
      }
      self.names = names
      dataStart = try CSVFile.recordEnd(reader, file, from: start, dialect)
      sample = Array(records.dropFirst())
    } else {
      names = first.indices.map { "column\($0 + 1)" }
      dataStart = start
      sample = records
      notes.append(
        FileNote(
          "N0501", "\(file.path) has no header line; columns are called column1, column2 …",
          "\(file.path) không có dòng tiêu đề; các cột được gọi là column1, column2 …"))
    }
  }

  private static func head(_ file: RawFile) throws -> [UInt8] {
    let count = min(1 << 16, file.size)
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    defer { buffer.deallocate() }
    let done = try file.read(at: 0, count: count, into: buffer)
    return Array(UnsafeBufferPointer(start: buffer, count: done))
  }

  static func trimmed(_ text: String) -> String {
    var rest = Substring(text)
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }

  // MARK: Sniffing

  /// The delimiter that cuts the first lines into the same number of fields, the most fields first.
  private static func sniffDelimiter(
    _ head: [UInt8], _ quote: UInt8, _ lineEnd: UInt8, path: String
  ) -> UInt8 {
    var best: (delimiter: UInt8, fields: Int, share: Double) = (44, 0, 0)
    for delimiter in [UInt8(44), 59, 9, 124] {
      var counts: [Int] = []
      var fields = 1
      var inQuotes = false
      var isEmpty = true
      for byte in head {
        if byte == quote { inQuotes.toggle() }
        if !inQuotes, byte == delimiter { fields += 1 }
        if !inQuotes, byte == lineEnd {
          if !isEmpty { counts.append(fields) }
          fields = 1
          isEmpty = true
          if counts.count == 50 { break }
        } else if byte != 13 {
          isEmpty = false
        }
      }
      if counts.isEmpty || (counts.count < 2 && !isEmpty) { counts.append(fields) }
      guard let first = counts.first, first > 1 else { continue }
      let share = Double(counts.filter { $0 == first }.count) / Double(counts.count)
      if share > best.share + 0.2 || (share > best.share - 0.2 && first > best.fields) {
        best = (delimiter, first, share)
      }
    }
    return best.delimiter
  }

  /// With `;` between fields the decimal sign is usually a comma: unless points occur and no commas.
  private static func sniffPoint(_ records: [[(text: [UInt8], isQuoted: Bool)]]) -> UInt8 {
    var commas = 0
    var points = 0
    for field in records.joined() {
      let text = field.text
      guard let first = text.first, FieldReader.isDigit(first) || first == 45 else { continue }
      text.withUnsafeBufferPointer { bytes in
        guard let start = bytes.baseAddress else { return }
        if text.contains(44), FieldReader.decimal(start, bytes.count, point: 44) != nil {
          commas += 1
        }
        if text.contains(46), FieldReader.decimal(start, bytes.count, point: 46) != nil {
          points += 1
        }
      }
    }
    return commas > points ? 44 : 46
  }

  /// A first line is a header when its fields are distinct names: not empty, no numbers but years.
  private static func looksLikeHeader(
    _ records: [[(text: [UInt8], isQuoted: Bool)]], point: UInt8
  ) -> Bool {
    guard let first = records.first else { return false }
    var seen: Set<[UInt8]> = []
    var names = 0
    var isUnique = true
    for field in first {
      let text = field.text
      if !seen.insert(text).inserted, !text.isEmpty { isUnique = false }
      let kinds = text.withUnsafeBufferPointer { bytes in
        bytes.baseAddress.map { FieldReader.classify($0, bytes.count, point: point) } ?? []
      }
      if kinds == .text {
        names += 1
      } else if kinds.contains(.int), text.count == 4, text.first == 49 || text.first == 50 {
        continue
      } else if !text.isEmpty {
        return false
      }
    }
    // Two equal names are an error to be told, not a reason to read names as data.
    guard names > 0 else { return false }
    if !isUnique { return records.count < 2 || names == first.count }
    return true
  }

  private static func recordEnd(
    _ reader: BlockParser, _ file: RawFile, from start: Int, _ dialect: Dialect
  ) throws -> Int {
    var size = 1 << 16
    while true {
      var end: Int?
      let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
      defer { bytes.deallocate() }
      let count = try file.read(at: start, count: min(size, file.size - start), into: bytes)
      var inQuotes = false
      for index in 0..<count {
        if bytes[index] == dialect.quote { inQuotes.toggle() }
        if !inQuotes, bytes[index] == dialect.lineEnd {
          end = start + index + 1
          break
        }
      }
      if let end { return end }
      if start + count >= file.size { return file.size }
      size *= 4
    }
  }
}
