import Glibc

/// Regression lines drawn forward, shown when asked for.
public struct TrendLine: ForecastModel {
  enum Shape: Sendable {
    /// The fitted line itself.
    case line(LinearFit)
    /// A slope from the last point.
    case anchored(last: Double, slope: Double)
    /// e to the line.
    case exponential(LinearFit)
    /// Logistic with fixed floor and ceiling.
    case logistic(LinearFit, Logit)
  }

  let shape: Shape
  let lastTime: Double

  public func value(after years: Double) -> Double {
    switch shape {
    case .line(let fit): fit.value(at: lastTime + years)
    case .anchored(let last, let slope): last + slope * years
    case .exponential(let fit): exp(fit.value(at: lastTime + years))
    case .logistic(let fit, let logit): logit.inverse(fit.value(at: lastTime + years))
    }
  }

  /// The least-squares line; nil with fewer than two points.
  public static func linear(_ series: Series) -> TrendLine? {
    guard let fit = LinearFit(series), let last = series.last else { return nil }
    return TrendLine(shape: .line(fit), lastTime: last.time)
  }

  /// The Theil-Sen slope from the last point; nil with fewer than two points.
  public static func theilSen(_ series: Series) -> TrendLine? {
    guard let fit = TheilSenFit(series), let last = series.last else { return nil }
    return TrendLine(shape: .anchored(last: last.value, slope: fit.slope), lastTime: last.time)
  }

  /// Least squares on ln y; nil with fewer than two points or a value of 0 or less.
  public static func logLinear(_ series: Series) -> TrendLine? {
    guard let fit = AARRRule.logSlope(series), let last = series.last else { return nil }
    return TrendLine(shape: .exponential(fit), lastTime: last.time)
  }

  /// Least squares on the logit: logistic growth with the ceiling of `bounds`.
  public static func logitLinear(_ series: Series, bounds: Bounds) -> TrendLine? {
    guard let logit = Logit(bounds), let last = series.last,
      let fit = LinearFit(Series(sorted: series.times, series.values.map { logit.transform($0) }))
    else { return nil }
    return TrendLine(shape: .logistic(fit, logit), lastTime: last.time)
  }
}
