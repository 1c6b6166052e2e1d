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
  /// Not within the search; the nearest value that can be had.
  case infeasible(best: Double)
}

extension Simulation {
  /// Largest factor that is tried.
  public static let largestFactor = 20.0

  /// The least `unknown` with which `unit` (the whole when nil) has reached `goal` by `time` under
  /// `scenario`: bisection to 1e-6 (relative 1e-9 for totals), the outcome being monotone in each.
  ///
  /// With a `probability`, it must be attained with that probability: the median has to pass the
  /// value by the t quantile times the base's standard error.
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
    let wanted = goal + direction.sign * margin(unit, time, probability)
    var longer = self
    longer.extend(to: unknown == .year ? first + AttainmentTime.furthest : time)

    func value(_ extra: Clause?, at time: Double) throws(ForecastingError) -> Double {
      var changed = scenario
      if let extra { changed.clauses.append(extra) }
      let courses = try longer.run(changed)
      return unit.map { courses.value($0, at: time) } ?? courses.aggregate(at: time) ?? .nan
    }
    func reached(_ value: Double) -> Bool { direction.sign * (value - wanted) >= -1e-12 }

    switch unknown {
    case .pace:
      return try bisect(0, Simulation.largestFactor, 1e-6, reached) { k throws(ForecastingError) in
        try value(Clause(.pace(.times(k)), units: touched), at: time)
      }
    case .step:
      let year = min(first.rounded(.down) + 1, time)
      let width = (unit.map { units[$0] } ?? units.first).map { $0.bounds } ?? .percent
      let most = width.isBounded ? width.width : max(abs(goal) * 4, 1)
      return try bisect(0, most, 1e-6, reached) { step throws(ForecastingError) in
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
      return try bisect(before, next, 1e-6, reached) { t throws(ForecastingError) in known(t) }
    case .total:
      guard let unit, let total = units[unit].total else {
        throw .needsTotals(unit: unit.map { units[$0].name } ?? "")
      }
      // Fewer in all raise the rate: search downwards, by the share taken off.
      let found = try bisect(-1, 1 - 1e-9, 1e-9, reached) { share throws(ForecastingError) in
        try value(
          Clause(.total(.set(total * (1 - share), at: time)), units: [unit]), at: time)
      }
      if case .found(let share) = found { return .found(total * (1 - share)) }
      return found
    }
  }

  /// The least argument in `low...high` whose value is reached.
  private func bisect(
    _ low: Double, _ high: Double, _ tolerance: Double, _ reached: (Double) -> Bool,
    _ value: (Double) throws(ForecastingError) -> Double
  ) throws(ForecastingError) -> Solution {
    if reached(try value(low)) { return .found(low) }
    let best = try value(high)
    guard reached(best) else { return .infeasible(best: best) }
    var (low, high) = (low, high)
    while high - low > tolerance {
      let middle = (low + high) / 2
      if reached(try value(middle)) { high = middle } else { low = middle }
    }
    return .found(high)
  }

  /// By how much the median has to pass the value for a probability.
  private func margin(_ unit: Int?, _ time: Double, _ probability: Double?) -> Double {
    guard let probability, let unit, let scatter = units[unit].scatter else { return 0 }
    return scatter.standardError(after: time - units[unit].lastTime)
      * StudentT.quantile(probability, degreesOfFreedom: scatter.degreesOfFreedom)
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
