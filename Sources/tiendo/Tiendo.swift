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
    abstract: Spoken.text(
      "Analytics for people who must tell whether a programme is on course.",
      "Phân tích số liệu để biết một chương trình có đang đúng tiến độ hay không."),
    discussion: Spoken.text(
      """
      Without arguments a prompt opens on the catalogue's tables; `help` there shows the way.
      Queries can also come from -c, from files (tiendo report.tdq) and from standard input.

      Exit status: 0 all well, 1 an error in the query or the data, 2 wrong usage or parameters,
      3 an assertion failed, 4 a file could not be read or written, 124 timed out, 130 interrupted.
      """,
      """
      Không có đối số thì mở dấu nhắc lệnh với các bảng của danh mục; gõ `help` để xem hướng dẫn.
      Truy vấn cũng có thể đến từ -c, từ tệp (tiendo bao-cao.tdq) và từ đầu vào chuẩn.

      Mã kết thúc: 0 tốt, 1 lỗi trong truy vấn hoặc dữ liệu, 2 sai cách dùng hoặc tham số,
      3 một điều kiện assert không đúng, 4 không đọc hoặc ghi được tệp, 124 hết giờ, 130 bị ngắt.
      """),
    version: "tiendo \(Version.text)\n"
      + Spoken.text(
        "Licence GPL-3.0-or-later. There is no warranty.",
        "Giấy phép GPL-3.0-or-later. Không có bảo hành.")
      // To ask libraries for their versions loads them, so only who wants to read that waits for it.
      + (CommandLine.arguments.contains("--version") ? "\n\(Libraries.summary)" : ""),
    subcommands: [
      Run.self, Report.self, Check.self, Format.self, ExplainError.self, Documents.self, Bench.self,
    ])

  @OptionGroup var common: CommonOptions

  @Option(
    name: .customShort("c"),
    help: ArgumentHelp(
      Spoken.text("Run this query and end.", "Chạy truy vấn này rồi kết thúc."), valueName: "query")
  )
  var query: String?

  @OptionGroup var output: OutputOption

  @Flag(
    name: .customLong("no-rc"),
    help: ArgumentHelp(
      Spoken.text(
        "Do not read ~/.config/tiendo/rc.tdq at the prompt.",
        "Không đọc ~/.config/tiendo/rc.tdq ở dấu nhắc lệnh.")))
  var skipsRC = false

  mutating func run() throws {
    var options = common.values
    options.skipsRC = skipsRC
    Tiendo.start(options, query: query, output: output.path)
  }

  /// Answers a query, or what standard input has, or opens the prompt.
  static func start(_ options: ProgramOptions, query: String?, output: String? = nil) -> Never {
    var options = options
    options.isForPrompt = query == nil && isatty(0) != 0
    finish(
      Program.start(options) { program in
        if let query {
          return try program.run(SourceText(query, name: "<command line>"), output: output)
        }
        if isatty(0) == 0 { return try program.run(QueryFile.source("-"), output: output) }
        return try program.prompt()
      })
  }
}

/// `tiendo run`
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: Spoken.text(
      "Run saved queries, one file after another.", "Chạy các truy vấn đã lưu, lần lượt từng tệp."))

  @OptionGroup var common: CommonOptions

  @Argument(
    help: ArgumentHelp(Spoken.text("Query files (.tdq).", "Các tệp truy vấn (.tdq).")),
    completion: .file(extensions: ["tdq"]))
  var files: [String]

  @OptionGroup var output: OutputOption

  @Flag(
    name: .customLong("keep-going"),
    help: ArgumentHelp(
      Spoken.text(
        "Go on after a failing statement or file.", "Chạy tiếp sau câu lệnh hoặc tệp bị lỗi.")))
  var keepsGoing = false

  @Flag(
    help: ArgumentHelp(
      Spoken.text(
        "Do not tell at the end what was written and asserted.",
        "Không nói ở cuối đã ghi và kiểm tra những gì.")))
  var quiet = false

  mutating func run() throws {
    Run.start(
      common.values, files: files, output: output.path, keepsGoing: keepsGoing, isQuiet: quiet)
  }

  /// Runs files; ends with the status of the first that failed.
  static func start(
    _ options: ProgramOptions, files: [String], output: String? = nil, keepsGoing: Bool = false,
    isQuiet: Bool = false
  ) -> Never {
    finish(
      Program.start(options) { program in
        guard program.takesResults(of: files, output: output) else { return .usage }
        var status = ExitStatus.success
        for file in files {
          let own = program.reporting {
            try program.run(
              QueryFile.source(file, isOwn: true), output: output, keepsGoing: keepsGoing,
              sayingWhatWasDone: !isQuiet, failsOnRejected: true)
          }
          if status == .success { status = own }
          if own != .success, !keepsGoing { break }
        }
        return status
      })
  }
}

/// `tiendo report`
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: Spoken.text(
      "Write a report: Markdown with statements, values, tables and charts in it.",
      "Ghi báo cáo: Markdown có câu lệnh, giá trị, bảng và biểu đồ."),
    discussion: Spoken.text(
      """
      Fences ```tiendo hold statements, {x} stands for a value, {if x > 0}…{else}…{end} for what is
      said only then. The ending of -o says the form: .html (one file), .md, .xlsx (a sheet for each
      table and chart), and through other programs .docx, .odt, .pdf; without it an HTML file of the
      report's name is written beside it. Nothing is written unless all of the report is right.
      """,
      """
      Khối ```tiendo chứa câu lệnh, {x} là một giá trị, {if x > 0}…{else}…{end} cho đoạn chỉ nói khi
      đúng. Đuôi của -o cho biết dạng: .html (một tệp), .md, .xlsx (mỗi bảng và biểu đồ một trang
      tính), và qua chương trình khác .docx, .odt, .pdf; không có -o thì ghi tệp HTML cùng tên bên
      cạnh báo cáo. Có lỗi thì không ghi gì.
      """))

  @OptionGroup var common: CommonOptions

  @Argument(
    help: ArgumentHelp(Spoken.text("A report (.md).", "Một báo cáo (.md).")),
    completion: .file(extensions: ["md"]))
  var file: String

  @OptionGroup var output: OutputOption

  @Flag(
    help: ArgumentHelp(
      Spoken.text(
        "Write anew whenever the report or a file that it reads changes, until Ctrl-C.",
        "Ghi lại mỗi khi báo cáo hoặc tệp số liệu thay đổi, cho đến khi bấm Ctrl-C.")))
  var watch = false

  mutating func run() throws {
    let (options, file, output) = (common.values, self.file, self.output.path)
    if watch { finish(Program.watch(options, report: file, output: output)) }
    finish(Program.start(options) { try $0.report(file, output: output) })
  }
}

/// `tiendo check`
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: Spoken.text(
      "Report all errors of a query file; nothing runs.",
      "Báo mọi lỗi của tệp truy vấn; không chạy gì."))

  @OptionGroup var common: CommonOptions

  @Argument(
    help: ArgumentHelp(
      Spoken.text(
        "Query files (.tdq) and reports (.md).", "Các tệp truy vấn (.tdq) và báo cáo (.md).")),
    completion: .file(extensions: ["tdq", "md"]))
  var files: [String]

  mutating func run() throws {
    let options = common
    let files = self.files
    finish(
      Program.start(options.values) { program in
        var status = ExitStatus.success
        for file in files {
          let own = program.reporting { try program.check(QueryFile.source(file, isOwn: true)) }
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
    abstract: Spoken.text(
      "Bring query files into the usual form, comments kept; - reads standard input.",
      "Đưa tệp truy vấn về dạng chuẩn, giữ chú thích; - đọc đầu vào chuẩn."))

  @OptionGroup var common: CommonOptions

  @Flag(
    help: ArgumentHelp(
      Spoken.text(
        "Change nothing; the status is 1 where a file is not in the usual form.",
        "Không sửa gì; mã là 1 nếu có tệp chưa đúng dạng chuẩn.")))
  var check = false

  @Argument(
    help: ArgumentHelp(Spoken.text("Query files (.tdq).", "Các tệp truy vấn (.tdq).")),
    completion: .file(extensions: ["tdq"]))
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
    commandName: "explain-error",
    abstract: Spoken.text(
      "Say what the code of a message means.", "Giải thích mã của một thông báo."))

  @OptionGroup var common: CommonOptions

  @Argument(help: ArgumentHelp(Spoken.text("A code such as E0301.", "Một mã như E0301.")))
  var code: String

  mutating func run() throws {
    let options = common
    let code = self.code
    finish(Program.start(options.values) { try $0.explain(code) })
  }
}

/// Ends the process; `exit` runs no deinitialisers, which for large tables saves time.
func finish(_ status: ExitStatus) -> Never { exit(status.rawValue) }

extension Tiendo {
  /// The arguments with `run` in front where a query file is what comes first: `tiendo report.tdq`.
  static func withRun(_ arguments: [String]) -> [String] {
    let valued = [
      "--data", "-p", "--param", "--format", "--threads", "--timeout", "--memory", "--today",
      "--lang", "--allow", "-o",
    ]
    var index = 0
    while index < arguments.count {
      let argument = arguments[index]
      if argument == "-c" { return arguments }
      guard argument.hasPrefix("-") else {
        return argument.lowercased().hasSuffix(".tdq") ? ["run"] + arguments : arguments
      }
      index += valued.contains(argument) ? 2 : 1
    }
    return arguments
  }

  /// Starts what is typed most without ArgumentParser, whose types take a fifth of such a run to make:
  /// nothing, `-c QUERY`, and the name of one query file with or without `run`.
  private static func startPlainly(_ arguments: [String]) {
    let file = arguments.last ?? ""
    switch arguments.count {
    case 0: start(ProgramOptions(), query: nil)
    case 2 where arguments[0] == "-c" && !arguments[1].hasPrefix("-"):
      start(ProgramOptions(), query: arguments[1])
    case 1 where !file.hasPrefix("-") && file.lowercased().hasSuffix(".tdq"),
      2 where arguments[0] == "run" && !file.hasPrefix("-"):
      Run.start(ProgramOptions(), files: [file])
    default: break
    }
  }

  /// ArgumentParser's usage errors end with status 2.
  static func main() {
    if let bytes = SystemStack.provide() {
      Descriptor.writeError(
        Spoken.text(
          "tiendo: the system lets a stack have \(bytes >> 10) KiB (ulimit -s); \(SystemStack.needed >> 10) are needed",
          "tiendo: hệ thống chỉ cho ngăn xếp \(bytes >> 10) KiB (ulimit -s); cần \(SystemStack.needed >> 10)"
        ) + "\n")
      finish(.queryFailed)
    }
    if let limit = SystemMemory.limit, limit.left < SystemMemory.needed {
      Descriptor.writeError(
        Spoken.text(
          "tiendo: the system lets this program have \(limit.bytes >> 20) MiB of memory (ulimit -d or -v), "
            + "of which \(max(0, limit.left) >> 20) are left; \(SystemMemory.needed >> 20) are needed",
          "tiendo: hệ thống chỉ cho chương trình này \(limit.bytes >> 20) MiB bộ nhớ (ulimit -d hoặc -v), "
            + "còn lại \(max(0, limit.left) >> 20); cần \(SystemMemory.needed >> 20)") + "\n")
      finish(.queryFailed)
    }
    startPlainly(Array(CommandLine.arguments.dropFirst()))
    do {
      var command = try parseAsRoot(withRun(Array(CommandLine.arguments.dropFirst())))
      try command.run()
    } catch {
      let code = exitCode(for: error)
      let text = Spoken.headings(in: fullMessage(for: error))
      if code == .success {
        try? Descriptor.writeOutput(text + "\n")
        finish(.success)
      }
      Descriptor.writeError(TerminalWidth.harmless(text) + "\n")
      finish(.usage)
    }
  }
}
