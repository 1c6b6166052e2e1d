import Testing

@testable import Language

@Suite struct WordsTests {
  @Test func codesAreExplainedOnceInBothLanguages() {
    let codes = CodeExplanation.language.map(\.code)
    #expect(Set(codes).count == codes.count)
    for explanation in CodeExplanation.language {
      #expect(explanation.text.vi != nil)
      #expect(explanation.text.en.hasSuffix("."))
    }
    #expect(CodeExplanation.of("e0202")?.code == "E0202")
    #expect(CodeExplanation.of("E9999") == nil)
  }

  private static let facts: [SyntaxFact] = [
    .unknownSign("&", instead: "and"), .unclosedText, .unclosedName, .emptyName, .badEscape("\\d"),
    .integerTooLarge, .floatTooLarge, .badNumber("1x", instead: nil),
    .badDate("@1", instead: nil), .noSuchDay("2025-02-30"), .durationTooLong,
    .expected(.expression, found: "x"), .unclosedBracket("("), .strayBracket(")"),
    .unknownStep("x", instead: nil), .otherWay("drop", instead: "select -a"),
    .missingPipe("where"), .sourceFirst("select"), .missingLet("x"), .missingStep,
    .namedByAs(instead: "a = b"),
    .filterAfterCall("count()", instead: "count(where a > 1)"),
    .spacedName("ty le", .endOfStep, found: "x", isValue: false),
    .spacedName("ty le", .endOfStep, found: "x", isValue: true), .startsWithPipe,
    .lastResultInFile, .duplicateClause("by"),
    .clauseNotHere("x", step: "track", possible: ["by"], instead: nil),
    .missingClause("on", step: "join", example: "join b on k"),
    .noItems(step: "derive", example: "derive a = 1"), .colonNotHere(step: "sort"),
    .needsBackticks("by"), .unknownWord("x", of: .joinKind, possible: ["left"], instead: nil),
    .duplicateName("a"), .cannotDrop, .notAStatement("lett", instead: "let"),
    .shellCommandInFile("tables"), .chainedComparison(nil), .tooDeep, .tooManySteps,
    .percentHere("80"), .qualifiedName("t.a", column: "a"), .missingComma(found: "x"),
    .textAsName("'a'", name: "a"),
    .starHere, .sqlCase, .notInside, .inParentheses("1, 2"), .doubleRange, .elseNotLast,
    .joinKeyForm,
    .distinctInCall("count", "a"), .comparedWithNull(negated: true),
    .unknownAssumption("x", instead: nil),
    .notOfAssumption("fade", clause: "pace"), .scenarioForm, .otherWord("filter", instead: "where"),
    .descendingWord("desc"), .keysJoinedByAnd("a, b"), .groupWithoutBy, .countStar,
  ]

  @Test func everyFactHasWordsAndAnExplanation() {
    for fact in WordsTests.facts {
      #expect(fact.words.vi != nil, "\(fact)")
      #expect(!fact.words.en.hasSuffix("."))
      #expect(fact.fix.map { $0.vi != nil } ?? true)
      #expect(CodeExplanation.of(fact.code) != nil, "\(fact.code)")
      let first = fact.code.first
      #expect(first == (fact.severity == .error ? "E" : fact.severity == .warning ? "W" : "H"))
    }
    let codes = Set(WordsTests.facts.map(\.code))
    #expect(codes == Set(CodeExplanation.language.map(\.code)))
  }

  @Test func otherTargetsMakeTheirOwn() {
    let diagnostic = Diagnostic(
      .note, code: "N0501", Words(en: "26 rows left out", vi: "26 dòng bị bỏ"),
      at: SourceRange(0, 1), labels: [.init(SourceRange(2, 3), "here")], fix: "look")
    #expect(diagnostic.message(in: .vi) == "26 dòng bị bỏ")
    #expect(diagnostic.message == "26 rows left out")
    #expect(diagnostic.fix(in: .vi) == "look")
    #expect(!diagnostic.isError)
    #expect(![diagnostic].hasErrors)
  }
}
