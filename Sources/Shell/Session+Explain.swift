import Engines
import Language
import Planning

/// Looking at plans: `explain`, `explain analyze`, `explain sql`.
extension Session {
  func explain(_ mode: ExplainMode, _ pipeline: Pipeline) throws -> String {
    if case .sql(let word) = mode { return try sql(pipeline, word) }
    let bound = try binder().bind(pipeline)
    guard let plan = bound.plan else {
      throw StatementFailure(bound.diagnostics.filter(\.isError))
    }
    let better = try settings.optimizer.optimize(plan)
    switch mode {
    case .plan: return better.dump()
    case .analyze:
      let context = self.context()
      let start = Session.clock()
      _ = try Executor(context).run(better)
      let total = Session.clock() - start
      var text = better.dump() + "\n"
      for entry in context.profile {
        let name = entry.detail.isEmpty ? entry.step : "\(entry.step) (\(entry.detail))"
        text += "\(Session.milliseconds(entry.seconds))  \(entry.rows) rows  \(name)\n"
      }
      return text + "\(Session.milliseconds(total))  in all\n"
    case .sql: return ""
    }
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
    let bound = try binder().bind(pipeline)
    guard let plan = bound.plan else {
      throw StatementFailure(bound.diagnostics.filter(\.isError))
    }
    return try SQLWriter.write(plan, for: dialect)
  }

  private static func milliseconds(_ seconds: Double) -> String {
    let text = String(Double((seconds * 100_000).rounded()) / 100)
    return String(repeating: " ", count: max(0, 10 - text.count)) + text + " ms"
  }
}
