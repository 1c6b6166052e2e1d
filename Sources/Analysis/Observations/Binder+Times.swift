import Columns
import Functions
import Language
import Planning

/// The time column of an analysis, and the times that are asked for.
extension Binder {
  /// The time column: named, by its role, or one called `year`, `time` or `date`.
  func analysisTime(_ request: ObservationRequest, _ scope: Scope) -> Expression? {
    var expression: Expression?
    if let name = request.time {
      expression = bind(SyntaxExpression(.name(name), range: name.range), .row(scope))
      if expression?.type == .null { return nil }
    } else {
      var place = scope.place(role: "time")
      // Where the dataset has a year beside a date, an undated row stands at the end of its year.
      if let exact = place, scope.fields[exact].type == .date,
        case .column(let year) = scope.match("year"), scope.fields[year].type == .int
      {
        let range = request.wordRange
        func number(_ value: Int64) -> Expression {
          Expression(.constant(.int(value)), type: .int, range: range)
        }
        let end = call(
          "make_date",
          [Expression(.column(year), type: .int, range: range), number(12), number(31)], range,
          at: range)
        let own = Expression(
          .column(exact), type: .date, range: range, period: scope.fields[exact].period)
        return Expression(.coalesce([own, end]), type: .date, range: range)
      }
      for word in ["year", "time", "date", "năm", "ngày"] where place == nil {
        if case .column(let found) = scope.match(word) { place = found }
      }
      // The only column of periods is the time.
      let periods = scope.fields.indices.filter { scope.fields[$0].period != nil }
      if place == nil, periods.count == 1 { place = periods[0] }
      expression = place.map {
        Expression(
          .column($0), type: scope.fields[$0].type, range: request.wordRange,
          period: scope.fields[$0].period)
      }
    }
    guard let expression else {
      report(AnalysisMessages.noTime(request.word, scope, request.times, at: request.wordRange))
      return nil
    }
    switch expression.type {
    case .int, .date, .timestamp: return expression
    case .text: return call("period_end", [expression], expression.range, at: expression.range)
    default:
      report(
        AnalysisMessages.wrongTimeType(
          expression.columnIndex.map { scope.fields[$0].name } ?? "", expression.type,
          at: request.time?.range ?? request.wordRange))
      return nil
    }
  }

  /// A time written in a step: `2024`, `$year - 1`, `@2025Q1`, `@2025-04-10`, `"2014/15"`.
  ///
  /// - Parameter period: how the periods of the time column are written, where it has any.
  func comparedTime(
    _ expression: SyntaxExpression, _ type: DataType, _ period: PeriodForm? = nil
  ) -> ComparedTime? {
    let range = expression.range
    if case .literal(.period(let period)) = expression.kind {
      let label: String
      switch period.granularity {
      case .year: label = "\(period.year)"
      case .quarter: label = "\(period.year)Q\(period.index)"
      case .month: label = "\(period.year)-\(period.index < 10 ? "0" : "")\(period.index)"
      }
      if type == .int {
        guard period.granularity == .year else {
          report(
            BinderMessages.badValue(
              "the time column holds years; \(label) is a part of one",
              "cột thời gian là năm; \(label) là một phần của năm", at: range))
          return nil
        }
        let year = Int64(period.year)
        return ComparedTime(label: label, first: year, last: year, range: range)
      }
      return ComparedTime(
        label: label, first: Int64(Binder.day(period.firstDay)),
        last: Int64(Binder.day(period.lastDay)), range: range)
    }
    if let written = DateWithoutSign(expression) {
      report(AnalysisMessages.dateWithoutSign(written.text, at: range))
      return nil
    }
    guard let value = constantValue(expression) else { return nil }
    switch value {
    case .int(let number):
      if type == .int {
        return ComparedTime(label: "\(number)", first: number, last: number, range: range)
      }
      guard (1...9999).contains(number) else {
        report(BinderMessages.expected(.date, .int, at: range))
        return nil
      }
      let first = Calendar.days(year: Int(number), month: 1, day: 1)
      let last = Calendar.days(year: Int(number), month: 12, day: 31)
      return ComparedTime(
        label: "\(number)", first: Int64(first), last: Int64(last), range: range)
    case .date(let day) where type != .int:
      return ComparedTime(
        label: Calendar.text(date: Int(day)), first: Int64(day), last: Int64(day), range: range)
    case .text(let text) where type != .int:
      if let day = Binder.readDate(text) {
        return ComparedTime(
          label: Calendar.text(date: Int(day)), first: Int64(day), last: Int64(day), range: range)
      }
      if let days = period.map({ PeriodText.days(text, beside: $0.grain) }) ?? PeriodText.days(text)
      {
        return ComparedTime(
          label: text, first: Int64(days.lowerBound), last: Int64(days.upperBound), range: range)
      }
      report(BinderMessages.unreadableDate(text, period, at: range))
      return nil
    default:
      report(
        BinderMessages.expected(
          type == .int ? .int : .date, value.type, at: range, value: value))
      return nil
    }
  }

  /// A time that is counted in years: as `comparedTime`, and on the calendar of the years 1 to 9999,
  /// so that no clause asks for a simulation without end.
  func calendarTime(
    _ expression: SyntaxExpression, _ type: DataType, _ period: PeriodForm? = nil
  ) -> ComparedTime? {
    guard let time = comparedTime(expression, type, period) else { return nil }
    guard CalendarYears.hold(time.first, isYear: type == .int),
      CalendarYears.hold(time.last, isYear: type == .int)
    else {
      report(
        BinderMessages.badValue(
          "a time lies in the years 1 to 9999", "thời điểm phải nằm trong các năm 1 đến 9999",
          at: expression.range))
      return nil
    }
    return time
  }

  func bound(_ number: Int64, _ type: DataType, _ range: SourceRange) -> Expression {
    type == .int
      ? Expression(.constant(.int(number)), type: .int, range: range)
      : Expression(.constant(.date(Int32(clamping: number))), type: .date, range: range)
  }

  func lies(in one: ComparedTime, _ time: Expression) -> Expression {
    let range = one.range
    if time.type == .int {
      return call("==", [time, bound(one.first, .int, range)], range, at: range)
    }
    return call(
      "and",
      [
        call(">=", [time, bound(one.first, .date, range)], range, at: range),
        call("<", [time, bound(one.last + 1, .date, range)], range, at: range),
      ], range, at: range)
  }

  func inside(_ times: [ComparedTime], _ time: Expression) -> Expression {
    if time.type == .int {
      let values = times.map { bound($0.first, .int, $0.range) }
      return call("in", [time] + values, time.range, at: time.range)
    }
    let parts = times.map { lies(in: $0, time) }
    return parts.dropFirst().reduce(parts[0]) { call("or", [$0, $1], time.range, at: time.range) }
  }

  /// The number of the period that a row lies in.
  func periodIndex(_ times: [ComparedTime], _ time: Expression) -> Expression {
    let cases = times.dropLast().enumerated().map { index, one in
      Expression.Branch(
        condition: lies(in: one, time),
        value: Expression(.constant(.int(Int64(index))), type: .int, range: one.range))
    }
    return Expression(
      .choose(
        cases,
        otherwise: Expression(
          .constant(.int(Int64(times.count - 1))), type: .int, range: time.range)),
      type: .int, range: time.range)
  }

  func analysisSince(_ request: ObservationRequest, _ time: Expression) -> Expression? {
    for clause in request.clauses {
      guard case .since(let expression) = clause.kind,
        let since = comparedTime(expression, time.type, time.period)
      else { continue }
      return call(
        ">=", [time, bound(since.first, time.type, clause.range)], clause.range, at: clause.range)
    }
    return nil
  }
}

/// A month or a day that was typed as elsewhere, `2025-12` or `2025-12-31`: without its sign it is a
/// difference of whole numbers, and as a time it would be another year.
private struct DateWithoutSign {
  /// As it is written here: `@2025-12`.
  let text: String

  init?(_ expression: SyntaxExpression) {
    var parts: [Int64] = []
    var rest = expression
    while case .binary(.subtract, let sign, let left, let right) = rest.kind,
      left.range.end == sign.start, sign.end == right.range.start,
      case .literal(.int(let number)) = right.kind
    {
      parts.insert(number, at: 0)
      rest = left
    }
    guard case .literal(.int(let year)) = rest.kind, (1000...9999).contains(year),
      (1...2).contains(parts.count), (1...12).contains(parts[0]),
      parts.count == 1 || (1...31).contains(parts[1])
    else { return nil }
    text = "@\(year)" + parts.map { $0 < 10 ? "-0\($0)" : "-\($0)" }.joined()
  }
}

/// The years that projections count in.
enum CalendarYears {
  static let days =
    Int64(
      Calendar.days(year: 1, month: 1, day: 1))...Int64(
      Calendar.days(year: 9999, month: 12, day: 31))

  /// Whether a year, or a day, lies in them.
  static func hold(_ time: Int64, isYear: Bool) -> Bool {
    isYear ? (1...9999).contains(time) : days.contains(time)
  }
}
