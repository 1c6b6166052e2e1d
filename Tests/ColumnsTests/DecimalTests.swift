import Columns
import TestSupport
import Testing

@Suite struct DecimalTests {
  /// The C library reads the decimal's text: an answer that owes nothing to the division.
  @Test func doublesAreTheNearest() {
    var random = SeededRandom("decimals")
    let edges: [Int64] = [
      .min, .min + 1, .max, .max - 1, 1 << 53, (1 << 53) + 1, (1 << 53) + 2, (1 << 53) + 3, 1 << 62,
      (1 << 62) + 1, 999_999_999_999_999_999, 1_000_000_000_000_000_000, 6_470_666_666_666_666,
      9_007_199_254_740_993, 0, 1, 7,
    ]
    for round in 0..<40_000 {
      var value = edges[round % edges.count]
      if round >= 400 {
        value = Int64(bitPattern: random.next()) >> Int64(random.int(0...12))
        // Ties: what lies halfway between two doubles, once multiplied out.
        if random.oneIn(4) { value = (value | 1 << 9) & ~((1 << 9) - 1) }
      }
      for own in [value, value == .min ? .max : -value] {
        let scale = round < 400 ? round % 19 : random.int(0...18)
        let expected = Double(Decimal64.text(own, scale: scale))
        #expect(Decimal64.double(own, scale: scale) == expected, "\(own) at \(scale)")
      }
    }
  }
}
