import Foundation
import TestSupport
import Testing

/// The operating system refuses: reading, writing, opening, naming, flushing, threads, once and from
/// then on. The program says so and ends with a status; files are the old ones or the new ones, whole.
@Suite struct FaultTests {
  /// Built beside the program.
  static let library =
    URL(filePath: Program.path).deletingLastPathComponent().path + "/libTiendoFaults.so"

  @Test(arguments: ["read", "write", "open", "link", "rename", "fsync", "unlink", "thread"])
  func sweep(_ call: String) throws {
    let program = try Program()
    let data = try program.file(
      "in.csv", "k,v\n" + (0..<2000).map { "\($0 % 7),\($0)\n" }.joined())
    let target = program.folder + "/out.csv"
    let query = try program.file(
      "q.tdq",
      "\"\(data)\" | group by k: n = count() | export \"\(target)\" with (overwrite)\n")
    try #require(FileManager.default.fileExists(atPath: Self.library))
    var hits = 0
    for mode in ["", ":on"] {
      for number in 1...10 {
        try "old\n".write(toFile: target, atomically: false, encoding: .utf8)
        let place = "\(call):\(number)\(mode)"
        let outcome = try program.run(
          ["run", "--threads", "4", "--timeout", "60", query],
          environment: ["LD_PRELOAD": Self.library, "TIENDO_FAULT": place])
        // Not a signal, and not for ever.
        #expect([0, 1, 4].contains(outcome.status), "\(place): \(outcome.status) \(outcome.error)")
        let text = try String(contentsOfFile: target, encoding: .utf8)
        if outcome.status == 0 {
          #expect(text.hasPrefix("k,n\n0,286\n"), "\(place): \(text)")
        } else {
          hits += 1
          #expect(!outcome.error.isEmpty, "\(place) said nothing")
          #expect(text == "old\n" || text.hasPrefix("k,n\n0,286\n"), "\(place): \(text)")
        }
      }
    }
    // Without threads the program goes on with those it has; what cannot be removed is told by nobody.
    if !["thread", "unlink", "link"].contains(call) {
      #expect(hits > 0, "no \(call) of the first ten had a consequence")
    }
  }

  /// The same for a report, for an answer that is shown, and for a query file that is formatted.
  @Test(arguments: ["read", "write", "open", "link", "rename", "fsync", "unlink", "thread"])
  func others(_ call: String) throws {
    let program = try Program()
    let data = try program.file(
      "in.csv", "k,v\n" + (0..<500).map { "\($0 % 7),\($0)\n" }.joined())
    let report = try program.file(
      "r.md", "# T\n\n```tiendo\n\"\(data)\" | group by k: n = count()\n```\n")
    let target = program.folder + "/out.md"
    let query = program.folder + "/q.tdq"
    let untidy = "range(1,3)   as x|take 1\n"
    let runs: [(arguments: [String], file: String?, old: String)] = [
      (["report", report, "-o", target], target, "old\n"),
      (["--format", "csv", "-c", "\"\(data)\" | group by k: n = count()"], nil, ""),
      (["fmt", query], query, untidy),
    ]
    for (arguments, file, old) in runs {
      var whole: String?
      let places = [1, 2, 3, 5, 8].flatMap { ["\(call):\($0)", "\(call):\($0):on"] }
      for place in [nil] + places {
        if let file { try old.write(toFile: file, atomically: false, encoding: .utf8) }
        let outcome = try program.run(
          arguments,
          environment: place == nil ? [:] : ["LD_PRELOAD": Self.library, "TIENDO_FAULT": place])
        let words = "\(arguments[0]) \(place ?? ""): \(outcome.status) \(outcome.error)"
        #expect([0, 1, 2, 4].contains(outcome.status), "\(words)")
        if outcome.status != 0 { #expect(!outcome.error.isEmpty, "\(words) said nothing") }
        guard let file else {
          if outcome.status == 0 { #expect(outcome.output.hasPrefix("k,n\n0,72\n"), "\(words)") }
          continue
        }
        let text = try String(contentsOfFile: file, encoding: .utf8)
        if whole == nil {
          try #require(outcome.status == 0 && text != old, "\(words)")
          whole = text
        }
        #expect(text == whole || text == old, "\(words): \(text.prefix(200))")
        if outcome.status == 0, call != "unlink" { #expect(text == whole, "\(words)") }
      }
    }
  }

  /// Readline is loaded for the prompt alone: without it the prompt says so, and all else goes on.
  @Test func withoutReadline() throws {
    let program = try Program()
    let faults = ["LD_PRELOAD": Self.library, "TIENDO_FAULT": "load:1:on"]
    let terminal = try program.prompt(environment: faults, asking: "the prompt needs GNU readline")
    #expect(terminal.waitForExit() == 2)
    let outcome = try program.run(
      ["--format", "csv", "-c", "[{a: 1}]"], environment: faults)
    #expect(outcome.status == 0)
    #expect(outcome.output == "a\n1\n")
  }
}
