/// The default rule: Eurostat's cuts on the linear base pace ratio R0, which is defined at 0 and
/// the same for both directions.
public enum PaceRule {
  /// At or above: on track.
  public static let onTrack = 0.95
  /// At or above: too slow; below, down to 0: far too slow; negative: moving away.
  public static let tooSlow = 0.60

  public static func assess(_ pace: Pace) -> Assessment {
    if pace.isMet { return Assessment(.met) }
    if pace.isPast { return Assessment(.missed) }
    guard pace.actual != nil else { return .notAssessed(.onePoint) }
    guard pace.isWithinYear || pace.lastTime - pace.baseTime >= 1 - 1e-9 else {
      return .notAssessed(.shortSpan)
    }
    let toGo = pace.target.direction.sign * (pace.target.value - pace.baseValue)
    if toGo < 0 { return Assessment(.lostTarget) }
    guard toGo > 0, let ratio = pace.ratio else { return Assessment(.movingAway) }
    return Assessment(cut(ratio), ratio: ratio)
  }

  /// The status of a ratio of paces, rounded to 9 decimals first.
  static func cut(_ ratio: Double) -> Status {
    let rounded = (ratio * 1e9).rounded() / 1e9
    return rounded >= onTrack
      ? .onTrack : rounded >= tooSlow ? .tooSlow : rounded >= 0 ? .farTooSlow : .movingAway
  }
}
