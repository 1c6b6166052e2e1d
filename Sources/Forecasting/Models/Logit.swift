import Glibc

/// The logit of where a value lies between floor and ceiling.
public struct Logit: Hashable, Sendable {
  public let bounds: Bounds
  /// How near to an end a share may come before it is pulled back.
  public static let margin = 0.005

  /// nil unless both ends are finite.
  public init?(_ bounds: Bounds) {
    guard bounds.isBounded else { return nil }
    self.bounds = bounds
  }

  /// ln(p/(1−p)) with p, the share of the way from floor to ceiling, kept in 0.005…0.995.
  @inline(__always)
  public func transform(_ value: Double) -> Double {
    let share = min(max((value - bounds.lower) / bounds.width, Logit.margin), 1 - Logit.margin)
    return log(share / (1 - share))
  }

  /// Whether `transform` pulls the value back.
  @inline(__always)
  public func clips(_ value: Double) -> Bool {
    let share = (value - bounds.lower) / bounds.width
    return share < Logit.margin || share > 1 - Logit.margin
  }

  /// For a rate with counts: ln((k + ½)/(N − k + ½)), finite for every k.
  public static func counts(covered: Double, total: Double) -> Double {
    log((covered + 0.5) / (max(total - covered, 0) + 0.5))
  }

  /// Back to a value between the bounds.
  @inline(__always)
  public func inverse(_ z: Double) -> Double { bounds.lower + bounds.width / (1 + exp(-z)) }
}

/// Drift on the logit scale: steps shrink towards floor and ceiling by themselves.
public struct LogitDrift: ForecastModel {
  public let logit: Logit
  /// The last point on the logit scale.
  public let last: Double
  /// Logits per year.
  public let slope: Double
  public let damping: Damping
  /// What the clipping of the last value took away (0 inside 0.5…99.5 %); added back, so that
  /// a unit at the ceiling does not seem to fall from it.
  let offset: Double

  /// nil with fewer than two points or without finite bounds.
  public init?(_ series: Series, bounds: Bounds, damping: Damping = .usual) {
    guard let logit = Logit(bounds), let first = series.first, let last = series.last,
      last.time > first.time
    else { return nil }
    let from = logit.transform(first.value)
    let to = logit.transform(last.value)
    self.init(
      logit: logit, lastValue: last.value, slope: (to - from) / (last.time - first.time),
      damping: damping)
  }

  /// From counts, on ln((k + ½)/(N − k + ½)); nil with fewer than two distinct times.
  public init?(times: [Double], counts: Counts, bounds: Bounds, damping: Damping = .usual) {
    let n = times.count
    guard let logit = Logit(bounds), n >= 2, counts.totals.count == n, times[n - 1] > times[0]
    else { return nil }
    let z = [0, n - 1].map { Logit.counts(covered: counts.covered[$0], total: counts.totals[$0]) }
    self.logit = logit
    self.damping = damping
    last = z[1]
    slope = (z[1] - z[0]) / (times[n - 1] - times[0])
    offset = 0
  }

  public init(logit: Logit, lastValue: Double, slope: Double, damping: Damping = .usual) {
    self.logit = logit
    self.slope = slope
    self.damping = damping
    last = logit.transform(lastValue)
    offset = logit.clips(lastValue) ? lastValue - logit.inverse(last) : 0
  }

  /// A median, since the transform keeps order but not means.
  public func value(after years: Double) -> Double {
    logit.bounds.clip(logit.inverse(last + slope * damping.reach(years)) + offset)
  }
}

extension LogitDrift {
  /// What the slope must be multiplied by for the median to be `target` after `years`:
  /// (z_X − z_n)/(slope·D(years)); nil for a flat trend.
  public func paceMultiplier(toReach target: Double, in years: Double) -> Double? {
    let way = slope * damping.reach(years)
    return way == 0 ? nil : (logit.transform(target) - last) / way
  }
}
