import Columns
import Functions
import TestSupport
import Testing

/// Dates by name, and texts as keys of an order.
@Suite struct NameAndOrderTests {
  private func call(_ name: String, _ arguments: Value...) throws -> Value {
    let function = try #require(FunctionRegistry.standard.scalar(named: name))
    return try function.evaluate(
      arguments.map { .constant($0) }, 1, EvaluationContext(today: 0))[0]
  }

  /// Every day of two years, written by name in both languages, is read back.
  @Test(arguments: ["en", "vi"])
  func namesAreReadBack(language: String) throws {
    for day in 19_700..<20_440 {
      for format in ["dddd, d MMMM yyyy", "ddd d MMM yyyy", "EEEE dd-MMM-yy", "%A %d %B %Y"] {
        let text = try call(
          "format_date", .date(Int32(day)), .text(format), .text(language))
        #expect(try call("parse_date", text, .text(format)) == .date(Int32(day)), "\(text)")
        guard case .text(let known) = text else { continue }
        // Case and marks do not matter.
        let plain = TextFold.fold(known)
        #expect(
          try call("parse_date", .text(plain), .text(format)) == .date(Int32(day)), "\(plain)")
      }
    }
  }

  @Test func keysOrderAsTheLocaleDoes() throws {
    var random = SeededRandom(12)
    let letters = Array("aàăâbAĂđĐ eéz1-Ưü日²я~!")
    var texts = CollationTests.ordered
    for _ in 0..<150 {
      texts.append(String((0..<random.int(0...7)).map { _ in random.pick(letters) }))
    }
    let keys = texts.map { text in
      var key: [UInt8] = []
      var copy = text
      copy.withUTF8 { Collation.vietnamese.appendKey(of: $0, to: &key) }
      return key
    }
    for one in texts.indices {
      #expect(String(validating: keys[one], as: UTF8.self) != nil, "\(texts[one])")
      for other in texts.indices {
        let order = Collation.vietnamese.compare(texts[one], texts[other])
        let isBefore = keys[one].lexicographicallyPrecedes(keys[other])
        #expect((order < 0) == isBefore, "\(texts[one]) \(texts[other])")
        #expect((order == 0) == (keys[one] == keys[other]), "\(texts[one]) \(texts[other])")
      }
    }
  }

  /// Names with numbers come in the order of the numbers, whatever zeros stand before them.
  @Test func naturalOrderIsThatOfNumbers() throws {
    var random = SeededRandom(13)
    for _ in 0..<400 {
      let (one, other) = (random.int(0...2000), random.int(0...2000))
      let zeros = String(repeating: "0", count: random.int(0...3))
      let left = try call("natural", .text("Xã \(zeros)\(one)b"))
      let right = try call("natural", .text("Xã \(other)b"))
      guard case .text(let a) = left, case .text(let b) = right else {
        Issue.record("no text")
        return
      }
      #expect((one < other) == (a < b) && (one == other) == (a == b), "\(one) \(other)")
    }
  }

  /// What rows give is what a group of the same values gives.
  @Test func rowsAreAsGroups() throws {
    var random = SeededRandom(14)
    for _ in 0..<500 {
      let cells = (0..<random.int(1...6)).map { _ -> Value in
        if random.oneIn(4) { return .null }
        return random.oneIn(2)
          ? .int(Int64(random.int(-50...50))) : .decimal(Int64(random.int(-999...999)), scale: 2)
      }
      let known = cells.compactMap(\.asDouble).sorted()
      let sum = known.reduce(0, +)
      func expect(_ name: String, _ value: Double?) throws {
        let function = try #require(FunctionRegistry.standard.scalar(named: name))
        let found = try function.evaluate(
          cells.map { .constant($0) }, 1, EvaluationContext(today: 0))[0].asDouble
        guard let value, let found else {
          #expect(value == nil && found == nil, "\(name) \(cells)")
          return
        }
        #expect(abs(found - value) < 1e-9, "\(name) \(cells)")
      }
      try expect("sum_of", known.isEmpty ? nil : sum)
      try expect("mean_of", known.isEmpty ? nil : sum / Double(known.count))
      try expect("count_of", Double(known.count))
      try expect("least", known.first)
      try expect("greatest", known.last)
      let middle = known.count / 2
      try expect(
        "median_of",
        known.isEmpty
          ? nil
          : known.count % 2 == 1 ? known[middle] : (known[middle - 1] + known[middle]) / 2)
    }
  }
}
