/// Lines and points.
extension ChartRenderer {
  func drawPlot(_ chart: Chart, _ canvas: inout ChartCanvas) {
    guard var range = chart.yRange() else { return }
    // A scale that starts near zero may as well start at it.
    if range.low > 0, range.low < range.high * 0.25 { range.low = 0 }
    let ends = xEnds(chart)
    var entries = legend(chart, glyph: mark)
    let rows = legendLines(entries).count
    let frame = frame(
      chart, y: { ChartScale.nice(range.low, range.high, marks: $0) }, x: { _ in ends },
      legendLines: rows, &canvas, marks: { xMarks(chart, $0) })
    var unnamed = 0
    drawBands(chart, frame, &canvas)
    drawTargets(chart, frame, &canvas)
    if chart.kind == .scatter {
      drawPoints(chart, frame, &canvas)
      unnamed = namePoints(chart, frame, &canvas)
    } else if glyphs == .braille, isUnicode {
      drawDots(chart, frame, joined: true, &canvas)
      drawMarks(chart, frame, &canvas)
    } else {
      for index in chart.series.indices { drawLine(chart.series[index], index, frame, &canvas) }
      drawMarks(chart, frame, &canvas)
    }
    drawTargetMarks(chart, frame, &canvas)
    entries += labelTargets(chart, frame, &canvas)
    putLegend(legendLines(entries), &canvas)
    if unnamed > 0 { putNote(ChartMaker.unnamed(unnamed), &canvas) }
  }

  private func xEnds(_ chart: Chart) -> (low: Double, high: Double) {
    if chart.xAxis == .category { return (0, Double(max(1, chart.categories.count - 1))) }
    let values =
      Array(chart.series.lazy.flatMap { $0.points.lazy.map(\.x) }.watched)
      + chart.targets.compactMap(\.at)
    guard let ends = ChartScale.range(values) else { return (0, 1) }
    if ends.high > ends.low { return ends }
    let room = chart.xAxis == .number ? max(1, ends.low.magnitude * 0.5) : 1
    return (ends.low - room, ends.high + room)
  }

  /// Runs of points without a gap.
  static func runs(_ series: Chart.Series) -> [[Int]] {
    var runs: [[Int]] = []
    var run: [Int] = []
    for (index, point) in series.points.enumerated().watched {
      if let y = point.y, y.isFinite, point.x.isFinite {
        run.append(index)
      } else if !run.isEmpty {
        runs.append(run)
        run = []
      }
    }
    if !run.isEmpty { runs.append(run) }
    return runs
  }

  // MARK: Bands and targets

  private func drawBands(_ chart: Chart, _ frame: ChartFrame, _ canvas: inout ChartCanvas) {
    for (number, series) in chart.series.enumerated() {
      for index in series.points.indices.watched {
        guard let band = series.band(index), series.points[index].x.isFinite else { continue }
        let column = frame.column(series.points[index].x)
        shade(column, band.low, band.high, frame, number, &canvas)
        guard index > 0, let before = series.band(index - 1) else { continue }
        let start = frame.column(series.points[index - 1].x)
        guard column > start + 1 else { continue }
        for place in start + 1..<column {
          let share = Double(place - start) / Double(column - start)
          shade(
            place, before.low + (band.low - before.low) * share,
            before.high + (band.high - before.high) * share, frame, number, &canvas)
        }
      }
    }
  }

  private func shade(
    _ column: Int, _ low: Double, _ high: Double, _ frame: ChartFrame, _ series: Int,
    _ canvas: inout ChartCanvas
  ) {
    guard low < high else { return }
    for row in frame.row(high)...max(frame.row(high), frame.row(low)) {
      canvas.set(
        frame.top + row, frame.left + column, isUnicode ? "░" : ":", .series(series))
    }
  }

  private func drawTargets(_ chart: Chart, _ frame: ChartFrame, _ canvas: inout ChartCanvas) {
    for target in chart.targets where target.y.isFinite && target.at == nil {
      let row = frame.top + frame.row(target.y)
      for column in columns(of: target, frame) {
        canvas.set(row, frame.left + column, isUnicode ? "═" : "=", .target)
      }
    }
  }

  /// The marks at the times at which targets are due, above the lines.
  private func drawTargetMarks(
    _ chart: Chart, _ frame: ChartFrame, _ canvas: inout ChartCanvas
  ) {
    for target in chart.targets where target.y.isFinite {
      guard let at = target.at else { continue }
      let row = frame.top + frame.row(target.y)
      for column in columns(of: target, frame) {
        canvas.set(row, frame.left + column, isUnicode ? "═" : "=", .target)
      }
      let middle = max(0, min(frame.width - 1, frame.column(at)))
      canvas.set(row, frame.left + middle, isUnicode ? "╬" : "+", .target)
    }
  }

  /// The cells of a line across, or of the mark at the time at which a target is due.
  private func columns(of target: Chart.TargetLine, _ frame: ChartFrame) -> ClosedRange<Int> {
    guard let at = target.at else { return 0...frame.width - 1 }
    let middle = max(0, min(frame.width - 1, frame.column(at)))
    return max(0, middle - 1)...min(frame.width - 1, middle + 1)
  }

  /// Labels stand on their lines where nothing else does; the others go to the legend.
  private func labelTargets(
    _ chart: Chart, _ frame: ChartFrame, _ canvas: inout ChartCanvas
  ) -> [LegendEntry] {
    let line = isUnicode ? "═" : "="
    let free: Set<String> = [line, " ", isUnicode ? "░" : ":"]
    var entries: [LegendEntry] = []
    for target in chart.targets where target.y.isFinite {
      let text = " " + number(TerminalWidth.visible(target.label)) + " "
      let cells = TerminalWidth.of(text)
      let row = frame.top + frame.row(target.y)
      let columns = columns(of: target, frame)
      func isFree(_ column: Int) -> Bool {
        column >= 0 && column + cells <= frame.width
          && (column..<column + cells).allSatisfy {
            free.contains(canvas.text(row, frame.left + $0))
          }
      }
      // On a line across the label stands in it; that of a mark beside it, on the left rather.
      let start =
        target.at == nil
        ? (1..<max(2, frame.width)).first(where: isFree)
        : [columns.lowerBound - cells, columns.upperBound + 1].first(where: isFree)
      if let start {
        canvas.put(row, frame.left + start, text, .target)
      } else {
        entries.append(
          LegendEntry(
            glyph: target.at == nil ? line + line : isUnicode ? "═╬═" : "=+=",
            text: number(target.label), ink: .target))
      }
    }
    return entries
  }

  // MARK: Lines in cells

  /// The rows that a run passes through in one column.
  private struct Crossing {
    var first: Int
    var last: Int
    var low: Int
    var high: Int
    var isProjected: Bool
  }

  private func drawLine(
    _ series: Chart.Series, _ number: Int, _ frame: ChartFrame, _ canvas: inout ChartCanvas
  ) {
    for run in ChartRenderer.runs(series) {
      guard let start = run.first, let end = run.last else { continue }
      let left = max(0, frame.column(series.points[start].x))
      let right = min(frame.width - 1, frame.column(series.points[end].x))
      guard left <= right else { continue }
      var crossings = [Crossing?](repeating: nil, count: right - left + 1)
      var before: (column: Int, row: Int, x: Double, y: Double)?
      for index in run.watched {
        let point = series.points[index]
        guard let y = point.y else { continue }
        let column = max(left, min(right, frame.column(point.x)))
        let row = frame.row(y)
        let isProjected = series.isProjected(index)
        if let before, column > before.column + 1 {
          for place in before.column + 1..<column {
            let share = Double(place - before.column) / Double(column - before.column)
            let from = frame.y.share(before.y)
            let between = frame.row(share: from + (frame.y.share(y) - from) * share)
            crossings[place - left] = Crossing(
              first: between, last: between, low: between, high: between, isProjected: isProjected)
          }
        }
        if var crossing = crossings[column - left] {
          crossing.last = row
          crossing.low = min(crossing.low, row)
          crossing.high = max(crossing.high, row)
          crossings[column - left] = crossing
        } else {
          crossings[column - left] = Crossing(
            first: row, last: row, low: row, high: row, isProjected: isProjected)
        }
        before = (column, row, point.x, y)
      }
      draw(crossings, at: left, number, frame, &canvas)
    }
  }

  private func draw(
    _ crossings: [Crossing?], at left: Int, _ number: Int, _ frame: ChartFrame,
    _ canvas: inout ChartCanvas
  ) {
    let ink = ChartInk.series(number)
    var previous: Int?
    for (offset, crossing) in crossings.enumerated() {
      guard let crossing else { continue }
      let column = frame.left + left + offset
      let isBroken = crossing.isProjected
      let flat = isUnicode ? (isBroken ? "╌" : "─") : (isBroken && offset % 2 == 1 ? " " : "-")
      let upright = isUnicode ? (isBroken ? "╎" : "│") : (isBroken ? ":" : "|")
      let from = previous ?? crossing.first
      let low = min(from, crossing.low)
      let high = max(from, crossing.high)
      if low == high {
        canvas.set(frame.top + low, column, flat, ink)
      } else {
        for row in low...high { canvas.set(frame.top + row, column, upright, ink) }
        if low == min(from, crossing.last), high == max(from, crossing.last) {
          // One step: corners where it leaves the old row and enters the new one.
          let rises = crossing.last < from
          let corners =
            isUnicode ? (rises ? ("╯", "╭") : ("╮", "╰")) : (rises ? ("'", ".") : (".", "'"))
          canvas.set(frame.top + from, column, corners.0, ink)
          canvas.set(frame.top + crossing.last, column, corners.1, ink)
        }
      }
      previous = crossing.last
    }
  }

  // MARK: Marks and dots

  /// A mark on each observation where there is room, else now and then, so that series are told
  /// apart without colour.
  private func drawMarks(_ chart: Chart, _ frame: ChartFrame, _ canvas: inout ChartCanvas) {
    let isSingle = chart.series.count == 1
    for (number, series) in chart.series.enumerated() {
      let runs = ChartRenderer.runs(series)
      let count = runs.reduce(0) { $0 + $1.count }
      let isSparse = count <= max(2, frame.width / 3)
      // Marks of several series are spread, so that they do not hide each other.
      var next = number * 5
      for run in runs {
        for (offset, index) in run.enumerated().watched {
          let point = series.points[index]
          guard let y = point.y else { continue }
          let column = frame.column(point.x)
          let isAlone = run.count == 1
          let isLast = offset == run.count - 1
          if !isSparse, !isAlone {
            if isSingle { continue }
            if column < next, !isLast { continue }
            next = column + 12
          }
          let glyph =
            isSingle && series.isProjected(index) ? (isUnicode ? "○" : "O") : mark(number)
          canvas.set(
            frame.top + frame.row(y), frame.left + column, glyph, .series(number))
        }
      }
    }
  }

  private func drawPoints(_ chart: Chart, _ frame: ChartFrame, _ canvas: inout ChartCanvas) {
    if glyphs == .braille, isUnicode, chart.series.count == 1 {
      drawDots(chart, frame, joined: false, &canvas)
      return
    }
    for (number, series) in chart.series.enumerated() {
      for point in series.points.watched {
        guard let y = point.y, y.isFinite, point.x.isFinite else { continue }
        canvas.set(
          frame.top + frame.row(y), frame.left + frame.column(point.x), mark(number),
          .series(number))
      }
    }
  }

  /// Names behind or before their points where the cells are free; gives how many had no room.
  private func namePoints(
    _ chart: Chart, _ frame: ChartFrame, _ canvas: inout ChartCanvas
  ) -> Int {
    var unnamed = 0
    for series in chart.series {
      for (point, text) in zip(series.points, fit(names: series.labels, 24)) {
        guard let y = point.y, y.isFinite, point.x.isFinite else { continue }
        let cells = TerminalWidth.of(text)
        let row = frame.top + frame.row(y)
        let column = frame.column(point.x)
        let start = [column + 2, column - 1 - cells].first { start in
          start >= 0 && start + cells <= frame.width
            && (start - 1...start + cells).allSatisfy {
              $0 == column || canvas.text(row, frame.left + $0) == " "
            }
        }
        if let start {
          canvas.put(row, frame.left + start, text)
        } else {
          unnamed += 1
        }
      }
    }
    return unnamed
  }

  /// Two by four dots to a cell.
  private func drawDots(
    _ chart: Chart, _ frame: ChartFrame, joined: Bool, _ canvas: inout ChartCanvas
  ) {
    let wide = frame.width * 2
    let tall = frame.height * 4
    var masks = [UInt8](repeating: 0, count: frame.width * frame.height)
    var owners = [Int](repeating: 0, count: masks.count)
    let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    func dot(_ x: Int, _ y: Int, _ series: Int) {
      guard x >= 0, x < wide, y >= 0, y < tall else { return }
      let cell = y / 4 * frame.width + x / 2
      masks[cell] |= bits[y % 4][x % 2]
      owners[cell] = series
    }
    for (number, series) in chart.series.enumerated() {
      for run in ChartRenderer.runs(series) {
        var before: (x: Int, y: Int)?
        var length = 0
        for index in run.watched {
          let point = series.points[index]
          guard let value = point.y else { continue }
          // At the ends of what a double holds a share can be anything; a step outside is enough.
          let (across, up) = (frame.x.share(point.x), frame.y.share(value))
          guard across.isFinite, up.isFinite else { continue }
          // A cell's dots are centred on it, so that marks and dots agree.
          let x = Int((min(2, max(-1, across)) * Double(wide - 2) + 0.5).rounded())
          let y = tall - 1 - Int((min(2, max(-1, up)) * Double(tall - 4) + 1.5).rounded())
          let from = joined ? before ?? (x: x, y: y) : (x: x, y: y)
          let steps = max((x - from.x).magnitude, (y - from.y).magnitude)
          for step in 0...Int(steps) {
            let share = steps == 0 ? 0 : Double(step) / Double(steps)
            length += 1
            if series.isProjected(index), joined, length % 6 >= 3 { continue }
            dot(
              from.x + Int((Double(x - from.x) * share).rounded()),
              from.y + Int((Double(y - from.y) * share).rounded()), number)
          }
          before = (x, y)
        }
      }
    }
    for cell in masks.indices where masks[cell] != 0 {
      guard let scalar = Unicode.Scalar(0x2800 + UInt32(masks[cell])) else { continue }
      canvas.set(
        frame.top + cell / frame.width, frame.left + cell % frame.width, String(scalar),
        .series(owners[cell]))
    }
  }
}
