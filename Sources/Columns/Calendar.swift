/// The proleptic Gregorian calendar over day numbers (days since 1970-01-01).
public enum Calendar {
  /// Microseconds in a day.
  public static let microsecondsPerDay: Int64 = 86_400_000_000

  /// The day number of a civil date; `month` and `day` must be valid.
  /// Source: the era/day-of-era arithmetic over 400-year cycles that start in March.
  @inline(__always)
  public static func days(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Year, month and day of a day number.
  @inline(__always)
  public static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
    let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// Whether February of `year` has 29 days.
  public static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// Days in a month.
  @inline(__always)
  public static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The day number, or nil where there is no such date.
  public static func validDays(year: Int, month: Int, day: Int) -> Int? {
    guard (-9999...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= length(ofMonth: month, year: year)
    else { return nil }
    return days(year: year, month: month, day: day)
  }

  /// `months` later; a day that the month lacks becomes its last day.
  public static func add(months: Int, to days: Int) -> Int {
    let (year, month, day) = civil(days)
    let index = year * 12 + month - 1 + months
    let newYear = index >= 0 ? index / 12 : (index - 11) / 12
    let newMonth = index - newYear * 12 + 1
    return self.days(
      year: newYear, month: newMonth, day: min(day, length(ofMonth: newMonth, year: newYear)))
  }

  /// Monday is 1, Sunday is 7 (ISO 8601).
  @inline(__always)
  public static func weekday(_ days: Int) -> Int {
    let index = (days + 3) % 7
    return (index < 0 ? index + 7 : index) + 1
  }

  /// `2025-12-31`; years outside 0...9999 keep their sign and digits.
  public static func text(date days: Int) -> String {
    let (year, month, day) = civil(days)
    return pad(year, 4) + "-" + pad(month, 2) + "-" + pad(day, 2)
  }

  /// `2025-12-31 23:59:58`, with the fraction where there is one.
  public static func text(timestamp microseconds: Int64) -> String {
    var day = microseconds / microsecondsPerDay
    var rest = microseconds % microsecondsPerDay
    if rest < 0 {
      rest += microsecondsPerDay
      day -= 1
    }
    let seconds = Int(rest / 1_000_000)
    var text =
      text(date: Int(day)) + " " + pad(seconds / 3600, 2) + ":" + pad(seconds / 60 % 60, 2)
      + ":" + pad(seconds % 60, 2)
    var fraction = Int(rest % 1_000_000)
    if fraction != 0 {
      var digits = 6
      while fraction % 10 == 0 {
        fraction /= 10
        digits -= 1
      }
      text += "." + pad(fraction, digits)
    }
    return text
  }

  private static func pad(_ value: Int, _ width: Int) -> String {
    let digits = String(value.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.count))
    return (value < 0 ? "-" : "") + zeros + digits
  }
}
