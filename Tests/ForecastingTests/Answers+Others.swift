import Foundation
import Testing

@testable import Forecasting

extension Answers {
  static let others: [String: Answer] = [
    "accuracy": { reference in
      let test = reference.numbers("test")
      let forecast = reference.numbers("forecast")
      return [
        "mae": JSON(Accuracy.meanAbsoluteError(actual: test, forecast: forecast)),
        "rmse": JSON(Accuracy.rootMeanSquaredError(actual: test, forecast: forecast)),
        "mase": JSON(
          Accuracy.mase(insample: reference.numbers("train"), actual: test, forecast: forecast)),
        "smape_m4": JSON(Accuracy.smape(actual: test, forecast: forecast)),
      ]
    },
    "m4": { reference in
      if reference.id == "m4.owa" {
        return [
          "owa": .number(
            Accuracy.owa(
              smape: reference.number("smape"), mase: reference.number("mase"),
              naiveSmape: reference.number("smape_naive2"),
              naiveMase: reference.number("mase_naive2")))
        ]
      }
      let actual = reference.numbers("actual")
      let lower = reference.numbers("lo95")
      let upper = reference.numbers("hi95")
      let insample = reference.numbers("insample")
      let forecast = reference.numbers("forecast")
      return [
        "smape": JSON(Accuracy.smape(actual: actual, forecast: forecast)),
        "mase": JSON(Accuracy.mase(insample: insample, actual: actual, forecast: forecast)),
        "msis": JSON(
          Accuracy.msis(insample: insample, actual: actual, lower: lower, upper: upper)),
        "coverage": JSON(Accuracy.coverage(actual: actual, lower: lower, upper: upper)),
      ]
    },
    "dist": { reference in
      let p = reference.numbers("p")
      if reference.id == "dist.norm" { return ["q": JSON(p.map(Normal.quantile))] }
      let freedoms = reference.numbers("df")
      return [
        "q90": JSON(freedoms.map { StudentT.quantile(0.9, degreesOfFreedom: $0) }),
        "q975": JSON(freedoms.map { StudentT.quantile(0.975, degreesOfFreedom: $0) }),
        "sf_1p5": JSON(freedoms.map { StudentT.survival(1.5, degreesOfFreedom: $0) }),
      ]
    },
    "wilson": { reference in
      let range = try #require(
        Attainment.wilson(covered: reference.number("covered"), total: reference.number("total")))
      return ["lo": JSON(range.lowerBound), "hi": JSON(range.upperBound)]
    },
    "kitagawa": kitagawa,
    "dasgupta": dasGupta,
    "allocate": allocate,
    "throughput": { reference in
      let counts = reference.numbers("throughput").map { Int($0) }
      let throughput = try Throughput(finished: counts)
      if reference.id.contains("howmany") {
        let periods = Int(reference.number("periods"))
        let found = throughput.itemsDone(in: periods).map { JSON.number(Double($0)) }
        return [
          "at_least": .object(["0.5": found[0], "0.85": found[1], "0.95": found[2]]),
          "mean": JSON((throughput.mean * Double(periods) * 1e9).rounded() / 1e9),
        ]
      }
      let remaining = Int(reference.number("remaining"))
      let levels = [0.5, 0.7, 0.85, 0.95]
      let periods = throughput.periodsUntilDone(remaining: remaining, levels: levels)
      return [
        "p_done_by_period": JSON(throughput.probabilityDone(remaining: remaining, by: 15)),
        "periods_at": .object(
          Dictionary(
            uniqueKeysWithValues: zip(levels, periods).map { ("\($0)", JSON($1.map(Double.init))) })
        ),
        "mean": JSON(throughput.mean),
      ]
    },
    "goalseek": { reference in
      let series = Series(reference.numbers("y"))
      let model = try #require(LogitDrift(series, bounds: .percent))
      let last = try #require(series.last)
      let drift = try #require(Drift(series))
      let years = reference.number("h")
      return [
        "multiplier": JSON(model.paceMultiplier(toReach: reference.number("X"), in: years)),
        "required_linear_pp": JSON((reference.number("X") - last.value) / years),
        "current_linear_pp": JSON(drift.slope),
      ]
    },
    "jmp": { reference in
      let series = try Series(times: reference.numbers("year"), values: reference.numbers("y"))
      let estimate = try #require(SurveyEstimate(series))
      let years = reference.expected["estimates"]?.object.keys.sorted() ?? []
      let found = years.map { ($0, JSON(estimate.value(at: Double($0) ?? .nan))) }
      return [
        "slope": JSON(estimate.slope),
        "estimates": .object(Dictionary(uniqueKeysWithValues: found)),
      ]
    },
  ]

  private static let kitagawa: Answer = { reference in
    let units: [Decomposition.Unit]
    if reference.input["w0"] != nil {
      let rates = ["r0", "r1"].map { reference.input[$0]?.list.map(\.number) ?? [] }
      units = reference.numbers("w0").indices.map {
        Decomposition.Unit(
          weight0: reference.numbers("w0")[$0], rate0: rates[0][$0],
          weight1: reference.numbers("w1")[$0], rate1: rates[1][$0])
      }
    } else {
      units = try Decomposition.units(
        covered0: reference.numbers("covered0"), total0: reference.numbers("total0"),
        covered1: reference.numbers("covered1"), total1: reference.numbers("total1"))
    }
    let change = Decomposition.kitagawa(units)
    let three = Decomposition.threefold(units)
    #expect(abs(change.residual) < 1e-12)
    return [
      "R0": JSON(change.rate0), "R1": JSON(change.rate1), "delta": JSON(change.change),
      "within": JSON(change.within), "mix_centred": JSON(change.mix),
      "mix_uncentred": JSON(
        units.map { (($0.rate0 ?? 0) + ($0.rate1 ?? 0)) / 2 * ($0.weight1 - $0.weight0) }),
      "within_total": JSON(change.withinTotal), "mix_total": JSON(change.mixTotal),
      "within0": JSON(three.within), "mix0": JSON(three.mix),
      "interaction": JSON(three.interaction),
    ]
  }

  private static let dasGupta: Answer = { reference in
    if reference.id == "dasgupta.eg2.2" {
      let a = reference.numbers("pop0")
      let b = reference.numbers("pop1")
      let found = Decomposition.dasGupta((a[0], a[1], a[2]), (b[0], b[1], b[2]))
      return [
        "effects": JSON([found.0, found.1, found.2]), "delta": JSON(found.0 + found.1 + found.2),
      ]
    }
    let units = reference.numbers("size0").indices.map {
      Decomposition.Unit(
        weight0: reference.numbers("size0")[$0] / 100, rate0: reference.numbers("rate0")[$0],
        weight1: reference.numbers("size1")[$0] / 100, rate1: reference.numbers("rate1")[$0])
    }
    let change = Decomposition.kitagawa(units)
    // The published sums have the weights of 1970 adding to 99.1+: uncentred parts are compared.
    let mix = units.reduce(0) {
      $0 + (($1.rate0 ?? 0) + ($1.rate1 ?? 0)) / 2 * ($1.weight1 - $1.weight0)
    }
    return [
      "crude0": JSON(change.rate0), "crude1": JSON(change.rate1),
      "rate_effect": JSON((change.withinTotal * 1e4).rounded() / 1e4),
      "mix_effect": JSON((mix * 1e4).rounded() / 1e4),
      "mix_pct": JSON((mix / change.change * 1e4).rounded() / 1e2),
      "rate_pct": JSON((change.withinTotal / change.change * 1e4).rounded() / 1e2),
    ]
  }

  private static let allocate: Answer = { reference in
    let totals = reference.numbers("total")
    let units = zip(reference.numbers("covered"), totals).map {
      Allocation.Unit(covered: $0, total: $1)
    }
    let need = Allocation.need(units, target: reference.number("target_rate"))
    func share(_ rule: Allocation.Rule) throws -> [Double] {
      let parts = try Allocation.share(need, among: units, rule: rule)
      #expect(abs(parts.reduce(0, +) - need) < 1e-9)
      return parts
    }
    func rates(_ parts: [Double]) -> JSON {
      JSON(zip(units, parts).map { ($0.covered + $1) / $0.total })
    }
    let water = try share(.water)
    let gap = try share(.gap)
    let logit = try share(.logit)
    let odds = (units[0].covered + logit[0]) / (units[0].total - units[0].covered - logit[0])
    let before = units[0].covered / (units[0].total - units[0].covered)
    // The case prints the parts of `size` before any cap binds (the last unit's gap is 50).
    let endless = units.map {
      Allocation.Unit(covered: $0.covered, total: $0.total, cap: .infinity)
    }
    let uncapped = try Allocation.share(need, among: endless, rule: .size)
    #expect(try share(.size)[3] == 50)
    return [
      "need": JSON(need), "proportional_to_gap": JSON(gap),
      "proportional_to_size": JSON(uncapped),
      "equal_pp_step": JSON(try share(.equal)[0] / units[0].total),
      "equal_pp": JSON(try share(.equal)),
      "waterfill_level": JSON((units[0].covered + water[0]) / units[0].total),
      "waterfill": JSON(water), "equal_logit": JSON(logit),
      "equal_logit_step": JSON(log(odds / before)),
      "rates_after_waterfill": rates(water), "rates_after_gap": rates(gap),
    ]
  }
}
