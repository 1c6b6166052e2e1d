/// Questions with one unknown.
public enum Unknown: String, Hashable, Sendable, CaseIterable {
  /// The factor on the pace.
  case pace
  /// A one-off change of level in the first year.
  case step
  /// The first time at which the value is met.
  case year
  /// The total at which it is met.
  case total
}

/// What such a question comes to.
public enum Solution: Hashable, Sendable {
  case found(Double)
  /// No factor helps where the course stands or goes the wrong way: the pace needed, per year and
  /// directed.
  case pace(Double)
  /// The course gets there without a change, by so much more than was asked.
  case unneeded(slack: Double)
  /// Not within the search; the nearest value that can be had.
  case infeasible(best: Double)
}

extension Simulation {
  /// A pace is held possible up to so many times the fastest ever seen among the units.
  public static let furthestPace = 20.0

  /// The least `unknown` with which `unit` (the whole when nil) has reached `goal` by `time` under
  /// `scenario`: bisection to 1e-6 (relative 1e-9 for totals), the outcome being monotone in each.
  ///
  /// A pace is only ever raised: a course that gets there is left alone. It is infeasible when the
  /// bounds stop it short, or when it takes more than twenty times the fastest pace ever seen.
  ///
  /// With a `probability`, it must be attained with that probability: that of `Courses.probability`.
  /// - Throws: as `run`; `targetTimeTooEarly` for a time at or before the last point.
  public func solve(
    _ unknown: Unknown, reach goal: Double, by time: Double, in scenario: Scenario,
    unit: Int? = nil, probability: Double? = nil
  ) throws(ForecastingError) -> Solution {
    let touched = unit.map { Set([$0]) }
    let first = (unit.map { [units[$0]] } ?? units).map(\.lastTime).max() ?? 0
    guard time > first else { throw .targetTimeTooEarly(target: time, last: first) }
    for it in unit.map({ [units[$0]] }) ?? units where !it.bounds.contains(goal) {
      throw .targetOutOfBounds(target: goal, lower: it.bounds.lower, upper: it.bounds.upper)
    }
    var longer = self
    longer.extend(to: unknown == .year ? first + AttainmentTime.furthest : time)

    func value(_ extra: Clause?, at time: Double) throws(ForecastingError) -> Double {
      var changed = scenario
      if let extra { changed.clauses.append(extra) }
      let courses = try longer.run(changed)
      return unit.map { courses.value($0, at: time) } ?? courses.aggregate(at: time) ?? .nan
    }
    func excess(_ value: Double) -> Double {
      if let probability, let unit, let outlook = outlook(unit, at: time, value: value),
        let reached = outlook.probability(of: target(goal, time))
      {
        return reached - probability
      }
      return direction.sign * (value - goal)
    }
    func reached(_ value: Double) -> Bool { excess(value) >= -1e-12 }

    switch unknown {
    case .pace:
      let now = try value(nil, at: time)
      if reached(now) { return .unneeded(slack: direction.sign * (now - goal)) }
      let own = unit.map { [$0] } ?? Array(units.indices)
      let fastest = furthestPace(to: goal, by: time, own)
      // The base may stand or fall: then the pace itself is looked for.
      let gains = own.map { k in
        direction.sign
          * (boundedBase(units[k], at: time) - units[k].lastValue) / (time - units[k].lastTime)
      }
      guard let gain = gains.max(), gain > 1e-9 else {
        // From its own: a slower fall may be enough.
        let found = try bisect(min(gains.min() ?? 0, 0), fastest, 1e-6, excess) {
          pace throws(ForecastingError) in
          try value(Clause(.pace(.set(pace)), units: touched), at: time)
        }
        if case .found(let pace) = found { return .pace(pace) }
        return found
      }
      let most = max(fastest / gain, 1)
      return try bisect(1, most, 1e-6, excess) { k throws(ForecastingError) in
        try value(Clause(.pace(.times(k)), units: touched), at: time)
      }
    case .step:
      let year = min(first.rounded(.down) + 1, time)
      let width = (unit.map { units[$0] } ?? units.first).map { $0.bounds } ?? .percent
      let most = width.isBounded ? width.width : max(abs(goal) * 4, 1)
      return try bisect(0, most, 1e-6, excess) { step throws(ForecastingError) in
        try value(Clause(.step(step, at: year), units: touched), at: time)
      }
    case .year:
      let courses = try longer.run(scenario)
      func known(_ t: Double) -> Double {
        unit.map { courses.value($0, at: t) } ?? courses.aggregate(at: t) ?? .nan
      }
      guard let next = courses.times.first(where: { $0 >= first && reached(known($0)) }) else {
        return .infeasible(best: known(longer.end))
      }
      let before = courses.times.last { $0 < next } ?? first
      return try bisect(before, next, 1e-6, excess) { t throws(ForecastingError) in known(t) }
    case .total:
      guard let unit, let total = units[unit].total else {
        throw .needsTotals(unit: unit.map { units[$0].name } ?? "")
      }
      // Fewer in all raise the rate: search downwards, by the share taken off.
      let found = try bisect(-1, 1 - 1e-9, 1e-9, excess) { share throws(ForecastingError) in
        try value(
          Clause(.total(.set(total * (1 - share), at: time)), units: [unit]), at: time)
      }
      if case .found(let share) = found { return .found(total * (1 - share)) }
      return found
    }
  }

  /// The least argument in `low...high` whose value is reached.
  private func bisect(
    _ low: Double, _ high: Double, _ tolerance: Double, _ excess: (Double) -> Double,
    _ value: (Double) throws(ForecastingError) -> Double
  ) throws(ForecastingError) -> Solution {
    var (low, high) = (low, high)
    var below = excess(try value(low))
    if below >= -1e-12 { return .found(low) }
    let best = try value(high)
    var above = excess(best)
    guard above >= -1e-12 else { return .infeasible(best: best) }
    while high - low > tolerance {
      let middle = (low + high) / 2
      // Between neighbours among the doubles nothing is left to halve, however wide they stand.
      guard middle > low, middle < high else { break }
      let there = excess(try value(middle))
      if there >= -1e-12 { (high, above) = (middle, there) } else { (low, below) = (middle, there) }
    }
    // Most outcomes are straight lines there, on which the crossing is exact.
    let crossing = low + (high - low) * -below / (above - below)
    return .found(excess(try value(crossing)) >= -1e-12 ? crossing : high)
  }

  private func target(_ goal: Double, _ time: Double) -> Target {
    Target(time: time, value: goal, comparison: direction == .up ? .atLeast : .atMost)
  }

  /// Twenty times the fastest pace from one observation of a unit to the next, or of a unit's own;
  /// where nothing ever moved, only the bounds say what is possible.
  private func furthestPace(to goal: Double, by time: Double, _ own: [Int]) -> Double {
    var fastest = units.map { abs($0.pace) }.max() ?? 0
    for history in units.compactMap(\.history) where history.count >= 2 {
      for k in 1..<history.count {
        let years = history.times[k] - history.times[k - 1]
        fastest = max(fastest, abs(history.values[k] - history.values[k - 1]) / years)
      }
    }
    if fastest > 0 { return Simulation.furthestPace * fastest }
    return own.map { 2 * abs(goal - units[$0].lastValue) / (time - units[$0].lastTime) + 1 }.max()
      ?? 1
  }

  private mutating func extend(to time: Double) {
    if time > end,
      let longer = try? Simulation(
        units: units, direction: direction, base: base, times: times + [time], isCount: isCount)
    {
      let known = library
      self = longer
      library = known
    }
  }
}
