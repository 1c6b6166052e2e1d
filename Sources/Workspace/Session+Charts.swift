import Columns
public import Display
import Language
import Planning
import Sources

/// How a chart is to be drawn in the terminal.
public struct ChartLook: Sendable {
  public var glyphs = ChartRenderer.Glyphs.block
  /// Nil: that of the terminal.
  public var width: Int?
  public var height: Int?
}

extension Session {
  /// Draws a table, in the terminal or into an SVG file.
  ///
  /// - Parameter history: what was observed before the projection that the table holds.
  func draw(
    _ table: Table, _ request: LogicalPlan.ChartRequest, _ history: Table?, _ range: SourceRange,
    _ receive: (Effect) throws -> Void
  ) throws {
    var options = Chart.Options(
      lang: request.path == nil ? settings.lang : settings.written)
    var look = ChartLook()
    for option in request.options {
      let (name, place) = (option.name, option.range)
      switch (name, option.value) {
      case ("x", .text(let text)): options.x = text
      case ("y", .text(let text)):
        if options.y == nil { options.y = text } else { options.moreY.append(text) }
      case ("stack", .text(let text)):
        guard let how = Chart.Stacking(rawValue: text.lowercased()) else {
          throw Session.wrongChartOption(
            name, Words(en: "sum or share", vi: "sum hoặc share"), place)
        }
        options.stacking = how
      case ("label", .text(let text)): options.label = text
      case ("color", .text(let text)): options.color = text
      case ("title", let title) where !title.isNull: options.title = title.plainText
      case ("highlight", let name) where !name.isNull: options.highlight = name.plainText
      case ("caption", let caption) where !caption.isNull: options.caption = caption.plainText
      case ("ref", let number) where number.asDouble?.isFinite == true:
        options.reference = number.asDouble
      case ("style", .text(let text)):
        guard let glyphs = ChartRenderer.Glyphs(rawValue: text.lowercased()) else {
          throw Session.wrongChartOption(
            name, Words(en: "block, braille or ascii", vi: "block, braille hoặc ascii"), place)
        }
        look.glyphs = glyphs
      case ("width", .int(let cells)) where (1...10_000).contains(cells): look.width = Int(cells)
      case ("height", .int(let lines)) where (1...1000).contains(lines):
        look.height = Int(lines)
      default:
        let takes =
          name == "width" || name == "height"
          ? Words(
            en: "a whole number of cells from 1 to \(name == "width" ? "10000" : "1000")",
            vi: "số ô, từ 1 đến \(name == "width" ? "10000" : "1000")")
          : name == "ref"
            ? Words(en: "a number", vi: "một số")
            : ["title", "caption", "highlight"].contains(name)
              ? Words(en: "a text", vi: "một chuỗi")
              : Words(en: "the name of a column", vi: "tên cột")
        throw Session.wrongChartOption(name, takes, place)
      }
    }
    let drawn = history.map { Session.withHistory(table, $0) } ?? table
    let chart: Chart
    let run = runContext()
    do {
      chart = try Chart.watching(run.checkStopped) {
        try Chart(
          table: drawn, kind: request.kind.flatMap { Chart.Kind(rawValue: $0) }, options: options)
      }
    } catch let error as ChartProblem {
      let option = request.options.first { $0.value == error.column.map(Value.text) }
      var edits: [Diagnostic.Edit] = []
      if let option, let name = error.replacement {
        edits = [.init(option.range, "\(option.name)=\(name)")]
      }
      throw Diagnostic(code: "E0720", error.words, at: range, fix: error.fix, edits: edits)
    }
    guard let path = request.path else {
      try receive(.chart(chart, look))
      return
    }
    if chart.isEmpty {
      try receive(
        .note(
          Diagnostic(
            .note, code: "N0711",
            Words(
              en: "\(path) is written without a picture: there is no number to draw",
              vi: "\(path) được ghi mà không có hình: không có số nào để vẽ"), at: range)))
    }
    let place = request.pathRange ?? range
    try access.checkWriting(path, at: place)
    let svg = try Chart.watching(run.checkStopped) {
      SVGChart.render(
        chart.spelled(), width: look.width ?? 800, height: look.height, lang: settings.written,
        decimalComma: settings.written == .vi)
    }
    try Session.writing(at: place) { try Picture.write(svg, to: path, run) }
    summary.written.append((path, table.rowCount))
    try receive(.wrote(path: path, rows: table.rowCount))
  }

  private static func wrongChartOption(_ name: String, _ takes: Words, _ range: SourceRange)
    -> Diagnostic
  {
    Diagnostic(
      code: "E0701",
      Words(en: "`\(name)` takes \(takes.en)", vi: "`\(name)` nhận \(takes.text(in: .vi))"),
      at: range)
  }

  /// A projection with the observations that it starts from as rows before it: those of the keys
  /// that the projection still has.
  private static func withHistory(_ table: Table, _ history: Table) -> Table {
    let keys = history.fields.dropLast(2).map(\.name)
    let places = keys.compactMap { name in table.fields.firstIndex { $0.name == name } }
    guard places.count == keys.count,
      let time = table.fields.firstIndex(where: { $0.name == "time" }),
      let observed = history["time"], let values = history["value"]
    else { return table }
    let shown = Set((0..<table.rowCount).map { row in places.map { table.columns[$0][row] } })
    let rows = (0..<history.rowCount).filter { row in
      shown.contains(keys.indices.map { history.columns[$0][row] }) && !values[row].isNull
    }
    guard !rows.isEmpty else { return table }
    let isScenario = table["scenario"] != nil
    let isDate = observed.type == .date
    // Years stand at their last day beside days.
    func moment(_ value: Value) -> Value {
      if isDate, case .int(let year) = value {
        return .date(Int32(Calendar.days(year: Int(year), month: 12, day: 31)))
      }
      return value
    }
    var fields = table.fields
    var columns: [Column] = []
    func joined(_ type: DataType, _ before: [Value], _ after: [Value]) -> Column {
      (try? Column(type, before + after)) ?? .nulls(type, count: before.count + after.count)
    }
    for (place, field) in table.fields.enumerated() {
      let own = table.columns[place].values
      if place == time {
        let type = isDate ? DataType.date : field.type
        fields[place].type = type
        // Beside shorter periods a longer one stands where it ends.
        let form = history.fields.first { $0.name == "time" }?.period
        fields[place].period = form.map { own in
          field.period.map { $0.grain.months < own.grain.months ? $0 : own } ?? own
        }
        columns.append(joined(type, rows.map { observed[$0] }, own.map(moment)))
      } else if let key = places.firstIndex(of: place) {
        columns.append(joined(field.type, rows.map { history.columns[key][$0] }, own))
      } else if isScenario, field.name == "value" {
        columns.append(joined(.float, rows.map { values[$0] }, own))
      } else if isScenario, field.name == "scenario" {
        columns.append(joined(.text, rows.map { _ in .text("observed") }, own))
      } else {
        columns.append(joined(field.type, rows.map { _ in .null }, own))
      }
    }
    if !isScenario {
      fields.append(Field("observed", .float))
      columns.append(
        joined(
          .float, rows.map { values[$0] }, [Value](repeating: .null, count: table.rowCount)))
    }
    return Table(fields: fields, columns: columns, rowCount: rows.count + table.rowCount)
  }
}
