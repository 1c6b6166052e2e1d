import Columns
public import Language

/// The numbers of a picture as a table, for those who cannot see it and those who check it.
public struct ChartData: Sendable {
  public private(set) var headings: [String]
  public private(set) var rows: [[String]] = []

  public init(_ chart: Chart, lang: Lang) {
    headings = [chart.xLabel]
    let all = chart.series.flatMap { $0.points.compactMap(\.y) }
    let look = NumberLook(
      all.map { .double($0) }, of: Field("y", .float, unit: chart.unit), for: lang.reader)
    func number(_ value: Double?) -> String { value.flatMap { look.text(.double($0)) } ?? "–" }
    func plain(_ value: Double) -> String {
      TableTexts.text(.double(value), of: Field("x", .float), digits: nil, lang: lang)
    }
    if let matrix = chart.matrix {
      headings += matrix.columns
      rows = zip(matrix.rows, matrix.values).map { [$0] + $1.map { $0.map(plain) ?? "–" } }
      return
    }
    if !chart.bins.isEmpty {
      headings.append(lang == .vi ? "Số lượng" : "Count")
      rows = chart.bins.map { ["\(plain($0.low)) – \(plain($0.high))", "\($0.count)"] }
      return
    }
    for series in chart.series {
      let name = series.name.isEmpty ? chart.yTitle : series.name
      headings.append(name)
      if series.low != nil { headings += ["\(name) ▼", "\(name) ▲"] }
    }
    // A chart of points has an x of its own for every one.
    var places: [Double] = []
    var known: Set<Double> = []
    for point in chart.series.flatMap(\.points) where known.insert(point.x).inserted {
      places.append(point.x)
    }
    if chart.xAxis != .category { places.sort() }
    let values = chart.series.map { series in
      Dictionary(
        series.points.enumerated().map { ($1.x, $0) }, uniquingKeysWith: { first, _ in first })
    }
    rows = places.map { x in
      var row = [ChartData.label(x, chart, plain(x))]
      for (series, places) in zip(chart.series, values) {
        let place = places[x]
        row.append(number(place.flatMap { series.points[$0].y }))
        if series.low != nil {
          let band = place.flatMap { series.band($0) }
          row += [number(band?.low), number(band?.high)]
        }
      }
      return row
    }
  }

  private static func label(_ x: Double, _ chart: Chart, _ number: String) -> String {
    switch chart.xAxis {
    case .category:
      let place = Int(x)
      return chart.categories.indices.contains(place) ? chart.categories[place] : number
    case .number: return number
    case .year: return "\(Int(x.rounded()))"
    case .date, .period, .instant: return ChartTime.text(x, chart.xAxis)
    }
  }
}
