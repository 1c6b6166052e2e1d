import ArgumentParser
import Files
import Shell

/// `tiendo docs`: the reference, the man page and the grammar for editors, for `make docs`.
struct Documents: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "docs", abstract: "Print the reference, the man page or the grammar.",
    shouldDisplay: false)

  enum Page: String, ExpressibleByArgument { case reference, man, grammar }

  @Argument(help: "reference, man or grammar")
  var page: Page

  mutating func run() throws {
    switch page {
    case .reference: try Descriptor.writeOutput(Reference.markdown())
    case .man:
      try Descriptor.writeOutput(
        Reference.manual(version: Version.text, options: Documents.options))
    case .grammar: try Descriptor.writeOutput(Grammar.json())
    }
  }

  /// The options of all ways to run the program, as `--help` tells them.
  private static let options: [(form: String, about: String)] = [
    ("-c QUERY", "Run this query and end."),
    ("-o FILE", "Write the last result to this file."),
    ("-p, --param NAME=VALUE", "A parameter."),
    ("--data FOLDER", "The folder of the catalogue (datapackage.json)."),
    (
      "--format FORMAT", "table, csv, tsv, json, ndjson or markdown; with JSON errors are JSON too."
    ),
    ("--keep-going", "tiendo run: go on after a failing statement or file."),
    ("--quiet", "tiendo run: do not tell at the end what was written and asserted."),
    (
      "--check",
      "tiendo fmt: change nothing; the status is 1 where a file is not in the usual form."
    ),
    ("--safe", "Read only the catalogue and --allow folders; write nothing and start no program."),
    ("--allow FOLDER", "A folder that --safe lets be read."),
    ("--no-rc", "Do not read ~/.config/tiendo/rc.tdq at the prompt."),
    ("--threads N", "How many threads to use."),
    ("--timeout SECONDS", "Stop after this many seconds, with status 124."),
    ("--memory SIZE", "The most memory to use, such as 8GB."),
    ("--today DATE", "The day that counts as today, such as 2025-04-10."),
    ("--lang en|vi", "The language of messages."),
  ]
}
