import Columns
import Foundation
import Language
import TestSupport
import Testing

/// Laws of `track`, `project` and `whatif`, over random series.
@Suite struct ProjectionTests {
  struct Point {
    let unit: String
    let year: Int
    let value: Double
  }

  /// Random walks between 5 and 95, in hundredths.
  static func points(_ seed: Int, units: Int = 7) -> [Point] {
    var random = SeededRandom(UInt64(seed))
    var points: [Point] = []
    for unit in 0..<units {
      var value = Double.random(in: 20...70, using: &random)
      for year in (2024 - Int.random(in: 2...9, using: &random))...2024 {
        value = min(95, max(5, value + Double.random(in: -2...5, using: &random)))
        points.append(
          Point(unit: "u\(unit)", year: year, value: (value * 100).rounded() / 100))
      }
    }
    return points
  }

  static func source(_ points: [Point], _ change: (Double) -> Double = { $0 }) -> String {
    "["
      + points.map { "{u: \"\($0.unit)\", year: \($0.year), v: \(change($0.value))}" }
      .joined(separator: ", ") + "]"
  }

  static func table(_ query: String) throws -> Table {
    try #require(try CompareTests.table(query))
  }

  static func cell(_ table: Table, _ name: String, _ row: Int) -> Double? {
    table[name]?[row].asDouble
  }

  @Test(arguments: 0..<8) func reachAttainsExactly(_ seed: Int) throws {
    let table = try Self.table(
      Self.source(Self.points(seed))
        + " | whatif to 2027, 2030 by u of v ceiling 100: goal = reach 97 by 2030, same = pace * 1, back = pace * 2 then pace * 0.5, still = freeze, zero = pace = 0, wide = cap 99, narrow = cap 90"
    )
    var base: [String: Double] = [:]
    var still: [String: Double] = [:]
    var wide: [String: Double] = [:]
    for row in 0..<table.rowCount {
      let value = try #require(Self.cell(table, "value", row))
      let key =
        (table["u"]?[row].plainText ?? "") + "|" + (table["time"]?[row].plainText ?? "")
      if table["u"]?[row].isNull == true { continue }
      switch table["scenario"]?[row].plainText {
      case "base": base[key] = value
      case "goal" where table["time"]?[row] == .int(2030):
        // A unit that goes beyond by itself keeps its course.
        #expect(value >= 97 - 1e-9)
        if value > 97 + 1e-9 { #expect(abs(value - (base[key] ?? 0)) < 1e-9) }
      case "same", "back": #expect(abs(value - (base[key] ?? 0)) < 1e-9)
      case "still": still[key] = value
      case "zero": #expect(abs(value - (still[key] ?? 0)) < 1e-9)
      case "wide": wide[key] = value
      case "narrow": #expect(value <= max(90, wide[key] ?? 0) + 1e-9)
      default: break
      }
    }
  }

  @Test(arguments: 0..<6) func intervalsWiden(_ seed: Int) throws {
    let table = try Self.table(
      Self.source(Self.points(seed))
        + " | project to 2025, 2027, 2030 by u ceiling 1000 floor -1000 peers none: v")
    var width: [String: Double] = [:]
    for row in 0..<table.rowCount {
      guard let low = Self.cell(table, "low", row), let high = Self.cell(table, "high", row)
      else { continue }
      let unit = table["u"]?[row].plainText ?? ""
      #expect(high - low >= (width[unit] ?? 0) - 1e-9)
      let expected = try #require(Self.cell(table, "expected", row))
      #expect(low <= expected && expected <= high)
      width[unit] = high - low
    }
  }

  @Test(arguments: 0..<6) func scalingScales(_ seed: Int) throws {
    let points = Self.points(seed)
    let query = " | project to 2026, 2030 by u ceiling CEILING: v"
    let one = try Self.table(
      Self.source(points) + query.replacingOccurrences(of: "CEILING", with: "100"))
    let ten = try Self.table(
      Self.source(points) { $0 * 1000 } + query.replacingOccurrences(of: "CEILING", with: "100000"))
    for row in 0..<one.rowCount {
      for name in ["at_pace", "expected", "low", "high"] {
        let small = Self.cell(one, name, row)
        let large = Self.cell(ten, name, row)
        #expect((small == nil) == (large == nil))
        if let small, let large { #expect(abs(small * 1000 - large) < 1e-3) }
      }
    }
  }

  /// What is v going up to 90 is 100 − v going down to 10.
  @Test(arguments: 0..<6) func directionsMirror(_ seed: Int) throws {
    let points = Self.points(seed)
    let up = try Self.table(
      Self.source(points)
        + " | track by u against [{year: 2030, target: 90.0, comparison: \">=\"}] ceiling 100: v")
    let down = try Self.table(
      Self.source(points) { ((100 - $0) * 100).rounded() / 100 }
        + " | track by u against [{year: 2030, target: 10.0, comparison: \"<=\"}] ceiling 100: v")
    #expect(up.rowCount == down.rowCount && up.rowCount > 0)
    for row in 0..<up.rowCount {
      for name in ["gap", "actual_pace", "required_pace", "pace_ratio", "p_attain"] {
        let one = Self.cell(up, name, row)
        let other = Self.cell(down, name, row)
        #expect((one == nil) == (other == nil))
        if let one, let other { #expect(abs(one - other) < 1e-6) }
      }
      #expect(up["status"]?[row] == down["status"]?[row])
    }
  }

  @Test(arguments: 0..<6) func metStaysMet(_ seed: Int) throws {
    let table = try Self.table(
      Self.source(Self.points(seed))
        + " | track by u against [{year: 2023, target: 40}, {year: 2030, target: 40}] ceiling 100: v"
    )
    for row in 0..<table.rowCount {
      guard let value = Self.cell(table, "value", row) else { continue }
      let isMet = table["status"]?[row] == .text("met")
      #expect(isMet == (value >= 40))
      if isMet { #expect(Self.cell(table, "gap", row) == 0) }
    }
  }

  @Test(arguments: ["gap", "equal", "logit", "water", "size", "pace"]) func allocationSums(
    _ rule: String
  ) throws {
    var random = SeededRandom(7)
    var rows: [String] = []
    var totals = 0
    for unit in 0..<9 {
      let total = Int.random(in: 50...5000, using: &random)
      totals += total
      for year in [2020, 2024] {
        let covered = total * (unit + 2 + (year - 2020)) / 20
        rows.append("{u: \"u\(unit)\", year: \(year), k: \(covered), n: \(total)}")
      }
    }
    let table = try Self.table(
      "[" + rows.joined(separator: ", ")
        + "] | whatif to 2030 by u of r = rate(k, n): a = allocate 80 by 2030 using \(rule)")
    for row in 0..<table.rowCount where table["scenario"]?[row] == .text("a") {
      let value = try #require(Self.cell(table, "value", row))
      #expect(value <= 100 + 1e-9)
      if table["u"]?[row].isNull == true { #expect(abs(value - 80) < 1e-6) }
    }
    #expect(totals > 0)
  }
}
