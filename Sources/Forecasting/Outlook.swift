/// Where a value may come to lie at one time: Student's t about a centre, on the scale of its method.
///
/// What is read off it never leaves the bounds; the centre itself may, so that probabilities at the
/// floor and the ceiling come from before the cut.
public struct Outlook: Hashable, Sendable {
  public enum Scale: Hashable, Sendable {
    /// Values as they are.
    case value
    /// Shares of the way to the good end.
    case share(ShareScale)
    /// Their link (`ShareScale.transform`).
    case link(ShareScale)

    /// Which way values get better as places grow.
    var direction: Direction {
      switch self {
      case .value: .up
      case .share(let scale), .link(let scale): scale.direction
      }
    }
  }

  public let scale: Scale
  public let bounds: Bounds
  public let centre: Double
  /// Standard error on the scale; 0 where nothing varied.
  public let error: Double
  /// The part of it that is no trend: what is left of an interval at the floor or the ceiling.
  public let noise: Double
  /// Infinite for the normal distribution.
  public let degreesOfFreedom: Double
  /// What values of the season are multiplied by; 1 without one.
  public let season: Double

  public init(
    scale: Scale, bounds: Bounds, centre: Double, error: Double, noise: Double? = nil,
    degreesOfFreedom: Double, season: Double = 1
  ) {
    self.scale = scale
    self.bounds = bounds
    self.centre = centre
    self.error = error
    self.noise = noise ?? error
    self.degreesOfFreedom = degreesOfFreedom
    self.season = season
  }

  /// The same about another centre.
  public func moved(to centre: Double) -> Outlook {
    Outlook(
      scale: scale, bounds: bounds, centre: centre, error: error, noise: noise,
      degreesOfFreedom: degreesOfFreedom, season: season)
  }

  /// The value at a place of the scale, between the bounds.
  @inline(__always)
  public func value(at place: Double) -> Double {
    switch scale {
    case .value: bounds.clip(season * place)
    case .share(let scale): bounds.clip(season * scale.value(ofShare: place))
    case .link(let scale): bounds.clip(season * scale.inverse(place))
    }
  }

  /// The place of a value on the scale.
  @inline(__always)
  public func place(of value: Double) -> Double {
    switch scale {
    case .value: value / season
    case .share(let scale): scale.share(value / season)
    case .link(let scale): scale.transform(value / season)
    }
  }

  /// The median.
  public var expected: Double { value(at: centre) }

  /// Whether the median was cut at the floor or the ceiling.
  public var isCut: Bool {
    let back = place(of: expected)
    return abs(back - centre) > 1e-9 * max(1, abs(centre))
  }

  /// The ends of the interval that holds the value with probability `level`.
  public func interval(_ level: Double) -> (low: Double, high: Double) {
    interval(quantile: Outlook.quantile((1 + level) / 2, degreesOfFreedom))
  }

  /// The same from a quantile known beforehand.
  @inline(__always)
  func interval(quantile: Double) -> (low: Double, high: Double) {
    var one = value(at: centre - quantile * error)
    var other = value(at: centre + quantile * error)
    if one == other, noise > 0 {
      // All of it lies beyond one bound: what is left is the noise of a value that stands there.
      let end = place(of: one)
      one = value(at: end - quantile * noise)
      other = value(at: end + quantile * noise)
    }
    return one <= other ? (one, other) : (other, one)
  }

  /// The standard error in units of the values; on the link half of what lies between one error below
  /// and one above.
  public var errorOfValue: Double {
    switch scale {
    case .value: season * error
    case .share(let scale): season * scale.bounds.width * error
    case .link: abs(value(at: centre + error) - value(at: centre - error)) / 2
    }
  }

  /// P(target attained), before any cut; nil where nothing varied.
  public func probability(of target: Target) -> Double? {
    guard error > 0, degreesOfFreedom > 0 else { return nil }
    let sign = target.direction == scale.direction ? 1.0 : -1
    let distance = sign * (place(of: target.value) - centre) / error
    return degreesOfFreedom.isFinite
      ? StudentT.survival(distance, degreesOfFreedom: degreesOfFreedom)
      : Normal.survival(distance)
  }

  /// The quantile of t, or of the normal distribution.
  static func quantile(_ p: Double, _ degreesOfFreedom: Double) -> Double {
    degreesOfFreedom.isFinite
      ? StudentT.quantile(p, degreesOfFreedom: degreesOfFreedom) : Normal.quantile(p)
  }
}
