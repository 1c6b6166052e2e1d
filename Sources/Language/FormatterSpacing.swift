/// What stands between two tokens of a line. The signs alone do not tell a minus from a sign, a
/// call from a bracket or a percentage from a remainder: that is read off the tree.
struct FormatterSpacing {
  /// Offsets of `-` before its operand.
  private var signs: Set<Int> = []
  /// Offsets of operators between two operands.
  private var operators: Set<Int> = []
  /// Offsets where the name of a call ends.
  private var callNames: Set<Int> = []
  /// Offsets where the name of a chart's option ends.
  private var chartNames: Set<Int> = []
  /// Offsets where its value starts.
  private var chartValues: Set<Int> = []

  init(_ statements: [Statement]) {
    for statement in statements { add(statement) }
  }

  private mutating func add(_ statement: Statement) {
    if case .def(let name, _, _) = statement.kind { callNames.insert(name.range.end) }
    let parts = SyntaxParts(statement)
    for expr in parts.allExpressions {
      switch expr.kind {
      case .unary(.negate, let range, _): signs.insert(range.start)
      case .literal(.int(.min)): signs.insert(expr.range.start)
      case .binary(_, let range, _, _): operators.insert(range.start)
      case .call(let call): callNames.insert(call.name.range.end)
      default: break
      }
    }
    for key in parts.sortKeys where key.isDescending { signs.insert(key.range.start) }
    for item in parts.items where item.isDropped { signs.insert(item.range.start) }
    for source in parts.sources {
      if case .range = source.kind {
        callNames.insert(source.range.start + "range".utf8.count)
      }
    }
    for step in parts.steps {
      switch step.kind {
      case .chart(let chart):
        for option in chart.options {
          chartNames.insert(option.name.range.end)
          chartValues.insert(option.value.range.start)
        }
      case .join(let join):
        operators.formUnion(join.on.compactMap { $0.operatorRange?.start })
      default: break
      }
    }
  }

  /// The sign as it is written: `==` for `=` in an expression, `!=` for `<>`.
  func text(of token: Token, in source: SourceText) -> String {
    switch token.kind {
    case .assign where operators.contains(token.range.start): "=="
    case .notEqual: "!="
    default: source[token.range]
    }
  }

  /// `inCase`: the nearest brace around `right` belongs to a `case`.
  func needsSpace(_ left: Token, _ right: Token, inCase: Bool) -> Bool {
    switch right.kind {
    case .comma, .colon, .rightParen, .rightBracket, .semicolon, .range: return false
    case .rightBrace: return inCase
    case .leftParen where left.kind == .name || left.kind == .quotedName:
      return !callNames.contains(left.range.end)
    case .assign where chartNames.contains(left.range.end): return false
    case .percent where !operators.contains(right.range.start): return false
    case .slash where !operators.contains(right.range.start): return false
    default: break
    }
    switch left.kind {
    case .leftParen, .leftBracket, .range: return false
    case .leftBrace: return inCase
    case .minus where signs.contains(left.range.start):
      return right.kind == .minus
    case .assign where chartValues.contains(right.range.start): return false
    case .slash where !operators.contains(left.range.start): return false
    default: return true
    }
  }
}
