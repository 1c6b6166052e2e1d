import Forecasting
import Foundation

/// Times the default at scale: communes × indicators, ten years each.
func timePanel(series: Int, points: Int, pools: Int) throws {
  var random = RandomDraws(seed: 1)
  var times: [Double] = []
  var values: [Double] = []
  var offsets = [0]
  for _ in 0..<series {
    var value = 20 + 50 * random.uniform()
    for point in 0..<points {
      times.append(Double(2015 + point))
      values.append(min(max(value, 0), 100))
      value += 2 + 3 * random.normal()
    }
    offsets.append(times.count)
  }
  let panel = try Panel(
    times: times, values: values, offsets: offsets,
    pools: (0..<series).map { Int32($0 % pools) })
  for threads in [1, 2] {
    let best = (0..<5).map { _ in
      let start = Date()
      let found = panel.project(to: [2025, 2030], threads: threads)
      precondition(found.expected.count == 2 * series)
      return Date().timeIntervalSince(start)
    }.min()
    print(
      "panel: \(series) series of \(points) points to two times, \(threads) thread(s): "
        + number(1000 * (best ?? 0), 1) + " ms")
  }
}
