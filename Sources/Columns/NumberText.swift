/// A number as people write it (`1.234,5`, `1 234`, `(350)`, `−3,5`, `80 %`, `$1,250`, `1.250 đ`), cut
/// into its parts. What its points and commas mean depends on which of them is the decimal sign:
/// `value(point:)` reads it either way.
///
/// Digits may be grouped by the sign that is not the decimal one, by an apostrophe or by a space of
/// any kind, always in threes. Leading zeros and sixteen digits or more without groups are codes, and
/// so is a plus before nine digits (a telephone number): none of them is a number.
public struct NumberText {
  /// What stands beside the digits.
  public enum Unit: UInt8, Sendable, CaseIterable {
    case none, percent, dong, dollar, euro, pound, yen

    /// The sign by which a column of such numbers is known; nil for plain numbers.
    public var sign: String? {
      switch self {
      case .none: nil
      case .percent: "%"
      case .dong: "đ"
      case .dollar: "$"
      case .euro: "€"
      case .pound: "£"
      case .yen: "¥"
      }
    }
  }

  public let unit: Unit
  public let isNegative: Bool
  /// Whether a plus stood before the digits.
  private let hasPlus: Bool
  private let bytes: UnsafePointer<UInt8>
  private let start: Int
  private let end: Int
  /// Whether a point or comma occurs, so that the decimal sign matters.
  public let hasSigns: Bool
  /// Whether the minus is an en dash (`–7`) or stands behind (`7-`), as in print and in SAP.
  public let hasOddSign: Bool

  /// Digits of a whole number from which on it is taken for a code.
  public static let codeLength = 16

  /// The parts of a text without spaces around it; nil where it cannot be a number. The bytes must
  /// outlive the value.
  public init?(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    guard count > 0, count <= 64 else { return nil }
    var hasOddSign = false
    var scan = Scan(bytes: bytes, start: 0, end: count)
    var isNegative = false
    var hasPlus = false
    var unit = Unit.none
    var hasBrackets = false
    if bytes[0] == 40 {
      guard bytes[count - 1] == 41 else { return nil }
      hasBrackets = true
      isNegative = true
      scan.start = 1
      scan.end = count - 1
      scan.trim()
    }
    var hasSign = hasBrackets
    // A sign and a unit may stand before the digits, in either order.
    for _ in 0..<2 {
      if let sign = scan.sign() {
        if hasSign { return nil }
        hasSign = true
        if sign != .plus { isNegative = true } else { hasPlus = true }
        if sign == .dash { hasOddSign = true }
      } else if unit == .none, let found = scan.unit(atEnd: false) {
        unit = found
      }
      scan.trim()
    }
    if unit == .none, let found = scan.unit(atEnd: true) {
      unit = found
      scan.trim()
    }
    if !hasSign, scan.end - scan.start > 1, bytes[scan.end - 1] == 45,
      bytes[scan.end - 2] &- 48 < 10
    {
      scan.end -= 1
      isNegative = true
      hasOddSign = true
    }
    guard scan.start < scan.end else { return nil }
    var digits = 0
    var hasSigns = false
    for place in scan.start..<scan.end {
      let byte = bytes[place]
      if byte &- 48 < 10 {
        digits += 1
      } else if byte == 44 || byte == 46 {
        hasSigns = true
      } else if byte < 128, byte != 32, byte != 39 {
        return nil
      }
    }
    guard digits > 0 else { return nil }
    self.bytes = bytes
    start = scan.start
    end = scan.end
    self.unit = unit
    self.isNegative = isNegative
    self.hasPlus = hasPlus
    self.hasSigns = hasSigns
    self.hasOddSign = hasOddSign
  }

  /// The number with that decimal sign (`.` or `,`) as digits and scale; nil where it has none.
  public func value(point: UInt8) -> (unscaled: Int64, scale: Int)? {
    let other: UInt8 = point == 46 ? 44 : 46
    var place = start
    var value: Int64 = 0
    var digits = 0
    var inGroup = 0
    var groups = 0
    var separator: UInt8 = 0
    while place < end, bytes[place] != point {
      let byte = bytes[place]
      if byte &- 48 < 10 {
        if groups > 0, inGroup == 3 { return nil }
        value = value &* 10 &+ Int64(byte &- 48)
        digits += 1
        inGroup += 1
        place += 1
        continue
      }
      let (kind, length) = Scan.separator(bytes, place, end, other)
      guard kind != 0, groups == 0 ? (1...3).contains(inGroup) : inGroup == 3 && kind == separator
      else { return nil }
      separator = kind
      groups += 1
      inGroup = 0
      place += length
    }
    if groups > 0, inGroup != 3 { return nil }
    if digits > 1, bytes[start] == 48 { return nil }
    let whole = digits
    var scale = 0
    if place < end {
      place += 1
      while place < end {
        guard bytes[place] &- 48 < 10 else { return nil }
        value = value &* 10 &+ Int64(bytes[place] &- 48)
        digits += 1
        scale += 1
        place += 1
      }
      if scale == 0 || scale > Decimal64.maxScale { return nil }
    } else if groups == 0 {
      if whole >= NumberText.codeLength || (hasPlus && whole >= 9) { return nil }
    }
    return digits == 0 || digits > 18 ? nil : (isNegative ? -value : value, scale)
  }

  /// What is left of a text while signs and units are taken from its ends.
  private struct Scan {
    let bytes: UnsafePointer<UInt8>
    var start: Int
    var end: Int

    mutating func trim() {
      let rest = TextSpace.trimmed(bytes + start, end - start)
      (start, end) = (start + rest.start, start + rest.end)
    }

    enum Sign { case plus, minus, dash }

    /// Takes a sign from the start: plus, minus (also U+2212), or an en dash right before a digit.
    mutating func sign() -> Sign? {
      guard start < end else { return nil }
      switch bytes[start] {
      case 45:
        start += 1
        return .minus
      case 43:
        start += 1
        return .plus
      case 0xE2:
        guard start + 3 < end else { return nil }
        if bytes[start + 1] == 0x88, bytes[start + 2] == 0x92 {
          start += 3
          return .minus
        }
        guard bytes[start + 1] == 0x80, bytes[start + 2] == 0x93, bytes[start + 3] &- 48 < 10
        else { return nil }
        start += 3
        return .dash
      default: return nil
      }
    }

    private static let before: [(sign: [UInt8], unit: Unit)] = signs([
      ("US$", .dollar), ("USD", .dollar), ("$", .dollar), ("€", .euro), ("EUR", .euro),
      ("£", .pound), ("¥", .yen), ("₫", .dong), ("VND", .dong), ("VNĐ", .dong),
    ])
    private static let after: [(sign: [UInt8], unit: Unit)] = signs([
      ("%", .percent), ("đồng", .dong), ("đ", .dong), ("₫", .dong), ("VND", .dong), ("VNĐ", .dong),
      ("vnd", .dong), ("vnđ", .dong), ("USD", .dollar), ("US$", .dollar), ("$", .dollar),
      ("€", .euro), ("EUR", .euro), ("£", .pound), ("¥", .yen),
    ])

    private static func signs(_ signs: [(String, Unit)]) -> [(sign: [UInt8], unit: Unit)] {
      signs.map { (Array($0.0.utf8), $0.1) }
    }

    /// Takes a unit from one end.
    mutating func unit(atEnd: Bool) -> Unit? {
      guard start < end else { return nil }
      // Most ends are digits.
      if bytes[atEnd ? end - 1 : start] &- 48 < 10 { return nil }
      for (sign, unit) in atEnd ? Scan.after : Scan.before where sign.count < end - start {
        let from = atEnd ? end - sign.count : start
        if (0..<sign.count).allSatisfy({ bytes[from + $0] == sign[$0] }) {
          if atEnd { end -= sign.count } else { start += sign.count }
          return unit
        }
      }
      return nil
    }

    /// Which separator of thousands stands at a place (all spaces are one kind), and its length.
    static func separator(
      _ bytes: UnsafePointer<UInt8>, _ place: Int, _ end: Int, _ other: UInt8
    ) -> (kind: UInt8, length: Int) {
      let byte = bytes[place]
      if byte == other || byte == 39 { return (byte, 1) }
      let length = TextSpace.length(bytes, place, end)
      if length > 0 { return (32, length) }
      // U+2019, the apostrophe of the Swiss.
      if byte == 0xE2, place + 2 < end, bytes[place + 1] == 0x80, bytes[place + 2] == 0x99 {
        return (39, 3)
      }
      return (0, 1)
    }
  }
}

/// Spaces as they stand in files: ASCII ones and those of Unicode that do not break.
public enum TextSpace {
  /// The bytes of the space at `place`; 0 where there is none.
  @inline(__always)
  public static func length(_ bytes: UnsafePointer<UInt8>, _ place: Int, _ end: Int) -> Int {
    let byte = bytes[place]
    if byte == 32 || byte == 9 { return 1 }
    return byte < 0xC2 ? 0 : wide(bytes, place, end)
  }

  private static func wide(_ bytes: UnsafePointer<UInt8>, _ place: Int, _ end: Int) -> Int {
    if bytes[place] == 0xC2 { return place + 1 < end && bytes[place + 1] == 0xA0 ? 2 : 0 }
    guard place + 2 < end else { return 0 }
    switch (bytes[place], bytes[place + 1], bytes[place + 2]) {
    // U+2000 to U+200B, U+202F, U+3000, U+FEFF.
    case (0xE2, 0x80, 0x80...0x8B), (0xE2, 0x80, 0xAF), (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF):
      return 3
    default: return 0
    }
  }

  /// The bytes of the space that ends at `end`; 0 where there is none.
  @inline(__always)
  public static func lengthBefore(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int
  ) -> Int {
    let byte = bytes[end - 1]
    if byte == 32 || byte == 9 { return 1 }
    if byte < 0x80 || byte > 0xBF { return 0 }
    if end - start >= 2, bytes[end - 2] == 0xC2, byte == 0xA0 { return 2 }
    return end - start >= 3 && wide(bytes, end - 3, end) == 3 ? 3 : 0
  }

  /// Where a text begins and ends without the spaces around it.
  public static func trimmed(
    _ bytes: UnsafePointer<UInt8>, _ length: Int
  ) -> (start: Int, end: Int) {
    var start = 0
    var end = length
    while start < end {
      let length = TextSpace.length(bytes, start, end)
      if length == 0 { break }
      start += length
    }
    while start < end {
      let length = lengthBefore(bytes, start, end)
      if length == 0 { break }
      end -= length
    }
    return (start, end)
  }
}

/// Words that people write where nothing is known.
public enum MissingWord {
  private static let words: Set<String> = [
    "..", "...", "…", "-", "--", "---", "–", "—", ".", "na", "n/a", "n.a.", "n.a", "null", "none",
    "\\n", "nan", "inf", "-inf", "+inf", "infinity", "-infinity", "không có", "chưa có", "k/c",
    "#n/a", "#ref!", "#div/0!", "#value!", "#name?", "#num!", "#null!",
  ]
  private static let longest = 16

  /// Whether a text without spaces around it is such a word, in any case.
  public static func contains(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard count > 0, count <= longest else { return false }
    let first = bytes[0]
    if first &- 48 < 10 { return false }
    let text = UnsafeBufferPointer(start: bytes, count: count)
    return words.contains(String(decoding: text, as: UTF8.self).lowercased())
  }
}
