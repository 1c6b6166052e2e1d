import Columns
import Display
import Foundation
import Language
import Testing

/// Stacks, several columns, names of points, marks of targets, names under bars.
@Suite("Forms of charts")
struct ChartFormTests {
  private func parts() throws -> Table {
    Table([
      ("xã", try ChartSamples.texts(["A", "A", "A", "B", "B", "C", "C"])),
      ("loại", try ChartSamples.texts(["done", "open", "late", "done", "late", "done", "open"])),
      ("n", try ChartSamples.floats([6, 3, 1, 4, 4, 5, nil])),
    ])
  }

  private func wide() throws -> Table {
    Table([
      ("xã", try ChartSamples.texts(["A", "B", "C"])),
      ("xong", try ChartSamples.ints([6, 4, 5])),
      ("chậm", try ChartSamples.ints([1, 4, 0])),
    ])
  }

  private func render(_ chart: Chart, width: Int = 60, height: Int? = nil) -> String {
    ChartRenderer(
      style: Style(hasColour: false, hasUnicode: true), width: width, height: height
    ).render(chart)
  }

  private func problem(_ table: Table, _ kind: Chart.Kind?, _ options: Chart.Options) -> String? {
    do {
      _ = try Chart(table: table, kind: kind, options: options)
      return nil
    } catch { return error.words.en }
  }

  @Test("parts stand on each other, and their shares are of what they are together")
  func stacks() throws {
    for kind in [Chart.Kind.bar, .column] {
      let sums = try Chart(
        table: try parts(), kind: kind,
        options: .init(x: "xã", y: "n", color: "loại", stacking: .sum))
      #expect(sums.stacking == .sum)
      #expect(sums.dataTable(.en).rowCount == 3)
      #expect(sums.notes.contains { $0.en.contains("1 bar lacks a part") })
      let shares = try Chart(
        table: try parts(), kind: kind,
        options: .init(x: "xã", y: "n", color: "loại", stacking: .share))
      #expect(shares.unit == "%")
      let first = shares.series.map { $0.points.first { $0.x == 0 }?.y }
      #expect(first == [60, 30, 10])
      #expect(shares.series[0].points[1].y == 50)
      // A part without a value leaves the shares open.
      #expect(shares.series[0].points[2].y == nil)
      #expect(shares.notes.contains { $0.en.contains("1 bar is not drawn") })
    }
  }

  @Test("the length of a stacked bar is the sum, in the terminal and as SVG")
  func lengths() throws {
    let chart = try Chart(
      table: try wide(), kind: .bar,
      options: .init(x: "xã", y: "xong", moreY: ["chậm"], stacking: .sum))
    let lines = render(chart).split(separator: "\n").map(String.init)
    let bars = lines.filter { $0.hasPrefix("A") || $0.hasPrefix("B") || $0.hasPrefix("C") }
    #expect(bars.count == 3)
    // From the axis to the end of the last part; numbers stand within.
    func cells(_ line: String) -> Int {
      guard let axis = line.firstIndex(of: "│"),
        let last = line.lastIndex(where: { "█▒".contains($0) })
      else { return 0 }
      return line.distance(from: axis, to: last)
    }
    // 7, 8 and 5 in all.
    #expect(cells(bars[1]) > cells(bars[0]) && cells(bars[0]) > cells(bars[2]))
    #expect(abs(Double(cells(bars[0])) / Double(cells(bars[1])) - 7.0 / 8) < 0.03)
    #expect(bars[1].hasSuffix(" 8"))
    let svg = SVGChart.render(chart)
    let widths = svg.split(separator: "\n").filter {
      $0.hasPrefix("<rect x=") && $0.contains("#ffffff")
    }
    .compactMap { line in
      line.split(separator: "width=\"").dropFirst().first?.split(separator: "\"").first
        .flatMap { Double($0) }
    }
    // A and B have two parts each, C one.
    #expect(widths.count == 5)
    #expect(abs(widths[0] / widths[1] - 6) < 0.05)
    #expect(abs((widths[0] + widths[1]) / (widths[2] + widths[3]) - 7.0 / 8) < 0.01)
  }

  @Test("thousands of values stand apart, in the way of the language; four digits may be a year")
  func thousands() throws {
    let table = try Table([
      ("u", Column(.text, [.text("a"), .text("b"), .text("c")])),
      ("v", Column(.int, [.int(6_606_335), .int(-12_345), .int(2024)])),
    ])
    let chart = try Chart(table: table, kind: .bar, options: .init(x: "u", y: "v"))
    let terminal = render(chart)
    #expect(terminal.contains("6,606,335") && terminal.contains("-12,345"))
    #expect(terminal.contains(" 2024"))
    #expect(SVGChart.render(chart, decimalComma: true).contains(">6.606.335<"))
    // Beside a number that is no year, 2024 is none.
    let counts = try Table([
      ("u", Column(.text, [.text("a"), .text("b")])),
      ("v", Column(.int, [.int(4436), .int(2024)])),
    ])
    let other = render(try Chart(table: counts, kind: .bar, options: .init(x: "u", y: "v")))
    #expect(other.contains(" 4,436") && other.contains(" 2,024"))
  }

  @Test("a part says how much it is where it has room, and one that has none says nothing")
  func numbersOfParts() throws {
    let options = Chart.Options(x: "xã", y: "n", color: "loại", stacking: .share)
    let table = Table([
      ("xã", try ChartSamples.texts(["A", "A", "B", "B", "B"])),
      ("loại", try ChartSamples.texts(["done", "open", "done", "open", "late"])),
      ("n", try ChartSamples.floats([2, 1, 500, 498, 2])),
    ])
    let lying = try Chart(table: table, kind: .bar, options: options)
    let text = render(lying, width: 80)
    #expect(text.contains("█ 66.7 █") && text.contains("▒ 33.3 ▒"))
    #expect(text.contains(" 50.0 ") && text.contains(" 49.8 ") && !text.contains(" 0.2 "))
    // A picture too narrow for any number has none.
    #expect(!render(lying, width: 16).contains("66.7"))
    for kind in [Chart.Kind.bar, .column] {
      let svg = SVGChart.render(
        try Chart(table: table, kind: kind, options: options), decimalComma: true)
      #expect(svg.contains(">66,7<") && svg.contains(">33,3<") && svg.contains(">49,8<"))
      #expect(!svg.contains(">0,2<"))
    }
    let sums = try Chart(
      table: try wide(), kind: .column,
      options: .init(x: "xã", y: "xong", moreY: ["chậm"], stacking: .sum))
    #expect(SVGChart.render(sums).contains(">6<"))
  }

  @Test("what one can do about a note stands in the terminal and in no file")
  func advice() throws {
    let twice = Table([
      ("xã", try ChartSamples.texts(["A", "A", "B"])), ("n", try ChartSamples.ints([1, 2, 3])),
    ])
    let chart = try Chart(table: twice, kind: .bar, options: .init(x: "xã", y: "n"))
    let terminal = render(chart, width: 100)
    #expect(terminal.contains("1 bar has the name of another\n→ `color=` names"))
    let svg = SVGChart.render(chart)
    #expect(svg.contains("1 bar has the name of another") && !svg.contains("color="))
    let ascii = ChartRenderer(style: Style(hasColour: false, hasUnicode: false), width: 100)
    #expect(ascii.render(chart).contains("-> `color=` names"))
    // A chart that is to have so many lines has them with its advice.
    #expect(render(chart, width: 100, height: 9).split(separator: "\n").count <= 9)
  }

  @Test("what cannot be stacked is said")
  func noStacks() throws {
    let options = Chart.Options(x: "xã", y: "n", color: "loại", stacking: .sum)
    #expect(problem(try parts(), .line, options)?.contains("puts bars on each other") == true)
    #expect(
      problem(try wide(), .bar, .init(x: "xã", y: "xong", stacking: .sum))?.contains("one series")
        == true)
    let negative = Table([
      ("k", try ChartSamples.texts(["a", "b"])), ("p", try ChartSamples.ints([1, 2])),
      ("q", try ChartSamples.ints([-1, 2])),
    ])
    #expect(
      problem(negative, .bar, .init(x: "k", y: "p", moreY: ["q"], stacking: .sum))?
        .contains("below 0") == true)
  }

  @Test("several columns are series, called by their labels")
  func severalColumns() throws {
    let chart = try Chart(
      table: try wide(), kind: .column, options: .init(x: "xã", y: "xong", moreY: ["chậm"]))
    #expect(chart.series.map(\.name) == ["xong", "chậm"])
    #expect(chart.series[1].points.map(\.y) == [1, 4, 0])
    #expect(chart.categories == ["A", "B", "C"])
    #expect(
      problem(try parts(), .bar, .init(y: "n", color: "loại", moreY: ["n"]))?
        .contains("series already") == true)
    #expect(problem(try wide(), .hist, .init(y: "xong", moreY: ["chậm"])) != nil)
    #expect(problem(try wide(), .line, .init(y: "xong", moreY: ["xã"])) != nil)
    #expect(problem(try wide(), .line, .init(y: "xong", moreY: ["nope"]))?.contains("nope") == true)
    var units = try wide()
    units.fields[1].unit = "%"
    let mixed = try Chart(table: units, options: .init(x: "xã", y: "xong", moreY: ["chậm"]))
    #expect(mixed.notes.contains { $0.en.contains("different units") })
    #expect(mixed.series[0].name == "xong (%)")
  }

  @Test("points carry names where there is room, and how many had none is told")
  func pointNames() throws {
    let table = Table([
      ("xã", try ChartSamples.texts(["Mường Nhé", "Tủa Chùa", "Nậm Pồ"])),
      ("a", try ChartSamples.floats([1, 5, 9])), ("b", try ChartSamples.floats([2, 8, 5])),
    ])
    let chart = try Chart(
      table: table, kind: .scatter, options: .init(x: "a", y: "b", label: "xã"))
    let text = render(chart)
    let svg = SVGChart.render(chart)
    for name in ["Mường Nhé", "Tủa Chùa", "Nậm Pồ"] {
      #expect(text.contains(name) && svg.contains(name), "\(name)")
    }
    #expect(problem(table, .bar, .init(x: "xã", y: "a", label: "xã"))?.contains("scatter") == true)
    let crowd = Table([
      ("xã", try ChartSamples.texts((0..<80).map { "xã có tên dài \($0)" })),
      ("a", try ChartSamples.floats((0..<80).map { Double($0 % 7) / 100 })),
      ("b", try ChartSamples.floats((0..<80).map { Double($0 % 5) / 100 })),
    ])
    let full = try Chart(table: crowd, kind: .scatter, options: .init(x: "a", y: "b", label: "xã"))
    #expect(render(full).contains("no room for their names"))
    #expect(SVGChart.render(full).contains("no room for their names"))
  }

  @Test("a target is a mark at its time, not a line through all years")
  func targetMarks() throws {
    let chart = try Chart(table: try ChartSamples.projection())
    let svg = SVGChart.render(chart)
    #expect(svg.contains("target NQ57: 80"))
    #expect(svg.contains("r=\"6\" fill=\"#ffffff\" stroke=\"#8A2C2C\""))
    #expect(!svg.contains("stroke-dasharray=\"10 3 2 3\""))
    let text = render(chart, width: 80)
    #expect(text.contains("═╬"))
    #expect(!text.contains("════"))
    // A line to compare with still goes across.
    let plain = try Chart(
      table: try wide(), kind: .column, options: .init(x: "xã", y: "xong", reference: 5))
    #expect(SVGChart.render(plain).contains("stroke-dasharray=\"10 3 2 3\""))
  }

  @Test("the legend calls observations observed and the broken part a forecast")
  func legend() throws {
    let chart = try Chart(table: try ChartSamples.projection())
    let text = render(chart, width: 100)
    let last = text.split(separator: "\n").last { $0.contains("╌╌") }.map(String.init) ?? ""
    #expect(last.contains("● observed") && last.contains("╌╌ forecast"))
    #expect(!last.contains("observed, forecast") && !last.contains("projection"))
    let vi = try Chart(table: try ChartSamples.projection(), options: .init(lang: .vi))
    let svg = SVGChart.render(vi, lang: .vi)
    #expect(svg.contains(">thực tế<") && svg.contains(">dự báo<"))
  }

  @Test("many bars: the first and the last, with the gap said; SVG has all")
  func firstAndLast() throws {
    let names = (1...63).map { "tỉnh \($0)" }
    let table = Table([
      ("tỉnh", try ChartSamples.texts(names)),
      ("v", try ChartSamples.floats((1...63).map { Double($0) })),
    ])
    let chart = try Chart(table: table, kind: .bar)
    let text = render(chart)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(
      lines.contains { $0.hasPrefix("tỉnh 1 ") } && lines.contains { $0.hasPrefix("tỉnh 63") })
    let drawn = lines.count { $0.contains("│") }
    #expect(lines.contains { $0.contains("⋮ \(63 - drawn) more bars left out") })
    let svg = SVGChart.render(chart)
    for name in names { #expect(svg.contains(">\(name)<"), "\(name)") }
    #expect(render(chart, height: 12).split(separator: "\n").count <= 12)
  }

  @Test("names under columns are all there: turned in SVG, as lying bars in the terminal")
  func namesOfColumns() throws {
    let names = (1...20).map { "Thành phố số \($0)" }
    let table = Table([
      ("tỉnh", try ChartSamples.texts(names)),
      ("v", try ChartSamples.floats((1...20).map { Double($0) })),
    ])
    let chart = try Chart(table: table, kind: .column)
    let svg = SVGChart.render(chart)
    for name in names { #expect(svg.contains(">\(name)<"), "\(name)") }
    #expect(svg.contains("rotate(-50"))
    let text = render(chart)
    for name in names { #expect(text.contains(name), "\(name)") }
    #expect(text.contains("the bars lie"))
    // Where not even turned names have room the bars lie, as in the terminal.
    let many = try Chart(
      table: Table([
        ("tỉnh", try ChartSamples.texts((1...63).map { "Thành phố số \($0)" })),
        ("v", try ChartSamples.floats((1...63).map { Double($0) })),
      ]), kind: .column)
    let lying = SVGChart.render(many, width: 760)
    for name in 1...63 { #expect(lying.contains(">Thành phố số \(name)<"), "\(name)") }
    #expect(lying.contains("the bars lie") && !lying.contains("rotate(-50"))
    // Few short names stay upright.
    #expect(!SVGChart.render(try Chart(table: try wide(), kind: .column)).contains("rotate(-50"))
  }

  @Test("lines have their names at their ends, apart from each other")
  func lineEnds() throws {
    let chart = try Chart(table: try ChartSamples.yearly())
    let svg = SVGChart.render(chart)
    var heights: [Double] = []
    for name in ["Điện Biên", "Hà Nội", "日本"] {
      let line = svg.split(separator: "\n").last { $0.contains(">\(name)<") }
      let height = line?.split(separator: " y=\"").dropFirst().first?.split(separator: "\"").first
      heights.append(try #require(height.flatMap { Double($0) }, "\(name)"))
    }
    let sorted = heights.sorted()
    for (one, next) in zip(sorted, sorted.dropFirst()) { #expect(next - one >= 14.9) }
  }

  @Test("what is done, in progress and late has colours of its own, told apart by light alone")
  func meanings() throws {
    for names in [
      ["done", "in_progress", "overdue"], ["Hoàn thành", "Đang thực hiện", "Quá hạn", "Tạm dừng"],
      ["on_track", "slow", "far_too_slow"],
    ] {
      let colours = try #require(ChartPalette.colours(meant: names), "\(names)")
      #expect(Set(colours).count == names.count)
      for (place, one) in colours.prefix(3).enumerated() {
        #expect(ChartPalette.contrast(one) >= 3)
        for other in colours.prefix(3).dropFirst(place + 1) {
          #expect(ChartPalette.contrast(one, other) >= 1.5, "\(one) \(other)")
        }
      }
    }
    #expect(ChartPalette.colours(meant: ["done", "Hà Nội"]) == nil)
    #expect(ChartPalette.colours(meant: ["done", "completed"]) == nil)
    let chart = try Chart(
      table: try parts(), kind: .bar, options: .init(x: "xã", y: "n", color: "loại", stacking: .sum)
    )
    let svg = SVGChart.render(chart)
    #expect(svg.contains("#0072B2") && svg.contains("#B8860B") && svg.contains("#7F2A00"))
  }

  @Test("every colour of words can be read on white, and all colours of series are seen on it")
  func contrast() {
    #expect(abs(ChartPalette.contrast("#000000") - 21) < 0.01)
    #expect(abs(ChartPalette.contrast("#767676") - 4.54) < 0.01)
    for colour in ChartPalette.text + [ChartPalette.target] {
      #expect(ChartPalette.contrast(colour) >= 4.5, "\(colour)")
    }
    // Words in the cells of a heat map, whatever the colour of the cell.
    for step in 0...255 {
      let two = String(step + 256, radix: 16).dropFirst()
      for cell in ["#\(two)\(two)\(two)", "#08\(two)fa", "#\(two)a0d2"] {
        #expect(ChartPalette.contrast(ChartPalette.ink(on: cell), cell) >= 4.5, "\(cell)")
      }
    }
    for colour in ChartPalette.series {
      #expect(ChartPalette.contrast(ChartPalette.ink(colour)) >= 4.5, "\(colour)")
      #expect(ChartPalette.contrast(colour) >= 3, "\(colour)")
    }
  }
}
