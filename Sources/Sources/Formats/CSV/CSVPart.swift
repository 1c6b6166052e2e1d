import Columns
import Glibc
import Synchronization

/// Where the rows of a file end.
struct CSVEnd: Sendable {
  /// Where they do; notes and signatures may follow.
  var dataEnd: Int
  /// A last row that calls itself a total, and where it begins.
  var total: (record: FileHead.Record, start: Int)?
  /// Whether a row of the head calls itself a total, in a file that is small enough to look at whole.
  var mayHoldTotals = false
  /// Whether the file is small enough to be searched for rows of totals.
  var isSearched = false
  var notes: [FileNote] = []
  /// What ends there before it should.
  var faults: [Fault] = []
}

/// One delimited text file, opened: how it is written and what its columns are called.
final class CSVPart: Sendable {
  let file: RawFile
  let dialect: Dialect
  /// Where the first record after the header begins.
  let dataStart: Int
  /// Files up to this size are looked at whole for rows of totals.
  private static let mostSearched = 64 << 20
  /// The column names in NFC, in file order.
  let names: [String]
  /// The fields of the header's lines.
  let headers: [[[UInt8]]]
  /// What sniffing found worth saying.
  let notes: [FileNote]
  /// The fields whose decimal sign is known beforehand, so that it tells nothing of other fields.
  let typed: Set<Int>
  /// Records of the head, for the first guess of types, each with a field for every column.
  var sample: [FileHead.Record] { samples.withLock { $0 } }
  private let samples: Mutex<[FileHead.Record]>
  private static let sampleRecords = 200
  private let knownEnd = Mutex<CSVEnd?>(nil)
  private let searches: Bool
  private let keepsTotals: Bool
  private let mode: ReadOptions.Mode

  init(_ origin: RawFile, _ options: ReadOptions, typed: Set<Int> = []) throws {
    self.typed = typed
    var size = 1 << 16
    var bytes = try origin.head(size)
    try CSVPart.refuse(bytes, origin.path)
    let file = try TextFile.opened(origin, head: bytes, options.reading, searchesAll: false)
    if file !== origin { bytes = try file.head(size) }
    self.file = file
    mode = options.mode
    keepsTotals = options.keepsTotals
    guard try file.reaches(1) else { throw file.fault ?? FileError(file.path, .empty) }
    try CSVPart.refuseBinary(bytes, file.path)
    let begin = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if begin == file.knownSize { throw FileError(file.path, .empty) }
    let lineEnd: UInt8 = options.lineEnd ?? (bytes.contains(10) || !bytes.contains(13) ? 10 : 13)
    var dialect = Dialect(
      delimiter: options.delimiter ?? 44, quote: options.quote, lineEnd: lineEnd,
      escape: options.escape ?? 0, comment: options.comment ?? 0,
      unwraps: options.mode != .strict)
    var notes: [FileNote] = []
    var start = (offset: begin, line: 1)
    var isKnown = options.delimiter != nil
    if let (delimiter, next) = CSVPart.separatorLine(bytes, begin, lineEnd) {
      start = (next, 2)
      if !isKnown { dialect.delimiter = delimiter }
      isKnown = true
    }
    for _ in 0..<options.skip {
      guard start.offset < bytes.count else { break }
      let end = bytes[start.offset...].firstIndex(of: lineEnd) ?? bytes.count - 1
      start = (end + 1, start.line + 1)
    }
    let isWhole = bytes.count == file.knownSize
    if options.escape == nil, options.quote != 0 {
      dialect.escape = CSVPart.sniffEscape(bytes, start.offset, dialect, isWhole)
    }
    if !isKnown {
      dialect.delimiter = CSVPart.sniffDelimiter(bytes, start.offset, dialect, isWhole)
    }
    var head = FileHead(
      bytes, from: start.offset, line: start.line, dialect, isWhole: isWhole,
      limit: CSVPart.sampleRecords)
    // A first line longer than the head: read more until it is whole.
    var needed = 0
    if case .lines(let lines) = options.header { needed = lines.upperBound }
    while (head.records.last?.line ?? 0) < max(1, min(needed, head.records.isEmpty ? 1 : needed)),
      bytes.count != file.knownSize
    {
      if options.isCancelled() { throw ReadCancelled() }
      size *= 8
      bytes = try file.head(size)
      head = FileHead(
        bytes, from: start.offset, line: start.line, dialect,
        isWhole: bytes.count == file.knownSize,
        limit: max(CSVPart.sampleRecords, needed))
    }
    guard let first = head.records.first else {
      throw file.fault ?? FileError(file.path, .empty)
    }
    if options.mode == .strict, first.isBad,
      let quote = bytes[first.start...].firstIndex(of: options.quote)
    {
      let line = file.lines(at: [quote], lineEnd: lineEnd).first
      throw FileError(file.path, .unterminatedQuote, line: line?.number, excerpt: line?.text)
    }
    let searches = options.searches && options.mode != .strict
    self.searches = searches
    let layout = FileLayout(head.records, options.header, searches: searches && options.skip == 0)
    if case .lines(let lines) = options.header, layout.header.isEmpty {
      throw FileError(file.path, .noHeaderLine(lines.lowerBound))
    }
    // Comments above the header are comments everywhere.
    if dialect.comment == 0, layout.titles.contains(where: { $0.fields[0].first == 35 }) {
      dialect.comment = 35
    }
    self.dialect = dialect
    var wanted = layout.names
    var surplus = 0
    if layout.header.isEmpty {
      wanted = [String](repeating: "", count: layout.rows.first?.fields.count ?? 1)
      if searches {
        wanted += [String](repeating: "", count: max(0, layout.width - wanted.count))
      }
    } else if searches {
      surplus = CSVPart.surplus(layout, wanted.count)
      wanted += [String](repeating: "", count: surplus)
    }
    var made = try CSVPart.names(wanted, file.path, options, at: layout.header.first?.line ?? 1)
    names = made.names
    headers = layout.header.map(\.fields)
    if layout.header.isEmpty {
      made.notes.append(
        FileNote(
          "N0501", "\(file.path) has no header line; columns are called column1, column2 …",
          "\(file.path) không có dòng tiêu đề; các cột được gọi là column1, column2 …"))
    }
    dataStart =
      (layout.numbering ?? layout.header.last ?? layout.titles.last)?.end ?? start.offset
    let count = names.count
    let headers = headers
    var isOutright = false
    if case .lines = options.header { isOutright = true }
    notes += file.notes
    notes += CSVPart.notes(layout, surplus: surplus, names, isOutright: isOutright)
    notes += made.notes
    if searches {
      let isAll = isWhole && head.records.count < CSVPart.sampleRecords
      let records = Array(layout.rows)
      notes += [
        GroupRows(records, names).note(isWhole: isAll),
        PartRows(records, names).note(isWhole: isAll), NestedPeriods.note(records, names),
      ].compactMap { $0 }
    }
    self.notes = notes
    samples = Mutex(
      layout.rows.filter { record in
        !record.isBad && record.fields.count <= count
          && !(searches && headers.contains { $0 == record.fields })
      }.map { record in
        var record = record
        record.fields += [[UInt8]](repeating: [], count: count - record.fields.count)
        return record
      })
    if isSettled { _ = try end() }
  }

  /// Whether it is known where the rows end; else `end` has all bytes made first.
  var isSettled: Bool { file.knownSize != nil }

  /// The same with its rows' end, found on the first call.
  func end() throws -> CSVEnd {
    if let known = knownEnd.withLock({ $0 }) { return known }
    let end = try found()
    let limit = end.total?.start ?? end.dataEnd
    samples.withLock { $0.removeAll { $0.start >= limit } }
    knownEnd.withLock { $0 = end }
    return end
  }

  private func found() throws -> CSVEnd {
    let size = try file.measured()
    let lineEnd = dialect.lineEnd
    if let fault = file.fault {
      let line = file.lines(at: [max(0, size - 1)], lineEnd: lineEnd).first
      guard mode == .lenient else {
        throw FileError(file.path, fault.kind, line: line?.number, excerpt: line?.text)
      }
      // The last line may lack its end, and be another without it.
      let start = try lastLine(size)
      return CSVEnd(
        dataEnd: max(dataStart, start), faults: [Fault(offset: start, kind: fault.kind)])
    }
    guard searches else { return CSVEnd(dataEnd: size) }
    let tail = try FileTail(file, size: size, from: dataStart, dialect, width: names.count)
    var end = CSVEnd(dataEnd: tail.end)
    end.total = keepsTotals ? nil : tail.total.map { ($0, tail.totalStart) }
    if let footer = tail.footers.first(where: { $0.filled > 0 }) ?? tail.footers.first {
      end.notes = [CSVPart.footerNote(footer, tail, file, lineEnd)]
    }
    let limit = end.total?.start ?? end.dataEnd
    end.isSearched = !keepsTotals && size <= CSVPart.mostSearched
    end.mayHoldTotals =
      end.isSearched
      && samples.withLock { rows in
        rows.contains { $0.start < limit && FileTail.isTotal($0, names.count) }
          || names.indices.prefix(3).contains { column in
            TotalRows.isNumbering(names[column])
              && rows.contains { GroupHeads.mayBe(FileHead.text($0.fields[column])) }
          }
      }
    return end
  }

  /// Where the last line begins.
  private func lastLine(_ size: Int) throws -> Int {
    var reach = 1 << 16
    while true {
      let from = max(0, size - reach)
      var bytes = [UInt8](repeating: 0, count: size - from)
      let count = try bytes.withUnsafeMutableBytes { buffer in
        try buffer.baseAddress.map { try file.read(at: from, count: size - from, into: $0) } ?? 0
      }
      if let last = bytes[..<count].lastIndex(of: dialect.lineEnd) { return from + last + 1 }
      if from == 0 { return 0 }
      reach *= 8
    }
  }

  /// How many columns the rows have beyond those with names, where many rows have them and some are
  /// filled.
  private static func surplus(_ layout: FileLayout, _ count: Int) -> Int {
    let wide = layout.rows.filter { $0.fields.count > count && !$0.isBad }
    guard wide.count * 2 >= layout.rows.count, !wide.isEmpty else { return 0 }
    let filled = wide.map { record in (record.fields.indices.last { record.isFilled($0) } ?? 0) + 1
    }
    // What a few lines have more is a fault of theirs.
    let most = filled.filter { $0 > count }.sorted()
    guard most.count * 2 >= layout.rows.count else { return 0 }
    return most[most.count / 2] - count
  }

  private static func notes(
    _ layout: FileLayout, surplus: Int, _ names: [String], isOutright: Bool
  ) -> [FileNote] {
    var notes: [FileNote] = []
    if let first = layout.header.first, let last = layout.header.last,
      !isOutright, !layout.titles.isEmpty || layout.header.count > 1 || layout.numbering != nil
    {
      let lines = first.line == last.line ? "\(first.line)" : "\(first.line)..\(last.line)"
      let title = layout.titles.lazy.map(\.firstText).first { !$0.isEmpty }
      let shown = title.map { " (\"\($0.count > 60 ? String($0.prefix(59)) + "…" : $0)\" …)" } ?? ""
      var en = "the header is in line \(lines)"
      var vi = "tiêu đề ở dòng \(lines)"
      if !layout.titles.isEmpty {
        let above = first.line - 1
        en += "; \(above) \(above == 1 ? "line" : "lines") above it passed over\(shown)"
        vi += "; bỏ qua \(above) dòng phía trên\(shown)"
      }
      if let numbering = layout.numbering {
        en += "; the numbers of the columns in line \(numbering.line) too"
        vi += "; bỏ qua cả dòng số thứ tự cột \(numbering.line)"
      }
      notes.append(
        FileNote(
          "N0511", en + "; with (header: \(lines)) says so",
          vi + "; ghi rõ bằng with (header: \(lines))",
          options: ["header: \(lines)"]))
    }
    if layout.isHeaderLikeRows, let first = layout.header.first, !isOutright {
      notes.append(
        FileNote(
          "N0511",
          "line \(first.line) is taken for the header, though it looks like the rows below (\"\(first.firstText)\"); if it is a row, with (header: false)",
          "dòng \(first.line) được coi là tiêu đề dù giống các dòng bên dưới (\"\(first.firstText)\"); nếu đó là dòng dữ liệu, hãy ghi with (header: false)"
        ))
    }
    if layout.header.isEmpty, let title = layout.titles.first {
      let count = layout.titles.count
      notes.append(
        FileNote(
          "N0511",
          "\(count) \(count == 1 ? "line" : "lines") above the table passed over: \"\(title.firstText)\"",
          "bỏ qua \(count) dòng phía trên bảng: \"\(title.firstText)\""))
    }
    if surplus > 0 {
      let shown = names.suffix(surplus).map { "`\($0)`" }.joined(separator: ", ")
      notes.append(
        FileNote(
          "N0514", "the lines have \(surplus) more fields than the header has names: \(shown)",
          "các dòng có nhiều hơn tiêu đề \(surplus) trường: \(shown)"))
    }
    return notes
  }

  private static func footerNote(
    _ footer: FileHead.Record, _ tail: FileTail, _ file: RawFile, _ lineEnd: UInt8
  ) -> FileNote {
    let line = file.lines(at: [tail.footerStart], lineEnd: lineEnd).first?.number ?? 0
    let count = tail.footers.count
    let text =
      footer.firstText.count > 60 ? footer.firstText.prefix(59) + "…" : footer.firstText[...]
    if text.isEmpty {
      return FileNote(
        "N0512",
        "\(count) empty \(count == 1 ? "line" : "lines") below the table from line \(line) on \(count == 1 ? "is" : "are") no rows",
        "\(count) dòng trống cuối từ dòng \(line) không thuộc bảng")
    }
    return FileNote(
      "N0512",
      "\(count) \(count == 1 ? "line" : "lines") below the table from line \(line) on \(count == 1 ? "is" : "are") no rows: \"\(text)\"",
      "\(count) dòng cuối từ dòng \(line) không thuộc bảng: \"\(text)\"")
  }

  /// Throws where the first bytes are those of something known that is not read.
  private static func refuse(_ bytes: [UInt8], _ path: String) throws {
    if let foreign = ForeignKind.of(bytes) { throw foreign.error(path) }
  }

  /// Throws where the first bytes are no text.
  private static func refuseBinary(_ bytes: [UInt8], _ path: String) throws {
    guard bytes.contains(0) else { return }
    // A stray zero is a sign like any other; many signs that are no text are no text.
    let odd = bytes.count { $0 < 32 && ![9, 10, 11, 12, 13, 26, 27].contains($0) }
    if odd * 50 > bytes.count { throw FileError(path, .binary) }
  }

  /// The names of the columns: those without one numbered by their place, equal ones told apart.
  private static func names(
    _ wanted: [String], _ path: String, _ options: ReadOptions, at line: Int
  ) throws -> (names: [String], notes: [FileNote]) {
    var names: [String] = []
    var seen: Set<String> = []
    var renamed: [String] = []
    var taken = Set(wanted)
    for (index, text) in wanted.enumerated() {
      if text.unicodeScalars.contains("\u{FFFD}") {
        throw FileError(path, .invalidUTF8, line: line)
      }
      var utf8 = Array(text.utf8)
      utf8 = utf8.withUnsafeBufferPointer { options.normalize($0) } ?? utf8
      let own = utf8.isEmpty ? "column\(index + 1)" : String(decoding: utf8, as: UTF8.self)
      var name = own
      if !seen.insert(name).inserted {
        if options.mode == .strict { throw FileError(path, .duplicateColumn(name), line: line) }
        var number = 2
        while seen.contains(name) || (name != own && taken.contains(name)) {
          name = "\(own)_\(number)"
          number += 1
        }
        seen.insert(name)
        taken.insert(name)
        renamed.append(name)
      }
      names.append(name)
    }
    guard !renamed.isEmpty else { return (names, []) }
    let shown =
      renamed.prefix(5).map { "`\($0)`" }.joined(separator: ", ") + (renamed.count > 5 ? " …" : "")
    return (
      names,
      [
        FileNote(
          "N0513", "columns of equal names were numbered: \(shown)",
          "các cột trùng tên được đánh số: \(shown)")
      ]
    )
  }

  // MARK: Sniffing

  /// The delimiter that a first line `sep=;` names, and where the next line begins.
  private static func separatorLine(
    _ bytes: [UInt8], _ start: Int, _ lineEnd: UInt8
  ) -> (delimiter: UInt8, next: Int)? {
    let prefix = bytes[start...].prefix(4).map { $0 | 32 }
    guard prefix == Array("sep=".utf8), start + 5 < bytes.count else { return nil }
    var next = start + 5
    if bytes[next] == 13 { next += 1 }
    guard next < bytes.count, bytes[next] == lineEnd || bytes[next - 1] == lineEnd else {
      return nil
    }
    return (bytes[start + 4], bytes[next - 1] == lineEnd ? next : next + 1)
  }

  /// A backslash where quotes inside quotes are written with it.
  private static func sniffEscape(
    _ bytes: [UInt8], _ start: Int, _ dialect: Dialect, _ isWhole: Bool
  ) -> UInt8 {
    // Most files have no backslash, and one search of memory tells.
    let hasBackslash = bytes.withUnsafeBytes { bytes in
      bytes.baseAddress.map { memchr($0, 92, bytes.count) != nil } ?? false
    }
    guard hasBackslash else { return 0 }
    var escaped = dialect
    escaped.escape = 92
    func bad(_ dialect: Dialect) -> Int {
      FileHead(bytes, from: start, dialect, isWhole: isWhole, limit: 200).records.count { $0.isBad }
    }
    return bad(escaped) < bad(dialect) ? 92 : 0
  }

  /// The delimiter that cuts the lines into fields most evenly, with columns of one type each. A
  /// colon or space is one only where nothing else is.
  private static func sniffDelimiter(
    _ bytes: [UInt8], _ start: Int, _ dialect: Dialect, _ isWhole: Bool
  ) -> UInt8 {
    var best: (delimiter: UInt8, score: Double) = (44, 0)
    for delimiter in [UInt8(44), 59, 9, 124] + [58, 32] {
      let isRare = delimiter == 58 || delimiter == 32
      if isRare, best.score > 0.3 { break }
      var own = dialect
      own.delimiter = delimiter
      let records = FileHead(bytes, from: start, own, isWhole: isWhole, limit: 100).records
      let score = FileLayout.score(records)
      if isRare, score < 1.1 || records.count < 3 { continue }
      if score > best.score { best = (delimiter, score) }
    }
    return best.delimiter
  }
}
