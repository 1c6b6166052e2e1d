/// Names of months, weekdays and halves of the day. Sources: CLDR for English and for the short
/// Vietnamese forms; the long Vietnamese weekdays as Decree 30/2020 writes them.
enum DateNames {
  case english
  case vietnamese

  /// The language of a tag, `en` or `vi`.
  init(named text: UnsafeBufferPointer<UInt8>) throws {
    let tag = String(decoding: text, as: UTF8.self).lowercased()
    switch tag.split(whereSeparator: { "-_".contains($0) }).first {
    case "en": self = .english
    case "vi": self = .vietnamese
    default:
      throw EvaluationFailure(
        .invalidArgument(
          Bilingual(
            en: "names of months and weekdays are there in \"en\" and \"vi\", not in \"\(tag)\"",
            vi: "tên tháng và thứ có bằng \"en\" và \"vi\", không có \"\(tag)\"")))
    }
  }

  // MARK: Writing

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  private static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]
  private static let vietnameseWeekdays = [
    "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật",
  ]

  /// - Parameter month: 1 to 12.
  func month(_ month: Int, isShort: Bool) -> String {
    switch self {
    case .english:
      isShort ? String(DateNames.months[month - 1].prefix(3)) : DateNames.months[month - 1]
    case .vietnamese: isShort ? "thg \(month)" : "tháng \(month)"
    }
  }

  /// - Parameter weekday: 1 (Monday) to 7.
  func weekday(_ weekday: Int, isShort: Bool) -> String {
    switch self {
    case .english:
      isShort
        ? String(DateNames.weekdays[weekday - 1].prefix(3)) : DateNames.weekdays[weekday - 1]
    case .vietnamese:
      isShort
        ? weekday == 7 ? "CN" : "T\(weekday + 1)" : DateNames.vietnameseWeekdays[weekday - 1]
    }
  }

  func halfDay(isLate: Bool) -> String {
    switch self {
    case .english: isLate ? "PM" : "AM"
    case .vietnamese: isLate ? "CH" : "SA"
    }
  }

  // MARK: Reading

  /// Whether a field is written as a name.
  static func has(_ field: DateFormat.Field) -> Bool {
    [.monthName, .weekdayName, .halfDay].contains(field)
  }

  /// Folded names of both languages with what they stand for: 1 to 12, 1 to 7, 0 or 1.
  private static let monthWords: [String: Int] = {
    var words: [String: Int] = ["sept": 9, "thang gieng": 1, "thang chap": 12, "thang bon": 4]
    for (place, name) in months.enumerated() {
      words[name.lowercased()] = place + 1
      words[String(name.lowercased().prefix(3))] = place + 1
      for form in ["thang \(place + 1)", "thg \(place + 1)", "th \(place + 1)"] {
        words[form] = place + 1
      }
      if place < 9 {
        words["thang 0\(place + 1)"] = place + 1
        words["thg 0\(place + 1)"] = place + 1
      }
    }
    let spelt = [
      "mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai",
    ]
    for (place, word) in spelt.enumerated() { words["thang \(word)"] = place + 1 }
    return words
  }()

  private static let weekdayWords: [String: Int] = {
    var words: [String: Int] = ["cn": 7, "chu nhat": 7, "tues": 2, "thur": 4, "thurs": 4]
    for (place, name) in weekdays.enumerated() {
      words[name.lowercased()] = place + 1
      words[String(name.lowercased().prefix(3))] = place + 1
    }
    for (place, word) in ["hai", "ba", "tu", "nam", "sau", "bay"].enumerated() {
      for form in ["thu \(word)", "thu \(place + 2)", "th \(place + 2)", "t\(place + 2)"] {
        words[form] = place + 1
      }
    }
    return words
  }()

  private static let halfDayWords = [
    "am": 0, "a.m.": 0, "sa": 0, "sang": 0, "pm": 1, "p.m.": 1, "ch": 1, "chieu": 1, "toi": 1,
  ]

  /// Takes the longest or shortest name that comes next, whatever its case and marks; nil where there
  /// is none.
  static func read(
    _ field: DateFormat.Field, from scan: inout DigitScan, takesShortest: Bool
  ) -> Int? {
    let words =
      switch field {
      case .monthName: monthWords
      case .weekdayName: weekdayWords
      default: halfDayWords
      }
    let rest = scan.rest
    // No name has more letters than that, each with its marks.
    let text = String(decoding: rest.prefix(80), as: UTF8.self)
    var found: (length: Int, value: Int)?
    var length = 0
    for character in text.prefix(14) {
      length += character.utf8.count
      if character == " " { continue }
      if let value = words[TextFold.fold(String(text.utf8.prefix(length)) ?? "")] {
        found = (length, value)
        if takesShortest { break }
      }
    }
    guard let found, found.length <= rest.count else { return nil }
    scan.skip(found.length)
    return found.value
  }
}
