import Columns
import Functions
import Language

extension Binder {
  /// What the step makes of its input; the input itself after an error.
  func bind(_ step: Step, _ stage: Stage) throws -> Stage {
    var next = stage
    func node(_ node: LogicalPlan.Node, _ fields: [Field]? = nil) -> Stage {
      next.plan = LogicalPlan(node, fields: fields ?? stage.plan.fields, range: step.range)
      return next
    }
    switch step.kind {
    case .where(let condition):
      let bound = self.condition(condition, .row(stage.scope))
      noteFriendlierMatch(bound, stage)
      return node(.filter(stage.plan, bound))
    case .derive(let derive): return self.derive(derive, step, stage)
    case .select(let items): return select(items, step, stage)
    case .group(let group):
      return self.group(group.by, group.aggregates, totals: group.withTotals, step, stage)
    case .aggregate(let items): return group([], items, totals: false, step, stage)
    case .sort(let keys):
      let bound = keys.map {
        SortKey(bind($0.expr, .row(stage.scope)), descending: $0.isDescending)
      }
      return node(.sort(stage.plan, bound))
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
      let plan = LogicalPlan(
        .describe(stage.plan), fields: LogicalPlan.descriptionFields, range: step.range)
      return Stage(plan: plan, scope: Scope(plan.fields), info: nil)
    case .peek(let label): return node(.peek(stage.plan, label: label?.text))
    case .assert(let condition, let message):
      return node(
        .assert(
          stage.plan, self.condition(condition, .row(stage.scope)), message: message?.text))
    case .as(let name): return node(.tap(stage.plan, .keep(as: name.text)))
    case .export(let export):
      let options = export.options.compactMap { option in
        value(option.value).map { (name: option.name.text, value: $0) }
      }
      let path = TextLiteral(pathText(export.path), range: export.path.range)
      return node(.tap(stage.plan, .export(path: path, options: options)))
    case .chart(let chart):
      return node(.tap(stage.plan, .chart(try self.chart(chart, stage))))
    case .unpivot(let unpivot): return self.unpivot(unpivot, step, stage)
    case .complete(let complete): return self.complete(complete, step, stage)
    case .fill(let fill): return self.fill(fill, step, stage)
    case .compare(let compare): return try self.compare(compare, step, stage)
    case .project(let project): return try self.project(project, step, stage)
    case .whatif(let whatIf): return try self.whatIf(whatIf, step, stage)
    case .track(let track): return try self.track(track, step, stage)
    case .progress(let progress): return try self.progress(progress, step, stage)
    case .invalid: return stage
    }
  }

  /// What a chart is to show; for a projection also what was observed before it.
  private func chart(_ chart: ChartStep, _ stage: Stage) throws -> LogicalPlan.ChartRequest {
    var request = LogicalPlan.ChartRequest(
      kind: chart.kind?.rawValue, options: [], path: chart.path?.text,
      pathRange: chart.path?.range, history: nil)
    for option in chart.options {
      let name = option.name.text.lowercased()
      guard Binder.chartOptions.contains(name) else {
        report(AnalysisMessages.unknownChartOption(option.name, Binder.chartOptions))
        continue
      }
      if let value = value(option.value) {
        request.options.append((name, value, option.range))
      }
    }
    if !diagnostics.hasErrors, let analysed = lastAnalysis,
      case .scan(_, let name, _)? = stage.plan.base?.node, name == analysed.name
    {
      request.history = try evaluate(
        LogicalPlan(
          .analysis(.history(analysed.plan), analysed.inputs), fields: [],
          range: stage.plan.range))
    }
    return request
  }

  /// The options of `chart`.
  static let chartOptions = ["x", "y", "color", "title", "style", "width", "height"]

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

  /// When `==` on text finds nothing in the column's dictionary and a friendly match would, say so.
  private func noteFriendlierMatch(_ condition: Expression, _ stage: Stage) {
    guard case .call(let function, let arguments) = condition.kind else { return }
    if function.name == "and" || function.name == "or" {
      for argument in arguments { noteFriendlierMatch(argument, stage) }
      return
    }
    guard function.name == "==", arguments.count == 2, let place = arguments[0].columnIndex,
      case .text(let wanted)? = arguments[1].constant, !wanted.isEmpty,
      case .scan(let table, _, let columns)? = stage.plan.base?.node,
      place < columns.count, stage.plan.keepsColumns,
      case .coded(_, let dictionary) = table.columns[columns[place]].storage,
      dictionary.count <= 100_000, dictionary.code(of: wanted) == nil
    else { return }
    let folded = TextFold.fold(wanted)
    for code in 0..<dictionary.count {
      let text = dictionary.string(code)
      if TextFold.fold(text) == folded || TextFold.fold(text).contains(folded) {
        report(
          Diagnostic(
            .note, code: "N0202",
            Words(
              en:
                "no `\(stage.scope.fields[place].name)` is exactly \"\(wanted)\"; ~ \"\(wanted)\" finds \"\(text)\"",
              vi:
                "không có `\(stage.scope.fields[place].name)` nào đúng bằng \"\(wanted)\"; ~ \"\(wanted)\" tìm thấy \"\(text)\""
            ),
            at: arguments[1].range))
        return
      }
    }
  }

  // MARK: Items

  /// A named expression, under its own or its default name; nil where it has neither.
  func named(_ item: Item, _ context: ExpressionContext, _ expression: Expr) -> NamedExpression? {
    let before = diagnostics.count
    let bound = bind(expression, context)
    guard
      let name = item.name.map({ TextNormalization.normalizeNFC($0.text) })
        ?? defaultName(expression, context)
    else {
      // What is wrong in itself is not asked for a name besides.
      if !diagnostics[before...].contains(where: \.isError) {
        report(BinderMessages.needsName(at: expression.range))
      }
      return nil
    }
    var unit: String?
    switch context {
    case .row(let scope): unit = bound.columnIndex.flatMap { scope.fields[$0].unit }
    case .groups(let groups):
      let keyCount = groups.output.fields.count
      unit = bound.columnIndex.flatMap {
        $0 < keyCount ? groups.output.fields[$0].unit : groups.calls[$0 - keyCount].unit
      }
    case .window(let window):
      unit = bound.columnIndex.flatMap {
        $0 < window.input.fields.count ? window.input.fields[$0].unit : nil
      }
    }
    return NamedExpression(name: name, expression: bound, unit: unit)
  }

  /// A column keeps its name; a call is named after the function and its column arguments.
  private func defaultName(_ expression: Expr, _ context: ExpressionContext) -> String? {
    switch expression.kind {
    case .name(let name):
      let text = TextNormalization.normalizeNFC(name.text)
      if case .column(let place) = context.scope.match(text) {
        return context.scope.fields[place].name
      }
      return text
    case .call(let call):
      var parts = [call.name.text.lowercased()]
      for argument in call.arguments {
        switch argument.kind {
        case .name(let name): parts.append(TextNormalization.normalizeNFC(name.text))
        case .literal(.decimal(let number)) where parts[0] == "quantile":
          parts.append("p\(Int((number.value * 100).rounded()))")
        case .literal: break
        default: return nil
        }
      }
      return parts.joined(separator: "_")
    default: return nil
    }
  }

  func fields(_ items: [NamedExpression], _ scope: Scope) -> [Field] {
    items.map { item in
      var field = Field(item.name, item.expression.type, unit: item.unit)
      if let place = item.expression.columnIndex, place < scope.fields.count {
        field.about = scope.fields[place].about
      }
      return field
    }
  }

  func project(_ input: LogicalPlan, _ items: [NamedExpression], _ range: SourceRange)
    -> LogicalPlan
  {
    LogicalPlan(
      .project(input, items), fields: fields(items, Scope(input.fields)), range: range)
  }

  func checkNames(_ names: [(name: String, range: SourceRange)]) {
    var seen: [String: SourceRange] = [:]
    for (name, range) in names {
      if let first = seen[name] {
        report(BinderMessages.duplicateName(name, at: range, first: first))
      } else {
        seen[name] = range
      }
    }
  }

  private func select(_ items: [Item], _ step: Step, _ stage: Stage) -> Stage {
    let scope = stage.scope
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
          NamedExpression(
            name: field.name,
            expression: Expression(.column(place), type: field.type, range: step.range),
            unit: field.unit))
      }
    } else {
      chosen = items.compactMap { named($0, .row(scope), $0.expr) }
      checkNames(chosen.map { ($0.name, $0.expression.range) })
    }
    let plan = project(stage.plan, chosen, step.range)
    // Roles live on for columns that keep their names.
    return Stage(
      plan: plan, scope: Scope(plan.fields, roles: scope.roles), info: stage.info)
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
      let by = take.by.map { bind($0.expr, .row(stage.scope)) }
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

  // MARK: Two inputs

  private func join(_ join: JoinStep, _ step: Step, _ stage: Stage) throws -> Stage {
    guard let right = try source(join.source, needed: nil) else { return stage }
    var keys: [(left: Expression, right: Expression)] = []
    var shared: Set<Int> = []
    for key in join.on {
      let left = bind(key.left, .row(stage.scope))
      let other = bind(key.right, .row(right.scope))
      if left.type != .null, other.type != .null,
        Binder.unified(left.type, other.type) == nil
          || (left.type != other.type && !left.type.isNumeric)
      {
        report(
          BinderMessages.wrongTypes(
            "on", [left.type, other.type], at: key.range, signature: nil))
      }
      keys.append((left, other))
      if key.isShared, let place = other.columnIndex { shared.insert(place) }
    }
    guard let kind = LogicalPlan.JoinKind(join.kind) else { return stage }
    let expect: LogicalPlan.JoinExpectation? = join.expect.map { $0 == .one ? .one : .many }
    var fields = stage.plan.fields
    var kept: [Int] = []
    if kind != .semi, kind != .anti {
      var renamed: [String] = []
      for (place, field) in right.plan.fields.enumerated() where !shared.contains(place) {
        var field = field
        if fields.contains(where: { $0.name == field.name }) {
          var number = 2
          while fields.contains(where: { $0.name == "\(field.name)_\(number)" })
            || right.plan.fields.contains(where: { $0.name == "\(field.name)_\(number)" })
          {
            number += 1
          }
          renamed.append("\(field.name) → \(field.name)_\(number)")
          field.name = "\(field.name)_\(number)"
        }
        kept.append(place)
        fields.append(field)
      }
      if !renamed.isEmpty {
        let list = renamed.joined(separator: ", ")
        report(
          Diagnostic(
            .note, code: "N0203",
            Words(
              en: "both sides have columns of one name; the right ones became \(list)",
              vi: "hai bên có cột trùng tên; cột bên phải đổi thành \(list)"),
            at: step.wordRange))
      }
    }
    let plan = LogicalPlan(
      .join(
        stage.plan, right.plan, kind: kind, keys: keys, rightColumns: kept, expect: expect),
      fields: fields, range: step.range)
    let keeps = kind == .semi || kind == .anti
    return Stage(
      plan: plan, scope: Scope(fields, roles: stage.scope.roles), info: keeps ? stage.info : nil)
  }

  private func append(_ source: Source, _ step: Step, _ stage: Stage) throws -> Stage {
    guard let other = try self.source(source, needed: nil) else { return stage }
    var fields = stage.plan.fields
    var columns: [[Int?]] = [fields.indices.map { $0 }, []]
    var missing: [String] = []
    for (place, field) in fields.enumerated() {
      if case .column(let there) = other.scope.match(field.name) {
        let type = other.plan.fields[there].type
        if let both = Binder.unified(field.type, type), both != .timestamp || field.type == type {
          fields[place].type = both
        } else {
          report(BinderMessages.typesDiffer(field.name, field.type, type, at: step.range))
        }
        columns[1].append(there)
      } else {
        missing.append(field.name)
        columns[1].append(nil)
      }
    }
    for (there, field) in other.plan.fields.enumerated() where !columns[1].contains(there) {
      fields.append(field)
      missing.append(field.name)
      columns[0].append(nil)
      columns[1].append(there)
    }
    if !missing.isEmpty {
      let list = BinderMessages.list(missing)
      report(
        Diagnostic(
          .note, code: "N0204",
          Words(
            en: "only one side has \(list); the other's rows are null there",
            vi: "chỉ một bên có \(list); dòng của bên kia là null ở đó"), at: step.wordRange))
    }
    let plan = LogicalPlan(
      .append([stage.plan, other.plan], columns: columns), fields: fields, range: step.range)
    return Stage(plan: plan, scope: Scope(fields, roles: stage.scope.roles), info: nil)
  }
}

extension LogicalPlan.JoinKind {
  init?(_ kind: JoinStep.Kind) {
    switch kind {
    case .inner: self = .inner
    case .left: self = .left
    case .full: self = .full
    case .semi: self = .semi
    case .anti: self = .anti
    }
  }
}

extension LogicalPlan {
  /// The scan that the rows come from, where only row filters and orders lie between.
  var base: LogicalPlan? {
    switch node {
    case .scan: self
    case .filter(let input, _), .sort(let input, _), .limit(let input, _, _),
      .limitBy(let input, _, _), .peek(let input, _), .assert(let input, _, _),
      .tap(let input, _):
      input.base
    default: nil
    }
  }

  /// Whether the columns are those of `base`, in their order.
  var keepsColumns: Bool { base?.fields.count == fields.count }

  /// The columns of `describe`.
  public static let descriptionFields: [Field] = [
    Field("column", .text), Field("type", .text), Field("count", .int), Field("nulls", .int),
    Field("distinct", .int), Field("min", .text), Field("q25", .float), Field("median", .float),
    Field("q75", .float), Field("max", .text), Field("mean", .float),
  ]
}
