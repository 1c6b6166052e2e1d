/// Writes text into a block of memory. The owner of the block sees to it that the rows fit.
struct ByteWriter {
  private let start: UnsafeMutablePointer<UInt8>
  private(set) var count = 0

  init(_ start: UnsafeMutablePointer<UInt8>) { self.start = start }

  mutating func byte(_ value: UInt8) {
    start[count] = value
    count += 1
  }

  mutating func comma() { byte(0x2C) }

  mutating func newline() { byte(0x0A) }

  mutating func bytes(_ text: [UInt8]) {
    text.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      (start + count).update(from: base, count: source.count)
      count += source.count
    }
  }

  mutating func integer(_ value: Int) {
    if value < 0 { byte(0x2D) }
    let magnitude = value.magnitude
    var digits = 1
    var bound: UInt = 10
    while digits < 19 && magnitude >= bound {
      digits += 1
      bound *= 10
    }
    var rest = magnitude
    for place in stride(from: digits - 1, through: 0, by: -1) {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
      start[count + place] = UInt8(truncatingIfNeeded: remainder) &+ 0x30
      rest = quotient
    }
    count += digits
  }

  /// `value` / 10^`places`, without the zeros at the end (and without the point if nothing is left).
  mutating func decimal(_ value: Int, places: Int) {
    var power = 1
    for _ in 0..<places { power *= 10 }
    if value < 0 { byte(0x2D) }
    let (whole, part) = Int(value.magnitude).quotientAndRemainder(dividingBy: power)
    integer(whole)
    guard part > 0 else { return }
    byte(0x2E)
    var rest = part
    while rest > 0 {
      power /= 10
      byte(UInt8(truncatingIfNeeded: rest / power) &+ 0x30)
      rest %= power
    }
  }

  /// Sixteen hexadecimal digits.
  mutating func hexadecimal(_ value: UInt64) {
    for shift in stride(from: 60, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: (value >> UInt64(shift)) & 15)
      byte(digit < 10 ? digit + 0x30 : digit + 0x57)
    }
  }

  /// In quotes, with the quotes inside doubled, if it holds a comma, a quote or a newline.
  mutating func field(_ text: [UInt8]) {
    guard text.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A }) else {
      return bytes(text)
    }
    byte(0x22)
    for value in text {
      if value == 0x22 { byte(0x22) }
      byte(value)
    }
    byte(0x22)
  }
}

/// Days since 1970-01-01 as `yyyy-MM-dd`, made beforehand for a range of days.
struct DateTexts: Sendable {
  private let first: Int
  private let texts: [[UInt8]]

  init(_ days: Range<Int>) {
    first = days.lowerBound
    texts = days.map { Array(DateTexts.text($0).utf8) }
  }

  subscript(day: Int) -> [UInt8] { texts[day - first] }

  /// Howard Hinnant's `civil_from_days`.
  static func text(_ day: Int) -> String {
    let z = day + 719_468
    let era = z / 146_097
    let dayOfEra = z % 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let date = dayOfYear - (153 * shifted + 2) / 5 + 1
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let two = { (n: Int) in n < 10 ? "0\(n)" : "\(n)" }
    return "\(year)-\(two(month))-\(two(date))"
  }

  /// Howard Hinnant's `days_from_civil`.
  static func days(_ year: Int, _ month: Int, _ date: Int) -> Int {
    let y = month <= 2 ? year - 1 : year
    let era = y / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + date - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
