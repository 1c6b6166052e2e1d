package import Columns
package import Language

/// What the binder has to say, in words.
package enum BinderMessages {
  /// Names as they are typed, the first twelve of them.
  package static func list(_ names: [String]) -> String {
    let shown = SyntaxText.names(names.prefix(12))
    return names.count > 12 ? shown + ", …" : shown
  }

  /// A name as a sentence marks it.
  package static func mark(_ name: String) -> String { SyntaxText.backticked(name) }

  package static func unknownColumn(_ name: Name, _ known: [String]) -> Diagnostic {
    let near = Suggestions.nearest(name.text, among: known)
    let columns =
      known.isEmpty
      ? Words(
        en: "no row is at hand here: write a constant, or $name for a value of let or param",
        vi: "ở đây không có dòng nào: viết hằng số, hoặc $tên cho giá trị của let hay param")
      : Words(en: "columns here: \(list(known))", vi: "các cột ở đây: \(list(known))")
    return Diagnostic(
      code: "E0501",
      Words(
        en: "there is no column \(mark(name.text)) here",
        vi: "ở đây không có cột \(mark(name.text))"),
      at: name.range,
      fix: near.map { Words.didYouMean(mark($0)) } ?? columns,
      replacement: near.map(SyntaxText.name))
  }

  /// A function of no arguments, `today`, written like a column.
  static func callWithoutBrackets(_ name: Name) -> Diagnostic {
    let call = "\(name.text.lowercased())()"
    var diagnostic = unknownColumn(name, [])
    diagnostic.fix = Words(
      en: "the function is written \(SyntaxText.code(call))",
      vi: "hàm được viết là \(SyntaxText.code(call))")
    diagnostic.replacement = call
    return diagnostic
  }

  /// `10/02/2024` among expressions.
  static func dayAsDivision(_ day: DateLiteral, _ text: String, at range: SourceRange)
    -> Diagnostic
  {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let literal = "@\(day.year)-\(two(day.month))-\(two(day.day))"
    return Diagnostic(
      code: "E0522",
      Words(
        en: "\(SyntaxText.code(text)) divides numbers here",
        vi: "\(SyntaxText.code(text)) ở đây là phép chia"), at: range,
      fix: Words(
        en: "a day is written \(SyntaxText.code(literal))",
        vi: "ngày được viết là \(SyntaxText.code(literal))"), replacement: literal)
  }

  package static func ambiguousColumn(_ name: Name, _ matches: [String]) -> Diagnostic {
    Diagnostic(
      code: "E0502",
      Words(
        en: "\(mark(name.text)) fits several columns: \(list(matches))",
        vi: "\(mark(name.text)) khớp nhiều cột: \(list(matches))"), at: name.range,
      fix: Words(
        en: "write one of them with the same letters",
        vi: "viết một trong các tên đó, đúng chữ hoa, chữ thường")
    )
  }

  /// - Parameter value: the value that bears the name, where one does.
  package static func unknownTable(
    _ name: Name, _ known: [String], value: Value? = nil
  ) -> Diagnostic {
    if let value {
      let parameter = "`$\(name.text)`"
      let load = "load $\(name.text) as \(SyntaxText.name(name.text))"
      return Diagnostic(
        code: "E0503",
        Words(
          en: "\(mark(name.text)) is a value (\(parameter), \(value.type.rawValue)), not a table",
          vi:
            "\(mark(name.text)) là một giá trị (\(parameter), \(value.type.rawValue)), không phải bảng"
        ),
        at: name.range,
        fix: value.type == .text
          ? Words(
            en: "if it names a file, \(SyntaxText.code(load)) makes the table",
            vi: "nếu đó là tên tệp, \(SyntaxText.code(load)) sẽ tạo bảng") : nil)
    }
    let near = Suggestions.nearest(name.text, among: known)
    return Diagnostic(
      code: "E0503",
      Words(
        en: "there is no table \(mark(name.text))", vi: "không có bảng \(mark(name.text))"),
      at: name.range,
      fix: near.map {
        Words.didYouMean(mark($0))
      }
        ?? Words(
          en: "tables: \(list(known)); a file is written in quotes",
          vi: "các bảng: \(list(known)); tệp được viết trong dấu nháy"),
      replacement: near.map(SyntaxText.name))
  }

  /// - Parameter isTable: whether a table bears the name.
  package static func unknownConnection(
    _ name: RemoteName, _ known: [String], isTable: Bool
  ) -> Diagnostic {
    let connection = name.connection
    let near = Suggestions.nearest(connection.text, among: known)
    let fix: Words
    if name.names.count == 1, let ending = name.names.first?.text.lowercased(),
      ["csv", "tsv", "txt", "xlsx", "xls", "ods", "json", "parquet", "html", "md", "gz"].contains(
        ending)
    {
      let file = SyntaxText.quoted("\(connection.text).\(ending)")
      fix = Words(
        en: "a file is written in quotes: \(SyntaxText.code(file))",
        vi: "tên tệp viết trong dấu nháy: \(SyntaxText.code(file))")
    } else if let near {
      fix = Words.didYouMean(mark(near))
    } else if isTable {
      fix = Words(
        en: "\(mark(connection.text)) is a table: its columns are named in steps, without it",
        vi:
          "\(mark(connection.text)) là một bảng: cột của nó được gọi trong các bước, không kèm tên bảng"
      )
    } else {
      let there =
        known.isEmpty
        ? (en: "", vi: "")
        : (en: "connections: \(list(known)); ", vi: "các kết nối: \(list(known)); ")
      fix = Words(
        en: there.en + "connect \"postgresql://…\" as \(SyntaxText.name(connection.text)) makes it",
        vi: there.vi + "connect \"postgresql://…\" as \(SyntaxText.name(connection.text)) sẽ tạo ra"
      )
    }
    return Diagnostic(
      code: "E0503",
      Words(
        en: "there is no connection \(mark(connection.text))",
        vi: "không có kết nối \(mark(connection.text))"),
      at: connection.range, fix: fix, replacement: near.map(SyntaxText.name))
  }

  package static func pathNotText(_ name: String, _ type: DataType, at range: SourceRange)
    -> Diagnostic
  {
    Diagnostic(
      code: "E0521",
      Words(
        en: "a path is text, but `$\(name)` is \(type.rawValue)",
        vi: "đường dẫn phải là văn bản, nhưng `$\(name)` là \(type.rawValue)"), at: range)
  }

  package static func unknownParameter(_ name: Name, _ known: [String]) -> Diagnostic {
    let near = Suggestions.nearest(name.text, among: known)
    return Diagnostic(
      code: "E0504",
      Words(
        en: "there is no parameter `$\(name.text)`", vi: "không có tham số `$\(name.text)`"),
      at: name.range,
      fix: near.map {
        Words.didYouMean("`$\($0)`")
      }
        ?? Words(
          en: "declare it before: `param \(name.text) = …`",
          vi: "khai báo trước đó: `param \(name.text) = …`"),
      replacement: near.map { "$\($0)" })
  }

  /// What functions of spreadsheets that have no like are written as.
  private static let spreadsheetForms: [String: String] = [
    "sumif": "sum(x where condition)", "sumifs": "sum(x where condition)",
    "countif": "count(where condition)", "countifs": "count(where condition)",
    "averageif": "avg(x where condition)", "averageifs": "avg(x where condition)",
    "maxifs": "max(x where condition)", "minifs": "min(x where condition)",
    "vlookup": "| join left \"table.csv\" on key", "hlookup": "| join left \"table.csv\" on key",
    "xlookup": "| join left \"table.csv\" on key", "lookup": "| join left \"table.csv\" on key",
    "iferror": "x ?? 0", "ifna": "x ?? 0",
    "datedif": "days_between(start, end)", "isblank": "x is null", "counta": "count(x)",
    "countblank": "count(where x is null)", "subtotal": "sum(x)", "sumproduct": "sum(x * y)",
    "textjoin": "text_join(x, \"; \")", "find": "position(x, \"part\")",
    "search": "position(x, \"part\")",
  ]

  package static func unknownFunction(_ name: Name, _ known: [String]) -> Diagnostic {
    if let form = spreadsheetForms[name.text.lowercased()] {
      return Diagnostic(
        code: "E0505",
        Words(
          en: "there is no function `\(name.text)`", vi: "không có hàm `\(name.text)`"),
        at: name.range,
        fix: Words(
          en: "write it as in \(SyntaxText.code(form))", vi: "viết như \(SyntaxText.code(form))"))
    }
    let near = Suggestions.nearest(name.text, among: known)
    return Diagnostic(
      code: "E0505",
      Words(
        en: "there is no function `\(name.text)`", vi: "không có hàm `\(name.text)`"),
      at: name.range,
      fix: near.map {
        Words.didYouMean("`\($0)`")
      } ?? Words(en: "help functions lists them", vi: "help functions liệt kê các hàm"),
      replacement: near)
  }
}
