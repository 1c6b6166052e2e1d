/// Where in its period a time stands: what the days of a series have in common.
public enum PlaceInPeriod: Sendable, Hashable {
  case first, last
  /// So many months after the first of the period, on that day or the last that the month has.
  case day(Int, monthsOn: Int)

  /// The place that all of some days have in periods of that length; nil where they differ or there
  /// are none.
  public init?(of days: some Collection<Int>, in grain: PeriodGrain) {
    guard !days.isEmpty else { return nil }
    let periods = days.map { (day: $0, period: grain.days(grain.number(ofDay: $0))) }
    if periods.allSatisfy({ $0.day == $0.period.upperBound }) {
      self = .last
      return
    }
    if periods.allSatisfy({ $0.day == $0.period.lowerBound }) {
      self = .first
      return
    }
    let civil = days.map { Calendar.civil($0) }
    let isMonthEnd = civil.allSatisfy {
      $0.day == Calendar.length(ofMonth: $0.month, year: $0.year)
    }
    let wanted = isMonthEnd ? 31 : civil.reduce(0) { max($0, $1.day) }
    let offsets = zip(civil, periods).map { own, entry in
      let start = Calendar.civil(entry.period.lowerBound)
      return own.year * 12 + own.month - start.year * 12 - start.month
    }
    guard let offset = offsets.first, offsets.allSatisfy({ $0 == offset }),
      civil.allSatisfy({
        $0.day == min(wanted, Calendar.length(ofMonth: $0.month, year: $0.year))
      })
    else { return nil }
    self = .day(wanted, monthsOn: offset)
  }

  /// The day at that place of a period.
  public func day(in period: ClosedRange<Int>) -> Int {
    switch self {
    case .first: return period.lowerBound
    case .last: return period.upperBound
    case .day(let day, let months):
      let start = Calendar.civil(period.lowerBound)
      let index = start.year * 12 + start.month - 1 + months
      let year = index >= 0 ? index / 12 : (index - 11) / 12
      let month = index - year * 12 + 1
      return Calendar.days(
        year: year, month: month, day: min(day, Calendar.length(ofMonth: month, year: year)))
    }
  }
}
