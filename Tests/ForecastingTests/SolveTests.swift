import Testing

@testable import Forecasting

@Suite("Questions with one unknown, and refusals")
struct SolveTests {
  let plain = Scenario(name: "s", clauses: [])

  @Test func theFactorFoundAttainsExactly() throws {
    let simulation = try ScenarioTests.simulation()
    let solution = try simulation.solve(.pace, reach: 80, by: 2030, in: plain, unit: 0)
    guard case .found(let factor) = solution else {
      Issue.record("no factor")
      return
    }
    #expect(abs(factor - 1.5) < 1e-5)
    let courses = try simulation.run(
      Scenario(name: "t", clauses: [Clause(.pace(.times(factor)), units: [0])]))
    #expect(abs(courses.value(0, at: 2030) - 80) < 1e-4)
  }

  @Test func capsMakeItInfeasible() throws {
    let capped = Scenario(
      name: "s", clauses: [Clause(.cap([.init(time: 2024, value: 75)]))])
    let simulation = try ScenarioTests.simulation()
    #expect(
      try simulation.solve(.pace, reach: 80, by: 2030, in: capped, unit: 0) == .infeasible(best: 75)
    )
    let frozen = Scenario(name: "s", clauses: [Clause(.freeze())])
    #expect(
      try simulation.solve(.pace, reach: 80, by: 2030, in: frozen, unit: 0) == .infeasible(best: 53)
    )
  }

  @Test func stepYearAndTotal() throws {
    let simulation = try ScenarioTests.simulation()
    func number(_ unknown: Unknown, _ goal: Double) throws -> Double {
      let found = try simulation.solve(unknown, reach: goal, by: 2030, in: plain, unit: 0)
      if case .found(let number) = found { return number }
      return .nan
    }
    #expect(abs(try number(.step, 80) - 9) < 1e-5)
    #expect(abs(try number(.year, 80) - 2033) < 1e-4)
    // 71 % of 1000 are covered in 2030: 80 % of 887.5.
    #expect(abs(try number(.total, 80) - 887.5) < 1e-3)
  }

  @Test func theWholeAndAProbability() throws {
    let simulation = try ScenarioTests.simulation()
    guard
      case .found(let factor) = try simulation.solve(.pace, reach: 90, by: 2030, in: plain),
      case .found(let even) = try simulation.solve(
        .pace, reach: 80, by: 2030, in: plain, unit: 0, probability: 0.5),
      case .found(let likely) = try simulation.solve(
        .pace, reach: 80, by: 2030, in: plain, unit: 0, probability: 0.8)
    else {
      Issue.record("no factor")
      return
    }
    let courses = try simulation.run(
      Scenario(name: "t", clauses: [Clause(.pace(.times(factor)))]))
    #expect(abs(try #require(courses.aggregate(at: 2030)) - 90) < 1e-4)
    #expect(abs(even - 1.5) < 1e-5)
    let surer = try simulation.run(
      Scenario(name: "t", clauses: [Clause(.pace(.times(likely)))]))
    let p = try #require(surer.probability(0, of: Target(time: 2030, value: 80)))
    #expect(abs(p - 0.8) < 1e-4)
  }

  @Test func refusals() throws {
    let simulation = try ScenarioTests.simulation()
    func refusal(_ action: Clause.Action, units: Set<Int>? = nil) -> ForecastingError? {
      do throws(ForecastingError) {
        _ = try simulation.run(Scenario(name: "s", clauses: [Clause(action, units: units)]))
        return nil
      } catch {
        return error
      }
    }
    #expect(refusal(.reach(120, by: 2030)) == .targetOutOfBounds(target: 120, lower: 0, upper: 100))
    #expect(refusal(.reach(90, by: 2024)) == .targetTimeTooEarly(target: 2024, last: 2024))
    #expect(refusal(.step(4, at: 2020)) == .clauseInThePast(until: 2020, last: 2024))
    #expect(refusal(.freeze(until: 2022)) == .clauseInThePast(until: 2022, last: 2024))
    #expect(refusal(.use("nothing")) == .unknownScenario("nothing"))
    #expect(refusal(.delay(-1)) == .invalidParameter(name: "delay", value: -1))
    #expect(
      refusal(.reallocate(.items(1000), from: 0, to: [1]))
        == .exceedsYearlyEffort(unit: "A", asked: 1000, available: 30))
    #expect(refusal(.reach(90, by: 2030), units: [17]) == .unknownUnit("#17", candidates: []))
    #expect(refusal(.allocate(100, by: 2030)) == nil)
    let few = try Simulation(units: Array(ScenarioTests.units().prefix(3)), times: [2030])
    #expect(throws: ForecastingError.tooFewPeers(needed: 5, found: 3)) {
      try few.run(Scenario(name: "s", clauses: [Clause(.catchUp(.median, by: 2030))]))
    }
    #expect(throws: ForecastingError.unknownUnit("AA", candidates: ["A", "B", "C"])) {
      try simulation.index(of: "AA")
    }
    #expect(throws: ForecastingError.mixedUnits("A", "A")) {
      try Simulation(units: [ScenarioTests.units()[0], ScenarioTests.units()[0]], times: [2030])
    }
  }
}
