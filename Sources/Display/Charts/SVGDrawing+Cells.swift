import Language

/// Sparklines and heat maps.
extension SVGDrawing {
  mutating func sparks() {
    let shown = Array(chart.series.prefix(ChartMaker.mostRows))
    let range = ChartScale.range(chart.series.lazy.flatMap { $0.points.lazy.map(\.x) }) ?? (0, 1)
    text(chart.sparkTitle(range, number), 16, top + 10, colour: "#555555", room: width - 32)
    top += 24
    let foot = noteSpace + 16 + (chart.series.count > shown.count ? 17 : 0)
    height = max(height, top + Double(shown.count) * 24 + foot)
    let ends = shown.map { series -> (Double?, Double?) in
      let known = series.points.compactMap { $0.y.flatMap { $0.isFinite ? $0 : nil } }
      return (known.first, known.last)
    }
    let first = numberTexts(ends.map(\.0))
    let last = numberTexts(ends.map(\.1))
    let values = zip(first, last).map { "\($0) → \($1)" }
    let names = fit(names: shown.map(\.name), width * 0.35)
    left = 28 + names.reduce(0) { max($0, SVGDrawing.extent($1)) }
    right = width - 28 - values.reduce(0) { max($0, SVGDrawing.extent($1)) }
    let x = ChartScale(low: range.low, high: range.high, ticks: [])
    let step = min(60, (height - top - foot) / Double(max(1, shown.count)))
    if mayShrink { height = top + Double(shown.count) * step + foot }
    for (index, series) in shown.enumerated() {
      let upper = top + Double(index) * step + 4
      let lower = upper + step - 8
      let known = ChartScale.range(series.points.compactMap(\.y)) ?? (0, 1)
      let y = ChartScale(low: known.low, high: known.high, ticks: [])
      text(names[index], left - 10, (upper + lower) / 2 + 4.5, anchor: "end")
      text(values[index], right + 10, (upper + lower) / 2 + 4.5, colour: "#444444")
      for run in ChartRenderer.runs(series) {
        let points = run.map { index in
          let point = series.points[index]
          let place = lower - y.share(point.y ?? 0) * (lower - upper)
          return "\(SVGDrawing.round(across(point.x, x))),\(SVGDrawing.round(place))"
        }
        if points.count > 1 {
          body.append(
            "<polyline points=\"\(points.joined(separator: " "))\" fill=\"none\" "
              + "stroke=\"\(colour(0))\" stroke-width=\"1.8\"/>")
        } else if let index = run.first {
          let point = series.points[index]
          mark(0, across(point.x, x), lower - y.share(point.y ?? 0) * (lower - upper), size: 2)
        }
      }
    }
    if chart.series.count > shown.count {
      let words = ChartMaker.leftOut(chart.series.count - shown.count, of: "series", vi: "chuỗi")
      text(words.text(in: lang), 16, height - 10 - noteSpace, colour: "#666666", size: 12)
    }
  }

  mutating func heat() {
    guard let matrix = chart.matrix,
      let range = ChartScale.range(matrix.values.lazy.flatMap { $0 }.compactMap { $0 })
    else { return }
    let scale = ChartScale(low: range.low, high: range.high, ticks: [])
    text(chart.yTitle, 16, top + 10, colour: "#555555", room: width - 32)
    top += 40
    let foot = noteSpace + 50
    height = max(height, top + Double(matrix.rows.count) * 17 + foot)
    let names = fit(names: matrix.rows, width * 0.35)
    left = 24 + names.reduce(0) { max($0, SVGDrawing.extent($1)) }
    right = width - 16
    let wide = (right - left) / Double(max(1, matrix.columns.count))
    let tall = min(40, (height - top - foot) / Double(max(1, matrix.rows.count)))
    if mayShrink { height = top + Double(matrix.rows.count) * tall + foot }
    let flat = matrix.values.flatMap { $0 }
    let texts = numberTexts(flat)
    let longest = texts.reduce(0) { max($0, SVGDrawing.extent($1, size: 12)) }
    let heads = fit(names: matrix.columns, max(wide - 4, 60)).enumerated().map { index, name in
      ChartTick(left + (Double(index) + 0.5) * wide, name)
    }
    for head in thinned(heads, { $0 }) {
      text(head.text, head.place, top - 6, anchor: "middle", colour: "#444444")
    }
    var place = 0
    for (row, values) in matrix.values.enumerated() {
      let y = top + Double(row) * tall
      text(names[row], left - 8, y + tall / 2 + 4.5, anchor: "end")
      for (column, value) in values.enumerated() {
        let x = left + Double(column) * wide
        let share = value.map { range.low == range.high ? 0.3 : scale.share($0) }
        rectangle(
          x, y, wide - 1, tall - 1, fill: share.map(SVGDrawing.shade) ?? "#f4f4f4")
        if longest < wide - 4, tall >= 14 {
          text(
            texts[place], x + wide / 2, y + tall / 2 + 4.5, anchor: "middle",
            colour: share.map { ChartPalette.ink(on: SVGDrawing.shade($0)) } ?? "#444444",
            size: 12)
        }
        place += 1
      }
    }
    let y = top + Double(matrix.rows.count) * tall + 14
    let ends = numberTexts([range.low, range.high])
    text(ends[0], left, y + 11, size: 12)
    let start = left + SVGDrawing.extent(ends[0], size: 12) + 6
    for step in 0..<10 {
      rectangle(
        start + Double(step) * 14, y, 14, 14, fill: SVGDrawing.shade(Double(step) / 9))
    }
    text(ends[1], start + 146, y + 11, size: 12)
  }

  /// From pale to dark blue; lightness alone tells the order.
  private static func shade(_ share: Double) -> String {
    let stops: [(Double, Double, Double)] = [(230, 240, 250), (90, 160, 210), (8, 48, 107)]
    let place = max(0, min(1, share)) * 2
    let index = min(1, Int(place))
    let rest = place - Double(index)
    let (from, to) = (stops[index], stops[index + 1])
    func hex(_ low: Double, _ high: Double) -> String {
      let text = String(Int((low + (high - low) * rest).rounded()), radix: 16)
      return text.count < 2 ? "0" + text : text
    }
    return "#" + hex(from.0, to.0) + hex(from.1, to.1) + hex(from.2, to.2)
  }
}
