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
    let data = ChartParts(chart, lang, unnamed: chart.yTitle)
    if data.names != nil { headings.append(ChartParts.name(lang)) }
    headings += data.parts.map(\.name)
    rows = data.rows.filter { !data.targetRows.contains($0) }.map { row in
      var cells = [ChartData.label(row.x, chart, plain(row.x))]
      if let names = data.names { cells.append(names[row] ?? "–") }
      return cells + data.parts.map { number($0.values[row]) }
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
