/// How fast a series moves against a target: every quantity of section 2 of the methods page.
///
/// Paces, gaps and leads are directed: larger is better whichever way better lies. Units are those
/// of the values (points for rates and scores), per year for paces.
public struct Pace: Hashable, Sendable {
  /// How the actual pace is measured.
  public enum Estimator: String, Hashable, Sendable, CaseIterable {
    /// Between the first and the last point of the window.
    case endpoints
    /// Slope of the least-squares line.
    case ols
    /// Median of pairwise slopes.
    case theilSen = "theilsen"
  }

  /// Where and how the pace is measured.
  public struct Options: Hashable, Sendable {
    /// The base; by default the first point at or after 2015, else the first point.
    public var baseTime: Double?
    /// Years of the window that ends at the last point; since the base unless given.
    public var window: Double?
    public var estimator: Estimator

    public init(
      baseTime: Double? = nil, window: Double? = nil, estimator: Estimator = .endpoints
    ) {
      self.baseTime = baseTime
      self.window = window
      self.estimator = estimator
    }
  }

  public let target: Target
  public let baseTime: Double
  public let baseValue: Double
  public let lastTime: Double
  public let lastValue: Double
  /// The last value meets the target.
  public let isMet: Bool
  /// The target's time is not after the last observation, so that nothing can change any more.
  public let isPast: Bool
  /// What is missing now; 0 when met.
  public let gap: Double
  /// By how much the last value passes the target; negative when short of it.
  public let margin: Double
  /// Pace needed from now on; 0 when met, nil when the time is over.
  public let required: Double?
  /// Pace that would have sufficed from the base; nil when the base is at or after the target.
  public let original: Double?
  /// Pace seen; nil with fewer than two distinct times.
  public let actual: Double?
  /// Base ratio R0 = actual since the base / original; status is cut on it. nil when met, when the
  /// base value equals the target, and below a year of span.
  public let ratio: Double?
  /// Forward ratio actual / required; nil when met or over.
  public let forwardRatio: Double?
  /// required / actual; nil unless both are positive.
  public let acceleration: Double?
  /// The value that the straight path from base to target has at the last time.
  public let onPath: Double?
  /// Lead over that path; negative when behind.
  public let ahead: Double?
  /// The same in years of the original pace.
  public let aheadYears: Double?
  /// The straight line at the target's time, not below the floor nor above the ceiling.
  public let projected: Double?
  /// Shortfall of `projected` at the target's time; negative when it passes the target.
  public let gapAtTarget: Double?
  /// When the straight line meets the target.
  public let attained: AttainmentTime?

  /// Measures `series` against `target`.
  ///
  /// A target whose time lies before the last observation is judged at the last point up to then.
  /// - Throws: `targetOutOfBounds`; `tooFewPoints` without a point up to the target's time.
  public init(
    _ series: Series, target: Target, bounds: Bounds = .none, options: Options = Options()
  ) throws(ForecastingError) {
    try target.check(bounds)
    let judged = series.through(target.time)
    guard let last = judged.last, let end = series.last else {
      throw .targetTimeTooEarly(target: target.time, last: series.first?.time ?? target.time)
    }
    let from =
      options.baseTime.flatMap { time in judged.times.firstIndex { $0 >= time - 1e-9 } }
      ?? judged.times.firstIndex { $0 >= 2015 } ?? 0
    let sinceBase = judged.suffix(judged.count - from)
    let base = sinceBase.first ?? last
    let window = options.window.map { Pace.window(judged, years: $0) } ?? sinceBase
    self.init(
      base: base, last: last, target: target, bounds: bounds,
      actual: Pace.slope(window, options.estimator),
      sinceBase: options.window == nil
        ? Pace.slope(sinceBase, options.estimator) : Pace.slope(sinceBase, .endpoints),
      isPast: target.time <= end.time)
  }

  /// Measures two points against `target`.
  public init(
    base: (time: Double, value: Double), last: (time: Double, value: Double), target: Target,
    bounds: Bounds = .none
  ) {
    let slope =
      last.time > base.time ? (last.value - base.value) / (last.time - base.time) : nil
    self.init(
      base: base, last: last, target: target, bounds: bounds, actual: slope, sinceBase: slope,
      isPast: target.time <= last.time)
  }

  /// `actual` and `sinceBase` are slopes per year, not yet directed.
  private init(
    base: (time: Double, value: Double), last: (time: Double, value: Double), target: Target,
    bounds: Bounds, actual slope: Double?, sinceBase: Double?, isPast: Bool
  ) {
    let sign = target.direction.sign
    let remaining = target.time - last.time
    let short = sign * (target.value - last.value)
    let met = target.isMet(by: last.value)
    let actual = slope.map { sign * $0 }
    let years = target.time - base.time
    let original = years > 0 ? sign * (target.value - base.value) / years : nil
    let required: Double? = met ? 0 : isPast || remaining <= 0 ? nil : max(short, 0) / remaining
    let elapsed = last.time - base.time
    self.target = target
    self.isPast = isPast
    baseTime = base.time
    baseValue = base.value
    lastTime = last.time
    lastValue = last.value
    isMet = met
    gap = met ? 0 : max(short, 0)
    margin = -short
    self.required = required
    self.original = original
    self.actual = actual
    if !met, let sinceBase, let original, original != 0, elapsed >= 1 - 1e-9 {
      ratio = sign * sinceBase / original
    } else {
      ratio = nil
    }
    forwardRatio =
      if !met, let actual, let required, required > 0 { actual / required } else { nil }
    acceleration =
      if !met, let actual, let required, actual > 0 { required / actual } else { nil }
    if let original {
      let path = base.value + sign * original * elapsed
      let lead = sign * (last.value - path)
      onPath = path
      ahead = lead
      aheadYears = original != 0 ? lead / original : nil
    } else {
      onPath = nil
      ahead = nil
      aheadYears = nil
    }
    if let slope, !isPast {
      let value = bounds.clip(last.value + slope * remaining)
      projected = value
      gapAtTarget = sign * (target.value - value)
    } else {
      projected = isPast ? last.value : nil
      gapAtTarget = isPast ? short : nil
    }
    attained = met ? .met : actual.map { AttainmentTime(gap: short, pace: $0, from: last.time) }
  }

  /// Met, but moving away.
  public var isSlipping: Bool { isMet && (actual ?? 0) < 0 }

  /// The gap in people or items out of `total`, rounded up, for values in percent.
  public func gapItems(total: Double) -> Double { (gap / 100 * total - 1e-9).rounded(.up) }

  /// Slope per year, not directed; nil with fewer than two distinct times.
  public static func slope(_ series: Series, _ estimator: Estimator) -> Double? {
    guard let first = series.first, let last = series.last, last.time > first.time else {
      return nil
    }
    switch estimator {
    case .endpoints: return (last.value - first.value) / (last.time - first.time)
    case .ols: return LinearFit(series)?.slope
    case .theilSen: return TheilSenFit(series)?.slope
    }
  }

  /// The last `years` of a series: from the point at the start of the window, else the nearest
  /// within one year before it, else the first inside (the rule of the SDSN).
  public static func window(_ series: Series, years: Double) -> Series {
    guard let last = series.last else { return series }
    let start = last.time - years
    if let before = series.times.lastIndex(where: { $0 <= start + 1e-9 }),
      series.times[before] >= start - 1 - 1e-9
    {
      return series.suffix(series.count - before)
    }
    return series.since(start)
  }
}
