import Columns
import Glibc
import Language

/// Histograms and heat maps.
extension ChartMaker {
  /// As many bars as a histogram has.
  static let mostBins = 60

  func histogram() throws(ChartProblem) -> Chart {
    let named = options.x ?? options.y
    var chosen: Int?
    if let named, let index = place(named) {
      guard isNumeric(index) || table.fields[index].type.isTemporal else {
        throw .notNumber(named, table.fields[index].type.rawValue, numbers: numberNames)
      }
      chosen = index
    }
    let numbers = table.fields.indices.filter(isNumeric)
    guard let index = chosen ?? numbers.first(where: { !isTime($0) }) ?? numbers.first else {
      throw .noNumber(names)
    }
    let field = table.fields[index]
    let column = table.columns[index]
    var values: [Double] = []
    values.reserveCapacity(column.count)
    var nulls = 0
    var odd = 0
    for row in (0..<column.count).watched {
      let cell = column[row]
      if cell.isNull {
        nulls += 1
      } else if let number = number(cell) {
        values.append(number)
      } else {
        odd += 1
      }
    }
    let axis = axis(index)
    var chart = Chart(
      kind: .hist, xAxis: axis == .category ? .number : axis, xLabel: label(index),
      yLabel: options.lang == .vi ? "số dòng" : "rows")
    if let unit = unit(index) { chart.xLabel += " (\(unit))" }
    chart.bins = Chart.bins(values, isWhole: field.type == .int)
    if nulls > 0 {
      chart.notes.append(
        Words(
          en: nulls == 1 ? "1 null is not counted" : "\(nulls) nulls are not counted",
          vi: "không đếm \(nulls) null"))
    }
    if odd > 0 { chart.notes.append(ChartMaker.notFinite(odd)) }
    return chart
  }

  func heatMap() throws(ChartProblem) -> Chart {
    let numbers = table.fields.indices.filter(isNumeric)
    let named = (
      x: options.x.flatMap(place), y: options.y.flatMap(place), value: options.color.flatMap(place)
    )
    if let name = options.color, let index = named.value, !isNumeric(index) {
      throw .notNumber(name, table.fields[index].type.rawValue, numbers: numberNames)
    }
    let taken = [named.x, named.y].compactMap { $0 }
    guard
      let value = named.value ?? numbers.first(where: { !taken.contains($0) && !isTime($0) })
        ?? numbers.last(where: { !taken.contains($0) })
    else { throw .noNumber(names) }
    let free = table.fields.indices.filter { $0 != value && !taken.contains($0) }
    let texts = free.filter(isText).filter { distinct($0, limit: 1) > 1 } + free.filter(isText)
    let times = free.filter(isTime)
    // Times go across, names down.
    let across = named.x ?? times.first ?? texts.last { $0 != named.y && $0 != texts.first }
    let down = named.y ?? texts.first { $0 != across } ?? free.first { $0 != across }
    guard let across = across ?? free.first(where: { $0 != down }) ?? down, let down else {
      throw .noX("heat")
    }
    let rows = keys(down)
    let columns = keys(across)
    var cells = [[Double?]](
      repeating: [Double?](repeating: nil, count: columns.names.count), count: rows.names.count)
    let held = table.columns[value]
    var odd = 0
    var repeated = 0
    for row in (0..<table.rowCount).watched where rows.of[row] >= 0 && columns.of[row] >= 0 {
      guard let number = held[row].asDouble else { continue }
      guard number.isFinite else {
        odd += 1
        continue
      }
      if cells[rows.of[row]][columns.of[row]] != nil {
        repeated += 1
      } else {
        cells[rows.of[row]][columns.of[row]] = number
      }
    }
    var chart = Chart(
      kind: .heat, xAxis: .category, xLabel: label(across),
      yLabel: label(value), unit: unit(value))
    chart.matrix = Chart.Matrix(rows: rows.names, columns: columns.names, values: cells)
    if odd > 0 { chart.notes.append(ChartMaker.notFinite(odd)) }
    if repeated > 0 {
      chart.notes.append(
        Words(
          en: "\(repeated) rows share a cell with an earlier row and are not drawn",
          vi: "\(repeated) dòng trùng ô với dòng trước nên không vẽ"))
    }
    for (left, name, vi) in [(rows.left, "rows", "hàng"), (columns.left, "columns", "cột")]
    where left > 0 {
      chart.notes.append(ChartMaker.leftOut(left, of: name, vi: vi))
    }
    return chart
  }

  /// The values of a column as names: times in order, others as they come, the first 200.
  private func keys(_ index: Int) -> (names: [String], of: [Int], left: Int) {
    let column = table.columns[index]
    var first: [Value: Int] = [:]
    var order: [(value: Value, row: Int)] = []
    for row in (0..<column.count).watched where first[column[row]] == nil {
      first[column[row]] = row
      order.append((column[row], row))
    }
    if isTime(index) || isNumeric(index) {
      order = order.sortedWatched {
        (number($0.value) ?? .infinity, $0.row) < (number($1.value) ?? .infinity, $1.row)
      }
    }
    let kept = order.prefix(200)
    var places: [Value: Int] = [:]
    for (place, entry) in kept.enumerated() { places[entry.value] = place }
    return (
      kept.map { label(of: index, row: $0.row) },
      (0..<column.count).watched.map { places[column[$0]] ?? -1 }, order.count - kept.count
    )
  }
}

extension Chart {
  /// Bars of equal, round width near that of Freedman and Diaconis (1981), 2·IQR/n^(1/3); where
  /// the quartiles agree, near that of Sturges. Whole numbers have bars of whole width.
  static func bins(_ values: [Double], isWhole: Bool) -> [Bin] {
    let sorted = values.filter(\.isFinite).sortedWatched(by: <)
    guard let low = sorted.first, let high = sorted.last else { return [] }
    let range = high - low
    guard range > 0, range.isFinite, range > high.magnitude * 1e-12 else {
      let half = isWhole ? 0.5 : max(high.magnitude * 0.01, 0.5)
      return [Bin(low - half, high + half, sorted.count)]
    }
    let count = Double(sorted.count)
    let spread = quantile(sorted, 0.75) - quantile(sorted, 0.25)
    var width = 2 * spread / cbrt(count)
    if width < range * 1e-9 { width = range / (log2(count).rounded(.up) + 1) }
    width = max(width, range / Double(ChartMaker.mostBins - 2))
    if isWhole { width = max(width, 1) }
    // The nearer of the round widths below and above, in ratio.
    let above = ChartScale.step(width)
    let below = [above / 2.5, above / 2, above / 1.25].first {
      ChartScale.step($0) == $0 && $0 < above
    }
    var step = above
    if let below, width / below < above / width, range / below < Double(ChartMaker.mostBins - 1) {
      step = below
    }
    if isWhole { step = max(1, step.rounded()) }
    let start = (low / step + 1e-9).rounded(.down)
    let number = max(1, Int(((high / step + 1e-9).rounded(.down) - start)) + 1)
    // Whole numbers stand in the middle of bars one wide.
    let shift = isWhole && step == 1 ? -0.5 : 0
    var bins = (0..<number).map { index in
      Bin((start + Double(index)) * step + shift, (start + Double(index + 1)) * step + shift, 0)
    }
    for value in sorted.watched {
      let index = Int((value / step + 1e-9).rounded(.down) - start)
      bins[max(0, min(number - 1, index))].count += 1
    }
    return bins
  }

  /// Linear between order statistics (Hyndman and Fan's type 7).
  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let index = Int(place)
    let next = min(index + 1, sorted.count - 1)
    return sorted[index] + (sorted[next] - sorted[index]) * (place - Double(index))
  }
}
