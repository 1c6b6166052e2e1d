public import Columns

/// The days of a period as people write it: what `PeriodReading` knows (`2024Q1`, `Q1/2024`,
/// `quý 1/2024`, `03/2024`, `tháng 3 năm 2024`, `2014/15`), years alone, and single days.
public enum PeriodText {
  /// The first and the last day of the period, since 1970-01-01; nil where the text is none.
  public static func days(_ text: String) -> ClosedRange<Int>? {
    PeriodReading.all(text).first?.days ?? numbers(text)
  }

  /// The same in the light of a column whose periods have that length: `2011/12` is a school year
  /// beside school years.
  public static func days(_ text: String, beside grain: PeriodGrain) -> ClosedRange<Int>? {
    PeriodReading.of(text, as: grain)?.days ?? days(text)
  }

  /// `2024`, `3.2024`, `2024 3`, `31/12/2025`, `2025-12-31`.
  private static func numbers(_ text: String) -> ClosedRange<Int>? {
    let signs: Set<Unicode.Scalar> = [" ", "-", "/", "."]
    guard
      text.unicodeScalars.allSatisfy({ (48...57).contains($0.value) || signs.contains($0) })
    else { return nil }
    let words = text.split { !$0.isNumber }
    let numbers = words.compactMap { Int($0) }
    guard numbers.count == words.count else { return nil }
    switch numbers.count {
    case 1:
      return (1000...9999).contains(numbers[0]) ? PeriodGrain.year.days(numbers[0]) : nil
    case 2:
      // The year is the one with four digits.
      let isISO = numbers[0] > 31 && words[0].count == 4
      let (year, month) = isISO ? (numbers[0], numbers[1]) : (numbers[1], numbers[0])
      guard (1...12).contains(month), (1000...9999).contains(year) else { return nil }
      return PeriodGrain.month.days(year * 12 + month - 1)
    case 3:
      let isISO = words[0].count == 4
      let day = Calendar.validDays(
        year: isISO ? numbers[0] : numbers[2], month: numbers[1],
        day: isISO ? numbers[2] : numbers[0])
      return day.map { $0...$0 }
    default: return nil
    }
  }
}
