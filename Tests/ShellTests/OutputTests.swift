import Foundation
import Language
import Sources
import Testing

@testable import Shell
@testable import Workspace

/// What the program writes for `-o` and `export`, run as another program would run it.
@Suite struct OutputTests {
  private func names(_ program: Program) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: program.folder)
      .filter { !$0.hasPrefix("std") && $0 != "home" }.sorted()
  }

  @Test("-o: an ending it does not know is told before anything runs")
  func endings() throws {
    let program = try Program()
    let query = "range(1, 3) as i | export \"first.csv\""
    for path in ["b.docx", "b.csv.zip", "b.odt"] {
      let outcome = try program.run(["-c", query, "-o", path])
      #expect(outcome.status == 2, "\(path)")
      for format in ResultFormat.all.compactMap(\.format) {
        #expect(outcome.error.contains(format.name), "\(path): \(format.name)")
      }
    }
    #expect(try names(program) == [])
    #expect(try program.run(["-c", query, "-o", "b.json"]).status == 0)
    #expect(try names(program) == ["b.json", "first.csv"])
    let plain = try program.run(["-c", "range(1, 3) as i | where i > 5", "-o", "plain"])
    #expect(plain.status == 0)
    #expect(plain.error.contains("no ending") && plain.error.contains("without a row"))
  }

  @Test("/dev/stdout is written to in order with what is shown")
  func standardOutput() throws {
    let program = try Program()
    let outcome = try program.answer("range(1, 2) as i | export \"/dev/stdout\" | where i > 1")
    #expect(outcome.status == 0 && outcome.output == "i\n1\n2\ni\n2\n")
    // The subcommand has the option too.
    _ = try program.file("q.tdq", "range(1, 2) as i\n")
    let saved = try program.run(["run", "q.tdq", "-o", "c.csv", "--quiet"])
    #expect(saved.status == 0 && saved.output.isEmpty)
    #expect(try String(contentsOfFile: program.folder + "/c.csv", encoding: .utf8) == "i\n1\n2\n")
    let last = try program.run(["-c", "range(1, 2) as i", "-o", "/dev/stdout"])
    #expect(last.status == 0 && last.output == "i\n1\n2\n")
    let full = try program.answer("range(1, 2) as i | export \"/dev/full\" with (overwrite: true)")
    #expect(full.status == 4 && full.error.contains("No space left"))
    var info = stat()
    #expect(stat("/dev/full", &info) == 0 && info.st_mode & S_IFMT == S_IFCHR)
  }

  @Test("standard input is read by several statements, whole and in part")
  func standardInput() throws {
    let program = try Program()
    let path = try program.file("q.tdq", "load \"-\" as t\nt | select a\n\"-\" | select b\n")
    let outcome = try program.run(["run", path, "--format", "csv"], input: "a,b\n1,x\n2,y\n")
    #expect(outcome.status == 0 && outcome.output == "a\n1\n2\nb\nx\ny\n")
  }

  @Test("a file run from elsewhere finds what lies beside it")
  func here() throws {
    let program = try Program()
    try FileManager.default.createDirectory(
      atPath: program.folder + "/away", withIntermediateDirectories: true)
    _ = try program.file("away/d.csv", "a\n7\n")
    let path = try program.file(
      "away/r.tdq", "param thang: text\n\"{$here}/d.csv\" | export \"{$here}/o-{$thang}.csv\"\n")
    #expect(try program.run(["run", path, "-p", "thang=2025-10"]).status == 0)
    #expect(try program.run(["run", "away/r.tdq", "-p", "thang=2025-11"]).status == 0)
    #expect(try program.run(["run", "away/r.tdq", "-p", "thang=12/2025"]).status == 1)
    let made = try FileManager.default.contentsOfDirectory(atPath: program.folder + "/away")
    #expect(made.sorted() == ["d.csv", "o-2025-10.csv", "o-2025-11.csv", "r.tdq"])
  }

  @Test("help describes every format and option in both languages")
  func help() throws {
    for lang in [Lang.en, .vi] {
      let help = Help(lang: lang, width: 100)
      for format in FormatRegistry.standard.formats {
        #expect(help.text("formats").contains(format.name))
        let page = help.text(format.name)
        for spec in (format.readOptions ?? []) + (format.writeOptions ?? []) {
          #expect(page.contains("\(spec.name): \(spec.example)"), "\(format.name) \(spec.name)")
        }
        #expect(Reference.markdown().contains("### \(format.name)"))
      }
    }
  }
}
