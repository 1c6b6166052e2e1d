import Functions
import Language

/// What `help` says, made from the definitions of functions and steps.
enum Help {
  /// A step with its syntax, its meaning and an example that runs on the catalogue.
  struct Step {
    let name: String
    let syntax: String
    let about: Words
    let example: String
  }

  static let steps: [Step] = [
    Step(
      name: "where", syntax: "where condition",
      about: Words(
        en: "keeps the rows for which the condition is true", vi: "giữ các dòng thỏa điều kiện"),
      example: "indices | where index == \"SIPAS\" and year >= 2022"),
    Step(
      name: "derive",
      syntax:
        "derive name = expression, … · derive by keys sort columns: name = window function, …",
      about: Words(
        en: "adds or replaces columns; with by and sort, functions see their group in that order",
        vi: "thêm hoặc thay cột; với by và sort, hàm cửa sổ thấy nhóm theo thứ tự"),
      example:
        "indices | where index == \"PAR\" | derive by unit sort year: before = lag(value) | select unit, year, value, before"
    ),
    Step(
      name: "select", syntax: "select columns · select name = expression · select -column, …",
      about: Words(
        en: "keeps, orders, renames or drops columns", vi: "giữ, sắp, đổi tên hoặc bỏ cột"),
      example: "units | select name, kind, region"),
    Step(
      name: "group", syntax: "group by keys [with totals]: name = aggregate, …",
      about: Words(
        en: "one row per group, in the order of the keys", vi: "mỗi nhóm một dòng, theo thứ tự khóa"
      ), example: "practice_coverage | group by year: rate = rate(covered, total)"),
    Step(
      name: "aggregate", syntax: "aggregate name = aggregate, …",
      about: Words(en: "the whole table in one row", vi: "cả bảng thành một dòng"),
      example: "tasks | aggregate done = sum(count where status == \"done\")"),
    Step(
      name: "sort", syntax: "sort column, -column",
      about: Words(
        en: "orders rows; - is descending, null comes last",
        vi: "sắp thứ tự; - là giảm dần, null ở cuối"), example: "indices | sort -value | take 5"),
    Step(
      name: "take", syntax: "take n [by keys] · take a..b",
      about: Words(
        en: "the first rows, of each group with by", vi: "các dòng đầu, của từng nhóm nếu có by"),
      example: "indices | sort -year | take 2 by index"),
    Step(
      name: "skip", syntax: "skip n",
      about: Words(en: "leaves the first rows out", vi: "bỏ các dòng đầu"),
      example: "units | skip 10 | take 5"),
    Step(
      name: "distinct", syntax: "distinct [columns]",
      about: Words(en: "each combination once", vi: "mỗi tổ hợp một lần"),
      example: "coverage | distinct indicator"),
    Step(
      name: "join",
      syntax: "join [left|full|semi|anti] table on key [, left == right] [expect one|many]",
      about: Words(
        en: "puts the columns of matching rows side by side", vi: "ghép cột của các dòng khớp khóa"),
      example: "crosswalk | join left units on from_code == code | take 5"),
    Step(
      name: "append", syntax: "append table",
      about: Words(
        en: "adds the rows of another table, matched by column name",
        vi: "thêm dòng của bảng khác theo tên cột"),
      example: "tasks | select unit | append (coverage | select unit) | distinct"),
    Step(
      name: "pivot", syntax: "pivot column by keys: aggregate",
      about: Words(en: "one column per value", vi: "mỗi giá trị một cột"),
      example: "indices | where index == \"DTI\" | pivot year by unit: first(rank)"),
    Step(
      name: "describe", syntax: "describe",
      about: Words(
        en: "type, nulls, distinct, min, quartiles and max of each column",
        vi: "kiểu, null, số giá trị, tứ phân vị của từng cột"), example: "coverage | describe"),
    Step(
      name: "peek", syntax: "peek [\"label\"]",
      about: Words(
        en: "shows the table as it is here and passes it on", vi: "hiện bảng tại đây rồi đi tiếp"),
      example: "indices | peek \"all\" | aggregate count()"),
    Step(
      name: "assert", syntax: "assert condition, \"message\"",
      about: Words(
        en: "every row must hold, else the run fails with status 3",
        vi: "mọi dòng phải đúng, nếu không thì dừng với mã 3"),
      example:
        "coverage | where total is not null | assert covered <= total, \"covered above total\""),
    Step(
      name: "export",
      syntax:
        "export \"file.csv\" [with (overwrite: true, bom: true, delimiter: \";\", decimal: \",\")]",
      about: Words(
        en: "writes a file (csv, tsv, json, ndjson, md by its name)",
        vi: "ghi ra tệp (csv, tsv, json, ndjson, md theo tên)"),
      example: "indices | where year == 2024 | export \"out/2024.csv\" with (overwrite: true)"),
    Step(
      name: "as", syntax: "as name",
      about: Words(
        en: "keeps the result as a table of the session", vi: "giữ kết quả thành bảng của phiên"),
      example: "indices | where index == \"PAR\" | as par"),
  ]

  static var stepNames: [String] { steps.map(\.name) }

  static func text(_ word: String, _ lang: Lang) -> String {
    let name = word.hasPrefix(".") ? String(word.dropFirst()) : word
    if name.isEmpty { return overview(lang) }
    if name == "functions" { return functions(lang) }
    if let step = steps.first(where: { $0.name == name.lowercased() }) {
      return "\(step.syntax)\n  \(step.about.text(in: lang))\n  \(step.example)\n"
    }
    if let help = functionHelp(name) {
      var text = "\(help.signature)\n  \(lang == .vi ? help.about.vi : help.about.en)\n"
      for example in help.examples { text += "  \(example.expression)  →  \(example.result)\n" }
      return text
    }
    if let command = Commands.all.first(where: { $0.name == name.lowercased() }) {
      return ".\(command.name) \(command.arguments)\n  \(command.about.text(in: lang))\n"
    }
    let known =
      stepNames + FunctionRegistry.standard.names + Aggregate.allCases.map(\.rawValue)
      + WindowFunction.allCases.map(\.rawValue)
    let near = Suggestions.nearest(name, among: known)
    return lang == .vi
      ? "không có trợ giúp cho \(name)" + (near.map { "; có phải bạn muốn nói \($0)?" } ?? "")
        + "\n"
      : "there is no help on \(name)" + (near.map { "; did you mean \($0)?" } ?? "") + "\n"
  }

  private static func functionHelp(_ name: String) -> FunctionHelp? {
    if let special = SpecialForms.help.first(where: { $0.name == name.lowercased() }) {
      return special.help
    }
    if let aggregate = Aggregate.named(name) { return aggregate.help }
    if let window = WindowFunction.named(name) { return window.help }
    return FunctionRegistry.standard.scalar(named: name)?.help
  }

  private static func overview(_ lang: Lang) -> String {
    var text =
      lang == .vi
      ? "Một truy vấn là nguồn rồi các bước:\n  indices | where index == \"SIPAS\" | sort -year | take 5\n\n"
      : "A query is a source followed by steps:\n  indices | where index == \"SIPAS\" | sort -year | take 5\n\n"
    text +=
      lang == .vi
      ? "Nguồn: tên bảng, \"tệp.csv\", (truy vấn), _ là kết quả trước\nCác bước:\n"
      : "Sources: a table, \"file.csv\", (a query), _ for the last result\nSteps:\n"
    let longest = steps.reduce(0) { max($0, $1.name.count) }
    for step in steps {
      let padding = String(repeating: " ", count: longest - step.name.count + 2)
      text += "  \(step.name)\(padding)\(step.about.text(in: lang))\n"
    }
    text += lang == .vi ? "Các lệnh:\n" : "Commands:\n"
    for command in Commands.all {
      let name = "." + command.name
      text +=
        "  \(name)\(String(repeating: " ", count: max(1, longest + 2 - name.count)))\(command.about.text(in: lang))\n"
    }
    text +=
      lang == .vi
      ? "help where, help sum, help functions cho biết thêm\n"
      : "help where, help sum, help functions say more\n"
    return text
  }

  private static func functions(_ lang: Lang) -> String {
    var text = ""
    func line(_ help: FunctionHelp) {
      text += "  \(help.signature): \(lang == .vi ? help.about.vi : help.about.en)\n"
    }
    for name in FunctionRegistry.standard.names {
      if let function = FunctionRegistry.standard.scalar(named: name) { line(function.help) }
    }
    text += lang == .vi ? "Hàm tổng hợp:\n" : "Aggregates:\n"
    for aggregate in Aggregate.allCases { line(aggregate.help) }
    text += lang == .vi ? "Hàm cửa sổ:\n" : "Window functions:\n"
    for window in WindowFunction.allCases { line(window.help) }
    return text
  }
}
