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
