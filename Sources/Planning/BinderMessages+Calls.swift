package import Columns
package import Language

/// Calls, aggregates and constants in a place that does not take them.
extension BinderMessages {
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

  /// - Parameter column: the column whose name stands in quotes, where that is what is wrong.
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
