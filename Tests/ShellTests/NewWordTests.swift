import Foundation
import TestSupport
import Testing

/// Tab behind the words that came to the language late, advice on values, and a query of many rows that
/// is stopped: on a terminal, as a person has them.
@Suite struct NewWordTests {
  let program: Program

  init() throws { program = try Program() }

  /// However slow the machine is.
  private func prompt(columns: UInt16 = 120) throws -> PseudoTerminal {
    let terminal = try program.prompt(
      environment: ["TIENDO_TAB_SECONDS": "60"], columns: columns)
    terminal.send(
      "let t = [{unit: \"Xã 10\", day: @2025-01-02, v: 1, rate_a: 1.5, rate_b: 2.5, cell: \"a;b\"}]\r"
    )
    try #require(terminal.wait(for: "tiendo> "))
    return terminal
  }

  @Test(
    "Tab completes the words of joins, windows, orders, parts and patterns",
    arguments: [
      ("t | join nea", "nearest "),
      ("t | derive by unit sort day row", "rows "), ("t | derive by unit sort day sin", "since "),
      ("t | sort v nul", "nulls "), ("t | spl", "split "), ("t | sort natu", "natural("),
      ("t | derive x = bi", "bin("), ("t | derive x = fiscal_y", "fiscal_year("),
      ("t | derive x = regex_rep", "regex_replace("),
      ("t | derive x = regex_ext", "regex_extract("),
      ("t | derive x = typeo", "typeof("), ("t | derive x = median_o", "median_of("),
      ("t | unpivot rate_a, rate_", "rate_"), ("t | group by unit: x = text_j", "text_join("),
    ])
  func words(typed: String, completed: String) throws {
    let terminal = try prompt()
    let stem = String(typed.reversed().prefix { $0.isLetter || $0 == "_" }.reversed())
    terminal.send(typed + "\t")
    let line = String(typed.dropLast(stem.count)) + completed
    #expect(terminal.wait(for: line), "\(terminal.text)")
    terminal.send("\u{3}")
    #expect(terminal.wait(for: "^C"))
  }

  @Test(
    "Tab offers what may stand behind these words",
    arguments: [
      ("t | join nearest ", ["t", "indices"]), ("t | join cro", ["cross", "crosswalk"]),
      ("t | join cross ", ["t", "indices"]),
      ("t | derive by unit sort day rows -2..2: m = ", ["avg(", "sum("]),
      ("t | sort v nulls ", ["first", "last"]), ("t | select ", ["rate_a", "type"]),
      ("t | split ", ["cell"]), ("t | unpivot ", ["rate_a", "rate_b"]),
    ])
  func behind(typed: String, offered: [String]) throws {
    let terminal = try prompt()
    terminal.send(typed + "\t\t")
    for text in offered { #expect(terminal.wait(for: text), "\(text): \(terminal.text)") }
    terminal.send("\u{3}")
    #expect(terminal.wait(for: "^C"))
  }

  @Test("Nothing is found, and the value that was meant is told, for `==` and for `~`")
  func valuesMeant() throws {
    let terminal = try prompt()
    for (query, meant) in [
      ("indices | where index == \"SIPS\"", "\"SIPAS\""),
      ("indices | where unit ~ \"dien bienn\"", "\"Điện Biên\""),
      ("indices | where unit == \"dien bien\"", "Điện Biên"),
    ] {
      terminal.send(query + "\r")
      #expect(terminal.wait(for: "0 rows") && terminal.wait(for: meant), "\(terminal.text)")
      #expect(terminal.wait(for: "tiendo> "))
    }
  }

  @Test(
    ".drill shows what stands behind a row of each analysis",
    arguments: [
      ("tasks | progress by programme", "tasks | where programme == "),
      ("indices | where index == \"PAR\" | compare 2023, 2024", "indices | where index == \"PAR\""),
      ("coverage | where unit ~ \"dien bien\" | track", "coverage | where "),
      (
        "practice_coverage | where indicator ~ \"chu ky\" | project to 2026", "practice_coverage | "
      ),
      ("indices | group by index: n = count()", "indices | where index == "),
    ])
  func drill(query: String, rows: String) throws {
    let terminal = try prompt(columns: 160)
    terminal.send("set pager off\r")
    #expect(terminal.wait(for: "tiendo> "))
    terminal.send(query + "\r")
    #expect(terminal.wait(for: " rows"), "\(terminal.text)")
    terminal.send(".drill 1\r")
    #expect(terminal.wait(for: "\n" + rows) || terminal.wait(for: "  " + rows), "\(terminal.text)")
  }

  @Test("Ctrl-C stops a join of every row with every row, and the shell goes on")
  func stoppedCrossJoin() throws {
    let terminal = try prompt()
    terminal.send(
      "range(1, 300000) as i | join cross (range(1, 300000) as j) | aggregate n = count(where i * j % 7 == 3)\r"
    )
    // Long enough that it runs, far from long enough that it ends.
    usleep(1_500_000)
    terminal.send("\u{3}")
    #expect(terminal.wait(for: "cancelled", within: .seconds(60)), "\(terminal.text)")
    #expect(terminal.wait(for: "tiendo> "))
    terminal.send("[{still: \"here\"}]\r")
    #expect(terminal.wait(for: "here") && terminal.wait(for: "1 row"))
  }
}
