/// A scenario made ready: peers looked up, allocations shared out, times cut into steps.
struct ScenarioPlan {
  /// A value to be reached by one unit.
  struct Goal {
    let value: Double
    let time: Double
    let path: ReachPath
    let beyond: Bool
  }

  /// A clause, with the goals it sets where it sets any.
  struct Step {
    let clause: Clause
    /// By unit; nil where the clause sets no goal.
    var goals: [Goal?]
    /// Units that had reached their goal before: it holds them there.
    var alreadyThere: Set<Int> = []
    /// Courses under the clauses before this one, by unit and step: a goal never pulls below them. Empty
    /// where the clause sets no such goal.
    var before: [[Double]] = []
    /// Pace to adopt, directed.
    var pace: Double?

    /// Its goals are least values: a better course stands.
    var isFloor: Bool {
      switch clause.action {
      case .reach, .catchUp: true
      default: false
      }
    }
  }

  let simulation: Simulation
  let steps: [Step]
  /// Years by which each unit's base is delayed.
  let delays: [Double]
  /// Ends of the simulated steps, ascending; the first is where the first unit starts.
  let grid: [Double]

  init(_ simulation: Simulation, _ clauses: [Clause]) throws(ForecastingError) {
    self.simulation = simulation
    let count = simulation.units.count
    var delays = [Double](repeating: 0, count: count)
    var steps: [Step] = []
    for clause in clauses {
      let touched = clause.units ?? Set(0..<count)
      if case .delay(let years) = clause.action {
        for unit in touched { delays[unit] += years }
      }
      steps.append(try ScenarioPlan.prepare(clause, touched, simulation))
    }
    let grid = ScenarioPlan.grid(simulation, clauses)
    for place in steps.indices where steps[place].isFloor {
      let plan = ScenarioPlan(simulation, Array(steps[..<place]), delays, grid)
      steps[place].before = plan.simulate(members: nil).values
    }
    self.delays = delays
    self.steps = steps
    self.grid = grid
  }

  private init(_ simulation: Simulation, _ steps: [Step], _ delays: [Double], _ grid: [Double]) {
    self.simulation = simulation
    self.steps = steps
    self.delays = delays
    self.grid = grid
  }

  private static func prepare(
    _ clause: Clause, _ touched: Set<Int>, _ simulation: Simulation
  ) throws(ForecastingError) -> Step {
    var step = Step(clause: clause, goals: [Goal?](repeating: nil, count: simulation.units.count))
    func set(_ unit: Int, _ goal: Goal) {
      let last = simulation.units[unit].lastValue
      let isAhead = simulation.direction.sign * (goal.value - last) > 0
      if isAhead, goal.time > simulation.units[unit].lastTime {
        step.goals[unit] = goal
      } else {
        step.alreadyThere.insert(unit)
        // What is there already is held there; a part of a whole is nobody's own goal.
        if !isAhead, step.isFloor { step.goals[unit] = goal }
      }
    }
    switch clause.action {
    case .reach(let value, by: let time, let path, let beyond):
      for unit in touched {
        set(unit, Goal(value: value, time: time, path: path, beyond: beyond))
      }
    case .catchUp(let peer, by: let time, let moving):
      let values = simulation.peerValues(at: moving ? time : nil)
      let value = simulation.pick(peer, values)
      for unit in touched {
        set(unit, Goal(value: value, time: time, path: .linear, beyond: false))
      }
    case .adoptPace(let peer):
      step.pace = simulation.direction.sign * simulation.pick(peer, simulation.units.map(\.pace))
    case .allocate(let value, by: let time, let rule):
      for (unit, goal) in try simulation.allocation(value, touched.sorted(), rule) {
        set(unit, Goal(value: goal, time: time, path: .linear, beyond: false))
      }
    default: break
    }
    return step
  }

  /// Year ends, the times asked for, the units' last points and whatever instants clauses name.
  private static func grid(_ simulation: Simulation, _ clauses: [Clause]) -> [Double] {
    let start = simulation.units.map(\.lastTime).min() ?? 0
    let end = simulation.end
    var times = simulation.times + simulation.units.map(\.lastTime)
    var year = start.rounded(.down) + 1
    while year < end {
      times.append(year)
      year += 1
    }
    for clause in clauses { times += instants(clause.action) }
    var result: [Double] = []
    for time in times.sorted() where time >= start && time <= end {
      if let last = result.last, time - last < 1e-9 { continue }
      result.append(time)
    }
    return result
  }

  private static func instants(_ action: Clause.Action) -> [Double] {
    switch action {
    case .pace(_, let from, ramp: _): from.map { [$0] } ?? []
    case .step(_, at: let time, let fade): [time, time + (fade ?? 0)]
    case .add(_, _, at: let time), .total(.set(_, at: let time)): [time]
    case .reach(_, by: let time, path: _, beyond: _), .catchUp(_, by: let time, moving: _),
      .allocate(_, by: let time, rule: _):
      [time]
    case .freeze(let from, let until): [from, until].compactMap { $0 }
    case .dip(_, at: let time, let recover, progressive: _): [time, recover]
    case .cap(let points), .floor(let points): points.map(\.time)
    case .adoptPace, .delay, .total(.growth), .growScope, .reallocate, .use: []
    }
  }
}

extension Simulation {
  /// Every unit's last value, or its base value at `time`.
  fileprivate func peerValues(at time: Double?) -> [Double] {
    guard let time else {
      // The last time that all have: a later point of one unit does not count yet.
      let common = units.map(\.lastTime).min() ?? 0
      return units.map { unit in
        guard unit.lastTime > common, let known = unit.history?.through(common).last else {
          return unit.lastValue
        }
        return known.value
      }
    }
    return units.map { $0.bounds.clip(baseValue($0, at: time)) }
  }

  /// The peer's number among `values`, quantiles being counted in the good direction.
  fileprivate func pick(_ peer: Clause.Peer, _ values: [Double]) -> Double {
    let sign = direction.sign
    switch peer {
    case .best: return sign * (values.map { sign * $0 }.max() ?? 0)
    case .quantile(let p): return sign * (Summaries.quantile(values.map { sign * $0 }, p) ?? 0)
    case .unit(let unit): return values[unit]
    }
  }

  /// Each unit's value under an allocation; where lower is better the uncovered are shared out.
  fileprivate func allocation(
    _ target: Double, _ touched: [Int], _ rule: Allocation.Rule
  ) throws(ForecastingError) -> [(Int, Double)] {
    let up = direction == .up
    let parties = touched.map { unit -> Allocation.Unit in
      let it = units[unit]
      let total = it.total ?? 0
      let share = (it.lastValue - it.bounds.lower) / it.bounds.width
      return Allocation.Unit(
        covered: (up ? share : 1 - share) * total, total: total,
        pace: direction.sign * it.pace / it.bounds.width * total)
    }
    guard let bounds = touched.first.map({ units[$0].bounds }) else { return [] }
    let wanted = (target - bounds.lower) / bounds.width
    let need = Allocation.need(parties, target: up ? wanted : 1 - wanted)
    let parts = try Allocation.share(need, among: parties, rule: rule)
    return zip(touched, zip(parties, parts)).map { unit, pair in
      let share = (pair.0.covered + pair.1) / pair.0.total
      return (unit, units[unit].bounds.lower + units[unit].bounds.width * (up ? share : 1 - share))
    }
  }
}
