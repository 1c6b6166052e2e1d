import Columns
import Forecasting
import Planning

/// One row of `whatif` on its way to a table; nil is null.
struct ScenarioRow {
  let series: Int
  let scenario: String
  let time: ComparedTime
  /// It stands for all units of its group.
  var isWhole = false
  var value: Double?
  var versusBase: Double?
  var items: Double?
  var pace: Double?
  /// Paces are told by the month instead of the year.
  var isMonthly = false
  var ownPaceRatio: Double?
  var pacePercentile: Double?
  var low: Double?
  var high: Double?
  var solved: Double?
  var document: String?
  var comparison: String?
  var target: Double?
  var gap: Double?
  var requiredPace: Double?
  var probability: Double?
  var status: String?
  var binding: [String] = []
  var notes: [String] = []

  init(series: Int, scenario: String, time: ComparedTime) {
    self.series = series
    self.scenario = scenario
    self.time = time
  }
}

/// The rows of `whatif`.
struct ScenarioRows {
  private let plan: WhatIfPlan
  private let keyFields: [Field]
  private let hasTargets: Bool
  private var rows: [ScenarioRow] = []
  var differing: Set<String> = []

  init(plan: WhatIfPlan, keys: [Field], hasTargets: Bool) {
    self.plan = plan
    keyFields = keys
    self.hasTargets = hasTargets
  }

  mutating func matches(_ targets: TargetSet?, _ set: SeriesSet, _ k: Int) -> [TargetSet.Match] {
    targets?.matching(set, k, differing: &differing) ?? []
  }

  mutating func add(_ row: ScenarioRow) { rows.append(row) }

  mutating func add(
    problem: String, _ scenario: String, _ k: Int, _ time: ComparedTime, _ set: SeriesSet
  ) {
    var row = ScenarioRow(series: k, scenario: scenario, time: time)
    row.notes = [problem]
    rows.append(row)
  }

  /// Units in the order of their keys, each with its scenarios in the order of the query; wholes
  /// after their units.
  private func sorted(_ set: SeriesSet) -> [ScenarioRow] {
    var order = ["base": 0]
    for (place, scenario) in plan.scenarios.enumerated() { order[scenario.name] = place + 1 }
    return rows.enumerated().sorted { one, other in
      func key(_ entry: (offset: Int, element: ScenarioRow)) -> (Int, Int, Int, Int) {
        let row = entry.element
        return (
          row.isWhole ? 1 : 0, row.series, order[row.scenario] ?? 0, entry.offset
        )
      }
      return key(one) < key(other)
    }.map(\.element)
  }

  func table(_ set: SeriesSet, _ context: QueryContext) throws -> Table {
    let rows = sorted(set)
    var keys: [Column] = []
    for (place, column) in set.keys.enumerated() {
      let isEntity = place == set.layout.entity
      let places = rows.map { $0.isWhole && isEntity ? absentRow : UInt32($0.series) }
      keys.append(try column.gathered(places, mayBeAbsent: true))
    }
    var table = Assembly(keyFields, keys)
    let items = plan.project.layout.items
    let common = AnalysisUnits.common(Set(items.map(\.unit)))
    let digits = AnalysisUnits.common(Set(items.map(\.look.digits)))
    func add(_ name: String, _ value: (ScenarioRow) -> Double?) throws {
      let unit = AnalysisUnits.unit(name, of: common)
      table.add(
        Field(name, .float, unit: unit, look: Look(digits: AnalysisUnits.digits(name, of: digits))),
        try Column.doubles(rows.map { neat(value($0)) }))
    }
    func add(text name: String, _ value: (ScenarioRow) -> String?) throws {
      table.add(Field(name, .text), try Column.texts(rows.map(value)))
    }
    table.add(
      Field("scenario", .text, look: Look(part: .key)), try Column.texts(rows.map(\.scenario)))
    try table.addTimes(rows.map(\.time), plan.project.layout.timeForm)
    try add("value", { $0.value })
    try add("vs_base", { $0.versusBase })
    if rows.contains(where: { $0.items != nil }) {
      table.add(Field("items", .int), try Column.ints(Self.whole(rows)))
    }
    try add("pace", { $0.pace })
    if rows.contains(where: \.isMonthly) {
      try add(text: "pace_per") { $0.pace == nil ? nil : $0.isMonthly ? "month" : "year" }
    }
    try add("own_pace_ratio", { $0.ownPaceRatio })
    try add("pace_percentile", { $0.pacePercentile })
    if rows.contains(where: { $0.low != nil }) {
      try add("p10", { $0.low })
      try add("p90", { $0.high })
    }
    if rows.contains(where: { $0.solved != nil }) { try add("solved", { $0.solved }) }
    if hasTargets {
      table.add(
        Field("document", .text, look: Look(part: .key)), try Column.texts(rows.map(\.document)))
      try add(text: "comparison") { $0.comparison }
      try add("target", { $0.target })
      try add("gap", { $0.gap })
      try add("required_pace", { $0.requiredPace })
      try add("p_attain", { $0.probability })
      try add(text: "status") { $0.status }
    }
    try add(text: "binding") { $0.binding.isEmpty ? nil : $0.binding.joined(separator: ", ") }
    try add(text: "note") { row in
      var seen: Set<String> = []
      let notes = row.notes.filter { seen.insert($0).inserted }
      return notes.isEmpty ? nil : notes.joined(separator: "; ")
    }
    try table.markTotals(rows.map(\.isWhole), keys: set.layout.entity.map { [$0] } ?? [])
    return table.table()
  }

  /// From here on doubles tell whole numbers no longer apart.
  private static let mostItems = 9e15

  /// Items as whole numbers that keep the sum of each scenario and time: largest remainder, ties by
  /// the order of rows. Beyond what can be counted there are none.
  private static func whole(_ rows: [ScenarioRow]) -> [Int?] {
    var result = [Int?](repeating: nil, count: rows.count)
    let groups = Dictionary(
      grouping: rows.indices.filter { row in
        guard !rows[row].isWhole, let items = rows[row].items else { return false }
        return abs(items) < mostItems
      }
    ) { "\(rows[$0].scenario)|\(rows[$0].time.label)" }
    for places in groups.values {
      let exact = places.map { rows[$0].items ?? 0 }
      let floors = exact.map { ($0 + 1e-9).rounded(.down) }
      var left = Int((exact.reduce(0, +) - floors.reduce(0, +)).rounded())
      let order = places.indices.sorted {
        let one = exact[$0] - floors[$0]
        let other = exact[$1] - floors[$1]
        return one != other ? one > other : $0 < $1
      }
      for (place, value) in zip(places, floors) { result[place] = Int(value) }
      for index in order where left > 0 {
        result[places[index]] = (result[places[index]] ?? 0) + 1
        left -= 1
      }
    }
    for place in rows.indices where rows[place].isWhole {
      result[place] = rows[place].items.flatMap { abs($0) < mostItems ? Int($0.rounded()) : nil }
    }
    return result
  }
}
