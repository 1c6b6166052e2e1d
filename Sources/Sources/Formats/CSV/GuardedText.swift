import Glibc

/// Fields that are a formula for nothing but a text, `="001"`: so programs write what Excel would turn
/// into a number or a day, and so `with (excel: true)` does. They are read as the text.
enum GuardedText {
  /// Whether `="` stands anywhere in some bytes.
  static func mayOccur(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    first(bytes, 0, length) != nil
  }

  /// Where the first `="` begins.
  static func first(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ length: Int) -> Int? {
    var place = start
    while place < length, let found = memchr(bytes + place, 61, length - place) {
      place = UnsafeRawPointer(found) - UnsafeRawPointer(bytes)
      if place + 1 < length, bytes[place + 1] == 34 { return place }
      place += 1
    }
    return nil
  }

  /// Whether a field is such a formula, and whether quotes are doubled within.
  static func form(_ text: UnsafePointer<UInt8>, _ length: Int) -> (isOne: Bool, hasQuotes: Bool) {
    guard length >= 3, text[0] == 61, text[1] == 34, text[length - 1] == 34 else {
      return (false, false)
    }
    var hasQuotes = false
    var place = 2
    while place < length - 1 {
      if text[place] == 34 {
        // A single quote ends the text: what follows is more of a formula.
        guard place + 1 < length - 1, text[place + 1] == 34 else { return (false, false) }
        hasQuotes = true
        place += 1
      }
      place += 1
    }
    return (true, hasQuotes)
  }

  /// The text of a field of that form; nil for all others.
  static func text(_ field: [UInt8]) -> [UInt8]? {
    guard field.first == 61 else { return nil }
    return field.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress, form(start, bytes.count).isOne else { return nil }
      var out: [UInt8] = []
      var place = 2
      while place < bytes.count - 1 {
        out.append(bytes[place])
        place += bytes[place] == 34 ? 2 : 1
      }
      return out
    }
  }
}

extension Tokenizer {
  /// Takes the texts out of the fields of a batch that are formulas for them.
  ///
  /// - Parameter position: where the batch begins in the bytes.
  mutating func unwrap(
    _ rows: Int, of bytes: UnsafePointer<UInt8>, from position: Int, length: Int
  ) {
    for place in 0..<rows * fieldCount {
      let span = spans[place]
      guard span.length >= 3 else { continue }
      let start = Int(span.start)
      let text = span.isRewritten ? UnsafePointer(scratch + start) : bytes + start
      let (isOne, hasQuotes) = GuardedText.form(text, span.length)
      guard isOne else { continue }
      repairs.guarded.note(base + offset(ofRow: place / fieldCount, bytes, position, length))
      guard hasQuotes else {
        spans[place] = FieldSpan(
          start: start + 2, length: span.length - 3, isRewritten: span.isRewritten)
        continue
      }
      if span.isRewritten {
        // The text gets shorter where it lies.
        var end = start + 2
        var from = start + 2
        while from < start + span.length - 1 {
          scratch[end] = scratch[from]
          from += scratch[from] == 34 ? 2 : 1
          end += 1
        }
        spans[place] = FieldSpan(start: start + 2, length: end - start - 2, isRewritten: true)
        continue
      }
      let newStart = scratchCount
      var from = 2
      while from < span.length - 1 {
        append(text + from, 1)
        from += text[from] == 34 ? 2 : 1
      }
      spans[place] = FieldSpan(
        start: newStart, length: scratchCount - newStart, isRewritten: true)
    }
  }

  /// A place in the record of a row; where all its texts were rewritten, that of the first `="`.
  private func offset(
    ofRow row: Int, _ bytes: UnsafePointer<UInt8>, _ position: Int, _ length: Int
  ) -> Int {
    for field in 0..<fieldCount {
      let span = spans[row * fieldCount + field]
      if !span.isRewritten { return Int(span.start) }
    }
    return repairs.guarded.count > 0
      ? length : GuardedText.first(bytes, position, length) ?? position
  }
}
