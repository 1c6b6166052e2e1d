import Testing

@testable import Forecasting

@Suite("Projections")
struct ProjectionTests {
  static let coverage = [41.2, 44, 47.5, 49.1, 53.6, 57.2, 60.1, 64.9, 66, 70.8, 73.5, 76.1]
  static let panel: [[Double]] = [
    [41, 44, 47, 49, 53], [60, 61, 63, 66, 67], [70, 71, 70, 72, 74], [30, 37, 41, 48, 55],
    [80, 80.5, 82, 83, 85], [55, 54, 56, 55, 57], [20, 24, 25, 29, 31], [88, 90, 91, 92, 93],
  ]

  func yearly(_ values: [Double], from year: Int = 2013) -> Series {
    Series(sorted: values.indices.map { Double(year + $0) }, values)
  }

  @Test func workedExample() throws {
    let series = yearly(Self.coverage)
    let target = Target(time: 2030, value: 95)
    let pace = try Pace(series, target: target, bounds: .percent)
    #expect(PaceRule.assess(pace).status == .onTrack)
    #expect(pace.baseTime == 2015)
    #expect(pace.attained?.roundedUp(periodsPerYear: 1) == .at(2030))
    let projector = try Projector(series)
    let found = try projector.project(to: 2030)
    // The figures of reference-2.json.
    #expect(found.method == .bounded && found.count == 10)
    #expect(abs(found.expected - 85.136957) < 1e-5)
    #expect(abs(try #require(found.low) - 76.720425) < 1e-5)
    #expect(abs(try #require(found.high) - 90.936450) < 1e-5)
    #expect(try #require(found.probability(of: target)) < 0.05)
    #expect(abs(try #require(found.atPace) - 95.1666666) < 1e-6)
    #expect(found.tension(pace) == .slowdown)
    #expect(projector.attained(target) == .never)
    let near = try #require(projector.attained(Target(time: 2030, value: 80)).time)
    #expect(abs(try projector.project(to: near).expected - 80) < 1e-6)
  }

  @Test func tensionGoesBothWays() throws {
    // Slow at first and fast of late: the pace from the base falls short, the forecast does not.
    let late = yearly([20, 20.5, 21, 22, 30, 41, 52, 62, 71, 79], from: 2015)
    let target = Target(time: 2026, value: 86)
    let pace = try Pace(late, target: target, bounds: .percent)
    let found = try Projector(late).project(to: 2026)
    let p = try #require(found.probability(of: target))
    #expect(p > 0.66 && (pace.ratio ?? 1) < 0.95 || found.tension(pace) == nil)
    #expect(Tension(pace, probability: 0.7) == ((pace.ratio ?? 1) < 0.95 ? .gain : nil))
    #expect(Tension(pace, probability: 0.5) == nil && Tension(pace, probability: nil) == nil)
  }

  @Test(arguments: [Method.logitDamped, .halfDrift, .drift, .driftAndTheta, .linear, .theilSen])
  func intervalsWidenWithTheHorizon(_ method: Method) throws {
    let projector = try Projector(
      yearly(Self.coverage), options: ProjectionOptions(bounds: .none, method: nil))
    let bounded = try Projector(
      yearly(Self.coverage), options: ProjectionOptions(method: method))
    for one in [projector, bounded] {
      var last = 0.0
      for year in 2025...2040 {
        let error = try #require(try one.project(to: Double(year)).standardError)
        #expect(error > last)
        last = error
      }
    }
  }

  /// Methods that know of no bounds and need no peers.
  static let unbounded = Method.allCases.filter {
    ![.pooled, .logistic, .gompertz, .logitDamped, .logitDrift, .logitLinear, .bounded].contains($0)
  }

  @Test(arguments: unbounded)
  func scalingTheSeriesScalesTheProjection(_ method: Method) throws {
    let values = [520.0, 610, 580, 700, 760, 740, 830, 910, 905, 1010, 1080]
    for factor in [0.5, 3, 1000] {
      let options = ProjectionOptions(bounds: .level, method: method)
      let one = try Projector(yearly(values), options: options).project(to: 2027)
      let other = try Projector(yearly(values.map { $0 * factor }), options: options)
        .project(to: 2027)
      #expect(abs(other.expected / (one.expected * factor) - 1) < 1e-5, "\(method)")
      let error = try #require(one.standardError)
      #expect(abs(try #require(other.standardError) / (error * factor) - 1) < 1e-9)
    }
  }

  @Test func directionsMirror() throws {
    let up = try Projector(yearly(Self.coverage))
    let down = try Projector(
      yearly(Self.coverage.map { 100 - $0 }), options: ProjectionOptions(direction: .down))
    for year in [2025.0, 2027.5, 2030] {
      let a = try up.project(to: year)
      let b = try down.project(to: year)
      #expect(abs(a.expected + b.expected - 100) < 1e-9)
      #expect(abs(try #require(a.low) + (try #require(b.high)) - 100) < 1e-9)
      let p = a.probability(of: Target(time: year, value: 80))
      let q = b.probability(of: Target(time: year, value: 20, comparison: .atMost))
      #expect(abs(try #require(p) - (try #require(q))) < 1e-9)
    }
  }

  @Test func panelAgreesWithOneByOne() throws {
    let units = Self.panel.map { yearly($0, from: 2020) } + [yearly([50], from: 2024)]
    let pool = try #require(PeerPool(units, bounds: .percent))
    let times = units.flatMap(\.times)
    var offsets = [0]
    for unit in units { offsets.append(offsets[offsets.count - 1] + unit.count) }
    let panel = try Panel(
      times: times, values: units.flatMap(\.values), offsets: offsets,
      pools: [Int32](repeating: 0, count: units.count))
    for threads in [1, 2] {
      let found = panel.project(to: [2025, 2030], threads: threads)
      for (k, unit) in units.enumerated() {
        let projector = try Projector(unit, pool: pool)
        for (j, time) in [2025.0, 2030].enumerated() {
          let one = try projector.project(to: time)
          #expect(abs(found.expected[2 * k + j] - one.expected) < 1e-12)
          #expect(abs(found.low[2 * k + j] - (try #require(one.low))) < 1e-12)
          #expect(abs(found.high[2 * k + j] - (try #require(one.high))) < 1e-12)
          if let line = one.atPace {
            #expect(abs(found.atPace[2 * k + j] - line) < 1e-12)
          } else {
            #expect(found.atPace[2 * k + j].isNaN)
          }
        }
        #expect(found.methods[k] == .pooled)
      }
      #expect(found.flags[8].contains(.borrowed))
    }
  }

  @Test func panelFindsTheSameWeakSeries() throws {
    var random = RandomDraws(seed: 11)
    let units = (0..<40).map { _ -> Series in
      let start = 20 + 50 * random.uniform()
      return yearly((0..<12).map { min(start + Double($0) + 3 * random.normal(), 100) })
    }
    for pooled in [true, false] {
      let pool = pooled ? PeerPool(units, bounds: .percent) : nil
      let panel = try Panel(
        times: units.flatMap(\.times), values: units.flatMap(\.values),
        offsets: (0...40).map { $0 * 12 },
        pools: units.indices.map { pooled ? 0 : Int32($0) })
      let found = panel.project(to: [2030])
      var weak = 0
      for (k, unit) in units.enumerated() {
        let projector = try Projector(unit, pool: pool)
        #expect(found.flags[k].contains(.weak) == projector.flags.contains(.weak))
        let one = try projector.project(to: 2030)
        #expect(abs(found.expected[k] - one.expected) < 1e-12)
        #expect(abs(found.low[k] - (try #require(one.low))) < 1e-12)
        weak += projector.flags.contains(.weak) ? 1 : 0
      }
      #expect(weak > 0 && weak < 40)
    }
  }

  @Test func panelWithoutPeersFallsBack() throws {
    let panel = try Panel(
      times: [2020, 2021, 2022, 2021, 2022], values: [50, 52, 55, 60, 64], offsets: [0, 3, 5, 5],
      pools: [0, 0, 1])
    let found = panel.project(to: [2025])
    let one = try Projector(yearly([50, 52, 55], from: 2020)).project(to: 2025)
    #expect(abs(found.expected[0] - one.expected) < 1e-12)
    #expect(abs(found.low[0] - (try #require(one.low))) < 1e-12)
    // 0.4 of 4 points a year, damped: 0.9 + 0.81 + 0.729 years of it.
    #expect(abs(found.expected[1] - (64 + 0.4 * 4 * 2.439)) < 1e-9)
    #expect(found.low[1] < found.expected[1] && found.methods[1] == .bounded)
    #expect(found.expected[2].isNaN && found.counts[2] == 0)
    #expect(throws: ForecastingError.duplicateTime(2020, rows: [0, 1])) {
      try Panel(times: [2020, 2020], values: [1, 2], offsets: [0, 2], pools: [0])
    }
    #expect(throws: ForecastingError.valueOutOfBounds(120, row: 0, lower: 0, upper: 100)) {
      try Panel(times: [2020], values: [120], offsets: [0, 1], pools: [0])
    }
  }

  @Test func quarterlyAndMonthly() throws {
    let seasons = [1.0, 1.15, 0.7, 1.15]
    let quarters = (0..<24).map { (120 + Double($0 / 8)) * seasons[$0 % 4] }
    let times = quarters.indices.map { 2018 + Double($0 + 1) / 4 }
    let series = try Series(times: times, values: quarters)
    let options = ProjectionOptions(bounds: .level)
    let long = try Projector(series, options: options)
    #expect(long.method == .combined)
    // The third quarter stays the low one.
    let next = try (1...4).map { try long.project(to: 2024 + Double($0) / 4).expected }
    #expect(next[2] < next[0] && next[2] < next[1] && next[2] < next[3])
    // Under two years no season can be told; the interval is never without width.
    let short = try Projector(series.suffix(7), options: options)
    #expect(short.method == .combined)
    let soon = try short.project(to: 2024.25)
    let (low, high) = (try #require(soon.low), try #require(soon.high))
    #expect(low < high)
  }
}
