/// Lines and points.
extension SVGDrawing {
  mutating func plot() {
    guard var range = chart.yRange() else { return }
    if range.low > 0, range.low < range.high * 0.25 { range.low = 0 }
    let y = ChartScale.nice(range.low, range.high, marks: max(2, min(8, Int(height / 55))))
    var entries: [(Sample, String)] = []
    let names = endNames()
    if chart.series.count > 1, names.isEmpty {
      entries += chart.series.indices.filter { !chart.isGrey($0) }.map {
        (.mark($0), chart.legendName($0))
      }
    } else if let name = chart.observedName {
      entries.append((.mark(0), name))
    }
    if chart.kind == .line, chart.hasProjection {
      entries.insert(
        (.dash, say("forecast", "dự báo")),
        at: chart.observedName != nil && !entries.isEmpty ? 1 : entries.count)
    }
    if chart.hasBand {
      entries.append((.band, chart.bandName ?? say("low to high", "thấp đến cao")))
    }
    let rows = legendRows(entries)
    axes(y, legendRows: rows.count)
    let endRoom = names.reduce(0) { max($0, SVGDrawing.extent($1.name)) }
    if endRoom > 0 { right -= endRoom + 4 }
    let x = xScale()
    xAxis(x)
    bands(x, y)
    let labels = targets(x, y)
    for index in chart.drawingOrder {
      if chart.kind == .line { joined(chart.series[index], index, x, y) }
      // Marks of what stands back would be a cloud.
      if chart.kind == .line, chart.isGrey(index) { continue }
      marks(chart.series[index], index, x, y)
    }
    // Labels stand above everything else.
    for label in labels {
      text(label.text, label.x, label.y, colour: "#8A2C2C", size: 12, weight: "bold", halo: true)
    }
    write(names, x, y)
    if chart.kind == .scatter { namePoints(x, y) }
    legend(rows, at: bottom + 62)
  }

  func across(_ x: Double, _ scale: ChartScale) -> Double {
    left + 8 + scale.share(x) * (right - left - 16)
  }

  func up(_ y: Double, _ scale: ChartScale) -> Double {
    bottom - scale.share(y) * (bottom - top)
  }

  // MARK: Axes

  /// Measures the labels of y, sets the edges of the plot, and draws the lines across it.
  ///
  /// - Parameter namesRoom: what names under the plot take beyond one line.
  mutating func axes(
    _ y: ChartScale, legendRows: Int, namesRoom: Double = 0, leastLeft: Double = 0
  ) {
    var title = chart.yTitle
    if let factor = y.factor(unicode: true) { title += " \(factor)" }
    text(title, 16, top + 10, colour: "#555555", room: width - 32)
    top += 26
    let texts = renderer.axisTexts(y.ticks.map(\.text))
    left = max(leastLeft, 24 + texts.reduce(0) { max($0, SVGDrawing.extent($1)) })
    right = width - 20
    bottom = max(top + 40, height - noteSpace - Double(legendRows) * 20 - 62 - namesRoom)
    for (tick, text) in zip(y.ticks, texts) {
      let place = up(tick.place, y)
      line(left, place, right, place, colour: "#e4e4e4")
      self.text(text, left - 7, place + 4.5, anchor: "end", colour: "#444444")
    }
    line(left, top, left, bottom, colour: "#777777")
    line(left, bottom, right, bottom, colour: "#777777")
    text(
      chart.xLabel, right, bottom + 38 + namesRoom, anchor: "end", colour: "#555555",
      room: right - left)
  }

  func xScale() -> ChartScale {
    if chart.xAxis == .category {
      let count = max(1, chart.categories.count)
      // Half a place of room on both sides.
      return ChartScale(low: -0.5, high: Double(count) - 0.5, ticks: [])
    }
    let due = chart.targets.compactMap(\.at)
    let values = Array(chart.series.lazy.flatMap { $0.points.lazy.map(\.x) }.watched) + due
    guard let ends = ChartScale.range(values) else {
      return ChartScale(low: 0, high: 1, ticks: [])
    }
    if ends.high > ends.low { return ChartScale(low: ends.low, high: ends.high, ticks: []) }
    return ChartScale(low: ends.low - 1, high: ends.high + 1, ticks: [])
  }

  private mutating func xAxis(_ scale: ChartScale) {
    for tick in xTicks(scale) {
      let place = across(tick.place, scale)
      line(place, bottom, place, bottom + 5, colour: "#777777")
      // A long label at an end stays inside the picture.
      let half = SVGDrawing.extent(tick.text) / 2
      let middle = max(half + 4, min(width - half - 4, place))
      text(tick.text, middle, bottom + 20, anchor: "middle", colour: "#444444")
    }
  }

  private func xTicks(_ scale: ChartScale) -> [ChartTick] {
    if chart.xAxis == .category {
      let ticks = fit(names: chart.categories, 140).enumerated().watched.map {
        ChartTick(Double($0.offset), $0.element)
      }
      return thinned(ticks) { across($0, scale) }
    }
    if chart.xAxis != .number, let places = chart.places(most: 16) {
      let ticks = places.map { ChartTick($0, ChartTime.text($0, chart.xAxis)) }
      if chart.xAxis != .year || places.allSatisfy({ $0 == $0.rounded() }),
        isApart(ticks, { across($0, scale) })
      {
        return ticks
      }
    }
    for most in stride(from: 14, through: 1, by: -1) {
      var ticks: [ChartTick]
      if chart.xAxis.isCalendar {
        ticks = ChartTime.ticks(scale.low, scale.high, chart.xAxis, most: most)
      } else {
        let whole = chart.xAxis == .year
        ticks = ChartScale.between(scale.low, scale.high, most: most, whole: whole).plainTicks
        if !whole {
          for (index, text) in renderer.axisTexts(ticks.map(\.text)).enumerated() {
            ticks[index].text = text
          }
        }
      }
      if isApart(ticks, { across($0, scale) }) { return ticks }
    }
    return []
  }

  private func isApart(_ ticks: [ChartTick], _ place: (Double) -> Double) -> Bool {
    var end = -Double.infinity
    for tick in ticks {
      let half = SVGDrawing.extent(tick.text) / 2
      let middle = place(tick.place)
      if middle - half < end { return false }
      end = middle + half + 10
    }
    return true
  }

  /// Every second, third … label, until they stand apart.
  func thinned(_ ticks: [ChartTick], _ place: (Double) -> Double) -> [ChartTick] {
    guard !ticks.isEmpty else { return [] }
    var step = 1
    while step <= ticks.count {
      let kept = stride(from: 0, to: ticks.count, by: step).map { ticks[$0] }
      if isApart(kept, place) { return kept }
      step += 1
    }
    return [ticks[0]]
  }

  // MARK: Marks

  private mutating func bands(_ x: ChartScale, _ y: ChartScale) {
    for (number, series) in chart.series.enumerated() {
      var run: [(x: Double, low: Double, high: Double)] = []
      func polygon() -> String? {
        guard run.count > 1 else { return nil }
        let points =
          run.map { "\(SVGDrawing.round($0.x)),\(SVGDrawing.round($0.high))" }
          + run.reversed().map { "\(SVGDrawing.round($0.x)),\(SVGDrawing.round($0.low))" }
        return "<polygon points=\"\(points.joined(separator: " "))\" fill=\"\(colour(number))\" "
          + "fill-opacity=\"0.16\"/>"
      }
      for index in series.points.indices.watched {
        let place = series.points[index].x
        if let band = series.band(index), place.isFinite {
          run.append((across(place, x), up(band.low, y), up(band.high, y)))
        } else {
          if let shape = polygon() { body.append(shape) }
          run = []
        }
      }
      if let shape = polygon() {
        body.append(shape)
      } else if let only = run.first {
        line(only.x, only.low, only.x, only.high, colour: colour(number), stroke: 1.5)
      }
    }
  }

  private mutating func targets(
    _ x: ChartScale, _ y: ChartScale
  ) -> [(text: String, x: Double, y: Double)] {
    var labels: [(text: String, x: Double, y: Double)] = []
    for target in chart.targets where target.y.isFinite {
      let height = up(target.y, y)
      let words = number(target.label)
      guard let at = target.at else {
        line(left, height, right, height, colour: "#8A2C2C", stroke: 1.5, dash: "10 3 2 3")
        labels.append(place(words, at: height, from: left, among: labels))
        continue
      }
      let middle = across(at, x)
      targetMark(middle, height)
      // A mark has its label on its left, where the past leaves room.
      let extent = SVGDrawing.extent(words, size: 13.5)
      let start = middle - extent - 12 > left ? middle - extent - 16 : middle + 6
      labels.append(place(words, at: height, from: start, among: labels))
    }
    return labels
  }

  /// A ring with a dot: what is to be reached, at the time at which it is due.
  mutating func targetMark(_ x: Double, _ y: Double) {
    let r = SVGDrawing.round
    body.append(
      "<circle cx=\"\(r(x))\" cy=\"\(r(y))\" r=\"6\" fill=\"#ffffff\" stroke=\"#8A2C2C\" "
        + "stroke-width=\"2\"/>")
    body.append("<circle cx=\"\(r(x))\" cy=\"\(r(y))\" r=\"2\" fill=\"#8A2C2C\"/>")
  }

  /// Where the label of a target goes: above its line or below, beside other labels, or as the last
  /// resort under them.
  private func place(
    _ words: String, at height: Double, from start: Double,
    among labels: [(text: String, x: Double, y: Double)]
  ) -> (text: String, x: Double, y: Double) {
    // Bold letters of 12 pixels are about as wide as others of 13.5.
    let bold = 13.5
    let extent = SVGDrawing.extent(words, size: bold)
    func isFree(_ x: Double, _ y: Double) -> Bool {
      !labels.contains {
        ($0.y - y).magnitude < 14 && $0.x < x + extent
          && x < $0.x + SVGDrawing.extent($0.text, size: bold)
      }
    }
    let first = max(left + 4, min(start + 6, right - extent - 4))
    let beside = labels.map { $0.x + SVGDrawing.extent($0.text, size: bold) + 14 }.sorted()
      .filter { $0 > first && $0 + extent < right - 4 }
    for x in [first] + beside {
      for y in [height - 5, height + 14] where y > top + 8 && y < bottom - 4 && isFree(x, y) {
        return (words, x, y)
      }
    }
    var y = height + 14
    while !isFree(first, y), y < bottom - 4 { y += 15 }
    return (words, first, y)
  }

  /// Solid pieces between observations, broken ones to projections; nothing across a gap.
  private mutating func joined(
    _ series: Chart.Series, _ number: Int, _ x: ChartScale, _ y: ChartScale
  ) {
    for run in ChartRenderer.runs(series) {
      var piece: [String] = []
      var isBroken: Bool?
      for index in reduced(run, series, x) {
        guard let value = series.points[index].y else { continue }
        let place =
          "\(SVGDrawing.round(across(series.points[index].x, x))),\(SVGDrawing.round(up(value, y)))"
        let projected = series.isProjected(index)
        if piece.count > 1, let broken = isBroken, broken != projected {
          body.append(polyline(piece, number, isBroken: broken))
          piece = piece.suffix(1)
        }
        piece.append(place)
        if piece.count > 1 { isBroken = projected }
      }
      if piece.count > 1 { body.append(polyline(piece, number, isBroken: isBroken ?? false)) }
    }
  }

  private func polyline(_ points: [String], _ number: Int, isBroken: Bool) -> String {
    "<polyline points=\"\(points.joined(separator: " "))\" fill=\"none\" "
      + "stroke=\"\(colour(number))\" stroke-width=\"2\" stroke-linejoin=\"round\""
      + (isBroken ? " stroke-dasharray=\"6 4\"" : "") + "/>"
  }

  /// The first, least, greatest and last of the points that share a pixel column.
  private func reduced(_ run: [Int], _ series: Chart.Series, _ x: ChartScale) -> [Int] {
    guard Double(run.count) > width * 4 else { return run }
    var result: [Int] = []
    var start = 0
    while start < run.count {
      let pixel = across(series.points[run[start]].x, x).rounded()
      var end = start
      var least = start
      var most = start
      while end + 1 < run.count, across(series.points[run[end + 1]].x, x).rounded() == pixel {
        end += 1
        if (series.points[run[end]].y ?? 0) < (series.points[run[least]].y ?? 0) { least = end }
        if (series.points[run[end]].y ?? 0) > (series.points[run[most]].y ?? 0) { most = end }
      }
      result += Set([start, least, most, end]).sorted().map { run[$0] }
      start = end + 1
    }
    return result
  }

  private mutating func marks(
    _ series: Chart.Series, _ number: Int, _ x: ChartScale, _ y: ChartScale
  ) {
    let count = series.points.count
    let isSparse = Double(count) <= width / 12
    var seen: Set<[Int]> = []
    var next = Double(number) * 25
    for run in ChartRenderer.runs(series) {
      for index in run.watched {
        let point = series.points[index]
        guard let value = point.y else { continue }
        let place = (across(point.x, x), up(value, y))
        if chart.kind == .scatter {
          // Points on the same two pixels are one.
          let spot = [Int(place.0 / 2), Int(place.1 / 2)]
          if seen.insert(spot).inserted {
            mark(number, place.0, place.1, size: count > 2000 ? 1.5 : 3)
          }
        } else if isSparse || run.count == 1 {
          mark(number, place.0, place.1, isHollow: series.isProjected(index))
        } else if chart.series.count > 1, place.0 >= left + next {
          mark(number, place.0, place.1, isHollow: series.isProjected(index))
          next = place.0 - left + 90
        }
      }
    }
  }
}
