/// A change far outside the usual ones of its series.
public struct Shift: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// One value lies apart from those before and after, or it is the last one.
    case outlier
    /// The values after it stay on the new level.
    case lasting
  }

  /// The index of the first value after the change.
  public let index: Int
  public let kind: Kind
}

extension Series {
  /// Changes that lie apart from the others; empty below five points.
  ///
  /// A change is taken less the median pace and over the square root of its years. It lies apart when
  /// that is more than (6.1 + 470/n²) times the median of its kind, which at most two of a hundred
  /// series of Gaussian noise reach (white noise or a random walk, found by simulation for 5 to 100
  /// points); where more than half of the changes are equal, when it is wider than the range of all
  /// others.
  public var shifts: [Shift] {
    guard count >= 5 else { return [] }
    let steps = (1..<count).map { (values[$0] - values[$0 - 1], times[$0] - times[$0 - 1]) }
    guard let pace = Summaries.median(steps.map { $0.0 / $0.1 }) else { return [] }
    let scaled = steps.map { ($0.0 - pace * $0.1) / $0.1.squareRoot() }
    guard let usual = Summaries.median(scaled.map { abs($0) }) else { return [] }
    let size = values.reduce(0) { max($0, abs($1)) }
    // Months are not of one length: what is small beside a usual step is no event.
    let small = 0.5 * (Summaries.median(steps.map { abs($0.0) }) ?? 0)
    let apart = Set(
      (usual > 1e-9 * size
        ? scaled.indices.filter { abs(scaled[$0]) > Series.limit(count) * usual }
        : Series.widest(scaled, least: 1e-9 * size))
        .filter { abs(scaled[$0]) * steps[$0].1.squareRoot() > small })
    var found: [Shift] = []
    var step = 0
    while step < scaled.count {
      defer { step += 1 }
      guard apart.contains(step) else { continue }
      // There and back is one odd value.
      let returns =
        step + 1 < scaled.count && apart.contains(step + 1)
        && abs(scaled[step] + scaled[step + 1]) < 0.5 * abs(scaled[step])
      let isLast = step == scaled.count - 1
      found.append(Shift(index: step + 1, kind: returns || isLast ? .outlier : .lasting))
      if returns { step += 1 }
    }
    return found
  }

  private static func limit(_ count: Int) -> Double { 6.1 + 470 / Double(count * count) }

  /// The one change, if any, that is wider than the range of the others; two that cancel each other
  /// (there and back) count as one.
  private static func widest(_ changes: [Double], least: Double) -> [Int] {
    let order = changes.indices.sorted { abs(changes[$0]) > abs(changes[$1]) }
    guard let first = order.first, abs(changes[first]) > least else { return [] }
    for chosen in [[first], Array(order.prefix(2))] {
      let others = changes.indices.filter { !chosen.contains($0) }.map { changes[$0] }
      guard let low = others.min(), let high = others.max() else { continue }
      let isPair = chosen.count == 2
      if isPair, abs(changes[chosen[0]] + changes[chosen[1]]) >= 0.5 * abs(changes[first]) {
        continue
      }
      if isPair, abs(chosen[0] - chosen[1]) != 1 { continue }
      if chosen.allSatisfy({ abs(changes[$0]) > high - low }) { return chosen }
    }
    return []
  }
}
