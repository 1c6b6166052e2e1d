import Glibc

/// When a target is reached.
public enum AttainmentTime: Hashable, Sendable {
  /// It is met already.
  case met
  /// At this decimal year.
  case at(Double)
  /// Only later than this; no year is given beyond 50 years.
  case after(Double)
  /// Not at this pace, or not under this forecast.
  case never

  /// How far ahead a year is named.
  public static let furthest = 50.0

  /// On a straight line: `gap` (directed, from now) closed by `pace` (directed, per year).
  public init(gap: Double, pace: Double, from last: Double) {
    guard gap > 0 else {
      self = .met
      return
    }
    guard pace > 0 else {
      self = .never
      return
    }
    self.init(last + gap / pace, from: last)
  }

  /// Under damped drift: `need` on the scale of the transform (directed), `slope` per year
  /// (directed), damping `phi`. The reachable distance is slope·φ/(1−φ); within it
  /// t = tn + ln(1 − need·(1−φ)/(slope·φ))/ln φ.
  public init(need: Double, dampedSlope slope: Double, phi: Double, from last: Double) {
    guard need > 0 else {
      self = .met
      return
    }
    guard phi < 1 else {
      self.init(gap: need, pace: slope, from: last)
      return
    }
    let reachable = slope * phi / (1 - phi)
    guard slope > 0, need < reachable else {
      self = .never
      return
    }
    self.init(last + log(1 - need / reachable) / log(phi), from: last)
  }

  private init(_ time: Double, from last: Double) {
    self =
      time > last + AttainmentTime.furthest ? .after(last + AttainmentTime.furthest) : .at(time)
  }

  /// The decimal year, when there is one.
  public var time: Double? {
    if case .at(let time) = self { time } else { nil }
  }

  /// Rounded up to the end of the reporting period in which it falls (1, 4 or 12 a year).
  public func roundedUp(periodsPerYear: Int) -> AttainmentTime {
    guard case .at(let time) = self else { return self }
    let periods = Double(periodsPerYear)
    return .at((time * periods - 1e-9).rounded(.up) / periods)
  }
}
