@_spi(_Unicode) import Swift

/// Normalisation Form C, in which all text of the engine stands. By the tables of the standard
/// library (Unicode 17 with Swift 6.3).
public enum TextNormalization {
  /// The bytes in NFC; nil where they are that already, which is nearly always.
  public static func normalizeNFC(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    if isPlainlyNFC(bytes) { return nil }
    var normal = String.UnicodeScalarView()
    for scalar in String(decoding: bytes, as: UTF8.self)._nfc { normal.append(scalar) }
    let out = Array(String(normal).utf8)
    let isSame = out.withUnsafeBufferPointer { known in
      known.count == bytes.count && zip(known, bytes).allSatisfy { $0 == $1 }
    }
    return isSame ? nil : out
  }

  /// The text in NFC.
  public static func normalizeNFC(_ text: String) -> String {
    var copy = text
    let normalized = copy.withUTF8 { normalizeNFC($0) }
    return normalized.map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// The code points of a text in NFD: letters and their marks apart.
  public static func decomposed(_ text: String) -> [Unicode.Scalar] { Array(text._nfd) }

  /// Whether only code points occur that no normalisation changes, whatever stands beside them:
  /// those below the combining marks, the block of Vietnamese letters, punctuation, CJK, emoji.
  private static func isPlainlyNFC(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var place = 0
    while place < bytes.count {
      // Below U+0300 everything is NFC, and its first byte is below 0xCC.
      if bytes[place] < 0xCC {
        place += 1
        continue
      }
      let (scalar, next) = UTF8Scan.decode(bytes, at: place)
      switch scalar {
      case 0x1E00...0x1EFF, 0x2002...0x2125, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0x1F000...0x1FAFF:
        place = next
      default: return false
      }
    }
    return true
  }
}
