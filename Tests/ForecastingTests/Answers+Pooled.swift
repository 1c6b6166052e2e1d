import Foundation
import Testing

@testable import Forecasting

extension Answers {
  static let pooled: Answer = { reference in
    let names = reference.input["units"]?.object.keys.sorted() ?? []
    let units = names.map { Series(reference.input["units"]?.object[$0]?.numbers ?? []) }
    let pool = try #require(PeerPool(units, bounds: .percent))
    let fixed = reference.input["w"] != nil
    var options = ProjectionOptions()
    options.peerWeight = fixed ? .fixed : .automatic
    let target = Target(time: 11, value: 90)
    var result: [String: [JSON]] = [:]
    for unit in units {
      let projector = try Projector(unit, options: options, pool: pool)
      let all = try (6...11).map { try projector.project(to: Double($0)) }
      options.level = 0.95
      let wide = try Projector(unit, options: options, pool: pool).project(to: 11)
      options.level = 0.8
      let own = try #require(LogitDrift(unit, bounds: .percent)).slope
      let weight = try #require(projector.weight)
      let scatter = try #require(projector.scatter)
      let rows: [(String, JSON)] = [
        ("g", JSON(own)), ("g_pooled", JSON(pool.blend(own, weight: weight))),
        ("mean", JSON(all.map(\.expected))), ("sd_moderated", JSON(scatter.sigma)),
        ("lo80_h6", JSON(all[5].low)), ("hi80_h6", JSON(all[5].high)),
        ("lo95_h6", JSON(wide.low)), ("hi95_h6", JSON(wide.high)),
        ("prob_target_h6", JSON(all[5].probability(of: target))),
        ("diff_var", JSON(Summaries.variance(Summaries.differences(unit.values)))),
      ]
      for (key, value) in rows { result[key, default: []].append(value) }
    }
    var answer = result.mapValues { JSON.list($0) }
    let slopes = result["g"]?.compactMap(\.number) ?? []
    let deviation = try #require(Summaries.medianAbsoluteDeviation(slopes)) * 1.4826
    let noise = try units.map { unit in
      let z = unit.values.map { log($0 / (100 - $0)) }
      return try #require(Summaries.variance(Summaries.differences(z))) / Double(z.count - 1)
    }
    let s2 = try #require(Summaries.mean(noise))
    answer["mu"] = JSON(pool.slope)
    answer["V"] = JSON(deviation * deviation)
    answer["s2"] = JSON(s2)
    answer["tau2"] = JSON(deviation * deviation - s2)
    answer["w"] = JSON(pool.automaticWeight)
    answer["v0"] = JSON(pool.variance)
    answer["df"] = .number(7)
    answer["t80"] = JSON(StudentT.quantile(0.9, degreesOfFreedom: 7))
    answer["t95"] = JSON(StudentT.quantile(0.975, degreesOfFreedom: 7))
    return answer
  }
}
