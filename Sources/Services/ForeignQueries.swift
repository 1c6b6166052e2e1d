import Columns
public import Language
public import Workspace

/// Queries of other languages in the words used here, with the columns of a session's tables.
public enum ForeignQueries {
  /// What a text would be here; nil where it is no query of another language.
  ///
  /// Asked for text that does not parse. Nothing of a file but its names is read.
  public static func look(at text: String, in session: Session) -> Translation.Outcome? {
    Translation.of(text) { session.outline(of: $0)?.fields.map(\.name) }
  }

  /// What a run without a person says of such a text.
  public static func diagnostic(_ outcome: Translation.Outcome, in source: SourceText) -> Diagnostic
  {
    switch outcome {
    case .translated(let found):
      return Diagnostic(
        code: "E0231",
        Words(
          en: "this is written in the words of another language",
          vi: "câu này viết bằng từ ngữ của ngôn ngữ khác"),
        at: source.range,
        fix: Words(
          en: "write \(SyntaxText.code(found.text))", vi: "viết \(SyntaxText.code(found.text))"),
        replacement: found.text)
    case .untranslated(let part, let words):
      return Diagnostic(
        code: "E0232",
        Words(
          en: "\(SyntaxText.code(part)) is written another way here",
          vi: "\(SyntaxText.code(part)) ở đây viết cách khác"),
        at: place(of: part, in: source), fix: words)
    }
  }

  /// Where a part stands; the whole text where it is not found.
  private static func place(of part: String, in source: SourceText) -> SourceRange {
    let wanted = Array(part.lowercased().prefix { $0 != "(" && $0 != "…" }.utf8)
    let bytes = Array(source.text.lowercased().utf8)
    guard !wanted.isEmpty, bytes.count == source.bytes.count, wanted.count <= bytes.count else {
      return source.range
    }
    for start in 0...(bytes.count - wanted.count)
    where bytes[start..<(start + wanted.count)].elementsEqual(wanted) {
      return SourceRange(start, start + wanted.count)
    }
    return source.range
  }
}
