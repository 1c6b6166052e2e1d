/// One thing to say about a query: an error, a warning, a hint or a note, and where.
///
/// The parser makes them from `SyntaxFact` (words in `Diagnostic+Words.swift`); other targets make
/// them with a code and words of their own. Nothing here knows about carets or colours.
public struct Diagnostic: Error, Sendable, Hashable {
  public enum Severity: String, Sendable, Hashable, CaseIterable {
    /// Nothing runs.
    case error
    /// It runs, but probably does not mean what was meant.
    case warning
    /// It runs; there is a better word for it here.
    case hint
    /// It runs; something worth knowing happened.
    case note
  }

  /// Another place that matters to the message, with what it is.
  public struct Label: Sendable, Hashable {
    public var range: SourceRange
    public var words: Words

    public init(_ range: SourceRange, _ words: Words) {
      self.range = range
      self.words = words
    }
  }

  public var severity: Severity
  /// Stable, e.g. `E0102`; explained by `CodeExplanation`.
  public var code: String
  /// One sentence without a full stop.
  public var words: Words
  /// What is underlined.
  public var range: SourceRange
  public var labels: [Label]
  /// What to do about it, in one sentence, where that is known.
  public var fix: Words?
  /// The word to put in place of the underlined text, where there is exactly one.
  public var replacement: String?

  public init(
    _ severity: Severity = .error, code: String, _ words: Words, at range: SourceRange,
    labels: [Label] = [], fix: Words? = nil, replacement: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.words = words
    self.range = range
    self.labels = labels
    self.fix = fix
    self.replacement = replacement
  }

  /// The message in English.
  public var message: String { words.en }

  public func message(in lang: Lang) -> String { words.text(in: lang) }
  public func fix(in lang: Lang) -> String? { fix?.text(in: lang) }
  public var isError: Bool { severity == .error }
}

extension Sequence<Diagnostic> {
  /// True when any of them stops the query.
  public var hasErrors: Bool { contains { $0.isError } }
}
