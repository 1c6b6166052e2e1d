import Columns
import Functions
import TestSupport
import Testing

@Suite struct CollationTests {
  /// Written by hand, in the order of a Vietnamese reader.
  static let ordered = [
    "", " a", "-", "10", "2", "9", "a", "A", "à", "À", "ả", "ã", "á", "ạ", "an", "An Giang",
    "anh", "ă", "ằ", "ẳ", "ẵ", "ắ", "ặ", "ăn", "â", "ầ", "ẩ", "ẫ", "ấ", "ậ", "ân", "b", "ba",
    "bà", "bả", "bã", "bá", "bạ", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "ca", "chi", "cư", "da",
    "dư", "đ", "Đ", "đa", "Đà Nẵng", "đâu", "Điện Biên", "Điện Biên Đông", "Điện Biên Phủ",
    "e", "é", "ê", "ế", "f", "g", "Hà Giang", "Hà Nam", "Hà Nội", "Hải Dương", "Hải Phòng",
    "Hậu Giang", "i", "ì", "j", "k", "l", "m", "Mường Ảng", "Mường Chà", "Mường Lay",
    "Mường Nhé", "n", "ng", "nh", "o", "ó", "ô", "ố", "ơ", "ớ", "p", "q", "r", "s", "t", "u",
    "ú", "ư", "ứ", "v", "w", "x", "y", "ý", "z", "я", "日",
  ]

  @Test func handWrittenOrder() {
    let collation = Collation.vietnamese
    for (left, one) in CollationTests.ordered.enumerated() {
      for (right, other) in CollationTests.ordered.enumerated() {
        let order = collation.compare(one, other)
        #expect(
          left < right ? order < 0 : left > right ? order > 0 : order == 0, "\(one) \(other)")
      }
    }
  }

  @Test func ranksAreTheOrder() throws {
    let shuffled = CollationTests.ordered.sorted { $0.utf8.count < $1.utf8.count }
    let (dictionary, _) = try TextDictionary.encoding(
      try TextHeap(shuffled), count: shuffled.count)
    let ranks = Collation.vietnamese.ranks(of: dictionary)
    var texts = [String](repeating: "", count: ranks.count)
    for (code, rank) in ranks.enumerated() { texts[Int(rank)] = dictionary.string(code) }
    #expect(texts == CollationTests.ordered)
  }

  @Test func orderIsTotalAndAgreesWithPrefixes() {
    var random = SeededRandom(11)
    let letters = Array("aàăâbAĂđĐ eéz1-Ưü日")
    var texts: [String] = []
    for _ in 0..<120 {
      texts.append(String((0..<random.int(0...9)).map { _ in random.pick(letters) }))
    }
    let collation = Collation.vietnamese
    for one in texts {
      for other in texts {
        let order = collation.compare(one, other)
        #expect((order == 0) == (Array(one.utf8) == Array(other.utf8)), "\(one) \(other)")
        #expect((order < 0) == (collation.compare(other, one) > 0), "\(one) \(other)")
        var first = one
        var second = other
        let prefixes = first.withUTF8 { first in
          second.withUTF8 { (collation.prefix(first), collation.prefix($0)) }
        }
        if prefixes.0 != prefixes.1 {
          #expect((prefixes.0 < prefixes.1) == (order < 0), "\(one) \(other)")
        }
      }
    }
    let sorted = texts.sorted { collation.compare($0, $1) < 0 }
    for (one, other) in zip(sorted, sorted.dropFirst()) {
      #expect(collation.compare(one, other) <= 0)
    }
  }

  @Test func localeNames() {
    #expect(Collation.named("vi") == .vietnamese)
    #expect(Collation.named("vi_VN.UTF-8") == .vietnamese)
    #expect(Collation.named("en_US") == nil)
    #expect(Collation.named("C") == nil)
    #expect(Collation.named("") == nil)
  }
}

@Suite struct TextFormTests {
  @Test(arguments: [
    ("Điện Biên", "dien bien"), ("ĐẠI  HỌC\t", "dai hoc"),
    (" Thừa\u{A0}Thiên Huế ", "thua thien hue"),
    ("Ðà Nẵng", "da nang"), ("d\u{302}ie\u{302}\u{323}n", "dien"), ("", ""), ("   ", ""),
    ("a \u{301}", "a"), (" \u{301} b", "b"), ("a \u{301}b", "a b"), ("\u{85}x\u{3000}y", "x y"),
    ("ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬ", "aaaaaaaaaaaaaaaaa"), ("ÈÉẺẼẸÊỀẾỂỄỆ", "eeeeeeeeeee"),
    ("ƠỜỚỞỠỢƯỪỨỬỮỰ", "oooooouuuuuu"), ("ÌÍỈĨỊỲÝỶỸỴ", "iiiiiyyyyy"), ("İstanbul", "istanbul"),
    ("naïve Café", "naive cafe"), ("日本 😀", "日本 😀"), ("ПРИВЕТ", "привет"),
  ])
  func folds(text: String, expected: String) throws {
    #expect(TextFold.fold(text) == expected)
    #expect(TextFold.fold(expected) == expected)
    #expect(
      try call("fold", [.constant(.text(text))], 1).values == [.text(expected)])
  }

  @Test(
    arguments: [
      ("abc", nil), ("Điện Biên Phủ – “ế”", nil), ("", nil), ("日本 😀 한국", nil),
      ("e\u{302}\u{301}", "ế"), ("Die\u{302}\u{323}n", "Diện"), ("a\u{323}\u{306}", "ặ"),
      ("u\u{31B}\u{309}", "ử"), ("\u{212B}", "Å"), ("\u{1100}\u{1161}", "가"),
      ("q\u{307}\u{323}", "q\u{323}\u{307}"), ("q\u{323}", nil), ("ế\u{301}", nil),
    ] as [(String, String?)])
  func normalizes(text: String, expected: String?) {
    let bytes = Array(text.utf8)
    let result = bytes.withUnsafeBufferPointer { TextNormalization.normalizeNFC($0) }
    #expect(result == expected.map { Array($0.utf8) })
  }

  @Test func composesEveryVietnameseLetter() {
    // Every vowel with every tone, taken apart in both orders of the marks.
    let vowels: [(String, String)] = [
      ("a", ""), ("a", "\u{306}"), ("a", "\u{302}"), ("e", ""), ("e", "\u{302}"), ("i", ""),
      ("o", ""), ("o", "\u{302}"), ("o", "\u{31B}"), ("u", ""), ("u", "\u{31B}"), ("y", ""),
    ]
    for (base, sign) in vowels {
      for tone in ["\u{300}", "\u{309}", "\u{303}", "\u{301}", "\u{323}"] {
        let one = TextNormalization.normalizeNFC(base + sign + tone)
        #expect(one.unicodeScalars.count == 1, "\(base)\(sign)\(tone)")
        if tone == "\u{323}" {
          #expect(
            Array(TextNormalization.normalizeNFC(base + tone + sign).utf8) == Array(one.utf8))
        }
        #expect(TextFold.fold(one) == base)
      }
    }
  }
}
