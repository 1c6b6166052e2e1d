import Glibc

/// Records that do not have as many fields as the header.
extension Tokenizer {
  enum Mending { case not, blank, done }

  /// A record of the wrong number of fields: short ones are filled up, empty surplus is dropped.
  @inline(never)
  mutating func mend(
    _ bytes: UnsafePointer<UInt8>, _ record: Int, _ place: Int,
    _ row: UnsafeMutablePointer<FieldSpan>, _ found: Int
  ) -> Mending {
    if found < fieldCount {
      if found == 1, !row[0].isQuoted, Tokenizer.isBlank(bytes, record, place) { return .blank }
      for field in found..<fieldCount { row[field] = FieldSpan(start: record, length: 0) }
      repairs.short.note(base + record)
      return .done
    }
    // The surplus is empty where the line ends with as many delimiters and nothing but spaces.
    var end = place
    var delimiters = 0
    while end > record, delimiters < found - fieldCount {
      let byte = bytes[end - 1]
      if byte == dialect.delimiter {
        delimiters += 1
      } else if byte != 32, byte != 9, byte != 13 {
        return .not
      }
      end -= 1
    }
    guard delimiters == found - fieldCount else { return .not }
    repairs.surplus.note(base + record)
    return .done
  }

  /// A field with a quote at its beginning that does not close, or closes before the field ends: as
  /// it stands, quotes and all, up to the next delimiter. With nothing but spaces behind the closing
  /// quote it is what the quotes hold.
  @inline(never)
  func stray(
    _ bytes: UnsafePointer<UInt8>, _ place: Int, _ end: (span: FieldSpan, next: Int)?,
    _ after: Int, _ length: Int
  ) -> (span: FieldSpan, next: Int) {
    var from = place
    if let end {
      let isOneLine = memchr(bytes + place, Int32(dialect.lineEnd), end.next - place) == nil
      var next = after
      while next < length, bytes[next] == 32 || bytes[next] == 9 || bytes[next] == 13,
        bytes[next] != dialect.delimiter
      {
        next += 1
      }
      if next >= length || bytes[next] == dialect.delimiter || bytes[next] == dialect.lineEnd {
        return (end.span, next)
      }
      if isOneLine { from = after }
    }
    while from < length, bytes[from] != dialect.delimiter, bytes[from] != dialect.lineEnd {
      from += 1
    }
    var last = from
    while last > place, bytes[last - 1] == 13 { last -= 1 }
    return (FieldSpan(start: place, length: last - place), from)
  }

  /// Whether a text in quotes holds whole lines that have the delimiters of a record: its quote may
  /// have been meant for a sign, and closed by the next one far below.
  @inline(__always)
  func swallows(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    guard end &- start > fieldCount &+ 4,
      let line = memchr(bytes + start, Int32(dialect.lineEnd), end &- start)
    else { return false }
    return holdsRecords(bytes, UnsafeRawPointer(line) - UnsafeRawPointer(bytes), end)
  }

  /// - Parameter start: the first line end in the text.
  @inline(never)
  private func holdsRecords(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    var lines = 0
    var delimiters = 0
    for place in start + 1..<end {
      if bytes[place] == dialect.delimiter {
        delimiters += 1
      } else if bytes[place] == dialect.lineEnd {
        if delimiters != fieldCount - 1 { return false }
        lines += 1
        delimiters = 0
      }
    }
    return lines > 0
  }

  @inline(__always)
  static func isBlank(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    var place = start
    while place < end, bytes[place] == 32 || bytes[place] == 9 || bytes[place] == 13 { place += 1 }
    return place == end
  }
}
