/// A sum of doubles that keeps the rounding error of each addition apart (Neumaier's summation): what a
/// large value swallows is there again once the large value is taken away.
struct CompensatedSum: BitwiseCopyable {
  private var sum = 0.0
  private var correction = 0.0

  init(_ value: Double = 0) { sum = value }

  var value: Double { sum + correction }

  @inline(__always)
  mutating func add(_ value: Double) {
    let next = sum + value
    let error = sum.magnitude >= value.magnitude ? (sum - next) + value : (value - next) + sum
    sum = next
    // Infinities and NaN have no rounding error to keep.
    if error.isFinite { correction += error }
  }

  mutating func add(_ other: CompensatedSum) {
    add(other.sum)
    correction += other.correction
  }
}
