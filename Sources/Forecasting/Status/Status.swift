/// Where a unit stands against a target, on one scale for all rules.
public enum Status: String, Hashable, Sendable, CaseIterable {
  case met
  case missed
  /// A supposed course falls short of a target whose time is still to come.
  case wouldMiss = "would miss"
  case onTrack = "on track"
  case tooSlow = "too slow"
  case farTooSlow = "far too slow"
  case movingAway = "moving away"
  /// The base met the target, the last value does not.
  case lostTarget = "lost target"
  case notAssessed = "not assessed"
  /// The value is only known to lie on one side of a number.
  case unknownBound = "unknown (bound)"
}

/// Why a status could not be given.
public enum NotAssessed: Hashable, Sendable {
  /// Fewer than two distinct years.
  case onePoint
  /// Less than a year between base and last point.
  case shortSpan
  /// Growth rates need values of one sign, none of them 0.
  case growthUndefined
  /// The base value equals the target.
  case noDistance
}

/// A rule's answer.
public struct Assessment: Hashable, Sendable {
  public let status: Status
  /// The rule's own word for it.
  public let label: String
  /// What the rule cuts on (a ratio of paces mostly); nil when it needs none.
  public let ratio: Double?
  /// The rule's own score where it has one (Open SDG −5…5, UN 1…3, ESCAP 0…10, SDSN none).
  public let score: Double?
  public let reason: NotAssessed?

  init(
    _ status: Status, label: String? = nil, ratio: Double? = nil, score: Double? = nil,
    reason: NotAssessed? = nil
  ) {
    self.status = status
    self.label = label ?? status.rawValue
    self.ratio = ratio
    self.score = score
    self.reason = reason
  }

  static func notAssessed(_ reason: NotAssessed) -> Assessment {
    Assessment(.notAssessed, reason: reason)
  }
}

/// The published ways to judge progress.
public enum StatusRule: String, Hashable, Sendable, CaseIterable {
  case pace
  case eurostat
  case sdsn
  case un
  case escap
  case opensdg
  case aarr

  /// Only in part as published: ESCAP's weights are not public, so ours are stated instead.
  public var isApproximate: Bool { self == .escap }

  /// Judges `series`, whose pace against its target has been measured; `percent` says that the
  /// values are percentages, for the UN's rule on targets of 0 and 100 %.
  public func assess(_ series: Series, _ pace: Pace, percent: Bool = false) -> Assessment {
    // A time that is over is judged alike by all rules.
    if pace.isPast, !pace.isMet { return Assessment(.missed) }
    let base = (time: pace.baseTime, value: pace.baseValue)
    let last = (time: pace.lastTime, value: pace.lastValue)
    switch self {
    case .pace: return PaceRule.assess(pace)
    case .eurostat: return EurostatRule.assess(base: base, last: last, target: pace.target)
    case .sdsn: return SDSNRule.assess(base: base, last: last, target: pace.target)
    case .un: return UNRule.assess(base: base, last: last, target: pace.target, percent: percent)
    case .opensdg: return OpenSDGRule.assess(base: base, last: last, target: pace.target)
    case .escap:
      return ESCAPRule.assess(
        series.since(pace.baseTime).through(pace.lastTime), target: pace.target)
    case .aarr:
      return AARRRule.assess(
        series.since(pace.baseTime).through(pace.lastTime), target: pace.target)
    }
  }

  /// Judges an observation that may only be a bound: where the bound decides nothing, unknown.
  public func assess(
    _ observation: Observation, _ series: Series, _ pace: Pace, percent: Bool = false
  ) -> Assessment {
    if case .exactly = observation { return assess(series, pace, percent: percent) }
    switch pace.target.isMet(by: observation) {
    case .some(true): return Assessment(.met)
    case .some(false) where pace.isPast: return Assessment(.missed)
    default: return Assessment(.unknownBound)
    }
  }
}

/// A point of a series.
public typealias Point = (time: Double, value: Double)

/// Yearly growth (y/y0)^(1/years) − 1; nil without years, at 0, or across a change of sign.
public func compoundGrowth(from start: Point, to end: Point) -> Double? {
  let years = end.time - start.time
  guard years > 0, start.value != 0, end.value / start.value > 0 else { return nil }
  return Growth.rate(end.value / start.value, years: years)
}
