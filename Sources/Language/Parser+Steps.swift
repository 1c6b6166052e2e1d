extension Parser {
  static let stepWords = [
    "where", "derive", "select", "group", "aggregate", "sort", "take", "skip", "distinct", "join",
    "append", "pivot", "unpivot", "split", "complete", "fill", "label", "compare", "project",
    "whatif",
    "track", "progress", "say", "describe", "peek", "chart", "export", "assert", "as",
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
    return try otherStep(written, token, after: pipe)
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
    case "split": return try splitStep()
    case "complete": return try completeStep()
    case "fill": return try fillStep()
    case "label": return try labelStep()
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
    case "say": return try sayStep()
    case "describe": return .describe
    case "peek": return .peek(label: isAtStepEnd ? nil : try textLiteral(.text))
    case "chart": return try chartStep()
    case "export": return try exportStep()
    case "assert": return try assertStep()
    default: return .as(try name(.newName))
    }
  }

  /// A word of another language, or a slip of the hand.
  private func otherStep(
    _ word: String, _ token: Token, after pipe: SourceRange
  ) throws(SyntaxAbort) -> StepKind {
    if let instead = ForeignWords.steps[word] { return try foreignStep(word, instead, token) }
    if let form = ForeignWords.otherForms[word] {
      throw otherForm(word, token, after: pipe, form)
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
  func skipColon() {
    guard kind == .colon else { return }
    report(.colonNotHere(step: script[stepWordRange]), at: token.range)
    advance()
  }

  private func deriveStep() throws(SyntaxAbort) -> StepKind {
    let (by, sort, frame) = try windowClauses()
    if by.isEmpty, sort.isEmpty, frame == nil { skipColon() } else { try expectColon() }
    let items = items()
    if items.isEmpty { try rejectEmpty("derive", example: "derive ratio = covered / total") }
    return .derive(DeriveStep(by: by, sort: sort, frame: frame, items: items))
  }

  /// `by keys`, `sort keys` and a frame, in any order.
  private func windowClauses() throws(SyntaxAbort) -> (
    by: [Item], sort: [SortKey], frame: WindowFrame?
  ) {
    var by: [Item] = []
    var sort: [SortKey] = []
    var frame: WindowFrame?
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
      } else if let own = try windowFrame() {
        if frame != nil {
          report(.duplicateClause(script[SourceRange(range.start, range.end)]), at: range)
        }
        frame = own
      } else {
        break
      }
    }
    return (by, sort, frame)
  }

  /// `rows a..b` or `since distance`; nil where neither stands here.
  private func windowFrame() throws(SyntaxAbort) -> WindowFrame? {
    let start = token.range
    if isWord("rows") {
      if isWord("between", ahead: 1) {
        throw fail(
          .otherWay("rows between", instead: "rows -2..0"), at: start.union(token(ahead: 1).range))
      }
      guard [.range, .minus, .int, .parameter].contains(kind(ahead: 1)) else { return nil }
      advance()
      let from = kind == .range ? nil : try expression(Precedence.coalesce)
      try expect(.range, "..")
      let isOpen = kind == .colon || isWord("by") || isWord("sort") || isAtStepEnd
      let to = isOpen ? nil : try expression(Precedence.coalesce)
      return WindowFrame(extent: .rows(from: from, to: to), range: range(from: start.start))
    }
    guard isWord("since"), token(ahead: 1).isLiteral || kind(ahead: 1) == .parameter else {
      return nil
    }
    advance()
    let distance = try expression(Precedence.coalesce)
    return WindowFrame(extent: .since(distance), range: range(from: start.start))
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
      let range = stepWordRange.union(token.range)
      let rest = script[SourceRange(range.end, stepEnd)]
      throw fail(
        .otherWay("select distinct", instead: "distinct\(rest.utf8.count > 60 ? " a, b" : rest)"),
        at: range, edits: [.init(range, "distinct")])
    }
    if kind == .star { throw starInSelect() }
    let items = items(canDrop: true)
    if items.isEmpty { try rejectEmpty("select", example: "select unit, year, value") }
    return .select(items)
  }

  /// `select *` says nothing, and `select *, x = a` is `derive x = a`.
  private func starInSelect() -> SyntaxAbort {
    let star = token.range
    var edits: [Diagnostic.Edit] = []
    if isAtStepEnd(ahead: 1), kind(ahead: -2) == .pipe, kind(ahead: -1) == .name {
      edits = [.init(SourceRange(token(ahead: -3).range.end, star.end), "")]
    } else if kind(ahead: 1) == .comma, kind(ahead: 2) != .star {
      let comma = token(ahead: 1).range
      edits = [.init(SourceRange(stepWordRange.start, comma.end), "derive")]
    }
    return fail(.starHere, at: star, edits: edits)
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
  func totals() throws(SyntaxAbort) -> Bool {
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
}
