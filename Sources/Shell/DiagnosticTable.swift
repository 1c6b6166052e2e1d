import Columns
import Language
import Sources

/// Diagnostics for tools: one JSON object a line, with places counted from 1.
enum DiagnosticTable {
  /// The lines for some diagnostics of a text.
  static func lines(_ diagnostics: [Diagnostic], in source: SourceText, _ lang: Lang) throws
    -> String
  {
    func column(_ type: DataType, _ value: (Diagnostic) -> Value) throws -> Column {
      try Column(type, diagnostics.map(value))
    }
    func text(_ text: String?) -> Value { text.map { .text($0) } ?? .null }
    func number(_ value: Int) -> Value { .int(Int64(value)) }
    let table = Table([
      ("file", try column(.text) { _ in .text(source.name) }),
      ("line", try column(.int) { number(source.position(of: $0.range.start).line) }),
      ("column", try column(.int) { number(source.position(of: $0.range.start).column) }),
      ("end_line", try column(.int) { number(source.position(of: $0.range.end).line) }),
      ("end_column", try column(.int) { number(source.position(of: $0.range.end).column) }),
      ("severity", try column(.text) { .text($0.severity.rawValue) }),
      ("code", try column(.text) { .text($0.code) }),
      ("message", try column(.text) { .text($0.message(in: lang)) }),
      ("fix", try column(.text) { text($0.fix(in: lang)) }),
      ("replacement", try column(.text) { text($0.replacement) }),
    ])
    return try Self.text(table, .ndjson)
  }

  /// The line for an assertion that does not hold, with the rows that break it.
  static func line(
    _ diagnostic: Diagnostic, rows: Table, in source: SourceText, _ lang: Lang
  ) throws -> String {
    let own = try lines([diagnostic], in: source, lang)
    let broken = try text(rows, .json)
    // Both texts are JSON of our own: an object with a line end, and an array.
    let body = own.drop { $0 != "{" }.prefix { $0 != "\n" }.dropLast()
    return body + ",\"rows\":" + broken.filter { $0 != "\n" } + "}\n"
  }

  private static func text(_ table: Table, _ format: OutputFormat) throws -> String {
    var bytes: [UInt8] = []
    try TableWriter(table, WriteOptions(format)).write { bytes.append(contentsOf: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
