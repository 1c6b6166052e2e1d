import Glibc

/// Growth towards a ceiling, fitted to the values by least squares.
public struct GrowthCurve: ForecastModel {
  public enum Shape: Hashable, Sendable {
    /// K/(1 + e^(−r(t − t0))).
    case logistic
    /// K·exp(−e^(a + b·t)), b < 0 for growth.
    case gompertz
  }

  public let shape: Shape
  public let ceiling: Double
  /// r of the logistic, b of the Gompertz curve; per year.
  public let rate: Double
  /// The time of the curve's inflection: K/2 of the logistic, K/e of the Gompertz curve.
  public let midpoint: Double
  /// Sum of squared residuals.
  public let squaredErrors: Double
  let lastTime: Double

  /// The curve at `time`.
  public func value(at time: Double) -> Double {
    GrowthCurve.value(shape, ceiling, rate, midpoint, time)
  }

  public func value(after years: Double) -> Double { value(at: lastTime + years) }

  /// When the curve passes `value`; nil outside 0 ..< ceiling or for a flat curve.
  public func time(of value: Double) -> Double? {
    guard value > 0, value < ceiling, rate != 0 else { return nil }
    return switch shape {
    case .logistic: midpoint - log(ceiling / value - 1) / rate
    case .gompertz: midpoint + log(-log(value / ceiling)) / rate
    }
  }

  @inline(__always)
  private static func value(
    _ shape: Shape, _ ceiling: Double, _ rate: Double, _ midpoint: Double, _ time: Double
  ) -> Double {
    switch shape {
    case .logistic: ceiling / (1 + exp(-rate * (time - midpoint)))
    case .gompertz: ceiling * exp(-exp(rate * (time - midpoint)))
    }
  }

  /// The straight line on ln(y/(K−y)) or ln(−ln(y/K)), back as a curve. Values at or above the
  /// ceiling count as 0.5 % of it below, values of 0 or less as 0.5 % of it.
  /// - Throws: `tooFewPoints` below two distinct times, `invalidParameter` for a ceiling ≤ 0.
  public static func linearised(
    _ shape: Shape, _ series: Series, ceiling: Double
  ) throws(ForecastingError) -> GrowthCurve {
    guard ceiling > 0, ceiling.isFinite else {
      throw .invalidParameter(name: "ceiling", value: ceiling)
    }
    let scaled = series.values.map { value in
      let share = min(max(value / ceiling, 0.005), 0.995)
      return shape == .logistic ? log(share / (1 - share)) : log(-log(share))
    }
    guard let last = series.last, let fit = LinearFit(Series(sorted: series.times, scaled)) else {
      throw .tooFewPoints(
        method: shape == .logistic ? .logistic : .gompertz, needed: 2, found: series.count)
    }
    return GrowthCurve(
      shape, series, ceiling, rate: fit.slope, midpoint: fit.time(of: 0) ?? last.time)
  }

  /// Least squares on the values with a given ceiling, by Gauss-Newton from the linearised curve.
  /// - Throws: as `linearised`.
  public static func fit(
    _ shape: Shape, _ series: Series, ceiling: Double
  ) throws(ForecastingError) -> GrowthCurve {
    let start = try linearised(shape, series, ceiling: ceiling)
    var best = start
    for _ in 0..<100 {
      let steps = best.gaussNewtonStep(series, free: false)
      guard let steps else { break }
      // Halve the step until it helps.
      var factor = 1.0
      var next = best
      while factor > 1e-6 {
        next = GrowthCurve(
          shape, series, ceiling, rate: best.rate + factor * steps[0],
          midpoint: best.midpoint + factor * steps[1])
        if next.squaredErrors <= best.squaredErrors { break }
        factor /= 2
      }
      guard next.squaredErrors <= best.squaredErrors else { break }
      let moved = abs(next.rate - best.rate) / max(abs(best.rate), 1e-12)
      best = next
      if moved < 1e-13 { break }
    }
    return best
  }

  /// With the ceiling estimated too, refused where the data cannot tell it: below eight points,
  /// before the inflection, above `bounds`, or with a standard error of more than a tenth of the
  /// bounds' width (of the ceiling where there are none).
  /// - Throws: `tooFewPoints`, `ceilingNotIdentified`.
  public static func fitCeiling(
    _ shape: Shape, _ series: Series, bounds: Bounds = .percent
  ) throws(ForecastingError) -> GrowthCurve {
    let method: Method = shape == .logistic ? .logistic : .gompertz
    guard series.count >= 8, let last = series.last, let top = series.values.max(), top > 0 else {
      throw .tooFewPoints(method: method, needed: 8, found: series.count)
    }
    let highest = bounds.upper.isFinite ? bounds.upper * 1.5 : top * 10
    guard highest > top * 1.001 else { throw .ceilingNotIdentified }
    // The profile over the ceiling has one valley where it is identified: grid, then golden section.
    let grid = (0...60).map { top * 1.001 * pow(highest / (top * 1.001), Double($0) / 60) }
    var profiles: [GrowthCurve] = []
    for ceiling in grid { profiles.append(try fit(shape, series, ceiling: ceiling)) }
    guard
      let least = profiles.indices.min(by: {
        profiles[$0].squaredErrors < profiles[$1].squaredErrors
      }),
      least > 0, least < grid.count - 1
    else { throw .ceilingNotIdentified }
    var low = grid[least - 1]
    var high = grid[least + 1]
    var best = profiles[least]
    for _ in 0..<80 {
      let a = try fit(shape, series, ceiling: low + 0.381966 * (high - low))
      let b = try fit(shape, series, ceiling: high - 0.381966 * (high - low))
      if a.squaredErrors < b.squaredErrors { high = b.ceiling } else { low = a.ceiling }
      best = a.squaredErrors < b.squaredErrors ? a : b
    }
    let inflection = shape == .logistic ? 0.5 : exp(-1)
    guard let error = best.ceilingStandardError(series),
      error <= 0.1 * (bounds.isBounded ? bounds.width : best.ceiling),
      best.ceiling <= bounds.upper, last.value >= inflection * best.ceiling
    else { throw .ceilingNotIdentified }
    return best
  }

  private init(
    _ shape: Shape, _ series: Series, _ ceiling: Double, rate: Double, midpoint: Double
  ) {
    self.shape = shape
    self.ceiling = ceiling
    self.rate = rate
    self.midpoint = midpoint
    lastTime = series.times.last ?? 0
    var squares = 0.0
    for (time, value) in zip(series.times, series.values) {
      let error = value - GrowthCurve.value(shape, ceiling, rate, midpoint, time)
      squares += error * error
    }
    squaredErrors = squares.isNaN ? .infinity : squares
  }

  /// Derivatives of the curve by rate, midpoint and ceiling at `time`.
  private func gradient(_ time: Double) -> [Double] {
    let distance = time - midpoint
    let y = value(at: time)
    switch shape {
    case .logistic:
      let bend = y * (1 - y / ceiling)
      return [bend * distance, -bend * rate, y / ceiling]
    case .gompertz:
      let bend = -y * exp(rate * distance)
      return [bend * distance, -bend * rate, y / ceiling]
    }
  }

  private func gaussNewtonStep(_ series: Series, free: Bool) -> [Double]? {
    var system = NormalEquations(free ? 3 : 2)
    for (time, y) in zip(series.times, series.values) {
      system.add(gradient(time), y - value(at: time))
    }
    return system.solution
  }

  private func ceilingStandardError(_ series: Series) -> Double? {
    var system = NormalEquations(3)
    for time in series.times { system.add(gradient(time), 0) }
    guard let inverse = system.inverseDiagonal(2), series.count > 3 else { return nil }
    return (squaredErrors / Double(series.count - 3) * inverse).squareRoot()
  }
}
