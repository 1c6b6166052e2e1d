import Columns
import Forecasting
import Language
import Planning

/// What stops a step that reads targets, in words.
enum TargetFailures {
  static func unknownComparison(_ text: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0634",
      Words(
        en: "the comparison \(SyntaxText.quoted(text)) of a target is not understood",
        vi: "không hiểu phép so sánh \(SyntaxText.quoted(text)) của một mục tiêu"), at: range,
      fix: Words(
        en: "known are \(TargetWords.shownComparisons); empty means by the direction",
        vi: "các từ hiểu được: \(TargetWords.shownComparisons); để trống là theo direction"))
  }

  /// - Parameter isOfTargets: whether the word stands in the table of targets, or among the data.
  static func unknownDirection(
    _ text: String, isOfTargets: Bool, at range: SourceRange
  ) -> Diagnostic {
    let rest = "; `direction up` or `direction down` in the step leaves the column out"
    let restVi = "; ghi `direction up` hoặc `direction down` ở bước này thì cột đó không được đọc"
    return Diagnostic(
      code: "E0635",
      Words(
        en:
          "the column of directions says \(SyntaxText.quoted(text)), which is neither up nor down",
        vi: "cột direction ghi \(SyntaxText.quoted(text)), không phải lên cũng không phải xuống"),
      at: range,
      fix: Words(
        en: "known are \(TargetWords.shownDirections)\(isOfTargets ? "" : rest)",
        vi: "các từ hiểu được: \(TargetWords.shownDirections)\(isOfTargets ? "" : restVi)"))
  }

  static func contradiction(
    _ comparison: String, _ direction: String, _ target: String, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      code: "E0636",
      Words(
        en:
          "the target \(target) says \(comparison) and, in its column of directions, \(SyntaxText.quoted(direction)): they contradict each other",
        vi:
          "mục tiêu \(target) ghi \(comparison) nhưng cột direction ghi \(SyntaxText.quoted(direction)): hai điều trái nhau"
      ), at: range,
      fix: Words(
        en: "correct one of them, or leave one empty", vi: "sửa một trong hai, hoặc để trống một"))
  }

  /// - Parameters:
  ///   - column: the column of the targets that no key is matched with.
  ///   - values: some of what it holds.
  static func noCommonKey(
    _ column: TargetColumns.Spare, _ values: [String], _ plan: TargetColumns
  ) -> Diagnostic {
    let name = SyntaxText.backticked(plan.fields[column.column].name)
    let list = SyntaxText.names(plan.keys)
    let keys = plan.keys.isEmpty ? "no keys" : "the keys \(list)"
    let keysVi = plan.keys.isEmpty ? "không có khóa nào" : "các khóa \(list)"
    let shown = values.prefix(3).joined(separator: ", ") + (values.count > 3 ? ", …" : "")
    let free = plan.keys.indices.filter { key in !plan.joined.contains { $0.key == key } }
    let key = free.count == 1 ? SyntaxText.name(plan.keys[free[0]]) : nil
    let fix: Words
    if column.place != nil {
      let code = SyntaxText.code("by \(column.key)")
      fix = Words(
        en:
          "the data have that column too: add it to the keys, \(code), or filter both to one value",
        vi: "dữ liệu cũng có cột đó: thêm vào khóa, \(code), hoặc lọc cả hai còn một giá trị")
    } else if let key {
      let code = SyntaxText.code("by \(column.key) = \(key)")
      fix = Words(
        en:
          "if it is what the key \(SyntaxText.backticked(plan.keys[free[0]])) holds, call the key so: \(code)",
        vi:
          "nếu đó là nội dung của khóa \(SyntaxText.backticked(plan.keys[free[0]])), đặt tên khóa như vậy: \(code)"
      )
    } else {
      let code = SyntaxText.code("against (… | where \(column.key) == \"…\")")
      fix = Words(
        en: "add a column of that name to by, or keep the targets that are meant: \(code)",
        vi: "thêm một cột cùng tên vào by, hoặc chỉ giữ mục tiêu cần dùng: \(code)")
    }
    return Diagnostic(
      code: "E0637",
      Words(
        en:
          "the targets are told apart by \(name) (\(shown)), and this step has \(keys): which target speaks of which series is not known",
        vi:
          "các mục tiêu phân biệt theo \(name) (\(shown)), còn bước này có \(keysVi): không biết mục tiêu nào của chuỗi nào"
      ), at: plan.range, fix: fix, edits: column.edit.map { [$0] } ?? [])
  }
}

/// What analysis steps have to say of targets and of the way that is good, in words.
enum TargetNotes {
  /// Every value lies beyond what a scenario is to reach, and nothing says which way is good.
  static func openGoal(_ goal: Double, _ range: SourceRange, _ context: QueryContext) {
    let text = Value.double(goal).plainText
    context.note(
      Diagnostic(
        .note, code: "N0448",
        Words(
          en:
            "all values lie above \(text) and nothing says which way is good, so more is taken as better and \(text) as reached",
          vi:
            "mọi giá trị đều cao hơn \(text) và không có thông tin chiều nào là tốt, nên coi như càng cao càng tốt và \(text) đã đạt"
        ), at: range,
        fix: Words(
          en: "say `direction down` if less is better, `direction up` if more is",
          vi: "ghi `direction down` nếu càng thấp càng tốt, `direction up` nếu càng cao càng tốt")))
  }

  /// - Parameter series: series with targets that all their values lie beyond.
  static func openDirection(
    _ series: [String], _ range: SourceRange, _ context: QueryContext
  ) {
    let list = series.prefix(6).joined(separator: "; ") + (series.count > 6 ? "; …" : "")
    context.note(
      Diagnostic(
        .note, code: "N0445",
        Words(
          en:
            "all values lie above the target and nothing says which way is good, so there is no verdict: \(list)",
          vi:
            "mọi giá trị đều cao hơn mục tiêu và không có thông tin chiều nào là tốt, nên không kết luận: \(list)"
        ), at: range,
        fix: Words(
          en:
            "say `direction down` if less is better, `direction up` if more is, or give the targets a column comparison (>=, <=)",
          vi:
            "ghi `direction down` nếu càng thấp càng tốt, `direction up` nếu càng cao càng tốt, hoặc thêm cột comparison (>=, <=) vào bảng mục tiêu"
        )))
  }

  static func presumedUp(_ series: [String], _ range: SourceRange, _ context: QueryContext) {
    let list = series.prefix(6).joined(separator: "; ") + (series.count > 6 ? "; …" : "")
    context.note(
      Diagnostic(
        .note, code: "N0446",
        Words(
          en: "more is taken as better, since nothing says which way is good: \(list)",
          vi: "coi như càng cao càng tốt, vì không có thông tin chiều nào là tốt: \(list)"),
        at: range,
        fix: Words(
          en: "say `direction down` if less is better, else `direction up`",
          vi: "ghi `direction down` nếu càng thấp càng tốt, nếu không thì `direction up`")))
  }

  static func keepsComparison(
    _ direction: Direction, _ count: Int, _ range: SourceRange, _ context: QueryContext
  ) {
    context.note(
      "N0447",
      "\(count) \(count == 1 ? "target says" : "targets say") by \(count == 1 ? "its" : "their") comparison another way than direction \(direction.rawValue); \(count == 1 ? "it keeps" : "they keep") it",
      "\(count) mục tiêu có phép so sánh khác chiều direction \(direction.rawValue); giữ theo mục tiêu",
      at: range)
  }
}
