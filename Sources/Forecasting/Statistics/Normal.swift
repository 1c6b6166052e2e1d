import Glibc

/// The standard normal distribution.
public enum Normal {
  /// P(Z ≤ x).
  public static func cumulative(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

  /// P(Z > x), exact in the far tail too.
  public static func survival(_ x: Double) -> Double { 0.5 * erfc(x / 2.0.squareRoot()) }

  /// Density at x.
  public static func density(_ x: Double) -> Double {
    exp(-x * x / 2) / (2 * Double.pi).squareRoot()
  }

  /// The x with P(Z ≤ x) = p; ∓∞ at 0 and 1, NaN outside.
  ///
  /// Start by the rational approximation 26.2.23 of Abramowitz and Stegun (error below 4.5e-4),
  /// then Halley steps on `erfc` to full precision.
  public static func quantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return p == 0 ? -.infinity : p == 1 ? .infinity : .nan }
    let tail = min(p, 1 - p)
    let t = (-2 * log(tail)).squareRoot()
    let numerator = 2.515517 + t * (0.802853 + t * 0.010328)
    let denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    var x = t - numerator / denominator
    for _ in 0..<3 {
      let newton = (survival(x) - tail) / density(x)
      x += newton / (1 + x * newton / 2)
    }
    return p < 0.5 ? -x : x
  }
}
