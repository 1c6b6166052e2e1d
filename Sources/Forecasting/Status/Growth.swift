import Glibc

enum Growth {
  /// ratio^(1/years) − 1, exact near 1 too.
  static func rate(_ ratio: Double, years: Double) -> Double { expm1(log(ratio) / years) }
}
