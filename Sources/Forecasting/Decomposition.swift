/// Why an aggregate rate changed: by what the units did, or by their shares of the whole.
public enum Decomposition {
  /// One unit's part in a change. Weights are shares of the whole; a nil rate or a weight of 0
  /// says that the unit is not there in that period.
  public struct Unit: Hashable, Sendable {
    public let weight0: Double
    public let rate0: Double?
    public let weight1: Double
    public let rate1: Double?

    public init(weight0: Double, rate0: Double?, weight1: Double, rate1: Double?) {
      self.weight0 = weight0
      self.rate0 = rate0
      self.weight1 = weight1
      self.rate1 = rate1
    }
  }

  /// A change split in two; `within` and `mix` are per unit, in the order of the input, and add up
  /// to `change` exactly.
  public struct Change: Hashable, Sendable {
    public let rate0: Double
    public let rate1: Double
    public let within: [Double]
    /// Centred on the mean aggregate rate, so that growth of a unit above it counts as positive.
    public let mix: [Double]

    public var change: Double { rate1 - rate0 }
    public var withinTotal: Double { within.reduce(0, +) }
    public var mixTotal: Double { mix.reduce(0, +) }
    /// What the parts leave over: rounding only.
    public var residual: Double { change - withinTotal - mixTotal }
  }

  /// Kitagawa's decomposition (1955), centred per unit:
  /// within = (w0 + w1)/2·(r1 − r0), mix = ((r0 + r1)/2 − R̄)·(w1 − w0), R̄ = (R0 + R1)/2.
  /// A unit of one period only has within = 0 and mix = (r − R̄)·(w1 − w0).
  public static func kitagawa(_ units: [Unit]) -> Change {
    let rate0 = units.reduce(0) { $0 + $1.weight0 * ($1.rate0 ?? 0) }
    let rate1 = units.reduce(0) { $0 + $1.weight1 * ($1.rate1 ?? 0) }
    let middle = (rate0 + rate1) / 2
    var within: [Double] = []
    var mix: [Double] = []
    for unit in units {
      let before = unit.weight0 > 0 ? unit.rate0 : nil
      let after = unit.weight1 > 0 ? unit.rate1 : nil
      let moved = unit.weight1 - unit.weight0
      switch (before, after) {
      case (let before?, let after?):
        within.append((unit.weight0 + unit.weight1) / 2 * (after - before))
        mix.append(((before + after) / 2 - middle) * moved)
      case (let only?, nil), (nil, let only?):
        within.append(0)
        mix.append((only - middle) * moved)
      case (nil, nil):
        within.append(0)
        mix.append(0)
      }
    }
    return Change(rate0: rate0, rate1: rate1, within: within, mix: mix)
  }

  /// Units from counts; a total of 0 leaves the unit out of that period. Rates are shares (0…1).
  /// - Throws: `lengthsDiffer`; `coveredExceedsTotal` for negative numbers.
  public static func units(
    covered0: [Double], total0: [Double], covered1: [Double], total1: [Double]
  ) throws(ForecastingError) -> [Unit] {
    let n = covered0.count
    for other in [total0, covered1, total1] where other.count != n {
      throw .lengthsDiffer(n, other.count)
    }
    for (covered, total) in [(covered0, total0), (covered1, total1)] {
      for row in 0..<n where !(total[row] >= 0 && covered[row] >= 0) {
        throw .coveredExceedsTotal(covered: covered[row], total: total[row], row: row)
      }
    }
    let sum0 = total0.reduce(0, +)
    let sum1 = total1.reduce(0, +)
    return (0..<n).map { row in
      Unit(
        weight0: sum0 > 0 ? total0[row] / sum0 : 0,
        rate0: total0[row] > 0 ? covered0[row] / total0[row] : nil,
        weight1: sum1 > 0 ? total1[row] / sum1 : 0,
        rate1: total1[row] > 0 ? covered1[row] / total1[row] : nil)
    }
  }

  /// The three-fold variant with the weights of the first period, and its interaction (units not
  /// in both periods count with a rate of 0 where they are not).
  public static func threefold(
    _ units: [Unit]
  ) -> (within: Double, mix: Double, interaction: Double) {
    var result = (within: 0.0, mix: 0.0, interaction: 0.0)
    for unit in units {
      let before = unit.rate0 ?? 0
      let change = (unit.rate1 ?? 0) - before
      let moved = unit.weight1 - unit.weight0
      result.within += unit.weight0 * change
      result.mix += before * moved
      result.interaction += moved * change
    }
    return result
  }

  /// Das Gupta's effects of three factors whose product is the rate (1993):
  /// (a1 − a0)·[(b0c0 + b1c1)/3 + (b0c1 + b1c0)/6] and so on; they add up to the change.
  public static func dasGupta(
    _ before: (Double, Double, Double), _ after: (Double, Double, Double)
  ) -> (Double, Double, Double) {
    func effect(
      _ a: (Double, Double), _ b: (Double, Double), _ c: (Double, Double)
    ) -> Double {
      (a.1 - a.0) * ((b.0 * c.0 + b.1 * c.1) / 3 + (b.0 * c.1 + b.1 * c.0) / 6)
    }
    let a = (before.0, after.0)
    let b = (before.1, after.1)
    let c = (before.2, after.2)
    return (effect(a, b, c), effect(b, a, c), effect(c, a, b))
  }
}
