import Columns
import Glibc

/// Times as decimal years, as the forecasts count them: 2024 is the end of 31 December 2024.
enum ChartTime {
  /// The end of a day.
  static func year(ofDay days: Int) -> Double {
    let year = Calendar.civil(days).year
    let start = Calendar.days(year: year, month: 1, day: 1)
    return Double(year - 1) + Double(days - start + 1) / (Calendar.isLeap(year) ? 366 : 365)
  }

  /// An instant, in microseconds since 1970.
  static func year(ofInstant microseconds: Int64) -> Double {
    let day = Calendar.microsecondsPerDay
    let days = Int((Double(microseconds) / Double(day)).rounded(.down))
    let rest = Double(microseconds - Int64(days) * day) / Double(day)
    let year = Calendar.civil(days).year
    let start = Calendar.days(year: year, month: 1, day: 1)
    return Double(year - 1) + (Double(days - start) + rest) / (Calendar.isLeap(year) ? 366 : 365)
  }

  /// Days since 1970 with their fraction, of an instant; nil beyond the calendar's years.
  static func days(_ time: Double) -> Double? {
    guard time.isFinite, time.magnitude < 10_000 else { return nil }
    let year = Int(time.rounded(.down)) + 1
    let start = Calendar.days(year: year, month: 1, day: 1)
    let length = Calendar.isLeap(year) ? 366.0 : 365.0
    return Double(start) + (time - Double(year - 1)) * length
  }

  /// The day whose end is nearest.
  static func day(_ time: Double) -> Int? { days(time).map { Int($0.rounded()) - 1 } }

  /// A time as a label, as exact as the axis.
  static func text(_ time: Double, _ axis: Chart.XAxis) -> String {
    switch axis {
    case .instant:
      guard let days = days(time) else { return ChartNumber.text(time) }
      let minutes = (days * 1440).rounded()
      return String(
        Calendar.text(timestamp: Int64(minutes) * 60_000_000).prefix(16))
    case .date:
      guard let day = day(time) else { return ChartNumber.text(time) }
      return Calendar.text(date: day)
    case .period(let form):
      guard let day = day(time) else { return ChartNumber.text(time) }
      return form.text(ofDay: day)
    default: return ChartNumber.text(time)
    }
  }

  /// Marks on the calendar, at most `most` of them, between two times.
  static func ticks(_ low: Double, _ high: Double, _ axis: Chart.XAxis, most: Int) -> [ChartTick] {
    guard let first = days(low), let last = days(high), most >= 1 else {
      return ChartScale.ticks(low, high, most: most).map { ChartTick($0, ChartNumber.text($0)) }
    }
    if case .period(let form) = axis { return periods(form, from: low, to: high, most: most) }
    let span = last - first
    let months = span / 30.4375
    for step in [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12_000]
    where months >= 2 && months / Double(step) <= Double(most) {
      return everyMonths(step, from: low, to: high, first: first)
    }
    for step in [1.0, 2, 7, 14] where span >= 2 && span / step <= Double(most) {
      var ticks: [ChartTick] = []
      // A day is marked where its observation stands: at its end, or at its start for instants.
      let shift = axis == .date ? 1.0 : 0
      var day = (first - shift).rounded(.up)
      while day + shift <= last + 1e-6 {
        let instant = Int64(day + shift) * Calendar.microsecondsPerDay
        ticks.append(
          ChartTick(year(ofInstant: instant), Calendar.text(date: Int(day))))
        day += step
      }
      return ticks
    }
    let text = axis == .date ? self.text(low, .date) : self.text(low, .instant)
    if axis == .instant, span > 0 { return hours(first, last, most: most) }
    return [ChartTick(low, text)]
  }

  /// Marks at the ends of periods, as many apart as it needs, beginning with the first of a year.
  private static func periods(
    _ form: PeriodForm, from low: Double, to high: Double, most: Int
  ) -> [ChartTick] {
    guard let start = day(low), let end = day(high) else { return [] }
    let grain = form.grain
    let numbers =
      grain.number(
        ofDay: start)...max(
        grain.number(ofDay: start), grain.number(ofDay: end))
    let perYear = 12 / grain.months
    let steps =
      [1, 2, 3, 4, 6].filter { $0 < perYear && perYear.isMultiple(of: $0) }
      + [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map { $0 * perYear }
    for step in steps where numbers.count <= most * step {
      let ticks = numbers.filter { (($0 % step) + step) % step == 0 }.compactMap {
        number -> ChartTick? in
        let place = year(ofDay: grain.days(number).upperBound)
        return place >= low - 1e-9 && place <= high + 1e-9
          ? ChartTick(place, form.text(number)) : nil
      }
      if !ticks.isEmpty { return ticks }
    }
    return [ChartTick(low, form.text(numbers.lowerBound))]
  }

  private static func everyMonths(
    _ step: Int, from low: Double, to high: Double, first: Double
  ) -> [ChartTick] {
    let civil = Calendar.civil(Int(first.rounded(.down)))
    var index = civil.year * 12 + civil.month - 1
    let rest = ((index % step) + step) % step
    if rest > 0 { index += step - rest }
    var ticks: [ChartTick] = []
    while ticks.count < 400 {
      let year = index >= 0 ? index / 12 : (index - 11) / 12
      let start = Calendar.days(year: year, month: index - year * 12 + 1, day: 1)
      let place = self.year(ofInstant: Int64(start) * Calendar.microsecondsPerDay)
      if place > high + 1e-9 { break }
      if place >= low - 1e-9 {
        ticks.append(ChartTick(place, String(Calendar.text(date: start).dropLast(3))))
      }
      index += step
    }
    return ticks
  }

  private static func hours(_ first: Double, _ last: Double, most: Int) -> [ChartTick] {
    let minutes = (last - first) * 1440
    let steps: [Double] = [1, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440]
    let step = steps.first { minutes / $0 <= Double(most) } ?? 1440
    var ticks: [ChartTick] = []
    var place = (first * 1440 / step).rounded(.up) * step
    while place <= last * 1440 + 1e-6, ticks.count < 400 {
      let instant = Int64(place) * 60_000_000
      let text = Calendar.text(timestamp: instant)
      let isMidnight = text.dropFirst(11).hasPrefix("00:00")
      ticks.append(
        ChartTick(
          year(ofInstant: instant),
          isMidnight ? String(text.prefix(10)) : String(text.dropFirst(11).prefix(5))))
      place += step
    }
    return ticks
  }
}
