import Columns

/// Notices letters of `.VnTime` and VNI fonts, and UTF-8 encoded twice, in texts that are UTF-8.
struct PastedLetters {
  private static let encodings: [TextEncoding] = [.utf8Twice, .tcvn3, .vni]
  /// What was found first: a text, what it would be, and by which encoding.
  private(set) var found: (text: String, meant: String, encoding: TextEncoding)?
  private static let looked = 2_000

  /// Looks at some texts of a column, from all over it.
  mutating func look(_ column: Column) {
    guard found == nil, column.type == .text, column.count > 0 else { return }
    let step = max(1, column.count / PastedLetters.looked)
    var texts: [String] = []
    for row in stride(from: 0, to: column.count, by: step) where column.isValid(row) {
      let text = column.utf8(row)
      if !UTF8Check.isASCII(text) { texts.append(String(decoding: text, as: UTF8.self)) }
    }
    look(texts)
  }

  mutating func look(_ texts: [String]) {
    guard found == nil else { return }
    var words: Set<[UInt32]> = []
    for text in texts {
      for word in text.unicodeScalars.split(whereSeparator: {
        !PastedText.isLetter($0.value) && $0.value < 0x80
      })
      where word.contains(where: { $0.value >= 0x80 }) {
        words.insert(word.map(\.value))
      }
    }
    for encoding in PastedLetters.encodings {
      var fitting = 0
      var isLong = false
      for word in words {
        guard PastedLetters.isMeant(word, encoding) else { continue }
        fitting += 1
        if word.count > 2 { isLong = true }
      }
      guard fitting > 1, isLong, fitting * 10 >= words.count * 6 else { continue }
      for text in texts {
        let meant = String(
          decoding: PastedText.mended(Array(text.utf8), encoding), as: UTF8.self)
        if meant != text {
          found = (text, meant, encoding)
          return
        }
      }
    }
  }

  /// Whether a word is none as it stands, and one as the encoding has it.
  private static func isMeant(_ word: [UInt32], _ encoding: TextEncoding) -> Bool {
    if VietnameseSyllable.isOne(word) { return false }
    if encoding == .utf8Twice {
      let bytes = String(String.UnicodeScalarView(word.compactMap { Unicode.Scalar($0) })).utf8
      return PastedText.mended(Array(bytes), encoding).count < bytes.count
    }
    return PastedText.isMeant(word[...], encoding)
  }

  /// What is told; nil where nothing was noticed.
  var note: SourceNote? {
    guard let found else { return nil }
    func short(_ text: String) -> String { text.count > 40 ? String(text.prefix(39)) + "…" : text }
    let name = found.encoding.name
    let what =
      found.encoding == .utf8Twice
      ? (en: "text that was encoded twice", vi: "văn bản bị mã hóa hai lần")
      : (
        en: "letters of \(found.encoding == .tcvn3 ? "TCVN3 (.VnTime)" : "VNI") fonts",
        vi: "chữ của phông \(found.encoding == .tcvn3 ? "TCVN3 (.VnTime)" : "VNI")"
      )
    return SourceNote(
      "N0520",
      "\"\(short(found.text))\" looks like \(what.en) (\"\(short(found.meant))\"); with (encoding: \"\(name)\") reads it right",
      "\"\(short(found.text))\" có vẻ là \(what.vi) (\"\(short(found.meant))\"); with (encoding: \"\(name)\") đọc đúng",
      options: ["encoding: \"\(name)\""])
  }
}
