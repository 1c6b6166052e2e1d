import Columns
import Functions
import Language

/// The aggregates met while the items of a `group` or `aggregate` are bound. Names in an item mean
/// keys; names inside an aggregate mean columns of the input.
final class GroupContext {
  let input: Scope
  /// The keys, as far as items may name them.
  let output: Scope
  private let keyCount: Int
  private(set) var calls: [AggregateCall] = []

  init(input: Scope, keys: [Field]) {
    self.input = input
    output = Scope(keys)
    keyCount = keys.count
  }

  /// The column in which the result of a call stands; equal calls share one.
  func add(_ call: AggregateCall) -> Expression {
    calls.append(call)
    return Expression(
      .column(keyCount + calls.count - 1), type: call.type, range: call.range, period: call.period)
  }
}

/// The window calls met while the items of a `derive` are bound.
final class WindowContext {
  let input: Scope
  /// The keys of `sort`, for functions that look for a row by them.
  let sort: [Language.SortKey]
  private(set) var calls: [WindowCall] = []

  init(input: Scope, sort: [Language.SortKey]) {
    self.input = input
    self.sort = sort
  }

  func add(_ call: WindowCall) -> Expression {
    calls.append(call)
    return Expression(
      .column(input.fields.count + calls.count - 1), type: call.type, range: call.range,
      period: call.period)
  }
}

extension Binder {
  /// An aggregate or window call; nil where the name is neither.
  func analysis(_ call: Call, _ range: SourceRange, _ context: ExpressionContext) -> Expression? {
    let name = call.name.text
    switch context {
    case .row:
      guard let aggregate = Aggregate.named(name), registry.scalar(named: name) == nil else {
        if WindowFunction.named(name) != nil, registry.scalar(named: name) == nil {
          report(BinderMessages.aggregateHere(call.name))
          return failed(range)
        }
        return nil
      }
      _ = aggregate
      report(
        isInsideAggregate
          ? BinderMessages.nestedAggregate(call.name) : BinderMessages.aggregateHere(call.name))
      return failed(range)
    case .groups(let groups):
      guard let aggregate = Aggregate.named(name) else { return nil }
      guard let bound = aggregateCall(aggregate, call, range, groups.input) else {
        return failed(range)
      }
      return groups.add(bound)
    case .window(let window):
      if let function = WindowFunction.named(name) {
        return windowCall(function, call, range, window)
      }
      guard let aggregate = Aggregate.named(name) else { return nil }
      guard let bound = aggregateCall(aggregate, call, range, window.input) else {
        return failed(range)
      }
      return window.add(
        WindowCall(
          name: "", kind: .aggregate(aggregate), arguments: bound.arguments,
          constants: bound.constants, condition: bound.condition, type: bound.type, range: range))
    }
  }

  private func aggregateCall(
    _ aggregate: Aggregate, _ call: Call, _ range: SourceRange, _ input: Scope
  ) -> AggregateCall? {
    let before = diagnostics.count
    isInsideAggregate = true
    defer { isInsideAggregate = false }
    guard
      let (values, constants) = arguments(
        of: call, values: aggregate.valueArguments, constants: aggregate.constantArguments,
        signature: aggregate.help.signature, input)
    else { return nil }
    let condition = call.filter.map { self.condition($0, .row(input)) }
    if diagnostics[before...].contains(where: \.isError) { return nil }
    guard let type = aggregate.resultType(for: values.map(\.type)) else {
      report(
        BinderMessages.wrongTypes(
          call.name.text, values.map(\.type), at: call.name.range,
          signature: aggregate.help.signature))
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
    return AggregateCall(
      name: "", function: aggregate, arguments: values, constants: constants,
      condition: condition, type: type, range: range,
      unit: unit(aggregate, values, input))
  }

  /// The unit of a result, where it is that of the argument.
  private func unit(_ aggregate: Aggregate, _ values: [Expression], _ input: Scope) -> String? {
    switch aggregate {
    case .rate: return "%"
    case .sum, .avg, .min, .max, .median, .quantile, .first, .last, .mode, .argMax, .argMin,
      .weightedAvg, .stddev:
      return values.first?.columnIndex.flatMap { input.fields[$0].unit }
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
    let advice = "rate(\(input.fields[covered].name), \(input.fields[total].name))"
    report(
      Diagnostic(
        .note, code: "N0201",
        Words(
          en: "this averages percentages of bases of different size; \(advice) weighs them",
          vi: "đây là trung bình của các tỷ lệ có mẫu số khác nhau; \(advice) tính theo trọng số"),
        at: range))
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
          call.name.text, values.map(\.type), at: call.name.range,
          signature: function.help.signature))
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

  /// `index_to(x, base)`: the rows of the base are those whose sort key equals it, as `==` has it.
  private func indexCall(_ call: Call, _ range: SourceRange, _ window: WindowContext)
    -> Expression
  {
    let before = diagnostics.count
    let value = bind(call.arguments[0], .row(window.input))
    var base = call.arguments[1]
    guard window.sort.count == 1, let key = window.sort.first else {
      report(ShapeMessages.needsOneSortKey(call.name.text, at: call.name.range))
      return failed(range)
    }
    // A year names the days in it.
    if bind(key.expr, .row(window.input)).type.isTemporal,
      case .literal(.int(let year)) = base.kind,
      let period = PeriodLiteral(.year, year: Int(clamping: year))
    {
      base = Expr(.literal(.period(period)), range: base.range)
    }
    let isBase = comparison(
      .equal, base.range, key.expr, base, base.range, .row(window.input))
    if diagnostics[before...].contains(where: \.isError) { return failed(range) }
    guard let type = WindowFunction.indexTo.resultType(for: [value.type]) else {
      report(
        BinderMessages.wrongTypes(
          call.name.text, [value.type], at: call.name.range,
          signature: WindowFunction.indexTo.help.signature))
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
  func group(
    _ keys: [Item], _ items: [Item], totals: Bool, _ step: Step, _ stage: Stage
  ) -> Stage {
    let bound = keys.compactMap { named($0, .row(stage.scope), $0.expr) }
    let keyFields = fields(bound, stage.scope)
    let context = GroupContext(input: stage.scope, keys: keyFields)
    let results = items.compactMap { named($0, .groups(context), $0.expr) }
    checkNames(
      bound.map { ($0.name, $0.expression.range) } + results.map { ($0.name, $0.expression.range) })
    // Items that are aggregates and nothing more need no projection of their own.
    let isPlain =
      results.count == context.calls.count
      && results.enumerated().allSatisfy { $1.expression.columnIndex == keyFields.count + $0 }
    var calls = context.calls
    for index in calls.indices {
      calls[index].name = isPlain ? results[index].name : "#\(index)"
    }
    let callFields = calls.map { Field($0.name, $0.type, unit: $0.unit, period: $0.period) }
    var plan = LogicalPlan(
      .aggregate(stage.plan, keys: bound, calls, totals: totals), fields: keyFields + callFields,
      range: step.range)
    if !isPlain {
      let kept = keyFields.enumerated().map { index, field in
        NamedExpression(
          name: field.name,
          expression: Expression(.column(index), type: field.type, range: step.range),
          unit: field.unit)
      }
      plan = project(plan, kept + results, step.range)
    }
    return Stage(plan: plan, scope: Scope(plan.fields), info: nil)
  }

  /// `derive`, with or without a partition: items may use the ones before them.
  func derive(_ derive: DeriveStep, _ step: Step, _ stage: Stage) -> Stage {
    var stage = stage
    let isWindow = !derive.by.isEmpty || !derive.sort.isEmpty
    var pending: [(name: String, item: Item)] = []
    func flush() {
      guard !pending.isEmpty else { return }
      stage = derived(pending.map(\.item), derive, isWindow, step, stage)
      pending = []
    }
    for item in derive.items {
      let mentioned = ColumnDemand.mentioned([
        Step(.where(item.expr), range: step.range, wordRange: step.wordRange)
      ])
      if pending.contains(where: { mentioned.contains($0.name) }) { flush() }
      pending.append((item.name?.text ?? "", item))
    }
    flush()
    return stage
  }

  private func derived(
    _ items: [Item], _ derive: DeriveStep, _ isWindow: Bool, _ step: Step, _ stage: Stage
  ) -> Stage {
    let scope = stage.scope
    let by = derive.by.map { bind($0.expr, .row(scope)) }
    let sort = derive.sort.map { SortKey(bind($0.expr, .row(scope)), descending: $0.isDescending) }
    let window = WindowContext(input: scope, sort: derive.sort)
    let results = items.compactMap { named($0, .window(window), $0.expr) }
    checkNames(results.map { ($0.name, $0.expression.range) })
    var plan = stage.plan
    if !window.calls.isEmpty || isWindow {
      var calls = window.calls
      for index in calls.indices { calls[index].name = "#\(index)" }
      plan = LogicalPlan(
        .window(plan, by: by, sort: sort, calls),
        fields: plan.fields + calls.map { Field($0.name, $0.type, period: $0.period) },
        range: step.range)
    }
    var columns = scope.fields.enumerated().map { index, field in
      NamedExpression(
        name: field.name,
        expression: Expression(.column(index), type: field.type, range: step.range),
        unit: field.unit)
    }
    for result in results {
      if let place = columns.firstIndex(where: { $0.name == result.name }) {
        columns[place] = result
      } else {
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
