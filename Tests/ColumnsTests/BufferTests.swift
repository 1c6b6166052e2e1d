import TestSupport
import Testing

@testable import Columns

/// Blocks of memory: alignment, zeroes, parts that keep their whole alive, blocks that come again.
@Suite struct BufferTests {
  /// Around the size from which blocks come from the pool, with its padding of 64 bytes.
  static let sizes = [0, 1, 63, 64, 65, 4096, (1 << 18) - 65, (1 << 18) - 64, 1 << 18, 1 << 20]

  @Test(arguments: sizes)
  func bytesAreAlignedAndZeroedWhereAsked(size: Int) throws {
    // Rubbish in a block of this size, which the next one may get back.
    do {
      let used = try Buffer(byteCount: size)
      used.base.initializeMemory(as: UInt8.self, repeating: 0xAB, count: size)
    }
    let buffer = try Buffer(byteCount: size, zeroed: true)
    #expect(buffer.byteCount == size)
    #expect(UInt(bitPattern: buffer.base) % 64 == 0)
    let bytes = UnsafeBufferPointer(start: buffer.pointer(UInt8.self), count: size)
    #expect(bytes.allSatisfy { $0 == 0 })
    // Wide loads may overrun by as much.
    let behind = UnsafeRawBufferPointer(start: buffer.base + size, count: 64)
    #expect(behind.reduce(0) { $0 | Int($1) } >= 0)
  }

  @Test func arraysAreCopied() throws {
    var values: [Int32] = [1, -2, .max, .min]
    let buffer = try Buffer(copying: values)
    values[0] = 9
    #expect((0..<4).map { buffer.pointer(Int32.self)[$0] } == [1, -2, .max, .min])
    #expect(try Buffer(copying: [Int64]()).byteCount == 0)
  }

  @Test func aPartKeepsItsWhole() throws {
    weak var whole: Buffer?
    var part: Buffer?
    do {
      let made = try Buffer(copying: (0..<64).map { Int64($0) })
      whole = made
      part = Buffer(partOf: made, from: 128, byteCount: 64)
    }
    #expect(whole != nil)
    let values = try #require(part).pointer(Int64.self)
    #expect((0..<8).map { values[$0] } == Array(16..<24))
    part = nil
    #expect(whole == nil)
  }

  @Test func poolSizesFitAgain() {
    var random = SeededRandom(1)
    for _ in 0..<2000 {
      let size = BlockPool.threshold + random.int(0...(1 << random.int(1...34)))
      let rounded = BlockPool.roundedSize(size)
      #expect(rounded >= size && rounded % 4096 == 0)
      #expect(BlockPool.roundedSize(rounded) == rounded)
      #expect(Double(rounded) <= Double(size) * 1.125 + 4096, "\(size) became \(rounded)")
    }
  }
}
