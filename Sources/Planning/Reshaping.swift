public import Columns
import Language

/// A step that gives a table another shape, with names and types settled. Places are those of its
/// input.
public enum Reshaping: Sendable {
  /// Each row becomes one for each of the columns: the kept columns, the column's name, its value.
  case unpivot(columns: [Int], kept: [Int], names: [Value], type: DataType)
  /// Adds the combinations of keys and values that are missing, and sorts by keys and column. Nil
  /// values: those that the column has.
  case complete(column: Int, values: [Value]?, by: [Expression])
  /// Fills nulls within groups, in an order.
  case fill(columns: [Int], FillMethod, by: [Expression], sort: [SortKey])

  /// How a null gets its value.
  public enum FillMethod: Sendable {
    case previous
    case next
    /// On a line between the neighbours that are known, over the one sort key or the rows' places.
    case linear
    case value(Value)
  }

  /// The step's word.
  public var name: String {
    switch self {
    case .unpivot: "unpivot"
    case .complete: "complete"
    case .fill: "fill"
    }
  }
}
