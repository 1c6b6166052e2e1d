import Testing

@testable import Forecasting

extension Answers {
  static let statuses: [String: Answer] = [
    "pace": pace,
    "eurostat": { reference in
      if reference.id.contains("notarget") {
        let found = EurostatRule.assess(
          base: (0, reference.number("y0")),
          last: (reference.number("years"), reference.number("yt")),
          direction: direction(reference))
        return ["cagr_directed": JSON(found.ratio), "status": .text(found.label)]
      }
      let (base, last, target) = points(reference)
      let growth = try #require(EurostatRule.growth(base: base, last: last, target: target))
      return [
        "cagr_obs": JSON(growth.observed), "cagr_req": JSON(growth.required),
        "ratio": JSON(growth.ratio),
        "status": .text(EurostatRule.assess(base: base, last: last, target: target).label),
      ]
    },
    "opensdg": { reference in
      if reference.id.contains("limit") {
        let cuts = OpenSDGRule.thresholds(
          base: reference.number("base_value"), limit: reference.number("limit"))
        return ["C": JSON(cuts[0] / 0.015), "thresholds": JSON(cuts)]
      }
      let (base, last, target) = points(reference)
      let found = OpenSDGRule.assess(base: base, last: last, target: target)
      return [
        "progress_value": JSON(found.ratio), "score": JSON(found.score),
        "status": .text(found.label),
      ]
    },
    "sdsn": { reference in
      let base = (time: reference.number("t0"), value: reference.number("y0"))
      let last = (time: reference.number("t"), value: reference.number("y"))
      let target = Target(time: reference.number("T"), value: reference.number("green_threshold"))
      let paces = try #require(SDSNRule.paces(base: base, last: last, target: target))
      return [
        "required": JSON(paces.required), "actual": JSON(paces.actual),
        "ratio": JSON(paces.required.map { paces.actual / $0 }),
        "arrow": .text(SDSNRule.assess(base: base, last: last, target: target).label),
      ]
    },
    "escap": { reference in
      let way = direction(reference)
      if reference.id.contains("csi") {
        return [
          "csi": JSON(
            ESCAPRule.currentStatus(
              base: reference.number("I0"), current: reference.number("Icv"),
              target: reference.number("TV"), direction: way)),
          "expected_2024": JSON(ESCAPRule.expectedStatus(at: 2024, base: 2015, target: 2030)),
        ]
      }
      let gap = try #require(
        ESCAPRule.anticipatedGap(
          base: reference.number("I2015"), predicted: reference.number("I2030_pred"),
          target: reference.number("TV"), direction: way))
      return ["progress_gap_pct": JSON(gap), "cls": .text(ESCAPRule.label(gap: gap))]
    },
    "unsdg": { reference in
      let base = (time: reference.number("b"), value: reference.number("v_b"))
      let last = (time: reference.number("t"), value: reference.number("v_t"))
      let target = Target(time: reference.number("T"), value: reference.number("target"))
      let found = try #require(UNRule.expectation(base: base, last: last, target: target))
      return [
        "cagr": JSON(found.growth), "expected_T": JSON(found.expected), "ratio": JSON(found.ratio),
        "score": JSON(UNRule.assess(base: base, last: last, target: target).score),
      ]
    },
    "aarr": { reference in
      let series = try Series(times: reference.numbers("year"), values: reference.numbers("y"))
      let fit = try #require(AARRRule.logSlope(series))
      let rate = AARRRule.reduction(logSlope: fit.slope)
      let last = try #require(series.last)
      if reference.id == "aarr.required" {
        let target = Target(
          time: reference.number("T"), value: reference.number("target"), comparison: .atMost)
        return [
          "aarr_current": JSON(rate),
          "aarr_required": JSON(AARRRule.required(from: last, to: target)),
          "ratio": JSON(AARRRule.assess(series, target: target).ratio),
        ]
      }
      let line = try #require(TrendLine.logLinear(series))
      var growth = 1.0
      for _ in 0..<Int(2030 - last.time) { growth *= 1 - rate }
      return [
        "b": JSON(fit.slope), "aarr": JSON(rate), "aari": JSON(-rate),
        "aarr_endpoint": JSON(AARRRule.endpointReduction(series)),
        "proj2030": JSON(last.value * growth),
        "proj2030_line": JSON(line.value(after: 2030 - last.time)),
      ]
    },
  ]

  private static let pace: Answer = { reference in
    let base = (time: reference.number("t0"), value: reference.number("y0"))
    let last = (time: reference.number("tn"), value: reference.number("yn"))
    let down = direction(reference) == .down
    let target = Target(
      time: reference.number("T"), value: reference.number("X"),
      comparison: down ? .atMost : .atLeast)
    let found = Pace(base: base, last: last, target: target)
    let extra = found.required.flatMap { required in found.actual.map { required - $0 } }
    return [
      "met": .bool(found.isMet), "required": JSON(found.required), "actual": JSON(found.actual),
      "ratio": JSON(found.forwardRatio), "projected_year": JSON(found.attained?.time),
      "projected_at_T": JSON(found.projected), "gap_at_T": JSON(found.gapAtTarget),
      "extra_pace": JSON(extra), "path_at_tn": JSON(found.onPath),
      "ahead_of_path": JSON(found.ahead), "gap_now": JSON(found.gap), "P0": JSON(found.original),
      "R0": JSON(found.ratio),
      "progress_share": JSON((last.value - base.value) / (target.value - base.value)),
      "time_share": JSON((last.time - base.time) / (target.time - base.time)),
    ]
  }

  private static func direction(_ reference: ReferenceCase) -> Direction {
    reference.input["direction"] == .text("down") || reference.input["direction"] == .number(-1)
      ? .down : .up
  }

  private static func points(_ reference: ReferenceCase) -> (Point, Point, Target) {
    let target = Target(
      time: reference.number("T"), value: reference.number("target"),
      comparison: direction(reference) == .down ? .atMost : .atLeast)
    return (
      (reference.number("t0"), reference.number("y0")),
      (reference.number("t"), reference.number("y")), target
    )
  }
}
