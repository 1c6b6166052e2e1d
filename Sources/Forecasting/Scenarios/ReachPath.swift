import Glibc

/// How a gap is closed between two times.
public enum ReachPath: String, Hashable, Sendable, CaseIterable {
  /// The same step every year.
  case linear
  /// Most of it soon: 1 − (1 − u)².
  case early
  /// Most of it late: u².
  case late
  /// A straight line on the logit scale.
  case logit

  /// The value at the share `u` (0…1) of the time from `start` to `end`; exactly `end` at 1.
  public func value(from start: Double, to end: Double, at u: Double, bounds: Bounds) -> Double {
    if u <= 0 { return start }
    if u >= 1 { return end }
    switch self {
    case .linear: return start + (end - start) * u
    case .early: return start + (end - start) * (1 - (1 - u) * (1 - u))
    case .late: return start + (end - start) * u * u
    case .logit:
      // On the clipped logits, then stretched so that both ends are exact.
      guard let logit = Logit(bounds) else { return start + (end - start) * u }
      let from = logit.transform(start)
      let to = logit.transform(end)
      guard from != to else { return start + (end - start) * u }
      let low = logit.inverse(from)
      let share = (logit.inverse(from + (to - from) * u) - low) / (logit.inverse(to) - low)
      return start + (end - start) * share
    }
  }
}
