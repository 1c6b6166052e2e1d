import Testing

@testable import Forecasting

/// Section 9 of the methods page, row by row.
@Suite("Edge cases")
struct EdgeCaseTests {
  func yearly(_ values: [Double], from year: Int = 2020) -> Series {
    Series(sorted: values.indices.map { Double(year + $0) }, values)
  }

  let pool = PeerPool(
    ProjectionTests.panel.map { Series(sorted: [2020, 2021, 2022, 2023, 2024], $0) },
    bounds: .percent)

  @Test func noPointAndOnePoint() throws {
    #expect(throws: ForecastingError.tooFewPoints(method: .halfDrift, needed: 2, found: 0)) {
      try Projector(Series([]))
    }
    #expect(throws: ForecastingError.tooFewPoints(method: .halfDrift, needed: 2, found: 1)) {
      try Projector(yearly([50]))
    }
    let one = try Projector(yearly([50], from: 2024), pool: pool).project(to: 2030)
    #expect(one.flags.contains(.borrowed) && one.weight == 0)
    #expect(one.expected > 50 && one.low != nil && one.degreesOfFreedom == 4)
    let pace = try Pace(yearly([50], from: 2024), target: Target(time: 2030, value: 80))
    #expect(pace.required == 5 && pace.actual == nil)
    #expect(PaceRule.assess(pace).reason == .onePoint)
  }

  @Test func twoPoints() throws {
    let alone = try Projector(yearly([60, 64])).project(to: 2027)
    // 0.4 of 4 points a year over six damped years.
    #expect(alone.method == .bounded && abs(alone.expected - (64 + 1.6 * 4.217031)) < 1e-6)
    #expect(alone.low != nil && alone.degreesOfFreedom == 2)
    let pooled = try Projector(yearly([60, 64], from: 2023), pool: pool).project(to: 2030)
    #expect(pooled.weight == 0.15 && pooled.degreesOfFreedom == 4 && pooled.low != nil)
    // Five peers of two points each have a spread of slopes, and only rounding as scatter.
    let pairs = [[50.0, 52], [60, 61], [40, 44], [70, 71], [30, 33]].map { yearly($0) }
    let short = try #require(PeerPool(pairs, bounds: .percent))
    #expect(short.variance == 0.005 * 0.005 && short.spread > 0)
    #expect(PeerPool(Array(pairs.prefix(4)), bounds: .percent) == nil)
  }

  @Test func threePointsAreVeryUnsure() throws {
    let eighty = try Projector(yearly([60, 63, 67])).project(to: 2023)
    #expect(eighty.method == .bounded && eighty.degreesOfFreedom == 2.5)
    let wide = try Projector(yearly([60, 63, 67]), options: ProjectionOptions(level: 0.95))
      .project(to: 2023)
    // On the scale of the link the ends lie as far apart as t's quantiles at 2.5 degrees of freedom
    // (SciPy: 1.730251 and 3.574655).
    let scale = try #require(ShareScale(.percent))
    func reach(_ projection: Projection) throws -> Double {
      scale.transform(projection.expected) - scale.transform(try #require(projection.low))
    }
    #expect(abs(try reach(wide) / reach(eighty) - 2.065975) < 1e-5)
  }

  @Test func constantSeries() throws {
    let series = yearly([70, 70, 70, 70, 70, 70], from: 2019)
    let pace = try Pace(series, target: Target(time: 2030, value: 90))
    #expect(pace.actual == 0 && pace.attained == .never && pace.ratio == 0)
    #expect(PaceRule.assess(pace).status == .farTooSlow)
    #expect(MannKendall(series)?.p == 1 && TheilSenFit(series)?.slope == 0)
    let found = try Projector(series).project(to: 2030)
    let (low, high) = (try #require(found.low), try #require(found.high))
    #expect(low < 69.9 && high > 70.1)
    #expect(abs(found.expected - 70) < 1e-9)
    #expect(try #require(found.probability(of: pace.target)) < 0.01)
    let line = try Projector(series, options: ProjectionOptions(method: .drift)).project(to: 2030)
    #expect(line.flags.contains(.noVariation) && line.low == line.expected)
    #expect(line.probability(of: pace.target) == nil)
    let pooled = try Projector(series, pool: pool).project(to: 2030)
    #expect(pooled.probability(of: pace.target) != nil)
  }

  @Test func zeroAndAHundred() throws {
    let full = try Projector(yearly([98, 99, 100, 100])).project(to: 2030)
    let low = try #require(full.low)
    #expect(full.expected == 100 && full.high == 100 && low < 99.9)
    let empty = try Projector(yearly([0, 0, 1, 2])).project(to: 2030)
    #expect(empty.expected > 2 && empty.expected < 20)
    let start = (time: 2015.0, value: 0.0)
    let target = Target(time: 2030, value: 50)
    #expect(
      EurostatRule.assess(base: start, last: (2024, 20), target: target).reason == .growthUndefined)
    #expect(AARRRule.assess(yearly([0, 1, 2]), target: target).reason == .growthUndefined)
  }

  @Test func negativeValues() throws {
    let series = yearly([-3, -1, 2, 4])
    #expect(throws: ForecastingError.valueOutOfBounds(-3, row: 0, lower: 0, upper: 100)) {
      try Projector(series)
    }
    let line = try Projector(series, options: ProjectionOptions(bounds: .none, method: .drift))
    #expect(abs(try line.project(to: 2024).expected - (4 + 7.0 / 3)) < 1e-12)
    #expect(throws: ForecastingError.needsPositiveValues(method: .logLinear)) {
      try Projector(series, options: ProjectionOptions(bounds: .none, method: .logLinear))
    }
    #expect(throws: ForecastingError.needsBounds(method: .logitDamped)) {
      try Projector(series, options: ProjectionOptions(bounds: .none, method: .logitDamped))
    }
  }

  @Test func alreadyMet() throws {
    let pace = try Pace(yearly([92, 97, 96, 95.5]), target: Target(time: 2030, value: 95))
    #expect(pace.isMet && pace.required == 0 && pace.ratio == nil && pace.attained == .met)
    #expect(PaceRule.assess(pace).status == .met)
    let slipping = try Pace(yearly([97, 96]), target: Target(time: 2030, value: 95))
    #expect(slipping.isSlipping)
    let lost = try Pace(yearly([96, 94]), target: Target(time: 2030, value: 95))
    #expect(PaceRule.assess(lost).status == .lostTarget)
    let stuck = Pace(
      base: (2015, 95), last: (2020, 95), target: Target(time: 2030, value: 95, comparison: .above))
    #expect(PaceRule.assess(stuck).status == .movingAway)
  }

  @Test func lowerIsBetter() throws {
    let poverty = yearly([18, 16.5, 15, 13.5, 12, 10.5], from: 2019)
    let target = Target(time: 2030, value: 3, comparison: .atMost)
    let pace = try Pace(poverty, target: target, bounds: .percent)
    #expect(pace.actual == 1.5 && pace.gap == 7.5 && pace.required == 1.25)
    #expect(PaceRule.assess(pace).status == .onTrack)
    let rising = try Pace(yearly([10, 12]), target: target)
    #expect(PaceRule.assess(rising).status == .movingAway)
  }

  @Test func targetsOutOfReach() {
    #expect(throws: ForecastingError.targetOutOfBounds(target: 104, lower: 0, upper: 100)) {
      try Pace(yearly([50, 60]), target: Target(time: 2030, value: 104), bounds: .percent)
    }
    #expect(throws: ForecastingError.targetTimeTooEarly(target: 2010, last: 2020)) {
      try Pace(yearly([50, 60]), target: Target(time: 2010, value: 90))
    }
    #expect(throws: ForecastingError.targetTimeTooEarly(target: 2010, last: 2021)) {
      try Projector(yearly([50, 60])).project(to: 2010)
    }
  }

  @Test func targetTimePast() throws {
    let series = yearly([50, 60, 70, 80, 85])
    let missed = try Pace(series, target: Target(time: 2022, value: 75))
    #expect(missed.isPast && missed.lastTime == 2022 && missed.gap == 5 && missed.required == nil)
    #expect(PaceRule.assess(missed).status == .missed && missed.gapAtTarget == 5)
    for rule in StatusRule.allCases {
      #expect(rule.assess(series, missed).status == .missed, "\(rule)")
    }
    let met = try Pace(series, target: Target(time: 2023, value: 75))
    #expect(PaceRule.assess(met).status == .met)
    let now = try Pace(series, target: Target(time: 2024, value: 90))
    #expect(PaceRule.assess(now).status == .missed)
  }

  @Test func staleWeakNoisyAndOutliers() throws {
    var options = ProjectionOptions()
    options.today = 2026.9
    #expect(try Projector(yearly([50, 55, 60]), options: options).flags.contains(.stale))
    #expect(
      !(try Projector(yearly([50, 55, 60], from: 2022), options: options).flags.contains(.stale)))
    let jagged = yearly([50, 60, 49, 61, 50, 62, 48, 60, 49], from: 2015)
    let flags = try Projector(jagged).flags
    #expect(flags.contains(.noise) && !flags.contains(.outlier) && !flags.contains(.lasting))
    let turned = yearly([50, 53, 56, 59, 62, 65, 65, 64.8, 64.7], from: 2015)
    #expect(try Projector(turned).flags.contains(.weak))
    let jump = yearly([50, 51, 52.2, 53.1, 54, 75, 76.1], from: 2015)
    #expect(jump.shifts == [Shift(index: 5, kind: .lasting)])
    #expect(try Projector(jump).flags.contains(.lasting))
    let spike = yearly([50, 51, 52.2, 53.1, 75, 55, 56.1, 57], from: 2015)
    #expect(spike.shifts == [Shift(index: 4, kind: .outlier)])
    #expect(try Projector(spike).flags.contains(.outlier))
    // More than half of the changes are equal.
    let still = yearly([20, 20, 20, 20, 20, 20, 55], from: 2015)
    #expect(still.shifts == [Shift(index: 6, kind: .outlier)])
    #expect(yearly([20, 20, 20, 55, 20, 20, 20]).shifts == [Shift(index: 3, kind: .outlier)])
    #expect(yearly([20, 20, 20, 55, 55, 55, 55]).shifts == [Shift(index: 3, kind: .lasting)])
    #expect(yearly([20, 21, 20, 20, 21, 20, 20]).shifts.isEmpty)
    #expect(yearly([20, 20, 20, 20, 20]).shifts.isEmpty)
    // Twice the change in four times the years is no more than its root.
    let sparse = try Series(
      times: [2010, 2011, 2012, 2013, 2017, 2018], values: [10, 11, 9, 11, 14, 13])
    #expect(sparse.shifts.isEmpty)
  }

  @Test func unevenSpacing() throws {
    let series = try Series(
      times: [2010, 2012, 2015, 2016, 2019, 2023], values: [33, 38.5, 47.1, 48, 58.2, 70.4])
    #expect(try Projector(series).project(to: 2030).method == .bounded)
    #expect(throws: ForecastingError.unevenSpacing(method: .holt)) {
      try Projector(series, options: ProjectionOptions(method: .holt))
    }
    let gap = try Series(
      times: [2014, 2015, 2016, 2018, 2019, 2020, 2021], values: [10, 12, 14, 18, 20, 22, 24])
    let filled = try Projector(gap, options: ProjectionOptions(bounds: .level))
    #expect(filled.flags.contains(.interpolated))
    #expect(abs(try filled.project(to: 2022).expected - 26) < 0.5)
    // Half a year ahead lies between now and a year ahead.
    let drift = try #require(Drift(series))
    #expect(drift.value(after: 0.5) == 70.4 + 0.5 * drift.slope)
  }

  @Test func blanksDuplicatesAndCounts() throws {
    let series = try Series(times: [2021, 2020, 2022, 2022], values: [2, 1, .nan, 0])
    #expect(series.values == [1, 2, 0] && series.ignored == 1)
    #expect(throws: ForecastingError.duplicateTime(2020, rows: [0, 2])) {
      try Series(times: [2020, 2021, 2020], values: [1, 2, 3])
    }
    let twice = try Series(times: [2020, 2020], values: [5, 5])
    #expect(twice.count == 1 && twice.merged == 1)
    #expect(try Series(times: [2020, 2020], values: [4, 6], duplicates: .mean).values == [5])
    #expect(try Series(times: [2020, 2020], values: [4, 6], duplicates: .last).values == [6])
    #expect(try Series(times: [2020, 2020], values: [4, 6], duplicates: .sum).values == [10])
    #expect(throws: ForecastingError.coveredExceedsTotal(covered: 11, total: 10, row: 0)) {
      try Counts(covered: [11], totals: [10])
    }
    #expect(try Counts(covered: [11], totals: [10], allowOver: true).rates == [110])
    #expect(try Counts(covered: [1, 1], totals: [10, 13]).totalsShift)
    #expect(!(try Counts(covered: [1, 1], totals: [10, 12]).totalsShift))
  }

  @Test func severalTimesWithinAPeriod() throws {
    let series = try Series(times: [2023.2, 2023.7, 2024, 2024.3], values: [1, 2, 3, 4])
    let (yearly, dropped) = series.lastOfPeriods(1)
    #expect(yearly.times == [2024, 2025] && yearly.values == [3, 4] && dropped == 2)
    let last = Pace(base: (2015, 60), last: (2024, 99.2), target: Target(time: 2030, value: 100))
    #expect(StatusRule.un.assess(series, last, percent: true).status == .met)
    #expect(StatusRule.un.assess(series, last).status == .onTrack)
  }

  @Test func smallTotalsAddSamplingNoise() throws {
    let covered = [10.0, 12, 14, 15]
    let totals = [20.0, 20, 20, 20]
    var options = ProjectionOptions()
    let series = yearly([50, 60, 70, 75])
    let plain = try Projector(series, options: options).project(to: 2025)
    options.counts = try Counts(covered: covered, totals: totals)
    let small = try Projector(series, options: options).project(to: 2025)
    let without = try #require(plain.outlook).error
    let with = try #require(small.outlook).error
    let steepness = 1 / 0.77 + 1 / 0.255
    #expect(
      abs(with * with - without * without - 0.75 * 0.25 / 20 * steepness * steepness) < 1e-9)
    options.counts = try Counts(covered: covered.map { 5 * $0 }, totals: totals.map { 5 * $0 })
    #expect(try Projector(series, options: options).project(to: 2025) == plain)
  }

  @Test func boundedObservationsAndStrictness() {
    let target = Target(time: 2030, value: 90)
    #expect(target.isMet(by: .above(90)) == true)
    #expect(target.isMet(by: .above(80)) == nil)
    #expect(target.isMet(by: .below(90)) == false)
    #expect(target.isMet(by: .atMost(90)) == nil)
    #expect(target.isMet(by: .atLeast(90)) == true)
    #expect(target.isMet(by: .exactly(90 - 1e-10)) == true)
    let strict = Target(time: 2030, value: 90, comparison: .above)
    #expect(!strict.isMet(by: 90.0) && strict.isMet(by: 90.1))
    #expect(strict.isMet(by: .above(90)) == true && strict.isMet(by: .atLeast(90)) == nil)
    let down = Target(time: 2030, value: 5, comparison: .atMost)
    #expect(down.isMet(by: .below(5)) == true && down.isMet(by: .above(5)) == false)
  }

  @Test func windows() throws {
    let series = yearly([10, 20, 30, 40, 41, 42, 43, 44, 45], from: 2015)
    let target = Target(time: 2030, value: 60)
    let pace = try Pace(series, target: target, options: .init(window: 5))
    #expect(pace.actual == 1 && pace.original == 50.0 / 15)
    let robust = try Pace(series, target: target, options: .init(estimator: .theilSen))
    #expect(robust.lastValue == 45 && (robust.actual ?? 0) > 1)
    let sparse = try Series(times: [2015, 2018.4, 2024], values: [10, 20, 40])
    #expect(Pace.window(sparse, years: 5).times == [2018.4, 2024])
    #expect(Pace.window(sparse, years: 4).times == [2024])
  }

  @Test func growthCurvesRefuseWhatTheyCannotTell() throws {
    let early = yearly([1, 2, 3, 5, 8, 12, 18, 26, 36], from: 2015)
    #expect(throws: ForecastingError.self) { try GrowthCurve.fitCeiling(.logistic, early) }
    let times = (2000...2023).map(Double.init)
    let curve = times.map { 80 / (1 + 2.718281828 * pow(0.75, $0 - 2005)) }
    let fit = try GrowthCurve.fitCeiling(.logistic, Series(sorted: times, curve))
    #expect(abs(fit.ceiling - 80) < 0.01)
    let options = ProjectionOptions(method: .logistic, curveCeiling: 80)
    #expect(
      try Projector(Series(sorted: times, curve), options: options).project(to: 2040).expected < 80)
  }

  private func pow(_ base: Double, _ exponent: Double) -> Double {
    (0..<Int(abs(exponent))).reduce(1.0) { value, _ in exponent < 0 ? value / base : value * base }
  }
}
