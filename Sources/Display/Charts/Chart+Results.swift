import Columns
import Language

/// What `project` and `whatif` give, known by the names of their columns.
extension ChartMaker {
  /// Columns of `project` that are no keys.
  private static let projectColumns: Set<String> = [
    "time", "method", "n", "last_time", "last", "at_pace", "expected", "low", "high", "document",
    "comparison", "target", "gap", "actual_pace", "required_pace", "pace_ratio", "p_attain",
    "attained_in", "status", "note", "value", "observed", "actual", "flags", "binding",
  ]
  /// Columns of `whatif` that are no keys.
  private static let scenarioColumns = projectColumns.union([
    "scenario", "vs_base", "items", "pace", "own_pace_ratio", "pace_percentile",
  ])

  /// The picture of such a result as lines over time; nil for any other table, for other kinds of
  /// charts and where columns were named.
  func analysis(_ kind: Chart.Kind?) throws(ChartProblem) -> Chart? {
    guard kind == nil || kind == .line, options.x == nil, options.y == nil, options.color == nil
    else { return nil }
    let has = Set(names)
    guard let time = place("time"), axis(time) != .category, table.rowCount > 0 else { return nil }
    if has.isSuperset(of: ["expected", "low", "high", "at_pace"]) { return projected(time) }
    if let scenario = place("scenario"), let value = place("value"), isNumeric(value) {
      return scenarios(time, scenario: scenario, value: value)
    }
    return nil
  }

  private func numbers(_ name: String) -> [Double?] {
    guard let index = place(name), isNumeric(index) else {
      return [Double?](repeating: nil, count: table.rowCount)
    }
    let column = table.columns[index]
    return (0..<column.count).map { row in
      column[row].asDouble.flatMap { $0.isFinite ? $0 : nil }
    }
  }

  private func times(_ index: Int) -> [Double?] {
    let column = table.columns[index]
    return (0..<column.count).map { number(column[$0]) }
  }

  /// Rows with the same text in the columns that are keys, in the order in which they appear.
  private func groups(_ known: Set<String>, and more: Int? = nil) -> [(name: String, rows: [Int])] {
    let keys = table.fields.indices.filter { index in
      if index == more { return true }
      let name = table.fields[index].name
      return !known.contains(name) && distinct(index, limit: 1) > 1
        && (isText(index) || !isFact(index))
    }
    var places: [[Value]: Int] = [:]
    var groups: [(name: String, rows: [Int])] = []
    for row in 0..<table.rowCount {
      let key = keys.map { table.columns[$0][row] }
      if let place = places[key] {
        groups[place].rows.append(row)
      } else {
        places[key] = groups.count
        let name = keys.map { label(of: $0, row: row) }.joined(separator: ", ")
        groups.append((name, [row]))
      }
    }
    return groups
  }

  /// Measures come behind the time; keys before it.
  private func isFact(_ index: Int) -> Bool {
    guard let time = place("time") else { return false }
    return index >= time
  }

  private func projected(_ time: Int) -> Chart {
    let observed = ["value", "observed", "actual"].first { place($0) != nil }
    let item = unit(of: ["expected", "at_pace", "last"])
    var chart = Chart(
      kind: .line, xAxis: axis(time), xLabel: label(time),
      yLabel: observed == "observed"
        ? say("observed, forecast", "số liệu thực tế và dự báo")
        : observed.flatMap(place).map { label($0) } ?? say("forecast", "dự báo"), unit: item)
    let at = times(time)
    let expected = numbers("expected")
    let pace = numbers("at_pace")
    let low = numbers("low")
    let high = numbers("high")
    let history = observed.map(numbers) ?? []
    let last = numbers("last")
    let lastTime = place("last_time").map(times) ?? []
    let groups = groups(ChartMaker.projectColumns)
    for group in groups.prefix(Chart.mostSeries) {
      var points: [(x: Double, y: Double?, low: Double?, high: Double?, isProjected: Bool)] = []
      var paced: [Chart.Point] = []
      for row in group.rows {
        if let x = lastTime.isEmpty ? nil : lastTime[row], let y = last[row],
          !paced.contains(where: { $0.x == x })
        {
          // The band opens at the last observation, whether its own row came before or not.
          points.removeAll { $0.x == x && !$0.isProjected }
          points.append((x, y, y, y, false))
          paced.append(Chart.Point(x, y))
        }
        guard let x = at[row] else { continue }
        if !history.isEmpty, let y = history[row] {
          if !points.contains(where: { $0.x == x && !$0.isProjected }) {
            points.append((x, y, nil, nil, false))
          }
        } else if expected[row] != nil || pace[row] != nil {
          let isExpected = expected[row] != nil
          // Comparisons with several targets repeat the time.
          if points.contains(where: { $0.x == x && $0.isProjected }) { continue }
          points.append(
            (
              x, expected[row] ?? pace[row], isExpected ? low[row] : nil,
              isExpected ? high[row] : nil, true
            ))
          if let y = pace[row] { paced.append(Chart.Point(x, y)) }
        }
      }
      points.sort { ($0.x, $0.isProjected ? 1 : 0) < ($1.x, $1.isProjected ? 1 : 0) }
      let name =
        groups.count == 1
        ? ChartMaker.soleSeries(hasHistory: observed != nil).text(in: options.lang) : group.name
      chart.series.append(
        Chart.Series(
          name, points.map { Chart.Point($0.x, $0.y) }, low: points.map(\.low),
          high: points.map(\.high), isProjected: points.map(\.isProjected)))
      if groups.count == 1, paced.count > 1, expected.contains(where: { $0 != nil }) {
        var course = Chart.Series(say("at this pace", "theo tốc độ hiện nay"), paced)
        course.sortByX()
        course.isProjected = course.points.map { _ in true }
        chart.series.append(course)
      }
    }
    // Rows that hold the last observation draw it, whether the history is there or not.
    if groups.count == 1, chart.series[0].isProjected.contains(false) {
      chart.observedName = say("observed", "thực tế")
    }
    if !history.isEmpty {
      noteGaps(time, groups.map { $0.rows.filter { history[$0] != nil } }, &chart)
    }
    finish(&chart, groups: groups, at: at)
    return chart
  }

  private func scenarios(_ time: Int, scenario: Int, value: Int) -> Chart {
    var chart = Chart(
      kind: .line, xAxis: axis(time), xLabel: label(time),
      yLabel: label(value), unit: unit(of: ["value"]))
    let at = times(time)
    let values = numbers("value")
    let last = numbers("last")
    let lastTime = place("last_time").map(times) ?? []
    let low = numbers("low")
    let high = numbers("high")
    let groups = groups(ChartMaker.scenarioColumns, and: scenario)
    let isObserved = (0..<table.rowCount).map { row in
      table.columns[scenario][row] == .text("observed")
    }
    let lastObserved = lastObservations(at, values, isObserved)
    for group in groups.prefix(Chart.mostSeries) {
      var series = Chart.Series(group.name, [], low: [], high: [])
      if let row = group.rows.first, !isObserved[row], let start = lastObserved[row] {
        // A scenario sets out from what was observed last.
        series.add(start.x, start.y, start.y, start.y, isProjected: false)
      }
      for row in group.rows {
        if !lastTime.isEmpty, let x = lastTime[row], let y = last[row],
          !series.points.contains(where: { $0.x == x })
        {
          series.add(x, y, y, y, isProjected: false)
        }
        if let x = at[row], !series.points.contains(where: { $0.x == x }) {
          // What was observed before the scenarios stands among them under this name.
          series.add(x, values[row], low[row], high[row], isProjected: !isObserved[row])
        }
      }
      series.sortByX()
      chart.series.append(series)
    }
    finish(&chart, groups: groups, at: at)
    return chart
  }

  /// For each row the last observation with the same keys, the scenario left out; nil where there is
  /// none.
  private func lastObservations(
    _ at: [Double?], _ values: [Double?], _ isObserved: [Bool]
  ) -> [(x: Double, y: Double)?] {
    var result = [(x: Double, y: Double)?](repeating: nil, count: at.count)
    for group in groups(ChartMaker.scenarioColumns) {
      var last: (x: Double, y: Double)?
      for row in group.rows where isObserved[row] {
        if let x = at[row], let y = values[row], last.map({ $0.x < x }) ?? true { last = (x, y) }
      }
      for row in group.rows { result[row] = last }
    }
    return result
  }

  private func finish(
    _ chart: inout Chart, groups: [(name: String, rows: [Int])], at: [Double?]
  ) {
    chart.bandName = bandName
    for index in chart.series.indices {
      let series = chart.series[index]
      let hasBand = series.points.indices.contains {
        series.band($0).map { $0.low < $0.high } ?? false
      }
      if !hasBand {
        chart.series[index].low = nil
        chart.series[index].high = nil
      }
    }
    if groups.count > Chart.mostSeries {
      chart.notes.append(
        ChartMaker.leftOut(groups.count - Chart.mostSeries, of: "series", vi: "chuỗi"))
    }
    addTargets(&chart, at: at)
  }

  /// A mark for each target at its time.
  private func addTargets(_ chart: inout Chart, at: [Double?]) {
    let targets = numbers("target")
    guard targets.contains(where: { $0 != nil }) else { return }
    let documents = place("document")
    struct Goal: Hashable {
      var time: Double
      var value: Double
      var document: String?
    }
    var seen: Set<Goal> = []
    var lines: [(time: Double, value: Double, documents: [String])] = []
    for row in 0..<table.rowCount {
      guard let value = targets[row], let time = at[row] else { continue }
      var goal = Goal(time: time, value: value)
      if let documents, table.columns[documents].isValid(row) {
        goal.document = label(of: documents, row: row)
      }
      guard seen.insert(goal).inserted else { continue }
      // Documents that ask for the same share a line.
      let name = goal.document.map { [$0] } ?? []
      if let place = lines.firstIndex(where: { $0.time == time && $0.value == value }) {
        lines[place].documents += name
      } else {
        lines.append((time, value, name))
      }
    }
    lines.sort { $0.time < $1.time }
    if lines.count > 6 {
      chart.notes.append(ChartMaker.leftOut(lines.count - 6, of: "targets", vi: "mục tiêu"))
    }
    let times = Set(lines.map(\.time))
    for (time, value, documents) in lines.prefix(6) {
      let words = [say("target", "mục tiêu"), documents.joined(separator: ", ")]
        .filter { !$0.isEmpty }.joined(separator: " ")
      var line = Chart.TargetLine(value, "\(words): \(ChartNumber.text(value))")
      line.at = time
      if times.count > 1 {
        // The end of a year is the year.
        let isYear = chart.xAxis.isCalendar && time == time.rounded()
        let when = isYear ? ChartNumber.text(time) : ChartTime.text(time, chart.xAxis)
        line.label += " (\(when))"
      }
      chart.targets.append(line)
    }
  }

  /// What the band is called: the label of its lower end without `from`.
  private var bandName: String? {
    guard let low = place("low"), table.fields[low].look.label != nil else { return nil }
    let label = label(low)
    for end in [" from", ", từ"] where label.hasSuffix(end) {
      return String(label.dropLast(end.count))
    }
    return nil
  }

  private func unit(of columns: [String]) -> String? {
    for name in columns {
      if let index = place(name), let unit = unit(index) { return unit }
    }
    return nil
  }

  /// What the one line of a projection is called: it shows what was observed and where it leads.
  private static func soleSeries(hasHistory: Bool) -> Words {
    hasHistory
      ? Words(en: "observed, forecast", vi: "số liệu thực tế và dự báo")
      : Words(en: "forecast", vi: "dự báo")
  }

  private func say(_ en: String, _ vi: String) -> String { options.lang == .vi ? vi : en }
}

extension Chart.Series {
  fileprivate mutating func add(
    _ x: Double, _ y: Double?, _ bottom: Double?, _ top: Double?, isProjected projected: Bool
  ) {
    points.append(Chart.Point(x, y))
    low?.append(bottom)
    high?.append(top)
    isProjected.append(projected)
  }
}
