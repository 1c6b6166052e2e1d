/// Lays a script out: a step a line where a statement has broken lines or is long, one space
/// where one belongs, four to go in. Words, numbers, texts, comments and the breaks inside a step
/// stay as they are written.
///
/// Formatting twice changes nothing more, and the formatted text means the same.
public enum Formatter {
  /// The longest line that is not broken where it could be.
  static let width = 100

  /// Nil when the text has errors: they come first.
  public static func format(_ source: SourceText, mode: ParseMode = .file) -> String? {
    let (script, diagnostics) = Parser.parse(script: source, mode: mode)
    if diagnostics.hasErrors { return nil }
    var layout = FormatterLayout(source, script, mode)
    let result = layout.run()
    // A word that holds a line open only where it ends one cannot be moved; then all stays.
    let again = Parser.parse(script: SourceText(result, name: source.name), mode: mode)
    if again.diagnostics.hasErrors || again.script.dump() != script.dump() { return source.text }
    return result
  }
}

/// Writes the tokens of a script with comments and line breaks in their places.
struct FormatterLayout {
  private let source: SourceText
  private let script: SyntaxScript
  private let tokens: [Token]
  private let comments: [Lexer.Comment]
  private let spacing: FormatterSpacing
  private var output = ""
  /// The next token and comment.
  private var token = 0
  private var comment = 0
  /// Where the last thing written ended in the source.
  private var lastEnd = 0
  /// A blank line stands between the last statement and here.
  private var hasBlankLine = true

  init(_ source: SourceText, _ script: SyntaxScript, _ mode: ParseMode) {
    self.source = source
    self.script = script
    var lexer = Lexer(source, mode: mode)
    tokens = lexer.run()
    comments = lexer.comments
    spacing = FormatterSpacing(script.statements)
  }

  mutating func run() -> String {
    for statement in script.statements {
      skipSemicolons()
      writeComments(before: statement.range.start)
      separate(from: statement.range.start, startsWithPipe: tokens[token].kind == .pipe)
      write(statement)
      lastEnd = statement.range.end
      skipSemicolons()
      writeTrailingComment(of: statement)
      output += "\n"
      hasBlankLine = false
    }
    writeComments(before: source.bytes.count + 1)
    return output
  }

  private mutating func skipSemicolons() {
    while token < tokens.count, tokens[token].kind == .semicolon { token += 1 }
  }

  // MARK: Between statements

  /// Comments on lines of their own, with the blank lines before them.
  private mutating func writeComments(before offset: Int) {
    while comment < comments.count, comments[comment].range.start < offset {
      let range = comments[comment].range
      separate(from: range.start, startsWithPipe: false)
      output += text(of: comments[comment]) + "\n"
      lastEnd = range.end
      comment += 1
    }
  }

  /// One blank line where there were any; at the prompt also before a line that starts with `|`.
  private mutating func separate(from offset: Int, startsWithPipe: Bool) {
    guard !output.isEmpty else { return }
    let hadBlank = source.line(of: offset) > source.line(of: lastEnd) + 1
    if hadBlank || (startsWithPipe && !hasBlankLine) {
      output += "\n"
      hasBlankLine = true
    }
  }

  private mutating func writeTrailingComment(of statement: Statement) {
    guard comment < comments.count else { return }
    let range = comments[comment].range
    let isBeforeNext = token >= tokens.count || range.start < tokens[token].range.start
    guard isBeforeNext, source.line(of: range.start) == source.line(of: statement.range.end)
    else { return }
    output += "  " + text(of: comments[comment])
    lastEnd = range.end
    comment += 1
  }

  private func text(of comment: Lexer.Comment) -> String {
    FormatterLines.text(of: comment, in: source)
  }

  // MARK: A statement

  /// The steps of a statement that may stand on lines of their own.
  private func steps(of statement: Statement) -> [Step] {
    switch statement.kind {
    case .pipeline(let pipeline), .explain(_, let pipeline): pipeline.steps
    case .let(_, .pipeline(let pipeline, _)): pipeline.steps
    default: []
    }
  }

  private mutating func write(_ statement: Statement) {
    let end = tokens[token...].firstIndex { $0.range.start >= statement.range.end } ?? tokens.count
    let lines = FormatterLines(
      source, tokens[token..<end], comments[comment...], spacing, steps(of: statement),
      end: statement.range.end)
    output += lines.text
    comment += lines.commentCount
    token = end
  }
}
