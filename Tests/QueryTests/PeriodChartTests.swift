import Columns
import Display
import Foundation
import Language
import Testing
import Workspace

/// Charts of projections over months: they run up to the last time asked.
@Suite struct PeriodChartTests {
  init() { _ = FileManager.default.changeCurrentDirectoryPath(CaseTests.root.path) }

  private static func chart(_ query: String) throws -> Chart {
    let session = Session(Settings(threads: 2, lang: .en, today: 20_188))
    var drawn: [Chart] = []
    let source = SourceText(query, name: "test")
    let (script, diagnostics) = Parser.parse(script: source)
    #expect(diagnostics.isEmpty)
    for statement in script.statements {
      try session.run(statement, in: source) { effect in
        if case .chart(let chart, _) = effect { drawn.append(chart) }
      }
    }
    return try #require(drawn.first)
  }

  private static let folder = "Tests/QueryTests/Cases/data/"

  @Test(arguments: [
    ("months.csv\" | project thang to \"T9/2024\", @2024-12: so", 18, 2, 2024.0, "T12/2024"),
    ("month-ends.csv\" | project ngay to @2024-12: so", 18, 1, 2024.0, "2024-12"),
    ("month-ends.csv\" | project ngay to 2025: so", 18, 1, 2025.0, "2025-12"),
    (
      "quarters.csv\" | where tinh == \"A\" | project quy to \"Q4/2024\": gt", 5, 1, 2024.0,
      "Quý IV/2024"
    ),
  ])
  func projections(query: String, known: Int, asked: Int, last: Double, label: String) throws {
    let chart = try Self.chart("\"\(Self.folder)\(query) | chart line")
    let series = try #require(chart.series.first)
    #expect(series.points.count == known + asked)
    #expect(series.points.indices.filter { series.isProjected($0) }.count == asked)
    let end = try #require(series.points.last)
    #expect(abs(end.x - last) < 1e-9)
    guard case .period = chart.xAxis else {
      Issue.record("no periods on the axis")
      return
    }
    let text = ChartRenderer(
      style: Style(hasColour: false, hasUnicode: true), width: 200, height: nil, glyphs: .block
    ).render(chart)
    #expect(chart.xAxis != .category)
    #expect(text.contains(label) || known > 12, "\(text)")
  }

  @Test func scenarios() throws {
    let chart = try Self.chart(
      "\"\(Self.folder)months.csv\" | whatif thang to @2024-12 of so: more = pace * 1.5 | chart line"
    )
    let ends = chart.series.compactMap { $0.points.last?.x }
    #expect(!ends.isEmpty)
    #expect(ends.contains { abs($0 - 2024) < 1e-9 })
  }
}
