import Glibc

/// A series with its model fitted and its scatter measured, ready to be asked about any time.
public struct Projector: Sendable {
  public let series: Series
  public let options: ProjectionOptions
  public let method: Method
  /// Weight of the own trend among peers, or against no change where the unit is alone; nil for
  /// methods without one.
  public let weight: Double?
  /// Units with two values or more that were pooled with this one; nil where it is alone.
  public let peers: Int?
  /// Points used.
  public let count: Int
  /// nil where the data cannot carry an interval.
  private let errors: Fitting.Errors?
  /// Flags that hold for every time.
  public let flags: Flags
  /// Slope of the straight line, per year; nil with one point.
  public let pace: Double?
  let model: any ForecastModel
  /// The last observation.
  public let lastPoint: Point

  /// Fits the default method, or the one asked for.
  ///
  /// - Throws: `tooFewPoints`, `valueOutOfBounds` and what the method may refuse
  ///   (`needsPositiveValues`, `needsBounds`, `unevenSpacing`, `ceilingNotIdentified`).
  public init(
    _ series: Series, options: ProjectionOptions = ProjectionOptions(), pool: PeerPool? = nil
  ) throws(ForecastingError) {
    try series.check(options.bounds)
    guard options.level > 0, options.level < 1 else {
      throw .invalidParameter(name: "interval", value: options.level)
    }
    let periods =
      options.periodsPerYear ?? EvenGrid(series).map(\.periodsPerYear) ?? 1
    var wanted =
      options.method
      ?? Method.standard(
        points: series.count, bounds: options.bounds, pooled: pool != nil)
    if options.method == nil, wanted == .combined,
      EvenGrid(series, periodsPerYear: periods) == nil
    {
      // Recursions count periods; drift takes any spacing.
      wanted = .drift
    }
    guard let last = series.last, let method = wanted else {
      throw .tooFewPoints(method: .halfDrift, needed: 2, found: series.count)
    }
    guard series.count >= method.leastPoints else {
      throw .tooFewPoints(method: method, needed: method.leastPoints, found: series.count)
    }
    let fitted = try Fitting(
      method: method, series: series, options: options, pool: pool, periodsPerYear: periods
    ).fit()
    var flags = fitted.flags
    var used = series.count
    switch fitted.errors {
    case .trend(let trend, season: _):
      weight = trend.weight
      errors = fitted.errors
      used = series.times.count { $0 > last.time - BoundedTrend.years + 1e-9 }
      if method == .pooled, used == 1 { flags.insert(.borrowed) }
    case .normal:
      weight = nil
      errors = fitted.errors
    case .scatter, nil:
      var scatter: Scatter?
      if case .scatter(let own)? = fitted.errors { scatter = own }
      scatter = scatter ?? Scatter.alone(series, bounds: options.bounds)
      if scatter == nil { flags.insert(.noInterval) }
      if scatter?.sigma == 0 { flags.insert(.noVariation) }
      let total = options.counts.flatMap { $0.totals.last }
      weight = nil
      errors = scatter.map {
        .scatter($0.adding(samplingOf: last.value, total: total, bounds: options.bounds))
      }
    }
    self.series = series
    self.options = options
    self.method = method
    self.lastPoint = last
    peers = method == .pooled ? pool?.count : nil
    count = used
    model = fitted.model
    pace = Projector.pace(series, options.pace)
    self.flags = flags.union(
      Projector.warnings(series, method: method, options: options, pool: pool))
  }

  /// What the series leads to at `time`.
  /// - Throws: `targetTimeTooEarly` before the last point.
  public func project(to time: Double) throws(ForecastingError) -> Projection {
    guard time >= lastPoint.time else {
      throw .targetTimeTooEarly(target: time, last: lastPoint.time)
    }
    let years = time - lastPoint.time
    let bounds = options.bounds
    let outlook = self.outlook(after: years)
    let raw = years == 0 ? lastPoint.value : model.value(after: years)
    let ends = outlook?.interval(options.level)
    let line = pace.map { lastPoint.value + $0 * years }
    var flags = flags
    if !bounds.contains(raw) || outlook?.isCut ?? false
      || line.map({ !bounds.contains($0) }) ?? false
    {
      flags.insert(.clipped)
    }
    return Projection(
      time: time, method: method, count: count, weight: weight, lastTime: lastPoint.time,
      last: lastPoint.value, atPace: line.map { bounds.clip($0) }, expected: bounds.clip(raw),
      low: ends?.low, high: ends?.high, outlook: outlook, flags: flags)
  }

  /// Where the value may lie `years` after the last point; nil where the data cannot carry an
  /// interval.
  public func outlook(after years: Double) -> Outlook? {
    switch errors {
    case .trend(let trend, let season):
      return trend.outlook(after: years, season: years == 0 ? 1 : season(years))
    case .normal(let error): return outlook(after: years, error(years), .infinity)
    case .scatter(let scatter):
      let moved = years == 0 ? 0 : model.value(after: years) - lastPoint.value
      let error = scatter.standardError(after: years, moved: moved)
      let noise = scatter.standardError(after: years)
      return outlook(after: years, error, scatter.degreesOfFreedom, noise: noise)
    case nil: return nil
    }
  }

  private func outlook(
    after years: Double, _ error: Double, _ freedom: Double, noise: Double? = nil
  ) -> Outlook {
    Outlook(
      scale: .value, bounds: options.bounds,
      centre: years == 0 ? lastPoint.value : model.value(after: years), error: error, noise: noise,
      degreesOfFreedom: freedom)
  }

  /// When the forecast's median first attains `target`, looked for over 50 years.
  public func attained(_ target: Target) -> AttainmentTime {
    func short(_ years: Double) -> Bool {
      !target.isMet(by: options.bounds.clip(model.value(after: years)))
    }
    if target.isMet(by: lastPoint.value) { return .met }
    let furthest = Int(AttainmentTime.furthest)
    guard let year = (1...furthest).first(where: { !short(Double($0)) }) else {
      return furtherCourse(from: furthest, to: target)
    }
    var low = Double(year - 1)
    var high = Double(year)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if short(middle) { low = middle } else { high = middle }
    }
    return .at(lastPoint.time + high)
  }

  /// Whether a course that has not arrived by then ever will: its steps are taken to go on changing
  /// by the same factor.
  private func furtherCourse(from year: Int, to target: Target) -> AttainmentTime {
    let sign = target.direction.sign
    let ends = (year - 2...year).map { model.value(after: Double($0)) }
    let (before, step) = (sign * (ends[1] - ends[0]), sign * (ends[2] - ends[1]))
    let missing = sign * (target.value - ends[2])
    guard step > 0, options.bounds.contains(target.value) else { return .never }
    let factor = step / before
    let arrives = factor >= 1 - 1e-9 || step * factor / (1 - factor) > missing
    return arrives ? .after(lastPoint.time + AttainmentTime.furthest) : .never
  }

  private static func pace(_ series: Series, _ options: Pace.Options) -> Double? {
    if let years = options.window {
      return Pace.slope(Pace.window(series, years: years), options.estimator)
    }
    let from =
      options.baseTime.flatMap { time in series.times.firstIndex { $0 >= time - 1e-9 } }
      ?? series.times.firstIndex { $0 >= 2015 } ?? 0
    return Pace.slope(series.suffix(series.count - from), options.estimator)
      ?? Pace.slope(series, options.estimator)
  }

  private static func warnings(
    _ series: Series, method: Method, options: ProjectionOptions, pool: PeerPool?
  ) -> Flags {
    var flags: Flags = []
    if let last = series.last, let today = options.today, today - last.time > 3 {
      flags.insert(.stale)
    }
    for shift in series.shifts { flags.insert(shift.kind == .outlier ? .outlier : .lasting) }
    if series.count >= 4, let test = MannKendall(series), test.p > 0.10 { flags.insert(.noise) }
    if options.counts?.totalsShift ?? false { flags.insert(.totalsShift) }
    if isWeak(series, method: method, options: options, pool: pool) { flags.insert(.weak) }
    return flags
  }

  /// No better than "no change" one step ahead on the last three points (from eight points on).
  private static func isWeak(
    _ series: Series, method: Method, options: ProjectionOptions, pool: PeerPool?
  ) -> Bool {
    guard series.count >= 8, method != .naive else { return false }
    var ours = 0.0
    var naive = 0.0
    var plain = options
    plain.counts = nil
    for origin in (series.count - 3)..<series.count {
      let known = Series(
        sorted: Array(series.times[..<origin]), Array(series.values[..<origin]))
      guard known.count >= method.leastPoints, let last = known.last,
        let fitted = try? Fitting(
          method: method, series: known, options: plain, pool: pool,
          periodsPerYear: options.periodsPerYear ?? EvenGrid(series)?.periodsPerYear ?? 1
        ).fit()
      else { return false }
      let ahead = fitted.model.value(after: series.times[origin] - last.time)
      ours += abs(options.bounds.clip(ahead) - series.values[origin])
      naive += abs(last.value - series.values[origin])
    }
    return ours >= naive && naive > 0
  }
}
