/// Steele, Lea and Flood's SplitMix64 (2014). Every row seeds one of its own from its number, so
/// that rows are the same whichever thread makes them and however many there are.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64, stream: UInt64, row: Int = 0) {
    state = mix(seed &+ mix(stream &+ mix(UInt64(truncatingIfNeeded: row))))
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return mix(state)
  }

  /// Uniform in 0 ..< 1, in steps of 2⁻⁵³.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform in the range, by the high word of a product (the bias is below 2⁻³⁰ here).
  mutating func integer(in range: Range<Int>) -> Int {
    range.lowerBound + Int(next().multipliedFullWidth(by: UInt64(range.count)).high)
  }

  /// True with the given probability.
  mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

  /// Standard normal, by Marsaglia's polar method.
  mutating func normal() -> Double {
    while true {
      let u = 2 * uniform() - 1
      let v = 2 * uniform() - 1
      let s = u * u + v * v
      if s > 0 && s < 1 { return u * (-2 * logarithm(s) / s).squareRoot() }
    }
  }

  /// Gamma of shape 2: two exponentials added up.
  mutating func gammaOfShapeTwo(scale: Double) -> Double {
    -scale * logarithm((1 - uniform()) * (1 - uniform()))
  }

  mutating func element<T>(of list: [T]) -> T { list[integer(in: 0..<list.count)] }
}

/// The finaliser of SplitMix64.
func mix(_ value: UInt64) -> UInt64 {
  var z = value
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}

/// Natural logarithm of a positive, finite, normal number to about 1e-15, from the four operations
/// alone: the C library's may differ in the last bit between versions, and the data must not.
func logarithm(_ x: Double) -> Double {
  var m = x.significand  // 1 ..< 2
  var e = Double(x.exponent)
  if m > 1.414_213_562_373_095_1 {
    m /= 2
    e += 1
  }
  let s = (m - 1) / (m + 1)
  let square = s * s
  var term = s
  var sum = 0.0
  var divisor = 1.0
  while divisor < 24 {
    sum += term / divisor
    term *= square
    divisor += 2
  }
  return 2 * sum + e * 0.693_147_180_559_945_3
}

/// A pseudo-random order of 0 ..< count that can be asked at any place: a Feistel network of four
/// rounds over the next even power of two, walked until it lands inside.
struct Shuffle: Sendable {
  let count: Int
  private let half: UInt64
  private let keys: [UInt64]

  init(count: Int, seed: UInt64) {
    self.count = count
    var bits: UInt64 = 2
    while 1 << bits < count { bits += 2 }
    half = bits / 2
    keys = (0..<4).map { mix(seed &+ mix(0xF00D &+ $0)) }
  }

  subscript(place: Int) -> Int {
    let mask: UInt64 = (1 << half) - 1
    var x = UInt64(place)
    repeat {
      var left = x >> half
      var right = x & mask
      for key in keys { (left, right) = (right, left ^ (mix(right ^ key) & mask)) }
      x = (left << half) | right
    } while x >= UInt64(count)
    return Int(x)
  }
}

/// Zipf's law with exponent 1: rank k of 0 ..< count has a weight of 1 / (k + 1).
struct Zipf: Sendable {
  private let cumulated: [Double]

  init(count: Int) {
    var sum = 0.0
    cumulated = (0..<count).map {
      sum += 1 / Double($0 + 1)
      return sum
    }
  }

  func rank(_ random: inout SplitMix) -> Int {
    let wanted = random.uniform() * (cumulated.last ?? 0)
    var low = 0
    var high = cumulated.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulated[middle] > wanted { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
