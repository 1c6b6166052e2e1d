import Columns
import Language

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

  static func noCrosswalk(_ names: [String], at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0534",
      Words(
        en:
          "this is no crosswalk: it needs text columns from and to (has \(BinderMessages.list(names)))",
        vi:
          "đây không phải bảng chuyển đổi: cần cột from và to kiểu text (có \(BinderMessages.list(names)))"
      ), at: range)
  }

  static func badCrosswalk(_ problem: Crosswalk.Problem, at range: SourceRange) -> Diagnostic {
    switch problem {
    case .splits(let from, let to):
      return Diagnostic(
        code: "E0535",
        Words(
          en:
            "the crosswalk splits \(from) into \(to.joined(separator: " and ")); a share cannot be split back",
          vi:
            "bảng chuyển đổi tách \(from) thành \(to.joined(separator: " và ")); không thể tách ngược một tỷ lệ"
        ), at: range,
        fix: Words(
          en: "turn the crosswalk round, from the parts to \(from): that puts them together",
          vi: "hãy đảo chiều bảng chuyển đổi, từ các phần về \(from), để gộp chúng lại"))
    case .cycle(let path):
      return Diagnostic(
        code: "E0536",
        Words(
          en: "the crosswalk goes in a circle: \(path.joined(separator: " → "))",
          vi: "bảng chuyển đổi đi vòng tròn: \(path.joined(separator: " → "))"), at: range,
        fix: Words(
          en: "correct a row, or say when each change came: valid_from",
          vi: "sửa một dòng, hoặc ghi thời điểm của từng lần thay đổi: valid_from"))
    case .gap(let from):
      return Diagnostic(
        code: "E0537",
        Words(
          en: "the crosswalk does not say what \(from) became",
          vi: "bảng chuyển đổi không cho biết \(from) thành đơn vị nào"), at: range,
        fix: Words(
          en: "fill in the new unit, or leave the row out",
          vi: "điền đơn vị mới, hoặc bỏ dòng đó"))
    }
  }

  static func unmatchedUnits(_ names: [String], at range: SourceRange) -> Diagnostic {
    let list = BinderMessages.list(names)
    return Diagnostic(
      .note, code: "N0205",
      Words(
        en: "neither the crosswalk nor the aliases know \(list); they stay as they are",
        vi: "bảng chuyển đổi và bảng tên khác không có \(list); giữ nguyên"), at: range)
  }

  static func noNames(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0538",
      Words(
        en: "canonical needs a table `aliases` (alias, unit) or `units` (name), and there is none",
        vi: "canonical cần bảng `aliases` (alias, unit) hoặc `units` (name), nhưng không có"),
      at: range)
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
      at: range,
      fix: Words(
        en: "if they are, say which columns: status column due column done column",
        vi: "nếu đúng là nhiệm vụ, hãy ghi rõ các cột: status cột due cột done cột"))
  }

  static func unknownChartOption(_ name: Name, _ known: [String]) -> Diagnostic {
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

  static func repeatedTime(_ label: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0539",
      Words(
        en: "\(label) overlaps another time of this step",
        vi: "\(label) trùng với một mốc thời gian khác của bước này"), at: range)
  }
}
