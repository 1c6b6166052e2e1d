import Display
import Foundation
import Testing

/// Pictures of charts as they were looked at.
///
/// `UPDATE_GOLDEN=1` draws them anew; the run then fails, so that the diff is looked at.
@Suite struct ChartGoldenTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Goldens")

  private static let looks: [(name: String, width: Int, glyphs: ChartRenderer.Glyphs)] = [
    ("40 cells", 40, .block), ("80 cells", 80, .block), ("200 cells", 200, .block),
    ("80 cells, braille", 80, .braille), ("80 cells, ASCII", 80, .ascii),
  ]

  @Test(arguments: try ChartSamples.all().map(\.name))
  func picture(_ name: String) throws {
    let chart = try #require(try ChartSamples.all().first { $0.name == name }).chart
    var text = ""
    for look in Self.looks {
      let renderer = ChartRenderer(
        style: Style(hasColour: false, hasUnicode: look.glyphs != .ascii), width: look.width,
        height: nil, glyphs: look.glyphs)
      text += "=== \(look.name)\n" + renderer.render(chart)
    }
    let file = Self.folder.appendingPathComponent(name + ".txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try text.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("\(file.lastPathComponent) was rewritten")
    }
    #expect(text == (try String(contentsOf: file, encoding: .utf8)), "\(name)")
  }

  @Test("Every recorded picture is of a chart that is drawn")
  func nothingIsLeftOver() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    let names = try ChartSamples.all().map { $0.name + ".txt" }
    #expect(files.sorted() == names.sorted())
  }
}
