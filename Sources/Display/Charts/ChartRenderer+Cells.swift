import Language

extension Chart {
  /// What sparklines show, and from where to where.
  func sparkTitle(
    _ range: (low: Double, high: Double), isUnicode: Bool = true, _ number: (String) -> String
  ) -> String {
    guard xAxis != .category, range.high > range.low else { return yTitle }
    let from = number(ChartTime.text(range.low, xAxis))
    let to = number(ChartTime.text(range.high, xAxis))
    return yTitle + (isUnicode ? " · \(xLabel) \(from) – \(to)" : ", \(xLabel) \(from) - \(to)")
  }
}

/// Sparklines and heat maps.
extension ChartRenderer {
  // MARK: Sparklines

  /// A line for each series, each on its own scale, with its first and last value.
  func drawSparks(_ chart: Chart, _ canvas: inout ChartCanvas) {
    var room = ChartMaker.mostRows
    if let height { room = max(1, height - canvas.height - noteLines(chart) - 1) }
    let shown = Array(chart.series.prefix(room))
    let ends = shown.map { series in
      let known = series.points.compactMap { $0.y.flatMap { $0.isFinite ? $0 : nil } }
      return (known.first, known.last)
    }
    let first = numbers(ends.map { $0.0 ?? .nan })
    let last = numbers(ends.map { $0.1 ?? .nan })
    let arrow = isUnicode ? "→" : "->"
    let values = ends.indices.map { index in
      ends[index].0 == nil
        ? (style.hasUnicode ? "∅" : "null") : "\(first[index]) \(arrow) \(last[index])"
    }
    let valueCells = min(values.reduce(0) { max($0, TerminalWidth.of($1)) }, width / 2)
    let names = fit(names: shown.map(\.name), max(4, width / 3))
    let gutter = min(
      names.reduce(0) { max($0, TerminalWidth.of($1)) }, max(1, width - valueCells - 6))
    let cells = max(1, width - gutter - valueCells - 2)
    let places = chart.places(most: cells)
    let range = ChartScale.range(chart.series.lazy.flatMap { $0.points.lazy.map(\.x) }) ?? (0, 1)
    let scale = ChartScale(low: range.low, high: range.high, ticks: [])

    let head = chart.sparkTitle(range, isUnicode: isUnicode, number)
    canvas.put(canvas.addRows(), 0, fit(head, width), .dim)
    for (index, series) in shown.enumerated() {
      let row = canvas.addRows()
      canvas.put(row, 0, fit(names[index], gutter))
      var sums = [Double](repeating: 0, count: cells)
      var counts = [Int](repeating: 0, count: cells)
      for point in series.points {
        guard let y = point.y, y.isFinite, point.x.isFinite else { continue }
        let cell =
          places.flatMap { $0.firstIndex(of: point.x) }
          ?? Int((scale.share(point.x) * Double(cells - 1)).rounded())
        sums[cell] += y
        counts[cell] += 1
      }
      let means = zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : nil }
      draw(means, index, row, gutter + 1, &canvas)
      let used = places.map { min(cells, $0.count) } ?? cells
      canvas.put(row, gutter + 1 + used + 1, fit(values[index], valueCells))
    }
    let left = chart.series.count - shown.count
    if left > 0 { putNote(ChartMaker.leftOut(left, of: "series", vi: "chuỗi"), &canvas) }
  }

  private func draw(
    _ means: [Double?], _ series: Int, _ row: Int, _ column: Int, _ canvas: inout ChartCanvas
  ) {
    let levels =
      isUnicode
      ? ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] : ["_", ".", "-", "~", "=", "+", "*", "#"]
    guard let range = ChartScale.range(means.compactMap { $0 }) else { return }
    let scale = ChartScale(low: range.low, high: range.high, ticks: [])
    for (cell, mean) in means.enumerated() {
      guard let mean else { continue }
      let level =
        range.low == range.high ? 3 : min(7, max(0, Int(scale.share(mean) * 7.999_999)))
      canvas.set(row, column + cell, levels[level], .series(series))
    }
  }

  // MARK: Heat maps

  private var shades: [String] {
    isUnicode ? ["░", "▒", "▓", "█"] : [".", ":", "+", "*", "#"]
  }

  func drawHeat(_ chart: Chart, _ canvas: inout ChartCanvas) {
    guard let matrix = chart.matrix,
      let range = ChartScale.range(matrix.values.lazy.flatMap { $0 }.compactMap { $0 })
    else { return }
    let scale = ChartScale(low: range.low, high: range.high, ticks: [])
    let entries = heatLegend(range)
    let lines = legendLines(entries)
    var room = ChartMaker.mostRows
    if let height { room = max(1, height - canvas.height - lines.count - noteLines(chart) - 2) }
    let rowCount = min(room, matrix.rows.count)
    let names = fit(names: Array(matrix.rows.prefix(rowCount)), max(3, width / 3))
    let gutter = names.reduce(0) { max($0, TerminalWidth.of($1)) }
    let space = max(1, width - gutter - 1)
    let columnCount = min(matrix.columns.count, space)
    let flat = matrix.values.prefix(rowCount).flatMap { $0.prefix(columnCount) }
    let texts = numbers(flat.map { $0 ?? .nan })
    let longest = zip(flat, texts).reduce(0) { $1.0 == nil ? $0 : max($0, TerminalWidth.of($1.1)) }
    let cells = max(1, min(max(longest + 4, 8), space / max(1, columnCount)))
    let hasValues = cells >= longest + 4

    canvas.put(canvas.addRows(), 0, fit(chart.yTitle, width), .dim)
    putHeads(Array(matrix.columns.prefix(columnCount)), gutter + 1, cells, &canvas)
    for index in 0..<rowCount {
      let row = canvas.addRows()
      canvas.put(row, 0, names[index])
      for column in 0..<columnCount where matrix.values[index].indices.contains(column) {
        let start = gutter + 1 + column * cells
        guard let value = matrix.values[index][column] else {
          if cells > 3 { canvas.put(row, start, style.hasUnicode ? "∅" : "null", .dim) }
          continue
        }
        let level = range.low == range.high ? 0 : scale.share(value) * Double(shades.count)
        let shade = shades[max(0, min(shades.count - 1, Int(level)))]
        let filled = hasValues ? 2 : max(1, cells - (cells > 3 ? 1 : 0))
        canvas.put(row, start, String(repeating: shade, count: filled), .series(0))
        if hasValues { canvas.put(row, start + 3, texts[index * columnCount + column]) }
      }
    }
    let left = (matrix.rows.count - rowCount, matrix.columns.count - columnCount)
    if left.0 > 0 { putNote(ChartMaker.leftOut(left.0, of: "rows", vi: "hàng"), &canvas) }
    if left.1 > 0 { putNote(ChartMaker.leftOut(left.1, of: "columns", vi: "cột"), &canvas) }
    putLegend(lines, &canvas)
  }

  /// Names over the cells: each cut to its own cell, or every second, third … where cells are
  /// narrow.
  private func putHeads(
    _ names: [String], _ left: Int, _ cells: Int, _ canvas: inout ChartCanvas
  ) {
    let row = canvas.addRows()
    let longest = names.reduce(0) { max($0, TerminalWidth.of($1)) }
    // Dates and numbers are never cut.
    let mayBeCut = !names.contains { $0.contains(where: \.isNumber) }
    if longest < cells || (cells > 5 && mayBeCut) {
      for (index, name) in fit(names: names, cells - 1).enumerated() {
        canvas.put(row, left + index * cells, name, .dim)
      }
      return
    }
    var free = 0
    for (index, name) in names.enumerated() {
      let start = left + index * cells
      let text = mayBeCut ? fit(name, 10) : name
      guard start >= free, start + TerminalWidth.of(text) <= width else { continue }
      canvas.put(row, start, text, .dim)
      free = start + TerminalWidth.of(text) + 1
    }
  }

  private func heatLegend(_ range: (low: Double, high: Double)) -> [LegendEntry] {
    if range.low == range.high {
      return [
        LegendEntry(
          glyph: shades[0] + shades[0], text: numbers([range.low])[0], ink: .series(0))
      ]
    }
    let step = range.high / Double(shades.count) - range.low / Double(shades.count)
    let edges = (0...shades.count).map { range.low + step * Double($0) }
    let texts = numbers(edges)
    return shades.enumerated().map { index, shade in
      LegendEntry(
        glyph: shade + shade, text: "\(texts[index])\(isUnicode ? "–" : "-")\(texts[index + 1])",
        ink: .series(0))
    }
  }
}
