import Columns
import Functions

/// Texts of a column that look the same to a reader and differ to a program: in capitals, in spaces, in
/// the place of a tone mark (`Hoà Bình`, `Hòa Bình`) or by the letter Eth (`Ðiện Biên`).
///
/// Each makes a group of its own, and a join finds one of them alone.
struct AlikeTexts {
  /// How many texts look like an earlier one.
  let count: Int
  let example: (String, String)

  /// Columns of more different texts are no names of units.
  private static let mostTexts = 1000

  init?(_ column: Column) {
    var texts: [UnsafeBufferPointer<UInt8>] = []
    switch column.storage {
    case .coded(_, let dictionary):
      guard (2...AlikeTexts.mostTexts).contains(dictionary.count) else { return nil }
      texts = (0..<dictionary.count).map { dictionary.utf8($0) }
    case .text:
      guard (2...AlikeTexts.mostTexts).contains(column.count) else { return nil }
      texts = (0..<column.count).filter { column.isValid($0) }.map { column.utf8($0) }
    default: return nil
    }
    // Consonants and digits alone rule out most pairs, without any text being made.
    var candidates: [UInt64: [Int]] = [:]
    var isAnyPair = false
    for (place, text) in texts.enumerated() where text.count <= 120 {
      let skeleton = AlikeTexts.skeleton(text)
      if candidates[skeleton] != nil { isAnyPair = true }
      candidates[skeleton, default: []].append(place)
    }
    guard isAnyPair else { return nil }
    var found = 0
    var first: (String, String)?
    for places in candidates.values where places.count > 1 {
      var seen: [String: String] = [:]
      for place in places {
        let text = String(decoding: texts[place], as: UTF8.self)
        let key = AlikeTexts.key(text)
        guard let known = seen[key] else {
          seen[key] = text
          continue
        }
        // The same text twice is no pair.
        if Array(known.utf8) == Array(text.utf8) { continue }
        found += 1
        if first.map({ (known, text) < $0 }) ?? true { first = (known, text) }
      }
    }
    guard found > 0, let first else { return nil }
    count = found
    example = first
  }

  /// A hash of the consonants, digits and signs of a text, small letters for capitals.
  private static func skeleton(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 14_695_981_039_346_656_037
    for byte in text where byte > 32 && byte < 128 {
      let letter = byte >= 65 && byte <= 90 ? byte | 32 : byte
      switch letter {
      case 97, 101, 105, 111, 117, 121: continue
      default: hash = (hash ^ UInt64(letter)) &* 1_099_511_628_211
      }
    }
    return hash
  }

  private static let tones: Set<UInt32> = [0x300, 0x301, 0x303, 0x309, 0x323]

  /// A text in small letters with single spaces, the tone of each word behind it.
  private static func key(_ text: String) -> String {
    var key = String.UnicodeScalarView()
    var tone: Unicode.Scalar?
    func end() {
      if let own = tone { key.append(own) }
      tone = nil
    }
    for scalar in TextNormalization.decomposed(text.lowercased()) {
      if scalar.properties.isWhitespace {
        end()
        if let last = key.last, last != " " { key.append(" ") }
      } else if tones.contains(scalar.value) {
        tone = scalar
      } else if scalar == "\u{F0}" {
        key.append("\u{111}")
      } else {
        key.append(scalar)
      }
    }
    end()
    return String(key)
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
