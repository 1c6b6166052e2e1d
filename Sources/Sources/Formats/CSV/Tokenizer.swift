import CScanning
import Glibc

/// Cuts the bytes of a block into records and fields, a batch at a time.
///
/// Vector instructions find the bytes that matter (delimiter, line end, quote), a window at a time; only
/// these are looked at.
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
  /// The places in the buffer of the bytes that matter, of one window.
  private let separators: UnsafeMutablePointer<UInt32>
  private let isWide: Bool
  static let padding = 64
  /// Bytes a window: so many that places and bytes stay in the first cache.
  private static let window = 1 << 12
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

  /// - Parameter isWide: whether the wide vectors are used, which not every machine has.
  init(_ dialect: Dialect, fieldCount: Int, mends: Bool, isWide: Bool) {
    self.dialect = dialect
    self.isWide = isWide
    separators = .allocate(capacity: Tokenizer.window + 16)
    self.mends = mends
    self.fieldCount = fieldCount
    batchRows = max(1, min(1024, (1 << 15) / max(1, fieldCount)))
    spans = .allocate(capacity: batchRows * fieldCount + 1)
    scratch = .allocate(capacity: scratchCapacity + Tokenizer.padding)
  }

  /// Whether the machine has the vectors of AVX2.
  static let hasWideVectors = tiendo_has_wide_vectors() != 0

  func deallocate() {
    separators.deallocate()
    spans.deallocate()
    scratch.deallocate()
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
    var window = Window(end: position)
    while true {
      if rows == batchRows || (field == 0 && record >= limit) { return (rows, record, .none) }
      if comment != 0, field == 0, !isQuoted, record < length, bytes[record] == comment {
        let next = lineAfter(record, bytes, length)
        if next == length, !isWhole { return (rows, record, .cut) }
        repairs.comments.note(base &+ record)
        record = next
        fieldStart = next
        pass(next, &window)
        if next < length { continue }
        return (rows, length, .none)
      }
      // Delimiters up to the line end.
      var place = length
      while window.next < window.count {
        let found = Int(separators[window.next])
        guard bytes[found] == delimiter else {
          place = found
          break
        }
        window.next &+= 1
        if field < wanted, !isQuoted {
          row[field] = FieldSpan(start: fieldStart, length: found &- fieldStart)
        }
        isQuoted = false
        field &+= 1
        fieldStart = found &+ 1
      }
      if place == length, window.end < length {
        search(bytes, length, &window)
        continue
      }
      if place < length, bytes[place] != lineEnd {
        // A quote: it means something only where a field begins.
        if place != fieldStart {
          guard mends, Tokenizer.isBlank(bytes, fieldStart, place) else {
            window.next &+= 1
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
        pass(after, &window)
        if after < length { continue }
        place = length
      }
      // The end of the record.
      if place >= length {
        if !isWhole { return (rows, record, .cut) }
        place = length
        if field == 0, fieldStart >= length, !isQuoted { return (rows, length, .none) }
      } else {
        window.next &+= 1
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

  /// What is known of the bytes that matter: those of the window that ends at `end`, of which the next to
  /// look at is `next`.
  private struct Window {
    var next = 0
    var count = 0
    /// Up to where the buffer was searched.
    var end: Int
  }

  /// Goes on to the next window.
  @inline(__always)
  private func search(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ window: inout Window) {
    let size = min(Tokenizer.window, length &- window.end)
    window.count = tiendo_find_separators(
      isWide ? 1 : 0, bytes + window.end, size, dialect.delimiter, dialect.lineEnd, dialect.quote,
      UInt32(truncatingIfNeeded: window.end), separators)
    window.next = 0
    window.end &+= size
  }

  /// Passes over what lies before a place.
  @inline(__always)
  private func pass(_ place: Int, _ window: inout Window) {
    while window.next < window.count, separators[window.next] < place { window.next &+= 1 }
    window.end = max(window.end, place)
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
