import Columns
import Forecasting
import Language
import Planning

/// The rows of a table of targets, ready to be matched with series.
struct TargetSet {
  struct Entry {
    let row: Int
    let time: Double
    let value: Double
    let high: Double?
    let comparison: TargetComparison?
    /// Which way is good, in a column of its own.
    let direction: Direction?
    let document: String?
    let indicator: String?
    let level: String?
    let unit: String?
  }

  /// A target that speaks of a series.
  struct Match {
    let entry: Entry
    let isProxy: Bool
    let reason: String?
  }

  let entries: [Entry]
  /// How long the times of the targets last; nil for days.
  let grain: PeriodGrain?
  private let plan: TargetColumns
  private let joined: [(key: Int, column: Column)]
  /// Entries by indicator, where a map tells which speak of what.
  private var byIndicator: [String: [Int]] = [:]
  private var matches: [String: [SeriesMatch]] = [:]
  /// Entries by the text of the first joined column; those with null there under nil.
  private var byFirstKey: [String?: [Int]] = [:]

  /// - Throws: a diagnostic where a comparison or a direction is not understood, or both contradict
  ///   each other.
  init(_ table: Table, _ plan: TargetColumns) throws {
    self.plan = plan
    joined = plan.joined.map { ($0.key, table.columns[$0.column]) }
    let isYear = table.columns[plan.time].type == .int
    grain = isYear ? .year : plan.fields[plan.time].period?.grain
    let times = try Observations.times(table.columns[plan.time])
    let values = try table.columns[plan.target].knownDoubles()
    let highs = try plan.high.map { try table.columns[$0].knownDoubles() }
    func text(_ place: Int?, _ row: Int) -> String? {
      if let place, case .text(let text) = table.columns[place][row] { text } else { nil }
    }
    func comparison(_ text: String?) throws -> TargetComparison? {
      guard let text, !text.allSatisfy(\.isWhitespace) else { return nil }
      guard let known = TargetWords.comparison(text) else {
        throw TargetFailures.unknownComparison(text, at: plan.range)
      }
      return known
    }
    func direction(_ value: Value?) throws -> Direction? {
      guard let value, !value.isNull, !value.plainText.allSatisfy(\.isWhitespace) else {
        return nil
      }
      guard let known = TargetWords.direction(value.plainText) else {
        throw TargetFailures.unknownDirection(value.plainText, isOfTargets: true, at: plan.range)
      }
      return known
    }
    var entries: [Entry] = []
    for row in 0..<table.rowCount
    where !values[row].isNaN && table.columns[plan.time].isValid(row) {
      guard CalendarYears.hold(times[row], isYear: isYear) else {
        throw AnalysisFailures.noCalendarTime(times[row], isYear: isYear, at: plan.range)
      }
      let isOfOthers = plan.constants.contains { constant in
        let value = table.columns[constant.column][row]
        return !value.isNull && value != constant.value
      }
      if isOfOthers { continue }
      let entry = Entry(
        row: row, time: SeriesSet.decimal(times[row], isYear: isYear), value: values[row],
        high: highs.flatMap { $0[row].isNaN ? nil : $0[row] },
        comparison: try comparison(text(plan.comparison, row)),
        direction: try direction(plan.direction.map { table.columns[$0][row] }),
        document: text(plan.document, row), indicator: text(plan.series, row),
        level: text(plan.level, row), unit: text(plan.unit, row))
      if let sign = entry.comparison, let own = entry.direction, entry.statedDirection != own {
        let label = "\(ProjectionWords.short(entry.value)) (\(ProjectionWords.year(entry.time)))"
        throw TargetFailures.contradiction(
          TargetWords.sign(sign),
          plan.direction.map { table.columns[$0][row].plainText } ?? own.rawValue, label,
          at: plan.range)
      }
      entries.append(entry)
    }
    self.entries = entries.sorted { ($0.time, $0.row) < ($1.time, $1.row) }
    try TargetSet.checkKeys(entries, table, plan)
    for (place, entry) in self.entries.enumerated() {
      if let indicator = entry.indicator { byIndicator[indicator, default: []].append(place) }
      if let first = joined.first {
        let value = first.column[entry.row]
        byFirstKey[value.isNull ? nil : value.plainText, default: []].append(place)
      }
    }
    for match in plan.matches ?? [] { matches[match.series, default: []].append(match) }
  }

  /// Targets that differ by a column which is no key speak of series that are not told apart here.
  ///
  /// Where no key is matched at all, a column that says what is measured or that the data have too
  /// has to be one; else only where targets of one time differ by it.
  private static func checkKeys(_ entries: [Entry], _ table: Table, _ plan: TargetColumns) throws {
    guard !plan.hasMatches else { return }
    func values(_ spare: TargetColumns.Spare, _ entries: [Entry]) -> [String] {
      var seen: Set<String> = []
      return entries.compactMap { entry in
        let value = table.columns[spare.column][entry.row]
        guard !value.isNull, seen.insert(value.plainText).inserted else { return nil }
        return value.plainText
      }
    }
    if plan.joined.isEmpty {
      for spare in plan.spare {
        let found = values(spare, entries)
        if spare.isSeries && found.count > 1 || spare.place != nil && !found.isEmpty {
          throw TargetFailures.noCommonKey(spare, found, plan)
        }
      }
    }
    guard !plan.spare.isEmpty else { return }
    struct Key: Hashable {
      let time: Double
      let texts: [String?]
      let joined: [Value]
    }
    let groups = Dictionary(grouping: entries) { entry in
      Key(
        time: entry.time, texts: [entry.document, entry.level, entry.unit],
        joined: plan.joined.map { table.columns[$0.column][entry.row] })
    }
    let several = groups.values.filter { $0.count > 1 }.sorted { $0[0].row < $1[0].row }
    for group in several {
      for spare in plan.spare {
        let found = values(spare, group)
        if found.count > 1 { throw TargetFailures.noCommonKey(spare, found, plan) }
      }
    }
  }

  /// The targets that speak of series k, in the order of time.
  ///
  /// - Parameter differing: called with a target whose unit of measure is another than the series'.
  func matching(_ series: SeriesSet, _ k: Int, differing: (Entry) -> Void) -> [Match] {
    var found: [Match] = []
    if plan.matches != nil {
      for match in series.names[k].flatMap({ matches[$0] }) ?? [] {
        for place in byIndicator[match.indicator] ?? []
        where match.document == nil || match.document == entries[place].document {
          found.append(
            Match(entry: entries[place], isProxy: match.isProxy, reason: match.reason))
        }
      }
    } else if let first = joined.first {
      let value = series.keys[first.key][k]
      let own = value.isNull ? [] : byFirstKey[value.plainText] ?? []
      found = (own + (byFirstKey[nil] ?? [])).sorted().map {
        Match(entry: entries[$0], isProxy: false, reason: nil)
      }
    } else {
      found = entries.map { Match(entry: $0, isProxy: false, reason: nil) }
    }
    found = found.filter { match in
      joined.allSatisfy { key, column in
        column[match.entry.row].isNull || column[match.entry.row] == series.keys[key][k]
      }
    }
    found = sameLevel(found, series.levels[k])
    return found.filter { match in
      guard let own = series.units[k], let other = match.entry.unit, own != other else {
        return true
      }
      differing(match.entry)
      return false
    }.sorted { ($0.entry.time, $0.entry.row) < ($1.entry.time, $1.entry.row) }
  }

  /// The same; the targets in another unit of measure go to `differing`, as the note names them.
  func matching(_ series: SeriesSet, _ k: Int, differing: inout Set<String>) -> [Match] {
    matching(series, k) { entry in
      differing.insert(
        "\(entry.indicator ?? entry.document ?? "") (\(entry.unit ?? "") ≠ \(series.units[k] ?? ""))"
      )
    }
  }

  /// Where a document sets different targets for levels, the level of the series chooses; a single
  /// one is a reference for all.
  private func sameLevel(_ matches: [Match], _ level: String?) -> [Match] {
    guard let level, plan.level != nil else { return matches }
    struct Key: Hashable {
      let document: String?
      let indicator: String?
      let time: Double
    }
    let groups = Dictionary(grouping: matches) {
      Key(document: $0.entry.document, indicator: $0.entry.indicator, time: $0.entry.time)
    }
    return groups.values.flatMap { group -> [Match] in
      let fitting = group.filter {
        $0.entry.level == level || $0.entry.level == "all" || level == "all"
      }
      if !fitting.isEmpty { return fitting }
      return Set(group.map(\.entry.level)).count == 1 ? group : []
    }
  }
}

extension TargetSet.Entry {
  /// Which way is good, as the target says: by its comparison, else by its direction.
  var statedDirection: Direction? {
    switch comparison {
    case .atLeast, .above: .up
    case .atMost, .below: .down
    case .equal, nil: direction
    }
  }

  /// The target; without a comparison and a direction of its own in that of the series.
  func target(_ own: Direction) -> Target {
    let direction = direction ?? own
    return Target(
      time: time, value: value,
      comparison: comparison ?? (direction == .up ? .atLeast : .atMost), direction: direction)
  }
}
