/// The line from the last point with the slope between the first and the last, damped or not.
public struct Drift: ForecastModel {
  public let last: Double
  /// (yn − y1)/(tn − t1), per year.
  public let slope: Double
  public let damping: Damping
  /// How changes scatter about the slope, √ per year; nil for two points.
  public let sigma: Double?
  /// Years between first and last point.
  public let span: Double
  public let count: Int

  /// nil with fewer than two points.
  public init?(_ series: Series, damping: Damping = .none) {
    guard let first = series.first, let last = series.last, last.time > first.time else {
      return nil
    }
    self.last = last.value
    self.damping = damping
    span = last.time - first.time
    slope = (last.value - first.value) / span
    count = series.count
    sigma = Drift.variance(series.times[...], series.values[...]).map { $0.squareRoot() }
  }

  public func value(after years: Double) -> Double { last + slope * damping.reach(years) }

  /// s·√(h(1 + h/span)); nil for two points.
  public func standardError(after years: Double) -> Double? {
    sigma.map { $0 * Drift.growth(years, span: span) }
  }

  /// √(h(1 + h/span)): what the standard deviation of a yearly change is multiplied by.
  @inline(__always)
  public static func growth(_ years: Double, span: Double) -> Double {
    (years * (1 + years / span)).squareRoot()
  }

  /// Σ (Δy − b·Δt)²/Δt over n−2: the variance of yearly changes for any spacing; nil below three
  /// points.
  @inline(__always)
  static func variance(_ times: ArraySlice<Double>, _ values: ArraySlice<Double>) -> Double? {
    let n = times.count
    guard n >= 3 else { return nil }
    let start = times.startIndex
    let end = times.endIndex - 1
    let slope = (values[end] - values[start]) / (times[end] - times[start])
    var sum = 0.0
    for k in start..<end {
      let years = times[k + 1] - times[k]
      let excess = values[k + 1] - values[k] - slope * years
      sum += excess * excess / years
    }
    return sum / Double(n - 2)
  }
}
