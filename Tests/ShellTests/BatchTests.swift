import Foundation
import Testing

/// `tiendo run` and `tiendo check` on files.
@Suite struct BatchTests {
  @Test("A file is checked whole before its first statement runs")
  func checkedFirst() throws {
    let program = try Program()
    let written = program.folder + "/first.csv"
    let file = try program.file(
      "report.tdq",
      """
      [{a: 1}] | export "\(written)"
      [{a: 1}] | where b > 1
      [{a: 1}] | derive c = nothing(a)
      """)
    let stopped = try program.run(["run", file])
    #expect(stopped.status == 1)
    #expect(stopped.error.contains("E0501") && stopped.error.contains("E0505"))
    #expect(!FileManager.default.fileExists(atPath: written))
    // What is right still runs where one asks for it.
    let kept = try program.run(["run", "--keep-going", file])
    #expect(kept.status == 1)
    #expect(FileManager.default.fileExists(atPath: written))
  }

  @Test("A file that reads what it wrote runs, with types and columns that come with the data")
  func readsWhatItWrote() throws {
    let program = try Program()
    let written = program.folder + "/made.csv"
    let file = try program.file(
      "report.tdq",
      """
      [{k: "x", u: "a", year: 2023, v: 1}, {k: "y", u: "a", year: 2024, v: 2}] | export "\(written)"
      let wide = "\(written)" | pivot k by u: s = sum(v)
      wide | derive z = x + y | select z
      "\(written)" | compare 2023, 2024 by u: v | select change
      """)
    let checked = try program.run(["check", file])
    #expect(checked.status == 0)
    #expect(checked.error.contains("report.tdq:2: columns known only from the data"))
    let outcome = try program.run(["run", file, "--format", "csv"])
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output == "z\n3\nchange\n1\n")
  }

  @Test("A missing file ends a run with the status of files, before anything is written")
  func missingFile() throws {
    let program = try Program()
    let written = program.folder + "/x.csv"
    let file = try program.file(
      "report.tdq", "\"\(program.folder)/none.csv\" | take 1\n[{a: 1}] | export \"\(written)\"\n")
    let outcome = try program.run(["run", file])
    #expect(outcome.status == 4)
    #expect(!FileManager.default.fileExists(atPath: written))
  }

  @Test("All assertions of a file are told with their rows; nothing is written after one fails")
  func assertions() throws {
    let program = try Program()
    let written = program.folder + "/x.csv"
    let inner = try program.file(
      "inner.tdq", "[{c: 1}, {c: 2}] | assert c > 1\n[{d: 0}] | assert d == 1")
    let file = try program.file(
      "report.tdq",
      """
      let t = range(1, 5) as i | assert i < 4, "small"
      [{a: 1}] | assert a > 1 | assert a == 2, "two" | export "\(written)"
      t | aggregate n = count() | assert n == 5
      t | where i > 9 | assert i > 0, "positive"
      include "\(inner)"
      t | export "\(written)"
      """)
    let outcome = try program.run(["run", file, "--format", "json"])
    #expect(outcome.status == 3)
    #expect(outcome.output.isEmpty)
    let lines = try outcome.error.split(separator: "\n").map { line in
      try #require(
        JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
    }
    let codes = lines.map { $0["code"] as? String }
    #expect(codes == ["E0680", "E0680", "E0680", "N0450", "E0680", "E0680"])
    let rows = lines.compactMap { $0["rows"] as? [[String: Int]] }
    #expect(rows == [[["i": 4], ["i": 5]], [["a": 1]], [["a": 1]], [["c": 1]], [["d": 0]]])
    #expect(!FileManager.default.fileExists(atPath: written))
    let people = try program.run(["run", file])
    #expect(people.error.contains("not written, since an assertion does not hold: \(written)"))
    let kept = try program.run(["run", "--keep-going", file])
    #expect(kept.status == 3)
  }

  @Test("A catalogue that is broken stops what looks for a table, with its own error")
  func brokenCatalogue() throws {
    let program = try Program()
    _ = try program.file("datapackage.json", "{\"resources\": [")
    let place = ["TIENDO_DATA": program.folder]
    // What needs no table does not open it.
    let alone = try program.run(["--format", "csv", "-c", "[{a: 1}]"], environment: place)
    #expect(alone.status == 0 && alone.output == "a\n1\n" && alone.error.isEmpty)
    let file = try program.file("q.tdq", "[{a: 1}]\nindices | take 1\n")
    for arguments in [
      ["-c", "indices | take 1"], ["-c", ".tables"], ["-c", "let x = 1\n\nindcies | take 1"],
      ["run", file], ["check", file], ["-c", "explain indices | take 1"],
      ["--data", program.folder, "-c", "[{a: 1}]"],
    ] {
      let outcome = try program.run(arguments, environment: place)
      #expect(outcome.status != 0, "\(arguments): \(outcome.output)")
      #expect(outcome.error.contains("datapackage.json"), "\(arguments): \(outcome.error)")
      #expect(!outcome.error.contains("E0503"), "\(arguments): \(outcome.error)")
    }
  }
}
