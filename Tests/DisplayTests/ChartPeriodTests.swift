import Columns
import Display
import Language
import Testing

/// Months and quarters on the axis of a chart.
@Suite struct ChartPeriodTests {
  private static func drawn(_ chart: Chart, width: Int = 80) -> [Substring] {
    ChartRenderer(
      style: Style(hasColour: false, hasUnicode: true), width: width, height: nil, glyphs: .block
    ).render(chart).split(separator: "\n")
  }

  /// The column of the mark under which a label stands, and the columns of the points.
  private static func mark(_ label: String, _ lines: [Substring]) throws -> Int {
    let row = try #require(lines.firstIndex { $0.contains(label) && !$0.contains("┤") })
    let line = Array(lines[row])
    let text = Array(label)
    let start = try #require(
      line.indices.first {
        $0 + text.count <= line.count && Array(line[$0..<$0 + text.count]) == text
      })
    let marks = Array(lines[row - 1])
    return try #require(
      marks.indices.filter { marks[$0] == "┬" }.min {
        abs($0 - start - text.count / 2) < abs($1 - start - text.count / 2)
      })
  }

  @Test func eachPointHasTheLabelOfItsMonth() throws {
    // 31 January of 2024 is the highest of four points, and stands over 2024-01.
    let days = [(2023, 11, 30), (2023, 12, 31), (2024, 1, 31), (2024, 2, 29)].map {
      Calendar.days(year: $0.0, month: $0.1, day: $0.2)
    }
    for form in [nil, PeriodForm(.month)] {
      let table = Table(
        fields: [Field("d", .date, period: form), Field("v", .int)],
        columns: [
          try Column(.date, days.map { .date(Int32($0)) }),
          try Column(.int, [.int(1), .int(1), .int(9), .int(1)]),
        ], rowCount: 4)
      let chart = try Chart(table: table)
      #expect(chart.kind == .line)
      #expect(chart.xAxis == .period(PeriodForm(.month)))
      let lines = Self.drawn(chart)
      let top = try #require(lines.first { $0.contains("●") })
      let point = try #require(Array(top).firstIndex(of: "●"))
      #expect(try Self.mark("2024-01", lines) == point)
    }
  }

  @Test func labelsAreWrittenAsInTheColumn() throws {
    let form = try #require(PeriodReading.all("T1/2024").first).form
    let table = try ChartSamples.months(form, [])
    let text = Self.drawn(try Chart(table: table)).joined(separator: "\n")
    #expect(text.contains("T1/2023"))
    #expect(text.contains("T7/2024") || text.contains("T5/2024"))
    #expect(!text.contains("2023-"))
    let bars = Self.drawn(try Chart(table: table, kind: .bar)).joined(separator: "\n")
    #expect(bars.contains("T12/2023"))
    let svg = SVGChart.render(
      try Chart(table: table), width: 800, height: nil, lang: .vi, decimalComma: true)
    #expect(svg.contains("T1/2023"))
    // Years at their ends stay years, days that are no ends stay days.
    func axis(_ days: [Int]) throws -> Chart.XAxis {
      try Chart(
        table: Table([
          ("d", try Column(.date, days.map { .date(Int32($0)) })),
          ("v", try Column(.int, days.map { .int(Int64($0)) })),
        ])
      ).xAxis
    }
    func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
      Calendar.days(year: year, month: month, day: day)
    }
    #expect(try axis([day(2022, 12, 31), day(2023, 12, 31)]) == .year)
    #expect(try axis([day(2022, 12, 31), day(2023, 12, 30)]) == .date)
    #expect(try axis([day(2022, 3, 31), day(2022, 6, 30)]) == .period(PeriodForm(.month)))
  }

  @Test func gapsAreTold() throws {
    let note = try #require(try Chart(table: try ChartSamples.months()).notes.first)
    #expect(note.en == "in 1 place periods are missing, first 2023-09")
    #expect(note.vi == "có 1 chỗ thiếu kỳ, đầu tiên là 2023-09")
    #expect(try Chart(table: try ChartSamples.months(nil, [])).notes.isEmpty)
    for kind in [Chart.Kind.bar, .column, .spark] {
      #expect(try Chart(table: try ChartSamples.months(), kind: kind).notes.count == 1)
    }
    let years = Table([
      ("year", try ChartSamples.ints([2019, 2020, 2022])), ("v", try ChartSamples.ints([1, 2, 3])),
    ])
    #expect(try Chart(table: years).notes.map(\.en).first?.contains("first 2021") == true)
  }

  /// Years of one unit, observed and then forecast.
  private func forecast(observed: [Int]) throws -> Table {
    let years = observed + [2027]
    let floats = { (value: Double) in
      try ChartSamples.floats(years.map { $0 < 2027 ? nil : value })
    }
    return Table([
      ("time", try ChartSamples.ints(years)),
      ("observed", try ChartSamples.floats(years.map { $0 < 2027 ? Double($0) : nil })),
      ("last_time", try ChartSamples.ints(years.map { $0 < 2027 ? nil : 2024 })),
      ("last", try floats(2024)), ("at_pace", try floats(2027)), ("expected", try floats(2027)),
      ("low", try floats(2020)), ("high", try floats(2030)),
    ])
  }

  @Test("a year that is missing before a forecast is told; the years up to the forecast are none")
  func gapsBeforeForecasts() throws {
    let whole = try Chart(table: try forecast(observed: [2020, 2021, 2022, 2023, 2024]))
    #expect(whole.hasForecast && whole.notes.isEmpty)
    let gap = try Chart(table: try forecast(observed: [2020, 2021, 2023, 2024]))
    #expect(
      gap.notes.map(\.en) == ["in 1 place periods are missing, first 2022"])
  }
}

extension Chart {
  fileprivate var hasForecast: Bool { series.contains { $0.isProjected.contains(true) } }
}
