import ArgumentParser
import Display
import Language
import Shell
import Sources
import Workspace

/// A group of its own: what the root command and a subcommand both have is shared by its type alone,
/// and would else be taken by the root command.
struct OutputOption: ParsableArguments {
  @Option(
    name: .customShort("o"),
    help: ArgumentHelp(
      Spoken.text("Write the result to this file.", "Ghi kết quả vào tệp này."), valueName: "file"))
  var path: String?
}

struct CommonOptions: ParsableArguments {
  @Option(
    name: .customLong("data"),
    help: ArgumentHelp(
      Spoken.text(
        "The folder of the catalogue (datapackage.json).", "Thư mục danh mục (datapackage.json)."),
      valueName: "folder"))
  var data: String?

  @Option(
    name: [.customShort("p"), .customLong("param")],
    help: ArgumentHelp(Spoken.text("A parameter.", "Một tham số."), valueName: "name=value"))
  var parameters: [String] = []

  @Option(
    name: .customLong("connect"),
    help: ArgumentHelp(
      Spoken.text(
        "A database under a name (help connect).", "Một cơ sở dữ liệu với một tên (help connect)."),
      valueName: "name=address"))
  var connections: [String] = []

  @Option(
    help: ArgumentHelp(
      Spoken.text(
        "\(ResultFormat.names.en); with JSON errors are JSON lines too.",
        "\(ResultFormat.names.text(in: .vi)); với JSON thì lỗi cũng là các dòng JSON.")))
  var format: String?

  @Option(
    help: ArgumentHelp(
      Spoken.text("How many threads to use.", "Số luồng được dùng."), valueName: "n"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      Spoken.text(
        "Stop after this many seconds, with status 124.", "Dừng sau số giây này, với mã 124."),
      valueName: "seconds"))
  var timeout: Double?

  @Option(
    help: ArgumentHelp(
      Spoken.text("The most memory to use, such as 8GB.", "Bộ nhớ tối đa, ví dụ 8GB."),
      valueName: "size"))
  var memory: String?

  @Option(
    help: ArgumentHelp(
      Spoken.text(
        "The day that counts as today, such as 2025-04-10.",
        "Ngày được coi là hôm nay, ví dụ 2025-04-10."),
      valueName: "date"))
  var today: String?

  @Option(
    help: ArgumentHelp(
      Spoken.text("The language of messages.", "Ngôn ngữ của thông báo."), valueName: "en|vi"))
  var lang: String?

  @Flag(
    help: ArgumentHelp(
      Spoken.text(
        "Queries read only the catalogue and --allow folders, write nothing, start no program.",
        "Truy vấn chỉ đọc danh mục và các thư mục --allow, không ghi gì, không mở chương trình nào."
      )))
  var safe = false

  @Option(
    help: ArgumentHelp(
      Spoken.text("A folder that --safe lets be read.", "Thư mục mà --safe cho đọc."),
      valueName: "folder"))
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

extension CommonOptions {
  /// The options as plain values.
  var values: ProgramOptions {
    var values = ProgramOptions()
    values.data = data
    values.parameters = parameters
    values.connections = connections
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
