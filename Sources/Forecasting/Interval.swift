/// The scatter that intervals are made of: how much a yearly change varies, how sure that is, and
/// how it grows with the horizon (section 4.9 of the methods page).
public struct Scatter: Hashable, Sendable {
  /// What the plain drift standard error is multiplied by.
  public enum Widening: Hashable, Sendable {
    /// With peers: nothing, the moderated variance is enough.
    case none
    /// A bounded series alone: 1.2 up to a year, 1.35 at two, 1.5 from three years on.
    case bounded
    /// An unbounded series: 1.2.
    case level

    @inline(__always)
    public func factor(_ years: Double) -> Double {
      switch self {
      case .none: 1
      case .level: 1.2
      case .bounded: 1.2 + 0.15 * min(max(years - 1, 0), 2)
      }
    }
  }

  /// Standard deviation of a yearly change; 0 when all changes were equal.
  public let sigma: Double
  public let degreesOfFreedom: Double
  /// Years from the first to the last point used.
  public let span: Double
  public let widening: Widening
  /// Added to the squared standard error: p(1−p)/N of the last point, for totals below 100.
  public let sampling: Double

  public init(
    sigma: Double, degreesOfFreedom: Double, span: Double, widening: Widening,
    sampling: Double = 0
  ) {
    self.sigma = sigma
    self.degreesOfFreedom = degreesOfFreedom
    self.span = span
    self.widening = widening
    self.sampling = sampling
  }

  /// Prior weight, in degrees of freedom, of the peers' variance (moderated variance, Smyth 2004).
  public static let peerDegreesOfFreedom = 4.0
  /// Least standard deviation of a bounded series' changes, as a share of its range.
  public static let floor = 0.001

  /// A series alone: t with n−2 degrees of freedom; nil below three points.
  ///
  /// All changes equal gives a sigma of 0: an interval of one point, with a note.
  public static func alone(_ series: Series, bounds: Bounds) -> Scatter? {
    guard let variance = Drift.variance(series.times[...], series.values[...]) else { return nil }
    let size = series.values.reduce(0) { max($0, abs($1)) }
    let sigma = variance.squareRoot()
    let varies = sigma > 1e-12 * size
    return Scatter(
      sigma: !varies ? 0 : bounds.isBounded ? max(sigma, floor * bounds.width) : sigma,
      degreesOfFreedom: Double(series.count - 2), span: series.span,
      widening: bounds.isBounded ? .bounded : .level)
  }

  /// A unit among peers: s² = (ν·v + 4·v0)/(ν + 4), ν = n−2, with t(ν + 4). `variance` is that of
  /// the unit's own yearly changes (nil below three points, where ν = 0), `span` at least 1 year.
  @inline(__always)
  public static func moderated(
    variance: Double?, count: Int, span: Double, peers: Double, bounds: Bounds
  ) -> Scatter {
    let own = variance == nil ? 0 : Double(max(count - 2, 0))
    let prior = peerDegreesOfFreedom
    let mixed = (own * (variance ?? 0) + prior * peers) / (own + prior)
    let least = bounds.isBounded ? floor * bounds.width : 0
    return Scatter(
      sigma: max(mixed.squareRoot(), least), degreesOfFreedom: own + prior, span: span,
      widening: .none)
  }

  /// Standard error `years` after the last point: widening·s·√(h(1 + h/span)).
  @inline(__always)
  public func standardError(after years: Double) -> Double {
    let trend = widening.factor(years) * sigma * Drift.growth(years, span: span)
    return sampling > 0 ? (trend * trend + sampling).squareRoot() : trend
  }

  /// With the sampling noise of a last point of `total` people or items, in the units of `bounds`;
  /// nothing from 100 on.
  public func adding(samplingOf value: Double, total: Double?, bounds: Bounds) -> Scatter {
    guard let total, total > 0, total < 100, bounds.isBounded else { return self }
    let share = min(max((value - bounds.lower) / bounds.width, 0), 1)
    return Scatter(
      sigma: sigma, degreesOfFreedom: degreesOfFreedom, span: span, widening: widening,
      sampling: share * (1 - share) / total * bounds.width * bounds.width)
  }
}

/// Probability of attaining a target.
public enum Attainment {
  /// P(value ≥ X), or ≤ X where lower is better, from a median and its standard error by t; nil
  /// without one (nothing to base a probability on).
  public static func probability(
    _ target: Double, direction: Direction, median: Double, standardError: Double,
    degreesOfFreedom: Double
  ) -> Double? {
    guard standardError > 0, degreesOfFreedom > 0 else { return nil }
    return StudentT.survival(
      direction.sign * (target - median) / standardError, degreesOfFreedom: degreesOfFreedom)
  }

  /// The IPCC's words for a probability.
  public static func words(_ probability: Double) -> String {
    probability >= 0.90
      ? "very likely"
      : probability >= 0.66
        ? "likely"
        : probability > 0.33
          ? "about even" : probability > 0.10 ? "unlikely" : "very unlikely"
  }

  /// The interval of a rate from its counts (Wilson 1927), as shares; nil without a total.
  public static func wilson(
    covered: Double, total: Double, level: Double = 0.95
  ) -> ClosedRange<Double>? {
    guard total > 0, covered >= 0, covered <= total, level > 0, level < 1 else { return nil }
    let z = Normal.quantile((1 + level) / 2)
    let share = covered / total
    let scale = 1 + z * z / total
    let centre = (share + z * z / (2 * total)) / scale
    let reach =
      z / scale * (share * (1 - share) / total + z * z / (4 * total * total)).squareRoot()
    return max(0, centre - reach)...min(1, centre + reach)
  }
}
