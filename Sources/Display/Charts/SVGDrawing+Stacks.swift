import Language

/// Bars on each other, and names that need more than a line.
extension SVGDrawing {
  /// Lying bars, a line for each place.
  mutating func stackedBars() {
    let all = chart.barPlaces
    let shown = Array(all.prefix(SVGDrawing.mostBars))
    let rows = legendRows(seriesEntries + targetEntries)
    text("\(chart.yTitle)", 16, top + 10, colour: "#555555", room: width - 32)
    top += 24
    let left = all.count - shown.count
    let foot = noteSpace + Double(rows.count) * 20 + (left > 0 ? 17 : 0) + 16
    height = max(height, top + Double(shown.count) * 17 + foot)
    bottom = height - foot
    let totals = shown.map { chart.total(of: $0) }
    // What is 100 % everywhere says nothing beside the bar.
    let texts = chart.stacking == .share ? totals.map { $0 == nil ? "∅" : "" } : numberTexts(totals)
    let names = fit(names: shown.map(\.label), width * 0.38)
    self.left = 24 + names.reduce(0) { max($0, SVGDrawing.extent($1)) }
    right = width - 26 - texts.reduce(0) { max($0, SVGDrawing.extent($1)) }
    let ends = ChartScale.range(totals.compactMap { $0 } + chart.targets.map(\.y) + [0]) ?? (0, 1)
    let scale = ChartScale(low: ends.low, high: max(ends.high, ends.low + 1e-300), ticks: [])
    func across(_ value: Double) -> Double { self.left + scale.share(value) * (right - self.left) }
    let step = min(40, (bottom - top) / Double(max(1, shown.count)))
    if mayShrink { height = top + Double(shown.count) * step + foot }
    let parts = renderer.partTexts(shown, chart.stacking)
    for (index, place) in shown.enumerated() {
      let y = top + Double(index) * step
      text(names[index], self.left - 8, y + step / 2 + 4.5, anchor: "end")
      var sum = 0.0
      for (part, (series, value)) in place.values.enumerated() {
        guard let value, value > 0 else { continue }
        let long = across(sum + value) - across(sum)
        rectangle(
          across(sum), y + step * 0.12, long, step * 0.76, fill: fill(series, at: place.label),
          stroke: "#ffffff")
        if SVGDrawing.extent(parts[index][part]) + 6 < long {
          text(
            parts[index][part], across(sum) + long / 2, y + step / 2 + 4.5, anchor: "middle",
            halo: true)
        }
        sum += value
      }
      text(texts[index], across(sum) + 6, y + step / 2 + 4.5, colour: "#444444")
    }
    let foundation = top + Double(shown.count) * step
    line(across(0), top, across(0), foundation, colour: "#777777")
    for target in chart.targets where target.y.isFinite {
      let place = across(target.y)
      line(
        place, top, place, foundation, colour: ChartPalette.target, stroke: 1.5, dash: "10 3 2 3")
    }
    if left > 0 {
      let words = ChartMaker.leftOut(left, of: "bars", vi: "thanh")
      text(words.text(in: lang), 16, height - 10 - noteSpace, colour: "#666666", size: 12)
    }
    legend(rows, at: foundation + 24)
  }

  /// One standing bar of several parts.
  mutating func stack(
    _ place: Chart.BarPlace, _ texts: [String], _ middle: Double, _ wide: Double, _ y: ChartScale
  ) {
    guard chart.total(of: place) != nil else {
      text("∅", middle, up(0, y) - 4, anchor: "middle", colour: "#6b6b6b")
      return
    }
    var sum = 0.0
    for (part, (series, value)) in place.values.enumerated() {
      guard let value, value > 0 else { continue }
      let foot = up(sum, y)
      let head = up(sum + value, y)
      rectangle(
        middle - wide / 2, head, wide, foot - head, fill: fill(series, at: place.label),
        stroke: "#ffffff")
      if foot - head > SVGDrawing.fontSize + 4, SVGDrawing.extent(texts[part]) + 4 < wide {
        text(texts[part], middle, (foot + head) / 2 + 4.5, anchor: "middle", halo: true)
      }
      sum += value
    }
  }

  // MARK: Names under a plot

  /// Whether columns are so many that not even turned names have room under each.
  var hasNoRoomForNames: Bool {
    guard chart.kind == .column, chart.categoriesAreNames else { return false }
    let places = chart.barPlaces
    let widest = places.reduce(0) { max($0, SVGDrawing.extent(fit($1.label, 190))) }
    let room = (width - 80) / Double(max(1, places.count))
    return places.count > 1 && widest + 10 > room && room < SVGDrawing.leastTurned
      && places.count <= SVGDrawing.mostLying
  }

  /// Columns thinner than a line of text have no names of their own.
  private static let leastTurned = 13.0
  /// More bars than these nobody reads one by one.
  private static let mostLying = 200

  /// The room that names take which do not fit under their columns side by side; 0 where they do, and
  /// where they are times, of which every second may be left out.
  func turnedNames(_ places: [Chart.BarPlace]) -> Double {
    guard chart.categoriesAreNames, places.count > 1 else { return 0 }
    let widest = places.reduce(0) { max($0, SVGDrawing.extent(fit($1.label, 190))) }
    let room = (width - 80) / Double(places.count)
    guard widest + 10 > room, room >= SVGDrawing.leastTurned else { return 0 }
    return min(150, widest * 0.77)
  }

  /// The most room along a turned name, and the share of it to the left of its column: cos 50°.
  static let turnedRoom = 190.0
  static let turnedShare = 0.643

  /// Where the plot begins so that the first name, turned, begins inside the picture.
  func turnedMargin(_ first: String) -> Double {
    let cells = Double(TerminalWidth.of(fit(first, SVGDrawing.turnedRoom)))
    return 6 + SVGDrawing.turnedShare * (cells + 0.5) * SVGDrawing.fontSize * 0.56
  }

  /// A name that rises to its column from the left.
  mutating func turned(_ name: String, _ x: Double, _ y: Double) {
    let r = SVGDrawing.round
    body.append(
      "<text x=\"\(r(x))\" y=\"\(r(y))\" fill=\"#444444\" text-anchor=\"end\" "
        + "transform=\"rotate(-50 \(r(x)) \(r(y)))\">\(SVGDrawing.escaped(name))</text>")
  }
}
