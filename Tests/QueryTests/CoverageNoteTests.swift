import Columns
import Language
import TestSupport
import Testing
import Workspace

/// Which years are told to lack periods: days that are marked where they lie in memory say the same as days
/// that are grouped, which a step before brings about.
@Suite("Years that lack periods") struct CoverageNoteTests {
  private static func notes(_ query: String) throws -> [String] {
    let session = Session(Settings(threads: 2, lang: .en, today: 20_188))
    let script = Parser.parse(script: SourceText(query)).script
    guard case .pipeline(let pipeline)? = script.statements.first?.kind else { return ["no query"] }
    return try session.run(pipeline).notes.filter { $0.code == "N0461" }.map(\.message)
  }

  private static func source(_ seed: UInt64) -> String {
    var random = SeededRandom(seed)
    // Ends of months, of quarters, days within months, single events.
    let kind = seed % 4
    var rows: [String] = []
    for year in 2020..<(2022 + Int(seed % 3)) {
      for month in 1...12 where kind != 1 || month % 3 == 0 {
        if Int.random(in: 0..<6, using: &random) == 0 { continue }
        for unit in 0..<2 where Int.random(in: 0..<9, using: &random) > 0 {
          let last = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
          let day = kind < 2 ? last : kind == 2 ? 15 : Int.random(in: 1...28, using: &random)
          func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
          let value = seed % 5 == 0 && Int.random(in: 0..<4, using: &random) == 0 ? "null" : "2"
          let date =
            Int.random(in: 0..<40, using: &random) == 0
            ? "null" : "@\(year)-\(two(month))-\(two(day))"
          rows.append("{u: \"u\(unit)\", d: \(date), x: \(value)}")
        }
      }
    }
    return "[\(rows.joined(separator: ", "))]"
  }

  @Test(arguments: 0..<48 as Range<UInt64>) func marked(_ seed: UInt64) throws {
    let source = Self.source(seed)
    for keys in ["y = year(d)", "u, y = year(d)"] {
      for calls in ["s = sum(x)", "n = count(), s = sum(x)"] {
        let marked = try Self.notes("\(source) | group by \(keys): \(calls)")
        let grouped = try Self.notes(
          "\(source) | where u != \"z\" | group by \(keys): \(calls)")
        #expect(marked == grouped, "\(keys) \(calls)\n\(source)")
      }
    }
  }

  @Test("some of these are told and some are not") func counts() throws {
    let told = try (0..<48 as Range<UInt64>).count { seed in
      try !Self.notes("\(Self.source(seed)) | group by y = year(d): s = sum(x)").isEmpty
    }
    #expect(told > 8 && told < 48)
  }
}
