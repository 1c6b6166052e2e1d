import Language
import Testing

@Suite struct LexerTests {
  private func kinds(_ text: String, mode: ParseMode = .file) -> [Token.Kind] {
    Lexer.tokens(in: SourceText(text), mode: mode).map(\.kind)
  }

  private func words(_ text: String) -> [String] {
    let source = SourceText(text)
    return Lexer.tokens(in: source).map { source[$0.range] }
  }

  @Test func signs() {
    #expect(
      kinds("| , : ; = == != <> < <= > >= => ?? + - * / // % ^ ~ .. . ( ) [ ] { }") == [
        .pipe, .comma, .colon, .semicolon, .assign, .equal, .notEqual, .notEqual, .less,
        .lessOrEqual, .greater, .greaterOrEqual, .arrow, .coalesce, .plus, .minus, .star, .slash,
        .doubleSlash, .percent, .caret, .tilde, .range, .dot, .leftParen, .rightParen,
        .leftBracket, .rightBracket, .leftBrace, .rightBrace,
      ])
  }

  @Test func namesAreLettersOfAnyScript() {
    #expect(words("tỷ_lệ x1 _ 数 Điện") == ["tỷ_lệ", "x1", "_", "数", "Điện"])
    #expect(Set(kinds("tỷ_lệ x1 _ 数 Điện")) == [.name])
    // The same word in the decomposed form is one name too.
    #expect(words("ty\u{0309}_le\u{0323}\u{0302}").count == 1)
    #expect(kinds("`Tỷ lệ (%)` `a``b`") == [.quotedName, .quotedName])
    #expect(kinds("`open\nx") == [.unclosedName, .name])
  }

  @Test func numbers() {
    #expect(
      kinds("12 1_000 3.5 .5 1e6 1.5E-3 7d 2w 3mo 1y 1y6mo") == [
        .int, .int, .decimal, .decimal, .float, .float, .duration, .duration, .duration, .duration,
        .duration,
      ])
    // A point belongs to a number only before a digit.
    #expect(words("2019..2024") == ["2019", "..", "2024"])
    #expect(words("1.a") == ["1", ".", "a"])
    #expect(
      kinds("12abc 1__0 1_ 3m 5h 1.5y") == [
        .badNumber, .badNumber, .badNumber, .badNumber, .badNumber, .badNumber,
      ])
  }

  @Test func datesAndParameters() {
    #expect(
      kinds("@2025 @2025Q1 @2025-03 @2025-12-31 $year $năm") == [
        .date, .date, .date, .date, .parameter, .parameter,
      ])
    #expect(words("@2025-12-31 - 7d") == ["@2025-12-31", "-", "7d"])
    #expect(kinds("@ $ $1") == [.unknown, .unknown, .unknown, .int])
  }

  @Test func texts() {
    #expect(
      words(#""a""b" 'c''d' "e\"f" 'two\'s'"#) == [
        #""a""b""#, "'c''d'", #""e\"f""#, #"'two\'s'"#,
      ])
    #expect(words("'over\nlines' x") == ["'over\nlines'", "x"])
    // A quote that is never closed ends with its line, and the next lines are read as usual.
    #expect(words("'open\na b") == ["'open", "a", "b"])
    #expect(kinds("'open\na b") == [.unclosedText, .name, .name])
  }

  @Test func comments() {
    #expect(words("a # b\nc -- d\n-- e\n--\nf") == ["a", "c", "f"])
    #expect(words("a --b") == ["a", "-", "-", "b"])
    #expect(words("a--b") == ["a", "-", "-", "b"])
    #expect(words("a-- b") == ["a", "-", "-", "b"])
    #expect(words("'# no' \"-- no\"") == ["'# no'", "\"-- no\""])
    #expect(words("---- rule ----\na") == ["a"])
    #expect(words("a #") == ["a"])
  }

  @Test func linesAreKnown() {
    let tokens = Lexer.tokens(in: SourceText("a\n# comment\nb\n \t\nc d\r\n\r\ne"))
    #expect(tokens.map(\.startsLine) == [true, true, true, false, true])
    #expect(tokens.map(\.followsBlankLine) == [false, false, true, false, true])
  }

  @Test func oddSpacesAndMarksAreSkipped() {
    #expect(words("\u{FEFF}a\u{A0}b\u{3000}c\u{200B}") == ["a", "b", "c"])
  }

  @Test func shellLinesOnlyAtThePrompt() {
    #expect(kinds(".tables it's", mode: .prompt) == [.shellLine])
    #expect(kinds("coverage?", mode: .prompt) == [.shellLine])
    #expect(kinds("help compare", mode: .prompt) == [.shellLine])
    #expect(kinds("help | take 3", mode: .prompt) == [.name, .pipe, .name, .int])
    #expect(kinds("quit | take 3", mode: .prompt).first == .name)
    #expect(kinds(".tables", mode: .file) == [.dot, .name])
    // Inside a statement a dot is a dot.
    #expect(kinds("a |\n.b", mode: .prompt) == [.name, .pipe, .dot, .name])
  }

  @Test func everyByteBelongsToAtMostOneToken() {
    let source = SourceText("a|b:'c'\u{1F600} … ½ @x $ ``\u{0}")
    let tokens = Lexer.tokens(in: source)
    for (left, right) in zip(tokens, tokens.dropFirst()) {
      #expect(left.range.end <= right.range.start)
    }
    #expect(tokens.last.map { $0.range.end <= source.bytes.count } == true)
  }
}
