import Glibc

/// Reading and writing code points in UTF-8 bytes that are known to be text.
enum UTF8Scan {
  /// The code point at `place` and the place after it; bytes that are no UTF-8 give U+FFFD.
  @inline(__always)
  static func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, at place: Int
  ) -> (scalar: UInt32, next: Int) {
    let first = UInt32(bytes[place])
    if first < 0x80 { return (first, place + 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1
    guard length > 1, place + length <= bytes.count else { return (0xFFFD, place + 1) }
    var scalar = first & (0xFF >> UInt32(length + 1))
    for index in 1..<length { scalar = scalar << 6 | UInt32(bytes[place + index]) & 0x3F }
    return (scalar, place + length)
  }

  /// Whether the byte begins a code point.
  @inline(__always)
  static func isStart(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }

  /// The number of code points.
  ///
  /// 32 bytes at a time: those that begin no code point are 0x80 to 0xBF, as signed numbers below
  /// -64, and are counted byte by byte until one of the counts might be full. w3 57 → 14 ms, which is
  /// what reading the texts takes.
  static func length(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard let start = bytes.baseAddress else { return 0 }
    let raw = UnsafeRawPointer(start)
    let limit = SIMD32<Int8>(repeating: -64)
    var followers = 0
    var place = 0
    while place + 32 <= bytes.count {
      let end = min(bytes.count, place + 255 * 32)
      var counts = SIMD32<Int8>()
      while place + 32 <= end {
        let block = raw.loadUnaligned(fromByteOffset: place, as: SIMD32<Int8>.self)
        // A mask is -1 where it holds.
        let isFollower: SIMDMask<SIMD32<Int8>> = block .< limit
        counts &-= unsafeBitCast(isFollower, to: SIMD32<Int8>.self)
        place &+= 32
      }
      followers &+= sumOfBytes(unsafeBitCast(counts, to: SIMD4<UInt64>.self))
    }
    // Less than 32 bytes are left: three words, then the rest as the end of one more.
    let ones: UInt64 = 0x0101_0101_0101_0101
    var sums: UInt64 = 0
    while place + 8 <= bytes.count {
      sums &+= marks(raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      place &+= 8
    }
    let rest = bytes.count - place
    if rest > 0, bytes.count >= 8 {
      let word = raw.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
      sums &+= marks(word) >> UInt64(64 - 8 * rest)
      place = bytes.count
    }
    followers &+= Int(truncatingIfNeeded: (sums &* ones) >> 56)
    while place < bytes.count {
      followers &+= isStart(start[place]) ? 0 : 1
      place &+= 1
    }
    return bytes.count - followers
  }

  /// 1 in each byte that begins no code point: bit 7 set and bit 6 clear.
  @inline(__always)
  private static func marks(_ word: UInt64) -> UInt64 {
    (word >> 7) & ~(word >> 6) & 0x0101_0101_0101_0101
  }

  /// The sum of all bytes, each at most 255.
  @inline(__always)
  private static func sumOfBytes(_ words: SIMD4<UInt64>) -> Int {
    let mask = SIMD4<UInt64>(repeating: 0x00FF_00FF_00FF_00FF)
    // Sums of 16 bits; four words of them stay below 65,536 even when added up.
    let pairs = (words & mask) &+ ((words &>> 8) & mask)
    let all = pairs[0] &+ pairs[1] &+ pairs[2] &+ pairs[3]
    return Int(
      truncatingIfNeeded: (all & 0xFFFF) &+ (all >> 16 & 0xFFFF) &+ (all >> 32 & 0xFFFF)
        &+ all >> 48)
  }

  /// The place of code point number `index` at or after `start`, or the end.
  static func place(
    ofScalar index: Int, _ bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0
  ) -> Int {
    var left = index
    var place = start
    while place < bytes.count {
      if left == 0 { return place }
      place += 1
      while place < bytes.count, !isStart(bytes[place]) { place += 1 }
      left -= 1
    }
    return bytes.count
  }

  /// Where `needle` first occurs at or after `start`.
  static func find(
    _ needle: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, from start: Int = 0
  ) -> Int? {
    let length = needle.count
    if length == 0 { return start }
    guard let base = text.baseAddress, let wanted = needle.baseAddress else { return nil }
    let first = Int32(wanted[0])
    var place = start
    let last = text.count - length
    while place <= last {
      guard let hit = memchr(base + place, first, last - place + 1) else { return nil }
      place = UnsafeRawPointer(hit) - UnsafeRawPointer(base)
      if memcmp(base + place + 1, wanted + 1, length - 1) == 0 { return place }
      place += 1
    }
    return nil
  }
}

/// Writes bytes where there is known to be room: no check per byte.
struct ByteSink {
  private let start: UnsafeMutablePointer<UInt8>
  private(set) var count = 0

  init(_ start: UnsafeMutablePointer<UInt8>) { self.start = start }

  @inline(__always)
  mutating func put(_ byte: UInt8) {
    start[count] = byte
    count &+= 1
  }

  /// Writes a code point.
  @inline(__always)
  mutating func put(scalar: UInt32) {
    if scalar < 0x80 {
      put(UInt8(truncatingIfNeeded: scalar))
    } else if scalar < 0x800 {
      put(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
      put(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    } else if scalar < 0x10000 {
      put(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
      put(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
      put(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    } else {
      put(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
      put(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
      put(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
      put(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    }
  }

  /// Room that is enough for the folded, decomposed or case-mapped form of a text: no code point
  /// grows to more than three times its bytes in UTF-8 (UAX 15 for decomposition, SpecialCasing for
  /// case).
  static func room(for text: UnsafeBufferPointer<UInt8>) -> Int { text.count * 3 + 16 }
}
