import Columns
import Functions
import Language

extension CSVFile {
  func readOnce() throws -> LoadedTable {
    do {
      return try readRows()
    } catch is NeedsAllRows {
      options.bounds = []
      early = nil
      return try readRows()
    }
  }

  private func readRows() throws -> LoadedTable {
    let told = options.columns.map { Set($0.map { $0.lowercased() }) }
    early = try parsedEarly(told)
    tails = try parts.map { try $0.end() }
    // Which rows are totals all rows together tell.
    if !options.bounds.isEmpty, tails.contains(where: { $0.mayHoldTotals || $0.total != nil }) {
      throw NeedsAllRows()
    }
    if tails.contains(where: \.mayHoldTotals) { return try readBesideTotals(told).loaded }
    ends = tails.map { $0.total?.start ?? $0.dataEnd }
    guard tails.contains(where: { $0.total != nil }) else { return try read(told, told: told) }
    // Whether a last row is the sum of the others only all columns together tell.
    var loaded = try read(nil, told: told)
    var notes: [FileNote] = []
    var isKept = false
    for index in parts.indices {
      guard let total = tails[index].total else { continue }
      let isSum = isSum(total.record, of: loaded.table, rows(of: index))
      notes.append(totalNote(index, total.record, total.start, isSum: isSum))
      if !isSum {
        ends[index] = tails[index].dataEnd
        isKept = true
      }
    }
    // It may stand over regions that are sums themselves.
    if isKept, parts.count == 1, tails[0].isSearched, let nested = try readNested(told) {
      return nested
    }
    if isKept {
      loaded = try read(told, told: told)
    } else if let told {
      loaded.table = loaded.table.keeping { wants($0, told) }
    }
    loaded.notes += notes
    return loaded
  }

  /// - Parameters:
  ///   - wanted: the columns in lower case; nil for all.
  ///   - told: the columns of which notes speak.
  func read(_ wanted: Set<String>?, told: Set<String>?) throws -> LoadedTable {
    var plans = self.plans(wanted)
    let reader = BlockReader(parts: parts, ends: ends, options: options)
    // Which rows are kept is settled when a column is read once more.
    var others = options
    others.bounds = []
    let again = BlockReader(parts: parts, ends: ends, options: others)
    let places = self.places
    var parsed = try verified(try blocks(places, wanted, plans, reader), places, plans, reader)
    let faults =
      zip(parsed, parsed.indices).flatMap { block, index in
        block.faults.map { (part: partOf[index], fault: $0) }
      }
      + tails.enumerated().flatMap { index, tail in
        tail.faults.map { (part: index, fault: $0) }
      }
    if options.mode == .lenient, options.encoding == nil, !hasGuessed,
      let first = faults.first(where: { $0.fault.kind == .invalidUTF8 })
    {
      throw located([first.fault], in: parts[first.part])[0]
    }
    let allRows = parsed.reduce(0) { $0 + $1.rows }
    let rowCount = parsed.reduce(0) { $0 + $1.keptRows }
    try refuse(faults, allRows)
    guard rowCount <= Table.maxRows else { throw FileError(parts[0].file.path, .tooManyRows) }
    rowsOf = parts.indices.map { part in
      zip(parsed, partOf).reduce(0) { $0 + ($1.1 == part ? $1.0.keptRows : 0) }
    }
    var leftOut = try LeftOutRows(parsed, allRows, options)
    let sample = allRows > options.fewRows ? RowSample(parsed, options) : nil
    let (kinds, evidence) = self.evidence(plans, parsed)
    let types = CSVTypes(options: options)
    if wanted != nil, plans.count < parts[0].names.count,
      zip(plans, kinds).contains(where: { isOpen($0, $1, types) })
    {
      // What one column leaves open others may tell: the answer must not hang on those asked for.
      var loaded = try read(nil, told: told)
      if let wanted { loaded.table = loaded.table.keeping { wants($0, wanted) } }
      return loaded
    }
    var remarks = ReadingRemarks(told: told)
    for (part, tail) in zip(parts, tails) {
      for note in part.notes + tail.notes { remarks.add(note) }
    }
    for (index, part) in parts.enumerated() {
      let repairs = zip(parsed, partOf).reduce(LineRepairs()) {
        $1.1 == index ? $0.joined($1.0.repairs) : $0
      }
      for note in repairs.notes({ line(at: $0, in: part) }) { remarks.add(note) }
    }
    // Formats that some block contradicts: choose again from what all blocks allow, and read those
    // columns anew in the blocks whose values are of no use.
    for index in plans.indices {
      let chunks = parsed.map { $0.columns[index] }
      try choose(&plans[index], kinds[index], evidence, chunks, &remarks)
      try reread(index, &parsed, &plans, again, leftOut)
      try leftOut?.check(plans[index])
    }
    var fields: [Field] = []
    var columns: [Column] = []
    for index in plans.indices {
      if options.isCancelled() { throw ReadCancelled() }
      let plan = plans[index]
      try leftOut?.look(
        plan, parsed.map { $0.columns[index] }, options, isTold: remarks.tells(plan.name))
      let column = try merged(index, plan, &parsed, rowCount, &remarks)
      var field = Field(plan.name, plan.format.type, unit: plan.unit.sign)
      field.reason = remarks.reasons[plan.name]
      if field.type == .float, case .packed(let packed) = column.storage {
        field.look.digits = .upTo(packed.scale)
      }
      columns.append(
        try withPeriods(column, &field, plan, sample, isWhole: leftOut == nil, &remarks))
      fields.append(field)
      try leftOut?.check(column, field, plan, remarks)
      tellDoubts(
        columns[columns.count - 1], field, plan, isWhole: leftOut == nil, &remarks)
    }
    var pasted = PastedLetters()
    if options.encoding == nil {
      pasted.look(parts[0].names)
      for column in columns { pasted.look(try sample?.of(column) ?? column) }
    }
    if let note = pasted.note { remarks.add(note) }
    remarks.finish { line(at: $0, in: parts[0]) }
    if isPattern, wanted.map({ wants(CSVFile.filename, $0) }) ?? true {
      fields.append(Field(CSVFile.filename, .text))
      columns.append(try filenames(parsed, rowCount))
    }
    let table = Table(fields: fields, columns: columns, rowCount: rowCount)
    var loaded = LoadedTable(
      table: table, notes: remarks.notes, rejected: try rejected(faults))
    if let leftOut { (loaded.allRows, loaded.complete) = (allRows, leftOut.complete) }
    return loaded
  }

  private func line(at offset: Int, in part: CSVPart) -> Int {
    part.file.lines(at: [offset], lineEnd: part.dialect.lineEnd).first?.number ?? 0
  }

  /// Throws where lines that do not fit are not to be set aside.
  private func refuse(_ faults: [(part: Int, fault: Fault)], _ rowCount: Int) throws {
    guard let first = faults.first else { return }
    let part = parts[first.part]
    switch options.mode {
    case .lenient: return
    case .strict: throw located([first.fault], in: part)[0]
    case .repair:
      let all = rowCount + faults.count
      if faults.count * 10 > all {
        var error = located([first.fault], in: part)[0]
        guard faults.count > 1 else { throw error }
        error = FileError(
          error.path,
          .tooManyRejected(
            faults.count, of: all,
            header: part.names.prefix(8).joined(separator: ", ")
              + (part.names.count > 8 ? " …" : "")),
          line: error.line, excerpt: error.excerpt)
        throw error
      }
      if options.failsOnRejected { throw located([first.fault], in: part)[0] }
    }
  }

  /// What the texts of each column can be, file by file, and what the columns of each file tell.
  private func evidence(
    _ plans: [ColumnPlan], _ parsed: [ParsedBlock]
  ) -> (kinds: [[FieldKinds]], evidence: [FileEvidence]) {
    var kinds = plans.map { _ in [FieldKinds](repeating: .all, count: parts.count) }
    for (block, part) in zip(parsed, partOf) {
      for index in plans.indices { kinds[index][part].formIntersection(block.columns[index].kinds) }
    }
    // A row of totals is larger than those it sums: where they leave the sign open it may not.
    for (part, ends) in zip(parts.indices, ends) {
      guard let total = tails[part].total, ends == total.start else { continue }
      for index in plans.indices where kinds[index][part].isUnclearNumber {
        let field = plans[index].fields[part]
        guard field < total.record.fields.count,
          let point = FileHead.kinds(total.record.fields[field]).point
        else { continue }
        let other: UInt8 = point == 44 ? 46 : 44
        kinds[index][part].subtract([.number(other), .whole(other), .plain(other), .double(other)])
      }
    }
    var evidence = [FileEvidence](repeating: FileEvidence(), count: parts.count)
    for index in plans.indices {
      for part in parts.indices
      where plans[index].forced != .text && !parts[part].typed.contains(plans[index].fields[part]) {
        evidence[part].add(kinds[index][part], plans[index].name)
      }
    }
    return (kinds, evidence)
  }

  /// Whether a column's texts leave open what they are.
  private func isOpen(_ plan: ColumnPlan, _ kinds: [FieldKinds], _ types: CSVTypes) -> Bool {
    let none = [FileEvidence](repeating: FileEvidence(), count: parts.count)
    let reading = plan.forced.map { types.forced($0, kinds, none) } ?? types.reading(kinds, none)
    switch reading {
    case .eitherDate?, .eitherNumber?: return true
    case .format(_, _, _, let by)?: return by != nil
    case nil: return false
    }
  }

  /// The rows of a file in the table.
  private func rows(of part: Int) -> Range<Int> {
    let start = rowsOf[..<part].reduce(0, +)
    return start..<start + rowsOf[part]
  }

  /// Whether a column is among those wanted, which are in lower case.
  func wants(_ name: String, _ wanted: Set<String>) -> Bool {
    wanted.contains(name.lowercased())
  }

  func plans(_ wanted: Set<String>?) -> [ColumnPlan] {
    let places = parts.map { part in
      Dictionary(part.names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }
    let all = parts[0].names.map { name in
      ColumnPlan(
        name: name, fields: places.map { $0[name] ?? 0 },
        points: [UInt8](repeating: 46, count: parts.count), format: .text,
        forced: options.types[name])
    }
    var evidence = [FileEvidence](repeating: FileEvidence(), count: parts.count)
    let kinds = all.map { sampleKinds($0.fields) }
    for (plan, kinds) in zip(all, kinds) where plan.forced != .text {
      for (part, kinds) in kinds.enumerated()
      where !parts[part].typed.contains(plan.fields[part]) {
        evidence[part].add(kinds, plan.name)
      }
    }
    return zip(all, kinds).filter { plan, _ in wanted.map { wants(plan.name, $0) } ?? true }.map {
      guess($0, $1, evidence)
    }
  }

  /// The blocks into which the records are cut.
  var places: [BlockPlace] {
    var places: [BlockPlace] = []
    for (index, part) in parts.enumerated() {
      if let starts = part.file.lineStarts, options.mode == .strict {
        places += CSVFile.places(starts, part.dataStart..<ends[index], index)
        continue
      }
      let isParsed = early?.blocks[index] != nil
      let size = isParsed ? max(1, options.blockSize) : blockSize(of: ends[index] - part.dataStart)
      var start = part.dataStart
      while start < ends[index] {
        let end = min(ends[index], start + size)
        let isFirst = start == part.dataStart
        places.append(BlockPlace(part: index, range: start..<end, start: isFirst ? start : nil))
        start = end
      }
    }
    return places
  }

  /// More blocks than this are not made: each takes some room of its own, however few of its rows are kept.
  private static let mostBlocks = 4096

  /// The bytes of a block, more where there would be very many.
  private func blockSize(of size: Int) -> Int {
    var block = max(1, options.blockSize)
    while block * CSVFile.mostBlocks < size { block *= 2 }
    return block
  }

  /// Blocks that begin where records do, which no quoted text runs over.
  private static func places(_ starts: [Int], _ data: Range<Int>, _ part: Int) -> [BlockPlace] {
    zip(starts, starts.dropFirst()).compactMap { first, end in
      let range = Range(uncheckedBounds: (max(first, data.lowerBound), min(end, data.upperBound)))
      return range.isEmpty || range.lowerBound > range.upperBound
        ? nil : BlockPlace(part: part, range: range, start: range.lowerBound)
    }
  }

  /// Checks each block's guess of where its first record begins against the end of the one before;
  /// a block that guessed wrong (a line end inside quotes) is parsed again from the right place.
  private func verified(
    _ parsed: consuming [ParsedBlock], _ places: [BlockPlace], _ plans: [ColumnPlan],
    _ reader: BlockReader
  ) throws -> [ParsedBlock] {
    var result: [ParsedBlock] = []
    result.reserveCapacity(parsed.count)
    partOf = []
    var position = 0
    for (index, place) in places.enumerated() {
      if index == 0 || places[index - 1].part != place.part {
        position = parts[place.part].dataStart
      }
      if position >= place.range.upperBound { continue }
      var own = parsed[index]
      if own.start != position {
        let known = BlockPlace(part: place.part, range: place.range, start: position)
        own = try reader.parse([known], plans)[0]
      }
      position = own.end
      result.append(own)
      partOf.append(place.part)
    }
    return result
  }

  /// Reads one column again in the blocks whose values do not fit the chosen format.
  private func reread(
    _ index: Int, _ parsed: inout [ParsedBlock], _ plans: inout [ColumnPlan],
    _ reader: BlockReader, _ leftOut: LeftOutRows?
  ) throws {
    while true {
      let format = plans[index].format
      let stale = parsed.indices.filter {
        !ColumnMerger.canUse(
          parsed[$0].columns[index], for: format, point: plans[index].points[partOf[$0]])
      }
      try leftOut?.check(stale.map { parsed[$0].columns[index] }, of: plans[index])
      let again = try reader.parse(
        stale.map {
          BlockPlace(
            part: partOf[$0], range: parsed[$0].range, start: parsed[$0].start,
            kept: parsed[$0].kept)
        }, [plans[index]])
      for (place, block) in zip(stale, again) {
        let chunk = block.columns[0]
        if chunk.failed {
          throw plans[index].forced == nil
            ? FileError(parts[partOf[place]].file.path, .changedWhileRead)
            : wrongValue(plans[index], chunk, partOf[place])
        }
        parsed[place].columns[index] = chunk
      }
      guard format == .decimal else { return }
      let chunks = parsed.map { $0.columns[index] }
      let merger = ColumnMerger(chunks: chunks, format: format, rowCount: 0, threads: 1)
      if merger.fitsCommonScale { return }
      // Too many digits for exact decimals: doubles, unless they would lose whole numbers.
      let isDouble = zip(chunks, partOf).allSatisfy {
        $0.kinds.contains(.double(plans[index].points[$1]))
      }
      plans[index].format = isDouble || plans[index].forced == .float ? .double : .text
    }
  }

  private func merged(
    _ index: Int, _ plan: ColumnPlan, _ parsed: inout [ParsedBlock], _ rowCount: Int,
    _ remarks: inout ReadingRemarks
  ) throws -> Column {
    var chunks: [ColumnChunk] = []
    chunks.reserveCapacity(parsed.count)
    for block in parsed.indices {
      chunks.append(parsed[block].columns[index])
      parsed[block].columns[index].values = nil
      parsed[block].columns[index].validity = nil
      parsed[block].columns[index].heap = nil
    }
    var merger = ColumnMerger(
      chunks: chunks, format: plan.format, rowCount: rowCount, threads: options.threads)
    chunks = []
    let merged = try merger.merged()
    if merged.hasInvalidText { throw try invalidText(plan) }
    for block in merger.chunks where plan.format != .null || !block.repairs.missing.isEmpty {
      remarks.add(block.repairs, plan.name)
    }
    if merged.trimmed.count > 0 {
      let example = merged.column[merged.trimmed.offset]
      remarks.trimmed(merged.trimmed, plan.name, example.plainText)
    }
    if merged.hasNormalized, remarks.tells(plan.name) {
      remarks.add(
        FileNote(
          "N0502", "texts of `\(plan.name)` were brought to the usual form of Unicode (NFC)",
          "văn bản của `\(plan.name)` được đưa về dạng Unicode chuẩn (NFC)"))
    }
    // The blocks of this column go back to the system before the next one needs room.
    merger.chunks = []
    BlockPool.trim()
    return merged.column
  }

  /// A column of texts that all name periods becomes one of dates; any other stays as it is.
  private func withPeriods(
    _ column: Column, _ field: inout Field, _ plan: ColumnPlan, _ sample: RowSample?,
    isWhole: Bool, _ remarks: inout ReadingRemarks
  ) throws -> Column {
    guard column.type == .text, plan.forced == nil else { return column }
    let knowsMissing = options.knowsMissing
    let read = try PeriodColumn.read(
      column, name: plan.name, typedName: plan.typedName, threads: options.threads
    ) { text in
      knowsMissing && text.baseAddress.map { MissingWord.contains($0, text.count) } ?? false
    }
    if !isWhole {
      // Which periods there are all rows tell.
      guard case .none = read else { throw NeedsAllRows() }
    }
    switch read {
    case .periods(let periods):
      field.type = .date
      field.period = periods.form
      field.reason = nil
      remarks.takeBack(plan.name)
      if remarks.tells(plan.name) { for note in periods.notes { remarks.add(note) } }
      return periods.column
    case .mixed(let note):
      remarks.why(plan, note.code, note.en, note.vi)
      field.reason = remarks.reasons[plan.name]
      return column
    case .none:
      // Text that looks like times or numbers which nothing reads is told, with what to write.
      if remarks.reasons[plan.name] == nil,
        let hint = TextHint(
          try sample?.of(column) ?? column, name: plan.name, typedName: plan.typedName,
          year: yearColumn(beside: plan.name))
      {
        remarks.why(plan, hint.code, hint.en, hint.vi)
        field.reason = remarks.reasons[plan.name]
      }
      return column
    }
  }

  /// A column of years by its name, as it is typed.
  private func yearColumn(beside name: String) -> String? {
    let year = parts[0].names.first { own in
      own != name && ["nam", "year", "nam bao cao"].contains(TextFold.fold(own))
    }
    return year.map(SyntaxText.name)
  }

  /// For each row the file it is from.
  private func filenames(_ parsed: [ParsedBlock], _ rowCount: Int) throws -> Column {
    let dictionary = TextDictionary(sorted: try TextHeap(paths), count: paths.count)
    var rows = [Int](repeating: 0, count: parts.count)
    for (index, block) in parsed.enumerated() { rows[partOf[index]] += block.keptRows }
    let fitting = PackedWidth.fitting(range: UInt64(paths.count - 1))
    let width = fitting == .u8 || fitting == .u16 ? fitting : .u32
    let codes = try MutableBuffer(byteCount: rowCount * width.bytes)
    var row = 0
    for (code, count) in rows.enumerated() {
      for _ in 0..<count {
        switch width {
        case .u8: codes.pointer(UInt8.self)[row] = UInt8(truncatingIfNeeded: code)
        case .u16: codes.pointer(UInt16.self)[row] = UInt16(truncatingIfNeeded: code)
        default: codes.pointer(UInt32.self)[row] = UInt32(truncatingIfNeeded: code)
        }
        row += 1
      }
    }
    let packed = Packed(codes: codes.freeze(), width: width, domain: paths.count)
    return Column(type: .text, count: rowCount, storage: .coded(packed, dictionary))
  }
}
