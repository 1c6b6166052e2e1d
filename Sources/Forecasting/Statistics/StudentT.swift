import Glibc

/// Student's t distribution.
public enum StudentT {
  /// P(T > x) with `degreesOfFreedom` > 0, by the regularised incomplete beta function.
  public static func survival(_ x: Double, degreesOfFreedom df: Double) -> Double {
    guard df > 0, !x.isNaN else { return .nan }
    guard x.isFinite else { return x > 0 ? 0 : 1 }
    let half = 0.5 * incompleteBeta(df / (df + x * x), df / 2, 0.5)
    return x >= 0 ? half : 1 - half
  }

  /// P(T ≤ x).
  public static func cumulative(_ x: Double, degreesOfFreedom df: Double) -> Double {
    survival(-x, degreesOfFreedom: df)
  }

  /// Density at x.
  public static func density(_ x: Double, degreesOfFreedom df: Double) -> Double {
    let scale = logGamma((df + 1) / 2) - logGamma(df / 2) - 0.5 * log(df * Double.pi)
    return exp(scale - (df + 1) / 2 * log1p(x * x / df))
  }

  /// The x with P(T ≤ x) = p; ∓∞ at 0 and 1, NaN outside or without degrees of freedom.
  ///
  /// Newton's method inside a bracket, which halves the bracket whenever a step would leave it.
  public static func quantile(_ p: Double, degreesOfFreedom df: Double) -> Double {
    guard p > 0, p < 1, df > 0 else {
      return df > 0 && p == 0 ? -.infinity : df > 0 && p == 1 ? .infinity : .nan
    }
    if p < 0.5 { return -quantile(1 - p, degreesOfFreedom: df) }
    if p == 0.5 { return 0 }
    let tail = 1 - p
    var low = 0.0
    var high = 2.0
    while survival(high, degreesOfFreedom: df) > tail, high < 1e300 {
      low = high
      high *= 4
    }
    var x = min(max(Normal.quantile(p), low), high)
    for _ in 0..<200 {
      let excess = survival(x, degreesOfFreedom: df) - tail
      if excess > 0 { low = x } else { high = x }
      var next = x + excess / density(x, degreesOfFreedom: df)
      if !(next > low && next < high) { next = (low + high) / 2 }
      if abs(next - x) <= 4 * x.ulp { return next }
      x = next
    }
    return x
  }

  /// I_x(a, b), by its continued fraction (Abramowitz and Stegun 26.5.8) evaluated with Lentz's
  /// method, on the side where the fraction converges fast.
  static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let front = exp(
      logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x))
    return x < (a + 1) / (a + b + 2)
      ? front * betaFraction(x, a, b) / a
      : 1 - front * betaFraction(1 - x, b, a) / b
  }

  private static func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func safe(_ v: Double) -> Double { abs(v) < tiny ? tiny : v }
    var c = 1.0
    var d = 1 / safe(1 - (a + b) * x / (a + 1))
    var value = d
    for step in 1...500 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / safe(1 + even * d)
      c = safe(1 + even / c)
      value *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / safe(1 + odd * d)
      c = safe(1 + odd / c)
      let factor = d * c
      value *= factor
      if abs(factor - 1) < 1e-15 { break }
    }
    return value
  }

  /// ln Γ(x) for x > 0; the reentrant form, since the plain one writes to a global.
  private static func logGamma(_ x: Double) -> Double {
    var sign: Int32 = 0
    // The address of a local variable, for the time of the call.
    return unsafe lgamma_r(x, &sign)
  }
}
