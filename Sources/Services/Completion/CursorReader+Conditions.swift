import Language

/// How far a condition, a comparison of times or a name has come before the cursor.
extension CursorReader {
  /// A name that a comparison may follow: what stands before it begins a condition.
  func columnBefore(_ first: Int) -> String? {
    let last = tokens.count - 1
    guard last > first, !isInWord || typed.isEmpty else { return nil }
    let isName = kind(last) == .quotedName || kind(last) == .name
    guard isName, ["where", "assert"].contains(StepReference.of(word(first))?.name ?? "") else {
      return nil
    }
    let before = kind(last - 1)
    let begins =
      last - 1 == first || before == .leftParen || ["and", "or", "not"].contains(word(last - 1))
    guard begins else { return nil }
    return kind(last) == .quotedName ? SyntaxText.unquoted(text(last)) : text(last)
  }

  /// Whether a comparison with both its sides stands before the cursor, in a step of conditions.
  func hasComparison(_ first: Int) -> Bool {
    let last = tokens.count - 1
    guard last > first, ["where", "assert"].contains(StepReference.of(word(first))?.name ?? ""),
      tokens[last].isLiteral
        || [.name, .quotedName, .rightBracket, .rightParen].contains(kind(last))
    else { return false }
    var index = last
    while index > first {
      switch kind(index) {
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .tilde, .assign:
        return index < last
      case .leftParen, .comma: return false
      case .name where ["and", "or", "not"].contains(word(index)):
        // `between 1 and 2`
        guard word(index) == "and", index > 1, word(index - 2) == "between" else { return false }
        return true
      case .name where ["in", "like", "is"].contains(word(index)): return index < last
      case .rightBracket:
        while index > first, kind(index) != .leftBracket { index -= 1 }
      default: break
      }
      index -= 1
    }
    return false
  }

  func wantsTimes(_ first: Int) -> Bool {
    let last = tokens.count - 1
    if last == first { return true }
    guard kind(last) == .comma else { return kind(last) == .name && last == first + 1 }
    return !(first..<last).contains { kind($0) == .colon || word($0) == "by" }
  }

  func earlierWords(_ first: Int) -> (typed: String, start: Int)? {
    guard isInWord, quote == nil else { return nil }
    var index = tokens.count - 1
    var end = start
    let verb = StepReference.of(word(first))?.name ?? ""
    let clauses = Set(
      StepWords.clauses(of: verb).flatMap { $0.split(separator: " ").map(String.init) })
    while index > first, kind(index) == .name, tokens[index].range.end < end,
      !SyntaxText.reserved.contains(word(index)), !clauses.contains(word(index))
    {
      end = tokens[index].range.start
      index -= 1
    }
    guard end < start else { return nil }
    return (source[SourceRange(end, start)] + typed, end)
  }
}
