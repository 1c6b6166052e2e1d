import Columns
import Display
import Synchronization
import Testing

/// A picture of many rows looks now and then whether it is to stop, while it is made and while it is drawn.
@Suite struct ChartWatchTests {
  struct Enough: Error {}

  final class Looks: Sendable {
    let count = Atomic<Int>(0)
    let most: Int

    init(most: Int = .max) { self.most = most }

    func look() throws {
      if count.add(1, ordering: .relaxed).newValue > most { throw Enough() }
    }
  }

  static let rows = 100_000

  private static func drawn(_ kind: Chart.Kind, _ looks: Looks) throws {
    let table = Table([
      ("x", try Column(.int, (0..<rows).map { .int(Int64($0 * 7919 % rows)) })),
      ("y", try Column(.int, (0..<rows).map { .int(Int64($0 % 1000)) })),
    ])
    let chart = try Chart.watching(looks.look) {
      try Chart(table: table, kind: kind, options: Chart.Options(x: "x", y: "y"))
    }
    for glyphs in ChartRenderer.Glyphs.allCases {
      _ = try Chart.watching(looks.look) {
        ChartRenderer(style: Style(hasColour: false, hasUnicode: true), width: 80, glyphs: glyphs)
          .render(chart)
      }
    }
    _ = try Chart.watching(looks.look) { SVGChart.render(chart) }
  }

  @Test(arguments: [Chart.Kind.scatter, .line, .spark, .bar, .hist])
  func looks(_ kind: Chart.Kind) throws {
    let all = Looks()
    try Self.drawn(kind, all)
    let count = all.count.load(ordering: .relaxed)
    #expect(count > (kind == .hist ? 40 : kind == .spark ? 100 : 200), "\(count) looks")
    for share in 0..<8 {
      let looks = Looks(most: count * share / 8)
      #expect(throws: Enough.self, "after \(count * share / 8) looks") {
        try Self.drawn(kind, looks)
      }
      // Nothing goes on behind.
      #expect(looks.count.load(ordering: .relaxed) == count * share / 8 + 1)
    }
  }
}
