/// No change: the last value.
public struct Naive: ForecastModel {
  public let last: Double
  /// √ of the mean squared change; nil for one point.
  public let sigma: Double?

  public init?(_ series: Series) {
    guard let last = series.last else { return nil }
    self.last = last.value
    let changes = Summaries.differences(series.values)
    sigma = Summaries.mean(changes.map { $0 * $0 })?.squareRoot()
  }

  public func value(after years: Double) -> Double { last }

  /// σ·√h, h in periods.
  public func standardError(after periods: Double) -> Double? {
    sigma.map { $0 * periods.squareRoot() }
  }
}
