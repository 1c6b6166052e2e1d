import Columns

/// Reads periods as people write them: `2024`, `2024Q1`, `Q1/2024`, `quý 1/2024`, `2024-03`,
/// `03/2024`, `tháng 3 năm 2024`, and single days.
public enum PeriodText {
  /// The first and the last day of the period, since 1970-01-01; nil where the text is none.
  public static func days(_ text: String) -> ClosedRange<Int>? {
    var words: [String] = []
    var current = ""
    for scalar in TextFold.fold(text).unicodeScalars {
      let isDigit = (48...57).contains(scalar.value)
      let isLetter = (97...122).contains(scalar.value)
      let lastIsDigit = current.unicodeScalars.last.map { (48...57).contains($0.value) }
      if !isDigit && !isLetter || (lastIsDigit != nil && lastIsDigit != isDigit) {
        if !current.isEmpty { words.append(current) }
        current = ""
      }
      if isDigit || isLetter {
        current.unicodeScalars.append(scalar)
      } else if ![32, 45, 47, 46].contains(scalar.value) {
        return nil
      }
    }
    if !current.isEmpty { words.append(current) }
    words.removeAll { ["nam", "year"].contains($0) }
    return period(words)
  }

  private static func period(_ words: [String]) -> ClosedRange<Int>? {
    let numbers = words.compactMap { Int($0) }
    let letters = words.filter { Int($0) == nil }
    if letters.isEmpty {
      switch numbers.count {
      case 1: return months(of: numbers[0], 1...12)
      case 2:
        // The year is the one with four digits.
        return numbers[0] > 31 && words[0].count == 4
          ? month(numbers[1], of: numbers[0]) : month(numbers[0], of: numbers[1])
      case 3:
        let isISO = words[0].count == 4
        let day = Calendar.validDays(
          year: isISO ? numbers[0] : numbers[2], month: numbers[1],
          day: isISO ? numbers[2] : numbers[0])
        return day.map { $0...$0 }
      default: return nil
      }
    }
    guard letters.count == 1, numbers.count == 2,
      let place = words.firstIndex(of: letters[0])
    else { return nil }
    // What follows the word is the part; the other number is the year.
    let part = place + 1 < words.count ? Int(words[place + 1]) : nil
    guard let part else { return nil }
    let year = place == 0 ? numbers[1] : numbers[0]
    switch letters[0] {
    case "q", "quy", "quarter":
      guard (1...4).contains(part) else { return nil }
      return months(of: year, (part * 3 - 2)...(part * 3))
    case "m", "t", "thang", "month": return month(part, of: year)
    default: return nil
    }
  }

  private static func month(_ month: Int, of year: Int) -> ClosedRange<Int>? {
    (1...12).contains(month) ? months(of: year, month...month) : nil
  }

  private static func months(of year: Int, _ months: ClosedRange<Int>) -> ClosedRange<Int>? {
    guard (1000...9999).contains(year) else { return nil }
    let first = Calendar.days(year: year, month: months.lowerBound, day: 1)
    let last = Calendar.days(
      year: year, month: months.upperBound,
      day: Calendar.length(ofMonth: months.upperBound, year: year))
    return first...last
  }
}
