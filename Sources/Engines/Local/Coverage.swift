package import Columns
import Functions
package import Language
package import Planning

/// How much of a year, or of another span, the shorter periods in it cover: a year with six of its
/// twelve months is not to be summed beside a whole one without a word.
package struct Coverage {
  /// A span over which values are put together.
  package struct Span {
    let label: String
    let days: ClosedRange<Int>

    package init(label: String, days: ClosedRange<Int>) {
      self.label = label
      self.days = days
    }
  }

  /// A day on which a group has rows.
  package struct Moment {
    let group: Int
    let span: Int
    let day: Int

    package init(group: Int, span: Int, day: Int) {
      self.group = group
      self.span = span
      self.day = day
    }
  }

  private let grain: PeriodGrain
  /// How many periods of that length lie between two figures: 3 for quarters' ends among months.
  private let stride: Int
  private let form: PeriodForm
  /// Whether the days are single events: months without any need not be missing.
  private let isIrregular: Bool
  private let known: ClosedRange<Int>

  /// - Parameters:
  ///   - times: the different times of a series, dates; nulls do not count.
  ///   - period: how its periods are written, where it has any.
  package init?(times: Column, period: PeriodForm?) throws {
    guard times.type == .date else { return nil }
    var days: [Int] = []
    for row in 0..<times.count { if case .date(let day) = times[row] { days.append(Int(day)) } }
    guard let first = days.min(), let last = days.max(), days.count > 1 else { return nil }
    known = first...last
    let unit = try TimeSteps(times, period: period)?.unit
    switch unit {
    case .period(let own):
      grain = own.grain
      form = own
      isIrregular = false
    case .month:
      grain = .month
      form = PeriodForm(.month)
      isIrregular = false
    default:
      grain = .month
      form = PeriodForm(.month)
      isIrregular = true
    }
    let own = grain
    let numbers = Set(days.map { own.number(ofDay: $0) }).sorted()
    var distances = StepDistances()
    for (one, next) in zip(numbers, numbers.dropFirst()) { distances.add(Int64(next - one)) }
    stride = isIrregular ? 1 : Int(distances.regularStep)
  }

  /// How many figures a whole span has; nil where it has no more than one.
  private func expected(_ span: Span) -> Int? {
    let first = grain.number(ofDay: span.days.lowerBound)
    let last = grain.number(ofDay: span.days.upperBound)
    guard grain.days(first).lowerBound == span.days.lowerBound,
      grain.days(last).upperBound == span.days.upperBound
    else { return nil }
    let (count, rest) = (last - first + 1).quotientAndRemainder(dividingBy: stride)
    return rest == 0 && count > 1 ? count : nil
  }

  /// Says which spans lack periods, in all groups or in some.
  package func note(
    _ spans: [Span], _ moments: [Moment], groups: Int, _ range: SourceRange,
    _ context: QueryContext
  ) {
    var found = [Set<Int>](repeating: [], count: spans.count)
    for moment in moments { found[moment.span].insert(grain.number(ofDay: moment.day)) }
    let relative = zip(spans, found).map { span, numbers in
      Set(numbers.map { $0 - grain.number(ofDay: span.days.lowerBound) })
    }
    // The same months of each year are like and like.
    let areAlike = spans.count > 1 && Set(relative).count == 1
    let complete = spans.indices.filter { place in
      expected(spans[place]).map { found[place].count >= $0 } ?? false
    }
    for (place, span) in spans.enumerated() where !areAlike {
      guard let expected = expected(span), let first = found[place].min(),
        let last = found[place].max(), found[place].count < expected
      else { continue }
      if isIrregular {
        // Only a span that the data do not reach the ends of, beside one that they fill.
        let startsLate =
          grain.number(ofDay: span.days.lowerBound) < first
          && span.days.contains(known.lowerBound)
        let endsEarly =
          grain.number(ofDay: span.days.upperBound) > last
          && span.days.contains(known.upperBound)
        guard !complete.isEmpty, startsLate || endsEarly else { continue }
      }
      RunNotes.partlyCovered(
        span.label, found[place].count, of: expected, words, form.text(first), form.text(last),
        range, context)
    }
    guard groups > 1, !isIrregular else { return }
    for place in complete {
      var own = [Set<Int>](repeating: [], count: groups)
      for moment in moments where moment.span == place {
        own[moment.group].insert(grain.number(ofDay: moment.day))
      }
      guard let expected = expected(spans[place]) else { continue }
      let partial = own.filter { !$0.isEmpty && $0.count < expected }
      guard let least = partial.map(\.count).min() else { continue }
      RunNotes.partlyCovered(
        spans[place].label, groups: partial.count, least: least, of: expected, words, range, context
      )
    }
  }

  /// How many of a span's periods some days lie in, and how many it has; nil for a span that has no
  /// more than one, or is not made of them.
  ///
  /// Single events say nothing of periods without any: there only the ends of all data count.
  package func count(_ days: [Int], in span: ClosedRange<Int>) -> (found: Int, expected: Int)? {
    guard let expected = expected(Span(label: "", days: span)) else { return nil }
    guard isIrregular else {
      return (Set(days.map { grain.number(ofDay: $0) }).count, expected)
    }
    let first = max(grain.number(ofDay: span.lowerBound), grain.number(ofDay: known.lowerBound))
    let last = min(grain.number(ofDay: span.upperBound), grain.number(ofDay: known.upperBound))
    return (max(0, last - first + 1), expected)
  }

  /// What the periods are called.
  package var words: Words {
    switch grain.months * stride {
    case 1: Words(en: "months", vi: "tháng")
    case 3: Words(en: "quarters", vi: "quý")
    case 6: Words(en: "half years", vi: "nửa năm")
    case 12: Words(en: "years", vi: "năm")
    default: Words(en: "periods", vi: "kỳ")
    }
  }
}

// MARK: Groups by year

extension Coverage {
  /// Rows of a longer table are looked at only where the first of them stand at one place of their
  /// months.
  private static let mostRows = 1 << 20

  /// Says which years of `group by year(d): sum(x)` lack months; `run` answers a plan of keys alone.
  static func noteYears(
    _ pipeline: MorselPipeline, _ keys: [NamedExpression], _ calls: [AggregateCall],
    _ range: SourceRange, _ context: QueryContext
  ) throws {
    guard calls.contains(where: { $0.function == .sum }),
      let (place, time) = yearKey(keys), time.type == .date,
      try isWorthwhile(pipeline, time, context)
    else { return }
    // Months in which nothing summed has a value are missing; they are told by counting the values.
    let sums = calls.filter { $0.function == .sum && $0.condition == nil }
    let isAllSums = sums.count == calls.count
    let counts =
      isAllSums
      ? sums.map { call in
        AggregateCall(
          name: "", function: .count, arguments: call.arguments, type: .int, range: call.range)
      } : []
    if let times = try differentDays(pipeline, time, counts),
      let coverage = try Coverage(times: times, period: time.period),
      coverage.isIrregular || keys.count == 1
    {
      // Groups do not matter, so that no row has to be put into one.
      let days = times.values.compactMap { if case .date(let day) = $0 { Int(day) } else { nil } }
      return coverage.note(years: days.map { (group: 0, day: $0) }, groups: 1, range, context)
    }
    let all = keys + [NamedExpression(name: "", expression: time)]
    let table = try Aggregation(
      pipeline: pipeline, keys: all, calls: counts,
      fields: all.map { Field($0.name, $0.expression.type) } + counts.map { Field("", $0.type) },
      range: range, context: context
    ).run()
    func hasValue(_ row: Int) -> Bool {
      counts.isEmpty
        || counts.indices.contains { place in
          if case .int(let count) = table.columns[all.count + place][row] {
            count > 0
          } else {
            true
          }
        }
    }
    let times = table.columns[keys.count]
    guard let coverage = try Coverage(times: times, period: time.period) else { return }
    let others = keys.indices.filter { $0 != place }.map { table.columns[$0] }
    let groups = try Grouping(others, rowCount: table.rowCount, context: context)
    let ids = groups.ids.pointer(UInt32.self)
    var found: [(group: Int, day: Int)] = []
    for row in 0..<table.rowCount where hasValue(row) {
      guard case .date(let day) = times[row] else { continue }
      found.append((Int(ids[row]), Int(day)))
    }
    coverage.note(years: found, groups: others.isEmpty ? 1 : groups.count, range, context)
  }

  /// Says which years lack periods, by the days on which groups have rows.
  private func note(
    years found: [(group: Int, day: Int)], groups: Int, _ range: SourceRange,
    _ context: QueryContext
  ) {
    let years = Set(found.map { Calendar.civil($0.day).year }).sorted()
    let number = Dictionary(uniqueKeysWithValues: years.enumerated().map { ($1, $0) })
    note(
      years.map { Span(label: "\($0)", days: PeriodGrain.year.days($0)) },
      found.map {
        Moment(group: $0.group, span: number[Calendar.civil($0.day).year] ?? 0, day: $0.day)
      }, groups: groups, range, context)
  }

  /// Days between the first and the last of a column, at most, for which there is a place each.
  private static let mostDays: UInt64 = 1 << 17

  /// The different days of a column as it lies in memory, in their order; nil where only grouping tells
  /// them: behind other steps, where rows may lack what is counted, or where days lie far apart.
  private static func differentDays(
    _ pipeline: MorselPipeline, _ time: Expression, _ counted: [AggregateCall]
  ) throws -> Column? {
    let columns = pipeline.source.columns
    guard pipeline.steps.isEmpty, let place = time.columnIndex,
      case .packed(let packed) = columns[place].storage, let range = packed.range,
      range < mostDays,
      counted.allSatisfy({ call in
        call.arguments.first?.columnIndex.map { !columns[$0].mayHaveNulls } ?? false
      })
    else { return nil }
    let column = columns[place]
    let context = pipeline.context
    let validity = column.validity
    let seen = try Parallel.map(pieces: Morsel.pieces(of: column.count), threads: context.threads) {
      piece in
      try context.checkStopped()
      let rows = Morsel.range(piece, of: column.count)
      let days = try MutableBuffer(Int64.self, count: rows.count)
      let values = days.pointer(Int64.self)
      packed.decode(from: column.offset + rows.lowerBound, count: rows.count, into: values)
      return [Bool](unsafeUninitializedCapacity: Int(range) + 1) { seen, count in
        count = Int(range) + 1
        seen.initialize(repeating: false)
        for row in 0..<rows.count {
          let day = values[row] &- packed.lower
          // What lies under a null may be any number.
          guard UInt64(bitPattern: day) <= range,
            validity.map({ $0[column.offset + rows.lowerBound + row] }) ?? true
          else {
            continue
          }
          seen[Int(day)] = true
        }
      }
    }
    let found = (0...Int(range)).filter { day in seen.contains { $0[day] } }
    return try Column(
      .date, found.map { .date(Int32(truncatingIfNeeded: packed.lower) + Int32($0)) })
  }

  /// The key that is the year of a column which no other key looks at, and that column.
  private static func yearKey(_ keys: [NamedExpression]) -> (place: Int, time: Expression)? {
    for (place, key) in keys.enumerated() {
      guard case .call(let function, let arguments) = key.expression.kind else { continue }
      let time: Expression?
      switch (function.name, arguments.count) {
      case ("year", 1): time = arguments[0]
      case ("date_trunc", 2) where arguments[0].constant == .text("year"): time = arguments[1]
      default: time = nil
      }
      guard let time, let column = time.columnIndex,
        !keys.indices.contains(where: {
          $0 != place && keys[$0].expression.columns.contains(column)
        })
      else { continue }
      return (place, time)
    }
    return nil
  }

  private static func isWorthwhile(
    _ pipeline: MorselPipeline, _ time: Expression, _ context: QueryContext
  ) throws -> Bool {
    let count = pipeline.source.rowCount
    guard count > mostRows, time.period == nil else { return true }
    guard pipeline.steps.isEmpty, let place = time.columnIndex else { return false }
    let head = pipeline.source.columns[place].slice(0, 1000)
    return try TimeSteps(head, period: nil)?.unit == .month
  }
}
