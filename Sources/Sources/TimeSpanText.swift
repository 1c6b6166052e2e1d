import Functions

/// A length of time as people write it: `1h30`, `2 giờ 15 phút`, `45'`, `2 ngày 3 giờ`.
struct TimeSpanText {
  enum Unit: Int, CaseIterable {
    case year, month, week, day, hour, minute, second

    /// How many of the smallest unit beside it make one.
    func amount(of other: Unit) -> Int? {
      switch (self, other) {
      case _ where self == other: 1
      case (.year, .month): 12
      case (.week, .day): 7
      case (.week, .hour): 168
      case (.day, .hour): 24
      case (.day, .minute): 1440
      case (.hour, .minute): 60
      case (.hour, .second): 3600
      case (.minute, .second): 60
      default: nil
      }
    }
  }

  /// The units that are written, as they are written.
  private(set) var words: [Unit: String] = [:]
  /// Whether minutes follow the hours without a word: `1h30`.
  private(set) var hasBareMinutes = false

  /// Whether there is more than a number and a word.
  var isOfSeveral: Bool { words.count > 1 || hasBareMinutes }

  private static let units: [String: Unit] = [
    "nam": .year, "year": .year, "years": .year, "thang": .month, "month": .month,
    "months": .month, "tuan": .week, "week": .week, "weeks": .week, "ngay": .day, "day": .day,
    "days": .day, "d": .day, "gio": .hour, "h": .hour, "g": .hour, "hour": .hour, "hours": .hour,
    "hr": .hour, "hrs": .hour, "tieng": .hour, "phut": .minute, "ph": .minute, "p": .minute,
    "min": .minute, "mins": .minute, "minute": .minute, "minutes": .minute, "'": .minute,
    "m": .minute, "giay": .second, "s": .second, "sec": .second, "second": .second,
    "seconds": .second,
  ]

  init?(_ text: String) {
    guard text.utf8.count <= 40, text.utf8.first.map({ $0 &- 48 < 10 }) ?? false else { return nil }
    var rest = text[...]
    var last: Unit?
    func isDigit(_ character: Character) -> Bool { character >= "0" && character <= "9" }
    while !rest.isEmpty {
      let number = rest.prefix { isDigit($0) || $0 == "," || $0 == "." }
      guard let end = number.last, isDigit(end), number.first.map(isDigit) ?? false else {
        return nil
      }
      rest = rest.dropFirst(number.count).drop { $0 == " " }
      let word = rest.prefix { $0.isLetter || $0 == "'" }
      if word.isEmpty {
        // Digits behind the hours are minutes.
        guard rest.isEmpty, last == .hour, number.count <= 2 else { return nil }
        hasBareMinutes = true
        return
      }
      guard let unit = TimeSpanText.units[TextFold.fold(String(word))],
        last.map({ $0.rawValue < unit.rawValue }) ?? true
      else { return nil }
      words[unit] = String(word)
      last = unit
      rest = rest.dropFirst(word.count).drop { $0 == " " || $0 == "," }
    }
  }

  /// The call that reads texts of a column, and the unit of what it gives; nil where their units
  /// have no common one, or one word stands for two of them.
  static func call(_ texts: [TimeSpanText], _ column: String) -> (call: String, unit: Unit)? {
    var words: [Unit: [String]] = [:]
    var hasBareMinutes = false
    for text in texts {
      for (unit, word) in text.words where words[unit]?.contains(word) != true {
        words[unit, default: []].append(word)
      }
      if text.hasBareMinutes { hasBareMinutes = true }
    }
    let units = Unit.allCases.filter { words[$0] != nil || ($0 == .minute && hasBareMinutes) }
    guard let least = units.last else { return nil }
    // Beside seconds minutes are precise enough where there are hours.
    var terms: [String] = []
    for unit in units {
      guard let amount = unit.amount(of: least) else { return nil }
      let factor = amount == 1 ? "" : "\(amount) * "
      if let own = words[unit]?.sorted(by: { ($0.count, $1) > ($1.count, $0) }) {
        // A word that begins another would be found in it.
        let others = words.filter { $0.key != unit }.values.joined()
        guard !own.contains(where: { word in others.contains { $0.hasPrefix(word) } }) else {
          return nil
        }
        let any = own.count == 1 ? own[0] : "(?:\(own.joined(separator: "|")))"
        terms.append("\(factor)float(regex_extract(\(column), \"0?([0-9.,]+) *\(any)\", 1))")
      }
      if unit == .minute, hasBareMinutes, let hours = words[.hour] {
        let any = hours.count == 1 ? hours[0] : "(?:\(hours.joined(separator: "|")))"
        terms.append("\(factor)int(regex_extract(\(column), \"\(any) *0?([0-9]+)$\", 1))")
      }
    }
    if terms.isEmpty { return nil }
    return (terms.count == 1 ? terms[0] : "sum_of(\(terms.joined(separator: ", ")))", least)
  }
}

extension TimeSpanText.Unit {
  var en: String {
    switch self {
    case .year: "years"
    case .month: "months"
    case .week: "weeks"
    case .day: "days"
    case .hour: "hours"
    case .minute: "minutes"
    case .second: "seconds"
    }
  }

  var vi: String {
    switch self {
    case .year: "năm"
    case .month: "tháng"
    case .week: "tuần"
    case .day: "ngày"
    case .hour: "giờ"
    case .minute: "phút"
    case .second: "giây"
    }
  }
}
