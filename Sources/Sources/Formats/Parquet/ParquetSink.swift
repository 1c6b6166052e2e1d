import Columns
import Language

/// How a Parquet file is written.
struct ParquetWriteOptions: Sendable {
  var compression: BlockCodec = .zstd
  /// Whether decimals become DECIMAL rather than doubles.
  var keepsDecimals = false

  /// The words of `compression`.
  static let codecs: [(word: String, codec: BlockCodec, number: Int)] = [
    ("zstd", .zstd, 6), ("snappy", .snappy, 1), ("gzip", .gzip, 2), ("none", .none, 0),
  ]

  static let fields: [OptionField<ParquetWriteOptions>] = [
    .word(
      "compression", codecs.map(\.word),
      Words(
        en: "How the data are compressed; zstd where nothing is said.",
        vi: "Cách nén dữ liệu; mặc định là zstd."), example: "snappy"
    ) { options, word in
      options.compression = codecs.first { $0.word == word }?.codec ?? .zstd
    },
    .flag(
      "decimals",
      Words(
        en:
          "Write exact decimals as such; otherwise as doubles, which Python and R calculate with. Numbers too long for doubles are always written as decimals.",
        vi:
          "Ghi số thập phân chính xác đúng kiểu; nếu không thì ghi dạng double để Python và R tính toán. Số quá dài cho double luôn được ghi dạng thập phân."
      )
    ) { $0.keepsDecimals = $1 },
  ]
}

/// Writes tables as Parquet: row groups of a million rows, each column in them made by a thread of its
/// own, with dictionaries where values repeat, and statistics.
struct ParquetSink: TableSink {
  let options: ParquetWriteOptions

  /// Rows of a row group.
  static let groupRows = 1_000_000

  /// A column chunk that was written: what the footer says of it.
  private struct Written {
    let description: ParquetChunkBytes
    let start: Int
  }

  func write(_ table: Table, _ run: RunContext, to output: ([UInt8]) throws -> Void) throws {
    let forms = zip(table.fields, table.columns).map {
      ParquetForm($0, $1, keepsDecimals: options.keepsDecimals)
    }
    try output(ParquetFile.magic)
    var place = ParquetFile.magic.count
    var groups: [(rows: Int, chunks: [Written])] = []
    var first = 0
    run.progress?.expect(table.rowCount, .rows)
    while first < table.rowCount {
      try run.checkStopped()
      let count = min(ParquetSink.groupRows, table.rowCount - first)
      let start = first
      let chunks = try Parallel.map(pieces: table.columns.count, threads: run.threads) { index in
        try run.checkStopped()
        return try ParquetChunkWriter(options.compression).write(
          table.columns[index].slice(start, count), forms[index])
      }
      var written: [Written] = []
      for chunk in chunks {
        written.append(Written(description: chunk, start: place))
        for page in chunk.pages {
          try output(page)
          place += page.count
        }
      }
      groups.append((count, written))
      first += count
      run.progress?.reach(first)
    }
    var footer = ThriftWriter()
    footer.element { describe(table, forms, groups, &$0) }
    let bytes = footer.bytes
    try output(bytes)
    var tail: [UInt8] = []
    for shift in 0..<4 { tail.append(UInt8(truncatingIfNeeded: bytes.count >> (shift * 8))) }
    try output(tail + ParquetFile.magic)
  }

  private func describe(
    _ table: Table, _ forms: [ParquetForm], _ groups: [(rows: Int, chunks: [Written])],
    _ out: inout ThriftWriter
  ) {
    out.int(1, 2)
    out.list(2, .structure, count: forms.count + 1)
    out.element { root in
      root.string(4, "schema")
      root.int(5, forms.count)
    }
    for (field, form) in zip(table.fields, forms) {
      out.element { form.describe(field.name, &$0) }
    }
    out.long(3, table.rowCount)
    out.list(4, .structure, count: groups.count)
    for group in groups {
      out.element { out in
        out.list(1, .structure, count: group.chunks.count)
        for (place, chunk) in group.chunks.enumerated() {
          out.element {
            describe(chunk, table.fields[place].name, forms[place], &$0)
          }
        }
        out.long(2, group.chunks.reduce(0) { $0 + $1.description.size })
        out.long(3, group.rows)
        out.long(6, group.chunks.reduce(0) { $0 + $1.description.byteCount })
      }
    }
    out.string(6, "tiendo version 1.0")
    // The order of statistics is that of the types.
    out.list(7, .structure, count: forms.count)
    for _ in forms { out.element { order in order.structure(1) { _ in } } }
  }

  private func describe(
    _ chunk: Written, _ name: String, _ form: ParquetForm, _ out: inout ThriftWriter
  ) {
    let description = chunk.description
    let codec = ParquetWriteOptions.codecs.first { $0.codec == options.compression }?.number ?? 0
    out.long(2, chunk.start)
    out.structure(3) { out in
      out.int(1, Int(form.physical.rawValue))
      out.list(2, .int, count: description.encodings.count)
      for encoding in description.encodings { out.element(encoding) }
      out.list(3, .binary, count: 1)
      out.element(name)
      out.int(4, codec)
      out.long(5, description.rows)
      out.long(6, description.size)
      out.long(7, description.byteCount)
      out.long(9, chunk.start + description.dictionaryBytes)
      if description.dictionaryBytes > 0 { out.long(11, chunk.start) }
      out.structure(12) { out in
        out.long(3, description.nullCount)
        if let bounds = description.bounds {
          out.binary(5, bounds.upper)
          out.binary(6, bounds.lower)
          out.flag(7, true)
          out.flag(8, true)
        }
      }
    }
  }
}

/// As what a column is written.
struct ParquetForm: Sendable {
  enum Kind: Sendable { case null, bool, int, date, timestamp, double, decimal, text }

  let kind: Kind
  /// Digits behind the point of the stored numbers.
  let scale: Int
  let period: PeriodForm?

  init(_ field: Field, _ column: Column, keepsDecimals: Bool) {
    period = field.type == .date ? field.period : nil
    var scale = 0
    if field.type == .float, case .packed(let packed) = column.storage { scale = packed.scale }
    self.scale = scale
    switch field.type {
    case .null: kind = .null
    case .bool: kind = .bool
    case .int, .duration: kind = .int
    case .date: kind = period == nil ? .date : .text
    case .timestamp: kind = .timestamp
    case .text: kind = .text
    case .float:
      guard scale > 0, case .packed(let packed) = column.storage, packed.lower <= packed.upper
      else {
        kind = .double
        break
      }
      let isLong = max(packed.lower.magnitude, packed.upper.magnitude) > 1 << 53
      kind = keepsDecimals || isLong ? .decimal : .double
    }
  }

  var physical: ParquetPhysical {
    switch kind {
    case .null, .date: .int32
    case .bool: .bool
    case .int, .timestamp, .decimal: .int64
    case .double: .double
    case .text: .bytes
    }
  }

  /// Writes the element of the schema.
  func describe(_ name: String, _ out: inout ThriftWriter) {
    out.int(1, Int(physical.rawValue))
    out.int(3, 1)
    out.string(4, name)
    switch kind {
    case .bool, .int, .double: break
    case .null: out.structure(10) { $0.structure(11) { _ in } }
    case .date:
      out.int(6, 6)
      out.structure(10) { $0.structure(6) { _ in } }
    case .timestamp:
      // A reading of a clock, not a moment in UTC.
      out.structure(10) { out in
        out.structure(8) { out in
          out.flag(1, false)
          out.structure(2) { $0.structure(2) { _ in } }
        }
      }
    case .decimal:
      out.int(6, 5)
      out.int(7, scale)
      out.int(8, 18)
      out.structure(10) { out in
        out.structure(5) { out in
          out.int(1, scale)
          out.int(2, 18)
        }
      }
    case .text:
      out.int(6, 0)
      out.structure(10) { $0.structure(1) { _ in } }
    }
  }
}
