import TestSupport
import Testing

@testable import Columns

/// Bitmaps against arrays of bools, at every kind of offset.
@Suite struct BitmapTests {
  static let counts = [0, 1, 7, 63, 64, 65, 127, 128, 129, 200, 1000]

  static func random(_ count: Int, _ random: inout SeededRandom) throws -> (Bitmap, [Bool]) {
    let density = random.int(1...5)
    let bits = (0..<count).map { _ in random.oneIn(density) }
    let bitmap = try MutableBitmap(repeating: random.oneIn(2), count: count)
    for (row, bit) in bits.enumerated() { bitmap.set(row, bit) }
    #expect((0..<count).map { bitmap[$0] } == bits)
    return (bitmap.freeze(), bits)
  }

  @Test(arguments: counts)
  func agreesWithBools(count: Int) throws {
    var random = SeededRandom(UInt64(count))
    for _ in 0..<20 {
      let (bitmap, bits) = try Self.random(count, &random)
      #expect((0..<count).map { bitmap[$0] } == bits)
      #expect(bitmap.isAllSet == bits.allSatisfy { $0 })
      let offset = random.int(0...count)
      let length = random.int(0...(count - offset))
      let part = Array(bits[offset..<offset + length])
      #expect(bitmap.countSet(from: offset, count: length) == part.count { $0 })
      let out = try MutableBuffer(UInt8.self, count: length)
      bitmap.expand(from: offset, count: length, into: out.pointer(UInt8.self))
      #expect((0..<length).map { out.pointer(UInt8.self)[$0] } == part.map { $0 ? 1 : 0 })
      let sliced = try bitmap.sliced(from: offset, count: length)
      #expect((0..<length).map { sliced[$0] } == part)
      #expect(sliced.count == length)
    }
  }

  @Test(arguments: counts)
  func andOfTwo(count: Int) throws {
    var random = SeededRandom(UInt64(count) &+ 77)
    for _ in 0..<20 {
      let (one, left) = try Self.random(count + 70, &random)
      let (other, right) = try Self.random(count + 70, &random)
      let (first, second) = (random.int(0...70), random.int(0...70))
      let both = try #require(
        try Bitmap.and(one, at: first, other, at: second, count: count))
      #expect(
        (0..<count).map { both[$0] } == (0..<count).map { left[first + $0] && right[second + $0] })
      let single = try #require(try Bitmap.and(nil, at: 0, other, at: second, count: count))
      #expect((0..<count).map { single[$0] } == (0..<count).map { right[second + $0] })
    }
    #expect(try Bitmap.and(nil, at: 0, nil, at: 0, count: count) == nil)
  }

  @Test(arguments: counts)
  func oneBitIsEnough(count: Int) throws {
    let all = try Bitmap(repeating: true, count: count)
    #expect(all.isAllSet && all.countSet(from: 0, count: count) == count)
    for row in 0..<count {
      let made = try MutableBitmap(repeating: true, count: count)
      made.set(row, false)
      let allButOne = made.freeze()
      #expect(!allButOne.isAllSet, "row \(row)")
      #expect(allButOne.countSet(from: 0, count: count) == count - 1)
    }
    let none = try Bitmap(repeating: false, count: count)
    #expect(none.countSet(from: 0, count: count) == 0)
    #expect(none.isAllSet == (count == 0))
  }
}
