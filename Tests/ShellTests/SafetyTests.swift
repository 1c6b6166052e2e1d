import Foundation
import Glibc
import TestSupport
import Testing

/// What `docs/safety.md` promises of `--safe`: nothing outside the folders comes in, whatever a query
/// or a data package asks for, and nothing is written.
@Suite struct SafeModeTests {
  static let secret = "top-secret-4711"

  /// A folder that may be read beside one that may not, with every way out that links give.
  final class Place {
    let program: Program
    let inside: String
    let outside: String

    init() throws {
      program = try Program()
      inside = program.folder + "/inside"
      outside = program.folder + "/outside"
      let files = FileManager.default
      for folder in [inside, outside, inside + "/sub"] {
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
      }
      try "name,value\n\(SafeModeTests.secret),1\n".write(
        toFile: outside + "/secret.csv", atomically: false, encoding: .utf8)
      try "let x = 1 -- \(SafeModeTests.secret)\n".write(
        toFile: outside + "/secret.tdq", atomically: false, encoding: .utf8)
      try "name,value\nopen,1\n".write(
        toFile: inside + "/open.csv", atomically: false, encoding: .utf8)
      for (name, target) in [
        ("link.csv", "../outside/secret.csv"), ("away", "../outside"), ("up", ".."),
        ("st*r.csv", "../outside/secret.csv"), ("q.tdq", "../outside/secret.tdq"),
        ("s*.tdq", "../outside/secret.tdq"), ("sub/deep.csv", "../link.csv"),
        ("abs.csv", outside + "/secret.csv"), ("inner.csv", "open.csv"), ("l[a]b.csv", "link.csv"),
      ] {
        try files.createSymbolicLink(atPath: inside + "/" + name, withDestinationPath: target)
      }
      mkfifo(inside + "/pipe.csv", 0o600)
    }

    func safe(_ query: String, _ more: [String] = []) throws -> Program.Outcome {
      try program.run(
        ["--safe", "--allow", inside, "--timeout", "60", "--format", "csv"] + more + ["-c", query])
    }
  }

  @Test(arguments: [
    "link.csv", "away/secret.csv", "up/outside/secret.csv", "../outside/secret.csv",
    "sub/../../outside/secret.csv", "./away/./secret.csv", "abs.csv", "sub/deep.csv",
    "*.csv", "l*.csv", "lin?.csv", "lin[k].csv", "away/*.csv", "aw*/secret.csv", "a[w]ay/*.csv",
    "up/*/secret.csv", "../*/secret.csv", "*/../../outside/*.csv", "st*r.csv", "l[a]b.csv",
    "*/secret.csv", "?way/secret.csv", "away/nothing.csv", "../outside/nothing*.csv",
    "sub/*.csv", "sub/../away/s*",
  ])
  func noPathLeadsOut(_ path: String) throws {
    let place = try Place()
    for query in [
      "\"\(place.inside)/\(path)\"", "load \"\(place.inside)/\(path)\" as t\n\nt",
      "\"\(place.inside)/open.csv\" | append \"\(place.inside)/\(path)\"",
      "include \"\(place.inside)/\(path)\"",
    ] {
      let outcome = try place.safe(query)
      #expect(outcome.status != 0, "\(query) \(outcome.output)")
      #expect(!(outcome.output + outcome.error).contains(Self.secret), "\(query)")
    }
  }

  @Test func whatIsInsideIsRead() throws {
    let place = try Place()
    for path in ["open.csv", "inner.csv", "sub/../open.csv", "op*.csv", "./open.csv"] {
      let outcome = try place.safe("\"\(place.inside)/\(path)\" | select name")
      #expect(outcome.output.contains("open"), "\(path): \(outcome.error)")
    }
  }

  @Test(arguments: ["/dev/zero", "/dev/stdin", "/proc/self/environ", "/etc/passwd", "pipe.csv"])
  func noDeviceAndNoPipe(_ path: String) throws {
    let place = try Place()
    let whole = path.hasPrefix("/") ? path : place.inside + "/" + path
    let outcome = try place.safe("\"\(whole)\"")
    #expect([1, 4].contains(outcome.status), "\(outcome.error)")
    #expect(outcome.error.contains("--safe"), "\(outcome.error)")
  }

  /// The resources of a data package are paths like any other.
  @Test(arguments: [
    "../outside/secret.csv", "away/secret.csv", "link.csv", "*.csv", "away/*.csv",
    "../*/secret.csv",
    "st*r.csv", "sub/deep.csv",
  ])
  func noPackageLeadsOut(_ path: String) throws {
    let place = try Place()
    try """
    {"resources": [{"name": "t", "path": "\(path)",
      "schema": {"fields": [{"name": "name", "type": "string"}, {"name": "value", "type": "integer"}]}}]}
    """.write(toFile: place.inside + "/datapackage.json", atomically: false, encoding: .utf8)
    for arguments in [["--data", place.inside], []] {
      let outcome = try place.program.run(
        ["--safe", "--format", "csv"] + arguments + ["-c", "t"],
        environment: ["TIENDO_DATA": place.inside])
      #expect(outcome.status != 0, "\(outcome.output)")
      #expect(!(outcome.output + outcome.error).contains(Self.secret))
    }
  }

  /// A link that is swapped while the program looks: what was looked at is what is read.
  @Test func noRaceLeadsOut() throws {
    let place = try Place()
    let inside = place.inside
    let path = inside + "/swapped.csv"
    let isOver = Flag()
    let swapping = Thread {
      var turn = 0
      while !isOver.isSet {
        let next = inside + "/next"
        unlink(next)
        symlink(turn % 2 == 0 ? "open.csv" : "../outside/secret.csv", next)
        rename(next, path)
        turn += 1
      }
    }
    symlink("open.csv", path)
    swapping.start()
    defer { isOver.set() }
    for _ in 0..<40 {
      let query = Array(repeating: "\"\(path)\" | take 1", count: 6).joined(separator: "\n\n")
      try "\(query)\n".write(
        toFile: place.program.folder + "/q.tdq", atomically: false, encoding: .utf8)
      let outcome = try place.program.run(
        [
          "run", "--keep-going", "--quiet", "--safe", "--allow", place.inside, "--format", "csv",
          place.program.folder + "/q.tdq",
        ])
      #expect(!(outcome.output + outcome.error).contains(Self.secret))
    }
  }

  @Test func nothingIsWritten() throws {
    let place = try Place()
    let target = place.inside + "/new.csv"
    for query in [
      "range(1, 2) as x | export \"\(target)\"",
      "range(1, 2) as x | chart line to \"\(place.inside)/new.svg\"",
      "range(1, 2) as x | export \"/dev/stdout\"",
    ] {
      #expect(try place.safe(query).error.contains("E0731"), "\(query)")
    }
    #expect(!FileManager.default.fileExists(atPath: target))
  }

  /// What the person at the keyboard names is theirs to read and write.
  @Test func thePersonsOwnFiles() throws {
    let place = try Place()
    let query = try place.program.file("own.tdq", "range(1, 2) as x\n")
    let target = place.program.folder + "/own.csv"
    let outcome = try place.program.run(
      ["run", "--safe", "--quiet", "-o", target, query])
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "x\n1\n2\n")
    #expect(try place.program.run(["fmt", "--safe", query]).status == 0)
    #expect(try place.program.run(["check", "--safe", query]).status == 0)
  }

  @Test func thePromptLeaksNothing() throws {
    let place = try Place()
    let terminal = try place.program.prompt(["--safe", "--allow", place.inside])
    for line in [
      ".run \(place.inside)/q.tdq", ".run \(place.inside)/s*.tdq", ".open \(place.outside)",
      ".run \(place.outside)/secret.tdq", ".save \(place.inside)/saved.tdq", ".edit",
      "\"\(place.inside)/link.csv\" | where ",
    ] {
      terminal.send(line + (line.hasSuffix(" ") ? "\t\t\u{3}" : "\n"))
      #expect(terminal.wait(for: "tiendo> "), "\(line)")
    }
    terminal.send("\"\(place.outside)/\t\t\u{3}")
    #expect(terminal.wait(for: "tiendo> "))
    terminal.send("quit\n")
    _ = terminal.waitForExit()
    #expect(!terminal.text.contains(Self.secret))
    #expect(!terminal.text.contains("secret.csv'"))
    let files = FileManager.default
    #expect(!files.fileExists(atPath: place.inside + "/saved.tdq"))
    #expect(!files.fileExists(atPath: place.program.folder + "/home/.local/state/tiendo/history"))
  }
}

/// A flag that one thread raises for another.
final class Flag: @unchecked Sendable {
  private let lock = NSLock()
  private var value = false
  var isSet: Bool { lock.withLock { value } }
  func set() { lock.withLock { value = true } }
}

/// Reads and writes that would wait for ever are stopped by the time limit, and so by Ctrl-C.
@Suite struct WaitingTests {
  @Test func readersAndWritersThatNeverCome() throws {
    let program = try Program()
    let pipe = program.folder + "/pipe"
    mkfifo(pipe, 0o600)
    for query in [
      "\"\(pipe)\"", "\"/dev/zero\"", "range(1, 9) as x | export \"\(pipe)\"",
      "include \"\(pipe)\"", "load \"\(pipe)\" as t",
    ] {
      let outcome = try program.run(["--timeout", "0.3", "-c", query])
      #expect(outcome.status == 124, "\(query): \(outcome.error)")
      #expect(outcome.error.contains("the time is over"), "\(query): \(outcome.error)")
    }
    #expect(try program.run(["run", "--timeout", "0.3", pipe]).status == 124)
    #expect(try program.run(["check", "--timeout", "0.3", pipe]).status == 124)
  }

  /// Standard output is a pipe that stays full.
  @Test(arguments: ["csv", "json", "markdown", "table"])
  func aPipeThatNobodyReads(_ format: String) throws {
    let program = try Program()
    let process = Process()
    process.executableURL = URL(filePath: Program.path)
    process.arguments = [
      "--timeout", "0.5", "--format", format, "-c", "range(1, 300000) as x",
    ]
    process.currentDirectoryURL = URL(filePath: program.folder)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = Pipe()
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 124)
    try output.fileHandleForReading.close()
  }

  @Test func interruptWhileWaiting() throws {
    let program = try Program()
    mkfifo(program.folder + "/pipe", 0o600)
    let terminal = try program.prompt()
    terminal.send("\"\(program.folder)/pipe\"\n")
    // The echo of the line, then nothing: the program waits, or will soon. At the prompt Ctrl-C has no answer.
    #expect(terminal.wait(for: "/pipe\""))
    var isCancelled = false
    for _ in 0..<30 where !isCancelled {
      usleep(300_000)
      terminal.send("\u{3}")
      isCancelled = terminal.wait(for: "cancelled", within: .seconds(2))
    }
    #expect(isCancelled)
    #expect(terminal.wait(for: "tiendo> "))
  }
}

/// No control byte of a name or a cell reaches the terminal.
@Suite struct ControlByteTests {
  static let hostile = "a\u{1B}]0;owned\u{7}\u{9B}31mb"

  static func isHarmless(_ text: String) -> Bool {
    !text.unicodeScalars.contains { $0 == "\u{7}" || $0 == "\u{9B}" }
      && !text.contains("\u{1B}]0;owned")
  }

  @Test(arguments: [
    ["-c", "\"NAME\""], ["-c", "range(1, 2) as x | export \"NAME/x.csv\""], ["run", "NAME"],
    ["check", "NAME"], ["fmt", "NAME"], ["--data", "NAME", "-c", "units"],
    ["-o", "NAME/x.csv", "-c", "range(1, 2) as x"], ["--today", "NAME", "-c", "range(1, 2) as x"],
    ["--memory", "NAME", "-c", "range(1, 2) as x"], ["-p", "NAME=1", "-c", "range(1, 2) as x"],
    ["--format", "NAME"], ["NAME"], ["explain-error", "NAME"], ["-p", "NAME", "-c", "1"],
    ["--allow", "NAME", "--safe", "-c", "\"x.csv\""],
  ])
  func namesInMessages(_ arguments: [String]) throws {
    let program = try Program()
    let outcome = try program.run(
      arguments.map { $0.replacingOccurrences(of: "NAME", with: Self.hostile) })
    #expect(Self.isHarmless(outcome.error), "\(outcome.error.debugDescription)")
    #expect(Self.isHarmless(outcome.output), "\(outcome.output.debugDescription)")
  }

  @Test func namesInSummaries() throws {
    let program = try Program()
    let query = try program.file(
      "q\(Self.hostile).tdq", "range(1, 2) as x | export \"\(Self.hostile).csv\"\n")
    let outcome = try program.run(["run", query])
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.error.contains("wrote"))
    #expect(Self.isHarmless(outcome.error), "\(outcome.error.debugDescription)")
  }

  @Test(arguments: ["csv", "tsv", "json", "ndjson", "markdown", "table"])
  func cells(_ format: String) throws {
    let program = try Program()
    let data = try program.file("d.csv", "x\n\"\(Self.hostile)\u{202E}c\"\n")
    // To a pipe faithful, but for the formats that write escapes of their own.
    if format == "csv" || format == "tsv" {
      let piped = try program.run(["--format", format, "-c", "\"\(data)\""])
      #expect(piped.output.contains(Self.hostile))
    }
    let terminal = try PseudoTerminal(
      Program.path, ["--format", format, "-c", "\"\(data)\""],
      environment: ["TERM": "dumb", "LC_ALL": "C.UTF-8"])
    #expect(terminal.wait(for: "owned"))
    let seen = String(decoding: terminal.rawBytes, as: UTF8.self)
    #expect(Self.isHarmless(seen), "\(seen.debugDescription)")
    #expect(!seen.unicodeScalars.contains("\u{202E}"))
    #expect(seen.contains("owned"))
  }

  /// Texts that a spreadsheet would run; numbers stay numbers.
  @Test func formulas() throws {
    let program = try Program()
    let outcome = try program.run([
      "-c",
      "[{t: \"=1+1\", n: -5}, {t: \"+2\", n: 2}, {t: \"-x\", n: 3}, {t: \"@a\", n: 4}, {t: \"\\tb\", n: 5}, {t: \"ok=1\", n: 6}, {t: \"=a,b\", n: 7}] | export \"out.csv\" with (safe: true)",
    ])
    #expect(outcome.status == 0, "\(outcome.error)")
    let text = try String(contentsOfFile: program.folder + "/out.csv", encoding: .utf8)
    #expect(
      text == "t,n\n'=1+1,-5\n'+2,2\n'-x,3\n'@a,4\n\"'\tb\",5\nok=1,6\n\"'=a,b\",7\n")
  }
}

/// What a process that is killed leaves behind, and who wins a race for a name.
@Suite struct KilledExportTests {
  @Test func nothingIsLeft() throws {
    let program = try Program()
    let target = program.folder + "/out.csv"
    try "old\n1\n".write(toFile: target, atomically: false, encoding: .utf8)
    var generator = SeededRandom("killed")
    for _ in 0..<12 {
      let process = Process()
      process.executableURL = URL(filePath: Program.path)
      process.currentDirectoryURL = URL(filePath: program.folder)
      process.arguments = [
        "-c", "range(1, 400000) as x | export \"out.csv\" with (overwrite)",
      ]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      usleep(UInt32(generator.int(20_000...400_000)))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let text = try String(contentsOfFile: target, encoding: .utf8)
      #expect(text == "old\n1\n" || (text.hasPrefix("x\n1\n") && text.hasSuffix("\n400000\n")))
    }
    // A whole file between its two names is the most that can be there; the next run removes it.
    let last = try program.run(["-c", "range(1, 3) as x | export \"out.csv\" with (overwrite)"])
    #expect(last.status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: program.folder)
    #expect(!names.contains { $0.contains(".tiendo-") }, "\(names)")
  }

  /// Every form in which something is written: the file is the old one or a whole new one.
  @Test(arguments: [
    "csv", "tsv", "json", "ndjson", "html", "md", "parquet", "arrow", "arrows", "xlsx", "csv.gz",
    "csv.zst", "svg", "report.html", "report.md", "report.xlsx",
  ])
  func everyForm(_ ending: String) throws {
    let program = try Program()
    let target = program.folder + "/out." + ending
    let rows = 30_000
    let table = "range(1, \(rows)) as x | derive t = text(x), y = sqrt(x), b = x % 2 == 0"
    let query = try program.file(
      "q.md", "# T\n\n```tiendo\nrange(1, 3000) as x | derive t = text(x)\n```\n\n{1 + 1}\n")
    let arguments =
      ending.hasPrefix("report")
      ? ["report", query, "-o", target]
      : ending == "svg"
        ? ["-c", "\(table) | chart scatter x=x y=y to \"\(target)\""]
        : ["-c", "\(table) | export \"\(target)\" with (overwrite)"]
    let temporary = program.folder + "/tmp"
    try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
    let start = Date()
    let first = try program.run(arguments)
    let length = Date().timeIntervalSince(start)
    // A build without the library of the format says so.
    if first.error.contains("this build") { return }
    try #require(first.status == 0, "\(first.error)")
    let whole = try Data(contentsOf: URL(filePath: target))
    var generator = SeededRandom(ending)
    for _ in 0..<5 {
      try "old".write(toFile: target, atomically: false, encoding: .utf8)
      let process = Process()
      process.executableURL = URL(filePath: Program.path)
      process.currentDirectoryURL = URL(filePath: program.folder)
      process.arguments = arguments
      process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": temporary]) {
        $1
      }
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      // Late moments are the ones in which files are written.
      usleep(UInt32(length * 1e6 * Double(generator.int(40...110)) / 100))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let found = try Data(contentsOf: URL(filePath: target))
      // Workbooks say when they were made.
      #expect(
        found == Data("old".utf8) || found == whole
          || (ending.hasSuffix("xlsx") && abs(found.count - whole.count) < 64),
        "\(found.count) bytes")
    }
    #expect(try program.run(arguments).status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: program.folder)
    #expect(!names.contains { $0.contains(".tiendo-") }, "\(names)")
    // Of its own files the library of workbooks removes the names (`tmp.…`) right after they are made,
    // which a signal may come between.
    let left = try FileManager.default.contentsOfDirectory(atPath: temporary)
    #expect(left.filter { !($0.hasPrefix("tmp.") && ending.hasSuffix("xlsx")) }.isEmpty, "\(left)")
  }

  /// What a process of the past left is removed; what a living one holds is not.
  @Test func leftovers() throws {
    let program = try Program()
    let dead = try program.file("out.csv.tiendo-abc123", "half")
    let alive = try program.file("out.csv.tiendo-def456", "half")
    let other = try program.file("out.csv.tiendo-toolong", "mine")
    let held = open(alive, O_RDONLY | O_CLOEXEC)
    defer { close(held) }
    #expect(flock(held, LOCK_EX | LOCK_NB) == 0)
    #expect(try program.run(["-c", "range(1, 3) as x | export \"out.csv\""]).status == 0)
    let files = FileManager.default
    #expect(!files.fileExists(atPath: dead))
    #expect(files.fileExists(atPath: alive))
    #expect(files.fileExists(atPath: other))
  }

  /// Of several exports to one new name one succeeds, and the others say why not.
  @Test func oneWins() throws {
    let program = try Program()
    var processes: [Process] = []
    for _ in 0..<4 {
      let process = Process()
      process.executableURL = URL(filePath: Program.path)
      process.currentDirectoryURL = URL(filePath: program.folder)
      process.arguments = ["-c", "range(1, 100000) as x | export \"new.csv\""]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      processes.append(process)
    }
    for process in processes { process.waitUntilExit() }
    #expect(processes.count { $0.terminationStatus == 0 } == 1)
    #expect(processes.allSatisfy { [0, 4].contains($0.terminationStatus) })
  }

  @Test func modesAreKept() throws {
    let program = try Program()
    let target = try program.file("out.csv", "old\n")
    chmod(target, 0o600)
    #expect(
      try program.run(["-c", "range(1, 3) as x | export \"out.csv\" with (overwrite)"]).status == 0)
    var info = stat()
    #expect(stat(target, &info) == 0 && info.st_mode & 0o7777 == 0o600)
  }
}
