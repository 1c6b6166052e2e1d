/// A unit that counts by thousands, millions or thousands of millions, or the plain one beside those:
/// `tỷ đồng`, `triệu đồng`, `đồng`.
public struct ScaledUnit: Sendable, Hashable {
  /// The unit as it is written.
  public let text: String
  /// What one of it is in the plain unit.
  public let factor: Int64
  /// What is counted, folded.
  public let base: String

  /// What words before a unit multiply it by.
  private static let scales: [String: Int64] = [
    "nghin": 1000, "ngan": 1000, "k": 1000, "thousand": 1000, "trieu": 1_000_000, "tr": 1_000_000,
    "million": 1_000_000, "mn": 1_000_000, "mil": 1_000_000, "ty": 1_000_000_000,
    "ti": 1_000_000_000, "billion": 1_000_000_000, "bn": 1_000_000_000,
  ]
  /// Units in one word.
  private static let short: [String: (Int64, String)] = [
    "trd": (1_000_000, "dong"), "tyd": (1_000_000_000, "dong"), "tid": (1_000_000_000, "dong"),
    "d": (1, "dong"), "vnd": (1, "dong"),
  ]

  public init?(_ unit: String) {
    let words = TextFold.fold(unit).split { !$0.isLetter }.map(String.init)
    guard let first = words.first else { return nil }
    text = unit
    if words.count == 1, let (own, counted) = ScaledUnit.short[first] {
      (factor, base) = (own, counted)
    } else if let own = ScaledUnit.scales[first] {
      // Thousands and millions of nothing are money.
      let rest = words.dropFirst().joined(separator: " ")
      (factor, base) = (own, rest.isEmpty ? "dong" : ScaledUnit.short[rest]?.1 ?? rest)
    } else {
      (factor, base) = (1, words.joined(separator: " "))
    }
  }

  /// The unit that a heading names in brackets at its end, `Giải ngân (triệu đồng)`, or behind its last
  /// comma, where it counts by thousands or millions or is money; nil where it names none.
  public static func inHeading(_ name: String) -> String? {
    let text = name.trimmingSuffix(while: \.isWhitespace)
    var own: Substring?
    if let last = text.last, last == ")" || last == "]",
      let open = text.lastIndex(of: last == ")" ? "(" : "[")
    {
      own = text[text.index(after: open)...].dropLast()
    } else if let comma = text.lastIndex(of: ",") {
      own = text[text.index(after: comma)...]
    }
    guard var own else { return nil }
    for word in ["ĐVT:", "Đơn vị:", "Đơn vị tính:", "Unit:"]
    where own.lowercased().hasPrefix(word.lowercased()) {
      own = own.dropFirst(word.count)
    }
    let unit = own.drop(while: \.isWhitespace)
    guard !unit.isEmpty, unit.count <= 30, let read = ScaledUnit(String(unit)),
      read.factor > 1 || read.base == "dong"
    else { return nil }
    return String(unit)
  }
}

extension StringProtocol {
  /// The text without what it ends in.
  fileprivate func trimmingSuffix(while isLeftOut: (Character) -> Bool) -> SubSequence {
    var end = endIndex
    while end > startIndex, isLeftOut(self[index(before: end)]) { end = index(before: end) }
    return self[startIndex..<end]
  }
}
