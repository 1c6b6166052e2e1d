import TestSupport
import Testing

@testable import Columns

/// Heaps and dictionaries of texts against arrays of strings.
@Suite struct TextTests {
  /// Code point order, which is the order of the UTF-8 bytes.
  static func isBefore(_ left: String, _ right: String) -> Bool {
    left.unicodeScalars.map(\.value).lexicographicallyPrecedes(right.unicodeScalars.map(\.value))
  }

  static func texts(_ count: Int, _ random: inout SeededRandom) -> [String] {
    (0..<count).map { _ in
      random.oneIn(4) ? "w\(random.int(0...50))" : random.pick(RandomColumns.words)
    }
  }

  /// Composed and decomposed text are two entries: normalising is up to whoever reads the text.
  static func same(_ left: String, _ right: String) -> Bool {
    left.utf8.elementsEqual(right.utf8)
  }

  @Test(arguments: [0, 1, 2, 30, 300])
  func dictionariesAreSortedAndComplete(count: Int) throws {
    var random = SeededRandom(UInt64(count))
    var texts = Self.texts(count, &random)
    if count > 2 { texts += ["Điện", "Điện".decomposed, "\u{10FFFF}", "\u{FFFF}", "\u{0}"] }
    let (dictionary, codes) = try TextDictionary.encoding(try TextHeap(texts), count: texts.count)
    let entries = (0..<dictionary.count).map { dictionary.string($0) }
    for (one, next) in zip(entries, entries.dropFirst()) {
      #expect(Self.isBefore(one, next), "\(one) before \(next)")
    }
    #expect(dictionary.count == Set(texts.map { Array($0.utf8) }).count)
    for (text, code) in zip(texts, codes) {
      #expect(Self.same(entries[Int(code)], text))
      #expect(dictionary.code(of: text) == Int(code))
    }
    for other in ["", "missing", "z\u{10FFFF}", "Đ"]
    where !texts.contains(where: { Self.same($0, other) }) {
      #expect(dictionary.code(of: other) == nil)
      var copy = other
      let place = copy.withUTF8 { dictionary.lowerBound($0) }
      #expect(place == entries.count { Self.isBefore($0, other) }, "\(other)")
    }
  }

  /// Texts that share beginnings, end where others go on, hold zero bytes, or are equal.
  @Test(arguments: [0, 1, 3, 500, 20_000])
  func orderIsThatOfBytes(count: Int) throws {
    var random = SeededRandom(UInt64(count) &+ 40)
    for beginning in ["", "hồ sơ số ", "\u{0}"] {
      let texts = (0..<count).map { _ in
        var text = beginning
        for _ in 0..<random.int(0...5) {
          text += random.pick(["a", "\u{0}", "ê", "aaaaaaaa", "z"])
        }
        return text
      }
      let heap = try TextHeap(texts)
      let bytes = texts.map { Array($0.utf8) }
      let expected = texts.indices.sorted {
        bytes[$0] == bytes[$1] ? $0 < $1 : bytes[$0].lexicographicallyPrecedes(bytes[$1])
      }
      for threads in 1...5 {
        let order = try TextOrder.entries(heap, count: count, threads: threads)
        let rows = (0..<count).map { Int(order.pointer(TextOrder.Entry.self)[$0].row) }
        #expect(rows == expected, "\(count) texts on \(threads) threads")
        let (dictionary, codes) = try TextDictionary.encoding(heap, count: count, threads: threads)
        #expect(dictionary.count == Set(bytes).count)
        #expect(codes.indices.allSatisfy { Array(dictionary.utf8(Int(codes[$0]))) == bytes[$0] })
      }
    }
  }

  @Test(arguments: 0..<20)
  func unionKeepsTexts(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 9)
    let lists = (0..<random.int(1...4)).map { _ in Self.texts(random.int(0...20), &random) }
    let dictionaries = try lists.map {
      try TextDictionary.encoding(try TextHeap($0), count: $0.count).dictionary
    }
    let (union, maps) = try TextDictionary.union(dictionaries)
    #expect(union.count == Set(lists.flatMap { $0 }.map { Array($0.utf8) }).count)
    for (dictionary, map) in zip(dictionaries, maps) {
      for code in 0..<dictionary.count {
        #expect(Self.same(union.string(map.map { Int($0[code]) } ?? code), dictionary.string(code)))
      }
    }
  }

  @Test func bytesCompareAsCodePoints() {
    var random = SeededRandom(3)
    for _ in 0..<500 {
      var (one, other) = (random.pick(RandomColumns.words), random.pick(RandomColumns.words))
      if random.oneIn(4) { other = one + other }
      let order = one.withUTF8 { left in other.withUTF8 { compareBytes(left, $0) } }
      #expect((order < 0) == Self.isBefore(one, other))
      #expect((order == 0) == Self.same(one, other))
    }
  }
}

extension String {
  /// The same text with marks of their own: for `Điện` only, which the tests need.
  fileprivate var decomposed: String {
    String(
      String.UnicodeScalarView(
        flatMap { character -> [Unicode.Scalar] in
          character == "ệ" ? ["e", "\u{323}", "\u{302}"] : Array(character.unicodeScalars)
        }))
  }
}
