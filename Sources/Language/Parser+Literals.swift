extension Parser {
  /// The value of a number, date, text or duration; reports what cannot be one.
  func literal(_ token: Token) -> SyntaxExpressionKind {
    switch token.kind {
    case .int:
      guard let value = Int64(digits(of: token)) else {
        report(.integerTooLarge, at: token.range)
        return .invalid
      }
      return .literal(.int(value))
    case .decimal: return decimal(token)
    case .float:
      let text = digits(of: token)
      guard let value = Double(text), value.isFinite else {
        report(.floatTooLarge, at: token.range)
        return .invalid
      }
      return .literal(.float(value))
    case .text: return .literal(.text(decodeText(token)))
    case .date: return date(token)
    case .duration: return duration(token)
    default: return .invalid
    }
  }

  private func digits(of token: Token) -> String {
    let text = text(of: token)
    return text.utf8.contains(UInt8(ascii: "_")) ? text.filter { $0 != "_" } : text
  }

  private func decimal(_ token: Token) -> SyntaxExpressionKind {
    let text = digits(of: token)
    guard let value = Double(text), value.isFinite else {
      report(.floatTooLarge, at: token.range)
      return .invalid
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let scale = parts.last?.utf8.count ?? 0
    return .literal(
      .decimal(DecimalLiteral(unscaled: Int64(parts.joined()), scale: scale, value: value)))
  }

  private func duration(_ token: Token) -> SyntaxExpressionKind {
    var months = 0
    var days = 0
    var number = 0
    var fits = true
    for byte in script.bytes[token.range.start..<token.range.end] {
      let value: Int
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        number = min(number * 10 + Int(byte - UInt8(ascii: "0")), 100_000_000)
        continue
      case UInt8(ascii: "y"): value = number * 12
      case UInt8(ascii: "m"): value = number
      case UInt8(ascii: "w"): value = number * 7
      case UInt8(ascii: "d"): value = number
      default: continue
      }
      if byte == UInt8(ascii: "y") || byte == UInt8(ascii: "m") {
        months += value
      } else {
        days += value
      }
      number = 0
      // Ten thousand years hold every date there is.
      fits = fits && months <= 120_000 && days <= 3_660_000
    }
    guard fits else {
      report(.durationTooLong, at: token.range)
      return .invalid
    }
    return .literal(.duration(DurationLiteral(months: months, days: days)))
  }

  private func date(_ token: Token) -> SyntaxExpressionKind {
    let text = String(text(of: token).dropFirst())
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let head = parts.first, head.utf8.count >= 4, let year = number(head.prefix(4)) else {
      return badDate(text, at: token.range)
    }
    let tail = head.dropFirst(4)
    if parts.count == 1, tail.isEmpty, let period = PeriodLiteral(.year, year: year) {
      return .literal(.period(period))
    }
    if parts.count == 1, tail.utf8.count == 2, tail.first == "Q" || tail.first == "q",
      let quarter = number(tail.dropFirst()),
      let period = PeriodLiteral(.quarter, year: year, index: quarter)
    {
      return .literal(.period(period))
    }
    guard tail.isEmpty, parts.dropFirst().allSatisfy({ $0.utf8.count == 2 }), parts.count > 1,
      let month = number(parts[1])
    else { return badDate(text, at: token.range) }
    if parts.count == 2 {
      guard let period = PeriodLiteral(.month, year: year, index: month) else {
        return badDate(text, at: token.range)
      }
      return .literal(.period(period))
    }
    guard parts.count == 3, let day = number(parts[2]) else {
      return badDate(text, at: token.range)
    }
    guard let date = DateLiteral(year: year, month: month, day: day) else {
      report(.noSuchDay(text), at: token.range)
      return .invalid
    }
    return .literal(.date(date))
  }

  private func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      ? Int(text) : nil
  }

  /// `@2025-3-7` was meant as `@2025-03-07`.
  private func badDate(_ text: String, at range: SourceRange) -> SyntaxExpressionKind {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    var instead: String?
    let numbers = parts.map { number($0) ?? -1 }
    if (2...3).contains(parts.count), parts[0].count == 4, numbers[0] > 0,
      numbers.dropFirst().allSatisfy({ (1...31).contains($0) }), numbers[1] <= 12
    {
      let padded = numbers.dropFirst().map { $0 < 10 ? "0\($0)" : "\($0)" }
      instead = "@" + ([String(parts[0])] + padded).joined(separator: "-")
    }
    report(.badDate("@" + text, instead: instead), at: range)
    return .invalid
  }

  /// The text between the quotes of a token, its escapes resolved.
  func decodeText(_ token: Token) -> String {
    guard token.kind == .text else {
      return script[SourceRange(token.range.start + 1, token.range.end)]
    }
    let quote = script.bytes[token.range.start]
    let start = token.range.start + 1
    let end = token.range.end - 1
    let inner = script.bytes[start..<end]
    guard inner.contains(where: { $0 == quote || $0 == UInt8(ascii: "\\") }) else {
      return String(decoding: inner, as: UTF8.self)
    }
    var result: [UInt8] = []
    result.reserveCapacity(inner.count)
    var index = start
    while index < end {
      let byte = script.bytes[index]
      if byte == quote {
        // Doubled: the lexer saw to that.
        result.append(quote)
        index += 2
      } else if byte == UInt8(ascii: "\\") {
        index = decodeEscape(at: index, end: end, into: &result)
      } else {
        result.append(byte)
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Returns the offset after the escape.
  private func decodeEscape(at start: Int, end: Int, into result: inout [UInt8]) -> Int {
    guard start + 1 < end else { return end }
    let letter = script.bytes[start + 1]
    switch letter {
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): result.append(letter)
    case UInt8(ascii: "u"):
      var index = start + 2
      var value: UInt32 = 0
      if index < end, script.bytes[index] == UInt8(ascii: "{") {
        index += 1
        let digits = index
        while index < end, index - digits < 8, let digit = hexDigit(script.bytes[index]) {
          value = value << 4 | digit
          index += 1
        }
        if index > digits, index < end, script.bytes[index] == UInt8(ascii: "}"),
          let scalar = Unicode.Scalar(value)
        {
          result.append(contentsOf: Array(String(Character(scalar)).utf8))
          return index + 1
        }
      }
      report(
        .badEscape(script[SourceRange(start, min(index + 1, end))]),
        at: SourceRange(start, min(index + 1, end)))
      return min(index, end)
    default:
      var length = 2
      while start + length < end, script.bytes[start + length] & 0xC0 == 0x80 { length += 1 }
      let range = SourceRange(start, start + length)
      report(.badEscape(script[range]), at: range)
      return start + length
    }
    return start + 2
  }

  private func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}
