import Language
import Services

/// A command of the shell: its name, its help, what completes behind it, and what it does.
struct Command {
  /// What is typed behind a command, and how to run query text.
  struct Input {
    /// With single spaces between the words.
    let text: String
    let prompt: (SourceText) throws -> Void

    /// The name of a file, in quotes or not.
    var path: String {
      guard let quote = text.first, quote == "\"" || quote == "'", text.count > 1,
        text.last == quote
      else { return text }
      return String(text.dropFirst().dropLast())
    }
  }

  let help: CommandHelp
  /// Other words for the command.
  let synonyms: [String]
  /// Nil for the command that leaves the shell.
  let act: ((Commands, Input) throws -> Void)?

  init(
    _ name: String, _ form: String, _ argument: CommandHelp.Argument, _ about: Words,
    examples: [String], synonyms: [String] = [],
    act: ((Commands, Input) throws -> Void)? = nil
  ) {
    help = CommandHelp(name, form, argument, about, examples: examples)
    self.synonyms = synonyms
    self.act = act
  }
}

extension Commands {
  static func named(_ name: String) -> Command? {
    all.first { $0.help.name == name || $0.synonyms.contains(name) }
  }

  /// All commands, as help lists them; completion reads the same list.
  static var all: [Command] {
    [
      Command(
        "help", "[word]", .helpWord,
        Words(
          en: "help on a step, a function, a setting or an error's code",
          vi: "trợ giúp về một bước, hàm, tùy chọn hoặc mã lỗi"),
        examples: [".help compare", ".help rate", ".help E0301"], synonyms: ["?"],
        act: { try $0.help($1.text) }),
      Command(
        "tables", "", .nothing, Words(en: "the tables there are", vi: "các bảng hiện có"),
        examples: [".tables"], act: { commands, _ in try commands.tables() }),
      Command(
        "schema", "[table]", .table,
        Words(
          en: "the columns of a table with type, unit and role",
          vi: "các cột của một bảng, kèm kiểu, đơn vị và vai trò"),
        examples: [".schema indices", ".schema"], act: { try $0.schema($1.text) }),
      Command(
        "sheets", "file", .workbook,
        Words(
          en: "the sheets of a workbook with state and size",
          vi: "các trang tính của một sổ làm việc, kèm trạng thái và kích thước"),
        examples: [".sheets bao-cao.xlsx", ".sheets \"báo cáo/quý 2.xlsx\""],
        act: { try $0.sheets($1.path) }),
      Command(
        "last", "", .nothing, Words(en: "the last result, whole", vi: "toàn bộ kết quả trước"),
        examples: [".last"], act: { commands, _ in try commands.last() }),
      Command(
        "drill", "n", .word,
        Words(
          en: "the rows behind row n of a grouped result",
          vi: "các dòng gốc phía sau dòng n của kết quả nhóm"),
        examples: [".drill 1", ".drill 3"], act: { try $0.drill($1.text, $1.prompt) }),
      Command(
        "save", "file", .file,
        Words(
          en: "write the statements that worked into a query file, paths as parameters",
          vi: "ghi các câu lệnh đã chạy được vào tệp truy vấn, đường dẫn thành tham số"),
        examples: [".save report.tdq", ".save \"báo cáo/quý 2.tdq\""], act: { try $0.save($1.path) }
      ),
      Command(
        "edit", "", .nothing,
        Words(
          en: "change the last statement in $VISUAL or $EDITOR, then run it",
          vi: "sửa câu lệnh cuối bằng $VISUAL hoặc $EDITOR rồi chạy"),
        examples: [".edit"], act: { commands, input in try commands.edit(input.prompt) }),
      Command(
        "history", "[n]", .word,
        Words(en: "the last n statements", vi: "n câu lệnh gần nhất"),
        examples: [".history", ".history 5"], act: { try $0.history($1.text) }),
      Command(
        "open", "folder", .file, Words(en: "open another catalogue", vi: "mở một danh mục khác"),
        examples: [".open datasets", ".open ~/data"], act: { try $0.open($1.path) }),
      Command(
        "run", "file", .queryFile, Words(en: "run a query file", vi: "chạy một tệp truy vấn"),
        examples: [".run queries/dien-bien/01-sipas.tdq", ".run report.tdq"],
        act: { try $0.runFile($1.path, $1.prompt) }),
      Command(
        "mode", "format", .format,
        Words(en: "show results as table, csv, json …", vi: "hiện kết quả dạng table, csv, json …"),
        examples: [".mode csv", ".mode table"],
        act: { _, input in try input.prompt(SourceText("set format \"\(input.text)\"")) }),
      Command(
        "timing", "on|off", .onOff,
        Words(en: "show how long results took", vi: "hiện thời gian chạy"),
        examples: [".timing off", ".timing on"],
        act: { _, input in try input.prompt(SourceText("set timing \"\(input.text)\"")) }),
      Command(
        "set", "[option value]", .setting,
        Words(en: "list or change settings", vi: "liệt kê hoặc đổi tùy chọn"),
        examples: [".set", ".set rows 100"], act: { try $0.set($1.text, $1.prompt) }),
      Command(
        "quit", "", .nothing, Words(en: "leave", vi: "thoát"), examples: [".quit"],
        synonyms: ["exit", "q"]),
    ]
  }
}
