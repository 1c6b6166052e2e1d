/// An expression of another language, before it is known what its names mean.
indirect enum ForeignExpression: Hashable {
  /// A column, with its table's name before it where it has one.
  case column(table: String?, String)
  /// `*` or `t.*`.
  case star(table: String?)
  /// A constant, as it is written here.
  case literal(String)
  case call(ForeignCall)
  case not(ForeignExpression)
  case minus(ForeignExpression)
  /// Two operands; the operator as it is written here.
  case binary(String, ForeignExpression, ForeignExpression)
  case isIn(ForeignExpression, [ForeignExpression], isNegated: Bool)
  case between(ForeignExpression, ForeignExpression, ForeignExpression, isNegated: Bool)
  case isNull(ForeignExpression, isNegated: Bool)
  case like(ForeignExpression, ForeignExpression, isNegated: Bool, ignoresCase: Bool)
  case when([ForeignChoice], otherwise: ForeignExpression?)

  /// The table of what stands in double quotes until it is known whether it is a column.
  static let quoted = "\""

  /// The expressions inside.
  var children: [ForeignExpression] {
    switch self {
    case .column, .star, .literal: []
    case .call(let call): call.arguments + (call.filter.map { [$0] } ?? [])
    case .not(let inner), .minus(let inner), .isNull(let inner, _): [inner]
    case .binary(_, let left, let right): [left, right]
    case .isIn(let value, let list, _): [value] + list
    case .between(let value, let low, let high, _): [value, low, high]
    case .like(let value, let pattern, _, _): [value, pattern]
    case .when(let choices, let otherwise):
      choices.flatMap { [$0.condition, $0.value] } + (otherwise.map { [$0] } ?? [])
    }
  }

  /// Whether any part is as asked.
  func contains(_ isWanted: (ForeignExpression) -> Bool) -> Bool {
    isWanted(self) || children.contains { $0.contains(isWanted) }
  }

  /// The same with parts put in place of others, looked for from outside in.
  func replacing(
    _ change: (ForeignExpression) throws -> ForeignExpression?
  ) rethrows -> ForeignExpression {
    if let new = try change(self) { return new }
    func inner(_ part: ForeignExpression) throws -> ForeignExpression {
      try part.replacing(change)
    }
    switch self {
    case .column, .star, .literal: return self
    case .call(var call):
      call.arguments = try call.arguments.map(inner)
      call.filter = try call.filter.map(inner)
      return .call(call)
    case .not(let part): return .not(try inner(part))
    case .minus(let part): return .minus(try inner(part))
    case .binary(let sign, let left, let right):
      return .binary(sign, try inner(left), try inner(right))
    case .isIn(let value, let list, let isNegated):
      return .isIn(try inner(value), try list.map(inner), isNegated: isNegated)
    case .between(let value, let low, let high, let isNegated):
      return .between(try inner(value), try inner(low), try inner(high), isNegated: isNegated)
    case .isNull(let value, let isNegated):
      return .isNull(try inner(value), isNegated: isNegated)
    case .like(let value, let pattern, let isNegated, let ignoresCase):
      return .like(
        try inner(value), try inner(pattern), isNegated: isNegated, ignoresCase: ignoresCase)
    case .when(let choices, let otherwise):
      return .when(
        try choices.map {
          ForeignChoice(condition: try inner($0.condition), value: try inner($0.value))
        }, otherwise: try otherwise.map(inner))
    }
  }

  /// The parts between `and`.
  var conjuncts: [ForeignExpression] {
    if case .binary("and", let left, let right) = self { return left.conjuncts + right.conjuncts }
    return [self]
  }

  static func and(_ parts: [ForeignExpression]) -> ForeignExpression? {
    guard let first = parts.first else { return nil }
    return parts.dropFirst().reduce(first) { .binary("and", $0, $1) }
  }
}

/// `when condition then value`.
struct ForeignChoice: Hashable {
  let condition: ForeignExpression
  let value: ForeignExpression
}

/// A call of a function.
struct ForeignCall: Hashable {
  /// In lower case.
  var name: String
  var arguments: [ForeignExpression] = []
  /// The names of arguments in order, where they have some: `na.rm = TRUE`.
  var labels: [String?] = []
  var isDistinct = false
  /// `filter (where …)`.
  var filter: ForeignExpression?

  func argument(_ label: String) -> ForeignExpression? {
    labels.firstIndex(of: label).map { arguments[$0] }
  }

  /// The arguments without a name.
  var plain: [ForeignExpression] {
    arguments.indices.filter { !labels.indices.contains($0) || labels[$0] == nil }
      .map { arguments[$0] }
  }
}

/// A part that has no like here, and what to do instead.
struct ForeignProblem: Error, Hashable {
  /// The part as it was written.
  let part: String
  let words: Words

  init(_ part: String, _ words: Words) {
    self.part = part
    self.words = words
  }
}
