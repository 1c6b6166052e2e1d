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
  /// Offsets where the word `rows` of a frame ends, whose first number may be left out.
  private var frameWords: Set<Int> = []
  /// Where patterns of names such as `rate_*` begin and end; nothing stands between their parts.
  private var patterns: [Int: Int] = [:]

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
      case .call(let call):
        callNames.insert(call.name.range.end)
        for key in call.sort where key.isDescending { signs.insert(key.range.start) }
      case .name(let name): add(name)
      default: break
      }
    }
    for key in parts.sortKeys where key.isDescending { signs.insert(key.range.start) }
    for item in parts.items {
      if item.isDropped { signs.insert(item.range.start) }
      if let name = item.name { add(name) }
    }
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
      case .derive(let derive):
        if let frame = derive.frame, case .rows(from: nil, _) = frame.extent {
          frameWords.insert(frame.range.start + "rows".utf8.count)
        }
      case .unpivot(let unpivot):
        for case .one(let name) in unpivot.columns { add(name) }
      default: break
      }
    }
  }

  private mutating func add(_ name: Name) {
    guard case .name? = name.pattern else { return }
    for offset in name.range.start..<name.range.end { patterns[offset] = name.range.end }
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
    if let end = patterns[left.range.start], right.range.start < end { return false }
    if right.kind == .range, frameWords.contains(left.range.end) { return true }
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
