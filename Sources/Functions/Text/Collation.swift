public import Columns
@_spi(_Unicode) import Swift

/// An order of text for readers: letters first, then tones, then case, then code points, so that
/// no two different texts are equal.
///
/// Vietnamese: a ă â b c d đ e ê … o ô ơ … u ư …, tones ngang huyền hỏi ngã sắc nặng; space and
/// punctuation before digits, digits before letters, letters of other scripts last. The levels are
/// those of the Unicode collation algorithm: tones decide only where the letters of the whole
/// texts are the same. Sources: the Vietnamese alphabet, CLDR's tailoring `vi` for the tones.
public struct Collation: Sendable, Hashable {
  /// The language tag.
  public let locale: String

  /// The order of `set locale vi`.
  public static let vietnamese = Collation(locale: "vi")

  /// The order of a locale, where one is known; other locales use code points.
  public static func named(_ locale: String) -> Collation? {
    locale.lowercased().split(whereSeparator: { "-_.".contains($0) }).first == "vi"
      ? .vietnamese : nil
  }

  private init(locale: String) { self.locale = locale }

  /// The order of two texts: <0, 0 or >0; 0 only for the same bytes.
  public func compare(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
  ) -> Int {
    var one = CollationScan(left)
    var other = CollationScan(right)
    var tone = 0
    var letterCase = 0
    while true {
      let first = one.next()
      let second = other.next()
      if first.letter != second.letter { return first.letter < second.letter ? -1 : 1 }
      if first.letter == 0 { break }
      if tone == 0, first.mark != second.mark { tone = first.mark < second.mark ? -1 : 1 }
      if letterCase == 0, first.letterCase != second.letterCase {
        letterCase = first.letterCase < second.letterCase ? -1 : 1
      }
    }
    if tone != 0 { return tone }
    return letterCase != 0 ? letterCase : compareBytes(left, right)
  }

  /// The order of two strings.
  public func compare(_ left: String, _ right: String) -> Int {
    var one = left
    var other = right
    return one.withUTF8 { first in other.withUTF8 { second in compare(first, second) } }
  }

  /// Appends a text in UTF-8 whose bytes are in the order that `compare` has for the texts: what
  /// letters weigh, then their marks, then their case, then the text itself. Every part has as many
  /// elements as there are letters, so that parts of two keys line up where the letters are the same.
  public func appendKey(of text: UnsafeBufferPointer<UInt8>, to key: inout [UInt8]) {
    var elements: [CollationElement] = []
    var scan = CollationScan(text)
    while true {
      let next = scan.next()
      if next.letter == 0 { break }
      elements.append(next)
    }
    func append(_ value: UInt32) {
      key.append(contentsOf: String(Character(Unicode.Scalar(value) ?? "\u{FFFD}")).utf8)
    }
    for element in elements {
      // The kind of letter stands before its weight, and both above what ends a part.
      append(0x30 + (element.letter >> 24))
      append(element.letter & 0xFFFFFF)
    }
    key.append(0x21)
    for element in elements {
      guard element.mark != 0 else {
        append(0x30)
        continue
      }
      append(0x31)
      for shift in [22, 11, 0] { append(0x30 + ((element.mark >> UInt32(shift)) & 0x7FF)) }
    }
    key.append(0x21)
    for element in elements { append(0x30 + UInt32(element.letterCase)) }
    key.append(0x21)
    key.append(contentsOf: text)
  }

  /// The place of each entry of a dictionary in this order, from 0; each place occurs once.
  public func ranks(of dictionary: TextDictionary) -> [UInt32] {
    dictionary.ranks { dictionary in
      var entries = (0..<dictionary.count).map {
        (prefix: prefix(dictionary.utf8($0)), code: UInt32($0))
      }
      entries.sort {
        $0.prefix != $1.prefix
          ? $0.prefix < $1.prefix
          : compare(dictionary.utf8(Int($0.code)), dictionary.utf8(Int($1.code))) < 0
      }
      var ranks = [UInt32](repeating: 0, count: dictionary.count)
      for (rank, entry) in entries.enumerated() { ranks[Int(entry.code)] = UInt32(rank) }
      return ranks
    }
  }

  /// The first eight letters as a number that never contradicts `compare`: most pairs of texts
  /// differ in it, and equal numbers say nothing.
  public func prefix(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var scan = CollationScan(text)
    var key: UInt64 = 0
    for _ in 0..<8 { key = key << 8 | UInt64(CollationScan.byte(scan.next().letter)) }
    return key
  }
}

/// What one character weighs on each level of the order.
struct CollationElement {
  /// 0 at the end of the text, and for marks that stand alone.
  var letter: UInt32
  var mark: UInt32
  /// 0 small, 1 capital.
  var letterCase: UInt8
}

/// Goes through a text character by character; marks join the letter before them.
struct CollationScan {
  private let text: UnsafeBufferPointer<UInt8>
  private var place = 0

  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  mutating func next() -> CollationElement {
    while place < text.count {
      let (scalar, end) = UTF8Scan.decode(text, at: place)
      place = end
      var element = CollationScan.element(scalar)
      if element.letter == 0 { continue }
      while place < text.count, text[place] >= 0xCC {
        let (mark, end) = UTF8Scan.decode(text, at: place)
        let more = CollationScan.element(mark)
        if more.letter != 0 { break }
        element.mark = element.mark &* 256 &+ more.mark
        place = end
      }
      return element
    }
    return CollationElement(letter: 0, mark: 0, letterCase: 0)
  }

  // MARK: Weights

  private static let other: UInt32 = 1 << 24
  private static let digit: UInt32 = 2 << 24
  private static let latin: UInt32 = 3 << 24
  private static let foreign: UInt32 = 4 << 24

  /// The 33 Latin letters that Vietnamese tells apart, in their order.
  private static let alphabet: [UInt32] = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz".unicodeScalars.map(
    \.value)
  /// Tones in order: huyền, hỏi, ngã, sắc, nặng; no tone is 0.
  private static let tones: [UInt32] = [0x300, 0x309, 0x303, 0x301, 0x323]

  /// Code points below 0x250 and the block 1E00–1EFF.
  private static let table: [CollationElement] =
    (Array(0..<0x250) + Array(0x1E00..<0x1F00)).map { weigh($0) }

  @inline(__always)
  private static func element(_ scalar: UInt32) -> CollationElement {
    if scalar < 0x250 { return table[Int(scalar)] }
    if scalar >= 0x1E00, scalar < 0x1F00 { return table[Int(scalar) - 0x1E00 + 0x250] }
    return weigh(scalar)
  }

  private static func weigh(_ value: UInt32) -> CollationElement {
    guard let scalar = Unicode.Scalar(value) else {
      return CollationElement(letter: foreign | value, mark: 0, letterCase: 0)
    }
    let properties = scalar.properties
    var element = CollationElement(
      letter: 0, mark: 0, letterCase: properties.isUppercase ? 1 : 0)
    if properties.generalCategory == .nonspacingMark {
      element.mark = mark(value)
      return element
    }
    if properties.numericType == .decimal, let number = properties.numericValue {
      element.letter = digit | UInt32(number)
      // Digits of other scripts come after ours.
      element.mark = value < 0x80 ? 0 : value
      return element
    }
    guard properties.isAlphabetic else {
      element.letter = other | value
      return element
    }
    var base = value
    var marks: [UInt32] = []
    for (index, part) in String(Character(scalar))._nfd.enumerated() {
      if index == 0 {
        base = part.properties.lowercaseMapping.unicodeScalars.first?.value ?? part.value
      } else {
        marks.append(part.value)
      }
    }
    // The marks that make a letter of its own in Vietnamese belong to the base.
    for (letter, sign, joined) in joinedLetters where letter == base {
      if let place = marks.firstIndex(of: sign) {
        base = joined
        marks.remove(at: place)
        break
      }
    }
    if let rank = alphabet.firstIndex(of: base) {
      element.letter = latin | UInt32(rank)
    } else {
      element.letter = foreign | base
    }
    for sign in marks { element.mark = element.mark &* 256 &+ mark(sign) }
    return element
  }

  private static let joinedLetters: [(letter: UInt32, sign: UInt32, joined: UInt32)] = [
    (0x61, 0x306, 0x103), (0x61, 0x302, 0xE2), (0x65, 0x302, 0xEA), (0x6F, 0x302, 0xF4),
    (0x6F, 0x31B, 0x1A1), (0x75, 0x31B, 0x1B0),
  ]

  private static func mark(_ value: UInt32) -> UInt32 {
    tones.firstIndex(of: value).map { UInt32($0) + 1 } ?? (value & 0x7F) + 8
  }

  /// The letter weight in a byte, in an order that agrees with that of the weights.
  @inline(__always)
  static func byte(_ letter: UInt32) -> UInt8 {
    let value = letter & 0xFFFFFF
    switch letter >> 24 {
    case 0: return 0
    case 1: return UInt8(min(value, 0x7F)) + 1
    case 2: return 0x90 + UInt8(value)
    case 3: return 0xA0 + UInt8(value)
    default: return 0xFF
    }
  }
}
