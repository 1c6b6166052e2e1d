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
    guard let (plan, inputs) = try taskPlan("progress", progress.clauses, [], step, stage) else {
      return stage
    }
    return try analysed(plan, inputs, keys: plan.keys, step)
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
    // A clause that tasks have no use for is refused, not passed over.
    for clause in project.clauses {
      switch clause.kind {
      case .by, .asOf, .status, .statusMap, .task: break
      default: report(TaskMessages.notOnTasks(clause.wordRange))
      }
    }
    guard
      let (plan, inputs) = try taskPlan("project", project.clauses, project.times, step, stage)
    else { return stage }
    return try analysed(TaskProjectionPlan(tasks: plan), inputs, keys: plan.keys, step)
  }

  /// Whether the rows are tasks: by the clauses, the dataset's kind, or columns called as theirs are.
  func isTaskStage(_ clauses: [Clause], _ stage: Stage) -> Bool {
    let isTold = clauses.contains { clause in
      switch clause.kind {
      case .task, .statusMap: true
      default: false
      }
    }
    if isTold || stage.info?.kind == "tasks" { return true }
    guard stage.scope.roles.isEmpty else { return stage.scope.roles["status"] != nil }
    if case .column = stage.scope.match("value") { return false }
    // Only names that hardly mean anything else: `Kết quả` may be the measure to project.
    return stage.scope.fields.contains { field in
      guard let known = TaskColumnNames.role(of: field.name), known.role.fits(field.type) else {
        return false
      }
      return known.role == .status && known.group <= 1 || known.role == .due && known.group <= 2
    }
  }

  private func taskPlan(
    _ word: String, _ clauses: [Clause], _ times: [SyntaxExpression], _ step: Step, _ stage: Stage
  ) throws -> (TaskPlan, [AnalysisInput])? {
    let scope = stage.scope
    let before = diagnostics.count
    let found = taskColumns(clauses, scope, step)
    let places = found.places
    guard !diagnostics[before...].contains(where: \.isError) else { return nil }
    guard places[.status] ?? places[.due] ?? places[.done] != nil else {
      report(AnalysisMessages.noTasks(word, scope, at: step.wordRange))
      return nil
    }
    let keys = taskKeys(clauses, found, scope, step)
    checkNames(keys.map { ($0.name, $0.expression.range) })
    var outputs = keys
    var names = keys.map(\.name)
    func add(_ place: Int?) -> Int? {
      guard let place else { return nil }
      names.append(scope.fields[place].name)
      outputs.append(
        NamedExpression(
          name: "#\(outputs.count)", expression: column(place, scope, step.wordRange)))
      return outputs.count - 1
    }
    var columns = TaskColumns(
      status: add(places[.status]), count: add(places[.count]), asOf: add(places[.asOf]),
      due: add(places[.due]), done: add(places[.done]), start: add(places[.start]),
      added: add(places[.added]), owner: add(places[.owner]), recurring: add(places[.recurring]))
    if columns.count == nil {
      let told = Set(places.values)
      columns.names = scope.fields.indices.prefix(3).filter {
        !told.contains($0) && scope.fields[$0].type == .text
      }.compactMap(add)
    }
    if columns.count != nil {
      let parts =
        scope.roles.isEmpty
        ? [places[.owner]] : [scope.place(role: "entity"), scope.place(role: "series")]
      let used = Set(keys.compactMap(\.expression.columnIndex))
      columns.lists = parts.filter { $0.map { !used.contains($0) } ?? false }.compactMap(add)
    }
    var day: Int64?
    for clause in clauses {
      if case .asOf(let expression) = clause.kind {
        day = calendarTime(expression, .date)?.last
      }
    }
    let written = times.compactMap { calendarTime($0, .date) }
    var inputs = [AnalysisInput(.observations, project(stage.plan, outputs, step.range))]
    var words: TaskWordColumns?
    for case .statusMap(let source) in clauses.map(\.kind) {
      guard let map = try self.source(source), needTypes(of: map.plan), !map.plan.isOpen,
        let columns = taskWords(map, source.range)
      else { return nil }
      words = columns
      inputs.append(AnalysisInput(.words, map.plan))
    }
    guard !diagnostics[before...].contains(where: \.isError), !diagnostics.hasErrors else {
      return nil
    }
    let used = Set(keys.compactMap(\.expression.columnIndex))
    let told = found.guessed.filter { $0.role != .owner || used.contains($0.place) }
    if !told.isEmpty {
      report(
        TaskMessages.taken(told.map { ($0.role, scope.fields[$0.place].name) }, at: step.wordRange))
    }
    for (role, place) in found.unfit {
      report(TaskMessages.unfit(role, scope.fields[place], at: step.wordRange))
    }
    return (
      TaskPlan(
        keys: fields(keys, scope), columns: columns, names: names, asOf: day, times: written,
        words: words), inputs
    )
  }

  private func column(_ place: Int, _ scope: Scope, _ range: SourceRange) -> Expression {
    Expression(.column(place), type: scope.fields[place].type, range: range)
  }

  /// The keys: those after `by`, where `owner` stands for the column of the owner; else the owner
  /// that a clause names; else what the roles of the dataset say.
  private func taskKeys(
    _ clauses: [Clause], _ found: FoundTaskColumns, _ scope: Scope, _ step: Step
  ) -> [NamedExpression] {
    func key(_ place: Int) -> NamedExpression {
      NamedExpression(place, of: scope.fields[place], at: step.wordRange)
    }
    var keys: [NamedExpression] = []
    for item in clauses.by {
      if item.name == nil, case .name(let name) = item.expr.kind, !name.isQuoted,
        name.text.lowercased() == TaskRole.owner.rawValue, case .none = scope.match(name.text)
      {
        if !found.owners.isEmpty {
          report(TaskMessages.twoColumns(.owner, found.owners, step, at: name.range))
          continue
        }
        if let place = found.places[.owner] {
          keys.append(key(place))
          continue
        }
      }
      if let bound = named(item, .row(scope), item.expr) { keys.append(bound) }
    }
    guard clauses.by.isEmpty else { return keys }
    if clauses.contains(where: { if case .task(.owner, _) = $0.kind { true } else { false } }),
      let place = found.places[.owner]
    {
      return [key(place)]
    }
    // Counts stand for one list each; a list of tasks is told by its parts.
    for role in found.places[.count] != nil ? ["entity", "series"] : ["series"] {
      if let place = scope.place(role: role) { keys.append(key(place)) }
    }
    return keys
  }

  // MARK: Columns

  /// What `taskColumns` found.
  private struct FoundTaskColumns {
    var places: [TaskColumnNames.Role: Int] = [:]
    /// Those taken by a name that is not the language's own.
    var guessed: [(role: TaskColumnNames.Role, place: Int)] = []
    /// Columns called as one that is missing, whose type does not fit.
    var unfit: [(role: TaskColumnNames.Role, place: Int)] = []
    /// The columns that could each be the owner, where they are several: asked only when needed.
    var owners: [String] = []
  }

  /// Which column tells what: the one that a clause names, that the dataset's roles name, or that
  /// is called as people call it. Two columns of equally good names are a question, never a guess.
  private func taskColumns(
    _ clauses: [Clause], _ scope: Scope, _ step: Step
  ) -> FoundTaskColumns {
    var found = FoundTaskColumns()
    for clause in clauses {
      let role: TaskColumnNames.Role
      let name: Name
      switch clause.kind {
      case .status(let column): (role, name) = (.status, column)
      case .task(let word, let column):
        let own = TaskColumnNames.Role.allCases.first { $0.clause == word.rawValue }
        (role, name) = (own ?? .status, column)
      default: continue
      }
      let bound = bind(SyntaxExpression(.name(name), range: name.range), .row(scope))
      guard let place = bound.columnIndex else { continue }
      let type = scope.fields[place].type
      if role.fits(type) || role == .status && type == .bool {
        found.places[role] = place
      } else {
        report(TaskMessages.wrongType(role, scope.fields[place], at: name.range))
      }
    }
    let named = Set(found.places.values)
    let known = scope.fields.indices.filter { !named.contains($0) }.compactMap { place in
      TaskColumnNames.role(of: scope.fields[place].name).map { (place: place, known: $0) }
    }
    for role in TaskColumnNames.Role.allCases where found.places[role] == nil {
      let byRole = role == .owner ? "entity" : role == .asOf ? "time" : "\(role)"
      if let place = scope.place(role: byRole), role.fits(scope.fields[place].type) {
        found.places[role] = place
        continue
      }
      let candidates = known.filter { $0.known.role == role }
      let fitting = candidates.filter { role.fits(scope.fields[$0.place].type) }
      guard let best = fitting.map(\.known.group).min() else {
        found.unfit += candidates.map { (role, $0.place) }
        continue
      }
      let chosen = fitting.filter { $0.known.group == best }
      if chosen.count == 1 {
        found.places[role] = chosen[0].place
        if best > 0 { found.guessed.append((role, chosen[0].place)) }
      } else if role == .owner {
        found.owners = chosen.map { scope.fields[$0.place].name }
      } else {
        report(
          TaskMessages.twoColumns(
            role, chosen.map { scope.fields[$0.place].name }, step, at: step.wordRange))
      }
    }
    takeTruth(known, scope, &found)
    leaveCounts(&found)
    return found
  }

  /// `Số lượng` beside days due or done is a property of a task, not a number of tasks; and only
  /// counts have a day of their own.
  private func leaveCounts(_ found: inout FoundTaskColumns) {
    func leave(_ role: TaskColumnNames.Role) {
      found.places[role] = nil
      found.guessed.removeAll { $0.role == role }
    }
    let hasDays = found.places[.due] != nil || found.places[.done] != nil
    if hasDays, found.guessed.contains(where: { $0.role == .count }) { leave(.count) }
    if found.places[.count] == nil { leave(.asOf) }
  }

  /// A column of truths called `done` or `Hoàn thành` is the status, where nothing else is.
  private func takeTruth(
    _ known: [(place: Int, known: TaskColumnNames.Known)], _ scope: Scope,
    _ found: inout FoundTaskColumns
  ) {
    guard found.places[.status] == nil else { return }
    let truths = known.filter {
      ($0.known.role == .done || $0.known.role == .status) && scope.fields[$0.place].type == .bool
    }
    guard truths.count == 1 else { return }
    found.places[.status] = truths[0].place
    found.guessed.append((.status, truths[0].place))
    found.unfit.removeAll { $0.place == truths[0].place }
  }

  /// The columns of a table of one's own words; nil after an error.
  private func taskWords(_ map: Stage, _ range: SourceRange) -> TaskWordColumns? {
    let fields = map.scope.fields
    func place(_ names: [String]) -> Int? {
      let folded = Set(names.map(TextFold.fold))
      return fields.firstIndex { field in
        (field.type == .text || field.type == .null) && folded.contains(TextFold.fold(field.name))
      }
    }
    if let word = place(["word", "từ", "chữ"]),
      let meaning = place(["meaning", "means", "nghĩa", "ý nghĩa"]),
      word != meaning
    {
      return TaskWordColumns(word: word, meaning: meaning, range: range)
    }
    let texts = fields.indices.filter { fields[$0].type == .text }
    guard fields.count == 2, texts.count == 2 else {
      report(TaskMessages.noWords(fields.map(\.name), at: range))
      return nil
    }
    return TaskWordColumns(word: texts[0], meaning: texts[1], range: range)
  }
}
