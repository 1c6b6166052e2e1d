/// The scatter that intervals are made of where a method has no error of its own: how much a yearly
/// change varies, how sure that is, and how it grows with the horizon.
public struct Scatter: Hashable, Sendable {
  /// How the standard error grows with the years h ahead; T is the span of the series.
  public enum Growth: Hashable, Sendable {
    /// A method other than the default between floor and ceiling: κ·s·√(h(1 + h/T)), κ being 1.2 up to
    /// a year, 1.35 at two, 1.5 from three years on.
    case bounded
    /// A level of three to five points: 1.2·s·√(h(1 + h/T)).
    case short
    /// A level of six points and more: s²(1.3h + 0.5h²) + 0.2·(distance from the last value)², squared.
    /// It makes 80 % intervals hold 78–86 % on the yearly series of M1, M3 and the tourism competition.
    case level
  }

  /// Standard deviation of a yearly change; 0 when all changes were equal.
  public let sigma: Double
  public let degreesOfFreedom: Double
  /// Years from the first to the last point used.
  public let span: Double
  public let growth: Growth
  /// Added to the squared standard error: p(1−p)/N of the last point, for totals below 100.
  public let sampling: Double

  public init(
    sigma: Double, degreesOfFreedom: Double, span: Double, growth: Growth, sampling: Double = 0
  ) {
    self.sigma = sigma
    self.degreesOfFreedom = degreesOfFreedom
    self.span = span
    self.growth = growth
    self.sampling = sampling
  }

  /// Least standard deviation of a bounded series' changes, as a share of its range.
  public static let floor = 0.001

  /// A series alone; nil below three points.
  ///
  /// Between floor and ceiling t with n−2 degrees of freedom; all changes equal gives a sigma of 0, an
  /// interval of one point, with a note. Levels count a part of their mean size (4 % a year up to five
  /// points, 3 % from six on) as one and a half changes more, t having n−½ degrees of freedom, so that
  /// equal steps are no certainty.
  public static func alone(_ series: Series, bounds: Bounds) -> Scatter? {
    guard let variance = Drift.variance(series.times[...], series.values[...]) else { return nil }
    let n = Double(series.count)
    if bounds.isBounded {
      let size = series.values.reduce(0) { max($0, abs($1)) }
      let sigma = variance.squareRoot()
      return Scatter(
        sigma: sigma > 1e-12 * size ? max(sigma, floor * bounds.width) : 0,
        degreesOfFreedom: n - 2, span: series.span, growth: .bounded)
    }
    let isShort = series.count < 6
    let size = series.values.reduce(0) { $0 + abs($1) } / n
    let prior = (isShort ? 0.04 : 0.03) * size
    return Scatter(
      sigma: (((n - 2) * variance + 1.5 * prior * prior) / (n - 0.5)).squareRoot(),
      degreesOfFreedom: n - 0.5, span: series.span, growth: isShort ? .short : .level)
  }

  /// Standard error `years` after the last point, of a forecast that has `moved` so far from it.
  @inline(__always)
  public func standardError(after years: Double, moved: Double = 0) -> Double {
    let squares =
      switch growth {
      case .bounded: square((1.2 + 0.15 * min(max(years - 1, 0), 2)) * drift(years))
      case .short: square(1.2 * drift(years))
      case .level: sigma * sigma * (1.3 * years + 0.5 * years * years) + 0.2 * moved * moved
      }
    return (squares + sampling).squareRoot()
  }

  private func drift(_ years: Double) -> Double { sigma * Drift.growth(years, span: span) }

  private func square(_ value: Double) -> Double { value * value }

  /// With the sampling noise of a last point of `total` people or items, in the units of `bounds`;
  /// nothing from 100 on.
  public func adding(samplingOf value: Double, total: Double?, bounds: Bounds) -> Scatter {
    guard let total, total > 0, total < 100, bounds.isBounded else { return self }
    let share = min(max((value - bounds.lower) / bounds.width, 0), 1)
    return Scatter(
      sigma: sigma, degreesOfFreedom: degreesOfFreedom, span: span, growth: growth,
      sampling: share * (1 - share) / total * bounds.width * bounds.width)
  }
}

/// Probability of attaining a target.
public enum Attainment {
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
