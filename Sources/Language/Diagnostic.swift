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

  /// A change of the query's text: `text` takes the place of what `range` covers, and is put in where
  /// that is empty.
  public struct Edit: Sendable, Hashable {
    public var range: SourceRange
    public var text: String

    public init(_ range: SourceRange, _ text: String) {
      self.range = range
      self.text = text
    }

    /// Puts text in at an offset.
    public init(at offset: Int, _ text: String) {
      self.init(SourceRange(at: offset), text)
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
  /// What the fix changes, where that is not the underlined text alone.
  public var edits: [Edit]

  public init(
    _ severity: Severity = .error, code: String, _ words: Words, at range: SourceRange,
    labels: [Label] = [], fix: Words? = nil, replacement: String? = nil, edits: [Edit] = []
  ) {
    self.severity = severity
    self.code = code
    self.words = words
    self.range = range
    self.labels = labels
    self.fix = fix
    self.replacement = replacement
    self.edits = edits
  }

  /// The changes that carry the fix out; empty where a person has to decide something.
  public var changes: [Edit] {
    if !edits.isEmpty { return edits }
    return replacement.map { [Edit(range, $0)] } ?? []
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

extension SourceText {
  /// The text after some changes, all given for the text as it was. A change that is given
  /// twice is made once, and of changes that touch the same letters only the first.
  public func applying(_ edits: [Diagnostic.Edit]) -> String {
    var result: [UInt8] = []
    var place = 0
    let sorted = edits.enumerated().sorted {
      ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset)
    }
    var made: Set<Diagnostic.Edit> = []
    for (_, edit) in sorted where made.insert(edit).inserted {
      let start = min(max(edit.range.start, 0), bytes.count)
      let end = min(max(edit.range.end, start), bytes.count)
      guard start >= place else { continue }
      result += bytes[place..<start]
      result += Array(edit.text.utf8)
      place = end
    }
    result += bytes[place...]
    return String(decoding: result, as: UTF8.self)
  }
}
