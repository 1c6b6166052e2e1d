import Columns

/// A number read from text.
enum ReadNumber: Equatable {
  case exact(Int64, scale: Int)
  case double(Double)
  /// One number with a decimal point and another with a decimal comma.
  case unclear
}

/// What texts mean as numbers, dates, times and bools. White space at the ends does not count.
enum ValueReading {
  // MARK: Numbers

  /// A number as people write it: `-12`, `3.50`, `1.234,5`, `1 234`, `(350)`, `80 %`, `1e6`; nil for
  /// anything else. `1.234` and `1,234` are unclear unless the decimal sign is given.
  static func number(
    _ text: UnsafeBufferPointer<UInt8>, decimal: UInt8? = nil
  ) -> ReadNumber? {
    if decimal != 44, let plain = plainNumber(text) {
      guard decimal == nil, case .exact(let value, scale: 3) = plain,
        (1000..<1_000_000).contains(value.magnitude)
      else { return plain }
      return .unclear
    }
    guard let start = text.baseAddress else { return nil }
    let (from, to) = TextSpace.trimmed(start, text.count)
    guard let number = NumberText(start + from, to - from) else {
      return decimal == 44 && !text.contains(46) ? plainNumber(text) : nil
    }
    let point = decimal == 44 ? nil : number.value(point: 46)
    let comma = decimal == 46 ? nil : number.value(point: 44)
    if let point, let comma, point != comma { return .unclear }
    return (point ?? comma).map { .exact($0.unscaled, scale: $0.scale) }
  }

  /// `-12`, `3.50`, `1e6`, `nan`, `inf`; nil for anything else. No thousands separators.
  private static func plainNumber(_ text: UnsafeBufferPointer<UInt8>) -> ReadNumber? {
    var from = 0
    var to = text.count
    while from < to, DigitScan.isSpace(text[from]) { from += 1 }
    while to > from, DigitScan.isSpace(text[to - 1]) { to -= 1 }
    var place = from
    var isNegative = false
    if place < to, text[place] == UInt8(ascii: "-") || text[place] == UInt8(ascii: "+") {
      isNegative = text[place] == UInt8(ascii: "-")
      place += 1
    }
    var magnitude: UInt64 = 0
    var digits = 0
    var scale = 0
    var hasPoint = false
    var isExact = true
    while place < to {
      let byte = text[place]
      if byte >= 0x30, byte <= 0x39 {
        let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(UInt64(byte - 0x30))
        if overflow || carry { isExact = false }
        magnitude = sum
        digits += 1
        if hasPoint { scale += 1 }
      } else if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else {
        return other(text, from, to)
      }
      place += 1
    }
    guard digits > 0 else { return nil }
    guard isExact, scale <= Decimal64.maxScale else { return other(text, from, to) }
    if isNegative {
      guard magnitude <= UInt64(Int64.max) + 1 else { return other(text, from, to) }
      return .exact(Int64(truncatingIfNeeded: 0 &- magnitude), scale: scale)
    }
    guard magnitude <= UInt64(Int64.max) else { return other(text, from, to) }
    return .exact(Int64(magnitude), scale: scale)
  }

  /// Exponents, long numbers and names, as the standard library reads them; no hexadecimal.
  private static func other(_ text: UnsafeBufferPointer<UInt8>, _ from: Int, _ to: Int)
    -> ReadNumber?
  {
    let part = UnsafeBufferPointer(rebasing: text[from..<to])
    for byte in part where byte | 0x20 == UInt8(ascii: "x") || byte == UInt8(ascii: "(") {
      return nil
    }
    return Double(String(decoding: part, as: UTF8.self)).map { .double($0) }
  }

  /// The nearest int, halves away from zero; nil where there is none in 64 bits.
  static func int(_ number: ReadNumber) -> Int64? {
    switch number {
    case .exact(let value, let scale):
      RoundingFunctions.Direction.nearest.divide(value, Decimal64.powers[scale])
    case .double(let value): int(value)
    case .unclear: nil
    }
  }

  static func int(_ value: Double) -> Int64? {
    Int64(exactly: value.rounded(.toNearestOrAwayFromZero))
  }

  // MARK: Dates and times

  /// `2025-12-31`, `2025/12/31`, `31/12/2025`, `31-12-2025`, `31.12.2025`; a time after an ISO
  /// date is allowed and left out.
  static func date(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
    var scan = DigitScan(text)
    guard let day = date(&scan) else { return nil }
    if scan.isAtEnd { return day }
    return time(&scan) == nil ? nil : day
  }

  /// A date as above, with ` 14:30`, `T14:30:15` or `14:30:15.25` after it, `Z` at the end.
  static func timestamp(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    var scan = DigitScan(text)
    guard let day = date(&scan) else { return nil }
    let midnight = Int64(day) * Calendar.microsecondsPerDay
    if scan.isAtEnd { return midnight }
    return time(&scan).map { midnight + $0 }
  }

  private static func date(_ scan: inout DigitScan) -> Int? {
    let isNegative = scan.take(UInt8(ascii: "-"))
    guard let first = scan.number(from: 1, to: 4),
      let separator = scan.take(anyOf: "-/."), let second = scan.number(from: 1, to: 2),
      scan.take(separator)
    else { return nil }
    if first > 99 || isNegative {
      guard let third = scan.number(from: 1, to: 2) else { return nil }
      return Calendar.validDays(year: isNegative ? -first : first, month: second, day: third)
    }
    guard let year = scan.number(from: 4, to: 4) else { return nil }
    return Calendar.validDays(year: year, month: second, day: first)
  }

  /// The rest from the space or T on, to the end.
  private static func time(_ scan: inout DigitScan) -> Int64? {
    guard scan.take(anyOf: " Tt") != nil, let hour = scan.number(from: 1, to: 2), hour < 24,
      scan.take(UInt8(ascii: ":")), let minute = scan.number(from: 2, to: 2), minute < 60
    else { return nil }
    var time = Int64(hour * 3600 + minute * 60) * 1_000_000
    if scan.take(UInt8(ascii: ":")) {
      guard let second = scan.number(from: 2, to: 2), second < 60 else { return nil }
      time += Int64(second) * 1_000_000
      if scan.take(anyOf: ".,") != nil {
        var unit: Int64 = 100_000
        var hasDigit = false
        while let digit = scan.number(from: 1, to: 1) {
          time += Int64(digit) * unit
          unit /= 10
          hasDigit = true
        }
        if !hasDigit { return nil }
      }
    }
    _ = scan.take(anyOf: "Zz")
    return scan.isAtEnd ? time : nil
  }

  // MARK: Bools

  static func bool(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
    let word = String(decoding: text, as: UTF8.self).lowercased().filter { !$0.isWhitespace }
    switch word {
    case "true", "t", "yes", "y", "1", "x", "có", "đúng": return true
    case "false", "f", "no", "n", "0", "không", "sai": return false
    default: return nil
    }
  }
}
