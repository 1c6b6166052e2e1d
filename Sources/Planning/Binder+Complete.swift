import Columns
import Functions
package import Language

/// `complete`.
extension Binder {
  /// More values than any series has; a range that is longer is a slip.
  private static let mostValues = 10_000_000

  package func complete(_ complete: CompleteStep, _ step: Step, _ stage: Stage) -> Stage {
    let before = diagnostics.count
    var stage = withoutTotals(stage, notedAt: step.wordRange)
    guard let column = place(complete.column, stage.scope) else { return stage }
    var by: [Int] = []
    for item in complete.by {
      let place = keyColumn(item, step, &stage)
      if place == column {
        report(ShapeMessages.keyIsColumn(stage.plan.fields[column].name, at: item.range))
      }
      if let place, !by.contains(place) { by.append(place) }
    }
    var fields = stage.plan.fields
    var completion: CompletedValues?
    if let values = complete.values {
      completion = self.completion(values, fields[column])
      if fields[column].type == .null { fields[column].type = completion?.values.type ?? .null }
    }
    if diagnostics[before...].contains(where: \.isError) { return stage }
    let plan = LogicalPlan(
      .reshape(.complete(column: column, completion, by: by), stage.plan), fields: fields,
      range: step.range)
    return Stage(plan: plan, scope: Scope(fields, roles: stage.scope.roles), info: nil)
  }

  /// The place of a key; one that is computed becomes a column of the input first.
  private func keyColumn(_ item: Item, _ step: Step, _ stage: inout Stage) -> Int? {
    guard let key = named(item, .row(stage.scope), item.expr) else { return nil }
    if let place = key.expression.columnIndex, stage.plan.fields[place].name == key.name {
      return place
    }
    let fields = stage.plan.fields
    guard !fields.contains(where: { $0.name == key.name }) else {
      report(
        BinderMessages.duplicateName(
          key.name, at: item.range, first: nil, other: SyntaxText.name("\(key.name)_2"),
          edits: [
            item.name.map { .init($0.range, SyntaxText.name("\(key.name)_2")) }
              ?? .init(at: item.range.start, SyntaxText.name("\(key.name)_2") + " = ")
          ]))
      return nil
    }
    let kept = fields.enumerated().map { index, field in
      NamedExpression(index, of: field, at: step.range)
    }
    stage.plan = project(stage.plan, kept + [key], step.range)
    stage.scope.fields = stage.plan.fields
    return fields.count
  }

  // MARK: Values

  private enum Entry {
    case value(Value, SourceRange)
    case period(PeriodGrain, Int, SourceRange)
  }

  private func completion(_ values: SyntaxExpression, _ field: Field) -> CompletedValues? {
    let type = field.type
    let before = diagnostics.count
    var entries: [Entry] = []
    switch values.kind {
    case .list(let items):
      for item in items { if let entry = entry(item, field) { entries.append(entry) } }
    case .range(let from, let to):
      guard let first = entry(from, field), let last = entry(to, field) else { return nil }
      if let form = field.period {
        return completion(first, last, of: form.grain, values.range)
      }
      entries = range(first, last, values.range)
    default: if let entry = entry(values, field) { entries.append(entry) }
    }
    if let form = field.period {
      let parts = entries.compactMap { numbers($0, of: form.grain) }
      if diagnostics[before...].contains(where: \.isError) { return nil }
      return completion(Set(parts.flatMap { $0 }).sorted(), of: form.grain)
    }
    if diagnostics[before...].contains(where: \.isError) { return nil }
    let isPeriods = entries.contains { if case .period = $0 { true } else { false } }
    if isPeriods, type != .int { return self.periods(entries, type, values.range) }
    var cells: [Value] = []
    var both = type
    for case .value(let value, let range) in entries {
      guard let next = Binder.unified(both, value.type), type == .null || next == type else {
        report(BinderMessages.expected(type, value.type, at: range, value: value))
        return nil
      }
      both = next
      cells.append(value)
    }
    return CompletedValues(values: ValueList(both, cells))
  }

  /// One value, in the light of the column's type: `@2024` is a year in a column of ints, 2024 is
  /// `@2024` in one of dates.
  private func entry(_ expression: SyntaxExpression, _ field: Field) -> Entry? {
    let type = field.type
    let range = expression.range
    if case .literal(.period(let period)) = expression.kind {
      switch type {
      case .int, .float, .null:
        guard period.granularity == .year else {
          report(BinderMessages.expected(type == .null ? .date : type, .date, at: range))
          return nil
        }
        return .value(.int(Int64(period.year)), range)
      case .bool:
        report(BinderMessages.expected(type, .date, at: range))
        return nil
      default: return .period(period.grain, period.number, range)
      }
    }
    guard let value = constantValue(expression) else { return nil }
    switch (type, value) {
    case (_, .null):
      report(
        BinderMessages.badValue(
          "null is no value to complete", "null không phải giá trị để bổ sung", at: range))
      return nil
    case (.date, .int(let year)), (.timestamp, .int(let year)):
      guard let period = PeriodLiteral(.year, year: Int(clamping: year)) else {
        report(BinderMessages.expected(type, .int, at: range))
        return nil
      }
      return .period(.year, period.year, range)
    case (.date, .text(let text)), (.timestamp, .text(let text)):
      if let day = Binder.readDate(text) { return .value(.date(day), range) }
      let own = field.period.flatMap { PeriodReading.of(text, as: $0.grain) }
      guard let reading = own ?? PeriodReading.all(text).first else {
        report(BinderMessages.unreadableDate(text, field.period, at: range))
        return nil
      }
      return .period(reading.grain, reading.number, range)
    default: return .value(value, range)
    }
  }

  private func range(_ from: Entry, _ to: Entry, _ range: SourceRange) -> [Entry] {
    func counted(_ low: Int, _ high: Int, _ make: (Int) -> Entry?) -> [Entry] {
      guard low <= high else {
        report(ShapeMessages.backwardsRange(at: range))
        return []
      }
      let (distance, overflow) = high.subtractingReportingOverflow(low)
      guard !overflow, distance < Binder.mostValues else {
        report(ShapeMessages.tooManyValues(Binder.mostValues, at: range))
        return []
      }
      return (low...high).compactMap(make)
    }
    switch (from, to) {
    case (.value(.int(let low), _), .value(.int(let high), _)):
      return counted(Int(low), Int(high)) { .value(.int(Int64($0)), range) }
    case (.value(.date(let low), _), .value(.date(let high), _)):
      return counted(Int(low), Int(high)) { .value(.date(Int32($0)), range) }
    case (.period(let grain, let low, _), .period(let other, let high, _)) where grain == other:
      return counted(low, high) { .period(grain, $0, range) }
    case (.value(let low, _), .value(let high, _)) where low.type == high.type:
      report(
        BinderMessages.badValue(
          "a range counts whole numbers, days or periods; list other values: [1.5, 2.5]",
          "khoảng đếm số nguyên, ngày hoặc kỳ; giá trị khác thì liệt kê: [1.5, 2.5]", at: range))
    default: report(ShapeMessages.mixedPeriods(at: range))
    }
    return []
  }

  /// Values that stand for periods: the first day in a column of dates, `2024Q1` in one of text.
  private func periods(_ entries: [Entry], _ type: DataType, _ range: SourceRange)
    -> CompletedValues?
  {
    var all: [(value: Value, days: ClosedRange<Int>)] = []
    for entry in entries {
      let days: ClosedRange<Int>
      var label = ""
      switch entry {
      case .period(let grain, let number, _):
        days = grain.days(number)
        label = PeriodForm(grain).text(number)
      case .value(.date(let day), _) where type.isTemporal: days = Int(day)...Int(day)
      case .value(let value, let place):
        report(BinderMessages.expected(type, value.type, at: place, value: value))
        return nil
      }
      let value: Value =
        switch type {
        case .text: .text(label)
        case .timestamp: .timestamp(Int64(days.lowerBound) * Calendar.microsecondsPerDay)
        default: .date(Int32(days.lowerBound))
        }
      all.append((value, days))
    }
    all.sort { $0.days.lowerBound < $1.days.lowerBound }
    all = all.enumerated().filter { $0 == 0 || all[$0 - 1].days != $1.days }.map(\.element)
    for (one, next) in zip(all, all.dropFirst()) where next.days.overlaps(one.days) {
      report(ShapeMessages.overlapping(at: range))
      return nil
    }
    let made = type == .text ? DataType.text : type == .timestamp ? .timestamp : .date
    return CompletedValues(
      values: ValueList(made, all.map(\.value)), periods: all.map(\.days))
  }

  // MARK: Columns of periods

  /// The periods of a length that end within what is written; nil after an error.
  private func numbers(_ entry: Entry, of grain: PeriodGrain) -> ClosedRange<Int>? {
    let days: ClosedRange<Int>
    switch entry {
    case .value(.date(let day), _):
      let number = grain.number(ofDay: Int(day))
      return number...number
    case .period(grain, let number, _): return number...number
    case .period(let other, let number, let range):
      guard other.months >= grain.months else {
        let (own, part) = (Binder.words(grain), Binder.words(other))
        report(
          BinderMessages.badValue(
            "the column holds \(own.en); \(part.en) are parts of them",
            "cột gồm các \(own.text(in: .vi)); \(part.text(in: .vi)) là một phần của kỳ", at: range)
        )
        return nil
      }
      days = other.days(number)
    case .value(let value, let range):
      report(BinderMessages.expected(.date, value.type, at: range))
      return nil
    }
    var first = grain.number(ofDay: days.lowerBound)
    var last = grain.number(ofDay: days.upperBound)
    if grain.days(first).upperBound < days.lowerBound { first += 1 }
    if grain.days(last).upperBound > days.upperBound { last -= 1 }
    return first <= last ? first...last : nil
  }

  private func completion(
    _ from: Entry, _ to: Entry, of grain: PeriodGrain, _ range: SourceRange
  ) -> CompletedValues? {
    guard let low = numbers(from, of: grain), let high = numbers(to, of: grain) else { return nil }
    guard low.lowerBound <= high.upperBound else {
      report(ShapeMessages.backwardsRange(at: range))
      return nil
    }
    guard high.upperBound - low.lowerBound < Binder.mostValues else {
      report(ShapeMessages.tooManyValues(Binder.mostValues, at: range))
      return nil
    }
    return completion(Array(low.lowerBound...high.upperBound), of: grain)
  }

  private func completion(_ numbers: [Int], of grain: PeriodGrain) -> CompletedValues? {
    let days = numbers.map { grain.days($0) }
    return CompletedValues(
      values: ValueList(.date, days.map { .date(Int32(clamping: $0.upperBound)) }), periods: days)
  }
}

extension PeriodLiteral {
  /// The length of the period.
  var grain: PeriodGrain {
    switch granularity {
    case .year: .year
    case .quarter: .quarter
    case .month: .month
    }
  }

  /// The number of the period among those of its length.
  var number: Int { year * (12 / grain.months) + index - 1 }
}
