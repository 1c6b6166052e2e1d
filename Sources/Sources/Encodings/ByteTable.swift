import Functions

/// What the bytes from 128 on stand for in an encoding of one byte a letter; those below are ASCII.
struct ByteTable: Sendable {
  /// The letter of each byte; `undefined` where there is none.
  let scalars: [UInt32]
  /// Letter and mark to the letter with the mark, for encodings that write the tone behind the letter.
  let composed: [UInt64: UInt32]
  static let undefined: UInt32 = 0xFFFF

  /// - Parameters:
  ///   - low: what the bytes below 128 are that are no ASCII.
  ///   - high: the 128 letters from 128 on, `□` for none.
  init(low: [UInt8: UInt32] = [:], high: String, composes: Bool = false) {
    var scalars = (0..<128).map { UInt32($0) }
    for (byte, scalar) in low { scalars[Int(byte)] = scalar }
    scalars += high.unicodeScalars.map { $0 == "□" ? ByteTable.undefined : $0.value }
    scalars += [UInt32](repeating: ByteTable.undefined, count: max(0, 256 - scalars.count))
    self.scalars = scalars
    var composed: [UInt64: UInt32] = [:]
    if composes {
      for mark in ByteTable.marks {
        for letter in scalars
        where letter != ByteTable.undefined && !ByteTable.marks.contains(letter) {
          guard let first = Unicode.Scalar(letter), let second = Unicode.Scalar(mark) else {
            continue
          }
          var text = String.UnicodeScalarView()
          text.append(first)
          text.append(second)
          let whole = TextNormalization.normalizeNFC(String(text)).unicodeScalars
          if whole.count == 1, let scalar = whole.first {
            composed[ByteTable.key(letter, mark)] = scalar.value
          }
        }
      }
    }
    self.composed = composed
  }

  /// Grave, acute, tilde, hook above, dot below: the tones of Vietnamese.
  static let marks: [UInt32] = [0x300, 0x301, 0x303, 0x309, 0x323]

  @inline(__always)
  static func key(_ letter: UInt32, _ mark: UInt32) -> UInt64 {
    UInt64(letter) << 32 | UInt64(mark)
  }

  static let windows1252 = ByteTable(high: upper1252 + latin1)

  /// The byte of a letter in windows-1252, where bytes that have no letter are themselves, as Windows
  /// has it.
  static let bytesOf1252: [UInt32: UInt8] = {
    var bytes: [UInt32: UInt8] = [:]
    for byte in 128..<256 {
      let scalar = windows1252.scalars[byte]
      bytes[scalar == undefined ? UInt32(byte) : scalar] = UInt8(byte)
    }
    return bytes
  }()

  /// Tones stand behind their letters, as combining marks.
  static let windows1258 = ByteTable(
    high: "€□‚ƒ„…†‡ˆ‰□‹Œ□□□□‘’“”•–—˜™□›œ□□Ÿ\u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯°±²³´µ¶·¸¹º»¼½¾¿"
      + "ÀÁÂĂÄÅÆÇÈÉÊË\u{300}ÍÎÏĐÑ\u{309}ÓÔƠÖ×ØÙÚÛÜƯ\u{303}ßàáâăäåæçèéêë\u{301}íîïđñ\u{323}óôơö÷øùúûüư₫ÿ",
    composes: true)

  /// RFC 1456. Six letters stand where ASCII has signs for the control of lines.
  static let viscii = ByteTable(
    low: [2: 0x1EB2, 5: 0x1EB4, 6: 0x1EAA, 0x14: 0x1EF6, 0x19: 0x1EF8, 0x1E: 0x1EF4],
    high: "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
      + "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ")

  /// TCVN 5712:1993, third set (VN3), as the fonts of the ABC family (.VnTime) have it: the upper half as in
  /// the standard's table, the signs of windows-1252 below it. Capitals with tones beyond VN3 are those of VN2;
  /// the places of the combining marks (B0 to B4) are not used by such fonts.
  static let tcvn3 = ByteTable(
    high: upper1252 + "\u{A0}"
      + "ĂÂÊÔƠƯĐăâêôơưđẶ□□□□□àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽé"
      + "ẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ")

  private static let upper1252 = "€□‚ƒ„…†‡ˆ‰Š‹Œ□Ž□□‘’“”•–—˜™š›œ□žŸ"
  private static let latin1 = String(
    String.UnicodeScalarView((0xA0...0xFF).compactMap { Unicode.Scalar($0 as UInt32) }))
}
