package import Columns
package import Language

/// Values of types that do not go together.
extension BinderMessages {
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
}
