/// `name = expression`, or an expression that names itself.
public struct Item: Sendable, Hashable {
  /// Nil: the binder names it (`sum(covered)` gives `sum_covered`).
  public let name: Name?
  public let expr: SyntaxExpression
  /// `-a` in `select`: leave the column out.
  public let isDropped: Bool
  /// The column that `_` means in the expression, in an item made of a pattern such as `rate_*`.
  public let column: Name?
  public let range: SourceRange

  public init(
    name: Name?, expr: SyntaxExpression, isDropped: Bool = false, column: Name? = nil,
    range: SourceRange
  ) {
    self.name = name
    self.expr = expr
    self.isDropped = isDropped
    self.column = column
    self.range = range
  }
}

/// `a` or `-a`, `a nulls first`; the minus applies to the whole expression.
public struct SortKey: Sendable, Hashable {
  /// Where rows without a key stand.
  public enum Nulls: String, Sendable, Hashable, CaseIterable {
    case first
    case last
  }

  public let expr: SyntaxExpression
  public let isDescending: Bool
  /// Nil: not said, and then last.
  public let nulls: Nulls?
  public let range: SourceRange

  public init(
    expr: SyntaxExpression, isDescending: Bool, nulls: Nulls? = nil, range: SourceRange
  ) {
    self.expr = expr
    self.isDescending = isDescending
    self.nulls = nulls
    self.range = range
  }

  /// The way in which the key sorts, without what it sorts by.
  var order: String { (isDescending ? "-" : "") + (nulls?.rawValue ?? "") }
}

/// The rows around a row that the aggregates of a `derive` see.
public struct WindowFrame: Sendable, Hashable {
  public enum Extent: Sendable, Hashable {
    /// `rows a..b`: from so many rows before (negative) or after to so many; nil is without end.
    case rows(from: SyntaxExpression?, to: SyntaxExpression?)
    /// `since d`: rows whose sort key is at most a duration or number below that of the row.
    case since(SyntaxExpression)
  }

  public let extent: Extent
  public let range: SourceRange
}

/// `derive [by keys] [sort keys] [rows a..b|since d]: items`
public struct DeriveStep: Sendable, Hashable {
  public let by: [Item]
  public let sort: [SortKey]
  public let frame: WindowFrame?
  public let items: [Item]
}

/// `group by keys [with totals]: aggregates`
public struct GroupStep: Sendable, Hashable {
  public let by: [Item]
  public let withTotals: Bool
  public let aggregates: [Item]
}

/// `take n [by keys]`, `take a..b`
public struct TakeStep: Sendable, Hashable {
  public enum Amount: Sendable, Hashable {
    case count(SyntaxExpression)
    /// Rows a to b, counted from 1, both included.
    case range(from: SyntaxExpression, to: SyntaxExpression)
  }

  public let amount: Amount
  public let by: [Item]
}

/// `join [kind] [nearest] source on keys [expect one|many]`
public struct JoinStep: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case inner
    case left
    case full
    case semi
    case anti
    /// Every row with every row.
    case cross
  }

  public enum Expectation: String, Sendable, Hashable, CaseIterable {
    case one
    case many
  }

  public let kind: Kind
  /// Of the rows that match, the one whose compared key is nearest.
  public let isNearest: Bool
  public let source: Source
  public let on: [JoinKey]
  public let expect: Expectation?
}

/// `key`, the same name on both sides, `left == right` or another comparison, with columns of the
/// left side on its left.
public struct JoinKey: Sendable, Hashable {
  public let left: SyntaxExpression
  public let right: SyntaxExpression
  public let comparison: BinaryOperator
  /// Written once: the result keeps one copy.
  public var isShared: Bool { operatorRange == nil }
  /// The `==` between two columns.
  public let operatorRange: SourceRange?
  public let range: SourceRange

  public init(
    left: SyntaxExpression, right: SyntaxExpression, comparison: BinaryOperator,
    operatorRange: SourceRange?, range: SourceRange
  ) {
    self.left = left
    self.right = right
    self.comparison = comparison
    self.operatorRange = operatorRange
    self.range = range
  }
}

/// `pivot column by keys [with totals]: aggregates`
public struct PivotStep: Sendable, Hashable {
  /// The column (or a named expression) whose values become columns.
  public let column: Item
  public let by: [Item]
  public let withTotals: Bool
  public let aggregates: [Item]
}

/// `unpivot columns as name, value`, or with patterns `unpivot a_*, b_* as name, a, b`
public struct UnpivotStep: Sendable, Hashable {
  public enum Columns: Sendable, Hashable {
    /// A column, or all that fit a pattern.
    case one(Name)
    /// All columns from one to another, in the table's order, both included.
    case span(from: Name, to: Name)
  }

  public let columns: [Columns]
  public let nameColumn: Name
  /// Several: as many as there are patterns.
  public let valueColumns: [Name]
}

/// `split column by "; " [as part [, number]]`
public struct SplitStep: Sendable, Hashable {
  public let column: Name
  public let separator: SyntaxExpression
  /// The column that gets the part; nil: the column itself.
  public let part: Name?
  /// The column that gets the place of the part, from 1.
  public let number: Name?
}

/// `complete column [range or list] [by keys]`
public struct CompleteStep: Sendable, Hashable {
  public let column: Name
  /// Nil: the values that the column has.
  public let values: SyntaxExpression?
  public let by: [Item]
}

/// `fill columns [with method] [by keys] [sort keys]`
public struct FillStep: Sendable, Hashable {
  public enum Method: Sendable, Hashable {
    case previous
    case next
    case linear
    case value(SyntaxExpression)
  }

  public let columns: [Name]
  /// Nil: not said.
  public let method: Method?
  public let by: [Item]
  public let sort: [SortKey]
}

/// An item of `label`: `column = "text" unit "text" digits n`, each part of which may be left out.
public struct ColumnLabel: Sendable, Hashable {
  public let column: Name
  /// What stands over the column; empty: its name.
  public let text: TextLiteral?
  /// Empty: none.
  public let unit: TextLiteral?
  public let digits: SyntaxExpression?
  public let range: SourceRange
}

/// `chart kind [x=… y=… color=… title="…"] [to "file.svg"]`
public struct ChartStep: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case line
    case bar
    case column
    case scatter
    case hist
    case spark
    case heat
  }

  /// Nil: the renderer chooses.
  public let kind: Kind?
  public let options: [FileOption]
  public let path: TextLiteral?
}

/// `export "file.csv" [with (options)]`, `export pg.coverage [with (mode: replace)]`
public struct ExportStep: Sendable, Hashable {
  /// The file; as it is written where that is a table of a database.
  public let path: TextLiteral
  /// The table of a database, in place of a file.
  public var table: RemoteName?
  public let options: [FileOption]
}
