/// Eurostat's SDG monitoring reports: the ratio of the compound growth observed to that required.
///
/// Source: the reports' annex on methods, 2017–2025, as quoted by Statistics Canada and Open SDG.
public enum EurostatRule {
  /// Observed and required growth a year, and their ratio; nil where growth is undefined.
  public static func growth(
    base: Point, last: Point, target: Target
  ) -> (observed: Double, required: Double, ratio: Double)? {
    guard let observed = compoundGrowth(from: base, to: last),
      let required = compoundGrowth(from: base, to: (target.time, target.value)), required != 0
    else { return nil }
    return (observed, required, observed / required)
  }

  public static func assess(base: Point, last: Point, target: Target) -> Assessment {
    let growth = growth(base: base, last: last, target: target)
    if target.isMet(by: last.value) {
      return Assessment(.met, label: "target met", ratio: growth?.ratio)
    }
    if target.time <= last.time { return Assessment(.missed) }
    guard last.time > base.time else { return .notAssessed(.onePoint) }
    if target.isMet(by: base.value) { return Assessment(.lostTarget, label: "movement away") }
    guard let growth else { return .notAssessed(.growthUndefined) }
    let status = PaceRule.cut(growth.ratio)
    let label =
      switch status {
      case .onTrack: "on track / significant progress"
      case .tooSlow: "moderate progress"
      case .farTooSlow: "insufficient progress"
      default: "movement away"
      }
    return Assessment(status, label: label, ratio: growth.ratio)
  }

  /// Without a target: directed growth against 1 % a year, mirrored when negative.
  public static func assess(base: Point, last: Point, direction: Direction) -> Assessment {
    guard let growth = compoundGrowth(from: base, to: last) else {
      return .notAssessed(.growthUndefined)
    }
    let directed = direction.sign * growth
    if directed >= 0.01 {
      return Assessment(.onTrack, label: "significant progress", ratio: directed)
    }
    if directed >= 0 { return Assessment(.tooSlow, label: "moderate progress", ratio: directed) }
    return directed > -0.01
      ? Assessment(.movingAway, label: "moderate movement away", ratio: directed)
      : Assessment(.movingAway, label: "significant movement away", ratio: directed)
  }
}
