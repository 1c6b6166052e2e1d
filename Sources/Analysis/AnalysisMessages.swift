import Columns
import Language
import Planning

/// What the binder has to say of analysis steps, in words.
enum AnalysisMessages {
  static func noTime(_ word: String, _ scope: Scope, at range: SourceRange) -> Diagnostic {
    let names = BinderMessages.list(scope.fields.map(\.name))
    return Diagnostic(
      code: "E0530",
      Words(
        en: "`\(word)` does not know which column is the time; columns here: \(names)",
        vi: "`\(word)` không biết cột nào là thời gian; các cột ở đây: \(names)"), at: range,
      fix: word == "track"
        ? Words(
          en: "call it year or date: derive year = …",
          vi: "đặt tên cột là year hoặc date: derive year = …")
        : Words(
          en:
            "name it before the times: \(word == "compare" ? "compare year 2023, 2024" : "\(word) year to 2030")",
          vi:
            "ghi tên cột trước mốc thời gian: \(word == "compare" ? "compare nam 2023, 2024" : "\(word) nam to 2030")"
        ))
  }

  static func wrongTimeType(_ name: String, _ type: DataType, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0531",
      Words(
        en: "`\(name)` is \(type.rawValue); a time is a year (int), a date, or a text like 2024Q1",
        vi: "`\(name)` là \(type.rawValue); thời gian là năm (int), ngày, hoặc văn bản như 2024Q1"),
      at: range)
  }

  static func noMeasure(_ word: String, _ scope: Scope, at range: SourceRange) -> Diagnostic {
    let numbers = scope.fields.filter { $0.type.isNumeric }.map(\.name)
    return Diagnostic(
      code: "E0532",
      Words(
        en: "this table has no measure of its own: say what to \(word) after a colon",
        vi: "bảng này không có thước đo riêng: hãy ghi sau dấu hai chấm cần tính gì"), at: range,
      fix: numbers.isEmpty
        ? nil
        : Words(
          en: "for example \(word) …: \(numbers[numbers.count - 1])",
          vi: "ví dụ \(word) …: \(numbers[numbers.count - 1])"))
  }

  static func noEntity(_ word: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0533",
      Words(
        en: "a crosswalk needs the column of units among the keys, as text",
        vi: "bảng chuyển đổi cần cột đơn vị (kiểu text) trong các khóa"), at: range,
      fix: Words(en: "add by unit", vi: "thêm by don_vi"))
  }

  static func noTargets(_ names: [String], at range: SourceRange) -> Diagnostic {
    let list = BinderMessages.list(names)
    return Diagnostic(
      code: "E0540",
      Words(
        en:
          "this table holds no targets: it needs a column for the time and one for the target (has \(list))",
        vi: "bảng này không có mục tiêu: cần cột thời gian và cột mục tiêu (có \(list))"),
      at: range,
      fix: Words(
        en:
          "call them year and target, with comparison, document and keys of the same names beside",
        vi: "đặt tên cột là year và target, kèm comparison, document và các khóa cùng tên"))
  }

  static func unknownScenario(_ name: Name, _ known: [String]) -> Diagnostic {
    let near = Suggestions.nearest(name.text, among: known)
    let list = known.isEmpty ? "" : BinderMessages.list(known)
    return Diagnostic(
      code: "E0541",
      Words(
        en: "there is no scenario `\(name.text)` before this one",
        vi: "không có kịch bản `\(name.text)` trước kịch bản này"), at: name.range,
      fix: near.map { Words.didYouMean("`\($0)`") }
        ?? (list.isEmpty
          ? nil : Words(en: "scenarios so far: \(list)", vi: "các kịch bản trước: \(list)")),
      replacement: near)
  }

  static func noTasks(_ word: String, _ scope: Scope, at range: SourceRange) -> Diagnostic {
    let list = BinderMessages.list(scope.fields.map(\.name))
    return Diagnostic(
      code: "E0542",
      Words(
        en: "these rows are not tasks: \(word) needs a column status, due or done (has \(list))",
        vi: "các dòng này không phải nhiệm vụ: \(word) cần cột status, due hoặc done (có \(list))"),
      at: range)
  }

  static func repeatedTime(_ label: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0539",
      Words(
        en: "\(label) overlaps another time of this step",
        vi: "\(label) trùng với một mốc thời gian khác của bước này"), at: range)
  }
}
