/// How long a period lasts.
public enum PeriodGrain: String, Sendable, Hashable, CaseIterable {
  case month, quarter, half, year
  /// A year named by two, such as `2014/15`: from 1 September to 31 August.
  case schoolYear = "school year"

  /// The months of one period.
  public var months: Int {
    switch self {
    case .month: 1
    case .quarter: 3
    case .half: 6
    case .year, .schoolYear: 12
    }
  }

  /// The months from January to the first one of a period that begins in that year.
  private var lead: Int { self == .schoolYear ? 8 : 0 }

  /// The days of a period, since 1970-01-01. Periods of one grain have consecutive numbers: months
  /// and quarters since the year 0, years by themselves, a school year by its first year.
  public func days(_ number: Int) -> ClosedRange<Int> {
    let start = PeriodGrain.civil(number * months + lead)
    let end = PeriodGrain.civil(number * months + lead + months - 1)
    let first = Calendar.days(year: start.year, month: start.month, day: 1)
    let length = Calendar.length(ofMonth: end.month, year: end.year)
    return first...Calendar.days(year: end.year, month: end.month, day: length)
  }

  /// The number of the period that a day lies in.
  public func number(ofDay day: Int) -> Int {
    let civil = Calendar.civil(day)
    let index = civil.year * 12 + civil.month - 1 - lead
    return index >= 0 ? index / months : (index - months + 1) / months
  }

  /// Whether the days are those of one period.
  public func isPeriod(_ days: ClosedRange<Int>) -> Bool {
    self.days(number(ofDay: days.lowerBound)) == days
  }

  private static func civil(_ index: Int) -> (year: Int, month: Int) {
    let year = index >= 0 ? index / 12 : (index - 11) / 12
    return (year, index - year * 12 + 1)
  }
}

/// How the periods of a column are written, so that a day goes out as the text that it came from:
/// `Q1/2024`, `Tháng 10/2025`, `2014/15`.
public struct PeriodForm: Sendable, Hashable {
  /// How the name of a month is written.
  public struct MonthName: Sendable, Hashable {
    public enum Letters: Sendable, Hashable { case capital, lower, upper }
    public var letters: Letters
    /// `October` or `Oct`; nil where the names seen are the same in both.
    public var isLong: Bool?
  }

  public enum Part: Sendable, Hashable {
    case text(String)
    /// The year with four digits, of a school year the first one.
    case year
    /// The last two digits of the year; of 1970 … 2069.
    case shortYear
    /// The second year of a school year, with four digits or two.
    case nextYear, shortNextYear
    /// The number of the month, quarter or half within its year, with a zero before single digits
    /// or without; nil where the numbers seen had two digits all.
    case number(isPadded: Bool?)
    case roman(isLower: Bool)
    case monthName(MonthName)
    /// One of two words: the first half of the year, the second.
    case half(first: String, second: String)
  }

  public let grain: PeriodGrain
  public let parts: [Part]

  public init(_ grain: PeriodGrain, _ parts: [Part]) {
    self.grain = grain
    self.parts = parts
  }

  /// The form in which a period is written where nothing else is known: `2024-03`, `2024Q1`,
  /// `2024H1`, `2024`, `2014/15`.
  public init(_ grain: PeriodGrain) {
    self.grain = grain
    parts =
      switch grain {
      case .month: [.year, .text("-"), .number(isPadded: true)]
      case .quarter: [.year, .text("Q"), .number(isPadded: false)]
      case .half: [.year, .text("H"), .number(isPadded: false)]
      case .year: [.year]
      case .schoolYear: [.year, .text("/"), .shortNextYear]
      }
  }

  /// The text of the period with that number.
  public func text(_ number: Int) -> String {
    let perYear = 12 / grain.months
    let year = number >= 0 ? number / perYear : (number - perYear + 1) / perYear
    let part = number - year * perYear + 1
    var text = ""
    for (place, piece) in parts.enumerated() {
      switch piece {
      case .text(let words): text += words
      case .year: text += PeriodForm.digits(year, 4)
      case .shortYear: text += PeriodForm.digits(((year % 100) + 100) % 100, 2)
      case .nextYear: text += PeriodForm.digits(year + 1, 4)
      case .shortNextYear: text += PeriodForm.digits((((year + 1) % 100) + 100) % 100, 2)
      case .number(let isPadded):
        text += PeriodForm.digits(part, isPadded ?? !followsWord(place) ? 2 : 1)
      case .roman(let isLower):
        let roman = PeriodForm.romans[max(0, min(11, part - 1))]
        text += isLower ? roman.lowercased() : roman
      case .monthName(let style): text += style.text(part)
      case .half(let first, let second): text += part == 1 ? first : second
      }
    }
    return text
  }

  /// Whether nothing but a roman number says which part of the year it is: `II/2024`.
  public var isBareRoman: Bool {
    var isRoman = false
    for part in parts {
      if case .roman = part { isRoman = true }
      if case .text(let words) = part, words.contains(where: \.isLetter) { return false }
    }
    return isRoman
  }

  /// The text of the period that a day lies in.
  public func text(ofDay day: Int) -> String { text(grain.number(ofDay: day)) }

  /// After a word the number of a month is written as it is spoken: `T1/2025`.
  private func followsWord(_ place: Int) -> Bool {
    guard place > 0, case .text(let before) = parts[place - 1] else { return false }
    return before.contains { $0.isLetter }
  }

  private static func digits(_ number: Int, _ least: Int) -> String {
    let text = String(number.magnitude)
    let padded = String(repeating: "0", count: max(0, least - text.count)) + text
    return number < 0 ? "-" + padded : padded
  }

  static let romans = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]

  /// The form that both are, where they differ only in what one of them leaves open.
  public func joined(with other: PeriodForm) -> PeriodForm? {
    if self == other { return self }
    guard grain == other.grain, parts.count == other.parts.count else { return nil }
    var both: [Part] = []
    for (one, two) in zip(parts, other.parts) {
      switch (one, two) {
      case (.number(let a), .number(let b)) where a == nil || b == nil || a == b:
        both.append(.number(isPadded: a ?? b))
      case (.monthName(let a), .monthName(let b))
      where a.letters == b.letters && (a.isLong == nil || b.isLong == nil || a.isLong == b.isLong):
        both.append(
          .monthName(MonthName(letters: a.letters, isLong: a.isLong ?? b.isLong)))
      case (let a, let b) where a == b: both.append(a)
      default: return nil
      }
    }
    return PeriodForm(grain, both)
  }
}

extension PeriodForm.MonthName {
  static let names = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  func text(_ month: Int) -> String {
    let name = PeriodForm.MonthName.names[max(0, min(11, month - 1))]
    let own = isLong ?? false ? name : String(name.prefix(3))
    switch letters {
    case .capital: return own
    case .lower: return own.lowercased()
    case .upper: return own.uppercased()
    }
  }
}

extension Field {
  /// A cell of the column as text: a period as it was written, anything else plainly.
  public func text(_ value: Value) -> String {
    if let period, case .date(let day) = value { return period.text(ofDay: Int(day)) }
    return value.plainText
  }

  /// What the column holds, as people call it: its type, or the length of its periods.
  public var typeName: String { period?.grain.rawValue ?? type.rawValue }
}
