/// The clauses that an analysis step may have, by their first word.
enum ClauseWord: String, CaseIterable {
  case by
  case since
  case against
  case using
  case interval
  case through
  case with
  case of
  case base
  case asOf = "as"
  case status
  case window
  case pace
  case ceiling
  case floor
  case baseYear = "base_year"
  case peers
  case weight
  case allowOver = "allow_over"
  case origin
  case duplicates
  case direction
  case statusMap = "status map"
  case due
  case done
  case start
  case added
  case owner

  private static let observation: [ClauseWord] = [
    .since, .weight, .of, .duplicates, .direction,
  ]
  private static let pacing: [ClauseWord] = [
    .window, .pace, .ceiling, .floor, .baseYear, .peers, .allowOver, .origin, .status,
  ]

  /// Which column of a list of tasks tells what.
  private static let tasks: [ClauseWord] = [.statusMap, .due, .done, .start, .added, .owner]

  static let compare: [ClauseWord] = [.by, .through, .with] + observation
  static let project: [ClauseWord] =
    [.by, .through, .asOf, .using, .interval, .against] + observation + ClauseWord.pacing
    + ClauseWord.tasks
  static let whatif: [ClauseWord] =
    [.by, .through, .base, .against, .using, .interval] + observation + ClauseWord.pacing
  static let track: [ClauseWord] =
    [.by, .through, .asOf, .against, .using, .interval] + observation + ClauseWord.pacing
  static let say: [ClauseWord] = [.by]
  static let progress: [ClauseWord] = [.by, .asOf, .status] + ClauseWord.tasks

  /// The words as they are written.
  var text: String { self == .asOf ? "as of" : rawValue }

  /// The column of a list of tasks that the clause names.
  var taskRole: TaskRole? { TaskRole(rawValue: rawValue) }
}

extension Parser {
  // MARK: The steps

  func compareStep() throws(SyntaxAbort) -> StepKind {
    let time = timeColumn(ClauseWord.compare)
    let times = try times(ClauseWord.compare)
    var seen: Set<ClauseWord> = []
    let clauses = try clauses(of: "compare", ClauseWord.compare, &seen)
    if times.count < 2 {
      throw fail(
        .missingClause("t1, t2", step: "compare", example: "compare 2023, 2024"), at: stepWordRange)
    }
    let (items, more) = try analysisItems("compare", ClauseWord.compare, &seen)
    return .compare(
      CompareStep(time: time, times: times, clauses: clauses + more, items: items))
  }

  func projectStep() throws(SyntaxAbort) -> StepKind {
    let time = timeColumn(ClauseWord.project)
    let times = try horizon("project", ClauseWord.project)
    var seen: Set<ClauseWord> = []
    let clauses = try clauses(of: "project", ClauseWord.project, &seen)
    let (items, more) = try analysisItems("project", ClauseWord.project, &seen)
    return .project(
      ProjectStep(time: time, times: times, clauses: clauses + more, items: items))
  }

  func trackStep() throws(SyntaxAbort) -> StepKind {
    var seen: Set<ClauseWord> = []
    let clauses = try clauses(of: "track", ClauseWord.track, &seen)
    let (items, more) = try analysisItems("track", ClauseWord.track, &seen)
    return .track(TrackStep(clauses: clauses + more, items: items))
  }

  func progressStep() throws(SyntaxAbort) -> StepKind {
    var seen: Set<ClauseWord> = []
    return .progress(
      ProgressStep(clauses: try clauses(of: "progress", ClauseWord.progress, &seen)))
  }

  func sayStep() throws(SyntaxAbort) -> StepKind {
    var seen: Set<ClauseWord> = []
    return .say(SayStep(clauses: try clauses(of: "say", ClauseWord.say, &seen)))
  }

  /// The items after the colon, and the clauses that were written behind them: `compare 2023, 2024:
  /// value with decompose` is what many type.
  private func analysisItems(
    _ step: String, _ allowed: [ClauseWord], _ seen: inout Set<ClauseWord>
  ) throws(SyntaxAbort) -> (items: [Item], clauses: [Clause]) {
    guard accept(.colon) else { return ([], []) }
    let items = items(before: allowed)
    if items.isEmpty { try rejectEmpty(step, example: "\(step) …: sum(value)") }
    return (items, try clauses(of: step, allowed, &seen))
  }

  /// Whether one of these clauses begins here.
  func isClause(_ allowed: [ClauseWord]) -> Bool {
    guard let word = word(), let clause = ClauseWord(rawValue: word), allowed.contains(clause)
    else { return false }
    return clause != .asOf || isWord("of", ahead: 1)
  }

  // MARK: Times

  /// A bare name directly followed by a literal, `$p` or `to` is the time column.
  func timeColumn(_ allowed: [ClauseWord]) -> Name? {
    guard isName, token(ahead: 1).isLiteral || isWord("to", ahead: 1) else { return nil }
    if let word = word() {
      let clause = ClauseWord(rawValue: word)
      // `project done to 2026` has a time column of that name: no column follows as in `done x`.
      let isTime = clause?.taskRole != nil && isWord("to", ahead: 1)
      if word == "to" || (allowed.contains { $0 == clause } && !isTime) { return nil }
    }
    return try? name()
  }

  /// `to t1, t2`
  func horizon(_ step: String, _ allowed: [ClauseWord]) throws(SyntaxAbort) -> [SyntaxExpression] {
    guard acceptWord("to") else {
      if isAtStepEnd || kind == .colon {
        throw fail(
          .missingClause("to t", step: step, example: "\(step) to 2030"), at: stepWordRange)
      }
      if token.isLiteral {
        throw fail(
          .otherWay(text(of: token), instead: "to \(text(of: token))"), at: token.range,
          edits: [.init(at: token.range.start, "to ")])
      }
      if let other = timesBehind(step, allowed) { throw other }
      throw unexpected(.word("to"))
    }
    let times = try times(allowed)
    if times.isEmpty { throw unexpected(.time) }
    return times
  }

  private func times(_ allowed: [ClauseWord]) throws(SyntaxAbort) -> [SyntaxExpression] {
    var times: [SyntaxExpression] = []
    while !isAtStepEnd, kind != .colon {
      if isName, kind(ahead: 1) != .leftParen {
        if let word = word(), let clause = ClauseWord(rawValue: word), allowed.contains(clause) {
          // Without any time the word was meant as a column.
          if times.isEmpty, token(ahead: 1).isLiteral {
            throw fail(.needsBackticks(text(of: token)), at: token.range)
          }
          return times
        }
        throw unexpected(times.isEmpty ? .time : .endOfItem)
      }
      times.append(try time())
      guard accept(.comma) else { return times }
    }
    return times
  }

  func time() throws(SyntaxAbort) -> SyntaxExpression {
    if isAtStepEnd { throw unexpected(.time) }
    return try expression(Precedence.additive)
  }

  /// `2022 vs 2024`: times are separated by commas.
  private func rejectWordBetweenTimes(_ word: String) throws(SyntaxAbort) {
    let (before, after) = (token(ahead: -1), token(ahead: 1))
    guard ["vs", "versus", "to", "and"].contains(word), before.isLiteral, after.isLiteral else {
      return
    }
    let range = before.range.union(after.range)
    let instead = "\(text(of: before)), \(text(of: after))"
    throw fail(
      .otherWay(script[range], instead: instead), at: range, edits: [.init(range, instead)])
  }

  // MARK: Clauses

  ///
  /// - Parameter seen: those that the step has already.
  func clauses(
    of step: String, _ allowed: [ClauseWord], _ seen: inout Set<ClauseWord>
  ) throws(SyntaxAbort) -> [Clause] {
    var clauses: [Clause] = []
    while !isAtStepEnd, kind != .colon {
      let start = token.range
      guard let written = word() else { throw unexpected(.commaOrColon) }
      guard let word = clauseWord(written), allowed.contains(word) else {
        if isStepWord() { break }
        try rejectWordBetweenTimes(written)
        if clauses.isEmpty, let other = measureBeforeColon(step) { throw other }
        let words = allowed.map(\.text)
        // A word of another step is not a misspelling.
        let isKnown = ClauseWord(rawValue: written) != nil
        throw fail(
          .clauseNotHere(
            text(of: token), step: step, possible: words,
            instead: isKnown ? nil : Suggestions.nearest(written, among: words)), at: start)
      }
      if !seen.insert(word).inserted { report(.duplicateClause(word.text), at: start) }
      advance()
      if word == .statusMap { advance() }
      let kind = try clause(word, allowed)
      clauses.append(Clause(kind: kind, range: range(from: start.start), wordRange: start))
    }
    return clauses
  }

  /// The clause that begins here; `status map` is two words, and a column called `map` needs
  /// backticks behind `status`.
  private func clauseWord(_ written: String) -> ClauseWord? {
    if written == ClauseWord.status.rawValue, isWord("map", ahead: 1) { return .statusMap }
    return ClauseWord(rawValue: written)
  }

  private func clause(
    _ word: ClauseWord, _ allowed: [ClauseWord]
  ) throws(SyntaxAbort) -> ClauseKind {
    switch word {
    case .by: return .by(try keys())
    case .since: return .since(try time())
    case .against: return .against(try readSource())
    case .through: return .through(try readSource())
    case .using: return .using(try name())
    case .interval: return .interval(try percentage())
    case .with:
      _ = try choice(["decompose"], of: .withWord)
      return .decompose
    case .of: return .of(try item())
    case .asOf:
      guard acceptWord("of") else { throw unexpected(.word("of")) }
      return .asOf(try time())
    case .status where allowed.contains(.due):
      // A rule, or a column of a list of tasks: only the binder knows which.
      return .status(try name(.columnName))
    case .statusMap: return .statusMap(try readSource())
    case .due, .done, .start, .added, .owner:
      guard let role = word.taskRole else { throw unexpected(.columnName) }
      return .task(role, try name(.columnName))
    default: return try paceClause(word)
    }
  }

  private func paceClause(_ word: ClauseWord) throws(SyntaxAbort) -> ClauseKind {
    switch word {
    case .base: return .base(try choice(StepWords.bases, of: .baseKind))
    case .status:
      return .status(
        try choice(StepWords.statusRules, of: .statusRule))
    case .pace: return .pace(try choice(StepWords.paces, of: .paceMethod))
    case .duplicates: return .duplicates(try choice(StepWords.duplicates, of: .duplicates))
    case .direction: return .direction(try choice(StepWords.directions, of: .direction))
    case .window: return .window(try time())
    case .ceiling: return .ceiling(try time())
    case .floor: return .floor(try time())
    case .baseYear: return .baseYear(try time())
    case .peers: return .peers(acceptWord("none") ? nil : try name(.columnName))
    case .weight: return .weight(try name(.columnName))
    case .origin:
      let date = try time()
      guard acceptWord("value") else { throw unexpected(.word("value")) }
      return .origin(date: date, value: try time())
    default: return .allowOver
    }
  }

  /// `80` and `80%` are the same here.
  private func percentage() throws(SyntaxAbort) -> SyntaxExpression {
    if isAtStepEnd { throw unexpected(.amount) }
    let value = kind == .minus ? try expression(Precedence.additive) : try primary()
    _ = accept(.percent)
    return value
  }
}
