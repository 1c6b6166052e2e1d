import Columns
import Engines
import Forecasting
import Language
import Planning

/// The observations of one item as series: one for each combination of keys, in the order of time.
struct SeriesSet {
  let layout: ObservationLayout
  /// One row a series.
  let keys: [Column]
  let count: Int
  let item: ObservedItem
  /// Points of all series one after another; series k has `offsets[k] ..< offsets[k + 1]`.
  let times: [Double]
  let values: [Double]
  /// Numerator and denominator of each point, NaN where they are not known.
  let covered: [Double]
  let totals: [Double]
  let offsets: [Int]
  /// Which way is good: as data and step say, else as the targets do (`direct(by:)`), else upwards.
  private(set) var direction: [Direction]
  /// Whether anything says which way is good.
  private(set) var isDirectionSaid: [Bool]
  /// Rows of targets that every value lies beyond, where nothing says which way is good.
  private(set) var openTargets: Set<Int> = []
  let bounds: [Bounds]
  /// Series that are peers of each other; −1 for none.
  let pools: [Int32]
  let units: [String?]
  let levels: [String?]
  let names: [String?]
  /// The last observation as published.
  let lastObservation: [Observation]

  /// Decimal years of a time column's numbers: years as they are, dates at the end of their day.
  static func decimal(_ time: Int64, isYear: Bool) -> Double {
    if isYear { return Double(time) }
    let (year, month, day) = Calendar.civil(Int(time))
    return DecimalYear.date(year: year, month: month, day: day) ?? Double(year)
  }

  init(
    _ observations: Observations, item: Observations.Item, pacing: PacingPlan, isYear: Bool,
    context: QueryContext
  ) throws {
    layout = observations.layout
    self.item = item.plan
    let rowCount = observations.rowCount
    let grouping = try Grouping(observations.keys, rowCount: rowCount, context: context)
    count = grouping.count
    keys = try observations.keys.map { try $0.gathered(grouping.firstRows) }
    let ids = grouping.ids.values(UInt32.self)
    let cut = SeriesSet.cut(ids, count, observations, item, context)
    let order = SeriesSet.order(ids, count, observations, item, pacing, cut)
    if let odd = order.rows.first(where: {
      !CalendarYears.hold(observations.times[$0], isYear: isYear)
    }) {
      throw AnalysisFailures.noCalendarTime(
        observations.times[odd], isYear: isYear, at: observations.range)
    }
    offsets = order.offsets
    times = order.rows.map { SeriesSet.decimal(observations.times[$0], isYear: isYear) }
    values = order.rows.map { item.values[$0] }
    // The parts of a mean are a sum and a number of rows: no share of a count.
    let hasParts = !item.part.isEmpty && item.plan.parts == .percent
    covered = hasParts ? order.rows.map { item.part[$0] } : []
    totals = hasParts ? order.rows.map { item.whole[$0] } : []
    let ends = order.offsets
    let reference = (0..<grouping.count).map { k -> Int in
      ends[k + 1] > ends[k] ? order.rows[ends[k + 1] - 1] : Int(grouping.firstRows[k])
    }
    direction = reference.map { observations.direction[$0] ?? .up }
    isDirectionSaid = reference.map { observations.direction[$0] != nil }
    func texts(_ column: Column?) -> [String?] {
      reference.map { row in
        if case .text(let text)? = column?[row] { text } else { nil }
      }
    }
    let ownUnits = texts(observations.units)
    let unit = item.plan.unit
    units = ownUnits.map { $0 ?? unit }
    let keyColumns = keys
    func keyTexts(_ key: Int?) -> [String?] {
      guard let key else { return [String?](repeating: nil, count: grouping.count) }
      return (0..<grouping.count).map {
        keyColumns[key][$0].isNull ? nil : keyColumns[key][$0].plainText
      }
    }
    levels = keyTexts(layout.level)
    names = keyTexts(layout.series)
    var allBounds: [Bounds] = []
    for k in 0..<count {
      allBounds.append(
        SeriesSet.bounds(
          unit: units[k], isPercent: hasParts,
          values: values[offsets[k]..<offsets[k + 1]], pacing))
    }
    bounds = allBounds
    pools = try SeriesSet.pools(
      observations, keys, reference, pacing, context: context)
    lastObservation = reference.map { row in
      let value = item.values[row]
      guard item.plan.isMeasure, let qualifiers = observations.qualifiers,
        case .text(let sign) = qualifiers[row]
      else { return .exactly(value) }
      switch sign {
      case ">": return .above(value)
      case ">=": return .atLeast(value)
      case "<": return .below(value)
      case "<=": return .atMost(value)
      default: return .exactly(value)
      }
    }
  }

  /// Rows measured by another method than the last of their series: a series does not go across a
  /// break.
  private static func cut(
    _ ids: BufferValues<UInt32>, _ count: Int, _ observations: Observations,
    _ item: Observations.Item, _ context: QueryContext
  ) -> Set<Int> {
    guard item.plan.isMeasure, let versions = observations.versions else { return [] }
    var last = [Int](repeating: -1, count: count)
    for row in ids.indices where item.values[row].isFinite {
      let best = last[Int(ids[row])]
      if best < 0 || observations.times[row] >= observations.times[best] {
        last[Int(ids[row])] = row
      }
    }
    var cut: Set<Int> = []
    for row in ids.indices where last[Int(ids[row])] >= 0 {
      let current = versions[last[Int(ids[row])]]
      let own = versions[row]
      if own != current, !own.isNull, !current.isNull { cut.insert(row) }
    }
    if !cut.isEmpty { AnalysisNotes.cutAtBreak(cut.count, observations.range, context) }
    return cut
  }

  /// The rows of each series in the order of time, without those that have no value or come after
  /// `as of`.
  private static func order(
    _ ids: BufferValues<UInt32>, _ count: Int, _ observations: Observations,
    _ item: Observations.Item, _ pacing: PacingPlan, _ cut: Set<Int>
  ) -> (rows: [Int], offsets: [Int]) {
    var offsets = [Int](repeating: 0, count: count + 1)
    func isKept(_ row: Int) -> Bool {
      item.values[row].isFinite && observations.times[row] <= pacing.asOf ?? .max
        && !cut.contains(row)
    }
    for row in ids.indices where isKept(row) { offsets[Int(ids[row]) + 1] += 1 }
    for k in 0..<count { offsets[k + 1] += offsets[k] }
    var next = offsets
    var rows = [Int](repeating: 0, count: offsets[count])
    for row in ids.indices where isKept(row) {
      rows[next[Int(ids[row])]] = row
      next[Int(ids[row])] += 1
    }
    for k in 0..<count {
      let range = offsets[k]..<offsets[k + 1]
      let isSorted = range.dropFirst().allSatisfy {
        observations.times[rows[$0 - 1]] <= observations.times[rows[$0]]
      }
      if !isSorted {
        rows[range].sort { observations.times[$0] < observations.times[$1] }
      }
    }
    return (rows, offsets)
  }

  /// What values of a series can be, by their unit of measure.
  private static func bounds(
    unit: String?, isPercent: Bool, values: ArraySlice<Double>, _ pacing: PacingPlan
  ) -> Bounds {
    var lower = values.contains { $0 < 0 } ? -Double.infinity : 0
    var upper = Double.infinity
    let word = unit?.lowercased() ?? ""
    if isPercent || word == "%" || word == "percent" {
      (lower, upper) = (0, 100)
    } else if word == "0-1" || word == "0–1" {
      (lower, upper) = (0, 1)
    }
    if pacing.allowsOver { upper = .infinity }
    let asked = try? Bounds(lower: pacing.floor ?? lower, upper: pacing.ceiling ?? upper)
    return asked ?? .none
  }

  /// Units of one series are peers, within one value of the peers column where one is named.
  private static func pools(
    _ observations: Observations, _ keys: [Column], _ reference: [Int], _ pacing: PacingPlan,
    context: QueryContext
  ) throws -> [Int32] {
    let layout = observations.layout
    guard !pacing.withoutPeers, layout.ranksKeys else {
      return [Int32](repeating: -1, count: reference.count)
    }
    var columns = layout.partingKeys.map { keys[$0] }
    if let peers = observations.peers {
      columns.append(try peers.gathered(reference.map { UInt32($0) }))
    }
    let grouping = try Grouping(columns, rowCount: reference.count, context: context)
    let ids = grouping.ids.values(UInt32.self)
    var pools = (0..<reference.count).map { Int32(ids[$0]) }
    // Units that stand for many are nobody's peers.
    if let entity = layout.entity, !layout.groupUnits.isEmpty, keys[entity].type == .text {
      for row in pools.indices {
        if case .text(let name) = keys[entity][row], layout.groupUnits.contains(name) {
          pools[row] = -1
        }
      }
    }
    return pools
  }

  // MARK: Which way is good

  /// Takes the ways that the targets tell of series of which neither data nor step do, and finds the
  /// targets that say nothing while every value of their series lies beyond them: met or far off,
  /// that depends on which way is good.
  mutating func direct(by targets: TargetSet?) {
    guard let targets else { return }
    var isBeyond: [Int: Bool] = [:]
    var entriesOf: [Int: [Int]] = [:]
    // A series that began short of a target and told nothing else goes up to it.
    var goesUp: Set<Int> = []
    for k in 0..<count where !isDirectionSaid[k] {
      let entries = targets.matching(self, k) { _ in }.map(\.entry)
      let said = Set(entries.compactMap(\.statedDirection))
      if let only = said.first, said.count == 1 {
        direction[k] = only
        isDirectionSaid[k] = true
        continue
      }
      let own = values[offsets[k]..<offsets[k + 1]]
      guard let first = own.first, let least = own.min() else { continue }
      for entry in entries where entry.statedDirection == nil {
        isBeyond[entry.row] = (isBeyond[entry.row] ?? true) && least > entry.value + 1e-9
        entriesOf[k, default: []].append(entry.row)
        if first <= entry.value + 1e-9 { goesUp.insert(k) }
      }
    }
    let answered = Set(goesUp.flatMap { entriesOf[$0] ?? [] })
    openTargets = Set(isBeyond.filter(\.value).keys).subtracting(answered)
  }

  /// The target as series k is held against it; nil where nothing says which way is good and every
  /// value lies beyond it.
  func target(_ entry: TargetSet.Entry, _ k: Int) -> Target? {
    let isOpen =
      openTargets.contains(entry.row) && !isDirectionSaid[k] && entry.statedDirection == nil
    return isOpen ? nil : entry.target(direction[k])
  }

  /// The name of series k: what is measured, else all its keys.
  func name(_ k: Int) -> String {
    if let name = names[k] { return name }
    return keys.isEmpty ? item.name : keys.map { $0[k].plainText }.joined(separator: ", ")
  }

  /// Series k; `origin` puts an assumed start before it.
  func series(_ k: Int, origin: (time: Double, value: Double)? = nil) throws(ForecastingError)
    -> Series
  {
    let range = offsets[k]..<offsets[k + 1]
    var ownTimes = Array(times[range])
    var ownValues = Array(values[range])
    if let origin, let first = ownTimes.first, origin.time < first {
      ownTimes.insert(origin.time, at: 0)
      ownValues.insert(origin.value, at: 0)
    }
    return try Series(times: ownTimes, values: ownValues)
  }

  /// Numerators and denominators behind series k; nil where some are not known.
  func counts(_ k: Int, allowsOver: Bool) throws(ForecastingError) -> Counts? {
    guard !covered.isEmpty else { return nil }
    let range = offsets[k]..<offsets[k + 1]
    guard !range.isEmpty, range.allSatisfy({ !covered[$0].isNaN && !totals[$0].isNaN }) else {
      return nil
    }
    return try Counts(
      covered: Array(covered[range]), totals: Array(totals[range]), allowOver: allowsOver)
  }

  /// The denominator behind the last value of series k.
  func lastTotal(_ k: Int) -> Double? {
    guard !totals.isEmpty, offsets[k + 1] > offsets[k] else { return nil }
    let total = totals[offsets[k + 1] - 1]
    return total.isNaN ? nil : total
  }
}

extension PacingPlan {
  /// How pace is measured, with times as decimal years.
  func paceOptions(isYear: Bool) -> Pace.Options {
    Pace.Options(
      baseTime: baseTime.map { SeriesSet.decimal($0, isYear: isYear) }, window: window,
      estimator: estimator ?? .endpoints)
  }
}
