import Columns
import Engines
import Language
import Planning

/// Looking at plans: `explain`, `explain analyze`, `explain sql`.
extension Session {
  /// - Parameter source: the text that the pipeline is a part of.
  func explain(
    _ mode: ExplainMode, _ pipeline: SyntaxPipeline, in source: SourceText
  ) throws -> String {
    switch mode {
    case .tokens:
      let text = SourceText(source[pipeline.range])
      return Lexer.tokens(in: text).filter { $0.kind != .end }.map {
        "\($0.kind)  \(text[$0.range])\n"
      }.joined()
    case .tree:
      return Statement(.pipeline(pipeline), range: pipeline.range).dump()
    case .bound: return try outlined(pipeline).dump()
    case .rules: return try rules(pipeline)
    case .plan: return try described(pipeline)
    case .analyze: return try profile(pipeline)
    case .sql(let word): return try sql(pipeline, word)
    }
  }

  /// The plan of a pipeline, stages as such.
  private func outlined(_ pipeline: SyntaxPipeline) throws -> LogicalPlan {
    var evaluation = evaluation(runContext())
    return try Session.plan(of: evaluation.bind(pipeline, .schemas))
  }

  /// How the pipeline would be answered, and by whom.
  private func described(_ pipeline: SyntaxPipeline) throws -> String {
    var evaluation = evaluation(runContext())
    let bound = try evaluation.bind(pipeline, .schemas)
    return try evaluation.described(Session.plan(of: bound), bound)
  }

  private static func plan(of bound: BoundPipeline) throws -> LogicalPlan {
    guard let plan = bound.plan, !bound.diagnostics.hasErrors else {
      throw StatementFailure(bound.diagnostics.filter(\.isError))
    }
    return plan
  }

  /// The plan after each rule; of a rule that changed nothing only the name.
  private func rules(_ pipeline: SyntaxPipeline) throws -> String {
    var plan = try outlined(pipeline)
    var text = "as written\n" + indented(plan.dump())
    for rule in optimizer.rules {
      let next = try Optimizer([rule]).optimize(plan)
      text += rule.name + (next == plan ? ": no change\n" : "\n" + indented(next.dump()))
      plan = next
    }
    return text
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "  \($0)\n" }.joined()
  }

  /// Runs the pipeline and tells how long each part took, binding included. What its steps would
  /// hand to the outside stays inside.
  private func profile(_ pipeline: SyntaxPipeline) throws -> String {
    let context = runContext()
    var evaluation = evaluation(context)
    let start = RunContext.now()
    evaluation.isProfiling = true
    let bound = try evaluation.bind(pipeline, .stages)
    let plan = try Session.plan(of: bound)
    _ = try evaluation.table(plan, bound)
    let total = RunContext.now() - start
    var text = ""
    for (index, stage) in evaluation.stagePlans.enumerated() {
      text += "stage \(index + 1)\n" + indented(try evaluation.described(stage, bound))
    }
    text += try evaluation.described(plan, bound) + "\n"
    for entry in evaluation.profile {
      let name = entry.detail.isEmpty ? entry.step : "\(entry.step) (\(entry.detail))"
      let rows = entry.rows.map { "  \($0) rows" } ?? ""
      text += "\(Session.milliseconds(entry.seconds))\(rows)  \(name)\n"
    }
    return text + "\(Session.milliseconds(total))  in all\n"
  }

  /// The same query for a database.
  private func sql(_ pipeline: SyntaxPipeline, _ word: Name?) throws -> String {
    var dialect = SQLDialect.postgres
    if let word {
      guard let known = SQLDialect.named(word.text) else {
        let names = SQLDialect.all.map(\.name).joined(separator: ", ")
        throw Diagnostic(
          code: "E0591",
          Words(
            en: "the SQL of `\(word.text)` is not known here",
            vi: "ở đây không có SQL của `\(word.text)`"), at: word.range,
          fix: Words(en: "there are \(names)", vi: "có \(names)"))
      }
      dialect = known
    }
    if let step = SQLWriter.notRelational(pipeline) {
      throw SQLWriter.unknown(SQLWriter.thisStep, dialect, at: step.wordRange)
    }
    var evaluation = evaluation(runContext())
    let bound = try evaluation.bind(pipeline, .schemas)
    let plan = try Session.plan(of: bound)
    // A pipeline over tables of one database is written for that one.
    if word == nil, let own = evaluation.connection(of: plan, bound) { dialect = own.dialect }
    var options = SQLWriter.Options(dialect) {
      (bound.sources[$0] as? MemorySource).flatMap { $0.id.kind == .literal ? $0.table : nil }
    } path: {
      (bound.sources[$0] as? RemoteSource)?.path
    }
    options.today = settings.today
    return try SQLWriter.write(plan, options)
  }

  private static func milliseconds(_ seconds: Double) -> String {
    let text = String(Double((seconds * 100_000).rounded()) / 100)
    return String(repeating: " ", count: max(0, 10 - text.count)) + text + " ms"
  }
}
