import Language

/// Bars that lie and bars that stand.
extension SVGDrawing {
  // MARK: Lying

  private struct Bar {
    var label: String
    var series: Int
    var value: Double?
  }

  /// As many bars as one picture has.
  static let mostBars = 200

  mutating func bars() {
    if chart.stacking != nil { return stackedBars() }
    var all: [Bar] = []
    for place in chart.barPlaces.prefix(SVGDrawing.mostBars) {
      for (number, value) in place.values {
        all.append(Bar(label: place.label, series: number, value: value))
      }
    }
    let total = chart.barPlaces.reduce(0) { $0 + $1.values.count }
    let shown = Array(all.prefix(SVGDrawing.mostBars))
    let rows = legendRows(seriesEntries + targetEntries)
    text("\(chart.yTitle)", 16, top + 10, colour: "#555555", room: width - 32)
    top += 24
    let left = total - shown.count
    let foot = noteSpace + Double(rows.count) * 20 + (left > 0 ? 17 : 0) + 16
    // The picture grows when bars would be too thin for their labels.
    let groups = chart.series.count > 1 ? Set(shown.map(\.label)).count - 1 : 0
    // Groups stand apart by the half of a bar.
    let slots = Double(shown.count) + Double(max(0, groups)) * 0.5
    height = max(height, top + slots * 17 + foot)
    bottom = height - foot
    let known = shown.compactMap(\.value)
    let values = numberTexts(shown.map(\.value))
    let valueRoom = values.reduce(0) { max($0, SVGDrawing.extent($1)) } + 10
    let names = fit(names: shown.map(\.label), width * 0.38)
    self.left = 24 + names.reduce(0) { max($0, SVGDrawing.extent($1)) }
    right = width - 16 - valueRoom
    let ends = ChartScale.range(known + chart.targets.map(\.y) + [0]) ?? (0, 1)
    let scale = ChartScale(low: ends.low, high: max(ends.high, ends.low + 1e-300), ticks: [])
    let zero = self.left + scale.share(0) * (right - self.left)
    let step = min(40, (bottom - top) / max(1, slots))
    if mayShrink { height = top + slots * step + foot }
    var y = top - step
    for (index, bar) in shown.enumerated() {
      let isFirst = index == 0 || bar.label != shown[index - 1].label || chart.series.count == 1
      y += isFirst && index > 0 && chart.series.count > 1 ? step * 1.5 : step
      if isFirst {
        text(names[index], self.left - 8, y + step / 2 + 4.5, anchor: "end")
      }
      var end = zero
      if let value = bar.value {
        let place = self.left + scale.share(value) * (right - self.left)
        rectangle(
          min(zero, place), y + step * 0.12, max(0.5, (place - zero).magnitude), step * 0.76,
          fill: fill(bar.series, at: bar.label))
        end = max(zero, place)
      }
      text(values[index], end + 6, y + step / 2 + 4.5, colour: "#444444")
    }
    let foundation = y + step
    line(zero, top, zero, foundation, colour: "#777777")
    for target in chart.targets where target.y.isFinite {
      let place = self.left + scale.share(target.y) * (right - self.left)
      line(place, top, place, foundation, colour: "#8A2C2C", stroke: 1.5, dash: "10 3 2 3")
    }
    if left > 0 {
      let words = ChartMaker.leftOut(left, of: "bars", vi: "thanh")
      text(words.text(in: lang), 16, height - 10 - noteSpace, colour: "#666666", size: 12)
    }
    legend(rows, at: foundation + 24)
  }

  var seriesEntries: [(Sample, String)] {
    guard chart.series.count > 1 else { return [] }
    return chart.series.enumerated().filter { !chart.isGrey($0.offset) }.map {
      (.fill(fill($0.offset, at: "")), $0.element.name)
    }
  }

  var targetEntries: [(Sample, String)] {
    chart.targets.map { (.target, number($0.label)) }
  }

  /// The fill of a bar, grey behind the one that is marked.
  func fill(_ series: Int, at label: String) -> String {
    guard chart.highlight != nil else { return fill(series) }
    return chart.isGrey(series, at: label) ? SVGDrawing.grey : SVGDrawing.colours[1]
  }

  /// The first series in plain colour, the others with stripes that differ as the colours do.
  func fill(_ series: Int) -> String {
    series == 0 ? colour(0) : "url(#stripes\(series))"
  }

  /// The patterns that bars of several series are filled with.
  func patterns() -> String {
    guard chart.kind == .bar || chart.kind == .column, chart.series.count > 1 else { return "" }
    var text = "<defs>\n"
    for series in 1..<chart.series.count {
      let turn = [45, 135, 0, 90, 20, 110][(series - 1) % 6]
      let size = 6 + (series - 1) / 6 * 4
      text += "<pattern id=\"stripes\(series)\" width=\"\(size)\" height=\"\(size)\" "
      text += "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(\(turn))\">"
      text += "<rect width=\"\(size)\" height=\"\(size)\" fill=\"\(colour(series))\"/>"
      text += "<rect width=\"1.5\" height=\"\(size)\" fill=\"#ffffff\"/></pattern>\n"
    }
    return text + "</defs>\n"
  }

  /// Writes numbers as the terminal has them.
  var renderer: ChartRenderer {
    var renderer = ChartRenderer(style: Style(hasColour: false, hasUnicode: true), width: 80)
    renderer.decimalComma = decimalComma
    return renderer
  }

  /// Values with equal decimals, `∅` for those that are not known.
  func numberTexts(_ values: [Double?]) -> [String] {
    let texts = renderer.numbers(values.map { $0 ?? .nan })
    return zip(values, texts).map { $0 == nil ? "∅" : $1 }
  }

  // MARK: Standing

  mutating func columns() {
    if chart.kind == .hist {
      histogram()
      return
    }
    guard let range = chart.yRange() else { return }
    let y = ChartScale.nice(
      min(0, range.low), max(0, range.high), marks: max(2, min(8, Int(height / 55))))
    let rows = legendRows(seriesEntries + targetEntries)
    let places = chart.barPlaces
    let namesRoom = turnedNames(places)
    axes(
      y, legendRows: rows.count, namesRoom: namesRoom,
      leastLeft: namesRoom > 0 ? turnedMargin(places.first?.label ?? "") : 0)
    let slots =
      chart.stacking != nil ? 1 : max(1, places.reduce(1) { max($0, $1.values.count) })
    // Two pixels are the least that can be seen.
    let most = max(1, Int((right - left) / (2 * Double(slots))))
    let shown = places.prefix(most)
    let room = (right - left) / Double(max(1, shown.count))
    let wide = min(60, room * 0.8 / Double(slots))
    let zero = up(0, y)
    let names = fit(names: shown.map(\.label), max(room - 8, 70))
    var ticks: [ChartTick] = []
    let parts = chart.stacking == nil ? [] : renderer.partTexts(Array(shown), chart.stacking)
    for (index, place) in shown.enumerated() {
      let middle = left + (Double(index) + 0.5) * room
      if chart.stacking != nil {
        stack(place, parts[index], middle, wide, y)
        ticks.append(ChartTick(middle, names[index]))
        continue
      }
      let start = middle - wide * Double(place.values.count) / 2
      for (slot, bar) in place.values.enumerated() {
        let x = start + Double(slot) * wide
        guard let value = bar.value else {
          text("∅", x + wide / 2, zero - 4, anchor: "middle", colour: "#6b6b6b")
          continue
        }
        let height = up(value, y)
        rectangle(
          x, min(zero, height), max(0.8, wide - 1), max(0.5, (zero - height).magnitude),
          fill: fill(bar.series, at: place.label))
      }
      ticks.append(ChartTick(middle, names[index]))
    }
    if namesRoom > 0 {
      for (place, tick) in zip(shown, ticks) {
        // A name that rises from the left begins inside the picture.
        let room = min(SVGDrawing.turnedRoom, (tick.place - 6) / SVGDrawing.turnedShare)
        turned(fit(place.label, room), tick.place, bottom + 12)
      }
    } else {
      for tick in thinned(ticks, { $0 }) {
        text(tick.text, tick.place, bottom + 20, anchor: "middle", colour: "#444444")
      }
    }
    line(left, zero, right, zero, colour: "#777777")
    for target in chart.targets where target.y.isFinite {
      let height = up(target.y, y)
      line(left, height, right, height, colour: "#8A2C2C", stroke: 1.5, dash: "10 3 2 3")
    }
    if places.count > shown.count {
      let words = ChartMaker.leftOut(places.count - shown.count, of: "columns", vi: "cột")
      text(words.text(in: lang), left, bottom + namesRoom + 38, colour: "#666666", size: 12)
    }
    legend(rows, at: bottom + namesRoom + 62)
  }

  private mutating func histogram() {
    guard let range = ChartScale.range(chart.bins.map { Double($0.count) }),
      let first = chart.bins.first, let last = chart.bins.last
    else { return }
    let y = ChartScale.nice(
      0, range.high, marks: max(2, min(8, Int(height / 55))), whole: true)
    axes(y, legendRows: 0)
    let x = ChartScale(low: first.low, high: last.high, ticks: [])
    var ticks: [ChartTick] = []
    for bin in chart.bins {
      let start = across(bin.low, x)
      let height = up(Double(bin.count), y)
      rectangle(
        start, height, max(1, across(bin.high, x) - start), bottom - height, fill: colour(0),
        stroke: "#ffffff")
      ticks.append(ChartTick(start, edge(bin.low)))
    }
    ticks.append(ChartTick(across(last.high, x), edge(last.high)))
    for tick in thinned(ticks, { $0 }) {
      line(tick.place, bottom, tick.place, bottom + 5, colour: "#777777")
      text(tick.text, tick.place, bottom + 20, anchor: "middle", colour: "#444444")
    }
  }

  private func edge(_ value: Double) -> String {
    chart.xAxis == .number || chart.xAxis == .year
      ? number(ChartNumber.text(value, decimals: 4)) : ChartTime.text(value, chart.xAxis)
  }
}

extension Chart {
  /// The bars of one category, in the order of the series.
  struct BarPlace {
    var label: String
    var values: [(series: Int, value: Double?)]
  }

  /// Categories that have a bar; what is not finite counts as not known.
  var barPlaces: [BarPlace] {
    var placed: [Int: [(series: Int, value: Double?)]] = [:]
    for (number, series) in series.enumerated() {
      for point in series.points.watched {
        guard point.x.isFinite, let place = Int(exactly: point.x.rounded()) else { continue }
        placed[place, default: []].append((number, point.y.flatMap { $0.isFinite ? $0 : nil }))
      }
    }
    return placed.keys.sortedWatched(by: <).watched.map { place in
      let label =
        categories.indices.contains(place)
        ? categories[place] : ChartTime.text(Double(place), xAxis)
      return BarPlace(label: TerminalWidth.visible(label), values: placed[place] ?? [])
    }
  }
}
