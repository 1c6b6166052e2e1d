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
}
