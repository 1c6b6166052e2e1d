import Testing

@testable import Forecasting

/// What scenarios do to totals, to other units and to the whole.
@Suite("Scenarios of many units")
struct ScenarioWholeTests {
  static let names = ScenarioTests.names
  static let totals = ScenarioTests.totals

  func run(_ clauses: Clause.Action...) throws -> Courses {
    try ScenarioTests.simulation().run(
      Scenario(name: "s", clauses: clauses.map { Clause($0) }))
  }

  @Test func totalsMoveTheRateThroughTheDenominator() throws {
    let base = try run()
    let courses = try run(.total(.growth(0.02)))
    for unit in [0, 1] {
      let covered = try #require(base.count(unit, at: 2030))
      #expect(abs(try #require(courses.count(unit, at: 2030)) - covered) < 1e-9)
      #expect(courses.value(unit, at: 2030) < base.value(unit, at: 2030))
    }
    let more = try run(.add(100, .covered, at: 2026))
    #expect(abs(more.value(0, at: 2026) - (59 + 10)) < 1e-9)
    #expect(abs(try #require(more.items(0, over: base, at: 2030)) - 100) < 1e-9)
    let larger = try run(.add(1000, .total, at: 2026))
    #expect(abs(larger.value(0, at: 2026) - 59.0 / 2) < 1e-9)
    #expect(try run(.total(.set(500, at: 2026))).value(0, at: 2026) == 100)
    // A path that is set stays set, whatever the total does.
    #expect(
      abs(try run(.total(.growth(0.05)), .reach(90, by: 2030)).value(0, at: 2030) - 90) < 1e-9)
  }

  @Test func reallocationConservesCounts() throws {
    let base = try run()
    let courses = try run(.reallocate(.items(20), from: 0, to: [1, 3], rule: .gap))
    for time in [2026.0, 2028, 2030] {
      let moved = try Self.names.indices.reduce(0.0) {
        $0 + (try #require(courses.items($1, over: base, at: time)))
      }
      #expect(abs(moved) < 1e-9)
    }
    #expect(courses.value(0, at: 2030) < base.value(0, at: 2030))
    #expect(courses.value(1, at: 2030) > base.value(1, at: 2030))
    let share = try run(.reallocate(.share(0.5), from: 0, to: [1]))
    #expect(abs(share.value(0, at: 2030) - (53 + 9)) < 1e-9)
    // A unit at its ceiling takes nothing; the giver keeps it.
    let full = try run(.step(7, at: 2025), .reallocate(.items(20), from: 0, to: [5]))
    #expect(full.bindings[5].contains(.exhausted))
  }

  @Test(arguments: Allocation.Rule.allCases)
  func allocationSumsToTheNeed(_ rule: Allocation.Rule) throws {
    let courses = try run(.allocate(85, by: 2030, rule: rule))
    #expect(abs(try #require(courses.aggregate(at: 2030)) - 85) < 1e-6 || rule == .water)
    let covered = try Self.names.indices.reduce(0.0) {
      $0 + (try #require(courses.count($1, at: 2030)))
    }
    // Units that get nothing keep their own course, which can only add.
    #expect(covered >= 0.85 * Self.totals.reduce(0, +) - 1e-6)
    for unit in Self.names.indices { #expect(courses.value(unit, at: 2030) <= 100) }
  }

  @Test func catchingUp() throws {
    #expect(abs(try run(.catchUp(.best, by: 2030)).value(0, at: 2030) - 93) < 1e-9)
    #expect(abs(try run(.catchUp(.unit(2), by: 2028)).value(0, at: 2028) - 74) < 1e-9)
    #expect(abs(try run(.catchUp(.best, by: 2030, moving: true)).value(0, at: 2030) - 100) < 1e-9)
    let median = try run(.catchUp(.median, by: 2030))
    // The median is 70.5: unit 0 goes to 71 by itself, unit 3 is led there and would be at 92.5.
    #expect(abs(median.value(0, at: 2030) - 71) < 1e-9)
    #expect(abs(median.value(3, at: 2030) - 92.5) < 1e-9)
    let soon = try run(.catchUp(.median, by: 2026))
    #expect(abs(soon.value(0, at: 2026) - 70.5) < 1e-9)
    #expect(abs(soon.value(0, at: 2029) - 70.5) < 1e-9)
    #expect(abs(soon.value(0, at: 2030) - 71) < 1e-9)
    #expect(median.bindings[4].contains(.alreadyThere))
    let pace = try run(.adoptPace(.best))
    #expect(pace.value(0, at: 2026) == 53 + 12.5)
    #expect(pace.value(3, at: 2026) == 55 + 12.5)
  }

  @Test func clausesMayBeNarrowedAndReused() throws {
    var simulation = try ScenarioTests.simulation()
    simulation.library["push"] = Scenario(name: "push", clauses: [Clause(.pace(.times(2)))])
    let courses = try simulation.run(
      Scenario(name: "s", clauses: [Clause(.use("push"), units: [0])]))
    #expect(courses.value(0, at: 2025) == 59)
    #expect(courses.value(1, at: 2025) == 67 + 1.75)
    simulation.library["loop"] = Scenario(name: "loop", clauses: [Clause(.use("loop"))])
    #expect(throws: ForecastingError.unknownScenario("loop")) {
      try simulation.run(Scenario(name: "s", clauses: [Clause(.use("loop"))]))
    }
  }

  @Test func aggregateAndItsChange() throws {
    let base = try run()
    let courses = try run(.pace(.times(1.5)), .total(.growth(0.03)))
    let change = courses.decomposition(over: base, at: 2030)
    let whole = try #require(courses.aggregate(at: 2030)) - #require(base.aggregate(at: 2030))
    #expect(abs(change.change - whole) < 1e-9)
    #expect(abs(change.residual) < 1e-9)
    let same = try run(.pace(.times(1.5))).decomposition(over: base, at: 2030)
    #expect(abs(same.mixTotal) < 1e-12)
    let only = try ScenarioTests.simulation().run(Scenario(name: "s", clauses: [], members: [0]))
    #expect(only.aggregate(at: 2030) == base.value(0, at: 2030))
  }

  @Test func directionsMirror() throws {
    let up = ScenarioTests.units()
    let down = up.map {
      ScenarioUnit(
        name: $0.name, lastTime: $0.lastTime, lastValue: 100 - $0.lastValue, pace: -$0.pace,
        total: $0.total)
    }
    let mirrored = try Simulation(units: down, direction: .down, times: [2026.5, 2030])
    let cases: [(Clause.Action, Clause.Action)] = [
      (.pace(.times(1.3)), .pace(.times(1.3))), (.pace(.plus(1)), .pace(.plus(1))),
      (.reach(95, by: 2030), .reach(5, by: 2030)), (.step(2, at: 2026), .step(2, at: 2026)),
      (.catchUp(.best, by: 2030), .catchUp(.best, by: 2030)),
      (.allocate(90, by: 2030), .allocate(10, by: 2030)),
      (.dip(-3, at: 2026, recover: 2028), .dip(-3, at: 2026, recover: 2028)),
    ]
    for (one, other) in cases {
      let a = try run(one)
      let b = try mirrored.run(Scenario(name: "s", clauses: [Clause(other)]))
      for unit in Self.names.indices {
        #expect(abs(a.value(unit, at: 2030) - (100 - b.value(unit, at: 2030))) < 1e-9)
      }
    }
  }

  @Test func counts() throws {
    let tasks = ScenarioUnit(
      name: "tasks", lastTime: 2024, lastValue: 60, pace: 12, total: 100,
      bounds: Kind.count(total: 100).bounds)
    let simulation = try Simulation(units: [tasks], times: [2030], isCount: true)
    #expect(try simulation.runBase().value(0, at: 2030) == 100)
    let grown = try simulation.run(Scenario(name: "s", clauses: [Clause(.growScope(10))]))
    #expect(grown.value(0, at: 2030) == 132)
    #expect(grown.total(0, at: 2030) == 160)
    let added = try simulation.run(
      Scenario(name: "s", clauses: [Clause(.add(5, .covered, at: 2025))]))
    #expect(added.value(0, at: 2025) == 77)
  }

  @Test func rangesAreDrawnTheSameEveryTime() throws {
    let scenario = Scenario(name: "s", clauses: [Clause(.pace(.between(1, 2)))])
    let simulation = try ScenarioTests.simulation()
    let first = try simulation.spread(scenario, draws: 200)
    #expect(first == (try simulation.spread(scenario, draws: 200)))
    #expect(first[0][0][1] < first[1][0][1] && first[1][0][1] < first[2][0][1])
    #expect(abs(first[1][0][1] - 80) < 1)
    #expect(try simulation.run(scenario).value(0, at: 2030) == 80)
  }
}
