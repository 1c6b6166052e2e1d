public import Columns
public import Language
public import Sources

/// What a pipeline means: a tree of relational nodes whose names and types are settled.
///
/// Every node knows its output fields. Expressions refer to columns of the node's input by place;
/// those of a join's residual parts to its left columns followed by its right ones.
public final class LogicalPlan: Sendable {
  public indirect enum Node: Sendable {
    /// A table in memory. `columns` are the places kept, in output order.
    case scan(Table, name: String, columns: [Int])
    /// Rows for which the condition is true.
    case filter(LogicalPlan, Expression)
    /// Exactly these columns.
    case project(LogicalPlan, [NamedExpression])
    /// One row a group, in the order of the keys with nulls last; keys first, then aggregates.
    /// Without keys: one row. With totals: a rollup over the keys from the right, whose rows have
    /// null in the keys that are summed over, and come after their part.
    case aggregate(LogicalPlan, keys: [NamedExpression], [AggregateCall], totals: Bool)
    /// The input's columns and then one per call. Row order stays that of the input.
    case window(LogicalPlan, by: [Expression], sort: [SortKey], [WindowCall])
    /// Stable.
    case sort(LogicalPlan, [SortKey])
    /// `count` rows after the first `offset`.
    case limit(LogicalPlan, offset: Int, count: Int?)
    /// The first `sort` rows in that order: `sort` followed by `limit`, without sorting all.
    case topN(LogicalPlan, [SortKey], count: Int)
    /// The first `count` rows of each group, in input order.
    case limitBy(LogicalPlan, by: [Expression], count: Int)
    /// The first row of each combination of these columns, in input order (all if empty).
    case distinct(LogicalPlan, on: [Int])
    /// Left columns, then right columns (only the left for semi and anti), as `fields` names them.
    /// `rightColumns` are the places of the right input that are kept.
    case join(
      LogicalPlan, LogicalPlan, kind: JoinKind, keys: [(left: Expression, right: Expression)],
      rightColumns: [Int], expect: JoinExpectation?)
    /// Rows of all inputs in order; `columns[i][c]` is the place in input `i` of output `c`.
    case append([LogicalPlan], columns: [[Int?]])
    /// One column a value of `column`, in the order of the values, null last as `(null)`.
    case pivot(
      LogicalPlan, column: Expression, by: [NamedExpression], [AggregateCall], totals: Bool)
    /// Statistics of each column.
    case describe(LogicalPlan)
    /// `compare`, `project` and the like over their observations; runs while the query is bound.
    case analysis(Analysis, [LogicalPlan])
    /// `unpivot`, `complete` or `fill`.
    case reshape(Reshaping, LogicalPlan)
    /// Shows the table and passes it on.
    case peek(LogicalPlan, label: String?)
    /// Fails unless the condition is true of every row; passes its input on.
    case assert(LogicalPlan, Expression, message: String?)
    /// Hands the table to the outside (a file, a table name, a chart) and passes it on.
    case tap(LogicalPlan, Tap)
  }

  public enum JoinKind: Sendable { case inner, left, full, semi, anti }
  public enum JoinExpectation: Sendable { case one, many }

  /// What the session does with a table that flows by.
  public enum Tap: Sendable {
    case export(Destination, at: SourceRange)
    case keep(as: String)
    case chart(ChartRequest)
  }

  /// What a `chart` step asks for.
  public struct ChartRequest: Sendable {
    /// Nil: chosen from the table.
    public var kind: String?
    public var options: [(name: String, value: Value, range: SourceRange)]
    /// The SVG file to write, instead of drawing in the terminal.
    public var path: String?
    public var pathRange: SourceRange?
    /// What was observed before a projection or what-if begins: its keys, `time` and `value`.
    public var history: Table?
    /// What names of pictures end in.
    static let ending = "svg"
  }

  public let node: Node
  public let fields: [Field]
  /// The step in the query; for messages and for `explain`.
  public let range: SourceRange

  public init(_ node: Node, fields: [Field], range: SourceRange) {
    self.node = node
    self.fields = fields
    self.range = range
  }
}
