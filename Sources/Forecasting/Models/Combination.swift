/// Forecasts made of several methods; over whole periods, from one fit of each.
public enum Combination {
  /// The mean of drift and the dynamic optimised theta model: the default for levels of six points
  /// and more.
  /// - Throws: `tooFewPoints`.
  public static func driftAndTheta(
    _ values: [Double], periods: Int
  ) throws(ForecastingError) -> [Double] {
    let theta = try OptimisedTheta.fit(values).forecast(periods)
    guard let drift = Drift(Series(values)) else {
      throw .tooFewPoints(method: .driftAndTheta, needed: 6, found: values.count)
    }
    return theta.indices.map { (theta[$0] + drift.value(after: Double($0 + 1))) / 2 }
  }

  /// The median of drift, the anchored Theil-Sen line, theta, Holt and damped Holt (the last from
  /// nine values on).
  /// - Throws: `tooFewPoints` below six values.
  public static func medianOfFive(
    _ values: [Double], periods: Int
  ) throws(ForecastingError) -> [Double] {
    let series = Series(values)
    guard values.count >= Method.medianOfFive.leastPoints, let drift = Drift(series),
      let line = TrendLine.theilSen(series)
    else { throw .tooFewPoints(method: .medianOfFive, needed: 6, found: values.count) }
    let theta = try Theta(values)
    let holt = try ExponentialSmoothing.fit(values, trend: .linear)
    let damped = try? ExponentialSmoothing.fit(values, trend: .damped)
    var result: [Double] = []
    for ahead in stride(from: 1, through: periods, by: 1) {
      let years = Double(ahead)
      var members = [
        drift.value(after: years), line.value(after: years), theta.value(afterPeriods: ahead),
        holt.value(afterPeriods: ahead),
      ]
      if let damped { members.append(damped.value(afterPeriods: ahead)) }
      result.append(Summaries.median(members) ?? drift.value(after: years))
    }
    return result
  }
}
