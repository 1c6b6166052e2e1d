import Language

/// Horizontal bars.
extension ChartRenderer {
  /// As many lines of bars as are drawn when no height is given.
  private static let mostBars = 40

  private struct Bar {
    var label: String
    var series: Int
    var value: Double?
    /// The parts that stand behind each other; empty: one bar.
    var parts: [(series: Int, value: Double?)] = []
    /// The first of the bars of its place.
    var isFirst = true
  }

  /// The bars that are drawn: all, or the first and the last ones, which `head` parts.
  private struct Bars {
    var shown: [Bar] = []
    var head = 0
    var left = 0
  }

  /// The bars of the places, in at most so many lines: the first and the last where there are more.
  private func bars(_ chart: Chart, room: Int) -> Bars {
    let places = chart.barPlaces.map { place -> [Bar] in
      if chart.stacking != nil {
        return [
          Bar(label: place.label, series: 0, value: chart.total(of: place), parts: place.values)
        ]
      }
      return place.values.enumerated().map {
        Bar(
          label: place.label, series: $1.series, value: $1.value,
          isFirst: $0 == 0 || chart.series.count == 1)
      }
    }
    var result = Bars()
    let count = places.reduce(0) { $0 + $1.count }
    if count <= room {
      result.shown = places.flatMap { $0 }
      result.head = count
      return result
    }
    // One line says how many lie between.
    var head: [Bar] = []
    var tail: [Bar] = []
    var (first, last) = (0, places.count - 1)
    while first <= last {
      let takesHead = head.count <= tail.count
      let next = places[takesHead ? first : last]
      guard head.count + tail.count + next.count <= max(1, room - 1) else { break }
      if takesHead { head += next } else { tail = next + tail }
      if takesHead { first += 1 } else { last -= 1 }
    }
    if head.isEmpty { head = Array(places[0].prefix(max(1, room - 1))) }
    result.shown = head + tail
    result.head = head.count
    result.left = count - result.shown.count
    return result
  }

  /// What each part of each stack is, in equal decimals: at most one where they are shares.
  func partTexts(_ places: [Chart.BarPlace], _ stacking: Chart.Stacking?) -> [[String]] {
    var values = places.flatMap { $0.values.map { $0.value ?? .nan } }
    if stacking == .share { values = values.map { ($0 * 10).rounded() / 10 } }
    var texts = numbers(values)[...]
    return places.map { place in
      defer { texts = texts.dropFirst(place.values.count) }
      return Array(texts.prefix(place.values.count))
    }
  }

  func drawBars(_ chart: Chart, _ canvas: inout ChartCanvas) {
    var entries = legend(chart, glyph: { String(repeating: fill($0), count: 2) })
    entries += chart.targets.map {
      LegendEntry(glyph: isUnicode ? "║" : "!", text: number($0.label), ink: .target)
    }
    let lines = legendLines(entries)
    var room = ChartRenderer.mostBars
    if let height {
      room = max(1, height - canvas.height - lines.count - noteLines(chart) - 1)
    }
    let bars = bars(chart, room: room)
    let shown = bars.shown
    // Groups stand apart where lines are not counted.
    let hasGaps = height == nil && chart.stacking == nil && chart.series.count > 1
    let known = shown.compactMap(\.value)
    let texts = numbers(shown.map { $0.value ?? .nan })
    let null = style.hasUnicode ? "∅" : "null"
    // What is 100 % everywhere says nothing beside the bar.
    let labels = zip(shown, texts).map {
      $0.value == nil ? null : chart.stacking == .share ? "" : $1
    }
    let valueCells = labels.reduce(0) { max($0, TerminalWidth.of($1)) }
    // Names take what they need up to half of the line, but leave bars some room.
    let longest = shown.reduce(TerminalWidth.of(chart.xLabel)) {
      max($0, TerminalWidth.of($1.label))
    }
    let gutter = max(1, min(longest, max(width / 2 - 2, 3), width - valueCells - 8))
    let left = gutter + 2
    let cells = max(1, width - left - valueCells - 1)
    var low = min(0, ChartScale.range(known)?.low ?? 0)
    var high = max(0, ChartScale.range(known)?.high ?? 0)
    for target in chart.targets where target.y.isFinite {
      low = min(low, target.y)
      high = max(high, target.y)
    }
    if low == high { high = 1 }
    let scale = ChartScale(low: low, high: high, ticks: [])
    let zero = Int((scale.share(0) * Double(cells)).rounded())

    let names = fit(names: shown.map(\.label), gutter)
    let parts = partTexts(
      shown.map { Chart.BarPlace(label: $0.label, values: $0.parts) }, chart.stacking)
    let head = canvas.addRows()
    canvas.put(head, 0, fit(chart.xLabel, gutter), .dim)
    canvas.put(head, left, fit(chart.yTitle, width - left), .dim)
    for (index, bar) in shown.enumerated() {
      if index == bars.head, bars.left > 0 {
        let words = ChartMaker.leftOut(bars.left, of: "bars", vi: "thanh").text(in: lang)
        canvas.put(canvas.addRows(), 0, fit((isUnicode ? "⋮ " : ": ") + words, width), .dim)
      } else if hasGaps, bar.isFirst, index > 0 {
        canvas.addRows()
      }
      let row = canvas.addRows()
      if bar.isFirst {
        canvas.put(row, 0, TerminalWidth.pad(names[index], to: gutter))
      }
      canvas.put(row, gutter + 1, isUnicode ? "│" : "|", .dim)
      var end = zero
      let ink =
        chart.isGrey(bar.series, at: bar.label) ? ChartInk.dim : ChartInk.series(bar.series)
      if !bar.parts.isEmpty {
        end = zero + draw(bar, parts[index], scale, cells, chart, row, left, &canvas)
      } else if let value = bar.value {
        if value > 0 {
          let length = scale.share(value) * Double(cells) - Double(zero)
          end = zero + drawBar(length, bar.series, ink, row, left + zero, &canvas)
        } else if value < 0 {
          let length = Double(zero) - scale.share(value) * Double(cells)
          drawNegative(length, bar.series, ink, row, left + zero, &canvas)
        }
      }
      for target in chart.targets where target.y.isFinite {
        let place = min(cells - 1, Int(scale.share(target.y) * Double(cells)))
        canvas.set(row, left + place, isUnicode ? "║" : "!", .target)
        // The value stands clear of the line.
        if place >= end, place <= end + valueCells { end = place + 1 }
      }
      canvas.put(
        row, min(left + end + 1, width - TerminalWidth.of(labels[index])), labels[index],
        bar.value == nil ? .dim : .plain)
    }
    if bars.left > 0, bars.head == shown.count {
      putNote(ChartMaker.leftOut(bars.left, of: "bars", vi: "thanh"), &canvas)
    }
    putLegend(lines, &canvas)
  }

  /// Parts behind each other, and the number of cells that they took.
  private func draw(
    _ bar: Bar, _ texts: [String], _ scale: ChartScale, _ cells: Int, _ chart: Chart, _ row: Int,
    _ left: Int, _ canvas: inout ChartCanvas
  ) -> Int {
    func place(_ value: Double) -> Int { Int((scale.share(value) * Double(cells)).rounded()) }
    var sum = 0.0
    for (part, (series, value)) in bar.parts.enumerated() {
      guard let value, value > 0 else { continue }
      let ink = chart.isGrey(series, at: bar.label) ? ChartInk.dim : ChartInk.series(series)
      let (start, end) = (place(sum), place(sum + value))
      for cell in start..<max(start, end) { canvas.set(row, left + cell, fill(series), ink) }
      // The number stands within its part where that still shows what it is filled with.
      let room = TerminalWidth.of(texts[part]) + 2
      if end - start >= room + 2 {
        canvas.put(row, left + start + (end - start - room) / 2, " \(texts[part]) ")
      }
      sum += value
    }
    return place(sum) - place(0)
  }

  /// A bar to the right and the number of cells that it took.
  private func drawBar(
    _ length: Double, _ series: Int, _ ink: ChartInk, _ row: Int, _ column: Int,
    _ canvas: inout ChartCanvas
  ) -> Int {
    guard isUnicode, series == 0 else {
      let cells = max(1, Int(length.rounded()))
      for place in 0..<cells { canvas.set(row, column + place, fill(series), ink) }
      return cells
    }
    // A value that is not zero shows at least a sliver.
    let eighths = max(1, Int((length * 8).rounded()))
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    for place in 0..<eighths / 8 { canvas.set(row, column + place, "█", ink) }
    if eighths % 8 > 0 { canvas.set(row, column + eighths / 8, parts[eighths % 8], ink) }
    return (eighths + 7) / 8
  }

  /// A bar to the left; there are no left-hand eighths, so halves must do.
  private func drawNegative(
    _ length: Double, _ series: Int, _ ink: ChartInk, _ row: Int, _ column: Int,
    _ canvas: inout ChartCanvas
  ) {
    let halves = max(1, Int((length * 2).rounded()))
    let hasHalf = isUnicode && series == 0 && halves % 2 == 1
    let cells = hasHalf ? halves / 2 : max(1, (halves + 1) / 2)
    for place in 0..<cells { canvas.set(row, column - 1 - place, fill(series), ink) }
    if hasHalf { canvas.set(row, column - 1 - cells, "▐", ink) }
  }
}
