import Glibc

/// The default for a series with a floor and a ceiling: a slope on the share scale, damped by 0.9 a
/// year and drawn towards what peers do (or, alone, towards none), with an error that grows with the
/// horizon and with the trend itself (section 1 of the methods page, tuned leave-one-panel-out on 26
/// real panels).
public struct BoundedTrend: ForecastModel, Hashable {
  public let scale: ShareScale
  /// Two points alone are drawn forward as shares; all others on the link.
  public let isLinked: Bool
  /// The last point on the scale.
  public let last: Double
  /// Per year, on the scale.
  public let slope: Double
  /// How much the own slope counts; the rest are the peers, or no change.
  public let weight: Double
  /// The squared error h years ahead is noise·h + trend·D(h)² + sampling.
  let noise: Double
  let trend: Double
  let sampling: Double
  public let degreesOfFreedom: Double

  public static let damping = Damping.usual
  /// Only points of so many years up to the last count.
  public static let years = 10.0

  @inline(__always)
  public func value(after years: Double) -> Double {
    value(reach: BoundedTrend.damping.reach(years))
  }

  @inline(__always)
  func value(reach: Double) -> Double {
    isLinked
      ? scale.inverse(last + slope * reach) : scale.value(ofShare: last + slope * reach)
  }

  /// Where the value may lie `years` after the last point.
  public func outlook(after years: Double, season: Double = 1) -> Outlook {
    outlook(after: years, reach: BoundedTrend.damping.reach(years), season: season)
  }

  @inline(__always)
  func outlook(after years: Double, reach: Double, season: Double = 1) -> Outlook {
    let calm = noise * years + sampling
    return Outlook(
      scale: isLinked ? .link(scale) : .share(scale), bounds: scale.bounds,
      centre: last + slope * reach, error: (calm + trend * reach * reach).squareRoot(),
      noise: calm.squareRoot(), degreesOfFreedom: degreesOfFreedom, season: season)
  }

  // MARK: From a summary

  @inline(__always)
  init?(_ unit: UnitSummary, pool: PeerPool?, scale: ShareScale, total: Double? = nil) {
    self.scale = scale
    let n = Double(unit.count)
    let linked: Bool
    if let pool {
      guard unit.count > 0 else { return nil }
      linked = true
      degreesOfFreedom = unit.count >= 3 ? n + 3 : 4
      if unit.count >= 3 {
        let spread = pool.stepVariance(unit)
        let excess = unit.slope - pool.slope
        let signal = pool.signal + 0.03 * excess * excess
        weight = signal / (signal + spread / unit.steps)
        slope = pool.slope + weight * excess
        noise = 0.4 * spread
        trend = 3 * spread * weight / unit.steps + 0.1 * slope * slope
      } else {
        weight = unit.count == 2 ? 0.15 : 0
        slope = unit.count == 2 ? pool.slope + weight * (unit.slope - pool.slope) : pool.slope
        noise = 1.3 * (pool.spread + PeerPool.rounding)
        trend = 0.5 * slope * slope
      }
    } else if unit.count >= 3 {
      linked = true
      degreesOfFreedom = n - 0.5
      let spread = ((n - 2) * unit.variance + 1.5 * 0.02 * 0.02) / (n - 0.5)
      let signal = 0.09 * 0.09 + 0.15 * unit.slope * unit.slope
      weight = signal / (signal + spread / unit.steps)
      slope = weight * unit.slope
      noise = 0.25 * spread
      trend = 8 * spread * weight / unit.steps + 0.3 * slope * slope
    } else {
      guard unit.count == 2 else { return nil }
      linked = false
      degreesOfFreedom = 2
      weight = 0.4
      slope = 0.4 * unit.shareSlope
      noise = 0.01 * 0.01 + 0.64 * unit.shareSlope * unit.shareSlope
      trend = 0
    }
    isLinked = linked
    last = linked ? unit.place : unit.share
    sampling = BoundedTrend.sampling(unit.share, total: total, isLinked: linked)
  }

  /// p(1 − p)/N of a last point of fewer than 100 people or items, on the scale.
  @inline(__always)
  private static func sampling(_ share: Double, total: Double?, isLinked: Bool) -> Double {
    guard let total, total > 0, total < 100 else { return 0 }
    let p = min(max(share, 0), 1)
    let steepness = isLinked ? ShareScale.steepness(share: p) : 1
    return p * (1 - p) / total * steepness * steepness
  }
}

/// What the bounded default needs to know of a unit: its last ten years on the share scale.
struct UnitSummary: Sendable {
  var count = 0
  var lastTime = Double.nan
  var lastValue = Double.nan
  /// Share and place of the last value.
  var share = Double.nan
  var place = Double.nan
  /// Years between the first and last point used.
  var span = 0.0
  /// Weighted mean of the steps per year: recent ones count more.
  var slope = 0.0
  /// How many yearly steps that mean is worth.
  var steps = 1.0
  /// Variance of the steps, from three points on.
  var variance = 0.0
  /// Change of the share a year, from the first to the last point.
  var shareSlope = 0.0

  /// What a step counts for every year that it lies back.
  static let memory = 0.85

  init() {}

  init(_ series: Series, _ scale: ShareScale) {
    let places = series.values.map { scale.transform($0) }
    self.init(
      series.times.span, series.values.span, places.span, 0..<series.times.count, scale)
  }

  /// The points at `range`, of which those of the last ten years are used; `times` strictly
  /// increasing within it, `places` being the values on the scale.
  @inline(__always)
  init(
    _ times: Span<Double>, _ values: Span<Double>, _ places: Span<Double>, _ range: Range<Int>,
    _ scale: ShareScale
  ) {
    guard !range.isEmpty else { return }
    let last = range.upperBound - 1
    var first = range.lowerBound
    let start = times[last] - BoundedTrend.years + 1e-9
    while times[first] <= start { first += 1 }
    count = last - first + 1
    lastTime = times[last]
    lastValue = values[last]
    share = scale.share(lastValue)
    place = places[last]
    guard count >= 2 else { return }
    span = lastTime - times[first]
    shareSlope = (share - scale.share(values[first])) / span
    let mean = (place - places[first]) / span
    // Weights are made from the last step backwards, unscaled until the end.
    var age = 1.0
    var (weights, steps, squares, scatter) = (0.0, 0.0, 0.0, 0.0)
    var k = last
    while k > first {
      let years = times[k] - times[k - 1]
      let step = places[k] - places[k - 1]
      let weight = age * years
      weights += weight
      steps += age * step
      squares += age * age * years
      let excess = step - mean * years
      scatter += excess * excess / years
      age *= years == 1 ? UnitSummary.memory : pow(UnitSummary.memory, years)
      k -= 1
    }
    slope = steps / weights
    self.steps = weights * weights / squares
    if count >= 3 { variance = scatter / Double(count - 2) }
  }
}
