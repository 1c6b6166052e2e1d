import Language

extension Commands {
  /// A command of the shell as help and completion know it.
  struct Command {
    let name: String
    let arguments: String
    let about: Words
    let examples: [String]

    init(_ name: String, _ arguments: String, _ about: Words, examples: [String] = []) {
      self.name = name
      self.arguments = arguments
      self.about = about
      self.examples = examples
    }
  }

  static func named(_ name: String) -> Command? { all.first { $0.name == name } }

  /// All commands, as help lists them; completion reads the same list.
  static let all: [Command] = [
    Command(
      "help", "[word]",
      Words(
        en: "help on a step, a function, a setting or an error's code",
        vi: "trợ giúp về một bước, hàm, tùy chọn hoặc mã lỗi"),
      examples: [".help compare", ".help rate", ".help E0301"]),
    Command(
      "tables", "", Words(en: "the tables there are", vi: "các bảng hiện có"),
      examples: [".tables"]),
    Command(
      "schema", "[table]",
      Words(
        en: "the columns of a table with type, unit and role",
        vi: "các cột của một bảng, kèm kiểu, đơn vị và vai trò"),
      examples: [".schema indices", ".schema"]),
    Command(
      "last", "", Words(en: "the last result, whole", vi: "toàn bộ kết quả trước"),
      examples: [".last"]),
    Command(
      "drill", "n",
      Words(
        en: "the rows behind row n of a grouped result",
        vi: "các dòng gốc phía sau dòng n của kết quả nhóm"),
      examples: [".drill 1", ".drill 3"]),
    Command(
      "save", "file",
      Words(
        en: "write the statements that worked into a query file, paths as parameters",
        vi: "ghi các câu lệnh đã chạy được vào tệp truy vấn, đường dẫn thành tham số"),
      examples: [".save report.tdq", ".save \"báo cáo/quý 2.tdq\""]),
    Command(
      "edit", "",
      Words(
        en: "change the last statement in $VISUAL or $EDITOR, then run it",
        vi: "sửa câu lệnh cuối bằng $VISUAL hoặc $EDITOR rồi chạy"),
      examples: [".edit"]),
    Command(
      "history", "[n]",
      Words(en: "the last n statements", vi: "n câu lệnh gần nhất"),
      examples: [".history", ".history 5"]),
    Command(
      "open", "folder", Words(en: "open another catalogue", vi: "mở một danh mục khác"),
      examples: [".open datasets", ".open ~/data"]),
    Command(
      "run", "file", Words(en: "run a query file", vi: "chạy một tệp truy vấn"),
      examples: [".run queries/dien-bien/01-sipas.tdq", ".run report.tdq"]),
    Command(
      "mode", "format",
      Words(en: "show results as table, csv, json …", vi: "hiện kết quả dạng table, csv, json …"),
      examples: [".mode csv", ".mode table"]),
    Command(
      "timing", "on|off", Words(en: "show how long results took", vi: "hiện thời gian chạy"),
      examples: [".timing off", ".timing on"]),
    Command(
      "set", "[option value]",
      Words(en: "list or change settings", vi: "liệt kê hoặc đổi tùy chọn"),
      examples: [".set", ".set rows 100"]),
    Command("quit", "", Words(en: "leave", vi: "thoát"), examples: [".quit"]),
  ]
}
