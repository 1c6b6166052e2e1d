/// Horizontal bars.
extension ChartRenderer {
  /// As many lines of bars as are drawn when no height is given.
  private static let mostBars = 40

  private struct Bar {
    var label: String
    var series: Int
    var value: Double?
  }

  func drawBars(_ chart: Chart, _ canvas: inout ChartCanvas) {
    let all = chart.barPlaces.flatMap { place in
      place.values.map { Bar(label: place.label, series: $0.series, value: $0.value) }
    }
    var entries = legend(chart, glyph: { String(repeating: fill($0), count: 2) })
    entries += chart.targets.map {
      LegendEntry(glyph: isUnicode ? "║" : "!", text: number($0.label), ink: .target)
    }
    let lines = legendLines(entries)
    var room = ChartRenderer.mostBars
    if let height {
      room = max(1, height - canvas.height - lines.count - chart.notes.count - 1)
      if all.count > room { room = max(1, room - 1) }
    }
    let shown = Array(all.prefix(room))
    let known = shown.compactMap(\.value)
    let texts = numbers(shown.map { $0.value ?? .nan })
    let null = style.hasUnicode ? "∅" : "null"
    let labels = zip(shown, texts).map { $0.value == nil ? null : $1 }
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

    let head = canvas.addRows()
    canvas.put(head, 0, fit(chart.xLabel, gutter), .dim)
    canvas.put(head, left, fit(chart.yTitle, width - left), .dim)
    for (index, bar) in shown.enumerated() {
      let row = canvas.addRows()
      if index == 0 || bar.label != shown[index - 1].label || chart.series.count == 1 {
        canvas.put(row, 0, TerminalWidth.pad(fit(bar.label, gutter), to: gutter))
      }
      canvas.put(row, gutter + 1, isUnicode ? "│" : "|", .dim)
      var end = zero
      let ink =
        chart.isGrey(bar.series, at: bar.label) ? ChartInk.dim : ChartInk.series(bar.series)
      if let value = bar.value {
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
    if all.count > shown.count {
      putNote(ChartMaker.leftOut(all.count - shown.count, of: "bars", vi: "thanh"), &canvas)
    }
    putLegend(lines, &canvas)
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
