@_spi(_Unicode) import Swift

/// The friendly form of text, in which "Điện Biên" is "dien bien".
public enum TextFold {
  /// Letters below this, and those of the block 1E00–1EFF, are folded by table.
  private static let tableEnd = 0x250
  private static let blockStart = 0x1E00
  private static let blockEnd = 0x1F00

  /// The fold of each code point of the two ranges: a space for white space, 0 where it is not one
  /// code point.
  private static let table: [UInt32] = (Array(0..<tableEnd) + Array(blockStart..<blockEnd)).map {
    if isWhiteSpace(UInt32($0)) { return 0x20 }
    let folded = foldByProperties(UInt32($0))
    return folded.count == 1 ? folded[0] : 0
  }

  /// Appends the fold of `text`: decomposed (NFD), marks dropped, đ Đ Ð to d, lower case, each run
  /// of white space as one space and none at the ends.
  public static func fold(_ text: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) {
    out.append(
      contentsOf: [UInt8](unsafeUninitializedCapacity: ByteSink.room(for: text)) { room, count in
        guard let start = room.baseAddress else { return }
        var sink = ByteSink(start)
        fold(text, into: &sink)
        count = sink.count
      })
  }

  static func fold(_ text: UnsafeBufferPointer<UInt8>, into sink: inout ByteSink) {
    guard let bytes = text.baseAddress else { return }
    let count = text.count
    var place = 0
    // A space is written when something comes after it.
    var isSpacePending = false
    var isEmpty = true
    table.withUnsafeBufferPointer { table in
      while place < count {
        let byte = bytes[place]
        if byte < 0x80 {
          place &+= 1
          if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) {
            isSpacePending = !isEmpty
            continue
          }
          if isSpacePending {
            sink.put(0x20)
            isSpacePending = false
          }
          sink.put(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
          isEmpty = false
          continue
        }
        let (scalar, next) = UTF8Scan.decode(text, at: place)
        place = next
        let index = Int(scalar)
        var folded: UInt32 = 0
        if index < tableEnd {
          folded = table[index]
        } else if index >= blockStart, index < blockEnd {
          folded = table[index &- blockStart &+ tableEnd]
        } else if isWhiteSpace(scalar) {
          folded = 0x20
        }
        if folded == 0x20 {
          isSpacePending = !isEmpty
          continue
        }
        if folded == 0 {
          // Rare, and perhaps nothing at all: then the space stays pending.
          for rare in foldByProperties(scalar) {
            if isSpacePending { sink.put(0x20) }
            isSpacePending = false
            sink.put(scalar: rare)
            isEmpty = false
          }
          continue
        }
        if isSpacePending {
          sink.put(0x20)
          isSpacePending = false
        }
        sink.put(scalar: folded)
        isEmpty = false
      }
    }
  }

  /// The fold of a string.
  public static func fold(_ text: String) -> String {
    var copy = text
    var out: [UInt8] = []
    copy.withUTF8 { fold($0, into: &out) }
    return String(decoding: out, as: UTF8.self)
  }

  private static func foldByProperties(_ scalar: UInt32) -> [UInt32] {
    guard let known = Unicode.Scalar(scalar) else { return [] }
    var folded: [UInt32] = []
    for part in String(Character(known))._nfd {
      if part.properties.generalCategory == .nonspacingMark { continue }
      for lower in part.properties.lowercaseMapping.unicodeScalars {
        if lower.properties.generalCategory == .nonspacingMark { continue }
        // Đ and Ð have no decomposition; both are d to a reader of Vietnamese.
        folded.append(lower.value == 0x111 || lower.value == 0xF0 ? 0x64 : lower.value)
      }
    }
    return folded
  }

  /// The code points with the property White_Space (Unicode 17).
  @inline(__always)
  static func isWhiteSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
      0x3000:
      true
    default: false
    }
  }

  /// Whether the fold of `text` contains `needle`, which is folded already. `scratch` is room for
  /// the fold, kept from call to call.
  public static func contains(
    _ text: UnsafeBufferPointer<UInt8>, folded needle: UnsafeBufferPointer<UInt8>,
    scratch: inout [UInt8]
  ) -> Bool {
    let room = ByteSink.room(for: text)
    if scratch.count < room { scratch = [UInt8](repeating: 0, count: room * 2) }
    return scratch.withUnsafeMutableBufferPointer { room in
      guard let start = room.baseAddress else { return false }
      var sink = ByteSink(start)
      fold(text, into: &sink)
      return UTF8Scan.find(needle, in: UnsafeBufferPointer(start: start, count: sink.count)) != nil
    }
  }
}
