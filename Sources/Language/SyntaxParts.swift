/// Everything that a statement is made of, nested pipelines included, flattened for those who only
/// look for something: parameters used, calls made, operators to lay out.
public struct SyntaxParts: Sendable {
  /// Outermost expressions; walk down with `SyntaxExpression.children`.
  public private(set) var expressions: [SyntaxExpression] = []
  public private(set) var items: [Item] = []
  public private(set) var sortKeys: [SortKey] = []
  public private(set) var sources: [Source] = []
  public private(set) var steps: [Step] = []
  public private(set) var options: [FileOption] = []

  public init(_ statement: Statement) {
    switch statement.kind {
    case .pipeline(let pipeline), .explain(_, let pipeline): add(pipeline)
    case .let(_, .pipeline(let pipeline, _)): add(pipeline)
    case .let(_, .value(let value)): expressions.append(value)
    case .def(_, _, let body): expressions.append(body)
    case .param(_, _, let value): add(value)
    case .load(_, let options, _), .connect(_, _, let options): add(options)
    case .set(_, let value): add(value)
    case .include, .shellCommand, .invalid: break
    }
  }

  public init(_ pipeline: SyntaxPipeline) {
    add(pipeline)
  }

  /// Every expression, inner ones too, in no promised order.
  public var allExpressions: [SyntaxExpression] {
    var result: [SyntaxExpression] = []
    var pending = expressions
    while let expr = pending.popLast() {
      result.append(expr)
      pending.append(contentsOf: expr.children)
    }
    return result
  }

  private mutating func add(_ pipeline: SyntaxPipeline) {
    add(pipeline.source)
    for step in pipeline.steps {
      steps.append(step)
      add(step)
    }
  }

  private mutating func add(_ source: Source) {
    sources.append(source)
    switch source.kind {
    case .pipeline(let pipeline): add(pipeline)
    case .file(_, let options): add(options)
    case .rows(let rows):
      for row in rows { expressions += row.cells.map(\.value) }
    case .range(let from, let to, _): expressions += [from, to]
    case .name, .remote, .last, .invalid: break
    }
  }

  private mutating func add(_ expr: SyntaxExpression?) {
    if let expr { expressions.append(expr) }
  }

  private mutating func add(_ items: [Item]) {
    self.items += items
    expressions += items.map(\.expr)
  }

  private mutating func add(_ keys: [SortKey]) {
    sortKeys += keys
    expressions += keys.map(\.expr)
  }

  private mutating func add(_ options: [FileOption]) {
    for option in options {
      self.options.append(option)
      add(option.value)
    }
  }

  private mutating func add(_ value: OptionValue) {
    switch value {
    case .expression(let expr): expressions.append(expr)
    case .list(let values, _):
      for value in values { add(value) }
    case .map(let options, _): add(options)
    case .word: break
    }
  }

  private mutating func add(_ step: Step) {
    switch step.kind {
    case .where(let condition), .skip(let condition), .assert(let condition, _):
      expressions.append(condition)
    case .derive(let derive):
      add(derive.by)
      add(derive.sort)
      switch derive.frame?.extent {
      case .rows(let from, let to):
        add(from)
        add(to)
      case .since(let distance): expressions.append(distance)
      case nil: break
      }
      add(derive.items)
    case .select(let items), .aggregate(let items), .distinct(let items): add(items)
    case .group(let group):
      add(group.by)
      add(group.aggregates)
    case .sort(let keys): add(keys)
    case .take(let take):
      switch take.amount {
      case .count(let count): add(count)
      case .range(let from, let to): expressions += [from, to]
      }
      add(take.by)
    case .join(let join):
      add(join.source)
      expressions += join.on.flatMap { $0.isShared ? [$0.left] : [$0.left, $0.right] }
    case .append(let source): add(source)
    default: addFurther(step)
    }
  }

  private mutating func addFurther(_ step: Step) {
    switch step.kind {
    case .pivot(let pivot):
      add([pivot.column])
      add(pivot.by)
      add(pivot.aggregates)
    case .split(let split): expressions.append(split.separator)
    case .complete(let complete):
      add(complete.values)
      add(complete.by)
    case .fill(let fill):
      if case .value(let value) = fill.method { add(value) }
      add(fill.by)
      add(fill.sort)
    case .label(let labels): expressions += labels.compactMap(\.digits)
    case .compare(let compare):
      expressions += compare.times
      add(compare.clauses)
      add(compare.items)
    case .project(let project):
      expressions += project.times
      add(project.clauses)
      add(project.items)
    case .whatif(let whatif):
      expressions += whatif.times
      add(whatif.clauses)
      for scenario in whatif.scenarios { add(scenario) }
    case .track(let track):
      add(track.clauses)
      add(track.items)
    case .progress(let progress): add(progress.clauses)
    case .say(let say): add(say.clauses)
    case .chart(let chart): add(chart.options)
    case .export(let export): add(export.options)
    default: break
    }
  }

  private mutating func add(_ clauses: [Clause]) {
    for clause in clauses {
      switch clause.kind {
      case .by(let items): add(items)
      case .against(let source), .through(let source), .statusMap(let source): add(source)
      case .of(let item): add([item])
      case .since(let expr), .interval(let expr), .asOf(let expr), .window(let expr),
        .ceiling(let expr), .floor(let expr), .baseYear(let expr):
        expressions.append(expr)
      case .origin(let date, let value): expressions += [date, value]
      case .using, .decompose, .base, .status, .task, .pace, .peers, .weight, .allowOver,
        .duplicates, .direction:
        break
      }
    }
  }

  private mutating func add(_ scenario: WhatIfScenario) {
    for clause in scenario.clauses {
      add(clause.from)
      add(clause.to)
      add(clause.ramp)
      add(clause.condition)
      add(clause.kind)
    }
  }

  private mutating func add(_ kind: WhatIfClauseKind) {
    switch kind {
    case .pace(_, let amount), .reallocate(let amount, _, _, _): add(amount)
    case .step(_, let amount, let at, let fade):
      add(amount)
      add(at)
      add(fade)
    case .add(let amount, _, _, let at), .total(_, let amount, _, let at):
      add(amount)
      add(at)
    case .reach(let goal): add(goal)
    case .catchup(_, _, let by): add(by)
    case .delay(let years): add(years)
    case .dip(let amount, let at, let recover, _):
      add(amount)
      add(at)
      add(recover)
    case .cap(let bounds), .floor(let bounds):
      for bound in bounds {
        add(bound.value)
        add(bound.at)
      }
    case .allocate(let amount, let by, _):
      add(amount)
      add(by)
    case .solve(_, let goal, let probability):
      add(goal)
      add(probability)
    case .freeze, .use, .stop, .only, .invalid: break
    }
  }

  private mutating func add(_ amount: WhatIfAmount) {
    add(amount.value)
    add(amount.upper)
  }

  private mutating func add(_ goal: WhatIfGoal) {
    add(goal.value)
    add(goal.by)
  }
}

extension Step {
  /// The ranges of what stands after the colon, or of the items of a step without clauses.
  public var itemRanges: [SourceRange] {
    switch kind {
    case .derive(let derive): derive.items.map(\.range)
    case .select(let items), .aggregate(let items): items.map(\.range)
    case .group(let group): group.aggregates.map(\.range)
    case .pivot(let pivot): pivot.aggregates.map(\.range)
    case .compare(let compare): compare.items.map(\.range)
    case .project(let project): project.items.map(\.range)
    case .track(let track): track.items.map(\.range)
    case .whatif(let whatif): whatif.scenarios.map(\.range)
    default: []
    }
  }
}

extension Step {
  /// The patterns of columns in the step itself, such as `rate_*` and `type float`.
  public var patterns: [Name] {
    let items: [Item]
    var found: [Name] = []
    switch kind {
    case .derive(let derive): items = derive.by + derive.items
    case .select(let chosen), .aggregate(let chosen), .distinct(let chosen): items = chosen
    case .group(let group): items = group.by + group.aggregates
    case .unpivot(let unpivot):
      items = []
      for case .one(let name) in unpivot.columns { found.append(name) }
    default: return []
    }
    var pending = items.map(\.expr)
    found += items.compactMap(\.name)
    while let next = pending.popLast() {
      if case .name(let name) = next.kind { found.append(name) }
      pending.append(contentsOf: next.children)
    }
    return found.filter { $0.pattern != nil }
  }
}
