import Columns
import Functions

/// `rate(covered, total)`: 100 · Σ covered / Σ total in percent, over the rows in which both are
/// known; null where Σ total is 0.
final class RateState: AggregateState {
  private let covered: SumState
  private let total: SumState
  /// Rows left out because just one part was null.
  private(set) var incomplete = 0

  /// - Parameter rowCounts: the lane's counts of rows, where in every row both parts are known.
  init(groups: Int, rowCounts: WorkMemory? = nil) throws {
    covered = try SumState(groups: groups, result: .sum, type: .float, rowCounts: rowCounts)
    total = try SumState(groups: groups, result: .sum, type: .float, rowCounts: rowCounts)
  }

  /// The sums of both parts.
  var sums: [SumState] { [covered, total] }

  func update(_ groups: UnsafePointer<UInt32>, _ inputs: [Column], count: Int) throws {
    if let rows = try Column.rowsValid(inBoth: inputs[0], inputs[1]) {
      for row in 0..<count where inputs[0].isValid(row) != inputs[1].isValid(row) {
        incomplete += 1
      }
      let own = try gatherGroups(groups, rows)
      for (state, input) in zip([covered, total], inputs) {
        let known = try input.gathered(rows.rows, count: rows.count)
        try state.update(own.pointer(UInt32.self), [known], count: rows.count)
      }
    } else {
      try covered.update(groups, [inputs[0]], count: count)
      try total.update(groups, [inputs[1]], count: count)
    }
  }

  func merge(_ other: any AggregateState) throws {
    guard let other = other as? RateState else { return }
    incomplete += other.incomplete
    try covered.merge(other.covered)
    try total.merge(other.total)
  }

  func finish(_ groups: UnsafePointer<UInt32>, count: Int) throws -> Column {
    let top = try covered.finish(groups, count: count)
    let bottom = try total.finish(groups, count: count)
    let numerators = try top.doubles()
    let denominators = try bottom.doubles()
    let numerator = numerators.pointer(Double.self)
    let denominator = denominators.pointer(Double.self)
    return try Column.floats(count) { index in
      guard top.isValid(index), bottom.isValid(index), denominator[index] != 0 else { return nil }
      return 100 * numerator[index] / denominator[index]
    }
  }
}

/// `weighted_avg(x, w)`: Σ w·x / Σ w over the rows in which both are known; null where Σ w is 0.
final class WeightedState: AggregateState {
  private let groups: Int
  private let products: WorkMemory
  private let weights: WorkMemory

  init(groups: Int) throws {
    self.groups = groups
    products = try WorkMemory(CompensatedSum.self, count: groups, zeroed: true)
    weights = try WorkMemory(CompensatedSum.self, count: groups, zeroed: true)
  }

  func update(_ groups: UnsafePointer<UInt32>, _ inputs: [Column], count: Int) throws {
    let valueBuffer = try inputs[0].doubles()
    let weightBuffer = try inputs[1].doubles()
    let values = valueBuffer.pointer(Double.self)
    let weights = weightBuffer.pointer(Double.self)
    let productSums = products.pointer(CompensatedSum.self)
    let weightSums = self.weights.pointer(CompensatedSum.self)
    for row in 0..<count where inputs[0].isValid(row) && inputs[1].isValid(row) {
      let group = Int(groups[row])
      productSums[group].add(values[row] * weights[row])
      weightSums[group].add(weights[row])
    }
  }

  func merge(_ other: any AggregateState) throws {
    guard let other = other as? WeightedState else { return }
    for (own, theirs) in [(products, other.products), (weights, other.weights)] {
      let sums = own.pointer(CompensatedSum.self)
      let others = theirs.pointer(CompensatedSum.self)
      for group in 0..<groups { sums[group].add(others[group]) }
    }
  }

  func finish(_ groups: UnsafePointer<UInt32>, count: Int) throws -> Column {
    let products = self.products.pointer(CompensatedSum.self)
    let weights = self.weights.pointer(CompensatedSum.self)
    return try Column.floats(count) { index in
      let weight = weights[Int(groups[index])].value
      return weight == 0 ? nil : products[Int(groups[index])].value / weight
    }
  }
}
