/// A text that names a month, a quarter, half a year, a year or a school year.
///
/// Vietnamese words count with their marks and without, in NFC and NFD. A year alone, `2024`, is no
/// such text: it is a number.
public struct PeriodReading: Sendable, Hashable {
  public let form: PeriodForm
  /// The number of the period, as `PeriodGrain.days` takes it.
  public let number: Int

  public var grain: PeriodGrain { form.grain }
  /// The days of the period, since 1970-01-01.
  public var days: ClosedRange<Int> { grain.days(number) }

  /// The longest text that is looked at.
  private static let mostBytes = 64

  /// All that a text may name, the likeliest first: `2011-12` is a month and might be a school
  /// year. Empty where the text names no period.
  public static func all(_ text: String) -> [PeriodReading] {
    guard text.utf8.count <= mostBytes, let scan = PeriodScan(text) else { return [] }
    return scan.readings()
  }

  /// The reading as a period of that length.
  public static func of(_ text: String, as grain: PeriodGrain) -> PeriodReading? {
    all(text).first { $0.grain == grain }
  }

  /// What the readings of some different texts have in common; nil where there is nothing. Of months
  /// and school years, `2009-10` and `2010-11`, the latter where each second year follows the first
  /// in more than one text, or behind a slash: months would have to fit by chance.
  public static func grain(of readings: [[PeriodReading]]) -> PeriodGrain? {
    guard let first = readings.first else { return nil }
    let common = first.map(\.grain).filter { grain in
      readings.allSatisfy { $0.contains { $0.grain == grain } }
    }
    guard common.count > 1, common.contains(.schoolYear) else { return common.first }
    let isSlash = first.contains { $0.form.parts.contains(.text("/")) }
    return readings.count > 1 || isSlash ? .schoolYear : common.first
  }

  /// Whether bytes may name a period: some digits and not much else. Most texts fail here.
  public static func mayBe(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count >= 4, text.count <= mostBytes else { return false }
    var digits = 0
    for byte in text where byte >= 48 && byte <= 57 { digits += 1 }
    return digits >= 2 && digits <= 8
  }
}

/// The numbers and words of a text, and what stands between them.
private struct PeriodScan {
  enum Item {
    case number(Int, digits: Int)
    case word(String)
  }

  var items: [Item] = []
  /// The text of each item.
  var texts: [String] = []
  /// What stands before each item but the first.
  var gaps: [String] = []

  init?(_ text: String) {
    var gap = ""
    var own = ""
    var isDigits = false
    func isDigit(_ character: Character) -> Bool { character >= "0" && character <= "9" }
    for character in text {
      let digit = isDigit(character)
      if digit || character.isLetter {
        if !own.isEmpty, digit == isDigits {
          own.append(character)
        } else {
          if !own.isEmpty {
            guard add(own, isDigits, gap) else { return nil }
            gap = ""
          }
          own = String(character)
          isDigits = digit
        }
        continue
      }
      guard PeriodScan.marks.contains(character) else { return nil }
      if !own.isEmpty {
        guard add(own, isDigits, gap) else { return nil }
        own = ""
        gap = ""
      }
      gap.append(character)
    }
    // Nothing stands behind the last item or before the first.
    guard !own.isEmpty, add(own, isDigits, gap) else { return nil }
  }

  private static let marks: Set<Character> = [
    " ", "\u{a0}", "\u{202f}", "/", "-", "–", "—", ".", ",", "'", "’",
  ]

  private mutating func add(_ text: String, _ isDigits: Bool, _ gap: String) -> Bool {
    if items.isEmpty {
      guard gap.isEmpty else { return false }
    } else {
      gaps.append(gap)
    }
    guard items.count < 6 else { return false }
    if isDigits {
      guard text.count <= 4, let number = Int(text) else { return false }
      items.append(.number(number, digits: text.count))
      texts.append(text)
      return true
    }
    let word = text.lowercased()
    // `QIV` is the word and its number.
    if word.hasPrefix("q"), PeriodScan.roman(String(word.dropFirst())) != nil {
      items += [.word("q"), .word(String(word.dropFirst()))]
      texts += [String(text.prefix(1)), String(text.dropFirst())]
      gaps.append("")
      return true
    }
    items.append(.word(word))
    texts.append(text)
    return true
  }

  // MARK: Words

  private static let parts: [String: PeriodGrain] = {
    var parts: [String: PeriodGrain] = [:]
    for word in ["tháng", "thang", "thg", "th", "t", "m", "month"] { parts[word] = .month }
    for word in ["quý", "qúy", "quí", "quy", "q", "qtr", "quarter"] { parts[word] = .quarter }
    for word in ["h", "half"] { parts[word] = .half }
    return parts
  }()

  private static let yearWords: Set<String> = ["năm", "nam", "year"]
  /// Words before the number of a year.
  private static let titles: Set<String> = ["năm", "nam", "year", "fy"]
  /// Words, alone or after a title, before the two years of one.
  private static let schoolTitles: Set<[String]> = [
    ["năm", "học"], ["nam", "hoc"], ["nh"], ["niên", "độ"], ["nien", "do"], ["niên", "khóa"],
    ["niên", "khoá"], ["nien", "khoa"], ["school", "year"], ["academic", "year"],
    ["fiscal", "year"], ["fy"], ["ay"], ["sy"],
  ]
  private static let halves: [String: (part: Int, first: String, second: String)] = [
    "đầu": (1, "đầu", "cuối"), "cuối": (2, "đầu", "cuối"), "dau": (1, "dau", "cuoi"),
    "cuoi": (2, "dau", "cuoi"),
  ]

  private static func roman(_ word: String) -> Int? {
    PeriodForm.romans.firstIndex { $0.lowercased() == word }.map { $0 + 1 }
  }

  // MARK: What stands between

  private func isSpace(_ gap: Int) -> Bool {
    gaps[gap].allSatisfy { $0 == " " || $0 == "\u{a0}" || $0 == "\u{202f}" }
  }

  /// One stroke with spaces around it or none.
  private func isStroke(_ gap: Int, _ strokes: Set<Character> = ["/", "-", "–", "—"]) -> Bool {
    let marks = gaps[gap].filter { $0 != " " && $0 != "\u{a0}" && $0 != "\u{202f}" }
    return marks.count == 1 && marks.allSatisfy { strokes.contains($0) }
  }

  private func isLoose(_ gap: Int) -> Bool {
    isSpace(gap) || isStroke(gap, ["/", "-", "–", "—", ".", ","])
  }

  // MARK: Years and parts

  private func year(_ place: Int) -> Int? {
    guard case .number(let number, digits: 4) = items[place], (1800...2200).contains(number) else {
      return nil
    }
    return number
  }

  /// A year of two digits, as it may stand behind a stroke or a word.
  private func shortYear(_ place: Int) -> Int? {
    guard case .number(let number, digits: 2) = items[place] else { return nil }
    return number + (number < 70 ? 2000 : 1900)
  }

  /// A year behind the part of it, and how it is written.
  private func yearBehind(_ place: Int) -> (Int, PeriodForm.Part)? {
    if let year = year(place) { return (year, .year) }
    let isMarked = isStroke(place - 1, ["/", "-", "–", "—", "'", "’"])
    let isClose = gaps[place - 1].isEmpty
    guard isMarked || isClose, let year = shortYear(place) else { return nil }
    return (year, .shortYear)
  }

  /// The number of a part of the year, and how it is written.
  private func part(_ place: Int, _ grain: PeriodGrain) -> (Int, PeriodForm.Part)? {
    let most = 12 / grain.months
    switch items[place] {
    case .number(let number, let digits):
      guard digits <= 2, (1...most).contains(number) else { return nil }
      return (number, .number(isPadded: number < 10 ? digits == 2 : nil))
    case .word(let word):
      guard let number = PeriodScan.roman(word), number <= most else { return nil }
      return (number, .roman(isLower: texts[place] == word))
    }
  }

  private func word(_ place: Int) -> String? {
    if items.indices.contains(place), case .word(let word) = items[place] { return word }
    return nil
  }

  private func month(_ place: Int) -> (Int, PeriodForm.Part)? {
    guard let word = word(place), word.count >= 3,
      let index = PeriodForm.MonthName.names.firstIndex(where: {
        $0.lowercased() == word || $0.prefix(3).lowercased() == word
          || (word == "sept" && $0 == "September")
      })
    else { return nil }
    // What is written `Sept` goes out as the short name that all months have.
    let text = word == "sept" ? String(texts[place].prefix(3)) : texts[place]
    var style = PeriodForm.MonthName(letters: .capital, isLong: index == 4 ? nil : text.count > 3)
    if text == text.lowercased() {
      style.letters = .lower
    } else if text == text.uppercased() {
      style.letters = .upper
    }
    guard style.text(index + 1) == text else { return nil }
    return (index + 1, .monthName(style))
  }

  private func reading(
    _ grain: PeriodGrain, _ number: Int, _ parts: [Int: PeriodForm.Part]
  ) -> PeriodReading {
    var form: [PeriodForm.Part] = []
    var text = ""
    for place in items.indices {
      if place > 0 { text += gaps[place - 1] }
      if let part = parts[place] {
        if !text.isEmpty { form.append(.text(text)) }
        text = ""
        form.append(part)
      } else {
        text += texts[place]
      }
    }
    if !text.isEmpty { form.append(.text(text)) }
    return PeriodReading(form: PeriodForm(grain, form), number: number)
  }

  private func reading(
    _ grain: PeriodGrain, year: (Int, Int, PeriodForm.Part), part: (Int, Int, PeriodForm.Part)
  ) -> PeriodReading {
    reading(
      grain, year.1 * (12 / grain.months) + part.1 - 1, [year.0: year.2, part.0: part.2])
  }

  // MARK: Forms

  func readings() -> [PeriodReading] {
    if items.count == 2, word(0) == nil, word(1) == nil { return numbers() }
    if items.count == 2, let romans = romans() { return romans }
    return named().map { [$0] } ?? []
  }

  /// `II/2024`, `2024-II`: a quarter as long as there is one of that number, and a month.
  private func romans() -> [PeriodReading]? {
    guard isStroke(0, ["/", "-", "–", "—", "."]) else { return nil }
    for (place, other) in [(0, 1), (1, 0)] {
      guard word(place) != nil, let year = year(other), let (month, how) = part(place, .month)
      else { continue }
      let grains: [PeriodGrain] = month <= 4 ? [.quarter, .month] : [.month]
      return grains.map { reading($0, year: (other, year, .year), part: (place, month, how)) }
    }
    return nil
  }

  /// `10/2025`, `10.2025`, `2025-10`, `2014/15`, `2023-2024`.
  private func numbers() -> [PeriodReading] {
    guard isStroke(0, ["/", "-", "–", "—", "."]) else { return [] }
    var found: [PeriodReading] = []
    if let year = year(0) {
      if let (month, how) = part(1, .month) {
        found.append(reading(.month, year: (0, year, .year), part: (1, month, how)))
      }
      if let school = schoolYear(0, 1) { found.append(school) }
    } else if let (month, how) = part(0, .month), let year = year(1) {
      found.append(reading(.month, year: (1, year, .year), part: (0, month, how)))
    }
    return found
  }

  /// Two years of which the second follows the first.
  private func schoolYear(_ first: Int, _ second: Int) -> PeriodReading? {
    guard isStroke(second - 1), let year = year(first) else { return nil }
    switch items[second] {
    case .number(year + 1, digits: 4):
      return reading(.schoolYear, year, [first: .year, second: .nextYear])
    case .number((year + 1) % 100, digits: 2):
      return reading(.schoolYear, year, [first: .year, second: .shortNextYear])
    default: return nil
    }
  }

  private func named() -> PeriodReading? {
    let count = items.count
    if let first = word(0), let grain = PeriodScan.parts[first] {
      if let found = wordFirst(grain) { return found }
    }
    // `2024Q1`, `2024-T10`
    if count == 3, let year = year(0), let middle = word(1), let grain = PeriodScan.parts[middle],
      isLoose(0), isSpace(1), let (number, how) = part(2, grain)
    {
      return reading(grain, year: (0, year, .year), part: (2, number, how))
    }
    // `1Q2024`; `1h30` is a time of day.
    if count == 3, let middle = word(1), let grain = PeriodScan.parts[middle], grain != .month,
      isSpace(0), isLoose(1) || isStroke(1, ["'", "’"]), let (number, how) = part(0, grain),
      case .number = items[0], let (year, written) = yearBehind(2),
      written == .year || texts[1] != "h"
    {
      return reading(grain, year: (2, year, written), part: (0, number, how))
    }
    // `Năm 2023, tháng 1`
    if count == 4, let title = word(0), PeriodScan.yearWords.contains(title), isSpace(0),
      let year = year(1), let word = word(2), let grain = PeriodScan.parts[word], isLoose(1),
      isSpace(2), let (number, how) = part(3, grain)
    {
      return reading(grain, year: (1, year, .year), part: (3, number, how))
    }
    // `FY2024`, `Năm 2024`
    if count == 2, let title = word(0), PeriodScan.titles.contains(title), isLoose(0) {
      if let year = year(1) { return reading(.year, year, [1: .year]) }
      if title == "fy", let year = shortYear(1) { return reading(.year, year, [1: .shortYear]) }
    }
    // `Oct 2024`, `Oct-24`, `2024 Oct`
    if count == 2, let (number, how) = month(0), isLoose(0), let (year, written) = yearBehind(1) {
      return reading(.month, year: (1, year, written), part: (0, number, how))
    }
    if count == 2, let year = year(0), isLoose(0), let (number, how) = month(1) {
      return reading(.month, year: (0, year, .year), part: (1, number, how))
    }
    // `Năm học 2023-2024`
    if (3...4).contains(count) {
      let words = (0..<count - 2).compactMap { word($0) }
      if words.count == count - 2, PeriodScan.schoolTitles.contains(words),
        (0..<count - 2).allSatisfy({ isLoose($0) })
      {
        return schoolYear(count - 2, count - 1)
      }
    }
    return halfInWords()
  }

  /// `Tháng 10/2025`, `T10/2025`, `Quý IV năm 2023`, `H1 2024`.
  private func wordFirst(_ grain: PeriodGrain) -> PeriodReading? {
    let count = items.count
    guard count >= 3, isSpace(0) || isStroke(0, ["."]), let (number, how) = part(1, grain) else {
      return nil
    }
    if count == 3, isLoose(1) || isStroke(1, ["'", "’"]), let (year, written) = yearBehind(2) {
      return reading(grain, year: (2, year, written), part: (1, number, how))
    }
    if count == 4, let between = word(2), PeriodScan.yearWords.contains(between), isLoose(1),
      isSpace(2), let year = year(3)
    {
      return reading(grain, year: (3, year, .year), part: (1, number, how))
    }
    return nil
  }

  /// `6 tháng đầu năm 2024`, `nửa đầu năm 2024`.
  private func halfInWords() -> PeriodReading? {
    if items.count == 4, let half = word(0), half == "nửa" || half == "nua", let which = word(1),
      let own = PeriodScan.halves[which], let between = word(2),
      PeriodScan.yearWords.contains(between), let year = year(3),
      (0..<3).allSatisfy({ isSpace($0) }), texts[1] == which
    {
      return reading(
        .half, year: (3, year, .year),
        part: (1, own.part, .half(first: own.first, second: own.second)))
    }
    guard items.count == 5, case .number(6, digits: _) = items[0], let month = word(1),
      month == "tháng" || month == "thang", let which = word(2),
      let half = PeriodScan.halves[which],
      let between = word(3), PeriodScan.yearWords.contains(between), let year = year(4),
      (0..<4).allSatisfy({ isSpace($0) }), texts[2] == which
    else { return nil }
    return reading(
      .half, year: (4, year, .year),
      part: (2, half.part, .half(first: half.first, second: half.second)))
  }
}
