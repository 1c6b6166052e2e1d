import Foundation
import Language
import Testing

@testable import Shell

/// The grammar for editors: the committed file, and what it makes of queries.
@Suite struct GrammarTests {
  private let grammar: TextMate

  init() throws { grammar = try TextMate(json: Grammar.json()) }

  @Test("docs/editor/tiendo.tmLanguage.json is what `make docs` gives")
  func current() throws {
    let path = CompletionTests.root + "/docs/editor/tiendo.tmLanguage.json"
    let written = try String(contentsOfFile: path, encoding: .utf8)
    #expect(written == Grammar.json(), "run `make docs`")
  }

  @Test(
    "Each piece has its scope",
    arguments: [
      ("# all | where x", "# all | where x", "comment.line.number-sign"),
      ("indices -- all | where x", "-- all | where x", "comment.line.double-dash"),
      ("----- part 2", "----- part 2", "comment.line.double-dash"),
      ("t | where a == \"x \"\"y\"\" z\"", "\"\"", "constant.character.escape"),
      ("t | where a == \"x \"\"| take\"", "| take", "string.quoted.double"),
      ("t | where a == 'it''s'", "''", "constant.character.escape"),
      (#"t | where a == "\u{1F600}\n""#, #"\u{1F600}"#, "constant.character.escape"),
      (#"t | where a == "\q""#, #"\q"#, "invalid.illegal.escape"),
      ("t | where a == \"one\ntwo\" and b", "and", "keyword.operator.word"),
      ("t | select `Tỷ lệ (%) | take`", "`Tỷ lệ (%) | take`", "variable.other.quoted"),
      ("t | where due in @2025Q1", "@2025Q1", "constant.other.date"),
      ("t | where due < @2025-12-31", "@2025-12-31", "constant.other.date"),
      ("t | where due < @2025 + 1y6mo", "1y6mo", "constant.numeric.duration"),
      ("t | where year in 2019..2024", "2019", "constant.numeric"),
      ("t | where year in 2019..2024", "..", "keyword.operator"),
      ("t | where x > 1_000.5e-3", "1_000.5e-3", "constant.numeric"),
      ("t | where year == $năm", "$năm", "variable.parameter"),
      ("t | where x % 3 == 0", "%", "keyword.operator"),
      ("t | whatif to 2030: a = total + 10% a year", "%", "keyword.other.unit.percent"),
      ("t | project to 2030 interval 80%", "%", "keyword.other.unit.percent"),
      ("t | where x is not null", "null", "constant.language"),
      ("t | take 3", "take", "keyword.control.step"),
      ("t |\n  # why\n  take 3", "take", "keyword.control.step"),
      ("t | filter x", "filter", "keyword.control.step"),
      ("t | append (u | skip 3)", "skip", "keyword.control.step"),
      ("t | group by k: n = count()", "by", "keyword.other.clause"),
      ("t | group by k: n = count()", "n", "variable.other.definition"),
      ("t | group by k: n = count()", "count", "support.function"),
      ("t | group by k: n = sum(x where y > 1)", "where", "keyword.other.clause"),
      ("t | whatif to 2030: a = pace * 1.5 then cap 98", "then", "keyword.other.clause"),
      ("t | derive y = twice(x)", "twice", "entity.name.function"),
      ("t | derive y = case { x > 1 => 2, else => 3 }", "case", "keyword.control"),
      ("t | derive y = case { x > 1 => 2, else => 3 }", "=>", "keyword.operator.comparison"),
      ("let latest = t", "let", "keyword.other.statement"),
      ("def twice(x) = 2 * x", "twice", "entity.name.function"),
      ("param year: int = 2024", "int", "storage.type"),
      ("load \"a.csv\" as a with (dates: dmy)", "with", "keyword.other.clause"),
      ("explain analyze t", "analyze", "keyword.other.clause"),
      ("t | select a\nlet b = t", "let", "keyword.other.statement"),
    ])
  func piece(query: String, text: String, scope: String) throws {
    let pieces = try grammar.pieces(query)
    #expect(
      pieces.contains { $0.text == text && $0.scopes.last == scope }, "\(pieces)")
  }

  @Test(
    "A column keeps its name where the word means nothing",
    arguments: [
      ("t | select take, x", "take"), ("let set = t\nset | take 3", "| set"),
      ("t | where status == 1 and total > 2", "status"), ("t | derive n = year + count", "count"),
      ("take", "take"), ("t | where where_is == 3", "where_is"), ("chart | where x", "chart"),
    ])
  func column(query: String, word: String) throws {
    let pieces = try grammar.pieces(query)
    #expect(!pieces.contains { $0.text == word }, "\(pieces)")
  }

  /// Texts, numbers, dates, parameters and steps of every saved query and example are where the
  /// program's own lexer finds them.
  @Test("Agrees with the lexer on all saved queries and examples")
  func lexer() throws {
    let folder = CompletionTests.root + "/queries"
    let paths = try #require(FileManager.default.enumerator(atPath: folder)).compactMap {
      $0 as? String
    }.filter { $0.hasSuffix(".tdq") }
    #expect(paths.count > 20)
    var queries = try paths.map {
      try String(contentsOfFile: folder + "/" + $0, encoding: .utf8)
    }
    for entry in StepReference.steps + StepReference.statements {
      queries += entry.examples.map(\.query)
    }
    for query in queries { try compare(query) }
  }

  private func compare(_ query: String) throws {
    let source = SourceText(query)
    let tokens = Lexer.tokens(in: source)
    let pieces = try grammar.pieces(query)
    let scopes = Dictionary(
      pieces.map { ($0.start, $0) }, uniquingKeysWith: { first, _ in first })
    var before: Token.Kind?
    for token in tokens {
      let start = String(decoding: query.utf8.prefix(token.range.start), as: UTF8.self).utf16.count
      let scope = scopes[start]?.scopes.last ?? ""
      let text = source[token.range]
      let wanted: String? =
        switch token.kind {
        case .text: "string.quoted"
        case .int, .decimal, .float: "constant.numeric"
        case .duration: "constant.numeric.duration"
        case .date: "constant.other.date"
        case .parameter: "variable.parameter"
        case .pipe: "punctuation.separator.pipe"
        case .quotedName: "variable.other"
        case .name where before == .pipe: "keyword.control.step"
        default: nil
        }
      if let wanted { #expect(scope.hasPrefix(wanted), "\(text) is \(scope) in \(query)") }
      before = token.kind
    }
  }
}
