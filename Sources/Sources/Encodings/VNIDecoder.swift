/// The letters of VNI fonts (VNI-Times …): a letter of ASCII, and behind it a sign for hat and tone.
///
/// The table is that of VNI for Windows, as the company published it and Unikey and the Vietnamese
/// Unicode FAQs list it.
struct VNIDecoder: ScalarDecoder {
  /// Letter and sign to the letter with its marks.
  static let pairs: [UInt16: UInt32] = {
    let tones: [Character] = ["ù", "ø", "û", "õ", "ï"]
    var pairs: [UInt16: UInt32] = [:]
    func add(_ letter: Character, _ signs: [Character], _ letters: String) {
      for (sign, whole) in zip(signs, letters) {
        // A capital may have its sign in either case.
        for (isUpper, isSignUpper) in [(false, false), (true, true), (true, false)] {
          let one = isUpper ? letter.uppercased() : String(letter)
          let other = isSignUpper ? sign.uppercased() : String(sign)
          let result = isUpper ? String(whole).uppercased() : String(whole)
          guard let first = byte(one), let second = byte(other),
            let scalar = result.unicodeScalars.first
          else { continue }
          pairs[UInt16(first) << 8 | UInt16(second)] = scalar.value
        }
      }
    }
    add("a", tones, "áàảãạ")
    add("a", ["â", "á", "à", "å", "ã", "ä"], "âấầẩẫậ")
    add("a", ["ê", "é", "è", "ú", "ü", "ë"], "ăắằẳẵặ")
    add("e", tones, "éèẻẽẹ")
    add("e", ["â", "á", "à", "å", "ã", "ä"], "êếềểễệ")
    add("o", tones, "óòỏõọ")
    add("o", ["â", "á", "à", "å", "ã", "ä"], "ôốồổỗộ")
    add("ô", tones, "ớờởỡợ")
    add("u", tones, "úùủũụ")
    add("ö", tones, "ứừửữự")
    add("y", tones, "ýỳỷỹỵ")
    return pairs
  }()

  /// Letters of one sign.
  static let singles: [UInt8: UInt32] = {
    var singles: [UInt8: UInt32] = [:]
    for (sign, letter) in zip("íìæóòôöñîÍÌÆÓÒÔÖÑÎ", "íìỉĩịơưđỵÍÌỈĨỊƠƯĐỴ") {
      if let byte = byte(String(sign)), let scalar = letter.unicodeScalars.first {
        singles[byte] = scalar.value
      }
    }
    return singles
  }()

  private static func byte(_ text: String) -> UInt8? {
    guard let scalar = text.unicodeScalars.first, scalar.value < 256 else { return nil }
    return UInt8(scalar.value)
  }

  mutating func next(_ input: inout StreamInput) throws -> DecodedScalar? {
    guard let byte = try input.next() else { return nil }
    if byte >= 65, let sign = try input.peek(), sign >= 0xC0,
      let whole = VNIDecoder.pairs[UInt16(byte) << 8 | UInt16(sign)]
    {
      input.position += 1
      return .scalar(whole)
    }
    if let single = VNIDecoder.singles[byte] { return .scalar(single) }
    let scalar = ByteTable.windows1252.scalars[Int(byte)]
    return scalar == ByteTable.undefined ? .bad(UInt32(byte)) : .scalar(scalar)
  }
}
