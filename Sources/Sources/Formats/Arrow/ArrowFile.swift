import Columns

/// One open Arrow file or stream (IPC, Feather of version 2).
struct ArrowFile: ColumnarFile {
  let file: RawFile
  let columns: [ColumnarColumn]
  let leftOut: [String]
  let rowCount: Int
  private let leaves: [ArrowLeaf]
  private let messages: ArrowMessages

  var path: String { file.path }

  init(_ file: RawFile) throws {
    self.file = file
    messages = try ArrowMessages(file)
    leaves = messages.schema?.leaves ?? []
    leftOut = messages.schema?.leftOut ?? []
    var rows = 0
    for batch in messages.batches {
      guard batch.rowCount <= Table.maxRows - rows else { throw FileError(file.path, .tooManyRows) }
      rows += batch.rowCount
    }
    rowCount = rows
    columns =
      leaves.map { leaf in
        ColumnarColumn(
          name: leaf.name, foreign: leaf.foreign,
          isComplete: !leaf.mayHaveNulls && leaf.foreign != .null && !leaf.isCoded)
      }.withDistinctNames
  }

  /// Some batches of another file.
  private init(_ whole: ArrowFile, _ places: [Int]) {
    file = whole.file
    columns = whole.columns
    leftOut = whole.leftOut
    leaves = whole.leaves
    messages = whole.messages.picking(places)
    rowCount = messages.batches.reduce(0) { $0 + $1.rowCount }
  }

  var parts: [Int] { messages.batches.map(\.rowCount) }

  /// Batches tell nothing of their values.
  func range(_ column: Int, part: Int) -> ValueRange? { nil }

  func picking(_ parts: [Int]) -> ArrowFile { ArrowFile(self, parts) }

  /// Bytes of the buffers of a leaf in a batch.
  static func byteCount(_ batch: ArrowBatch, _ leaf: ArrowLeaf) -> Int {
    guard let first = try? batch.place(leaf.buffer, viewsBefore: leaf.viewsBefore) else { return 0 }
    let all = first..<min(batch.buffers.count, first + leaf.layout.bufferCount)
    return all.isEmpty ? 0 : batch.buffers[all].reduce(0) { $0 + min($1.count, batch.bodyCount) }
  }

  func byteCount(_ column: Int) -> Int {
    messages.batches.reduce(0) { $0 + ArrowFile.byteCount($1, leaves[column]) }
  }

  func read(_ column: Int, _ remarks: ColumnarRemarks, _ run: RunContext) throws -> Column {
    let leaf = leaves[column]
    let name = columns[column].name
    if case .duration = leaf.foreign { remarks.add(.durations, name) }
    if case .timestamp(_, isUTC: true) = leaf.foreign { remarks.add(.utc, name) }
    if case .decimal(let digits, let scale) = leaf.foreign, scale > Decimal64.maxScale || scale < 0,
      digits > 15
    {
      remarks.add(.asDoubles, name)
    }
    return try ColumnarRetry.read(leaf.foreign, name, remarks) { numbers, texts in
      try read(leaf, name, numbers, texts, remarks, run)
    }
  }

  private func read(
    _ leaf: ArrowLeaf, _ name: String, _ numbers: NumberForm, _ texts: ForeignText,
    _ remarks: ColumnarRemarks, _ run: RunContext
  ) throws -> Column {
    guard case .coded(let dictionary, let bytes, let layout) = leaf.layout else {
      return try plain(leaf, messages.batches, name, numbers, texts, remarks, run)
    }
    // Batches that share a dictionary follow one another.
    var parts: [Column] = []
    var first = 0
    let batches = messages.batches
    while first < batches.count {
      let entries = messages.entries(of: dictionary, for: batches[first])
      var end = first + 1
      while end < batches.count,
        messages.entries(of: dictionary, for: batches[end]).map(\.order) == entries.map(\.order)
      {
        end += 1
      }
      let own = leaf.alone(layout)
      let values =
        leaf.foreign.isNumber
        ? try plain(own, entries, name, numbers, texts, remarks, run)
        : try ArrowColumns(file, own, entries).entries(texts, run)
      parts.append(
        try ArrowColumns(file, leaf, Array(batches[first..<end])).gathered(
          values, bytes: bytes, run))
      first = end
    }
    if parts.count == 1 { return parts[0] }
    let type: DataType = numbers.isDouble ? .float : leaf.foreign.type
    return try Column.concatenated(type, parts, threads: run.threads)
  }

  private func plain(
    _ leaf: ArrowLeaf, _ batches: [ArrowBatch], _ name: String, _ numbers: NumberForm,
    _ texts: ForeignText, _ remarks: ColumnarRemarks, _ run: RunContext
  ) throws -> Column {
    let columns = try ArrowColumns(file, leaf, batches)
    guard leaf.foreign.isNumber else { return try columns.texts(texts, run) }
    let (column, isCut) = try columns.numbers(numbers, run)
    if isCut { remarks.add(.cutTimes, name) }
    guard case .time(let perSecond) = leaf.foreign else { return column }
    return try column.timesAsText(perSecond: perSecond)
  }
}

extension ArrowLeaf {
  /// Whether rows are numbers of a dictionary, whose entries may be null.
  var isCoded: Bool { if case .coded = layout { true } else { false } }
}
