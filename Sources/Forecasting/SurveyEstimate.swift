/// Estimates between and just beyond irregular surveys, as the WHO/UNICEF Joint Monitoring
/// Programme makes them (methodology 2017, 3.1–3.2): to line up units surveyed in different years.
public struct SurveyEstimate: Sendable {
  /// The line through all points, or a flat one at their mean where they span less than 4 years.
  public let slope: Double
  private let first: Double
  private let last: Double
  private let fit: LinearFit?
  private let mean: Double
  private let bounds: Bounds

  /// Years by which the line is drawn beyond its ends, and then held.
  public static let extrapolated = 2.0
  public static let held = 4.0

  /// nil for an empty series.
  public init?(_ series: Series, bounds: Bounds = .percent) {
    guard let first = series.first, let last = series.last,
      let mean = Summaries.mean(series.values)
    else { return nil }
    fit = series.count >= 2 && series.span >= 4 ? LinearFit(series) : nil
    self.first = first.time
    self.last = last.time
    self.mean = mean
    self.bounds = bounds
    slope = fit?.slope ?? 0
  }

  /// The estimate at `time`; nil more than six years outside the surveys, unless the last estimate
  /// lies within 0.5 % of an end of the bounds, where it holds without limit.
  public func value(at time: Double) -> Double? {
    let reach = min(
      max(time, first - SurveyEstimate.extrapolated), last + SurveyEstimate.extrapolated)
    let value = bounds.clip(fit?.value(at: reach) ?? mean)
    if abs(time - reach) <= SurveyEstimate.held + 1e-9 { return value }
    guard time > last, bounds.isBounded else { return nil }
    let share = (value - bounds.lower) / bounds.width
    return share > 0.995 || share < 0.005 ? value : nil
  }

  /// (last − first estimate)/years between the first and last survey, in points a year.
  public var annualChange: Double { slope }
}
