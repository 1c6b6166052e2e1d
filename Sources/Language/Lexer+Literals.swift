/// Names in backticks, texts, numbers and dates.
extension Lexer {
  mutating func scanQuotedName() {
    var end = offset + 1
    while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D {
      if bytes[end] == UInt8(ascii: "`") {
        guard end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: "`") else {
          append(.quotedName, to: end + 1)
          return
        }
        end += 1
      }
      end += 1
    }
    append(.unclosedName, to: end)
  }

  mutating func scanText(quote: UInt8) {
    var end = offset + 1
    var lineEnd: Int?
    while end < bytes.count {
      let byte = bytes[end]
      if byte == quote {
        guard end + 1 < bytes.count, bytes[end + 1] == quote else {
          append(.text, to: end + 1)
          return
        }
        end += 2
      } else if byte == UInt8(ascii: "\\") {
        end += 2
      } else {
        if byte == 0x0A || byte == 0x0D, lineEnd == nil {
          lineEnd = end
          if !textsSpanLines { break }
        }
        end += 1
      }
    }
    textsSpanLines = false
    append(.unclosedText, to: min(lineEnd ?? end, bytes.count))
  }

  mutating func scanNumber() {
    var end = digitsEnd(from: offset)
    var kind = Token.Kind.int
    if end < bytes.count - 1, bytes[end] == UInt8(ascii: "."), isDigit(bytes[end + 1]) {
      kind = .decimal
      end = digitsEnd(from: end + 1)
    }
    if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
      var digits = end + 1
      if digits < bytes.count,
        bytes[digits] == UInt8(ascii: "+") || bytes[digits] == UInt8(ascii: "-")
      {
        digits += 1
      }
      if digits < bytes.count, isDigit(bytes[digits]) {
        kind = .float
        end = digitsEnd(from: digits)
      }
    }
    let wordEnd = wordEnd(from: end)
    if wordEnd > end {
      let isDuration = kind == .int && isDurationTail(from: end, to: wordEnd)
      append(isDuration ? .duration : .badNumber, to: wordEnd)
    } else if bytes[end - 1] == UInt8(ascii: "_") || hasDoubledUnderscore(offset, end) {
      append(.badNumber, to: end)
    } else {
      append(kind, to: end)
    }
  }

  private func hasDoubledUnderscore(_ start: Int, _ end: Int) -> Bool {
    for index in start..<end where bytes[index] == UInt8(ascii: "_") {
      if index + 1 >= end || !isDigit(bytes[index + 1]) { return true }
    }
    return false
  }

  /// `d`, `w`, `mo`, `y`, and more numbers with units after it (`1y6mo`).
  private func isDurationTail(from start: Int, to end: Int) -> Bool {
    var index = start
    while index < end {
      switch bytes[index] {
      case UInt8(ascii: "d"), UInt8(ascii: "w"), UInt8(ascii: "y"): index += 1
      case UInt8(ascii: "m") where index + 1 < end && bytes[index + 1] == UInt8(ascii: "o"):
        index += 2
      default: return false
      }
      guard index < end else { return true }
      guard isDigit(bytes[index]) else { return false }
      while index < end, isDigit(bytes[index]) { index += 1 }
    }
    return false
  }

  /// `@2025`, `@2025Q1`, `@2025-03`, `@2025-12-31`; whether it is a date is seen by the parser.
  mutating func scanDate() {
    var end = wordEnd(from: offset + 1)
    for _ in 0..<2 {
      guard end + 1 < bytes.count, bytes[end] == UInt8(ascii: "-"), isDigit(bytes[end + 1]) else {
        break
      }
      end = wordEnd(from: end + 1)
    }
    append(end > offset + 1 ? .date : .unknown, to: end)
  }

  private func digitsEnd(from start: Int) -> Int {
    var end = start
    while end < bytes.count, isDigit(bytes[end]) || bytes[end] == UInt8(ascii: "_") { end += 1 }
    return end
  }

  /// The end of letters and digits, a digit first or not.
  private func wordEnd(from start: Int) -> Int {
    var end = start
    while end < bytes.count {
      if isDigit(bytes[end]) {
        end += 1
      } else {
        let next = nameEnd(from: end)
        if next == end { break }
        end = next
      }
    }
    return end
  }
}
