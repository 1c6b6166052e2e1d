/// What stands in another order than the steps over times have it: `project value by unit to 2030`.
extension Parser {
  /// Reports what stands before `to t`; nil where no `to` follows.
  func timesBehind(_ step: String, _ allowed: [ClauseWord]) -> SyntaxAbort? {
    let end = stepEnd
    guard let to = place(before: end, of: { isWord("to", ahead: $0 - index) }) else { return nil }
    // Items stay at the end.
    let colon = place(before: end) { $0 > to && tokens[$0].kind == .colon }
    let head = colon.map { tokens[$0].range.start } ?? end
    let times = script[SourceRange(tokens[to].range.start, head)]
    var clauses = script[SourceRange(token.range.start, tokens[to].range.start)]
    var measure = ""
    // A name that begins no clause is what is measured.
    if step != "whatif", isName, let word = word(),
      !allowed.contains(where: { $0 == ClauseWord(rawValue: word) })
    {
      measure = ": " + text(of: token)
      clauses = script[SourceRange(token.range.end, tokens[to].range.start)]
    }
    guard measure.isEmpty || colon == nil else { return nil }
    let words = (times + " " + clauses).split(whereSeparator: \.isWhitespace).map(String.init)
    let items = script[SourceRange(head, end)]
    return inOrder(step, words.joined(separator: " ") + measure + items, end)
  }

  /// Reports a name behind the times, `project to 2030 value`, which is what is measured and stands behind
  /// a colon; nil where it may be something else.
  func measureBeforeColon(_ step: String) -> SyntaxAbort? {
    let end = stepEnd
    guard ["project", "compare", "track"].contains(step), isName, let written = word(),
      ClauseWord(rawValue: written) == nil, kind(ahead: 1) != .leftParen,
      Suggestions.nearest(written, among: ClauseWord.allCases.map(\.text)) == nil
    else { return nil }
    let before = script[SourceRange(stepWordRange.end, token.range.start)]
    let after = script[SourceRange(token.range.end, end)]
    // Behind the name stands nothing, or a clause.
    guard !after.contains(":"), token.range.end >= end || isClauseWord(ahead: 1) else { return nil }
    let words = (before + " " + after).split(whereSeparator: \.isWhitespace).map(String.init)
    return inOrder(step, words.joined(separator: " ") + ": " + text(of: token), end)
  }

  private func isClauseWord(ahead count: Int) -> Bool {
    guard kind(ahead: count) == .name else { return false }
    return ClauseWord(rawValue: text(of: token(ahead: count)).lowercased()) != nil
  }

  /// The first token of this step from here on that stands in no brackets and is the one looked for.
  private func place(before end: Int, of isIt: (Int) -> Bool) -> Int? {
    let depth = splitter.depths[index]
    var position = index
    while position < limit, tokens[position].range.end <= end {
      if splitter.depths[position] == depth, isIt(position) { return position }
      position += 1
    }
    return nil
  }

  private func inOrder(_ step: String, _ rest: String, _ end: Int) -> SyntaxAbort {
    let range = SourceRange(stepWordRange.start, end)
    let instead = "\(step) \(rest)"
    return fail(
      .otherWay(script[range], instead: instead), at: range, edits: [.init(range, instead)])
  }
}
