import Glibc

/// What the units of one indicator have in common: how fast they move on the logit scale and how
/// much their yearly changes vary.
public struct PeerPool: Hashable, Sendable {
  /// Units with at least two values.
  public let count: Int
  /// Median of their logit slopes per year.
  public let slope: Double
  /// Mean of their variances of yearly changes, in squared units of the values; below three
  /// points each, the mean square of the changes about their median.
  public let variance: Double
  /// Median span of their points, in years.
  public let span: Double
  /// The empirical-Bayes weight of a unit's own slope, τ²/(τ² + s²).
  public let automaticWeight: Double

  /// Fewest peers that are pooled.
  public static let leastCount = 5
  /// At most so many of the last points are used.
  public static let mostPoints = 10

  /// nil with fewer than five units of two values, or without finite bounds.
  public init?(_ units: [Series], bounds: Bounds) {
    guard let logit = Logit(bounds) else { return nil }
    let summaries = units.map { UnitSummary($0.suffix(PeerPool.mostPoints), logit) }
    var scatter: [Double] = []
    for unit in units {
      let recent = unit.suffix(PeerPool.mostPoints)
      let logits = recent.values.map { logit.transform($0) }
      if recent.count >= 3, let variance = Drift.variance(recent.times[...], logits[...]) {
        scatter.append(variance / Double(recent.count - 1))
      }
    }
    self.init(summaries, slopeVariance: Summaries.mean(scatter))
  }

  /// `slopeVariance` is the mean squared standard error of the slopes.
  init?(_ units: [UnitSummary], slopeVariance: Double? = nil) {
    let moving = units.filter { $0.count >= 2 }
    guard moving.count >= PeerPool.leastCount else { return nil }
    var slopes = moving.map(\.logitSlope)
    let centre = Selection.median(&slopes)
    count = moving.count
    slope = centre
    var spans = moving.map(\.span)
    span = Selection.median(&spans)
    var sum = 0.0
    var measured = 0
    for unit in moving where unit.count >= 3 {
      sum += unit.variance
      measured += 1
    }
    if measured > 0 {
      variance = sum / Double(measured)
    } else {
      var changes = moving.map(\.slope)
      let middle = Selection.median(&changes)
      variance = changes.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / Double(changes.count)
    }
    var deviations = slopes.map { abs($0 - centre) }
    let spread = 1.4826 * Selection.median(&deviations)
    let noise = slopeVariance ?? 0
    let signal = max(spread * spread - noise, 0)
    automaticWeight = signal + noise > 0 ? signal / (signal + noise) : 0
  }

  /// The fixed weight of a unit's own slope: one half from three points on, 0.3 with two, none
  /// with one.
  @inline(__always)
  public static func weight(points: Int) -> Double { points >= 3 ? 0.5 : points == 2 ? 0.3 : 0 }

  /// The slope to use for a unit: w·own + (1−w)·peers' median.
  @inline(__always)
  public func blend(_ own: Double, weight: Double) -> Double { weight * own + (1 - weight) * slope }
}

/// What pooling needs to know of a unit.
struct UnitSummary: Sendable {
  var count = 0
  var lastTime = Double.nan
  var lastValue = Double.nan
  /// Years between the first and last point used.
  var span = 0.0
  /// Change per year.
  var slope = 0.0
  /// The same on the logit scale.
  var logitSlope = 0.0
  /// The last value's logit.
  var logit = Double.nan
  /// Variance of yearly changes, from three points on.
  var variance = 0.0

  init() {}

  init(_ series: Series, _ logit: Logit) {
    self.init(series.times.span, series.values.span, logit, counts: nil)
  }

  /// `times` strictly increasing; `counts` gives the logits of the first and last point instead.
  @inline(__always)
  init(
    _ times: Span<Double>, _ values: Span<Double>, _ logit: Logit,
    counts: (first: Double, last: Double)?
  ) {
    count = times.count
    guard count > 0 else { return }
    let last = count - 1
    lastTime = times[last]
    lastValue = values[last]
    self.logit = counts?.last ?? logit.transform(lastValue)
    guard count >= 2 else { return }
    span = lastTime - times[0]
    slope = (lastValue - values[0]) / span
    logitSlope = (self.logit - (counts?.first ?? logit.transform(values[0]))) / span
    guard count >= 3 else { return }
    var sum = 0.0
    for k in 0..<last {
      let years = times[k + 1] - times[k]
      let excess = values[k + 1] - values[k] - slope * years
      sum += excess * excess / years
    }
    variance = sum / Double(count - 2)
  }
}

/// Order statistics without a full sort.
enum Selection {
  /// The median; reorders `values`, which must not be empty or hold NaN.
  static func median(_ values: inout [Double]) -> Double {
    let n = values.count
    let upper = select(&values, n / 2)
    guard n % 2 == 0 else { return upper }
    var lower = -Double.infinity
    for k in 0..<(n / 2) { lower = max(lower, values[k]) }
    return (lower + upper) / 2
  }

  /// Hoare's selection: puts the k-th smallest in its place, smaller ones before it.
  private static func select(_ values: inout [Double], _ k: Int) -> Double {
    var low = 0
    var high = values.count - 1
    while low < high {
      let pivot = values[(low + high) / 2]
      var left = low
      var right = high
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if k <= right { high = right } else if k >= left { low = left } else { break }
    }
    return values[k]
  }
}
