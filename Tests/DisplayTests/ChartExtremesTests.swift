import Columns
import Display
import Foundation
import Testing

/// Charts of every kind end, and fit, whatever the values and however narrow the terminal.
@Suite struct ChartExtremesTests {
  private static let values: [(name: String, values: [Double?])] = [
    ("the greatest doubles", [1.7e308, -1.7e308, 0, 1.7e308, Double.leastNonzeroMagnitude]),
    ("one greatest", [1.7e308, 1.7e308]), ("not numbers", [.nan, .infinity, -.infinity, 1]),
    ("only not a number", [.nan, .nan]), ("all null", [nil, nil, nil]), ("one row", [82.96]),
    ("one null", [nil]), ("none", []), ("neighbours", [1, 1.0000000000000002, 1]),
    ("tiny", [Double.leastNonzeroMagnitude, -Double.leastNonzeroMagnitude]),
    ("wide apart", [1e-300, 1e300, -1e300, nil, 3]),
  ]

  private static func tables() throws -> [(name: String, table: Table)] {
    try values.flatMap { name, values -> [(name: String, table: Table)] in
      let y = try Column(.float, values.map { $0.map { .double($0) } ?? .null })
      let labels = ["Điện Biên", "日本語の長い名前", "العربية", "", "a\u{1B}[31m"]
      let names = try Column(.text, values.indices.map { .text(labels[$0 % labels.count]) })
      let years = try Column(.int, values.indices.map { .int(Int64(2020 + $0)) })
      let days = try Column(.date, values.indices.map { .date(Int32($0 * 3_000_000 - 4_000_000)) })
      return [
        ("\(name) by name", Table([("k", names), ("y", y)])),
        ("\(name) by year", Table([("year", years), ("y", y), ("k", names)])),
        ("\(name) by day", Table([("day", days), ("y", y)])),
        ("\(name) by itself", Table([("x", y), ("y", y)])),
      ]
    }
  }

  /// Some seconds at most; a picture that never ends is stopped.
  @Test(.timeLimit(.minutes(10)), arguments: Chart.Kind.allCases)
  func end(kind: Chart.Kind) throws {
    var drawn = 0
    for (name, table) in try Self.tables() {
      let chart: Chart
      do throws(ChartProblem) { chart = try Chart(table: table, kind: kind) } catch { continue }
      for width in [1, 7, 20, 40, 80] {
        for glyphs in ChartRenderer.Glyphs.allCases {
          let text = ChartRenderer(
            style: Style(hasColour: false, hasUnicode: glyphs != .ascii), width: width,
            height: nil, glyphs: glyphs
          ).render(chart)
          drawn += 1
          for line in text.split(separator: "\n") {
            #expect(
              TerminalWidth.of(String(line)) <= width, "\(name) at \(width) in \(glyphs): \(line)")
          }
        }
      }
      let svg = SVGChart.render(chart)
      for wrong in ["\"nan", "\"inf", "\"-inf", ",nan", ",inf", ",-inf", "e+"] {
        #expect(!svg.contains(wrong), "\(name): \(wrong)")
      }
    }
    #expect(drawn > 0)
  }
}
