import Glibc

/// Cuts the bytes of a block into records and fields, a batch at a time.
///
/// Sixty-four bytes at a time are turned into a mask of those that matter (delimiter, line end,
/// quote); only these are looked at.
struct Tokenizer {
  let dialect: Dialect
  /// Fields that a record must have.
  let fieldCount: Int
  /// Records per batch.
  let batchRows: Int
  let spans: UnsafeMutablePointer<FieldSpan>
  private(set) var scratch: UnsafeMutablePointer<UInt8>
  private var scratchCapacity = 1 << 10
  private(set) var scratchCount = 0
  static let padding = 64
  /// Whether lines of the wrong number of fields and stray quotes are mended where nothing is lost.
  let mends: Bool
  /// The file offset of the first byte of the buffer.
  var base = 0
  /// What was mended since it was last reset.
  var repairs = LineRepairs()

  /// Why a batch ended.
  enum Stop {
    /// The batch is full or the block done.
    case none
    /// The record goes on beyond the buffer.
    case cut
    /// The record is no row: what is wrong, and where.
    case fault(FileError.Kind, at: Int)
  }

  init(_ dialect: Dialect, fieldCount: Int, mends: Bool) {
    self.dialect = dialect
    self.mends = mends
    self.fieldCount = fieldCount
    batchRows = max(1, min(1024, (1 << 15) / max(1, fieldCount)))
    spans = .allocate(capacity: batchRows * fieldCount + 1)
    scratch = .allocate(capacity: scratchCapacity + Tokenizer.padding)
  }

  func deallocate() {
    spans.deallocate()
    scratch.deallocate()
  }

  private typealias Lanes = SIMD16<UInt8>

  /// The bits that the words of 64 bytes get: those of vector `index` bits `2 * index` and the next.
  @inline(__always)
  private static func weights(_ index: UInt8) -> Lanes {
    let low: UInt8 = 1 &<< (index &* 2)
    let high: UInt8 = 2 &<< (index &* 2)
    return Lanes(
      low, low, low, low, low, low, low, low, high, high, high, high, high, high, high, high)
  }

  @inline(__always)
  private static func matches(
    _ raw: UnsafeRawPointer, _ index: UInt8, _ first: Lanes, _ second: Lanes, _ third: Lanes
  ) -> Lanes {
    let bytes = raw.loadUnaligned(fromByteOffset: Int(index) &* 16, as: Lanes.self)
    let found = (bytes .== first) .| (bytes .== second) .| (bytes .== third)
    return Lanes.zero.replacing(with: weights(index), where: found)
  }

  /// One bit for each of 64 bytes, set where it is one of the three.
  @inline(__always)
  private static func mask(
    _ bytes: UnsafePointer<UInt8>, _ first: Lanes, _ second: Lanes, _ third: Lanes
  ) -> UInt64 {
    let raw = UnsafeRawPointer(bytes)
    let all =
      matches(raw, 0, first, second, third) | matches(raw, 1, first, second, third)
      | matches(raw, 2, first, second, third) | matches(raw, 3, first, second, third)
    let halves = unsafeBitCast(all, to: SIMD2<UInt64>.self)
    // Bit i of byte j says whether byte j of word i matched: transposed, the bits are in order.
    var bits = halves[0] | halves[1]
    var swap = (bits ^ (bits &>> 7)) & 0x00AA_00AA_00AA_00AA
    bits ^= swap ^ (swap &<< 7)
    swap = (bits ^ (bits &>> 14)) & 0x0000_CCCC_0000_CCCC
    bits ^= swap ^ (swap &<< 14)
    swap = (bits ^ (bits &>> 28)) & 0x0000_0000_F0F0_F0F0
    return bits ^ swap ^ (swap &<< 28)
  }

  /// Cuts the records from `position` on that begin before `limit`, as many as a batch holds.
  ///
  /// - Parameters:
  ///   - length: the bytes in the buffer, which 64 readable bytes follow.
  ///   - isWhole: whether the file ends with the buffer.
  /// - Returns: the rows, where the next record begins, and why the batch ended. After a fault the
  ///   next record is the one after the bad line.
  mutating func next(
    _ bytes: UnsafePointer<UInt8>, from position: Int, limit: Int, length: Int, isWhole: Bool
  ) -> (rows: Int, next: Int, stop: Stop) {
    let delimiter = dialect.delimiter
    let lineEnd = dialect.lineEnd
    let first = Lanes(repeating: delimiter)
    let second = Lanes(repeating: lineEnd)
    let third = Lanes(repeating: dialect.quote)
    let wanted = fieldCount
    let spans = self.spans
    let comment = dialect.comment
    scratchCount = 0
    // Whether a quote of the record was mended.
    var hasStrayQuote = false
    var rows = 0
    var record = position
    var row = spans
    var field = 0
    var fieldStart = position
    // Whether the span of the field is written already: it stood in quotes.
    var isQuoted = false
    var chunk = position
    var mask = chunk < length ? Tokenizer.mask(bytes + chunk, first, second, third) : 0
    while true {
      if rows == batchRows || (field == 0 && record >= limit) { return (rows, record, .none) }
      if comment != 0, field == 0, !isQuoted, record < length, bytes[record] == comment {
        let next = lineAfter(record, bytes, length)
        if next == length, !isWhole { return (rows, record, .cut) }
        repairs.comments.note(base &+ record)
        record = next
        fieldStart = next
        chunk = next
        mask = chunk < length ? Tokenizer.mask(bytes + chunk, first, second, third) : 0
        if next < length { continue }
        return (rows, length, .none)
      }
      while mask == 0, chunk < length {
        chunk &+= 64
        if chunk < length { mask = Tokenizer.mask(bytes + chunk, first, second, third) }
      }
      // Delimiters up to the line end.
      var place = length
      while mask != 0 {
        let found = chunk &+ mask.trailingZeroBitCount
        if found >= length { break }
        guard bytes[found] == delimiter else {
          place = found
          break
        }
        mask &= mask &- 1
        if field < wanted, !isQuoted {
          row[field] = FieldSpan(start: fieldStart, length: found &- fieldStart)
        }
        isQuoted = false
        field &+= 1
        fieldStart = found &+ 1
      }
      if place == length, chunk &+ 64 < length {
        mask = 0
        continue
      }
      if place < length, bytes[place] != lineEnd {
        // A quote: it means something only where a field begins.
        if place != fieldStart {
          guard mends, Tokenizer.isBlank(bytes, fieldStart, place) else {
            mask &= mask &- 1
            continue
          }
        }
        let end = quoted(bytes, at: place, length, isWhole)
        if end == nil, !isWhole { return (rows, record, .cut) }
        var after = end?.next ?? length
        if end != nil {
          if lineEnd == 10, after < length, bytes[after] == 13,
            after &+ 1 < length ? bytes[after &+ 1] == lineEnd : isWhole
          {
            after &+= 1
          }
          if after >= length, !isWhole { return (rows, record, .cut) }
        }
        if let end, after >= length || bytes[after] == delimiter || bytes[after] == lineEnd {
          if field < wanted { row[field] = end.span }
          if wanted > 2, mends, swallows(bytes, place, end.next) {
            repairs.swallowing.note(base &+ record)
          }
        } else {
          guard mends else {
            // On with the line after the one in which the quote opened: what follows may be rows.
            return (
              rows, lineAfter(place, bytes, length),
              .fault(end == nil ? .unterminatedQuote : .textAfterQuote, at: place)
            )
          }
          let (mended, next) = stray(bytes, place, end, after, length)
          if next >= length, !isWhole { return (rows, record, .cut) }
          if field < wanted { row[field] = mended }
          hasStrayQuote = true
          after = next
        }
        isQuoted = true
        chunk = after
        mask = chunk < length ? Tokenizer.mask(bytes + chunk, first, second, third) : 0
        if after < length { continue }
        place = length
      }
      // The end of the record.
      if place >= length {
        if !isWhole { return (rows, record, .cut) }
        place = length
        if field == 0, fieldStart >= length, !isQuoted { return (rows, length, .none) }
      } else {
        mask &= mask &- 1
      }
      let next = min(place &+ 1, length)
      if !isQuoted {
        var end = place
        if end > fieldStart, bytes[end &- 1] == 13 {
          repeat { end &-= 1 } while end > fieldStart && bytes[end &- 1] == 13
        }
        if field < wanted { row[field] = FieldSpan(start: fieldStart, length: end &- fieldStart) }
        if field == 0, end == fieldStart, wanted > 1 {
          // An empty line.
          record = next
          fieldStart = next
          continue
        }
      }
      isQuoted = false
      field &+= 1
      if hasStrayQuote {
        repairs.quotes.note(base &+ record)
        hasStrayQuote = false
      }
      if field != wanted {
        switch mends ? mend(bytes, record, place, row, field) : .not {
        case .not: return (rows, next, .fault(.ragged(found: field, wanted: wanted), at: record))
        case .blank:
          record = next
          fieldStart = next
          field = 0
          continue
        case .done: break
        }
      }
      rows &+= 1
      row += wanted
      record = next
      fieldStart = next
      field = 0
    }
  }

  private func lineAfter(
    _ place: Int, _ bytes: UnsafePointer<UInt8>, _ length: Int
  ) -> Int {
    guard let found = memchr(bytes + place, Int32(dialect.lineEnd), length - place) else {
      return length
    }
    return UnsafeRawPointer(found) - UnsafeRawPointer(bytes) + 1
  }

  /// The text between quotes, doubled ones made single; nil where it does not end in the buffer.
  private mutating func quoted(
    _ bytes: UnsafePointer<UInt8>, at start: Int, _ length: Int, _ isWhole: Bool
  ) -> (span: FieldSpan, next: Int)? {
    let quote = dialect.quote
    let escape = dialect.escape
    var hasEscape = false
    let scratchStart = scratchCount
    var position = start + 1
    var run = position
    while true {
      guard position < length,
        let found = memchr(bytes + position, Int32(quote), length - position)
      else {
        scratchCount = scratchStart
        return nil
      }
      position = UnsafeRawPointer(found) - UnsafeRawPointer(bytes)
      if position + 1 >= length, !isWhole {
        scratchCount = scratchStart
        return nil
      }
      if escape != 0, isEscaped(bytes, position, run) {
        appendUnescaped(bytes + run, position - run - 1)
        append(bytes + position, 1)
        position += 1
        run = position
        hasEscape = true
        continue
      }
      let isDoubled = position + 1 < length && bytes[position + 1] == quote
      if !isDoubled, scratchCount == scratchStart, run == start + 1, !hasEscape,
        escape == 0 || memchr(bytes + run, Int32(escape), position - run) == nil
      {
        return (
          FieldSpan(start: run, length: position - run, isRewritten: false), position + 1
        )
      }
      // Keep what is before, and one of two quotes.
      let count = position - run + (isDoubled ? 1 : 0)
      if escape == 0 { append(bytes + run, count) } else { appendUnescaped(bytes + run, count) }
      if !isDoubled {
        return (
          FieldSpan(start: scratchStart, length: scratchCount - scratchStart, isRewritten: true),
          position + 1
        )
      }
      position += 2
      run = position
    }
  }

  /// Whether an odd number of escapes stands before a quote.
  private func isEscaped(_ bytes: UnsafePointer<UInt8>, _ position: Int, _ run: Int) -> Bool {
    var count = 0
    while position - count - 1 >= run, bytes[position - count - 1] == dialect.escape { count += 1 }
    return count % 2 == 1
  }

  /// Appends a text in which an escape stands for the sign behind it.
  private mutating func appendUnescaped(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    var place = 0
    while place < count {
      if bytes[place] == dialect.escape, place + 1 < count { place += 1 }
      append(bytes + place, 1)
      place += 1
    }
  }

  mutating func append(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    if scratchCount + count > scratchCapacity {
      let capacity = (scratchCount + count) * 2
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + Tokenizer.padding)
      larger.update(from: scratch, count: scratchCount)
      scratch.deallocate()
      scratch = larger
      scratchCapacity = capacity
    }
    (scratch + scratchCount).update(from: bytes, count: count)
    scratchCount += count
  }
}
