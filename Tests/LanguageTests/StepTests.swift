import Testing

@testable import Language

/// Every step of the language, as the parser sees it.
@Suite struct StepTests {
  private func steps(_ text: String, at location: SourceLocation = #_sourceLocation) -> String {
    let dump = dump("t | " + text, at: location)
    return dump.split(separator: "\n").dropFirst(2).map { String($0.dropFirst(2)) }
      .joined(separator: "\n")
  }

  @Test func theFirstExampleOfTheLanguage() {
    let text = """
      coverage
      | where indicator == "Sổ sức khỏe điện tử" and year >= 2023
      | group by district: covered = sum(covered), rate = rate(covered, total)
      | sort -rate
      | take 10
      """
    #expect(
      dump(text) == """
        pipeline
          source coverage
          where (and (== indicator "Sổ sức khỏe điện tử") (>= year 2023))
          group
            by district
            item covered = sum(covered)
            item rate = rate(covered, total)
          sort desc rate
          take 10

        """)
  }

  @Test func derive() {
    #expect(steps("derive x = a + b, y") == "derive\n  item x = (+ a b)\n  item y")
    #expect(
      steps("derive by province sort -year, a: before = lag(value)")
        == "derive\n  by province\n  sort desc year\n  sort a\n  item before = lag(value)")
    #expect(
      steps("derive sort year: n = row_number()")
        == "derive\n  sort year\n  item n = row_number()")
    // At the start of an item `name =` binds, so a column may be called by.
    #expect(steps("derive by = a, sort = b") == "derive\n  item by = a\n  item sort = b")
    // Elsewhere `=` compares.
    #expect(steps("derive x = a = b") == "derive\n  item x = (== a b)")
  }

  @Test func select() {
    #expect(
      steps("select a, -b, c = d + 1, `e f`")
        == "select\n  item a\n  item drop b\n  item c = (+ d 1)\n  item `e f`")
  }

  @Test func group() {
    #expect(
      steps("group by q = quarter(due), unit with totals: count()")
        == "group with totals\n  by q = quarter(due)\n  by unit\n  item count()")
    #expect(steps("group by a") == "group\n  by a")
    #expect(steps("aggregate n = count()") == "aggregate\n  item n = count()")
  }

  @Test func rows() {
    #expect(steps("where a") == "where a")
    #expect(steps("sort a, -b + c") == "sort a, desc (+ b c)")
    #expect(steps("take 10") == "take 10")
    #expect(steps("take $n by a, b") == "take $n\n  by a\n  by b")
    #expect(steps("take 3..5") == "take 3 .. 5")
    #expect(steps("skip 2") == "skip 2")
    #expect(steps("distinct") == "distinct")
    #expect(steps("distinct a, b") == "distinct\n  item a\n  item b")
  }

  @Test func join() {
    #expect(steps("join b on k") == "join inner\n  source b\n  on k")
    #expect(
      steps("join left \"f.csv\" with (delimiter: \";\") on k, x == y + 1 expect one")
        == """
        join left expect one
          source "f.csv" (delimiter: ";")
          on k
          on x == (+ y 1)
        """)
    #expect(
      steps("join anti (b | where c) on k")
        == """
        join anti
          source
            pipeline
              source b
              where c
          on k
        """)
    // A table may be called left.
    #expect(steps("join left on k") == "join inner\n  source left\n  on k")
    #expect(steps("join full outer b on k") == "join full\n  source b\n  on k")
    #expect(steps("append b") == "append b")
  }

  @Test func shape() {
    #expect(
      steps("pivot year by province, unit with totals: sum(value), n = count()")
        == """
        pivot year with totals
          by province
          by unit
          item sum(value)
          item n = count()
        """)
    #expect(steps("pivot q = quarter(due): count()") == "pivot q = quarter(due)\n  item count()")
    #expect(
      steps("unpivot `2019`..`2024`, b, 2025 as year, value")
        == "unpivot `2019`..`2024`, b, `2025` as year value")
    #expect(
      steps("complete year 2019..2030 by province") == "complete year (.. 2019 2030)\n  by province"
    )
    #expect(steps("complete unit [\"A\", \"B\"]") == "complete unit [\"A\" \"B\"]")
    #expect(steps("complete year by province") == "complete year\n  by province")
    #expect(
      steps("fill a, b with previous by k sort -y")
        == "fill a, b with previous\n  by k\n  sort desc y")
    #expect(steps("fill a with 0") == "fill a with 0")
    #expect(steps("fill a with value -1") == "fill a with (- 1)")
    #expect(steps("fill a with linear") == "fill a with linear")
    #expect(
      steps("label a = \"A\" unit \"%\" digits 1, b digits 0, `c d` = $x unit \"u\"").hasPrefix(
        "label\n  a = "))
    #expect(steps("fill a with next") == "fill a with next")
    #expect(steps("fill a") == "fill a")
  }

  @Test func output() {
    #expect(steps("describe") == "describe")
    #expect(steps("peek") == "peek")
    #expect(steps("peek \"here\"") == "peek \"here\"")
    #expect(
      steps("chart line x=year y=value color=unit title=\"T\"")
        == "chart line (x: year, y: value, color: unit, title: \"T\")")
    #expect(
      steps("chart bar x=a, y=b to \"f.svg\"")
        == "chart bar (x: a, y: b) to \"f.svg\"")
    #expect(steps("chart") == "chart")
    #expect(steps("export \"f.csv\"") == "export \"f.csv\"")
    #expect(
      steps("export \"f.csv\" with (overwrite, delimiter: \";\")")
        == "export \"f.csv\" (overwrite: true, delimiter: \";\")")
    #expect(steps("assert a > 0") == "assert (> a 0)")
    #expect(steps("assert a > 0, \"positive\"") == "assert (> a 0) \"positive\"")
    #expect(steps("as kept") == "as kept")
  }

  @Test func verbsIgnoreCaseAndColumnsMayBeCalledLikeVerbs() {
    #expect(steps("WHERE a | Take 3") == "where a\ntake 3")
    #expect(
      steps("where where > take and group == sort")
        == "where (and (> where take) (== group sort))")
    #expect(
      steps("group by year, count: target = sum(target)")
        == "group\n  by year\n  by count\n  item target = sum(target)")
  }

  @Test func clauseWordsAreColumnsOutsideTheirPlace() {
    #expect(
      steps("derive base = floor + pace, to = since")
        == "derive\n  item base = (+ floor pace)\n  item to = since")
    #expect(
      steps("group by status, base: n = count()")
        == "group\n  by status\n  by base\n  item n = count()")
  }

  @Test func trailingCommasAreFine() {
    #expect(steps("derive a = 1, b = 2,\n| take 1") == "derive\n  item a = 1\n  item b = 2\ntake 1")
  }

  /// What stands for a word of another language is of this one.
  @Test(arguments: ForeignWords.otherForms.values.sorted().filter { !$0.contains("…") })
  func formsParse(form: String) {
    #expect(problems("t | \(form)").isEmpty)
  }

  /// A word that is put in the place of another has its whole form beside it.
  @Test func wordsHaveForms() {
    for word in ForeignWords.forms.keys { #expect(ForeignWords.otherForms[word] != nil, "\(word)") }
  }

  @Test func wordsOfOtherLanguages() {
    #expect(
      steps("filter a | mutate b = 1 | extend c = 2") == """
        where a
        derive
          item b = 1
        derive
          item c = 2
        """)
    #expect(
      steps("order by -a | arrange desc(b) | sort c desc, d asc")
        == "sort desc a\nsort desc b\nsort desc c, d")
    #expect(
      steps("limit 5 | head 3 | union all b | union c")
        == "take 5\ntake 3\nappend b\nappend c")
    #expect(
      steps("summarize n = count() by k | summarise by k: count() | summarize sum(a)") == """
        group
          by k
          item n = count()
        group
          by k
          item count()
        aggregate
          item sum(a)
        """)
    #expect(
      steps("plot line | render bar | forecast to 2030")
        == "chart line\nchart bar\nproject 2030")
    #expect(
      problems("t | filter a | order by b | sort by c | limit 3") == [
        "H0101 [filter] `filter` is `where` here",
        "H0101 [order by] `order by` is `sort` here",
        "H0101 [sort by] `sort by` is `sort` here",
        "H0101 [limit] `limit` is `take` here",
      ])
    #expect(
      problems("t | group unit: n = count(*)") == [
        "H0104 [unit] the keys come after `by`",
        "H0105 [*] rows are counted with `count()`",
      ])
    #expect(
      problems("t | join left b on k and x == y") == [
        "H0103 [and] join keys are separated by `,` → write `on k, x == y`"
      ])
    #expect(
      problems("t | sort a desc") == [
        "H0102 [desc] descending order is written `-column` here"
      ])
  }

  @Test func wordRangesAreTheVerbs() {
    let source = SourceText("t | join (b | take 1) on k | order by a")
    let (script, _) = Parser.parse(script: source)
    guard case .pipeline(let pipeline) = script.statements.first?.kind else {
      Issue.record("no pipeline")
      return
    }
    #expect(pipeline.steps.map { source[$0.wordRange] } == ["join", "order by"])
    #expect(pipeline.steps.map { source[$0.range] } == ["join (b | take 1) on k", "order by a"])
  }
}
