extension Parser {
  static let statementWords = [
    "let", "def", "param", "load", "connect", "include", "set", "explain",
  ]

  /// The statement between `index` and `limit`.
  func statementKind(isFirst: Bool) -> StatementKind {
    do throws(SyntaxAbort) {
      let result = try readStatement(isFirst: isFirst)
      if !isAtEnd { throw unexpected(.endOfStatement) }
      return result
    } catch {
      return .invalid
    }
  }

  private func readStatement(isFirst: Bool) throws(SyntaxAbort) -> StatementKind {
    let token = token
    switch token.kind {
    case .shellLine: return shellCommand(token)
    case .dot where kind(ahead: 1) == .name:
      throw fail(
        .shellCommandInFile(text(of: self.token(ahead: 1))),
        at: token.range.union(self.token(ahead: 1).range))
    case .name:
      // A table may carry the name of a statement: then a step or nothing follows.
      if kind(ahead: 1) != .pipe, kind(ahead: 1) != .end, let word = word() {
        if let statement = try wordStatement(word) { return statement }
        try rejectOtherStarts(word, isFirst: isFirst)
      }
    case .quotedName where kind(ahead: 1) == .assign:
      throw fail(.missingLet(text(of: token)), at: token.range)
    default: break
    }
    return .pipeline(pipeline())
  }

  private func wordStatement(_ word: String) throws(SyntaxAbort) -> StatementKind? {
    switch word {
    case "let": return try letStatement()
    case "def": return try defStatement()
    case "param": return try paramStatement()
    case "load": return try loadStatement()
    case "connect": return try connectStatement()
    case "include":
      advance()
      return .include(path: try path())
    case "set":
      advance()
      let option = try name()
      _ = accept(.assign)
      return .set(option: option, value: try optionValue())
    case "explain": return try explainStatement()
    default: return nil
    }
  }

  /// Statements that start the way another language's do, with what to write instead.
  private func rejectOtherStarts(
    _ word: String, isFirst: Bool
  ) throws(SyntaxAbort) {
    let token = token
    if kind(ahead: 1) == .assign {
      throw fail(.missingLet(text(of: token)), at: token.range)
    }
    if word == "from" { return }
    if isStepWord(), kind(ahead: 1) != .dot {
      let hasFrom = tokens[index..<limit].contains {
        $0.kind == .name && script[$0.range].lowercased() == "from"
      }
      // `describe indices` is no step that goes on: `describe` takes nothing.
      let isOrder = word == "describe" && isName(ahead: 1)
      let isContinuation = (!isFirst || mode == .prompt) && !isOrder
      let isMissing = isContinuation && !(word == "select" && hasFrom)
      let instead =
        isOrder && index + 2 == limit
        ? "\(text(of: self.token(ahead: 1))) | describe"
        : word == "select" && hasFrom ? translatedSelect() : nil
      let fact: SyntaxFact =
        isMissing
        ? .missingPipe(text(of: token))
        : .sourceFirst(
          text(of: token),
          instead: instead)
      let whole = SourceRange(token.range.start, tokens[limit - 1].range.end)
      throw fail(
        fact, at: token.range, edits: isMissing ? [] : instead.map { [.init(whole, $0)] } ?? [])
    }
    let next = kind(ahead: 1)
    if next == .name || next == .text || next == .quotedName, !isStepWord(ahead: 1),
      !isWord("with", ahead: 1),
      let instead = Suggestions.nearest(word, among: Parser.statementWords)
    {
      throw fail(.notAStatement(text(of: token), instead: instead), at: token.range)
    }
  }

  private func shellCommand(_ token: Token) -> StatementKind {
    advance()
    let text = text(of: token)
    let start = token.range.start
    if text.hasSuffix("?") {
      let topic = text.dropLast().split(whereSeparator: \.isWhitespace).first ?? ""
      return .shellCommand(
        word: Name("help", range: token.range), rest: String(topic),
        restRange: SourceRange(start, start + topic.utf8.count))
    }
    let hasDot = text.hasPrefix(".")
    let body = hasDot ? text.dropFirst() : text[...]
    let word = body.prefix { !$0.isWhitespace }
    let rest = body.dropFirst(word.count).drop { $0.isWhitespace }
    let wordStart = start + (hasDot ? 1 : 0)
    return .shellCommand(
      word: Name(String(word), range: SourceRange(wordStart, wordStart + word.utf8.count)),
      rest: String(rest),
      restRange: SourceRange(token.range.end - rest.utf8.count, token.range.end))
  }

  // MARK: let, def, param

  private func letStatement() throws(SyntaxAbort) -> StatementKind {
    advance()
    let name = try name(.newName)
    try expect(.assign, "=")
    if isAtEnd { throw unexpected(.expression) }
    if isPipelineAhead() {
      let isBareName = index + 1 == limit && isName && !isWord("_")
      return .let(name: name, value: .pipeline(pipeline(), isBareName: isBareName))
    }
    return .let(name: name, value: .value(try expression()))
  }

  /// Rows rather than a value follow `=`.
  private func isPipelineAhead() -> Bool {
    let depth = depth
    for position in index..<limit
    where tokens[position].kind == .pipe && splitter.depths[position] == depth {
      return true
    }
    switch kind {
    case .quotedName: return index + 1 == limit
    case .name:
      if isWord("from"), isName(ahead: 1) || kind(ahead: 1) == .text { return true }
      if isWord("range"), kind(ahead: 1) == .leftParen { return true }
      let isConstant = isWord("true") || isWord("false") || isWord("null")
      if kind(ahead: 1) == .dot {
        return (index..<limit).allSatisfy {
          [.name, .quotedName, .dot].contains(tokens[$0].kind)
        }
      }
      return index + 1 == limit && !isConstant
    case .leftBracket: return kind(ahead: 1) == .leftBrace
    case .text: return isWord("with", ahead: 1)
    case .leftParen:
      let end = Int(splitter.partners[index])
      guard end == limit - 1 else { return false }
      return (index..<end).contains {
        tokens[$0].kind == .pipe && splitter.depths[$0] == depth + 1
      }
    default: return false
    }
  }

  func isName(ahead: Int) -> Bool {
    kind(ahead: ahead) == .name || kind(ahead: ahead) == .quotedName
  }

  private func defStatement() throws(SyntaxAbort) -> StatementKind {
    advance()
    let name = try name(.newName)
    let opener = index
    try expect(.leftParen, "(")
    var parameters: [Name] = []
    while kind != .rightParen {
      let parameter = try self.name()
      if parameters.contains(where: { $0.text == parameter.text }) {
        report(.duplicateName(parameter.text), at: parameter.range)
      }
      parameters.append(parameter)
      guard accept(.comma) else { break }
    }
    try close(opener, .rightParen, ")")
    try expect(.assign, "=")
    return .def(name: name, parameters: parameters, body: try expression())
  }

  private func paramStatement() throws(SyntaxAbort) -> StatementKind {
    advance()
    let name = try name(.newName)
    var type: Name?
    if accept(.colon) { type = try self.name() }
    var value: SyntaxExpression?
    if accept(.assign) { value = try expression() }
    return .param(name: name, type: type, defaultValue: value)
  }

  // MARK: load, set, explain

  private func loadStatement() throws(SyntaxAbort) -> StatementKind {
    advance()
    let path = try self.path()
    var name: Name?
    var options: [FileOption] = []
    while true {
      if name == nil, isWord("as") {
        advance()
        name = try self.name(.newName)
      } else if options.isEmpty, isWord("with") {
        advance()
        options = try parenthesizedOptions()
      } else {
        return .load(path: path, options: options, name: name)
      }
    }
  }

  private func connectStatement() throws(SyntaxAbort) -> StatementKind {
    advance()
    let address = try self.path()
    var name: Name?
    var options: [FileOption] = []
    while !isAtEnd {
      if name == nil, isWord("as") {
        advance()
        name = try self.name(.newName)
      } else if options.isEmpty, isWord("with") {
        advance()
        options = try parenthesizedOptions()
      } else {
        break
      }
    }
    guard let name else { throw unexpected(.word("as")) }
    return .connect(address: address, name: name, options: options)
  }

  private func explainStatement() throws(SyntaxAbort) -> StatementKind {
    advance()
    var mode = ExplainMode.plan
    let word = word() == "analyse" ? "analyze" : word()
    if let known = ExplainMode.words.first(where: { $0.word == word }), startsSource(ahead: 1) {
      advance()
      mode = known.mode
    }
    if case .sql = mode, let word = self.word(), Parser.dialects.contains(word),
      startsSource(ahead: 1)
    {
      mode = .sql(dialect: try name())
    }
    return .explain(mode, pipeline())
  }

  static let dialects: Set<String> = [
    "ansi", "citus", "clickhouse", "duckdb", "mysql", "postgres", "postgresql", "spark", "sqlite",
  ]

  private func startsSource(ahead: Int) -> Bool {
    switch kind(ahead: ahead) {
    case .name, .quotedName, .text, .leftParen, .leftBracket: true
    case .pipe: ahead == 1 && mode == .prompt && isWord("analyze")
    default: false
    }
  }

  // MARK: Options

  /// `(name: value, flag, …)`
  func parenthesizedOptions() throws(SyntaxAbort) -> [FileOption] {
    try enter()
    defer { leave() }
    let opener = index
    try expect(.leftParen, "(")
    return try options(opener, .rightParen, ")")
  }

  private func options(
    _ opener: Int, _ closer: Token.Kind, _ sign: String
  ) throws(SyntaxAbort) -> [FileOption] {
    var options: [FileOption] = []
    while kind != closer {
      let name = try optionName()
      let value: OptionValue
      if accept(.colon) || accept(.assign) {
        value = try optionValue()
      } else {
        value = .expression(
          SyntaxExpression(.literal(.bool(true)), range: SourceRange(at: name.range.end)))
      }
      if options.contains(where: { $0.name.text == name.text }) {
        report(.duplicateName(name.text), at: name.range)
      }
      options.append(
        FileOption(name: name, value: value, range: range(from: name.range.start)))
      guard accept(.comma) else { break }
    }
    try close(opener, closer, sign)
    return options
  }

  /// Columns of a file may be named in quotes here: they are data, not names of the query.
  private func optionName() throws(SyntaxAbort) -> Name {
    if kind == .text {
      let token = token
      advance()
      return Name(decodeText(token), isQuoted: true, range: token.range)
    }
    return try name()
  }

  /// A constant, a word, a list or a map.
  func optionValue() throws(SyntaxAbort) -> OptionValue {
    if index < limit, isSetting(index) {
      let token = token
      advance()
      return .word(Name(text(of: token), range: token.range))
    }
    switch kind {
    case .leftBracket:
      try enter()
      defer { leave() }
      let opener = index
      advance()
      var items: [OptionValue] = []
      while kind != .rightBracket {
        items.append(try optionValue())
        guard accept(.comma) else { break }
      }
      try close(opener, .rightBracket, "]")
      return .list(items, range: range(from: tokens[opener].range.start))
    case .leftBrace:
      try enter()
      defer { leave() }
      let opener = index
      advance()
      let entries = try options(opener, .rightBrace, "}")
      return .map(entries, range: range(from: tokens[opener].range.start))
    case .name
    where kind(ahead: 1) != .leftParen && !isWord("true") && !isWord("false")
      && !isWord("null"):
      return .word(try name())
    case .quotedName where kind(ahead: 1) != .leftParen:
      return .word(try name())
    case .end, .pipe, .comma:
      throw unexpected(.optionValue)
    default:
      let value = try expression(Precedence.coalesce)
      // `header: 3..4`
      guard kind == .range else { return .expression(value) }
      advance()
      let last = try expression(Precedence.coalesce)
      return .expression(
        SyntaxExpression(.range(from: value, to: last), range: value.range.union(last.range)))
    }
  }
}
