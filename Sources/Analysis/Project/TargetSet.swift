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
    let comparison: String?
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
  private let plan: TargetColumns
  private let joined: [(key: Int, column: Column)]
  /// Entries by indicator, where a map tells which speak of what.
  private var byIndicator: [String: [Int]] = [:]
  private var matches: [String: [SeriesMatch]] = [:]
  /// Entries by the text of the first joined column; those with null there under nil.
  private var byFirstKey: [String?: [Int]] = [:]

  init(_ table: Table, _ plan: TargetColumns) throws {
    self.plan = plan
    joined = plan.joined.map { ($0.key, table.columns[$0.column]) }
    let isYear = table.columns[plan.time].type == .int
    let times = try Observations.times(table.columns[plan.time])
    let values = try table.columns[plan.target].knownDoubles()
    let highs = try plan.high.map { try table.columns[$0].knownDoubles() }
    func text(_ place: Int?, _ row: Int) -> String? {
      if let place, case .text(let text) = table.columns[place][row] { text } else { nil }
    }
    var entries: [Entry] = []
    for row in 0..<table.rowCount
    where !values[row].isNaN && table.columns[plan.time].isValid(row) {
      guard CalendarYears.hold(times[row], isYear: isYear) else {
        throw AnalysisFailures.noCalendarTime(times[row], isYear: isYear, at: plan.range)
      }
      entries.append(
        Entry(
          row: row, time: SeriesSet.decimal(times[row], isYear: isYear), value: values[row],
          high: highs.flatMap { $0[row].isNaN ? nil : $0[row] },
          comparison: text(plan.comparison, row), document: text(plan.document, row),
          indicator: text(plan.series, row), level: text(plan.level, row),
          unit: text(plan.unit, row)))
    }
    self.entries = entries.sorted { ($0.time, $0.row) < ($1.time, $1.row) }
    for (place, entry) in self.entries.enumerated() {
      if let indicator = entry.indicator { byIndicator[indicator, default: []].append(place) }
      if let first = joined.first {
        let value = first.column[entry.row]
        byFirstKey[value.isNull ? nil : value.plainText, default: []].append(place)
      }
    }
    for match in plan.matches ?? [] { matches[match.series, default: []].append(match) }
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
  /// The target in the direction in which the series is good; without a comparison by the
  /// direction.
  func target(_ direction: Direction) -> Target {
    let comparison: Forecasting.Comparison =
      switch comparison {
      case ">=", "≥": .atLeast
      case ">": .above
      case "<=", "≤": .atMost
      case "<": .below
      case "=", "==": .equal
      default: direction == .up ? .atLeast : .atMost
      }
    return Target(time: time, value: value, comparison: comparison, direction: direction)
  }

  /// The comparison as it is read.
  func sign(_ direction: Direction) -> String {
    switch target(direction).comparison {
    case .atLeast: ">="
    case .above: ">"
    case .atMost: "<="
    case .below: "<"
    case .equal: "="
    }
  }
}
