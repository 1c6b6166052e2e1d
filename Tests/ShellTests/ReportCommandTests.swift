import Foundation
import TestSupport
import Testing

/// `tiendo report` as it is started: what it writes, says and returns.
@Suite struct ReportCommandTests {
  let program: Program

  init() throws { program = try Program() }

  private func report(
    _ arguments: [String], environment: [String: String?] = [:]
  ) throws -> Program.Outcome {
    try program.run(
      ["report", "--data", CompletionTests.root + "/datasets"] + arguments,
      environment: environment)
  }

  private func isThere(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: program.folder + "/" + name)
  }

  @Test("writes a page beside the report, and says so")
  func page() throws {
    _ = try program.file("r.md", "# A\n\n```tiendo\n[{a: 1}]\n```\n")
    let found = try report(["r.md"])
    #expect(found.status == 0 && found.output.isEmpty)
    #expect(found.error == "written: r.html\n")
    let html = try String(contentsOfFile: program.folder + "/r.html", encoding: .utf8)
    #expect(html.hasPrefix("<!DOCTYPE html>") && html.hasSuffix("</html>\n"))
  }

  @Test("does not write over the report itself, whatever it is called")
  func itself() throws {
    let text = "# A\n\n{1 + 1}\n"
    _ = try program.file("r.md", text)
    try FileManager.default.createSymbolicLink(
      atPath: program.folder + "/link.md", withDestinationPath: "r.md")
    for name in ["r.md", "./r.md", program.folder + "/r.md", "link.md"] {
      let found = try report(["r.md", "-o", name])
      #expect(found.status == 2 && found.error.contains("is the report itself"), "\(found.error)")
      #expect(try String(contentsOfFile: program.folder + "/r.md", encoding: .utf8) == text)
    }
    #expect(try report(["r.md", "-o", "other.md"]).status == 0)
  }

  @Test("one output does not take the results of several query files")
  func severalFiles() throws {
    _ = try program.file("a.tdq", "[{a: 1}]\n")
    _ = try program.file("b.tdq", "[{a: 2}]\n")
    let found = try program.run(["run", "a.tdq", "b.tdq", "-o", "o.csv"])
    #expect(found.status == 2 && found.error.contains("takes the result of one file"))
    #expect(!isThere("o.csv"))
    #expect(try program.run(["run", "a.tdq", "-o", "o.csv"]).status == 0 && isThere("o.csv"))
  }

  @Test("writes Markdown with its pictures and long tables")
  func markdown() throws {
    _ = try program.file(
      "r.md",
      "```tiendo rows=2\nrange(1, 9) as i\n[{a: \"x\", v: 1}] | chart bar x=a y=v\n```\n")
    let found = try report(["r.md", "-o", "out.md"])
    #expect(found.status == 0, "\(found.error)")
    #expect(isThere("out.md") && isThere("out-table-1.csv") && isThere("out-chart-1.svg"))
  }

  @Test("writes a workbook whose sheets are read again, and tells that the words stay behind")
  func workbook() throws {
    _ = try program.file(
      "r.md",
      "# A\n\n```tiendo title=\"T\" rows=2\nrange(1, 9) as i | derive j = 2 * i\n```\n```tiendo\n[{a: \"x\", v: 1}] | chart bar x=a y=v\n```\n"
    )
    let found = try report(["r.md", "-o", "out.xlsx"])
    #expect(found.status == 0, "\(found.error)")
    #expect(
      found.error.contains("the words are in .html") && found.error.contains("written: out.xlsx"))
    let sheets = try program.run(
      [
        "-c", "\"out.xlsx\" with (sheet: \"T\") | aggregate n = count(), s = sum(i)", "--format",
        "csv",
      ])
    #expect(sheets.output == "n,s\n9,45\n", "\(sheets.error)")
  }

  @Test(
    "nothing is written when anything is wrong",
    arguments: [
      ("```tiendo\n[{a: 1}] | assert a == 2, \"a is 2\"\n```\n", 3, "a is 2"),
      ("```tiendo\nno_table\n```\n", 1, "r.md:2:1"), ("{x}\n", 1, "nothing is called"),
      ("```tiendo\n\"none.csv\"\n```\n", 4, "none.csv"),
      ("```tiendo\n[{a: 1}]\n```\n{if true}", 1, "r.md:4:1"),
    ])
  func nothing(_ body: String, _ status: Int32, _ words: String) throws {
    _ = try program.file("r.md", body)
    let found = try report(["r.md"])
    #expect(found.status == status, "\(found.error)")
    #expect(found.error.contains(words), "\(found.error)")
    #expect(!isThere("r.html"))
  }

  @Test(
    "what the command line asks wrongly",
    arguments: [
      (["r.md", "-o", "r.xyz"], ".html, .md"), (["r.md", "-o", "r"], ".html"),
      (["r.md", "-p", "yeer=2024"], "did you mean year"),
    ])
  func usage(_ arguments: [String], _ words: String) throws {
    _ = try program.file("r.md", "---\nparam: { year: 2023 }\n---\n{year}\n")
    let found = try report(arguments)
    #expect(found.status == 2 && found.error.contains(words), "\(found.error)")
  }

  @Test("a missing program is named with its package", arguments: ["docx", "odt", "pdf"])
  func missingProgram(_ ending: String) throws {
    _ = try program.file("r.md", "A\n")
    let found = try report(["r.md", "-o", "r.\(ending)"], environment: ["PATH": "/nowhere"])
    #expect(found.status == 2 && found.error.contains("is not installed"), "\(found.error)")
    #expect(!isThere("r.\(ending)"))
  }

  @Test("another program's failure leaves the old file")
  func failingProgram() throws {
    _ = try program.file("r.md", "A\n")
    _ = try program.file("r.docx", "old")
    let pandoc = try program.file("pandoc", "#!/bin/sh\nexit 3\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: pandoc)
    let found = try report(
      ["r.md", "-o", "r.docx"], environment: ["PATH": program.folder + ":/usr/bin:/bin"])
    #expect(found.status == 4 && found.error.contains("status 3"), "\(found.error)")
    #expect(try String(contentsOfFile: program.folder + "/r.docx", encoding: .utf8) == "old")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: program.folder)
        .filter { $0.hasPrefix(".tiendo-report") } == [])
  }

  @Test("check reads reports too, and --safe writes none")
  func checkAndSafe() throws {
    _ = try program.file("r.md", "{x}\n")
    let found = try program.run(["check", "r.md"])
    #expect(found.status == 1 && found.error.contains("r.md:1:2"), "\(found.error)")
    _ = try program.file("s.md", "A\n")
    let safe = try report(["--safe", "s.md"])
    #expect(safe.status != 0 && !isThere("s.html"), "\(safe.error)")
  }
}
