import Columns
import Language

/// The numbers of a picture by rows and columns: what was observed and what is forecast stand apart, and
/// so do the ends of the band; points that have names have a row each.
struct ChartParts {
  /// What lies across, and which of several points there.
  struct Row: Hashable {
    var x: Double
    var number: Int
  }

  /// One column.
  struct Part {
    var name: String
    var values: [Row: Double] = [:]
  }

  private(set) var rows: [Row] = []
  /// The rows at which no more than a target stands.
  private(set) var targetRows: Set<Row> = []
  private(set) var parts: [Part] = []
  /// What the points are called; nil where none has a name.
  private(set) var names: [Row: String]?

  /// - Parameter unnamed: what a series without a name is called.
  init(_ chart: Chart, _ lang: Lang, unnamed: String) {
    let isNamed = chart.series.contains { $0.labels.contains { !$0.isEmpty } }
    var all = 0
    for series in chart.series {
      // Points at one place stand in rows of their own, but for a forecast beside what was observed.
      var seen: [Bool: [Double: Int]] = [:]
      let own = series.points.indices.map { place -> Row in
        let x = series.points[place].x
        let isProjected = series.isProjected(place)
        let number = isNamed ? all : seen[isProjected]?[x] ?? 0
        seen[isProjected, default: [:]][x, default: 0] += 1
        all += 1
        return Row(x: x, number: number)
      }
      rows += own
      if isNamed {
        names = names ?? [:]
        for (row, name) in zip(own, series.labels) where !name.isEmpty { names?[row] = name }
      }
      add(series, own, in: chart, lang, unnamed)
    }
    // A target stands beside the points of its place.
    for x in chart.targets.compactMap(\.at) where !rows.contains(where: { $0.x == x }) {
      rows.append(Row(x: x, number: 0))
      targetRows.insert(Row(x: x, number: 0))
    }
    var known: Set<Row> = []
    rows = rows.filter { known.insert($0).inserted }
    if chart.xAxis != .category { rows.sort { ($0.x, $0.number) < ($1.x, $1.number) } }
  }

  private mutating func add(
    _ series: Chart.Series, _ rows: [Row], in chart: Chart, _ lang: Lang, _ unnamed: String
  ) {
    let own = series.name.isEmpty ? unnamed : series.name
    func part(_ name: String, _ value: (Int) -> Double?) -> Part {
      var part = Part(name: name)
      for (place, row) in rows.enumerated() where part.values[row] == nil {
        part.values[row] = value(place)
      }
      return part
    }
    func say(_ en: String, _ vi: String) -> String { lang == .vi ? vi : en }
    if series.isProjected.contains(true), series.isProjected.contains(false) {
      let (observed, forecast) = (say("observed", "thực tế"), say("forecast", "dự báo"))
      // One line alone is called by what its parts are.
      let isAlone = chart.observedName != nil && parts.isEmpty
      parts.append(
        part(isAlone ? Field.spelled(observed) : "\(own): \(observed)") {
          series.isProjected($0) ? nil : series.points[$0].y
        })
      parts.append(
        part(isAlone ? Field.spelled(forecast) : "\(own): \(forecast)") {
          series.isProjected($0) ? series.points[$0].y : nil
        })
    } else {
      parts.append(part(own) { series.points[$0].y })
    }
    guard series.low != nil else { return }
    let band = chart.bandName ?? say("interval", "khoảng")
    let isOnly = chart.series.count { $0.low != nil } == 1
    let name = isOnly ? Field.spelled(band) : "\(own): \(band)"
    parts.append(part(say("\(name) from", "\(name), từ")) { series.band($0)?.low })
    parts.append(part(say("\(name) to", "\(name), đến")) { series.band($0)?.high })
  }

  /// What stands over the names of points.
  static func name(_ lang: Lang) -> String { lang == .vi ? "Tên" : "Name" }
}
