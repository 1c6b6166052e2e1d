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
    guard !rows.isEmpty,
      let table = try Self.table(
        Self.source(rows) + " | compare y 2021, 2023 by u, s with decompose: r = rate(k, n)")
    else { return }
    func cell(_ name: String, _ row: Int) -> Double? { table[name]?[row].asDouble }
    let present = rows.filter { $0.year == 2021 || $0.year == 2023 }
    let keys = Set(present.map { "\($0.unit)|\($0.series)" })
    var seen: Set<String> = []
    var own: [String: Double] = [:]
    var mix: [String: Double] = [:]
    for row in 0..<table.rowCount {
      if table["flag"]?[row] == .text("total") {
        guard let change = cell("change", row), case .text(let series)? = table["s"]?[row] else {
          continue
        }
        #expect(Self.near(cell("own_change", row), own[series] ?? 0))
        #expect(abs(change - (own[series] ?? 0) - (mix[series] ?? 0)) < 1e-12 * 100)
        continue
      }
      guard case .text(let unit)? = table["u"]?[row], case .text(let series)? = table["s"]?[row]
      else { continue }
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
      own[series, default: 0] += cell("own_change", row) ?? 0
      mix[series, default: 0] += cell("mix_change", row) ?? 0
    }
    #expect(seen == keys)
  }

  @Test(arguments: 0..<20) func swappedTimesNegate(_ seed: Int) throws {
    let source = Self.source(Self.rows(UInt64(seed + 100)))
    guard source != "[]",
      let forth = try Self.table(source + " | compare y 2020, 2022 by u: r = rate(k, n)"),
      let back = try Self.table(source + " | compare y 2022, 2020 by u: r = rate(k, n)")
    else { return }
    #expect(forth.rowCount == back.rowCount)
    for row in 0..<forth.rowCount {
      let one = forth["change"]?[row].asDouble
      let other = back["change"]?[row].asDouble
      #expect(Self.near(one, other.map { -$0 }))
    }
  }

  @Test(arguments: 0..<20) func crosswalkKeepsTotals(_ seed: Int) throws {
    let rows = Self.rows(UInt64(seed + 200))
    guard rows.contains(where: { $0.year == 2020 }), rows.contains(where: { $0.year == 2021 })
    else { return }
    let walk =
      "[{from: \"a\", to: \"b\"}, {from: \"Hà Nội\", to: \"b\"}, {from: \"Điện Biên\", to: \"Đắk Lắk\"}]"
    let query =
      Self.source(rows) + " | compare y 2020, 2021 by u through \(walk): t = sum(n)"
      + " | aggregate before = sum(t_2020), after = sum(t_2021)"
    let table = try #require(try Self.table(query))
    for (name, year) in [("before", 2020), ("after", 2021)] {
      let total = rows.filter { $0.year == year }.reduce(0) { $0 + ($1.total ?? 0) }
      #expect(table[name]?[0].asDouble == Double(total))
    }
  }
}
