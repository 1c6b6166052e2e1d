import Columns
import Functions

/// The numbers, words and marks of a short text, and what they make of it together.
struct TextShape {
  /// What a text seems to be.
  enum Kind: Int, Hashable {
    /// `Tuần 1/2023`, `2023-W01`.
    case week
    /// `Tháng 1`, `Quý I`, `6 tháng đầu năm`.
    case noYear
    /// `Đợt 2 năm 2024`, `Kỳ 1`, `HK1 2023-2024`.
    case installment
    /// `9 tháng đầu năm 2024`, `6T/2024`, `Lũy kế tháng 3/2024`.
    case cumulative
    /// `Tháng Một 2023`.
    case monthInWords
    /// `01/23`, `5/7`.
    case twoNumbers
    /// `Đến 30/6/2024`, `Thứ Hai, 01/01/2024`.
    case dayAmongWords
    /// `2023 (sơ bộ)`, `Ước 2024`.
    case yearWithMark
    /// `7:30`.
    case timeOfDay
    /// `1h30`, `2 giờ 15 phút`.
    case span
    /// `8.5/10`, `34/57`.
    case part
    /// `(5)`, `5-`, `–5`.
    case odd
    /// `5 tr`, `~5`, `5*`.
    case beside
    /// `12,5`: a number of a column in which other values have something beside theirs.
    case plain
    /// `1985`, `02/1992`, `31/12/1990`: read where all values are of one kind.
    case year, month, day

    /// Whether it is told by itself; the others are read, or told where they are mixed.
    var isTold: Bool { rawValue < Kind.beside.rawValue }
    /// Whether it is a year, a month or a day.
    var isTime: Bool { rawValue >= Kind.year.rawValue }
  }

  /// What stands beside a number, with its spaces.
  struct Beside: Hashable {
    let text: String

    /// The same without the spaces around it.
    var word: String {
      text.split(separator: " ").joined(separator: " ")
    }
  }

  let kind: Kind
  private(set) var beside: Beside?
  /// The two numbers of a part.
  private(set) var part: NumberPair?

  private enum Token: Equatable {
    case number(String)
    case word(String)
    case mark(Character)
  }

  /// Nil where the text is like none of those.
  ///
  /// - Parameter isTime: whether the name of the column speaks of time, so that `T1` is a month.
  init?(_ text: String, isTime: Bool) {
    let tokens = TextShape.tokens(TextFold.fold(text))
    part = NumberPair(text)
    if TimeSpanText(text)?.isOfSeveral == true {
      kind = .span
    } else if let kind = TextShape.time(tokens, isTime) {
      self.kind = kind
    } else if part != nil {
      kind = .part
    } else if TextShape.isNumber(text) {
      kind = .plain
    } else if TextShape.isOdd(text) {
      kind = .odd
    } else if let beside = TextShape.beside(text) {
      kind = .beside
      self.beside = beside
    } else {
      return nil
    }
  }

  private static func tokens(_ text: String) -> [Token] {
    var tokens: [Token] = []
    var own = ""
    var isDigits = false
    func end() {
      if !own.isEmpty { tokens.append(isDigits ? .number(own) : .word(own)) }
      own = ""
    }
    for character in text {
      let digit = character >= "0" && character <= "9"
      guard digit || character.isLetter else {
        end()
        if !character.isWhitespace { tokens.append(.mark(character)) }
        continue
      }
      if digit != isDigits { end() }
      isDigits = digit
      own.append(character)
    }
    end()
    return tokens
  }

  // MARK: Times

  private static let weeks: Set<String> = ["tuan", "week", "wk", "w", "kw"]
  private static let months: Set<String> = ["thang", "thg", "th", "t", "m", "month"]
  private static let quarters: Set<String> = ["quy", "q", "qtr", "quarter"]
  private static let installments: Set<String> = ["dot", "ky", "hk", "semester"]
  private static let monthWords: Set<String> = [
    "mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "gieng", "chap",
  ]
  private static let strokes: [Token] = ["/", "-", "–", "—", "."].map { .mark($0) }

  private static func isYear(_ token: Token?) -> Bool {
    if case .number(let digits)? = token, digits.count == 4, let year = Int(digits) {
      return (1900...2200).contains(year)
    }
    return false
  }

  private static func number(_ token: Token?, _ most: Int) -> Int? {
    if case .number(let digits)? = token, digits.count <= 2, let number = Int(digits),
      (1...most).contains(number)
    {
      return number
    }
    return nil
  }

  private static func roman(_ token: Token?, _ most: Int) -> Int? {
    guard case .word(let word)? = token,
      let place = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
        .firstIndex(of: word), place < most
    else { return nil }
    return place + 1
  }

  private static func time(_ tokens: [Token], _ isTime: Bool) -> Kind? {
    guard tokens.count <= 16 else { return nil }
    var words: [String] = []
    for token in tokens { if case .word(let word) = token { words.append(word) } }
    let hasYear = tokens.contains { isYear($0) }
    let first = words.first ?? ""
    func at(_ place: Int) -> Token? { tokens.indices.contains(place) ? tokens[place] : nil }
    if words.isEmpty {
      // Numbers alone.
      if tokens.count == 1, isYear(at(0)) { return .year }
      if tokens.count == 3, strokes.contains(tokens[1]) {
        if number(at(0), 12) != nil, isYear(at(2)) { return .month }
        if isYear(at(0)), number(at(2), 12) != nil { return .month }
        if at(1) == .mark("/"), number(at(0), 99) != nil, number(at(2), 99) != nil {
          return .twoNumbers
        }
        // `5-9` is a range.
        if at(1) != .mark("."), number(at(0), 12) != nil, case .number(let one)? = at(0),
          case .number(let two)? = at(2), one.count == 2, two.count == 2
        {
          return .twoNumbers
        }
      }
      if tokens.contains(.mark(":")) {
        guard tokens.count == 3 || tokens.count == 5, at(1) == .mark(":"),
          case .number(let hour)? = at(0), case .number(let minute)? = at(2), hour.count <= 2,
          minute.count == 2
        else { return nil }
        return .timeOfDay
      }
      guard tokens.indices.contains(where: { isDay(tokens, $0) }) else { return nil }
      return tokens.count == 5 ? .day : .dayAmongWords
    }
    if tokens.indices.contains(where: { isDay(tokens, $0) }) { return .dayAmongWords }
    if words.contains("luy"), words.contains("ke") { return .cumulative }
    if weeks.contains(first), first.count > 1 || isTime || hasYear {
      if case .word = tokens[0], number(at(1), 53) != nil { return .week }
      if isYear(at(0)), words.count == 1, number(tokens.last, 53) != nil || tokens.count > 3 {
        return .week
      }
    }
    // `9 tháng đầu năm 2024`, `6T/2024`
    if number(at(0), 12) != nil, at(1) == .word("thang") || at(1) == .word("t") {
      if hasYear || words.contains("dau") || words.contains("cuoi") {
        return words.contains("nam") && !hasYear ? .noYear : .cumulative
      }
      return nil
    }
    if installments.contains(first) || words.starts(with: ["hoc", "ky"]), case .word = tokens[0] {
      let behind = at(installments.contains(first) ? 1 : 2)
      if number(behind, 99) ?? roman(behind, 12) != nil { return .installment }
    }
    if months.contains(first) || quarters.contains(first) {
      let most = quarters.contains(first) ? 4 : 12
      let rest = tokens.dropFirst().drop { $0 == .mark(".") }
      if rest.count == 1, number(rest.first, most) ?? roman(rest.first, most) != nil {
        // A letter alone may as well begin a code, such as that of a district.
        return first.count > 1 || isTime ? .noYear : nil
      }
      if first == "thang", words.count > 1, monthWords.contains(words[1]), hasYear {
        return .monthInWords
      }
      return nil
    }
    if hasYear, tokens.count <= 6, tokens.count(where: { isYear($0) }) == 1 {
      let marks: Set<String> = [
        "so", "bo", "uoc", "tinh", "th", "kh", "p", "r", "e", "prel", "est", "du", "kien",
        "thuc", "hien", "ke", "hoach", "preliminary", "estimate", "estimated", "chinh", "thuc",
      ]
      if words.allSatisfy({ marks.contains($0) || $0 == "nam" }), words != ["nam"],
        tokens.allSatisfy({ token in
          if case .number = token { return isYear(token) }
          return true
        })
      {
        return .yearWithMark
      }
    }
    return nil
  }

  /// Whether a day of the calendar stands there: `31/12/2024`, `2024-12-31`.
  private static func isDay(_ tokens: [Token], _ place: Int) -> Bool {
    guard place + 4 < tokens.count, strokes.contains(tokens[place + 1]),
      tokens[place + 1] == tokens[place + 3], number(tokens[place + 2], 31) != nil
    else { return false }
    return (number(tokens[place], 31) != nil && isYear(tokens[place + 4]))
      || (isYear(tokens[place]) && number(tokens[place + 4], 31) != nil)
  }

  // MARK: Numbers

  static func isNumber(_ text: some StringProtocol) -> Bool {
    var digits = 0
    for byte in text.utf8 {
      if byte &- 48 < 10 { digits += 1 } else if byte != 44, byte != 46, byte != 32 { return false }
    }
    func isDigit(_ character: Character?) -> Bool {
      character.map { $0 >= "0" && $0 <= "9" } ?? false
    }
    return digits > 0 && isDigit(text.first) && isDigit(text.last)
  }

  /// Numbers in brackets, or with a dash where a minus would stand or behind them.
  private static func isOdd(_ text: String) -> Bool {
    if text.hasPrefix("("), text.hasSuffix(")") { return isNumber(text.dropFirst().dropLast()) }
    if text.hasPrefix("–") { return isNumber(text.dropFirst()) }
    return text.hasSuffix("-") && isNumber(text.dropLast())
  }

  private static let scales: Set<String> = [
    "k", "m", "tr", "trieu", "ty", "nghin", "ngan", "bn", "mn", "m2", "m3", "ha", "kg", "km", "g",
    "l", "tan", "ta", "nguoi", "ho", "xa", "ho so", "hs", "lan", "gio", "ngay", "thang", "nam",
    "lit", "kwh", "mw", "cai", "chiec", "don vi", "trieu dong", "ty dong", "nghin dong", "trd",
    "tuoi", "diem", "ban", "tb", "gb", "mb", "phut", "giay", "h", "min", "tuan", "thang tuoi",
  ]

  /// Whether a character is a small one above the line, as marks of footnotes are.
  private static func isRaised(_ character: Character) -> Bool {
    "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜ".contains(character)
  }

  /// What stands behind a number, or the sign before it.
  static func beside(_ text: String) -> Beside? {
    let before = text.prefix { "~≈><≥≤'’±^*".contains($0) || $0 == " " }
    if !before.isEmpty, isNumber(text.dropFirst(before.count)) {
      return Beside(text: String(before))
    }
    func isDigit(_ character: Character) -> Bool { character >= "0" && character <= "9" }
    let number = text.prefix { isDigit($0) || $0 == "." || $0 == "," || $0 == " " }
    guard number.first.map(isDigit) ?? false else { return nil }
    var core = number
    while let last = core.last, !isDigit(last) { core.removeLast() }
    let rest = text.dropFirst(core.count)
    guard isNumber(core), !rest.isEmpty else { return nil }
    let word = TextFold.fold(String(rest)).filter { $0 != "." }
    let plain = word.split(separator: " ").joined(separator: " ")
    if plain.allSatisfy({ "*†‡#)+^=°".contains($0) || isRaised($0) }) {
      return Beside(text: String(rest))
    }
    // `95,2 (1)`: the mark of a footnote.
    if plain.count <= 5, plain.first == "(", plain.last == ")",
      plain.dropFirst().dropLast().allSatisfy({ isDigit($0) || $0.isLetter || $0 == "*" })
    {
      return Beside(text: String(rest))
    }
    return scales.contains(plain) ? Beside(text: String(rest)) : nil
  }
}
