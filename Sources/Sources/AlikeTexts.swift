import Columns
import Functions

/// Texts of a column that look the same to a reader and differ to a program: in capitals, in spaces, in
/// the place of a tone mark (`Hoà Bình`, `Hòa Bình`) or by the letter Eth (`Ðiện Biên`).
///
/// Each makes a group of its own, and a join finds one of them alone. Every text is hashed once, without
/// capitals and with the tone of each word behind it, so that the time grows with the bytes alone.
struct AlikeTexts {
  /// How many texts look like an earlier one.
  let count: Int
  let example: (String, String)

  /// Columns of more different texts are no names of units; these take some 3 ms.
  private static let mostTexts = 1 << 16
  private static let longest = 120

  init?(_ column: Column) {
    switch column.storage {
    case .coded(_, let dictionary):
      guard (2...AlikeTexts.mostTexts).contains(dictionary.count) else { return nil }
      self.init(dictionary.count) { dictionary.utf8($0) }
    case .text:
      guard (2...AlikeTexts.mostTexts).contains(column.count) else { return nil }
      self.init(column.count) { column.isValid($0) ? column.utf8($0) : nil }
    default: return nil
    }
  }

  private init?(_ texts: Int, _ text: (Int) -> UnsafeBufferPointer<UInt8>?) {
    var slots = 16
    while slots < texts * 2 { slots *= 2 }
    // The places of texts by their hashes, the next free slot where one is taken.
    var places = ContiguousArray<Int32>(repeating: -1, count: slots)
    var hashes = ContiguousArray<UInt64>(repeating: 0, count: texts)
    var found = 0
    var first: (String, String)?
    for place in 0..<texts {
      guard let own = text(place), own.count <= AlikeTexts.longest else { continue }
      let hash = AlikeTexts.hash(own)
      hashes[place] = hash
      var slot = Int(truncatingIfNeeded: (hash ^ (hash >> 32))) & (slots - 1)
      while places[slot] >= 0, hashes[Int(places[slot])] != hash { slot = (slot + 1) & (slots - 1) }
      guard places[slot] >= 0 else {
        places[slot] = Int32(truncatingIfNeeded: place)
        continue
      }
      // The same text twice is no pair.
      guard let known = text(Int(places[slot])), !known.elementsEqual(own) else { continue }
      found += 1
      let pair = (String(decoding: known, as: UTF8.self), String(decoding: own, as: UTF8.self))
      if first.map({ pair < $0 }) ?? true { first = pair }
    }
    guard found > 0, let first else { return nil }
    count = found
    example = first
  }

  // MARK: What a reader sees

  /// The hash of a text in small letters with single spaces, the tone of each word behind it.
  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 14_695_981_039_346_656_037
    var tone: UInt32 = 0
    var hasSpace = false
    func mix(_ value: UInt32) { hash = (hash ^ UInt64(value)) &* 1_099_511_628_211 }
    func endWord() {
      if tone != 0 { mix(tone) }
      tone = 0
    }
    var place = 0
    while place < text.count {
      let byte = text[place]
      var scalar = UInt32(byte)
      if byte < 0x80 {
        place += 1
        if byte &- 65 < 26 { scalar |= 32 }
      } else {
        let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        guard place + length <= text.count else { break }
        scalar = UInt32(byte) & (0xFF >> UInt32(length + 1))
        for next in 1..<length { scalar = scalar << 6 | UInt32(text[place + next] & 0x3F) }
        place += length
        switch scalar {
        case 0x300, 0x301, 0x303, 0x309, 0x323:
          tone = scalar
          continue
        // Greek and Cyrillic capitals.
        case 0x391...0x3A9, 0x410...0x42F: scalar += 32
        default:
          if let letter = Letters.table[scalar] {
            scalar = letter.base
            if letter.tone != 0 { tone = letter.tone }
          }
        }
      }
      if isSpace(scalar) {
        endWord()
        hasSpace = true
        continue
      }
      if hasSpace, hash != 14_695_981_039_346_656_037 { mix(32) }
      hasSpace = false
      mix(scalar)
    }
    endWord()
    return hash
  }

  private static func isSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 9...13, 32, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
      true
    default: false
    }
  }

  /// Letters as a reader tells them apart: what is left without capital and tone, and the tone.
  private struct Letters {
    struct Letter {
      let base: UInt32
      let tone: UInt32
    }

    static let table = Letters()

    private static let tones: Set<UInt32> = [0x300, 0x301, 0x303, 0x309, 0x323]
    private static let ranges: [ClosedRange<UInt32>] = [0xC0...0x1B0, 0x1EA0...0x1EF9]
    private let first: [Letter]
    private let second: [Letter]

    private init() {
      first = Letters.ranges[0].map(Letters.letter)
      second = Letters.ranges[1].map(Letters.letter)
    }

    subscript(scalar: UInt32) -> Letter? {
      @inline(__always) get {
        if Letters.ranges[0].contains(scalar) { return first[Int(scalar - 0xC0)] }
        if Letters.ranges[1].contains(scalar) { return second[Int(scalar - 0x1EA0)] }
        return nil
      }
    }

    private static func letter(_ value: UInt32) -> Letter {
      guard let scalar = Unicode.Scalar(value) else { return Letter(base: value, tone: 0) }
      let small = scalar.properties.lowercaseMapping
      if small == "\u{F0}" { return Letter(base: 0x111, tone: 0) }
      var base: UInt32 = 0
      var tone: UInt32 = 0
      for part in TextNormalization.decomposed(small) {
        if tones.contains(part.value) { tone = part.value } else { base = base << 10 ^ part.value }
      }
      return Letter(base: base, tone: tone)
    }
  }

  /// What is told of a column.
  func note(_ name: String, _ typedName: String) -> FileNote {
    let (one, other) = example
    return FileNote(
      "N0527",
      "`\(name)` has \(count) \(count == 1 ? "text that differs" : "texts that differ") from \(count == 1 ? "another" : "others") in capitals, spaces or the place of a tone mark alone, such as \"\(one)\" and \"\(other)\"; they count as different, and fold(\(typedName)) puts them together",
      "`\(name)` có \(count) giá trị chỉ khác giá trị khác ở chữ hoa, khoảng trắng hoặc vị trí dấu thanh, như \"\(one)\" và \"\(other)\"; chúng được tính là khác nhau, còn fold(\(typedName)) gộp chúng lại"
    )
  }
}
