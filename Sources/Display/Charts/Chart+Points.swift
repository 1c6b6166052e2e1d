import Columns
import Language

/// Points of chosen columns.
extension ChartMaker {
  /// Lines, points and bars.
  func drawn(_ kind: Chart.Kind, x: Int?, y: Int) throws(ChartProblem) -> Chart {
    var axis = x.map(axis) ?? .number
    if kind == .bar || kind == .column { axis = .category }
    if options.label != nil, kind != .scatter { throw .noPointNames(kind) }
    let columns = [y] + options.moreY.compactMap(place)
    let units = Set(columns.map(unit))
    let isOfOneUnit = units.count == 1
    var chart = Chart(
      kind: kind, xAxis: axis, xLabel: x.map { label($0) } ?? "#",
      yLabel: columns.map { isOfOneUnit ? label($0) : heading($0) }.joined(separator: ", "),
      unit: isOfOneUnit ? unit(y) : nil)
    if !isOfOneUnit {
      chart.notes.append(
        Words(
          en: "the columns have different units on one axis",
          vi: "các cột có đơn vị khác nhau trên cùng một trục"))
    }
    var places = x.map { self.places($0, axis, &chart) } ?? (0..<table.rowCount).map(Double.init)
    let sharesX = repeats(places, by: nil)
    let colour =
      columns.count > 1
      ? nil : try chosenColour(kind, x: x, y: y, places, sharesX: sharesX)
    if axis == .category, x == nil || (colour == nil && kind != .line && kind != .spark) {
      // Without series every row is a bar of its own.
      chart.categories = (0..<table.rowCount).watched.map { row in
        x.map { label(of: $0, row: row) } ?? String(row + 1)
      }
      places = (0..<table.rowCount).map(Double.init)
    }
    chart.categoriesAreNames = x.map { isText($0) } ?? false
    chart.series = columns.flatMap { column in
      var series = gathered(places, kind, y: column, colour: colour, &chart.notes)
      if !isOfOneUnit { series[0].name = heading(column) }
      return series
    }
    if let x, isTime(x) { noteGaps(x, rows(by: colour), &chart) }
    if kind == .line || kind == .spark {
      for index in chart.series.indices { chart.series[index].sortByX() }
    }
    if kind == .line || kind == .spark, sharesX, colour == nil || repeats(places, by: colour) {
      chart.notes.append(
        Words(
          en: "several rows share a place of the axis", vi: "nhiều dòng chung một vị trí trên trục")
      )
      chart.advice.append(
        Words(
          en: "`color=` names the column that tells them apart",
          vi: "`color=` nêu cột phân biệt chúng"))
    }
    if kind == .bar || kind == .column, colour == nil {
      let again = chart.categories.count - Set(chart.categories).count
      if again > 0 {
        chart.notes.append(ChartMaker.namedAgain(again))
        chart.advice.append(
          Words(
            en: "`color=` names the column that tells them apart, `group by` makes them one",
            vi: "`color=` nêu cột phân biệt chúng, `group by` gộp chúng làm một"))
      }
    }
    if kind == .bar || kind == .column, colour != nil { chart.keepFirstPerPlace() }
    return chart
  }

  /// Says that times are missing which the eye would not miss: a line leads across them, and bars
  /// close up.
  ///
  /// - Parameter series: the rows of each series.
  func noteGaps(_ x: Int, _ series: some Sequence<[Int]>, _ chart: inout Chart) {
    guard let steps = try? TimeSteps(table.columns[x], period: table.fields[x].period) else {
      return
    }
    let numbers = steps.numbers.values(Int64.self)
    let sorted = series.map { rows in
      Set(rows.watched.lazy.filter { table.columns[x].isValid($0) }.map { numbers[$0] })
        .sortedWatched(by: <)
    }
    var distances = StepDistances()
    for own in sorted {
      for (one, next) in zip(own, own.dropFirst()).watched { distances.add(next - one) }
    }
    guard let (step, places) = distances.gaps(steps.unit) else { return }
    let first = sorted.compactMap { own in
      zip(own, own.dropFirst()).first { $1 - $0 > step }.map { $0.0 + step }
    }.min()
    let name = first.map { steps.text($0) } ?? ""
    chart.notes.append(
      Words(
        en:
          "in \(places) \(places == 1 ? "place" : "places") periods are missing, first \(name)",
        vi: "có \(places) chỗ thiếu kỳ, đầu tiên là \(name)"))
    chart.advice.append(Words(en: "`complete` adds them", vi: "`complete` thêm các kỳ đó"))
  }

  /// The rows of each series.
  private func rows(by colour: Int?) -> some Sequence<[Int]> {
    var series: [Value: [Int]] = [:]
    for row in (0..<table.rowCount).watched {
      series[colour.map { table.columns[$0][row] } ?? .null, default: []].append(row)
    }
    return series.values
  }

  /// The unit of a column, in the language of the chart.
  func unit(_ column: Int) -> String? {
    table.fields[column].shownUnit(for: options.lang.reader).map(TerminalWidth.visible)
  }

  /// What a column is called, without its unit.
  func label(_ column: Int) -> String {
    TerminalWidth.visible(table.fields[column].label(for: options.lang.reader))
  }

  /// What a column is called, with its unit.
  func heading(_ column: Int) -> String {
    TerminalWidth.visible(table.fields[column].heading(for: options.lang.reader))
  }

  func label(of column: Int, row: Int) -> String {
    let value = table.columns[column][row]
    // A scaled year reads as it was written: 2024, not 2024.0.
    if let number = value.asDouble { return ChartNumber.text(number, decimals: 6) }
    return label(value, of: table.fields[column])
  }

  /// Where each row stands on the axis; NaN where that is not known.
  private func places(_ index: Int, _ axis: Chart.XAxis, _ chart: inout Chart) -> [Double] {
    let column = table.columns[index]
    if axis != .category {
      let places = (0..<column.count).watched.map { number(column[$0]) ?? .nan }
      let missing = places.count { $0.isNaN }
      if missing > 0 {
        chart.notes.append(
          Words(
            en: "\(missing) rows without `\(chart.xLabel)` are not drawn",
            vi: "không vẽ \(missing) dòng thiếu `\(chart.xLabel)`"))
      }
      return places
    }
    var numbers: [Value: Int] = [:]
    var firstRows: [Int] = []
    var places: [Int] = []
    places.reserveCapacity(column.count)
    for row in (0..<column.count).watched {
      let value = column[row]
      if let known = numbers[value] {
        places.append(known)
      } else {
        numbers[value] = firstRows.count
        places.append(firstRows.count)
        firstRows.append(row)
      }
    }
    var order = Array(firstRows.indices)
    // Times stand in their order, whichever series has them first; names as they come.
    if isTime(index) {
      order = order.sortedWatched {
        (number(column[firstRows[$0]]) ?? .infinity) < (number(column[firstRows[$1]]) ?? .infinity)
      }
    }
    var ranks = [Double](repeating: 0, count: order.count)
    for (rank, place) in order.enumerated() { ranks[place] = Double(rank) }
    chart.categories = order.watched.map { label(of: index, row: firstRows[$0]) }
    return places.watched.map { ranks[$0] }
  }

  /// The rows as series, in the order in which they appear.
  private func gathered(
    _ places: [Double], _ kind: Chart.Kind, y: Int, colour: Int?, _ notes: inout [Words]
  ) -> [Chart.Series] {
    let mostSeries = mostSeries(kind)
    let values = table.columns[y]
    let key = colour.map { table.columns[$0] }
    var found: [Value: Int] = [:]
    var left: Set<Value> = []
    var series: [Chart.Series] = []
    var odd = 0
    let names = options.label.flatMap(place)
    if key == nil { series.append(Chart.Series(label(y), [])) }
    for row in (0..<table.rowCount).watched where places[row].isFinite {
      var index = 0
      if let key, let colour {
        let value = key[row]
        if let known = found[value] {
          index = known
        } else if series.count == mostSeries {
          left.insert(value)
          continue
        } else {
          index = series.count
          found[value] = index
          series.append(Chart.Series(label(of: colour, row: row), []))
        }
      }
      var number = values[row].asDouble
      if let value = number, !value.isFinite {
        number = nil
        odd += 1
      }
      series[index].points.append(Chart.Point(places[row], number))
      if let names { series[index].labels.append(label(of: names, row: row)) }
    }
    if odd > 0 { notes.append(ChartMaker.notFinite(odd)) }
    if !left.isEmpty { notes.append(ChartMaker.leftOut(left.count, of: "series", vi: "chuỗi")) }
    return series
  }

  /// Bars of which several have one name.
  private static func namedAgain(_ count: Int) -> Words {
    Words(
      en: count == 1
        ? "1 bar has the name of another" : "\(count) bars have the name of another",
      vi: "\(count) thanh trùng tên với thanh khác")
  }

  /// Points whose names have no room.
  static func unnamed(_ count: Int) -> Words {
    Words(
      en: count == 1
        ? "1 point has no room for its name" : "\(count) points have no room for their names",
      vi: "không đủ chỗ ghi tên \(count) điểm")
  }

  static func notFinite(_ count: Int) -> Words {
    Words(
      en: "\(count) values that are no finite number are not drawn",
      vi: "không vẽ \(count) giá trị không phải số hữu hạn")
  }

  /// Said of columns that are drawn as bars.
  static let lying = Words(
    en: "the bars lie, since their names have no room under columns",
    vi: "các thanh nằm ngang vì tên không đủ chỗ dưới các cột")

  static func leftOut(_ count: Int, of name: String, vi: String) -> Words {
    Words(en: "\(count) more \(name) left out", vi: "còn \(count) \(vi) không vẽ")
  }
}

extension Chart.Series {
  /// Points in the order of x; rows of equal x keep theirs.
  mutating func sortByX() {
    if zip(points, points.dropFirst()).allSatisfy({ $0.x <= $1.x }) { return }
    let order = points.indices.sortedWatched { (points[$0].x, $0) < (points[$1].x, $1) }
    if let values = low { low = order.map { values.indices.contains($0) ? values[$0] : nil } }
    if let values = high { high = order.map { values.indices.contains($0) ? values[$0] : nil } }
    if !isProjected.isEmpty { isProjected = order.map { isProjected($0) } }
    points = order.map { points[$0] }
  }
}

extension Chart {
  /// One bar for each category and series; the notes say how many rows that leaves out.
  fileprivate mutating func keepFirstPerPlace() {
    var dropped = 0
    for index in series.indices {
      var seen: Set<Double> = []
      let count = series[index].points.count
      series[index].points.removeAll { !seen.insert($0.x).inserted }
      dropped += count - series[index].points.count
    }
    guard dropped > 0 else { return }
    notes.append(
      Words(
        en: "\(dropped) rows share a bar with an earlier row and are not drawn",
        vi: "\(dropped) dòng trùng thanh với dòng trước nên không vẽ"))
    advice.append(
      Words(en: "`group by` makes them one", vi: "`group by` gộp chúng làm một"))
  }
}
