import Foundation
import Testing

@testable import Shell

/// The pages made from the definitions are those that are committed.
@Suite struct ReferenceTests {
  @Test("docs/reference.md is what `make docs` gives")
  func current() throws {
    let path = CompletionTests.root + "/docs/reference.md"
    let written = try String(contentsOfFile: path, encoding: .utf8)
    #expect(written == Reference.markdown(), "run `make docs`")
  }

  @Test("The man page names every step and command, and begins no line by accident")
  func manual() {
    let page = Reference.manual(version: "1", options: [("--x", "about .x")])
    let macros = ["TH", "SH", "TP", "B", "I", "br", "PP", "RS", "RE"]
    for line in page.split(separator: "\n") where line.hasPrefix(".") {
      let macro = line.dropFirst().prefix { $0.isLetter }
      #expect(macros.contains(String(macro)), "\(line)")
    }
    for command in Commands.all { #expect(page.contains("\\&.\(command.name)")) }
  }
}
