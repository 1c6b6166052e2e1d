import ArgumentParser
import Shell
import Sources

/// `tiendo docs`: the reference, the man page and the grammar for editors, for `make docs`.
struct Documents: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "docs",
    abstract: "Print the reference, the man page, the grammar or the page on databases.",
    shouldDisplay: false)

  enum Page: String, ExpressibleByArgument { case reference, man, grammar, engines }

  @Argument(help: "reference, man, grammar or engines")
  var page: Page

  mutating func run() throws {
    switch page {
    case .reference: try Descriptor.writeOutput(Reference.markdown())
    case .man:
      try Descriptor.writeOutput(
        Reference.manual(version: Version.text, options: Documents.options))
    case .grammar: try Descriptor.writeOutput(Grammar.json())
    case .engines: try Descriptor.writeOutput(EnginesDocument.markdown())
    }
  }

  /// The options of all ways to run the program, as `--help` tells them.
  static var options: [(form: String, about: String)] {
    var found = entries(Tiendo.helpMessage(columns: 500))
    for command in [Run.self, Check.self, Format.self] as [any ParsableCommand.Type] {
      let name = command.configuration.commandName ?? "\(command)".lowercased()
      for entry in entries(Tiendo.helpMessage(for: command, columns: 500))
      where !found.contains(where: { $0.form == entry.form }) {
        found.append((entry.form, "tiendo \(name): \(entry.about)"))
      }
    }
    return found
  }

  /// The options that a help text lists: two spaces, the form, what it is for; a long form has that
  /// in the next line.
  private static func entries(_ help: String) -> [(form: String, about: String)] {
    var entries: [(form: String, about: String)] = []
    var isInside = false
    for line in help.split(separator: "\n", omittingEmptySubsequences: false) {
      if !line.hasPrefix(" ") {
        isInside = line == "OPTIONS:"
        continue
      }
      guard isInside else { continue }
      let text = line.drop { $0 == " " }
      guard line.hasPrefix("  -"), !entries.isEmpty || text.hasPrefix("-") else {
        if let last = entries.indices.last {
          entries[last].about += (entries[last].about.isEmpty ? "" : " ") + text
        }
        continue
      }
      let gap = text.firstRange(of: "  ")
      let form = text[..<(gap?.lowerBound ?? text.endIndex)]
      let about = gap.map { text[$0.lowerBound...].drop { $0 == " " } } ?? ""
      entries.append((String(form), String(about)))
    }
    return entries
  }
}
