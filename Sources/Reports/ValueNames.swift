import Language

/// The names in the expression of a value: `table.column`, a table of one column, a parameter.
struct ValueNames {
  /// A name with its column, as they stand in the text.
  struct Reference {
    var table: String
    var column: String?
    /// From the first letter to the last, backticks included.
    var range: SourceRange
  }

  /// In the order of the text; functions, parameters with `$` and words of the language are none.
  let references: [Reference]

  /// Looks through a range of UTF-8 that holds an expression.
  init(_ range: SourceRange, in source: SourceText) {
    let bytes = source.bytes
    var found: [Reference] = []
    var place = range.start
    while place < range.end {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") {
        place = ValueNames.endOfText(from: place, to: range.end, bytes)
      } else if byte == UInt8(ascii: "$") || byte == UInt8(ascii: "@")
        || (0x30...0x39).contains(byte)
      {
        // Parameters, dates and numbers.
        place += 1
        while place < range.end, ValueNames.isWord(bytes[place]) || bytes[place] == 0x2E {
          place += 1
        }
      } else if let end = ValueNames.endOfName(from: place, to: range.end, bytes) {
        let own = SourceRange(place, end)
        place = end
        var reference = Reference(
          table: ValueNames.name(own, source), column: nil, range: own)
        if end + 1 < range.end, bytes[end] == UInt8(ascii: "."),
          let last = ValueNames.endOfName(from: end + 1, to: range.end, bytes)
        {
          reference.column = ValueNames.name(SourceRange(end + 1, last), source)
          reference.range.end = last
          place = last
        }
        let isQuoted = bytes[own.start] == UInt8(ascii: "`")
        if reference.column == nil, !isQuoted {
          var next = end
          while next < range.end, bytes[next] == 0x20 { next += 1 }
          if next < range.end, bytes[next] == UInt8(ascii: "(") { continue }
          if !SyntaxText.isPlainName(reference.table)
            || ["case", "otherwise"].contains(
              reference.table.lowercased())
          {
            continue
          }
        }
        found.append(reference)
      } else {
        place += 1
      }
    }
    references = found
  }

  private static func name(_ range: SourceRange, _ source: SourceText) -> String {
    let text = source[range]
    return text.hasPrefix("`") ? SyntaxText.unquoted(text) : text
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte)
      || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// Where a name ends that begins here; nil where none does.
  private static func endOfName(from start: Int, to end: Int, _ bytes: [UInt8]) -> Int? {
    guard start < end else { return nil }
    if bytes[start] == UInt8(ascii: "`") {
      guard let close = bytes[(start + 1)..<end].firstIndex(of: UInt8(ascii: "`")) else {
        return nil
      }
      return close + 1
    }
    guard isWord(bytes[start]), !(0x30...0x39).contains(bytes[start]) else { return nil }
    var place = start
    while place < end, isWord(bytes[place]) { place += 1 }
    return place
  }

  private static func endOfText(from start: Int, to end: Int, _ bytes: [UInt8]) -> Int {
    var place = start + 1
    while place < end, bytes[place] != UInt8(ascii: "\"") {
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(end, place + 1)
  }
}
