import Glibc

/// The median of all pairwise slopes (Theil 1950, Sen 1968), unmoved by outliers.
public struct TheilSenFit: Sendable {
  public let slope: Double
  /// median(y) − slope · median(t).
  public let intercept: Double
  private let slopes: [Double]
  private let rankVariance: Double

  /// nil with fewer than two distinct times.
  public init?(_ series: Series) {
    var slopes: [Double] = []
    let n = series.count
    slopes.reserveCapacity(n * max(n - 1, 0) / 2)
    for later in 0..<n {
      for earlier in 0..<later where series.times[later] > series.times[earlier] {
        let years = series.times[later] - series.times[earlier]
        slopes.append((series.values[later] - series.values[earlier]) / years)
      }
    }
    slopes.sort()
    guard let slope = Summaries.median(slopes), let time = Summaries.median(series.times),
      let value = Summaries.median(series.values)
    else { return nil }
    self.slopes = slopes
    self.slope = slope
    intercept = value - slope * time
    rankVariance = MannKendall.variance(count: n, values: series.values)
  }

  /// Confidence interval of the slope from the ranks of Kendall's statistic (Sen 1968); the ends
  /// are taken as SciPy's `theilslopes` takes them.
  public func slopeInterval(level: Double) -> ClosedRange<Double> {
    let reach = Normal.quantile((1 + level) / 2) * rankVariance.squareRoot()
    let count = Double(slopes.count)
    let upper = min(Int(((count + reach) / 2).rounded(.toNearestOrEven)), slopes.count - 1)
    let lower = max(Int(((count - reach) / 2).rounded(.toNearestOrEven)) - 1, 0)
    return slopes[min(lower, upper)]...slopes[max(lower, upper)]
  }
}

/// Kendall's rank test of a trend.
public struct MannKendall: Sendable {
  /// Kendall's tau-b of value against time; 0 for a constant series.
  public let tau: Double
  /// Two-sided p of "no trend": exact without ties, normal with them; 1 for a constant series.
  public let p: Double

  /// nil below two points. Below four points the smallest possible p is above 0.1, so that the
  /// test says nothing there.
  public init?(_ series: Series) {
    let n = series.count
    guard n >= 2 else { return nil }
    var score = 0
    var tied = 0
    for later in 0..<n {
      for earlier in 0..<later {
        let change = series.values[later] - series.values[earlier]
        score += change > 0 ? 1 : change < 0 ? -1 : 0
        tied += change == 0 ? 1 : 0
      }
    }
    let pairs = n * (n - 1) / 2
    guard tied < pairs else {
      tau = 0
      p = 1
      return
    }
    tau = Double(score) / (Double(pairs) * Double(pairs - tied)).squareRoot()
    if tied == 0, n <= 170 {
      p = MannKendall.exactP(count: n, discordant: (pairs - score) / 2)
    } else {
      let z =
        abs(Double(score)) / MannKendall.variance(count: n, values: series.values).squareRoot()
      p = 2 * Normal.survival(z)
    }
  }

  /// Variance of Kendall's score under no trend, with ties of the values allowed for.
  static func variance(count n: Int, values: [Double]) -> Double {
    func term(_ k: Int) -> Double { Double(k * (k - 1) * (2 * k + 5)) }
    var ties: [Double: Int] = [:]
    for value in values { ties[value, default: 0] += 1 }
    return (term(n) - ties.values.reduce(0) { $0 + term($1) }) / 18
  }

  /// Twice the probability of at most (or at least, whichever is smaller) so many discordant pairs
  /// among the orders of n items, by the recurrence for the number of inversions (Kendall 1938).
  private static func exactP(count n: Int, discordant: Int) -> Double {
    let pairs = n * (n - 1) / 2
    let extreme = min(discordant, pairs - discordant)
    if 2 * extreme == pairs { return 1 }
    // Shares of the n! orders with 0, 1, … inversions.
    var shares = [Double](repeating: 0, count: extreme + 1)
    shares[0] = 1
    for size in 2...max(n, 2) {
      var next = [Double](repeating: 0, count: extreme + 1)
      var window = 0.0
      for inversions in 0...extreme {
        window += shares[inversions]
        if inversions >= size { window -= shares[inversions - size] }
        next[inversions] = window / Double(size)
      }
      shares = next
    }
    return min(1, 2 * shares.reduce(0, +))
  }
}
