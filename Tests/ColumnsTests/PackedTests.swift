import TestSupport
import Testing

@testable import Columns

/// Integers in a narrow width against the integers themselves.
@Suite struct PackedTests {
  /// Values whose distance from the smallest just fits a width, and just does not.
  @Test(arguments: [
    (0, 0, PackedWidth.u8), (5, 260, .u8), (5, 261, .u16), (-200, 65_335, .u16),
    (-200, 65_336, .u32),
    (Int64.min, Int64.min + 0xFFFF_FFFF, .u32), (Int64.min, Int64.min + 0x1_0000_0000, .i64),
    (.min, .max, .i64), (-1, .max, .i64),
  ])
  func width(low: Int64, high: Int64, expected: PackedWidth) throws {
    let values = [high, low, low, high]
    let packed = try Packed.packing(values, count: values.count, validity: nil)
    #expect(packed.width == expected)
    #expect((0..<values.count).map { packed.value($0) } == values)
    #expect(packed.lower == low && packed.upper == high)
    #expect(packed.range == UInt64(bitPattern: high &- low))
    #expect(packed.buffer.byteCount == values.count * expected.bytes)
  }

  @Test(arguments: 0..<40)
  func whatIsPackedComesBack(seed: Int) throws {
    var random = SeededRandom(UInt64(seed))
    let count = random.pick([0, 1, 64, 300, Morsel.rows, Morsel.rows + 1, Morsel.rows * 2 + 77])
    let bits = random.int(0...63)
    let values = (0..<count).map { _ in Int64(bitPattern: random.next()) >> Int64(bits) }
    let validity = random.oneIn(2) ? nil : try BitmapTests.random(count, &random).0
    let buffer = try Buffer(copying: values)
    let packed = try Packed.packing(
      buffer, count: count, validity: validity, scale: 2, threads: random.int(1...4))
    #expect(packed.scale == 2)
    let valid = values.indices.filter { validity?[$0] ?? true }
    #expect(valid.allSatisfy { packed.value($0) == values[$0] })
    #expect(packed.lower == valid.map { values[$0] }.min() ?? .max)
    #expect(packed.upper == valid.map { values[$0] }.max() ?? .min)
    #expect((packed.range == nil) == valid.isEmpty)
    let start = random.int(0...count)
    let out = try MutableBuffer(Int64.self, count: count - start)
    packed.decode(from: start, count: count - start, into: out.pointer(Int64.self))
    let decoded = (0..<count - start).map { out.pointer(Int64.self)[$0] }
    #expect(decoded == (start..<count).map { packed.value($0) })
    // Zones bound what is valid in each morsel.
    #expect((packed.zones != nil) == (count > Morsel.rows))
    guard let zones = packed.zones else { return }
    for piece in 0..<Morsel.pieces(of: count) {
      let rows = Morsel.range(piece, of: count)
      let own = rows.filter { validity?[$0] ?? true }.map { values[$0] }
      #expect(zones.lower[piece] == own.min() ?? .max && zones.upper[piece] == own.max() ?? .min)
    }
  }

  @Test func morselsCutAllRows() {
    for count in [0, 1, Morsel.rows - 1, Morsel.rows, Morsel.rows + 1, Morsel.rows * 3] {
      let ranges = (0..<Morsel.pieces(of: count)).map { Morsel.range($0, of: count) }
      #expect(ranges.flatMap { $0 }.count == count)
      #expect(ranges.first?.lowerBound ?? 0 == 0 && ranges.last?.upperBound ?? 0 == count)
      for (one, next) in zip(ranges, ranges.dropFirst()) {
        #expect(one.upperBound == next.lowerBound)
      }
    }
  }

  @Test func codesCountFromZero() throws {
    for (values, domain) in [([7, 9, 7], 12), ([300, 2, 299], 301), ([70_000, 0, 3], 70_001)] {
      let numbers = values.map { Int64($0) }
      let packed = try Packed.packing(numbers, count: numbers.count, validity: nil)
      let codes = try packed.rebasedToZero(count: numbers.count, domain: domain)
      #expect(codes.base == 0 && codes.width.bytes <= 4)
      #expect((0..<numbers.count).map { codes.value($0) } == numbers)
      #expect(codes.lower == 0 && codes.upper == Int64(domain) - 1)
    }
  }
}
