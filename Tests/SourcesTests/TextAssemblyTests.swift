import Columns
import TestSupport
import Testing

@testable import Sources

/// Columns of text put together of pieces, against each text brought into its form by itself.
@Suite struct TextAssemblyTests {
  private static let texts: [[UInt8]] = [
    Array("Hà Nội".utf8), Array("Hà Nội".utf8), Array("Điện Biên".utf8), Array("abc".utf8), [],
    [0x61, 0xFF, 0x62], [0xC3], Array("e\u{302}\u{301}".utf8), Array("\u{1EBF}".utf8),
  ]

  private func heap(_ rows: [[UInt8]]) throws -> TextHeap {
    let offsets = try MutableBuffer(Int.self, count: rows.count + 1)
    let bytes = try MutableBuffer(UInt8.self, count: rows.reduce(0) { $0 + $1.count })
    var end = 0
    for (row, text) in rows.enumerated() {
      offsets.pointer(Int.self)[row] = end
      for byte in text {
        bytes.pointer(UInt8.self)[end] = byte
        end += 1
      }
    }
    offsets.pointer(Int.self)[rows.count] = end
    return TextHeap(offsets: offsets.freeze(), bytes: bytes.freeze())
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func asOneByOne(_ seed: UInt64) throws {
    var random = SeededRandom(seed)
    var pieces: [[[UInt8]]] = []
    for piece in 0..<random.int(1...4) {
      // A piece whose texts hardly repeat among others that do.
      let hardlyRepeats = random.oneIn(4)
      pieces.append(
        (0..<random.pick([1, 30, 5000])).map { row in
          random.pick(Self.texts) + (hardlyRepeats ? Array("\(piece) \(row)".utf8) : [])
        })
    }
    let count = pieces.reduce(0) { $0 + $1.count }
    let form = ForeignText(.text)
    let assembly = try TextAssembly(count, mayHaveNulls: false)
    var first = 0
    for piece in pieces {
      try assembly.add(try heap(piece), count: piece.count, at: first, form)
      first += piece.count
    }
    let column = try assembly.finish(threads: 2)
    let alone = ForeignText(.text)
    let expected = try pieces.joined().map { bytes in
      let text = try bytes.withUnsafeBufferPointer { try alone.text($0) { 1 } }
      return Value.text(String(decoding: text ?? bytes, as: UTF8.self))
    }
    #expect(column.count == count)
    #expect(column.values == expected)
    // Rows are what is told, not texts.
    #expect(form.repairs == alone.repairs)
    #expect(form.hasNormalized == alone.hasNormalized)
  }
}
