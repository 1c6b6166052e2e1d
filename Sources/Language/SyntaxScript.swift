/// The statements of a file, a pasted block or a line.
public struct SyntaxScript: Sendable, Hashable {
  public let statements: [Statement]

  public init(_ statements: [Statement]) {
    self.statements = statements
  }
}

public struct Statement: Sendable, Hashable {
  public let kind: StatementKind
  public let range: SourceRange
  /// False when an error was reported inside it: it must not run, but it may be looked at.
  public let isValid: Bool

  public init(_ kind: StatementKind, range: SourceRange, isValid: Bool = true) {
    self.kind = kind
    self.range = range
    self.isValid = isValid
  }
}

public enum StatementKind: Sendable, Hashable {
  case pipeline(SyntaxPipeline)
  /// `let name = …`
  case `let`(name: Name, value: LetValue)
  /// `def f(a, b) = expression`
  case def(name: Name, parameters: [Name], body: SyntaxExpression)
  /// `param name : type = default`
  case param(name: Name, type: Name?, defaultValue: SyntaxExpression?)
  /// `load "path" as name with (options)`
  case load(path: TextLiteral, options: [FileOption], name: Name?)
  /// `connect "address" as name with (options)`
  case connect(address: TextLiteral, name: Name, options: [FileOption])
  case include(path: TextLiteral)
  /// `set option value`
  case set(option: Name, value: OptionValue)
  case explain(ExplainMode, SyntaxPipeline)
  /// A line that starts with `.` at the prompt (and plain `help`, `quit`, `exit`, `name?`):
  /// the word without the dot, and the rest of the line, trimmed.
  case shellCommand(word: Name, rest: String, restRange: SourceRange)
  /// Stands where nothing could be read.
  case invalid
}

/// What a `let` gives a name to.
public enum LetValue: Sendable, Hashable {
  /// `isBareName`: the source is a single name without steps, which may also be a value.
  case pipeline(SyntaxPipeline, isBareName: Bool)
  case value(SyntaxExpression)
}

/// What `explain` tells of a pipeline.
public enum ExplainMode: Sendable, Hashable {
  /// The words and signs that the text is read as.
  case tokens
  /// How they belong together.
  case tree
  /// What the pipeline means, before any rule has changed the plan.
  case bound
  /// The plan after each rule that changed it.
  case rules
  /// The plan that would run.
  case plan
  /// The same, run and timed.
  case analyze
  /// The same query for a database.
  case sql(dialect: Name?)

  /// The words that ask for one; the plan that would run needs none.
  public static let words: [(word: String, mode: ExplainMode)] = [
    ("analyze", .analyze), ("tokens", .tokens), ("tree", .tree), ("plan", .bound),
    ("rules", .rules), ("sql", .sql(dialect: nil)),
  ]

  /// The word, where there is one.
  var word: String {
    if case .sql(let dialect) = self { return dialect.map { "sql \($0.text)" } ?? "sql" }
    return ExplainMode.words.first { $0.mode == self }?.word ?? ""
  }
}

/// A text in quotes, where the language wants text and nothing else (a path, a label).
public struct TextLiteral: Sendable, Hashable {
  /// Without quotes and escapes, `{$name}` as it is written; empty where a parameter stands for it.
  public let text: String
  /// With the quotes.
  public let range: SourceRange
  /// `$name` instead of a text, in `load`, `include`, `export` and `chart … to`.
  public let parameter: String?

  public init(_ text: String, range: SourceRange, parameter: String? = nil) {
    self.text = text
    self.range = range
    self.parameter = parameter
  }
}

/// `name: value` in `with (…)`, `name=value` in `chart`; a name alone is `true`.
public struct FileOption: Sendable, Hashable {
  public let name: Name
  public let value: OptionValue
  public let range: SourceRange

  public init(name: Name, value: OptionValue, range: SourceRange) {
    self.name = name
    self.value = value
    self.range = range
  }
}

/// The value of an option.
public indirect enum OptionValue: Sendable, Hashable {
  /// A constant: number, text, date, `true`, `$p`, or arithmetic on them.
  case expression(SyntaxExpression)
  /// A bare word, `dmy`, or a column's name.
  case word(Name)
  /// `["NA", "-"]`
  case list([OptionValue], range: SourceRange)
  /// `{code: text}`
  case map([FileOption], range: SourceRange)

  public var range: SourceRange {
    switch self {
    case .expression(let value): value.range
    case .word(let name): name.range
    case .list(_, let range), .map(_, let range): range
    }
  }
}
