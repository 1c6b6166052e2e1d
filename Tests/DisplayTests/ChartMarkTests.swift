import Columns
import Display
import Foundation
import Language
import Testing

/// What a query marks in a picture: one among many, a value to compare with, where numbers are from.
@Suite struct ChartMarkTests {
  /// So many provinces with a value each.
  static func provinces(_ count: Int) throws -> Table {
    Table([
      ("unit", try ChartSamples.texts((1...count).map { "P\($0)" })),
      ("value", try ChartSamples.ints(Array(1...count))),
    ])
  }

  static func count(_ part: String, in text: String) -> Int {
    text.components(separatedBy: part).count - 1
  }

  @Test("one bar is in colour, all others grey", arguments: [Chart.Kind.bar, .column])
  func bar(_ kind: Chart.Kind) throws {
    let chart = try Chart(
      table: try Self.provinces(63), kind: kind, options: .init(highlight: "P7"))
    let svg = SVGChart.render(chart, width: 1600)
    #expect(Self.count("fill=\"#c4c4c4\"", in: svg) == 62)
    #expect(Self.count("fill=\"#D55E00\"", in: svg) == 1)
    let plain = SVGChart.render(try Chart(table: try Self.provinces(63), kind: kind), width: 1600)
    #expect(!plain.contains("#c4c4c4"))
  }

  @Test(
    "one line is in colour, last and with its marks; more may stand behind it than can be told apart"
  )
  func line() throws {
    let units = (1...40).flatMap { ["U\($0)", "U\($0)"] }
    let table = Table([
      ("unit", try ChartSamples.texts(units)),
      ("year", try ChartSamples.ints((1...40).flatMap { _ in [2023, 2024] })),
      ("value", try ChartSamples.ints(Array(1...80))),
    ])
    #expect(throws: ChartProblem.self) {
      try Chart(table: table, kind: .line, options: .init(color: "unit"))
    }
    let chart = try Chart(table: table, kind: .line, options: .init(color: "unit", highlight: "u3"))
    #expect(chart.series.count == 40 && chart.highlight == "U3")
    let svg = SVGChart.render(chart)
    #expect(Self.count("stroke=\"#c4c4c4\"", in: svg) == 39)
    let last = try #require(svg.range(of: "stroke=\"#c4c4c4\"", options: .backwards))
    let own = try #require(svg.range(of: "<polyline", options: .backwards))
    #expect(own.lowerBound > last.lowerBound)
    #expect(svg.contains(">U3</text>") && !svg.contains(">U4</text>"))
    let text = ChartRenderer(style: Style(hasColour: false, hasUnicode: true), width: 80)
      .render(chart)
    #expect(text.contains("U3") && !text.contains("U4"))
  }

  @Test("what is not in the picture cannot be marked")
  func unknown() throws {
    let table = try Self.provinces(9)
    do {
      _ = try Chart(table: table, kind: .bar, options: .init(highlight: "P77"))
      Issue.record("an unknown bar was marked")
    } catch {
      #expect(error.words.en == "nothing in the picture is called \"P77\"")
      #expect(error.replacement == "\"P7\"")
    }
  }

  @Test(
    "a line to compare with has room in the picture", arguments: [Chart.Kind.bar, .column, .line])
  func reference(_ kind: Chart.Kind) throws {
    let chart = try Chart(
      table: try Self.provinces(5), kind: kind, options: .init(x: "unit", reference: 90))
    #expect(chart.targets.map(\.y) == [90] && chart.targets.map(\.label) == ["90"])
    #expect(SVGChart.render(chart).contains("#8A2C2C"))
    #expect(throws: ChartProblem.self) {
      try Chart(table: try Self.provinces(5), kind: .hist, options: .init(y: "value", reference: 1))
    }
    #expect(throws: ChartProblem.self) {
      try Chart(
        table: try Self.provinces(5), kind: kind, options: .init(x: "unit", reference: .nan))
    }
  }

  @Test("a caption stands under the picture, its text without markup")
  func caption() throws {
    let chart = try Chart(
      table: try Self.provinces(5), kind: .bar, options: .init(caption: "Source: <b>x</b>"))
    #expect(SVGChart.render(chart).contains("Source: &lt;b&gt;x&lt;/b&gt;</text>"))
    let text = ChartRenderer(style: Style(hasColour: false, hasUnicode: true), width: 40)
      .render(chart)
    #expect(text.hasSuffix("Source: <b>x</b>\n"))
  }

  @Test(
    "a flag or a version never is the colour", arguments: ["flag", "version", "note", "source"])
  func remarks(_ name: String) throws {
    let table = Table([
      ("year", try ChartSamples.ints([2023, 2023, 2024, 2024])),
      (name, try ChartSamples.texts(["a", "b", "a", "b"])),
      ("unit", try ChartSamples.texts(["x", "y", "x", "y"])),
      ("value", try ChartSamples.ints([1, 2, 3, 4])),
    ])
    #expect(try Chart(table: table, kind: .line).series.map(\.name) == ["x", "y"])
  }
}
