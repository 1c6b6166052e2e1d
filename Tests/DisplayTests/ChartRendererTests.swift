import Columns
import Display
import Language
import Testing

@Suite struct ChartRendererTests {
  private func draw(
    _ chart: Chart, _ width: Int, _ glyphs: ChartRenderer.Glyphs = .block, colour: Bool = false,
    height: Int? = nil
  ) -> String {
    ChartRenderer(
      style: Style(hasColour: colour, hasUnicode: glyphs != .ascii), width: width, height: height,
      glyphs: glyphs
    ).render(chart)
  }

  private func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  private func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 128 } }

  @Test func noLineIsWiderThanTheTerminal() throws {
    for chart in try ChartSamples.all().map(\.chart) {
      for width in [1, 7, 20, 33, 80] {
        for glyphs in ChartRenderer.Glyphs.allCases {
          let text = draw(chart, width, glyphs)
          #expect(text.hasSuffix("\n"))
          for line in lines(text) {
            #expect(TerminalWidth.of(String(line)) <= width, "\(chart.kind) \(width): \(line)")
            #expect(!line.hasSuffix(" "))
          }
          #expect(!text.contains("\u{1B}"))
        }
      }
    }
  }

  @Test func theSameChartIsTheSamePicture() throws {
    let first = try ChartSamples.all().map { draw($0.chart, 61, colour: true) }
    let second = try ChartSamples.all().map { draw($0.chart, 61, colour: true) }
    #expect(first == second)
  }

  @Test func colourChangesNothingButColour() throws {
    for (_, chart) in try ChartSamples.all() {
      let plain = draw(chart, 70)
      var coloured = draw(chart, 70, colour: true)
      #expect(coloured.contains("\u{1B}[") || chart.kind == .hist)
      while let start = coloured.firstIndex(of: "\u{1B}"),
        let end = coloured[start...].firstIndex(of: "m")
      {
        coloured.removeSubrange(start...end)
      }
      #expect(coloured == plain)
    }
  }

  @Test func heightIsKept() throws {
    for (name, chart) in try ChartSamples.all() where chart.kind != .heat || chart.matrix != nil {
      for height in [12, 20, 30] {
        let count = lines(draw(chart, 80, height: height)).count - 1
        #expect(count <= height, "\(name) has \(count) of \(height) lines")
      }
    }
  }

  @Test func asciiIsASCIIButForLabels() throws {
    let text = draw(try Chart(table: try ChartSamples.cloud(50)), 60, .ascii)
    #expect(isASCII(text))
    let bars = Table([
      ("k", try ChartSamples.texts(["a", "b"])), ("v", try ChartSamples.ints([1, nil])),
    ])
    for kind in Chart.Kind.allCases where kind != .scatter {
      let text = draw(try Chart(table: bars, kind: kind), 60, .ascii)
      #expect(isASCII(text), "\(kind): \(text)")
    }
  }

  @Test func barsAreAsLongAsTheirValues() throws {
    let table = Table([
      ("k", try ChartSamples.texts(["a", "b", "c", "d"])),
      ("v", try ChartSamples.ints([40, 20, 5, nil])),
    ])
    // 30 cells, less name, axis, and a value of two digits, leave 24 cells for 40.
    let shown = lines(draw(try Chart(table: table, kind: .bar), 30))
    #expect(shown[1] == "a │" + String(repeating: "█", count: 24) + " 40")
    #expect(shown[2] == "b │" + String(repeating: "█", count: 12) + " 20")
    #expect(shown[3] == "c │███ 5")
    #expect(shown[4] == "d │ ∅")
  }

  @Test func aNullBreaksALine() throws {
    let table = Table([
      ("year", try ChartSamples.ints([2020, 2021, 2022, 2023, 2024])),
      ("value", try ChartSamples.floats([50, 50, nil, 50, 50])),
    ])
    let chart = try Chart(table: table)
    #expect(chart.series[0].points.map(\.y) == [50, 50, nil, 50, 50])
    let line = try #require(lines(draw(chart, 45)).first { $0.contains("●") })
    let middle = line.split(separator: "●", omittingEmptySubsequences: false)
    #expect(middle.count == 5)
    #expect(middle[2].allSatisfy { $0 == " " })
    #expect(middle[1].allSatisfy { $0 == "─" })
  }

  @Test func manyCategoriesAreCountedOut() throws {
    let table = Table([
      ("name", try ChartSamples.texts((0..<1000).map { "k\($0)" })),
      ("value", try ChartSamples.ints(Array(1...1000))),
    ])
    #expect(draw(try Chart(table: table), 80).contains("961 more bars left out"))
    #expect(draw(try Chart(table: table, kind: .column), 80).contains("more bars left out"))
    var vietnamese = ChartRenderer(style: .plain, width: 80)
    vietnamese.lang = .vi
    #expect(vietnamese.render(try Chart(table: table)).contains("còn 961 thanh không vẽ"))
  }

  @Test func manyPoints() throws {
    let table = try ChartSamples.cloud(100_000)
    #expect(lines(draw(try Chart(table: table), 80)).count < 25)
    #expect(lines(draw(try Chart(table: table, kind: .line), 80)).count < 25)
    let svg = SVGChart.render(try Chart(table: table, kind: .line))
    #expect(svg.utf8.count < 200_000)
  }

  @Test func targetsBandsAndProjectionsAreDrawn() throws {
    let text = draw(try Chart(table: try ChartSamples.projection()), 80)
    #expect(text.contains("═╬═ target NQ57: 80"))
    #expect(text.contains("░"))
    #expect(text.contains("╌"))
    #expect(text.contains("╌╌ forecast"))
    #expect(text.contains("● observed   ╌╌ forecast   ■ at this pace"))
  }

  @Test func decimalCommas() throws {
    var renderer = ChartRenderer(style: Style(hasColour: false, hasUnicode: true), width: 60)
    renderer.decimalComma = true
    let text = renderer.render(try Chart(table: try ChartSamples.named()))
    #expect(text.contains("90,12"))
    #expect(!text.contains("90.12"))
  }
}
