import Columns
import Forecasting
import Language
import Planning

/// Units that make up a whole, under each scenario.
struct SupposedGroup {
  let plan: WhatIfPlan
  let projecting: Projecting
  let set: SeriesSet
  /// Series of the group.
  let members: [Int]
  let projectors: [Result<Projector, ForecastingError>]
  let observations: Observations
  let item: Observations.Item
  let conditions: [[Set<Int>?]]
  let range: SourceRange

  var times: [Double] { plan.project.times.map(projecting.decimal) }
  private var direction: Direction { members.first.map { set.direction[$0] } ?? .up }

  func run(_ targets: TargetSet?, _ rows: inout ScenarioRows) throws {
    // What cannot be simulated is said, and the rest answered.
    var able: [Int] = []
    var problems: [Int: String] = [:]
    for k in members {
      if let problem = problem(k) { problems[k] = problem } else { able.append(k) }
    }
    for k in members where set.direction[k] != direction {
      problems[k] = "another direction than the other units"
      able.removeAll { $0 == k }
    }
    let base = try simulate(nil, able)
    projecting.context.progress?.advance(members.count)
    for (k, problem) in problems.sorted(by: { $0.key < $1.key }) {
      for time in plan.project.times { rows.add(problem: problem, "base", k, time, set) }
    }
    add(base, base, "base", able, targets, &rows)
    for (index, scenario) in plan.scenarios.enumerated() {
      try projecting.context.checkStopped()
      projecting.context.progress?.advance(members.count)
      let outcome = try simulate(index, able)
      for (k, problem) in problems.sorted(by: { $0.key < $1.key }) {
        for time in plan.project.times { rows.add(problem: problem, scenario.name, k, time, set) }
      }
      add(outcome, base, scenario.name, able, targets, &rows)
    }
  }

  /// Why a series cannot be simulated.
  private func problem(_ k: Int) -> String? {
    guard set.offsets[k + 1] > set.offsets[k] else { return ProjectionWords.noPoints }
    let last = set.times[set.offsets[k + 1] - 1]
    if let end = times.max(), end <= last {
      return ProjectionWords.text(.targetTimeTooEarly(target: end, last: last))
    }
    let value = set.values[set.offsets[k + 1] - 1]
    guard set.bounds[k].contains(value) else {
      return ProjectionWords.text(
        .valueOutOfBounds(value, row: 0, lower: set.bounds[k].lower, upper: set.bounds[k].upper))
    }
    if plan.base == .forecast, case .failure(let error) = projectors[k] {
      return ProjectionWords.text(error)
    }
    return nil
  }

  // MARK: Units

  private func unit(_ k: Int) throws(ForecastingError) -> ScenarioUnit {
    let series = try set.series(k, origin: projecting.origin)
    guard let last = series.last else {
      throw .tooFewPoints(method: .naive, needed: 1, found: 0)
    }
    var pace = 0.0
    var outlook: (@Sendable (Double) -> Outlook?)?
    var forecast: [Forecasting.Clause.BoundPoint] = []
    if case .success(let projector) = projectors[k] {
      pace = projector.pace ?? 0
      outlook = { projector.outlook(after: $0 - last.time) }
      if plan.base == .forecast, let end = times.max() {
        var marks = times
        var year = last.time + 1
        while year < end {
          marks.append(year)
          year += 1
        }
        for time in marks.sorted() where time > last.time {
          if let projection = try? projector.project(to: time) {
            forecast.append(Forecasting.Clause.BoundPoint(time: time, value: projection.expected))
          }
        }
      }
    } else {
      let from = series.times.firstIndex { $0 >= 2015 } ?? 0
      pace =
        Pace.slope(series.suffix(series.count - from), .endpoints)
        ?? Pace.slope(series, .endpoints) ?? 0
    }
    return ScenarioUnit(
      name: unitName(k), lastTime: last.time, lastValue: last.value, pace: pace,
      total: set.lastTotal(k), bounds: set.bounds[k], forecast: forecast, outlook: outlook,
      history: series)
  }

  /// The entity, or all keys where there is none.
  private func unitName(_ k: Int) -> String {
    if let entity = set.layout.entity { return set.keys[entity][k].plainText }
    return set.keys.map { $0[k].plainText }.joined(separator: ", ")
  }

  // MARK: Runs

  /// What a scenario comes to.
  struct Outcome {
    /// One set of courses for all units, or one for each.
    var courses: [Int: (Courses, Int)] = [:]
    var whole: Courses?
    var problems: [Int: String] = [:]
    var solved: [Int: Double] = [:]
    var notes: [Int: [String]] = [:]
    /// 10, 50 and 90 % quantiles: `[quantile][unit][time]`, by series.
    var spread: [Int: [[Double]]] = [:]
  }

  private func simulation(_ able: [Int]) throws(ForecastingError) -> Simulation {
    var units: [ScenarioUnit] = []
    for k in able { units.append(try unit(k)) }
    return try Simulation(units: units, direction: direction, base: plan.base, times: times)
  }

  /// Runs scenario `index`, the base for nil. Where a clause is refused for all units together, each
  /// is run alone, so that those it is possible for are answered.
  private func simulate(_ index: Int?, _ able: [Int]) throws -> Outcome {
    guard !able.isEmpty else { return Outcome() }
    do {
      return try outcome(index, able)
    } catch let error as ForecastingError {
      var result = Outcome()
      for k in able {
        do {
          let own = try outcome(index, [k])
          result.courses.merge(own.courses) { one, _ in one }
          result.solved.merge(own.solved) { one, _ in one }
          result.notes.merge(own.notes) { one, _ in one }
        } catch let alone as ForecastingError {
          // Peers are missing only since the unit is alone here.
          var shown = alone
          switch alone {
          case .tooFewPeers, .unknownUnit: shown = error
          default: break
          }
          result.problems[k] = ProjectionWords.text(shown)
        }
      }
      return result
    }
  }

  private func outcome(_ index: Int?, _ able: [Int]) throws -> Outcome {
    var simulation = try simulation(able)
    var result = Outcome()
    guard let index else {
      let courses = try simulation.runBase()
      for (place, k) in able.enumerated() { result.courses[k] = (courses, place) }
      result.whole = courses
      for k in able where !hasPace(k) {
        result.notes[k] = ["one point: no pace, the base is flat"]
      }
      return result
    }
    let translator = ScenarioTranslator(
      plan: plan, projecting: projecting, set: set, able: able, observations: observations,
      item: item)
    for earlier in 0..<index {
      let known = try translator.scenario(
        plan.scenarios[earlier], conditions[earlier], simulation)
      simulation.library[known.scenario.name] = known.scenario
    }
    let translated = try translator.scenario(plan.scenarios[index], conditions[index], simulation)
    for (place, notes) in translated.notes { result.notes[able[place], default: []] += notes }
    for place in able.indices where translated.speedsUp.contains(place) {
      let own = simulation.units[place]
      let course =
        plan.base == .hold ? own.pace : (own.forecast.last?.value ?? own.lastValue) - own.lastValue
      if direction.sign * course < 0 {
        result.notes[able[place], default: []].append(
          "its pace goes the wrong way: a factor speeds the fall; pace + or pace = turns it")
      }
    }
    if translated.solves.isEmpty {
      let courses = try simulation.run(translated.scenario)
      for (place, k) in able.enumerated() { result.courses[k] = (courses, place) }
      result.whole = courses
      if translated.hasRange {
        let spread = try simulation.spread(translated.scenario)
        for (place, k) in able.enumerated() { result.spread[k] = spread.map { $0[place] } }
      }
      return result
    }
    try solve(translated, simulation, able, &result)
    return result
  }

  private func hasPace(_ k: Int) -> Bool {
    if projecting.origin != nil { return true }
    return set.offsets[k + 1] - set.offsets[k] > 1
  }

  /// Finds each unit's own unknown and runs the scenario with all that was found.
  private func solve(
    _ translated: ScenarioTranslator.Translation, _ simulation: Simulation, _ able: [Int],
    _ result: inout Outcome
  ) throws {
    var whole = translated.scenario
    for (place, k) in able.enumerated() {
      try projecting.context.checkStopped()
      var scenario = translated.scenario
      for solve in translated.solves where solve.units?.contains(place) ?? true {
        let goal = solve.goals[place] ?? solve.goal
        let solution: Solution
        do throws(ForecastingError) {
          solution = try simulation.solve(
            solve.unknown, reach: goal, by: solve.by, in: scenario, unit: place,
            probability: solve.probability)
        } catch {
          result.problems[k] = ProjectionWords.text(error)
          continue
        }
        let answer = ScenarioTranslator.answer(solve, solution, simulation.units[place], place)
        result.solved[k] = answer.solved
        result.notes[k, default: []].append(answer.note)
        if let clause = answer.clause {
          scenario.clauses.append(clause)
          whole.clauses.append(clause)
        }
      }
    }
    let courses = try simulation.run(whole)
    for (place, k) in able.enumerated() where result.problems[k] == nil {
      result.courses[k] = (courses, place)
    }
    if result.problems.isEmpty { result.whole = courses }
  }

  // MARK: Rows

  private func add(
    _ outcome: Outcome, _ base: Outcome, _ name: String, _ able: [Int], _ targets: TargetSet?,
    _ rows: inout ScenarioRows
  ) {
    for k in able {
      for (place, time) in plan.project.times.enumerated() {
        if let problem = outcome.problems[k] {
          rows.add(problem: problem, name, k, time, set)
          continue
        }
        guard let (courses, unit) = outcome.courses[k] else { continue }
        var row = ScenarioRow(series: k, scenario: name, time: time)
        let at = projecting.decimal(time)
        row.notes = outcome.notes[k] ?? []
        guard at > courses.simulation.units[unit].lastTime else {
          row.notes.append("the data go beyond this time")
          rows.add(row)
          continue
        }
        fill(&row, courses, unit, base.courses[k], at)
        row.solved = outcome.solved[k]
        if let spread = outcome.spread[k] {
          // Times are ascending in a simulation.
          let order = times.sorted()
          if let there = order.firstIndex(of: times[place]) {
            row.low = spread[0][there]
            row.high = spread[2][there]
          }
        }
        addTargets(row, courses, unit, k, targets, at, &rows)
      }
    }
    addWhole(outcome, base, name, able, &rows)
  }

  private func fill(
    _ row: inout ScenarioRow, _ courses: Courses, _ unit: Int, _ base: (Courses, Int)?, _ at: Double
  ) {
    let value = courses.value(unit, at: at)
    row.value = value
    row.isMonthly = at - courses.simulation.units[unit].lastTime < 1 - 1e-9
    row.pace = courses.pace(unit, to: at).map { row.isMonthly ? $0 / 12 : $0 }
    if row.isMonthly { row.notes.append("paces are per month: less than a year is left") }
    row.ownPaceRatio = courses.ownPaceRatio(unit, to: at)
    row.binding = courses.bindings[unit].labels
    if let (other, place) = base {
      row.versusBase = value - other.value(place, at: at)
      if let mine = courses.count(unit, at: at), let theirs = other.count(place, at: at) {
        row.items = mine - theirs
      }
    }
    guard row.scenario != "base" else { return }
    let span = at - courses.simulation.units[unit].lastTime
    let seen = paces(over: span)
    if seen.count >= 5, let pace = courses.pace(unit, to: at) {
      let share = Double(seen.count(notAbove: pace + 1e-12)) / Double(seen.count)
      row.pacePercentile = 100 * share
      if let most = seen.last, pace > most + 1e-9 {
        row.notes.append("a pace never seen here")
      } else if share > 0.9, (row.ownPaceRatio ?? 2) > 1 + 1e-9 {
        row.notes.append("ambitious")
      }
    }
  }

  /// All paces of the group's units over spans of about so many years, ascending and directed.
  private func paces(over span: Double) -> SortedPaces {
    SortedPaces.cached(span, set, members, direction.sign)
  }

  private func addTargets(
    _ row: ScenarioRow, _ courses: Courses, _ unit: Int, _ k: Int, _ targets: TargetSet?,
    _ at: Double, _ rows: inout ScenarioRows
  ) {
    let matches = rows.matches(targets, set, k).filter { abs($0.entry.time - at) < 1e-9 }
    if matches.isEmpty { return rows.add(row) }
    let it = courses.simulation.units[unit]
    for match in matches {
      var own = row
      own.document = match.entry.document
      own.target = match.entry.value
      guard let target = set.target(match.entry, k) else {
        own.status = Status.notAssessed.rawValue
        own.notes.append("which way is good is not said")
        rows.add(own)
        continue
      }
      own.comparison = TargetWords.sign(target.comparison)
      let value = courses.value(unit, at: at)
      // Meeting it to a billionth is meeting it: a solved course ends there by bisection.
      let isMet = target.isMet(by: value) || (!target.isStrict && abs(value - target.value) < 1e-5)
      own.gap = isMet ? 0 : target.direction.sign * (target.value - value)
      let missing = target.direction.sign * (target.value - it.lastValue)
      let perYear =
        target.isMet(by: it.lastValue) ? 0 : max(missing, 0) / (target.time - it.lastTime)
      own.requiredPace = own.isMonthly ? perYear / 12 : perYear
      own.probability = courses.probability(unit, of: target)
      // The time is still to come: nothing is missed yet.
      own.status = isMet ? Status.met.rawValue : Status.wouldMiss.rawValue
      if match.isProxy { own.notes.append("proxy") }
      rows.add(own)
    }
  }

  /// The whole of the group's units.
  private func addWhole(
    _ outcome: Outcome, _ base: Outcome, _ name: String, _ able: [Int],
    _ rows: inout ScenarioRows
  ) {
    guard able.count > 1, set.layout.entity != nil, let courses = outcome.whole,
      let other = base.whole, let first = able.first
    else { return }
    for time in plan.project.times {
      let at = projecting.decimal(time)
      guard let value = courses.aggregate(at: at), let before = other.aggregate(at: at) else {
        continue
      }
      var row = ScenarioRow(series: first, scenario: name, time: time)
      row.isWhole = true
      row.value = value
      row.versusBase = value - before
      let hasTotals = able.allSatisfy { set.lastTotal($0) != nil }
      if hasTotals {
        let items = able.indices.compactMap { courses.items($0, over: other, at: at) }
        if items.count == able.count { row.items = items.reduce(0, +) }
      }
      row.notes = [hasTotals ? "the whole, by totals" : "the whole, plain mean"]
      if name != "base" {
        let change = courses.decomposition(over: other, at: at)
        row.notes.append(
          "within \(ProjectionWords.short(change.withinTotal)), mix \(ProjectionWords.short(change.mixTotal))"
        )
        if let own = courses.spread(at: at), let theirs = other.spread(at: at) {
          row.notes.append(
            "p90 less p10 \(ProjectionWords.short(theirs)) → \(ProjectionWords.short(own))")
        }
      }
      rows.add(row)
    }
  }
}
