/// What a series leads to at one time.
public struct Projection: Hashable, Sendable {
  public let time: Double
  public let method: Method
  /// Points used.
  public let count: Int
  /// Weight of the unit's own trend among peers, or against no change; nil for other methods.
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
  /// What the interval comes from; nil where there is none.
  public let outlook: Outlook?
  public let flags: Flags

  /// Standard error in units of the values.
  public var standardError: Double? { outlook?.errorOfValue }
  public var degreesOfFreedom: Double? { outlook?.degreesOfFreedom }

  /// P(target attained) at this time; nil without a standard error.
  public func probability(of target: Target) -> Double? { outlook?.probability(of: target) }

  /// Whether pace and experience disagree about the target.
  public func tension(_ pace: Pace) -> Tension? {
    Tension(pace, probability: probability(of: pace.target))
  }
}

/// Where the pace and what is known of its course to come say different things of a target.
public enum Tension: Hashable, Sendable {
  /// The pace says yes (R0 at least 0.95), experience says no (probability below 0.33).
  case slowdown
  /// The pace says no, experience says yes (probability above 0.66).
  case gain

  public init?(_ pace: Pace, probability: Double?) {
    guard !pace.isMet, let ratio = pace.ratio, let probability else { return nil }
    if ratio >= PaceRule.onTrack, probability < 0.33 {
      self = .slowdown
    } else if ratio < PaceRule.onTrack, probability > 0.66 {
      self = .gain
    } else {
      return nil
    }
  }
}

/// How to project.
public struct ProjectionOptions: Hashable, Sendable {
  public var bounds: Bounds
  /// Which way is better: the bounded default treats the two ends differently.
  public var direction: Direction
  /// nil: the default by length and kind.
  public var method: Method?
  /// Probability inside the interval.
  public var level: Double
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
    bounds: Bounds = .percent, direction: Direction = .up, method: Method? = nil,
    level: Double = 0.8, periodsPerYear: Int? = nil, today: Double? = nil,
    pace: Pace.Options = Pace.Options(), counts: Counts? = nil, curveCeiling: Double? = nil
  ) {
    self.bounds = bounds
    self.direction = direction
    self.method = method
    self.level = level
    self.periodsPerYear = periodsPerYear
    self.today = today
    self.pace = pace
    self.counts = counts
    self.curveCeiling = curveCeiling
  }
}
