import Columns
import TestSupport
import Testing

/// Laws of the way that is good, over random series: however it is said, it is the same, and what is
/// good downwards is its mirror image upwards.
@Suite struct DirectionTests {
  private static let columns = [
    "gap", "actual_pace", "required_pace", "pace_ratio", "forward_ratio", "p_attain", "status",
    "attained_in",
  ]

  private static func rows(_ query: String) throws -> [[Value]] {
    let table = try ProjectionTests.table(query)
    return try (0..<table.rowCount).map { row in
      try columns.map { name in try #require(table[name]?[row], "\(name)") }
    }
  }

  private static func expectSame(_ one: [[Value]], _ other: [[Value]]) {
    #expect(one.count == other.count && !one.isEmpty)
    for (left, right) in zip(one, other) {
      for (a, b) in zip(left, right) {
        if let x = a.asDouble, let y = b.asDouble {
          #expect(abs(x - y) < 1e-6)
        } else {
          #expect(a == b)
        }
      }
    }
  }

  @Test(arguments: 0..<8) func saidAnywhere(_ seed: Int) throws {
    let source = ProjectionTests.source(ProjectionTests.points(seed))
    let target = ["30.0", "45.0", "12.5"][seed % 3]
    let ways = [
      "\(source) | track by u against [{year: 2030, target: \(target), comparison: \"<=\"}] ceiling 100: v",
      "\(source) | track by u against [{year: 2030, target: \(target), comparison: \"tối đa\"}] ceiling 100: v",
      "\(source) | track by u against [{year: 2030, target: \(target), direction: \"giảm\"}] ceiling 100: v",
      "\(source) | track by u against [{year: 2030, target: \(target)}] direction down ceiling 100: v",
      "\(source) | derive direction = \"lower\" | track by u against [{year: 2030, target: \(target)}] ceiling 100: v",
      "\(source) | derive huong = -1 | track by u against [{Năm: 2030, muc_tieu: \(target)}] ceiling 100: v",
    ]
    let first = try Self.rows(ways[0])
    for way in ways.dropFirst() { Self.expectSame(first, try Self.rows(way)) }
    // Upwards they are others: the test compares something.
    let up = try Self.rows(
      "\(source) | track by u against [{year: 2030, target: \(target)}] direction up ceiling 100: v"
    )
    #expect(up != first)
  }

  @Test(arguments: 0..<6) func mirrored(_ seed: Int) throws {
    let points = ProjectionTests.points(seed)
    let down = try Self.rows(
      ProjectionTests.source(points)
        + " | track by u against [{year: 2030, target: 20.0}] direction down ceiling 100: v")
    let up = try Self.rows(
      ProjectionTests.source(points) { 100 - $0 }
        + " | track by u against [{year: 2030, target: 80.0}] direction up ceiling 100: v")
    Self.expectSame(down, up)
  }

  @Test(arguments: 0..<6) func ranksMirror(_ seed: Int) throws {
    let points = ProjectionTests.points(seed)
    func ranks(_ query: String) throws -> [Value] {
      let table = try ProjectionTests.table(query)
      return try (0..<table.rowCount).map { try #require(table["rank_2024"]?[$0]) }
    }
    let down = try ranks(
      ProjectionTests.source(points) + " | compare year 2023, 2024 by u direction down: v")
    let negated = try ranks(
      ProjectionTests.source(points) { -$0 } + " | compare year 2023, 2024 by u: v")
    #expect(down == negated && down.contains { !$0.isNull })
    let up = try ranks(ProjectionTests.source(points) + " | compare year 2023, 2024 by u: v")
    #expect(up != down)
  }

  // MARK: What-if

  private static let scenarios =
    "whatif to 2027, 2030 by u of v ceiling 100 floor 0 direction"

  private static func outcomes(_ query: String) throws -> [[Value]] {
    let table = try ProjectionTests.table(query)
    return try (0..<table.rowCount).map { row in
      try ["scenario", "time", "value", "solved", "own_pace_ratio"].map { name in
        try #require(table[name]?[row], "\(name)")
      }
    }
  }

  /// `reach` and `solve` downwards are the mirror image of the same upwards.
  @Test(arguments: 0..<6) func goalsMirror(_ seed: Int) throws {
    let points = ProjectionTests.points(seed)
    let down = try Self.outcomes(
      ProjectionTests.source(points)
        + " | \(Self.scenarios) down: goal = reach 20 by 2030, k = solve pace for reach 15 by 2030, s = solve step for reach 15 by 2030"
    )
    let up = try Self.outcomes(
      ProjectionTests.source(points) { 100 - $0 }
        + " | \(Self.scenarios) up: goal = reach 80 by 2030, k = solve pace for reach 85 by 2030, s = solve step for reach 85 by 2030"
    )
    #expect(down.count == up.count && !down.isEmpty)
    var solved = 0
    for (one, other) in zip(down, up) {
      #expect(one[0] == other[0] && one[1] == other[1])
      switch (one[2].asDouble, other[2].asDouble) {
      case (let low?, let high?): #expect(abs(low - (100 - high)) < 1e-6, "\(one) \(other)")
      default: #expect(one[2].isNull && other[2].isNull)
      }
      guard let low = one[3].asDouble, let high = other[3].asDouble else {
        #expect(one[3].isNull == other[3].isNull, "\(one) \(other)")
        continue
      }
      solved += 1
      #expect(abs(low - high) < 1e-6, "\(one) \(other)")
    }
    #expect(solved > 0)
  }

  /// Nobody is pulled against the way that is good, and who is not there arrives exactly.
  @Test(arguments: 0..<6) func goalsArrive(_ seed: Int) throws {
    let random = ProjectionTests.points(seed)
    for (way, goal) in [("down", 25.0), ("up", 75.0)] {
      let sign = way == "up" ? 1.0 : -1.0
      let table = try ProjectionTests.table(
        ProjectionTests.source(random)
          + " | \(Self.scenarios) \(way): goal = reach \(goal) by 2030, k = solve pace for reach \(goal) by 2030"
      )
      var base: [String: Double] = [:]
      var compared = 0
      for row in 0..<table.rowCount where table["u"]?[row].isNull == false {
        let value = try #require(ProjectionTests.cell(table, "value", row))
        let key = (table["u"]?[row].plainText ?? "") + "|" + (table["time"]?[row].plainText ?? "")
        if table["scenario"]?[row] == .text("base") {
          base[key] = value
          continue
        }
        let own = try #require(base[key])
        #expect(sign * (value - own) >= -1e-6, "\(way) \(key)")
        guard table["time"]?[row] == .int(2030) else { continue }
        let isSolved =
          table["scenario"]?[row] == .text("goal") || table["solved"]?[row].isNull == false
        if isSolved {
          compared += 1
          // There already, or exactly there.
          let isBeyond = sign * (own - goal) >= -1e-9
          #expect(abs(value - (isBeyond ? own : goal)) < 1e-5, "\(way) \(key) \(value) \(own)")
        }
      }
      #expect(compared > 0)
    }
  }

  /// Indicators with values of other sizes are no peers: each is projected as it is alone.
  @Test(arguments: 0..<4) func indicatorsAreNoPeers(_ seed: Int) throws {
    let points = ProjectionTests.points(seed, units: 8)
    let source = ProjectionTests.source(points).replacing("{u:", with: "{chi_tieu:")
    let together = try ProjectionTests.table(
      source + " | project year to 2027 by chi_tieu ceiling 100: v")
    #expect(together["expected_rank"] == nil)
    for row in 0..<together.rowCount {
      #expect(together["method"]?[row] != .text("pooled"))
      let name = try #require(together["chi_tieu"]?[row].plainText)
      let alone = try ProjectionTests.table(
        source + " | where chi_tieu == \"\(name)\" | project year to 2027 ceiling 100: v")
      for column in ["expected", "low", "high"] {
        #expect(
          ProjectionTests.cell(together, column, row) == ProjectionTests.cell(alone, column, 0))
      }
    }
    // Units of the same values are peers.
    let units = try ProjectionTests.table(
      ProjectionTests.source(points) + " | project year to 2027 by u ceiling 100: v")
    #expect((0..<units.rowCount).contains { units["method"]?[$0] == .text("pooled") })
  }
}
