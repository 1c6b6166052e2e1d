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
}
