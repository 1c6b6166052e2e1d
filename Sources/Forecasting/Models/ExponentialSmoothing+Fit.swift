import Glibc

extension ExponentialSmoothing {
  /// Limits of the search, as R's `forecast` has them.
  static let alphaRange = 1e-4...0.9999
  static let phiRange = 0.8...0.98

  /// What a trend that follows every change costs in forecasts: least squares alone choose β* = 1 for
  /// short series far too often (OWA of Holt on M3's yearly series 1.04 without, .95 with it).
  public static let restraint = 4.0

  /// Least mean squared error over α, β* and φ; with a `restraint`, least n·ln(squares) + restraint·β*.
  ///
  /// The starting values enter the errors linearly, so that for each (α, β*, φ) the best are found
  /// by least squares at once; the search itself is over one to three numbers.
  /// - Throws: `tooFewPoints` (4, 5 and 9 values are needed).
  public static func fit(
    _ values: [Double], trend: Trend, restraint: Double = 0
  ) throws(ForecastingError) -> ExponentialSmoothing {
    let method: Method = trend == .none ? .simpleSmoothing : trend == .linear ? .holt : .dampedHolt
    guard values.count >= method.leastPoints else {
      throw .tooFewPoints(method: method, needed: method.leastPoints, found: values.count)
    }
    let search = Search(values, trend, restraint)
    var best = Search.Candidate(parameters: Parameters(alpha: 0.5), squares: .infinity)
    for candidate in search.grid.sorted(by: { $0.squares < $1.squares }).prefix(3) {
      let found = search.refine(candidate)
      if found.squares < best.squares { best = found }
    }
    let start = search.start(best.parameters)
    return ExponentialSmoothing(
      values, trend: trend, parameters: best.parameters, initialLevel: start.level,
      initialTrend: start.trend)
  }

  /// The least corrected Akaike criterion among the three (damped from 9 values on).
  /// - Throws: `tooFewPoints` below four values.
  public static func automatic(
    _ values: [Double]
  ) throws(ForecastingError) -> ExponentialSmoothing {
    var best = try fit(values, trend: .none)
    for trend in [Trend.linear, .damped] {
      guard let other = try? fit(values, trend: trend), let score = other.correctedAkaike else {
        continue
      }
      if score < best.correctedAkaike ?? .infinity { best = other }
    }
    return best
  }

  private struct Search {
    struct Candidate {
      let parameters: Parameters
      /// Squared errors, times e^(restraint·β*/n).
      let squares: Double
    }

    let values: [Double]
    let trend: Trend
    let restraint: Double

    init(_ values: [Double], _ trend: Trend, _ restraint: Double) {
      self.values = values
      self.trend = trend
      self.restraint = restraint
    }

    /// The best starting values for given parameters, and the squared errors they leave.
    func start(_ parameters: Parameters) -> (level: Double, trend: Double, squares: Double) {
      let phi = trend == .damped ? parameters.phi : 1
      let alpha = parameters.alpha
      let beta = trend == .none ? 0 : alpha * parameters.betaStar
      // Three recursions side by side: of the values from (0, 0), of nothing from (1, 0) and (0, 1).
      var level = (0.0, 1.0, 0.0)
      var slope = (0.0, 0.0, 1.0)
      var products = (ll: 0.0, lb: 0.0, bb: 0.0, ly: 0.0, by: 0.0, yy: 0.0)
      if trend == .none { slope.2 = 0 }
      for value in values {
        let forecast = (
          level.0 + phi * slope.0, level.1 + phi * slope.1, level.2 + phi * slope.2
        )
        let error = (value - forecast.0, -forecast.1, -forecast.2)
        level = (
          forecast.0 + alpha * error.0, forecast.1 + alpha * error.1, forecast.2 + alpha * error.2
        )
        slope = (
          phi * slope.0 + beta * error.0, phi * slope.1 + beta * error.1,
          phi * slope.2 + beta * error.2
        )
        products.ll += error.1 * error.1
        products.lb += error.1 * error.2
        products.bb += error.2 * error.2
        products.ly -= error.1 * error.0
        products.by -= error.2 * error.0
        products.yy += error.0 * error.0
      }
      let determinant = products.ll * products.bb - products.lb * products.lb
      let l0: Double
      let b0: Double
      if determinant > 1e-12 * products.ll * products.bb, products.bb > 0 {
        l0 = (products.ly * products.bb - products.by * products.lb) / determinant
        b0 = (products.by * products.ll - products.ly * products.lb) / determinant
      } else {
        l0 = products.ly / products.ll
        b0 = 0
      }
      let squares =
        products.yy - 2 * (l0 * products.ly + b0 * products.by)
        + l0 * l0 * products.ll + 2 * l0 * b0 * products.lb + b0 * b0 * products.bb
      return (l0, b0, max(squares, 0))
    }

    var grid: [Candidate] {
      let alphas = [1e-4, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.9999]
      let betas = trend == .none ? [0] : [1e-4, 0.05, 0.2, 0.5, 0.9, 1]
      let phis = trend == .damped ? [0.8, 0.9, 0.98] : [1]
      var found: [Candidate] = []
      for alpha in alphas {
        for beta in betas {
          for phi in phis { found.append(candidate([alpha, beta, phi])) }
        }
      }
      return found
    }

    /// Nelder-Mead from a grid point, the coordinates being kept in their ranges.
    func refine(_ from: Candidate) -> Candidate {
      let p = from.parameters
      func towardsMiddle(_ value: Double, _ step: Double, _ middle: Double) -> Double {
        value < middle ? step : -step
      }
      var start = [p.alpha]
      var steps = [towardsMiddle(p.alpha, 0.1, 0.5)]
      if trend != .none {
        start.append(p.betaStar)
        steps.append(towardsMiddle(p.betaStar, 0.1, 0.5))
      }
      if trend == .damped {
        start.append(p.phi)
        steps.append(towardsMiddle(p.phi, 0.03, 0.9))
      }
      let minimum = NelderMead.minimise(from: start, steps: steps, maximumEvaluations: 600) {
        candidate($0).squares
      }
      let found = candidate(minimum.point)
      return found.squares <= from.squares ? found : from
    }

    private func candidate(_ point: [Double]) -> Candidate {
      func clamp(_ value: Double, _ range: ClosedRange<Double>) -> Double {
        min(max(value, range.lowerBound), range.upperBound)
      }
      let alpha = clamp(point[0], ExponentialSmoothing.alphaRange)
      let beta =
        trend == .none || point.count < 2 ? 0 : clamp(point[1], min(1, 1e-4 / alpha)...1)
      let phi =
        trend == .damped && point.count > 2
        ? clamp(point[2], ExponentialSmoothing.phiRange) : 1
      let parameters = Parameters(alpha: alpha, betaStar: beta, phi: phi)
      let cost = exp(restraint * beta / Double(values.count))
      return Candidate(parameters: parameters, squares: start(parameters).squares * cost)
    }
  }
}
