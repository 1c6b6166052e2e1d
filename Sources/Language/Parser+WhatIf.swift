extension Parser {
  func whatIfStep() throws(SyntaxAbort) -> StepKind {
    let time = timeColumn(ClauseWord.whatif)
    let times = try horizon("whatif", ClauseWord.whatif)
    var seen: Set<ClauseWord> = []
    let clauses = try clauses(of: "whatif", ClauseWord.whatif, &seen)
    if isAtStepEnd {
      throw fail(
        .noItems(step: "whatif", example: "whatif to 2030: faster = pace * 1.5"),
        at: stepWordRange)
    }
    try expectColon()
    let scenarios = scenarios()
    if scenarios.isEmpty {
      try rejectEmpty("whatif", example: "whatif to 2030: faster = pace * 1.5")
    }
    return .whatif(
      WhatIfStep(time: time, times: times, clauses: clauses, scenarios: scenarios))
  }

  /// Scenarios to the end of the step; an error in one leaves the others alone.
  private func scenarios() -> [WhatIfScenario] {
    let depth = depth
    var scenarios: [WhatIfScenario] = []
    var names: Set<String> = []
    while !isAtStepEnd {
      do throws(SyntaxAbort) {
        let scenario = try scenario()
        if !names.insert(scenario.name.text).inserted {
          report(.duplicateName(scenario.name.text), at: scenario.name.range)
        }
        scenarios.append(scenario)
        if kind != .comma, !isAtStepEnd {
          if isName, kind(ahead: 1) == .assign {
            report(.missingComma(found: describe(token)), at: token.range)
            continue
          }
          if isStepWord() { return scenarios }
          throw unexpected(.endOfItem)
        }
      } catch {
        skip(to: .comma, .pipe, depth: depth)
      }
      guard accept(.comma) else { break }
    }
    return scenarios
  }

  private func scenario() throws(SyntaxAbort) -> WhatIfScenario {
    let start = token.range.start
    guard isName || kind == .text, kind(ahead: 1) == .assign else {
      throw fail(.scenarioForm, at: token.range)
    }
    let name = try name()
    advance()
    var clauses: [WhatIfClause] = []
    repeat {
      if clauses.count >= Limits.steps { throw tooDeep() }
      clauses.append(try whatIfClause())
    } while acceptWord("then")
    return WhatIfScenario(name: name, clauses: clauses, range: range(from: start))
  }

  // MARK: One clause and what may follow any

  private func whatIfClause() throws(SyntaxAbort) -> WhatIfClause {
    let token = token
    guard let word = word() else { throw unexpected(.word("pace")) }
    guard StepWords.changes.contains(word) else {
      throw fail(
        .unknownAssumption(
          text(of: token), instead: Suggestions.nearest(word, among: StepWords.changes)),
        at: token.range)
    }
    advance()
    let kind = try whatIfKind(word)
    var from: SyntaxExpression?
    var to: SyntaxExpression?
    var ramp: SyntaxExpression?
    var condition: SyntaxExpression?
    let allowed = Parser.modifiers(of: word)
    while let modifier = self.word(), StepWords.modifiers.contains(modifier) {
      let range = self.token.range
      guard allowed.contains(modifier == "until" ? "to" : modifier) else {
        throw fail(.notOfAssumption(modifier, clause: word), at: range)
      }
      advance()
      let isRepeated: Bool
      switch modifier {
      case "from":
        isRepeated = from != nil
        from = try time()
      case "ramp":
        isRepeated = ramp != nil
        ramp = try time()
      case "for":
        isRepeated = condition != nil
        condition = try expression()
      default:
        isRepeated = to != nil
        to = try time()
      }
      if isRepeated { report(.duplicateClause(modifier), at: range) }
    }
    if word == "stop" || word == "only", condition == nil {
      throw fail(
        .missingClause("for condition", step: word, example: "\(word) for unit == \"A\""),
        at: token.range)
    }
    return WhatIfClause(
      kind: kind, from: from, to: to, ramp: ramp, condition: condition,
      range: range(from: token.range.start), wordRange: token.range)
  }

  private static func modifiers(of word: String) -> [String] {
    switch word {
    case "pace": ["from", "to", "ramp", "for"]
    case "freeze", "cap", "floor", "total", "add", "reallocate": ["from", "to", "for"]
    case "use", "solve": ["for"]
    case "delay", "reach", "catchup", "allocate", "stop", "only": ["from", "for"]
    default: ["for"]
    }
  }

  private func whatIfKind(_ word: String) throws(SyntaxAbort) -> WhatIfClauseKind {
    switch word {
    case "pace":
      let operation = try changeOperator()
      return .pace(operation, try amount())
    case "step": return try stepChange()
    case "add": return try addition()
    case "reach": return .reach(try goal())
    case "catchup": return try catchup()
    case "freeze": return .freeze
    case "delay": return .delay(try time())
    case "dip": return try dip()
    case "cap": return .cap(try bounds())
    case "floor": return .floor(try bounds())
    default: return try wholeKind(word)
    }
  }

  /// Clauses about the whole rather than one unit's path.
  private func wholeKind(_ word: String) throws(SyntaxAbort) -> WhatIfClauseKind {
    switch word {
    case "total": return try totalChange()
    case "reallocate": return try reallocation()
    case "allocate":
      let value = try amount()
      return .allocate(value, by: try deadline(), rule: try rule())
    case "solve": return try solve()
    case "use": return .use(try name())
    case "only": return .only
    default: return .stop
    }
  }

  // MARK: Their parts

  private func changeOperator() throws(SyntaxAbort) -> ChangeOperator {
    let operation: ChangeOperator
    switch kind {
    case .star: operation = .multiply
    case .plus: operation = .add
    case .minus: operation = .subtract
    case .assign, .equal: operation = .set
    case .name where token.range.count == 1 && isWord("x"): operation = .multiply
    default: throw unexpected(.changeOperator)
    }
    advance()
    return operation
  }

  /// `1.5`, `10%`, `$p`, `(a + b)`, `1.1..1.4`
  private func amount() throws(SyntaxAbort) -> WhatIfAmount {
    let start = token.range.start
    let value = try amountValue()
    var isPercent = accept(.percent)
    var upper: SyntaxExpression?
    if accept(.range) {
      upper = try amountValue()
      isPercent = accept(.percent) || isPercent
    }
    return WhatIfAmount(
      value: value, upper: upper, isPercent: isPercent, range: range(from: start))
  }

  private func amountValue() throws(SyntaxAbort) -> SyntaxExpression {
    switch kind {
    case .int, .decimal, .float, .parameter, .badNumber, .leftParen: return try primary()
    case .minus where token(ahead: 1).isLiteral || kind(ahead: 1) == .leftParen:
      let sign = token.range
      advance()
      let value = try primary()
      return try make(
        .unary(.negate, operatorRange: sign, value), sign.union(value.range))
    case .plus where token(ahead: 1).isLiteral:
      advance()
      return try primary()
    default: throw unexpected(.amount)
    }
  }

  private func deadline() throws(SyntaxAbort) -> SyntaxExpression {
    guard acceptWord("by") else { throw unexpected(.word("by")) }
    return try time()
  }

  private func stepChange() throws(SyntaxAbort) -> WhatIfClauseKind {
    let operation = try changeOperator()
    if operation == .multiply || operation == .set {
      index -= 1
      throw unexpected(.sign("+` or `-"))
    }
    let amount = try amount()
    guard acceptWord("in") else { throw unexpected(.word("in")) }
    let at = try time()
    let fade = acceptWord("fade") ? try time() : nil
    return .step(operation, amount, at: at, fade: fade)
  }

  private func addition() throws(SyntaxAbort) -> WhatIfClauseKind {
    let amount = try amount()
    let what = try name()
    var per: Name?
    if kind == .slash || isWord("a") || isWord("per") {
      advance()
      per = try name()
    }
    let at = acceptWord("in") ? try time() : nil
    return .add(amount, what: what, per: per, at: at)
  }

  private func goal() throws(SyntaxAbort) -> WhatIfGoal {
    let isRank = acceptWord("rank")
    let value = try amount()
    let by = try deadline()
    var shape: Name?
    if let word = word(), !["then", "beyond", "for", "from", "with", "to"].contains(word),
      !(isName && kind(ahead: 1) == .assign), !isStepWord()
    {
      shape = try choice(StepWords.shapes, of: .shape)
    }
    let goesBeyond = acceptWord("beyond")
    return WhatIfGoal(
      isRank: isRank, value: value, by: by, shape: shape, goesBeyond: goesBeyond)
  }

  private func catchup() throws(SyntaxAbort) -> WhatIfClauseKind {
    let peer = try peer()
    var mode: Name?
    if isWord("pace") || isWord("level") || isWord("moving") { mode = try name() }
    let by = isWord("by") ? try deadline() : nil
    return .catchup(peer, mode: mode, by: by)
  }

  private func peer() throws(SyntaxAbort) -> WhatIfPeer {
    if kind == .text || kind == .quotedName { return .unit(try unit()) }
    if acceptWord("best") { return .best }
    if acceptWord("median") { return .median }
    if let word = word(), word.first == "p", let place = Int(word.dropFirst()),
      (0...100).contains(place)
    {
      advance()
      return .percentile(place)
    }
    _ = try choice(StepWords.peers, of: .peer)
    throw SyntaxAbort()
  }

  private func unit() throws(SyntaxAbort) -> WhatIfUnit {
    if kind == .text {
      let text = try textLiteral(.unitName)
      return WhatIfUnit(text: text.text, range: text.range)
    }
    let name = try name(.unitName)
    return WhatIfUnit(text: name.text, range: name.range)
  }

  private func dip() throws(SyntaxAbort) -> WhatIfClauseKind {
    _ = accept(.minus)
    let amount = try amount()
    guard acceptWord("in") else { throw unexpected(.word("in")) }
    let at = try time()
    let recover = acceptWord("recover") ? try time() : nil
    return .dip(amount, at: at, recover: recover, isProgressive: acceptWord("progressive"))
  }

  /// `98`, or `90 in 2026, 95 in 2030`: a number after a comma goes on, a name does not.
  private func bounds() throws(SyntaxAbort) -> [WhatIfBound] {
    var bounds: [WhatIfBound] = []
    repeat {
      if !bounds.isEmpty { advance() }
      let start = token.range.start
      let value = try amountValue()
      _ = accept(.percent)
      let at = acceptWord("in") ? try time() : nil
      bounds.append(WhatIfBound(value: value, at: at, range: range(from: start)))
    } while kind == .comma && bounds.last?.at != nil && !isName(ahead: 1)
      && kind(ahead: 1) != .pipe && kind(ahead: 1) != .end
    return bounds
  }

  private func totalChange() throws(SyntaxAbort) -> WhatIfClauseKind {
    let operation = try changeOperator()
    let amount = try amount()
    var isYearly = false
    if kind == .slash || isWord("a") || isWord("per") {
      advance()
      guard acceptWord("year") || acceptWord("yr") else { throw unexpected(.word("year")) }
      isYearly = true
    } else if acceptWord("yearly") {
      isYearly = true
    }
    let at = acceptWord("in") ? try time() : nil
    return .total(operation, amount, isYearly: isYearly, at: at)
  }

  private func reallocation() throws(SyntaxAbort) -> WhatIfClauseKind {
    let amount = try amount()
    guard acceptWord("from") else { throw unexpected(.word("from")) }
    let from = try unit()
    guard acceptWord("to") else { throw unexpected(.word("to")) }
    return .reallocate(amount, from: from, to: try unit(), rule: try rule())
  }

  /// `using rule`; `rule rule` is understood too.
  private func rule() throws(SyntaxAbort) -> Name? {
    guard acceptWord("using") || acceptWord("rule") else { return nil }
    return try choice(StepWords.rules, of: .rule)
  }

  private func solve() throws(SyntaxAbort) -> WhatIfClauseKind {
    let unknown = try choice(StepWords.unknowns, of: .unknown)
    guard acceptWord("for") else { throw unexpected(.word("for")) }
    guard acceptWord("reach") else { throw unexpected(.word("reach")) }
    let goal = try goal()
    var probability: SyntaxExpression?
    if acceptWord("with") {
      guard acceptWord("prob") || acceptWord("probability") else {
        throw unexpected(.word("prob"))
      }
      probability = try time()
    }
    return .solve(unknown, goal, probability: probability)
  }
}
