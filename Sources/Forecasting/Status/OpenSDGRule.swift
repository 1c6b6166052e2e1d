import Glibc

/// The progress measure of Open SDG and Statistics Canada (`sdg/ProgressMeasure.py` of sdg-build).
public enum OpenSDGRule {
  /// What stands for a 0 in a growth rate; the result depends on it, which is why no other rule
  /// here uses it.
  public static let zeroSubstitute = 0.001

  /// Directed growth observed over the size of the growth required; nil where signs differ.
  public static func progress(base: Point, last: Point, target: Target) -> Double? {
    func nonzero(_ v: Double) -> Double { v == 0 ? zeroSubstitute : v }
    let start = (base.time, nonzero(base.value))
    guard let observed = compoundGrowth(from: start, to: (last.time, nonzero(last.value))),
      let required = compoundGrowth(from: start, to: (target.time, nonzero(target.value))),
      required != 0
    else { return nil }
    return target.direction.sign * observed / abs(required)
  }

  /// −5…5 from the progress value.
  public static func score(_ progress: Double) -> Double {
    progress >= 0.6
      ? min(7.1429 * progress - 4.2857, 5) : max(4.1667 * progress - 2.5, -5)
  }

  public static func assess(base: Point, last: Point, target: Target) -> Assessment {
    guard last.time > base.time else { return .notAssessed(.onePoint) }
    let value = progress(base: base, last: last, target: target)
    if target.isMet(by: last.value) {
      return Assessment(.met, label: "target_achieved", ratio: value, score: 5)
    }
    guard let value else { return .notAssessed(.growthUndefined) }
    return assessment(value, cuts: [PaceRule.onTrack, PaceRule.tooSlow, 0], score: score(value))
  }

  /// Without a target: directed growth against 1.5 % and 0.5 % a year, both scaled down near a
  /// natural `limit`.
  public static func assess(
    base: Point, last: Point, direction: Direction, limit: Double?
  ) -> Assessment {
    guard let growth = compoundGrowth(from: base, to: last) else {
      return .notAssessed(.growthUndefined)
    }
    return assessment(
      direction.sign * growth, cuts: thresholds(base: base.value, limit: limit), score: nil)
  }

  /// 1.5 %, 0.5 % and 0, scaled by C = 1 − (y0/limit)^4.44 below the limit,
  /// 1 − ((2·limit − y0)/limit)^4.44 up to twice the limit, and 1 beyond.
  public static func thresholds(base: Double, limit: Double?) -> [Double] {
    guard let limit, limit != 0 else { return [0.015, 0.005, 0] }
    let scale =
      base <= limit
      ? 1 - pow(base / limit, 4.44)
      : base < 2 * limit ? 1 - pow((2 * limit - base) / limit, 4.44) : 1
    return [0.015 * scale, 0.005 * scale, 0]
  }

  private static func assessment(_ value: Double, cuts: [Double], score: Double?) -> Assessment {
    let status: Status
    let label: String
    if value >= cuts[0] {
      (status, label) = (.onTrack, "substantial_progress")
    } else if value >= cuts[1] {
      (status, label) = (.tooSlow, "moderate_progress")
    } else if value >= cuts[2] {
      (status, label) = (.farTooSlow, "limited_progress")
    } else {
      (status, label) = (.movingAway, "deterioration")
    }
    return Assessment(status, label: label, ratio: value, score: score)
  }

  /// An indicator's label from the mean score of its series: cuts 2.5, 0 and −2.5.
  public static func indicatorLabel(scores: [Double]) -> String? {
    guard let mean = Summaries.mean(scores) else { return nil }
    return mean >= 2.5
      ? "substantial_progress"
      : mean >= 0 ? "moderate_progress" : mean >= -2.5 ? "limited_progress" : "deterioration"
  }
}
