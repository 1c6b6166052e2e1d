import Columns
import Synchronization

extension CSVFile {
  /// One column to read: where it stands and how.
  struct ColumnPlan: Sendable {
    let field: Int
    let name: String
    var format: FieldFormat
    let forced: DataType?
  }

  /// Reads the wanted columns of the whole file.
  public func read() throws -> LoadedTable {
    var plans = try self.plans()
    let blocks = self.blocks
    let reader = BlockReader(self)
    var parsed = try reader.parse(blocks.map { ($0, nil) }, plans)
    parsed = try verified(parsed, blocks, plans, reader)
    let faults = parsed.flatMap(\.faults).sorted { $0.offset < $1.offset }
    if let first = faults.first, !options.isLenient { throw located(first) }
    var notes = self.notes
    // Formats that some block contradicts: choose again from what all blocks allow, and read those
    // columns anew in the blocks whose values are of no use.
    for index in plans.indices {
      let kinds = parsed.reduce(FieldKinds.all) { $0.intersection($1.columns[index].kinds) }
      plans[index].format = try choose(
        plans[index], kinds, parsed.map { $0.columns[index] }, &notes)
    }
    try reread(&parsed, plans, reader)
    let rowCount = parsed.reduce(0) { $0 + $1.rows }
    guard rowCount <= Table.maxRows else {
      throw FileError(file.path, .malformed("more than \(Table.maxRows) rows"))
    }
    var fields: [Field] = []
    var columns: [Column] = []
    for index in plans.indices {
      if options.isCancelled() { throw ReadCancelled() }
      let chunks = parsed.map { $0.columns[index] }
      for block in parsed.indices { parsed[block].columns[index].values = nil }
      let merger = ColumnMerger(
        chunks: chunks, format: plans[index].format, rowCount: rowCount, threads: options.threads)
      let merged = try merger.merged()
      if merged.hasInvalidText { throw try invalidText(plans[index]) }
      if merged.normalized > 0 {
        notes.append(
          FileNote(
            "N0502",
            "\(merged.normalized) texts of `\(plans[index].name)` were brought to the usual form of Unicode (NFC)",
            "\(merged.normalized) văn bản của `\(plans[index].name)` được đưa về dạng Unicode chuẩn (NFC)"
          ))
      }
      columns.append(merged.column)
      let isPercent = plans[index].format == .percent || plans[index].format == .groupedPercent
      fields.append(
        Field(plans[index].name, plans[index].format.type, unit: isPercent ? "%" : nil))
    }
    let table = Table(fields: fields, columns: columns, rowCount: rowCount)
    return LoadedTable(table: table, notes: notes, rejected: try rejected(faults))
  }

  /// The blocks into which the records are cut.
  private var blocks: [Range<Int>] {
    var blocks: [Range<Int>] = []
    var start = dataStart
    while start < file.size {
      let end = min(file.size, start + options.blockSize)
      blocks.append(start..<end)
      start = end
    }
    return blocks
  }

  private func plans() throws -> [ColumnPlan] {
    let lowered = options.columns.map { Set($0.map { $0.lowercased() }) }
    return names.enumerated().compactMap { index, name in
      if let wanted = options.columns, !wanted.contains(name),
        !(lowered?.contains(name.lowercased()) ?? false)
      {
        return nil
      }
      let forced = options.types[name]
      return ColumnPlan(
        field: index, name: name, format: guess(index, forced), forced: forced)
    }
  }

  /// The format to try first.
  private func guess(_ field: Int, _ forced: DataType?) -> FieldFormat {
    var kinds = FieldKinds.all
    for record in sample where field < record.count {
      let text = record[field].text
      if text.isEmpty || options.nulls.contains(String(decoding: text, as: UTF8.self)) { continue }
      text.withUnsafeBufferPointer { bytes in
        if let start = bytes.baseAddress {
          kinds.formIntersection(FieldReader.classify(start, bytes.count, point: point))
        }
      }
    }
    if let forced { return format(forced, kinds) }
    return format(of: kinds) ?? .text
  }

  /// The format of a type that the user gave.
  private func format(_ type: DataType, _ kinds: FieldKinds) -> FieldFormat {
    switch type {
    case .bool: return .bool
    case .int: return .int
    case .float:
      return kinds.contains(.decimal)
        ? .decimal
        : kinds.contains(.grouped)
          ? .grouped : kinds.contains(.percent) ? .percent : .double
    case .date:
      switch options.dates {
      case .dmy?: return .dateDMY
      case .mdy?: return .dateMDY
      case .ymd?: return .dateISO
      case nil:
        return kinds.contains(.dateISO)
          ? .dateISO : kinds.contains(.dateDMY) ? .dateDMY : .dateISO
      }
    case .timestamp: return .timestamp
    case .text, .null, .duration: return .text
    }
  }

  /// The narrowest format that all texts fit; nil where they can be read in two ways.
  private func format(of kinds: FieldKinds) -> FieldFormat? {
    if kinds == .all { return .text }
    if kinds.contains(.bool) { return .bool }
    if kinds.contains(.int) { return .int }
    if kinds.contains(.dateISO) { return .dateISO }
    if kinds.contains(.timestamp) { return .timestamp }
    let dmy = kinds.contains(.dateDMY)
    let mdy = kinds.contains(.dateMDY)
    if dmy || mdy {
      switch options.dates {
      case .dmy?: return dmy ? .dateDMY : .text
      case .mdy?: return mdy ? .dateMDY : .text
      default: return dmy && mdy ? nil : dmy ? .dateDMY : .dateMDY
      }
    }
    if kinds.contains(.decimal) {
      return kinds.contains(.grouped) && options.decimal == nil ? nil : .decimal
    }
    if kinds.contains(.double) {
      return kinds.contains(.grouped) && options.decimal == nil ? nil : .double
    }
    if kinds.contains(.grouped) { return .grouped }
    if kinds.contains(.percent) {
      // Whole percentages read alike in both notations; fractions may not.
      return .percent
    }
    if kinds.contains(.groupedPercent) { return .groupedPercent }
    return .text
  }

  /// The format for the whole file, with a note where it is not what one might expect.
  private func choose(
    _ plan: ColumnPlan, _ kinds: FieldKinds, _ chunks: [ColumnChunk], _ notes: inout [FileNote]
  ) throws -> FieldFormat {
    if let forced = plan.forced {
      if let bad = chunks.first(where: { $0.failed }), let misfit = bad.misfit {
        throw FileError(
          file.path, .wrongValue(misfit.text, type: forced.rawValue), column: plan.name)
      }
      return plan.format
    }
    if kinds == .all { return plan.format == .text ? .text : plan.format }
    guard let format = format(of: kinds) else {
      let isDate = kinds.contains(.dateDMY)
      notes.append(
        isDate
          ? FileNote(
            "N0503",
            "`\(plan.name)` could be dd/mm or mm/dd in every row, so it stays text; which is it? with (dates: dmy) or (dates: mdy) says",
            "`\(plan.name)` có thể là ngày/tháng hoặc tháng/ngày ở mọi dòng nên giữ là văn bản; hãy ghi with (dates: dmy) hoặc (dates: mdy)"
          )
          : FileNote(
            "N0504",
            "`\(plan.name)` could have points for decimals or between thousands, so it stays text; with (decimal: \".\") or (decimal: \",\") says",
            "`\(plan.name)` có thể dùng dấu chấm thập phân hoặc phân cách nghìn nên giữ là văn bản; hãy ghi with (decimal: \".\") hoặc (decimal: \",\")"
          )
      )
      return .text
    }
    if format == .text, plan.format != .text || looksLikeCodes(plan.field) {
      if looksLikeCodes(plan.field) {
        notes.append(
          FileNote(
            "N0505",
            "`\(plan.name)` has leading zeros or very long numbers, so it stays text; with (types: {\(plan.name): int}) reads numbers",
            "`\(plan.name)` có số 0 ở đầu hoặc số rất dài nên giữ là văn bản; with (types: {\(plan.name): int}) để đọc thành số"
          ))
      }
    }
    if format == .dateDMY || format == .dateMDY {
      let order = format == .dateDMY ? "dd/mm/yyyy" : "mm/dd/yyyy"
      notes.append(
        FileNote(
          "N0506", "`\(plan.name)` is read as \(order)", "`\(plan.name)` được đọc theo \(order)"))
    }
    return format
  }

  private func looksLikeCodes(_ field: Int) -> Bool {
    let texts = sample.compactMap { field < $0.count ? $0[field].text : nil }.filter { !$0.isEmpty }
    guard !texts.isEmpty else { return false }
    return texts.allSatisfy { $0.allSatisfy { FieldReader.isDigit($0) } }
      && texts.contains { ($0.count > 1 && $0[0] == 48) || $0.count > 18 }
  }

  /// Checks each block's guess of where its first record begins against the end of the one before;
  /// a block that guessed wrong (a line end inside quotes) is parsed again from the right place.
  private func verified(
    _ parsed: [ParsedBlock], _ blocks: [Range<Int>], _ plans: [ColumnPlan], _ reader: BlockReader
  ) throws -> [ParsedBlock] {
    var result: [ParsedBlock] = []
    result.reserveCapacity(parsed.count)
    var position = dataStart
    for (index, block) in blocks.enumerated() {
      if position >= block.upperBound { continue }
      var own = parsed[index]
      if own.start != position {
        own = try reader.parse([(block, position)], plans)[0]
      }
      position = own.end
      result.append(own)
    }
    return result
  }

  /// Reads columns again in the blocks whose values do not fit the chosen format.
  private func reread(
    _ parsed: inout [ParsedBlock], _ plans: [ColumnPlan], _ reader: BlockReader
  ) throws {
    for index in plans.indices {
      let format = plans[index].format
      let stale = parsed.indices.filter {
        !ColumnMerger.canUse(parsed[$0].columns[index], for: format)
      }
      if stale.isEmpty { continue }
      let again = try reader.parse(
        stale.map { (parsed[$0].range, parsed[$0].start) }, [plans[index]])
      for (place, block) in zip(stale, again) {
        if block.columns[0].failed {
          throw FileError(file.path, .changedWhileRead)
        }
        parsed[place].columns[index] = block.columns[0]
      }
    }
  }

  // MARK: Faults

  private func located(_ fault: (offset: Int, kind: FileError.Kind)) -> FileError {
    let (number, text) = file.line(at: fault.offset)
    var column: String?
    if case .ragged(let found, _) = fault.kind, found < names.count { column = names[found] }
    return FileError(file.path, fault.kind, line: number, column: column, excerpt: text)
  }

  private func rejected(
    _ faults: [(offset: Int, kind: FileError.Kind)]
  ) throws -> Table? {
    guard options.isLenient, !faults.isEmpty else { return nil }
    var lines: [Value] = []
    var reasons: [Value] = []
    var texts: [Value] = []
    for fault in faults {
      let error = located(fault)
      lines.append(.int(Int64(error.line ?? 0)))
      reasons.append(.text(error.words(vietnamese: false).message))
      texts.append(.text(error.excerpt ?? ""))
    }
    return Table([
      ("line", try Column(.int, lines)), ("reason", try Column(.text, reasons)),
      ("text", try Column(.text, texts)),
    ])
  }

  /// Names the first line of a column that is no UTF-8.
  private func invalidText(_ plan: ColumnPlan) throws -> FileError {
    let scanner = BlockParser(
      file, dialect, parserOf: [], parsers: [], isCancelled: options.isCancelled)
    var offset = dataStart
    while offset < file.size {
      let lines = try scanner.head(from: offset, bytes: 1 << 20, records: Int.max)
      var found = false
      for record in lines where plan.field < record.count {
        if !record[plan.field].text.withUnsafeBufferPointer({ TextPool.isUTF8($0) }) {
          found = true
        }
      }
      if found || lines.isEmpty { break }
      offset += 1 << 20
    }
    // The chunk is known; the exact line is found by walking its lines.
    var position = offset
    while position < min(file.size, offset + 1 << 21) {
      let (number, text) = file.line(at: position)
      if text.unicodeScalars.contains("\u{FFFD}") {
        return FileError(
          file.path, .invalidUTF8, line: number, column: plan.name, excerpt: text)
      }
      position += max(1, text.utf8.count + 1)
    }
    return FileError(file.path, .invalidUTF8, column: plan.name)
  }
}

/// Parses blocks side by side, with one parser per thread.
final class BlockReader: Sendable {
  private let open: Opened

  /// What the parsers share; `CSVFile` itself is not for many threads.
  private struct Opened: Sendable {
    let file: RawFile
    let dialect: Dialect
    let options: ReadOptions
    let point: UInt8
    let fieldCount: Int
  }

  init(_ csv: CSVFile) {
    open = Opened(
      file: csv.file, dialect: csv.dialect, options: csv.options, point: csv.point,
      fieldCount: csv.names.count)
  }

  private final class Worker: @unchecked Sendable {
    let parser: BlockParser
    init(_ parser: BlockParser) { self.parser = parser }
  }

  func parse(
    _ blocks: [(range: Range<Int>, start: Int?)], _ plans: [CSVFile.ColumnPlan]
  ) throws -> [ParsedBlock] {
    let idle = Mutex<[Worker]>([])
    let done = Mutex(0)
    let open = self.open
    return try Parallel.map(pieces: blocks.count, threads: open.options.threads) { index in
      if open.options.isCancelled() { throw ReadCancelled() }
      let worker = idle.withLock { $0.popLast() } ?? Worker(BlockReader.parser(open, plans))
      defer { idle.withLock { $0.append(worker) } }
      var block = try worker.parser.parse(blocks[index].range, start: blocks[index].start)
      block.range = blocks[index].range
      if let progress = open.options.progress {
        let bytes = done.withLock { done in
          done += blocks[index].range.count
          return done
        }
        progress(bytes, open.file.size)
      }
      return block
    }
  }

  private static func parser(_ open: Opened, _ plans: [CSVFile.ColumnPlan]) -> BlockParser {
    var parserOf = [Int?](repeating: nil, count: open.fieldCount)
    for (index, plan) in plans.enumerated() { parserOf[plan.field] = index }
    let parsers = plans.map {
      ColumnParser(
        $0.format, point: open.point, isForced: $0.forced != nil, options: open.options)
    }
    return BlockParser(
      open.file, open.dialect, parserOf: parserOf, parsers: parsers,
      isCancelled: open.options.isCancelled)
  }
}
