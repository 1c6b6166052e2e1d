import Columns
import Glibc

/// Puts the blocks of one column together: narrow integers with zone maps, one sorted dictionary.
struct ColumnMerger {
  let chunks: [ColumnChunk]
  let format: FieldFormat
  let rowCount: Int
  let threads: Int

  struct Merged {
    let column: Column
    var normalized = 0
    var hasInvalidText = false
  }

  /// Whether a block's values serve a column of that format as they are.
  static func canUse(_ chunk: ColumnChunk, for format: FieldFormat) -> Bool {
    if chunk.failed { return false }
    if chunk.format == format { return true }
    switch (chunk.format, format) {
    case (.int, .decimal), (.int, .double), (.int, .grouped), (.decimal, .double),
      (.dateISO, .timestamp):
      return true
    // Read as decimals, but whole numbers all.
    case (.decimal, .int): return chunk.scale == 0
    default: return false
    }
  }

  func merged() throws -> Merged {
    let type = format.type
    if rowCount == 0 { return Merged(column: try Column(type, [])) }
    let starts = chunks.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.rows) }
    let validity = try joinedValidity(starts)
    if let validity, validity.countSet(from: 0, count: rowCount) == 0 {
      return Merged(column: .nulls(type, count: rowCount))
    }
    switch format {
    case .text: return try text(starts, validity)
    case .bool:
      let bits = try Bitmap(repeating: false, count: rowCount)
      for (chunk, start) in zip(chunks, starts) {
        guard let packed = chunk.packed else { continue }
        for row in 0..<chunk.rows where packed.value(row) != 0 { bits.set(start + row, true) }
      }
      return Merged(
        column: Column(type: .bool, count: rowCount, storage: .bits(bits), validity: validity))
    case .double: return Merged(column: try doubles(starts, validity))
    default:
      guard let packed = try integers(starts) else {
        return Merged(column: try doubles(starts, validity))
      }
      return Merged(
        column: Column(type: type, count: rowCount, storage: .packed(packed), validity: validity))
    }
  }

  private func joinedValidity(_ starts: [Int]) throws -> Bitmap? {
    guard chunks.contains(where: { $0.validity != nil }) else { return nil }
    let result = try Bitmap(repeating: true, count: rowCount)
    for (chunk, start) in zip(chunks, starts) {
      guard let own = chunk.validity else { continue }
      for row in 0..<chunk.rows where !own[row] { result.set(start + row, false) }
    }
    return result
  }

  /// The factor that brings a block's numbers to the common scale or unit.
  private func factor(_ chunk: ColumnChunk, _ scale: Int) -> Int64 {
    if format == .timestamp, chunk.format == .dateISO { return Calendar.microsecondsPerDay }
    return Decimal64.powers[scale - chunk.scale]
  }

  /// Integers and decimals in the narrowest width; nil where decimals leave 64 bits.
  private func integers(_ starts: [Int]) throws -> Packed? {
    let scale = chunks.reduce(0) { max($0, $1.scale) }
    var lower = Int64.max
    var upper = Int64.min
    for chunk in chunks where chunk.lower <= chunk.upper {
      let factor = factor(chunk, scale)
      let (low, overflow) = chunk.lower.multipliedReportingOverflow(by: factor)
      let (high, overflow2) = chunk.upper.multipliedReportingOverflow(by: factor)
      if overflow || overflow2 { return nil }
      lower = min(lower, low)
      upper = max(upper, high)
    }
    let isEmpty = lower > upper
    let width = isEmpty ? Width.u8 : Width.fitting(range: UInt64(bitPattern: upper &- lower))
    let base = width == .i64 || isEmpty ? 0 : lower
    let values = try Buffer(byteCount: rowCount * width.bytes)
    try Parallel.run(pieces: chunks.count, threads: threads) { index in
      let chunk = chunks[index]
      guard let packed = chunk.packed else { return }
      let factor = factor(chunk, scale)
      let start = starts[index]
      switch width {
      case .u8: place(packed, chunk.rows, factor, base, values.pointer(UInt8.self) + start)
      case .u16: place(packed, chunk.rows, factor, base, values.pointer(UInt16.self) + start)
      case .u32: place(packed, chunk.rows, factor, base, values.pointer(UInt32.self) + start)
      case .i64: place(packed, chunk.rows, factor, base, values.pointer(Int64.self) + start)
      }
    }
    let packed = Packed(
      buffer: values, width: width, base: base, scale: scale, lower: lower, upper: upper)
    return packed
  }

  private func place<T: FixedWidthInteger>(
    _ packed: Packed, _ rows: Int, _ factor: Int64, _ base: Int64, _ out: UnsafeMutablePointer<T>
  ) {
    switch packed.width {
    case .u8: copy(packed.buffer.pointer(UInt8.self), packed.base, rows, factor, base, out)
    case .u16: copy(packed.buffer.pointer(UInt16.self), packed.base, rows, factor, base, out)
    case .u32: copy(packed.buffer.pointer(UInt32.self), packed.base, rows, factor, base, out)
    case .i64: copy(packed.buffer.pointer(Int64.self), packed.base, rows, factor, base, out)
    }
  }

  @inline(__always)
  private func copy<S: FixedWidthInteger, T: FixedWidthInteger>(
    _ source: UnsafePointer<S>, _ own: Int64, _ rows: Int, _ factor: Int64, _ base: Int64,
    _ out: UnsafeMutablePointer<T>
  ) {
    for row in 0..<rows {
      let value = own &+ Int64(truncatingIfNeeded: source[row])
      out[row] = T(truncatingIfNeeded: value &* factor &- base)
    }
  }

  private func doubles(_ starts: [Int], _ validity: Bitmap?) throws -> Column {
    let values = try Buffer(Double.self, count: rowCount)
    try Parallel.run(pieces: chunks.count, threads: threads) { index in
      let chunk = chunks[index]
      let out = values.pointer(Double.self) + starts[index]
      guard let packed = chunk.packed else {
        out.update(repeating: 0, count: chunk.rows)
        return
      }
      for row in 0..<chunk.rows {
        let value = packed.value(row)
        out[row] =
          chunk.format == .double
          ? Double(bitPattern: UInt64(bitPattern: value))
          : Decimal64.double(value, scale: chunk.scale)
      }
    }
    return Column(
      type: .float, count: rowCount, storage: .double(values), validity: validity)
  }

  // MARK: Text

  private func text(_ starts: [Int], _ validity: Bitmap?) throws -> Merged {
    var pools: [TextPool] = []
    for chunk in chunks {
      if let pool = chunk.pool, !pools.contains(where: { $0 === pool }) { pools.append(pool) }
    }
    let finished = pools.map { $0.finished() }
    var result = Merged(column: .nulls(.text, count: 0))
    result.normalized = pools.reduce(0) { $0 + $1.normalized }
    result.hasInvalidText = pools.contains { $0.hasInvalidText }
    if result.hasInvalidText { return result }
    let distinct = finished.reduce(0) { $0 + $1.count }
    let hasPlain = chunks.contains { $0.heap != nil }
    if hasPlain || (rowCount > 4096 && distinct * 2 > rowCount) {
      return try plain(starts, validity, pools, finished, result)
    }
    // All pools' texts one after another, sorted once, each numbered anew.
    var size = 0
    for text in finished.joined() { size += text.replacement?.count ?? text.bytes.count }
    let offsets = try Buffer(Int.self, count: distinct + 1)
    let bytes = try Buffer(byteCount: size)
    var end = 0
    var number = 0
    for text in finished.joined() {
      offsets.pointer(Int.self)[number] = end
      end += ColumnMerger.write(text, to: bytes.base + end)
      number += 1
    }
    offsets.pointer(Int.self)[distinct] = end
    let (dictionary, codes) = try TextDictionary.encoding(
      TextHeap(offsets: offsets, bytes: bytes), count: distinct)
    var firsts: [Int] = []
    number = 0
    for pool in finished {
      firsts.append(number)
      number += pool.count
    }
    let width = Width.fitting(range: UInt64(max(0, dictionary.count - 1)))
    let narrow = width == .i64 ? Width.u32 : width
    let values = try Buffer(byteCount: rowCount * narrow.bytes)
    let places = chunks.map { chunk in
      chunk.pool.flatMap { pool in pools.firstIndex { $0 === pool } }.map { firsts[$0] } ?? 0
    }
    try Parallel.run(pieces: chunks.count, threads: threads) { index in
      let chunk = chunks[index]
      guard let packed = chunk.packed else { return }
      let start = starts[index]
      switch narrow {
      case .u8: recode(packed, chunk, codes, places[index], values.pointer(UInt8.self) + start)
      case .u16: recode(packed, chunk, codes, places[index], values.pointer(UInt16.self) + start)
      default: recode(packed, chunk, codes, places[index], values.pointer(UInt32.self) + start)
      }
    }
    let packed = Packed(codes: values, width: narrow, domain: dictionary.count)
    return Merged(
      column: Column(
        type: .text, count: rowCount, storage: .coded(packed, dictionary), validity: validity),
      normalized: result.normalized)
  }

  private func recode<T: FixedWidthInteger>(
    _ packed: Packed, _ chunk: ColumnChunk, _ codes: [UInt32], _ first: Int,
    _ out: UnsafeMutablePointer<T>
  ) {
    codes.withUnsafeBufferPointer { codes in
      let validity = chunk.validity
      for row in 0..<chunk.rows {
        if let validity, !validity[row] {
          out[row] = 0
        } else {
          out[row] = T(truncatingIfNeeded: codes[first &+ Int(packed.value(row))])
        }
      }
    }
  }

  private static func write(
    _ text: (bytes: UnsafeBufferPointer<UInt8>, replacement: [UInt8]?),
    to out: UnsafeMutableRawPointer
  ) -> Int {
    if let replacement = text.replacement {
      replacement.withUnsafeBytes { source in
        if let start = source.baseAddress { memcpy(out, start, source.count) }
      }
      return replacement.count
    }
    if let start = text.bytes.baseAddress { memcpy(out, start, text.bytes.count) }
    return text.bytes.count
  }

  private func plain(
    _ starts: [Int], _ validity: Bitmap?, _ pools: [TextPool],
    _ finished: [[(bytes: UnsafeBufferPointer<UInt8>, replacement: [UInt8]?)]], _ known: Merged
  ) throws -> Merged {
    var result = known
    let offsets = try Buffer(Int.self, count: rowCount + 1)
    let ends = offsets.pointer(Int.self)
    func text(_ chunk: ColumnChunk, _ row: Int, _ pool: Int?) -> (
      bytes: UnsafeBufferPointer<UInt8>, replacement: [UInt8]?
    ) {
      if let validity = chunk.validity, !validity[row] {
        return (UnsafeBufferPointer(start: nil, count: 0), nil)
      }
      if let heap = chunk.heap { return (heap.utf8(row), nil) }
      guard let packed = chunk.packed, let pool else {
        return (UnsafeBufferPointer(start: nil, count: 0), nil)
      }
      return finished[pool][Int(packed.value(row))]
    }
    let poolOf = chunks.map { chunk in pools.firstIndex { $0 === chunk.pool } }
    var total = 0
    for (index, chunk) in chunks.enumerated() {
      for row in 0..<chunk.rows {
        ends[starts[index] + row] = total
        let own = text(chunk, row, poolOf[index])
        total += own.replacement?.count ?? own.bytes.count
      }
    }
    ends[rowCount] = total
    let bytes = try Buffer(byteCount: total)
    for (index, chunk) in chunks.enumerated() {
      for row in 0..<chunk.rows {
        _ = ColumnMerger.write(
          text(chunk, row, poolOf[index]), to: bytes.base + ends[starts[index] + row])
      }
    }
    let heap = TextHeap(offsets: offsets, bytes: bytes)
    for (index, chunk) in chunks.enumerated() where chunk.heap != nil {
      for row in 0..<chunk.rows {
        let own = heap.utf8(starts[index] + row)
        if own.contains(where: { $0 >= 0x80 }), !TextPool.isUTF8(own) {
          result.hasInvalidText = true
        }
      }
    }
    return Merged(
      column: Column(type: .text, count: rowCount, storage: .text(heap), validity: validity),
      normalized: result.normalized, hasInvalidText: result.hasInvalidText)
  }
}

extension ColumnChunk {
  /// The values as packed integers.
  var packed: Packed? {
    values.map {
      Packed(buffer: $0, width: width, base: base, scale: scale, lower: lower, upper: upper)
    }
  }
}
