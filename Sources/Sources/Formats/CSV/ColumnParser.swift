import Columns
import Glibc

/// One column of one parsed block: values in a narrow form, or word that the format does not fit.
struct ColumnChunk: Sendable {
  let format: FieldFormat
  /// What the texts of the block may still be read as.
  let kinds: FieldKinds
  /// Whether a text contradicted the format; then there are no values.
  let failed: Bool
  let rows: Int
  /// The decimal sign with which numbers were read.
  let point: UInt8
  /// Integers, days, decimals, text numbers, or the bits of doubles; nil where all is null.
  var values: Packed?
  /// One bit a row, set where there is a value; nil where every row has one.
  var validity: Bitmap?
  /// Whether `""` was taken for null, which as text it is not.
  let hasQuotedNull: Bool
  /// With plain text: the texts themselves.
  var heap: TextHeap?
  /// Whose numbers a text chunk holds.
  let pool: TextPool?
  /// The first text that did not fit, or the one after which nothing but text is left, and where in
  /// the file its record stands.
  let misfit: (offset: Int, text: String)?
  /// What was read as something else than it says, and is told.
  var repairs = ValueRepairs()
  /// What the block held where not all its rows were kept.
  var whole: WholeBlock?
  /// Whether a row of the block, kept or not, is null.
  var hadNulls: Bool { whole?.hasNulls ?? (validity != nil || isAllNull) }

  /// The bounds and the scale of all numbers of the block; nil where it has none.
  var numbers: WholeBlock? {
    whole
      ?? values.map { WholeBlock(lower: $0.lower, upper: $0.upper, scale: $0.scale) }
  }

  var isAllNull: Bool {
    !failed && values == nil && heap == nil && rows > 0 && whole?.hasValues != true
  }
}

/// Reads the fields of one column in one format, block by block. Belongs to one worker.
final class ColumnParser {
  let format: FieldFormat
  let point: UInt8
  let nulls: [[UInt8]]
  let pool: TextPool?
  /// Whether spaces at the ends of texts are left out.
  let trims: Bool
  let normalize: @Sendable (UnsafeBufferPointer<UInt8>) -> [UInt8]?
  /// Given types take leading zeros.
  let isForced: Bool
  /// Whether words for missing values are null where the rest is no text.
  let knowsMissing: Bool
  /// Whether the wide vectors are used, which not every machine has.
  let isWide: Bool
  /// Text that hardly repeats is kept as it is instead of numbered.
  private(set) var isPlain = false
  private var seen = 0
  /// The blocks begun so far, and those of all files together; nil where nobody knows yet.
  private var blocks = 0
  private let allBlocks: Int?

  var count = 0
  private var capacity = 0
  /// The values so far; under nulls lies anything.
  var values: UnsafeMutablePointer<Int64>
  var valid: UnsafeMutablePointer<UInt8>
  var hasNulls = false
  var hasQuotedNull = false
  var failed = false
  var scale = 0
  /// What the values showed beyond the format: fractions, signs that settle a notation.
  var sawFraction = false
  var sawPlain = false
  var sawLongInt = false
  var sawWideInt = false
  var firstOver12 = false
  var secondOver12 = false
  /// Whether day and month could change places, with another day.
  var sawEitherOrder = false
  /// What the texts that were read by `NumberText` or `DateText` can be.
  var slowKinds: FieldKinds = .all
  var repairs = ValueRepairs()
  /// Whether a number had no place at the common scale.
  var overflowed = false
  private var arena = BufferArena(blockSize: ColumnParser.roomSize)
  private var isFirstBlock = true
  var heapBytes: UnsafeMutablePointer<UInt8>
  var heapCount = 0
  private var heapCapacity = 0
  var hasInvalidText = false
  private var kinds: FieldKinds = .all
  private var misfit: (offset: Int, text: String)?

  init(
    _ format: FieldFormat, point: UInt8, isForced: Bool, options: ReadOptions, allBlocks: Int?
  ) {
    isWide = options.isWide
    self.format = format
    self.allBlocks = allBlocks
    self.point = point
    self.isForced = isForced
    nulls = options.nulls.map { Array($0.utf8) }
    knowsMissing = options.knowsMissing
    trims = options.trims
    normalize = options.normalize
    pool =
      format == .text
      ? TextPool(normalize: options.normalize, trims: options.trims, isWide: isWide) : nil
    values = .allocate(capacity: 1)
    valid = .allocate(capacity: 1)
    heapBytes = .allocate(capacity: 1)
  }

  deinit {
    values.deallocate()
    valid.deallocate()
    heapBytes.deallocate()
  }

  /// Forgets the values; the pool of texts stays.
  func startBlock() {
    count = 0
    hasNulls = false
    hasQuotedNull = false
    failed = false
    scale = 0
    sawFraction = false
    sawPlain = false
    sawLongInt = false
    sawWideInt = false
    firstOver12 = false
    secondOver12 = false
    sawEitherOrder = false
    slowKinds = .all
    repairs = ValueRepairs()
    overflowed = false
    heapCount = 0
    hasInvalidText = false
    kinds = .all
    misfit = nil
    if let pool, !isPlain, pool.count > 1 << 16 { isPlain = !paysCodes(pool) }
    blocks += 1
  }

  /// Whether the texts so far repeat often enough for codes, judged for all rows to come.
  private func paysCodes(_ pool: TextPool) -> Bool {
    // Of a file whose end is not known, as much again three times.
    let share = allBlocks.map { max(1, Double($0) / Double(max(1, blocks))) } ?? 4
    return TextForm.paysCodes(
      all: Double(seen) * share, rows: seen, distinct: pool.count, textBytes: pool.byteCount)
  }

  private func reserve(_ rows: Int) {
    guard count + rows > capacity else { return }
    let larger = max(count + rows, capacity * 2)
    let moreValues = UnsafeMutablePointer<Int64>.allocate(capacity: larger)
    moreValues.update(from: values, count: count)
    values.deallocate()
    values = moreValues
    let moreValid = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    moreValid.update(from: valid, count: count)
    valid.deallocate()
    valid = moreValid
    capacity = larger
  }

  private func reserveHeap(_ bytes: Int) {
    guard heapCount + bytes > heapCapacity else { return }
    let larger = max(heapCount + bytes, heapCapacity * 2, 1 << 12)
    let more = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    more.update(from: heapBytes, count: heapCount)
    heapBytes.deallocate()
    heapBytes = more
    heapCapacity = larger
  }

  /// Reads one field of each record.
  func take(_ batch: FieldBatch, field: Int) {
    reserve(batch.rows)
    (valid + count).update(repeating: 1, count: batch.rows)
    if failed {
      classify(batch, field: field, from: 0)
      count += batch.rows
      return
    }
    let done: Int
    switch format {
    case .text:
      if isPlain { takePlain(batch, field) } else { takeText(batch, field) }
      done = batch.rows
    case .int: done = takeInts(batch, field)
    case .decimal: done = takeDecimals(batch, field)
    case .dateISO: done = takeDates(batch, field)
    default: done = takeOthers(batch, field)
    }
    if done < batch.rows {
      fail(batch, field, row: done)
      count += batch.rows
    } else {
      count += batch.rows
    }
  }

  /// The format is wrong for a field: from here on only what the texts can be is of interest.
  private func fail(_ batch: FieldBatch, _ field: Int, row: Int) {
    count += row
    kinds = ownKinds
    count -= row
    failed = true
    note(batch, field, row: row)
    classify(batch, field: field, from: row)
  }

  private func note(_ batch: FieldBatch, _ field: Int, row: Int) {
    let span = batch.spans[row * batch.fieldCount + field]
    let text = UnsafeBufferPointer(start: batch.text(span), count: min(span.length, 80))
    misfit = (batch.offset(ofRow: row), String(decoding: text, as: UTF8.self))
  }

  private func classify(_ batch: FieldBatch, field: Int, from row: Int) {
    for row in row..<batch.rows {
      if kinds == .text { return }
      let span = batch.spans[row * batch.fieldCount + field]
      let bytes = batch.text(span)
      if isNull(bytes, span) { continue }
      let (start, end) = TextSpace.trimmed(bytes, span.length)
      if start == end { continue }
      if knowsMissing, MissingWord.contains(bytes + start, end - start) { continue }
      kinds.formIntersection(FieldReader.classify(bytes + start, end - start, among: kinds))
      // What leaves nothing but text is to blame, not the `1.5` that was the first not to be an int.
      if kinds == .text, !isForced { note(batch, field, row: row) }
    }
  }

  /// Whether a field is null: empty or one of the given spellings. Quoted it is a text, and null
  /// only where the column holds something else.
  @inline(__always)
  func isNull(_ bytes: UnsafePointer<UInt8>, _ span: FieldSpan) -> Bool {
    if span.length == 0 { return !span.isQuoted || format != .text }
    return !nulls.isEmpty && isSpelledNull(bytes, span)
  }

  @inline(never)
  func isSpelledNull(_ bytes: UnsafePointer<UInt8>, _ span: FieldSpan) -> Bool {
    if span.isQuoted, format == .text { return false }
    return nulls.contains { known in
      known.count == span.length
        && known.withUnsafeBufferPointer { known in
          known.baseAddress.map { memcmp($0, bytes, span.length) == 0 } ?? false
        }
    }
  }

  @inline(never)
  func setNull(_ row: Int, _ span: FieldSpan) {
    hasNulls = true
    if span.isQuoted { hasQuotedNull = true }
    valid[row] = 0
    values[row] = 0
  }

  // MARK: Text

  private func takeText(_ batch: FieldBatch, _ field: Int) {
    guard let pool else { return }
    let hasEmpty = pool.number(batch, field, values + count)
    let hasSpellings = !nulls.isEmpty
    guard hasEmpty || hasSpellings else { return }
    var place = field
    for row in 0..<batch.rows {
      let span = batch.spans[place]
      place &+= batch.fieldCount
      if span.length == 0 ? !span.isQuoted : hasSpellings && isSpelledNull(batch.text(span), span) {
        setNull(count + row, span)
      }
    }
  }

  /// Puts the texts one after another; the values are where they end.
  private func takePlain(_ batch: FieldBatch, _ field: Int) {
    for row in 0..<batch.rows {
      let span = batch.spans[row &* batch.fieldCount &+ field]
      let bytes = batch.text(span)
      if isNull(bytes, span) {
        setNull(count + row, span)
      } else {
        var text = UnsafeBufferPointer(start: bytes, count: span.length)
        if trims { text = trimmedPlain(text, row) }
        reserveHeap(text.count)
        if UTF8Check.isASCII(text) {
          if let start = text.baseAddress {
            (heapBytes + heapCount).update(from: start, count: text.count)
          }
          heapCount += text.count
        } else {
          appendPlain(text)
        }
      }
      values[count + row] = Int64(heapCount)
    }
  }

  /// A text without the spaces at its ends; null where nothing else is in it.
  @inline(__always)
  private func trimmedPlain(
    _ text: UnsafeBufferPointer<UInt8>, _ row: Int
  ) -> UnsafeBufferPointer<UInt8> {
    guard let trimmed = text.withoutSpaces else { return text }
    repairs.trimmed.note(count + row)
    if trimmed.isEmpty {
      hasNulls = true
      valid[count + row] = 0
    }
    return trimmed
  }

  private func appendPlain(_ text: UnsafeBufferPointer<UInt8>) {
    guard UTF8Check.isValid(text) else {
      hasInvalidText = true
      return
    }
    guard let form = normalize(text) else {
      (heapBytes + heapCount).update(
        from: text.baseAddress ?? UnsafePointer(heapBytes), count: text.count)
      heapCount += text.count
      return
    }
    pool?.noteNormalized()
    reserveHeap(form.count)
    form.withUnsafeBufferPointer { form in
      if let start = form.baseAddress {
        (heapBytes + heapCount).update(from: start, count: form.count)
      }
    }
    heapCount += form.count
  }

  // MARK: Finishing

  /// The values of the block in the narrowest form.
  ///
  /// - Parameter rows: the rows that are kept, in order; nil for all.
  func finishBlock(keeping rows: [UInt32]? = nil) throws -> ColumnChunk {
    seen += count
    if hasInvalidText { pool?.noteInvalid() }
    if failed {
      if overflowed {
        kinds.subtract([.pointPlain, .commaPlain, .pointNumber, .commaNumber])
      }
      return ColumnChunk(
        format: format, kinds: kinds, failed: true, rows: rows?.count ?? count, point: point,
        values: nil, validity: nil, hasQuotedNull: hasQuotedNull, heap: nil, pool: nil,
        misfit: misfit)
    }
    let kinds = ownKinds
    let whole = rows.map { self.keep($0) }
    var validity: Bitmap?
    var values: Packed?
    var heap: TextHeap?
    if let first = hasNulls ? firstValid : 0 {
      if hasNulls { validity = try makeValidity(like: first) }
      if isPlain {
        let offsets = try MutableBuffer(Int.self, count: count + 1)
        let starts = offsets.pointer(Int.self)
        starts[0] = 0
        for row in 0..<count { starts[row + 1] = Int(self.values[row]) }
        let bytes = try MutableBuffer(byteCount: starts[count])
        bytes.pointer(UInt8.self).update(from: heapBytes, count: starts[count])
        heap = TextHeap(offsets: offsets.freeze(), bytes: bytes.freeze())
      } else if count > 0 {
        values = try kept(
          Packed.packing(self.values, count: count, validity: nil, scale: scale))
      }
    } else {
      validity = try Bitmap(repeating: false, count: count)
    }
    return ColumnChunk(
      format: format, kinds: kinds, failed: false, rows: count, point: point, values: values,
      validity: validity, hasQuotedNull: hasQuotedNull, heap: heap,
      pool: values == nil && whole == nil ? nil : pool, misfit: nil, repairs: repairs, whole: whole)
  }

  /// Leaves only some rows; tells what there was.
  private func keep(_ rows: [UInt32]) -> WholeBlock {
    var whole = WholeBlock(
      scale: scale, hasValues: !hasNulls || firstValid != nil, hasNulls: hasNulls)
    if format != .text {
      for row in 0..<count where valid[row] != 0 {
        whole.lower = min(whole.lower, values[row])
        whole.upper = max(whole.upper, values[row])
      }
    }
    var end = 0
    for (place, row) in rows.enumerated() {
      let row = Int(row)
      valid[place] = valid[row]
      guard isPlain else {
        values[place] = values[row]
        continue
      }
      // What was overwritten lies before, or is as it was.
      let start = row == 0 ? 0 : Int(values[row - 1])
      let length = Int(values[row]) - start
      (heapBytes + end).update(from: heapBytes + start, count: length)
      end += length
      values[place] = Int64(end)
    }
    count = rows.count
    return whole
  }

  /// Where the values of finished blocks go.
  private static let roomSize = 1 << 18

  /// The same values among those of the blocks before: small buffers of many columns, freed column by
  /// column, would leave holes that cannot be given back (peak of a grouped 1.2 GB file 203 → 150
  /// MiB).
  ///
  /// The first block stays where it is: small files, of which there may be many with many columns,
  /// need no such room.
  private func kept(_ packed: Packed) throws -> Packed {
    let size = count * packed.width.bytes
    defer { isFirstBlock = false }
    if isFirstBlock || size > ColumnParser.roomSize / 4 { return packed }
    return packed.with(buffer: try arena.copy(packed.buffer.base, byteCount: size))
  }

  private var firstValid: Int? { (0..<count).first { valid[$0] != 0 } }

  /// The validity as bits. Null rows get a value that occurs, so that they widen nothing.
  private func makeValidity(like row: Int) throws -> Bitmap {
    let bits = try MutableBitmap(repeating: false, count: count)
    let words = bits.words
    let filler = values[row]
    for row in 0..<count {
      words[row >> 6] |= UInt64(valid[row]) << UInt64(row & 63)
    }
    if !isPlain {
      for row in 0..<count where valid[row] == 0 { values[row] = filler }
    }
    return bits.freeze()
  }

  /// What the values so far can be read as, exactly as `FieldReader.classify` would tell.
  private var ownKinds: FieldKinds {
    if count == 0 || (hasNulls && firstValid == nil) { return .all }
    switch format {
    case .bool: return [.bool, .text]
    case .int: return wholeKinds
    case .decimal:
      if !sawFraction { return wholeKinds }
      var kinds: FieldKinds = [.plain(point), .double(point), .number(point), .text]
      kinds.formUnion(.plainUnits)
      let other: UInt8 = point == 44 ? 46 : 44
      if !sawPlain { kinds.formUnion([.number(other), .whole(other)]) }
      if sawWideInt { kinds.remove(.double(point)) }
      return kinds
    case .double: return sawWideInt ? .text : [.double(point), .text]
    case .dateISO:
      return [.dateISO, .dateYMD, .stampISO, .stampYMD, .dateAgree, .text]
    case .stampISO:
      return sawFraction
        ? [.stampISO, .stampYMD, .dateAgree, .text]
        : [.dateISO, .dateYMD, .stampISO, .stampYMD, .dateAgree, .text]
    case .number, .whole, .dateYMD, .stampYMD: return slowKinds.union(.text)
    case .dateDMY, .dateMDY, .stampDMY, .stampMDY:
      var kinds: FieldKinds = [.dateDMY, .dateMDY, .stampDMY, .stampMDY, .dateAgree]
      if firstOver12 { kinds.subtract([.dateMDY, .stampMDY]) }
      if secondOver12 { kinds.subtract([.dateDMY, .stampDMY]) }
      if sawEitherOrder { kinds.remove(.dateAgree) }
      if slowKinds != .all, !sawFraction { return slowKinds.union(.text) }
      return kinds.intersection(slowKinds).union(.text)
    case .text, .null: return .text
    }
  }

  private var wholeKinds: FieldKinds {
    var kinds = FieldKinds.wholeNumber
    if sawWideInt { kinds.subtract([.pointDouble, .commaDouble]) }
    if sawLongInt { kinds.subtract(FieldReader.beyondDecimals) }
    return kinds
  }
}
