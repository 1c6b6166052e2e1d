import Columns
import Language
import Planning

/// What the binder has to say of the columns of a list of tasks, in words.
enum TaskMessages {
  private static func words(_ role: TaskColumnNames.Role) -> Words {
    switch role {
    case .status: Words(en: "the status", vi: "trạng thái")
    case .due: Words(en: "the day due", vi: "thời hạn")
    case .done: Words(en: "the day done", vi: "ngày hoàn thành")
    case .start: Words(en: "the start", vi: "ngày bắt đầu")
    case .added: Words(en: "the day on which a task came to the list", vi: "ngày giao")
    case .owner: Words(en: "the owner", vi: "đơn vị chủ trì")
    case .recurring: Words(en: "recurring", vi: "việc thường xuyên")
    case .count: Words(en: "the number of tasks", vi: "số nhiệm vụ")
    case .asOf: Words(en: "the day of the counts", vi: "ngày chốt số liệu")
    }
  }

  /// Which column was taken for what, and how to say otherwise.
  static func taken(
    _ columns: [(role: TaskColumnNames.Role, name: String)], at range: SourceRange
  ) -> Diagnostic {
    func list(_ lang: Lang) -> String {
      columns.map { "\(words($0.role).text(in: lang)) = \(SyntaxText.name($0.name))" }
        .joined(separator: ", ")
    }
    let clauses = columns.compactMap { column in
      column.role.clause.map { "\($0) \(SyntaxText.name(column.name))" }
    }.joined(separator: " ")
    return Diagnostic(
      .note, code: "N0470",
      Words(
        en: "columns taken by their names: \(list(.en))"
          + (clauses.isEmpty ? "" : "; to say it yourself: \(clauses)"),
        vi: "các cột được nhận theo tên: \(list(.vi))"
          + (clauses.isEmpty ? "" : "; để tự chỉ định: \(clauses)")), at: range)
  }

  static func unfit(
    _ role: TaskColumnNames.Role, _ field: Field, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .note, code: "N0471",
      Words(
        en:
          "\(BinderMessages.mark(field.name)) is \(field.type.rawValue) and was not taken for \(words(role).en)",
        vi:
          "\(BinderMessages.mark(field.name)) có kiểu \(field.type.rawValue) nên không được nhận là \(words(role).text(in: .vi))"
      ), at: range)
  }

  /// - Parameter step: the step that asks, at whose end the clause is to be added.
  static func twoColumns(
    _ role: TaskColumnNames.Role, _ names: [String], _ step: Step, at range: SourceRange
  ) -> Diagnostic {
    func list(_ and: String) -> String {
      names.map(BinderMessages.mark).joined(separator: names.count == 2 ? " \(and) " : ", ")
    }
    let first = SyntaxText.name(names.first ?? "")
    let code: String
    let fix: Words
    let edit: Diagnostic.Edit
    if let clause = role.clause {
      code = SyntaxText.code("\(clause) \(first)")
      fix = Words(en: "say which, for example \(code)", vi: "hãy ghi rõ, ví dụ \(code)")
      edit = .init(at: step.range.end, " \(clause) \(first)")
    } else {
      code = SyntaxText.code("select -\(first)")
      fix = Words(
        en: "leave one out before, for example \(code)",
        vi: "hãy bỏ bớt một cột trước đó, ví dụ \(code)")
      edit = .init(at: step.range.start, "select -\(first) | ")
    }
    return Diagnostic(
      code: "E0570",
      Words(
        en: "\(list("and")) could each be \(words(role).en)",
        vi: "\(list("và")) đều có thể là \(words(role).text(in: .vi))"), at: range,
      fix: fix, edits: [edit])
  }

  static func wrongType(
    _ role: TaskColumnNames.Role, _ field: Field, at range: SourceRange
  ) -> Diagnostic {
    let isDay = [.due, .done, .start, .added].contains(role)
    return Diagnostic(
      code: "E0571",
      Words(
        en:
          "\(BinderMessages.mark(field.name)) is \(field.type.rawValue); \(words(role).en) is \(isDay ? "a date, or text that says one" : "text")",
        vi:
          "\(BinderMessages.mark(field.name)) có kiểu \(field.type.rawValue); \(words(role).text(in: .vi)) phải là \(isDay ? "ngày, hoặc văn bản ghi ngày" : "văn bản")"
      ), at: range)
  }

  static func notOnTasks(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0572",
      Words(
        en: "this clause has no meaning on a list of tasks",
        vi: "mệnh đề này không có nghĩa với danh sách nhiệm vụ"), at: range,
      fix: Words(
        en: "clauses on tasks: by, as of, status, status map, due, done, start, added, owner",
        vi:
          "các mệnh đề với nhiệm vụ: by, as of, status, status map, due, done, start, added, owner"
      ))
  }

  static func onlyTasks(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0572",
      Words(
        en: "this clause is for lists of tasks alone, and a list of tasks takes no items",
        vi: "mệnh đề này chỉ dùng cho danh sách nhiệm vụ, và danh sách nhiệm vụ không nhận mục"),
      at: range)
  }

  static func noWords(_ names: [String], at range: SourceRange) -> Diagnostic {
    let list = BinderMessages.list(names)
    return Diagnostic(
      code: "E0573",
      Words(
        en: "this table does not say what words mean: it needs two columns of text (has \(list))",
        vi: "bảng này không cho biết nghĩa của từ: cần hai cột văn bản (có \(list))"), at: range,
      fix: Words(en: "call them word and meaning", vi: "đặt tên cột là word và meaning"))
  }
}
