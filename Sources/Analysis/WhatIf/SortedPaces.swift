import Forecasting

/// Observed paces in ascending order.
struct SortedPaces {
  private let paces: [Double]

  var count: Int { paces.count }
  var last: Double? { paces.last }

  /// How many are not above a pace.
  func count(notAbove pace: Double) -> Int {
    var low = 0
    var high = paces.count
    while low < high {
      let middle = (low + high) / 2
      if paces[middle] <= pace { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Paces over spans within a quarter of a year of `span`.
  static func cached(_ span: Double, _ set: SeriesSet, _ members: [Int], _ sign: Double)
    -> SortedPaces
  {
    var paces: [Double] = []
    for k in members {
      let points = set.offsets[k]..<set.offsets[k + 1]
      for end in points {
        for start in points.lowerBound..<end {
          let years = set.times[end] - set.times[start]
          if abs(years - span) <= 0.25 {
            paces.append(sign * (set.values[end] - set.values[start]) / years)
          }
        }
      }
    }
    return SortedPaces(paces: paces.sorted())
  }
}
