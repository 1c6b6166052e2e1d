import Glibc

/// From a method's name to its fitted model.
struct Fitting {
  let method: Method
  let series: Series
  let options: ProjectionOptions
  let pool: PeerPool?
  let periodsPerYear: Int

  struct Result {
    var model: any ForecastModel
    /// The standard error as the method has it; nil where it has none of its own.
    var errors: Errors?
    var flags: Flags = []
  }

  /// How sure a method is, by itself.
  enum Errors: Sendable {
    /// A bounded trend, times the index of the season in which it lies `years` ahead.
    case trend(BoundedTrend, season: @Sendable (_ years: Double) -> Double)
    /// A normal error after so many years.
    case normal(@Sendable (_ years: Double) -> Double)
    case scatter(Scatter)
  }

  func fit() throws(ForecastingError) -> Result {
    switch method {
    case .naive: return try naive()
    case .drift: return try plain(Drift(series))
    case .halfDrift: return try plain(Drift(series, damping: .half))
    case .dampedDrift: return try plain(Drift(series, damping: .usual))
    case .logitDrift: return try logit(damping: .none)
    case .logitDamped: return try seasonal { series throws(ForecastingError) in try logit(series) }
    case .bounded, .pooled:
      return try seasonal { series throws(ForecastingError) in try bounded(series) }
    case .linear: return try plain(TrendLine.linear(series))
    case .theilSen: return try plain(TrendLine.theilSen(series))
    case .logLinear:
      guard series.values.allSatisfy({ $0 > 0 }) else { throw .needsPositiveValues(method: method) }
      return try plain(TrendLine.logLinear(series))
    case .logitLinear:
      guard options.bounds.isBounded else { throw .needsBounds(method: method) }
      return try plain(TrendLine.logitLinear(series, bounds: options.bounds))
    case .logistic, .gompertz: return try growthCurve()
    case .simpleSmoothing, .holt, .dampedHolt, .smoothing, .theta, .dynamicTheta,
      .automaticTheta, .driftAndTheta, .combined, .medianOfFive, .seasonalNaive, .yearOnYear:
      return try stepped()
    }
  }

  private func plain(_ model: (some ForecastModel)?) throws(ForecastingError) -> Result {
    guard let model else { throw tooFew }
    return Result(model: model)
  }

  private var tooFew: ForecastingError {
    .tooFewPoints(method: method, needed: method.leastPoints, found: series.count)
  }

  private func logit(
    _ series: Series? = nil, damping: Damping = .usual
  ) throws(ForecastingError) -> Result {
    let series = series ?? self.series
    guard let scale = Logit(options.bounds) else { throw .needsBounds(method: method) }
    let model =
      countsInUse.flatMap {
        LogitDrift(times: series.times, counts: $0, bounds: options.bounds, damping: damping)
      } ?? LogitDrift(series, bounds: options.bounds, damping: damping)
    var result = try plain(model)
    if let first = series.first, let last = series.last, countsInUse == nil,
      scale.clips(first.value) || scale.clips(last.value)
    {
      result.flags.insert(.logitClipped)
    }
    return result
  }

  /// The counts that belong to the points used; nil when they do not match the series.
  private var countsInUse: Counts? {
    guard let counts = options.counts, counts.totals.count >= series.count,
      let covered = try? Counts(
        covered: Array(counts.covered.suffix(series.count)),
        totals: Array(counts.totals.suffix(series.count)))
    else { return nil }
    return covered
  }

  /// The default between floor and ceiling, among peers where there is a pool.
  private func bounded(_ series: Series) throws(ForecastingError) -> Result {
    guard let scale = ShareScale(options.bounds, direction: options.direction) else {
      throw .needsBounds(method: method)
    }
    let peers = method == .pooled ? pool : nil
    if method == .pooled, peers == nil {
      throw .tooFewPeers(needed: PeerPool.leastCount, found: 0)
    }
    let total = options.counts.flatMap { $0.totals.last }
    guard
      let trend = BoundedTrend(
        UnitSummary(series, scale), pool: peers, scale: scale, total: total)
    else { throw tooFew }
    return Result(model: trend, errors: .trend(trend) { _ in 1 })
  }

  /// No change, with the random walk's own error: σ·√h, normal, as R's `naive` has it.
  private func naive() throws(ForecastingError) -> Result {
    var result = try plain(Naive(series))
    let squares = (1..<max(series.count, 1)).map { k in
      let change = series.values[k] - series.values[k - 1]
      return change * change / (series.times[k] - series.times[k - 1])
    }
    if let mean = Summaries.mean(squares) {
      result.errors = .normal { (mean * $0).squareRoot() }
    }
    return result
  }

  private func growthCurve() throws(ForecastingError) -> Result {
    let ceiling = options.curveCeiling ?? options.bounds.upper
    let shape: GrowthCurve.Shape = method == .logistic ? .logistic : .gompertz
    guard ceiling.isFinite else {
      return Result(model: try GrowthCurve.fitCeiling(shape, series, bounds: options.bounds))
    }
    return Result(model: try GrowthCurve.fit(shape, series, ceiling: ceiling))
  }

  /// Takes the seasons out, fits per period, and puts them back; without seasons, fits as it is.
  private func seasonal(
    _ fit: (Series) throws(ForecastingError) -> Result
  ) throws(ForecastingError) -> Result {
    guard periodsPerYear > 1, let grid = EvenGrid(series, periodsPerYear: periodsPerYear),
      Seasonality.isPresent(grid.values, periodsPerYear: periodsPerYear),
      let indices = Seasonality.indices(grid.values, periodsPerYear: periodsPerYear),
      let first = series.first, let last = series.last
    else { return try fit(series) }
    let m = periodsPerYear
    let adjusted = grid.values.indices.map { grid.values[$0] / indices[$0 % m] }
    let times = adjusted.indices.map { first.time + Double($0) / Double(m) }
    let even = Series(sorted: times, adjusted.map { options.bounds.clip($0) })
    var result = try fit(even)
    let inner = result.model
    let count = adjusted.count
    if case .trend(let trend, season: _)? = result.errors {
      result.errors = .trend(trend) { years in
        // Between two seasons the index goes over in a straight line.
        let periods = years * Double(m)
        let below = Int((periods + 1e-9).rounded(.down))
        let part = max(periods - Double(below), 0)
        let from = indices[(count + below - 1) % m]
        return part < 1e-9 ? from : from + part * (indices[(count + below) % m] - from)
      }
    } else {
      result.errors = Scatter.alone(even, bounds: options.bounds).map { .scatter($0) }
    }
    result.model = SteppedForecast(last: last.value, periodsPerYear: m) { ahead in
      inner.value(after: Double(ahead) / Double(m)) * indices[(count + ahead - 1) % m]
    }
    if grid.interpolated > 0 { result.flags.insert(.interpolated) }
    return result
  }

  /// Models that count periods.
  private func stepped() throws(ForecastingError) -> Result {
    guard let grid = EvenGrid(series, periodsPerYear: periodsPerYear), let last = series.last
    else { throw .unevenSpacing(method: method) }
    let m = periodsPerYear
    var values = grid.values
    var indices: [Double]?
    if method != .seasonalNaive, method != .yearOnYear,
      Seasonality.isPresent(values, periodsPerYear: m),
      let found = Seasonality.indices(values, periodsPerYear: m)
    {
      indices = found
      values = values.indices.map { values[$0] / found[$0 % m] }
    }
    let count = values.count
    let ahead = try afterPeriods(values)
    let seasons = indices
    let model = SteppedForecast(last: last.value, periodsPerYear: m) { periods in
      ahead(periods) * (seasons.map { $0[(count + periods - 1) % m] } ?? 1)
    }
    var result = Result(model: model)
    if grid.interpolated > 0 { result.flags.insert(.interpolated) }
    if method == .yearOnYear {
      result.errors = yearOnYearScatter(grid.values).map { .scatter($0) }
    } else if method == .simpleSmoothing || method == .seasonalNaive {
      result.errors = try ownErrors(values, grid.values).map { .normal($0) }
    }
    return result
  }

  /// Errors that simple smoothing and the seasonal naive method have of their own, as R's do.
  private func ownErrors(
    _ adjusted: [Double], _ values: [Double]
  ) throws(ForecastingError) -> (@Sendable (Double) -> Double)? {
    let m = Double(periodsPerYear)
    if method == .simpleSmoothing {
      let model = try ExponentialSmoothing.fit(adjusted, trend: .none)
      guard let variance = model.variance else { return nil }
      let alpha = model.parameters.alpha
      // σ·√(1 + (h − 1)·α²), within the first period by its share.
      return { years in
        let periods = years * m
        return (variance * (min(periods, 1) + max(periods - 1, 0) * alpha * alpha)).squareRoot()
      }
    }
    guard let model = SeasonalNaive(values, periodsPerYear: periodsPerYear),
      model.sigma != nil
    else { return nil }
    return { years in
      model.standardError(afterPeriods: Int((years * m - 1e-9).rounded(.up))) ?? 0
    }
  }

  private func afterPeriods(
    _ values: [Double]
  ) throws(ForecastingError) -> @Sendable (Int) -> Double {
    switch method {
    case .simpleSmoothing, .holt, .dampedHolt:
      let trend: ExponentialSmoothing.Trend =
        method == .simpleSmoothing ? .none : method == .holt ? .linear : .damped
      let model = try ExponentialSmoothing.fit(
        values, trend: trend, restraint: trend == .none ? 0 : ExponentialSmoothing.restraint)
      return { model.value(afterPeriods: $0) }
    case .smoothing:
      let model = try ExponentialSmoothing.automatic(values)
      return { model.value(afterPeriods: $0) }
    case .theta:
      let model = try Theta(values)
      return { model.value(afterPeriods: $0) }
    case .dynamicTheta, .automaticTheta:
      let model =
        method == .dynamicTheta
        ? try OptimisedTheta.fit(values) : try OptimisedTheta.automatic(values)
      return path(model.forecast(Fitting.furthestPeriods))
    case .combined:
      return path(try Combination.weighted(values, periods: Fitting.furthestPeriods))
    case .driftAndTheta:
      return path(try Combination.driftAndTheta(values, periods: Fitting.furthestPeriods))
    case .medianOfFive:
      return path(try Combination.medianOfFive(values, periods: Fitting.furthestPeriods))
    case .seasonalNaive:
      guard let model = SeasonalNaive(values, periodsPerYear: periodsPerYear) else { throw tooFew }
      return { model.value(afterPeriods: $0) }
    case .yearOnYear:
      guard let model = YearOnYear(values, periodsPerYear: periodsPerYear) else { throw tooFew }
      return { model.value(afterPeriods: $0) }
    default: throw tooFew
    }
  }

  /// How far recursions are run.
  private static let furthestPeriods = 64

  /// A computed path, its last step repeated beyond its end.
  private func path(_ values: [Double]) -> @Sendable (Int) -> Double {
    { periods in
      let n = values.count
      guard periods > n, n >= 2 else { return n == 0 ? 0 : values[min(max(periods, 1), n) - 1] }
      return values[n - 1] + (values[n - 1] - values[n - 2]) * Double(periods - n)
    }
  }

  /// From the changes over a year, t with one degree of freedom less than there are.
  private func yearOnYearScatter(_ values: [Double]) -> Scatter? {
    let m = periodsPerYear
    guard values.count > m + 1 else { return nil }
    let changes = (m..<values.count).map { values[$0] - values[$0 - m] }
    return Summaries.variance(changes).map {
      Scatter(
        sigma: $0.squareRoot(), degreesOfFreedom: Double(changes.count - 1),
        span: max(series.span, 1), growth: options.bounds.isBounded ? .bounded : .short)
    }
  }
}
