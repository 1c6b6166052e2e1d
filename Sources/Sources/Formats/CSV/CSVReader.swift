import Columns

extension CSVFile {
  /// Reads the wanted columns of the whole file.
  public func read() throws -> LoadedTable {
    var plans = self.plans()
    let reader = BlockReader(parts: parts, options: options)
    let places = self.places
    var parsed = try verified(
      try reader.parse(places, plans, showsProgress: true), places, plans, reader)
    let faults = zip(parsed, parsed.indices).flatMap { block, index in
      block.faults.map { (part: partOf[index], fault: $0) }
    }
    if let first = faults.first, !options.isLenient {
      throw located([first.fault], in: parts[first.part])[0]
    }
    let rowCount = parsed.reduce(0) { $0 + $1.rows }
    guard rowCount <= Table.maxRows else { throw FileError(parts[0].file.path, .tooManyRows) }
    var notes = parts.flatMap(\.notes)
    // Formats that some block contradicts: choose again from what all blocks allow, and read those
    // columns anew in the blocks whose values are of no use.
    for index in plans.indices {
      let chunks = parsed.map { $0.columns[index] }
      plans[index].format = try chosen(plans[index], chunks, &notes)
      try reread(index, &parsed, &plans, reader)
    }
    var fields: [Field] = []
    var columns: [Column] = []
    for index in plans.indices {
      if options.isCancelled() { throw ReadCancelled() }
      let plan = plans[index]
      let column = try merged(index, plan, &parsed, rowCount, &notes)
      let isPercent = plan.format == .percent || plan.format == .groupedPercent
      var field = Field(plan.name, plan.format.type, unit: isPercent ? "%" : nil)
      columns.append(try withPeriods(column, &field, plan, &notes))
      fields.append(field)
    }
    if isPattern, options.columns.map({ wants(CSVFile.filename, $0) }) ?? true {
      fields.append(Field(CSVFile.filename, .text))
      columns.append(try filenames(parsed, rowCount))
    }
    let table = Table(fields: fields, columns: columns, rowCount: rowCount)
    return LoadedTable(table: table, notes: notes, rejected: try rejected(faults))
  }

  private func wants(_ name: String, _ wanted: Set<String>) -> Bool {
    wanted.contains(name) || wanted.contains { $0.lowercased() == name.lowercased() }
  }

  private func plans() -> [ColumnPlan] {
    let lowered = options.columns.map { Set($0.map { $0.lowercased() }) }
    let places = parts.map { part in
      Dictionary(part.names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }
    return parts[0].names.compactMap { name in
      if let lowered, !lowered.contains(name.lowercased()) { return nil }
      let forced = options.types[name]
      let fields = places.map { $0[name] ?? 0 }
      return ColumnPlan(
        name: name, fields: fields, format: guess(fields, forced), forced: forced)
    }
  }

  /// The blocks into which the records are cut.
  private var places: [BlockPlace] {
    var places: [BlockPlace] = []
    for (index, part) in parts.enumerated() {
      var start = part.dataStart
      while start < part.file.size {
        let end = min(part.file.size, start + max(1, options.blockSize))
        let isFirst = start == part.dataStart
        places.append(BlockPlace(part: index, range: start..<end, start: isFirst ? start : nil))
        start = end
      }
    }
    return places
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
    _ reader: BlockReader
  ) throws {
    while true {
      let format = plans[index].format
      let stale = parsed.indices.filter {
        !ColumnMerger.canUse(parsed[$0].columns[index], for: format)
      }
      let again = try reader.parse(
        stale.map {
          BlockPlace(part: partOf[$0], range: parsed[$0].range, start: parsed[$0].start)
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
      guard [.decimal, .grouped, .percent, .groupedPercent].contains(format) else { return }
      let chunks = parsed.map { $0.columns[index] }
      let merger = ColumnMerger(chunks: chunks, format: format, rowCount: 0, threads: 1)
      if merger.fitsCommonScale { return }
      // Too many digits for exact decimals: doubles, unless they would lose whole numbers.
      let kinds = chunks.reduce(FieldKinds.all) { $0.intersection($1.kinds) }
      let isFloat = kinds.contains(.double) || (plans[index].forced == .float && format == .decimal)
      plans[index].format = isFloat ? .double : .text
    }
  }

  private func merged(
    _ index: Int, _ plan: ColumnPlan, _ parsed: inout [ParsedBlock], _ rowCount: Int,
    _ notes: inout [FileNote]
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
    if merged.hasNormalized {
      notes.append(
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
    _ column: Column, _ field: inout Field, _ plan: ColumnPlan, _ notes: inout [FileNote]
  ) throws -> Column {
    guard column.type == .text, plan.forced == nil else { return column }
    switch try PeriodColumn.read(column, name: plan.name, threads: options.threads) {
    case .periods(let periods):
      field.type = .date
      field.period = periods.form
      notes += periods.notes
      return periods.column
    case .mixed(let note):
      notes.append(note)
      return column
    case .none: return column
    }
  }

  /// For each row the file it is from.
  private func filenames(_ parsed: [ParsedBlock], _ rowCount: Int) throws -> Column {
    let dictionary = TextDictionary(sorted: try TextHeap(paths), count: paths.count)
    var rows = [Int](repeating: 0, count: parts.count)
    for (index, block) in parsed.enumerated() { rows[partOf[index]] += block.rows }
    let fitting = Width.fitting(range: UInt64(paths.count - 1))
    let width = fitting == .u8 || fitting == .u16 ? fitting : .u32
    let codes = try Buffer(byteCount: rowCount * width.bytes)
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
    let packed = Packed(codes: codes, width: width, domain: paths.count)
    return Column(type: .text, count: rowCount, storage: .coded(packed, dictionary))
  }
}
