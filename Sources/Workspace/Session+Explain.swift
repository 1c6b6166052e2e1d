import Columns
import Engines
import Language
import Planning

/// Looking at plans: `explain`, `explain analyze`, `explain sql`.
extension Session {
  func explain(_ mode: ExplainMode, _ pipeline: Pipeline) throws -> String {
    if case .sql(let word) = mode { return try sql(pipeline, word) }
    let context = runContext()
    if case .analyze = mode { return try profile(pipeline) }
    var evaluation = evaluation(context)
    let bound = try evaluation.bind(pipeline, .schemas)
    guard let plan = bound.plan, !bound.diagnostics.hasErrors else {
      throw StatementFailure(bound.diagnostics.filter(\.isError))
    }
    return evaluation.optimizer.optimize(plan).dump()
  }

  /// Runs the pipeline and tells how long each part took, binding included. What its steps would
  /// hand to the outside stays inside.
  private func profile(_ pipeline: Pipeline) throws -> String {
    let context = runContext()
    var evaluation = evaluation(context)
    let start = RunContext.now()
    let bound = try evaluation.bind(pipeline, .stages)
    guard let plan = bound.plan, !bound.diagnostics.hasErrors else {
      throw StatementFailure(bound.diagnostics.filter(\.isError))
    }
    _ = try evaluation.table(plan, bound)
    let total = RunContext.now() - start
    var text = evaluation.optimizer.optimize(plan).dump() + "\n"
    for entry in evaluation.profile {
      let name = entry.detail.isEmpty ? entry.step : "\(entry.step) (\(entry.detail))"
      let rows = entry.rows.map { "  \($0) rows" } ?? ""
      text += "\(Session.milliseconds(entry.seconds))\(rows)  \(name)\n"
    }
    return text + "\(Session.milliseconds(total))  in all\n"
  }

  /// The same query for a database.
  private func sql(_ pipeline: Pipeline, _ word: Name?) throws -> String {
    guard let dialect = SQLDialect.named(word?.text) else {
      let known = SQLDialect.allCases.map(\.rawValue).joined(separator: ", ")
      throw Diagnostic(
        code: "E0591",
        Words(
          en: "the SQL of `\(word?.text ?? "")` is not known here",
          vi: "ở đây không có SQL của `\(word?.text ?? "")`"), at: word?.range ?? pipeline.range,
        fix: Words(en: "there are \(known)", vi: "có \(known)"))
    }
    if let step = SQLWriter.notRelational(pipeline) {
      throw SQLWriter.unknown(SQLWriter.thisStep, dialect, at: step.wordRange)
    }
    var evaluation = evaluation(runContext())
    let bound = try evaluation.bind(pipeline, .schemas)
    guard let plan = bound.plan, !bound.diagnostics.hasErrors else {
      throw StatementFailure(bound.diagnostics.filter(\.isError))
    }
    return try SQLWriter.write(plan, for: dialect) { (bound.sources[$0] as? MemorySource)?.table }
  }

  private static func milliseconds(_ seconds: Double) -> String {
    let text = String(Double((seconds * 100_000).rounded()) / 100)
    return String(repeating: " ", count: max(0, 10 - text.count)) + text + " ms"
  }
}
