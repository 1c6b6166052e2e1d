/// The course of every unit under a scenario.
public struct Courses: Sendable {
  public let simulation: Simulation
  /// Ends of the simulated steps.
  public let times: [Double]
  /// By unit, then by time.
  public let values: [[Double]]
  /// The totals behind the values; NaN where there are none.
  public let totals: [[Double]]
  public let bindings: [Binding]
  /// Units that make up the aggregate.
  public let members: Set<Int>

  /// A unit's value at `time`, straight lines between steps.
  public func value(_ unit: Int, at time: Double) -> Double { read(values[unit], time) }

  /// A unit's total at `time`; nil where there is none.
  public func total(_ unit: Int, at time: Double) -> Double? {
    let total = read(totals[unit], time)
    return total.isNaN ? nil : total
  }

  /// Mean pace from a unit's last point to `time`, directed; nil at or before it.
  public func pace(_ unit: Int, to time: Double) -> Double? {
    let it = simulation.units[unit]
    guard time > it.lastTime + 1e-9 else { return nil }
    return simulation.direction.sign * (value(unit, at: time) - it.lastValue) / (time - it.lastTime)
  }

  /// That pace over the unit's own; nil when its own is 0.
  public func ownPaceRatio(_ unit: Int, to time: Double) -> Double? {
    let own = simulation.direction.sign * simulation.units[unit].pace
    return own == 0 ? nil : pace(unit, to: time).map { $0 / own }
  }

  /// Where that pace lies among all paces ever observed over spans like it (within a quarter of a
  /// year): the share that are not larger, 0…1. Above 0.9 is ambitious, 1 was never passed. nil
  /// with fewer than five observed.
  public func pacePercentile(_ unit: Int, to time: Double) -> Double? {
    guard let demanded = pace(unit, to: time) else { return nil }
    let span = time - simulation.units[unit].lastTime
    let sign = simulation.direction.sign
    var seen: [Double] = []
    for history in simulation.units.compactMap(\.history) {
      for end in history.times.indices {
        for start in 0..<end {
          let years = history.times[end] - history.times[start]
          if abs(years - span) <= 0.25 {
            seen.append(sign * (history.values[end] - history.values[start]) / years)
          }
        }
      }
    }
    guard seen.count >= 5 else { return nil }
    return Double(seen.count { $0 <= demanded + 1e-12 }) / Double(seen.count)
  }

  /// People or items more than under `base` at `time`; nil without totals.
  public func items(_ unit: Int, over base: Courses, at time: Double) -> Double? {
    guard let mine = count(unit, at: time), let theirs = base.count(unit, at: time) else {
      return nil
    }
    return mine - theirs
  }

  /// People or items covered at `time`; nil without totals.
  public func count(_ unit: Int, at time: Double) -> Double? {
    if simulation.isCount { return value(unit, at: time) }
    let bounds = simulation.units[unit].bounds
    let floor = bounds.lower.isFinite ? bounds.lower : 0
    let width = bounds.isBounded ? bounds.width : 100
    return total(unit, at: time).map { (value(unit, at: time) - floor) / width * $0 }
  }

  /// P(target attained) at its time: what the forecast says, moved by what this course adds to the
  /// base; nil without a forecast. Under the base itself it is the probability of `project`.
  public func probability(_ unit: Int, of target: Target) -> Double? {
    simulation.outlook(unit, at: target.time, value: value(unit, at: target.time))?
      .probability(of: target)
  }

  /// The whole at `time`: sums of counts where all members have totals (weights by them), else the
  /// mean; nil without members.
  public func aggregate(at time: Double) -> Double? {
    if simulation.isCount { return members.reduce(0) { $0 + value($1, at: time) } }
    let weights = weights(at: time)
    let sum = weights.values.reduce(0, +)
    guard sum > 0 else { return nil }
    return weights.sorted { $0.key < $1.key }.reduce(0) {
      $0 + $1.value * value($1.key, at: time)
    } / sum
  }

  /// The change of the whole against `base`, split by Kitagawa into what the units do and their
  /// mix, which is 0 unless totals or members move; one entry per unit.
  public func decomposition(over base: Courses, at time: Double) -> Decomposition.Change {
    func shares(_ courses: Courses) -> [Int: Double] {
      let weights = courses.weights(at: time)
      let sum = weights.values.reduce(0, +)
      return sum > 0 ? weights.mapValues { $0 / sum } : [:]
    }
    let before = shares(base)
    let after = shares(self)
    return Decomposition.kitagawa(
      simulation.units.indices.map { unit in
        Decomposition.Unit(
          weight0: before[unit] ?? 0, rate0: base.value(unit, at: time),
          weight1: after[unit] ?? 0, rate1: value(unit, at: time))
      })
  }

  /// Distance between the 90 and the 10 % quantile of the members at `time`: did the scenario widen
  /// the gap between units?
  public func spread(at time: Double) -> Double? {
    let all = members.map { value($0, at: time) }
    guard let high = Summaries.quantile(all, 0.9), let low = Summaries.quantile(all, 0.1) else {
      return nil
    }
    return high - low
  }

  private func weights(at time: Double) -> [Int: Double] {
    let known = members.compactMap { unit in total(unit, at: time).map { (unit, $0) } }
    return known.count == members.count
      ? Dictionary(uniqueKeysWithValues: known)
      : Dictionary(uniqueKeysWithValues: members.map { ($0, 1) })
  }

  private func read(_ path: [Double], _ time: Double) -> Double {
    guard let place = times.firstIndex(where: { $0 >= time - 1e-9 }) else {
      return path[path.count - 1]
    }
    guard place > 0, times[place] - time > 1e-9 else { return path[place] }
    let share = (time - times[place - 1]) / (times[place] - times[place - 1])
    return path[place - 1] + (path[place] - path[place - 1]) * share
  }
}
