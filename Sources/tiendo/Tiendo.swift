import ArgumentParser
import Display
import Glibc
import Language
import Shell
import Sources
import Workspace

/// The program: arguments to a session, a session's end to an exit status.
@main
struct Tiendo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tiendo",
    abstract: "Analytics for people who must tell whether a programme is on course.",
    discussion: """
      Without arguments a prompt opens on the catalogue's tables; `help` there shows the way.
      Queries can also come from -c, from files (tiendo run) and from standard input.

      Exit status: 0 all well, 1 an error in the query or the data, 2 wrong usage or parameters,
      3 an assertion failed, 4 a file could not be read or written, 124 timed out, 130 interrupted.
      """,
    version: """
      tiendo \(Version.text)
      Licence GPL-3.0-or-later. There is no warranty.
      \(Libraries.summary)
      """,
    subcommands: [Run.self, Check.self, Format.self, ExplainError.self, Documents.self, Bench.self])

  @OptionGroup var common: CommonOptions

  @Option(
    name: .customShort("c"),
    help: ArgumentHelp("Run this query and end.", valueName: "query"))
  var query: String?

  @Option(
    name: .customShort("o"),
    help: ArgumentHelp("Write the last result to this file.", valueName: "file"))
  var output: String?

  @Flag(name: .customLong("no-rc"), help: "Do not read ~/.config/tiendo/rc.tdq at the prompt.")
  var skipsRC = false

  mutating func run() throws {
    var options = common.values
    options.skipsRC = skipsRC
    let query = self.query
    let output = self.output
    finish(
      Program.start(options) { program in
        if let query {
          return try program.run(SourceText(query, name: "<command line>"), output: output)
        }
        if isatty(0) == 0 { return try program.run(Script.source("-"), output: output) }
        return try program.prompt()
      })
  }
}

/// `tiendo run`
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run saved queries, one file after another.")

  @OptionGroup var common: CommonOptions

  @Argument(help: "Query files (.tdq).", completion: .file(extensions: ["tdq"]))
  var files: [String]

  @Option(
    name: .customShort("o"),
    help: ArgumentHelp("Write the last result to this file.", valueName: "file"))
  var output: String?

  /// Takes `-o` wherever it stands, since it has an option of that name too.
  @ParentCommand var program: Tiendo

  @Flag(name: .customLong("keep-going"), help: "Go on after a failing statement or file.")
  var keepsGoing = false

  @Flag(help: "Do not tell at the end what was written and asserted.")
  var quiet = false

  mutating func run() throws {
    let options = common
    let isQuiet = quiet
    let files = self.files
    let output = self.output ?? self.program.output
    let keepsGoing = self.keepsGoing
    finish(
      Program.start(options.values) { program in
        var status = ExitStatus.success
        for file in files {
          let own = program.reporting {
            try program.run(
              Script.source(file, isOwn: true), output: output, keepsGoing: keepsGoing,
              sayingWhatWasDone: !isQuiet, failsOnRejected: true)
          }
          if status == .success { status = own }
          if own != .success, !keepsGoing { break }
        }
        return status
      })
  }
}

/// `tiendo check`
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Report all errors of a query file; nothing runs.")

  @OptionGroup var common: CommonOptions

  @Argument(help: "Query files (.tdq).", completion: .file(extensions: ["tdq"]))
  var files: [String]

  mutating func run() throws {
    let options = common
    let files = self.files
    finish(
      Program.start(options.values) { program in
        var status = ExitStatus.success
        for file in files {
          let own = program.reporting { try program.check(Script.source(file, isOwn: true)) }
          if status == .success { status = own }
        }
        return status
      })
  }
}

/// `tiendo fmt`
struct Format: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Bring query files into the usual form, comments kept; - reads standard input.")

  @OptionGroup var common: CommonOptions

  @Flag(help: "Change nothing; the status is 1 where a file is not in the usual form.")
  var check = false

  @Argument(help: "Query files (.tdq).", completion: .file(extensions: ["tdq"]))
  var files: [String]

  mutating func run() throws {
    let options = common
    let (files, checkOnly) = (self.files, check)
    finish(
      Program.start(options.values) { program in
        var status = ExitStatus.success
        for file in files {
          let own = program.reporting { try program.format(file, checkOnly: checkOnly) }
          if status == .success { status = own }
        }
        return status
      })
  }
}

/// `tiendo explain-error`
struct ExplainError: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain-error", abstract: "Say what the code of a message means.")

  @OptionGroup var common: CommonOptions

  @Argument(help: "A code such as E0301.")
  var code: String

  mutating func run() throws {
    let options = common
    let code = self.code
    finish(Program.start(options.values) { try $0.explain(code) })
  }
}

/// Ends the process; `exit` runs no deinitialisers, which for large tables saves time.
func finish(_ status: ExitStatus) -> Never { exit(status.rawValue) }

struct CommonOptions: ParsableArguments {
  @Option(
    name: .customLong("data"),
    help: ArgumentHelp(
      "The folder of the catalogue (datapackage.json).", valueName: "folder"))
  var data: String?

  @Option(
    name: [.customShort("p"), .customLong("param")],
    help: ArgumentHelp("A parameter.", valueName: "name=value"))
  var parameters: [String] = []

  @Option(
    help: "\(ResultFormat.names.en); with JSON errors are JSON lines too.")
  var format: String?

  @Option(help: ArgumentHelp("How many threads to use.", valueName: "n"))
  var threads: Int?

  @Option(
    help: ArgumentHelp("Stop after this many seconds, with status 124.", valueName: "seconds"))
  var timeout: Double?

  @Option(help: ArgumentHelp("The most memory to use, such as 8GB.", valueName: "size"))
  var memory: String?

  @Option(
    help: ArgumentHelp("The day that counts as today, such as 2025-04-10.", valueName: "date"))
  var today: String?

  @Option(help: ArgumentHelp("The language of messages.", valueName: "en|vi"))
  var lang: String?

  @Flag(
    help: "Queries read only the catalogue and --allow folders, write nothing, start no program.")
  var safe = false

  @Option(help: ArgumentHelp("A folder that --safe lets be read.", valueName: "folder"))
  var allow: [String] = []

  mutating func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads takes a number from 1 to 1024")
    }
    if let timeout, !(timeout > 0) { throw ValidationError("--timeout takes seconds above 0") }
    if let format, ResultFormat(named: format) == nil {
      throw ValidationError("--format takes \(ResultFormat.names.en)")
    }
    if let lang, Lang(rawValue: lang) == nil { throw ValidationError("--lang takes en or vi") }
    for parameter in parameters where !parameter.contains("=") {
      throw ValidationError("-p takes name=value, not \(parameter)")
    }
  }
}

extension Tiendo {
  /// ArgumentParser's usage errors end with status 2.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      let code = exitCode(for: error)
      let text = fullMessage(for: error)
      if code == .success {
        try? Descriptor.writeOutput(text + "\n")
        finish(.success)
      }
      Descriptor.writeError(Width.harmless(text) + "\n")
      finish(.usage)
    }
  }
}

extension CommonOptions {
  /// The options as plain values.
  var values: ProgramOptions {
    var values = ProgramOptions()
    values.data = data
    values.parameters = parameters
    values.format = format.flatMap { ResultFormat(named: $0) }
    values.threads = threads
    values.timeout = timeout
    values.memory = memory
    values.today = today
    values.lang = lang.flatMap { Lang(rawValue: $0) }
    values.isSafe = safe
    values.allowed = allow
    return values
  }
}
