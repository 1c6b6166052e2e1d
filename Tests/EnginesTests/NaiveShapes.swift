import Columns
import Functions
import Planning

@testable import Engines

/// Windows and the steps that change a table's shape, row by row.
extension NaiveExecutor {
  func shaped(_ plan: LogicalPlan) throws -> Rows {
    switch plan.node {
    case .window(let input, let by, let sort, let calls):
      var rows = try run(input).rows
      for partition in try partitions(rows, by, sort) {
        let own = partition.map { rows[$0] }
        for call in calls {
          let cells = try windowed(call, own, sort)
          for (row, cell) in zip(partition, cells) { rows[row].append(cell) }
        }
      }
      return Rows(fields: plan.fields, rows: rows)
    case .pivot(let input, let column, let by, let calls, let totals):
      return try pivoted(try run(input).rows, column, by, calls, totals)
    case .reshape(.unpivot(let columns, let names), let input):
      let used = columns.flatMap { $0.compactMap { $0 } }
      let rows = try run(input).rows.flatMap { row in
        columns.enumerated().map { index, places in
          row.enumerated().filter { !used.contains($0.offset) }.map(\.element)
            + [names.values[index]] + places.map { $0.map { row[$0] } ?? .null }
        }
      }
      return Rows(fields: plan.fields, rows: rows)
    case .reshape(.split(let column, let separator, let keeps, let numbers), let input):
      let rows = try run(input).rows.flatMap { row -> [[Value]] in
        var parts: [Value] = [.null]
        if case .text(let text) = row[column] {
          parts = text.split(separator: separator, omittingEmptySubsequences: false).map { part in
            let start = part.drop { $0.isWhitespace }
            return .text(String(start.reversed().drop { $0.isWhitespace }.reversed()))
          }
        }
        return parts.enumerated().map { index, part in
          var own = row
          if keeps { own.append(part) } else { own[column] = part }
          if numbers { own.append(part.isNull ? .null : .int(Int64(index + 1))) }
          return own
        }
      }
      return Rows(fields: plan.fields, rows: rows)
    case .reshape(.complete(let column, let completion, let by), let input):
      let rows = completed(try run(input).rows, plan.fields.count, column, completion, by)
      return Rows(fields: plan.fields, rows: rows)
    case .reshape(.fill(let columns, let method, let by, let sort), let input):
      var rows = try run(input).rows
      for partition in try partitions(rows, by, sort) {
        for (index, place) in columns.enumerated() {
          let known = partition.filter { !rows[$0][place].isNull }
          let old = rows
          for (step, row) in partition.enumerated() where rows[row][place].isNull {
            rows[row][place] = try filler(
              old, partition, step, place, index, Set(known), method, sort)
          }
        }
      }
      return Rows(fields: plan.fields, rows: rows)
    case .describe(let input):
      let result = try run(input)
      return Rows(
        fields: plan.fields,
        rows: input.fields.enumerated().map { place, field in
          described(field, result.rows.map { $0[place] })
        })
    default: throw Unsupported()
    }
  }

  /// Row numbers by partition, each in the order of the sort keys.
  private func partitions(
    _ rows: [[Value]], _ by: [Expression], _ sort: [Planning.SortKey]
  ) throws -> [[Int]] {
    var groups: [[Value]: [Int]] = [:]
    for (index, row) in rows.enumerated() {
      groups[try by.map { Self.normal(try value($0, row)) }, default: []].append(index)
    }
    return try groups.values.map { members in
      // The row's number goes along as one more cell.
      try sorted(members.map { rows[$0] + [.int(Int64($0))] }, sort).compactMap {
        if case .int(let index)? = $0.last { Int(index) } else { nil }
      }
    }
  }

  // MARK: Windows

  /// Whether a row lies in the frame of another.
  private func isSeen(
    _ other: Int, from index: Int, _ rows: [[Value]], _ call: WindowCall,
    _ sort: [Planning.SortKey]
  ) throws -> Bool {
    switch call.frame {
    case nil: return true
    case .rows(let from, let to):
      return from.map { other - index >= $0 } ?? true && to.map { other - index <= $0 } ?? true
    case .since(let bound):
      let (own, theirs) = (
        try value(sort[0].expression, rows[index]), try value(sort[0].expression, rows[other])
      )
      if own.isNull || theirs.isNull { return own.isNull && theirs.isNull }
      return try Self.order(value(bound, rows[index]), theirs) <= 0 && Self.order(theirs, own) <= 0
    }
  }

  private func windowed(
    _ call: WindowCall, _ rows: [[Value]], _ sort: [Planning.SortKey]
  ) throws -> [Value] {
    let count = rows.count
    if case .aggregate(let aggregate) = call.kind {
      var whole = AggregateCall(
        name: "", function: aggregate, arguments: call.arguments, constants: call.constants,
        condition: call.condition, type: call.type, range: call.range)
      whole.sort = call.sort
      return try rows.indices.map { index in
        try result(
          whole,
          try rows.indices.filter { try isSeen($0, from: index, rows, call, sort) }.map { rows[$0] }
        )
      }
    }
    guard case .function(let function) = call.kind else { throw Unsupported() }
    let cells = try rows.map { row in try call.arguments.first.map { try value($0, row) } ?? .null }
    let keys = try rows.map { row in try sort.map { Self.normal(try value($0.expression, row)) } }
    var number = 1
    if case .int(let given)? = call.constants.first { number = Int(given) }
    func mean(_ values: some Sequence<Value>) -> Value {
      let known = values.compactMap(\.asDouble)
      return known.isEmpty ? .null : .double(known.reduce(0, +) / Double(known.count))
    }
    // Rows without a first sort key have no rank, and nobody is ranked against them.
    let known = keys.count { $0.first != .null }
    return try (0..<count).map { index in
      let rank = (keys.firstIndex(of: keys[index]) ?? 0) + 1
      let isUnranked = keys[index].first == .null
      switch function {
      case .rowNumber: return .int(Int64(index + 1))
      case .rank where isUnranked, .denseRank where isUnranked, .percentRank where isUnranked,
        .ntile where isUnranked:
        return .null
      case .rank: return .int(Int64(rank))
      case .denseRank: return .int(Int64(Set(keys[...index]).count))
      case .percentRank: return .double(known == 1 ? 0 : Double(rank - 1) / Double(known - 1))
      case .ntile:
        var sizes = [Int](repeating: known / number, count: number)
        for place in 0..<known % number { sizes[place] += 1 }
        var rest = index
        for (place, size) in sizes.enumerated() {
          if rest < size { return .int(Int64(place + 1)) }
          rest -= size
        }
        return .null
      case .lag, .lead:
        let other = function == .lag ? index - number : index + number
        if cells.indices.contains(other) { return cells[other] }
        return call.constants.count > 1 ? call.constants[1] : .null
      case .first: return cells.first { !$0.isNull } ?? .null
      case .last: return cells.last { !$0.isNull } ?? .null
      case .cumsum:
        let known = cells[...index].compactMap(\.asDouble)
        return known.isEmpty ? .null : .double(known.reduce(0, +))
      case .cumavg: return mean(cells[...index])
      case .movingAvg: return mean(cells[max(0, index - number + 1)...index])
      case .share:
        let sum = cells.compactMap(\.asDouble).reduce(0, +)
        return sum == 0 ? .null : cells[index].asDouble.map { .double(100 * $0 / sum) } ?? .null
      case .growth:
        guard cells.indices.contains(index - number), let now = cells[index].asDouble,
          let before = cells[index - number].asDouble, before != 0
        else { return .null }
        return .double(100 * (now - before) / abs(before))
      case .indexTo:
        let base = try zip(cells, rows).filter { _, row in
          try call.condition.map { try value($0, row) == .bool(true) } ?? false
        }
        guard let one = mean(base.map(\.0)).asDouble, one != 0, let now = cells[index].asDouble
        else { return .null }
        return .double(100 * now / one)
      }
    }
  }

  // MARK: Shapes

  private func pivoted(
    _ rows: [[Value]], _ column: Expression, _ by: [NamedExpression], _ calls: [AggregateCall],
    _ totals: Bool
  ) throws -> Rows {
    func key(_ row: [Value]) throws -> [Value] {
      try by.map { Self.normal(try value($0.expression, row)) }
    }
    let name = NamedExpression(name: "", expression: column)
    let values = rows.isEmpty ? [] : try aggregated(rows, [name], [], false).map { $0[0] }
    let groups = rows.isEmpty ? [] : try aggregated(rows, by, [], false)
    var fields = by.map { Field($0.name, $0.expression.type) }
    for label in values.map({ Pivot.label($0) }) + (totals ? ["total"] : []) {
      for call in calls {
        fields.append(Field(calls.count == 1 ? label : "\(call.name)_\(label)", call.type))
      }
    }
    func cells(_ own: [[Value]]) throws -> [Value] {
      var row: [Value] = []
      for one in values {
        let part = try own.filter { try Self.normal(value(column, $0)) == Self.normal(one) }
        // No rows count 0; any other result of nothing is null.
        row += try calls.map { call in
          if !part.isEmpty { return try result(call, part) }
          return call.function == .count || call.function == .countDistinct ? .int(0) : .null
        }
      }
      return row + (totals ? try calls.map { try result($0, own) } : [])
    }
    var made = try groups.map { group in
      group + (try cells(try rows.filter { try key($0) == group.map(Self.normal) }))
    }
    if totals, !by.isEmpty, !rows.isEmpty { made.append(by.map { _ in .null } + (try cells(rows))) }
    return Rows(fields: fields, rows: made)
  }

  private func completed(
    _ rows: [[Value]], _ width: Int, _ column: Int, _ completion: CompletedValues?, _ by: [Int]
  ) -> [[Value]] {
    var values =
      completion.map(\.values.values) ?? rows.map { $0[column] }.filter { !$0.isNull }
    if let periods = completion?.periods { values = Self.placed(periods, rows.map { $0[column] }) }
    var groups = rows.map { row in by.map { row[$0] } }
    if by.isEmpty { groups = [[]] }
    var all = rows
    var seen: Set<[Value]> = []
    for key in groups where seen.insert(key.map(Self.normal)).inserted {
      let own = rows.filter { row in by.map { Self.normal(row[$0]) } == key.map(Self.normal) }
      var done: Set<Value> = []
      for (index, one) in values.enumerated() where done.insert(Self.normal(one)).inserted {
        let isPresent = own.contains { row in
          if let days = completion?.periods?[index] {
            if case .date(let day) = row[column] { return days.contains(Int(day)) }
            return false
          }
          return Self.normal(row[column]) == Self.normal(one)
        }
        if isPresent { continue }
        var added = [Value](repeating: .null, count: width)
        for (place, cell) in zip(by, key) { added[place] = cell }
        added[column] = one
        all.append(added)
      }
    }
    return all.enumerated().sorted { left, right in
      for place in by + [column] {
        let order = Self.order(left.element[place], right.element[place])
        if order != 0 { return order < 0 }
      }
      return left.offset < right.offset
    }.map(\.element)
  }

  /// A day for each of some whole years, at the place that all known days have in theirs: every
  /// place of a year is tried. The last day where there is no such place.
  private static func placed(_ years: [ClosedRange<Int>], _ known: [Value]) -> [Value] {
    let days = known.compactMap { value -> Int? in
      if case .date(let day) = value { Int(day) } else { nil }
    }
    func day(_ month: Int, _ wanted: Int, _ year: Int) -> Int {
      Calendar.days(
        year: year, month: month, day: min(wanted, Calendar.length(ofMonth: month, year: year)))
    }
    let places = (1...12).reversed().flatMap { month in
      (1...31).reversed().map { (month: month, day: $0) }
    }
    let fitting = places.first { place in
      days.allSatisfy { day(place.month, place.day, Calendar.civil($0).year) == $0 }
    }
    return years.map {
      .date(
        Int32(
          day(fitting?.month ?? 12, fitting?.day ?? 31, Calendar.civil($0.lowerBound).year)))
    }
  }

  /// What stands in place of a null: `step` is its place in the partition.
  private func filler(
    _ rows: [[Value]], _ partition: [Int], _ step: Int, _ place: Int, _ index: Int,
    _ known: Set<Int>, _ method: FillMethod, _ sort: [Planning.SortKey]
  ) throws -> Value {
    func position(_ step: Int) throws -> Double? {
      guard sort.count == 1, let type = sort.first?.expression.type,
        type.isNumeric || type.isTemporal
      else { return Double(step) }
      let at = try value(sort[0].expression, rows[partition[step]])
      switch at {
      case .date(let day): return Double(day)
      case .timestamp(let time): return Double(time)
      default: return at.asDouble.flatMap { $0.isFinite ? $0 : nil }
      }
    }
    let before = partition.indices.prefix(step).last { known.contains(partition[$0]) }
    let after = partition.indices.dropFirst(step + 1).first { known.contains(partition[$0]) }
    switch method {
    case .previous: return before.map { rows[partition[$0]][place] } ?? .null
    case .next: return after.map { rows[partition[$0]][place] } ?? .null
    case .values(let values): return values[index]
    case .linear:
      let placed = try partition.indices.filter {
        try known.contains(partition[$0]) && position($0) != nil
      }
      guard let low = placed.last(where: { $0 < step }),
        let high = placed.first(where: { $0 > step }),
        let from = try position(low), let to = try position(high), let at = try position(step),
        let one = rows[partition[low]][place].asDouble,
        let other = rows[partition[high]][place].asDouble
      else { return .null }
      let share = to == from ? 0 : (at - from) / (to - from)
      if one == other { return .double(one) }
      return .double(one * (1 - share) + other * share)
    }
  }

  private func described(_ field: Field, _ cells: [Value]) -> [Value] {
    let known = cells.filter { !$0.isNull }
    let least = known.min { Self.order($0, $1) < 0 }
    let greatest = known.max { Self.order($0, $1) < 0 }
    var quartiles: [Value] = [.null, .null, .null]
    var mean = Value.null
    if field.type.isNumeric, !known.isEmpty {
      let numbers = known.compactMap(\.asDouble).sorted {
        Self.order(.double($0), .double($1)) < 0
      }
      quartiles = [0.25, 0.5, 0.75].map { share in
        let position = share * Double(numbers.count - 1)
        let low = Int(position)
        let high = min(low + 1, numbers.count - 1)
        if numbers[low] == numbers[high] || position == Double(low) {
          return .double(numbers[low])
        }
        return .double(
          numbers[low] + (numbers[high] - numbers[low]) * (position - Double(low)))
      }
      mean = .double(numbers.reduce(0, +) / Double(numbers.count))
    }
    return [
      .text(field.name), .text(field.type.rawValue), .int(Int64(known.count)),
      .int(Int64(cells.count - known.count)), .int(Int64(Set(known.map(Self.normal)).count)),
      least.map { .text($0.plainText) } ?? .null,
    ] + quartiles + [greatest.map { .text($0.plainText) } ?? .null, mean]
  }
}
