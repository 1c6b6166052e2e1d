import Columns

/// Writes tables as an Arrow file or stream, in batches of 262,144 rows.
struct ArrowSink: TableSink {
  private let options: ArrowWriteOptions
  private let isStream: Bool
  private static let batchRows = 262_144

  init(_ options: ArrowWriteOptions, isStream: Bool) {
    self.options = options
    self.isStream = isStream
  }

  /// Where a message was put.
  private struct Block {
    let place: Int
    let head: Int
    let body: Int
  }

  func write(_ table: Table, _ run: RunContext, to output: ([UInt8]) throws -> Void) throws {
    var place = 0
    func put(_ bytes: [UInt8]) throws {
      try output(bytes)
      place += bytes.count
    }
    func put(_ message: ArrowMessage) throws -> Block {
      let block = Block(
        place: place, head: message.head.count,
        body: message.body.reduce(0) { $0 + $1.count })
      try put(message.head)
      for part in message.body { try put(part) }
      return block
    }
    let fields = table.fields.indices.map { index in
      ArrowField(table.fields[index], table.columns[index], id: index, options)
    }
    if !isStream { try put(ArrowMessages.magic + [0, 0]) }
    _ = try put(ArrowMessage.schema(fields))
    var dictionaries: [Block] = []
    for (index, field) in fields.enumerated() where field.isCoded {
      try run.checkStopped()
      dictionaries.append(
        try put(ArrowMessage.dictionary(field, table.columns[index], options.compression)))
    }
    var batches: [Block] = []
    var first = 0
    run.progress?.expect(table.rowCount, .rows)
    while first < table.rowCount {
      try run.checkStopped()
      let count = min(ArrowSink.batchRows, table.rowCount - first)
      let start = first
      let parts = try Parallel.map(pieces: fields.count, threads: run.threads) { index in
        try ArrowValues(table.columns[index].slice(start, count), fields[index])
          .compressed(options.compression)
      }
      batches.append(
        try put(ArrowMessage.batch(parts, rowCount: count, options.compression, of: nil)))
      first += count
      run.progress?.reach(first)
    }
    // A mark and no length end the messages.
    try put([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0])
    if isStream { return }
    let footer = ArrowMessage.footer(
      fields, dictionaries: dictionaries.map { ($0.place, $0.head, $0.body) },
      batches: batches.map { ($0.place, $0.head, $0.body) })
    var tail = footer
    tail.append(bytesOf: Int32(truncatingIfNeeded: footer.count))
    try put(tail + ArrowMessages.magic)
  }
}

/// As what a column is written.
struct ArrowField: Sendable {
  enum Kind: Sendable { case null, bool, int, date, timestamp, double, decimal, text, longText }

  let name: String
  let kind: Kind
  /// The number of its dictionary.
  let id: Int
  /// Whether rows are numbers of a dictionary.
  let isCoded: Bool
  /// Digits behind the point of the stored numbers.
  let scale: Int
  let period: PeriodForm?

  init(_ field: Field, _ column: Column, id: Int, _ options: ArrowWriteOptions) {
    let form = ParquetForm(field, column, keepsDecimals: options.keepsDecimals)
    name = field.name
    self.id = id
    scale = form.scale
    period = form.period
    var isCoded = false
    if options.keepsDictionaries, form.kind == .text, period == nil,
      case .coded(_, let dictionary) = column.storage, dictionary.count <= Int32.max,
      dictionary.count * 2 <= column.count || column.count <= 64
    {
      isCoded = true
    }
    self.isCoded = isCoded
    switch form.kind {
    case .null: kind = .null
    case .bool: kind = .bool
    case .int: kind = .int
    case .date: kind = .date
    case .timestamp: kind = .timestamp
    case .double: kind = .double
    case .decimal: kind = .decimal
    case .text: kind = ArrowField.isLong(column) ? .longText : .text
    }
  }

  /// Whether the texts of a batch may be more bytes than an offset of 32 bits can count.
  private static func isLong(_ column: Column) -> Bool {
    switch column.storage {
    case .text(let heap): heap.bytes.byteCount > Int(Int32.max)
    case .coded(_, let dictionary):
      (0..<dictionary.count).contains { dictionary.utf8($0).count > 8191 }
    default: false
    }
  }
}
