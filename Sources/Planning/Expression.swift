public import Columns
public import Functions
public import Language

/// An expression whose names are resolved and whose types are checked.
///
/// Columns are given by their place in the input of the plan node that holds the expression.
public struct Expression: Sendable, Hashable {
  public indirect enum Kind: Sendable, Hashable {
    /// A column of the input.
    case column(Int)
    /// A column that only the data of a stage below tell: such an expression can be read, not run.
    case named(String)
    case constant(Value)
    /// A scalar function or operator: registry name (`+`, `==`, `and`, `not`, `is_null`, `in`,
    /// `like`, `~`, `upper`, …) and arguments.
    case call(ScalarFunction, [Expression])
    /// The value of the first condition that is true; null conditions are passed over.
    case choose([Branch], otherwise: Expression)
    /// The first argument that is not null.
    case coalesce([Expression])
  }

  /// A case of `choose`.
  public struct Branch: Sendable, Hashable {
    public var condition: Expression
    public var value: Expression

    public init(condition: Expression, value: Expression) {
      self.condition = condition
      self.value = value
    }
  }

  public var kind: Kind
  public var type: DataType
  public var range: SourceRange
  /// Why a column that looks like numbers or dates is text, for errors that come of it.
  public var reason: Remark?
  /// How the periods are written that the dates stand for; nil where they are days.
  public var period: PeriodForm?

  public init(_ kind: Kind, type: DataType, range: SourceRange, period: PeriodForm? = nil) {
    self.kind = kind
    self.type = type
    self.range = range
    self.period = period
  }

  /// The value, where the expression is a constant.
  public var constant: Value? {
    if case .constant(let value) = kind { value } else { nil }
  }

  /// The input column, where the expression is nothing more.
  public var columnIndex: Int? {
    if case .column(let index) = kind { index } else { nil }
  }

  /// The direct parts.
  public var children: [Expression] {
    switch kind {
    case .column, .named, .constant: []
    case .call(_, let arguments), .coalesce(let arguments): arguments
    case .choose(let cases, let otherwise):
      cases.flatMap { [$0.condition, $0.value] } + [otherwise]
    }
  }

  /// The places of all input columns that occur.
  public var columns: Set<Int> {
    if case .column(let index) = kind { return [index] }
    return children.reduce(into: []) { $0.formUnion($1.columns) }
  }

  /// The same expression with its parts replaced, innermost first.
  public func mapped(_ transform: (Expression) -> Expression) -> Expression {
    var copy = self
    switch kind {
    case .column, .named, .constant: break
    case .call(let function, let arguments):
      copy.kind = .call(function, arguments.map { $0.mapped(transform) })
    case .coalesce(let arguments): copy.kind = .coalesce(arguments.map { $0.mapped(transform) })
    case .choose(let cases, let otherwise):
      copy.kind = .choose(
        cases.map {
          Branch(condition: $0.condition.mapped(transform), value: $0.value.mapped(transform))
        },
        otherwise: otherwise.mapped(transform))
    }
    return transform(copy)
  }

  /// The same expression over an input whose columns lie elsewhere.
  public func remapped(_ place: (Int) -> Int) -> Expression {
    mapped { part in
      guard case .column(let index) = part.kind else { return part }
      var copy = part
      copy.kind = .column(place(index))
      return copy
    }
  }
}

/// A named expression.
public struct NamedExpression: Sendable, Hashable {
  public var name: String
  public var expression: Expression
  public var unit: String?
  /// How the column is shown.
  public var look: Look

  public init(name: String, expression: Expression, unit: String? = nil, look: Look = Look()) {
    self.name = name
    self.expression = expression
    self.unit = unit
    self.look = look
  }

  /// A column as it is.
  package init(_ place: Int, of field: Field, at range: SourceRange) {
    self.init(
      name: field.name, expression: Expression(.column(place), type: field.type, range: range),
      unit: field.unit, look: field.look)
  }
}

/// An aggregate over the rows of a group.
public struct AggregateCall: Sendable, Hashable {
  public var name: String
  public var function: Aggregate
  /// The value arguments: none for `count()`, two for `rate`, `slope`, `corr`, `arg_max` …
  public var arguments: [Expression]
  /// The constant arguments: the share of `quantile`, the separator of `text_join`.
  public var constants: [Value]
  /// The aggregate's own `where`.
  public var condition: Expression?
  /// The order in which the rows of a group come; empty: as they stand.
  public var sort: [SortKey] = []
  public var type: DataType
  public var range: SourceRange
  public var unit: String?
  /// How the result is shown.
  public var look = Look()

  public init(
    name: String, function: Aggregate, arguments: [Expression], constants: [Value] = [],
    condition: Expression? = nil, type: DataType, range: SourceRange, unit: String? = nil
  ) {
    self.name = name
    self.function = function
    self.arguments = arguments
    self.constants = constants
    self.condition = condition
    self.type = type
    self.range = range
    self.unit = unit
  }
}

extension AggregateCall {
  /// All that the call computes of a row.
  public var expressions: [Expression] {
    arguments + (condition.map { [$0] } ?? []) + sort.map(\.expression)
  }

  /// The same call over an input whose columns lie elsewhere.
  func remapped(_ place: (Int) -> Int) -> AggregateCall {
    var call = self
    call.arguments = arguments.map { $0.remapped(place) }
    call.condition = condition?.remapped(place)
    call.sort = sort.map { $0.remapped(place) }
    return call
  }

  /// The column of the results.
  public var field: Field { Field(name, type, unit: unit, period: period, look: look) }

  /// The form of the result's periods: that of the argument, where the result is one of its values.
  public var period: PeriodForm? { function.picksValue ? arguments.first?.period : nil }
}

extension WindowCall {
  /// All that the call computes of a row.
  public var expressions: [Expression] {
    var all = arguments + (condition.map { [$0] } ?? []) + sort.map(\.expression)
    if case .since(let bound)? = frame { all.append(bound) }
    return all
  }

  /// The same call over an input whose columns lie elsewhere.
  func remapped(_ place: (Int) -> Int) -> WindowCall {
    var call = self
    call.arguments = arguments.map { $0.remapped(place) }
    call.condition = condition?.remapped(place)
    call.sort = sort.map { $0.remapped(place) }
    if case .since(let bound)? = frame { call.frame = .since(bound.remapped(place)) }
    return call
  }

  /// The form of the result's periods: that of the argument, where the result is one of its values.
  public var period: PeriodForm? {
    switch kind {
    case .aggregate(let aggregate): aggregate.picksValue ? arguments.first?.period : nil
    case .function(.lag), .function(.lead), .function(.first), .function(.last):
      arguments.first?.period
    case .function: nil
    }
  }
}

extension Aggregate {
  /// Whether the result is one of the values of the first argument.
  fileprivate var picksValue: Bool {
    switch self {
    case .min, .max, .first, .last, .mode, .argMax, .argMin: true
    default: false
    }
  }
}

/// What a window item computes: a function of the order of rows, or an aggregate.
public enum WindowKind: Sendable, Hashable {
  case function(WindowFunction)
  case aggregate(Aggregate)
}

/// A function over the rows of a partition in the order of the sort keys.
public struct WindowCall: Sendable, Hashable {
  public var name: String
  public var kind: WindowKind
  public var arguments: [Expression]
  /// The constant arguments: distance and default of `lag`, width of `moving_avg` …
  public var constants: [Value]
  public var condition: Expression?
  /// The order of an aggregate of its own; empty: as the rows stand.
  public var sort: [SortKey] = []
  /// The rows around a row that an aggregate sees; nil: the whole partition.
  public var frame: Frame?
  public var type: DataType
  public var range: SourceRange

  public enum Frame: Sendable, Hashable {
    /// From so many rows after the row (before it, where negative) to so many; nil is without end.
    case rows(from: Int?, to: Int?)
    /// Rows whose only sort key is at least this and at most that of the row.
    case since(Expression)
  }

  public init(
    name: String, kind: WindowKind, arguments: [Expression], constants: [Value] = [],
    condition: Expression? = nil, type: DataType, range: SourceRange
  ) {
    self.name = name
    self.kind = kind
    self.arguments = arguments
    self.constants = constants
    self.condition = condition
    self.type = type
    self.range = range
  }
}

/// A column to order by. Nulls come last either way.
public struct SortKey: Sendable, Hashable {
  public var expression: Expression
  public var descending: Bool

  public init(_ expression: Expression, descending: Bool) {
    self.expression = expression
    self.descending = descending
  }

  /// The same key over an input whose columns lie elsewhere.
  func remapped(_ place: (Int) -> Int) -> SortKey {
    SortKey(expression.remapped(place), descending: descending)
  }
}

extension Expression {
  /// Whether the tree has more nodes than that; no more of it is looked at.
  func isLarger(than limit: Int) -> Bool {
    var pending = [self]
    var count = 0
    while let next = pending.popLast() {
      count += 1
      if count > limit { return true }
      pending += next.children
    }
    return false
  }
}
