import Testing

@testable import Forecasting

/// The laws of composition and the semantics of each clause.
@Suite("Scenarios")
struct ScenarioTests {
  static let names = ["A", "B", "C", "D", "E", "F"]
  static let histories: [[Double]] = [
    [41, 44, 47, 49, 53], [60, 61, 63, 66, 67], [70, 71, 70, 72, 74], [30, 37, 41, 48, 55],
    [80, 80.5, 82, 83, 85], [88, 90, 91, 92, 93],
  ]
  static let totals: [Double] = [1000, 2000, 1500, 500, 800, 1200]

  static func units() -> [ScenarioUnit] {
    names.indices.map { k in
      let series = Series(sorted: (2020...2024).map(Double.init), histories[k])
      return ScenarioUnit(
        name: names[k], lastTime: 2024, lastValue: histories[k][4],
        pace: (histories[k][4] - histories[k][0]) / 4, total: totals[k],
        forecast: (2025...2030).map {
          .init(time: Double($0), value: histories[k][4] + Double($0 - 2024))
        },
        outlook: { time in
          Outlook(
            scale: .value, bounds: .percent,
            centre: histories[k][4] + (histories[k][4] - histories[k][0]) / 4 * (time - 2024),
            error: Drift.growth(time - 2024, span: 4), degreesOfFreedom: 7)
        }, history: series)
    }
  }

  static func simulation(_ base: ScenarioBase = .hold) throws -> Simulation {
    try Simulation(units: units(), base: base, times: [2026.5, 2030])
  }

  func run(_ clauses: Clause.Action..., base: ScenarioBase = .hold) throws -> Courses {
    try Self.simulation(base).run(Scenario(name: "s", clauses: clauses.map { Clause($0) }))
  }

  func expectSame(_ a: Courses, _ b: Courses, _ tolerance: Double = 1e-9) {
    for unit in Self.names.indices {
      for time in [2025.0, 2026.5, 2028, 2030] {
        #expect(abs(a.value(unit, at: time) - b.value(unit, at: time)) < tolerance)
      }
    }
  }

  @Test func baseHoldsThePace() throws {
    let base = try run()
    #expect(base.value(0, at: 2030) == 53 + 6 * 3)
    #expect(base.value(3, at: 2030) == 55 + 6 * 6.25)
    #expect(base.value(5, at: 2030) == 100)
    #expect(base.bindings[5] == .cap)
    #expect(try run(base: .flat).value(0, at: 2030) == 53)
    #expect(try run(base: .forecast).value(0, at: 2026.5) == 55.5)
  }

  @Test func identities() throws {
    let base = try run()
    expectSame(try run(.pace(.times(1))), base)
    expectSame(try run(.pace(.times(2)), .pace(.times(0.5))), base)
    expectSame(try run(.pace(.plus(1)), .pace(.plus(-1))), base)
    expectSame(try run(.freeze()), try run(.pace(.set(0))))
    expectSame(try run(.freeze()), try run(base: .flat))
    expectSame(try run(.delay(0)), base)
    // In the same year, and unless clipped.
    expectSame(
      try run(.pace(.times(0.5)), .step(2, at: 2026), .step(-2, at: 2026)),
      try run(.pace(.times(0.5))))
    expectSame(
      try run(.pace(.times(0.4)), .step(3, at: 2026)),
      try run(.step(3, at: 2026), .pace(.times(0.4))))
  }

  @Test(arguments: [ReachPath.linear, .early, .late, .logit])
  func reachArrivesExactly(_ path: ReachPath) throws {
    let courses = try run(.reach(95, by: 2029, path: path))
    let base = try run()
    for unit in Self.names.indices {
      // Where the base gets further, it stands.
      for time in [2029.0, 2030] {
        let wanted = max(95, base.value(unit, at: time))
        #expect(abs(courses.value(unit, at: time) - wanted) < 1e-9)
      }
      for time in [2025.0, 2027] {
        #expect(courses.value(unit, at: time) >= base.value(unit, at: time) - 1e-9)
      }
    }
    #expect(base.value(0, at: 2030) < 95 && base.value(5, at: 2030) > 95)
    let low = try run(.reach(85, by: 2030, path: path))
    #expect(low.bindings[5].contains(.alreadyThere))
    try expectOnly(low, keeps: [4, 5])
  }

  func expectOnly(_ courses: Courses, keeps units: [Int]) throws {
    let base = try run()
    for unit in units { #expect(courses.value(unit, at: 2030) == base.value(unit, at: 2030)) }
  }

  @Test func reachThenPaceIsStoppedAtTheValue() throws {
    let stopped = try run(.reach(90, by: 2030), .pace(.times(2)))
    #expect(abs(stopped.value(0, at: 2030) - 90) < 1e-9)
    #expect(abs(stopped.value(0, at: 2027) - 90) < 1e-9)
    let beyond = try run(.reach(90, by: 2030, beyond: true), .pace(.times(1.2)))
    #expect(beyond.value(0, at: 2030) > 95)
    let half = try run(.reach(90, by: 2030), .pace(.times(0.5)))
    #expect(abs(half.value(0, at: 2030) - (53 + 37 / 2.0)) < 1e-9)
  }

  @Test func earlierPathsCloseMoreOfTheGapEarly() throws {
    let early = try run(.reach(95, by: 2030, path: .early)).value(0, at: 2027)
    let linear = try run(.reach(95, by: 2030)).value(0, at: 2027)
    let late = try run(.reach(95, by: 2030, path: .late)).value(0, at: 2027)
    #expect(early > linear && linear > late)
  }

  @Test func paceFromAndRamp() throws {
    let from = try run(.pace(.times(2), from: 2025))
    #expect(from.value(0, at: 2025) == 56)
    #expect(from.value(0, at: 2026) == 62)
    let ramp = try run(.pace(.times(2), from: 2025, ramp: 2))
    #expect(ramp.value(0, at: 2026) == 56 + 4.5)
    #expect(ramp.value(0, at: 2027) == 56 + 4.5 + 6)
    // Points a year, in the part of a year that is asked for.
    #expect(abs(try run(.pace(.plus(1))).value(0, at: 2026.5) - (53 + 4 * 2.5)) < 1e-9)
  }

  @Test func stepsAndDips() throws {
    #expect(try run(.step(4, at: 2026)).value(0, at: 2026) == 53 + 6 + 4)
    let pulse = try run(.step(4, at: 2026, fade: 2))
    #expect(abs(pulse.value(0, at: 2027) - (53 + 9 + 2)) < 1e-9)
    #expect(abs(pulse.value(0, at: 2030) - 71) < 1e-9)
    let dip = try run(.dip(-5, at: 2025, recover: 2027))
    #expect(dip.value(0, at: 2025) == 53 + 3 - 5)
    #expect(dip.value(0, at: 2027) == 51)
    #expect(dip.value(0, at: 2030) == 60)
    let slow = try run(.dip(-5, at: 2025, recover: 2026, progressive: true))
    #expect(abs(slow.value(0, at: 2030) - (51 + 3 * (0.25 + 0.5 + 0.75 + 1))) < 1e-9)
  }

  @Test func freezeBeatsWhatStandsBeforeItOnly() throws {
    let after = try run(.pace(.times(2)), .freeze(from: 2026))
    #expect(after.value(0, at: 2030) == 53 + 12)
    let before = try run(.freeze(from: 2026), .pace(.plus(1)))
    #expect(before.value(0, at: 2030) == 53 + 4 * 2 + 4 * 1)
    #expect(try run(.freeze(from: 2025, until: 2026)).value(0, at: 2030) == 71 - 3)
  }

  @Test func delayShiftsTheBase() throws {
    #expect(try run(.delay(2)).value(0, at: 2026) == 53)
    #expect(try run(.delay(2)).value(0, at: 2030) == 53 + 12)
  }

  @Test func wideningACapNeverLowers() throws {
    var last = [Double](repeating: 0, count: 6)
    for cap in stride(from: 50.0, through: 100, by: 10) {
      let courses = try run(.cap([.init(time: 2025, value: cap)]))
      for unit in Self.names.indices {
        #expect(courses.value(unit, at: 2030) >= last[unit])
        #expect(courses.value(unit, at: 2030) >= Self.histories[unit][4])
        last[unit] = courses.value(unit, at: 2030)
      }
    }
    let rising = try run(
      .pace(.times(4)), .cap([.init(time: 2026, value: 60), .init(time: 2030, value: 80)]))
    #expect(rising.value(0, at: 2028) == 70)
    #expect(rising.value(0, at: 2030) == 80)
  }
}
