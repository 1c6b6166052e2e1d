import Language
import Testing

@Suite struct StatementTests {
  private func statements(_ text: String, mode: ParseMode = .file) -> [String] {
    let source = SourceText(text)
    return Parser.split(source, mode: mode).map { source[$0] }
  }

  @Test func letGivesANameToRowsOrAValue() {
    #expect(dump("let x = 5") == "let x = 5\n")
    #expect(dump("let x = $y * 2") == "let x = (* $y 2)\n")
    #expect(dump("let x = (1 + 2) * 3") == "let x = (* (+ 1 2) 3)\n")
    #expect(dump("let x = true") == "let x = true\n")
    #expect(dump("let x = \"text\"") == "let x = \"text\"\n")
    #expect(dump("let x = [1, 2]") == "let x = [1 2]\n")
    #expect(dump("let x = today()") == "let x = today()\n")
    let rows = "let x\n  pipeline\n    source "
    #expect(dump("let x = a | take 1") == rows + "a\n    take 1\n")
    #expect(dump("let x = (a | take 1)").hasPrefix("let x\n  pipeline\n    source\n"))
    #expect(dump("let x = \"f.csv\" | take 1").hasPrefix(rows + "\"f.csv\""))
    #expect(dump("let x = \"f.csv\" with (bom)").hasPrefix(rows + "\"f.csv\" (bom: true)"))
    #expect(dump("let x = from a").hasPrefix(rows + "a"))
    #expect(dump("let x = [{a: 1}]").hasPrefix(rows + "rows"))
    #expect(dump("let x = range(1, 3) as n").hasPrefix(rows + "range 1 3 as n"))
    // A bare name may be either: the binder knows.
    #expect(dump("let x = y") == "let x (bare name)\n  pipeline\n    source y\n")
    #expect(dump("let `x y` = `z`") == "let `x y` (bare name)\n  pipeline\n    source `z`\n")
  }

  @Test func others() {
    #expect(dump("def f(a, b) = a / b * 100") == "def f (a b) = (* (/ a b) 100)\n")
    #expect(dump("def one() = 1") == "def one () = 1\n")
    #expect(dump("param year") == "param year\n")
    #expect(dump("param year: int = 2025") == "param year : int = 2025\n")
    #expect(dump("param unit = \"A\"") == "param unit = \"A\"\n")
    #expect(dump("load \"a.csv\" as a") == "load \"a.csv\" as a\n")
    #expect(
      dump(
        "load \"a.csv\" with (types: {code: text, \"Mã số\": int}, nulls: [\"NA\", \"-\"]) as a")
        == "load \"a.csv\" as a (types: {code: text, `Mã số`: int}, nulls: [\"NA\", \"-\"])\n")
    #expect(dump("load \"a.csv\" as a with (lenient)") == "load \"a.csv\" as a (lenient: true)\n")
    #expect(dump("include \"o.tdq\"") == "include \"o.tdq\"\n")
    #expect(dump("set locale vi") == "set locale vi\n")
    #expect(dump("set today @2025-01-01") == "set today @2025-01-01\n")
    #expect(dump("set width = 80") == "set width 80\n")
    #expect(dump("explain a | take 1") == "explain\n  pipeline\n    source a\n    take 1\n")
    #expect(dump("explain analyze a").hasPrefix("explain analyze\n"))
    #expect(dump("explain sql a").hasPrefix("explain sql\n  pipeline\n    source a"))
    #expect(dump("explain sql duckdb a").hasPrefix("explain sql duckdb\n"))
    // A table may be called sql, and analyze too.
    #expect(dump("explain sql | take 1").hasPrefix("explain\n  pipeline\n    source sql"))
    #expect(dump("explain duckdb").hasPrefix("explain\n  pipeline\n    source duckdb"))
  }

  @Test func tablesMayBeCalledLikeStatements() {
    for word in [
      "let", "def", "param", "load", "connect", "include", "set", "explain", "select", "where",
    ] {
      #expect(dump("\(word) | take 1") == "pipeline\n  source \(word)\n  take 1\n")
      #expect(dump(word) == "pipeline\n  source \(word)\n")
    }
  }

  @Test func sources() {
    #expect(dump("from a | take 1").hasPrefix("pipeline\n  source a\n"))
    #expect(dump("from \"a.csv\"") == "pipeline\n  source \"a.csv\"\n")
    #expect(dump("from") == "pipeline\n  source from\n")
    #expect(dump("\"-\" | describe") == "pipeline\n  source \"-\"\n  describe\n")
    #expect(dump("`Bảng 1`") == "pipeline\n  source `Bảng 1`\n")
    #expect(
      dump("[{unit: \"A\", \"b c\": -1}, {unit: null}]") == """
        pipeline
          source rows
            {unit: "A", `b c`: (- 1)}
            {unit: null}

        """)
    #expect(dump("range(1, $n)") == "pipeline\n  source range 1 $n\n")
    #expect(dump("range | take 1").hasPrefix("pipeline\n  source range\n"))
  }

  @Test func aStatementEndsWithItsLine() {
    #expect(statements("a\nb\nc") == ["a", "b", "c"])
    #expect(statements("a; b;; c;") == ["a", "b", "c"])
    #expect(statements("") == [])
    #expect(statements("# only\n-- comments\n") == [])
  }

  @Test func aStatementGoesOn() {
    #expect(statements("a\n| b\n  | c") == ["a\n| b\n  | c"])
    #expect(statements("a |\nb") == ["a |\nb"])
    #expect(statements("a | select b,\nc") == ["a | select b,\nc"])
    #expect(statements("a | group by b:\nc") == ["a | group by b:\nc"])
    for sign in [
      "+", "-", "*", "/", "//", "%", "^", "??", "==", "=", "!=", "<", ">=", "~", "..",
      "and", "or", "not", "in", "like", "between",
    ] {
      #expect(statements("a | where b \(sign)\nc") == ["a | where b \(sign)\nc"])
    }
    #expect(statements("a | where (b\n\n\nand c)\nd") == ["a | where (b\n\n\nand c)", "d"])
    #expect(statements("a | where (\nb\n)\nd") == ["a | where (\nb\n)", "d"])
    #expect(statements("a\n(b | take 1)\n[{a: 1}]") == ["a", "(b | take 1)", "[{a: 1}]"])
    #expect(statements("[\n{a: 1}\n]\n| take 1\nb") == ["[\n{a: 1}\n]\n| take 1", "b"])
    #expect(statements("a | where x == 'b\n\nc'\nd") == ["a | where x == 'b\n\nc'", "d"])
  }

  @Test("A line goes on from the one before by the word or sign that it begins with")
  func linesThatGoOn() {
    for line in [
      "and c > 1", "or c > 1", "on k", "by k: count()", ", c", ",c = 1", ") | b", "AND c", "Or c",
    ] {
      let text = "a | where b\n\(line)\nd"
      #expect(statements(text) == ["a | where b\n\(line)", "d"], "\(line)")
      #expect(statements("a | where b\n# why\n  \(line)\nd").count == 2, "\(line)")
    }
    for word in ["where", "select", "derive", "sort", "join", "group by", "sort by", "order by"] {
      #expect(statements("a | \(word)\nb\nc") == ["a | \(word)\nb", "c"], "\(word)")
      #expect(statements("a |\n\(word)\nb\nc").count == 2, "\(word)")
    }
    // Tables and values may be called so.
    for text in ["on | take 1", "by", "and", "or\n", "on;", "by = 1"] {
      #expect(statements("a\n\(text)").count == 2, "\(text)")
    }
    #expect(statements("a | take 1\n\nand b").count == 2, "a blank line ends it")
    #expect(statements("a | select where\nb").count == 2)
    #expect(statements("select\nb").count == 2)
    #expect(statements("a | select by\nb").count == 2)
  }

  @Test func blankLinesAndComments() {
    // A blank line ends a statement, but not before a `|` nor after a trailing operator.
    #expect(statements("a\n\n| b") == ["a\n\n| b"])
    #expect(statements("a |\n\n\nb") == ["a |\n\n\nb"])
    #expect(statements("a\n \t \n| b\n\n# why\n\n| c") == ["a\n \t \n| b\n\n# why\n\n| c"])
    #expect(statements("a\n\nb") == ["a", "b"])
    // Comment lines are transparent.
    #expect(statements("a\n# c\n-- d\n| b") == ["a\n# c\n-- d\n| b"])
    #expect(statements("a | # c\nb") == ["a | # c\nb"])
    #expect(statements("a\n# c\n\n| b") == ["a\n# c\n\n| b"])
    // `;` ends a statement inside brackets too.
    #expect(statements("a | where (b;\nc") == ["a | where (b", "c"])
    // An open bracket that is never closed leaves the next statements alone.
    #expect(statements("a | where (b\nc | take 1") == ["a | where (b", "c | take 1"])
    #expect(
      statements("a | project to 2030 interval 80%\nb") == [
        "a | project to 2030 interval 80%", "b",
      ])
  }

  @Test func lineEnds() {
    #expect(statements("a\r\n| b\r\nc\r\n\r\n| d") == ["a\r\n| b", "c\r\n\r\n| d"])
    #expect(statements("a\r| b\rc") == ["a\r| b", "c"])
  }

  @Test func thePrompt() {
    #expect(dump("| take 3", mode: .prompt) == "pipeline\n  source _\n  take 3\n")
    #expect(dump("_ | take 3", mode: .prompt) == "pipeline\n  source _\n  take 3\n")
    #expect(
      dump("a | take 1\n\n| take 2\n.tables\nb", mode: .prompt) == """
        pipeline
          source a
          take 1
          take 2
        shell tables
        pipeline
          source b

        """)
    #expect(dump(".drill 3  ", mode: .prompt) == "shell drill 3\n")
    #expect(dump("  .open it's.csv", mode: .prompt) == "shell open it's.csv\n")
    #expect(dump("help compare;", mode: .prompt) == "shell help compare\n")
    #expect(dump("quit", mode: .prompt) == "shell quit\n")
    #expect(dump("exit;", mode: .prompt) == "shell exit\n")
    #expect(dump("coverage ?", mode: .prompt) == "shell help coverage\n")
    #expect(dump("?", mode: .prompt) == "shell help\n")
    #expect(dump("help | take 1", mode: .prompt).hasPrefix("pipeline\n  source help"))
  }

  @Test func shellCommandsKnowWhereTheyAre() {
    let source = SourceText("a\n  .drill  3 4 ")
    let (script, _) = Parser.parse(script: source, mode: .prompt)
    guard case .shellCommand(let word, let rest, let range) = script.statements.last?.kind else {
      Issue.record("no command")
      return
    }
    #expect(source[word.range] == "drill")
    #expect(rest == "3 4")
    #expect(source[range] == "3 4")
  }

  @Test func completeness() {
    let more = { Parser.isComplete($0) }
    for text in [
      "", "a", "a | take 3", "# note", "a;", "a | where `b", ".tables (", "a | where b)",
      "a | project to 2030 interval 80%",
    ] {
      #expect(more(text) == .complete, "\(text)")
    }
    #expect(more("a |") == .needsMore(.pipe))
    #expect(more("a | # c") == .needsMore(.pipe))
    #expect(more("a |\n\n") == .needsMore(.pipe))
    #expect(more("a | where b and") == .needsMore(.continuation))
    #expect(more("a | group by b:") == .needsMore(.continuation))
    #expect(more("let x =") == .needsMore(.continuation))
    #expect(more("a | where (b\n and c") == .needsMore(.bracket("(")))
    #expect(more("[{a: 1},") == .needsMore(.bracket("[")))
    #expect(more("a | where b == 'x") == .needsMore(.text))
    #expect(more("a | where (b; c") == .complete)
  }
}
