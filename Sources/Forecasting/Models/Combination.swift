/// Forecasts made of several methods; over whole periods, from one fit of each.
public enum Combination {
  /// Drift, the dynamic optimised theta model and Holt's method, weighted by the length n of the series
  /// and the noise of its differences (their standard deviation over the mean size of the values): the
  /// default for levels of six points and more.
  ///
  /// Theta counts one half up to 15 values and .9 from 20 on, drift the rest; the more even the
  /// differences are (below .15) the more Holt takes of both, at most .7, from 14 values on. The weights
  /// were chosen on the yearly series of M1, M3 and the tourism competition.
  /// - Throws: `tooFewPoints`.
  public static func weighted(
    _ values: [Double], periods: Int
  ) throws(ForecastingError) -> [Double] {
    func share(_ value: Double, from: Double, to: Double) -> Double {
      min(max((value - from) / (to - from), 0), 1)
    }
    let n = Double(values.count)
    let theta = try OptimisedTheta.fit(values).forecast(periods)
    guard let drift = Drift(Series(values)) else {
      throw .tooFewPoints(method: .combined, needed: 6, found: values.count)
    }
    let ofTheta = 0.5 + 0.4 * share(n, from: 15, to: 20)
    let size = values.reduce(0) { $0 + abs($1) } / n
    let noise = (Summaries.variance(Summaries.differences(values)) ?? 0).squareRoot()
    let evenness = size > 0 ? 1 - min(noise / (0.15 * size), 1) : 0
    let ofHolt = 0.7 * evenness * share(n, from: 10, to: 14)
    let holt =
      ofHolt > 0
      ? try ExponentialSmoothing.fit(
        values, trend: .linear, restraint: ExponentialSmoothing.restraint) : nil
    return theta.indices.map { step in
      let both = ofTheta * theta[step] + (1 - ofTheta) * drift.value(after: Double(step + 1))
      return holt.map { both + ofHolt * ($0.value(afterPeriods: step + 1) - both) } ?? both
    }
  }

  /// The mean of drift and the dynamic optimised theta model.
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
