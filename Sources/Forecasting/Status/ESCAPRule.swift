/// ESCAP's two indices: the current status index (how much of the way has been gone) and the
/// anticipated progress index (how much will be missing).
///
/// Source: the progress-assessment methodology and UNICEF MENA's code. The weights of the published
/// regression are not public; ours grow linearly with time, w_k = (t_k − t_1 + 1)/(t_n − t_1 + 1),
/// and results are marked approximate.
public enum ESCAPRule {
  /// 10 · directed way gone / |target − base|; 10 is the target, negative is regression. nil when
  /// the base is at the target.
  public static func currentStatus(
    base: Double, current: Double, target: Double, direction: Direction
  ) -> Double? {
    target == base ? nil : 10 * direction.sign * (current - base) / abs(target - base)
  }

  /// What the index should be by `time` on a straight path to 10.
  public static func expectedStatus(at time: Double, base: Double, target: Double) -> Double? {
    target > base ? 10 * (time - base) / (target - base) : nil
  }

  /// For indicators that should lie at a value, from either side (parity): 10 − 10·|gap|/|gap at
  /// the base|.
  public static func parityStatus(base: Double, current: Double, target: Double) -> Double? {
    target == base ? nil : 10 - 10 * abs(target - current) / abs(target - base)
  }

  /// 100 · |target − predicted| / |target − base|, 0 when the prediction reaches the target.
  public static func anticipatedGap(
    base: Double, predicted: Double, target: Double, direction: Direction
  ) -> Double? {
    if direction.sign * (predicted - target) >= 0 { return 0 }
    return target == base ? nil : 100 * abs(target - predicted) / abs(target - base)
  }

  /// maintain (gap at most 10 %), accelerate (at most 100 %), reverse.
  public static func label(gap: Double) -> String {
    gap <= 10 ? "maintain" : gap <= 100 ? "accelerate" : "reverse"
  }

  /// The line through all points of `series`, recent ones weighing more.
  public static func fit(_ series: Series) -> LinearFit? {
    guard let first = series.first else { return nil }
    let weights = series.times.map { ($0 - first.time + 1) / (series.span + 1) }
    return LinearFit(series, weights: weights)
  }

  /// Class by the anticipated progress index, score by the current status index.
  public static func assess(_ series: Series, target: Target) -> Assessment {
    guard let base = series.first, let last = series.last, let fit = fit(series) else {
      return .notAssessed(.onePoint)
    }
    let score = currentStatus(
      base: base.value, current: last.value, target: target.value, direction: target.direction)
    if target.isMet(by: last.value) {
      return Assessment(.met, label: "maintain", ratio: 0, score: score)
    }
    if target.time <= last.time { return Assessment(.missed, score: score) }
    guard
      let gap = anticipatedGap(
        base: base.value, predicted: fit.value(at: target.time), target: target.value,
        direction: target.direction)
    else { return .notAssessed(.noDistance) }
    let status: Status = gap <= 10 ? .onTrack : gap <= 100 ? .tooSlow : .movingAway
    return Assessment(status, label: label(gap: gap), ratio: gap, score: score)
  }
}
