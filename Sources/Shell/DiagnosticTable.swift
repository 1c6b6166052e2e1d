import Columns
import Language
import Sources

/// Diagnostics for tools: one JSON object a line, with places counted from 1.
enum DiagnosticTable {
  /// The lines for some diagnostics of a text.
  static func lines(
    _ diagnostics: [Diagnostic], in source: SourceText, _ lang: Lang
  ) -> String {
    func text(_ text: String?) -> JSON { text.map { .text($0) } ?? .null }
    func number(_ value: Int) -> JSON { .number(Double(value)) }
    return diagnostics.map { diagnostic in
      let start = source.position(of: diagnostic.range.start)
      let end = source.position(of: diagnostic.range.end)
      return JSONText.line([
        ("file", .text(source.name)),
        ("line", number(start.line)),
        ("column", number(start.column)),
        ("end_line", number(end.line)),
        ("end_column", number(end.column)),
        ("severity", .text(diagnostic.severity.rawValue)),
        ("code", .text(diagnostic.code)),
        ("message", .text(diagnostic.message(in: lang))),
        ("fix", text(diagnostic.fix(in: lang))),
        ("replacement", text(diagnostic.replacement)),
      ]) + "\n"
    }.joined()
  }

  /// The line for an assertion that does not hold, with the rows that break it.
  static func line(
    _ diagnostic: Diagnostic, rows: Table, in source: SourceText, _ lang: Lang
  ) throws -> String {
    let own = lines([diagnostic], in: source, lang)
    let broken = String(
      decoding: try JSONFormat().writer(OptionValues()).bytes(rows), as: UTF8.self)
    // Both texts are JSON of our own: an object with a line end, and an array.
    let body = own.drop { $0 != "{" }.prefix { $0 != "\n" }.dropLast()
    return body + ",\"rows\":" + broken.filter { $0 != "\n" } + "}\n"
  }
}
