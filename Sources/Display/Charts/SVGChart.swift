public import Language

/// Writes charts as SVG files that need nothing else.
public enum SVGChart {
  /// The picture as an SVG document of that many pixels.
  ///
  /// - Parameters:
  ///   - height: Nil: 450, or what bars, sparklines and heat maps take if that is less.
  ///   - lang: The language of the words that the picture adds.
  ///   - decimalComma: Whether numbers have a comma before their decimals.
  public static func render(
    _ chart: Chart, width: Int = 800, height: Int? = nil, lang: Lang = .en,
    decimalComma: Bool = false
  ) -> String {
    func drawing(_ chart: Chart) -> SVGDrawing {
      var drawing = SVGDrawing(
        chart: chart, width: Double(max(200, min(20_000, width))),
        height: Double(max(150, min(20_000, height ?? 450))), lang: lang,
        decimalComma: decimalComma)
      drawing.mayShrink = height == nil
      return drawing
    }
    var own = drawing(chart)
    if height == nil, own.hasNoRoomForNames {
      var lying = chart
      lying.kind = .bar
      lying.notes.append(ChartMaker.lying)
      own = drawing(lying)
    }
    return own.document()
  }
}

/// One SVG picture in the making.
struct SVGDrawing {
  let chart: Chart
  let width: Double
  var height: Double
  let lang: Lang
  let decimalComma: Bool
  /// Whether the picture may be less high than it was begun.
  var mayShrink = false
  var body: [String] = []
  /// The edges of the plot.
  var left = 60.0
  var right = 0.0
  var top = 16.0
  var bottom = 0.0
  /// Colours by what the series mean.
  private let meant: [String]?
  /// Points whose names had no room.
  var unnamed = 0

  /// Colours that remain apart for the colour-blind, twice with marks of their own.
  static let colours = ChartPalette.series
  /// What stands back behind the one that is marked.
  static let grey = ChartPalette.grey
  static let fontSize = 13.0

  init(chart: Chart, width: Double, height: Double, lang: Lang, decimalComma: Bool) {
    self.chart = chart
    self.width = width
    self.height = height
    self.lang = lang
    self.decimalComma = decimalComma
    meant = ChartPalette.colours(meant: chart.series.map(\.name))
  }

  mutating func document() -> String {
    if let title = chart.title, !title.isEmpty {
      let room = width - 32
      for line in lines(title, room, size: 17) {
        text(line, 16, top + 14, size: 17, weight: "bold", room: room)
        top += 22
      }
      top += 6
    }
    if chart.isEmpty {
      text(say("nothing to draw", "không có gì để vẽ"), 16, top + 20, colour: "#666666")
    } else {
      switch chart.kind {
      case .line, .scatter: plot()
      case .bar: bars()
      case .column, .hist: columns()
      case .spark: sparks()
      case .heat: heat()
      }
    }
    notes()
    let size = "\(SVGDrawing.round(width))"
    let tall = "\(SVGDrawing.round(height))"
    let name = SVGDrawing.escaped(chart.title ?? chart.described)
    let head = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(size)" height="\(tall)" \
      viewBox="0 0 \(size) \(tall)" role="img" aria-label="\(name)" font-size="13" \
      font-family="'Noto Sans','DejaVu Sans','Segoe UI',Helvetica,Arial,sans-serif">
      <title>\(name)</title>
      <rect width="100%" height="100%" fill="#ffffff"/>

      """
    return head + patterns() + body.joined(separator: "\n") + "\n</svg>\n"
  }

  // MARK: Words and numbers

  func say(_ en: String, _ vi: String) -> String { lang == .vi ? vi : en }

  func number(_ text: String) -> String {
    decimalComma ? String(text.map { $0 == "." ? "," : $0 }) : text
  }

  /// About how many pixels a text is wide: wide characters count twice.
  static func extent(_ text: String, size: Double = fontSize) -> Double {
    Double(TerminalWidth.of(text)) * size * 0.56
  }

  func fit(_ text: String, _ room: Double, size: Double = fontSize) -> String {
    TerminalWidth.cut(TerminalWidth.visible(text), to: max(1, Int(room / (size * 0.56))))
  }

  /// Names cut to the room there is so that they still differ.
  func fit(names: [String], _ room: Double, size: Double = fontSize) -> [String] {
    ShortTexts.cut(
      names.map { TerminalWidth.visible($0) }, to: max(1, Int(room / (size * 0.56))))
  }

  /// The words of a text in lines that have room.
  func lines(_ text: String, _ room: Double, size: Double) -> [String] {
    TerminalWidth.wrapped(TerminalWidth.visible(text), to: max(1, Int(room / (size * 0.56))))
  }

  /// A coordinate with at most two decimals.
  static func round(_ value: Double) -> String { ChartNumber.text((value * 100).rounded() / 100) }

  /// The text with the characters escaped that have a meaning in XML, and without those that XML
  /// does not allow.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in TerminalWidth.visible(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  // MARK: Elements

  mutating func text(
    _ string: String, _ x: Double, _ y: Double, anchor: String = "start",
    colour: String = "#222222", size: Double = fontSize, weight: String? = nil,
    room: Double? = nil, halo: Bool = false
  ) {
    let shown = room.map { fit(string, $0, size: size) } ?? string
    var attributes = "x=\"\(SVGDrawing.round(x))\" y=\"\(SVGDrawing.round(y))\" fill=\"\(colour)\""
    if anchor != "start" { attributes += " text-anchor=\"\(anchor)\"" }
    if size != SVGDrawing.fontSize { attributes += " font-size=\"\(SVGDrawing.round(size))\"" }
    if let weight { attributes += " font-weight=\"\(weight)\"" }
    let words = SVGDrawing.escaped(shown)
    if halo {
      body.append(
        "<text \(attributes) stroke=\"#ffffff\" stroke-width=\"4\" stroke-linejoin=\"round\">"
          + "\(words)</text>")
    }
    body.append("<text \(attributes)>\(words)</text>")
  }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, colour: String, stroke: Double = 1,
    dash: String? = nil
  ) {
    let r = SVGDrawing.round
    body.append(
      "<line x1=\"\(r(x1))\" y1=\"\(r(y1))\" x2=\"\(r(x2))\" y2=\"\(r(y2))\" stroke=\"\(colour)\" "
        + "stroke-width=\"\(r(stroke))\"" + (dash.map { " stroke-dasharray=\"\($0)\"" } ?? "")
        + "/>")
  }

  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: String,
    stroke: String? = nil
  ) {
    let r = SVGDrawing.round
    body.append(
      "<rect x=\"\(r(x))\" y=\"\(r(y))\" width=\"\(r(max(0, width)))\" "
        + "height=\"\(r(max(0, height)))\" fill=\"\(fill)\""
        + (stroke.map { " stroke=\"\($0)\"" } ?? "") + "/>")
  }

  func colour(_ series: Int) -> String {
    if chart.highlight != nil, chart.series.count > 1 {
      return chart.isGrey(series) ? SVGDrawing.grey : SVGDrawing.colours[1]
    }
    if let meant { return meant[series] }
    return SVGDrawing.colours[series % SVGDrawing.colours.count]
  }

  /// The mark of a series: shapes differ as colours do.
  mutating func mark(
    _ series: Int, _ x: Double, _ y: Double, size: Double = 3.5, isHollow: Bool = false
  ) {
    let r = SVGDrawing.round
    let paint =
      "fill=\"\(isHollow ? "#ffffff" : colour(series))\" stroke=\"\(colour(series))\" "
      + "stroke-width=\"1.2\""
    func polygon(_ points: [(Double, Double)]) -> String {
      let list = points.map { "\(r(x + $0.0 * size)),\(r(y + $0.1 * size))" }
      return "<polygon points=\"\(list.joined(separator: " "))\" \(paint)/>"
    }
    switch series % 6 {
    case 0: body.append("<circle cx=\"\(r(x))\" cy=\"\(r(y))\" r=\"\(r(size))\" \(paint)/>")
    case 1: body.append(polygon([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]))
    case 2: body.append(polygon([(0, -1.2), (1.15, 0.85), (-1.15, 0.85)]))
    case 3: body.append(polygon([(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)]))
    case 4: body.append(polygon([(0, 1.2), (1.15, -0.85), (-1.15, -0.85)]))
    default:
      body.append(
        polygon([
          (-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4), (1.2, 0.4), (0.4, 0.4), (0.4, 1.2),
          (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4), (-1.2, -0.4), (-0.4, -0.4),
        ]))
    }
  }

  // MARK: Legend and notes

  enum Sample {
    case mark(Int)
    case fill(String)
    case dash
    case band
    case target
  }

  /// The lines that the legend takes, measured before the plot.
  func legendRows(_ entries: [(Sample, String)]) -> [[(Sample, String)]] {
    var rows: [[(Sample, String)]] = []
    var used = width
    for (entry, name) in zip(entries, fit(names: entries.map(\.1), width - 80)) {
      let room = 30 + SVGDrawing.extent(name) + 18
      if used + room > width - 32 {
        rows.append([(entry.0, name)])
        used = room
      } else {
        rows[rows.count - 1].append((entry.0, name))
        used += room
      }
    }
    return rows
  }

  mutating func legend(_ rows: [[(Sample, String)]], at start: Double) {
    var y = start
    for row in rows {
      var x = 16.0
      for (sample, name) in row {
        switch sample {
        case .mark(let series):
          line(x, y - 4, x + 22, y - 4, colour: colour(series), stroke: 2)
          mark(series, x + 11, y - 4)
        case .fill(let colour): rectangle(x, y - 10, 22, 12, fill: colour, stroke: "#888888")
        case .dash: line(x, y - 4, x + 22, y - 4, colour: "#444444", stroke: 2, dash: "5 4")
        case .band: rectangle(x, y - 10, 22, 12, fill: "#cccccc")
        case .target:
          line(
            x, y - 4, x + 22, y - 4, colour: ChartPalette.target, stroke: 1.5, dash: "10 3 2 3")
        }
        text(name, x + 28, y)
        x += 30 + SVGDrawing.extent(name) + 18
      }
      y += 20
    }
  }

  var noteSpace: Double {
    Double(footLines.count + (chart.series.contains { !$0.labels.isEmpty } ? 1 : 0)) * 17
  }

  /// What is left out, then where the numbers are from.
  private var footLines: [String] {
    var notes = chart.notes
    if unnamed > 0 { notes.append(ChartMaker.unnamed(unnamed)) }
    let texts = notes.map { $0.text(in: lang) } + (chart.caption.map { [$0] } ?? [])
    return texts.flatMap { lines($0, width - 32, size: 12) }
  }

  private mutating func notes() {
    for (index, line) in footLines.enumerated() {
      text(
        line, 16, height - 10 - Double(footLines.count - 1 - index) * 17,
        colour: "#666666", size: 12, room: width - 32)
    }
  }
}
