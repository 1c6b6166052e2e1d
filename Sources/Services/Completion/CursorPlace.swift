import Engines
import Language
import Planning
import Sources
import Workspace

/// Where in a statement the cursor is, and what of a word is typed there.
///
/// Found from the tokens alone, so that it works on text that is not yet a statement.
struct CursorPlace: Equatable {
  /// What could stand at the cursor.
  enum Kind: Equatable {
    /// A table, a statement word or a command.
    case statement
    /// The word after the dot of `.schema`, or its argument.
    case command
    case commandArgument(String)
    /// A table or a file, where one is wanted: `join`, `against`, `let x =`.
    case source
    /// A file, or a connection whose table is written.
    case connection
    /// A table of a database behind the name of its connection, and behind the names before it.
    case remoteTable(connection: String, before: [String])
    /// The verb after a pipe.
    case step
    /// A column, a function or a word of the step; false where an operand has just ended.
    case operand(Bool)
    /// A value of a column: after `==`, in `in [ … ]`, after `~`.
    case value(column: String)
    case file(FileUse)
    /// One of a few words: methods, rules, kinds of a chart.
    case choice([String])
    case option([OptionSpec])
    /// A sheet of a workbook.
    case sheet(path: String)
    /// A file of an archive.
    case member(path: String)
    case setting
    case settingValue(String)
    case parameter
    /// Nothing that anyone could guess: a number, a new name, the inside of a comment.
    case nothing
  }

  enum FileUse: Equatable { case read, write, query, folder, workbook }

  var kind: Kind
  /// What is typed of the word, without its opening quote.
  var typed = ""
  /// Where the word begins, its quote included, in bytes of the whole text.
  var start: Int
  /// The quote or backtick that is open at the word, if any.
  var quote: Character?
  /// The step that the cursor is in.
  var verb: String?
  /// The text of the pipeline before that step; empty where there is none.
  var pipeline = ""
  /// The words of the step before the cursor, for clauses that are there already.
  var words: Set<String> = []
  /// The column that has just been named where a comparison may follow.
  var column: String?
  /// Whether a condition is whole before the cursor.
  var hasComparison = false
  /// Whether a value is to be computed: behind `=` in a step that makes columns.
  var isAssigned = false
  /// Whether times are compared here: behind `compare` and its commas.
  var wantsTimes = false
  /// Words typed before the one at the cursor that may be the beginning of the same name, and where
  /// they begin: `Tỷ lệ` of `Tỷ lệ (%)`.
  var earlier: (typed: String, start: Int)?

  static func == (left: CursorPlace, right: CursorPlace) -> Bool {
    left.kind == right.kind && left.typed == right.typed && left.start == right.start
      && left.verb == right.verb && left.pipeline == right.pipeline && left.column == right.column
  }

  init(_ kind: Kind, at start: Int) {
    self.kind = kind
    self.start = start
  }
}

/// Reads tokens up to the cursor.
struct CursorReader {
  let source: SourceText
  /// The tokens before the word at the cursor.
  var tokens: [Token]
  var typed = ""
  var start: Int
  var quote: Character?
  var isInWord = false

  /// Where the cursor is at the end of `text`.
  static func place(_ text: String) -> CursorPlace {
    let source = SourceText(text)
    let first = text.prefix { $0.isWhitespace }.utf8.count
    let content = text.dropFirst(text.prefix { $0.isWhitespace }.count)
    let words = content.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
    let hasSpace = content.contains(where: \.isWhitespace)
    if let head = words.first?.lowercased(), head.hasPrefix(".") || head == "help" || head == "?" {
      if hasSpace {
        let name = head.hasPrefix(".") ? String(head.dropFirst()) : "help"
        let rest = words.count > 1 ? words[1] : ""
        var place = CursorPlace(.commandArgument(name), at: text.utf8.count - rest.utf8.count)
        place.typed = rest
        return place
      }
      if head.hasPrefix(".") {
        var place = CursorPlace(.command, at: first)
        place.typed = String(content)
        return place
      }
    }
    var reader = CursorReader(source, text)
    return reader.place()
  }

  private init(_ source: SourceText, _ text: String) {
    self.source = source
    let all = Lexer.tokens(in: source, mode: .prompt)
    start = text.utf8.count
    tokens = []
    guard let last = all.last, last.kind != .semicolon else { return }
    let begin = Parser.split(source, mode: .prompt).last?.start ?? 0
    tokens = all.filter { $0.range.start >= begin }
    let end = source.bytes.count
    guard last.range.end == end else { return }
    switch last.kind {
    case .name:
      typed = source[last.range]
      isInWord = true
    case .unclosedText, .unclosedName:
      let whole = source[last.range]
      quote = whole.first
      typed = String(whole.dropFirst())
      isInWord = true
    case .parameter:
      typed = source[last.range]
      quote = "$"
      isInWord = true
    case .unknown where source[last.range] == "$":
      typed = "$"
      quote = "$"
      isInWord = true
    case .int, .decimal, .float, .duration, .date, .badNumber, .text, .quotedName:
      quote = "0"
      isInWord = true
    default: break
    }
    if isInWord {
      start = last.range.start
      tokens.removeLast()
    }
  }

  // MARK: Reading backwards

  func text(_ index: Int) -> String {
    tokens.indices.contains(index) ? source[tokens[index].range] : ""
  }

  func word(_ index: Int) -> String {
    tokens.indices.contains(index) && tokens[index].kind == .name ? text(index).lowercased() : ""
  }

  func kind(_ index: Int) -> Token.Kind? {
    tokens.indices.contains(index) ? tokens[index].kind : nil
  }

  private mutating func place() -> CursorPlace {
    var result = CursorPlace(.nothing, at: start)
    result.typed = typed
    result.quote = quote
    if isComment || (quote == "0" && isInWord) { return result }
    if quote == "$" {
      result.kind = .parameter
      return result
    }
    if let (connection, before) = remoteNames {
      result.kind = .remoteTable(connection: connection, before: before)
      return result
    }
    let frame = enclosingPipeline()
    let pipes = frame.pipes
    guard let lastPipe = pipes.last else {
      result.kind = beforePipes(frame.first)
      return result
    }
    let first = lastPipe + 1
    let begin = frame.first < tokens.count ? tokens[frame.first].range.start : 0
    let prefix = source[SourceRange(begin, tokens[lastPipe].range.start)]
    result.pipeline = prefix.allSatisfy(\.isWhitespace) ? "_" : prefix
    guard first < tokens.count else {
      result.kind = quote == nil ? .step : .nothing
      return result
    }
    let typedVerb = word(first)
    let verb = StepReference.of(typedVerb)?.name ?? typedVerb
    result.verb = verb
    result.words = Set((first..<tokens.count).map(word).filter { !$0.isEmpty })
    result.kind = inStep(verb, first)
    result.column = columnBefore(first)
    result.hasComparison = hasComparison(first)
    result.isAssigned =
      kind(tokens.count - 1) == .assign
      && ["derive", "select", "group", "aggregate"].contains(verb)
    result.wantsTimes = verb == "compare" && wantsTimes(first)
    result.earlier = earlierWords(first)
    return result
  }

  /// Whether text after the last token is a comment.
  private var isComment: Bool {
    let end = tokens.last?.range.end ?? 0
    guard end < start else { return false }
    let gap = source[SourceRange(end, start)]
    let line = gap.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    return line.contains("#")
  }

  /// The innermost pipeline around the cursor: its first token, and its pipes.
  private func enclosingPipeline() -> (first: Int, pipes: [Int]) {
    for bracket in openBrackets.reversed() where tokens[bracket].kind == .leftParen {
      let pipes = self.pipes(after: bracket + 1)
      if !pipes.isEmpty || opensPipeline(bracket) { return (bracket + 1, pipes) }
    }
    let first = pipelineStart
    return (first, pipes(after: first))
  }

  /// Whether a bracket with nothing in it yet is where a pipeline goes.
  func opensPipeline(_ bracket: Int) -> Bool {
    guard bracket > 0 else { return true }
    let before = word(bracket - 1)
    return [
      "join", "left", "full", "semi", "anti", "cross", "nearest", "append", "against", "through",
      "in",
    ].contains(before) || kind(bracket - 1) == .pipe
  }

  /// The pipes outside brackets from a token on.
  private func pipes(after first: Int) -> [Int] {
    var depth = 0
    var result: [Int] = []
    for index in tokens.indices where index >= first {
      switch tokens[index].kind {
      case .leftParen, .leftBracket, .leftBrace: depth += 1
      case .rightParen, .rightBracket, .rightBrace: depth = max(0, depth - 1)
      case .pipe where depth == 0: result.append(index)
      default: break
      }
    }
    return result
  }

  /// Where the pipeline of the statement begins: behind `let x =` and `explain`.
  private var pipelineStart: Int {
    switch word(0) {
    case "let" where tokens.count > 2 && kind(2) == .assign: return 3
    case "explain":
      return ["analyze", "sql"].contains(word(1)) ? 2 : 1
    default: return 0
    }
  }

  /// The names with points between them that end right before the cursor: `pg.gold.`.
  var remoteNames: (String, [String])? {
    var names: [String] = []
    var index = tokens.count - 1
    guard quote == nil || quote == "`", kind(index) == .dot else { return nil }
    while kind(index) == .dot, kind(index - 1) == .name || kind(index - 1) == .quotedName {
      let text = text(index - 1)
      names.insert(kind(index - 1) == .name ? text : SyntaxText.unquoted(text), at: 0)
      index -= 2
    }
    guard let first = names.first else { return nil }
    return (first, Array(names.dropFirst()))
  }

  // MARK: Before the first pipe

  private func beforePipes(_ first: Int) -> CursorPlace.Kind {
    if first == 0 {
      if tokens.isEmpty { return quote == nil ? .statement : .file(.read) }
      switch word(0) {
      case "set":
        if tokens.count == 1 { return .setting }
        return tokens.count == 2 ? .settingValue(word(1)) : .nothing
      case "include": return tokens.count == 1 ? .file(.query) : .nothing
      case "load": return afterPath(1)
      case "connect": return afterAddress()
      case "param":
        if kind(tokens.count - 1) == .colon {
          return .choice(["text", "int", "float", "bool", "date"])
        }
        return .nothing
      case "let", "def": return .nothing
      default: break
      }
    }
    if first >= tokens.count {
      if word(0) == "explain", first == 1, tokens.count == 1 { return .source }
      return quote == nil || quote == "\"" || quote == "'" ? .source : .nothing
    }
    if kind(first) == .text { return afterPath(first) }
    // A table stands there: what follows is a pipe.
    return first == tokens.count - 1 && !isInWord ? .choice(["|"]) : .nothing
  }

  /// What goes after `load` or a file as a source.
  func afterPath(_ path: Int) -> CursorPlace.Kind {
    guard path < tokens.count else { return .file(.read) }
    if let bracket = lastOpenBracket, word(bracket - 1) == "with" {
      if kind(tokens.count - 1) == .colon, kind(bracket - 2) == .text {
        let path = String(text(bracket - 2).dropFirst().dropLast())
        if word(tokens.count - 2) == "sheet" { return .sheet(path: path) }
        if word(tokens.count - 2) == "file" { return .member(path: path) }
      }
      return option(bracket, FormatRegistry.standard.readSpecs(nil))
    }
    var words: [String] = []
    if word(0) == "load", !(path..<tokens.count).contains(where: { word($0) == "as" }) {
      words.append("as")
    }
    if kind(tokens.count - 1) == .name, word(tokens.count - 1) == "as" { return .nothing }
    if word(tokens.count - 1) != "with" { words.append("with (") }
    if word(0) != "load" { words.append("|") }
    return .choice(words)
  }

  /// What goes after `connect "address"`.
  private func afterAddress() -> CursorPlace.Kind {
    if tokens.count == 1 { return .nothing }
    if let bracket = lastOpenBracket, word(bracket - 1) == "with" {
      return option(bracket, Session.connectOptions)
    }
    if tokens.count == 2 { return .choice(["as"]) }
    return tokens.count == 4 ? .choice(["with ("]) : .nothing
  }

  func option(_ bracket: Int, _ specs: [OptionSpec]) -> CursorPlace.Kind {
    let last = kind(tokens.count - 1)
    if last == .leftParen || last == .comma, lastOpenBracket == bracket { return .option(specs) }
    if last == .colon, lastOpenBracket == bracket {
      let choices = specs.first { $0.name == word(tokens.count - 2) }?.choices ?? []
      return choices.isEmpty ? .nothing : .choice(choices)
    }
    return .nothing
  }

  var lastOpenBracket: Int? { openBrackets.last }

  /// The brackets that are open at the cursor, outermost first.
  var openBrackets: [Int] {
    var open: [Int] = []
    for index in tokens.indices {
      switch tokens[index].kind {
      case .leftParen, .leftBracket, .leftBrace: open.append(index)
      case .rightParen, .rightBracket, .rightBrace: _ = open.popLast()
      default: break
      }
    }
    return open
  }
}
