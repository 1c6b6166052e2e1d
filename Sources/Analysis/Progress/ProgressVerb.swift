import Columns
import Functions
import Language
import Planning

/// `progress`: how far a work list is.
struct ProgressVerb: AnalysisVerb {
  let word = "progress"

  func bind(
    _ step: Step, _ stage: Binder.Stage, _ binder: Binder
  ) throws -> Binder.Stage {
    guard case .progress(let progress) = step.kind else {
      return binder.unknown(stage.plan, step)
    }
    return try binder.progress(progress, step, stage)
  }
}

extension Binder {
  fileprivate func progress(
    _ progress: ProgressStep, _ step: Step, _ stage: Stage
  ) throws -> Stage {
    guard let (plan, input) = taskPlan("progress", progress.clauses, [], step, stage) else {
      return stage
    }
    return try analysed(
      plan, [AnalysisInput(.observations, input)], keys: plan.keys, step)
  }

  /// `project` on tasks: when all is done, and how much by given times.
  func projectTasks(_ project: ProjectStep, _ step: Step, _ stage: Stage) throws -> Stage {
    guard project.items.isEmpty else {
      report(
        BinderMessages.badValue(
          "on tasks `project` takes no items: it counts what is done",
          "với nhiệm vụ `project` không nhận mục: nó đếm số việc đã xong",
          at: project.items[0].range))
      return stage
    }
    guard
      let (plan, input) = taskPlan("project", project.clauses, project.times, step, stage)
    else { return stage }
    return try analysed(
      TaskProjectionPlan(tasks: plan), [AnalysisInput(.observations, input)], keys: plan.keys, step)
  }

  /// Whether the rows are tasks: by the dataset's kind, or by columns called as theirs are.
  func isTaskStage(_ stage: Stage) -> Bool {
    if stage.info?.kind == "tasks" { return true }
    guard stage.scope.roles.isEmpty else { return stage.scope.roles["status"] != nil }
    func has(_ name: String) -> Bool {
      if case .column = stage.scope.match(name) { true } else { false }
    }
    return (has("status") || has("due")) && !has("value")
  }

  private func taskPlan(
    _ word: String, _ clauses: [Clause], _ times: [Expr], _ step: Step, _ stage: Stage
  ) -> (TaskPlan, LogicalPlan)? {
    let scope = stage.scope
    let before = diagnostics.count
    func place(_ role: String, _ names: [String], _ fits: (DataType) -> Bool) -> Int? {
      if let known = scope.place(role: role), fits(scope.fields[known].type) { return known }
      for name in names {
        if case .column(let found) = scope.match(name), fits(scope.fields[found].type) {
          return found
        }
      }
      return nil
    }
    let isText = { (type: DataType) in type == .text }
    let isDay = { (type: DataType) in type.isTemporal }
    let status = place("status", ["status", "trạng thái"], isText)
    let count = place("count", ["count", "số lượng"]) { $0 == .int }
    let asOf = place("time", ["as_of"], isDay)
    let due = place("due", ["due", "hạn"], isDay)
    let done = place("done", ["done", "finished", "completed", "done_date"], isDay)
    let start = place("start", ["start"], isDay)
    let added = place("added", ["added", "created"], isDay)
    let recurring = place("recurring", ["recurring"]) { $0 == .bool }
    guard status != nil || due != nil || done != nil else {
      report(AnalysisMessages.noTasks(word, scope, at: step.wordRange))
      return nil
    }
    var keys = clauses.by.compactMap { named($0, .row(scope), $0.expr) }
    if keys.isEmpty {
      // Counts stand for one list each; a list of tasks is told by its parts.
      for role in count != nil ? ["entity", "series"] : ["series"] {
        guard let place = scope.place(role: role) else { continue }
        let field = scope.fields[place]
        keys.append(
          NamedExpression(
            name: field.name,
            expression: Expression(.column(place), type: field.type, range: step.wordRange)))
      }
    }
    checkNames(keys.map { ($0.name, $0.expression.range) })
    var outputs = keys
    func add(_ place: Int?) -> Int? {
      guard let place else { return nil }
      outputs.append(
        NamedExpression(
          name: "#\(outputs.count)",
          expression: Expression(
            .column(place), type: scope.fields[place].type, range: step.wordRange)))
      return outputs.count - 1
    }
    let columns = TaskColumns(
      status: add(status), count: add(count), asOf: add(asOf), due: add(due), done: add(done),
      start: add(start), added: add(added), recurring: add(recurring))
    var day: Int64?
    for clause in clauses {
      if case .asOf(let expression) = clause.kind {
        day = comparedTime(expression, .date)?.last
      }
    }
    let written = times.compactMap { comparedTime($0, .date) }
    guard !diagnostics[before...].contains(where: \.isError), !diagnostics.hasErrors else {
      return nil
    }
    let plan = TaskPlan(
      keys: fields(keys, scope), columns: columns, asOf: day, times: written)
    return (plan, project(stage.plan, outputs, step.range))
  }
}
