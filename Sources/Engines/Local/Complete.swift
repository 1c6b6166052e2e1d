import Columns
import Functions
import Planning

/// `complete`: rows for the combinations of keys and values that are missing.
struct Complete {
  let column: Int
  let completion: CompletedValues?
  let by: [Int]
  let plan: LogicalPlan
  let context: QueryContext

  func run(_ table: Table) throws -> Table {
    let rowCount = table.rowCount
    let keys = by.map { table.columns[$0] }
    let groups = try Grouping(keys, rowCount: rowCount, context: context)
    // Without keys there is one combination of them, even in an empty table.
    let groupCount = by.isEmpty ? 1 : groups.count
    let (values, valueOfRow) = try self.values(table)
    let (all, overflow) = groupCount.multipliedReportingOverflow(by: values.count)
    guard !overflow, all - min(all, rowCount) <= Table.maxRows - rowCount else {
      throw EngineError.tooManyRows(overflow ? Int.max : all)
    }
    let seen = try MutableBitmap(repeating: false, count: all)
    let groupOfRow = groups.ids.pointer(UInt32.self)
    let found = valueOfRow.pointer(UInt32.self)
    for row in 0..<rowCount where found[row] != absentRow {
      seen.set(Int(groupOfRow[row]) * values.count + Int(found[row]), true)
    }
    try context.checkStopped()
    let present = seen.freeze()
    let missing = all - present.countSet(from: 0, count: all)
    let keyRows = try MutableBuffer(UInt32.self, count: missing)
    let valueRows = try MutableBuffer(UInt32.self, count: missing)
    var next = 0
    for group in 0..<groupCount {
      if group & 0xFFF == 0 { try context.checkStopped() }
      let start = group * values.count
      for value in 0..<values.count where !present[start + value] {
        keyRows.pointer(UInt32.self)[next] = by.isEmpty ? 0 : groups.firstRows[group]
        valueRows.pointer(UInt32.self)[next] = UInt32(truncatingIfNeeded: value)
        next += 1
      }
    }
    // What is added is gathered in pieces, between which the run may be stopped.
    let addedValues = try Sorting.gathered([values], valueRows.freeze(), missing, context)
    let addedKeys = try Sorting.gathered(keys, keyRows.freeze(), missing, context)
    let columns = try Parallel.map(pieces: table.columns.count, threads: context.threads) { place in
      try context.checkStopped()
      let own = table.columns[place]
      let type = plan.fields[place].type
      let added: Column
      if place == column {
        added = addedValues[0]
      } else if let key = by.firstIndex(of: place) {
        added = addedKeys[key]
      } else {
        added = .nulls(type, count: missing)
      }
      return try Column.concatenated(type, [own, added], threads: 1)
    }
    RunNotes.completed(missing, plan.range, context)
    let whole = Table(fields: plan.fields, columns: columns, rowCount: rowCount + missing)
    let order = (by + [column]).map { columns[$0] }
    return try Sorting.sorted(
      whole, by: order, descending: order.map { _ in false }, context: context)
  }

  /// The values to complete, each once, and for each row which of them it has: `absentRow` for
  /// none.
  private func values(_ table: Table) throws -> (values: Column, ofRow: Buffer) {
    let rowCount = table.rowCount
    let own = table.columns[column]
    if completion == nil, let form = plan.fields[column].period,
      let all = try allPeriods(own, form)
    {
      return (try all.values.column(), try ofPeriods(own, rowCount, all.periods ?? []))
    }
    guard let completion else {
      let grouping = try Grouping([own], rowCount: rowCount, context: context)
      // Null, which comes last, is no value.
      let hasNull = grouping.firstRows.last.map { !own.isValid(Int($0)) } ?? false
      let kept = hasNull ? Array(grouping.firstRows.dropLast()) : grouping.firstRows
      return (
        try own.gathered(kept), try mapped(grouping.ids, rowCount) { $0 < kept.count ? $0 : nil }
      )
    }
    let values = try completion.values.column()
    if let periods = completion.periods {
      return (try placed(values, periods, own), try ofPeriods(own, rowCount, periods))
    }
    let type = plan.fields[column].type
    let count = values.count
    let joined = try Column.concatenated(
      type, [own, values], threads: context.threads)
    let grouping = try Grouping([joined], rowCount: rowCount + count, context: context)
    var valueOfGroup = [Int?](repeating: nil, count: grouping.count)
    var kept: [UInt32] = []
    let ids = grouping.ids.pointer(UInt32.self)
    for index in 0..<count where valueOfGroup[Int(ids[rowCount + index])] == nil {
      valueOfGroup[Int(ids[rowCount + index])] = kept.count
      kept.append(UInt32(index))
    }
    let places = valueOfGroup
    return (
      try values.gathered(kept), try mapped(grouping.ids, rowCount) { places[$0] }
    )
  }

  /// All periods from the first that a column has to the last, in its regular step.
  private func allPeriods(_ own: Column, _ form: PeriodForm) throws -> CompletedValues? {
    let grouping = try Grouping([own], rowCount: own.count, context: context)
    let numbers = grouping.firstRows.compactMap { row -> Int? in
      guard case .date(let day) = own[Int(row)] else { return nil }
      return form.grain.number(ofDay: Int(day))
    }
    guard let first = numbers.min(), let last = numbers.max() else { return nil }
    var distances = StepDistances()
    for (one, next) in zip(numbers, numbers.dropFirst()) where one != next {
      distances.add(Int64(next - one))
    }
    let step = Int(distances.regularStep)
    // Values beside the step stay values.
    let steps = Set(stride(from: first, through: last, by: step)).union(numbers).sorted()
    let days = steps.map { form.grain.days($0) }
    return CompletedValues(
      values: ValueList(.date, days.map { .date(Int32(clamping: $0.upperBound)) }), periods: days)
  }

  /// The values of periods at the place where the column has its own: month ends stay month ends,
  /// the fifteenth stays the fifteenth.
  private func placed(
    _ values: Column, _ periods: [ClosedRange<Int>], _ own: Column
  ) throws -> Column {
    guard own.type.isTemporal, let first = periods.first,
      let grain = PeriodGrain.allCases.first(where: { grain in
        grain.isPeriod(first) && periods.allSatisfy { grain.isPeriod($0) }
      })
    else { return values }
    let perDay = Calendar.microsecondsPerDay
    var days: Set<Int> = []
    var times: Set<Int64> = []
    let grouping = try Grouping([own], rowCount: own.count, context: context)
    for row in grouping.firstRows {
      switch own[Int(row)] {
      case .date(let day): days.insert(Int(day))
      case .timestamp(let instant):
        let day = (Double(instant) / Double(perDay)).rounded(.down)
        days.insert(Int(day))
        times.insert(instant - Int64(day) * perDay)
      default: break
      }
    }
    let place = PlaceInPeriod(of: days, in: grain)
    if place == nil, !days.isEmpty {
      RunNotes.placedLast(plan.fields[column].name, plan.range, context)
    }
    let ends = periods.map { (place ?? .last).day(in: $0) }
    if own.type == .date { return try Column(.date, ends.map { .date(Int32(clamping: $0)) }) }
    let time = times.count == 1 ? times.first ?? 0 : 0
    return try Column(.timestamp, ends.map { .timestamp(Int64($0) * perDay + time) })
  }

  private func mapped(_ ids: Buffer, _ count: Int, _ place: (Int) -> Int?) throws -> Buffer {
    let result = try MutableBuffer(UInt32.self, count: count)
    let out = result.pointer(UInt32.self)
    let source = ids.pointer(UInt32.self)
    for row in 0..<count { out[row] = place(Int(source[row])).map { UInt32($0) } ?? absentRow }
    return result.freeze()
  }

  /// Which period each row lies in; a text is a period only if it names exactly that one.
  private func ofPeriods(
    _ own: Column, _ rowCount: Int, _ periods: [ClosedRange<Int>]
  ) throws -> Buffer {
    func period(around days: ClosedRange<Int>, exactly: Bool) -> Int? {
      var low = 0
      var high = periods.count
      while low < high {
        let middle = (low + high) / 2
        if periods[middle].upperBound < days.lowerBound { low = middle + 1 } else { high = middle }
      }
      guard low < periods.count, periods[low].contains(days.lowerBound) else { return nil }
      return !exactly || periods[low] == days ? low : nil
    }
    // Each different value is looked at once.
    let grouping = try Grouping([own], rowCount: rowCount, context: context)
    let places = grouping.firstRows.map { row -> Int? in
      switch own[Int(row)] {
      case .date(let day): return period(around: Int(day)...Int(day), exactly: false)
      case .timestamp(let time):
        let perDay = Calendar.microsecondsPerDay
        let day = Int(time / perDay) - (time % perDay < 0 ? 1 : 0)
        return period(around: day...day, exactly: false)
      case .text(let text):
        return PeriodText.days(text).flatMap { period(around: $0, exactly: true) }
      default: return nil
      }
    }
    return try mapped(grouping.ids, rowCount) { places[$0] }
  }
}
