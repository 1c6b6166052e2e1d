/// Units, a base and the times to be answered for: what scenarios are run on.
public struct Simulation: Sendable {
  public let units: [ScenarioUnit]
  public let direction: Direction
  public let base: ScenarioBase
  /// Times asked for, ascending.
  public let times: [Double]
  /// Whether values are counts of items (the total being their ceiling) instead of shares of it.
  public let isCount: Bool
  /// Other scenarios, by name, for `use`.
  public var library: [String: Scenario] = [:]

  /// - Throws: `mixedUnits` for two units of one name, `targetTimeTooEarly` when no time lies after
  ///   the last point of any unit, `valueOutOfBounds`.
  public init(
    units: [ScenarioUnit], direction: Direction = .up, base: ScenarioBase = .hold,
    times: [Double], isCount: Bool = false
  ) throws(ForecastingError) {
    var seen: Set<String> = []
    for (row, unit) in units.enumerated() {
      guard seen.insert(unit.name).inserted else { throw .mixedUnits(unit.name, unit.name) }
      guard unit.bounds.contains(unit.lastValue) else {
        throw .valueOutOfBounds(
          unit.lastValue, row: row, lower: unit.bounds.lower, upper: unit.bounds.upper)
      }
    }
    let earliest = units.map(\.lastTime).min() ?? 0
    guard let end = times.max(), end > earliest || units.isEmpty else {
      throw .targetTimeTooEarly(target: times.max() ?? earliest, last: earliest)
    }
    self.units = units
    self.direction = direction
    self.base = base
    self.times = times.sorted()
    self.isCount = isCount
  }

  /// The end of the simulation.
  public var end: Double { times.last ?? 0 }

  /// The position of a unit.
  /// - Throws: `unknownUnit` with the nearest names.
  public func index(of name: String) throws(ForecastingError) -> Int {
    if let found = units.firstIndex(where: { $0.name == name }) { return found }
    let near = units.map { ($0.name, Simulation.distance(name.lowercased(), $0.name.lowercased())) }
      .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
    throw .unknownUnit(name, candidates: near.prefix(3).map(\.0))
  }

  /// The base: the course without a clause.
  public func runBase() throws(ForecastingError) -> Courses {
    try run(Scenario(name: "base", clauses: []))
  }

  /// Runs a scenario. A range of factors counts with its middle; see `spread`.
  /// - Throws: what a clause is refused for: `targetOutOfBounds`, `targetTimeTooEarly`,
  ///   `clauseInThePast`, `tooFewPeers`, `exceedsYearlyEffort`, `needsTotals`, `infeasible`,
  ///   `unknownScenario`, `invalidParameter`.
  public func run(_ scenario: Scenario) throws(ForecastingError) -> Courses {
    let clauses = try expand(scenario.clauses, within: [scenario.name])
    for clause in clauses { try check(clause) }
    let plan = try ScenarioPlan(self, clauses)
    return plan.simulate(members: scenario.members)
  }

  /// The 10, 50 and 90 % quantiles of every unit's value at every time when the factors given as
  /// ranges are drawn (triangular, fixed sequence): `[quantile][unit][time]`.
  /// - Throws: as `run`.
  public func spread(
    _ scenario: Scenario, draws: Int = 2000, seed: UInt64 = 2030
  ) throws(ForecastingError) -> [[[Double]]] {
    var random = RandomDraws(seed: seed)
    var values = [[[Double]]](
      repeating: [[Double]](repeating: [], count: times.count), count: units.count)
    let clauses = try expand(scenario.clauses, within: [scenario.name])
    for _ in 0..<max(draws, 1) {
      var drawn = scenario
      drawn.clauses = clauses.map { clause in
        guard case .pace(.between(let low, let high), let from, let ramp) = clause.action else {
          return clause
        }
        return Clause(
          .pace(.times(random.triangular(low, high)), from: from, ramp: ramp), units: clause.units)
      }
      let courses = try run(drawn)
      for unit in units.indices {
        for (place, time) in times.enumerated() {
          values[unit][place].append(courses.value(unit, at: time))
        }
      }
    }
    return [0.1, 0.5, 0.9].map { p in
      values.map { $0.map { Summaries.quantile($0, p) ?? .nan } }
    }
  }

  /// The base course of a unit, before floor and ceiling.
  func baseValue(_ unit: ScenarioUnit, at time: Double) -> Double {
    guard time > unit.lastTime else { return unit.lastValue }
    switch base {
    case .flat: return unit.lastValue
    case .hold: return unit.lastValue + unit.pace * (time - unit.lastTime)
    case .forecast:
      let start = Clause.BoundPoint(time: unit.lastTime, value: unit.lastValue)
      let path = [start] + unit.forecast.filter { $0.time > unit.lastTime }
      return Simulation.interpolate(path, at: time)
    }
  }

  /// The base course between floor and ceiling.
  func boundedBase(_ unit: ScenarioUnit, at time: Double) -> Double {
    unit.bounds.clip(baseValue(unit, at: time))
  }

  /// Where a unit may lie when a scenario leads to `value`: the forecast, moved on its scale by the
  /// distance between that value and the base.
  func outlook(_ unit: Int, at time: Double, value: Double) -> Outlook? {
    let it = units[unit]
    guard time > it.lastTime, let outlook = it.outlook?(time) else { return nil }
    let moved = outlook.place(of: value) - outlook.place(of: boundedBase(it, at: time))
    return moved == 0 || !moved.isFinite ? outlook : outlook.moved(to: outlook.centre + moved)
  }

  /// Straight lines between points in order of time, flat outside them.
  static func interpolate(_ points: [Clause.BoundPoint], at time: Double) -> Double {
    guard let first = points.first, let last = points.last else { return .nan }
    if time <= first.time { return first.value }
    guard let next = points.firstIndex(where: { $0.time >= time }), next > 0 else {
      return last.value
    }
    let from = points[next - 1]
    let to = points[next]
    let share = (time - from.time) / (to.time - from.time)
    return from.value + (to.value - from.value) * share
  }

  /// `use` replaced by the clauses it stands for.
  private func expand(
    _ clauses: [Clause], within names: Set<String>
  ) throws(ForecastingError) -> [Clause] {
    var result: [Clause] = []
    for clause in clauses {
      guard case .use(let name) = clause.action else {
        result.append(clause)
        continue
      }
      guard let scenario = library[name], !names.contains(name) else {
        throw .unknownScenario(name)
      }
      for var inner in try expand(scenario.clauses, within: names.union([name])) {
        if let outer = clause.units { inner.units = inner.units?.intersection(outer) ?? outer }
        result.append(inner)
      }
    }
    return result
  }

  /// Levenshtein's distance, for the nearest names.
  private static func distance(_ a: String, _ b: String) -> Int {
    let b = Array(b)
    var row = Array(0...b.count)
    for (i, left) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, right) in b.enumerated() {
        let change = left == right ? diagonal : diagonal + 1
        diagonal = row[j + 1]
        row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }
}
