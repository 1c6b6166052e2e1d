import Language
import Testing

@Suite struct StepReferenceTests {
  private static let all = StepReference.steps + StepReference.statements

  @Test func everyStepAndStatementIsThere() {
    #expect(
      Set(StepReference.steps.map(\.name)) == [
        "where", "derive", "select", "group", "aggregate", "sort", "take", "skip", "distinct",
        "join", "append", "pivot", "unpivot", "split", "complete", "fill", "label", "compare",
        "project",
        "whatif", "track", "progress", "say", "describe", "peek", "chart", "export", "assert",
        "as",
      ])
    #expect(
      StepReference.statements.map(\.name) == [
        "let", "def", "param", "load", "connect", "include", "set", "explain",
      ])
    #expect(Set(StepReferenceTests.all.map(\.name)).count == StepReferenceTests.all.count)
  }

  @Test(arguments: StepReferenceTests.all)
  func isWhole(_ entry: StepReference) {
    #expect(entry.syntax.hasPrefix(entry.name))
    #expect(entry.examples.count >= 2)
    for words in [entry.summary, entry.meaning] + entry.columns.map(\.meaning)
      + entry.examples.map(\.shows)
    {
      #expect(!words.en.isEmpty)
      #expect(words.vi?.isEmpty == false)
    }
    #expect(entry.meaning.en.hasSuffix("."))
    #expect(entry.meaning.vi?.hasSuffix(".") == true)
  }

  @Test(arguments: StepReferenceTests.all)
  func examplesParseAndUseTheVerb(_ entry: StepReference) {
    for example in entry.examples {
      #expect(problems(example.query) == [], "\(example.query)")
      #expect(example.query.contains(entry.name))
    }
  }

  @Test func wordsOfOtherLanguagesLeadToTheStep() {
    #expect(StepReference.of("filter")?.name == "where")
    #expect(StepReference.of("SORT")?.name == "sort")
    #expect(StepReference.of("let")?.kind == .statement)
    #expect(StepReference.of("where")?.synonyms.contains("filter") == true)
    #expect(StepReference.of("nothing") == nil)
  }
}
