import Language
import Planning
import Sources

/// What stands behind the verb of a step, and what may come next there.
extension CursorReader {
  func inStep(_ verb: String, _ first: Int) -> CursorPlace.Kind {
    let last = tokens.count - 1
    let before = word(last)
    if let column = valueColumn { return .value(column: column) }
    if let bracket = lastOpenBracket, word(bracket - 1) == "with", verb == "export" {
      if kind(bracket - 2) == .name || kind(bracket - 2) == .quotedName {
        return option(bracket, [LogicalPlan.RemoteTarget.modeOption])
      }
      let path = kind(bracket - 2) == .text ? text(bracket - 2).dropLast() : ""
      let registry = FormatRegistry.standard
      return option(bracket, registry.writeSpecs(registry.format(forPath: String(path))))
    }
    switch (verb, before) {
    case ("export", _):
      if last == first { return quote == nil ? .connection : .file(.write) }
      return kind(last) == .text ? .choice(["with ("]) : .nothing
    case ("chart", "to"): return .file(.write)
    case ("split", "by"), ("split", "as"): return .nothing
    case ("as", _), ("peek", _), ("skip", _), ("describe", _): return .nothing
    case (_, "against"), (_, "through"), ("append", "append"): return .source
    case ("progress", "map"), ("project", "map"):
      if word(last - 1) == "status" { return .source }
    case ("progress", "status"): return .operand(true)
    default: break
    }
    let choices = StepWords.choices(after: before, in: verb)
    if !choices.isEmpty { return .choice(choices) }
    if verb == "join",
      ["join", "left", "full", "semi", "anti", "cross", "nearest", "outer"].contains(before)
    {
      return .source
    }
    if quote == "\"" || quote == "'" { return .nothing }
    // A name that is being given, not used: `derive x = …` may also redefine a column.
    return .operand(wantsOperand(last, first))
  }

  /// The column whose value is being typed, where it is one.
  private var valueColumn: String? {
    var index = tokens.count - 1
    if kind(index) == .leftBracket || kind(index) == .comma {
      // Back to the bracket, over values and commas alone.
      while let own = kind(index), own == .comma || tokens[index].isLiteral { index -= 1 }
      guard kind(index) == .leftBracket, word(index - 1) == "in" else { return nil }
      index -= 2
      if word(index) == "not" { index -= 1 }
    } else {
      switch kind(index) {
      case .equal, .notEqual, .tilde: index -= 1
      case .assign where StepReference.of(word(index - 2))?.name == "where": index -= 1
      case .name where ["like", "in"].contains(word(index)):
        index -= 1
        if word(index) == "not" { index -= 1 }
      default: return nil
      }
    }
    guard index >= 0 else { return nil }
    switch kind(index) {
    case .name: return word(index).isEmpty ? nil : text(index)
    case .quotedName: return SyntaxText.unquoted(text(index))
    default: return nil
    }
  }

  /// Words after which an operand follows.
  private static let beforeOperand: Set<String> = [
    "and", "or", "not", "by", "on", "sort", "of", "peers", "weight", "where", "between", "in",
  ]

  /// Whether what was typed last asks for an operand: a sign, a comma, a word such as `by`.
  private func wantsOperand(_ last: Int, _ first: Int) -> Bool {
    if last <= first { return true }
    switch kind(last) {
    case .name:
      // `due column`: the words that name a column of a list of tasks.
      if let verb = StepReference.of(word(first))?.name, ["progress", "project"].contains(verb),
        TaskRole(rawValue: word(last)) != nil
      {
        return true
      }
      return CursorReader.beforeOperand.contains(word(last))
    case .rightParen, .rightBracket, .rightBrace, .quotedName: return false
    case let own?: return !(tokens[last].isLiteral || own == .unclosedText)
    case nil: return true
    }
  }
}
