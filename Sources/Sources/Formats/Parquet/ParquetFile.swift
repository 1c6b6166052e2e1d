import Columns
import Functions
import Language

/// One open Parquet file.
struct ParquetFile: ColumnarFile {
  let file: RawFile
  let columns: [ColumnarColumn]
  let leftOut: [String]
  let rowCount: Int
  let leaves: [ParquetColumn]
  let groups: [ParquetRowGroup]
  /// The first row of each row group.
  private let starts: [Int]

  var path: String { file.path }

  /// What a Parquet file begins and ends with; where its footer is encrypted, `PARE`.
  static let magic = Array("PAR1".utf8)

  /// Reads the footer.
  init(_ file: RawFile) throws {
    self.file = file
    let footer = try ParquetFile.footer(file)
    if footer.isEncrypted { throw ParquetFile.encrypted }
    let schema = try ParquetColumns(footer.schema)
    leaves = schema.columns
    leftOut = schema.leftOut
    var left = Table.maxRows
    for group in footer.rowGroups {
      guard group.chunks.count == schema.leafCount else { throw Damage.schema }
      guard group.rowCount <= left else { throw FileError(file.path, .tooManyRows) }
      left -= group.rowCount
    }
    groups = footer.rowGroups
    (starts, rowCount) = ParquetFile.starts(groups)
    guard rowCount == footer.rowCount else { throw Damage.rowCount }
    columns =
      leaves.map { leaf in
        let isComplete =
          leaf.foreign != .null
          && (leaf.maxLevel == 0
            || footer.rowGroups.allSatisfy { $0.chunks[leaf.leaf].nullCount == 0 })
        return ColumnarColumn(name: leaf.name, foreign: leaf.foreign, isComplete: isComplete)
      }.withDistinctNames
  }

  /// Some row groups of another file.
  private init(_ whole: ParquetFile, _ places: [Int]) {
    file = whole.file
    columns = whole.columns
    leftOut = whole.leftOut
    leaves = whole.leaves
    groups = places.map { whole.groups[$0] }
    (starts, rowCount) = ParquetFile.starts(groups)
  }

  /// The first row of each row group, and the rows of all.
  private static func starts(_ groups: [ParquetRowGroup]) -> (starts: [Int], rowCount: Int) {
    var rows = 0
    let starts = groups.map { group in
      defer { rows += group.rowCount }
      return rows
    }
    return (starts, rows)
  }

  var parts: [Int] { groups.map(\.rowCount) }

  func picking(_ parts: [Int]) -> ParquetFile { ParquetFile(self, parts) }

  private static var encrypted: NotReadable {
    NotReadable(
      Words(en: "it is encrypted", vi: "tệp được mã hóa"),
      advice: Words(
        en: "write it again without encryption where its key is",
        vi: "hãy ghi lại không mã hóa ở nơi có khóa"))
  }

  private static func footer(_ file: RawFile) throws -> ParquetFooter {
    guard file.size >= 12 else { throw Damage.cut }
    let tail = try bytes(file, at: file.size - 8, count: 8)
    if Array(tail[4...]) == Array("PARE".utf8) { throw encrypted }
    guard Array(tail[4...]) == magic else { throw Damage.cut }
    let length = tail.withUnsafeBytes { Int($0.loadUnaligned(as: UInt32.self)) }
    guard length <= file.size - 12 else { throw Damage.length }
    try Memory.budget.check(length)
    return try ParquetFooter(try bytes(file, at: file.size - 8 - length, count: length))
  }

  private static func bytes(_ file: RawFile, at place: Int, count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let read = try bytes.withUnsafeMutableBytes { buffer in
      guard let start = buffer.baseAddress else { return 0 }
      return try file.read(at: place, count: count, into: start)
    }
    guard read == count else { throw Damage.cut }
    return bytes
  }

  func byteCount(_ column: Int) -> Int {
    let leaf = leaves[column].leaf
    var total = 0
    for group in groups { total += min(group.chunks[leaf].compressedSize, file.size) }
    return total
  }

  // MARK: Reading

  /// Some pages that follow one another: what a thread reads at a time.
  private struct Piece: Sendable {
    let group: Int
    let pages: Range<Int>
  }

  /// Rows from which on a piece is large enough.
  private static let pieceRows = 131_072

  func read(_ column: Int, _ remarks: ColumnarRemarks, _ run: RunContext) throws -> Column {
    let leaf = leaves[column]
    let name = columns[column].name
    let pages = try Parallel.map(pieces: groups.count, threads: run.threads) { group in
      try run.checkStopped()
      let chunk = groups[group].chunks[leaf.leaf]
      guard chunk.physical == leaf.physical.rawValue else { throw Damage.schema }
      guard !chunk.isEncrypted else { throw ParquetFile.encrypted }
      return try ParquetPages(file, chunk, rowCount: groups[group].rowCount)
    }
    var pieces: [Piece] = []
    for (group, all) in pages.enumerated() {
      var first = 0
      var rows = 0
      for (place, page) in all.pages.enumerated() {
        rows += page.valueCount
        if rows >= ParquetFile.pieceRows || place == all.pages.count - 1 {
          pieces.append(Piece(group: group, pages: first..<place + 1))
          first = place + 1
          rows = 0
        }
      }
    }
    if case .duration = leaf.foreign { remarks.add(.durations, name) }
    if case .timestamp(_, isUTC: true) = leaf.foreign { remarks.add(.utc, name) }
    if case .decimal(let digits, let scale) = leaf.foreign, scale > Decimal64.maxScale, digits > 15
    {
      remarks.add(.asDoubles, name)
    }
    return try ColumnarRetry.read(leaf.foreign, name, remarks) { numbers, texts in
      leaf.foreign.isNumber
        ? try self.numbers(leaf, name, numbers, pages, pieces, remarks, run)
        : try self.texts(leaf, texts, pages, pieces, run)
    }
  }

  private func numbers(
    _ leaf: ParquetColumn, _ name: String, _ form: NumberForm, _ pages: [ParquetPages],
    _ pieces: [Piece], _ remarks: ColumnarRemarks, _ run: RunContext
  ) throws -> Column {
    let dictionaries = try Parallel.map(pieces: pages.count, threads: run.threads) { group in
      try pages[group].dictionary.map { page in
        let reader = ParquetPageReader(file, leaf, pages[group].codec)
        return try ParquetNumberDictionary(page, reader, form)
      }
    }
    let assembly = try NumberAssembly(rowCount, form, mayHaveNulls: leaf.maxLevel > 0)
    try Parallel.run(pieces: pieces.count, threads: run.threads) { place in
      let piece = pieces[place]
      let chunk = pages[piece.group]
      let reader = ParquetPageReader(file, leaf, chunk.codec)
      let decoder = ParquetNumbers(reader, form, dictionary: dictionaries[piece.group])
      for page in chunk.pages[piece.pages] {
        try run.checkStopped()
        try decoder.read(page, into: assembly, base: starts[piece.group])
        run.progress?.advance(page.compressedSize)
      }
    }
    if assembly.isCut { remarks.add(.cutTimes, name) }
    let column = try assembly.finish(threads: run.threads)
    guard case .time(let perSecond) = leaf.foreign else { return column }
    return try column.timesAsText(perSecond: perSecond)
  }

  private func texts(
    _ leaf: ParquetColumn, _ form: ForeignText, _ pages: [ParquetPages], _ pieces: [Piece],
    _ run: RunContext
  ) throws -> Column {
    let dictionaries = try Parallel.map(pieces: pages.count, threads: run.threads) { group in
      try pages[group].dictionary.map { page in
        let reader = ParquetPageReader(file, leaf, pages[group].codec)
        return try ParquetTexts.dictionary(page, reader)
      }
    }
    let entries = dictionaries.reduce(0) { $0 + ($1?.count ?? 0) }
    let areCoded = zip(pages, groups).allSatisfy { $0.areAllCoded || $1.rowCount == 0 }
    if areCoded, entries <= max(4096, rowCount / 2) {
      return try coded(leaf, pages, pieces, dictionaries, form, run)
    }
    let assembly = try TextAssembly(rowCount, mayHaveNulls: leaf.maxLevel > 0)
    try Parallel.run(pieces: pieces.count, threads: run.threads) { place in
      try run.checkStopped()
      let piece = pieces[place]
      let chunk = pages[piece.group]
      let some = chunk.pages[piece.pages]
      try ParquetTexts.read(
        some, ParquetPageReader(file, leaf, chunk.codec), dictionaries[piece.group], form,
        into: assembly, base: starts[piece.group])
      run.progress?.advance(some.reduce(0) { $0 + $1.compressedSize })
    }
    return try assembly.finish(threads: run.threads)
  }

  /// Texts of which all are numbers of dictionaries: the dictionaries become one, the numbers its codes.
  private func coded(
    _ leaf: ParquetColumn, _ pages: [ParquetPages], _ pieces: [Piece],
    _ dictionaries: [ForeignTexts?], _ form: ForeignText, _ run: RunContext
  ) throws -> Column {
    let own = try Parallel.map(pieces: dictionaries.count, threads: run.threads) { group in
      let texts = try dictionaries[group] ?? ForeignTexts(heap: TextHeap([]), count: 0)
      return try texts.encoded(form)
    }
    let (dictionary, maps) =
      own.isEmpty
      ? (TextDictionary(sorted: try TextHeap([]), count: 0), [])
      : try TextDictionary.union(own.map(\.dictionary))
    // From the numbers in the file by the dictionary of the row group to the common one.
    let codes = own.indices.map { group in
      maps[group].map { map in own[group].codes.map { map[Int($0)] } } ?? own[group].codes
    }
    let marks = try RowMarks(rowCount, mayHaveNulls: leaf.maxLevel > 0)
    let assembly = try CodedAssembly(dictionary, count: rowCount, marks: marks)
    try Parallel.run(pieces: pieces.count, threads: run.threads) { place in
      let piece = pieces[place]
      let chunk = pages[piece.group]
      let reader = ParquetPageReader(file, leaf, chunk.codec)
      try codes[piece.group].withUnsafeBufferPointer { map in
        for page in chunk.pages[piece.pages] {
          try run.checkStopped()
          let row = starts[piece.group] + page.firstRow
          let rowMarks = marks.pointer(row)
          var body = try reader.open(page, rowMarks)
          let numbers = try reader.numbers.room(body.present * 4)
            .assumingMemoryBound(to: UInt32.self)
          if body.present > 0 {
            try ParquetNumbers.codes(&body.values, body.present, numbers, of: map.count)
          }
          marks.add(absent: page.valueCount - body.present)
          let isFull = body.present == page.valueCount
          assembly.write(numbers, map, isFull ? nil : rowMarks, at: row, count: page.valueCount)
          run.progress?.advance(page.compressedSize)
        }
      }
    }
    return try assembly.finish(threads: run.threads)
  }
}

extension Column {
  /// Times of the day, so many units to a second, as texts.
  func timesAsText(perSecond: Int64) throws -> Column {
    let cells = (0..<count).map { row -> Value in
      guard case .int(let value) = retyped(.int)[row] else { return .null }
      let perDay = perSecond.multipliedReportingOverflow(by: 86_400)
      guard value >= 0, perDay.overflow || value <= perDay.partialValue else { return .null }
      return .text(ForeignText.time(value, perSecond: perSecond))
    }
    return try Column(.text, cells)
  }
}
