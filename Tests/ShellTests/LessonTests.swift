import Foundation
import Glibc
import TestSupport
import Testing

/// What users of other shells had to learn the hard way: each lesson once, on the real program.
@Suite struct LessonTests {
  let program: Program

  init() throws { program = try Program() }

  @Test("1: types follow from the whole file")
  func wholeFile() throws {
    let rows = (1...60_000).map { "\($0),\($0 == 50_001 ? "7.123456789" : "7")" }
    let path = try program.file("late.csv", "id,v\n" + rows.joined(separator: "\n") + "\n")
    let found = try program.answer("\"\(path)\" | where id in 50000..50001 | select v")
    #expect(found.output == "v\n7.0\n7.123456789\n")
  }

  @Test("2: a file of which many lines do not fit is an error with its line; lenient keeps them")
  func ragged() throws {
    let path = try program.file("ragged.csv", "a,b\n1,2\n3\n4,5,6\n7,8\n")
    let strict = try program.answer("\"\(path)\" | take 5")
    #expect(strict.status == 1 && strict.output.isEmpty)
    #expect(strict.error.contains("ragged.csv") && strict.error.contains("3"))
    #expect(strict.error.contains("lenient"))
    let lenient = try program.answer(
      "\"\(path)\" with (lenient: true)\nrejected | aggregate n = count()")
    #expect(lenient.output == "a,b\n1,2\n3,\n7,8\nn\n1\n")
    #expect(lenient.error.contains("1 line was set aside"))
    #expect(lenient.error.contains("1 line is short"))
  }

  @Test("A file that was read is read anew when the language changes the order of its dates")
  func languageOfDates() throws {
    let path = try program.file("days.csv", "d,v\n01/02/2025,1\n03/04/2025,2\n")
    let found = try program.answer(
      "\"\(path)\" | take 1\nset lang vi\n\"\(path)\" | take 1\nset lang en\n\"\(path)\" | take 1")
    #expect(found.output == "d,v\n01/02/2025,1\nd,v\n2025-02-01,1\nd,v\n01/02/2025,1\n")
  }

  @Test("3: codes with leading zeros stay text, with a note; types override")
  func codes() throws {
    let path = try program.file("codes.csv", "code\n001\n002\n")
    let text = try program.answer("\"\(path)\" | where code == \"001\"")
    #expect(text.output == "code\n001\n")
    #expect(text.error.contains("code"))
    let forced = try program.answer("\"\(path)\" with (types: {code: int}) | where code == 1")
    #expect(forced.output == "code\n1\n")
  }

  @Test("4: dates that read both ways are not guessed")
  func dates() throws {
    let path = try program.file("dates.csv", "d\n01/02/2024\n03/04/2024\n")
    let asked = try program.answer("\"\(path)\" | take 1")
    #expect(asked.output == "d\n01/02/2024\n")
    #expect(asked.error.contains("dmy") || asked.error.contains("dd/mm"))
    let told = try program.answer("\"\(path)\" with (dates: dmy) | take 1")
    #expect(told.output == "d\n2024-02-01\n")
  }

  @Test("5: empty is null: not 0, not the largest, not in an average")
  func empty() throws {
    let path = try program.file("empty.csv", "k,v\na,1\nb,\nc,3\n")
    let sorted = try program.answer("\"\(path)\" | sort -v | select k")
    #expect(sorted.output == "k\nc\na\nb\n")
    let mean = try program.answer("\"\(path)\" | aggregate m = avg(v), n = count(v)")
    #expect(mean.output == "m,n\n2.0,2\n")
  }

  @Test("6: a table and a column of one name")
  func sameName() throws {
    let found = try program.answer(
      "let coverage = [{coverage: 1}, {coverage: 2}]\ncoverage | where coverage > 1 | select coverage"
    )
    #expect(found.output == "coverage\n2\n")
  }

  @Test("7: a missing year is null, never its neighbour")
  func missingYear() throws {
    let path = try program.file(
      "years.csv", "u,year,v\na,2022,1\na,2024,4\nb,2023,2\nb,2024,3\n")
    let found = try program.answer(
      "\"\(path)\" | compare year 2023, 2024 by u: v | select u, v_2023, change")
    #expect(found.output == "u,v_2023,change\na,,\nb,2,1\n")
  }

  @Test("8: a pivot keeps a null key and puts years in order")
  func pivot() throws {
    let path = try program.file("p.csv", "u,year,v\na,2024,1\na,2022,2\n,2023,3\nb,,4\n")
    let found = try program.answer("\"\(path)\" | pivot year by u: sum(v)")
    #expect(found.output.hasPrefix("u,2022,2023,2024,(null)\n"))
    #expect(found.output.contains("\n,,3,,\n"))
  }

  @Test(
    "9: each slip gets the one right suggestion",
    arguments: [
      ("indices | selct unit", "select"), ("indices | filtr year == 2024", "where"),
      ("indices | where untt == \"x\"", "unit"), ("indicess | take 1", "indices"),
      ("indices | derive x = roundd(value)", "round"), ("set formt csv", "format"),
      ("indices | chart brr", "bar"),
    ])
  func suggestions(_ query: String, _ wanted: String) throws {
    let found = try program.answer(query)
    #expect(found.status == 1)
    #expect(found.error.contains("did you mean `\(wanted)`?"), "\(found.error)")
  }

  @Test("9: a mistyped file too")
  func fileSuggestion() throws {
    _ = try program.file("coverage.csv", "a\n1\n")
    let found = try program.run(["-c", "\"coverag.csv\" | take 1"])
    #expect(found.status == 4 && found.error.contains("coverage.csv"), "\(found.error)")
  }

  @Test("10: Ctrl-C clears the statement wherever it is, and stops a query")
  func interrupt() throws {
    let terminal = try program.prompt()
    // In a continuation.
    terminal.send("indices |\r")
    #expect(terminal.wait(for: "...> "))
    terminal.send("where (\u{3}")
    #expect(terminal.wait(for: "tiendo> "))
    terminal.send("[{a: 41}] | derive b = a + 1\r")
    #expect(terminal.wait(for: "42") && terminal.wait(for: "tiendo> "))
    // In reverse search.
    terminal.send("\u{12}deri")
    #expect(terminal.wait(for: "i-search"))
    terminal.send("\u{3}")
    #expect(terminal.wait(for: "tiendo> "))
    // After a list of candidates.
    terminal.send("indices | \t")
    #expect(terminal.wait(for: "whatif"))
    terminal.send("\u{3}")
    #expect(terminal.wait(for: "^C") && terminal.wait(for: "tiendo> "))
    // In a query that would take minutes.
    terminal.send(
      "range(1, 100000000) as i | aggregate n = count(where matches(text(i), \"7.*8\"))\r")
    usleep(1_000_000)
    terminal.send("\u{3}")
    #expect(terminal.wait(for: "cancelled") && terminal.wait(for: "tiendo> "))
    terminal.send("[{still: \"here\"}]\r")
    #expect(terminal.wait(for: "1 row") && terminal.wait(for: "tiendo> "))
    terminal.send("\u{4}")
    // Ctrl-D on an empty line leaves.
    #expect(terminal.waitForExit() == 0)
  }

  @Test("11: a paste of two statements runs both in order, each one entry of the history")
  func paste() throws {
    let terminal = try program.prompt()
    terminal.paste("[{first: 1}]\n[{second: 2}]")
    terminal.send("\r")
    #expect(terminal.wait(for: "first") && terminal.wait(for: "second"))
    #expect(terminal.wait(for: "tiendo> "))
    terminal.send(".quit\r")
    #expect(terminal.waitForExit() == 0)
    let history = try String(
      contentsOfFile: program.folder + "/home/.local/state/tiendo/history", encoding: .utf8)
    let entries = history.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(entries == ["[{first: 1}]", "[{second: 2}]", ".quit"])
  }

  @Test("12: piped output has no escapes, no progress, all rows, all columns, full precision")
  func piped() throws {
    let columns = (1...40).map { "c\($0): \($0)" }.joined(separator: ", ")
    let found = try program.run(
      [
        "--data", CompletionTests.root + "/datasets", "-c",
        "[{x: 0.1, \(columns)}] | derive y = x / 3",
      ])
    #expect(found.status == 0)
    #expect(!found.output.contains("\u{1B}") && !found.error.contains("\u{1B}"))
    #expect(found.output.contains("c40") && found.output.contains("0.033"))
    let rows = try program.answer("range(1, 5000) as i")
    #expect(rows.output.split(separator: "\n").count == 5001)
  }

  @Test("13: the status of a run with an error in its middle, from -c, a file and standard input")
  func statuses() throws {
    // What a check finds keeps all from running; what only the data tell, what follows.
    for (middle, name, output) in [
      ("nothing | take 1", "nothing", ""),
      ("[{b: 1}] | derive c = 9223372036854775807 + b", "9223372036854775807", "a\n1\n"),
    ] {
      let text = "[{a: 1}]\n\(middle)\n[{b: 2}]\n"
      let path = try program.file("middle.tdq", text)
      for (arguments, input) in [
        (["-c", text], ""), (["run", path], ""), ([], text),
      ] {
        let found = try program.run(arguments + ["--format", "csv"], input: input)
        #expect(found.status == 1, "\(arguments)")
        #expect(found.output == output, "\(arguments)")
        #expect(found.error.contains(name))
      }
    }
    let path = try program.file("wrong.tdq", "[{a: 1}]\nnothing | take 1\n[{b: 2}]\n")
    #expect(
      try program.run(["run", "--keep-going", "--format", "csv", path]).output == "a\n1\nb\n2\n")
    #expect(try program.run(["-c", "[{a: 1}] | assert a > 1"]).status == 3)
    #expect(try program.run(["run", "missing.tdq"]).status == 4)
    #expect(try program.run(["--threads", "none"]).status == 2)
    #expect(try program.run(["-p", "x=1", "-c", "[{a: 1}]"]).status == 2)
    #expect(
      try program.run(
        [
          "--timeout", "0.2", "-c",
          "range(1, 100000000) as i | aggregate n = count(where matches(text(i), \"7.*8\"))",
        ]
      ).status == 124)
  }

  @Test("14: a reader that leaves ends the run quietly; a full disk is an error that is told")
  func brokenPipe() throws {
    let script = try program.file(
      "pipe.sh",
      "'\(Program.path)' --format csv -c 'range(1, 2000000) as i' 2>err | head -1; cat err; exit 0")
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [script]
    process.currentDirectoryURL = URL(filePath: program.folder)
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(String(decoding: output, as: UTF8.self) == "i\n")
    let full = try program.file(
      "full.sh", "'\(Program.path)' --format csv -c 'range(1, 200000) as i' > /dev/full; echo $?")
    let second = Process()
    second.executableURL = URL(filePath: "/bin/sh")
    second.arguments = [full]
    let answer = Pipe()
    second.standardOutput = answer
    second.standardError = FileHandle.nullDevice
    try second.run()
    let status = try answer.fileHandleForReading.readToEnd() ?? Data()
    second.waitUntilExit()
    #expect(String(decoding: status, as: UTF8.self) == "4\n")
  }

  @Test("15: emoji, Chinese, Arabic and combining marks line up", arguments: [40, 80, 200])
  func widths(_ columns: Int) throws {
    let terminal = try program.prompt(columns: UInt16(columns))
    terminal.send(
      "[{name: \"Điện Biên\", n: 1}, {name: \"Đie\u{302}\u{323}n Bie\u{302}n\", n: 2}, {name: \"漢字\", n: 3}, {name: \"سلام\", n: 4}, {name: \"🇻🇳\", n: 5}]\r"
    )
    #expect(terminal.wait(for: "5 rows"))
    let lines = terminal.text.split(separator: "\n").filter {
      $0.hasPrefix("│") || $0.hasPrefix("┌")
    }
    #expect(lines.count == 8)
    // The flag's two letters take two cells together, which wcwidth cannot know.
    let widths = Set(lines.filter { !$0.contains("🇻🇳") }.map(LibraryWidth.cells))
    #expect(widths.count == 1, "\(lines)")
  }
}
