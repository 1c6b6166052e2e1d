@_spi(_Unicode) import Swift

/// The friendly form of text, in which "Điện Biên" is "dien bien".
public enum TextFold {
  /// Letters below this, and those of the block 1E00–1EFF, are folded by table.
  private static let tableEnd = 0x250
  private static let blockStart = 0x1E00
  private static let blockEnd = 0x1F00

  /// The fold of each code point of the two ranges; 0 for a mark, which is dropped.
  private static let table: [UInt32] = (Array(0..<tableEnd) + Array(blockStart..<blockEnd)).map {
    var out: [UInt32] = []
    foldByProperties(UInt32($0)) { out.append($0) }
    return out.count == 1 ? out[0] : 0
  }

  /// Appends the fold of `text`: decomposed (NFD), marks dropped, đ Đ Ð to d, lower case, each run
  /// of white space as one space and none at the ends.
  public static func fold(_ text: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) {
    let start = out.count
    var place = 0
    var isSpacePending = false
    while place < text.count {
      let byte = text[place]
      if byte < 0x80 {
        place += 1
        if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) {
          isSpacePending = true
          continue
        }
        if isSpacePending {
          if out.count > start { out.append(0x20) }
          isSpacePending = false
        }
        out.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
        continue
      }
      let (scalar, next) = UTF8Scan.decode(text, at: place)
      place = next
      if isWhiteSpace(scalar) {
        isSpacePending = true
        continue
      }
      fold(scalar) { folded in
        if isSpacePending {
          if out.count > start { out.append(0x20) }
          isSpacePending = false
        }
        UTF8Scan.append(folded, to: &out)
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

  @inline(__always)
  private static func fold(_ scalar: UInt32, _ emit: (UInt32) -> Void) {
    let place = Int(scalar)
    if place < tableEnd {
      if table[place] != 0 { emit(table[place]) }
    } else if place >= blockStart, place < blockEnd {
      let folded = table[place - blockStart + tableEnd]
      if folded != 0 { emit(folded) }
    } else {
      foldByProperties(scalar, emit)
    }
  }

  private static func foldByProperties(_ scalar: UInt32, _ emit: (UInt32) -> Void) {
    guard let known = Unicode.Scalar(scalar) else { return }
    for part in String(Character(known))._nfd {
      if part.properties.generalCategory == .nonspacingMark { continue }
      for lower in part.properties.lowercaseMapping.unicodeScalars {
        if lower.properties.generalCategory == .nonspacingMark { continue }
        // Đ and Ð have no decomposition; both are d to a reader of Vietnamese.
        emit(lower.value == 0x111 || lower.value == 0xF0 ? 0x64 : lower.value)
      }
    }
  }

  /// The code points with the property White_Space (Unicode 15), as far as they are not ASCII.
  @inline(__always)
  static func isWhiteSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
      0x3000:
      true
    default: false
    }
  }

  /// Whether the fold of `text` contains `needle`, which is folded already. `scratch` is emptied
  /// and used for the fold.
  public static func contains(
    _ text: UnsafeBufferPointer<UInt8>, folded needle: UnsafeBufferPointer<UInt8>,
    scratch: inout [UInt8]
  ) -> Bool {
    scratch.removeAll(keepingCapacity: true)
    fold(text, into: &scratch)
    return scratch.withUnsafeBufferPointer { UTF8Scan.find(needle, in: $0) != nil }
  }
}
