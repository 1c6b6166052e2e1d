/// A series on an even grid, for methods that count periods instead of years.
public struct EvenGrid: Sendable {
  public let values: [Double]
  public let periodsPerYear: Int
  /// How many interior values were filled in linearly.
  public let interpolated: Int

  /// The coarsest of 1, 4 and 12 periods a year on which all points lie; nil when there is none,
  /// or when more than a third of the points would have to be filled in.
  public init?(_ series: Series) {
    for periods in [1, 4, 12] {
      if let grid = EvenGrid(series, periodsPerYear: periods) {
        self = grid
        return
      }
    }
    return nil
  }

  /// The series on a grid of `periodsPerYear`; nil when a point lies off it by more than a tenth
  /// of a period, or when more than a third of the points would have to be filled in.
  public init?(_ series: Series, periodsPerYear: Int) {
    guard let first = series.first, periodsPerYear > 0 else { return nil }
    var places: [Int] = []
    for time in series.times {
      let exact = (time - first.time) * Double(periodsPerYear)
      guard abs(exact - exact.rounded()) <= 0.1, exact < 1e6 else { return nil }
      places.append(Int(exact.rounded()))
    }
    var values: [Double] = []
    for (index, place) in places.enumerated() {
      guard index == 0 || place > places[index - 1] else { return nil }
      if index > 0 {
        let gap = place - places[index - 1]
        let from = series.values[index - 1]
        for step in 1..<gap {
          values.append(from + (series.values[index] - from) * Double(step) / Double(gap))
        }
      }
      values.append(series.values[index])
    }
    let filled = values.count - series.count
    guard 3 * filled <= series.count else { return nil }
    self.values = values
    self.periodsPerYear = periodsPerYear
    interpolated = filled
  }
}

/// A model over whole periods, read at any time by straight lines between its periods.
public struct SteppedForecast: ForecastModel {
  let last: Double
  let periodsPerYear: Int
  let afterPeriods: @Sendable (Int) -> Double

  /// `afterPeriods` gives the forecast 1, 2, … periods ahead.
  public init(
    last: Double, periodsPerYear: Int, afterPeriods: @escaping @Sendable (Int) -> Double
  ) {
    self.last = last
    self.periodsPerYear = periodsPerYear
    self.afterPeriods = afterPeriods
  }

  public func value(after years: Double) -> Double {
    let periods = years * Double(periodsPerYear)
    let below = Int((periods + 1e-9).rounded(.down))
    let part = max(periods - Double(below), 0)
    let from = below <= 0 ? last : afterPeriods(below)
    return part < 1e-9 ? from : from + part * (afterPeriods(below + 1) - from)
  }
}
