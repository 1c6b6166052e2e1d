/// Reads statements; reports every error it can and goes on after it.
///
///     let (script, diagnostics) = Parser.parse(script: SourceText("coverage | take 5"))
public final class Parser {
  /// The whole text.
  let script: SourceText
  let mode: ParseMode
  let tokens: [Token]
  let splitter: StatementSplitter
  /// The token being looked at, and where the statement ends.
  var index = 0
  var limit = 0
  var diagnostics: [Diagnostic] = []
  var errorCount = 0
  /// Brackets, calls, cases and pipelines open around the current token.
  var nesting = 0
  /// Calls of `expression` on the stack.
  var recursion = 0
  /// Pipelines on the stack.
  var pipelineNesting = 0
  var stepCount = 0
  /// The verb of the step being read.
  var stepWordRange = SourceRange(at: 0)
  var statementHasErrors = false
  var saidTooDeep = false

  init(_ source: SourceText, mode: ParseMode) {
    script = source
    self.mode = mode
    tokens = Lexer.tokens(in: source, mode: mode)
    splitter = StatementSplitter(tokens, of: source)
  }

  /// Reads a file, a pasted block or a line.
  ///
  /// Statements with errors are part of the script, with `isValid` false. Diagnostics come in the
  /// order of the text; without an error among them every statement may be bound and run.
  /// - Complexity: O(bytes)
  public static func parse(
    script source: SourceText, mode: ParseMode = .file
  ) -> (script: SyntaxScript, diagnostics: [Diagnostic]) {
    let parser = Parser(source, mode: mode)
    let script = parser.run()
    return (script, parser.sortedDiagnostics())
  }

  /// Reads one expression, e.g. the value of a parameter given on the command line.
  public static func parse(
    expression source: SourceText
  ) -> (expression: SyntaxExpression, diagnostics: [Diagnostic]) {
    let parser = Parser(source, mode: .file)
    parser.limit = parser.tokens.count
    parser.reportBrokenTokens()
    let expression: SyntaxExpression
    do throws(SyntaxAbort) {
      expression = try parser.expression()
      if !parser.isAtEnd { throw parser.unexpected(.endOfStatement) }
    } catch {
      return (SyntaxExpression(.invalid, range: source.range), parser.sortedDiagnostics())
    }
    return (expression, parser.sortedDiagnostics())
  }

  /// The statements of a text as ranges, without the comments between them.
  public static func split(_ source: SourceText, mode: ParseMode) -> [SourceRange] {
    let parser = Parser(source, mode: mode)
    return parser.splitter.statements.map { parser.range(ofTokens: $0) }
  }

  private func run() -> SyntaxScript {
    reportBrokenTokens()
    var statements: [Statement] = []
    statements.reserveCapacity(splitter.statements.count)
    for range in splitter.statements {
      index = range.lowerBound
      limit = range.upperBound
      nesting = 0
      recursion = 0
      pipelineNesting = 0
      stepCount = 0
      saidTooDeep = false
      statementHasErrors = range.contains { tokens[$0].isBroken && !isSetting($0) }
      let kind = statementKind(isFirst: statements.isEmpty)
      statements.append(
        Statement(kind, range: self.range(ofTokens: range), isValid: !statementHasErrors))
    }
    return SyntaxScript(statements)
  }

  private func range(ofTokens tokens: Range<Int>) -> SourceRange {
    self.tokens[tokens.lowerBound].range.union(self.tokens[tokens.upperBound - 1].range)
  }

  // MARK: Tokens

  /// The current token; an `.end` token past the statement.
  var token: Token { token(ahead: 0) }

  func token(ahead: Int) -> Token {
    let position = index + ahead
    if position >= 0, position < limit { return tokens[position] }
    let end = limit > 0 ? tokens[limit - 1].range.end : script.bytes.count
    return Token(
      kind: .end, startsLine: false, followsBlankLine: false, range: SourceRange(at: end))
  }

  var kind: Token.Kind { index < limit ? tokens[index].kind : .end }

  func kind(ahead: Int) -> Token.Kind {
    let position = index + ahead
    return position >= 0 && position < limit ? tokens[position].kind : .end
  }

  var isAtEnd: Bool { index >= limit }

  /// The end of what has been read.
  var lastEnd: Int { index > 0 ? tokens[index - 1].range.end : 0 }

  /// Brackets around the current token.
  var depth: Int32 {
    if index < limit { return splitter.depths[index] }
    return 0
  }

  func advance() {
    index += 1
  }

  func accept(_ kind: Token.Kind) -> Bool {
    guard self.kind == kind else { return false }
    index += 1
    return true
  }

  /// A bare word, whatever its case.
  func isWord(_ word: StaticString, ahead: Int = 0) -> Bool {
    let position = index + ahead
    guard position < limit else { return false }
    let token = tokens[position]
    guard token.kind == .name, token.range.count == word.utf8CodeUnitCount else { return false }
    // The letters are a literal's, and nothing keeps their address.
    return word.withUTF8Buffer { letters in
      for place in 0..<word.utf8CodeUnitCount {
        let byte = script.bytes[token.range.start + place]
        let lower = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
        if unsafe lower != letters[place] { return false }
      }
      return true
    }
  }

  func acceptWord(_ word: StaticString) -> Bool {
    guard isWord(word) else { return false }
    index += 1
    return true
  }

  /// The bare word at a token in lower case; nil when it is something else.
  func word(ahead: Int = 0) -> String? {
    let token = token(ahead: ahead)
    guard token.kind == .name else { return nil }
    return script[token.range].lowercased()
  }

  func text(of token: Token) -> String { script[token.range] }

  // MARK: Small pieces

  /// The range from an offset to the end of what has been read.
  func range(from start: Int) -> SourceRange {
    SourceRange(start, max(start, lastEnd))
  }

  func expect(_ kind: Token.Kind, _ sign: String) throws(SyntaxAbort) {
    guard accept(kind) else { throw unexpected(.sign(sign)) }
  }

  /// The closing partner of the bracket at token `opener`.
  func close(_ opener: Int, _ kind: Token.Kind, _ sign: String) throws(SyntaxAbort) {
    if accept(kind) { return }
    if splitter.partners[opener] < 0 {
      throw fail(.unclosedBracket(text(of: tokens[opener])), at: tokens[opener].range)
    }
    throw unexpected(.closing(sign))
  }

  var isName: Bool { kind == .name || kind == .quotedName }

  /// A name to look up or to give, quoted or not.
  func name(_ wanted: Expected = .name) throws(SyntaxAbort) -> Name {
    let token = token
    switch token.kind {
    case .name:
      advance()
      return Name(text(of: token), range: token.range)
    case .quotedName:
      advance()
      return quotedName(token)
    case .text:
      advance()
      let decoded = decodeText(token)
      report(.textAsName(text(of: token), name: decoded), at: token.range)
      return Name(decoded, isQuoted: true, range: token.range)
    default:
      throw unexpected(wanted)
    }
  }

  func quotedName(_ token: Token) -> Name {
    let inner = script[SourceRange(token.range.start + 1, token.range.end - 1)]
    if inner.isEmpty { report(.emptyName, at: token.range) }
    return Name(
      inner.contains("``") ? unquoted(inner) : inner, isQuoted: true, range: token.range)
  }

  private func unquoted(_ text: String) -> String {
    var result = ""
    var pending = false
    for character in text.unicodeScalars {
      if character == "`", !pending {
        pending = true
        continue
      }
      pending = false
      result.unicodeScalars.append(character)
    }
    return result
  }

  func textLiteral(_ wanted: Expected) throws(SyntaxAbort) -> TextLiteral {
    let token = token
    guard token.kind == .text || token.kind == .unclosedText else { throw unexpected(wanted) }
    advance()
    return TextLiteral(decodeText(token), range: token.range)
  }

  /// A path as a text or as a parameter.
  func path() throws(SyntaxAbort) -> TextLiteral {
    let token = token
    guard token.kind == .parameter else { return try textLiteral(.path) }
    advance()
    return TextLiteral("", range: token.range, parameter: String(script[token.range].dropFirst()))
  }

  /// One of a closed set of words, or an error that names them.
  func choice(_ words: [String], of set: WordSet) throws(SyntaxAbort) -> Name {
    guard kind == .name else {
      throw unexpected(.word(words.joined(separator: "`, `")))
    }
    let token = token
    let written = text(of: token)
    guard words.contains(written.lowercased()) else {
      throw fail(
        .unknownWord(
          written, of: set, possible: words,
          instead: Suggestions.nearest(written, among: words)), at: token.range)
    }
    advance()
    return Name(written.lowercased(), range: token.range)
  }
}
