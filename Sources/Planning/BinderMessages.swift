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

  /// - Parameter fits: whether the function or operator takes such types.
  package static func wrongTypes(
    _ name: String, _ parts: [Advice.Part], at range: SourceRange, signature: String?,
    fits: ([DataType]) -> Bool
  ) -> Diagnostic {
    let types = parts.map(\.type)
    let found = types.map(\.rawValue).joined(separator: ", ")
    var fix: Words?
    var edits: [Diagnostic.Edit] = []
    let isComparison = ["==", "!=", "<", "<=", ">", ">="].contains(name)
    if let reason = parts.lazy.compactMap(\.reason).first {
      // How the file is to be read is said where the file is named, which may be another statement.
      fix = Words(en: reason.en, vi: reason.vi)
      // Days among words are told from them one by one.
      if isComparison, parts.contains(where: \.type.isTemporal),
        let part = parts.first(where: { $0.reason != nil && $0.type == .text })
      {
        let advice = SyntaxText.code("date(\(part.text))")
        fix = Words(
          en: "\(reason.en); or compare \(advice), which is null where there is no day",
          vi: "\(reason.vi); hoặc so sánh \(advice), là null ở chỗ không phải ngày")
        edits = part.wrapped(in: "date")
      }
    } else if isComparison, parts.count == 2, let time = parts.first(where: \.type.isTemporal),
      parts.contains(where: \.type.isNumeric)
    {
      let advice = "year(\(time.text))"
      fix = Words(
        en: "compare with a date or a period, @2025-12-31 or @2025, or take the year: \(advice)",
        vi: "so sánh với ngày hoặc kỳ, @2025-12-31 hoặc @2025, hoặc lấy năm: \(advice)")
      edits = time.wrapped(in: "year")
    } else {
      let conversions = Advice.conversions(of: parts, fits: fits)
      let isLogic = ["and", "or", "not"].contains(name)
      if isLogic, let part = parts.first(where: { $0.type != .bool && $0.type != .null }) {
        (fix, edits) = conversion(.bool, part)
      } else if !conversions.isEmpty {
        let changes = Advice.changes(conversions, of: parts)
        edits = changes.edits
        fix = how(conversions, of: parts, changes.text)
        if isComparison, let how = fix {
          fix = Words(
            en: "compare like with like: \(how.en)", vi: "so sánh cùng kiểu: \(how.text(in: .vi))")
        }
      } else if let signature {
        fix = Words(en: "it is written \(signature)", vi: "cách viết: \(signature)")
      }
    }
    return Diagnostic(
      code: "E0506",
      Words(
        en: found.isEmpty ? "`\(name)` needs arguments" : "`\(name)` does not take \(found)",
        vi: found.isEmpty ? "`\(name)` cần có đối số" : "`\(name)` không nhận \(found)"),
      at: range, fix: fix, edits: edits)
  }

  /// What a conversion does, with the call as it is written.
  private static func how(
    _ conversions: [Advice.Conversion], of parts: [Advice.Part], _ text: String
  ) -> Words {
    let code = SyntaxText.code(text)
    guard let first = conversions.first else { return Words(en: text) }
    if parts[first.part].numberInQuotes != nil {
      return Words(
        en: "write the number without quotes: \(code)", vi: "viết số không có dấu nháy: \(code)")
    }
    return switch first.function {
    case "float", "int":
      parts[first.part].type == .text
        ? Words(en: "\(code) reads a number from text", vi: "\(code) đọc số từ văn bản")
        : Words(en: "\(code) makes a number of it", vi: "\(code) đổi thành số")
    case "date": Words(en: "\(code) reads a date from text", vi: "\(code) đọc ngày từ văn bản")
    case "year": Words(en: "\(code) takes the year", vi: "\(code) lấy năm")
    default:
      Words(en: "\(code) writes a value as text", vi: "\(code) viết giá trị thành văn bản")
    }
  }

  /// The two sides of a join key are of types that never are equal.
  package static func keysDiffer(
    _ left: Advice.Part, _ right: Advice.Part, isShared: Bool, at range: SourceRange
  ) -> Diagnostic {
    let sides = [left, right].map { $0.type == .text ? $0.text : "text(\($0.text))" }
    let key = "\(sides[0]) == \(sides[1])"
    let isWritten = !(left.text + right.text).contains("…")
    return Diagnostic(
      code: "E0506",
      Words(
        en: "`on` does not take \(left.type.rawValue), \(right.type.rawValue)",
        vi: "`on` không nhận \(left.type.rawValue), \(right.type.rawValue)"),
      at: range,
      fix: Words(
        en: "compare like with like: \(SyntaxText.code("on \(key)"))",
        vi: "so sánh cùng kiểu: \(SyntaxText.code("on \(key)"))"),
      edits: isWritten ? [.init(range, key)] : [])
  }

  /// - Parameters:
  ///   - text: the expression as it is written, for the fix.
  ///   - value: set where it is a constant.
  package static func expected(
    _ wanted: DataType, _ found: DataType, at range: SourceRange, text: String? = nil,
    value: Value? = nil
  ) -> Diagnostic {
    let part = Advice.Part(
      text: text ?? value.flatMap(Binder.written) ?? "x", range: range, type: found, value: value)
    let (fix, edits) = conversion(wanted, part)
    return Diagnostic(
      code: "E0507",
      Words(
        en:
          "\(wanted == .int ? "an" : "a") \(wanted.rawValue) is needed here, this is \(found.rawValue)",
        vi: "ở đây cần \(wanted.rawValue), đây là \(found.rawValue)"), at: range,
      fix: fix, edits: edits)
  }

  /// Values of which one is taken have no type in common: all are written as text, or the last is
  /// read.
  package static func unlikeValues(_ known: [Advice.Part], _ last: Advice.Part, _ wanted: DataType)
    -> Diagnostic
  {
    let isPlainText = last.type == .text && last.value != nil && last.numberInQuotes == nil
    guard isPlainText, let first = known.first else {
      var diagnostic = expected(
        wanted, last.type, at: last.range, text: last.text, value: last.value)
      if diagnostic.edits.isEmpty || wanted == .bool {
        let all = (known + [last]).filter { $0.type != .text }
        let code = all.map { "text(\($0.text))" }.joined(separator: ", ")
        diagnostic.fix = Words(
          en: "write all of them as text: \(SyntaxText.code(code))",
          vi: "viết tất cả thành văn bản: \(SyntaxText.code(code))")
        diagnostic.edits = all.flatMap { $0.wrapped(in: "text") }
      }
      return diagnostic
    }
    var diagnostic = expected(wanted, last.type, at: last.range)
    diagnostic.fix = Words(
      en: "write the others as text too: \(SyntaxText.code("text(\(first.text))"))",
      vi: "viết các giá trị khác cũng thành văn bản: \(SyntaxText.code("text(\(first.text))"))")
    diagnostic.edits = known.flatMap { $0.wrapped(in: "text") }
    return diagnostic
  }

  /// How to make one type of another; nil where that would seldom be meant.
  private static func conversion(_ wanted: DataType, _ part: Advice.Part)
    -> (Words?, [Diagnostic.Edit])
  {
    if let number = part.numberInQuotes, wanted.isNumeric {
      return (
        Words(
          en: "write the number without quotes: \(number)",
          vi: "viết số không có dấu nháy: \(number)"), [.init(part.range, number)]
      )
    }
    let isWrittenOut = part.value != nil && part.type == .text
    func call(_ function: String) -> String { SyntaxText.code("\(function)(\(part.text))") }
    switch (wanted, part.type) {
    case (.bool, _):
      let isName = part.text != "…" && part.value == nil
      let code = SyntaxText.code("\(part.text) is not null")
      return (
        Words(
          en: "write a condition, such as \(code)", vi: "viết một điều kiện, như \(code)"),
        isName
          ? [.init(at: part.range.end, " is not null")]
          : [.init(at: part.range.start, "("), .init(at: part.range.end, ") is not null")]
      )
    case (.text, _):
      return (
        Words(
          en: "\(call("text")) writes a value as text",
          vi: "\(call("text")) viết giá trị thành văn bản"), part.wrapped(in: "text")
      )
    case (.int, .text) where !isWrittenOut, (.float, .text) where !isWrittenOut:
      return (
        Words(
          en: "\(call(wanted.rawValue)) reads a number from text",
          vi: "\(call(wanted.rawValue)) đọc số từ văn bản"), part.wrapped(in: wanted.rawValue)
      )
    case (.date, .text) where !isWrittenOut:
      return (
        Words(
          en: "\(call("date")) reads a date from text", vi: "\(call("date")) đọc ngày từ văn bản"),
        part.wrapped(in: "date")
      )
    case (.int, .float):
      return (
        Words(en: "\(call("int")) drops the fraction", vi: "\(call("int")) bỏ phần lẻ"),
        part.wrapped(in: "int")
      )
    default: return (nil, [])
    }
  }

  /// - Parameter column: the column whose name stands in quotes, where that is what is wrong.
  package static func tooManySteps(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0303",
      Words(
        en:
          "a statement has at most \(Limits.steps) steps, and a column that uses one made before it in the same `derive` takes one",
        vi:
          "một câu lệnh có tối đa \(Limits.steps) bước, và cột dùng cột tạo trước đó trong cùng `derive` chiếm một bước"
      ), at: range, fix: Words(en: "keep a part with `let`", vi: "giữ một phần bằng `let`"))
  }

  package static func needsName(column: String?, at range: SourceRange) -> Diagnostic {
    if let column {
      return Diagnostic(
        code: "E0508",
        Words(
          en: "this is a text, and as a column it needs a name",
          vi: "đây là văn bản, và nếu là cột thì cần có tên"), at: range,
        fix: Words(
          en: "a column stands without quotes: \(SyntaxText.code(SyntaxText.name(column)))",
          vi: "tên cột viết không có dấu nháy: \(SyntaxText.code(SyntaxText.name(column)))"),
        replacement: SyntaxText.name(column))
    }
    return Diagnostic(
      code: "E0508",
      Words(en: "a computed column needs a name", vi: "cột được tính cần có tên"), at: range,
      fix: Words(en: "write name = …", vi: "viết tên = …"),
      edits: [.init(at: range.start, "name = ")])
  }

  /// - Parameter other: a name that is free, as it is typed.
  package static func duplicateName(
    _ name: String, at range: SourceRange, first: SourceRange?, other: String,
    edits: [Diagnostic.Edit]
  ) -> Diagnostic {
    Diagnostic(
      code: "E0509",
      Words(
        en: "two columns would be called \(mark(name))", vi: "có hai cột cùng tên \(mark(name))"),
      at: range,
      labels: first.map { [.init($0, Words(en: "the first", vi: "cột đầu"))] } ?? [],
      fix: Words(
        en: "give one of them another name: \(SyntaxText.code("\(other) = …"))",
        vi: "đặt tên khác cho một cột: \(SyntaxText.code("\(other) = …"))"),
      edits: edits)
  }

  package static func notAggregate(_ name: Name) -> Diagnostic {
    let column = SyntaxText.name(name.text)
    let calls = ["sum", "avg", "first"].map { SyntaxText.code("\($0)(\(column))") }
      .joined(separator: ", ")
    return Diagnostic(
      code: "E0510",
      Words(
        en: "\(mark(name.text)) has many values in a group; an aggregate says which one",
        vi: "\(mark(name.text)) có nhiều giá trị trong một nhóm; cần một hàm tổng hợp"),
      at: name.range,
      fix: Words(
        en: "use \(calls) …, or put it among the keys after group by",
        vi: "dùng \(calls) …, hoặc đưa vào khóa sau group by"),
      edits: [.init(at: name.range.start, "first("), .init(at: name.range.end, ")")])
  }

  /// - Parameter definition: the item of a `derive` that computes it, where that is short.
  package static func aggregateHere(
    _ name: Name, isWindow: Bool, definition: String?, edits: [Diagnostic.Edit]
  ) -> Diagnostic {
    let code = SyntaxText.code("derive \(definition ?? "name = \(name.text)(…)")")
    return Diagnostic(
      code: "E0511",
      isWindow
        ? Words(
          en: "`\(name.text)` looks at the rows around a row; it stands in `derive`",
          vi: "`\(name.text)` nhìn các dòng xung quanh một dòng; chỉ dùng trong `derive`")
        : Words(
          en: "`\(name.text)` is an aggregate; here each row stands alone",
          vi: "`\(name.text)` là hàm tổng hợp; ở đây mỗi dòng đứng riêng"), at: name.range,
      fix: Words(
        en: "compute it in a step before: \(code), with by and sort where groups or order matter",
        vi: "tính ở bước trước: \(code), kèm by và sort nếu cần nhóm hoặc thứ tự"),
      edits: edits)
  }

  package static func notConstant(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0512",
      Words(
        en: "a constant is needed here, the same for all rows",
        vi: "ở đây cần một hằng số, giống nhau cho mọi dòng"), at: range)
  }

  package static func badValue(_ en: String, _ vi: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(code: "E0513", Words(en: en, vi: vi), at: range)
  }

  /// - Parameter period: how the periods of the column are written, where it has any.
  package static func unreadableDate(
    _ text: String, _ period: PeriodForm? = nil, at range: SourceRange
  ) -> Diagnostic {
    if let period {
      // The periods of 2024 show how theirs are written.
      let example = "\"\(period.text(2024 * (12 / period.grain.months)))\""
      return Diagnostic(
        code: "E0514",
        Words(
          en: "\"\(text)\" is compared with a period and is none",
          vi: "\"\(text)\" được so sánh với một kỳ nhưng không phải kỳ"), at: range,
        fix: Words(en: "the column writes \(example)", vi: "cột này viết \(example)"))
    }
    return Diagnostic(
      code: "E0514",
      Words(
        en: "\"\(text)\" is compared with a date and is none",
        vi: "\"\(text)\" được so sánh với ngày nhưng không phải ngày"), at: range,
      fix: Words(
        en: "write @2025-12-31 or \"31/12/2025\"", vi: "viết @2025-12-31 hoặc \"31/12/2025\""))
  }

  /// A column of two tables that are put one under the other.
  ///
  /// - Parameter edits: the conversions of all such columns.
  package static func typesDiffer(
    _ here: Field, _ there: Field, edits: [Diagnostic.Edit], at range: SourceRange
  ) -> Diagnostic {
    func conversion(_ field: Field) -> String {
      let name = SyntaxText.name(field.name)
      return "derive \(name) = text(\(name))"
    }
    let code = SyntaxText.code(conversion(here.type == .text ? there : here))
    return Diagnostic(
      code: "E0515",
      Words(
        en:
          "column \(mark(here.name)) is \(here.type.rawValue) here and \(there.type.rawValue) there",
        vi: "cột \(mark(here.name)) là \(here.type.rawValue) ở đây và \(there.type.rawValue) ở kia"),
      at: range,
      fix: here.type == .text
        ? Words(
          en: "convert it on the right side first: \(code)",
          vi: "đổi kiểu ở bên phải trước: \(code)")
        : there.type == .text
          ? Words(
            en: "convert it before this step: \(code)", vi: "đổi kiểu trước bước này: \(code)")
          : Words(
            en: "convert it on both sides first: \(code)",
            vi: "đổi kiểu ở cả hai bên trước: \(code)"),
      edits: edits)
  }

  /// A column of rows that are written out.
  package static func valuesDiffer(
    _ name: String, _ one: DataType, _ other: DataType, at range: SourceRange,
    edits: [Diagnostic.Edit]
  ) -> Diagnostic {
    Diagnostic(
      code: "E0515",
      Words(
        en: "column \(mark(name)) is \(one.rawValue) here and \(other.rawValue) there",
        vi: "cột \(mark(name)) là \(one.rawValue) ở đây và \(other.rawValue) ở kia"), at: range,
      fix: Words(
        en: "write all values of the column alike: text(…) makes text of any",
        vi: "viết mọi giá trị của cột cùng kiểu: text(…) viết thành văn bản"),
      edits: edits)
  }

  package static func noLastResult(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0516",
      Words(en: "there is no last result here", vi: "ở đây không có kết quả trước"), at: range,
      fix: Words(
        en: "`_` is the last result at the prompt; in a file use let name = …",
        vi: "`_` là kết quả trước ở dấu nhắc; trong tệp hãy dùng let ten = …"))
  }

  package static func nestedAggregate(_ call: Call, inside outer: String) -> Diagnostic {
    let inner =
      SyntaxText.short(SyntaxExpression(.call(call), range: call.name.range))
      ?? "\(call.name.text)(…)"
    let code = SyntaxText.code("group by …: x = \(inner) | aggregate \(outer)(x)")
    return Diagnostic(
      code: "E0517",
      Words(
        en: "`\(call.name.text)` stands inside another aggregate",
        vi: "`\(call.name.text)` nằm trong một hàm tổng hợp khác"), at: call.name.range,
      fix: Words(en: "group twice: \(code)", vi: "nhóm hai lần: \(code)"))
  }

  /// A function that makes more of a call than can be worked with.
  package static func tooLarge(_ name: Name) -> Diagnostic {
    Diagnostic(
      code: "E0527",
      Words(
        en:
          "`\(name.text)` expands to more than \(Limits.expandedNodes) operations or \(Limits.expansions) calls",
        vi:
          "`\(name.text)` khai triển thành hơn \(Limits.expandedNodes) phép tính hoặc \(Limits.expansions) lời gọi"
      ), at: name.range,
      fix: Words(
        en: "compute parts of it in steps of their own: derive a = …",
        vi: "tính từng phần ở bước riêng: derive a = …"))
  }

  package static func recursive(_ name: Name) -> Diagnostic {
    Diagnostic(
      code: "E0518",
      Words(
        en: "`\(name.text)` calls itself", vi: "`\(name.text)` gọi chính nó"), at: name.range)
  }

  package static func argumentCount(_ name: Name, _ wanted: ClosedRange<Int>, _ found: Int)
    -> Diagnostic
  {
    let (low, high) = (wanted.lowerBound, wanted.upperBound)
    let takes: Words
    switch high {
    case low: takes = Words(en: "\(low)", vi: "\(low)")
    case .max: takes = Words(en: "at least \(low)", vi: "ít nhất \(low)")
    default: takes = Words(en: "\(low) or \(high)", vi: "\(low) hoặc \(high)")
    }
    let isOne = low == 1 && (high == 1 || high == .max)
    return Diagnostic(
      code: "E0519",
      Words(
        en: "`\(name.text)` takes \(takes.en) \(isOne ? "argument" : "arguments"), not \(found)",
        vi: "`\(name.text)` nhận \(takes.text(in: .vi)) đối số, không phải \(found)"),
      at: name.range)
  }

  static func unknownPicture(_ ending: String, at range: SourceRange) -> Diagnostic {
    let known = LogicalPlan.ChartRequest.endings.map { ".\($0)" }
    return Diagnostic(
      code: "E0711",
      Words(
        en: "no chart is written to files that end in `.\(ending)`",
        vi: "không có biểu đồ nào ghi ra tệp có đuôi `.\(ending)`"), at: range,
      fix: Words(
        en: "end the name in \(Words.anyOf(known).en)",
        vi: "hãy đặt đuôi tên là \(Words.anyOf(known).text(in: .vi))"))
  }

  package static func unknownChartOption(_ name: Name, _ known: [String]) -> Diagnostic {
    let near = Suggestions.nearest(name.text, among: known)
    return Diagnostic(
      code: "E0543",
      Words(
        en: "chart has no option `\(name.text)`", vi: "chart không có tùy chọn `\(name.text)`"),
      at: name.range,
      fix: near.map { Words.didYouMean("`\($0)`") }
        ?? Words(
          en: "options: \(known.joined(separator: ", "))",
          vi: "các tùy chọn: \(known.joined(separator: ", "))"), replacement: near)
  }
}
