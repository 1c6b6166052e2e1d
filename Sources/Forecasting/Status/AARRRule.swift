import Glibc

/// The average annual rate of reduction (UNICEF, WHO) and its counterpart for increases.
///
/// Source: UNICEF's technical note and `aarr()` of WHO's DSIR. WHO's maternal tables print
/// −ln(yn/y1)/(tn−t1) instead, which differs a little.
public enum AARRRule {
  /// Slope of ln y on the year; nil with a value of 0 or less or fewer than two distinct years.
  public static func logSlope(_ series: Series) -> LinearFit? {
    guard series.values.allSatisfy({ $0 > 0 }) else { return nil }
    return LinearFit(Series(sorted: series.times, series.values.map { log($0) }))
  }

  /// 1 − e^b: positive when falling.
  public static func reduction(logSlope: Double) -> Double { -expm1(logSlope) }

  /// From the first and last point alone: 1 − (yn/y1)^(1/years).
  public static func endpointReduction(_ series: Series) -> Double? {
    guard let first = series.first, let last = series.last, first.value > 0 else { return nil }
    return compoundGrowth(from: first, to: last).map { -$0 }
  }

  /// The reduction a year that leads from the last point to the target.
  public static func required(from last: Point, to target: Target) -> Double? {
    guard last.value > 0, target.value > 0 else { return nil }
    return compoundGrowth(from: last, to: (target.time, target.value)).map { -$0 }
  }

  /// Current over required reduction, with the cuts of the default rule.
  public static func assess(_ series: Series, target: Target) -> Assessment {
    guard let last = series.last, series.span > 0 else { return .notAssessed(.onePoint) }
    if target.isMet(by: last.value) { return Assessment(.met) }
    if target.time <= last.time { return Assessment(.missed) }
    guard let fit = logSlope(series), let required = required(from: last, to: target),
      required != 0
    else { return .notAssessed(.growthUndefined) }
    let ratio = reduction(logSlope: fit.slope) / required
    return Assessment(PaceRule.cut(ratio), ratio: ratio)
  }
}
