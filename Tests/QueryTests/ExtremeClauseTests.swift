import Columns
import Language
import TestSupport
import Testing

@testable import Workspace

/// Every clause that takes a number or a time, at the ends of what can be written: an answer or an
/// error, no trap and no endless loop. That the test ends is what it tests.
@Suite struct ExtremeClauseTests {
  /// What stands for `#i` (integers), `#t` (times), `#d` (spans), `#v` (numbers).
  static let words: [Character: [String]] = [
    "i": [
      "-9223372036854775808", "9223372036854775807", "-1", "0", "1", "9223372036854775806",
      "4611686018427387904", "2147483648", "999999999999", "-999999999999", "2026000000", "9999",
    ],
    "t": [
      "-9223372036854775808", "9223372036854775807", "0", "1", "9999", "10000", "2030",
      "999999999999", "@9999-12-31", "@0001-01-01", "@9999", "@2025Q1", "2026000000",
    ],
    "d": ["9223372036854775807d", "5y", "99999999999y", "1000000w", "0d", "9999999999mo"],
    "v": [
      "1e308", "-1e308", "0.0", "1e-300", "9223372036854775807", "-9223372036854775808", "90", "-1",
      "999999999999", "2147483648",
    ],
  ]

  static let table =
    "[{y: 2020, v: 10}, {y: 2021, v: 20.5}, {y: 2022, v: 40}] | derive n = 100, c = v"
  static let odd =
    "[{y: #i, v: 10}, {y: 2021, v: 20.5}, {y: #i, v: #v}]"
  static let dates =
    "[{k: 0, v: 1}, {k: 1, v: #v}] | derive y = if(k == 0, add_days(@2025-01-31, #i % 2147000000), @2021-02-28)"

  static let templates: [String] = [
    "\(odd) | project y to 2030: v", "\(odd) | project y to #t, #t: v",
    "\(odd) | project y to 2030 base_year #t: v", "\(dates) | project y to #t: v",
    "\(table) | project y to #t since #t: v", "\(table) | project y to 2030 window #d: v",
    "\(table) | project y to 2030 ceiling #v: v", "\(table) | project y to 2030 floor #v: v",
    "\(table) | project y to 2030 interval #v: v",
    "\(table) | project y to 2030 origin #t value #v: v",
    "\(table) | project y to #t against [{year: #i, target: #v}]: v",
    "\(table) | whatif y to #t of v: s = pace * #v",
    "\(table) | whatif y to 2030 of v: s = pace * #v from #t ramp #v",
    "\(table) | whatif y to 2030 of v: s = pace + #v",
    "\(table) | whatif y to 2030 of v: s = pace = #v",
    "\(table) | whatif y to 2030 of v: s = step + #v in #t fade #v",
    "\(table) | whatif y to 2030 of v: s = add #v covered in #t",
    "\(table) | whatif y to 2030 of rate(c, n): s = add #v total in #t",
    "\(table) | whatif y to 2030 of v: s = reach #v by #t logit",
    "\(table) | whatif y to 2030 of v: s = catchup best by #t",
    "\(table) | whatif y to 2030 of v: s = freeze from #t",
    "\(table) | whatif y to 2030 of v: s = delay #v",
    "\(table) | whatif y to 2030 of v: s = cap #v then floor #v",
    "\(table) | whatif y to 2030 of rate(c, n): s = total + #v% a year",
    "\(table) | whatif y to 2030 of rate(c, n): s = total = #v in #t",
    "\(table) | whatif y to 2030 of v: s = allocate #v by #t using gap",
    "\(table) | whatif y to #t of v: s = solve pace for reach #v by #t",
    "\(table) | whatif y to #t of v: s = solve year for reach #v by #t",
    "\(table) | whatif y to 2030 of v: s = solve step for reach #v by 2030",
    "\(table) | whatif y to 2030 of rate(c, n): s = solve total for reach #v by #t",
    "\(table) | whatif y to 2030 of v: s = reach rank #i by 2030",
    "\(odd) | whatif y to #t of v: s = pace + 1",
    "\(table) | whatif y to 2030 of v: s = pace * 1 .. #v",
    "\(odd) | compare y #t, #t: v", "\(table) | compare y 2020, 2022 since #t: v",
    "\(odd) | derive year = y | track as of #t against [{year: #i, target: #v}] since #t",
    "[{s: \"done\", d: @2025-01-31, e: @2025-01-20}, {s: \"open\", d: add_days(@2025-01-31, #i % 2147000000), e: null}] | progress as of #t status s due d done e",
    "[{s: \"done\", d: @2025-01-31, e: @2025-01-20}, {s: \"done\", d: @2025-02-28, e: @2025-02-01}] | project to #t as of #t status s due d done e",
    "[{x: 1}, {x: 2}] | take #i", "[{x: 1}, {x: 2}] | take #i..#i", "[{x: 1}] | skip #i",
    "[{x: 1}, {x: 2}] | take #i by x", "range(#i, #i) as y | take 3",
    "range(#i, #i) as y | where y == #i | take 1", "[{x: #i}, {x: #i}] | complete x",
    "[{x: #i}, {x: #i}] | complete x #i..#i", "[{x: #i}] | where x in #i..#i",
    "[{x: #i}] | where x between #i and #i", "[{x: #i}, {x: #i}] | describe",
    "[{x: 1, v: 1}, {x: #i, v: null}, {x: #i, v: #v}] | fill v with linear sort x",
    "[{x: #i}, {x: #i}] | group by x with totals: s = sum(x), a = avg(x), q = quantile(x, #v)",
    "[{x: #i}, {x: #v}] | aggregate s = sum(x), d = stddev(x), m = median(x)",
    "[{x: #i}, {x: #i}] | pivot x: n = count()",
    "[{x: #i, y: #v}, {x: #i, y: #v}] | chart line x=x y=y",
    "[{x: #i, y: #v}, {x: #i, y: #v}] | chart hist x=x",
    "[{x: #i, y: #v}, {x: #i, y: #v}] | chart heat x=x y=y",
    "[{x: 1}, {x: 2}] | derive sort x: a = lag(x, #i), b = lead(x, #i), c = growth(x, #i)",
    "[{x: 1}, {x: 2}] | derive sort x: a = moving_avg(x, #i), b = ntile(#i), c = index_to(x, #t)",
    "[{x: 1}, {x: 2}] | derive sort x: a = lag(x, #i, #i), b = lead(x, #i, #i)",
    "[{x: @2020-01-01}] | derive a = x + #d, b = x - #d",
    "set threads #i", "set width #i", "set memory #i", "set today #t",
  ]

  static func filled(_ template: String, _ random: inout SeededRandom) -> String {
    var text = ""
    var characters = Array(template)[...]
    while let next = characters.popFirst() {
      if next == "#", let kind = characters.first, let choices = words[kind] {
        characters.removeFirst()
        text += random.pick(choices)
      } else {
        text.append(next)
      }
    }
    return text
  }

  @Test(arguments: templates)
  func ends(_ template: String) throws {
    var random = SeededRandom(template)
    var bound = 0
    for _ in 0..<24 {
      let query = Self.filled(template, &random)
      let session = Session(Settings(threads: 2, lang: .en, today: 20_188))
      session.settings.memory = 256 << 20
      let source = SourceText(query, name: "test")
      let (script, diagnostics) = Parser.parse(script: source)
      if diagnostics.hasErrors { continue }
      bound += 1
      for statement in script.statements where statement.isValid {
        do {
          try session.run(statement, in: source) { _ in }
        } catch is StatementFailure {
          // An error that is told is an answer.
        }
      }
    }
    // A template that never parses would test nothing.
    #expect(bound > 0, "\(template)")
  }
}
