import Columns
import Testing

/// Laws of the ranks that `project` expects.
@Suite struct RankTests {
  private static func ranks(_ query: String) throws -> [String: (Double, Int, Int)] {
    let table = try ProjectionTests.table(query)
    var result: [String: (Double, Int, Int)] = [:]
    for row in 0..<table.rowCount {
      // A unit without a forecast has no rank, and then none of the three.
      guard let expected = ProjectionTests.cell(table, "expected_rank", row) else {
        #expect(ProjectionTests.cell(table, "rank_low", row) == nil)
        #expect(ProjectionTests.cell(table, "rank_high", row) == nil)
        #expect(ProjectionTests.cell(table, "expected", row) == nil)
        continue
      }
      let low = try #require(ProjectionTests.cell(table, "rank_low", row))
      let high = try #require(ProjectionTests.cell(table, "rank_high", row))
      result[try #require(table["u"]?[row].plainText)] = (expected, Int(low), Int(high))
    }
    return result
  }

  @Test("Two alike share a rank, one far behind keeps the last")
  func clear() throws {
    // a and b walk alike; their forecasts and errors are the same, so each is ahead half the time.
    let walk = [(2019, 61.0), (2020, 64.0), (2021, 62.0), (2022, 66.0), (2023, 65.0), (2024, 69.0)]
    let rows =
      ["a", "b"].flatMap { unit in
        walk.map { ProjectionTests.Point(unit: unit, year: $0, value: $1) }
      } + walk.map { ProjectionTests.Point(unit: "c", year: $0, value: $1 - 55) }
    let ranks = try Self.ranks(
      ProjectionTests.source(rows)
        + " | project year to 2025 by u using drift floor 0 ceiling 100: v")
    let a = try #require(ranks["a"])
    let b = try #require(ranks["b"])
    let c = try #require(ranks["c"])
    #expect(abs(a.0 - 1.5) < 1e-9 && abs(b.0 - 1.5) < 1e-9)
    #expect(abs(c.0 - 3) < 1e-6)
    #expect(a.1 == 1 && a.2 == 2 && c.1 == 3 && c.2 == 3)
  }

  @Test(
    "Ranks share out 1 + 2 + … + n; a shift moves nobody; intervals hold the expectation",
    arguments: 0..<6)
  func laws(_ seed: Int) throws {
    let points = ProjectionTests.points(seed)
    let step = " | project year to 2026 by u using drift floor 0 ceiling 1000: v"
    let ranks = try Self.ranks(ProjectionTests.source(points) + step)
    try #require(ranks.count > 1)
    let n = Double(ranks.count)
    let sum = ranks.values.reduce(0) { $0 + $1.0 }
    #expect(abs(sum - n * (n + 1) / 2) < 1e-6)
    for (_, rank) in ranks {
      #expect(rank.1 >= 1 && rank.2 <= ranks.count && rank.1 <= rank.2)
      #expect(Double(rank.1) - 1 <= rank.0 && rank.0 <= Double(rank.2) + 1)
    }
    let moved = try Self.ranks(ProjectionTests.source(points) { $0 + 100 } + step)
    for (unit, rank) in ranks {
      let other = try #require(moved[unit])
      #expect(abs(rank.0 - other.0) < 1e-6)
    }
  }
}
