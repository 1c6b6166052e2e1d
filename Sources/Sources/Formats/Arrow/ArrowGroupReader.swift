import Columns

/// Reads some batches of an Arrow stream into a column each.
struct ArrowGroupReader: Sendable {
  /// A column of the stream.
  struct Part: Sendable {
    let name: String
    let type: ArrowInterfaceType
    let mayHaveNulls: Bool
  }

  private let parts: [Part]
  private let batches: [ArrowHeld]
  private let remarks: ColumnarRemarks
  private let run: RunContext

  init(_ parts: [Part], _ batches: [ArrowHeld], _ remarks: ColumnarRemarks, _ run: RunContext) {
    self.parts = parts
    self.batches = batches
    self.remarks = remarks
    // Rows received are what progress counts, not bytes of columns.
    self.run = RunContext(
      threads: run.threads, today: run.today, stop: run.stop, isLooking: run.isLooking)
  }

  /// The rows of the batches, one after another.
  func columns() throws -> [Column] {
    try parts.indices.map { place in
      do {
        return try read(place)
      } catch { throw ArrowTableReader.problem(error, parts[place].name) }
    }
  }

  private func read(_ place: Int) throws -> Column {
    let part = parts[place]
    let foreign = part.type.foreign
    if case .duration = foreign { remarks.add(.durations, part.name) }
    if case .timestamp(_, isUTC: true) = foreign { remarks.add(.utc, part.name) }
    if case .decimal(let digits, let scale) = foreign, scale > Decimal64.maxScale || scale < 0,
      digits > 15
    {
      remarks.add(.asDoubles, part.name)
    }
    let column = try ColumnarRetry.read(foreign, part.name, remarks) { numbers, texts in
      try read(place, part, numbers, texts)
    }
    guard part.type.isDecimalText else { return column }
    let (decimals, isRounded) = try column.decimalsOfTexts()
    if isRounded { remarks.add(.asDoubles, part.name) }
    return decimals
  }

  private func read(
    _ place: Int, _ part: Part, _ numbers: NumberForm, _ texts: ForeignText
  ) throws -> Column {
    let layout = part.type.layout
    let leaf = ArrowLeaf(
      name: part.name, foreign: part.type.foreign, layout: layout, node: 0, buffer: 0,
      viewsBefore: 0, parents: [], mayHaveNulls: part.mayHaveNulls)
    guard case .coded(_, let bytes, let inner) = layout else {
      let own = try batches.map { try $0.column(place, layout) }
      return try plain(leaf, own, numbers, texts)
    }
    var found: [Column] = []
    for held in batches {
      let entries = [try held.entries(place, inner)]
      let own = leaf.alone(inner)
      let values =
        part.type.foreign.isNumber
        ? try plain(own, entries, numbers, texts)
        : try ArrowColumns(nil, own, entries).entries(texts, run)
      let batch = try held.column(place, layout)
      found.append(try ArrowColumns(nil, leaf, [batch]).gathered(values, bytes: bytes, run))
    }
    let type: DataType = numbers.isDouble ? .float : part.type.foreign.type
    return try Column.concatenated(type, found, threads: run.threads)
  }

  private func plain(
    _ leaf: ArrowLeaf, _ batches: [ArrowBatch], _ numbers: NumberForm, _ texts: ForeignText
  ) throws -> Column {
    let columns = try ArrowColumns(nil, leaf, batches)
    guard leaf.foreign.isNumber else { return try columns.texts(texts, run) }
    let (column, isCut) = try columns.numbers(numbers, run)
    if isCut { remarks.add(.cutTimes, leaf.name) }
    guard case .time(let perSecond) = leaf.foreign else { return column }
    return try column.timesAsText(perSecond: perSecond)
  }
}
