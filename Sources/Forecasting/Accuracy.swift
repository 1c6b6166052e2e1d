/// Scores of forecasts as the M4 competition defines them (the organisers' R code).
public enum Accuracy {
  /// Mean of 200·|a − f|/(|a| + |f|), in percent; a term of 0 where both are 0. nil when empty.
  public static func smape(actual: [Double], forecast: [Double]) -> Double? {
    Summaries.mean(
      zip(actual, forecast).map { a, f in
        let size = abs(a) + abs(f)
        return size == 0 ? 0 : 200 * abs(a - f) / size
      })
  }

  /// Mean absolute error; nil when empty.
  public static func meanAbsoluteError(actual: [Double], forecast: [Double]) -> Double? {
    Summaries.mean(zip(actual, forecast).map { abs($0 - $1) })
  }

  /// Root of the mean squared error; nil when empty.
  public static func rootMeanSquaredError(actual: [Double], forecast: [Double]) -> Double? {
    Summaries.mean(zip(actual, forecast).map { ($0 - $1) * ($0 - $1) })?.squareRoot()
  }

  /// Mean absolute error of the seasonal naive forecast in the sample: what MASE and MSIS are
  /// scaled by. nil for a series of one season or less, and for a constant one.
  public static func scale(insample: [Double], period m: Int = 1) -> Double? {
    guard m >= 1, insample.count > m else { return nil }
    let changes = (m..<insample.count).map { abs(insample[$0] - insample[$0 - m]) }
    return Summaries.mean(changes).flatMap { $0 > 0 ? $0 : nil }
  }

  /// Mean absolute scaled error.
  public static func mase(
    insample: [Double], actual: [Double], forecast: [Double], period: Int = 1
  ) -> Double? {
    guard let scale = scale(insample: insample, period: period) else { return nil }
    return meanAbsoluteError(actual: actual, forecast: forecast).map { $0 / scale }
  }

  /// Overall weighted average: the mean of sMAPE and MASE, each over that of the benchmark. A ratio
  /// of averages over all series, not an average of ratios.
  public static func owa(
    smape: Double, mase: Double, naiveSmape: Double, naiveMase: Double
  ) -> Double {
    0.5 * (smape / naiveSmape + mase / naiveMase)
  }

  /// Mean scaled interval score at `level` (95 % unless said): width, plus 2/α times what an
  /// actual lies outside, over the scale.
  public static func msis(
    insample: [Double], actual: [Double], lower: [Double], upper: [Double], level: Double = 0.95,
    period: Int = 1
  ) -> Double? {
    guard let scale = scale(insample: insample, period: period), level < 1 else { return nil }
    let penalty = 2 / (1 - level)
    let scores = actual.indices.map { k in
      upper[k] - lower[k] + penalty * max(lower[k] - actual[k], 0)
        + penalty * max(actual[k] - upper[k], 0)
    }
    return Summaries.mean(scores).map { $0 / scale }
  }

  /// Share of actuals inside their interval, ends included; nil when empty.
  public static func coverage(actual: [Double], lower: [Double], upper: [Double]) -> Double? {
    Summaries.mean(
      actual.indices.map { actual[$0] >= lower[$0] && actual[$0] <= upper[$0] ? 1 : 0 })
  }
}
