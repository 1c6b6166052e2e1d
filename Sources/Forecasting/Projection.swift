/// What a series leads to at one time.
public struct Projection: Hashable, Sendable {
  public let time: Double
  public let method: Method
  /// Points used.
  public let count: Int
  /// Weight of the unit's own trend where peers were pooled, else nil.
  public let weight: Double?
  public let lastTime: Double
  public let last: Double
  /// The straight line at the pace seen, between floor and ceiling: not a forecast. nil with one
  /// point.
  public let atPace: Double?
  /// The forecast's median, between floor and ceiling.
  public let expected: Double
  /// Ends of the interval; nil where there is none.
  public let low: Double?
  public let high: Double?
  public let standardError: Double?
  public let degreesOfFreedom: Double?
  public let flags: Flags

  /// P(target attained) at this time; nil without a standard error.
  public func probability(of target: Target) -> Double? {
    guard let standardError, let degreesOfFreedom else { return nil }
    return Attainment.probability(
      target.value, direction: target.direction, median: expected, standardError: standardError,
      degreesOfFreedom: degreesOfFreedom)
  }

  /// The pace says yes (R0 at least 0.95) and experience says no (probability below 0.33).
  public func isTense(_ pace: Pace) -> Bool {
    guard !pace.isMet, let ratio = pace.ratio, let p = probability(of: pace.target) else {
      return false
    }
    return ratio >= PaceRule.onTrack && p < 0.33
  }
}

/// How to project.
public struct ProjectionOptions: Hashable, Sendable {
  /// How much a unit's own trend counts among peers.
  public enum PeerWeight: Hashable, Sendable {
    /// One half; 0.3 with two points, none with one.
    case fixed
    /// Empirical Bayes.
    case automatic
    case value(Double)
  }

  public var bounds: Bounds
  /// nil: the default by length and kind.
  public var method: Method?
  /// Probability inside the interval.
  public var level: Double
  public var peerWeight: PeerWeight
  /// 1, 4 or 12; found from the times unless given.
  public var periodsPerYear: Int?
  /// For the `stale` flag; no flag without it.
  public var today: Double?
  public var pace: Pace.Options
  /// Covered and totals behind a rate.
  public var counts: Counts?
  /// Ceiling of the growth curves; that of the bounds unless given.
  public var curveCeiling: Double?

  public init(
    bounds: Bounds = .percent, method: Method? = nil, level: Double = 0.8,
    peerWeight: PeerWeight = .fixed, periodsPerYear: Int? = nil, today: Double? = nil,
    pace: Pace.Options = Pace.Options(), counts: Counts? = nil, curveCeiling: Double? = nil
  ) {
    self.bounds = bounds
    self.method = method
    self.level = level
    self.peerWeight = peerWeight
    self.periodsPerYear = periodsPerYear
    self.today = today
    self.pace = pace
    self.counts = counts
    self.curveCeiling = curveCeiling
  }
}
