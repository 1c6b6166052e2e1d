extension Parser {
  /// A source and its steps, up to the end of the statement or the closing bracket around it.
  /// Errors inside are reported and leave `.invalid` parts.
  func pipeline() -> SyntaxPipeline {
    let depth = depth
    let start = token.range.start
    var source: Source
    if kind == .pipe {
      source = implicitSource()
    } else {
      do throws(SyntaxAbort) {
        if isWord("from"), isName(ahead: 1) || [.text, .leftParen].contains(kind(ahead: 1)) {
          advance()
        }
        source = try readSource()
      } catch {
        source = Source(.invalid, range: range(from: start))
        skip(to: .pipe, depth: depth)
      }
    }
    var steps: [Step] = []
    while !isAtEnd, self.depth >= depth {
      if kind == .pipe {
        let pipe = token.range
        advance()
        steps.append(step(after: pipe, depth: depth))
      } else if isStepWord() {
        if !offsetBehindLimit(steps.last), !orderBehindItems(steps.last) {
          report(.missingPipe(text(of: token)), at: token.range)
        }
        steps.append(step(after: token.range, depth: depth))
      } else {
        _ = unexpectedAfterStep(steps.last)
        skip(to: .pipe, depth: depth)
      }
    }
    return SyntaxPipeline(source: source, steps: steps, range: range(from: start))
  }

  private func unexpectedAfterStep(_ step: Step?) -> SyntaxAbort {
    let token = token
    if token.kind == .colon, let step {
      return fail(.colonNotHere(step: script[step.wordRange]), at: token.range)
    }
    return unexpected(.endOfStep)
  }

  /// A line that starts with `|` goes on from the last result, at the prompt.
  private func implicitSource() -> Source {
    let range = SourceRange(at: token.range.start)
    if mode == .file {
      report(.startsWithPipe, at: token.range)
      return Source(.invalid, range: range)
    }
    return Source(.last, range: range)
  }

  // MARK: Sources

  func readSource() throws(SyntaxAbort) -> Source {
    let token = token
    let start = token.range.start
    switch token.kind {
    case .name where isWord("_"):
      advance()
      if mode == .file { report(.lastResultInFile, at: token.range) }
      return Source(.last, range: token.range)
    case .name where isWord("range") && kind(ahead: 1) == .leftParen:
      return try rangeSource()
    case .name, .quotedName:
      let name = try name()
      if kind == .dot {
        let remote = try remoteName(name)
        return Source(.remote(remote), range: remote.range)
      }
      return Source(.name(name), range: name.range)
    case .text, .unclosedText:
      let path = try textLiteral(.path)
      var options: [FileOption] = []
      if isWord("with"), kind(ahead: 1) == .leftParen {
        advance()
        options = try parenthesizedOptions()
      }
      return Source(.file(path, options: options), range: range(from: start))
    case .leftParen:
      try enter()
      defer { leave() }
      if pipelineNesting >= Limits.pipelines { throw tooDeep() }
      pipelineNesting += 1
      defer { pipelineNesting -= 1 }
      let opener = index
      advance()
      if kind == .rightParen { throw unexpected(.source) }
      let inner = pipeline()
      try close(opener, .rightParen, ")")
      return Source(.pipeline(inner), range: range(from: start))
    case .leftBracket: return try rows()
    default: throw unexpected(.source)
    }
  }

  /// `.schema.table` behind the name of a connection.
  func remoteName(_ connection: Name) throws(SyntaxAbort) -> RemoteName {
    var names: [Name] = []
    while accept(.dot) { names.append(try name()) }
    return RemoteName(connection: connection, names: names)
  }

  private func rangeSource() throws(SyntaxAbort) -> Source {
    try enter()
    defer { leave() }
    let start = token.range.start
    advance()
    let opener = index
    advance()
    let from = try expression()
    try expect(.comma, ",")
    let to = try expression()
    try close(opener, .rightParen, ")")
    let name = acceptWord("as") ? try self.name(.newName) : nil
    return Source(.range(from: from, to: to, name: name), range: range(from: start))
  }

  private func rows() throws(SyntaxAbort) -> Source {
    try enter()
    defer { leave() }
    let opener = index
    advance()
    var rows: [RowLiteral] = []
    repeat {
      if kind == .rightBracket, !rows.isEmpty { break }
      rows.append(try row())
    } while accept(.comma)
    try close(opener, .rightBracket, "]")
    return Source(.rows(rows), range: range(from: tokens[opener].range.start))
  }

  private func row() throws(SyntaxAbort) -> RowLiteral {
    try enter()
    defer { leave() }
    let opener = index
    try expect(.leftBrace, "{")
    var cells: [RowLiteral.Cell] = []
    var names: Set<String> = []
    while kind != .rightBrace {
      let name = try cellName()
      if !names.insert(name.text).inserted { report(.duplicateName(name.text), at: name.range) }
      try expect(.colon, ":")
      cells.append(RowLiteral.Cell(name: name, value: try expression()))
      guard accept(.comma) else { break }
    }
    try close(opener, .rightBrace, "}")
    return RowLiteral(cells: cells, range: range(from: tokens[opener].range.start))
  }

  /// As in JSON, a name in a row may stand in quotes.
  private func cellName() throws(SyntaxAbort) -> Name {
    guard kind == .text else { return try name() }
    let token = token
    advance()
    return Name(decodeText(token), isQuoted: true, range: token.range)
  }

  // MARK: Lists of items

  /// Nothing more of this step follows.
  var isAtStepEnd: Bool {
    switch kind {
    case .end, .pipe, .semicolon, .rightParen, .rightBracket, .rightBrace: true
    default: false
    }
  }

  /// `name = expression` or an expression.
  func item(canDrop: Bool = false) throws(SyntaxAbort) -> Item {
    let start = token.range.start
    if let pattern = columnPattern() {
      guard accept(.assign) else {
        return Item(
          name: nil, expr: SyntaxExpression(.name(pattern), range: pattern.range),
          range: pattern.range)
      }
      let value = try expression()
      return Item(name: pattern, expr: value, range: range(from: start))
    }
    if kind(ahead: 1) == .assign, isName || kind == .text {
      let name = try name()
      advance()
      let value = try expression()
      return Item(name: name, expr: value, range: range(from: start))
    }
    if canDrop, kind == .minus {
      advance()
      if let pattern = columnPattern() {
        return Item(
          name: nil, expr: SyntaxExpression(.name(pattern), range: pattern.range),
          isDropped: true, range: range(from: start))
      }
      let column = try expression()
      if case .name = column.kind {} else { report(.cannotDrop, at: range(from: start)) }
      return Item(name: nil, expr: column, isDropped: true, range: range(from: start))
    }
    let value = try expression()
    return Item(name: nil, expr: value, range: range(from: start))
  }

  /// Items to the end of the step; an error in one leaves the others alone.
  ///
  /// - Parameter clauses: words that end the list, for steps whose clauses may follow it.
  func items(canDrop: Bool = false, before clauses: [ClauseWord] = []) -> [Item] {
    let depth = depth
    var items: [Item] = []
    while !isAtStepEnd {
      do throws(SyntaxAbort) {
        let item = namedByAs(try item(canDrop: canDrop))
        try filterAfterCall(item, made: items)
        items.append(item)
        if kind != .comma, !isAtStepEnd {
          if isName, kind(ahead: 1) == .assign {
            report(
              .missingComma(found: describe(token)), at: token.range,
              edits: [.init(at: lastEnd, ",")])
            continue
          }
          if isStepWord() || kind == .colon || isClause(clauses) { return items }
          throw unexpected(.endOfItem)
        }
      } catch {
        skip(to: .comma, .pipe, depth: depth)
      }
      guard accept(.comma) else { break }
    }
    return items
  }

  /// Keys after `by`: they end where a clause, a colon or the step's end follows.
  func keys() throws(SyntaxAbort) -> [Item] {
    var keys: [Item] = []
    repeat {
      if kind == .colon || isAtStepEnd, !keys.isEmpty { break }
      keys.append(namedByAs(try item()))
    } while accept(.comma)
    return keys
  }

  func sortKeys() throws(SyntaxAbort) -> [SortKey] {
    var keys: [SortKey] = []
    repeat {
      if kind == .colon || isAtStepEnd, !keys.isEmpty { break }
      keys.append(try sortKey())
    } while accept(.comma)
    return keys
  }

  private func sortKey() throws(SyntaxAbort) -> SortKey {
    let start = token.range.start
    var isDescending = accept(.minus)
    var expr = try expression()
    if case .call(let call) = expr.kind, call.name.text.lowercased() == "desc",
      call.arguments.count == 1
    {
      report(.descendingWord("desc"), at: call.name.range)
      expr = call.arguments[0]
      isDescending.toggle()
    }
    if isWord("desc") || isWord("asc") {
      let word = isWord("desc") ? "desc" : "asc"
      report(.descendingWord(word), at: token.range)
      if word == "desc" { isDescending.toggle() }
      advance()
    }
    var nulls: SortKey.Nulls?
    if isWord("nulls"), kind(ahead: 1) == .name {
      advance()
      let word = try choice(SortKey.Nulls.allCases.map(\.rawValue), of: .nullPlace)
      nulls = SortKey.Nulls(rawValue: word.text)
    }
    return SortKey(
      expr: expr, isDescending: isDescending, nulls: nulls, range: range(from: start))
  }

  // MARK: Columns by what they have in common

  /// `rate_*`, `*_2024` or `type float`; nil, and nothing is read, where something else stands here.
  ///
  /// - Parameter isArgument: whether `a*b` is a product here.
  func columnPattern(isArgument: Bool = false) -> Name? {
    let start = token.range.start
    if isWord("type"), let word = word(ahead: 1), let type = ColumnTypeWord(rawValue: word),
      endsPattern(ahead: 2)
    {
      index += 2
      return Name("type \(word)", pattern: .type(type), range: range(from: start))
    }
    var count = 0
    var text = ""
    var (stars, names) = (0, 0)
    while count == 0 || token(ahead: count).range.start == token(ahead: count - 1).range.end {
      let next = token(ahead: count)
      switch next.kind {
      case .star: stars += 1
      case .name, .quotedName, .int: names += 1
      default: break
      }
      guard stars + names == count + 1 else { break }
      text += next.kind == .quotedName ? quotedName(next).text : self.text(of: next)
      count += 1
    }
    guard stars > 0, names > 0, endsPattern(ahead: count) else { return nil }
    if isArgument, kind != .star, kind(ahead: count - 1) != .star { return nil }
    index += count
    return Name(text, pattern: .name(text), range: range(from: start))
  }

  private func endsPattern(ahead: Int) -> Bool {
    switch kind(ahead: ahead) {
    case .end, .pipe, .comma, .assign, .colon, .rightParen, .rightBracket, .semicolon: true
    default: isWord("as", ahead: ahead) || isWord("where", ahead: ahead)
    }
  }
}
