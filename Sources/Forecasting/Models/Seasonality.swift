/// Seasons within the year, for quarterly and monthly series.
public enum Seasonality {
  /// The M4 organisers' test on whole periods: |acf_m| > 1.645·√((1 + 2Σ_{i<m} acf_i²)/n).
  /// Always false below 2m values.
  public static func isPresent(_ values: [Double], periodsPerYear m: Int) -> Bool {
    let n = values.count
    guard m > 1, n >= 2 * m, let mean = Summaries.mean(values) else { return false }
    let total = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard total > 0 else { return false }
    let autocorrelations = (1...m).map { lag in
      (lag..<n).reduce(0) { $0 + (values[$1] - mean) * (values[$1 - lag] - mean) } / total
    }
    let squares = autocorrelations.dropLast().reduce(0) { $0 + $1 * $1 }
    let limit = 1.645 * ((1 + 2 * squares) / Double(n)).squareRoot()
    return abs(autocorrelations[m - 1]) > limit
  }

  /// Classical multiplicative indices, one per season from the first value on, with mean 1: the
  /// mean ratio of value to centred moving average. nil below 2m values or with a value ≤ 0.
  public static func indices(_ values: [Double], periodsPerYear m: Int) -> [Double]? {
    let n = values.count
    guard m > 1, n >= 2 * m, values.allSatisfy({ $0 > 0 }) else { return nil }
    var sums = [Double](repeating: 0, count: m)
    var counts = [Int](repeating: 0, count: m)
    let half = m / 2
    for centre in half..<(n - half) {
      // For an even m the two ends weigh a half each.
      var average = values[(centre - half + 1)..<(centre + half)].reduce(0, +)
      average +=
        m % 2 == 0
        ? (values[centre - half] + values[centre + half]) / 2
        : values[centre - half] + values[centre + half]
      sums[centre % m] += values[centre] / (average / Double(m))
      counts[centre % m] += 1
    }
    guard counts.allSatisfy({ $0 > 0 }) else { return nil }
    let raw = zip(sums, counts).map { $0 / Double($1) }
    let mean = raw.reduce(0, +) / Double(m)
    return raw.map { $0 / mean }
  }
}

/// The value of the same season of the last year.
public struct SeasonalNaive: Sendable {
  public let lastYear: [Double]
  /// √ of the mean squared change over a year; nil without two years.
  public let sigma: Double?

  /// nil with less than a year of values.
  public init?(_ values: [Double], periodsPerYear m: Int) {
    guard m >= 1, values.count >= m else { return nil }
    lastYear = Array(values.suffix(m))
    let changes = (m..<max(values.count, m)).map { values[$0] - values[$0 - m] }
    sigma = Summaries.mean(changes.map { $0 * $0 })?.squareRoot()
  }

  public func value(afterPeriods periods: Int) -> Double {
    lastYear[(max(periods, 1) - 1) % lastYear.count]
  }

  /// σ·√(years begun).
  public func standardError(afterPeriods periods: Int) -> Double? {
    sigma.map { $0 * Double((max(periods, 1) - 1) / lastYear.count + 1).squareRoot() }
  }
}

/// The same season of the last year plus the mean change from year to year: for series too short
/// to estimate seasons from.
public struct YearOnYear: Sendable {
  public let lastYear: [Double]
  /// Mean change over a year.
  public let slope: Double

  /// nil without a pair of values one year apart.
  public init?(_ values: [Double], periodsPerYear m: Int) {
    guard m >= 1, values.count > m else { return nil }
    lastYear = Array(values.suffix(m))
    let changes = (m..<values.count).map { values[$0] - values[$0 - m] }
    slope = changes.reduce(0, +) / Double(changes.count)
  }

  public func value(afterPeriods periods: Int) -> Double {
    let ahead = max(periods, 1) - 1
    return lastYear[ahead % lastYear.count] + slope * Double(ahead / lastYear.count + 1)
  }
}
