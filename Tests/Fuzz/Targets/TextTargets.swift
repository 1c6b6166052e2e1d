import Columns
import Foundation
import Functions
import Language
import Reports
import Services
import Workspace

extension FuzzTarget {
  /// A pattern, a line end, and the text in which it is looked for.
  static let regex = FuzzTarget(name: "regex") { bytes in
    let parts = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    let (pattern, text) = (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
    guard let function = FunctionRegistry.standard.scalar(named: "matches") else {
      throw FuzzFinding(description: "no function `matches`")
    }
    do {
      let found = try function.evaluate(
        [.constant(.text(text)), .constant(.text(pattern))], 1, EvaluationContext(today: 0))
      try require(found.count == 1, "\(found.count) answers")
    } catch let failure as EvaluationFailure {
      try require(failure.row == 0 || failure.row == nil, "row \(failure.row ?? -1)")
    }
  } seeds: {
    patterns.map { Array("\($0)\nĐiện Biên 2024 a.b".utf8) }
  }

  /// A pattern for each thing that patterns can say.
  private static let patterns = [
    "^a*b+?c{2,3}$", "(a|b)|(?:c)", "[^a-c\\d\\]]", "\\bđiện\\b", "(?i)^y TẾ$", "(?<year>\\d{4})",
    "\\u{1EC7}\\x{1EC7}\\u1EC7", "\\p{L}\\P{Lu}[[:alpha:]]", "\\Qa.b\\E", "(?sm-i:a.)\\A\\z",
    "(a+)+$", "((((a{1,100}){1,100}){1,100})", "(?=a)(?!b)\\1", "\\t\\n\\.\\w+\\W",
  ]

  /// The reader of reports, their check and their run.
  static let report = FuzzTarget(name: "report") { bytes in
    let source = SourceText(String(decoding: bytes, as: UTF8.self), name: "report.md")
    let file = ReportFile(source)
    try check(file.diagnostics, of: source)
    let session = try session()
    try check(ReportCheck.report(file, in: session).diagnostics, of: source)
    let looks = Looks(most: 300)
    session.stop = { looks.look() }
    do {
      let document = try ReportRun.document(file, in: session)
      _ = MarkdownReport(document) { place, _ in "\(place)" }.text()
      if HTMLReport.isAvailable, let page = HTMLReport(document, beside: { "\($0)" }).page() {
        try require(!page.html.contains("<script"), "a script came through")
      }
    } catch let failure as StatementFailure {
      try check(failure.diagnostics, of: source)
    }
  } seeds: {
    let folder = root + "/queries/reports"
    return try files(folder).filter { $0.name.hasSuffix(".md") }.map(\.bytes)
      + pieces.map { Array($0.utf8) }
  }

  private static let pieces = [
    "---\ntitle: T {n}\nlang: vi\nparameters:\n  n: 3\nform: decree30\n---\n# {n:1}\n",
    "```tiendo hide\nlet n = [{x: 7, y: \"a\"}]\n```\n{if n.x > 3}a {n.x:2}{else}b{end} | \\{c}\n",
    "```tiendo rows=2 caption=\"C\"\nindices | take 3\n```\n\n| a | b |\n|---|---|\n| {1 + 2} | `{x}` |\n",
    "```tiendo\nindices | chart bar\n```\n<b>x</b> [x](javascript:alert(1)) <script>1</script>\n",
  ]
}
