import Columns
import Forecasting
import Language
import Planning

/// Turns the assumptions of a query into the clauses of a simulation.
struct ScenarioTranslator {
  let plan: WhatIfPlan
  let projecting: Projecting
  let set: SeriesSet
  /// The series behind the units of the simulation, in their order.
  let able: [Int]
  let observations: Observations
  let item: Observations.Item

  /// A question with one unknown.
  struct Solve {
    let unknown: Unknown
    let goal: Double
    /// Goals that differ by unit: a rank takes another value in another series.
    var goals: [Int: Double] = [:]
    let by: Double
    let probability: Double?
    let units: Set<Int>?

    func words(_ value: Double) -> String {
      switch unknown {
      case .pace: "pace × \(ProjectionWords.short(value))"
      case .step: "step + \(ProjectionWords.short(value))"
      case .year: "met in \(ProjectionWords.year(value))"
      case .total: "total \(ProjectionWords.short(value))"
      }
    }
  }

  struct Translation {
    var scenario: Scenario
    var solves: [Solve] = []
    /// Notes by unit.
    var notes: [Int: [String]] = [:]
    var hasRange = false
  }

  func scenario(_ named: NamedScenario, _ conditions: [Set<Int>?], _ simulation: Simulation) throws
    -> Translation
  {
    var result = Translation(scenario: Scenario(name: named.name, clauses: []))
    for (assumption, condition) in zip(named.assumptions, conditions) {
      let units = condition.map { chosen in
        Set(able.indices.filter { chosen.contains(able[$0]) })
      }
      try add(assumption, units, simulation, &result)
    }
    return result
  }

  // MARK: Times

  /// The end of a time.
  private func end(_ time: ComparedTime) -> Double { projecting.decimal(time) }

  /// The instant at which a time begins: the end of the one before it.
  private func start(_ time: ComparedTime?) -> Double? {
    time.map { SeriesSet.decimal($0.first - 1, isYear: projecting.isYear) }
  }

  // MARK: Clauses

  private func add(
    _ assumption: AssumptionPlan, _ units: Set<Int>?, _ simulation: Simulation,
    _ result: inout Translation
  ) throws {
    func clause(_ action: Forecasting.Clause.Action) {
      result.scenario.clauses.append(Forecasting.Clause(action, units: units))
    }
    let from = start(assumption.from)
    switch assumption.kind {
    case .pace(let operation, let amount):
      let change = paceChange(operation, amount)
      if amount.upper != nil { result.hasRange = true }
      clause(.pace(change, from: from, ramp: assumption.ramp ?? 0))
      if let until = assumption.to {
        guard let back = undone(change) else {
          throw ForecastingError.invalidParameter(name: "to", value: end(until))
        }
        clause(.pace(back, from: end(until)))
      }
    case .step(let amount, let at, let fade):
      if amount.isPercent {
        for (place, unit) in simulation.units.enumerated() where units?.contains(place) ?? true {
          let step = amount.value / 100 * unit.lastValue
          result.scenario.clauses.append(
            Forecasting.Clause(.step(step, at: end(at), fade: fade), units: [place]))
        }
      } else {
        clause(.step(amount.value, at: end(at), fade: fade))
      }
    case .add(let amount, let isTotal, let at):
      addItems(amount.value, isTotal, at, units, simulation, &result)
    case .reach(let goal): try reach(goal, units, simulation, &result)
    case .catchUp(let peer, let mode, let by):
      let peer = try self.peer(peer, simulation)
      switch mode {
      case .pace: clause(.adoptPace(peer))
      case .level, .moving:
        clause(.catchUp(peer, by: by.map(end) ?? simulation.end, moving: mode == .moving))
      }
    case .freeze: clause(.freeze(from: from, until: assumption.to.map(end)))
    case .delay(let years): clause(.delay(years))
    case .dip(let loss, let at, let recover, let isProgressive):
      clause(
        .dip(
          -loss, at: end(at), recover: recover.map(end) ?? end(at), progressive: isProgressive))
    case .cap(let bounds): clause(.cap(points(bounds)))
    case .floor(let bounds): clause(.floor(points(bounds)))
    default: try addWhole(assumption, units, simulation, &result)
    }
  }

  private func addWhole(
    _ assumption: AssumptionPlan, _ units: Set<Int>?, _ simulation: Simulation,
    _ result: inout Translation
  ) throws {
    func clause(_ action: Forecasting.Clause.Action) {
      result.scenario.clauses.append(Forecasting.Clause(action, units: units))
    }
    switch assumption.kind {
    case .totalGrowth(let rate): clause(.total(.growth(rate)))
    case .total(let value, let isChange, let at):
      clause(
        isChange ? .add(value, .total, at: end(at)) : .total(.set(value, at: end(at))))
    case .reallocate(let amount, let giver, let taker, let rule):
      let effort: Forecasting.Clause.Effort =
        amount.isPercent ? .share(amount.value / 100) : .items(amount.value)
      clause(
        .reallocate(
          effort, from: try index(giver, simulation), to: [try index(taker, simulation)],
          rule: rule))
    case .allocate(let value, let by, let rule):
      clause(
        .allocate(
          value, by: end(by), rule: rule))
    case .solve(let unknown, let goal, let probability):
      var solve = Solve(
        unknown: unknown, goal: goal.value, by: end(goal.by), probability: probability,
        units: units)
      if goal.isRank { solve.goals = try rankGoals(goal, units, simulation, &result) }
      result.solves.append(solve)
    case .use(let name): clause(.use(name.text))
    case .stop:
      let all = result.scenario.members ?? Set(simulation.units.indices)
      result.scenario.members = all.subtracting(units ?? [])
    case .only: result.scenario.members = units
    default: break
    }
  }

  private func paceChange(_ operation: ChangeOperator, _ amount: AssumptionPlan.Amount)
    -> Forecasting.Clause.PaceChange
  {
    let sign = operation == .subtract ? -1.0 : 1
    func factor(_ value: Double) -> Double {
      operation == .multiply
        ? (amount.isPercent ? value / 100 : value) : 1 + sign * value / 100
    }
    if operation == .multiply || (amount.isPercent && operation != .set) {
      if let upper = amount.upper { return .between(factor(amount.value), factor(upper)) }
      return .times(factor(amount.value))
    }
    return operation == .set ? .set(amount.value) : .plus(sign * amount.value)
  }

  /// What takes a change of pace back; nil for one that cannot be.
  private func undone(_ change: Forecasting.Clause.PaceChange) -> Forecasting.Clause.PaceChange? {
    switch change {
    case .times(let k) where k != 0: .times(1 / k)
    case .plus(let d): .plus(-d)
    default: nil
    }
  }

  /// People or items more: once at a time, or every year.
  private func addItems(
    _ amount: Double, _ isTotal: Bool, _ at: ComparedTime?, _ units: Set<Int>?,
    _ simulation: Simulation, _ result: inout Translation
  ) {
    func clause(_ action: Forecasting.Clause.Action, _ units: Set<Int>?) {
      result.scenario.clauses.append(Forecasting.Clause(action, units: units))
    }
    // Counts without a total have no denominator to move through.
    let isLevel =
      !isTotal && simulation.units.allSatisfy { $0.total == nil && !$0.bounds.isBounded }
    if let at {
      clause(
        isLevel
          ? .step(amount, at: end(at)) : .add(amount, isTotal ? .total : .covered, at: end(at)),
        units)
    } else if isTotal {
      clause(.growScope(amount), units)
    } else if isLevel {
      clause(.pace(.plus(amount)), units)
    } else {
      for (place, unit) in simulation.units.enumerated() where units?.contains(place) ?? true {
        guard let total = unit.total, total > 0 else { continue }
        let width = unit.bounds.isBounded ? unit.bounds.width : 100
        clause(.pace(.plus(amount / total * width)), [place])
      }
    }
  }

  private func points(_ bounds: [AssumptionPlan.Bound]) -> [Forecasting.Clause
    .BoundPoint]
  {
    bounds.map { Forecasting.Clause.BoundPoint(time: $0.at.map(end) ?? 0, value: $0.value) }
  }

  private func index(_ unit: WhatIfUnit, _ simulation: Simulation) throws -> Int {
    do throws(ForecastingError) {
      return try simulation.index(of: unit.text)
    } catch {
      if case .unknownUnit(let name, let candidates) = error, able.count > 1 {
        throw ScenarioFailures.unknownUnit(name, candidates, at: unit.range)
      }
      throw error
    }
  }

  private func peer(_ peer: WhatIfPeer, _ simulation: Simulation) throws -> Forecasting.Clause.Peer
  {
    switch peer {
    case .best: .best
    case .median: .median
    case .percentile(let place): .quantile(Double(place) / 100)
    case .unit(let unit): .unit(try index(unit, simulation))
    }
  }

  // MARK: Goals

  private func reach(
    _ goal: AssumptionPlan.Goal, _ units: Set<Int>?, _ simulation: Simulation,
    _ result: inout Translation
  ) throws {
    let path = goal.shape
    guard goal.isRank else {
      result.scenario.clauses.append(
        Forecasting.Clause(
          .reach(goal.value, by: end(goal.by), path: path, beyond: goal.goesBeyond), units: units))
      return
    }
    for (place, value) in try rankGoals(goal, units, simulation, &result).sorted(by: {
      $0.key < $1.key
    }) {
      result.scenario.clauses.append(
        Forecasting.Clause(
          .reach(value, by: end(goal.by), path: path, beyond: goal.goesBeyond), units: [place]))
    }
  }

  /// The value that a rank takes, by unit, as far as published pairs of rank and value tell.
  private func rankGoals(
    _ goal: AssumptionPlan.Goal, _ units: Set<Int>?, _ simulation: Simulation,
    _ result: inout Translation
  ) throws -> [Int: Double] {
    let wanted = Int(goal.value)
    guard
      let answer = RankValue(
        wanted, observations, item, isDown: simulation.direction == .down)
    else { return [:] }  // Nobody has a value, so nobody has a rank.
    var goals: [Int: Double] = [:]
    for place in simulation.units.indices where units?.contains(place) ?? true {
      goals[place] = answer.value
      result.notes[place, default: []].append(answer.words(isYear: projecting.isYear))
    }
    return goals
  }

  /// The clause that a solution stands for.
  static func clause(_ solve: Solve, _ value: Double, _ unit: ScenarioUnit, _ place: Int)
    -> Forecasting.Clause?
  {
    switch solve.unknown {
    case .pace: return Forecasting.Clause(.pace(.times(value)), units: [place])
    case .step:
      let year = min(unit.lastTime.rounded(.down) + 1, solve.by)
      return Forecasting.Clause(.step(value, at: year), units: [place])
    case .total: return Forecasting.Clause(.total(.set(value, at: solve.by)), units: [place])
    case .year: return nil
    }
  }
}

/// The value needed for a rank, from pairs of rank and value.
struct RankValue {
  let rank: Int
  /// The value to aim at: what is known to be enough.
  let value: Double
  /// The pair next above and next below, with their time.
  let above: (rank: Int, value: Double)?
  let below: (rank: Int, value: Double)?
  let time: Int64

  /// From the latest time whose pairs hold the rank between them, else the latest with any.
  init?(_ rank: Int, _ observations: Observations, _ item: Observations.Item, isDown: Bool) {
    var pairs: [Int64: [(rank: Int, value: Double)]] = [:]
    for row in 0..<observations.rowCount where !item.values[row].isNaN {
      guard !observations.ranks.isEmpty, !observations.ranks[row].isNaN else { continue }
      pairs[observations.times[row], default: []].append(
        (Int(observations.ranks[row]), item.values[row]))
    }
    if pairs.isEmpty {
      // No published ranks: those of the table itself.
      for row in 0..<observations.rowCount where !item.values[row].isNaN {
        pairs[observations.times[row], default: []].append((0, item.values[row]))
      }
      for (time, own) in pairs {
        let ranks = Ranks.competition(own.map(\.value), direction: isDown ? .down : .up)
        pairs[time] = zip(ranks, own).compactMap { rank, pair in rank.map { ($0, pair.value) } }
      }
    }
    var fallback: RankValue?
    for time in pairs.keys.sorted(by: >) {
      guard let own = pairs[time] else { continue }
      let above = own.filter { $0.rank <= rank }.max { $0.rank < $1.rank }
      let below = own.filter { $0.rank > rank }.min { $0.rank < $1.rank }
      guard let known = above ?? below else { continue }
      let found = RankValue(
        rank: rank, value: known.value, above: above, below: below, time: time)
      if above?.rank == rank || (above != nil && below != nil) {
        self = found
        return
      }
      if fallback == nil { fallback = found }
    }
    guard let fallback else { return nil }
    self = fallback
  }

  private init(
    rank: Int, value: Double, above: (rank: Int, value: Double)?,
    below: (rank: Int, value: Double)?, time: Int64
  ) {
    self.rank = rank
    self.value = value
    self.above = above
    self.below = below
    self.time = time
  }

  func words(isYear: Bool) -> String {
    let when = isYear ? String(time) : Calendar.text(date: Int(time))
    func pair(_ pair: (rank: Int, value: Double)) -> String {
      "rank \(pair.rank) had \(ProjectionWords.short(pair.value))"
    }
    if let above, above.rank == rank { return "\(pair(above)) in \(when)" }
    switch (above, below) {
    case (let above?, let below?):
      return "\(pair(above)) and \(pair(below)) in \(when): aims at the first"
    case (let above?, nil): return "\(pair(above)) in \(when): at most that is needed"
    case (nil, let below?): return "\(pair(below)) in \(when): more than that is needed"
    case (nil, nil): return ""
    }
  }
}

/// What stops a scenario, in words.
enum ScenarioFailures {
  static func unknownUnit(_ name: String, _ near: [String], at range: SourceRange) -> Diagnostic {
    let list = near.map(SyntaxText.quoted).joined(separator: ", ")
    return Diagnostic(
      code: "E0641",
      Words(
        en: "there is no unit \(SyntaxText.quoted(name)) here",
        vi: "ở đây không có đơn vị \(SyntaxText.quoted(name))"), at: range,
      fix: near.isEmpty
        ? nil : Words(en: "near it: \(list)", vi: "gần giống: \(list)"),
      replacement: near.first.map(SyntaxText.quoted))
  }
}
