package import Columns
import Functions
package import Language

/// `.drill n`: the rows behind a row of a grouped result, as the query that finds them.
package enum DrillDown {
  /// The query for row `row` (from 1) of `result`, which the last pipeline of `statement` gave; in
  /// words why there is none.
  package static func query(
    _ row: Int, of result: Table, statement: SourceText
  ) -> Result<String, Problem> {
    guard row >= 1, row <= result.rowCount else {
      return .failure(
        Problem(
          Words(
            en: "the last result has \(result.rowCount) rows: .drill takes 1 to \(result.rowCount)",
            vi: "kết quả trước có \(result.rowCount) dòng: .drill nhận 1 đến \(result.rowCount)")))
    }
    let script = Parser.parse(script: statement, mode: .prompt).script
    guard let pipeline = pipeline(script.statements.last),
      let place = pipeline.steps.lastIndex(where: { keys($0) != nil }),
      let keys = keys(pipeline.steps[place])
    else {
      return .failure(
        Problem(
          Words(
            en: "the last result was not grouped: .drill follows group by, aggregate or pivot",
            vi: "kết quả trước không phải là nhóm: .drill dùng sau group by, aggregate hoặc pivot"))
      )
    }
    let before = SourceRange(pipeline.range.start, pipeline.steps[place].range.start)
    var text = statement[before]
    while let last = text.last, last.isWhitespace || last == "|" { text.removeLast() }
    var conditions: [String] = []
    let level = result.totalsLevel(row - 1)
    for key in keys {
      let written = statement[key.expr.range]
      let name = key.name?.text ?? DrillDown.name(written)
      let wanted = TextNormalization.normalizeNFC(name)
      guard
        let column = result.fields.firstIndex(where: {
          $0.name == wanted || $0.name.lowercased() == wanted.lowercased()
        })
      else {
        return .failure(
          Problem(
            Words(
              en: "the last result has no column \(name), which tells the group",
              vi: "kết quả trước không có cột \(name) cho biết nhóm")))
      }
      let value = result.columns[column][row - 1]
      let field = result.fields[column]
      // A row of totals stands over all values of the keys that it sums over.
      if case .key(let least)? = field.totals, least <= level { continue }
      let isPeriod = field.period != nil && !value.isNull
      conditions.append(condition(written, isPeriod ? .text(field.text(value)) : value))
    }
    if !conditions.isEmpty { text += " | where " + conditions.joined(separator: " and ") }
    return .success(text)
  }

  package struct Problem: Error {
    package let words: Words
    init(_ words: Words) { self.words = words }
  }

  private static func pipeline(_ statement: Statement?) -> Pipeline? {
    if case .pipeline(let pipeline)? = statement?.kind { return pipeline }
    return nil
  }

  private static func keys(_ step: Step) -> [Item]? {
    switch step.kind {
    case .group(let group): group.by
    case .aggregate: []
    case .pivot(let pivot): pivot.by
    default: nil
    }
  }

  /// A key in backticks is named without them.
  private static func name(_ written: String) -> String {
    written.hasPrefix("`") ? SyntaxText.unquoted(written) : written
  }

  private static func condition(_ key: String, _ value: Value) -> String {
    let isName = key.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "`" }
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
