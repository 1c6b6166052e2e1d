/// Times as decimal years.
///
/// A yearly value stands at the end of its year, as do quarters and months at theirs; a date stands
/// at the end of its day. So 2024 is 31 December 2024, and 10 April 2025 is 2024 + 100/365.
public enum DecimalYear {
  /// 31 December of `year`.
  public static func year(_ year: Int) -> Double { Double(year) }

  /// The end of quarter 1…4.
  public static func quarter(_ quarter: Int, of year: Int) -> Double {
    Double(year - 1) + Double(quarter) / 4
  }

  /// The end of month 1…12.
  public static func month(_ month: Int, of year: Int) -> Double {
    Double(year - 1) + Double(month) / 12
  }

  /// The end of the day of a civil date; nil where there is no such date.
  public static func date(year: Int, month: Int, day: Int) -> Double? {
    guard (1...12).contains(month), day >= 1, day <= lengths(of: year)[month - 1] else {
      return nil
    }
    let before = lengths(of: year)[..<(month - 1)].reduce(0, +)
    return Double(year - 1) + Double(before + day) / Double(days(in: year))
  }

  /// The year that a decimal year lies in; the end of a year belongs to it. Beyond what a calendar
  /// can say the answer is the furthest year that it can, and for no number the year 0.
  public static func whole(_ time: Double) -> Int {
    time.isNaN ? 0 : Int(max(-1e15, min(1e15, time.rounded(.up))))
  }

  /// The civil date whose end is nearest to a decimal year.
  public static func civil(_ time: Double) -> (year: Int, month: Int, day: Int) {
    let time = time.isNaN ? 0 : max(-1e6, min(1e6, time))
    var year = whole(time)
    var ordinal = Int(((time - Double(year - 1)) * Double(days(in: year))).rounded())
    if ordinal < 1 {
      year -= 1
      ordinal = days(in: year)
    }
    var month = 1
    for length in lengths(of: year) {
      if ordinal <= length { break }
      ordinal -= length
      month += 1
    }
    return (year, month, ordinal)
  }

  /// Days in a year of the Gregorian calendar.
  public static func days(in year: Int) -> Int {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365
  }

  private static func lengths(of year: Int) -> [Int] {
    [31, days(in: year) - 337, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  }
}
