/// Further published ways to look at progress among peers; values, directed by `direction`.
public enum PeerMeasures {
  /// Share of the starting gap on course to be closed by the target's time (McArthur and
  /// Rasmussen): (projected − base)/(target − base). nil for a base at the target.
  public static func shareOfGap(_ pace: Pace) -> Double? {
    guard let projected = pace.projected, pace.target.value != pace.baseValue else { return nil }
    return (projected - pace.baseValue) / (pace.target.value - pace.baseValue)
  }

  /// Distance to the target in standard deviations of the peer group, 0 when reached (OECD,
  /// Measuring Distance to the SDG Targets). nil for peers that do not vary.
  public static func distance(_ value: Double, target: Target, peers: [Double]) -> Double? {
    guard let variance = Summaries.variance(peers), variance > 0 else { return nil }
    return max(0, target.direction.sign * (target.value - value) / variance.squareRoot())
  }

  /// What a change is worth against the typical one from the same starting level (the World Bank's
  /// speed of progress): 1 is typical, 2 twice as fast.
  public struct TypicalPath: Sendable {
    /// Levels, ascending, and the years that the typical unit takes to reach each from the first.
    public let levels: [Double]
    public let years: [Double]

    /// Typical yearly change by starting level: the median over all units and yearly steps in each
    /// of `classes` equal parts of the range seen; a class without steps borrows its neighbour's.
    /// nil below five steps, or where the typical change is not positive in any class.
    public init?(_ units: [Series], direction: Direction = .up, classes: Int = 10) {
      var steps: [(level: Double, change: Double)] = []
      for unit in units {
        for k in 1..<max(unit.count, 1) {
          let years = unit.times[k] - unit.times[k - 1]
          steps.append(
            (unit.values[k - 1], direction.sign * (unit.values[k] - unit.values[k - 1]) / years))
        }
      }
      guard steps.count >= 5, classes >= 1 else { return nil }
      let all = units.flatMap(\.values)
      guard let low = all.min(), let high = all.max(), high > low else { return nil }
      let width = (high - low) / Double(classes)
      let typical: [Double?] = (0..<classes).map { place in
        let from = low + Double(place) * width
        let inside = steps.filter {
          $0.level >= from && ($0.level < from + width || place == classes - 1)
        }
        return Summaries.median(inside.map(\.change)).flatMap { $0 > 0 ? $0 : nil }
      }
      guard let first = typical.compactMap({ $0 }).first else { return nil }
      var known = first
      var levels = [low]
      var years = [0.0]
      for (place, change) in typical.enumerated() {
        known = change ?? known
        levels.append(low + Double(place + 1) * width)
        years.append(years[place] + width / known)
      }
      self.levels = levels
      self.years = direction == .up ? years : years.map { -$0 }
    }

    /// Typical years per year from one point to the next; nil without time between them.
    public func speed(from start: Point, to end: Point) -> Double? {
      guard end.time > start.time else { return nil }
      return (time(of: end.value) - time(of: start.value)) / (end.time - start.time)
    }

    private func time(of level: Double) -> Double {
      Simulation.interpolate(
        zip(levels, years).map { Clause.BoundPoint(time: $0, value: $1) }, at: level)
    }
  }
}
