/// How office tables number what stands over rows: `I`, `II.`, `A)`.
package enum GroupMark {
  /// Whether a cell is such a number and nothing else.
  package static func isMark(_ text: String) -> Bool {
    var mark = text[...]
    while let last = mark.last, ".):/".contains(last) { mark = mark.dropLast() }
    guard (1...5).contains(mark.utf8.count), mark.utf8.allSatisfy({ $0 < 0x80 }) else {
      return false
    }
    if mark.count == 1 { return mark.first?.isUppercase == true }
    return isRoman(mark)
  }

  /// Whether a text is a heading by its form: it begins with such a number, or is all in capitals.
  package static func isHeading(_ text: String) -> Bool {
    if let space = text.firstIndex(where: \.isWhitespace) {
      let first = text[..<space]
      if let last = first.last, ".):/".contains(last), isMark(String(first)) { return true }
      // `I - Nhóm nhiệm vụ`
      let rest = text[space...].drop(while: \.isWhitespace)
      if let sign = rest.first, "-–—".contains(sign), isMark(String(first)) { return true }
    }
    // One word in capitals may be a code.
    let words = text.split(whereSeparator: \.isWhitespace)
    return words.count > 1 && !text.contains(where: { $0.isLowercase || $0.isNumber })
      && text.count(where: \.isLetter) >= 6
  }

  /// Whether letters are a Roman number as it is written: no `IIII`, no `VX`.
  private static func isRoman(_ text: Substring) -> Bool {
    let tens = text.prefix { $0 == "X" }
    let ones: Set<String> = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    return tens.count <= 3 && ones.contains(String(text.dropFirst(tens.count)))
  }
}
