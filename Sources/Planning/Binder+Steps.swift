public import Columns
import Functions
public import Language
import Sources

extension Binder {
  /// What the step makes of its input; the input itself after an error.
  package func bind(_ step: Step, _ stage: Stage) throws -> Stage {
    currentSteps.append(step)
    defer { currentSteps.removeLast() }
    guard knowsColumns(for: step, stage) else { return unknown(stage.plan, step) }
    var next = stage
    func node(_ node: LogicalPlan.Node) -> Stage {
      next.plan = LogicalPlan(node, fields: stage.plan.fields, range: step.range)
      return next
    }
    switch step.kind {
    case .where(let condition):
      let bound = self.condition(condition, .row(stage.scope))
      return node(.filter(stage.plan, bound))
    case .derive(let derive): return self.derive(derive, step, stage)
    case .select(let items): return select(items, step, stage)
    case .group(let group):
      return self.group(group.by, group.aggregates, totals: group.withTotals, step, stage)
    case .aggregate(let items): return group([], items, totals: false, step, stage)
    case .sort(let keys):
      let last = totalsLast(stage.plan.fields, at: step.range)
      return node(.sort(stage.plan, last + sortKeys(keys, stage.scope)))
    case .take(let take): return self.take(take, step, stage)
    case .skip(let count):
      guard let count = integer(count) else { return stage }
      return node(.limit(stage.plan, offset: max(0, count), count: nil))
    case .distinct(let items):
      if items.isEmpty { return node(.distinct(stage.plan, on: [])) }
      let selected = select(items, step, stage)
      return Stage(
        plan: LogicalPlan(
          .distinct(selected.plan, on: []), fields: selected.plan.fields, range: step.range),
        scope: selected.scope, info: nil)
    case .join(let join): return try self.join(join, step, stage)
    case .append(let source): return try append(source, step, stage)
    case .pivot(let pivot): return try self.pivot(pivot, step, stage)
    case .describe:
      let stage = withoutTotals(stage, notedAt: step.wordRange)
      let plan = LogicalPlan(
        .describe(stage.plan), fields: LogicalPlan.descriptionFields, range: step.range)
      return Stage(plan: plan, scope: Scope(plan.fields), info: nil)
    case .peek(let label): return node(.peek(stage.plan, label: label?.text))
    case .assert(let condition, let message):
      return node(
        .assert(
          stage.plan, self.condition(condition, .row(stage.scope)), message: message?.text))
    case .as(let name): return node(.tap(stage.plan, .keep(as: name.text), history: nil))
    case .export(let export) where export.table != nil:
      guard let place = target(export) else { return stage }
      return node(.tap(stage.plan, .store(place, at: export.path.range), history: nil))
    case .export(let export):
      guard let place = destination(export) else { return stage }
      return node(
        .tap(stage.plan, .export(place, at: export.path.range), history: nil))
    case .chart(let chart):
      return node(
        .tap(stage.plan, .chart(self.chart(chart)), history: stage.rowHistory))
    case .unpivot(let unpivot): return self.unpivot(unpivot, step, stage)
    case .split(let split): return self.split(split, step, stage)
    case .complete(let complete): return self.complete(complete, step, stage)
    case .fill(let fill): return self.fill(fill, step, stage)
    case .label(let labels): return label(labels, step, stage)
    case .compare, .project, .whatif, .track, .progress, .say:
      return try analysed(step, stage)
    case .invalid: return stage
    }
  }

  /// Where and how an export writes; nil after an error.
  private func destination(_ export: ExportStep) -> Destination? {
    guard let path = resolved(export.path) else { return nil }
    do throws(OptionProblems) {
      return try Destination(path, export.options, constant: constant(of:))
    } catch {
      error.diagnostics.forEach(report)
      return nil
    }
  }

  /// The table of a database that an export writes; nil after an error.
  private func target(_ export: ExportStep) -> LogicalPlan.RemoteTarget? {
    guard let table = export.table else { return nil }
    let known = environment.connectionNames
    guard known.contains(table.connection.text) else {
      report(unknownConnection(table))
      return nil
    }
    var reader = OptionReader(
      [LogicalPlan.RemoteTarget.modeOption], of: "export", constant: constant(of:))
    let values = reader.read(export.options)
    reader.diagnostics.forEach(report)
    if reader.diagnostics.hasErrors { return nil }
    var mode = LogicalPlan.RemoteTarget.Mode.create
    if case .word(let word)? = values["mode"] { mode = .init(rawValue: word) ?? mode }
    return LogicalPlan.RemoteTarget(
      connection: table.connection.text, path: table.path, mode: mode)
  }

  /// The picture of a chart as a file; nil where it is drawn in the terminal, and after an error.
  private func picture(_ chart: ChartStep) -> TextLiteral? {
    guard let written = chart.path, let path = resolved(written) else { return nil }
    let ending = FormatRegistry.lastEnding(of: path.text)
    if let ending, !LogicalPlan.ChartRequest.endings.contains(ending) {
      report(BinderMessages.unknownPicture(ending, at: path.range))
    }
    return path
  }

  /// A step of analysis, by the verb that its word names.
  private func analysed(_ step: Step, _ stage: Stage) throws -> Stage {
    guard let word = step.kind.analysisWord, let verb = verbs[word] else {
      report(.unexpected("no verb for this step", at: step.wordRange))
      return unknown(stage.plan, step)
    }
    // A verb chooses columns by their types and roles, so that all of them are to be known.
    guard !stage.scope.isOpen, needTypes(of: stage.plan) else { return unknown(stage.plan, step) }
    let before = diagnostics.count
    let stage = withoutTotals(stage, notedAt: step.wordRange)
    let result = try verb.bind(step, stage, self)
    let isUnbound =
      result.plan === stage.plan || diagnostics[before...].contains(where: \.isError)
    return isUnbound ? unknown(stage.plan, step) : result
  }

  /// What a chart is to show.
  private func chart(_ chart: ChartStep) -> LogicalPlan.ChartRequest {
    let path = picture(chart)
    var request = LogicalPlan.ChartRequest(
      kind: chart.kind?.rawValue, options: [], path: path?.text, pathRange: path?.range)
    for option in chart.options {
      let name = option.name.text.lowercased()
      guard Binder.chartOptions.contains(name) else {
        report(BinderMessages.unknownChartOption(option.name, Binder.chartOptions))
        continue
      }
      // `y` takes several columns, each as an option of its own.
      var given = [option.value]
      if name == "y", case .list(let columns, _) = option.value { given = columns }
      for given in given {
        guard let value = value(given) else { continue }
        request.options.append(
          LogicalPlan.TapOption(
            name: name, value: value, range: given == option.value ? option.range : given.range))
      }
    }
    return request
  }

  /// The options of `chart`.
  package static let chartOptions = [
    "x", "y", "color", "stack", "title", "ref", "highlight", "label", "caption", "style", "width",
    "height",
  ]

  /// The value of an option; nil after an error, which is among those found.
  public func constant(of option: OptionValue) -> Value? {
    let before = diagnostics.count
    let value = self.value(option)
    return diagnostics.count == before ? value : nil
  }

  /// The value of an option; a bare word counts as text.
  public func value(_ option: OptionValue) -> Value? {
    switch option {
    case .expression(let expression): return constantValue(expression)
    case .word(let name): return .text(name.text)
    case .list(_, let range), .map(_, let range):
      report(BinderMessages.notConstant(at: range))
      return nil
    }
  }

  private func select(_ items: [Item], _ step: Step, _ stage: Stage) -> Stage {
    let scope = stage.scope
    let items = expanded(items, scope)
    var chosen: [NamedExpression] = []
    if items.contains(where: \.isDropped) {
      var dropped: Set<Int> = []
      for item in items {
        guard item.isDropped else {
          report(
            BinderMessages.badValue(
              "`select` either keeps columns or drops them with -, not both",
              "`select` hoặc giữ cột hoặc bỏ cột bằng -, không cả hai", at: item.range))
          continue
        }
        if let place = bind(item.expr, .row(scope)).columnIndex { dropped.insert(place) }
      }
      for (place, field) in scope.fields.enumerated() where !dropped.contains(place) {
        chosen.append(
          NamedExpression(place, of: field, at: step.range))
      }
    } else {
      chosen = items.compactMap { named($0, .row(scope), $0.expr) }
      tellQuotedItems(items.filter { $0.name != nil }, scope)
      checkNames(chosen.map { ($0.name, $0.expression.range) }, of: items)
    }
    let plan = project(stage.plan, chosen, step.range)
    let isOpen = scope.isOpen && items.contains(where: \.isDropped)
    // Roles live on for columns that keep their names.
    return Stage(
      plan: plan, scope: Scope(plan.fields, roles: scope.roles, isOpen: isOpen), info: stage.info)
  }

  private func take(_ take: TakeStep, _ step: Step, _ stage: Stage) -> Stage {
    var next = stage
    func node(_ node: LogicalPlan.Node) -> Stage {
      next.plan = LogicalPlan(node, fields: stage.plan.fields, range: step.range)
      return next
    }
    switch take.amount {
    case .count(let count):
      guard let number = integer(count) else { return stage }
      guard number >= 0 else {
        report(
          BinderMessages.badValue(
            "a number of rows is not negative", "số dòng không âm", at: count.range))
        return stage
      }
      if take.by.isEmpty { return node(.limit(stage.plan, offset: 0, count: number)) }
      let by = take.by.map { key($0.expr, stage.scope) }
      return node(.limitBy(stage.plan, by: by, count: number))
    case .range(let from, let to):
      guard let low = integer(from), let high = integer(to) else { return stage }
      guard low >= 1, high >= low - 1 else {
        report(
          BinderMessages.badValue(
            "rows count from 1 and the range goes upwards",
            "dòng đếm từ 1 và khoảng đi theo chiều tăng", at: from.range))
        return stage
      }
      return node(.limit(stage.plan, offset: low - 1, count: high - low + 1))
    }
  }
}

extension Binder.Stage {
  /// What was observed before the projection whose rows these are: some of them, in any order.
  var rowHistory: LogicalPlan? {
    if case .scan? = plan.base?.node { history } else { nil }
  }
}

extension StepKind {
  /// The word of a step of analysis.
  var analysisWord: String? {
    switch self {
    case .compare: "compare"
    case .project: "project"
    case .whatif: "whatif"
    case .track: "track"
    case .progress: "progress"
    case .say: "say"
    default: nil
    }
  }
}

extension LogicalPlan {
  /// The scan that the rows come from, where only row filters and orders lie between.
  package var base: LogicalPlan? {
    switch node {
    case .scan: self
    case .filter(let input, _), .sort(let input, _), .limit(let input, _, _),
      .limitBy(let input, _, _), .peek(let input, _), .assert(let input, _, _),
      .tap(let input, _, _):
      input.base
    // Labels leave the columns where they are.
    case .project(let input, let items):
      items.count == input.fields.count
        && items.indices.allSatisfy {
          items[$0].expression.columnIndex == $0 && items[$0].name == input.fields[$0].name
        } ? input.base : nil
    default: nil
    }
  }

  /// Whether the columns are those of `base`, in their order.
  package var keepsColumns: Bool { base?.fields.count == fields.count }

  /// The columns of `describe`. Each row has numbers of its own kind, shares beside years, so that each
  /// number has digits of its own.
  public static let descriptionFields: [Field] = [
    called("column", .text, "cột"), called("type", .text, "kiểu"),
    called("count", .int, "số giá trị"), called("nulls", .int, "thiếu"),
    called("distinct", .int, "giá trị khác nhau"), called("min", .text, "nhỏ nhất"),
    called("q25", .float, "tứ phân vị 1"), called("median", .float, "trung vị"),
    called("q75", .float, "tứ phân vị 3"), called("max", .text, "lớn nhất"),
    called("mean", .float, "trung bình"),
  ]

  private static func called(_ name: String, _ type: DataType, _ vi: String) -> Field {
    var field = Field(name, type)
    field.look.label = Remark(en: name, vi: vi)
    if type == .float { field.look.digits = .significant(5) }
    return field
  }
}
