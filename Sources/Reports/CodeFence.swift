import Language

/// A fenced block of code, as CommonMark has it: three or more backticks or tildes, closed by as many.
struct CodeFence {
  /// The line that opens it, without its end.
  let opening: SourceRange
  /// What stands behind the marks of the opening line.
  private let info: SourceRange
  let content: SourceRange
  /// Both lines of marks and the content, with the end of the last line.
  let whole: SourceRange
  let isUnclosed: Bool

  /// The fence that a line opens; nil where it opens none.
  init?(at start: Int, to end: Int, in bytes: [UInt8]) {
    var place = start
    while place < end, bytes[place] == 0x20, place - start < 4 { place += 1 }
    guard place - start < 4, place < end else { return nil }
    let mark = bytes[place]
    guard mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
    let marksStart = place
    while place < end, bytes[place] == mark { place += 1 }
    let count = place - marksStart
    guard count >= 3 else { return nil }
    let lineEnd = CodeFence.endOfLine(from: place, to: end, in: bytes)
    // A backtick behind the marks makes them a span of code.
    if mark == UInt8(ascii: "`"), bytes[place..<lineEnd].contains(mark) { return nil }
    info = SourceRange(place, lineEnd)
    opening = SourceRange(start, lineEnd)
    var line = min(lineEnd + 1, end)
    let contentStart = line
    while line < end {
      let own = CodeFence.endOfLine(from: line, to: end, in: bytes)
      if CodeFence.closes(line..<own, mark, count, bytes) {
        content = SourceRange(contentStart, line)
        whole = SourceRange(start, min(own + 1, end))
        isUnclosed = false
        return
      }
      line = own + 1
    }
    content = SourceRange(contentStart, end)
    whole = SourceRange(start, end)
    isUnclosed = true
  }

  private static func endOfLine(from start: Int, to end: Int, in bytes: [UInt8]) -> Int {
    var place = start
    while place < end, bytes[place] != 0x0A { place += 1 }
    return place
  }

  private static func closes(
    _ line: Range<Int>, _ mark: UInt8, _ count: Int, _ bytes: [UInt8]
  ) -> Bool {
    var place = line.lowerBound
    while place < line.upperBound, bytes[place] == 0x20, place - line.lowerBound < 4 { place += 1 }
    guard place - line.lowerBound < 4 else { return false }
    let start = place
    while place < line.upperBound, bytes[place] == mark { place += 1 }
    guard place - start >= count else { return false }
    return bytes[place..<line.upperBound].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
  }

  /// The word of the language, `tiendo`, with the options behind it.
  func isTiendo(_ source: SourceText) -> Bool {
    let text = source[info].drop { $0 == " " }
    return text.hasPrefix("tiendo")
      && (text.dropFirst(6).first.map { $0.isWhitespace } ?? true)
  }

  func options(_ source: SourceText) -> SourceRange {
    var range = info
    while !range.isEmpty, source.bytes[range.start] == 0x20 { range.start += 1 }
    range.start = min(range.end, range.start + 6)
    return range
  }
}
