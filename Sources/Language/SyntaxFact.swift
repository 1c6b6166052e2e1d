/// What the parser has to say, as facts; `Diagnostic+Words.swift` puts them into words.
enum SyntaxFact: Hashable {
  // Signs, numbers, texts
  case unknownSign(String, instead: String?)
  case unclosedText
  case unclosedName
  case emptyName
  case badEscape(String)
  case integerTooLarge
  case floatTooLarge
  case badNumber(String, instead: String?)
  case badDate(String, instead: String?)
  case noSuchDay(String)
  case durationTooLong

  // Statements and steps
  case expected(Expected, found: Words)
  case unclosedBracket(String)
  case strayBracket(String)
  case unknownStep(String, instead: String?)
  case otherWay(String, instead: String)
  case missingPipe(String)
  case sourceFirst(String, instead: String? = nil)
  case missingLet(String)
  /// `x as name`, as SQL names an item.
  case namedByAs(instead: String)
  /// `count() where x`: the condition belongs into the call.
  case filterAfterCall(String, instead: String)
  /// Bare words one after the other: one name with spaces in it.
  case spacedName(String, Expected, found: Words, isValue: Bool)
  case missingStep
  case startsWithPipe
  case lastResultInFile
  case duplicateClause(String)
  case clauseNotHere(String, step: String, possible: [String], instead: String?)
  case missingClause(String, step: String, example: String)
  case noItems(step: String, example: String)
  case colonNotHere(step: String)
  case needsBackticks(String)
  case unknownWord(String, of: WordSet, possible: [String], instead: String?)
  case duplicateName(String)
  case cannotDrop
  case notAStatement(String, instead: String?)
  case shellCommandInFile(String)

  // Expressions
  case chainedComparison(String?)
  case tooDeep
  case tooManySteps
  case percentHere(String)
  case qualifiedName(String, column: String)
  case missingComma(found: Words)
  case textAsName(String, name: String)
  case starHere
  case sqlCase
  case notInside
  /// With what stands between the brackets.
  case inParentheses(String)
  case doubleRange
  case elseNotLast
  case joinKeyForm
  case keysInCross
  /// With the kind of join.
  case nearestKind(String)
  /// With the key that stands last.
  case nearestKey(String)
  case distinctInCall(String, String)
  case comparedWithNull(negated: Bool)

  // What-if
  case unknownAssumption(String, instead: String?)
  case notOfAssumption(String, clause: String)
  case scenarioForm

  // Hints
  case otherWord(String, instead: String)
  case descendingWord(String)
  case keysJoinedByAnd(String)
  case groupWithoutBy
  case countStar
}

/// What was wanted where something else stood.
enum Expected: Hashable {
  case expression
  case source
  case stepName
  case name
  case newName
  case columnName
  case path
  case text
  case sign(String)
  case word(String)
  case closing(String)
  case endOfStep
  case endOfItem
  case endOfStatement
  case commaOrColon
  case time
  case optionValue
  case amount
  case changeOperator
  case unitName
  case count
}

/// A closed set of words, for messages.
enum WordSet: Hashable {
  case joinKind
  case expectation
  case nullPlace
  case chartKind
  case fillMethod
  case baseKind
  case paceMethod
  case statusRule
  case duplicates
  case direction
  case shape
  case rule
  case peer
  case unknown
  case withWord
}
