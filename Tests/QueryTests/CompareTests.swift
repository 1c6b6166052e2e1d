import Columns
import Foundation
import Language
import TestSupport
import Testing

@testable import Workspace

/// `compare` against a naive comparison row by row, and the laws that it keeps.
@Suite struct CompareTests {
  struct Row {
    let unit: String
    let series: String
    let year: Int
    let covered: Int?
    let total: Int?
  }

  static func rows(_ seed: UInt64) -> [Row] {
    var random = SeededRandom(seed)
    let units = ["Đắk Lắk", "Điện Biên", "Hà Nội", "a", "b", "∅"].prefix(
      Int.random(in: 1...6, using: &random))
    var rows: [Row] = []
    for unit in units {
      for series in ["s", "t"] {
        for year in 2020...2023 where Int.random(in: 0..<5, using: &random) > 0 {
          for _ in 0..<Int.random(in: 1...2, using: &random) {
            let total = Int.random(in: 0...40, using: &random)
            rows.append(
              Row(
                unit: unit, series: series, year: year,
                covered: Int.random(in: 0..<8, using: &random) == 0
                  ? nil : Int.random(in: 0...max(0, total), using: &random),
                total: total))
          }
        }
      }
    }
    return rows
  }

  static func source(_ rows: [Row]) -> String {
    let cells = rows.map {
      "{u: \"\($0.unit)\", s: \"\($0.series)\", y: \($0.year), k: \($0.covered.map(String.init) ?? "null"), n: \($0.total.map(String.init) ?? "null")}"
    }
    return "[" + cells.joined(separator: ", ") + "]"
  }

  static func table(_ query: String) throws -> Table? {
    let session = Session(Settings(threads: 2, lang: .en, today: 20_188))
    let source = SourceText(query, name: "test")
    let (script, diagnostics) = Parser.parse(script: source)
    #expect(diagnostics.isEmpty, "\(query)")
    var last: Table?
    for statement in script.statements {
      do {
        if let table = try session.answer(statement, in: source).table {
          last = table
        }
      } catch let failure as StatementFailure {
        if failure.diagnostics.contains(where: { $0.code == "E0630" }) { return nil }
        throw failure
      }
    }
    return last
  }

  /// 100 · Σk / Σn over the rows in which both are known.
  static func rate(_ rows: [Row]) -> Double? {
    let known = rows.filter { $0.covered != nil && $0.total != nil }
    let total = known.reduce(0) { $0 + ($1.total ?? 0) }
    return total == 0
      ? nil : 100 * Double(known.reduce(0) { $0 + ($1.covered ?? 0) }) / Double(total)
  }

  static func near(_ one: Double?, _ other: Double?) -> Bool {
    guard let one, let other else { return one == nil && other == nil }
    return abs(one - other) <= 1e-9 * max(1, abs(one))
  }

  @Test(arguments: 0..<40) func ratesAgreeWithNaive(_ seed: Int) throws {
    let rows = Self.rows(UInt64(seed))
    let found = try Self.table(
      Self.source(rows) + " | compare y 2021, 2023 by u, s with decompose: r = rate(k, n)")
    let table = try #require(found)
    func cell(_ name: String, _ row: Int) -> Double? { table[name]?[row].asDouble }
    let present = rows.filter { $0.year == 2021 || $0.year == 2023 }
    let keys = Set(present.map { "\($0.unit)|\($0.series)" })
    var seen: Set<String> = []
    // What the whole changed by, from the rows before.
    var (own, mix) = (0.0, 0.0)
    var totals = 0
    for row in 0..<table.rowCount {
      if table["flag"]?[row] == .text("total") {
        totals += 1
        let before = Self.rate(present.filter { $0.year == 2021 })
        let after = Self.rate(present.filter { $0.year == 2023 })
        #expect(Self.near(cell("r_2021", row), before) && Self.near(cell("r_2023", row), after))
        let change = before.flatMap { one in after.map { $0 - one } }
        #expect(Self.near(cell("change", row), change))
        #expect(Self.near(cell("own_change", row), own) && Self.near(cell("mix_change", row), mix))
        if let change { #expect(abs(change - own - mix) < 1e-9) }
        continue
      }
      let unit = try #require(table["u"]?[row].plainText)
      let series = try #require(table["s"]?[row].plainText)
      seen.insert("\(unit)|\(series)")
      let mine = present.filter { $0.unit == unit && $0.series == series }
      let before = Self.rate(mine.filter { $0.year == 2021 })
      let after = Self.rate(mine.filter { $0.year == 2023 })
      #expect(Self.near(cell("r_2021", row), before))
      #expect(Self.near(cell("r_2023", row), after))
      let change = before.flatMap { one in after.map { $0 - one } }
      #expect(Self.near(cell("change", row), change))
      // Competition rank: one more than how many are better.
      if let after {
        let better = keys.filter { key in
          let others = present.filter { "\($0.unit)|\($0.series)" == key && $0.year == 2023 }
          return (Self.rate(others) ?? -1) > after + 1e-9
        }
        #expect(cell("rank_2023", row) == Double(better.count + 1))
      }
      own += cell("own_change", row) ?? 0
      mix += cell("mix_change", row) ?? 0
    }
    #expect(seen == keys)
    #expect(totals == 1)
  }

  @Test(arguments: 0..<20) func swappedTimesNegate(_ seed: Int) throws {
    let source = Self.source(Self.rows(UInt64(seed + 100)))
    let forth = try #require(
      try Self.table(source + " | compare y 2020, 2022 by u: r = rate(k, n)"))
    let back = try #require(
      try Self.table(source + " | compare y 2022, 2020 by u: r = rate(k, n)"))
    #expect(forth.rowCount > 0)
    #expect(forth.rowCount == back.rowCount)
    for row in 0..<forth.rowCount {
      let one = forth["change"]?[row].asDouble
      let other = back["change"]?[row].asDouble
      #expect(Self.near(one, other.map { -$0 }))
    }
  }

  @Test func crosswalkKeepsTotals() throws {
    let walk =
      "[{from: \"a\", to: \"b\"}, {from: \"Hà Nội\", to: \"b\"}, {from: \"Điện Biên\", to: \"Đắk Lắk\"}]"
    var compared = 0
    for seed in 200..<220 {
      let rows = Self.rows(UInt64(seed))
      // A time without any row is an error of its own.
      let hasBoth = [2020, 2021].allSatisfy { year in rows.contains { $0.year == year } }
      let query =
        Self.source(rows) + " | compare y 2020, 2021 by u through \(walk): t = sum(n)"
        + " | aggregate before = sum(t_2020), after = sum(t_2021)"
      let found = try Self.table(query)
      #expect((found != nil) == hasBoth, "seed \(seed)")
      guard let table = found else { continue }
      compared += 1
      for (name, year) in [("before", 2020), ("after", 2021)] {
        let total = rows.filter { $0.year == year }.reduce(0) { $0 + ($1.total ?? 0) }
        #expect(table[name]?[0].asDouble == Double(total), "seed \(seed)")
      }
    }
    #expect(compared > 15, "\(compared) of 20")
  }
}
