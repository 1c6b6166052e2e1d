import Columns
import Display
import Testing

@Suite struct ChartSVGTests {
  private func count(_ part: String, in text: String) -> Int {
    text.split(separator: part, omittingEmptySubsequences: false).count - 1
  }

  @Test func thePictureHasEveryPart() throws {
    let svg = SVGChart.render(try Chart(table: try ChartSamples.projection()))
    #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"800\" height=\"450\""))
    #expect(svg.hasSuffix("</svg>\n"))
    #expect(count("<polygon points", in: svg) >= 1)
    #expect(svg.contains("fill-opacity"))
    #expect(svg.contains("stroke-dasharray=\"6 4\""))
    #expect(svg.contains(">target NQ57: 80</text>"))
    #expect(!svg.contains("href"))
  }

  @Test func tagsAreClosedAndTextIsEscaped() throws {
    let table = Table([
      ("name", try ChartSamples.texts(["<script>&\"'", "b\u{0}\u{1B}[2J", "Tỷ lệ 日本"])),
      ("value", try ChartSamples.floats([1, -2, nil])),
    ])
    var charts = try ChartSamples.all().map(\.chart)
    for kind in [Chart.Kind.bar, .column, .line, .heat, .spark] {
      charts.append(
        try Chart(table: table, kind: kind, options: .init(title: "a < b & \"c\"")))
    }
    for chart in charts {
      let svg = SVGChart.render(chart, width: 500, height: 300)
      #expect(svg == SVGChart.render(chart, width: 500, height: 300))
      #expect(!svg.contains("<script"))
      #expect(!svg.contains("nan"))
      #expect(!svg.contains("inf"))
      #expect(svg.unicodeScalars.allSatisfy { $0.value >= 32 || $0 == "\n" })
      var open: [Substring] = []
      for piece in svg.split(separator: "<").map({ $0.prefix { $0 != ">" } }) {
        if piece.hasPrefix("/") {
          #expect(open.popLast() == piece.dropFirst())
        } else if !piece.hasSuffix("/") {
          open.append(piece.prefix { $0 != " " })
        }
      }
      #expect(open.isEmpty)
    }
  }

  @Test func barsOfSeveralSeriesDifferInPattern() throws {
    let table = Table([
      ("name", try ChartSamples.texts(["x", "x", "y", "y"])),
      ("side", try ChartSamples.texts(["l", "r", "l", "r"])),
      ("value", try ChartSamples.floats([1, 2, 3, 4])),
    ])
    let svg = SVGChart.render(try Chart(table: table, kind: .column))
    #expect(svg.contains("<pattern id=\"stripes1\""))
    // Two bars and the sample in the legend.
    #expect(count("url(#stripes1)", in: svg) == 3)
  }

  @Test("Documents that ask for the same share a line; labels do not lie on one another")
  func targets() throws {
    let years = [2026, 2028, 2030, 2030, 2030]
    let table = Table([
      ("unit", try ChartSamples.texts(years.map { _ in "Điện Biên" })),
      ("scenario", try ChartSamples.texts(years.map { _ in "base" })),
      ("time", try ChartSamples.ints(years)),
      ("value", try ChartSamples.floats([50, 70, 90, 90, 90])),
      ("document", try ChartSamples.texts(["A", nil, "B", "C", "D"])),
      ("target", try ChartSamples.floats([90, nil, 95, 95, 100])),
    ])
    let chart = try Chart(table: table)
    #expect(
      chart.targets.map(\.label) == [
        "target A: 90 (2026)", "target B, C: 95 (2030)", "target D: 100 (2030)",
      ])
    let svg = SVGChart.render(chart)
    var places: Set<String> = []
    for label in chart.targets.map(\.label) {
      let line = try #require(svg.split(separator: "\n").first { $0.contains(label) })
      let place = line.split(separator: "\"").dropFirst().prefix(3).joined(separator: "|")
      #expect(places.insert(place).inserted)
    }
  }

  @Test("A picture of a few bars or cells is no higher than they are, unless that was asked for")
  func height() throws {
    let table = Table([
      ("name", try ChartSamples.texts(["a", "b"])), ("value", try ChartSamples.floats([1, 2])),
    ])
    for kind in [Chart.Kind.bar, .spark, .heat] {
      let chart = try Chart(table: table, kind: kind)
      #expect(!SVGChart.render(chart).contains("height=\"450\""), "\(kind)")
      #expect(SVGChart.render(chart, height: 450).contains("height=\"450\""), "\(kind)")
    }
  }

  @Test("A band opens at the last observation")
  func band() throws {
    let table = Table([
      ("time", try ChartSamples.ints([2024, 2025, 2026])),
      ("observed", try ChartSamples.floats([40, 50, nil])),
      ("last_time", try ChartSamples.ints([nil, nil, 2025])),
      ("last", try ChartSamples.floats([nil, nil, 50])),
      ("at_pace", try ChartSamples.floats([nil, nil, 60])),
      ("expected", try ChartSamples.floats([nil, nil, 58])),
      ("low", try ChartSamples.floats([nil, nil, 55])),
      ("high", try ChartSamples.floats([nil, nil, 61])),
    ])
    let series = try Chart(table: table).series[0]
    #expect(series.points.map(\.x) == [2024, 2025, 2026])
    #expect(series.low == [nil, 50, 55] && series.high == [nil, 50, 61])
  }
}
