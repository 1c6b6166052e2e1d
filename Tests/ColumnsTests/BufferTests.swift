import TestSupport
import Testing

@testable import Columns

/// Blocks of memory: alignment, zeroes, builders that freeze, parts that keep their whole alive,
/// blocks that come again.
@Suite struct BufferTests {
  /// Around the size from which blocks come from the pool, with its padding of 64 bytes.
  static let sizes = [0, 1, 63, 64, 65, 4096, (1 << 18) - 65, (1 << 18) - 64, 1 << 18, 1 << 20]

  @Test(arguments: sizes)
  func bytesAreAlignedAndZeroedWhereAsked(size: Int) throws {
    // Rubbish in a block of this size, which the next one may get back.
    do {
      let used = try MutableBuffer(byteCount: size)
      used.base.initializeMemory(as: UInt8.self, repeating: 0xAB, count: size)
    }
    let buffer = try MutableBuffer(byteCount: size, zeroed: true).freeze()
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
    // Seven bytes to 5 KiB in blocks of 16 KiB: some parts share a block, some begin a new one.
    let budget = MemoryBudget()
    try Memory.$budget.withValue(budget) {
      var arena = BufferArena(blockSize: 1 << 14)
      var parts: [(Buffer, [UInt8])] = []
      var random = SeededRandom(2)
      for _ in 0..<200 {
        let bytes = (0..<random.int(7...5000)).map { _ in UInt8(random.int(0...255)) }
        let part = try bytes.withUnsafeBytes { source in
          try arena.copy(try #require(source.baseAddress), byteCount: source.count)
        }
        parts.append((part, bytes))
      }
      arena = BufferArena(blockSize: 64)
      for (part, bytes) in parts {
        #expect(Array(part.values(UInt8.self)) == bytes)
        #expect(UInt(bitPattern: part.base) % 64 == 0)
      }
      #expect(budget.used > 200 * 2000 && budget.used < 200 * 5000)
      parts.removeLast(199)
      #expect(budget.used < 1 << 15)
      let (part, bytes) = parts[0]
      #expect(Array(part.values(UInt8.self)) == bytes)
      parts = []
      withExtendedLifetime(part) {}
    }
    #expect(budget.used == 0)
  }

  @Test func freezingCopiesNothing() throws {
    let budget = MemoryBudget()
    try Memory.$budget.withValue(budget) {
      let builder = try MutableBuffer(Int32.self, count: 1000)
      let values = builder.pointer(Int32.self)
      for row in 0..<1000 { values[row] = Int32(row * row) }
      let address = UnsafeRawPointer(builder.base)
      let used = budget.used
      let buffer = builder.freeze()
      #expect(buffer.base == address && budget.used == used)
      #expect(Array(buffer.values(Int32.self)) == (0..<1000).map { Int32($0 * $0) })
    }
    #expect(budget.used == 0)
  }

  @Test func threadsFillABuilderSideBySide() throws {
    let count = Morsel.rows * 3 + 5
    let builder = try MutableBuffer(Int64.self, count: count)
    let shared = try (0..<3).map { _ in try SharedBuilder(Int64.self, count: count) }
    try Parallel.run(pieces: Morsel.pieces(of: count), threads: 4) { piece in
      let out = builder.pointer(Int64.self)
      let others = shared.map { $0.pointer(Int64.self) }
      for row in Morsel.range(piece, of: count) {
        out[row] = Int64(row)
        for (place, other) in others.enumerated() { other[row] = Int64(row + place) }
      }
    }
    #expect(builder.freeze().values(Int64.self).elementsEqual((0..<count).map { Int64($0) }))
    for (place, one) in shared.enumerated() {
      let made = one.freeze().values(Int64.self)
      #expect(made.elementsEqual((0..<count).map { Int64($0 + place) }))
    }
  }

  @Test func workMemoryIsGivenBack() throws {
    let budget = MemoryBudget()
    try Memory.$budget.withValue(budget) {
      let memory = try WorkMemory(UInt32.self, count: 500, zeroed: true)
      #expect(memory.byteCount == 2000 && budget.used > 2000)
      let counts = memory.pointer(UInt32.self)
      for round in 0..<3 { counts[round * 100] &+= 7 }
      #expect((0..<500).reduce(0) { $0 + Int(counts[$1]) } == 21)
      withExtendedLifetime(memory) {}
    }
    #expect(budget.used == 0)
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
