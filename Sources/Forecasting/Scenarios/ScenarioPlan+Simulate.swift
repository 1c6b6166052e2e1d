import Glibc

extension ScenarioPlan {
  /// One unit in one step: what the clauses make of its base increment.
  private struct Move {
    /// Points from the pace.
    var increment = 0.0
    /// Points besides.
    var jump = 0.0
    /// People or items besides.
    var items = 0.0
    var total: Double?
    /// The increment is a change of the rate itself, whatever the total does.
    var isRate = false
    /// Not to be passed, in the good direction.
    var limit: Double?
    var upper: Double
    var lower: Double
  }

  /// Runs all units side by side, step after step, clauses from left to right, bounds last.
  func simulate(members: Set<Int>?) -> Courses {
    let units = simulation.units
    var values = units.map { [$0.lastValue] }
    var totals = units.map { [$0.total ?? .nan] }
    var bindings = [Binding](repeating: [], count: units.count)
    for step in steps {
      for unit in step.alreadyThere { bindings[unit].insert(.alreadyThere) }
    }
    for (place, (a, b)) in zip(grid, grid.dropFirst()).enumerated() {
      let before = values.map { $0[$0.count - 1] }
      var moves = units.indices.map { start($0, a, b, total: totals[$0][totals[$0].count - 1]) }
      for step in steps {
        if case .reallocate(let effort, from: let giver, to: let takers, let rule) =
          step.clause.action
        {
          reallocate(effort, giver, takers, rule, b - a, before, &moves, &bindings)
          continue
        }
        for unit in units.indices
        where a >= units[unit].lastTime - 1e-9 && step.clause.units?.contains(unit) ?? true {
          apply(step, unit, place, a, b, &moves[unit], &bindings[unit])
        }
      }
      for unit in units.indices {
        guard a >= units[unit].lastTime - 1e-9 else {
          values[unit].append(before[unit])
          totals[unit].append(totals[unit][0])
          continue
        }
        let known = totals[unit][totals[unit].count - 1]
        values[unit].append(finish(unit, moves[unit], before[unit], known, &bindings[unit]))
        totals[unit].append(moves[unit].total ?? .nan)
      }
    }
    return Courses(
      simulation: simulation, times: grid, values: values, totals: totals, bindings: bindings,
      members: members ?? Set(units.indices))
  }

  private func start(_ unit: Int, _ a: Double, _ b: Double, total: Double) -> Move {
    let it = simulation.units[unit]
    let late = delays[unit]
    var move = Move(upper: it.bounds.upper, lower: it.bounds.lower)
    if a >= it.lastTime - 1e-9 {
      move.increment =
        simulation.baseValue(it, at: b - late) - simulation.baseValue(it, at: a - late)
    }
    move.total = total.isNaN ? nil : total
    return move
  }

  private func apply(
    _ step: Step, _ unit: Int, _ place: Int, _ a: Double, _ b: Double, _ move: inout Move,
    _ binding: inout Binding
  ) {
    let it = simulation.units[unit]
    let sign = simulation.direction.sign
    let years = b - a
    func happens(at time: Double) -> Bool { time > a + 1e-9 && time <= b + 1e-9 }
    switch step.clause.action {
    case .pace(let change, let from, let ramp):
      guard a >= (from ?? it.lastTime) - 1e-9 else { return }
      let place = (b - (from ?? it.lastTime) - 1e-9).rounded(.up)
      let phase = ramp > 0 ? min(1, place / ramp) : 1
      switch change {
      case .times(let factor): move.increment *= 1 + (factor - 1) * phase
      case .between(let low, let high): move.increment *= 1 + ((low + high) / 2 - 1) * phase
      case .plus(let more): move.increment += sign * more * phase * years
      case .set(let pace): move.increment = sign * pace * years
      }
    case .step(let change, at: let time, let fade):
      if happens(at: time) { move.jump += sign * change }
      if let fade, fade > 0, a >= time - 1e-9, b <= time + fade + 1e-9 {
        move.jump -= sign * change * years / fade
      }
    case .add(let items, let count, at: let time):
      guard happens(at: time) else { return }
      if count == .covered { move.items += items } else { move.total = (move.total ?? 0) + items }
    case .reach, .catchUp, .allocate:
      guard let goal = step.goals[unit] else { return }
      replace(goal, it, step.before.isEmpty ? nil : step.before[unit], place, a, b, &move)
    case .adoptPace:
      guard let pace = step.pace, pace * years > sign * move.increment else { return }
      move.increment = sign * pace * years
    case .freeze(let from, let until):
      guard a >= (from ?? it.lastTime) - 1e-9, b <= (until ?? .infinity) + 1e-9 else { return }
      (move.increment, move.jump, move.items) = (0, 0, 0)
      binding.insert(.freeze)
    case .dip(let change, at: let time, let recover, let progressive):
      if happens(at: time) { move.jump += sign * change }
      if a >= time - 1e-9, b <= recover + 1e-9 { move.increment = 0 }
      if progressive, a >= recover - 1e-9, simulation.end > recover {
        let year = (b - recover - 1e-9).rounded(.up)
        move.increment *= min(1, year / (simulation.end - recover))
      }
    case .cap(let points):
      move.upper = min(move.upper, Simulation.interpolate(points, at: b))
    case .floor(let points):
      move.lower = max(move.lower, Simulation.interpolate(points, at: b))
    case .total(.growth(let rate)): move.total = move.total.map { $0 * pow(1 + rate, years) }
    case .total(.set(let total, at: let time)): if happens(at: time) { move.total = total }
    case .growScope(let items): move.total = move.total.map { max($0 + items * years, 0) }
    case .delay, .reallocate, .use: return
    }
  }

  /// On the way to a goal, and flat behind it; where the clauses before lead further (`others`, their
  /// course by step), the unit goes with them.
  private func replace(
    _ goal: Goal, _ it: ScenarioUnit, _ others: [Double]?, _ place: Int, _ a: Double, _ b: Double,
    _ move: inout Move
  ) {
    let sign = simulation.direction.sign
    func better(_ one: Double, _ other: Double?) -> Double {
      guard let other else { return one }
      return sign * (other - one) > 0 ? other : one
    }
    (move.increment, move.jump, move.items) = (0, 0, 0)
    move.isRate = true
    let ahead = others.map { $0[place + 1] }
    move.limit = goal.beyond ? nil : better(goal.value, ahead)
    func path(_ time: Double) -> Double {
      if sign * (goal.value - it.lastValue) <= 0 { return goal.value }
      return goal.path.value(
        from: it.lastValue, to: goal.value, at: (time - it.lastTime) / (goal.time - it.lastTime),
        bounds: it.bounds)
    }
    move.increment = better(path(b), ahead) - better(path(a), others.map { $0[place] })
  }

  /// Moves yearly effort in people or items; what the takers have no room for stays with the giver.
  private func reallocate(
    _ effort: Clause.Effort, _ giver: Int, _ takers: [Int], _ rule: Allocation.Rule,
    _ years: Double, _ before: [Double], _ moves: inout [Move], _ bindings: inout [Binding]
  ) {
    let sign = simulation.direction.sign
    var left =
      switch effort {
      case .items(let items): items * years
      case .share(let share): share * simulation.yearlyEffort(giver) * years
      }
    func perPoint(_ unit: Int) -> Double {
      simulation.itemsPerPoint(unit, total: simulation.units[unit].total)
    }
    func room(_ unit: Int) -> Double {
      let bounds = simulation.units[unit].bounds
      let ahead = before[unit] + moves[unit].increment
      let points = sign > 0 ? bounds.upper - ahead : ahead - bounds.lower
      return max(0, points * perPoint(unit))
    }
    let asked = left
    var open = takers.filter { $0 != giver && room($0) > 0 }
    while left > 1e-12 * max(asked, 1), !open.isEmpty {
      let weights = open.map { unit in
        switch rule {
        case .gap: room(unit)
        case .size: simulation.units[unit].total ?? 0
        default: 1.0
        }
      }
      let sum = weights.reduce(0, +)
      guard sum > 0 else { break }
      let portion = left
      for (unit, weight) in zip(open, weights) {
        let part = min(portion * weight / sum, room(unit))
        moves[unit].increment += sign * part / perPoint(unit)
        left -= part
      }
      open = open.filter { room($0) > 1e-12 * max(asked, 1) }
    }
    for unit in takers where room(unit) <= 1e-9 { bindings[unit].insert(.exhausted) }
    moves[giver].increment -= sign * (asked - max(left, 0)) / perPoint(giver)
  }

  /// The new value: counts keep their increments when the total moves; then floor and ceiling,
  /// which never move what was there before.
  private func finish(
    _ unit: Int, _ move: Move, _ before: Double, _ known: Double, _ binding: inout Binding
  ) -> Double {
    let it = simulation.units[unit]
    var value = before + move.increment + move.jump
    var upper = move.upper
    if simulation.isCount {
      value += move.items
      // The ceiling of a count is what there is to do, unless a clause set a tighter one.
      if let total = move.total {
        upper = move.upper < it.bounds.upper ? min(move.upper, total) : total
      }
    } else if let total = move.total, total > 0, let reference = it.total {
      let width = it.bounds.isBounded ? it.bounds.width : 100
      if move.isRate || total == known && known == reference {
        value += move.items / total * width
      } else {
        let floor = it.bounds.lower.isFinite ? it.bounds.lower : 0
        let covered = (before - floor) / width * known
        let gained = move.increment / width * reference + move.items
        value = floor + (covered + gained) / total * width + move.jump
      }
    }
    let sign = simulation.direction.sign
    if let limit = move.limit, sign * (value - limit) > 0, sign * (limit - before) >= 0 {
      value = limit
    }
    if value > max(upper, min(before, it.bounds.upper)) {
      binding.insert(.cap)
      value = max(upper, min(before, it.bounds.upper))
    }
    if value < min(move.lower, max(before, it.bounds.lower)) {
      binding.insert(.floor)
      value = min(move.lower, max(before, it.bounds.lower))
    }
    return value
  }
}
