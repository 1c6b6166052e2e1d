import Columns
import Functions

/// `rate(covered, total)`: 100 · Σ covered / Σ total in percent, over the rows in which both are
/// known; null where Σ total is 0.
final class RateState: AggregateState {
  private let covered: SumState
  private let total: SumState
  /// Rows left out because just one part was null.
  private(set) var incomplete = 0

  init(groups: Int) throws {
    covered = try SumState(groups: groups, result: .sum, type: .float)
    total = try SumState(groups: groups, result: .sum, type: .float)
  }

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
    let values = try MutableBuffer(Double.self, count: count)
    let valid = try MutableBitmap(repeating: true, count: count)
    var hasNulls = false
    for index in 0..<count {
      if top.isValid(index), bottom.isValid(index), denominator[index] != 0 {
        values.pointer(Double.self)[index] = 100 * numerator[index] / denominator[index]
      } else {
        values.pointer(Double.self)[index] = 0
        valid.set(index, false)
        hasNulls = true
      }
    }
    return Column(
      type: .float, count: count, storage: .double(values.freeze()),
      validity: hasNulls ? valid.freeze() : nil)
  }
}

/// `weighted_avg(x, w)`: Σ w·x / Σ w over the rows in which both are known; null where Σ w is 0.
final class WeightedState: AggregateState {
  private let groups: Int
  /// Σ w·x and Σ w, one after the other for each group.
  private let sums: WorkMemory

  init(groups: Int) throws {
    self.groups = groups
    sums = try WorkMemory(Double.self, count: groups * 2, zeroed: true)
  }

  func update(_ groups: UnsafePointer<UInt32>, _ inputs: [Column], count: Int) throws {
    let valueBuffer = try inputs[0].doubles()
    let weightBuffer = try inputs[1].doubles()
    let values = valueBuffer.pointer(Double.self)
    let weights = weightBuffer.pointer(Double.self)
    let sums = self.sums.pointer(Double.self)
    for row in 0..<count where inputs[0].isValid(row) && inputs[1].isValid(row) {
      let group = Int(groups[row]) * 2
      sums[group] += values[row] * weights[row]
      sums[group + 1] += weights[row]
    }
  }

  func merge(_ other: any AggregateState) throws {
    guard let other = other as? WeightedState else { return }
    let sums = self.sums.pointer(Double.self)
    let theirs = other.sums.pointer(Double.self)
    for place in 0..<groups * 2 { sums[place] += theirs[place] }
  }

  func finish(_ groups: UnsafePointer<UInt32>, count: Int) throws -> Column {
    let sums = self.sums.pointer(Double.self)
    var cells: [Value] = []
    for index in 0..<count {
      let group = Int(groups[index]) * 2
      cells.append(sums[group + 1] == 0 ? .null : .double(sums[group] / sums[group + 1]))
    }
    return try Column(.float, cells)
  }
}
