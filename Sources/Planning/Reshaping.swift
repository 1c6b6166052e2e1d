public import Columns

/// A step that gives a table another shape, with names and types settled. Places are those of its
/// input.
public enum Reshaping: Sendable, Hashable {
  /// Each row becomes one for each element of `columns`, in their order: the other columns, then the
  /// name from `names` and the values of the element's columns, null where it has none.
  case unpivot(columns: [[Int?]], names: ValueList)
  /// Each row becomes one for each part of a text, in their order. The part stands in the column, or
  /// behind the others where `keeps`; its place from 1 last, where `numbers`.
  case split(column: Int, separator: String, keeps: Bool, numbers: Bool)
  /// Adds a row for each combination of the keys present with a value that they lack, null in the
  /// other columns, and sorts by keys and column. Without values those that the column has.
  case complete(column: Int, CompletedValues?, by: [Int])
  /// Puts values where these columns are null, within groups and in an order; rows stay in theirs.
  case fill(columns: [Int], FillMethod, by: [Expression], sort: [SortKey])

  /// The step's word.
  public var name: String {
    switch self {
    case .unpivot: "unpivot"
    case .split: "split"
    case .complete: "complete"
    case .fill: "fill"
    }
  }
}

/// Values of one type, written in a query or read from its names.
public struct ValueList: Sendable, Hashable {
  public let type: DataType
  public let values: [Value]

  public init(_ type: DataType, _ values: [Value]) {
    self.type = type
    self.values = values
  }

  /// The values as a column. Throws `MemoryLimitExceeded`.
  public func column() throws -> Column { try Column(type, values) }
}

/// The values that `complete` makes sure of.
public struct CompletedValues: Sendable, Hashable {
  /// The values themselves, of the column's type, without nulls; they may repeat.
  public let values: ValueList
  /// For values that stand for whole periods: the days of each, since 1970-01-01, in order and
  /// without overlap. A value is then present where any row of the group lies in its period, and
  /// one that is added stands where the column's own times stand in theirs.
  public let periods: [ClosedRange<Int>]?

  public init(values: ValueList, periods: [ClosedRange<Int>]? = nil) {
    self.values = values
    self.periods = periods
  }
}

/// What `fill` puts in the place of null.
public enum FillMethod: Sendable, Hashable {
  /// The last value before it in the group.
  case previous
  /// The first value after it.
  case next
  /// The straight line between the two over the sort key, where that is one number or time, else
  /// over the rows. Before the first and after the last value null stays.
  case linear
  /// This value, one for each of the columns and of its type.
  case values([Value])
}
