package import Columns
import Functions
package import Language

/// `.drill n`: the rows behind a row of a result, as the query that finds them.
package struct DrillDown {
  /// What `row` is of.
  private let result: Table
  private let row: Int
  private let statement: SourceText
  private let session: Session

  /// The query for row `row` (from 1) of `result`, which the last pipeline of `statement` gave; in
  /// words why there is none.
  package static func query(
    _ row: Int, of result: Table, statement: SourceText, in session: Session
  ) -> Result<String, Problem> {
    guard row >= 1, row <= result.rowCount else {
      return .failure(
        Problem(
          Words(
            en: "the last result has \(result.rowCount) rows: .drill takes 1 to \(result.rowCount)",
            vi: "kết quả trước có \(result.rowCount) dòng: .drill nhận 1 đến \(result.rowCount)")))
    }
    let drill = DrillDown(result: result, row: row - 1, statement: statement, session: session)
    do throws(Problem) {
      return .success(try drill.query())
    } catch {
      return .failure(error)
    }
  }

  package struct Problem: Error {
    package let words: Words
    init(_ words: Words) { self.words = words }
  }

  private func query() throws(Problem) -> String {
    let script = Parser.parse(script: statement, mode: .prompt).script
    guard case .pipeline(let pipeline)? = script.statements.last?.kind,
      let place = pipeline.steps.lastIndex(where: DrillDown.hasRowsBehind)
    else {
      throw Problem(
        Words(
          en:
            "the last result was not grouped: .drill follows group by, aggregate, pivot, compare, project, whatif, track and progress",
          vi:
            "kết quả trước không phải là nhóm: .drill dùng sau group by, aggregate, pivot, compare, project, whatif, track và progress"
        ))
    }
    let step = pipeline.steps[place]
    var text = statement[SourceRange(pipeline.range.start, step.range.start)]
    while let last = text.last, last.isWhitespace || last == "|" { text.removeLast() }
    let rest =
      DrillDown.keys(step) != nil
      ? try grouped(by: DrillDown.keys(step) ?? []) : try analysed(step, text)
    return text + rest
  }

  private static func hasRowsBehind(_ step: Step) -> Bool {
    switch step.kind {
    case .compare, .project, .whatif, .track, .progress: true
    default: keys(step) != nil
    }
  }

  private static func keys(_ step: Step) -> [Item]? {
    switch step.kind {
    case .group(let group): group.by
    case .aggregate: []
    case .pivot(let pivot): pivot.by
    default: nil
    }
  }

  // MARK: Groups

  private func grouped(by keys: [Item]) throws(Problem) -> String {
    var conditions: [String] = []
    for key in keys { if let own = try condition(of: key) { conditions.append(own) } }
    return conditions.isEmpty ? "" : " | where " + conditions.joined(separator: " and ")
  }

  /// A key of a grouping and its value in the row; nil where the row stands over all values of the key.
  private func condition(of key: Item) throws(Problem) -> String? {
    let written = statement[key.expr.range]
    let name = key.name?.text ?? DrillDown.name(written)
    guard let place = place(of: name) else {
      throw Problem(
        Words(
          en: "the last result has no column \(name), which tells the group",
          vi: "kết quả trước không có cột \(name) cho biết nhóm"))
    }
    return sumsOver(place) ? nil : DrillDown.condition(written, value(place))
  }

  /// Whether the row is one of totals that stands over all values of a column.
  private func sumsOver(_ place: Int) -> Bool {
    if case .key(let least)? = result.fields[place].totals {
      least <= result.totalsLevel(row)
    } else {
      false
    }
  }

  private func place(of name: String) -> Int? {
    let wanted = TextNormalization.normalizeNFC(name)
    return result.fields.firstIndex { $0.name == wanted }
      ?? result.fields.firstIndex { $0.name.lowercased() == wanted.lowercased() }
  }

  /// A value of the row; of a period its text, which is what a query takes.
  private func value(_ place: Int) -> Value {
    let value = result.columns[place][row]
    let field = result.fields[place]
    return field.period != nil && !value.isNull ? .text(field.text(value)) : value
  }

  // MARK: Analyses

  /// The observations or tasks behind a line of an analysis: those with its keys, and in a comparison
  /// those of its times; the oldest first.
  private func analysed(_ step: Step, _ before: String) throws(Problem) -> String {
    let verb = statement[step.wordRange].lowercased()
    guard let input = session.outline(of: before), let reference = StepReference.of(verb) else {
      throw Problem(
        Words(
          en: "what \(verb) was given is known only from the data: name it with let first",
          vi: "dữ liệu vào của \(verb) chỉ biết khi chạy: hãy đặt tên bằng let trước"))
    }
    var clauses: [Clause] = []
    var times: [SyntaxExpression] = []
    var time: Name?
    switch step.kind {
    case .compare(let compare):
      (clauses, times, time) = (compare.clauses, compare.times, compare.time)
    case .project(let project): (clauses, time) = (project.clauses, project.time)
    case .whatif(let whatif): (clauses, time) = (whatif.clauses, whatif.time)
    case .track(let track): clauses = track.clauses
    case .progress(let progress): clauses = progress.clauses
    default: break
    }
    for clause in clauses {
      guard case .through = clause.kind else { continue }
      throw Problem(
        Words(
          en:
            "through a crosswalk a line is of several units: look at them by hand, \(before) | where …",
          vi: "qua bảng quy đổi, một dòng gộp nhiều đơn vị: hãy tự xem, \(before) | where …"))
    }
    var conditions: [String] = []
    for key in clauses.by { if let own = try condition(of: key) { conditions.append(own) } }
    if clauses.by.isEmpty { conditions = try carried(input.fields, input.info, reference) }
    let timeName = time?.text ?? input.info?.roles["time"]
    var text = ""
    let timeColumn = input.fields.first { $0.name == timeName }
    if let timeName, timeColumn != nil, !times.isEmpty {
      let list = times.map { statement[$0.range] }
      let column = SyntaxText.name(timeName)
      // A period is not a value that a list could hold.
      conditions.append(
        timeColumn?.type == .int
          ? "\(column) in [\(list.joined(separator: ", "))]"
          : "(" + list.map { "\(column) in \(DrillDown.period($0))" }.joined(separator: " or ")
            + ")")
    }
    if !conditions.isEmpty { text += " | where " + conditions.joined(separator: " and ") }
    if let timeName, timeColumn != nil { text += " | sort \(SyntaxText.name(timeName))" }
    return text
  }

  /// A year where a date is looked for is the whole year.
  private static func period(_ written: String) -> String {
    written.count == 4 && written.allSatisfy(\.isNumber) ? "@\(written)" : written
  }

  /// Conditions for the columns that an analysis carried over from what it was given.
  private func carried(
    _ fields: [Field], _ info: DatasetInfo?, _ reference: StepReference
  ) throws(Problem) -> [String] {
    let own = Set(reference.columns.map(\.name))
    let main = ["entity", "series"].compactMap { info?.roles[$0] }
    var conditions: [String] = []
    for field in fields where main.contains(field.name) || !own.contains(field.name) {
      guard [.text, .int, .bool, .date].contains(field.type),
        let place = result.fields.firstIndex(where: { $0.name == field.name }), !sumsOver(place)
      else { continue }
      conditions.append(DrillDown.condition(SyntaxText.name(field.name), value(place)))
    }
    let isWhole = reference.name == "progress"
    guard !conditions.isEmpty || isWhole else {
      let name = main.first ?? "…"
      throw Problem(
        Words(
          en: "the last result has no column \(name), which tells the line",
          vi: "kết quả trước không có cột \(name) cho biết dòng"))
    }
    return conditions
  }

  // MARK: Texts

  /// A key in backticks is named without them.
  private static func name(_ written: String) -> String {
    written.hasPrefix("`") ? SyntaxText.unquoted(written) : written
  }

  private static func condition(_ key: String, _ value: Value) -> String {
    let isName =
      key.hasPrefix("`") || key.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    let left = isName ? key : "(\(key))"
    switch value {
    case .null: return "\(left) is null"
    case .text(let text): return "\(left) == \(SyntaxText.quoted(text))"
    case .date: return "\(left) == @\(value.plainText)"
    case .bool(let flag): return flag ? left : "not \(left)"
    case .timestamp: return "\(left) == timestamp(\(SyntaxText.quoted(value.plainText)))"
    default: return "\(left) == \(value.plainText)"
    }
  }
}
