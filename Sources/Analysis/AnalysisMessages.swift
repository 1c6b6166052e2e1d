import Columns
import Language
import Planning

/// What the binder has to say of analysis steps, in words.
enum AnalysisMessages {
  static func noTime(
    _ word: String, _ scope: Scope, _ times: [ComparedTime]?, at range: SourceRange
  ) -> Diagnostic {
    let names = BinderMessages.list(scope.fields.map(\.name))
    let column = Advice.time(scope.fields).map {
      SyntaxText.nameAmongClauses(scope.fields[$0].name)
    }
    // `track` and `progress` have no place for the name.
    let isNamed = word == "compare" || word == "project" || word == "whatif"
    let rest = word == "compare" ? "2023, 2024" : "to 2030"
    var edits: [Diagnostic.Edit] = []
    let fix: Words
    if let column {
      let code = SyntaxText.code(isNamed ? "\(word) \(column) \(rest)" : "derive year = \(column)")
      fix =
        isNamed
        ? Words(
          en: "name it before the times: \(code)", vi: "ghi tên cột trước mốc thời gian: \(code)")
        : Words(en: "call it year before: \(code)", vi: "đặt tên cột là year ở bước trước: \(code)")
      edits =
        isNamed
        ? [.init(at: range.end, " \(column)")]
        : [.init(at: range.start, "derive year = \(column) | ")]
    } else {
      fix =
        isNamed
        ? Words(
          en: "none of them looks like one; name it before the times: `\(word) column \(rest)`",
          vi:
            "không cột nào giống thời gian; ghi tên cột trước mốc thời gian: `\(word) cot \(rest)`")
        : Words(
          en: "none of them looks like one; call it year before: `derive year = column`",
          vi: "không cột nào giống thời gian; đặt tên là year ở bước trước: `derive year = cot`")
    }
    return Diagnostic(
      code: "E0530",
      Words(
        en: "`\(word)` does not know which column is the time; columns here: \(names)",
        vi: "`\(word)` không biết cột nào là thời gian; các cột ở đây: \(names)"), at: range,
      fix: fix, edits: edits)
  }

  static func wrongTimeType(_ name: String, _ type: DataType, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0531",
      Words(
        en:
          "\(BinderMessages.mark(name)) is \(type.rawValue); a time is a year (int), a date, or a text like 2024Q1",
        vi:
          "\(BinderMessages.mark(name)) là \(type.rawValue); thời gian là năm (int), ngày, hoặc văn bản như 2024Q1"
      ),
      at: range,
      fix: type == .float
        ? Words(
          en:
            "what is measured stands at the end, behind a colon: \(SyntaxText.code(": \(SyntaxText.name(name))"))",
          vi:
            "giá trị cần tính đứng ở cuối, sau dấu hai chấm: \(SyntaxText.code(": \(SyntaxText.name(name))"))"
        ) : nil)
  }

  static func dateWithoutSign(_ text: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0513",
      Words(
        en: "a month or a day is written with @; without it this is a difference of numbers",
        vi: "tháng hoặc ngày viết với @; không có @ thì đây là phép trừ"), at: range,
      fix: Words(en: text, vi: text), replacement: text)
  }

  /// - Parameters:
  ///   - step: the step that looks for its measure.
  ///   - taken: the names of keys and of the time, which are not measured.
  static func noMeasure(
    _ request: ObservationRequest, _ step: Step?, _ scope: Scope, except taken: [String]
  ) -> Diagnostic {
    let word = request.word
    let places = scope.fields.indices.filter { place in
      taken.contains { $0.lowercased() == scope.fields[place].name.lowercased() }
    }
    let known = places + [Advice.time(scope.fields)].compactMap { $0 }
    var column = Advice.measure(scope.fields, except: known).map {
      SyntaxText.nameAmongClauses(scope.fields[$0].name)
    }
    let isWhatIf = word == "whatif"
    // A part and its whole say more than one of them.
    if !isWhatIf, let (part, whole) = Advice.ratio(scope.fields, except: known) {
      column = "rate(\(SyntaxText.names([scope.fields[part].name, scope.fields[whole].name])))"
    }
    var edits: [Diagnostic.Edit] = []
    if let column {
      if isWhatIf, let step, case .whatif(let whatIf) = step.kind {
        let last = whatIf.clauses.last?.range.end ?? whatIf.times.last?.range.end
        edits = last.map { [.init(at: $0, " of \(column)")] } ?? []
      } else if let step {
        edits = [.init(at: step.range.end, ": \(column)")]
      }
    }
    let code = SyntaxText.code(
      isWhatIf ? "whatif … of \(column ?? ""): …" : "\(word) …: \(column ?? "")")
    return Diagnostic(
      code: "E0532",
      isWhatIf
        ? Words(
          en: "this table has no measure of its own: say what changes with `of`",
          vi: "bảng này không có thước đo riêng: hãy ghi cột cần tính bằng `of`")
        : Words(
          en: "this table has no measure of its own: say what to \(word) after a colon",
          vi: "bảng này không có thước đo riêng: hãy ghi sau dấu hai chấm cần tính gì"),
      at: request.wordRange,
      fix: column.map { _ in Words(en: "for example \(code)", vi: "ví dụ \(code)") },
      edits: edits)
  }

  static func noEntity(
    _ request: ObservationRequest, _ scope: Scope, _ time: Expression, at range: SourceRange
  ) -> Diagnostic {
    let keys = request.clauses.contains { clause in
      if case .by = clause.kind { true } else { false }
    }
    let column = scope.fields.indices.first {
      scope.fields[$0].type == .text && $0 != time.columnIndex
    }.map { SyntaxText.nameAmongClauses(scope.fields[$0].name) }
    let code = SyntaxText.code("by \(column ?? "unit")")
    return Diagnostic(
      code: "E0533",
      Words(
        en: "a crosswalk needs the column of units among the keys, as text",
        vi: "bảng chuyển đổi cần cột đơn vị (kiểu text) trong các khóa"), at: range,
      fix: column == nil
        ? Words(
          en: "there is no text here: take the name of the unit along, and add it after `by`",
          vi: "ở đây không có cột text: hãy giữ lại tên đơn vị và thêm vào sau `by`")
        : Words(en: "add \(code)", vi: "thêm \(code)"),
      edits: column != nil && !keys ? [.init(at: range.start, "by \(column ?? "") ")] : [])
  }

  /// - Parameter time: the place of the column of times, where there is one.
  static func noTargets(_ fields: [Field], time: Int?, at range: SourceRange) -> Diagnostic {
    let list = BinderMessages.list(fields.map(\.name))
    let isTime = { (place: Int) in fields[place].type == .int || fields[place].type.isTemporal }
    let when = time.flatMap { isTime($0) ? $0 : nil } ?? Advice.time(fields)
    var items: [String] = []
    var isWhole = false
    if let when, let what = Advice.measure(fields, except: [when]) {
      isWhole = true
      if when != time { items.append("year = \(SyntaxText.name(fields[when].name))") }
      items.append("target = \(SyntaxText.name(fields[what].name))")
    }
    let code = SyntaxText.code("derive \(items.joined(separator: ", "))")
    return Diagnostic(
      code: "E0540",
      Words(
        en:
          "this table holds no targets: it needs a column for the time and one for the target (has \(list))",
        vi: "bảng này không có mục tiêu: cần cột thời gian và cột mục tiêu (có \(list))"),
      at: range,
      fix: isWhole
        ? Words(
          en: "give them these names before: \(code)",
          vi: "đặt tên các cột đó ở bước trước: \(code)")
        : Words(
          en:
            "name a table that has both, called year and target, with keys of the same names beside",
          vi: "hãy dùng bảng có đủ hai cột, tên là year và target, kèm các khóa cùng tên"),
      edits: isWhole
        ? [
          .init(at: range.start, "("),
          .init(at: range.end, " | derive \(items.joined(separator: ", ")))"),
        ] : [])
  }

  static func unknownScenario(_ name: Name, _ known: [String]) -> Diagnostic {
    let near = Suggestions.nearest(name.text, among: known)
    let list = known.isEmpty ? "" : BinderMessages.list(known)
    return Diagnostic(
      code: "E0541",
      Words(
        en: "there is no scenario \(BinderMessages.mark(name.text)) before this one",
        vi: "không có kịch bản \(BinderMessages.mark(name.text)) trước kịch bản này"),
      at: name.range,
      fix: near.map { Words.didYouMean(BinderMessages.mark($0)) }
        ?? (list.isEmpty
          ? nil : Words(en: "scenarios so far: \(list)", vi: "các kịch bản trước: \(list)")),
      replacement: near.map(SyntaxText.name))
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

  static func repeatedTime(_ label: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0539",
      Words(
        en: "\(label) overlaps another time of this step",
        vi: "\(label) trùng với một mốc thời gian khác của bước này"), at: range)
  }
}
