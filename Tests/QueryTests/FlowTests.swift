import Columns
import TestSupport
import Testing

/// A flow by months held against targets of years is the flow by years.
@Suite struct FlowTests {
  private static func source(_ seed: Int, years: Int, months: (Int) -> [Int]) -> String {
    var random = SeededRandom(UInt64(seed))
    var rows: [String] = []
    for unit in 0..<3 {
      for year in (2025 - years)..<2025 {
        for month in months(year) {
          let value = Int.random(in: 0...400, using: &random)
          let text = "\(year)-\(month < 10 ? "0" : "")\(month)-15"
          rows.append("{u: \"u\(unit)\", date: @\(text), v: \(value)}")
        }
      }
    }
    return "[" + rows.joined(separator: ", ") + "]"
  }

  private static let compared = [
    "value", "gap", "actual_pace", "required_pace", "pace_ratio", "p_attain", "status",
  ]

  private static func expectSame(_ one: Table, _ other: Table, _ columns: [String]) throws {
    #expect(one.rowCount == other.rowCount && one.rowCount > 0)
    for column in columns {
      for row in 0..<one.rowCount {
        let left = try #require(one[column]?[row], "\(column)")
        let right = try #require(other[column]?[row], "\(column)")
        if let x = left.asDouble, let y = right.asDouble {
          #expect(abs(x - y) < 1e-6, "\(column) \(row)")
        } else {
          #expect(left == right, "\(column) \(row)")
        }
      }
    }
  }

  @Test(arguments: 0..<6) func yearsOfMonths(_ seed: Int) throws {
    let source = Self.source(seed, years: 2 + seed % 4) { _ in Array(1...12) }
    let target = "against [{year: 2027, target: 3000}]"
    let months = try ProjectionTests.table("\(source) | track by u \(target): v = sum(v)")
    let years = try ProjectionTests.table(
      "\(source) | group by u, year = year(date): v = sum(v) | track by u \(target): v")
    try Self.expectSame(months, years, Self.compared)
    let course = try ProjectionTests.table(
      "\(source) | project date to 2027 by u \(target): v = sum(v)")
    let yearly = try ProjectionTests.table(
      "\(source) | group by u, year = year(date): v = sum(v) | project year to 2027 by u \(target): v"
    )
    try Self.expectSame(course, yearly, ["n", "last", "at_pace", "expected", "low", "high", "gap"])
  }

  /// The year that is not over changes nothing.
  @Test(arguments: 0..<4) func runningYear(_ seed: Int) throws {
    let source = Self.source(seed, years: 4) { $0 == 2024 ? Array(1...(3 + seed)) : Array(1...12) }
    let all = try ProjectionTests.table(
      "\(source) | track by u against [{year: 2027, target: 3000}]: v = sum(v)")
    let whole = try ProjectionTests.table(
      "\(source) | where date < @2024-01-01 | track by u against [{year: 2027, target: 3000}]: v = sum(v)"
    )
    try Self.expectSame(all, whole, ["value", "gap", "actual_pace", "required_pace"])
  }

  /// The order of rows does not matter.
  @Test(arguments: 0..<3) func order(_ seed: Int) throws {
    let source = Self.source(seed, years: 3) { _ in Array(1...12) }
    let query = " | project date to 2026 by u: v = sum(v)"
    try Self.expectSame(
      try ProjectionTests.table(source + query + " | sort u"),
      try ProjectionTests.table(source + " | sort -v" + query + " | sort u"),
      ["last", "at_pace", "expected", "low", "high"])
  }
}
