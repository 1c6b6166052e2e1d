import Functions
import Language
import Services
import Sources
import Workspace

/// `docs/reference.md` and the man page, made from the same definitions as the prompt's help.
public enum Reference {
  /// The reference of the language in Markdown, English first and Vietnamese under it.
  public static func markdown() -> String {
    var text = """
      # Reference

      Made by `make docs` from the definitions that the prompt's `help`, its completion and the
      tests read; edit those (`StepReference`, `FunctionHelp`, `CommandHelp`,
      `Settings.Setting`, `FileFormat`, `CodeExplanation`), not this page.

      - [Steps](#steps)
      - [Statements](#statements)
      - [Functions of a row](#functions-of-a-row)
      - [Aggregates](#aggregates)
      - [Window functions](#window-functions)
      - [Commands of the prompt](#commands-of-the-prompt)
      - [Settings](#settings)
      - [Files](#files)
      - [Codes of messages](#codes-of-messages)

      ## Steps

      """
    for step in StepReference.steps { text += entry(step) }
    text += "\n## Statements\n"
    for statement in StepReference.statements { text += entry(statement) }
    let registry = FunctionRegistry.standard
    let scalars = registry.names.compactMap { registry.scalar(named: $0)?.help }
    text += functions("Functions of a row", SpecialForms.help.map(\.help) + scalars)
    text += functions("Aggregates", Aggregate.allCases.map(\.help))
    text += functions("Window functions", WindowFunction.allCases.map(\.help))
    text += "\n## Commands of the prompt\n\n"
    for command in Commands.all.map(\.help) {
      let form = ".\(command.name)" + (command.form.isEmpty ? "" : " \(command.form)")
      text += "- `\(form)`: \(pair(command.about))"
      let examples = command.examples.map { "`\($0)`" }.joined(separator: ", ")
      text += (examples.isEmpty ? "" : " (\(examples))") + "\n"
    }
    text += "\n## Settings\n\n"
    for setting in Settings.all {
      text += "- `set \(setting.name) \(setting.example)` (\(setting.takes.en)): "
      text += pair(setting.about) + "\n"
    }
    text += files
    text += "\n## Codes of messages\n\n"
    text += "`tiendo explain-error E0301` and `help E0301` say the same.\n"
    for code in CodeExplanation.all {
      text += "\n### \(code.code)\n\n\(code.text.en)\n\n*\(code.text.text(in: .vi))*\n"
    }
    return text
  }

  /// The formats of files with their options, and how paths count.
  private static var files: String {
    let registry = FormatRegistry.standard
    var text = """

      ## Files

      A path counts from the working folder. `{$name}` in it is the value of a parameter, `{$here}`
      the folder of the query file, so that a file run by cron finds its data; at the prompt and with
      `-c` that is the working folder. A file is read by its content and written by the ending of its
      name; `with (format: …)` says it outright. `export` and `-o` follow symbolic links, write into
      pipes and devices, keep mode and owner of a file they replace, and make folders only with
      `with (folders: true)`.

      Each format may be packed: `x.csv.gz`, `.zst`, `.xz` and `.bz2` are read beside unpacking and written by
      that ending; a `.zip` with one file is read, one of several
      with `file: "x.csv"`. A packed file that is cut short is an error; `with (mode:
      lenient)` reads the lines before the cut. Text may be in any encoding: a mark at its beginning or what
      its bytes make of the words tells which, a note says so, and `with (encoding: …)` says it outright.

      *Đường dẫn tính từ thư mục làm việc. `{$tên}` trong đó là giá trị tham số, `{$here}` là thư mục
      của tệp truy vấn, nhờ đó tệp chạy bằng cron vẫn tìm được dữ liệu; ở dấu nhắc và với `-c` đó là
      thư mục làm việc. Tệp được đọc theo nội dung và ghi theo đuôi tên; `with (format: …)` nêu rõ
      định dạng. `export` và `-o` đi theo liên kết, ghi vào ống và thiết bị, giữ quyền và chủ sở hữu
      của tệp bị thay, và chỉ tạo thư mục khi có `with (folders: true)`.*

      *Mỗi định dạng có thể được nén: `x.csv.gz`, `.zst`, `.xz` và `.bz2` được đọc trong khi giải nén và ghi
      theo đuôi đó; `.zip` có một tệp được đọc. Tệp nén bị cụt là lỗi; `with (mode: lenient)` đọc các dòng
      trước chỗ cụt. Văn bản theo bảng mã nào cũng được: dấu ở đầu tệp hoặc các chữ mà byte tạo thành cho
      biết bảng mã, ghi chú nêu tên, và `with (encoding: …)` nói rõ.*

      Every file takes, when read: \(names(registry.commonReadOptions)); when written:
      \(names(registry.commonWriteOptions)).


      """
    text +=
      (registry.commonReadOptions + registry.commonWriteOptions.filter { $0.name != "format" })
      .map(option).joined()
    for format in registry.formats {
      text += "\n### \(format.name)\n\n`\(Help.endings(format))`: \(pair(format.about))\n"
      for (title, specs) in [("Reading", format.readOptions), ("Writing", format.writeOptions)] {
        guard let specs else { continue }
        text += "\n\(title)\(specs.isEmpty ? ": no options of its own.\n" : ":\n\n")"
        text += specs.map(option).joined()
      }
    }
    return text
  }

  private static func names(_ specs: [OptionSpec]) -> String {
    specs.map { "`\($0.name)`" }.joined(separator: ", ")
  }

  private static func option(_ spec: OptionSpec) -> String {
    "- `\(spec.name): \(spec.example)` (\(spec.takes.en)): \(pair(spec.about))\n"
  }

  private static func pair(_ words: Words) -> String { "\(words.en) *\(words.text(in: .vi))*" }

  private static func entry(_ step: StepReference) -> String {
    var text = "\n### \(step.name)\n\n```\n\(step.syntax)\n```\n\n"
    text += "\(step.meaning.en)\n\n*\(step.meaning.text(in: .vi))*\n"
    if !step.columns.isEmpty {
      text += "\n| column | meaning | ý nghĩa |\n| --- | --- | --- |\n"
      for column in step.columns {
        text += "| `\(column.name)` | \(column.meaning.en) | \(column.meaning.text(in: .vi)) |\n"
      }
    }
    for example in step.examples {
      text += "\n```\n\(example.query)\n```\n\n\(pair(example.shows))\n"
    }
    if !step.synonyms.isEmpty {
      text += "\nAlso understood: \(step.synonyms.map { "`\($0)`" }.joined(separator: ", ")).\n"
    }
    return text
  }

  private static func functions(_ title: String, _ helps: [FunctionHelp]) -> String {
    var text = "\n## \(title)\n\n"
    for help in helps {
      text += "- `\(help.signature)`: \(help.about.en) *\(help.about.vi)*"
      let examples = help.examples.map { "`\($0.expression)` → `\($0.result)`" }
      text += (examples.isEmpty ? "" : " " + examples.joined(separator: "; ")) + "\n"
    }
    return text
  }

  // MARK: The man page

  /// `tiendo.1`, with the options as `options` gives them.
  public static func manual(version: String, options: [(form: String, about: String)]) -> String {
    var text = ".TH TIENDO 1 \"\" \"tiendo \(version)\" \"User Commands\"\n"
    func section(_ name: String, _ body: String) { text += ".SH \(name)\n\(body)\n" }
    section(
      "NAME", "tiendo \\- analytics for people who must tell whether a programme is on course")
    section(
      "SYNOPSIS",
      """
      .B tiendo
      [options]
      .br
      .B tiendo \\-c
      .I query
      .br
      .B tiendo run
      [options]
      .I file.tdq ...
      .br
      .B tiendo check | fmt
      .I file.tdq ...
      .br
      .B tiendo explain\\-error
      .I code
      """)
    section(
      "DESCRIPTION",
      roff(
        "Without arguments a prompt opens on the catalogue's tables; help there shows the way. Queries can also come from -c, from files and from standard input. A query is a source followed by steps, each after a |:"
      ) + "\n.PP\n.RS\n" + roff("indices | where index == \"SIPAS\" | sort -year | take 5")
        + "\n.RE")
    section(
      "OPTIONS",
      options.map { ".TP\n.B \(roff($0.form))\n\(roff($0.about))" }.joined(separator: "\n"))
    section(
      "STEPS",
      StepReference.steps.map { ".TP\n.B \(roff($0.name))\n\(roff($0.summary.en))" }
        .joined(separator: "\n"))
    section(
      "STATEMENTS",
      StepReference.statements.map { ".TP\n.B \(roff($0.name))\n\(roff($0.summary.en))" }
        .joined(separator: "\n"))
    section(
      "COMMANDS",
      Commands.all.map { ".TP\n.B \(roff("." + $0.help.name))\n\(roff($0.help.about.en))" }
        .joined(separator: "\n"))
    section(
      "EXIT STATUS",
      roff(
        "0 all well, 1 an error in the query or the data, 2 wrong usage or parameters, 3 an assertion failed, 4 a file could not be read or written, 124 timed out, 130 interrupted."
      ))
    section(
      "FILES",
      """
      .TP
      .I ~/.config/tiendo/rc.tdq
      Statements that run when a prompt opens.
      .TP
      .I ~/.local/state/tiendo/history
      What was typed, for its owner only.
      .TP
      .I ~/.inputrc
      Keys, also between $if tiendo and $endif.
      """)
    section(
      "ENVIRONMENT",
      ".TP\n.B PAGER\nFor text longer than the screen.\n.TP\n.B VISUAL, EDITOR\n"
        + roff("For .edit.") + "\n.TP\n.B NO_COLOR\nNo colours when it is set.\n.TP\n"
        + ".B LC_ALL, LC_MESSAGES, LANG\nThe language of messages: English, or Vietnamese for vi. "
        + "At the prompt also the order of text; in run, \\-c and pipes data follow only \\-\\-lang and set."
    )
    section("LICENCE", "GPL\\-3.0\\-or\\-later. There is no warranty.")
    return text
  }

  /// Text as roff wants it: a dot that begins a line, backslashes and hyphens are escaped.
  private static func roff(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      default: result.append(character)
      }
    }
    return result.hasPrefix(".") || result.hasPrefix("'") ? "\\&" + result : result
  }
}
