/// A name as written: the binder normalises and looks it up.
public struct Name: Sendable, Hashable {
  /// Without backticks; not normalised.
  public let text: String
  /// Written in backticks: never a keyword.
  public let isQuoted: Bool
  public let range: SourceRange

  public init(_ text: String, isQuoted: Bool = false, range: SourceRange) {
    self.text = text
    self.isQuoted = isQuoted
    self.range = range
  }
}

/// An expression. The tree's depth is bounded by `Limits.expressionDepth`, so that a visitor may
/// recurse.
public struct SyntaxExpression: Sendable {
  public let kind: SyntaxExpressionKind
  public let range: SourceRange
  /// 1 for a leaf.
  public let depth: Int

  public init(_ kind: SyntaxExpressionKind, range: SourceRange) {
    self.kind = kind
    self.range = range
    self.depth = 1 + kind.childDepth
  }
}

/// What an expression is.
public indirect enum SyntaxExpressionKind: Sendable, Hashable {
  case literal(Literal)
  /// `[1, 2, 3]`
  case list([SyntaxExpression])
  /// `2019..2024`, both ends included.
  case range(from: SyntaxExpression, to: SyntaxExpression)
  /// A column (`name(` is a call).
  case name(Name)
  /// `$name`; the name is without the sign.
  case parameter(Name)
  case unary(UnaryOperator, operatorRange: SourceRange, SyntaxExpression)
  case binary(BinaryOperator, operatorRange: SourceRange, SyntaxExpression, SyntaxExpression)
  /// `x in …`: the right side is a list, a range, a period or any other expression.
  case membership(
    SyntaxExpression, in: SyntaxExpression, isNegated: Bool, operatorRange: SourceRange)
  case between(
    SyntaxExpression, low: SyntaxExpression, high: SyntaxExpression, isNegated: Bool,
    operatorRange: SourceRange)
  /// `is null`, `is not null`
  case isNull(SyntaxExpression, isNegated: Bool, operatorRange: SourceRange)
  /// `like` with `%` and `_`.
  case like(
    SyntaxExpression, pattern: SyntaxExpression, isNegated: Bool, operatorRange: SourceRange)
  /// `~`: contains, whatever the case and the diacritics.
  case friendlyMatch(
    SyntaxExpression, SyntaxExpression, isNegated: Bool, operatorRange: SourceRange)
  /// A function; `if` and `matches` too.
  case call(Call)
  case cases([CaseBranch], otherwise: SyntaxExpression?)
  /// Stands where an error was reported; never in a tree without errors.
  case invalid
}

/// `name(arguments where filter)`
public struct Call: Sendable, Hashable {
  public let name: Name
  public let arguments: [SyntaxExpression]
  /// For aggregates: `count(where status == "done")`.
  public let filter: SyntaxExpression?
  /// Whether the last argument was written `decimal: sign`.
  public let hasDecimal: Bool

  public init(
    name: Name, arguments: [SyntaxExpression], filter: SyntaxExpression? = nil,
    hasDecimal: Bool = false
  ) {
    self.name = name
    self.arguments = arguments
    self.filter = filter
    self.hasDecimal = hasDecimal
  }
}

/// `condition => value` in a `case`.
public struct CaseBranch: Sendable, Hashable {
  public let condition: SyntaxExpression
  public let value: SyntaxExpression

  public init(condition: SyntaxExpression, value: SyntaxExpression) {
    self.condition = condition
    self.value = value
  }
}

public enum UnaryOperator: String, Sendable, Hashable, CaseIterable {
  case negate = "-"
  case not = "not"
}

/// Operators by their canonical spelling (`=` is read as `==`, `<>` as `!=`).
public enum BinaryOperator: String, Sendable, Hashable, CaseIterable {
  case or = "or"
  case and = "and"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case coalesce = "??"
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case modulo = "%"
  case power = "^"

  public var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }

  public var isArithmetic: Bool {
    switch self {
    case .add, .subtract, .multiply, .divide, .floorDivide, .modulo, .power: true
    default: false
    }
  }
}
