import Columns
import Engines
import Forecasting
import Functions
import Language
import Planning

/// `compare`: the values of each key at some times side by side, how they changed, how they rank.
struct Comparison {
  let plan: ComparePlan
  let range: SourceRange
  let context: QueryContext
  /// What became of units, where the catalogue tells.
  var merges: Merges?

  /// Rows of the result, one for each combination of keys.
  struct Spread {
    var keys: [Column]
    var count: Int
    /// For each time the row of the observations, −1 where there is none.
    var places: [[Int]]
    /// Rows that are ranked against each other, and decomposed together.
    var group: [Int]
    var groupCount: Int
    /// Units that stand for many.
    var isGroupUnit: [Bool]
    /// For each row the days on which units were merged into it that stand beside it at the first
    /// of the times: from then on it is another unit of the same name.
    var mergers: [[Int]] = []
  }

  func run(_ input: Table, times: () throws -> Table?) throws -> Table {
    var observations = try Observations(input, plan.layout, context: context, range: range)
    if plan.layout.period == nil {
      var period: [Int64: Int] = [:]
      for (place, time) in plan.times.enumerated() { period[time.first] = place }
      observations.periods = observations.times.map { period[$0] ?? 0 }
    }
    try checkTimes(observations, times)
    var spread = try self.spread(observations)
    spread.mergers = try mergers(observations, spread)
    var result = Assembly(plan.layout.keys, spread.keys)
    result.sharedKeys = Set(plan.layout.partingKeys)
    let isSingle = observations.items.count == 1
    for item in observations.items {
      try add(item, observations, spread, isSingle ? nil : item.plan.name, &result)
    }
    try addFlags(observations, spread, &result)
    if plan.decompose { try result.appendTotals(threads: context.threads) }
    return result.table()
  }

  /// Every time has to occur somewhere, where there is anything at all.
  private func checkTimes(_ observations: Observations, _ times: () throws -> Table?) throws {
    let present = Set(observations.periods)
    guard let missing = plan.times.indices.first(where: { !present.contains($0) }) else { return }
    guard let known = try times(), known.rowCount > 0 else { return }
    let labels = known.columns[0].values.filter { !$0.isNull }.map { known.fields[0].text($0) }
    throw AnalysisFailures.missingTime(plan.times[missing], labels)
  }

  /// Says which of the times lack shorter periods that others have.
  ///
  /// - Parameters:
  ///   - times: the different times that there are.
  ///   - moments: the keys, the number of the compared time and the time itself, each once.
  func noteCoverage(times: Table, moments: Table) throws {
    guard let coverage = try Coverage(times: times.columns[0], period: plan.layout.timeForm) else {
      return
    }
    let keyCount = plan.layout.keys.count
    let groups = try Grouping(
      Array(moments.columns.prefix(keyCount)), rowCount: moments.rowCount, context: context)
    let ids = groups.ids.values(UInt32.self)
    var found: [Coverage.Moment] = []
    for row in 0..<moments.rowCount {
      guard case .int(let span) = moments.columns[keyCount][row],
        case .date(let day) = moments.columns[keyCount + 1][row]
      else { continue }
      found.append(Coverage.Moment(group: Int(ids[row]), span: Int(span), day: Int(day)))
    }
    coverage.note(
      plan.times.map { Coverage.Span(label: $0.label, days: Int($0.first)...Int($0.last)) }, found,
      groups: keyCount == 0 ? 1 : groups.count, range, context)
  }

  private func spread(_ observations: Observations) throws -> Spread {
    let rowCount = observations.rowCount
    let grouping = try Grouping(observations.keys, rowCount: rowCount, context: context)
    let count = grouping.count
    var places = [[Int]](repeating: [Int](repeating: -1, count: count), count: plan.times.count)
    let ids = grouping.ids.values(UInt32.self)
    for row in 0..<rowCount {
      if row % Morsel.rows == 0 { try context.checkStopped() }
      places[observations.periods[row]][Int(ids[row])] = row
    }
    let keys = try observations.keys.map { try $0.gathered(grouping.firstRows) }
    let layout = plan.layout
    let groups = try Grouping(
      layout.partingKeys.map { keys[$0] }, rowCount: count, context: context)
    let groupIDs = groups.ids.values(UInt32.self)
    var isGroupUnit = [Bool](repeating: false, count: count)
    if let entity = layout.entity, !layout.groupUnits.isEmpty, keys[entity].type == .text {
      for row in 0..<count {
        if row % Morsel.rows == 0 { try context.checkStopped() }
        if case .text(let name) = keys[entity][row] {
          isGroupUnit[row] = layout.groupUnits.contains(name)
        }
      }
    }
    return Spread(
      keys: keys, count: count, places: places, group: (0..<count).map { Int(groupIDs[$0]) },
      groupCount: groups.count, isGroupUnit: isGroupUnit)
  }

  func gathered(_ column: Column, _ places: [Int]) throws -> Column {
    try column.gathered(places.map { $0 < 0 ? absentRow : UInt32($0) }, mayBeAbsent: true)
  }

  // MARK: One item

  private func add(
    _ item: Observations.Item, _ observations: Observations, _ spread: Spread, _ suffix: String?,
    _ result: inout Assembly
  ) throws {
    let name = ComparedNames(item: suffix, own: item.plan.look)
    let labels = plan.times.map(\.label)
    let unit = item.plan.unit
    let changeUnit = AnalysisUnits.ofDifference(unit)
    let source = try item.column()
    let columns = try spread.places.map { try gathered(source, $0) }
    let values = try columns.map { try $0.knownDoubles() }
    for (label, column) in zip(labels, columns) {
      result.add(
        Field(
          "\(item.plan.name)_\(label)", column.type, unit: unit,
          look: ColumnLooks.item(
            item.plan.name, item.plan.look, label, isOnly: suffix == nil)), column)
    }
    let bounds = item.plan.isMeasure ? try self.bounds(observations, spread, values) : nil
    let last = labels.count - 1
    if labels.count > 2 {
      for time in 1...last {
        let change = try unmerged(
          difference(columns[time], columns[time - 1], bounds, time, time - 1), spread, time - 1,
          time)
        result.add(name.field("change", at: labels[time], change.type, unit: changeUnit), change)
      }
    }
    let change = try unmerged(
      difference(columns[last], columns[0], bounds, last, 0), spread, 0, last)
    result.add(name.field("change", change.type, unit: changeUnit), change)
    let changes = try change.knownDoubles()
    let percent = zip(changes, values[0]).map { $1 == 0 ? Double.nan : 100 * $0 / abs($1) }
    result.add(name.field("change_pct", .float, unit: "%"), try Column.doubles(percent))
    if let bounds {
      for (label, signs) in zip(labels, bounds.signs) {
        result.add(Field("qualifier_\(label)", .text), try Column.texts(signs))
      }
      result.add(
        name.field("change_qualifier", .text),
        try Column.texts(
          zip(bounds.changeSigns(last, 0), changes).map { $1.isNaN ? nil : $0 }))
    }
    try addRanks(item, observations, spread, values, name, &result)
    if plan.decompose { try decompose(item, spread, values, name, &result) }
  }

  /// Later less earlier, exactly where both are exact decimals; a change between bounds is the
  /// bound, or null where there is none.
  private func difference(
    _ later: Column, _ earlier: Column, _ bounds: Bounded?, _ one: Int, _ other: Int
  ) throws -> Column {
    guard let minus = FunctionRegistry.standard.scalar(named: "-") else { return later }
    let column = try minus.evaluate(
      [.column(later), .column(earlier)], later.count, context.evaluation())
    guard let bounds else { return column }
    let signs = bounds.changes(one, other)
    guard signs.contains(.unknown) else { return column }
    let rows = signs.enumerated().map { $1 == .unknown ? -1 : $0 }
    return try gathered(column, rows)
  }

  // MARK: Decomposition

  private func decompose(
    _ item: Observations.Item, _ spread: Spread, _ values: [[Double]],
    _ name: ComparedNames, _ result: inout Assembly
  ) throws {
    let hasParts = !item.part.isEmpty
    guard plan.layout.ranksKeys else { throw AnalysisFailures.noUnits(at: range) }
    if !hasParts, item.plan.isAdditive || !plan.layout.isObserved {
      throw AnalysisFailures.noParts(item.plan.name, at: range)
    }
    let last = plan.times.count - 1
    let scale = hasParts && item.plan.parts == .percent ? 100.0 : 1
    var own = [Double](repeating: .nan, count: spread.count)
    var mix = own
    var members = [[Int]](repeating: [], count: spread.groupCount)
    for row in 0..<spread.count where !spread.isGroupUnit[row] {
      members[spread.group[row]].append(row)
    }
    /// The parts of a row at a time: weight and rate.
    func parts(_ row: Int, _ time: Int) -> (weight: Double, rate: Double)? {
      guard !values[time][row].isNaN else { return nil }
      if !hasParts { return (1, values[time][row]) }
      let place = spread.places[time][row]
      guard place >= 0, !item.part[place].isNaN, item.whole[place] > 0 else { return nil }
      return (item.whole[place], item.part[place] / item.whole[place])
    }
    var leftOut = 0
    for group in members.indices {
      let before = members[group].map { parts($0, 0) }
      let after = members[group].map { parts($0, last) }
      for (place, row) in members[group].enumerated() {
        if (before[place] == nil && !values[0][row].isNaN)
          || (after[place] == nil && !values[last][row].isNaN)
        {
          leftOut += 1
        }
      }
      let sum0 = before.reduce(0) { $0 + ($1?.weight ?? 0) }
      let sum1 = after.reduce(0) { $0 + ($1?.weight ?? 0) }
      let units = zip(before, after).map { one, two in
        Decomposition.Unit(
          weight0: sum0 > 0 ? (one?.weight ?? 0) / sum0 : 0, rate0: one?.rate,
          weight1: sum1 > 0 ? (two?.weight ?? 0) / sum1 : 0, rate1: two?.rate)
      }
      var total = TotalRow(group: members[group].first)
      if sum0 > 0, sum1 > 0 {
        let change = Decomposition.kitagawa(units)
        for (place, row) in members[group].enumerated()
        where before[place] != nil || after[place] != nil {
          own[row] = scale * change.within[place]
          mix[row] = scale * change.mix[place]
        }
        total.cells[name("own_change", nil)] = scale * change.withinTotal
        total.cells[name("mix_change", nil)] = scale * change.mixTotal
      }
      var rates: [Double] = []
      for time in plan.times.indices {
        let known = members[group].compactMap { parts($0, time) }
        let weight = known.reduce(0) { $0 + $1.weight }
        let rate =
          weight > 0 ? scale * known.reduce(0) { $0 + $1.weight * $1.rate } / weight : .nan
        rates.append(rate)
        total.cells["\(item.plan.name)_\(plan.times[time].label)"] = rate
        if plan.times.count > 2, time > 0 {
          total.cells[name("change", plan.times[time].label)] = rate - rates[time - 1]
        }
      }
      let change = rates[last] - rates[0]
      total.cells[name("change", nil)] = change
      if rates[0] != 0 { total.cells[name("change_pct", nil)] = 100 * change / abs(rates[0]) }
      result.addTotal(total, group)
    }
    if leftOut > 0 { AnalysisNotes.notDecomposed(leftOut, range, context) }
    let unit = AnalysisUnits.ofDifference(item.plan.unit)
    result.add(name.field("own_change", .float, unit: unit), try Column.doubles(own))
    result.add(name.field("mix_change", .float, unit: unit), try Column.doubles(mix))
  }

  // MARK: Flags

  private func addFlags(
    _ observations: Observations, _ spread: Spread, _ result: inout Assembly
  ) throws {
    var flags = [String?](repeating: nil, count: spread.count)
    var changed: [String] = []
    var isListed: Set<String> = []
    let values = observations.items.map(\.values)
    func has(_ row: Int, _ time: Int) -> Bool {
      let place = spread.places[time][row]
      guard place >= 0 else { return false }
      return values.contains { !$0[place].isNaN }
        || (!observations.ranks.isEmpty && !observations.ranks[place].isNaN)
    }
    for row in 0..<spread.count {
      if row % Morsel.rows == 0 { try context.checkStopped() }
      let before = has(row, 0)
      let after = has(row, plan.times.count - 1)
      var isBroken = isMerged(spread, row, 0, plan.times.count - 1)
      if let versions = observations.versions {
        var known: [(String, String)] = []
        for time in plan.times.indices where spread.places[time][row] >= 0 {
          if case .text(let version) = versions[spread.places[time][row]] {
            known.append((plan.times[time].label, version))
          }
        }
        for (one, two) in zip(known, known.dropFirst()) where one.1 != two.1 {
          isBroken = true
          let place = plan.layout.series.map { spread.keys[$0][row].plainText + ": " } ?? ""
          let text = "\(place)\(one.1) (\(one.0)) → \(two.1) (\(two.0))"
          if isListed.insert(text).inserted { changed.append(text) }
        }
      }
      flags[row] =
        switch (before, after) {
        case (false, true): isBroken ? "new, break" : "new"
        case (true, false): isBroken ? "gone, break" : "gone"
        default: isBroken ? "break" : nil
        }
    }
    if !changed.isEmpty { AnalysisNotes.methodChanged(changed, range, context) }
    result.add(Field("flag", .text), try Column.texts(flags))
  }
}
