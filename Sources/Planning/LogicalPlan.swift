public import Columns
public import Language
public import Sources

/// What a pipeline means: a tree of relational nodes whose names and types are settled.
///
/// A plan is data: it names its sources by identity and its functions by name, so that it can be
/// printed, compared and hashed, and it holds no rows. Every node knows its output fields.
/// Expressions refer to columns of the node's input by place; those of a join's residual parts to
/// its left columns followed by its right ones.
public final class LogicalPlan: Sendable, Hashable {
  public indirect enum Node: Sendable, Hashable {
    /// The columns of a source that are called as the fields.
    case scan(SourceID)
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
      LogicalPlan, LogicalPlan, kind: JoinKind, keys: [JoinKey], rightColumns: [Int],
      expect: JoinExpectation?)
    /// Rows of all inputs in order; `columns[i][c]` is the place in input `i` of output `c`.
    case append([LogicalPlan], columns: [[Int?]])
    /// One column a value of `column`, in the order of the values, null last as `(null)`: a stage.
    case pivot(
      LogicalPlan, column: Expression, by: [NamedExpression], [AggregateCall], totals: Bool)
    /// Statistics of each column.
    case describe(LogicalPlan)
    /// `compare`, `project` and the like over their observations: a stage.
    case analysis(AnalysisStep, [AnalysisInput])
    /// `unpivot`, `complete` or `fill`.
    case reshape(Reshaping, LogicalPlan)
    /// Shows the table and passes it on.
    case peek(LogicalPlan, label: String?)
    /// Fails unless the condition is true of every row; passes its input on.
    case assert(LogicalPlan, Expression, message: String?)
    /// What stands for a step that cannot be bound, or not yet: nothing is known of its columns.
    case unbound(LogicalPlan)
    /// Hands the table to the outside (a file, a table name, a chart) and passes it on. `history` is
    /// what was observed before the projection or what-if that a chart shows: keys, time and value.
    case tap(LogicalPlan, Tap, history: LogicalPlan?)
  }

  public enum JoinKind: Sendable, Hashable { case inner, left, full, semi, anti }
  public enum JoinExpectation: Sendable, Hashable { case one, many }

  /// Two expressions that are equal in rows that match, or in another order: one over the left input,
  /// one over the right. A join without keys matches every row with every row.
  public struct JoinKey: Sendable, Hashable {
    public var left: Expression
    public var right: Expression
    /// The sign between the two.
    public var comparison: BinaryOperator
    /// Whether of the rows that match only those count whose key is nearest, and the first of them.
    public var isNearest: Bool

    public init(
      left: Expression, right: Expression, comparison: BinaryOperator = .equal,
      isNearest: Bool = false
    ) {
      self.left = left
      self.right = right
      self.comparison = comparison
      self.isNearest = isNearest
    }
  }

  /// What the session does with a table that flows by.
  public enum Tap: Sendable, Hashable {
    case export(Destination, at: SourceRange)
    /// Writes into a table of a database.
    case store(RemoteTarget, at: SourceRange)
    case keep(as: String)
    case chart(ChartRequest)
  }

  /// A table of a database that is written.
  public struct RemoteTarget: Sendable, Hashable {
    /// What becomes of a table that is there already.
    public enum Mode: String, Sendable, Hashable, CaseIterable { case create, append, replace }

    public var connection: String
    public var path: [String]
    public var mode: Mode

    public init(connection: String, path: [String], mode: Mode) {
      self.connection = connection
      self.path = path
      self.mode = mode
    }

    /// As it stands in messages.
    public var written: String { ([connection] + path).joined(separator: ".") }
  }

  /// An option of `export` or `chart` with its value.
  public struct TapOption: Sendable, Hashable {
    public var name: String
    public var value: Value
    public var range: SourceRange

    public init(name: String, value: Value, range: SourceRange) {
      self.name = name
      self.value = value
      self.range = range
    }
  }

  /// What a `chart` step asks for.
  public struct ChartRequest: Sendable, Hashable {
    /// Nil: chosen from the table.
    public var kind: String?
    public var options: [TapOption]
    /// The picture to write, instead of drawing in the terminal.
    public var path: String?
    public var pathRange: SourceRange?
    /// What names of pictures end in.
    static let endings = ["svg", "png", "pdf"]
  }

  public let node: Node
  public let fields: [Field]
  /// Whether the rows bring further columns that nothing but the data tells.
  public let isOpen: Bool
  /// The step in the query; for messages and for `explain`.
  public let range: SourceRange

  /// - Parameter isOpen: whether more columns than `fields` may come; nil: where an input has such.
  public init(_ node: Node, fields: [Field], isOpen: Bool? = nil, range: SourceRange) {
    self.node = node
    self.fields = fields
    self.isOpen = isOpen ?? node.passesOpenColumns
    self.range = range
  }

  public static func == (one: LogicalPlan, other: LogicalPlan) -> Bool {
    one === other
      || (one.isOpen == other.isOpen && one.fields == other.fields && one.range == other.range
        && one.node == other.node)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(fields)
    hasher.combine(node)
  }

  /// Whether the columns that this node gives depend on the data, so that what follows can be bound
  /// only when it has run.
  public var isStage: Bool {
    switch node {
    case .pivot, .analysis: true
    default: false
    }
  }

  /// The inputs of the node.
  public var inputs: [LogicalPlan] { node.inputs }

  /// All sources that the plan reads, one that is read twice twice.
  public var scans: [SourceID] {
    if case .scan(let id) = node { return [id] }
    return inputs.flatMap(\.scans)
  }
}

extension LogicalPlan.Node {
  /// The inputs of the node.
  var inputs: [LogicalPlan] {
    switch self {
    case .scan: []
    case .filter(let input, _), .project(let input, _), .aggregate(let input, _, _, _),
      .window(let input, _, _, _), .sort(let input, _), .limit(let input, _, _),
      .topN(let input, _, _), .limitBy(let input, _, _), .distinct(let input, _),
      .pivot(let input, _, _, _, _), .reshape(_, let input), .describe(let input),
      .peek(let input, _), .assert(let input, _, _), .unbound(let input):
      [input]
    case .tap(let input, _, let history): [input] + (history.map { [$0] } ?? [])
    case .join(let left, let right, _, _, _, _): [left, right]
    case .append(let inputs, _): inputs
    case .analysis(_, let inputs): inputs.map(\.plan)
    }
  }

  /// Whether columns of an input that are not known yet go on to the output.
  fileprivate var passesOpenColumns: Bool {
    switch self {
    case .scan, .project, .aggregate, .describe: false
    case .pivot, .analysis, .unbound: true
    case .tap(let input, _, _): input.isOpen
    default: inputs.contains { $0.isOpen }
    }
  }
}
