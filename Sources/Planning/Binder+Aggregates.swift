package import Columns
import Functions
package import Language

/// The aggregates met while the items of a `group` or `aggregate` are bound. Names in an item mean
/// keys; names inside an aggregate mean columns of the input.
package final class GroupContext {
  package let input: Scope
  /// The keys, as far as items may name them.
  let output: Scope
  private let keyCount: Int
  package private(set) var calls: [AggregateCall] = []

  package init(input: Scope, keys: [Field]) {
    self.input = input
    output = Scope(keys)
    keyCount = keys.count
  }

  /// The column in which the result of a call stands; equal calls share one.
  package func add(_ call: AggregateCall) -> Expression {
    calls.append(call)
    return Expression(
      .column(keyCount + calls.count - 1), type: call.type, range: call.range, period: call.period)
  }
}

/// The window calls met while the items of a `derive` are bound.
package final class WindowContext {
  package let input: Scope
  /// The keys of `sort`, for functions that look for a row by them.
  let sort: [Language.SortKey]
  /// The rows that aggregates see; nil: all of the partition.
  let frame: WindowCall.Frame?
  private(set) var calls: [WindowCall] = []

  init(input: Scope, sort: [Language.SortKey], frame: WindowCall.Frame? = nil) {
    self.input = input
    self.sort = sort
    self.frame = frame
  }

  package func add(_ call: WindowCall) -> Expression {
    calls.append(call)
    return Expression(
      .column(input.fields.count + calls.count - 1), type: call.type, range: call.range,
      period: call.period)
  }
}

extension Binder {
  /// An aggregate or window call; nil where the name is neither.
  package func analysis(_ call: Call, _ range: SourceRange, _ context: ExpressionContext)
    -> Expression?
  {
    let name = call.name.text
    switch context {
    case .row:
      guard let aggregate = Aggregate.named(name), registry.scalar(named: name) == nil else {
        if WindowFunction.named(name) != nil, registry.scalar(named: name) == nil {
          report(aggregateHere(call, range, isWindow: true, context))
          return failed(range)
        }
        return nil
      }
      _ = aggregate
      report(
        outerAggregates.last.map { BinderMessages.nestedAggregate(call, inside: $0) }
          ?? aggregateHere(call, range, isWindow: false, context))
      return failed(range)
    case .groups(let groups):
      guard let aggregate = Aggregate.named(name) else {
        guard WindowFunction.named(name) != nil, registry.scalar(named: name) == nil else {
          return nil
        }
        report(aggregateHere(call, range, isWindow: true, context))
        return failed(range)
      }
      guard let bound = aggregateCall(aggregate, call, range, groups.input) else {
        return failed(range)
      }
      return groups.add(bound)
    case .window(let window):
      if let function = WindowFunction.named(name), !isAggregate(function, call, window) {
        return windowCall(function, call, range, window)
      }
      guard let aggregate = Aggregate.named(name) else { return nil }
      guard let bound = aggregateCall(aggregate, call, range, window.input) else {
        return failed(range)
      }
      return window.add(windowed(bound, window))
    }
  }

  /// An aggregate or window function where rows stand alone: it is computed in a step before this.
  private func aggregateHere(
    _ call: Call, _ range: SourceRange, isWindow: Bool, _ context: ExpressionContext
  ) -> Diagnostic {
    let name = defaultName(SyntaxExpression(.call(call), range: range), context)
    var definition: String?
    var edits: [Diagnostic.Edit] = []
    if let name, call.filter == nil, let step = currentSteps.last,
      let written = SyntaxText.short(SyntaxExpression(.call(call), range: range))
    {
      definition = "\(SyntaxText.name(name)) = \(written)"
      // A name in `group` or `aggregate` would be taken for a column of the result.
      if case .row = context {
        edits = [
          .init(at: step.wordRange.start, "derive \(definition ?? "") | "),
          .init(range, SyntaxText.name(name)),
        ]
      }
    }
    return BinderMessages.aggregateHere(
      call.name, isWindow: isWindow, definition: definition, edits: edits)
  }

  private func aggregateCall(
    _ aggregate: Aggregate, _ call: Call, _ range: SourceRange, _ input: Scope
  ) -> AggregateCall? {
    let before = diagnostics.count
    outerAggregates.append(call.name.text)
    defer { outerAggregates.removeLast() }
    guard
      let (values, constants) = arguments(
        of: call, values: aggregate.valueArguments, constants: aggregate.constantArguments,
        signature: aggregate.help.signature, input)
    else { return nil }
    let condition = call.filter.map { self.condition($0, .row(input)) }
    let sort = order(of: call, aggregate, input)
    if diagnostics[before...].contains(where: \.isError) { return nil }
    guard let type = aggregate.resultType(for: values.map(\.type)) else {
      report(
        BinderMessages.wrongTypes(
          call.name.text, values.map(part), at: call.name.range,
          signature: aggregate.help.signature
        ) { aggregate.resultType(for: $0) != nil })
      return nil
    }
    if aggregate == .quantile, let share = constants.first?.asDouble, !(0...1).contains(share) {
      report(
        BinderMessages.badValue(
          "a quantile's share lies between 0 and 1", "tỷ lệ của phân vị nằm giữa 0 và 1",
          at: call.arguments.last?.range ?? range))
      return nil
    }
    noteAverageOfPercent(aggregate, values, input, range)
    if aggregate == .rate, values.count == 2 {
      noteScales(values[0], values[1], at: range) { place in
        input.fields.indices.contains(place) ? input.fields[place] : nil
      }
    }
    var made = AggregateCall(
      name: "", function: aggregate, arguments: values, constants: constants,
      condition: condition, type: type, range: range,
      unit: unit(aggregate, values, input))
    made.sort = sort
    made.look = Measure.look(of: aggregate, values) { place in
      input.fields.indices.contains(place) ? input.fields[place] : nil
    }
    return made
  }

  /// The unit of a result, where it is that of the argument.
  private func unit(_ aggregate: Aggregate, _ values: [Expression], _ input: Scope) -> String? {
    switch aggregate {
    case .rate: return "%"
    case .sum, .avg, .min, .max, .median, .quantile, .first, .last, .mode, .argMax, .argMin,
      .weightedAvg, .stddev:
      return values.first?.columnIndex.flatMap { place in
        input.fields[place].unit ?? ScaledUnit.inHeading(input.fields[place].name)
      }
    default: return nil
    }
  }

  /// A mean of percentages is seldom what is meant where the parts are known.
  private func noteAverageOfPercent(
    _ aggregate: Aggregate, _ values: [Expression], _ input: Scope, _ range: SourceRange
  ) {
    guard aggregate == .avg, let covered = input.place(role: "covered"),
      let total = input.place(role: "total"), let place = values.first?.columnIndex,
      place == input.place(role: "value") || input.fields[place].unit == "%"
    else { return }
    let advice =
      "rate(\(SyntaxText.names([input.fields[covered].name, input.fields[total].name])))"
    report(
      Diagnostic(
        .note, code: "N0201", .averagedPercents(advice), at: range))
  }

  private func windowCall(
    _ function: WindowFunction, _ call: Call, _ range: SourceRange, _ window: WindowContext
  ) -> Expression {
    if call.filter != nil {
      report(
        BinderMessages.badValue(
          "only aggregates take `where`", "chỉ hàm tổng hợp mới nhận `where`",
          at: call.name.range))
      return failed(range)
    }
    if window.frame != nil {
      report(ShapeMessages.frameNotFor(call.name.text, at: call.name.range))
      return failed(range)
    }
    if let key = call.sort.first {
      report(ShapeMessages.orderNotHere(call.name.text, at: key.range))
      return failed(range)
    }
    let before = diagnostics.count
    if function == .indexTo, call.arguments.count == 2 {
      return indexCall(call, range, window)
    }
    guard
      let (values, constants) = arguments(
        of: call, values: function.valueArguments, constants: function.constantArguments,
        signature: function.help.signature, window.input)
    else { return failed(range) }
    if diagnostics[before...].contains(where: \.isError) { return failed(range) }
    guard let type = function.resultType(for: values.map(\.type)) else {
      report(
        BinderMessages.wrongTypes(
          call.name.text, values.map(part), at: call.name.range,
          signature: function.help.signature
        ) { function.resultType(for: $0) != nil })
      return failed(range)
    }
    if let first = constants.first {
      guard case .int(let number) = first, function == .lag || function == .lead || number > 0
      else {
        report(
          BinderMessages.badValue(
            "a positive whole number is needed here", "ở đây cần một số nguyên dương",
            at: call.arguments[values.count].range))
        return failed(range)
      }
    }
    return window.add(
      WindowCall(
        name: "", kind: .function(function), arguments: values, constants: constants, type: type,
        range: range))
  }

  /// The column that a window is most likely sorted by.
  private func sortKey(_ scope: Scope, besides value: Expression) -> String? {
    if let place = Advice.time(scope.fields) { return scope.fields[place].name }
    let others = scope.fields.indices.filter {
      scope.fields[$0].type == .int && $0 != value.columnIndex && !scope.fields[$0].isHidden
    }
    return others.count == 1 ? scope.fields[others[0]].name : nil
  }

  /// `index_to(x, base)`: the rows of the base are those whose sort key equals it, as `==` has it.
  private func indexCall(_ call: Call, _ range: SourceRange, _ window: WindowContext)
    -> Expression
  {
    let before = diagnostics.count
    let value = bind(call.arguments[0], .row(window.input))
    var base = call.arguments[1]
    guard window.sort.count == 1, let key = window.sort.first else {
      report(
        ShapeMessages.needsOneSortKey(
          call, sortKey(window.input, besides: value), currentSteps.last, at: call.name.range))
      return failed(range)
    }
    // A year names the days in it.
    if bind(key.expr, .row(window.input)).type.isTemporal,
      case .literal(.int(let year)) = base.kind,
      let period = PeriodLiteral(.year, year: Int(clamping: year))
    {
      base = SyntaxExpression(.literal(.period(period)), range: base.range)
    }
    let isBase = comparison(
      .equal, base.range, key.expr, base, base.range, .row(window.input))
    if diagnostics[before...].contains(where: \.isError) { return failed(range) }
    guard let type = WindowFunction.indexTo.resultType(for: [value.type]) else {
      report(
        BinderMessages.wrongTypes(
          call.name.text, [part(value)], at: call.name.range,
          signature: WindowFunction.indexTo.help.signature
        ) { WindowFunction.indexTo.resultType(for: $0) != nil })
      return failed(range)
    }
    return window.add(
      WindowCall(
        name: "", kind: .function(.indexTo), arguments: [value], condition: isBase, type: type,
        range: range))
  }

  /// The arguments of a call: first those over rows, then the constants.
  private func arguments(
    of call: Call, values: ClosedRange<Int>, constants: ClosedRange<Int>, signature: String,
    _ input: Scope
  ) -> (values: [Expression], constants: [Value])? {
    let count = call.arguments.count
    guard count >= values.lowerBound + constants.lowerBound,
      count <= values.upperBound + constants.upperBound
    else {
      report(
        Diagnostic(
          code: "E0519",
          Words(
            en: "`\(call.name.text)` does not take \(count) arguments",
            vi: "`\(call.name.text)` không nhận \(count) đối số"), at: call.name.range,
          fix: Words(en: "it is written \(signature)", vi: "cách viết: \(signature)")))
      return nil
    }
    let valueCount = min(count - constants.lowerBound, values.upperBound)
    let own = call.arguments.prefix(valueCount).map { bind($0, .row(input)) }
    var given: [Value] = []
    for argument in call.arguments.dropFirst(valueCount) {
      guard let value = constantValue(argument) else { return nil }
      given.append(value)
    }
    return (own, given)
  }

  // MARK: Steps

  /// `group by keys: items`; without keys `aggregate items`.
  package func group(
    _ keys: [Item], _ items: [Item], totals: Bool, _ step: Step, _ stage: Stage
  ) -> Stage {
    let stage = withoutTotals(stage, notedAt: step.wordRange)
    let keys = expanded(keys, stage.scope)
    let marksTotals = totals && !keys.isEmpty && !environment.keepsTotals
    var bound = keys.compactMap { named($0, .row(stage.scope), $0.expr) }
    for place in bound.indices { bound[place].look.part = .key }
    let items = expanded(items, stage.scope, besides: Set(bound.map(\.name)))
    var keyFields = fields(bound, stage.scope)
    if marksTotals { keyFields = keyFields.withTotals() }
    let context = GroupContext(input: stage.scope, keys: keyFields)
    let results = items.compactMap { named($0, .groups(context), $0.expr) }
    checkNames(
      bound.map { ($0.name, $0.expression.range) } + results.map { ($0.name, $0.expression.range) },
      of: keys + items)
    // Items that are aggregates and nothing more need no projection of their own.
    let isPlain =
      results.count == context.calls.count
      && results.enumerated().allSatisfy { $1.expression.columnIndex == keyFields.count + $0 }
    var calls = context.calls
    for index in calls.indices {
      calls[index].name = isPlain ? results[index].name : "#\(index)"
    }
    let callFields = calls.map(\.field)
    var plan = LogicalPlan(
      .aggregate(stage.plan, keys: bound, calls, totals: totals),
      fields: keyFields + callFields + (marksTotals ? [Field.totalsMark] : []), range: step.range)
    if !isPlain {
      let kept = keyFields.enumerated().map { index, field in
        NamedExpression(index, of: field, at: step.range)
      }
      plan = project(plan, kept + results, step.range)
    }
    return Stage(plan: plan, scope: Scope(plan.fields), info: nil)
  }

  /// `derive`, with or without a partition: items may use the ones before them.
  package func derive(_ derive: DeriveStep, _ step: Step, _ stage: Stage) -> Stage {
    var stage = stage
    let isWindow = !derive.by.isEmpty || !derive.sort.isEmpty || derive.frame != nil
    var pending: [Item] = []
    var names: Set<String> = []
    func flush() {
      guard !pending.isEmpty else { return }
      stage = derived(pending, derive, isWindow, step, stage)
      pending = []
      names = []
    }
    for item in expanded(derive.items, stage.scope) {
      var mentioned = item.expr.names
      if let column = item.column { mentioned.insert(column.text) }
      // A pattern may mean what stands before it.
      if !names.isEmpty, item.expr.hasPattern || mentioned.contains(where: names.contains) {
        flush()
        // Each is a step of its own, for those that answer the plan.
        chained += 1
        if chained == Limits.steps {
          report(BinderMessages.tooManySteps(at: item.expr.range))
        }
        if chained >= Limits.steps { return stage }
      }
      pending.append(item)
      names.insert(item.name?.text ?? "")
    }
    flush()
    return stage
  }

  private func derived(
    _ items: [Item], _ derive: DeriveStep, _ isWindow: Bool, _ step: Step, _ stage: Stage
  ) -> Stage {
    let scope = stage.scope
    let by = derive.by.map { key($0.expr, scope) }
    let sort = derive.sort.map { sortKey($0, scope) }
    let window = WindowContext(input: scope, sort: derive.sort, frame: frame(derive, scope))
    let results = items.compactMap { named($0, .window(window), $0.expr) }
    tellQuotedItems(items, scope)
    checkNames(results.map { ($0.name, $0.expression.range) }, of: items)
    var plan = stage.plan
    if !window.calls.isEmpty || isWindow {
      var calls = window.calls
      for index in calls.indices { calls[index].name = "#\(index)" }
      plan = LogicalPlan(
        .window(plan, by: by, sort: sort, calls),
        fields: plan.fields
          + calls.map { call in
            let own = Measure(call) { scope.fields.indices.contains($0) ? scope.fields[$0] : nil }
            return Field(call.name, call.type, unit: own.unit, period: call.period, look: own.look)
          },
        range: step.range)
    }
    var columns = scope.fields.enumerated().map { index, field in
      NamedExpression(index, of: field, at: step.range)
    }
    var places: [String: Int] = [:]
    for (place, column) in columns.enumerated() where places[column.name] == nil {
      places[column.name] = place
    }
    for result in results {
      if let place = places[result.name] {
        columns[place] = result
      } else {
        places[result.name] = columns.count
        columns.append(result)
      }
    }
    let projected = project(plan, columns, step.range)
    var next = stage
    next.plan = projected
    next.scope.fields = projected.fields
    return next
  }
}
