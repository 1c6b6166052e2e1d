import ArgumentParser
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
    abstract: say(
      "Analytics for people who must tell whether a programme is on course.",
      "Phân tích cho người phải trả lời chương trình có đúng tiến độ hay không."),
    discussion: say(
      """
      Without arguments a prompt opens on the catalogue's tables; `help` there shows the way.
      Queries can also come from -c, from files (tiendo run) and from standard input.

      Exit status: 0 all well, 1 an error in the query or the data, 2 wrong usage or parameters,
      3 an assertion failed, 4 a file could not be read or written, 124 timed out, 130 interrupted.
      """,
      """
      Không có đối số thì mở dấu nhắc với các bảng của danh mục; gõ `help` ở đó để xem hướng dẫn.
      Truy vấn cũng có thể đến từ -c, từ tệp (tiendo run) và từ đầu vào chuẩn.

      Mã thoát: 0 mọi việc tốt, 1 lỗi trong truy vấn hoặc số liệu, 2 dùng sai hoặc sai tham số,
      3 điều kiện kiểm tra không đạt, 4 không đọc hoặc ghi được tệp, 124 hết thời gian, 130 bị ngắt.
      """),
    version: "tiendo \(Version.text)\n"
      + say(
        "Licence GPL-3.0-or-later. There is no warranty.",
        "Giấy phép GPL-3.0-or-later. Không có bảo hành."),
    subcommands: [Run.self, Check.self, Format.self, ExplainError.self, Documents.self, Bench.self])

  @OptionGroup var common: CommonOptions

  @Option(
    name: .customShort("c"),
    help: ArgumentHelp(
      say("Run this query and end.", "Chạy truy vấn này rồi kết thúc."),
      valueName: say("query", "truy vấn")))
  var query: String?

  @Option(
    name: .customShort("o"),
    help: ArgumentHelp(
      say("Write the last result to this file.", "Ghi kết quả cuối vào tệp này."),
      valueName: say("file", "tệp")))
  var output: String?

  @Flag(
    name: .customLong("no-rc"),
    help: ArgumentHelp(
      say(
        "Do not read ~/.config/tiendo/rc.tdq at the prompt.",
        "Không đọc ~/.config/tiendo/rc.tdq khi mở dấu nhắc.")))
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
    abstract: say("Run saved queries, one file after another.", "Chạy lần lượt các tệp truy vấn đã lưu."))

  @OptionGroup var common: CommonOptions

  @Argument(
    help: ArgumentHelp(say("Query files (.tdq).", "Các tệp truy vấn (.tdq).")),
    completion: .file(extensions: ["tdq"]))
  var files: [String]

  @Option(
    name: .customShort("o"),
    help: ArgumentHelp(
      say("Write the last result to this file.", "Ghi kết quả cuối vào tệp này."),
      valueName: say("file", "tệp")))
  var output: String?

  @Flag(
    name: .customLong("keep-going"),
    help: ArgumentHelp(
      say("Go on after a failing statement or file.", "Chạy tiếp sau câu lệnh hoặc tệp bị lỗi.")))
  var keepsGoing = false

  @Flag(
    help: ArgumentHelp(
      say(
        "Do not tell at the end what was written and asserted.",
        "Cuối cùng không báo đã ghi gì và kiểm tra gì.")))
  var quiet = false

  mutating func run() throws {
    let options = common
    let isQuiet = quiet
    let files = self.files
    let output = self.output
    let keepsGoing = self.keepsGoing
    finish(
      Program.start(options.values) { program in
        var status = ExitStatus.success
        for file in files {
          let own = program.reporting {
            try program.run(
              Script.source(file), output: output, keepsGoing: keepsGoing,
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
    abstract: say(
      "Report all errors of a query file; nothing runs.",
      "Báo mọi lỗi của tệp truy vấn; không chạy gì."))

  @OptionGroup var common: CommonOptions

  @Argument(
    help: ArgumentHelp(say("Query files (.tdq).", "Các tệp truy vấn (.tdq).")),
    completion: .file(extensions: ["tdq"]))
  var files: [String]

  mutating func run() throws {
    let options = common
    let files = self.files
    finish(
      Program.start(options.values) { program in
        var status = ExitStatus.success
        for file in files {
          let own = program.reporting { try program.check(Script.source(file)) }
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
    abstract: say(
      "Bring query files into the usual form, comments kept; - reads standard input.",
      "Đưa tệp truy vấn về dạng chuẩn, giữ chú thích; - đọc đầu vào chuẩn."))

  @OptionGroup var common: CommonOptions

  @Flag(
    help: ArgumentHelp(
      say(
        "Change nothing; the status is 1 where a file is not in the usual form.",
        "Không sửa gì; mã thoát là 1 nếu có tệp chưa ở dạng chuẩn.")))
  var check = false

  @Argument(
    help: ArgumentHelp(say("Query files (.tdq).", "Các tệp truy vấn (.tdq).")),
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
    abstract: say("Say what the code of a message means.", "Giải thích mã của một thông báo."))

  @OptionGroup var common: CommonOptions

  @Argument(help: ArgumentHelp(say("A code such as E0301.", "Một mã như E0301.")))
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
      say(
        "The folder of the catalogue (datapackage.json).", "Thư mục của danh mục (datapackage.json)."),
      valueName: say("folder", "thư mục")))
  var data: String?

  @Option(
    name: [.customShort("p"), .customLong("param")],
    help: ArgumentHelp(
      say("A parameter.", "Một tham số."), valueName: say("name=value", "tên=giá trị")))
  var parameters: [String] = []

  @Option(
    help: ArgumentHelp(
      say(
        "\(ResultFormat.names.en); with JSON errors are JSON lines too.",
        "\(ResultFormat.names.text(in: .vi)); với JSON thì lỗi cũng là các dòng JSON.")))
  var format: String?

  @Option(help: ArgumentHelp(say("How many threads to use.", "Số luồng dùng."), valueName: "n"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      say("Stop after this many seconds, with status 124.", "Dừng sau số giây này, với mã thoát 124."),
      valueName: say("seconds", "giây")))
  var timeout: Double?

  @Option(
    help: ArgumentHelp(
      say("The most memory to use, such as 8GB.", "Bộ nhớ dùng nhiều nhất, như 8GB."),
      valueName: say("size", "cỡ")))
  var memory: String?

  @Option(
    help: ArgumentHelp(
      say(
        "The day that counts as today, such as 2025-04-10.",
        "Ngày được coi là hôm nay, như 2025-04-10."), valueName: say("date", "ngày")))
  var today: String?

  @Option(
    help: ArgumentHelp(
      say("The language of messages.", "Ngôn ngữ của thông báo."), valueName: "en|vi"))
  var lang: String?

  @Flag(
    help: ArgumentHelp(
      say(
        "Read only the catalogue and --allow folders; write nothing and start no program.",
        "Chỉ đọc danh mục và các thư mục --allow; không ghi gì và không mở chương trình nào.")))
  var safe = false

  @Option(
    help: ArgumentHelp(
      say("A folder that --safe lets be read.", "Thư mục mà --safe cho đọc."),
      valueName: say("folder", "thư mục")))
  var allow: [String] = []

  mutating func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError(
        say("--threads takes a number from 1 to 1024", "--threads nhận số từ 1 đến 1024"))
    }
    if let timeout, !(timeout > 0) { throw ValidationError(
        say("--timeout takes seconds above 0", "--timeout nhận số giây lớn hơn 0")) }
    if let format, ResultFormat(named: format) == nil {
      throw ValidationError(
        say(
          "--format takes \(ResultFormat.names.en)",
          "--format nhận \(ResultFormat.names.text(in: .vi))"))
    }
    if let lang, Lang(rawValue: lang) == nil { throw ValidationError(
        say("--lang takes en or vi", "--lang nhận en hoặc vi")) }
    for parameter in parameters where !parameter.contains("=") {
      throw ValidationError(
        say("-p takes name=value, not \(parameter)", "-p nhận tên=giá trị, không phải \(parameter)"))
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
      let text = Speech.translated(fullMessage(for: error), to: Speech.lang)
      if code == .success {
        try? Descriptor.writeOutput(text + "\n")
        finish(.success)
      }
      Descriptor.writeError(text + "\n")
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
