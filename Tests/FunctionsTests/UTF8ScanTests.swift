import TestSupport
import Testing

@testable import Functions

@Suite("Lengths of texts")
struct UTF8ScanTests {
  @Test("code points are counted as Swift counts them", arguments: 0..<40 as Range<UInt64>)
  func lengths(_ seed: UInt64) {
    var random = SeededRandom(seed)
    let letters: [Character] =
      seed % 4 == 0 ? ["a"] : seed % 4 == 1 ? ["ệ"] : ["a", "đ", "ế", "ộ", "😀", " ", "e\u{302}"]
    // Around the 32 and 64 bytes that are looked at together, and beyond what a byte can count.
    let sizes = Array(0...140) + [8120, 8128, 8129, 8160, 8192, 16_300, 40_000]
    for size in sizes {
      var text = ""
      while text.utf8.count < size { text.append(letters.randomElement(using: &random) ?? "a") }
      let bytes = Array(text.utf8)
      // From each place within a word.
      let shift = Int.random(in: 0..<9, using: &random)
      let padded = [UInt8](repeating: 0x80, count: shift) + bytes + [0x80, 0x80]
      let found = padded.withUnsafeBufferPointer {
        UTF8Scan.length(UnsafeBufferPointer(rebasing: $0[shift..<shift + bytes.count]))
      }
      #expect(found == text.unicodeScalars.count, "\(size) bytes")
    }
  }
}
