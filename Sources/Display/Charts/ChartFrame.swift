/// The axes of a plot in a terminal: measured before anything is drawn.
struct ChartFrame {
  /// The first row and column of the plot and its extent in cells.
  var top = 0
  var left = 0
  var width = 1
  var height = 1
  var x: ChartScale
  var y: ChartScale
  /// Whether rows stand for what lies between their edges, as with columns, not for their middle.
  var hasEdges = false

  func column(_ value: Double) -> Int {
    Int((x.share(value) * Double(width - 1)).rounded())
  }

  /// The row of a value; with edges the row whose top it is, `height` at the foot.
  func row(_ value: Double) -> Int {
    if hasEdges { return height - Int((y.share(value) * Double(height)).rounded()) }
    return row(share: y.share(value))
  }

  func row(share: Double) -> Int {
    height - 1 - Int((max(0, min(1, share)) * Double(height - 1)).rounded())
  }
}

extension ChartRenderer {
  /// Lines of a plot between its axes, so that the whole has `height` lines.
  func plotHeight(besides lines: Int) -> Int {
    if let height { return max(3, height - lines) }
    return max(6, min(18, width / 5))
  }

  /// Axes with their labels; `marks` finds what stands on the x axis once its width is known.
  func frame(
    _ chart: Chart, y scale: (Int) -> ChartScale, x ends: (Int) -> (low: Double, high: Double),
    hasEdges: Bool = false, legendLines: Int, _ canvas: inout ChartCanvas,
    marks: (ChartFrame) -> [ChartTick]
  ) -> ChartFrame {
    let others = canvas.height + legendLines + noteLines(chart) + 4
    let height = plotHeight(besides: others)
    let scale = scale(max(2, min(7, height / 2)))
    var title = chart.yTitle
    if let factor = scale.factor(unicode: isUnicode) { title += " \(factor)" }
    canvas.put(canvas.addRows(), 0, fit(title, width), .dim)
    let texts = axisTexts(scale.ticks.map(\.text))
    let gutter = min(texts.reduce(0) { max($0, TerminalWidth.of($1)) }, max(1, width / 2))
    let space = width >= 30 ? 1 : 0
    let left = gutter + space + 1
    let cells = max(1, width - left)
    let (low, high) = ends(cells)
    var frame = ChartFrame(
      left: left, width: cells, x: ChartScale(low: low, high: high, ticks: []), y: scale,
      hasEdges: hasEdges)
    frame.height = height
    frame.top = canvas.addRows(height)
    let axis = frame.left - 1
    for row in 0..<height { canvas.put(frame.top + row, axis, isUnicode ? "│" : "|", .dim) }
    let base = canvas.addRows()
    let rule = String(repeating: isUnicode ? "─" : "-", count: frame.width)
    canvas.put(base, axis, (isUnicode ? "└" : "+") + rule, .dim)
    for (tick, text) in zip(scale.ticks, texts) {
      let row = frame.top + frame.row(tick.place)
      canvas.put(row, 0, TerminalWidth.pad(fit(text, gutter), to: gutter, right: true))
      let isFoot = row == base
      canvas.put(row, axis, isUnicode ? (isFoot ? "└" : "┤") : "+", .dim)
    }
    let labels = canvas.addRows()
    for tick in marks(frame) {
      let column = frame.left + frame.column(tick.place)
      canvas.put(base, column, isUnicode ? "┬" : "+", .dim)
      let text = fit(tick.text, width)
      canvas.put(labels, labelStart(column, TerminalWidth.of(text)), text)
    }
    let name = fit(chart.xLabel, width)
    canvas.put(canvas.addRows(), max(0, width - TerminalWidth.of(name)), name, .dim)
    return frame
  }

  /// Where a text under a column starts, so that it stays within the picture.
  private func labelStart(_ column: Int, _ cells: Int) -> Int {
    max(0, min(width - cells, column - cells / 2))
  }

  /// Whether the labels stand apart.
  func fits(_ ticks: [ChartTick], _ frame: ChartFrame) -> Bool {
    var end = Int.min
    for tick in ticks {
      let cells = TerminalWidth.of(fit(tick.text, width))
      let start = labelStart(frame.left + frame.column(tick.place), cells)
      if start < end { return false }
      end = start + cells + (width >= 30 ? 2 : 1)
    }
    return true
  }

  /// The most marks whose labels stand apart.
  func xMarks(_ chart: Chart, _ frame: ChartFrame) -> [ChartTick] {
    let low = frame.x.low
    let high = frame.x.high
    switch chart.xAxis {
    case .category:
      return thinned(
        fit(names: chart.categories, 24).enumerated().watched.map {
          ChartTick(Double($0.offset), $0.element)
        },
        frame)
    case .year, .date, .period, .instant:
      // Few observations are marked where they stand.
      if let places = chart.places(most: 12) {
        let ticks = places.map { ChartTick($0, ChartTime.text($0, chart.xAxis)) }
        if chart.xAxis != .year || places.allSatisfy({ $0 == $0.rounded() }), fits(ticks, frame) {
          return ticks
        }
      }
    case .number: break
    }
    for most in stride(from: max(2, frame.width / 4), through: 1, by: -1) {
      var ticks: [ChartTick]
      if chart.xAxis.isCalendar {
        ticks = ChartTime.ticks(low, high, chart.xAxis, most: most)
      } else {
        ticks = ChartScale.between(low, high, most: most, whole: chart.xAxis == .year).plainTicks
        if chart.xAxis != .year {
          for (index, text) in axisTexts(ticks.map(\.text)).enumerated() {
            ticks[index].text = text
          }
        }
      }
      if fits(ticks, frame) { return ticks }
    }
    return []
  }

  /// Every second, third … label, until they stand apart.
  func thinned(_ ticks: [ChartTick], _ frame: ChartFrame) -> [ChartTick] {
    guard !ticks.isEmpty else { return [] }
    for step in 1...ticks.count {
      let kept = stride(from: 0, to: ticks.count, by: step).map { ticks[$0] }
      if fits(kept, frame) { return kept }
    }
    return [ticks[0]]
  }
}

extension ChartScale {
  /// Marks whose texts are whole values, without a factor.
  var plainTicks: [ChartTick] {
    exponent == 0 ? ticks : ticks.map { ChartTick($0.place, ChartNumber.text($0.place)) }
  }
}
