import Language
import Testing

/// As many errors as there are, each once, and the rest of the text is read as usual.
@Suite struct RecoveryTests {
  @Test func stepsAreIndependent() {
    #expect(
      marks("t | selct a | where a b | take 3 | sort ) | derive x = ,\n| fill 3") == [
        "E0204 [selct]", "E0201 [b]", "E0203 [)]", "E0201 [,]", "E0201 [3]",
      ])
  }

  @Test func itemsAreIndependent() {
    #expect(
      marks("t | derive a = 1 +, b = 2, c = (3, d = *, e = 5") == [
        "E0201 [,]", "E0202 [(]", "E0308 [*]",
      ])
    #expect(marks("t | select a b, c = 1 d = 2, e") == ["E0201 [b]", "E0306 [d]"])
    #expect(
      marks("t | whatif to 2030: a = paec * 2, b = pace 2, c = freeze, d = cap") == [
        "E0401 [paec]", "E0201 [2]", "E0201 []",
      ])
  }

  @Test func statementsAreIndependent() {
    let text = """
      lett x = 5
      a | where (b
      let y = c | take
      a | where 'open
      b | selct x

      | take 3
      good | take 1
      """
    #expect(
      marks(text) == [
        "E0220 [lett]", "E0202 [(]", "E0201 []", "E0102 [']", "E0204 [selct]",
      ])
    let (script, _) = Parser.parse(script: SourceText(text))
    #expect(script.statements.map(\.isValid) == [false, false, false, false, false, true])
  }

  @Test func whatIsSoundIsKept() {
    let (script, diagnostics) = Parser.parse(
      script: SourceText("t | where a < b < c | selct x | take 3"))
    #expect(diagnostics.count == 2)
    #expect(
      script.dump() == """
        pipeline
          source t
          where <invalid>
          invalid
          take 3

        """)
  }

  @Test func nestedPipelinesRecoverInside() {
    #expect(
      marks("t | join (b | selct x | take) on k | zzz") == [
        "E0204 [selct]", "E0201 [)]", "E0204 [zzz]",
      ])
  }

  @Test func brokenSignsAreReportedOnceAndNotAgainByTheGrammar() {
    #expect(marks("t | where a & b & c | take ½") == ["E0101 [&]", "E0101 [&]", "E0101 [½]"])
    #expect(marks("t | where a == 12abc and b") == ["E0106 [12abc]"])
  }

  @Test func missingPipesAreFilledIn() {
    let (script, diagnostics) = Parser.parse(
      script: SourceText("t where a take 3 | select b sort c"))
    #expect(diagnostics.map(\.code) == ["E0206", "E0206", "E0206"])
    #expect(
      script.dump() == """
        pipeline
          source t
          where a
          take 3
          select
            item b
          sort c

        """)
  }

  @Test func errorsComeInTheOrderOfTheText() {
    let source = SourceText("t | where a == 'x | selct b | filter c\nt | where ½ | selct")
    let (_, diagnostics) = Parser.parse(script: source)
    let starts = diagnostics.map(\.range.start)
    #expect(starts == starts.sorted())
  }

  @Test func linesAndColumnsOfAnError() {
    let source = SourceText("# việc\ncoverage\n| where tỉnh == \"Điện Biên\" và x", name: "a.tdq")
    let (_, diagnostics) = Parser.parse(script: source)
    #expect(diagnostics.first.map { source.position(of: $0.range.start).description } == "3:29")
  }

  @Test func thePromptKnowsThatAStepWasMeant() {
    #expect(
      problems("where a > 3", mode: .prompt) == [
        "E0206 [where] a `|` is missing before `where` → write `| where`"
      ])
    #expect(
      problems("select a from t", mode: .prompt) == [
        "E0207 [select] a query starts with its table, not with `select`"
          + " → write `t | select a`"
      ])
    #expect(marks("t\nwhere a > 3") == ["E0206 [where]"])
  }
}
