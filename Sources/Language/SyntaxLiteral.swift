/// A value written out in a query.
public enum Literal: Sendable, Hashable {
  case int(Int64)
  /// Digits with a point, `82.96`: exact where it fits.
  case decimal(DecimalLiteral)
  /// Digits with an exponent, `1e6`.
  case float(Double)
  /// The text meant: quotes and escapes are gone. Not normalised.
  case text(String)
  case bool(Bool)
  case null
  case date(DateLiteral)
  case period(PeriodLiteral)
  case duration(DurationLiteral)
}

/// A number written with a point: `value` always, and `unscaled`·10^−`scale` exactly where it fits.
public struct DecimalLiteral: Sendable, Hashable {
  /// All the digits as one integer; nil when they do not fit 64 bits.
  public let unscaled: Int64?
  /// Digits after the point as written (`1.50` has 2).
  public let scale: Int
  /// The nearest double.
  public let value: Double

  public init(unscaled: Int64?, scale: Int, value: Double) {
    self.unscaled = unscaled
    self.scale = scale
    self.value = value
  }
}

/// A day of the proleptic Gregorian calendar; always a real one.
public struct DateLiteral: Sendable, Hashable, Comparable {
  /// 1 … 9999
  public let year: Int
  public let month: Int
  public let day: Int

  /// Nil when there is no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      day >= 1, day <= DateLiteral.days(inMonth: month, of: year)
    else { return nil }
    self.init(checked: year, month, day)
  }

  init(checked year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  public static func < (left: DateLiteral, right: DateLiteral) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// A whole year, quarter or month: `@2025`, `@2025Q1`, `@2025-03`.
public struct PeriodLiteral: Sendable, Hashable {
  public enum Granularity: String, Sendable, Hashable {
    case year
    case quarter
    case month
  }

  public let granularity: Granularity
  public let year: Int
  /// Quarter 1…4 or month 1…12; 1 for a year.
  public let index: Int

  public init?(_ granularity: Granularity, year: Int, index: Int = 1) {
    let last =
      switch granularity {
      case .year: 1
      case .quarter: 4
      case .month: 12
      }
    guard (1...9999).contains(year), (1...last).contains(index) else { return nil }
    self.granularity = granularity
    self.year = year
    self.index = index
  }

  private var months: ClosedRange<Int> {
    switch granularity {
    case .year: 1...12
    case .quarter: (index * 3 - 2)...(index * 3)
    case .month: index...index
    }
  }

  public var firstDay: DateLiteral {
    DateLiteral(checked: year, months.lowerBound, 1)
  }

  public var lastDay: DateLiteral {
    let month = months.upperBound
    return DateLiteral(checked: year, month, DateLiteral.days(inMonth: month, of: year))
  }
}

/// A length of time: `7d`, `2w`, `3mo`, `1y6mo`. Months are not turned into days.
public struct DurationLiteral: Sendable, Hashable {
  /// Years count 12.
  public let months: Int
  /// Weeks count 7.
  public let days: Int

  public init(months: Int, days: Int) {
    self.months = months
    self.days = days
  }
}
