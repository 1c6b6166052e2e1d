/// `name = expression`, or an expression that names itself.
public struct Item: Sendable, Hashable {
  /// Nil: the binder names it (`sum(covered)` gives `sum_covered`).
  public let name: Name?
  public let expr: SyntaxExpression
  /// `-a` in `select`: leave the column out.
  public let isDropped: Bool
  public let range: SourceRange

  public init(name: Name?, expr: SyntaxExpression, isDropped: Bool = false, range: SourceRange) {
    self.name = name
    self.expr = expr
    self.isDropped = isDropped
    self.range = range
  }
}

/// `a` or `-a`; the minus applies to the whole expression.
public struct SortKey: Sendable, Hashable {
  public let expr: SyntaxExpression
  public let isDescending: Bool
  public let range: SourceRange

  public init(expr: SyntaxExpression, isDescending: Bool, range: SourceRange) {
    self.expr = expr
    self.isDescending = isDescending
    self.range = range
  }
}

/// `derive [by keys] [sort keys]: items`
public struct DeriveStep: Sendable, Hashable {
  public let by: [Item]
  public let sort: [SortKey]
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

/// `join [kind] source on keys [expect one|many]`
public struct JoinStep: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case inner
    case left
    case full
    case semi
    case anti
  }

  public enum Expectation: String, Sendable, Hashable, CaseIterable {
    case one
    case many
  }

  public let kind: Kind
  public let source: Source
  public let on: [JoinKey]
  public let expect: Expectation?
}

/// `key`, the same name on both sides, or `left == right`.
public struct JoinKey: Sendable, Hashable {
  public let left: SyntaxExpression
  public let right: SyntaxExpression
  /// Written once: the result keeps one copy.
  public var isShared: Bool { operatorRange == nil }
  /// The `==` between two columns.
  public let operatorRange: SourceRange?
  public let range: SourceRange
}

/// `pivot column by keys [with totals]: aggregates`
public struct PivotStep: Sendable, Hashable {
  /// The column (or a named expression) whose values become columns.
  public let column: Item
  public let by: [Item]
  public let withTotals: Bool
  public let aggregates: [Item]
}

/// `unpivot columns as name, value`
public struct UnpivotStep: Sendable, Hashable {
  public enum Columns: Sendable, Hashable {
    case one(Name)
    /// All columns from one to another, in the table's order, both included.
    case span(from: Name, to: Name)
  }

  public let columns: [Columns]
  public let nameColumn: Name
  public let valueColumn: Name
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
