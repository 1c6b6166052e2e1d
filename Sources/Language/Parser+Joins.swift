extension Parser {
  func joinStep() throws(SyntaxAbort) -> StepKind {
    let kind = try joinKind()
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
    if keys.isEmpty {
      if isAtStepEnd {
        throw fail(
          .missingClause("on key", step: "join", example: "join units on unit"), at: stepWordRange)
      }
      throw unexpected(.word("on"))
    }
    return .join(JoinStep(kind: kind, source: source, on: keys, expect: expectation))
  }

  /// `join left on k` joins a table called left.
  private func joinKind() throws(SyntaxAbort) -> JoinStep.Kind {
    guard let word = word(), !isWord("on", ahead: 1), !isWord("expect", ahead: 1) else {
      return .inner
    }
    switch self.kind(ahead: 1) {
    case .name, .quotedName, .text, .leftParen, .leftBracket:
      guard let kind = JoinStep.Kind(rawValue: word) else {
        if word == "range" || isStepWord(ahead: 1) { return .inner }
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
      keys.append(JoinKey(left: expr, right: expr, operatorRange: nil, range: expr.range))
    case .binary(.equal, let sign, let left, let right):
      keys.append(JoinKey(left: left, right: right, operatorRange: sign, range: expr.range))
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
