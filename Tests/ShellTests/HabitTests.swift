import Foundation
import TestSupport
import Testing

/// What people's hands know from other shells.
@Suite struct HabitTests {
  let program: Program

  init() throws { program = try Program() }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: program.folder + "/" + name, encoding: .utf8)
  }

  // MARK: Other languages

  @Test(
    "A query of another language comes back in Tiendo's words, and Up brings it into the line",
    arguments: [
      (
        "select unit, avg(value) as v from indices where index = 'SIPAS' and year > 2021 group by unit order by v desc limit 2",
        "indices | where index == \"SIPAS\" and year > 2021 | group by unit: v = avg(value) | sort -v | take 2"
      ),
      (
        "indices | summarize countif(year == 2024) by index | take 2",
        "indices | group by index: countif_ = count(where year == 2024) | take 2"
      ),
      (
        "indices %>% filter(year == 2024) %>% count(index) %>% head(2)",
        "indices | where year == 2024 | group by index: n = count() | take 2"
      ),
    ])
  func translated(query: String, here: String) throws {
    let terminal = try program.prompt(columns: 200)
    terminal.send(query + "\r")
    #expect(terminal.wait(for: "in Tiendo's words:\n  \(here)\n"))
    #expect(terminal.wait(for: "↑ brings it into the line") && terminal.wait(for: "tiendo> "))
    terminal.send("\u{1B}[A")
    #expect(terminal.wait(for: String(here.suffix(12))))
    terminal.send("\r")
    #expect(terminal.wait(for: "2 rows"), "\(terminal.text)")
  }

  @Test("SQL over several lines goes on to its semicolon; what has no like is named")
  func linesOfSQL() throws {
    let terminal = try program.prompt(columns: 120)
    terminal.send("SELECT unit, count(*)\r")
    #expect(terminal.wait(for: "...> "))
    terminal.send("FROM indices\r")
    #expect(terminal.wait(for: "...> "))
    terminal.send("GROUP BY unit;\r")
    #expect(terminal.wait(for: "indices | group by unit: count()\n"))
    terminal.send("select row_number() over (order by year) from indices\r")
    #expect(terminal.wait(for: "is written another way here [E0232]"))
    #expect(terminal.wait(for: "derive by key sort column"))
  }

  @Test("Commands of psql and DuckDB have theirs here")
  func commands() throws {
    let terminal = try program.prompt(columns: 120)
    for (typed, here) in [
      ("\\dt", ".tables"), ("show tables;", ".tables"), ("\\d units", ".schema units"),
      ("desc units", ".schema units"),
    ] {
      terminal.send(typed + "\r")
      #expect(terminal.wait(for: "\n  \(here)\n"), "\(typed)")
      #expect(terminal.wait(for: "tiendo> "))
      terminal.send("\u{1B}[A\r")
      #expect(terminal.wait(for: " rows"), "\(typed)")
    }
  }

  @Test("Where nobody types, the translation is the fix of an error")
  func batch() throws {
    let found = try program.answer("select unit from units where level = 'x' limit 1")
    #expect(found.status == 1 && found.output.isEmpty)
    #expect(found.error.contains("E0231"))
    #expect(found.error.contains("units | where level == \"x\" | select unit | take 1"))
    let file = try program.file("q.tdq", "select unit\nfrom units\nlimit 1;\n")
    let run = try program.run(["run", file])
    #expect(run.status == 1 && run.error.contains("units | select unit | take 1"))
  }

  @Test("A result that was looked at step by step is drilled into as one query")
  func drillAfterSteps() throws {
    let terminal = try program.prompt(columns: 160)
    terminal.send("tasks | progress by programme\r")
    #expect(terminal.wait(for: "8 rows"))
    terminal.send("| sort -total\r")
    #expect(terminal.wait(for: "8 rows"))
    terminal.send("| take 2\r")
    #expect(terminal.wait(for: "2 rows"))
    terminal.send(".drill 1\r")
    #expect(
      terminal.wait(
        for: "tasks | where programme == \"Nhiệm vụ Chính phủ, Thủ tướng giao\" | sort as_of\n"))
    #expect(terminal.wait(for: "rows"))
  }

  // MARK: Pasting

  @Test("A pasted block runs whole or not at all")
  func paste() throws {
    let terminal = try program.prompt(columns: 120)
    terminal.paste("let a = [{x: 1}]\na | derive y = x + 1\n_ | where z > 1\n.tables\n")
    terminal.send("\r")
    #expect(terminal.wait(for: "there is no column `z`"))
    #expect(terminal.wait(for: "none of the 4 statements was run"))
    terminal.send("a\r")
    #expect(terminal.wait(for: "there is no table `a`"))
    terminal.paste("let a = [{x: 1}]\na | selct x\n")
    terminal.send("\r")
    #expect(terminal.wait(for: "none of the 2 statements was run"))
    terminal.paste("[{x: 1}]\n.nothing\n[{x: 2}]")
    terminal.send("\r")
    #expect(terminal.wait(for: "there is no command .nothing"))
    #expect(terminal.wait(for: "none of the 3 statements was run"))
    // What only the data tell stops it where it is.
    terminal.paste("[{x: 1}]\n[{x: 2}] | assert x == 1, \"one\"\n[{x: 3}]\n[{x: 4}]")
    terminal.send("\r")
    #expect(terminal.wait(for: "stopped at statement 2 of 4; 2 were not run"))
    terminal.paste("let b = [{x: 5}]\nb | derive y = x * 2\n_ | where y == 10 | as c\nc")
    terminal.send("\r")
    #expect(terminal.wait(for: "10") && terminal.wait(for: "1 row"))
  }

  @Test("A pasted pipeline goes on over blank lines, comments, and lines that begin with a word")
  func pastedPipeline() throws {
    let terminal = try program.prompt(columns: 120)
    terminal.paste(
      """
      indices

      # only some
      | where
        index == "SIPAS"
        and year == 2024

      | group by
        unit: v = avg(value)
      | sort -v

      # the first
      | take 3
      """)
    terminal.send("\r")
    #expect(terminal.wait(for: "3 rows · 2 columns"), "\(terminal.text)")
  }

  // MARK: Results into files

  @Test(".once takes one result, .output all until it stands alone")
  func output() throws {
    let terminal = try program.prompt(columns: 120)
    terminal.send(".once \(program.folder)/one.csv\r")
    #expect(terminal.wait(for: "the next result goes to"))
    terminal.send("[{a: 1}, {a: 2}]\r")
    #expect(terminal.wait(for: "one.csv (2 rows)"))
    terminal.send("[{a: 3}]\r")
    #expect(terminal.wait(for: "1 row · 1 column"))
    #expect(try text("one.csv") == "a\n1\n2\n")
    terminal.send(".output \(program.folder)/all.md\r[{a: 1}]\r[{b: 2}]\r.output\r[{c: 3}]\r")
    #expect(terminal.wait(for: "shown here again") && terminal.wait(for: "1 row · 1 column"))
    let all = try text("all.md")
    #expect(all.contains("| a ") && all.contains("| b ") && !all.contains("| c "))
    terminal.send(".output \(program.folder)/all.log\r[{a: 1}]\r.output\r")
    #expect(terminal.wait(for: "again"))
    #expect(try text("all.log").contains("│   1 │"))
    terminal.send(".once\r")
    #expect(terminal.wait(for: ".once takes a file name"))
    terminal.send(".once /nowhere/x.csv\r[{a: 1}]\r")
    #expect(terminal.wait(for: "/nowhere"))
    terminal.send("[{alive: 1}]\r")
    #expect(terminal.wait(for: "alive"))
  }

  @Test("chart and export say what they wrote")
  func written() throws {
    let terminal = try program.prompt(columns: 160)
    terminal.send("[{a: 1}] | export \"\(program.folder)/e.csv\"\r")
    #expect(terminal.wait(for: "wrote \(program.folder)/e.csv (1 row)"))
    terminal.send(
      "[{year: 1, v: 2}, {year: 2, v: 3}] | chart line to \"\(program.folder)/c.svg\"\r")
    #expect(terminal.wait(for: "wrote \(program.folder)/c.svg (2 rows)"))
    let found = try program.answer("[{a: 1}] | export \"\(program.folder)/f.csv\"")
    #expect(found.output.isEmpty && found.error.contains("f.csv (1 row)"))
    let vi = try program.answer("[{a: 1}] | export \"\(program.folder)/g.csv\"", ["--lang", "vi"])
    #expect(vi.error.contains("đã ghi"))
  }

  // MARK: The system

  @Test(".cd, .shell, .mode and .timing")
  func system() throws {
    _ = try program.file("near.csv", "k\n7\n")
    let terminal = try program.prompt(columns: 160)
    terminal.send(".cd \(program.folder)\r")
    #expect(terminal.wait(for: program.folder))
    terminal.send("\"near.csv\"\r")
    #expect(terminal.wait(for: "│   7 │"))
    // The catalogue is where it was.
    terminal.send("units | aggregate n = count()\r")
    #expect(terminal.wait(for: "1 row"))
    terminal.send(".cd /nowhere/at/all\r")
    #expect(terminal.wait(for: "No such file"))
    terminal.send(".shell echo \"a  b\" $((40+2))\r")
    #expect(terminal.wait(for: "a  b 42\n"))
    terminal.send(".shell exit 3\r")
    #expect(terminal.wait(for: "it ended with status 3"))
    terminal.send(".mode\r")
    #expect(terminal.wait(for: "results are shown as table; .mode takes also line, csv"))
    terminal.send(".timing\r")
    #expect(terminal.wait(for: "timing is on"))
    let safe = try program.prompt(["--safe"], columns: 160)
    safe.send(".shell echo hello\r")
    #expect(safe.wait(for: "--safe starts no program"))
    safe.send(".cd /\r")
    #expect(safe.wait(for: "--safe stays"))
    safe.send(".once /tmp/never.csv\r")
    #expect(safe.wait(for: "--safe"))
  }

  @Test(".watch runs the last query again until Ctrl-C")
  func watch() throws {
    let path = try program.file("w.csv", "k\n1\n")
    let terminal = try program.prompt(columns: 120)
    terminal.send(".watch 5\r")
    #expect(terminal.wait(for: "there is no result yet"))
    terminal.send("\"\(path)\" | aggregate total = sum(k)\r")
    #expect(terminal.wait(for: "1 row") && terminal.wait(for: "tiendo> "))
    terminal.send(".watch 0.2\r")
    #expect(terminal.wait(for: "every 0.2 s; Ctrl-C ends") && terminal.wait(for: "1 row"))
    _ = try program.file("w.csv", "k\n41\n1\n")
    #expect(terminal.wait(for: "│    42 │"))
    terminal.send("\u{3}")
    #expect(terminal.wait(for: "tiendo> "))
    terminal.send("[{alive: 1}]\r")
    #expect(terminal.wait(for: "alive"))
  }

  @Test("A query file alone runs; help and commands work behind -c and in a pipe")
  func arguments() throws {
    let file = try program.file("report.tdq", "[{a: 1}]\n")
    #expect(try program.run([file, "--format", "csv"]).output == "a\n1\n")
    #expect(try program.run(["--format", "csv", file]).output == "a\n1\n")
    #expect(try program.run(["--today", "2025-01-01", file]).status == 0)
    let help = try program.run(["-c", "help where"])
    #expect(help.status == 0 && help.output.hasPrefix("where"))
    #expect(try program.run([], input: ".mode csv\n[{a: 1}]\n").output == "a\n1\n")
    #expect(try program.run(["-c", ".nothing"]).status == 2)
    #expect(try program.run(["-c", ".shell echo no"]).output.isEmpty)
    #expect(try program.run(["-c", ".quit\n[{a: 1}]"]).output.isEmpty)
    #expect(try program.run(["nothing.tdq"]).status == 4)
  }

  @Test("--help speaks the language of the locale, or of --lang")
  func language() throws {
    for (arguments, environment, isVietnamese) in [
      (["--help"], ["LC_ALL": "vi_VN.UTF-8"], true), (["--help"], ["LC_ALL": "en_GB.UTF-8"], false),
      (["--help", "--lang", "vi"], ["LC_ALL": "C.UTF-8"], true),
      (["run", "--help"], ["LC_ALL": "vi_VN.UTF-8"], true),
    ] {
      let found = try program.run(arguments, environment: environment)
      #expect(found.status == 0)
      #expect(found.output.contains("CÁCH DÙNG:") == isVietnamese, "\(arguments)")
      #expect(found.output.contains("USAGE:") != isVietnamese, "\(arguments)")
      #expect(found.output.contains("Ngôn ngữ của thông báo") == isVietnamese, "\(arguments)")
      #expect(found.output.contains("<folder>") != isVietnamese, "\(arguments)")
      let column = found.output.split(separator: "\n").first { $0.contains("--data ") }?
        .prefix { $0 != "T" }.count
      #expect(column == 26, "\(arguments)")
    }
    let wrong = try program.run(["--nothing"], environment: ["LC_ALL": "vi_VN.UTF-8"])
    #expect(wrong.status == 2 && wrong.error.contains("Lỗi"))
  }
}
