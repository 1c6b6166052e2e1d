import Language

/// Names that stand beside what they name.
extension SVGDrawing {
  /// The name of a line, to stand behind its last point.
  struct EndName {
    var series: Int
    var name: String
  }

  /// The lines that have their names at their ends; empty where a legend has more room.
  func endNames() -> [EndName] {
    guard chart.kind == .line, chart.series.count > 1, width >= 500 else { return [] }
    let shown = chart.series.indices.filter { !chart.isGrey($0) }
    guard shown.count <= 8 else { return [] }
    let names = shown.map { EndName(series: $0, name: chart.series[$0].name) }
    let isShort = names.allSatisfy { SVGDrawing.extent($0.name) <= width * 0.26 }
    return isShort && names.allSatisfy { lastPoint($0.series) != nil } ? names : []
  }

  private func lastPoint(_ series: Int) -> Chart.Point? {
    chart.series[series].points.last { $0.x.isFinite && $0.y?.isFinite == true }
  }

  /// Writes the names, at the heights of their ends as far as they stand apart.
  mutating func write(_ names: [EndName], _ x: ChartScale, _ y: ChartScale) {
    let apart = 15.0
    var placed = names.compactMap { name -> (name: EndName, x: Double, y: Double)? in
      guard let point = lastPoint(name.series), let value = point.y else { return nil }
      return (name, across(point.x, x), up(value, y))
    }
    placed.sort { ($0.y, $0.name.series) < ($1.y, $1.name.series) }
    for index in placed.indices.dropFirst() {
      placed[index].y = max(placed[index].y, placed[index - 1].y + apart)
    }
    // What went below the plot is pushed up again from the last one.
    var floor = bottom
    for index in placed.indices.reversed() {
      placed[index].y = min(placed[index].y, floor)
      floor = placed[index].y - apart
    }
    for (name, _, height) in placed {
      text(name.name, right + 4, height + 4.5, colour: nameColour(name.series), halo: true)
    }
  }

  /// The colour of a series as ink for words: dark enough to be read on white.
  private func nameColour(_ series: Int) -> String {
    ChartPalette.ink(colour(series))
  }

  /// Writes the names of points where there is room beside them; how many had none is told.
  mutating func namePoints(_ x: ChartScale, _ y: ChartScale) {
    struct Box {
      var x: Double
      var y: Double
      var width: Double
      func meets(_ other: Box) -> Bool {
        x < other.x + other.width && other.x < x + width && (y - other.y).magnitude < 14
      }
    }
    var taken: [Box] = []
    var named: [(name: String, x: Double, y: Double)] = []
    for series in chart.series {
      for (point, name) in zip(series.points, fit(names: series.labels, 180, size: 12)) {
        guard let value = point.y, value.isFinite, point.x.isFinite else { continue }
        let spot = (across(point.x, x), up(value, y))
        taken.append(Box(x: spot.0 - 4, y: spot.1 + 2, width: 8))
        named.append((name, spot.0, spot.1))
      }
    }
    for (name, across, up) in named {
      let extent = SVGDrawing.extent(name, size: 12)
      let places = [
        Box(x: across + 7, y: up + 4, width: extent),
        Box(x: across - 7 - extent, y: up + 4, width: extent),
        Box(x: across - extent / 2, y: up - 8, width: extent),
        Box(x: across - extent / 2, y: up + 17, width: extent),
      ]
      let free = places.first { place in
        place.x > left && place.x + place.width < width - 4 && place.y > top && place.y < bottom + 6
          && !taken.contains(where: place.meets)
      }
      guard let free else {
        unnamed += 1
        continue
      }
      taken.append(free)
      text(name, free.x, free.y, size: 12)
    }
  }
}
