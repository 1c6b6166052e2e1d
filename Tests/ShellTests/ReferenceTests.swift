import Foundation
import Testing

@testable import Services
@testable import Shell

/// The pages made from the definitions are those that are committed.
@Suite struct ReferenceTests {
  @Test("docs/reference.md is what `make docs` gives")
  func current() throws {
    let path = CompletionTests.root + "/docs/reference.md"
    let written = try String(contentsOfFile: path, encoding: .utf8)
    #expect(written == Reference.markdown(), "run `make docs`")
  }

  @Test("docs/engines.md is what `make docs` gives")
  func engines() throws {
    let path = CompletionTests.root + "/docs/engines.md"
    let written = try String(contentsOfFile: path, encoding: .utf8)
    #expect(written == EnginesDocument.markdown(), "run `make docs`")
  }

  @Test("docs/tiendo.1 is what `make docs` gives, with every option that --help tells")
  func currentManual() throws {
    let program = try Program()
    let path = CompletionTests.root + "/docs/tiendo.1"
    let written = try String(contentsOfFile: path, encoding: .utf8)
    let made = try program.run(["docs", "man"])
    #expect(written == made.output, "run `make docs`")
    for command in [[], ["run"], ["check"], ["fmt"]] {
      let help = try program.run(command + ["--help"]).output
      let options = help.split(separator: "\n").filter { $0.hasPrefix("  -") }
        .compactMap {
          $0.split(separator: " ").first { $0.hasPrefix("--") } ?? $0.split(separator: " ").first
        }
      #expect(options.count > 8)
      for option in options {
        let name = option.split(separator: "-").joined(separator: "\\-")
        #expect(written.contains(name), "\(option)")
      }
    }
  }

  @Test("The man page names every step and command, and begins no line by accident")
  func manual() {
    let page = Reference.manual(version: "1", options: [("--x", "about .x")])
    let macros = ["TH", "SH", "TP", "B", "I", "br", "PP", "RS", "RE"]
    for line in page.split(separator: "\n") where line.hasPrefix(".") {
      let macro = line.dropFirst().prefix { $0.isLetter }
      #expect(macros.contains(String(macro)), "\(line)")
    }
    for command in Commands.all { #expect(page.contains("\\&.\(command.help.name)")) }
  }
}
