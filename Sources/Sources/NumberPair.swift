/// Two numbers with a stroke between them: `8.5/10`, `34/57`.
struct NumberPair {
  let first: Double
  let second: Double
  /// Whether each could be a number of the calendar, so that the text may be a day or a month.
  let mayBeDay: Bool
  let mayBeMonth: Bool

  init?(_ text: some StringProtocol) {
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2 else { return nil }
    let texts = halves.map { half in
      var half = String(half)[...]
      while half.first == " " { half.removeFirst() }
      while half.last == " " { half.removeLast() }
      return half
    }
    func number(_ text: some StringProtocol) -> Double? {
      // Zeros before digits are those of codes and months.
      guard TextShape.isNumber(text), !text.contains(" "),
        text.first != "0" || text.dropFirst().first.map({ $0 == "." || $0 == "," }) ?? true
      else { return nil }
      return Double(String(text.map { $0 == "," ? "." : $0 }))
    }
    guard let first = number(texts[0]), let second = number(texts[1]), second > 0 else {
      return nil
    }
    self.first = first
    self.second = second
    let isWhole = texts.allSatisfy { $0.allSatisfy(\.isNumber) }
    mayBeDay =
      isWhole && min(first, second) >= 1
      && ((first <= 31 && second <= 12) || (first <= 12 && second <= 31))
    mayBeMonth = isWhole && (1...12).contains(first) && texts[1].count == 2
  }

  /// A range of numbers, `5-9` or `10 – 14`; nil where the second is not the greater, or where zeros
  /// before digits make it a code or a month.
  init?(range text: String) {
    let dashes: [Character] = ["-", "–", "—"]
    guard let dash = text.firstIndex(where: dashes.contains),
      let pair = NumberPair(
        text[..<dash] + "/" + text[text.index(after: dash)...]), pair.first < pair.second
    else { return nil }
    self = pair
  }

  /// Whether the second is a year, as in the numbers of documents.
  var endsInYear: Bool { (1900...2200).contains(second) }
}
