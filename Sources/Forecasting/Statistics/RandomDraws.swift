import Glibc

/// A fixed sequence of random numbers (SplitMix64, Steele, Lea and Flood 2014), so that whatever is
/// drawn is the same on every run and machine.
public struct RandomDraws: RandomNumberGenerator, Sendable {
  private var state: UInt64
  private var spare: Double?

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Uniform in 0 ..< 1.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Standard normal, by Marsaglia's polar method.
  public mutating func normal() -> Double {
    if let kept = spare {
      spare = nil
      return kept
    }
    while true {
      let u = 2 * uniform() - 1
      let v = 2 * uniform() - 1
      let s = u * u + v * v
      guard s > 0, s < 1 else { continue }
      let scale = (-2 * log(s) / s).squareRoot()
      spare = v * scale
      return u * scale
    }
  }

  /// Triangular on `low...high` with the mode in the middle.
  public mutating func triangular(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * (uniform() + uniform()) / 2
  }
}
