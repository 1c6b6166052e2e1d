import Foundation
import Glibc
import TestSupport
import Testing

/// The prompt on terminals of several sizes and kinds.
@Suite struct ScreenTests {
  let program: Program

  init() throws { program = try Program() }

  @Test(
    "Nothing that is drawn is wider than the terminal", arguments: [40, 80, 200] as [UInt16])
  func width(_ columns: UInt16) throws {
    let terminal = try program.prompt(rows: 50, columns: columns)
    for query in [
      "indices | take 3", "indices | describe", "help", "help compare", "help rate", ".tables",
      ".schema indices", "help functions", "help E0301",
      "indices | where index == \"SIPAS\" | group by year: v = avg(value) | chart line",
      "indices | where index == \"PAR\" | group by year: v = avg(value) | chart bar",
    ] {
      terminal.send(query + "\r")
      #expect(terminal.wait(for: "tiendo> "), "\(query)")
      _ = terminal.settle()
    }
    _ = terminal.settle()
    let own = terminal.text.split(separator: "\n").filter { !$0.contains("tiendo> ") }
    for line in own {
      let cells = LibraryWidth.cells(line)
      #expect(cells <= Int(columns), "\(line)")
    }
  }

  @Test(".sheets lists the sheets of a workbook, and says of other files that they are none")
  func sheets() throws {
    let terminal = try program.prompt()
    let data = CompletionTests.root + "/Tests/QueryTests/Cases/data"
    terminal.send(".sheets \(data)/bieu.xlsx\r")
    #expect(terminal.wait(for: "Biểu 01"))
    #expect(terminal.wait(for: "A1:H6"))
    #expect(terminal.wait(for: "hidden"))
    terminal.send(".sheets \"\(data)/plain.csv\"\r")
    #expect(terminal.wait(for: "plain.csv is no workbook"))
    terminal.send(".sheets nothing.xlsx\r")
    #expect(terminal.wait(for: "there is no file"))
    terminal.send(".sheets\r")
    #expect(terminal.wait(for: "takes the name of a workbook"))
  }

  @Test("No colours with NO_COLOR or TERM=dumb, some without")
  func colours() throws {
    func colours(_ environment: [String: String?]) throws -> Bool {
      let terminal = try program.prompt(environment: environment)
      terminal.send("[{a: null}]\r")
      #expect(terminal.wait(for: "1 row"))
      let bytes = String(decoding: terminal.rawBytes, as: UTF8.self)
      return bytes.contains("\u{1B}[2m") || bytes.contains("\u{1B}[1m")
        || bytes.contains("\u{1B}[9")
    }
    #expect(try colours([:]))
    #expect(try !colours(["NO_COLOR": "1"]))
    #expect(try !colours(["TERM": "dumb"]))
  }

  @Test("Without a UTF-8 locale frames, charts and marks are ASCII")
  func ascii() throws {
    let terminal = try program.prompt(environment: ["LC_ALL": "C"])
    terminal.send("[{year: 2023, v: 1}, {year: 2024, v: 3}] | chart line\r")
    #expect(terminal.wait(for: "tiendo> "))
    terminal.send("[{a: 1}]\r")
    #expect(terminal.wait(for: "1 row"))
    #expect(terminal.text.unicodeScalars.allSatisfy { $0.isASCII }, "\(terminal.text)")
  }

  @Test("The width is asked at each result; a statement survives the change of the window")
  func resize() throws {
    let terminal = try program.prompt(columns: 40)
    terminal.send("indices | take 2\r")
    #expect(terminal.wait(for: "tiendo> "))
    terminal.send("indices | ta")
    _ = terminal.settle()
    terminal.resize(rows: 40, columns: 200)
    usleep(50_000)
    terminal.send("ke 2\r")
    #expect(terminal.wait(for: "2 rows"))
    let widest =
      terminal.text.split(separator: "\n").filter { $0.hasPrefix("│") }
      .map(\.count).max() ?? 0
    #expect(widest > 80)
  }

  @Test("Escape sequences in data, names and files are shown, never sent")
  func escapes() throws {
    let path = try program.file("evil.csv", "a\u{1B}[31mb,\u{7}c\n\u{1B}]0;title\u{7},\u{1B}[2J\n")
    let terminal = try program.prompt()
    terminal.send("\"\(path)\" | take 1\r")
    #expect(terminal.wait(for: "1 row"))
    terminal.send("load \"/nowhere/\u{16}\u{1B}[31mx.csv\"\r")
    #expect(terminal.wait(for: "[E0") && terminal.wait(for: "tiendo> "))
    let bytes = String(decoding: terminal.rawBytes, as: UTF8.self)
    #expect(!bytes.contains("\u{1B}]0;title") && !bytes.contains("\u{1B}[2J"))
  }

  @Test("Tab completes without diacritics and lists with descriptions")
  func tab() throws {
    // However slow the machine is.
    let terminal = try program.prompt(environment: ["TIENDO_TAB_SECONDS": "60"])
    terminal.send("indices | where unit == dien\t")
    #expect(terminal.wait(for: "\"Điện Biên\""))
    terminal.send(" | pro\t")
    #expect(terminal.wait(for: "project") && terminal.wait(for: "progress"))
    terminal.send("\u{3}")
    #expect(terminal.wait(for: "^C") && terminal.wait(for: "tiendo> "))
    // Text typed on an earlier line counts.
    terminal.send("indices |\r")
    #expect(terminal.wait(for: "...> "))
    terminal.send("where unit == \"hai ph\t")
    #expect(terminal.wait(for: "òng\""))
  }

  @Test("What is longer than the screen goes through the pager; leaving it leaves the shell alone")
  func pager() throws {
    let terminal = try program.prompt(environment: ["PAGER": "head -3; echo paged"], rows: 10)
    terminal.send("help functions\r")
    #expect(terminal.wait(for: "paged") && terminal.wait(for: "tiendo> "))
    terminal.send("set pager off\rhelp functions\r")
    #expect(terminal.wait(for: "index_to(x, base)"))
    terminal.send("[{z: \"alive\"}]\r")
    #expect(terminal.wait(for: "alive"))
  }

  @Test("rc.tdq runs first; .edit runs what comes back; .save gives a file that runs")
  func sessionAsScript() throws {
    let rc = program.folder + "/home/.config/tiendo"
    try FileManager.default.createDirectory(atPath: rc, withIntermediateDirectories: true)
    try "let goal = 80\n".write(toFile: rc + "/rc.tdq", atomically: true, encoding: .utf8)
    let terminal = try program.prompt(environment: ["VISUAL": "sed -i s/41/$((20+3))/"])
    terminal.send("[{a: 41}] | where a < $goal\r")
    #expect(terminal.wait(for: "1 row"))
    terminal.send(".edit\r")
    #expect(terminal.wait(for: "│  23 │"))
    terminal.send(".save \(program.folder)/s.tdq\r")
    // The line may break before the word.
    #expect(terminal.wait(for: "statements"))
    terminal.send(".save \(program.folder)/s.tdq\r")
    #expect(terminal.wait(for: "tiendo> "), "a file that is there is not overwritten")
    let found = try program.run(["run", "s.tdq", "--format", "csv"])
    #expect(found.output == "a\n41\na\n23\n")
    let without = try program.prompt(["--no-rc"])
    without.send("[{a: 41}] | where a < $goal\r")
    #expect(without.wait(for: "there is no parameter"))
  }

  @Test("Two sessions keep each other's history; a kill loses nothing")
  func sharedHistory() throws {
    let one = try program.prompt()
    let two = try program.prompt()
    one.send("[{one: 1}]\r")
    #expect(one.wait(for: "1 row"))
    two.send("[{two: 2}]\r")
    #expect(two.wait(for: "1 row") && two.wait(for: "tiendo> "))
    one.send("[{three: 3}]\r")
    #expect(one.wait(for: "1 row"))
    one.signal(SIGKILL)
    two.send("\u{4}")
    #expect(two.waitForExit() == 0)
    let next = try program.prompt()
    next.send(".history\r")
    #expect(next.wait(for: "[{one: 1}]") && next.wait(for: "[{two: 2}]"))
    #expect(next.wait(for: "[{three: 3}]"))
  }

  @Test(
    "Ctrl-C stops every query, and no key typed after it is lost, in 200 tries",
    .enabled(if: ProcessInfo.processInfo.environment["TIENDO_HEAVY"] != nil))
  func interrupts() throws {
    let terminal = try program.prompt()
    terminal.send(
      "let t = range(1, 4000000) as i | derive k = i * 7919 % 1000003, x = sqrt(i), y = i % 12\r")
    #expect(terminal.wait(for: "tiendo> ", within: .seconds(60)))
    let queries = [
      "t | group by k: s = sum(x), m = median(x) | group by big = s > 0: n = count()",
      "t | sort y, -x | skip 3000000 | aggregate s = sum(k)",
      "t | derive by k sort x: r = row_number(), l = lag(x) | aggregate m = max(r), n = count(l)",
      "range(1, 100000000) as i | derive y = exp(sqrt(i)) | aggregate s = sum(y)",
      "t | derive s = concat(\"https://example.org/\", text(i)) | sort s | take 3 | select s",
      "t | join (t | select k, z = x) on k | aggregate n = count()",
      "t | derive s = text(i) | aggregate n = count_distinct(s), m = count_distinct(x)",
      "t | pivot y by k: sum(x) | take 3", "t | describe",
      "t | group by k: a = arg_max(x, i), f = first(x), md = mode(y) | aggregate n = count()",
    ]
    var cancelled = 0
    for attempt in 0..<200 {
      terminal.forget()
      terminal.send(queries[attempt % queries.count] + "\r")
      _ = terminal.wait(for: "\n", within: .seconds(2))
      usleep(UInt32(20_000 + attempt * 1000))
      terminal.send("\u{3}")
      #expect(terminal.wait(for: "tiendo> ", within: .seconds(60)))
      if terminal.text.contains("cancelled") { cancelled += 1 }
      // What was printed late, and a line that Ctrl-C cleared, are gone before the next try.
      terminal.send("[{ready: \(attempt)}] | select answer = ready\r")
      #expect(
        terminal.wait(for: "answer", within: .seconds(60)) && terminal.wait(for: "tiendo> "),
        "try \(attempt): \(terminal.text.suffix(400))")
    }
    // Most were still at work, so that their end was what was tried; `make bench-interrupts` times it.
    #expect(cancelled > 100, "\(cancelled) of 200 were cancelled")
  }
}
