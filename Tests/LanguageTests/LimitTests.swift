import Language
import Testing

/// Hostile sizes give an error, never a crash, and in linear time.
@Suite struct LimitTests {
  private static let many = 100_000

  private func repeated(_ text: String, _ count: Int = many) -> String {
    String(repeating: text, count: count)
  }

  private func codes(_ text: String) -> [String] {
    let (script, diagnostics) = Parser.parse(script: SourceText(text))
    // What others do with the tree must be safe too.
    _ = script.dump()
    _ = script.hashValue
    #expect(script == script)
    return diagnostics.map(\.code)
  }

  @Test func deepNesting() {
    for opener in ["(", "f(", "[", "case { a => ", "not (", "- (", "f(x where ", "a ^ ("] {
      #expect(codes("t | where " + repeated(opener, 20_000) + "a") == ["E0302"], "\(opener)")
    }
    #expect(codes("t | where " + repeated("(") + "a" + repeated(")")) == ["E0302"])
    #expect(codes(repeated("(") + "t" + repeated(")")) == ["E0302"])
    #expect(codes(repeated("t | join (", 20_000) + "a" + repeated(") on k", 20_000)) == ["E0302"])
    #expect(codes("\"f\" with (a: " + repeated("[", 20_000)) == ["E0302"])
    #expect(codes("\"f\" with (" + repeated("a: {", 20_000)) == ["E0302"])
    #expect(codes("t | whatif to 2030: a = pace * " + repeated("(", 20_000)) == ["E0302"])
  }

  @Test func longChains() {
    for chain in ["not ", "- ", "a ^ ", "a + ", "a * ", "a ?? "] {
      #expect(codes("t | where " + repeated(chain) + "a") == ["E0302"], "\(chain)")
    }
    #expect(codes("t | where " + repeated("a < ", 10_000) + "a") == ["E0301"])
    #expect(codes("t | where " + repeated("a + ", 250) + "a") == [])
    #expect(codes("t | take 1" + repeated(" | take 1", 20_000)) == ["E0303"])
    #expect(codes("t | whatif to 2030: a = freeze" + repeated(" then freeze", 20_000)) == ["E0302"])
  }

  @Test func longConditionsAreBalanced() {
    #expect(codes("t | where " + repeated("a or ", 20_000) + "a") == [])
    #expect(codes("t | where " + repeated("a == 1 and ", 20_000) + "a") == [])
    let (expr, _) = Parser.parse(expression: SourceText(repeated("a and ", 50_000) + "b"))
    #expect(expr.depth <= 18)
  }

  @Test func whatAPersonMayWriteIsAllowed() {
    #expect(codes("t | where " + repeated("if(a, 1, ", 60) + "0" + repeated(")", 60)) == [])
    #expect(codes(repeated("(", 20) + "t" + repeated(" | take 1)", 20)) == [])
    #expect(codes("t | where a in [" + repeated("1, ", 20_000) + "2]") == [])
    #expect(codes("t" + repeated(" | take 1", 999)) == [])
  }

  @Test func oddTexts() {
    for sign in [
      "|", ")", "]", "{", ",", ":", ";", "'", "\"", "`", "\\", "@", "$", ".", "=", "\n",
      "#", "-", "--", "'\n\\", "a\n", "½", "\u{0}", "\u{301}", "🏳️‍🌈", "let ", "t | ", "(]", "([",
      "|;", ". ", "_", "0", "..", "%", "?",
    ] {
      let text = repeated(sign, 5000)
      for mode in [ParseMode.file, .prompt] {
        let (script, diagnostics) = Parser.parse(script: SourceText(text), mode: mode)
        #expect(script.dump().utf8.count < 1_000_000, "\(sign.debugDescription)")
        #expect(diagnostics.count <= Limits.errors, "\(sign.debugDescription)")
      }
      // The answer is the same each time, and comes.
      #expect(Parser.isComplete(text) == Parser.isComplete(text), "\(sign.debugDescription)")
    }
  }

  @Test func errorsAreCounted() {
    #expect(codes(repeated("½ ", 2000)).count == Limits.errors)
  }
}
