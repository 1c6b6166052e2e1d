extension Parser {
  func joinStep() throws(SyntaxAbort) -> StepKind {
    let kind = try joinKind()
    let isNearest = try joinNearest(kind)
    let source = try readSource()
    var keys: [JoinKey] = []
    var expectation: JoinStep.Expectation?
    while isWord("on") || isWord("expect") {
      let range = token.range
      if acceptWord("on") {
        if !keys.isEmpty { report(.duplicateClause("on"), at: range) }
        keys = try joinKeys()
      } else {
        advance()
        if expectation != nil { report(.duplicateClause("expect"), at: range) }
        let word = try choice(JoinStep.Expectation.allCases.map(\.rawValue), of: .expectation)
        expectation = JoinStep.Expectation(rawValue: word.text)
      }
    }
    if kind == .cross {
      if let first = keys.first, let last = keys.last {
        throw fail(.keysInCross, at: first.range.union(last.range))
      }
      return .join(
        JoinStep(kind: kind, isNearest: false, source: source, on: [], expect: expectation))
    }
    if keys.isEmpty {
      if isAtStepEnd {
        throw fail(
          .missingClause("on key", step: "join", example: "join units on unit"), at: stepWordRange)
      }
      if isWord("by"), isName(ahead: 1) {
        throw fail(
          .otherWay("by", instead: "on \(text(of: token(ahead: 1)))"), at: token.range,
          edits: [.init(token.range, "on")])
      }
      throw unexpected(.word("on"))
    }
    if isNearest,
      keys.filter({ $0.comparison.isOrder }).count != 1 || keys.last?.comparison.isOrder != true
    {
      throw fail(
        .nearestKey(script[keys[keys.count - 1].left.range]), at: keys[keys.count - 1].range)
    }
    return .join(
      JoinStep(kind: kind, isNearest: isNearest, source: source, on: keys, expect: expectation))
  }

  /// `nearest` behind the kind; a table may be called so.
  private func joinNearest(_ kind: JoinStep.Kind) throws(SyntaxAbort) -> Bool {
    guard isWord("nearest") || isWord("asof"), !isWord("on", ahead: 1) else { return false }
    switch self.kind(ahead: 1) {
    case .name, .quotedName, .text, .leftParen, .leftBracket: break
    default: return false
    }
    if isWord("asof") { report(.otherWord("asof", instead: "nearest"), at: token.range) }
    guard kind == .inner || kind == .left else {
      throw fail(.nearestKind(kind.rawValue), at: token.range)
    }
    advance()
    return true
  }

  /// `join left on k` joins a table called left.
  private func joinKind() throws(SyntaxAbort) -> JoinStep.Kind {
    guard let word = word(), !isWord("on", ahead: 1), !isWord("expect", ahead: 1) else {
      return .inner
    }
    switch self.kind(ahead: 1) {
    case .name, .quotedName, .text, .leftParen, .leftBracket:
      guard let kind = JoinStep.Kind(rawValue: word) else {
        if word == "range" || word == "nearest" || word == "asof" || isStepWord(ahead: 1) {
          return .inner
        }
        _ = try choice(JoinStep.Kind.allCases.map(\.rawValue), of: .joinKind)
        return .inner
      }
      advance()
      _ = isWord("outer") && !isWord("on", ahead: 1) && acceptWord("outer")
      return kind
    default: return .inner
    }
  }

  private func joinKeys() throws(SyntaxAbort) -> [JoinKey] {
    var keys: [JoinKey] = []
    repeat {
      if isAtStepEnd, !keys.isEmpty { break }
      let key = try expression()
      try appendKeys(of: key, to: &keys)
    } while accept(.comma)
    return keys
  }

  private func appendKeys(
    of expr: SyntaxExpression, to keys: inout [JoinKey]
  ) throws(SyntaxAbort) {
    switch expr.kind {
    case .name:
      keys.append(
        JoinKey(
          left: expr, right: expr, comparison: .equal, operatorRange: nil, range: expr.range))
    case .binary(let operation, let sign, let left, let right) where operation.isComparison:
      keys.append(
        JoinKey(
          left: left, right: right, comparison: operation, operatorRange: sign, range: expr.range))
    case .between(let value, let low, let high, isNegated: false, let sign):
      for (operation, bound) in [(BinaryOperator.greaterOrEqual, low), (.lessOrEqual, high)] {
        keys.append(
          JoinKey(
            left: value, right: bound, comparison: operation, operatorRange: sign,
            range: expr.range))
      }
    case .binary(.and, let range, let left, let right):
      report(
        .keysJoinedByAnd("\(script[left.range]), \(script[right.range])"), at: range,
        edits: [.init(SourceRange(left.range.end, range.end), ",")])
      try appendKeys(of: left, to: &keys)
      try appendKeys(of: right, to: &keys)
    case .invalid:
      throw SyntaxAbort()
    default:
      throw fail(.joinKeyForm, at: expr.range)
    }
  }

  func appendStep() throws(SyntaxAbort) -> StepKind {
    .append(try readSource())
  }
}
