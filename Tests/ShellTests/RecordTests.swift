import Foundation
import TestSupport
import Testing

/// Records, the pager, and the notes of an answer.
@Suite struct RecordTests {
  let program: Program

  init() throws { program = try Program() }

  @Test(".mode line shows any number of rows as lists of names and values")
  func records() throws {
    let terminal = try program.prompt(columns: 40)
    terminal.send(".mode line\r")
    #expect(terminal.wait(for: "tiendo> "))
    terminal.send("[{ten: \"Điện Biên\", v: 1.5, w: null}, {ten: \"Huế\", v: 20, w: \"x\"}]\r")
    #expect(terminal.wait(for: "── 1 ─"))
    #expect(terminal.wait(for: "ten  Điện Biên\nv    1.5\nw    ∅\n"))
    #expect(terminal.wait(for: "── 2 ─") && terminal.wait(for: "ten  Huế\nv    20.0\nw    x\n"))
    #expect(terminal.wait(for: "2 rows · 3 columns"))
    let found = try program.run(["--format", "line", "-c", "[{a: 1, bc: \"two\"}]"])
    #expect(found.output == "a   1\nbc  two\n1 row · 2 columns\n")
  }

  @Test("What is longer than the screen waits in the pager, also a result of 40 rows")
  func tall() throws {
    let terminal = try program.prompt(
      environment: ["PAGER": "head -4; echo paged"], rows: 24, columns: 80)
    terminal.send("range(1, 100) as n\r")
    #expect(terminal.wait(for: "│   n │") && terminal.wait(for: "paged"))
    terminal.send("range(1, 10) as n\r")
    #expect(terminal.wait(for: "10 rows") && terminal.wait(for: "tiendo> "))
    #expect(terminal.text.components(separatedBy: "paged").count == 2, "\(terminal.text)")
    terminal.send("set pager off\rrange(1, 100) as n\r")
    #expect(terminal.wait(for: "100 rows (40 shown)"))
  }

  @Test("A less that can keeps the names and the keys; another is asked for nothing it lacks")
  func header() throws {
    let query =
      "range(1, 30) as n | select k = concat(\"key\", text(n)), number = n, next = n + 1\r"
    func asked(_ kind: String, _ pager: String?) throws -> PseudoTerminal {
      let folder = CompletionTests.root + "/Tests/ShellTests/Screens/pagers/" + kind
      let path = folder + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
      let terminal = try program.prompt(
        environment: ["PAGER": pager, "PATH": path, "LESS": nil], rows: 24)
      terminal.send(query)
      return terminal
    }
    // ┌ and the column of the key: a space, five letters, a space, and its right edge.
    let new = try asked("new", nil)
    #expect(new.wait(for: "asked: -RSFX --header=4,9"), "\(new.text)")
    let old = try asked("old", nil)
    #expect(old.wait(for: "asked: -RSFX\n"), "\(old.text)")
    let own = try asked("new", "less -R")
    #expect(own.wait(for: "asked: -R --header=4,9"), "\(own.text)")
    let other = try asked("new", "head -1; echo other")
    #expect(other.wait(for: "other") && !other.text.contains("asked"))
  }

  @Test(".notes lists what was said of the last answer, and what its rows say, with their keys")
  func notes() throws {
    let terminal = try program.prompt(columns: 160)
    terminal.send(".notes\r")
    #expect(terminal.wait(for: "there is no result yet"))
    terminal.send(
      "[{unit: \"A\", x: 1, note: \"weak\"}, {unit: \"B\", x: 0, note: null}, {unit: \"C\", x: 2, note: \"weak\"}] | derive y = 1 / x\r"
    )
    #expect(terminal.wait(for: "division by zero") && terminal.wait(for: "tiendo> "))
    terminal.send(".notes\r")
    #expect(terminal.wait(for: "[N0402]") && terminal.wait(for: "• weak\n"))
    #expect(terminal.wait(for: "row 1: A") && terminal.wait(for: "row 3: C"))
    terminal.send("[{a: 1}]\r")
    #expect(terminal.wait(for: "1 row") && terminal.wait(for: "tiendo> "))
    terminal.send(".notes\r")
    #expect(terminal.wait(for: "the last answer has no notes"))
  }
}
