import Columns

/// Reads one column of some batches.
struct ArrowColumns {
  let buffers: ArrowBuffers
  let leaf: ArrowLeaf
  let batches: [ArrowBatch]
  /// The first row of each batch.
  private let starts: [Int]
  private let rowCount: Int

  init(_ file: RawFile?, _ leaf: ArrowLeaf, _ batches: [ArrowBatch]) throws {
    buffers = ArrowBuffers(file: file)
    self.leaf = leaf
    self.batches = batches
    var starts: [Int] = []
    var rows = 0
    for batch in batches {
      guard leaf.node < batch.nodes.count, batch.nodes[leaf.node] == batch.rowCount else {
        throw Damage.rowCount
      }
      guard batch.rowCount <= Table.maxRows - rows else { throw Damage.length }
      starts.append(rows)
      rows += batch.rowCount
    }
    self.starts = starts
    rowCount = rows
  }

  /// The buffer of a leaf behind that of its nulls.
  private func data(_ batch: ArrowBatch, _ next: Int = 1, wanted: Int) throws -> ArrowBuffers.Bytes
  {
    try buffers.read(
      batch, batch.place(leaf.buffer, viewsBefore: leaf.viewsBefore) + next, wanted: wanted)
  }

  /// Runs `body` over all batches with the marks of their rows.
  private func forEachBatch(
    _ marks: RowMarks, _ run: RunContext,
    _ body: @Sendable (ArrowBatch, _ row: Int, UnsafeMutablePointer<UInt8>?) throws -> Void
  ) throws {
    try Parallel.run(pieces: batches.count, threads: run.threads) { index in
      try run.checkStopped()
      let batch = batches[index]
      if batch.rowCount == 0 { return }
      let own = marks.pointer(starts[index])
      if let own { marks.add(absent: try buffers.marks(batch, leaf, into: own)) }
      try body(batch, starts[index], own)
      run.progress?.advance(ArrowFile.byteCount(batch, leaf))
    }
  }

  // MARK: Numbers

  func numbers(_ form: NumberForm, _ run: RunContext) throws -> (Column, isCut: Bool) {
    let assembly = try NumberAssembly(rowCount, form, mayHaveNulls: leaf.mayHaveNulls)
    if form.foreign == .null { return (.nulls(.null, count: rowCount), false) }
    try forEachBatch(assembly.marks, run) { batch, row, marks in
      let out = assembly.pointer(row)
      let isFilled = try fill(batch, form, marks, out)
      let count = batch.rowCount
      if let marks, !isFilled {
        // What lies under a null is not to be looked at.
        for row in 0..<count where marks[row] == 0 { out[row] = 0 }
      }
      if try form.convert(out, count) { assembly.noteCut(true) }
    }
    return (try assembly.finish(threads: run.threads), assembly.isCut)
  }

  /// Writes the raw values of a batch; gives whether those under nulls are 0 already.
  private func fill(
    _ batch: ArrowBatch, _ form: NumberForm, _ marks: UnsafeMutablePointer<UInt8>?,
    _ out: UnsafeMutablePointer<Int64>
  ) throws -> Bool {
    let count = batch.rowCount
    switch leaf.layout {
    case .bits:
      let bytes = try data(batch, wanted: (count + 7) / 8)
      guard let base = bytes.base else { return false }
      for row in 0..<count {
        out[row] = Int64(
          base.load(fromByteOffset: row >> 3, as: UInt8.self) >> UInt8(row & 7) & 1)
      }
    case .numbers(let size, let isSigned):
      let bytes = try data(batch, wanted: count * size)
      guard let base = bytes.base else { return false }
      switch (size, isSigned) {
      case (1, true): ArrowColumns.widen(base, Int8.self, count, out)
      case (1, false): ArrowColumns.widen(base, UInt8.self, count, out)
      case (2, true): ArrowColumns.widen(base, Int16.self, count, out)
      case (2, false): ArrowColumns.widen(base, UInt16.self, count, out)
      case (4, true): ArrowColumns.widen(base, Int32.self, count, out)
      case (4, false): ArrowColumns.widen(base, UInt32.self, count, out)
      default: ArrowColumns.widen(base, Int64.self, count, out)
      }
    case .decimals(let size):
      let bytes = try data(batch, wanted: count * size)
      guard let base = bytes.base?.assumingMemoryBound(to: UInt8.self) else { return false }
      for row in 0..<count {
        let isThere = marks.map { $0[row] != 0 } ?? true
        out[row] =
          isThere ? try form.decimal(base + row * size, size, isBigEndian: false) : 0
      }
      return true
    default: throw Damage.schema
    }
    return false
  }

  @inline(__always)
  private static func widen<T: FixedWidthInteger & BitwiseCopyable>(
    _ base: UnsafeRawPointer, _ type: T.Type, _ count: Int, _ out: UnsafeMutablePointer<Int64>
  ) {
    let size = MemoryLayout<T>.size
    for row in 0..<count {
      out[row] = Int64(
        truncatingIfNeeded: base.loadUnaligned(fromByteOffset: row &* size, as: T.self))
    }
  }

  // MARK: Texts

  func texts(_ form: ForeignText, _ run: RunContext) throws -> Column {
    let assembly = try TextAssembly(rowCount, mayHaveNulls: leaf.mayHaveNulls)
    try forEachBatch(assembly.marks, run) { batch, row, marks in
      try assembly.add(try heap(batch, marks), count: batch.rowCount, at: row, form)
    }
    return try assembly.finish(threads: run.threads)
  }

  /// The texts of all batches as they come, each an entry of a dictionary, and which are null.
  func entries(_ form: ForeignText, _ run: RunContext) throws -> Column {
    let marks = try RowMarks(rowCount, mayHaveNulls: leaf.mayHaveNulls)
    var parts: [Column] = []
    for (index, batch) in batches.enumerated() where batch.rowCount > 0 {
      let own = marks.pointer(starts[index])
      if let own { marks.add(absent: try buffers.marks(batch, leaf, into: own)) }
      let heap = try TextCorrection.corrected(
        try heap(batch, own), count: batch.rowCount, form)
      parts.append(Column(type: .text, count: batch.rowCount, storage: .text(heap)))
    }
    let joined = try Column.concatenated(.text, parts, threads: 1)
    guard case .text(let heap) = joined.storage else { return .nulls(.text, count: rowCount) }
    return try Column.coded(heap, count: rowCount, validity: marks.finish(threads: 1))
  }

  private func heap(
    _ batch: ArrowBatch, _ marks: UnsafeMutablePointer<UInt8>?
  ) throws -> TextHeap {
    let count = batch.rowCount
    let offsets = try MutableBuffer(Int.self, count: count + 1)
    let starts = offsets.pointer(Int.self)
    let bytes = GrowingBytes()
    switch leaf.layout {
    case .texts(let size): try plain(batch, size, marks, starts, bytes)
    case .views: try views(batch, marks, starts, bytes)
    case .fixed(let size):
      let source = try data(batch, wanted: count * size)
      for row in 0..<count {
        starts[row] = bytes.count
        guard marks.map({ $0[row] != 0 }) ?? true, let base = source.base else { continue }
        try bytes.extend(by: size).copyMemory(from: base + row * size, byteCount: size)
      }
    default: throw Damage.schema
    }
    starts[count] = bytes.count
    return TextHeap(offsets: offsets.freeze(), bytes: try bytes.copy())
  }

  private func plain(
    _ batch: ArrowBatch, _ size: Int, _ marks: UnsafeMutablePointer<UInt8>?,
    _ starts: UnsafeMutablePointer<Int>, _ bytes: GrowingBytes
  ) throws {
    let count = batch.rowCount
    let ends = try data(batch, wanted: (count + 1) * size)
    let source = try data(batch, 2, wanted: 0)
    guard let base = ends.base else { throw Damage.length }
    @inline(__always) func end(_ row: Int) -> Int {
      size == 4
        ? Int(base.loadUnaligned(fromByteOffset: row &* 4, as: Int32.self))
        : base.loadUnaligned(fromByteOffset: row &* 8, as: Int.self)
    }
    var start = end(0)
    guard start >= 0, start <= source.count else { throw Damage.length }
    for row in 0..<count {
      let next = end(row + 1)
      guard next >= start, next <= source.count else { throw Damage.length }
      starts[row] = bytes.count
      if next > start, marks.map({ $0[row] != 0 }) ?? true, let text = source.base {
        try bytes.extend(by: next - start).copyMemory(from: text + start, byteCount: next - start)
      }
      start = next
    }
  }

  /// Views of sixteen bytes: the length, then up to twelve bytes of text, or the place of more.
  private func views(
    _ batch: ArrowBatch, _ marks: UnsafeMutablePointer<UInt8>?,
    _ starts: UnsafeMutablePointer<Int>, _ bytes: GrowingBytes
  ) throws {
    let count = batch.rowCount
    let views = try data(batch, wanted: count * 16)
    guard leaf.viewsBefore < batch.viewBuffers.count else { throw Damage.description }
    let others = batch.viewBuffers[leaf.viewsBefore]
    guard others <= batch.buffers.count else { throw Damage.length }
    let sources = try (0..<others).map { try data(batch, 2 + $0, wanted: 0) }
    guard let base = views.base else { return }
    for row in 0..<count {
      starts[row] = bytes.count
      guard marks.map({ $0[row] != 0 }) ?? true else { continue }
      let view = base + row * 16
      let length = Int(view.loadUnaligned(as: Int32.self))
      guard length >= 0 else { throw Damage.length }
      if length <= 12 {
        try bytes.extend(by: length).copyMemory(from: view + 4, byteCount: length)
        continue
      }
      let number = Int(view.loadUnaligned(fromByteOffset: 8, as: Int32.self))
      let offset = Int(view.loadUnaligned(fromByteOffset: 12, as: Int32.self))
      guard sources.indices.contains(number), offset >= 0,
        length <= sources[number].count - offset, let text = sources[number].base
      else { throw Damage.length }
      try bytes.extend(by: length).copyMemory(from: text + offset, byteCount: length)
    }
  }

  // MARK: Dictionaries

  /// The entries that the rows of some batches mean; `absentRow` for those without.
  func gathered(
    _ entries: Column, bytes size: Int, _ run: RunContext
  ) throws -> Column {
    let marks = try RowMarks(rowCount, mayHaveNulls: true)
    let rows = try MutableBuffer(UInt32.self, count: rowCount)
    let out = SharedPointer(rows.pointer(UInt32.self))
    let count = entries.count
    try forEachBatch(marks, run) { batch, row, marks in
      let source = try data(batch, wanted: batch.rowCount * size)
      guard let base = source.base, let marks else { return }
      let target = out.pointer + row
      for place in 0..<batch.rowCount {
        if marks[place] == 0 {
          target[place] = absentRow
          continue
        }
        let number =
          switch size {
          case 1: Int(base.load(fromByteOffset: place, as: UInt8.self))
          case 2: Int(base.loadUnaligned(fromByteOffset: place * 2, as: UInt16.self))
          case 4: Int(base.loadUnaligned(fromByteOffset: place * 4, as: UInt32.self))
          default: base.loadUnaligned(fromByteOffset: place * 8, as: Int.self)
          }
        guard number >= 0, number < count else { throw Damage.dictionary }
        target[place] = UInt32(truncatingIfNeeded: number)
      }
    }
    let hasNulls = try marks.finish(threads: run.threads) != nil
    if entries.count == 0 { return .nulls(entries.type, count: rowCount) }
    return try Column.gathered(
      [entries], rows.freeze(), count: rowCount, mayBeAbsent: hasNulls, threads: run.threads
    ) { try run.checkStopped() }[0]
  }
}
