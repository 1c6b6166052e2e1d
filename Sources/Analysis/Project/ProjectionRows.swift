import Columns
import Forecasting
import Planning

/// One row of `project` or `track` on its way to a table; nil is null.
struct ProjectionRow {
  let series: Int
  let time: ComparedTime?
  var method: String?
  var n: Int?
  var span: Double?
  var weight: Double?
  var peers: Int?
  var lastTime: Double?
  var last: Double?
  var naive: Double?
  var atPace: Double?
  var expected: Double?
  var low: Double?
  var high: Double?
  var indicator: String?
  var document: String?
  var targetTime: Double?
  var comparison: String?
  var target: Double?
  var gap: Double?
  var gapItems: Double?
  var total: Double?
  var actualPace: Double?
  var requiredPace: Double?
  /// Paces are told by the month instead of the year.
  var isMonthly = false
  var paceRatio: Double?
  var forwardRatio: Double?
  var probability: Double?
  var attained: String?
  var status: String?
  /// What a status rule other than the default cut on.
  var statusRatio: Double?
  var flags: Flags = []
  var notes: [String] = []
  /// The forecast's standard error, for ranks.
  var standardError: Double?
  var expectedRank: Double?
  var rankLow: Int?
  var rankHigh: Int?

  init(series: Int, time: ComparedTime?) {
    self.series = series
    self.time = time
  }

  /// - Parameter target: as the series is held against it; nil where which way is good is not known.
  mutating func setTarget(_ match: TargetSet.Match, _ held: Target?) {
    indicator = match.entry.indicator
    document = match.entry.document
    targetTime = match.entry.time
    comparison = held.map { TargetWords.sign($0.comparison) }
    target = match.entry.value
    if let high = match.entry.high {
      notes.append("target range up to \(Value.double(high).plainText)")
    }
    if held == nil {
      status = Status.notAssessed.rawValue
      notes.append("which way is good is not said")
    }
    if match.isProxy { notes.append("proxy" + (match.reason.map { ": \($0)" } ?? "")) }
  }

  mutating func setPace(_ pace: Pace) {
    // A target that is past is judged at the last value up to it.
    lastTime = pace.lastTime
    last = pace.lastValue
    gap = pace.gap
    if let total { gapItems = max(0, pace.gapItems(total: total)) }
    isMonthly = pace.isMonthly
    let years = pace.isMonthly ? 1.0 / 12 : 1
    actualPace = pace.actual.map { $0 * years }
    requiredPace = pace.required.map { $0 * years }
    paceRatio = pace.ratio
    forwardRatio = pace.forwardRatio
    if pace.isMet, pace.margin > 0 {
      let margin = ProjectionWords.short(pace.margin)
      notes.append(
        pace.target.comparison == .equal
          ? "beyond what = asks for by \(margin)" : "ahead by \(margin)")
    }
    if pace.isSlipping { flags.insert(.slipping) }
    if pace.isMonthly {
      notes.append(
        pace.isWithinYear
          ? "paces are per month: less than a year of data"
          : "paces are per month: less than a year is left")
    }
  }

  mutating func setStatus(_ assessment: Assessment, _ rule: StatusRule, _ tension: Tension?) {
    status = assessment.status.rawValue
    if rule != .pace { statusRatio = assessment.ratio }
    if rule.isApproximate {
      flags.insert(.approximate)
      notes.append("approximate: ESCAP's weights are not published")
    }
    if assessment.label != assessment.status.rawValue { notes.append(assessment.label) }
    if let reason = assessment.reason { notes.append(ProjectionWords.text(reason)) }
    switch tension {
    case .slowdown:
      flags.insert(.tension)
      notes.append("pace ok, slowdown expected")
    case .gain:
      flags.insert(.tension)
      notes.append("pace too slow so far, yet likely by the forecast")
    case nil: break
    }
  }
}

/// A number without the rounding noise of differences: at most nine decimals; NaN for nil.
func neat(_ value: Double?) -> Double {
  guard let value, abs(value) < 1e6 else { return value ?? .nan }
  let rounded = (value * 1e9).rounded() / 1e9
  // Negative zero reads as if something had fallen.
  return rounded == 0 ? 0 : rounded
}

/// The rows of `project` or `track`, item after item.
struct ProjectionRows {
  private let keyFields: [Field]
  private let hasItem: Bool
  private let hasTargets: Bool
  private let isYear: Bool
  private var rows: [ProjectionRow] = []
  private var pending: [ProjectionRow] = []
  private var keyParts: [[Column]]
  private var items: [String] = []
  /// The units of the items.
  private var units: Set<String?> = []
  /// The digits that the items are shown with.
  private var digits: Set<Look.Digits?> = []
  /// Targets left out since they are in another unit of measure.
  var differing: Set<String> = []
  /// Series that move away from a target, if more is better, which nothing says.
  var presumed: Set<String> = []
  /// Series that no target speaks of, and those that some do.
  var without: Set<String> = []
  var matched: Set<String> = []
  /// How the periods of the time column are written, where it has any.
  var timeForm: PeriodForm?
  /// How much of what may come the forecast's interval holds.
  var level = 0.8
  /// What the reasons of proxies are in Vietnamese.
  var reasonWords: Vocabulary?

  init(keys: [Field], hasItem: Bool, hasTargets: Bool, isYear: Bool) {
    keyFields = keys
    self.hasItem = hasItem
    self.hasTargets = hasTargets
    self.isYear = isYear
    keyParts = keys.map { _ in [] }
  }

  mutating func matches(_ targets: TargetSet?, _ set: SeriesSet, _ k: Int) -> [TargetSet.Match] {
    guard let targets else { return [] }
    let found = targets.matching(set, k, differing: &differing)
    if found.isEmpty { without.insert(set.name(k)) } else { matched.insert(set.name(k)) }
    return found
  }

  /// Remembers a row that moves away from its target, or has lost it, by a direction that nothing says.
  mutating func presume(_ row: ProjectionRow, _ match: TargetSet.Match, _ set: SeriesSet) {
    let isAway = [Status.movingAway, .lostTarget].contains { $0.rawValue == row.status }
    if isAway, !set.isDirectionSaid[row.series],
      match.entry.statedDirection == nil
    {
      presumed.insert(set.name(row.series))
    }
  }

  mutating func add(_ row: ProjectionRow) { pending.append(row) }

  /// Ranks of the forecasts at each time, among units of one pool whose errors are known: the
  /// expected rank, and where it lies at the interval's level.
  mutating func rank(_ set: SeriesSet, level: Double) {
    struct Field: Hashable {
      let pool: Int32
      let time: String
    }
    let places = pending.indices.filter {
      set.pools[pending[$0].series] >= 0 && pending[$0].standardError != nil
    }
    let groups = Dictionary(grouping: places) {
      Field(pool: set.pools[pending[$0].series], time: pending[$0].time?.label ?? "")
    }
    for rows in groups.values {
      // Several targets repeat a unit.
      var first: [Int: Int] = [:]
      for row in rows where first[pending[row].series] == nil { first[pending[row].series] = row }
      let units = first.keys.sorted()
      guard (2...ProjectionRows.mostRanked).contains(units.count) else { continue }
      let own = units.compactMap { first[$0] }
      let means = own.map { pending[$0].expected ?? 0 }
      let errors = own.map { pending[$0].standardError ?? 0 }
      let direction = set.direction[units[0]]
      let expected = Ranks.expected(means: means, errors: errors, direction: direction)
      let spreads = Ranks.spreads(
        means: means, errors: errors, direction: direction, level: level, draws: 2000)
      for (place, unit) in units.enumerated() {
        for row in rows where pending[row].series == unit {
          pending[row].expectedRank = expected[place]
          pending[row].rankLow = spreads[place].low
          pending[row].rankHigh = spreads[place].high
        }
      }
    }
  }

  /// Draws of ranks grow with the square of the units.
  private static let mostRanked = 500

  /// The keys of the rows since the last item.
  mutating func endItem(_ set: SeriesSet, _ item: ObservedItem) {
    let places = pending.map { UInt32($0.series) }
    for key in keyFields.indices {
      if let column = try? set.keys[key].gathered(places) { keyParts[key].append(column) }
    }
    items += [String](repeating: item.name, count: pending.count)
    units.insert(item.unit)
    digits.insert(item.look.digits)
    rows += pending
    pending = []
  }

  // MARK: Tables

  private func start(_ context: QueryContext) throws -> Assembly {
    let keys = try zip(keyFields, keyParts).map {
      try Column.concatenated($0.type, $1, threads: context.threads)
    }
    var table = Assembly(keyFields, keys)
    if hasItem { table.add(Field("item", .text), try Column.texts(items)) }
    return table
  }

  private func add(_ table: inout Assembly, _ name: String, _ value: (ProjectionRow) -> Double?)
    throws
  {
    let unit = AnalysisUnits.unit(name, of: AnalysisUnits.common(units))
    let look = Look(digits: AnalysisUnits.digits(name, of: AnalysisUnits.common(digits)))
    table.add(
      Field(name, .float, unit: unit, look: look), try Column.doubles(rows.map { neat(value($0)) }))
  }

  private func add(
    _ table: inout Assembly, text name: String, _ value: (ProjectionRow) -> String?
  ) throws {
    table.add(Field(name, .text), try Column.texts(rows.map(value)))
  }

  private func add(_ table: inout Assembly, int name: String, _ value: (ProjectionRow) -> Int?)
    throws
  {
    table.add(Field(name, .int), try Column.ints(rows.map(value)))
  }

  /// Decimal years as the time column has them: years, or days.
  private func add(_ table: inout Assembly, time name: String, _ value: (ProjectionRow) -> Double?)
    throws
  {
    if isYear {
      return try add(&table, int: name) { value($0).map(DecimalYear.whole) }
    }
    let days = rows.map { row -> Value in
      guard let time = value(row) else { return .null }
      let (year, month, day) = DecimalYear.civil(time)
      return .date(Int32(Calendar.days(year: year, month: month, day: day)))
    }
    table.add(Field(name, .date, period: timeForm), try Column(.date, days))
  }

  private func addTimes(_ table: inout Assembly) throws {
    try table.addTimes(rows.map(\.time), timeForm)
  }

  private func addPaces(_ table: inout Assembly) throws {
    try add(&table, "actual_pace") { $0.actualPace }
    try add(&table, "required_pace") { $0.requiredPace }
    if rows.contains(where: \.isMonthly) {
      try add(&table, text: "pace_per") {
        $0.actualPace == nil && $0.requiredPace == nil ? nil : $0.isMonthly ? "month" : "year"
      }
    }
    try add(&table, "pace_ratio") { $0.paceRatio }
    try add(&table, "forward_ratio") { $0.forwardRatio }
    try add(&table, "p_attain") { $0.probability }
    try add(&table, text: "attained_in") { $0.attained }
    try add(&table, text: "status") { $0.status }
    if rows.contains(where: { $0.statusRatio != nil }) {
      try add(&table, "status_ratio") { $0.statusRatio }
    }
  }

  private func addNotes(_ table: inout Assembly) throws {
    try add(&table, text: "flags") {
      $0.flags.isEmpty ? nil : $0.flags.labels.joined(separator: ", ")
    }
    let notes = rows.map { row in
      var seen: Set<String> = []
      let notes = row.notes.filter { seen.insert($0).inserted }
      return notes.isEmpty ? nil : notes.joined(separator: "; ")
    }
    let words = reasonWords.map { RowPhrases.vocabulary(reasons: $0) }
    table.add(Field("note", .text, look: Look(vocabulary: words)), try Column.texts(notes))
  }

  func table(_ context: QueryContext) throws -> Table {
    var table = try start(context)
    try addTimes(&table)
    try add(&table, text: "method") { $0.method }
    try add(&table, int: "n") { $0.n }
    try add(&table, time: "last_time") { $0.lastTime }
    try add(&table, "last") { $0.last }
    try add(&table, "at_pace") { $0.atPace }
    try add(&table, "expected") { $0.expected }
    for (name, isLow) in [("low", true), ("high", false)] {
      let unit = AnalysisUnits.unit(name, of: AnalysisUnits.common(units))
      var look = ColumnLooks.interval(level, isLow: isLow)
      look.digits = AnalysisUnits.digits(name, of: AnalysisUnits.common(digits))
      table.add(
        Field(name, .float, unit: unit, look: look),
        try Column.doubles(rows.map { neat(isLow ? $0.low : $0.high) }))
    }
    if hasTargets {
      table.add(
        Field("document", .text, look: Look(part: .key)), try Column.texts(rows.map(\.document)))
      try add(&table, text: "comparison") { $0.comparison }
      try add(&table, "target") { $0.target }
      try add(&table, "gap") { $0.gap }
      try addPaces(&table)
    }
    if rows.contains(where: { $0.expectedRank != nil }) {
      try add(&table, "expected_rank") { $0.expectedRank }
      try add(&table, int: "rank_low") { $0.rankLow }
      try add(&table, int: "rank_high") { $0.rankHigh }
    }
    try add(&table, "span") { $0.span }
    try add(&table, "weight") { $0.weight }
    try add(&table, int: "peers") { $0.peers }
    try add(&table, "naive") { $0.naive }
    try addNotes(&table)
    return table.table()
  }

  func trackTable(_ context: QueryContext) throws -> Table {
    var table = try start(context)
    try add(&table, text: "series") { $0.indicator }
    table.add(
      Field("document", .text, look: Look(part: .key)), try Column.texts(rows.map(\.document)))
    table.add(
      Field("year", .int, look: Look(part: .key)),
      try Column.ints(rows.map { $0.targetTime.map(DecimalYear.whole) }))
    try add(&table, text: "comparison") { $0.comparison }
    try add(&table, "target") { $0.target }
    try add(&table, time: "as_of") { $0.lastTime }
    try add(&table, "value") { $0.last }
    try add(&table, "gap") { $0.gap }
    if rows.contains(where: { $0.gapItems != nil }) || rows.isEmpty {
      try add(&table, int: "gap_items") { row in
        row.gapItems.flatMap { abs($0) < 9e15 ? Int($0) : nil }
      }
    }
    try addPaces(&table)
    try addNotes(&table)
    return table.table()
  }
}
