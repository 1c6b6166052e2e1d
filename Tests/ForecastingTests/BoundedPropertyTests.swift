import Testing

@testable import Forecasting

/// What must hold of the bounded default, of odd changes and of goals, for any input.
@Suite("Properties of the defaults")
struct BoundedPropertyTests {
  func drawn(_ count: Int, _ body: (inout RandomDraws) throws -> Void) rethrows {
    var random = RandomDraws(seed: 21)
    for _ in 0..<count { try body(&random) }
  }

  /// Rounded values of every kind: flat, equal steps, at an end, noisy, years apart, months.
  func series(_ random: inout RandomDraws, points: Int) throws -> Series {
    let step = [0, 0, 5, 10 * random.normal()][Int(4 * random.uniform())]
    let noise = [0, 0.5, 6][Int(3 * random.uniform())]
    let years = [1, 1, 2, 1.0 / 12][Int(4 * random.uniform())]
    var value = [0, 100, 50, 100 * random.uniform()][Int(4 * random.uniform())]
    var values: [Double] = []
    for _ in 0..<points {
      values.append(min(max(value.rounded(), 0), 100))
      value += step + noise * random.normal()
    }
    return try Series(times: values.indices.map { 2015 + years * Double($0) }, values: values)
  }

  @Test func noIntervalIsWithoutWidth() throws {
    try drawn(400) { random in
      let unit = try series(&random, points: 2 + Int(9 * random.uniform()))
      let last = try #require(unit.last)
      let direction: Direction = random.uniform() < 0.5 ? .up : .down
      let projector = try Projector(unit, options: ProjectionOptions(direction: direction))
      for years in [0.25, 1, 3, 10] {
        let found = try projector.project(to: last.time + years)
        let (low, high) = (try #require(found.low), try #require(found.high))
        #expect(low < high, "\(unit.values) after \(years)")
        #expect(low >= 0 && high <= 100)
        #expect(found.expected >= low - 1e-9 && found.expected <= high + 1e-9)
      }
    }
  }

  @Test func levelsNeitherUnlessAllIsNothing() throws {
    try drawn(200) { random in
      let unit = try series(&random, points: 3 + Int(9 * random.uniform()))
      guard unit.values.contains(where: { $0 != 0 }) else { return }
      let last = try #require(unit.last)
      let projector = try Projector(unit, options: ProjectionOptions(bounds: .level))
      let found = try projector.project(to: last.time + 1)
      let (low, high) = (try #require(found.low), try #require(found.high))
      #expect(low < high, "\(unit.values)")
    }
  }

  @Test func probabilitiesAreOrderedAndGoWithTheInterval() throws {
    try drawn(100) { random in
      let unit = try series(&random, points: 3 + Int(7 * random.uniform()))
      let last = try #require(unit.last)
      let time = last.time + 4
      let found = try Projector(unit).project(to: time)
      var before = 1.0
      for value in stride(from: 0.0, through: 100, by: 5) {
        let p = try #require(found.probability(of: Target(time: time, value: value)))
        let below = try #require(
          found.probability(of: Target(time: time, value: value, comparison: .atMost)))
        #expect(p <= before + 1e-12 && abs(p + below - 1) < 1e-12)
        before = p
      }
      // An end of the 80 % interval that is not cut has a tenth beyond it.
      let high = try #require(found.high)
      if high < 100 {
        let p = try #require(found.probability(of: Target(time: time, value: high)))
        #expect(abs(p - 0.1) < 1e-9)
      }
      if found.expected > 0, found.expected < 100 {
        let p = try #require(found.probability(of: Target(time: time, value: found.expected)))
        #expect(abs(p - 0.5) < 1e-9)
      }
    }
  }

  @Test func theScaleGoesThereAndBack() throws {
    for direction in [Direction.up, .down] {
      let scale = try #require(ShareScale(try Bounds(lower: -20, upper: 60), direction: direction))
      for value in stride(from: -20.0, through: 60, by: 4) {
        #expect(abs(scale.inverse(scale.transform(value)) - value) < 1e-9)
      }
      #expect(scale.inverse(-700) == (direction == .up ? -20 : 60))
      #expect(scale.inverse(700) == (direction == .up ? 60 : -20))
      let beyond = direction == .up ? 62.0 : -22
      #expect(scale.transform(beyond) == .infinity)
    }
    #expect(ShareScale(.level) == nil)
  }

  /// At most two in a hundred series of noise have a change that is told.
  @Test(arguments: [5, 7, 8, 12, 20, 40])
  func noiseIsSeldomCalledOdd(_ points: Int) {
    var random = RandomDraws(seed: 5)
    for walks in [true, false] {
      var told = 0
      for _ in 0..<2000 {
        var value = 50.0
        let values = (0..<points).map { _ -> Double in
          let step = random.normal()
          if walks { value += step }
          return walks ? value : 50 + step
        }
        if !Series(values).shifts.isEmpty { told += 1 }
      }
      #expect(told <= 55, "\(told) of 2000")
    }
  }

  /// A goal never leads below the course that a unit would have without it.
  @Test(arguments: [Direction.up, .down])
  func goalsOnlyHelp(_ direction: Direction) throws {
    try drawn(60) { random in
      let sign = direction.sign
      let units = (0..<6).map { k -> ScenarioUnit in
        ScenarioUnit(
          name: "u\(k)", lastTime: 2024, lastValue: 20 + 60 * random.uniform(),
          pace: 6 * random.normal())
      }
      let simulation = try Simulation(units: units, direction: direction, times: [2026, 2030])
      let base = try simulation.runBase()
      let goal = (100 * random.uniform()).rounded()
      let by = 2025 + (5 * random.uniform()).rounded()
      let actions: [Clause.Action] = [
        .reach(goal, by: by), .reach(goal, by: by, path: .late), .reach(goal, by: by, path: .early),
        .catchUp(.median, by: by), .catchUp(.best, by: by), .catchUp(.best, by: by, moving: true),
      ]
      for action in actions {
        let courses = try simulation.run(Scenario(name: "s", clauses: [Clause(action)]))
        for unit in units.indices {
          for time in [2025.0, 2026, 2028, 2030] {
            let lead = sign * (courses.value(unit, at: time) - base.value(unit, at: time))
            #expect(lead >= -1e-9, "\(action) \(units[unit])")
          }
          if case .reach(let value, by: _, path: _, beyond: _) = action {
            #expect(sign * (courses.value(unit, at: by) - value) >= -1e-9)
            #expect(sign * (courses.value(unit, at: 2030) - value) >= -1e-9)
          }
        }
      }
      for unit in units.indices {
        switch try simulation.solve(
          .pace, reach: goal, by: 2030, in: Scenario(name: "s", clauses: []), unit: unit)
        {
        case .unneeded(let slack):
          #expect(slack >= -1e-9 && sign * (base.value(unit, at: 2030) - goal) >= -1e-9)
        case .found(let factor): #expect(factor > 1 - 1e-9)
        case .pace(let pace):
          #expect(sign * units[unit].pace <= 1e-9)
          #expect(abs(units[unit].lastValue + sign * pace * 6 - goal) < 1e-6)
        case .infeasible: Issue.record("20 times the fastest pace is enough here")
        }
      }
    }
  }
}
