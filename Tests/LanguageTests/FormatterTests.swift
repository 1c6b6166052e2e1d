import Language
import Testing

@Suite struct FormatterTests {
  private func format(
    _ text: String, mode: ParseMode = .file, at location: SourceLocation = #_sourceLocation
  ) -> String {
    let source = SourceText(text)
    guard let result = Formatter.format(source, mode: mode) else {
      Issue.record("errors in \(text)", sourceLocation: location)
      return ""
    }
    let again = Formatter.format(SourceText(result), mode: mode)
    #expect(again == result, "not idempotent", sourceLocation: location)
    let before = Parser.parse(script: source, mode: mode).script.dump()
    let after = Parser.parse(script: SourceText(result), mode: mode).script.dump()
    #expect(before == after, sourceLocation: location)
    return result
  }

  @Test func spaces() {
    #expect(
      format("t|where  a=1 and(b<>-2)|sort -a,- b|take 2 .. 5")
        == "t | where a == 1 and (b != -2) | sort -a, -b | take 2..5\n")
    #expect(
      format("t | derive x = sum( a , b where c )+f ( 1 )* - 2 , y = case{a=>1,else=>- -b}")
        == "t | derive x = sum(a, b where c) + f(1) * -2, y = case { a => 1, else => - -b }\n")
    #expect(
      format("[ {a:1,b : [1,2]},{ a:null } ]|join (b|take 1)on k,x=y")
        == "[{a: 1, b: [1, 2]}, {a: null}] | join (b | take 1) on k, x == y\n")
    #expect(
      format("\"f.csv\" with( a : ';' ,b)|chart line x = a y=b to 'c.svg'")
        == "\"f.csv\" with (a: ';', b) | chart line x=a y=b to 'c.svg'\n")
    #expect(
      format("t|project to 2030 interval 80 %:x|whatif to 2030:a=pace*1.5 then add 3 items / month")
        == "t | project to 2030 interval 80%: x"
        + " | whatif to 2030: a = pace * 1.5 then add 3 items/month\n")
    #expect(format("range( 1,3 )as n|where n%2==0") == "range(1, 3) as n | where n % 2 == 0\n")
    #expect(
      format("t | select -a,-b | where x = -9223372036854775808 - 1")
        == "t | select -a, -b | where x == -9223372036854775808 - 1\n")
    #expect(format("def f( a,b )=a//b^-2") == "def f(a, b) = a // b ^ -2\n")
    #expect(format("param y:int=2024") == "param y: int = 2024\n")
    #expect(format("t | where a not   in[1,]") == "t | where a not in [1,]\n")
  }

  @Test func stepsThatHadLinesKeepThem() {
    #expect(format("t |\nwhere a |\n take 3") == "t\n| where a\n| take 3\n")
    #expect(format("t | where a\n    | take 3") == "t\n| where a\n| take 3\n")
    #expect(format("let x=t\n|take 3") == "let x = t\n| take 3\n")
    #expect(format("t | where (a\n\nand b\n)") == "t\n| where (a\n    and b\n  )\n")
    #expect(
      format("t|where x in[\n'a',\n 'b']and\ny")
        == "t\n| where x in [\n        'a',\n        'b'] and\n    y\n")
  }

  @Test func longStatementsAreBroken() {
    let items = (1...12).map { "column_\($0)" }.joined(separator: ", ")
    #expect(
      format("t | where a | select \(items)")
        == "t\n| where a\n| select column_1,\n"
        + (2...12).map { "    column_\($0)" }.joined(separator: ",\n") + "\n")
    #expect(
      format("t | group by k: " + (1...8).map { "total_\($0) = sum(value)" }.joined(separator: ","))
        == "t\n| group by k: total_1 = sum(value),\n"
        + (2...8).map { "    total_\($0) = sum(value)" }.joined(separator: ",\n") + "\n")
  }

  @Test func theWhatIfOfTheLanguage() {
    let text = """
      coverage | where indicator == "Internet"
      | whatif to 2025, 2030 against targets:
          faster   = pace * 1.5 from 2026 ramp 2,
          best     = catchup best by 2030 then cap 98

      """
    #expect(
      format(text) == """
        coverage
        | where indicator == "Internet"
        | whatif to 2025, 2030 against targets:
            faster = pace * 1.5 from 2026 ramp 2,
            best = catchup best by 2030 then cap 98

        """)
  }

  @Test func commentsStay() {
    let text = """
      # first


      # second
      let x = 5   # five
      t # the table
      # before where
      | where a   -- after where
      | group by k: # keys
          n = count(), # number
          # the mean
          m = avg(b # inside
          )
      ; u # last; still a comment
      # end
      """
    #expect(
      format(text) == """
        # first

        # second
        let x = 5  # five
        t  # the table
        # before where
        | where a  -- after where
        | group by k:  # keys
            n = count(),  # number
            # the mean
            m = avg(b  # inside
            )
        u  # last; still a comment
        # end

        """)
  }

  @Test func statementsHaveALineEachAndOneBlankLineAtMost() {
    #expect(format("a;b;\n\n\n\nc") == "a\nb\n\nc\n")
    #expect(format("\n\n a\r\n\r\n\r\nb") == "a\n\nb\n")
    #expect(format("") == "")
    #expect(format("# only") == "# only\n")
    #expect(format("a; # note\nb") == "a  # note\nb\n")
  }

  @Test func thePrompt() {
    // On a line of its own the second would go on from the first.
    let two = "|take 3;|skip 2\n.tables  x"
    #expect(format(two, mode: .prompt) == two)
    #expect(format("|take 3\n.tables  x", mode: .prompt) == "| take 3\n.tables  x\n")
    #expect(format("a\n\n|\n# c\ntake 3", mode: .prompt) == "a\n# c\n| take 3\n")
  }

  @Test func errorsComeFirst() {
    #expect(Formatter.format(SourceText("t | selct a")) == nil)
  }

  @Test func wordsThatHoldALineOpenAreLeftWhereTheyAre() {
    // `then` at the end of a line would take the next statement with it.
    let text = "t | select then; u"
    #expect(Formatter.format(SourceText(text)) == text)
  }

  private static let samples = [
    "let t = \"f.csv\" with (a: [1, {b: c}]) | where a ~ 'x' and b in [1, 2..3] | take 3",
    "t | derive by a, b sort -c: d = lag(e), f = case { g > 1 => 2, else => -3 }, h = i ?? 0",
    "t | whatif to 2030 by a against (u | take 1): s = pace * 1.5 then cap 9 in 2027, 8 in 2028, z = freeze",
    "t | join left (u | where a | select b, c) on k, x == y expect one | pivot a by b: sum(c), count()",
    "[{a: 1, b: \"x\"}, {a: -2, b: null}] | select -a, b | sort -b, a | distinct",
    "coverage | compare 2023, 2024 by district with decompose: rate, x = sum(y where z is not null)",
    "t | where not (a or b) and c between 1 and -2 or d not like \"%\" | aggregate n = count(where e)",
  ]

  /// Line breaks and comments wherever they may stand.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func anyLayout(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var tried = 0
    for _ in 0..<300 {
      let sample = FormatterTests.samples.randomElement(using: &random) ?? ""
      let source = SourceText(sample)
      var text = ""
      var end = 0
      var count = 0
      for token in Lexer.tokens(in: source) {
        text += source[SourceRange(end, token.range.start)]
        end = token.range.end
        switch Int.random(in: 0..<40, using: &random) {
        case 0: text += "\n"
        case 1: text += "  "
        case 2:
          text += " # comment \(count)\n"
          count += 1
        case 3:
          text += "\n # comment \(count)\n\n"
          count += 1
        default: break
        }
        text += source[token.range]
      }
      let (script, diagnostics) = Parser.parse(script: SourceText(text))
      guard !diagnostics.hasErrors, script.statements.count == 1 else { continue }
      tried += 1
      let result = format(text)
      for number in 0..<count { #expect(result.contains("# comment \(number)")) }
      #expect(result != text)
    }
    #expect(tried > 20)
  }

  @Test func referenceExamplesAreInTheirForm() {
    for entry in StepReference.steps + StepReference.statements {
      for example in entry.examples {
        let result = format(example.query)
        // What is too long for a line is broken; the words and their spaces stay.
        func words(_ text: String) -> String {
          text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        #expect(words(result) == words(example.query))
      }
    }
  }
}
