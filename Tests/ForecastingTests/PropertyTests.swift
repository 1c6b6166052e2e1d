import Testing

@testable import Forecasting

/// Properties that hold for any input, tried on drawn input.
@Suite("Properties")
struct PropertyTests {
  func drawn(_ count: Int, _ body: (inout RandomDraws) throws -> Void) rethrows {
    var random = RandomDraws(seed: 7)
    for _ in 0..<count { try body(&random) }
  }

  func series(_ random: inout RandomDraws, points: Int) -> Series {
    var value = 10 + 60 * random.uniform()
    var values: [Double] = []
    for _ in 0..<points {
      values.append(min(max(value, 1), 99))
      value += 2 * random.normal() + 1
    }
    return Series(sorted: values.indices.map { Double(2012 + $0) }, values)
  }

  @Test func aMetTargetStaysMet() throws {
    try drawn(60) { random in
      let series = series(&random, points: 10)
      let last = try #require(series.last).value
      for rule in StatusRule.allCases {
        let target = Target(time: 2030, value: last - 5 * random.uniform())
        let pace = try Pace(series, target: target, bounds: .percent)
        #expect(rule.assess(series, pace).status == .met, "\(rule)")
        // And whatever is asked less of.
        let easier = Target(time: 2030, value: target.value - 1)
        #expect(try Pace(series, target: easier).isMet)
      }
    }
  }

  @Test func requiredPaceAttainsExactly() throws {
    try drawn(60) { random in
      let series = series(&random, points: 8)
      let target = Target(time: 2030, value: 99.5)
      let pace = try Pace(series, target: target, bounds: .percent)
      let last = try #require(series.last)
      let path = last.value + (try #require(pace.required)) * (2030 - last.time)
      #expect(abs(path - 99.5) < 1e-9)
      #expect((pace.ratio ?? 0 >= 1) == (pace.forwardRatio ?? 0 >= 1))
    }
  }

  @Test(arguments: Allocation.Rule.allCases)
  func allocationsSumAndRespectCaps(_ rule: Allocation.Rule) throws {
    try drawn(80) { random in
      let units = (0..<8).map { _ in
        let total = 50 + 1000 * random.uniform()
        return Allocation.Unit(
          covered: total * random.uniform(), total: total, cap: 0.7 + 0.3 * random.uniform(),
          pace: 5 + random.uniform())
      }
      let room = units.reduce(0) { $0 + $1.gap }
      let need = room * random.uniform()
      let parts = try Allocation.share(need, among: units, rule: rule)
      #expect(abs(parts.reduce(0, +) - need) < 1e-9 * max(room, 1))
      for (part, unit) in zip(parts, units) { #expect(part >= 0 && part <= unit.gap + 1e-9) }
      let names = units.indices.map { "u\($0)" }
      let whole = Allocation.wholeItems(parts, names: names)
      #expect(abs(Double(whole.reduce(0, +)) - need) < 1)
      for (items, part) in zip(whole, parts) { #expect(abs(Double(items) - part) < 1) }
      #expect(throws: ForecastingError.infeasible(needed: room + 1, available: room)) {
        try Allocation.share(room + 1, among: units, rule: rule)
      }
    }
  }

  @Test func largestRemainderBreaksTiesByName() {
    #expect(Allocation.wholeItems([1.5, 1.5, 1], names: ["b", "a", "c"]) == [1, 2, 1])
    #expect(Allocation.wholeItems([0.5, 0.5], names: ["b", "a"], limits: [5, 0.9]) == [1, 0])
  }

  @Test func decompositionsAddUp() throws {
    try drawn(50) { random in
      func numbers() -> [Double] { (0..<6).map { _ in (1000 * random.uniform()).rounded() + 1 } }
      let (total0, total1) = (numbers(), numbers())
      let units = try Decomposition.units(
        covered0: total0.map { $0 * random.uniform() }, total0: total0,
        covered1: total1.map { $0 * random.uniform() }, total1: total1)
      #expect(abs(Decomposition.kitagawa(units).residual) < 1e-12)
      let three = Decomposition.threefold(units)
      let change = Decomposition.kitagawa(units).change
      #expect(abs(three.within + three.mix + three.interaction - change) < 1e-12)
    }
  }

  @Test func throughputIsADistribution() throws {
    let throughput = try Throughput(finished: [3, 0, 5, 2, 4, 4, 1, 6, 2])
    #expect(abs(throughput.distribution(of: 7).reduce(0, +) - 1) < 1e-12)
    let done = throughput.probabilityDone(remaining: 25, by: 30)
    for (a, b) in zip(done, done.dropFirst()) { #expect(b >= a) }
    // The normal sum is near where both can be computed.
    let large = try Throughput(finished: [300, 310, 290, 305, 295, 320, 280, 300])
    let near = large.probabilityDone(remaining: 2000, by: 8)
    let far = large.probabilityDone(remaining: 2001, by: 8)
    for (a, b) in zip(near, far) { #expect(abs(a - b) < 0.06) }
    #expect(large.periodsUntilDone(remaining: 30_000) == [100, 101, 101])
    let none = try Throughput(finished: [0, 0, 0, 0, 0, 0, 0, 0])
    #expect(none.periodsUntilDone(remaining: 5) == [nil, nil, nil])
    #expect(none.itemsDone(in: 10) == [0, 0, 0])
    #expect(throughput.periodsUntilDone(remaining: 0) == [0, 0, 0])
    #expect(throws: ForecastingError.tooFewPeriods(needed: 5, found: 4)) {
      try Throughput(finished: [1, 2, 3, 4])
    }
    let small = try Throughput(finished: [4, 5, 6, 5, 5])
    #expect(small.isSmallSample && small.outcomes.first?.items == 0)
    #expect(small.outcomes.last?.items == 10 && abs(small.mean - 5) < 1e-12)
    let grown = try Throughput(
      finished: [5, 5, 5, 5, 5, 5, 5, 5], added: [2, 2, 2, 2, 2, 2, 2, 9])
    #expect(grown.outcomes.map(\.items) == [-4, 3])
    // As much comes in as is finished: it never ends (20, 0, 20, 0 … finished, 10 added a month).
    let even = try Throughput(
      finished: [20, 0, 20, 0, 20, 0, 20, 0], added: [Int](repeating: 10, count: 8))
    #expect(even.mean == 0 && even.outcomes.map(\.items) == [-10, 10])
    #expect(even.periodsUntilDone(remaining: 120) == [nil, nil, nil])
    // It may still be empty for a while: by chance after 12 periods of +10 only, 2⁻¹².
    #expect(abs((even.probabilityDone(remaining: 120, by: 12).last ?? 1) - 1 / 4096) < 1e-15)
    #expect(even.itemsDone(in: 2) == [0, 0, 0])
    let worse = try Throughput(
      finished: [5, 5, 5, 5, 5, 5, 5, 5], added: [Int](repeating: 6, count: 8))
    #expect(worse.mean == -1 && worse.periodsUntilDone(remaining: 3) == [nil, nil, nil])
    #expect(Throughput.required(remaining: 10, periods: 3) == 4)
    #expect(Throughput.required(remaining: 10, periods: 0) == nil)
    let recent = try Throughput(
      finished: [0, 0, 0, 0, 10, 10, 10, 10], weights: .exponential(halfLife: 2))
    #expect(recent.mean > 5)
  }

  @Test func tasks() throws {
    let throughput = try Throughput(finished: [12, 15, 9, 14, 0, 18, 11, 13, 16, 10, 12, 17])
    let tasks = try TaskForecast(
      throughput: throughput, done: 50, total: 150, lastTime: 2025, periodsPerYear: 12)
    let dates: [AttainmentTime] = [.at(2025.75), .at(2025 + 10.0 / 12), .at(2025 + 11.0 / 12)]
    #expect(tasks.completion() == dates)
    #expect(tasks.done(by: 2025.5) == [125, 112, 103])
    #expect(tasks.done(by: 2030) == [150, 150, 150])
    #expect(tasks.share(by: 2025.5)[0] == 125.0 / 150)
    #expect(tasks.required(by: 2025.5) == 17 && tasks.required(by: 2025) == nil)
    #expect(abs(tasks.probability(by: 2025.75) - 0.7918494108797284) < 1e-12)
    let over = try TaskForecast(
      throughput: throughput, done: 5, total: 5, lastTime: 2025, periodsPerYear: 12)
    #expect(over.completion() == [.met, .met, .met] && over.probability(by: 2025) == 1)
    #expect(throws: ForecastingError.coveredExceedsTotal(covered: 6, total: 5, row: 0)) {
      try TaskForecast(
        throughput: throughput, done: 6, total: 5, lastTime: 2025, periodsPerYear: 12)
    }
  }

  @Test func measuresAmongPeers() throws {
    let pace = Pace(base: (2015, 40), last: (2024, 58), target: Target(time: 2030, value: 90))
    #expect(abs(try #require(PeerMeasures.shareOfGap(pace)) - 30.0 / 50) < 1e-12)
    let target = Target(time: 2030, value: 90)
    #expect(PeerMeasures.distance(80, target: target, peers: [50, 60, 70]) == 1)
    #expect(PeerMeasures.distance(95, target: target, peers: [50, 60, 70]) == 0)
    // Everybody gains 2 a year: who gains 4 is twice as fast, whichever way is better.
    let units = (0..<5).map { k -> Series in
      let values = (0..<10).map { Double(10 * k + 2 * $0) }
      return Series(sorted: (2010..<2020).map(Double.init), values)
    }
    let typical = try #require(PeerMeasures.TypicalPath(units))
    #expect(abs(try #require(typical.speed(from: (2015, 20), to: (2018, 32))) - 2) < 1e-9)
    let falling = units.map { Series(sorted: $0.times, $0.values.map { 100 - $0 }) }
    let down = try #require(PeerMeasures.TypicalPath(falling, direction: .down))
    #expect(abs(try #require(down.speed(from: (2015, 80), to: (2018, 74))) - 1) < 1e-9)
  }

  @Test func ranks() {
    #expect(Ranks.competition([5, 7, 7, 3]) == [3, 1, 1, 4])
    #expect(Ranks.competition([5, 7, .nan, 3], direction: .down) == [2, 3, nil, 1])
    #expect(Ranks.competition([5.04, 5.01], decimals: 1) == [1, 1])
    let means = [60.0, 62, 61, 40]
    let errors = [1.0, 1, 1, 1]
    let expected = Ranks.expected(means: means, errors: errors)
    #expect(abs(expected.reduce(0, +) - 10) < 1e-12)
    #expect(expected[1] < expected[2] && expected[2] < expected[0] && expected[0] < expected[3])
    #expect(Ranks.indistinguishable(from: 0, means: means, errors: errors) == [2])
    let spreads = Ranks.spreads(means: means, errors: errors, top: 1, draws: 2000)
    #expect(spreads[3].low == 4 && spreads[3].high == 4)
    #expect(spreads[1].low == 1 && spreads[1].top > 0.5)
    #expect(spreads == Ranks.spreads(means: means, errors: errors, top: 1, draws: 2000))
    #expect(Ranks.valueTaking(rank: 2, among: [50, 60, 70]) == 60)
    #expect(Ranks.valueTaking(rank: 4, among: [50, 60, 70]) == nil)
    let known = Ranks.bounds(ofRank: 30, published: [(28, 70), (33, 65)])
    #expect(known.exactly == nil && known.atLeast == 65 && known.atMost == 70)
  }

  @Test func times() {
    #expect(DecimalYear.date(year: 2025, month: 12, day: 31) == 2025)
    #expect(
      DecimalYear.date(year: 2025, month: 4, day: 10).map { abs($0 - 2024.27397) < 1e-5 } == true)
    #expect(DecimalYear.date(year: 2025, month: 2, day: 29) == nil)
    #expect(DecimalYear.quarter(2, of: 2025) == 2024.5 && DecimalYear.month(3, of: 2025) == 2024.25)
    for (year, month, day) in [(2024, 2, 29), (2025, 1, 1), (2025, 12, 31), (1999, 7, 14)] {
      let time = DecimalYear.date(year: year, month: month, day: day) ?? .nan
      #expect(DecimalYear.civil(time) == (year, month, day))
    }
  }

  /// The three fits where the reference's search stopped short (see `Answers.betterFits`).
  @Test func fitsReachTheLeastSquaredError() throws {
    let series = Dictionary(
      uniqueKeysWithValues: try ReferenceCase.all().map { ($0.id, $0.numbers("y")) })
    let least = [
      ("dampedholt.nile20", 17_771.0), ("dampedholt.m3N100", 36_751),
      ("sf.AutoETS_AAN_damped.m3N1", 8110),
    ]
    for (id, expected) in least {
      let fit = try ExponentialSmoothing.fit(try #require(series[id]), trend: .damped)
      #expect(fit.meanSquaredError < expected, "\(id)")
    }
  }

  @Test func searchFindsTheValley() {
    let found = NelderMead.minimise(from: [-1.2, 1], steps: [0.5, 0.5], tolerance: 1e-14) { p in
      let (a, b) = (1 - p[0], p[1] - p[0] * p[0])
      return a * a + 100 * b * b
    }
    #expect(abs(found.point[0] - 1) < 1e-4 && abs(found.point[1] - 1) < 1e-4)
  }
}
