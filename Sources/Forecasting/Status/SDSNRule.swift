/// The trend arrows of the SDSN's SDG Index: linear growth against the growth required to reach the
/// green threshold (the target) in its year.
///
/// Source: the index's FAQ and methodology 2024; the cut at one half as published there.
public enum SDSNRule {
  /// Actual and required pace, directed; required is nil when the base is at the threshold.
  public static func paces(
    base: Point, last: Point, target: Target
  ) -> (actual: Double, required: Double?)? {
    guard last.time > base.time else { return nil }
    let sign = target.direction.sign
    let actual = sign * (last.value - base.value) / (last.time - base.time)
    let toGo = sign * (target.value - base.value)
    let years = target.time - base.time
    return (actual, toGo > 0 && years > 0 ? toGo / years : nil)
  }

  public static func assess(base: Point, last: Point, target: Target) -> Assessment {
    guard let paces = paces(base: base, last: last, target: target) else {
      return .notAssessed(.onePoint)
    }
    let meets = target.isMet(by: last.value)
    if meets, target.isMet(by: base.value) {
      let way = paces.actual >= 0 ? "up" : "down"
      return Assessment(.met, label: "maintaining achievement (\(way))")
    }
    let ratio = paces.required.map { paces.actual / $0 }
    if meets { return Assessment(.met, label: "on track", ratio: ratio) }
    if paces.actual < 0 { return Assessment(.movingAway, label: "decreasing", ratio: ratio) }
    guard let ratio else { return Assessment(.farTooSlow, label: "stagnating") }
    if ratio >= 1 { return Assessment(.onTrack, label: "on track", ratio: ratio) }
    return ratio >= 0.5
      ? Assessment(.tooSlow, label: "moderately improving", ratio: ratio)
      : Assessment(.farTooSlow, label: "stagnating", ratio: ratio)
  }

  /// A goal's arrow from its indicators' trends on the 0…4 scale: below 1 decreasing, to 2
  /// stagnating, to 3 moderately improving, exactly 3 maintaining, above on track.
  public static func goalLabel(trends: [Double]) -> String? {
    guard let mean = Summaries.mean(trends) else { return nil }
    return mean < 1
      ? "decreasing"
      : mean < 2
        ? "stagnating" : mean < 3 ? "moderately improving" : mean == 3 ? "maintaining" : "on track"
  }
}
