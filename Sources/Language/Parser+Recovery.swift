/// Thrown after an error has been reported, up to the place where reading goes on.
struct SyntaxAbort: Error {}

extension Parser {
  /// - Parameter edits: what the fix changes, where that is more than the fact alone can tell.
  func report(
    _ fact: SyntaxFact, at range: SourceRange, labels: [Diagnostic.Label] = [],
    edits: [Diagnostic.Edit] = []
  ) {
    if fact.severity == .error {
      statementHasErrors = true
      errorCount += 1
      guard errorCount <= Limits.errors else { return }
    }
    diagnostics.append(
      Diagnostic(
        fact.severity, code: fact.code, fact.words, at: range, labels: labels, fix: fact.fix,
        replacement: fact.replacement, edits: edits))
  }

  func fail(
    _ fact: SyntaxFact, at range: SourceRange, edits: [Diagnostic.Edit] = []
  ) -> SyntaxAbort {
    report(fact, at: range, edits: edits)
    return SyntaxAbort()
  }

  /// Reports what stands here instead of what was wanted; a token that was reported when it was
  /// cut is not reported again.
  func unexpected(_ wanted: Expected) -> SyntaxAbort {
    let token = token
    if token.isBroken {
      statementHasErrors = true
      return SyntaxAbort()
    }
    switch token.kind {
    case .rightParen, .rightBracket, .rightBrace:
      if splitter.partners[index] < 0 {
        return fail(.strayBracket(text(of: token)), at: token.range)
      }
    case .dot:
      if kind(ahead: -1) == .name || kind(ahead: -1) == .quotedName, isName(ahead: 1) {
        let last = self.token(ahead: 1)
        let range = self.token(ahead: -1).range.union(last.range)
        return fail(.qualifiedName(script[range], column: text(of: last)), at: range)
      }
    case .star where wanted == .expression:
      return fail(.starHere, at: token.range)
    default: break
    }
    if wanted.mayFollowName, let call = bareCall() { return call }
    if wanted.mayFollowName, let range = spacedName() {
      let name = script[range]
      // Words in plain letters may as well be two columns.
      let isOne = name.unicodeScalars.contains { !$0.isASCII }
      let isValue = isCompared(range)
      let edit = isValue ? SyntaxText.quoted(name) : "`\(name)`"
      return fail(
        .spacedName(name, wanted, found: describe(token), isValue: isValue), at: token.range,
        edits: isOne || isValue ? [.init(range, edit)] : [])
    }
    return fail(.expected(wanted, found: describe(token)), at: token.range)
  }

  /// A token in words, for messages.
  func describe(_ token: Token) -> Words {
    switch token.kind {
    case .end: return Words(en: "the end of the statement", vi: "hết câu lệnh")
    case .text, .unclosedText:
      let text = shortened(text(of: token))
      return Words(en: "the text \(text)", vi: "đoạn chữ \(text)")
    case .int, .decimal, .float, .badNumber:
      let text = shortened(text(of: token))
      return Words(en: "the number \(text)", vi: "số \(text)")
    case .pipe:
      return Words(en: "`|`", vi: "dấu `|`")
    default:
      let text = shortened(text(of: token))
      return Words(en: "`\(text)`", vi: "`\(text)`")
    }
  }

  private func shortened(_ text: String) -> String {
    let line = text.prefix { !$0.isNewline }
    return line.count > 40 || line.count < text.count ? line.prefix(39) + "…" : text
  }

  /// Goes on to the next of these signs at a depth of brackets, or to the bracket that closes it,
  /// or to the end.
  func skip(to kinds: Token.Kind..., depth: Int32) {
    while index < limit {
      let here = splitter.depths[index]
      if here < depth { return }
      if here == depth, kinds.contains(tokens[index].kind) { return }
      index += 1
    }
  }

  /// Reports tokens that mean nothing, each once, before anything is read.
  func reportBrokenTokens() {
    for index in tokens.indices where tokens[index].isBroken && !isSetting(index) {
      let token = tokens[index]
      switch token.kind {
      case .unclosedText:
        let start = token.range.start
        report(.unclosedText, at: SourceRange(start, start + 1))
      case .unclosedName:
        let start = token.range.start
        report(.unclosedName, at: SourceRange(start, start + 1))
      case .badNumber:
        let text = text(of: token)
        report(.badNumber(shortened(text), instead: intendedNumber(text)), at: token.range)
      default:
        let text = text(of: token)
        report(.unknownSign(text, instead: intendedSign(text)), at: token.range)
      }
    }
  }

  /// Whether a token is the value of `set name value`, where `8GB` is a word of its own.
  func isSetting(_ index: Int) -> Bool {
    tokens[index].kind == .badNumber && index >= 2 && tokens[index - 1].kind == .name
      && text(of: tokens[index - 2]).lowercased() == "set"
  }

  private func intendedSign(_ sign: String) -> String? {
    switch sign {
    case "&", "&&": "and"
    case "!": "not"
    case "≥", "⩾": ">="
    case "≤", "⩽": "<="
    case "≠": "!="
    case "×", "·", "∙": "*"
    case "÷": "/"
    case "–", "—", "−": "-"
    case "“", "”", "„", "«", "»", "″": "\""
    case "‘", "’", "′": "'"
    case "…": ".."
    case "，", "、": ","
    case "：": ":"
    case "；": ";"
    case "（": "("
    case "）": ")"
    case "｜", "¦": "|"
    default: nil
    }
  }

  /// `2024Q1` was meant as `@2024Q1`, `3m` as `3mo`, `1__0` as `10`.
  private func intendedNumber(_ text: String) -> String? {
    let lower = text.lowercased()
    let parts = lower.split(separator: "q", omittingEmptySubsequences: false)
    if parts.count == 2, parts[0].count == 4, parts[1].count == 1,
      let quarter = Int(parts[1]), (1...4).contains(quarter), Int(parts[0]) != nil
    {
      return "@\(parts[0])Q\(quarter)"
    }
    let digits = lower.prefix { $0.isNumber || $0 == "_" }
    switch lower.dropFirst(digits.count) {
    case "m", "month", "months", "mon": return "\(digits)mo"
    case "day", "days": return "\(digits)d"
    case "week", "weeks", "wk": return "\(digits)w"
    case "year", "years", "yr", "yrs": return "\(digits)y"
    case "": return String(digits.filter { $0 != "_" })
    default: return nil
    }
  }

  /// One error at one place is enough, and they are read from the top.
  func sortedDiagnostics() -> [Diagnostic] {
    var seen: Set<SourceRange> = []
    let sorted = diagnostics.enumerated().sorted {
      ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset)
    }
    return sorted.compactMap { entry in
      guard entry.element.isError else { return entry.element }
      return seen.insert(entry.element.range).inserted ? entry.element : nil
    }
  }
}

extension Expected {
  /// Whether it may stand behind a name, so that a name with spaces may have been meant.
  fileprivate var mayFollowName: Bool {
    switch self {
    case .endOfStep, .endOfItem, .endOfStatement, .commaOrColon, .closing, .sign: true
    default: false
    }
  }
}
