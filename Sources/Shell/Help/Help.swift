import Display
import Functions
import Language
import Services
import Sources
import Workspace

/// What `help` says. Every word comes from the one definition of a step (`StepReference`), a
/// function (`FunctionHelp`), a command (`CommandHelp`) or a setting; this only lays it out.
struct Help {
  let lang: Lang
  let style: Style
  /// Cells across; texts are wrapped, queries are not.
  let width: Int

  init(lang: Lang, style: Style = .plain, width: Int = 80) {
    self.lang = lang
    self.style = style
    self.width = max(30, min(width, 100))
  }

  /// The answer to `help word`; with no word the overview.
  func text(_ word: String) -> String {
    let name = (word.hasPrefix(".") ? String(word.dropFirst()) : word).lowercased()
    if name.isEmpty { return overview }
    if word.hasPrefix("."), let command = Commands.named(name) { return page(command.help) }
    if let step = StepReference.of(name) { return page(step) }
    if name == "functions" { return functions }
    if name == "settings" { return settings }
    if name == "steps" { return steps }
    if name == "formats" { return formats }
    if let format = FormatRegistry.standard.format(named: name) { return page(format) }
    if let (name, help) = KnownFunctions.named(name) { return page(name, help) }
    if let command = Commands.named(name) { return page(command.help) }
    if let setting = Settings.all.first(where: { $0.name == name }) { return page(setting) }
    if let explanation = CodeExplanation.of(name) { return Help.page(explanation, lang, width) }
    let near = Suggestions.nearest(name, among: Help.words)
    return say(
      "there is no help on \(word)" + (near.map { "; did you mean \($0)?" } ?? ""),
      "không có trợ giúp cho \(word)" + (near.map { "; có phải ý bạn là \($0)?" } ?? ""))
      + "\n"
  }

  /// Everything that help has a page on, for completion and suggestions.
  static var words: [String] {
    StepReference.steps.map(\.name) + StepReference.statements.map(\.name)
      + KnownFunctions.names + Commands.all.map(\.help.name) + Settings.all.map(\.name)
      + ["formats", "functions", "settings", "steps"]
      + FormatRegistry.standard.formats.map(\.name)
  }

  // MARK: Pages

  private func page(_ step: StepReference) -> String {
    var text = title(step.name, step.summary.text(in: lang))
    text += "\n" + hanging(step.syntax, indent: 2) + "\n" + wrapped(step.meaning.text(in: lang))
    if !step.columns.isEmpty {
      text += "\n" + heading("Columns it gives", "Các cột kết quả")
      text += listed(step.columns.map { ($0.name, $0.meaning.text(in: lang)) })
    }
    text += "\n" + heading("Examples", "Ví dụ")
    for example in step.examples {
      for line in example.query.split(separator: "\n") { text += query(String(line)) }
      text += "    " + style.paint(example.shows.text(in: lang), .dim) + "\n"
    }
    if !step.synonyms.isEmpty {
      text +=
        "\n"
        + wrapped(
          say("Also understood: ", "Cũng hiểu là: ") + step.synonyms.joined(separator: ", "))
    }
    return text
  }

  private func page(_ name: String, _ help: FunctionHelp) -> String {
    var text = title(help.signature, "")
    text += wrapped(say(help.about.en, help.about.vi))
    if !help.examples.isEmpty { text += "\n" + heading("Examples", "Ví dụ") }
    for example in help.examples {
      text += query(example.expression) + "    → \(example.result)\n"
    }
    return text
  }

  private func page(_ command: CommandHelp) -> String {
    var text = title(
      ".\(command.name)" + (command.form.isEmpty ? "" : " \(command.form)"), "")
    text += wrapped(command.about.text(in: lang))
    if !command.examples.isEmpty { text += "\n" + heading("Examples", "Ví dụ") }
    for example in command.examples { text += "  \(example)\n" }
    return text
  }

  private func page(_ setting: Settings.Setting) -> String {
    title("set \(setting.name)", setting.takes.text(in: lang))
      + wrapped(setting.about.text(in: lang)) + "\n" + heading("Example", "Ví dụ")
      + "  set \(setting.name) \(setting.example)\n"
  }

  /// `E0502` and what lies behind it.
  static func page(_ explanation: CodeExplanation, _ lang: Lang, _ width: Int) -> String {
    let help = Help(lang: lang, width: width)
    return explanation.code + "\n" + help.wrapped(explanation.text.text(in: lang))
  }

  // MARK: Overviews

  private var overview: String {
    var text = wrapped(
      say(
        "A query is a source followed by steps, each after a |, each working on the rows that the one before gives:",
        "Một truy vấn gồm nguồn rồi các bước, mỗi bước sau dấu |, làm việc trên các dòng bước trước đưa ra:"
      ))
    text += "\n" + query("indices | where index == \"SIPAS\" | sort -year | take 5") + "\n"
    text += wrapped(
      say(
        "Sources: a table's name (.tables lists them), a file in quotes \"data.csv\", a query in parentheses, _ for the last result. A line that begins with | goes on from the last result. Tab completes; Ctrl-C cancels.",
        "Nguồn: tên bảng (.tables liệt kê), tệp trong dấu nháy \"data.csv\", truy vấn trong ngoặc, _ là kết quả trước. Dòng bắt đầu bằng | làm tiếp từ kết quả trước. Tab để hoàn tất; Ctrl-C để hủy."
      ))
    text +=
      "\n"
      + wrapped(
        say(
          "A query in SQL, KQL or dplyr, and a command of psql, is answered with the same in the words used here; ↑ brings it into the line.",
          "Truy vấn bằng SQL, KQL hoặc dplyr, và lệnh của psql, được trả lời bằng chính câu ấy viết theo từ ngữ ở đây; phím ↑ đưa nó vào dòng lệnh."
        ))
    text += "\n" + steps + "\n"
    text += heading("Statements", "Câu lệnh")
    text += listed(StepReference.statements.map { ($0.name, $0.summary.text(in: lang)) })
    text += "\n" + heading("Commands of the shell", "Lệnh tại dấu nhắc")
    text += listed(Commands.all.map { (".\($0.help.name)", $0.help.about.text(in: lang)) })
    text +=
      "\n"
      + wrapped(
        say(
          "More: help compare (any step), help functions, help rate (any function), help formats, help settings.",
          "Xem thêm: help compare (bước bất kỳ), help functions, help rate (hàm bất kỳ), help formats, help settings."
        ))
    return text
  }

  private var steps: String {
    heading("Steps", "Các bước")
      + listed(StepReference.steps.map { ($0.name, $0.summary.text(in: lang)) })
  }

  private var functions: String {
    func entry(_ help: FunctionHelp) -> (String, String) {
      (help.signature, say(help.about.en, help.about.vi))
    }
    let registry = FunctionRegistry.standard
    let scalars = registry.names.compactMap { registry.scalar(named: $0)?.help }
    var text = heading("Functions of a row", "Hàm trên từng dòng")
    text += listed((SpecialForms.help.map(\.help) + scalars).map(entry))
    text += "\n" + heading("Aggregates, in group and aggregate", "Hàm tổng hợp, trong group")
    text += listed(Aggregate.allCases.map { entry($0.help) })
    text += "\n" + heading("Window functions, in derive by", "Hàm cửa sổ, trong derive by")
    text += listed(WindowFunction.allCases.map { entry($0.help) })
    return text
  }

  private var settings: String {
    heading("Settings: set name value", "Thiết lập: set tên giá_trị")
      + listed(
        Settings.all.map {
          ("\($0.name) \($0.example)", $0.about.text(in: lang))
        })
  }

  // MARK: Layout

  func say(_ en: String, _ vi: String) -> String { lang == .vi ? vi : en }

  func title(_ name: String, _ summary: String) -> String {
    let text = wrapped(name + (summary.isEmpty ? "" : ": \(summary)"))
    return style.paint(name, .bold) + text.dropFirst(name.count)
  }

  func heading(_ en: String, _ vi: String) -> String {
    style.paint(say(en, vi), .bold) + "\n"
  }

  /// Names in a column with their meaning beside them, or under them where there is no room.
  func listed(_ entries: [(name: String, meaning: String)]) -> String {
    let longest = entries.map { TerminalWidth.of($0.name) }.max() ?? 0
    let column = min(longest, max(16, width / 3))
    var text = ""
    for entry in entries {
      let indent = column + 4
      let lines = Help.lines(entry.meaning, width: width - indent)
      let margin = String(repeating: " ", count: indent)
      if TerminalWidth.of(entry.name) > column {
        text += hanging(entry.name, indent: 2) + lines.map { margin + $0 + "\n" }.joined()
      } else {
        text += "  " + TerminalWidth.pad(entry.name, to: column) + "  "
        text += lines.enumerated().map { ($0 == 0 ? "" : margin) + $1 + "\n" }.joined()
      }
    }
    return text
  }

  func wrapped(_ text: String) -> String {
    Help.lines(text, width: width).map { $0 + "\n" }.joined()
  }

  private func hanging(_ text: String, indent: Int) -> String {
    let lines = Help.lines(text, width: width - indent - 2)
    return lines.enumerated().map { index, line in
      String(repeating: " ", count: index == 0 ? indent : indent + 2) + line + "\n"
    }.joined()
  }

  /// A query as it may be typed: a line for each step where it is too long for one.
  private func query(_ text: String) -> String {
    if TerminalWidth.of(text) + 2 <= width { return "  \(text)\n" }
    var lines: [String] = []
    var rest = Substring(text)
    while let pipe = rest.firstRange(of: " | ") {
      lines.append(String(rest[..<pipe.lowerBound]))
      rest = rest[rest.index(after: pipe.lowerBound)...]
    }
    lines.append(String(rest))
    return lines.enumerated().map { hanging($1, indent: $0 == 0 ? 2 : 4) }.joined()
  }

  /// Text in lines of so many cells, broken at spaces.
  static func lines(_ text: String, width: Int) -> [String] {
    TerminalWidth.wrapped(text, to: max(10, width))
  }
}
