/// A name as written: the binder normalises and looks it up.
public struct Name: Sendable, Hashable {
  /// Without backticks; not normalised.
  public let text: String
  /// Written in backticks: never a keyword.
  public let isQuoted: Bool
  /// Set where the name stands for all columns that fit.
  public let pattern: ColumnPattern?
  public let range: SourceRange

  public init(
    _ text: String, isQuoted: Bool = false, pattern: ColumnPattern? = nil, range: SourceRange
  ) {
    self.text = text
    self.isQuoted = isQuoted
    self.pattern = pattern
    self.range = range
  }
}

/// What the names or types of several columns have in common.
public enum ColumnPattern: Sendable, Hashable {
  /// `rate_*`: `*` stands for any text.
  case name(String)
  /// `type float`
  case type(ColumnTypeWord)

  /// What the star of a pattern with one star stands for in a name; nil where the name does not fit.
  public static func star(in name: String, of pattern: String) -> String? {
    guard fits(name, pattern) else { return nil }
    let parts = pattern.split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].contains("*") else { return name }
    return String(name.dropFirst(parts[0].count).dropLast(parts[1].count))
  }

  /// Whether a name fits a pattern with stars.
  public static func fits(_ name: String, _ pattern: String) -> Bool {
    var parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard let first = parts.first, let last = parts.last, parts.count > 1 else {
      return name == pattern
    }
    guard name.count >= first.count + last.count, name.hasPrefix(first), name.hasSuffix(last)
    else { return false }
    var rest = name.dropFirst(first.count).dropLast(last.count)
    parts.removeFirst()
    parts.removeLast()
    // The first place is as good as any: what comes after it is longer that way.
    for part in parts where !part.isEmpty {
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return true
  }
}

/// The types that `type` in a list of columns takes.
public enum ColumnTypeWord: String, Sendable, Hashable, CaseIterable {
  case int
  case float
  /// Int or float.
  case number
  case text
  case bool
  case date
  case timestamp
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

/// `name(arguments sort keys where filter)`
public struct Call: Sendable, Hashable {
  public let name: Name
  public let arguments: [SyntaxExpression]
  /// For aggregates: `count(where status == "done")`.
  public let filter: SyntaxExpression?
  /// For aggregates that go by the order of rows: `text_join(name sort -value)`.
  public let sort: [SortKey]
  /// The word before the last argument: `float(x, decimal: ",")`, `fiscal_year(d, start: 10)`.
  public let label: String?

  public init(
    name: Name, arguments: [SyntaxExpression], filter: SyntaxExpression? = nil,
    sort: [SortKey] = [], label: String? = nil
  ) {
    self.name = name
    self.arguments = arguments
    self.filter = filter
    self.sort = sort
    self.label = label
  }
}

extension Call {
  /// The word that may stand before the second argument of a function.
  static func label(of function: String) -> String? {
    switch function.lowercased() {
    case "int", "float": "decimal"
    case "fiscal_year", "fiscal_quarter": "start"
    default: nil
    }
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

  /// `<`, `<=`, `>` or `>=`
  public var isOrder: Bool {
    switch self {
    case .less, .lessOrEqual, .greater, .greaterOrEqual: true
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
