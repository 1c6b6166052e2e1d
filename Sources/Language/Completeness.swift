/// Whether what was typed at the prompt can run at Enter.
public enum Completeness: Sendable, Hashable {
  case complete
  case needsMore(Reason)

  /// What is still open.
  public enum Reason: Sendable, Hashable {
    /// A bracket; which one.
    case bracket(String)
    /// A quote.
    case text
    /// The line ends in `|`.
    case pipe
    /// The line ends in `,`, `:` or an operator.
    case continuation
  }
}

extension Parser {
  /// Whether a text typed at the prompt is whole, or goes on in the next line.
  public static func isComplete(_ text: String) -> Completeness {
    let source = SourceText(text)
    let tokens = Lexer.tokens(in: source, mode: .prompt)
    guard let last = tokens.last else { return .complete }
    if tokens.contains(where: { $0.kind == .unclosedText }) { return .needsMore(.text) }
    let splitter = StatementSplitter(tokens, of: source)
    let start = tokens.lastIndex { $0.kind == .semicolon }.map { $0 + 1 } ?? 0
    for index in tokens.indices[start...].reversed() where splitter.partners[index] < 0 {
      switch tokens[index].kind {
      case .leftParen, .leftBracket, .leftBrace:
        return .needsMore(.bracket(source[tokens[index].range]))
      default: break
      }
    }
    if last.kind == .pipe { return .needsMore(.pipe) }
    return StatementSplitter.continuesLine(tokens.count - 1, in: tokens, of: source)
      ? .needsMore(.continuation) : .complete
  }
}
