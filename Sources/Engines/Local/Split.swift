import Columns
import Glibc
import Planning

/// `split`: each row becomes one for each part of a text.
struct Split {
  let column: Int
  let separator: [UInt8]
  /// Whether the text stays and the part has a column of its own.
  let keeps: Bool
  /// Whether the places of the parts are wanted.
  let numbers: Bool
  let plan: LogicalPlan
  let context: QueryContext

  func run(_ table: Table) throws -> Table {
    let texts = table.columns[column]
    let rowCount = table.rowCount
    // First how much there will be, then the parts themselves.
    var (count, size, nulls) = (0, 0, 0)
    try forParts(of: texts, rowCount) { _, _, part in
      count += 1
      size += part?.count ?? 0
      nulls += part == nil ? 1 : 0
    }
    guard count <= Table.maxRows else { throw EngineError.tooManyRows(count) }
    let sources = try MutableBuffer(UInt32.self, count: count)
    let places = try MutableBuffer(Int64.self, count: numbers ? count : 0)
    let offsets = try MutableBuffer(Int.self, count: count + 1)
    let bytes = try MutableBuffer(byteCount: size)
    let known = try MutableBitmap(repeating: true, count: nulls == 0 ? 0 : count)
    let ends = offsets.pointer(Int.self)
    ends[0] = 0
    var filled = 0
    try forParts(of: texts, rowCount) { row, place, part in
      sources.pointer(UInt32.self)[filled] = UInt32(truncatingIfNeeded: row)
      if numbers { places.pointer(Int64.self)[filled] = Int64(place) }
      ends[filled + 1] = ends[filled] + (part?.count ?? 0)
      if let part {
        if let start = part.baseAddress { memcpy(bytes.base + ends[filled], start, part.count) }
      } else {
        known.set(filled, false)
      }
      filled += 1
    }
    let validity = nulls == 0 ? nil : known.freeze()
    let parts = Column(
      type: .text, count: count,
      storage: .text(TextHeap(offsets: offsets.freeze(), bytes: bytes.freeze())),
      validity: validity)
    var others = table.columns
    if !keeps { others.remove(at: column) }
    var made = try Sorting.gathered(others, sources.freeze(), count, context)
    if keeps { made.append(parts) } else { made.insert(parts, at: column) }
    if numbers {
      // The place of no part is not known.
      let packed = try Packed.packing(
        places.freeze(), count: count, validity: validity, threads: context.threads)
      made.append(
        Column(type: .int, count: count, storage: .packed(packed), validity: validity))
    }
    return Table(fields: plan.fields, columns: made, rowCount: count)
  }

  /// Calls `body` with the row, the place from 1 and the bytes of each part; null has one, which is nil.
  private func forParts(
    of texts: Column, _ rowCount: Int,
    _ body: (_ row: Int, _ place: Int, UnsafeBufferPointer<UInt8>?) throws -> Void
  ) throws {
    var isNull = false
    if case .nulls = texts.storage { isNull = true }
    for row in 0..<rowCount {
      if row & 0xFFF == 0 { try context.checkStopped() }
      guard !isNull, texts.isValid(row) else {
        try body(row, 1, nil)
        continue
      }
      let text = texts.utf8(row)
      var place = 1
      var start = 0
      while true {
        let end = next(in: text, from: start)
        try body(row, place, trimmed(text, start..<(end ?? text.count)))
        guard let end else { break }
        start = end + separator.count
        place += 1
        if place & 0xFFFF == 0 { try context.checkStopped() }
      }
    }
  }

  /// Where the separator next stands.
  private func next(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var place = start
    while place + separator.count <= text.count {
      if text[place] == separator[0] {
        var length = 1
        while length < separator.count, text[place + length] == separator[length] { length += 1 }
        if length == separator.count { return place }
      }
      place += 1
    }
    return nil
  }

  private func trimmed(_ text: UnsafeBufferPointer<UInt8>, _ part: Range<Int>)
    -> UnsafeBufferPointer<UInt8>
  {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
    var (low, high) = (part.lowerBound, part.upperBound)
    while low < high, isSpace(text[low]) { low += 1 }
    while high > low, isSpace(text[high - 1]) { high -= 1 }
    return UnsafeBufferPointer(rebasing: text[low..<high])
  }
}
