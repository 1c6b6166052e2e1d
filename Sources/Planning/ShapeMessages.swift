package import Columns
package import Language

/// What can be wrong with `pivot`, `unpivot`, `complete` and `fill`, in words.
package enum ShapeMessages {
  /// - Parameter key: the key of that name, where it is one.
  package static func pivotClash(_ name: String, key: Item?, at range: SourceRange) -> Diagnostic {
    let isKey = key != nil
    let other = SyntaxText.name("\(name)_key")
    return Diagnostic(
      code: "E0509",
      Words(
        en: "two columns would be called \(BinderMessages.mark(name))",
        vi: "có hai cột cùng tên \(BinderMessages.mark(name))"),
      at: range,
      fix: isKey
        ? Words(
          en: "give the key another name: \(SyntaxText.code("pivot … by \(other) = …: …"))",
          vi: "đặt tên khác cho khóa: \(SyntaxText.code("pivot … by \(other) = …: …"))")
        : Words(
          en: "two values are written alike; change one of them before the pivot",
          vi: "hai giá trị viết giống nhau; hãy đổi một giá trị trước khi pivot"),
      edits: key.map { item in
        [item.name.map { .init($0.range, other) } ?? .init(at: item.range.start, "\(other) = ")]
      } ?? [])
  }

  package static func listedTwice(_ name: String, at range: SourceRange) -> Diagnostic {
    BinderMessages.badValue(
      "\(BinderMessages.mark(name)) is listed twice",
      "\(BinderMessages.mark(name)) được nêu hai lần", at: range)
  }

  package static func backwards(_ first: String, _ last: String, at range: SourceRange)
    -> Diagnostic
  {
    let (one, other) = (BinderMessages.mark(first), BinderMessages.mark(last))
    let code = SyntaxText.code("\(SyntaxText.name(last))..\(SyntaxText.name(first))")
    return BinderMessages.badValue(
      "\(other) stands before \(one) in the table; write \(code)",
      "\(other) đứng trước \(one) trong bảng; hãy viết \(code)", at: range)
  }

  /// - Parameter fields: all that go into one column.
  package static func unlike(_ one: Field, _ other: Field, fields: [Field], at range: SourceRange)
    -> Diagnostic
  {
    let (first, second) = (BinderMessages.mark(one.name), BinderMessages.mark(other.name))
    let items = fields.filter { $0.type != .text && $0.type != .null }.map {
      "\(SyntaxText.name($0.name)) = text(\(SyntaxText.name($0.name)))"
    }.joined(separator: ", ")
    let code = SyntaxText.code("derive \(items)")
    return Diagnostic(
      code: "E0515",
      Words(
        en:
          "\(first) is \(one.type.rawValue) and \(second) is \(other.type.rawValue); one column cannot hold both",
        vi:
          "\(first) là \(one.type.rawValue) còn \(second) là \(other.type.rawValue); một cột không chứa được cả hai"
      ), at: range,
      fix: Words(
        en: "write all as text before this step: \(code)",
        vi: "viết tất cả thành văn bản trước bước này: \(code)"),
      edits: [.init(at: range.start, "derive \(items) | ")])
  }

  package static func linearNeedsNumbers(_ field: Field, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0507",
      Words(
        en:
          "a line goes through numbers; \(BinderMessages.mark(field.name)) is \(field.type.rawValue)",
        vi:
          "đường thẳng đi qua các số; \(BinderMessages.mark(field.name)) là \(field.type.rawValue)"),
      at: range,
      fix: Words(
        en: "use with previous or with next", vi: "dùng with previous hoặc with next"))
  }

  package static func mixedPeriods(at range: SourceRange) -> Diagnostic {
    BinderMessages.badValue(
      "the ends of a range are of the same kind: two years, two quarters, two months or two days",
      "hai đầu của khoảng phải cùng loại: hai năm, hai quý, hai tháng hoặc hai ngày", at: range)
  }

  package static func overlapping(at range: SourceRange) -> Diagnostic {
    BinderMessages.badValue(
      "these periods overlap, so a row would count for two of them",
      "các kỳ này chồng lên nhau nên một dòng được tính cho hai kỳ", at: range)
  }

  static func patternHere(_ name: Name) -> Diagnostic {
    Diagnostic(
      code: "E0513",
      Words(
        en: "`\(name.text)` stands for several columns, and here is room for one",
        vi: "`\(name.text)` là nhiều cột, mà ở đây chỉ nhận một cột"), at: name.range,
      fix: Words(
        en:
          "in `select`, `unpivot` and functions of many arguments it takes them all; `\(name.text) = f(_)` makes one item for each",
        vi:
          "trong `select`, `unpivot` và hàm nhiều đối số thì nhận tất cả; `\(name.text) = f(_)` tạo một mục cho mỗi cột"
      ))
  }

  static func noColumnFits(_ name: Name, _ names: [String]) -> Diagnostic {
    let list = SyntaxText.names(Array(names.prefix(8))) + (names.count > 8 ? ", …" : "")
    var isProduct = false
    if case .name(let pattern)? = name.pattern {
      isProduct = !pattern.hasPrefix("*") && !pattern.hasSuffix("*")
    }
    return Diagnostic(
      code: "E0501",
      Words(
        en: "no column fits `\(name.text)`", vi: "không có cột nào khớp `\(name.text)`"),
      at: name.range,
      fix: isProduct
        ? Words(
          en: "a product gets a name: `x = \(name.text)`; the columns are \(list)",
          vi: "phép nhân cần có tên: `x = \(name.text)`; các cột là \(list)")
        : Words(en: "the columns are \(list)", vi: "các cột là \(list)"))
  }

  static func orderNotHere(_ function: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0513",
      Words(
        en: "`\(function)` is the same in any order, so it takes no `sort`",
        vi: "`\(function)` không phụ thuộc thứ tự nên không nhận `sort`"), at: range,
      fix: Words(
        en: "`first`, `last`, `text_join`, `arg_max` and `arg_min` take one",
        vi: "`first`, `last`, `text_join`, `arg_max` và `arg_min` nhận `sort`"))
  }

  static func valueAsOrder(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0513",
      Words(
        en: "`sort` in a call goes by columns, and this is the same in every row",
        vi: "`sort` trong hàm xếp theo cột, mà giá trị này giống nhau ở mọi dòng"), at: range,
      fix: Words(
        en: "a separator stands before it: `text_join(x, \"; \" sort y)`",
        vi: "dấu phân cách đứng trước: `text_join(x, \"; \" sort y)`"))
  }

  static func nullsNotHere(at range: SourceRange) -> Diagnostic {
    BinderMessages.badValue(
      "rows without a key come last among the rows that a function sees; `nulls first` is for the step `sort`",
      "trong các dòng mà hàm xét, dòng thiếu khóa đứng cuối; `nulls first` dùng cho bước `sort`",
      at: range)
  }

  static func frameNotFor(_ function: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0513",
      Words(
        en: "`\(function)` has rows of its own; `rows` and `since` are for aggregates",
        vi: "`\(function)` tự xác định các dòng; `rows` và `since` dành cho hàm tổng hợp"),
      at: range,
      fix: Words(
        en: "put it into a `derive` of its own", vi: "đặt nó vào một bước `derive` riêng"))
  }

  static func sinceNeedsKey(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0513",
      Words(
        en: "`since` goes by one sort key, a number or a time, upwards",
        vi: "`since` cần một khóa sắp xếp tăng dần, là số hoặc thời gian"), at: range,
      fix: Words(
        en: "write `derive sort day since 30d: …`", vi: "viết `derive sort day since 30d: …`"))
  }

  static func emptySeparator(at range: SourceRange) -> Diagnostic {
    BinderMessages.badValue(
      "a text is split at a separator, which is not empty",
      "văn bản được tách ở một dấu phân cách không rỗng", at: range)
  }

  static func notSplit(_ field: Field, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0513",
      Words(
        en: "`split` cuts text, and \(BinderMessages.mark(field.name)) is \(field.type.rawValue)",
        vi: "`split` tách văn bản, mà \(BinderMessages.mark(field.name)) là \(field.type.rawValue)"),
      at: range)
  }

  static func valuesNeedPatterns(
    _ values: Int, patterns: Int, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      code: "E0513",
      Words(
        en:
          "\(values) columns of values need as many patterns with one star, such as `rate_*, total_*`; here are \(patterns)",
        vi:
          "\(values) cột giá trị cần bấy nhiêu mẫu có một dấu sao, như `rate_*, total_*`; ở đây có \(patterns)"
      ), at: range,
      fix: Words(
        en: "the first pattern makes the first value: `unpivot a_*, b_* as name, a, b`",
        vi: "mẫu thứ nhất cho giá trị thứ nhất: `unpivot a_*, b_* as name, a, b`"))
  }

  static func oneOfAll(at range: SourceRange) -> Diagnostic {
    BinderMessages.badValue(
      "`join cross` puts every row beside every row, so `expect one` cannot hold",
      "`join cross` ghép mọi dòng với mọi dòng nên không thể `expect one`", at: range)
  }

  package static func backwardsRange(at range: SourceRange) -> Diagnostic {
    BinderMessages.badValue(
      "the range goes upwards: the lower end first", "khoảng đi theo chiều tăng: số nhỏ trước",
      at: range)
  }

  package static func keyIsColumn(_ name: String, at range: SourceRange) -> Diagnostic {
    BinderMessages.badValue(
      "\(BinderMessages.mark(name)) is completed, so it cannot be a key too",
      "\(BinderMessages.mark(name)) đang được bổ sung nên không thể đồng thời là khóa", at: range)
  }

  package static func tooManyValues(_ most: Int, at range: SourceRange) -> Diagnostic {
    BinderMessages.badValue(
      "at most \(most) values can be completed", "chỉ bổ sung được tối đa \(most) giá trị",
      at: range)
  }

  /// - Parameters:
  ///   - column: the column that is most likely meant.
  ///   - step: the `derive`, whose clauses tell whether a sort can be put in.
  package static func needsOneSortKey(
    _ call: Call, _ column: String?, _ step: Step?, at range: SourceRange
  )
    -> Diagnostic
  {
    let key = column.map(SyntaxText.nameAmongClauses) ?? "year"
    let written =
      SyntaxText.short(SyntaxExpression(.call(call), range: range)) ?? "\(call.name.text)(x, 2015)"
    let code = SyntaxText.code("derive sort \(key): \(written)")
    var edits: [Diagnostic.Edit] = []
    if column != nil, let step, case .derive(let derive) = step.kind, derive.sort.isEmpty,
      derive.by.isEmpty
    {
      edits = [.init(at: step.wordRange.end, " sort \(key):")]
    }
    return Diagnostic(
      code: "E0513",
      Words(
        en: "`\(call.name.text)` looks for its base in the one column of `sort`",
        vi: "`\(call.name.text)` tìm gốc trong một cột duy nhất của `sort`"), at: range,
      fix: Words(
        en: "write \(code), with by before sort for each unit",
        vi: "viết \(code), thêm by trước sort cho từng đơn vị"), edits: edits)
  }
}
