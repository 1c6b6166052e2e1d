import Columns
import Engines
import Forecasting
import Functions
import Language
import Planning

/// The observations of an analysis step, brought to one row for each key and time.
struct Observations {
  /// A value for each row, with the parts that make it where they are known.
  struct Item {
    var plan: ObservedItem
    /// The values exactly as they came; nil where they are computed from parts.
    var exact: Column?
    /// NaN where there is none.
    var values: [Double]
    /// NaN where they are not known; empty where the item has no parts.
    var part: [Double]
    var whole: [Double]

    /// The values as a column.
    func column() throws -> Column { try exact ?? Column.doubles(values) }
  }

  var layout: ObservationLayout
  /// The step, for notes.
  let range: SourceRange
  var keys: [Column]
  var rowCount: Int
  /// The number of the period of each row; empty without periods.
  var periods: [Int]
  /// The time of each row: a year, or a day; empty where the period is all that is known.
  var times: [Int64]
  var items: [Item]
  /// Which way is good, as the data or the step say; nil where they do not.
  var direction: [Direction?]
  var versions: Column?
  var qualifiers: Column?
  /// Units of measure.
  var units: Column?
  /// What parts the peers.
  var peers: Column?
  var ranks: [Double]
  var rankedUnits: [Double]

  /// - Parameter table: the columns of the layout.
  /// - Throws: a diagnostic where observations of one unit and time differ and no rule says what
  ///   stands for them.
  init(
    _ table: Table, _ layout: ObservationLayout, context: QueryContext, range: SourceRange
  ) throws {
    var table = try Observations.withTimes(table, layout, context, range)
    self.layout = layout
    self.range = range
    if layout.isObserved {
      table = try Observations.single(table, layout, context, range)
    }
    keys = Array(table.columns.prefix(layout.keys.count))
    rowCount = table.rowCount
    periods = try layout.period.map { try table.columns[$0].wholeNumbers().map(Int.init) } ?? []
    times = try layout.time.map { try Observations.times(table.columns[$0]) } ?? []
    items = try layout.items.map { try Observations.item($0, table, context, range) }
    direction = try Observations.direction(table, layout, at: range)
    versions = layout.version.map { table.columns[$0] }
    qualifiers = layout.qualifier.map { table.columns[$0] }
    units = layout.unit.map { table.columns[$0] }
    peers = layout.peers.map { table.columns[$0] }
    ranks = try layout.rank.map { try table.columns[$0].knownDoubles() } ?? []
    rankedUnits = try layout.rankedUnits.map { try table.columns[$0].knownDoubles() } ?? []
    if layout.nativeCount > 0 {
      let weights = try layout.weight.map { try table.columns[$0].knownDoubles() }
      try combine(weights, context, range)
    }
  }

  /// Rows without a time say nothing of any.
  private static func withTimes(
    _ table: Table, _ layout: ObservationLayout, _ context: QueryContext, _ range: SourceRange
  ) throws -> Table {
    guard let place = layout.time, table.columns[place].nullCount > 0 else { return table }
    let column = table.columns[place]
    let rows = (0..<table.rowCount).filter { column.isValid($0) }.map { UInt32($0) }
    AnalysisNotes.withoutTime(table.rowCount - rows.count, range, context)
    return Table(
      fields: table.fields, columns: try table.columns.map { try $0.gathered(rows) },
      rowCount: rows.count)
  }

  /// Years as they are, dates and timestamps as days.
  static func times(_ column: Column) throws -> [Int64] {
    let numbers = try column.wholeNumbers()
    guard column.type == .timestamp else { return numbers }
    return numbers.map { Int64((Double($0) / Double(Calendar.microsecondsPerDay)).rounded(.down)) }
  }

  /// - Throws: a diagnostic where a word says neither way.
  private static func direction(
    _ table: Table, _ layout: ObservationLayout, at range: SourceRange
  ) throws -> [Direction?] {
    var result = [Direction?](repeating: layout.statedDirection, count: table.rowCount)
    guard layout.statedDirection == nil, let place = layout.direction else { return result }
    let column = table.columns[place]
    var known: [Value: Direction] = [:]
    for row in 0..<table.rowCount where column.isValid(row) {
      let value = column[row]
      if known[value] == nil {
        guard !value.plainText.allSatisfy(\.isWhitespace) else { continue }
        guard let direction = TargetWords.direction(value.plainText) else {
          throw TargetFailures.unknownDirection(value.plainText, isOfTargets: false, at: range)
        }
        known[value] = direction
      }
      result[row] = known[value]
    }
    return result
  }

  // MARK: One row for each unit and time

  /// The last observation of each unit and period; of each unit and time without periods.
  private static func single(
    _ table: Table, _ layout: ObservationLayout, _ context: QueryContext, _ range: SourceRange
  ) throws -> Table {
    let unitCount = layout.keys.count + layout.nativeCount
    var columns = Array(table.columns.prefix(unitCount))
    if let place = layout.period ?? layout.time { columns.append(table.columns[place]) }
    let grouping = try Grouping(columns, rowCount: table.rowCount, context: context)
    guard grouping.count < table.rowCount else { return table }
    let ids = grouping.ids.values(UInt32.self)
    let times = try layout.time.map { try self.times(table.columns[$0]) }
    let known = knownRows(table, layout)
    var chosen = [Int](repeating: -1, count: grouping.count)
    var several = 0
    var repeated = 0
    func isUndated(_ row: Int) -> Bool {
      layout.undated.map { table.columns[$0][row] == .bool(true) } ?? false
    }
    var same: [Int: [Int]] = [:]
    for row in 0..<table.rowCount where known[row] {
      let group = Int(ids[row])
      let best = chosen[group]
      if best < 0 {
        chosen[group] = row
        continue
      }
      let own = times?[row] ?? 0
      let other = times?[best] ?? 0
      // Of two at one time the one whose day is known counts.
      let isVaguer = isUndated(row) && !isUndated(best)
      if own == other, isVaguer || (isUndated(best) && !isUndated(row)) {
        several += 1
        if !isVaguer { chosen[group] = row }
      } else if own == other {
        if agree(table, layout, row, best) {
          repeated += 1
        } else if layout.duplicates == nil {
          throw AnalysisFailures.conflict(table, layout, best, row, at: range)
        }
        same[group, default: [best]].append(row)
        if layout.duplicates == .last { chosen[group] = row }
      } else {
        several += 1
        if own > other {
          chosen[group] = row
          same[group] = nil
        }
      }
    }
    if several > 0 { AnalysisNotes.lastCounts(several, layout, range, context) }
    if repeated > 0, layout.duplicates == nil { AnalysisNotes.repeated(repeated, range, context) }
    for group in 0..<grouping.count where chosen[group] < 0 {
      chosen[group] = Int(grouping.firstRows[group])
    }
    var result = table
    if let rule = layout.duplicates, rule != .last, !same.isEmpty {
      result = try merged(table, layout, same, rule)
    }
    let rows = chosen.map { UInt32($0) }
    return Table(
      fields: result.fields, columns: try result.columns.map { try $0.gathered(rows) },
      rowCount: chosen.count)
  }

  /// Rows of which some item has a value: an empty row never stands for its unit.
  private static func knownRows(_ table: Table, _ layout: ObservationLayout) -> [Bool] {
    let places = valuePlaces(layout)
    return (0..<table.rowCount).map { row in places.contains { table.columns[$0].isValid(row) } }
  }

  private static func valuePlaces(_ layout: ObservationLayout) -> [Int] {
    layout.items.flatMap { [$0.value, $0.part, $0.whole].compactMap { $0 } }
  }

  private static func agree(_ table: Table, _ layout: ObservationLayout, _ one: Int, _ other: Int)
    -> Bool
  {
    valuePlaces(layout).allSatisfy { table.columns[$0][one] == table.columns[$0][other] }
  }

  /// Rows of one unit and time put together; the result stands in the first of them.
  private static func merged(
    _ table: Table, _ layout: ObservationLayout, _ groups: [Int: [Int]], _ rule: DuplicateRule
  ) throws -> Table {
    var result = table
    for place in Set(valuePlaces(layout)) {
      var values = try table.columns[place].knownDoubles()
      for rows in groups.values {
        let known = rows.map { values[$0] }.filter { !$0.isNaN }
        let sum = known.reduce(0, +)
        for row in rows {
          values[row] =
            known.isEmpty ? .nan : rule == .sum ? sum : sum / Double(known.count)
        }
      }
      result.columns[place] = try Column.doubles(values)
      result.fields[place].type = .float
    }
    return result
  }

  // MARK: Values

  private static func item(
    _ plan: ObservedItem, _ table: Table, _ context: QueryContext, _ range: SourceRange
  ) throws -> Item {
    let column = plan.value.map { table.columns[$0] }
    var values =
      try column?.knownDoubles() ?? [Double](repeating: .nan, count: table.rowCount)
    guard let part = plan.part, let whole = plan.whole else {
      return Item(plan: plan, exact: column, values: values, part: [], whole: [])
    }
    let parts = try table.columns[part].knownDoubles()
    let wholes = try table.columns[whole].knownDoubles()
    var ofNothing = 0
    var hasParts = false
    for row in 0..<table.rowCount where !parts[row].isNaN && !wholes[row].isNaN {
      hasParts = true
      if wholes[row] == 0 {
        ofNothing += 1
        if plan.isMeasure { values[row] = .nan }
        continue
      }
      if plan.isMeasure || plan.value == nil { values[row] = ratio(parts[row], wholes[row], plan) }
    }
    if ofNothing > 0 { AnalysisNotes.totalZero(ofNothing, plan.name, range, context) }
    return Item(
      plan: plan, exact: plan.isMeasure && hasParts ? nil : column, values: values, part: parts,
      whole: wholes)
  }

  static func ratio(_ part: Double, _ whole: Double, _ plan: ObservedItem) -> Double {
    switch plan.parts {
    case .percent: 100 * part / whole
    case .mean: part / whole
    }
  }

  // MARK: Units put together

  /// Puts units together that the keys do not tell apart: counts add up, rates are recomputed from
  /// summed parts, scores are averaged, by weight where one is named.
  private mutating func combine(
    _ weights: [Double]?, _ context: QueryContext, _ range: SourceRange
  ) throws {
    var columns = keys
    if !periods.isEmpty {
      columns.append(try Column(.int, periods.map { .int(Int64($0)) }))
    } else if !times.isEmpty {
      columns.append(try Column(.int, times.map { .int($0) }))
    }
    let grouping = try Grouping(columns, rowCount: rowCount, context: context)
    let firsts = grouping.firstRows.map(Int.init)
    guard grouping.count < rowCount else { return }
    let ids = grouping.ids.values(UInt32.self).map(Int.init)
    for index in items.indices {
      let averaged = items[index].combine(ids, grouping.count, weights)
      if averaged {
        AnalysisNotes.averaged(items[index].plan.name, byWeight: weights != nil, range, context)
      }
    }
    func gathered(_ column: Column) throws -> Column { try column.gathered(grouping.firstRows) }
    keys = try keys.map(gathered)
    periods = periods.isEmpty ? [] : firsts.map { periods[$0] }
    times = times.isEmpty ? [] : firsts.map { times[$0] }
    direction = firsts.map { direction[$0] }
    versions = try versions.map(gathered)
    units = try units.map(gathered)
    peers = try peers.map(gathered)
    qualifiers = nil
    ranks = []
    rankedUnits = []
    rowCount = firsts.count
  }
}

extension Observations.Item {
  /// Whether values were averaged.
  fileprivate mutating func combine(_ ids: [Int], _ count: Int, _ weights: [Double]?) -> Bool {
    var members = [Int](repeating: 0, count: count)
    var sums = [Double](repeating: 0, count: count)
    var weight = [Double](repeating: 0, count: count)
    var parts = [Double](repeating: 0, count: count)
    var wholes = [Double](repeating: 0, count: count)
    var withParts = [Int](repeating: 0, count: count)
    for row in ids.indices where !values[row].isNaN {
      let group = ids[row]
      members[group] += 1
      let own = weights.map { $0[row].isNaN ? 0 : $0[row] } ?? 1
      sums[group] += plan.isAdditive ? values[row] : own * values[row]
      weight[group] += own
      if !part.isEmpty, !part[row].isNaN, !whole[row].isNaN {
        withParts[group] += 1
        parts[group] += part[row]
        wholes[group] += whole[row]
      }
    }
    var isAveraged = false
    var result = [Double](repeating: .nan, count: count)
    for group in 0..<count where members[group] > 0 {
      if withParts[group] == members[group], wholes[group] > 0 {
        result[group] = Observations.ratio(parts[group], wholes[group], plan)
      } else if plan.isAdditive {
        result[group] = sums[group]
      } else if weight[group] > 0 {
        result[group] = sums[group] / weight[group]
        if members[group] > 1 { isAveraged = true }
      }
    }
    values = result
    exact = nil
    if !part.isEmpty {
      part = (0..<count).map { withParts[$0] == members[$0] && members[$0] > 0 ? parts[$0] : .nan }
      whole = (0..<count).map {
        withParts[$0] == members[$0] && members[$0] > 0 ? wholes[$0] : .nan
      }
    }
    return isAveraged
  }
}
