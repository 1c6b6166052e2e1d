import Language

/// Bars that stand on each other.
extension Chart {
  /// Puts the bars of each place on each other. A part that has no row is nothing; one without a
  /// value leaves its bar short, which is told, and has no share.
  mutating func stack(_ how: Stacking) throws(ChartProblem) {
    guard kind == .bar || kind == .column else { throw .noStack(kind) }
    guard series.count > 1 else { throw .nothingToStack() }
    var totals: [Double: Double] = [:]
    var unknown: Set<Double> = []
    for part in series {
      for point in part.points {
        guard let y = point.y else {
          unknown.insert(point.x)
          continue
        }
        guard y >= 0 else {
          let place = Int(point.x)
          throw .negativePart(
            part.name, at: categories.indices.contains(place) ? categories[place] : "")
        }
        totals[point.x, default: 0] += y
      }
    }
    stacking = how
    if !unknown.isEmpty {
      let count = unknown.count
      notes.append(
        how == .sum
          ? Words(
            en: count == 1
              ? "1 bar lacks a part that has no value"
              : "\(count) bars lack a part that has no value",
            vi: "\(count) thanh thiếu phần chưa có số liệu")
          : Words(
            en: count == 1
              ? "1 bar is not drawn, since a part of it has no value"
              : "\(count) bars are not drawn, since a part of them has no value",
            vi: "không vẽ \(count) thanh vì có phần chưa có số liệu"))
    }
    guard how == .share else { return }
    for number in series.indices {
      for index in series[number].points.indices {
        let point = series[number].points[index]
        let total = totals[point.x] ?? 0
        let isKnown = !unknown.contains(point.x) && total > 0
        series[number].points[index].y = isKnown ? point.y.map { $0 / total * 100 } : nil
      }
    }
    unit = "%"
  }

  /// What the bars of a place are together; nil where none has a value.
  func total(of place: BarPlace) -> Double? {
    let known = place.values.compactMap(\.value)
    return known.isEmpty ? nil : known.reduce(0, +)
  }
}
