import Columns
import TestSupport
import Testing

@testable import Engines

/// Plain text as a key: words of bytes against plain comparison of whole texts.
@Suite struct TextKeys {
  /// Texts that share beginnings of all lengths, hold zero bytes, repeat, or are empty.
  private static func texts(_ count: Int, _ random: inout SeededRandom) -> [String] {
    let parts = ["a", "b", "\u{0}", "ê", "ab", "Điện Biên", "00000000", "z"]
    let beginning = random.pick(["", "HS-", "\u{0}", String(repeating: "a", count: 40)])
    var pool: [String] = []
    for _ in 0..<max(1, count / random.pick([1, 2, 20])) {
      var text = beginning
      for _ in 0..<random.int(0...4) { text += random.pick(parts) }
      // Long texts that differ in length alone: every level of words ends one of them.
      if random.oneIn(3) { text += String(repeating: "a", count: random.int(0...300)) }
      pool.append(text)
    }
    return (0..<count).map { _ in random.pick(pool) }
  }

  private static func column(
    _ texts: [String], nulls: Int, _ random: inout SeededRandom
  ) throws -> Column {
    let heap = try TextHeap(texts)
    guard nulls > 0 else {
      return Column(type: .text, count: texts.count, storage: .text(heap))
    }
    let validity = try MutableBitmap(repeating: true, count: texts.count)
    for row in texts.indices where random.oneIn(nulls) { validity.set(row, false) }
    return Column(
      type: .text, count: texts.count, storage: .text(heap), validity: validity.freeze())
  }

  @Test(arguments: 0..<60)
  func dictionaryHoldsEachTextOnceInOrder(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 31_000)
    let count = random.pick([0, 1, 2, 11, 12, 13, 65, 400, 2000])
    let all = try Self.column(
      Self.texts(count, &random), nulls: random.pick([0, 3, 1]), &random)
    let skipped = min(count, random.pick([0, 0, 5]))
    let column = all.slice(skipped, count - skipped)
    let coded = try TextEncoding.coded(column, PlanProperties.context())
    guard case .coded(let codes, let dictionary) = coded.storage else {
      Issue.record("seed \(seed): not coded")
      return
    }
    #expect(coded.values == column.values, "seed \(seed)")
    let known = Set(
      (0..<column.count).filter { column.isValid($0) }.map { Array(column.utf8($0)) })
    let expected = known.sorted { $0.lexicographicallyPrecedes($1) }
    #expect((0..<dictionary.count).map { Array(dictionary.utf8($0)) } == expected, "seed \(seed)")
    #expect(codes.upper < Int64(max(1, dictionary.count)))
  }

  @Test(arguments: 0..<60)
  func firstRowsAreThoseOfTheWholeOrder(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 32_000)
    let count = random.pick([9, 100, 1500, 6000])
    let key = try Self.column(Self.texts(count, &random), nulls: random.pick([0, 3]), &random)
    let second = try RandomColumns.column(.intU8, count: count, nulls: 5, using: &random)
    let numbers = try Buffer(copying: (0..<count).map { Int64($0) })
    let number = Column(
      type: .int, count: count,
      storage: .packed(
        try Packed.packing(
          numbers.pointer(Int64.self), count: count, validity: nil, scale: 0)))
    let table = Table([("number", number)])
    let keys = random.oneIn(2) ? [key] : [key, second]
    let descending = keys.map { _ in random.oneIn(2) }
    let context = PlanProperties.context()
    let all = try Sorting.sorted(table, by: keys, descending: descending, context: context)
    for limit in [0, 1, 7, 100, count / 5] {
      let top = try Sorting.top(
        limit, of: table, by: keys, descending: descending, context: context)
      #expect(
        top.columns[0].values == Array(all.columns[0].values.prefix(limit)),
        "seed \(seed), first \(limit)")
    }
  }
}
