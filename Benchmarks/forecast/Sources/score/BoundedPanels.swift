import Forecasting
import Foundation

/// Units of one bounded indicator, in percent.
struct BoundedPanel {
  let name: String
  let units: [Series]

  /// Lines of "unit year value", separated by tabs.
  init(_ path: String) throws {
    var points: [String: [(Double, Double)]] = [:]
    for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
      let parts = line.split(separator: "\t")
      guard parts.count == 3, let year = Double(parts[1]), let value = Double(parts[2]) else {
        continue
      }
      points[String(parts[0]), default: []].append((year, value))
    }
    name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    units = try points.sorted { $0.key < $1.key }.map {
      try Series(times: $0.value.map(\.0), values: $0.value.map(\.1))
    }
  }
}

/// A way to forecast a unit, alone or among the others: a median with an 80 % interval and P(≥ target).
protocol Contender {
  func forecast(_ unit: Series, among units: [Series], to time: Double, target: Double)
    -> (median: Double, low: Double, high: Double, probability: Double)?
}

/// The library's default.
struct Present: Contender {
  let pooled: Bool

  func forecast(_ unit: Series, among units: [Series], to time: Double, target: Double)
    -> (median: Double, low: Double, high: Double, probability: Double)?
  {
    let pool = pooled ? PeerPool(units, bounds: .percent) : nil
    guard let found = try? Projector(unit, pool: pool).project(to: time), let low = found.low,
      let high = found.high, let p = found.probability(of: Target(time: time, value: target))
    else { return nil }
    return (found.expected, low, high, p)
  }
}

/// The default before: logit damped drift with the slope from the first to the last point, half of it
/// the peers' median where there are some, and an interval in points.
struct Former: Contender {
  let pooled: Bool

  func forecast(_ unit: Series, among units: [Series], to time: Double, target: Double)
    -> (median: Double, low: Double, high: Double, probability: Double)?
  {
    let own = unit.suffix(10)
    guard let logit = Logit(.percent), let first = own.first, let last = own.last,
      own.count >= 3
    else { return nil }
    func slope(_ series: Series) -> Double {
      guard let a = series.first, let b = series.last, b.time > a.time else { return 0 }
      return (logit.transform(b.value) - logit.transform(a.value)) / (b.time - a.time)
    }
    func variance(_ series: Series) -> Double {
      guard series.count >= 3, let a = series.first, let b = series.last else { return 0 }
      let mean = (b.value - a.value) / (b.time - a.time)
      var sum = 0.0
      for k in 1..<series.count {
        let years = series.times[k] - series.times[k - 1]
        let excess = series.values[k] - series.values[k - 1] - mean * years
        sum += excess * excess / years
      }
      return sum / Double(series.count - 2)
    }
    let years = time - last.time
    var rate = slope(own)
    var sigma = max(variance(own).squareRoot(), 0.1)
    var freedom = Double(own.count - 2)
    var widening = 1.2 + 0.15 * min(max(years - 1, 0), 2)
    if pooled {
      let peers = units.map { $0.suffix(10) }.filter { $0.count >= 3 }
      let slopes = peers.map(slope).sorted()
      let middle = slopes[slopes.count / 2]
      let mean = peers.reduce(0) { $0 + variance($1) } / Double(peers.count)
      rate = 0.5 * rate + 0.5 * middle
      sigma = ((freedom * variance(own) + 4 * mean) / (freedom + 4)).squareRoot()
      freedom += 4
      widening = 1
    }
    let model = LogitDrift(logit: logit, lastValue: last.value, slope: rate)
    let median = model.value(after: years)
    let error =
      widening * sigma * (years * (1 + years / (last.time - first.time))).squareRoot()
    let reach = error * StudentT.quantile(0.9, degreesOfFreedom: freedom)
    return (
      median, max(median - reach, 0), min(median + reach, 100),
      StudentT.survival((target - median) / error, degreesOfFreedom: freedom)
    )
  }
}

/// Mean scores at one length of history.
struct BoundedScore {
  var error = 0.0
  var naive = 0.0
  var inside = 0.0
  var interval = 0.0
  var brier = 0.0
  var count = 0.0
}

/// Rolling origins: histories of `points` values, three and five years ahead. The relative error is
/// that of the median over that of "no change"; the interval score is width plus 10 times what lies
/// outside; the Brier score is of a target halfway between the last value and 100.
func score(_ contender: some Contender, _ panel: BoundedPanel, points: Int) -> BoundedScore {
  var result = BoundedScore()
  let years = Set(panel.units.flatMap(\.times)).sorted()
  for origin in years {
    let known = panel.units.map { $0.through(origin).suffix(points) }
    let able = panel.units.indices.filter {
      known[$0].count == points && known[$0].last?.time == origin
    }
    guard able.count >= 5 else { continue }
    let peers = able.map { known[$0] }
    for k in able {
      guard let last = known[k].last else { continue }
      for ahead in [3.0, 5] {
        guard let place = panel.units[k].times.firstIndex(of: origin + ahead) else { continue }
        let actual = panel.units[k].values[place]
        let target = (last.value + 100) / 2
        guard
          let found = contender.forecast(
            known[k], among: peers, to: origin + ahead, target: target)
        else { continue }
        result.error += abs(actual - found.median)
        result.naive += abs(actual - last.value)
        result.inside += actual >= found.low && actual <= found.high ? 1 : 0
        result.interval +=
          found.high - found.low + 10 * max(found.low - actual, 0)
          + 10 * max(actual - found.high, 0)
        let truth = actual >= target ? 1.0 : 0
        result.brier += (found.probability - truth) * (found.probability - truth)
        result.count += 1
      }
    }
  }
  return result
}

/// Prints the default beside the former one, on all panels of a folder.
func scoreBounded(_ folder: String) throws {
  let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    .filter { $0.hasSuffix(".tsv") }.sorted()
  let source = try? String(contentsOfFile: folder + "/SOURCE", encoding: .utf8)
  let panels = try files.map { try BoundedPanel(folder + "/" + $0) }
  let seen = (source ?? "of unknown source").trimmingCharacters(in: .whitespacesAndNewlines)
  print("bounded panels, \(panels.count): \(seen)")
  print("  rule              n   relative error   cover of 80 %   interval score   Brier   cases")
  for points in [3, 4, 5, 8, 10] {
    let rules: [(String, any Contender)] = [
      ("alone, before", Former(pooled: false)), ("alone", Present(pooled: false)),
      ("pooled, before", Former(pooled: true)), ("pooled", Present(pooled: true)),
    ]
    for (label, contender) in rules {
      let scores = panels.map { score(contender, $0, points: points) }.filter { $0.count > 0 }
      guard !scores.isEmpty else { continue }
      func mean(_ value: (BoundedScore) -> Double) -> Double {
        scores.reduce(0) { $0 + value($1) } / Double(scores.count)
      }
      // The relative error is a geometric mean over panels, as each has its own scale.
      let relative = exp(mean { log($0.error / max($0.naive, 1e-9)) })
      print(
        "  " + label.padding(toLength: 15, withPad: " ", startingAt: 0) + padded("\(points)", 4)
          + padded(number(relative, 3), 17) + padded(number(mean { $0.inside / $0.count }, 3), 16)
          + padded(number(mean { $0.interval / $0.count }, 2), 17)
          + padded(number(mean { $0.brier / $0.count }, 3), 8)
          + padded(number(scores.reduce(0) { $0 + $1.count }, 0), 8))
    }
  }
}
