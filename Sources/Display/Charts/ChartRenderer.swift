public import Language

/// Draws charts in a terminal.
public struct ChartRenderer: Sendable {
  /// The characters that lines and points are made of.
  public enum Glyphs: String, Sendable, Hashable, CaseIterable {
    /// Lines, blocks and marks, one to a cell.
    case block
    /// Eight dots to a cell.
    case braille
    /// ASCII alone, labels apart.
    case ascii
  }

  public var style: Style
  /// Cells across; no line is wider.
  public var width: Int
  /// Lines of the whole picture; nil chooses. Bars that do not fit are counted, not drawn.
  public var height: Int?
  public var glyphs: Glyphs
  /// The language of the words that the picture adds.
  public var lang = Lang.en
  public var decimalComma = false

  public init(style: Style, width: Int, height: Int? = nil, glyphs: Glyphs = .block) {
    self.style = style
    self.width = max(1, width)
    self.height = height
    self.glyphs = style.hasUnicode ? glyphs : .ascii
  }

  /// The picture as lines that each end in a newline.
  public func render(_ chart: Chart) -> String {
    var canvas = ChartCanvas(width: width)
    if let title = chart.title, !title.isEmpty {
      for line in TerminalWidth.wrapped(TerminalWidth.visible(title), to: width) {
        let row = canvas.addRows()
        canvas.put(row, 0, fit(line, width), .bold)
      }
    }
    if chart.isEmpty {
      let row = canvas.addRows()
      canvas.put(row, 0, fit(say("nothing to draw", "không có gì để vẽ"), width), .dim)
    } else {
      switch chart.kind {
      case .line, .scatter: drawPlot(chart, &canvas)
      case .bar: drawBars(chart, &canvas)
      case .column, .hist: drawColumns(chart, &canvas)
      case .spark: drawSparks(chart, &canvas)
      case .heat: drawHeat(chart, &canvas)
      }
    }
    for note in notes(of: chart) { putNote(note, &canvas) }
    if let caption = chart.caption { putNote(Words(en: caption), &canvas) }
    return canvas.render(style)
  }

  // MARK: Words and glyphs

  var isUnicode: Bool { style.hasUnicode && glyphs != .ascii }

  func say(_ en: String, _ vi: String) -> String { lang == .vi ? vi : en }

  /// The text cut to a number of cells, with controls made visible.
  func fit(_ text: String, _ cells: Int) -> String {
    TerminalWidth.cut(TerminalWidth.visible(text), to: max(0, cells), mark: isUnicode ? "…" : "~")
  }

  /// Names cut to a number of cells so that they still differ.
  func fit(names: [String], _ cells: Int) -> [String] {
    ShortTexts.cut(
      names.map { TerminalWidth.visible($0) }, to: max(0, cells), mark: isUnicode ? "…" : "~")
  }

  func number(_ text: String) -> String {
    decimalComma ? String(text.map { $0 == "." ? "," : $0 }) : text
  }

  /// Values with as many decimals as they need, two at most.
  func numbers(_ values: [Double]) -> [String] {
    var decimals = 0
    for value in values where value.isFinite && value.magnitude < 1e15 {
      let text = ChartNumber.text(value)
      if text.contains("e") { continue }
      if let point = text.firstIndex(of: ".") {
        decimals = max(decimals, text.distance(from: point, to: text.endIndex) - 1)
      }
    }
    decimals = min(decimals, 4)
    let least = ChartRenderer.leastGrouped(values)
    return values.map { value in
      let text = ChartNumber.text(value)
      guard !text.contains("e"), value.isFinite else { return number(text) }
      return grouped(number(ChartNumber.fixed(value, decimals)), from: least)
    }
  }

  /// The numbers beside an axis, as the values are written.
  func axisTexts(_ texts: [String]) -> [String] {
    let least = ChartRenderer.leastGrouped(texts.compactMap { Double($0) })
    return texts.map { text in
      text.contains("e") ? number(text) : grouped(number(text), from: least)
    }
  }

  /// How many digits a number has at least in which thousands stand apart: values of four digits that
  /// are all whole numbers of these years may be years.
  private static func leastGrouped(_ values: [Double]) -> Int {
    let mayBeYears = values.filter { (1000..<10_000).contains($0.magnitude) }
      .allSatisfy { $0 == $0.rounded() && (1900...2100).contains($0) }
    return mayBeYears ? 5 : 4
  }

  /// Thousands apart, from so many digits on.
  private func grouped(_ text: String, from least: Int) -> String {
    let whole = text.drop { $0 == "-" }.prefix { $0.isNumber }
    guard whole.count >= least else { return text }
    let sign = text.prefix(text.count - text.drop { $0 == "-" }.count)
    var digits = ""
    for (place, digit) in whole.enumerated() {
      if place > 0, (whole.count - place) % 3 == 0 { digits += decimalComma ? "." : "," }
      digits.append(digit)
    }
    return sign + digits + text[whole.endIndex...]
  }

  /// The mark of a series.
  func mark(_ series: Int) -> String {
    let marks =
      isUnicode
      ? ["●", "■", "▲", "◆", "▼", "★", "○", "□", "△", "◇", "▽", "☆"]
      : ["o", "*", "+", "x", "#", "@", "%", "&", "$", "~", "^", "v"]
    return marks[series % marks.count]
  }

  /// What bars of a series are filled with.
  func fill(_ series: Int) -> String {
    let fills =
      isUnicode
      ? ["█", "▒", "▚", "░", "▓", "▞", "▤", "▥", "▦", "▧", "▨", "▩"]
      : ["#", "=", "+", "-", "%", "*", "o", "x", "@", ":", "/", "&"]
    return fills[series % fills.count]
  }

  func putNote(_ note: Words, _ canvas: inout ChartCanvas) {
    for line in lines(of: note) {
      let row = canvas.addRows()
      canvas.put(row, 0, fit(line, width), .dim)
    }
  }

  private func lines(of note: Words) -> [String] {
    TerminalWidth.wrapped(TerminalWidth.visible(note.text(in: lang)), to: width)
  }

  /// The lines that the notes of a chart take.
  func noteLines(_ chart: Chart) -> Int { notes(of: chart).reduce(0) { $0 + lines(of: $1).count } }

  /// What is told under a chart: what it leaves out, then what to do about it.
  private func notes(of chart: Chart) -> [Words] {
    let arrow = isUnicode ? "→" : "->"
    return chart.notes
      + chart.advice.map { Words(en: "\(arrow) \($0.en)", vi: "\(arrow) \($0.text(in: .vi))") }
  }

  // MARK: Legend

  struct LegendEntry {
    var glyph: String
    var text: String
    var ink: ChartInk
  }

  /// The entries set into lines.
  func legendLines(_ entries: [LegendEntry]) -> [[LegendEntry]] {
    var lines: [[LegendEntry]] = []
    var used = width + 1
    let glyphCells = entries.reduce(0) { max($0, TerminalWidth.of($1.glyph)) }
    let texts = fit(names: entries.map(\.text), width - glyphCells - 1)
    for (var entry, text) in zip(entries, texts) {
      entry.text = text
      let cells = TerminalWidth.of(entry.glyph) + 1 + TerminalWidth.of(entry.text)
      if used + 3 + cells > width {
        lines.append([entry])
        used = cells
      } else {
        lines[lines.count - 1].append(entry)
        used += 3 + cells
      }
    }
    return lines
  }

  func putLegend(_ lines: [[LegendEntry]], _ canvas: inout ChartCanvas) {
    for line in lines {
      let row = canvas.addRows()
      var column = 0
      for entry in line {
        canvas.put(row, column, entry.glyph, entry.ink)
        column += TerminalWidth.of(entry.glyph) + 1
        canvas.put(row, column, entry.text)
        column += TerminalWidth.of(entry.text) + 3
      }
    }
  }

  /// The series by their marks, where there are several, then what breaks and shades mean.
  func legend(_ chart: Chart, glyph: (Int) -> String) -> [LegendEntry] {
    var entries: [LegendEntry] = []
    if chart.series.count > 1 {
      entries += chart.series.enumerated().filter { !chart.isGrey($0.offset) }.map {
        LegendEntry(
          glyph: glyph($0.offset), text: chart.legendName($0.offset), ink: .series($0.offset))
      }
    }
    guard chart.kind == .line else { return entries }
    if chart.hasProjection {
      // Behind the line that goes on in pieces.
      entries.insert(
        LegendEntry(glyph: isUnicode ? "╌╌" : "- -", text: say("forecast", "dự báo"), ink: .plain),
        at: chart.observedName != nil && !entries.isEmpty ? 1 : entries.count)
    }
    if chart.hasBand {
      entries.append(
        LegendEntry(
          glyph: isUnicode ? "░░" : "::",
          text: chart.bandName ?? say("low to high", "thấp đến cao"), ink: .dim))
    }
    return entries
  }
}

extension Chart {
  /// Whether there is no number to draw.
  public var isEmpty: Bool {
    switch kind {
    case .hist: bins.allSatisfy { $0.count == 0 }
    case .heat: matrix?.values.allSatisfy { $0.allSatisfy { $0 == nil } } ?? true
    default:
      series.allSatisfy { series in
        series.points.indices.watched.allSatisfy { index in
          let point = series.points[index]
          return !(point.x.isFinite && point.y?.isFinite == true) && series.band(index) == nil
        }
      }
    }
  }

  /// What the legend calls a series: the solid part of a line whose broken part is told apart.
  func legendName(_ series: Int) -> String {
    series == 0 ? observedName ?? self.series[0].name : self.series[series].name
  }

  var hasProjection: Bool { series.contains { $0.isProjected.contains(true) } }

  var hasBand: Bool {
    series.contains { series in series.points.indices.watched.contains { series.band($0) != nil } }
  }

  /// All values of y that the picture must have room for.
  func yRange() -> (low: Double, high: Double)? {
    var values: [Double] = targets.map(\.y)
    if stacking != nil {
      return ChartScale.range(values + [0] + barPlaces.compactMap(total(of:)))
    }
    for series in series {
      for (index, point) in series.points.enumerated().watched {
        if let y = point.y { values.append(y) }
        if let band = series.band(index) {
          values.append(band.low)
          values.append(band.high)
        }
      }
    }
    return ChartScale.range(values)
  }

  /// The different x values, in order; nil when there are more than `most`.
  func places(most: Int) -> [Double]? {
    var seen: Set<Double> = []
    for series in series {
      for point in series.points.watched where point.x.isFinite {
        seen.insert(point.x)
        if seen.count > most { return nil }
      }
    }
    return seen.sorted()
  }
}
