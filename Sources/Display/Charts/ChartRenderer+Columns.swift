import Language

/// Upright bars: columns and histograms.
extension ChartRenderer {
  /// One upright bar: its place in cells from the left of the plot.
  private struct Upright {
    var column: Int
    var cells: Int
    var value: Double
    var series: Int
    /// What it stands on.
    var base = 0.0
  }

  func drawColumns(_ chart: Chart, _ canvas: inout ChartCanvas) {
    if isTooNarrow(chart) {
      drawBars(chart, &canvas)
      return putNote(ChartMaker.lying, &canvas)
    }
    var entries = legend(chart, glyph: { String(repeating: fill($0), count: 2) })
    entries += chart.targets.map {
      LegendEntry(glyph: isUnicode ? "══" : "==", text: number($0.label), ink: .target)
    }
    let lines = legendLines(entries)
    var uprights: [Upright] = []
    var left = 0
    let isCount = chart.kind == .hist
    let range = isCount ? ChartScale.range(chart.bins.map { Double($0.count) }) : chart.yRange()
    guard let range else { return }
    let frame = frame(
      chart,
      y: { ChartScale.nice(min(0, range.low), max(0, range.high), marks: $0, whole: isCount) },
      x: { (0, Double(max(1, $0 - 1))) }, hasEdges: true,
      legendLines: lines.count, &canvas,
      marks: { frame in
        if isCount { return bins(chart, frame, &uprights) }
        return columns(chart, frame, &uprights, &left)
      })
    for upright in uprights { draw(upright, frame, &canvas) }
    for target in chart.targets where target.y.isFinite {
      let row = min(frame.height - 1, frame.row(target.y))
      for column in 0..<frame.width {
        canvas.set(frame.top + row, frame.left + column, isUnicode ? "═" : "=", .target)
      }
    }
    if left > 0 { putNote(ChartMaker.leftOut(left, of: "columns", vi: "cột"), &canvas) }
    putLegend(lines, &canvas)
  }

  // MARK: Places

  /// Whether names under standing columns would have to be left out. Times may be, since a reader
  /// counts on.
  private func isTooNarrow(_ chart: Chart) -> Bool {
    guard chart.kind == .column, chart.categoriesAreNames, height == nil else { return false }
    let places = chart.barPlaces
    guard places.count > 1 else { return false }
    let widest = places.reduce(0) { max($0, TerminalWidth.of($1.label)) }
    return (width - 10) / places.count < min(widest, 16) + 2
  }

  private func columns(
    _ chart: Chart, _ frame: ChartFrame, _ uprights: inout [Upright], _ left: inout Int
  ) -> [ChartTick] {
    // Series that never meet in a category share one column.
    let places = chart.barPlaces
    let slots =
      chart.stacking != nil ? 1 : max(1, places.reduce(1) { max($0, $1.values.count) })
    let most = max(1, frame.width / slots)
    let shown = places.prefix(most)
    left = places.count - shown.count
    let room = frame.width / max(1, shown.count)
    let gap = room > slots ? max(1, room / 4) : 0
    let cells = max(1, min(10, (room - gap) / slots))
    let names = fit(names: shown.map(\.label), room >= 8 ? room - 2 : 16)
    var ticks: [ChartTick] = []
    for (index, place) in shown.enumerated() {
      let start = index * room + (room - cells * slots) / 2
      if chart.stacking != nil {
        var sum = 0.0
        for (series, value) in place.values {
          guard let value, value > 0 else { continue }
          uprights.append(
            Upright(column: start, cells: cells, value: sum + value, series: series, base: sum))
          sum += value
        }
        ticks.append(
          ChartTick(Double(index * room + room / 2), names[index]))
        continue
      }
      let bars = place.values
      // Fewer bars than slots stand in the middle.
      let inset = (slots - bars.count) * cells / 2
      for (slot, bar) in bars.enumerated() {
        let column = start + inset + slot * cells
        guard let value = bar.value else {
          uprights.append(Upright(column: column, cells: 0, value: .nan, series: bar.series))
          continue
        }
        uprights.append(Upright(column: column, cells: cells, value: value, series: bar.series))
      }
      ticks.append(
        ChartTick(Double(index * room + room / 2), names[index]))
    }
    return thinned(ticks, frame)
  }

  private func bins(
    _ chart: Chart, _ frame: ChartFrame, _ uprights: inout [Upright]
  ) -> [ChartTick] {
    var bins = chart.bins
    // Neighbours are joined until there is a cell for each.
    while bins.count > max(1, frame.width) {
      bins = stride(from: 0, to: bins.count, by: 2).map { index in
        let next = bins[min(index + 1, bins.count - 1)]
        return Chart.Bin(
          bins[index].low, next.high, bins[index].count + (index + 1 < bins.count ? next.count : 0))
      }
    }
    let room = min(12, max(1, frame.width / max(1, bins.count)))
    var ticks: [ChartTick] = []
    for (index, bin) in bins.enumerated() {
      uprights.append(
        Upright(column: index * room, cells: room, value: Double(bin.count), series: 0))
      ticks.append(ChartTick(Double(index * room), edge(bin.low, chart)))
      if index == bins.count - 1 {
        ticks.append(ChartTick(Double((index + 1) * room), edge(bin.high, chart)))
      }
    }
    return thinned(ticks.filter { $0.place < Double(frame.width) }, frame)
  }

  private func edge(_ value: Double, _ chart: Chart) -> String {
    chart.xAxis == .number || chart.xAxis == .year
      ? number(ChartNumber.text(value, decimals: 4)) : ChartTime.text(value, chart.xAxis)
  }

  // MARK: Drawing

  private func draw(_ upright: Upright, _ frame: ChartFrame, _ canvas: inout ChartCanvas) {
    let ink = ChartInk.series(upright.series)
    let zero = max(0, min(frame.height, frame.row(0)))
    guard upright.value.isFinite else {
      let null = style.hasUnicode ? "∅" : "?"
      canvas.set(
        frame.top + max(0, zero - 1), frame.left + upright.column, null, .dim)
      return
    }
    if upright.value == 0 { return }
    if upright.base > 0 {
      // Whole cells, so that parts meet without a seam.
      let (head, foot) = (frame.row(upright.value), frame.row(upright.base))
      for row in head..<max(head, foot) {
        for cell in 0..<upright.cells {
          canvas.set(frame.top + row, frame.left + upright.column + cell, fill(upright.series), ink)
        }
      }
      return
    }
    let hasParts = isUnicode && upright.series == 0
    let end = max(0, min(1, frame.y.share(upright.value)))
    let length = (end - frame.y.share(0)).magnitude * Double(frame.height)
    let parts = ["", "▁", "▂", "▃", "▄", "▅", "▆", "▇"]
    for cell in 0..<upright.cells {
      let column = frame.left + upright.column + cell
      if upright.value > 0 {
        // What is not zero shows at least a sliver.
        let eighths = max(1, Int((length * 8).rounded()))
        let whole = hasParts ? eighths / 8 : max(1, Int(length.rounded()))
        for row in 0..<whole {
          canvas.set(frame.top + zero - 1 - row, column, fill(upright.series), ink)
        }
        if hasParts, eighths % 8 > 0, zero - 1 - whole >= 0 {
          canvas.set(frame.top + zero - 1 - whole, column, parts[eighths % 8], ink)
        }
      } else {
        // There are no eighths that hang from above: halves must do.
        let halves = max(1, Int((length * 2).rounded()))
        let whole = hasParts ? halves / 2 : max(1, Int(length.rounded()))
        for row in 0..<whole where zero + row < frame.height {
          canvas.set(frame.top + zero + row, column, fill(upright.series), ink)
        }
        if hasParts, halves % 2 == 1, zero + whole < frame.height {
          canvas.set(frame.top + zero + whole, column, "▀", ink)
        }
      }
    }
  }
}
