import Glibc

/// The United Nations' SDG progress assessment: the value that the compound growth since the base
/// leads to, as a share of the way from base to target.
///
/// Source: Technical Note 2023 on the progress chart, as described by Eustat.
public enum UNRule {
  /// Growth a year, the value expected at the target's time, and its share of the way.
  public static func expectation(
    base: Point, last: Point, target: Target
  ) -> (growth: Double, expected: Double, ratio: Double)? {
    guard let growth = compoundGrowth(from: base, to: last), target.value != base.value else {
      return nil
    }
    let expected = last.value * pow(1 + growth, target.time - last.time)
    return (growth, expected, (expected - base.value) / (target.value - base.value))
  }

  /// Score 3 on track or met, 2 fair progress, 1 stagnation or regression. A last value within a
  /// point of a target of 0 or 100 % counts as met when `percent` is set.
  public static func assess(
    base: Point, last: Point, target: Target, percent: Bool = false
  ) -> Assessment {
    let nearEnd =
      percent && (target.value == 0 || target.value == 100)
      && abs(last.value - target.value) <= 1
    if target.isMet(by: last.value) || nearEnd {
      return Assessment(.met, label: "on track or target met", score: 3)
    }
    if target.time <= last.time { return Assessment(.missed) }
    guard last.time > base.time else { return .notAssessed(.onePoint) }
    guard let found = expectation(base: base, last: last, target: target) else {
      return .notAssessed(.growthUndefined)
    }
    if target.isMet(by: base.value) {
      return Assessment(.lostTarget, label: "stagnation or regression", score: 1)
    }
    return assessment(found.ratio, found.ratio, cuts: (0.95, 0.10))
  }

  /// Without a target: directed growth against 2 % and 0.5 % a year.
  public static func assess(base: Point, last: Point, direction: Direction) -> Assessment {
    guard let growth = compoundGrowth(from: base, to: last) else {
      return .notAssessed(.growthUndefined)
    }
    return assessment(growth, direction.sign * growth, cuts: (0.02, 0.005))
  }

  private static func assessment(
    _ ratio: Double, _ value: Double, cuts: (Double, Double)
  ) -> Assessment {
    if value >= cuts.0 {
      return Assessment(.onTrack, label: "on track or target met", ratio: ratio, score: 3)
    }
    if value >= cuts.1 {
      return Assessment(.tooSlow, label: "fair progress", ratio: ratio, score: 2)
    }
    let status: Status = value < 0 ? .movingAway : .farTooSlow
    return Assessment(status, label: "stagnation or regression", ratio: ratio, score: 1)
  }
}
