package import Columns
import Functions
import Planning

/// The running results of one aggregate for a range of groups.
///
/// A state belongs to one thread at a time. Groups are numbered from 0; `update` sees rows in their
/// order, `merge` takes the states of later rows, so that results follow from the rows alone.
protocol AggregateState: AnyObject {
  /// Folds in `count` rows: `groups[i]` is the group of row `i` of each input.
  func update(_ groups: UnsafePointer<UInt32>, _ inputs: [Column], count: Int) throws
  /// Folds in the state of later rows of the same groups.
  func merge(_ other: any AggregateState) throws
  /// The results of the given groups, in that order.
  func finish(_ groups: UnsafePointer<UInt32>, count: Int) throws -> Column
}

/// An aggregate call with its expressions compiled.
struct CompiledAggregate: Sendable {
  let call: AggregateCall
  let arguments: [Compiled]
  let condition: Compiled?
  /// Whether every row of a group counts: no condition, and no argument that may be null.
  var countsAllRows = false
  /// Whether all arguments are stored integers or decimals.
  var hasExactArguments = false

  /// Whether the result is the same in whatever order rows and states are folded in.
  var isExact: Bool {
    switch call.function {
    case .count, .any, .all: true
    case .sum, .avg, .rate, .min, .max: hasExactArguments
    default: false
    }
  }

  /// Whether a fixed amount of state per group is enough and nothing refers back to rows.
  var isStreaming: Bool {
    if !call.sort.isEmpty { return false }
    return switch call.function {
    case .count, .sum, .avg, .stddev, .variance, .any, .all, .corr, .slope, .intercept, .r2,
      .weightedAvg, .rate:
      true
    case .min, .max: call.arguments[0].type != .text
    case .median, .quantile, .countDistinct, .first, .last, .mode, .argMax, .argMin, .textJoin:
      false
    }
  }

  /// Bytes of state per group, about.
  var stateSize: Int {
    switch call.function {
    case .count, .any, .all: 8
    case .sum, .avg, .min, .max: 16
    case .rate, .weightedAvg, .stddev, .variance, .slope, .intercept: 32
    default: 64
    }
  }

  /// A state for groups `0..<groups`.
  ///
  /// - Parameter rowCounts: where the lane counts the rows of each group, if it does.
  func makeState(groups: Int, rowCounts: WorkMemory? = nil) throws -> any AggregateState {
    let shared = countsAllRows ? rowCounts : nil
    return switch call.function {
    case .count: try CountState(groups: groups, rowCounts: shared)
    case .sum:
      try SumState(groups: groups, result: .sum, type: call.type, rowCounts: shared)
    case .avg:
      try SumState(groups: groups, result: .mean, type: call.type, rowCounts: shared)
    case .min: try ExtremeState(groups: groups, wantsLargest: false, type: call.type)
    case .max: try ExtremeState(groups: groups, wantsLargest: true, type: call.type)
    case .any: try TruthState(groups: groups, wantsAll: false)
    case .all: try TruthState(groups: groups, wantsAll: true)
    case .rate: try RateState(groups: groups, rowCounts: shared)
    case .stddev, .variance: try SpreadState(groups: groups, function: call.function)
    case .corr, .slope, .intercept, .r2: try LineState(groups: groups, function: call.function)
    case .weightedAvg: try WeightedState(groups: groups)
    case .median, .quantile, .countDistinct, .first, .last, .mode, .argMax, .argMin, .textJoin:
      preconditionFailure("\(call.function) is not a streaming aggregate")
    }
  }
}

extension Column {
  /// The numbers of the rows that are valid in this column and in another.
  static func rowsValid(inBoth left: Column, _ right: Column) throws -> RowIDs? {
    guard left.mayHaveNulls || right.mayHaveNulls else { return nil }
    let rows = try MutableBuffer(UInt32.self, count: left.count)
    let out = rows.pointer(UInt32.self)
    var count = 0
    for row in 0..<left.count where left.isValid(row) && right.isValid(row) {
      out[count] = UInt32(truncatingIfNeeded: row)
      count += 1
    }
    return RowIDs(buffer: rows.freeze(), count: count)
  }

  /// A byte a row, 1 where there is a value and `keep`, if given, is not 0; nil where that is so of
  /// every row.
  func known(_ keep: Buffer? = nil) throws -> Buffer? {
    if case .nulls = storage {
      return try MutableBuffer(UInt8.self, count: count, zeroed: true).freeze()
    }
    guard let validity else { return keep }
    let result = try MutableBuffer(UInt8.self, count: count)
    let out = result.pointer(UInt8.self)
    validity.expand(from: offset, count: count, into: out)
    if let others = keep?.pointer(UInt8.self) {
      for row in 0..<count { out[row] &= others[row] }
    }
    return result.freeze()
  }

  /// The rows as doubles in a fresh buffer.
  package func doubles() throws -> Buffer {
    let result = try MutableBuffer(Double.self, count: count)
    decodeDoubles(into: result.pointer(Double.self))
    return result.freeze()
  }
}

/// `groups[rows[i]]` for each of the rows.
func gatherGroups(_ groups: UnsafePointer<UInt32>, _ rows: RowIDs) throws -> Buffer {
  let result = try MutableBuffer(UInt32.self, count: rows.count)
  let out = result.pointer(UInt32.self)
  let source = rows.rows
  for index in 0..<rows.count { out[index] = groups[Int(source[index])] }
  return result.freeze()
}
