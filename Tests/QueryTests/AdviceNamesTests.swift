import Foundation
import Language
import Testing

/// Advice over columns whose names need care: spaces, marks, signs, digits, words of the language.
@Suite struct AdviceNamesTests {
  static let names = [
    "Chỉ tiêu", "Tỷ lệ (%)", "by", "sort", "to", "as", "of", "where", "with", "using", "select",
    "from", "and", "null", "2024", "3 tháng", "a`b", "x.y", "it's", "Số hồ sơ/ngày", "\"Tên\"",
    "base",
    "since", "case", "if", "rate", "total", "$x", "a|b", "a, b", "on", "totals", "not",
    "Đơn vị tính",
    "q\u{301}", "_", "-", "#", "x -- y",
  ]

  /// Queries that each get a message with a fix; `@N` stands for the name in backticks, `@K` for its
  /// letters alone, as one types a name in a hurry.
  static let templates = [
    "[{@N: 1}] | select `@K`",
    "[{@N: 1, k: 2}] | where `@K` > 0 | sort -`@K`",
    "[{@N: 1}] | aggregate s = sum(`@K`)",
    "[{@N: \"1\"}] | aggregate s = sum(@N)",
    "[{@N: \"1\"}] | derive x = @N * 2",
    "[{@N: \"1\"}] | derive x = -@N",
    "[{@N: \"1\"}] | derive x = round(@N, 1)",
    "[{@N: \"1\"}] | where @N > 3",
    "[{@N: \"1\"}] | where @N in [1, 2]",
    "[{@N: 1}] | where @N > \"3\"",
    "[{@N: 1}] | where @N == \"abc\"",
    "[{@N: 1}] | derive x = upper(@N)",
    "[{@N: @2024-01-01}] | derive x = upper(@N)",
    "[{@N: @2024-01-01}] | where @N > 2023",
    "[{@N: \"2024-01-31\"}] | derive x = @N + 1mo",
    "[{@N: 1}] | where @N",
    "[{@N: \"a\"}] | where @N and true",
    "[{@N: \"a\"}] | derive x = if(true, 1, @N)",
    "[{@N: 1}] | derive x = if(true, \"a\", @N)",
    "[{@N: 1}] | derive x = case { @N > 1 => @N, else => \"khác\" }",
    "[{@N: 1}] | derive x = @N ?? \"khác\"",
    "[{@N: true}] | derive x = @N ?? @2024-01-01",
    "[{@N: 1}] | derive x = canonical(@N)",
    "[{@N: 1}] | derive @N + 1",
    "[{@N: 1}] | aggregate sum(@N) / count()",
    "[{@N: 1}] | select @N, @N",
    "[{@N: 1, k: 1}] | group by @N: @N = sum(k)",
    "[{@N: 1, k: 1}] | group by @N, @N: count()",
    "[{@N: 1, k: 1}] | group by k: @N",
    "[{@N: 1, k: 1}] | group by k: s = @N * 2",
    "[{@N: 1}] | where @N > avg(@N)",
    "[{@N: 1}] | where sum(@N) > 1",
    "[{@N: 1}] | where lag(@N) > 1",
    "[{@N: 1}] | sort -sum(@N)",
    "[{@N: 1}] | append [{@N: \"x\"}]",
    "[{@N: \"x\"}] | append [{@N: 1}]",
    "[{@N: \"x\"}] | append ([{@N: 1}] | take 1)",
    "[{@N: @2024-01-01}] | append [{@N: 1}]",
    "[{@N: 1}, {@N: \"x\"}, {@N: 3}]",
    "[{k: 1, @N: 1, zz: \"t\"}] | unpivot @N, zz as name, v",
    "[{k: 1, @N: @2024-01-01, zz: 1}] | unpivot @N, zz as name, v",
    "[{@N: 1}] | join [{@N: \"1\", zz: 2}] on @N",
    "[{@N: 1}] | join [{zz: \"1\"}] on @N == zz",
    "[{u: \"a\", năm: 1, @N: 1}, {u: \"a\", năm: 2, @N: 3}] | compare năm 1, 2 by u",
    "[{u: \"a\", y: 2022, @N: 40.0}, {u: \"a\", y: 2024, @N: 44.0}] | whatif y to 2026 by u: x = pace * 2",
    "[{u: \"a\", y: 2022, @N: 40.0}, {u: \"a\", y: 2024, @N: 44.0}] | whatif y to 2026: x = pace * 2",
    "[{u: \"a\", y: 2022, @N: 40.0}, {u: \"a\", y: 2024, @N: 44.0}] | project y to 2026 by u",
    "[{u: \"a\", @N: @2022-12-31, v: 40.0}, {u: \"a\", @N: @2024-12-31, v: 44.0}] | project to 2026 by u: v",
    "[{u: \"a\", @N: @2022-12-31, v: 40.0}, {u: \"a\", @N: @2024-12-31, v: 44.0}] | compare 2022, 2024 by u: v",
    "[{@N: \"a\", y: 1, v: 1}, {@N: \"a\", y: 2, v: 1}] | compare y 1, 2 through [{from: \"a\", to: \"b\"}]: v",
    "[{u: \"a\", year: 2022, v: 40.0}, {u: \"a\", year: 2024, v: 44.0}] | track by u against [{u: \"a\", năm: 2030, @N: 90}]: v",
    "[{u: \"a\", year: 2022, v: 40.0}, {u: \"a\", year: 2024, v: 44.0}] | track by u against [{u: \"a\", @N: @2030-12-31, muc: 90}]: v",
    "[{@N: \"A\", y: \"@R\", v: 1}] | pivot y by @N: sum(v)",
    "[{@N: 1}] | select t.@N",
    "[{@N: 1}] | where t.@N > 0",
    "[{@N: 1}] | select @N as k",
    "[{k: 1}] | select k as @N",
    "[{k: 1, @N: 2}] | group by @N as z: sum(k) as s",
    "[{k: 1, @N: 2}] | derive k + 1 as @N",
    "[{k: 1, @N: 2}] | drop @N",
    "[{k: 1, @N: 2}] | drop @N, k | take 1",
    "[{k: 1, @N: 2}] | rename z = @N",
    "[{k: 1, @N: 2}] | rename @N as z | take 1",
    "[{k: 1, @N: 2}] | select distinct @N | take 1",
    "[{k: 1, @N: 2}] | group by @N | count()",
    "[{k: 1, @N: 2}] | sum(@N)",
    "[{k: 1, @N: 2}] | aggregate count() where @N > 1",
    "[{k: 1, @N: 2}] | group by k: s = sum(@N) where @N > 1, n = count()",
    "[{k: 1, @N: 2}] | group by k: s = sum(@N) where s > 1",
    "[{k: 1, @N: 2}] | where @N in (1, 2)",
    "[{k: 1, @N: 2}] | where 1 < @N <= 3",
    "[{k: 1, @N: 2}] | aggregate n = count(distinct @N)",
    "[{k: 1, @N: 2}] | where @N = null",
    "[{k: 1, @N: 2}] | where null != @N",
    "[{k: 1, @N: 2}] | join [{k: 1, @N: 2}] on k and @N",
    "[{k: 1, @N: 2}] | select *",
    "[{k: 1, @N: 2}] | select *, z = @N * 2",
    "[{k: 1, @N: 2}] | unpivot @N",
    "[{k: 1, @N: 2}] where @N > 1",
    "[{k: 1, @N: 2}] | fill `@K` with 0",
    "[{y: 2015, @N: 20}] | derive i = index_to(@N, 2015)",
    "[{k: 1, @N: 2}] | chart bar x=k, y=`@K`",
    "[{u: \"a\", y: 2022, @N: 40.0}, {u: \"a\", y: 2024, @N: 44.0}] | whatif y to 2026 by u of `@K`: x = pace * 2",
    "@N = 3\n[{k: 1}] | take 1",
    "[{@N: @2024-02-01}] | where @N in 2024Q1",
  ]

  init() { _ = FileManager.default.changeCurrentDirectoryPath(CaseTests.root.path) }

  static func query(_ template: String, _ name: String) -> String {
    template.replacingOccurrences(of: "@N", with: SyntaxText.backticked(name))
      .replacingOccurrences(of: "@K", with: key(name))
      .replacingOccurrences(of: "@R", with: name.replacingOccurrences(of: "\"", with: "\"\""))
  }

  static func key(_ name: String) -> String {
    let key = Suggestions.key(name)
    return (key == name ? key.uppercased() + "x" : key).replacingOccurrences(of: "`", with: "``")
  }

  @Test(arguments: templates) func adviceWorks(template: String) throws {
    // Signs alone are no misspelling of anything.
    let names = Self.names.filter { name in
      !template.contains("@K") || name.contains { $0.isLetter || $0.isNumber }
    }
    for name in names {
      let query = Self.query(template, name)
      let first = try AdviceTests.diagnostics(of: query)
      let made = try AdviceTests.applied(to: query)
      let left = made.left.filter { !AdviceTests.isOfTheRun($0) }
      #expect(
        left.isEmpty,
        "\(name): \(left.map { "\($0.code) \($0.message) (\($0.fix?.en ?? ""))" })\n\(query)\n\(made.text)"
      )
      // A name that is shown is shown as it is typed.
      guard name.unicodeScalars.contains(where: { !$0.properties.isXIDContinue }), name.count > 3,
        name != "a, b"
      else { continue }
      for diagnostic in first {
        for lang in [Lang.en, .vi] {
          for text in [diagnostic.message(in: lang), diagnostic.fix(in: lang) ?? ""] {
            let rest = try Self.withoutQuoted(text)
            #expect(!rest.contains(name), "\(diagnostic.code) \(text)")
          }
        }
      }
    }
  }

  /// A message without the names that stand in backticks. Code with such names stands in two.
  private static func withoutQuoted(_ text: String) throws -> String {
    let inner = text.replacingOccurrences(of: "`` ", with: "").replacingOccurrences(
      of: " ``", with: "")
    return inner.replacing(try Regex("`(?:[^`]|``)*`"), with: "")
  }

  /// Every list of columns can be put after `select`.
  @Test func listsCanBeTyped() throws {
    for start in stride(from: 0, to: Self.names.count, by: 11) {
      let names = Array(Self.names[start..<min(start + 11, Self.names.count)])
      let rows =
        "[{" + names.map { "\(SyntaxText.backticked($0)): 1" }.joined(separator: ", ") + "}]"
      let found = try AdviceTests.diagnostics(of: "\(rows) | select zzzzzzzzzzzzzzzz")
      let fix = try #require(found.first?.fix?.en)
      let list = try #require(fix.split(separator: ": ", maxSplits: 1).last)
      let again = try AdviceTests.diagnostics(of: "\(rows) | select \(list)")
      #expect(again.isEmpty, "\(list): \(again.map(\.message))")
    }
  }

  /// What people type for a name is offered the name, and the offer works.
  @Test(arguments: [
    ("Chỉ tiêu", "chi_tieu"), ("Chỉ tiêu", "chitieu"), ("Chỉ tiêu", "Chỉ_tiêu"),
    ("Tỷ lệ (%)", "ty_le"), ("Tỷ lệ (%)", "ty le"), ("Tỷ lệ (%)", "tyle"), ("Tỷ lệ (%)", "Tỷ lệ"),
    ("Tỷ lệ (%)", "Tỉ lệ (%)"), ("Số hồ sơ", "so_ho_so"), ("Số hồ sơ", "so ho so"),
    ("Đơn vị", "don_vi"), ("Đơn vị", "đơn_vị"), ("Đơn vị", "don-vi"),
    ("Năm báo cáo", "nam_bao_cao"),
    ("e-gov", "egov"), ("2024", "2O24"), ("ngay_den_han", "Ngày đến hạn"), ("don_vi", "Đơn vị"),
  ]) func whatIsTypedIsOffered(name: String, typed: String) throws {
    let query =
      "[{\(SyntaxText.backticked(name)): 1, khac: 2}] | select \(SyntaxText.backticked(typed))"
    let diagnostic = try #require(try AdviceTests.diagnostics(of: query).first)
    #expect(diagnostic.code == "E0501")
    #expect(diagnostic.replacement == SyntaxText.name(name))
    #expect(diagnostic.fix?.en == "did you mean \(SyntaxText.backticked(name))?")
    #expect(try AdviceTests.applied(to: query).left.isEmpty)
  }

  /// Of two names that differ in signs alone the one that is written is offered.
  @Test func theNearestSignsWin() {
    let names = ["Tỷ lệ (%)", "Tỷ lệ", "ty_le_2"]
    #expect(Suggestions.nearest("ty le", among: names) == "Tỷ lệ")
    #expect(Suggestions.nearest("ty le (%)", among: names) == "Tỷ lệ (%)")
    #expect(Suggestions.nearest("tyle2", among: names) == "ty_le_2")
  }
}
