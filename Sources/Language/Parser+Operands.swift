extension Parser {
  /// A literal, a name, a call, a list or something in brackets.
  func primary() throws(SyntaxAbort) -> SyntaxExpression {
    // What recurses is kept apart from what does not: debug builds give each function the stack
    // of all its branches.
    switch kind {
    case .name, .quotedName: return try namedOperand()
    case .leftParen: return try parenthesized()
    case .leftBracket: return try list()
    default: return try literalOperand()
    }
  }

  private func literalOperand() throws(SyntaxAbort) -> SyntaxExpression {
    let token = token
    if token.kind == .parameter {
      advance()
      let name = script[SourceRange(token.range.start + 1, token.range.end)]
      return SyntaxExpression(.parameter(Name(name, range: token.range)), range: token.range)
    }
    guard token.isLiteral else { throw unexpected(.expression) }
    advance()
    return SyntaxExpression(literal(token), range: token.range)
  }

  private func namedOperand() throws(SyntaxAbort) -> SyntaxExpression {
    if kind(ahead: 1) == .leftBrace, isWord("case") { return try cases() }
    if kind(ahead: 1) == .leftParen, kind == .quotedName || !isReserved { return try call() }
    return try nameOperand()
  }

  private func nameOperand() throws(SyntaxAbort) -> SyntaxExpression {
    let token = token
    if token.kind == .name {
      if let value = constant(token) {
        advance()
        return SyntaxExpression(.literal(value), range: token.range)
      }
      if isReserved {
        if endsReserved { throw fail(.needsBackticks(text(of: token)), at: token.range) }
        throw unexpected(.expression)
      }
      if isWord("case"), isWord("when", ahead: 1) { throw fail(.sqlCase, at: token.range) }
    }
    let name = try self.name()
    if kind == .dot, self.token.range.start == name.range.end, isName(ahead: 1) {
      advance()
      let written = self.token
      let last = try self.name()
      let range = name.range.union(last.range)
      report(.qualifiedName(script[range], column: text(of: written)), at: range)
      return SyntaxExpression(.name(last), range: range)
    }
    return SyntaxExpression(.name(name), range: name.range)
  }

  private func constant(_ token: Token) -> Literal? {
    guard token.range.count == 4 || token.range.count == 5 else { return nil }
    if isWord("true") { return .bool(true) }
    if isWord("false") { return .bool(false) }
    if isWord("null") { return .null }
    return nil
  }

  /// Operators in letters are not names, unless in backticks.
  private var isReserved: Bool {
    guard token.range.count <= 7 else { return false }
    return isWord("and") || isWord("or") || isWord("in") || isWord("is") || isWord("like")
      || isWord("between")
  }

  /// What follows makes it look as if the reserved word was meant as a column.
  private var endsReserved: Bool {
    switch kind(ahead: 1) {
    case .pipe, .comma, .colon, .end, .rightParen, .rightBracket, .equal, .notEqual, .less,
      .lessOrEqual, .greater, .greaterOrEqual, .assign:
      true
    default: false
    }
  }

  private func parenthesized() throws(SyntaxAbort) -> SyntaxExpression {
    try enter()
    defer { leave() }
    let opener = index
    advance()
    let inner = try expression()
    if kind == .comma, splitter.partners[opener] >= 0 {
      // The list of `in (1, 2)`, as SQL writes it.
      let closer = tokens[Int(splitter.partners[opener])].range
      let inside = script[SourceRange(tokens[opener].range.end, closer.start)]
      report(
        .inParentheses(inside), at: tokens[opener].range,
        edits: [.init(tokens[opener].range, "["), .init(closer, "]")])
      var items = [inner]
      while accept(.comma) { items.append(try expression()) }
      try close(opener, .rightParen, ")")
      return try make(.list(items), range(from: tokens[opener].range.start))
    }
    try close(opener, .rightParen, ")")
    return SyntaxExpression(inner.kind, range: range(from: tokens[opener].range.start))
  }

  private func list() throws(SyntaxAbort) -> SyntaxExpression {
    try enter()
    defer { leave() }
    let opener = index
    advance()
    var items: [SyntaxExpression] = []
    while kind != .rightBracket {
      items.append(try expression())
      guard accept(.comma) else { break }
    }
    try close(opener, .rightBracket, "]")
    return try make(.list(items), range(from: tokens[opener].range.start))
  }

  private func call() throws(SyntaxAbort) -> SyntaxExpression {
    try enter()
    defer { leave() }
    let name = try self.name()
    let opener = index
    advance()
    var arguments: [SyntaxExpression] = []
    var filter: SyntaxExpression?
    var sort: [SortKey] = []
    var label: String?
    while kind != .rightParen {
      if filter == nil, isWord("where"), !endsArgument(ahead: 1) {
        advance()
        filter = try expression()
        if isOrderInCall { continue }
        break
      }
      if sort.isEmpty, isOrderInCall {
        sort = try orderInCall()
        if isWord("where") { continue }
        break
      }
      if kind == .star, kind(ahead: 1) == .rightParen, name.text.lowercased() == "count" {
        report(.countStar, at: token.range)
        advance()
        break
      }
      if isWord("distinct"), !endsArgument(ahead: 1), kind(ahead: 1) != .leftParen {
        let word = token.range
        advance()
        var edits: [Diagnostic.Edit] = []
        if name.text.lowercased() == "count" {
          edits = [
            .init(name.range, "count_distinct"),
            .init(SourceRange(word.start, token.range.start), ""),
          ]
        }
        let end = splitter.partners[opener]
        let inside =
          end < 0
          ? "x" : script[SourceRange(token.range.start, tokens[Int(end)].range.start)]
        report(.distinctInCall(name.text.lowercased(), inside), at: word, edits: edits)
      }
      if arguments.count == 1, kind(ahead: 1) == .colon, let word = word(),
        Call.label(of: name.text) == word
      {
        // `float(x, decimal: ",")`
        advance()
        advance()
        label = word
        arguments.append(try expression())
        break
      }
      if let pattern = columnPattern(isArgument: true) {
        arguments.append(SyntaxExpression(.name(pattern), range: pattern.range))
      } else {
        arguments.append(try expression())
      }
      if isWord("where") || isOrderInCall { continue }
      guard accept(.comma) else { break }
    }
    try close(opener, .rightParen, ")")
    return try make(
      .call(
        Call(name: name, arguments: arguments, filter: filter, sort: sort, label: label)),
      range(from: name.range.start))
  }

  /// `sort keys` in a call, or `order by keys`.
  private var isOrderInCall: Bool {
    if isWord("order"), isWord("by", ahead: 1) { return true }
    return isWord("sort") && !endsArgument(ahead: 1)
  }

  private func orderInCall() throws(SyntaxAbort) -> [SortKey] {
    let start = token.range
    let isForeign = isWord("order")
    advance()
    if isForeign || isWord("by") && kind(ahead: 1) == .name {
      let range = start.union(token.range)
      report(.otherWord(script[range], instead: "sort"), at: range)
      advance()
    }
    return try sortKeys()
  }

  /// The word before is an argument of its own, not `where …` or `distinct …`.
  private func endsArgument(ahead: Int) -> Bool {
    switch kind(ahead: ahead) {
    case .name, .quotedName, .leftParen, .leftBracket, .minus: false
    default: !token(ahead: ahead).isLiteral
    }
  }

  private func cases() throws(SyntaxAbort) -> SyntaxExpression {
    try enter()
    defer { leave() }
    let start = token.range.start
    advance()
    let opener = index
    advance()
    var branches: [CaseBranch] = []
    var otherwise: SyntaxExpression?
    while kind != .rightBrace {
      if otherwise != nil {
        throw fail(.elseNotLast, at: token.range)
      }
      if isWord("else"), kind(ahead: 1) == .arrow {
        index += 2
        otherwise = try expression()
      } else {
        let condition = try expression()
        try expect(.arrow, "=>")
        branches.append(CaseBranch(condition: condition, value: try expression()))
      }
      guard accept(.comma) else { break }
    }
    if branches.isEmpty, kind == .rightBrace {
      throw fail(.sqlCase, at: range(from: start))
    }
    try close(opener, .rightBrace, "}")
    return try make(.cases(branches, otherwise: otherwise), range(from: start))
  }
}
