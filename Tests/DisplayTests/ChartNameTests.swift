import Columns
import Display
import Language
import Testing

/// Names of many units: all are there as far as the picture has room, and each differs from the others.
@Suite("Names in charts")
struct ChartNameTests {
  static let units = (1...63).map { "Thành phố trực thuộc trung ương thứ \($0)" }

  /// Each unit in three years, with values between 0 and 100.
  private func panel(_ count: Int = 63) throws -> Table {
    let rows = (0..<count).flatMap { unit in (2022...2024).map { (unit, $0) } }
    return Table([
      ("unit", try ChartSamples.texts(rows.map { ChartNameTests.units[$0.0] })),
      ("year", try ChartSamples.ints(rows.map { $0.1 })),
      ("v", try ChartSamples.floats(rows.map { Double(($0.0 * 37 + $0.1 * 11) % 100) })),
      ("w", try ChartSamples.floats(rows.map { Double(($0.0 * 53 + $0.1 * 7) % 100) })),
    ])
  }

  private func render(_ chart: Chart, _ width: Int) -> String {
    ChartRenderer(style: Style(hasColour: false, hasUnicode: true), width: width).render(chart)
  }

  @Test(
    "sparklines and heat maps have a row for each of 63 units, each with a name of its own",
    arguments: [Chart.Kind.spark, .heat], [60, 80, 200])
  func rows(_ kind: Chart.Kind, width: Int) throws {
    let options =
      kind == .spark
      ? Chart.Options(x: "year", y: "v", color: "unit")
      : Chart.Options(x: "year", y: "unit", color: "v")
    let chart = try Chart(table: try panel(), kind: kind, options: options)
    let lines = render(chart, width).split(separator: "\n").filter { $0.hasPrefix("T") }
    #expect(lines.count == 63)
    #expect(Set(lines.map { $0.prefix(width / 3) }).count == 63)
    #expect(!render(chart, width).contains("left out"))
    let svg = SVGChart.render(chart, width: 420)
    for unit in 1...63 { #expect(svg.contains("thứ \(unit)<"), "\(unit)") }
    if kind == .spark { #expect(svg.contains("year 2022 – 2024")) }
  }

  @Test("points and series whose names begin alike are told apart by their ends")
  func pointsAndSeries() throws {
    let few = try panel(4)
    let scatter = try Chart(
      table: few, kind: .scatter, options: .init(x: "w", y: "v", label: "unit"))
    for picture in [render(scatter, 200), SVGChart.render(scatter, width: 1600)] {
      for unit in 1...4 { #expect(picture.contains("thứ \(unit)"), "\(unit)") }
    }
    let lines = try Chart(table: few, kind: .line, options: .init(x: "year", y: "v", color: "unit"))
    for unit in 1...4 { #expect(render(lines, 30).contains("thứ \(unit)")) }
    let bars = try Chart(table: few, kind: .bar, options: .init(x: "unit", y: "v", color: "year"))
    for unit in 1...4 { #expect(render(bars, 40).contains("thứ \(unit)")) }
  }

  @Test("names that differ in their beginnings are cut at the end")
  func ends() throws {
    let table = Table([
      ("unit", try ChartSamples.texts(["An Giang và các xã", "Bình Định và các xã"])),
      ("v", try ChartSamples.floats([1, 2])),
    ])
    let text = render(try Chart(table: table, kind: .bar), 24)
    #expect(text.contains("An Giang …") && text.contains("Bình Định…"))
  }

  @Test(
    "titles, notes and captions go on in the next line instead of being cut", arguments: [30, 80])
  func wrapping(width: Int) throws {
    let title = "Tỷ lệ hồ sơ được số hóa của các xã, phường trên địa bàn tỉnh đến ngày 30/06/2025"
    let caption = "Nguồn: báo cáo số 123/BC-UBND ngày 05/07/2025, chưa gồm các xã mới sắp xếp"
    var chart = try Chart(
      table: try ChartSamples.months(), options: .init(title: title, caption: caption))
    chart.notes.append(Words(en: title))
    let note = "in 1 place periods are missing, first 2023-09"
    let words = { (text: String) in
      text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    let terminal = render(chart, width)
    #expect(!terminal.contains("…"))
    for text in [title, caption, note] { #expect(words(terminal).contains(text)) }
    #expect(terminal.split(separator: "\n").allSatisfy { TerminalWidth.of(String($0)) <= width })
    let svg = SVGChart.render(chart, width: width * 8)
    #expect(!svg.contains("…"))
    let texts = svg.split(separator: "<text").dropFirst().compactMap {
      $0.split(separator: ">").dropFirst().first?.split(separator: "<").first
    }
    for text in [title, caption, note] {
      #expect(texts.joined(separator: " ").contains(text), "\(texts)")
    }
  }
}
