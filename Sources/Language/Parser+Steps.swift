extension Parser {
  static let stepWords = [
    "where", "derive", "select", "group", "aggregate", "sort", "take", "skip", "distinct", "join",
    "append", "pivot", "unpivot", "complete", "fill", "compare", "project", "whatif", "track",
    "progress", "describe", "peek", "chart", "export", "assert", "as",
  ]

  private static let stepWordSet = Set(stepWords)

  /// A bare word that names a step, here or in another language.
  func isStepWord(ahead: Int = 0) -> Bool {
    guard let word = word(ahead: ahead) else { return false }
    return Parser.stepWordSet.contains(word) || ForeignWords.steps[word] != nil
  }

  /// The step after a `|`; on an error goes on to the next `|`.
  func step(after pipe: SourceRange, depth: Int32) -> Step {
    stepCount += 1
    let word = token
    // Steps of a pipeline inside this one have verbs of their own.
    let outerWordRange = stepWordRange
    defer { stepWordRange = outerWordRange }
    do throws(SyntaxAbort) {
      if stepCount > Limits.steps {
        if stepCount == Limits.steps + 1 { report(.tooManySteps, at: word.range) }
        statementHasErrors = true
        throw SyntaxAbort()
      }
      let kind = try readStep(after: pipe)
      return Step(kind, range: range(from: word.range.start), wordRange: stepWordRange)
    } catch {
      skip(to: .pipe, depth: depth)
      return Step(.invalid, range: range(from: word.range.start), wordRange: word.range)
    }
  }

  private func readStep(after pipe: SourceRange) throws(SyntaxAbort) -> StepKind {
    let token = token
    guard token.kind == .name else {
      if token.kind == .pipe, token.range.start == pipe.end {
        advance()
        throw fail(.unknownSign("||", instead: "or"), at: pipe.union(token.range))
      }
      if isAtStepEnd { throw fail(.missingStep, at: pipe) }
      throw unexpected(.stepName)
    }
    let written = text(of: token).lowercased()
    advance()
    stepWordRange = token.range
    if Parser.stepWordSet.contains(written) { return try step(named: written) }
    return try otherStep(written, token)
  }

  private func step(named word: String) throws(SyntaxAbort) -> StepKind {
    switch word {
    case "where": return try whereStep()
    case "derive": return try deriveStep()
    case "select": return try selectStep()
    case "group": return try groupStep()
    case "aggregate": return try aggregateStep()
    case "sort": return try sortStep()
    case "take": return try takeStep()
    case "skip": return try skipStep()
    case "distinct": return .distinct(items())
    case "join": return try joinStep()
    case "append": return try appendStep()
    case "pivot": return try pivotStep()
    case "unpivot": return try unpivotStep()
    case "complete": return try completeStep()
    case "fill": return try fillStep()
    default: return try analysisOrOutputStep(word)
    }
  }

  private func analysisOrOutputStep(_ word: String) throws(SyntaxAbort) -> StepKind {
    switch word {
    case "compare": return try compareStep()
    case "project": return try projectStep()
    case "whatif": return try whatIfStep()
    case "track": return try trackStep()
    case "progress": return try progressStep()
    case "describe": return .describe
    case "peek": return .peek(label: isAtStepEnd ? nil : try textLiteral(.text))
    case "chart": return try chartStep()
    case "export": return try exportStep()
    case "assert": return try assertStep()
    default: return .as(try name(.newName))
    }
  }

  /// A word of another language, or a slip of the hand.
  private func otherStep(_ word: String, _ token: Token) throws(SyntaxAbort) -> StepKind {
    if let instead = ForeignWords.steps[word] { return try foreignStep(word, instead, token) }
    if let form = ForeignWords.otherForms[word] {
      throw fail(.otherWay(text(of: token), instead: form), at: token.range)
    }
    let known = Parser.stepWords + ForeignWords.steps.keys.sorted()
    let nearest = Suggestions.nearest(word, among: known)
    throw fail(
      .unknownStep(
        text(of: token), instead: nearest.map { ForeignWords.steps[$0] ?? $0 }),
      at: token.range)
  }

  private func foreignStep(
    _ word: String, _ instead: String, _ token: Token
  ) throws(SyntaxAbort) -> StepKind {
    let written = text(of: token)
    switch word {
    case "order":
      guard isWord("by") else { throw unexpected(.word("by")) }
      return try sortStep(written: written)
    case "orderby", "arrange":
      return try sortStep(written: written)
    case "summarize", "summarise":
      return try summarizeStep(written)
    case "union":
      if isWord("all"), !isAtStepEnd(ahead: 1) { advance() }
    default: break
    }
    report(.otherWord(written, instead: instead), at: token.range)
    return try step(named: instead)
  }

  private func isAtStepEnd(ahead: Int) -> Bool {
    switch kind(ahead: ahead) {
    case .end, .pipe, .rightParen: true
    default: false
    }
  }

  // MARK: Rows and columns

  private func whereStep() throws(SyntaxAbort) -> StepKind {
    skipColon()
    return .where(try expression())
  }

  /// A colon after a verb that takes none.
  private func skipColon() {
    guard kind == .colon else { return }
    report(.colonNotHere(step: script[stepWordRange]), at: token.range)
    advance()
  }

  private func deriveStep() throws(SyntaxAbort) -> StepKind {
    let (by, sort) = try windowClauses()
    if by.isEmpty, sort.isEmpty { skipColon() } else { try expectColon() }
    let items = items()
    if items.isEmpty { try rejectEmpty("derive", example: "derive ratio = covered / total") }
    return .derive(DeriveStep(by: by, sort: sort, items: items))
  }

  /// `by keys` and `sort keys`, in either order.
  private func windowClauses() throws(SyntaxAbort) -> (by: [Item], sort: [SortKey]) {
    var by: [Item] = []
    var sort: [SortKey] = []
    while kind(ahead: 1) != .assign {
      let range = token.range
      if isWord("by") {
        if !by.isEmpty { report(.duplicateClause("by"), at: range) }
        advance()
        by = try keys()
      } else if isWord("sort") {
        if !sort.isEmpty { report(.duplicateClause("sort"), at: range) }
        advance()
        if isWord("by"), kind(ahead: 1) == .name { advance() }
        sort = try sortKeys()
      } else {
        break
      }
    }
    return (by, sort)
  }

  func expectColon() throws(SyntaxAbort) {
    if accept(.colon) { return }
    if isAtStepEnd { throw unexpected(.sign(":")) }
    throw unexpected(.commaOrColon)
  }

  /// An error, unless one was reported for the items already.
  func rejectEmpty(_ step: String, example: String) throws(SyntaxAbort) {
    guard !statementHasErrors else { return }
    throw fail(.noItems(step: step, example: example), at: stepWordRange)
  }

  private func selectStep() throws(SyntaxAbort) -> StepKind {
    skipColon()
    if isWord("distinct"), isName(ahead: 1) {
      throw fail(.otherWay("select distinct", instead: "distinct a, b"), at: token.range)
    }
    let items = items(canDrop: true)
    if items.isEmpty { try rejectEmpty("select", example: "select unit, year, value") }
    return .select(items)
  }

  private func groupStep() throws(SyntaxAbort) -> StepKind {
    if isWord("by"), kind(ahead: 1) != .assign {
      advance()
    } else {
      report(.groupWithoutBy, at: token.range)
    }
    let by = try keys()
    let withTotals = try totals()
    return .group(
      GroupStep(by: by, withTotals: withTotals, aggregates: try itemsAfterColon()))
  }

  /// `with totals`
  private func totals() throws(SyntaxAbort) -> Bool {
    guard acceptWord("with") else { return false }
    _ = try choice(["totals"], of: .withWord)
    return true
  }

  /// `: items`, or nothing.
  private func itemsAfterColon() throws(SyntaxAbort) -> [Item] {
    if isAtStepEnd { return [] }
    try expectColon()
    return items()
  }

  private func aggregateStep() throws(SyntaxAbort) -> StepKind {
    skipColon()
    let items = items()
    if items.isEmpty {
      try rejectEmpty("aggregate", example: "aggregate total = sum(count)")
    }
    return .aggregate(items)
  }

  /// `summarize by k: a`, `summarize a`, and `summarize a by k`.
  private func summarizeStep(_ written: String) throws(SyntaxAbort) -> StepKind {
    let range = stepWordRange
    if isWord("by"), kind(ahead: 1) != .assign {
      report(.otherWord(written, instead: "group"), at: range)
      return try groupStep()
    }
    let items = try keys()
    guard acceptWord("by") else {
      report(.otherWord(written, instead: "aggregate"), at: range)
      return .aggregate(items)
    }
    report(.otherWord(written, instead: "group"), at: range)
    return .group(GroupStep(by: try keys(), withTotals: false, aggregates: items))
  }

  /// `written` is set where the verb is another language's.
  private func sortStep(written: String? = nil) throws(SyntaxAbort) -> StepKind {
    skipColon()
    var written = written
    if isWord("by"), isName(ahead: 1) || [.minus, .leftParen].contains(kind(ahead: 1)) {
      written = "\(written ?? "sort") by"
      stepWordRange = stepWordRange.union(token.range)
      advance()
    }
    if let written { report(.otherWord(written, instead: "sort"), at: stepWordRange) }
    return .sort(try sortKeys())
  }

  private func takeStep() throws(SyntaxAbort) -> StepKind {
    if isAtStepEnd { throw unexpected(.count) }
    let count = try expression(Precedence.range)
    var by: [Item] = []
    if acceptWord("by") { by = try keys() }
    if case .range(let from, let to) = count.kind {
      return .take(TakeStep(amount: .range(from: from, to: to), by: by))
    }
    return .take(TakeStep(amount: .count(count), by: by))
  }

  private func skipStep() throws(SyntaxAbort) -> StepKind {
    if isAtStepEnd { throw unexpected(.count) }
    return .skip(try expression(Precedence.coalesce))
  }

  // MARK: Several tables

  private func joinStep() throws(SyntaxAbort) -> StepKind {
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
        let word = try choice(["one", "many"], of: .expectation)
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
    of expr: Expr, to keys: inout [JoinKey]
  ) throws(SyntaxAbort) {
    switch expr.kind {
    case .name:
      keys.append(JoinKey(left: expr, right: expr, operatorRange: nil, range: expr.range))
    case .binary(.equal, let sign, let left, let right):
      keys.append(JoinKey(left: left, right: right, operatorRange: sign, range: expr.range))
    case .binary(.and, let range, let left, let right):
      report(.keysJoinedByAnd, at: range)
      try appendKeys(of: left, to: &keys)
      try appendKeys(of: right, to: &keys)
    case .invalid:
      throw SyntaxAbort()
    default:
      throw fail(.joinKeyForm, at: expr.range)
    }
  }

  private func appendStep() throws(SyntaxAbort) -> StepKind {
    .append(try readSource())
  }

  // MARK: Shape

  private func pivotStep() throws(SyntaxAbort) -> StepKind {
    let column = try item()
    var by: [Item] = []
    var withTotals = false
    while isWord("by") || isWord("with") {
      let range = token.range
      if isWord("by") {
        if !by.isEmpty { report(.duplicateClause("by"), at: range) }
        advance()
        by = try keys()
      } else {
        if withTotals { report(.duplicateClause("with"), at: range) }
        withTotals = try totals()
      }
    }
    if isAtStepEnd {
      throw fail(
        .noItems(step: "pivot", example: "pivot year by unit: sum(value)"), at: stepWordRange)
    }
    try expectColon()
    let aggregates = items()
    if aggregates.isEmpty {
      try rejectEmpty("pivot", example: "pivot year by unit: sum(value)")
    }
    return .pivot(
      PivotStep(column: column, by: by, withTotals: withTotals, aggregates: aggregates))
  }

  private func unpivotStep() throws(SyntaxAbort) -> StepKind {
    var columns: [UnpivotStep.Columns] = []
    repeat {
      if isWord("as"), !columns.isEmpty { break }
      let from = try unpivotColumn()
      if accept(.range) {
        columns.append(.span(from: from, to: try unpivotColumn()))
      } else {
        columns.append(.one(from))
      }
    } while accept(.comma)
    guard acceptWord("as") else {
      if isAtStepEnd {
        throw fail(
          .missingClause(
            "as name, value", step: "unpivot", example: "unpivot a, b as name, value"),
          at: stepWordRange)
      }
      throw unexpected(.word("as"))
    }
    let name = try name(.newName)
    try expect(.comma, ",")
    return .unpivot(
      UnpivotStep(columns: columns, nameColumn: name, valueColumn: try self.name(.newName)))
  }

  /// Columns that `pivot` made of years may be written as numbers.
  private func unpivotColumn() throws(SyntaxAbort) -> Name {
    guard kind == .int else { return try name(.columnName) }
    let token = token
    advance()
    return Name(text(of: token), isQuoted: true, range: token.range)
  }

  private func completeStep() throws(SyntaxAbort) -> StepKind {
    let column = try name(.columnName)
    var values: Expr?
    if !isAtStepEnd, !isWord("by") { values = try expression(Precedence.range) }
    var by: [Item] = []
    if acceptWord("by") { by = try keys() }
    return .complete(CompleteStep(column: column, values: values, by: by))
  }

  private func fillStep() throws(SyntaxAbort) -> StepKind {
    var columns: [Name] = []
    repeat { columns.append(try name(.columnName)) } while accept(.comma)
    var method: FillStep.Method?
    var by: [Item] = []
    var sort: [SortKey] = []
    while !isAtStepEnd {
      let range = token.range
      if isWord("with") {
        if method != nil { report(.duplicateClause("with"), at: range) }
        advance()
        method = try fillMethod()
      } else if isWord("by") {
        if !by.isEmpty { report(.duplicateClause("by"), at: range) }
        advance()
        by = try keys()
      } else if isWord("sort") {
        if !sort.isEmpty { report(.duplicateClause("sort"), at: range) }
        advance()
        sort = try sortKeys()
      } else {
        break
      }
    }
    return .fill(FillStep(columns: columns, method: method, by: by, sort: sort))
  }

  private func fillMethod() throws(SyntaxAbort) -> FillStep.Method {
    if acceptWord("previous") { return .previous }
    if acceptWord("next") { return .next }
    if acceptWord("linear") { return .linear }
    if isWord("value"), token(ahead: 1).isLiteral || kind(ahead: 1) == .minus {
      advance()
    }
    if kind == .name, kind(ahead: 1) != .leftParen, !isWord("true"), !isWord("false") {
      _ = try choice(["previous", "next", "linear"], of: .fillMethod)
    }
    return .value(try expression(Precedence.coalesce))
  }

  // MARK: Output

  private func chartStep() throws(SyntaxAbort) -> StepKind {
    var kind: ChartStep.Kind?
    if !isAtStepEnd, self.kind(ahead: 1) != .assign, !isWord("to") {
      let word = try choice(ChartStep.Kind.allCases.map(\.rawValue), of: .chartKind)
      kind = ChartStep.Kind(rawValue: word.text)
    }
    var options: [FileOption] = []
    var path: TextLiteral?
    while !isAtStepEnd {
      if isWord("to"), self.kind(ahead: 1) == .text {
        advance()
        path = try textLiteral(.path)
      } else if isName, self.kind(ahead: 1) == .assign {
        let name = try name()
        advance()
        if options.contains(where: { $0.name.text == name.text }) {
          report(.duplicateName(name.text), at: name.range)
        }
        let value = try optionValue()
        options.append(
          FileOption(name: name, value: value, range: range(from: name.range.start)))
      } else {
        break
      }
      _ = accept(.comma)
    }
    return .chart(ChartStep(kind: kind, options: options, path: path))
  }

  private func exportStep() throws(SyntaxAbort) -> StepKind {
    let path = try textLiteral(.path)
    var options: [FileOption] = []
    if acceptWord("with") { options = try parenthesizedOptions() }
    return .export(ExportStep(path: path, options: options))
  }

  private func assertStep() throws(SyntaxAbort) -> StepKind {
    skipColon()
    let condition = try expression()
    let message = accept(.comma) ? try textLiteral(.text) : nil
    return .assert(condition: condition, message: message)
  }
}
