import Language
import Services

/// A command of the shell: its name, its help, what completes behind it, and what it does.
struct Command {
  /// What is typed behind a command, and how to run query text.
  struct Input {
    /// With single spaces between the words.
    let text: String
    /// As it was typed.
    let written: String
    let prompt: (SourceText) throws -> Void

    init(text: String, written: String? = nil, prompt: @escaping (SourceText) throws -> Void) {
      self.text = text
      self.written = written ?? text
      self.prompt = prompt
    }

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
        "tables", "[connection]", .connection,
        Words(
          en: "the tables there are, or those of a database",
          vi: "các bảng hiện có, hoặc các bảng của một cơ sở dữ liệu"),
        examples: [".tables", ".tables pg"], act: { try $0.tables($1.text) }),
      Command(
        "schema", "[table]", .table,
        Words(
          en: "the columns of a table with type, unit and role",
          vi: "các cột của một bảng, kèm kiểu, đơn vị và vai trò"),
        examples: [".schema indices", ".schema pg.coverage", ".schema"],
        act: { try $0.schema($1.text) }),
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
          en: "the rows, observations or tasks behind row n of a group or an analysis",
          vi: "các dòng gốc, quan sát hoặc nhiệm vụ phía sau dòng n của nhóm hay phân tích"),
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
        "mode", "[format]", .format,
        Words(
          en: "show results as table, line, csv, json …; alone it says which is set",
          vi:
            "hiện kết quả dạng table, line, csv, json …; viết một mình thì cho biết dạng đang dùng"),
        examples: [".mode csv", ".mode line", ".mode"],
        act: { try $0.mode($1.text, $1.prompt) }),
      Command(
        "timing", "on|off", .onOff,
        Words(
          en: "show how long results took; alone it says whether",
          vi: "hiện thời gian chạy; viết một mình thì cho biết có hiện không"),
        examples: [".timing off", ".timing on"],
        act: { try $0.timing($1.text, $1.prompt) }),
      Command(
        "set", "[option value]", .setting,
        Words(en: "list or change settings", vi: "liệt kê hoặc đổi tùy chọn"),
        examples: [".set", ".set rows 100"], act: { try $0.set($1.text, $1.prompt) }),
      Command(
        "once", "file", .file,
        Words(
          en: "write the next result into a file instead of showing it",
          vi: "ghi kết quả kế tiếp vào tệp thay vì hiển thị"),
        examples: [".once result.csv", ".once \"kết quả.md\""],
        act: { try $0.output($1.path, isOnce: true) }),
      Command(
        "output", "[file]", .file,
        Words(
          en: "write all results into a file from here on; alone it shows them again",
          vi: "từ đây ghi mọi kết quả vào tệp; viết một mình thì hiển thị lại"),
        examples: [".output report.md", ".output"],
        act: { try $0.output($1.path, isOnce: false) }),
      Command(
        "notes", "", .nothing,
        Words(
          en: "every note of the last answer, with the keys of the rows that it is about",
          vi: "mọi ghi chú của câu trả lời trước, kèm khóa của các dòng liên quan"),
        examples: [".notes"], act: { commands, _ in try commands.notes() }),
      Command(
        "watch", "[seconds]", .word,
        Words(
          en: "run the last query again every few seconds, until Ctrl-C",
          vi: "chạy lại truy vấn cuối sau mỗi vài giây, đến khi Ctrl-C"),
        examples: [".watch 5"], act: { try $0.watch($1.text, $1.prompt) }),
      Command(
        "cd", "[folder]", .folder,
        Words(
          en: "go to another folder, from which names of files count; alone it says which",
          vi: "chuyển sang thư mục khác, là gốc của tên tệp; viết một mình thì cho biết thư mục"),
        examples: [".cd ~/data", ".cd"], act: { try $0.changeFolder($1.path) }),
      Command(
        "shell", "command", .word,
        Words(
          en: "run a command of the system's shell", vi: "chạy một lệnh của hệ điều hành"),
        examples: [".shell ls"], synonyms: ["system", "sh"], act: { try $0.shell($1.written) }),
      Command(
        "quit", "", .nothing, Words(en: "leave", vi: "thoát"), examples: [".quit"],
        synonyms: ["exit", "q"]),
    ]
  }
}
