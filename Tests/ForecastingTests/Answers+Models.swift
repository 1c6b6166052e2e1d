import Foundation
import Testing

@testable import Forecasting

extension Answers {
  static let models: [String: Answer] = [
    "naive": { reference in
      let model = try #require(Naive(Series(reference.numbers("y"))))
      let ahead = (1...reference.periods).map(Double.init)
      return limits(
        ahead.map { model.value(after: $0) }, ahead.compactMap { model.standardError(after: $0) },
        Normal.quantile)
    },
    "drift": { reference in
      let model = try #require(Drift(Series(reference.numbers("y"))))
      let ahead = (1...reference.periods).map(Double.init)
      return limits(
        ahead.map { model.value(after: $0) }, ahead.compactMap { model.standardError(after: $0) },
        Normal.quantile
      ).merging(["drift": JSON(model.slope)]) { a, _ in a }
    },
    "snaive": { reference in
      let model = try #require(
        SeasonalNaive(reference.numbers("y"), periodsPerYear: Int(reference.number("m"))))
      let ahead = Array(1...reference.periods)
      return limits(
        ahead.map { model.value(afterPeriods: $0) },
        ahead.compactMap { model.standardError(afterPeriods: $0) }, Normal.quantile)
    },
    "ols": { reference in
      let series = try Series(times: reference.numbers("t"), values: reference.numbers("y"))
      let fit = try #require(LinearFit(series))
      let times = reference.numbers("t_new")
      let quantile = { StudentT.quantile($0, degreesOfFreedom: Double(fit.count - 2)) }
      let line = limits(
        times.map { fit.value(at: $0) }, times.compactMap { fit.lineStandardError(at: $0) },
        quantile)
      return limits(
        times.map { fit.value(at: $0) }, times.compactMap { fit.predictionStandardError(at: $0) },
        quantile
      ).merging([
        "ci95_lo": line["lo95"] ?? .null, "ci95_hi": line["hi95"] ?? .null,
        "intercept": JSON(fit.intercept), "slope": JSON(fit.slope), "sigma": JSON(fit.sigma),
        "slope_se": JSON(fit.slopeStandardError), "slope_p": JSON(fit.slopeP),
        "r2": JSON(fit.rSquared), "target_year_90": JSON(fit.time(of: 90)),
      ]) { a, _ in a }
    },
    "ses": { try smoothing($0, .none) },
    "holt": { try smoothing($0, .linear) },
    "dampedholt": { try smoothing($0, .damped) },
    "ets": { reference in
      let model = try ExponentialSmoothing.automatic(reference.numbers("y"))
      let names: [ExponentialSmoothing.Trend: String] = [
        .none: "ETS(A,N,N)", .linear: "ETS(A,A,N)", .damped: "ETS(A,Ad,N)",
      ]
      return limits(model, reference.periods).merging([
        "model": .text(names[model.trend] ?? ""), "aicc": JSON(model.correctedAkaike),
      ]) { a, _ in a }
    },
    "theta": { reference in
      let model = try Theta(reference.numbers("y"))
      let ahead = Array(1...reference.periods)
      return limits(
        ahead.map { model.value(afterPeriods: $0) },
        ahead.compactMap { model.standardError(afterPeriods: $0) }, Normal.quantile
      ).merging(["drift": JSON(model.drift)]) { a, _ in a }
    },
    "thetaclassic": { reference in
      ["mean": JSON(try Theta.classic(reference.numbers("y"), periods: reference.periods))]
    },
    "dotm": { reference in
      let model = OptimisedTheta(
        reference.numbers("y"), initialLevel: reference.number("l0"),
        alpha: reference.number("alpha"), theta: reference.number("theta"))
      return ["mean": JSON(model.forecast(reference.periods)), "fitted": JSON(model.fitted)]
    },
    "sf": { reference in
      let values = reference.numbers("y")
      let ahead = Array(1...reference.periods)
      switch reference.method {
      case "AutoETS_AAN_damped":
        let model = try ExponentialSmoothing.fit(values, trend: .damped)
        return ["mean": JSON(ahead.map { model.value(afterPeriods: $0) })]
      case "Theta":
        let model = try Theta(values)
        return ["mean": JSON(ahead.map { model.value(afterPeriods: $0) })]
      case "AutoTheta":
        return ["mean": JSON(try OptimisedTheta.automatic(values).forecast(ahead.count))]
      default: return ["mean": JSON(try OptimisedTheta.fit(values).forecast(ahead.count))]
      }
    },
    "comb": { reference in
      let values = reference.numbers("y")
      return [
        "mean": JSON(try Combination.medianOfFive(values, periods: reference.periods)),
        "ts_slope": JSON(TheilSenFit(Series(values))?.slope),
      ]
    },
    "theilsen": { reference in
      let series = try Series(times: reference.numbers("t"), values: reference.numbers("y"))
      let fit = try #require(TheilSenFit(series))
      let test = try #require(MannKendall(series))
      let interval = fit.slopeInterval(level: 0.95)
      return [
        "slope": JSON(fit.slope), "intercept": JSON(fit.intercept),
        "lo": JSON(interval.lowerBound), "hi": JSON(interval.upperBound), "tau": JSON(test.tau),
        "p": JSON(test.p),
      ]
    },
    "logistic": { reference in
      let series = try Series(times: reference.numbers("year"), values: reference.numbers("y"))
      let times = reference.numbers("t_new")
      let ceiling = reference.number("ceiling")
      if reference.id.contains("nls") {
        let fit = try GrowthCurve.fit(.logistic, series, ceiling: ceiling)
        return [
          "r": JSON(fit.rate), "t0": JSON(fit.midpoint), "rss": JSON(fit.squaredErrors),
          "mean": JSON(times.map { fit.value(at: $0) }),
        ]
      }
      let logit = try #require(Logit(try Bounds(lower: 0, upper: ceiling)))
      let fit = try #require(
        LinearFit(try Series(times: series.times, values: series.values.map(logit.transform))))
      var result: [String: JSON] = [
        "slope": JSON(fit.slope), "intercept": JSON(fit.intercept),
        "midpoint": JSON(fit.time(of: 0)),
        "mean": JSON(times.map { logit.inverse(fit.value(at: $0)) }),
        "year_90": JSON(fit.time(of: logit.transform(90))),
        "year_95": JSON(fit.time(of: logit.transform(95))),
      ]
      for (name, level) in [("80", 0.8), ("95", 0.95)] {
        let ranges = times.compactMap { fit.predictionInterval(at: $0, level: level) }
        result["lo" + name] = JSON(ranges.map { logit.inverse($0.lowerBound) })
        result["hi" + name] = JSON(ranges.map { logit.inverse($0.upperBound) })
      }
      return result
    },
    "gompertz": { reference in
      let series = try Series(times: reference.numbers("year"), values: reference.numbers("y"))
      let fit = try GrowthCurve.linearised(.gompertz, series, ceiling: reference.number("ceiling"))
      return [
        "slope": JSON(fit.rate), "intercept": JSON(-fit.rate * fit.midpoint),
        "mean2025_2030": JSON((2025...2030).map { fit.value(at: Double($0)) }),
      ]
    },
    "logitdrift": { try logit($0, .none) },
    "logitdamped": { try logit($0, .geometric($0.number("phi"))) },
    "halfdrift": { reference in
      let model = try #require(Drift(Series(reference.numbers("y")), damping: .half))
      return ["mean": JSON((1...6).map { Bounds.percent.clip(model.value(after: Double($0))) })]
    },
    "single": { reference in
      let projector = try Projector(
        Series(reference.numbers("y")), options: ProjectionOptions(method: .logitDamped))
      let wide = try Projector(
        Series(reference.numbers("y")),
        options: ProjectionOptions(method: .logitDamped, level: 0.95))
      let times = (13...18).map(Double.init)
      let near = try times.map { try projector.project(to: $0) }
      let far = try times.map { try wide.project(to: $0) }
      let target = Target(time: 18, value: 90)
      // The case's standard errors are those of the drift, before they are widened.
      let plain = near.indices.map { k in
        near[k].outlook.map { $0.error / (1.2 + 0.15 * min(Double(k), 2)) }
      }
      return [
        "mean": JSON(near.map(\.expected)), "se": JSON(plain),
        "lo80": JSON(near.map(\.low)), "hi80": JSON(near.map(\.high)),
        "lo95": JSON(far.map(\.low)), "hi95": JSON(far.map(\.high)),
        "prob_ge_90_at_h6": JSON(near[5].probability(of: target)),
      ]
    },
  ]

  private static func logit(
    _ reference: ReferenceCase, _ damping: Damping
  ) throws -> [String: JSON] {
    let model = try #require(
      LogitDrift(Series(reference.numbers("y")), bounds: .percent, damping: damping))
    let ahead = (1...6).map(Double.init)
    return [
      "drift": JSON(model.slope), "mean": JSON(ahead.map { model.value(after: $0) }),
      "mult": JSON(ahead.map { damping.reach($0) }),
    ]
  }

  private static func limits(_ model: ExponentialSmoothing, _ periods: Int) -> [String: JSON] {
    let ahead = Array(1...periods)
    return limits(
      ahead.map { model.value(afterPeriods: $0) },
      ahead.compactMap { model.standardError(afterPeriods: $0) }, Normal.quantile)
  }

  private static func smoothing(
    _ reference: ReferenceCase, _ trend: ExponentialSmoothing.Trend
  ) throws -> [String: JSON] {
    let values = reference.numbers("y")
    let model: ExponentialSmoothing
    if reference.input["alpha"] != nil {
      let damped = reference.input["phi"]?.number.map { $0 < 1 } ?? false
      model = ExponentialSmoothing(
        values, trend: trend == .none ? .none : damped ? .damped : .linear,
        parameters: .init(
          alpha: reference.number("alpha"), betaStar: reference.input["beta_star"]?.number ?? 0,
          phi: reference.input["phi"]?.number ?? 1),
        initialLevel: reference.number("l0"), initialTrend: reference.input["b0"]?.number ?? 0)
    } else {
      model = try ExponentialSmoothing.fit(values, trend: trend)
    }
    return limits(model, reference.periods).merging([
      "mse": JSON(model.meanSquaredError), "level": JSON(model.level), "trend": JSON(model.slope),
    ]) { a, _ in a }
  }
}
