import Language
import Testing

/// Whatever the bytes, there is an answer, and it keeps what it promises.
@Suite struct FuzzTests {
  private static let pieces = [
    "coverage", "|", " | ", "where", "derive", "select", "group by", "aggregate", "sort", "take",
    "skip", "distinct", "join", "left", "on", "append", "pivot", "unpivot", "as", "complete",
    "fill", "with", "previous", "compare", "project", "whatif", "track", "progress", "to", "by",
    "against", "using", "interval", "since", "through", "base", "hold", "describe", "peek",
    "chart", "line", "export", "assert", "let", "def", "param", "load", "include", "set",
    "explain", "sql", "and", "or", "not", "in", "between", "is", "null", "like", "~", "case", "{",
    "}", "=>", "else", "(", ")", "[", "]", ",", ":", ";", "=", "==", "!=", "<", "<=", "+", "-",
    "*", "/", "//", "%", "^", "??", "..", ".", "1", "2025", "3.5", "1e6", "7d", "@2025",
    "@2025Q1", "@2025-01-31", "$p", "\"text\"", "'x'", "`a b`", "_", "\n", "\n\n", "# c\n",
    "-- c\n", "then", "pace", "step", "reach", "catchup", "best", "cap", "freeze", "solve", "for",
    "ramp", "from", "total", "a", "b", "tỷ_lệ", "count(", "sum(x", "filter", "summarize", "limit",
    "label", "unit", "digits", "½", "'", "`", "\\", "range(", "with (", "[{a: 1}]", "expect", "one",
    "x=y",
  ]

  /// What must hold for any text.
  private func check(_ text: String, _ mode: ParseMode) {
    let source = SourceText(text)
    let (script, diagnostics) = Parser.parse(script: source, mode: mode)
    var end = 0
    for statement in script.statements {
      #expect(statement.range.start >= end && statement.range.end <= source.bytes.count)
      end = statement.range.end
    }
    for diagnostic in diagnostics {
      #expect(diagnostic.range.start >= 0 && diagnostic.range.end <= source.bytes.count)
      #expect(!diagnostic.message(in: .vi).isEmpty)
      _ = source.position(of: diagnostic.range.start)
    }
    let dump = script.dump()
    if !diagnostics.hasErrors {
      #expect(!script.statements.contains { !$0.isValid })
      #expect(!dump.contains("invalid"), "\(text)")
    } else {
      #expect(script.statements.contains { !$0.isValid }, "\(text)")
    }
    _ = Parser.isComplete(text)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func randomPieces(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<800 {
      var text = ""
      for _ in 0..<Int.random(in: 1...40, using: &random) {
        text += FuzzTests.pieces.randomElement(using: &random) ?? ""
        if Bool.random(using: &random) { text += " " }
      }
      check(text, Bool.random(using: &random) ? .file : .prompt)
    }
  }

  @Test func randomBytes() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<1500 {
      let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
        UInt8.random(in: Bool.random(using: &random) ? 0...255 : 32...126, using: &random)
      }
      check(String(decoding: bytes, as: UTF8.self), .file)
      check(String(decoding: bytes, as: UTF8.self), .prompt)
    }
  }

  @Test func everyPrefixAndEveryHole() {
    let text = """
      let t = "f.csv" with (a: [1, {b: c}]) | where a ~ 'x''y' and b in [1, 2..3]
      t | derive by a sort -b: c = case { d => e, else => f(g where h) }
      | whatif to 2030 against (u | take 1): s = pace * 1.5 from 2026 then cap 9 in 2027, 8 in 2028
      """
    let scalars = Array(text.unicodeScalars)
    for cut in scalars.indices {
      var prefix = String.UnicodeScalarView()
      prefix.append(contentsOf: scalars[..<cut])
      check(String(prefix), .prompt)
      var hole = String.UnicodeScalarView()
      hole.append(contentsOf: scalars[..<cut])
      hole.append(contentsOf: scalars[(cut + 1)...])
      check(String(hole), .file)
    }
  }
}
