import Columns
import Functions
import Language
import Planning

/// Observations that an analysis step makes itself, by aggregates over the rows of a series and time.
extension Binder {
  func isAggregateItem(_ item: Item, _ scope: Scope) -> Bool {
    var pending = [item.expr]
    while let next = pending.popLast() {
      if case .call(let call) = next.kind, Aggregate.named(call.name.text) != nil,
        registry.scalar(named: call.name.text) == nil
      {
        return true
      }
      pending.append(contentsOf: next.children)
    }
    return false
  }

  /// One row for each key and time, from aggregates over the rows.
  func groupedObservations(
    _ request: ObservationRequest, _ keys: [NamedExpression], _ time: Expression,
    _ period: Expression?, _ builder: inout ObservationBuilder, _ input: LogicalPlan
  ) -> LogicalPlan? {
    let scope = builder.scope
    let context = GroupContext(
      input: scope, keys: fields(keys, scope) + [Field("#time", (period ?? time).type)])
    let items = request.items.compactMap { item -> (Item, NamedExpression, Int)? in
      let first = context.calls.count
      return named(item, .groups(context), item.expr).map { (item, $0, first) }
    }
    checkNames(
      keys.map { ($0.name, $0.expression.range) } + items.map { ($0.1.name, $0.0.range) })
    let groupKeys = keys + [NamedExpression(name: "#time", expression: period ?? time)]
    var outputs: [NamedExpression] = groupKeys.enumerated().map { place, key in
      NamedExpression(
        name: key.name,
        expression: Expression(.column(place), type: key.expression.type, range: request.wordRange),
        unit: key.unit)
    }
    builder.layout.isObserved = false
    if period == nil {
      builder.layout.time = keys.count
    } else {
      builder.layout.period = keys.count
    }
    for (_, result, first) in items {
      guard result.expression.type.isNumeric || result.expression.type == .null else {
        report(
          BinderMessages.expected(
            .float, result.expression.type, at: result.expression.range,
            text: part(result.expression).text, value: result.expression.constant))
        continue
      }
      var observed = ObservedItem(
        name: result.name, unit: result.unit, look: result.look, value: outputs.count)
      let call = context.calls[first..<context.calls.count].first
      let isRate =
        call?.function == .rate && request.needsParts
        && result.expression.columnIndex == keys.count + 1 + first
      // A rate is made from its parts; the optimiser drops the call that nobody reads.
      if isRate { observed.value = nil } else { outputs.append(result) }
      if request.needsParts, let call, result.expression.columnIndex == keys.count + 1 + first,
        let (part, whole, kind) = parts(of: call, context, input)
      {
        observed.part = outputs.count
        observed.whole = outputs.count + 1
        observed.parts = kind
        outputs.append(NamedExpression(name: "#part\(first)", expression: part))
        outputs.append(NamedExpression(name: "#whole\(first)", expression: whole))
      }
      observed.isAdditive = addsUp(result.expression, context.calls, after: keys.count + 1)
      builder.layout.items.append(observed)
    }
    if let column = directionColumn(&builder) {
      builder.layout.direction = outputs.count
      outputs.append(
        NamedExpression(
          name: "#direction",
          expression: context.add(
            AggregateCall(
              name: "", function: .first, arguments: [column], type: column.type,
              range: request.wordRange))))
    }
    var calls = context.calls
    for index in calls.indices { calls[index].name = "#\(index)" }
    let callFields = calls.map { Field($0.name, $0.type, unit: $0.unit) }
    let plan = LogicalPlan(
      .aggregate(input, keys: groupKeys, calls, totals: false),
      fields: fields(groupKeys, scope) + callFields, range: request.wordRange)
    return project(plan, outputs, request.wordRange)
  }

  /// Whether an item over groups adds up: a sum, a count, and what is linear in them.
  private func addsUp(_ item: Expression, _ calls: [AggregateCall], after keys: Int) -> Bool {
    if let place = item.columnIndex {
      return calls.indices.contains(place - keys)
        && [.sum, .count].contains(calls[place - keys].function)
    }
    guard case .call(let function, let arguments) = item.kind else { return false }
    switch function.name {
    case "+", "-": return arguments.allSatisfy { addsUp($0, calls, after: keys) }
    case "*":
      return arguments.count { $0.constant == nil && addsUp($0, calls, after: keys) } == 1
        && arguments.count { $0.constant != nil } == arguments.count - 1
    case "/": return addsUp(arguments[0], calls, after: keys) && arguments[1].constant != nil
    default: return false
    }
  }

  /// Numerator and denominator of a call that is a ratio of sums.
  private func parts(of call: AggregateCall, _ context: GroupContext, _ input: LogicalPlan)
    -> (Expression, Expression, ObservedItem.Parts)?
  {
    /// Conditions that the arguments have values, where they may have none.
    func conditions() -> [Expression] {
      call.arguments.filter { !isNeverNull($0, input) }.map {
        self.call("is_not_null", [$0], call.range, at: call.range)
      }
    }
    func sum(_ argument: Expression, _ conditions: [Expression]) -> Expression {
      var all = conditions
      if let own = call.condition { all.append(own) }
      let condition = all.dropFirst().reduce(all.first) { left, right in
        left.map { self.call("and", [$0, right], call.range, at: call.range) }
      }
      return context.add(
        AggregateCall(
          name: "", function: .sum, arguments: [argument], condition: condition,
          type: Aggregate.sum.resultType(for: [argument.type]) ?? .float, range: call.range))
    }
    switch call.function {
    case .rate:
      let conditions = conditions()
      return (sum(call.arguments[0], conditions), sum(call.arguments[1], conditions), .percent)
    case .weightedAvg:
      let conditions = conditions()
      let product = self.call("*", call.arguments, call.range, at: call.range)
      return (sum(product, conditions), sum(call.arguments[1], conditions), .mean)
    case .avg:
      let count = context.add(
        AggregateCall(
          name: "", function: .count, arguments: call.arguments, condition: call.condition,
          type: .int, range: call.range))
      return (sum(call.arguments[0], []), count, .mean)
    default: return nil
    }
  }

  /// Whether an expression over the plan's rows is a stored column that is known to hold no null.
  func isNeverNull(_ expression: Expression, _ plan: LogicalPlan) -> Bool {
    guard let place = expression.columnIndex, plan.keepsColumns, let base = plan.base,
      case .scan(let id) = base.node, place < base.fields.count
    else { return false }
    return schema(id)?.complete.contains(base.fields[place].name) == true
  }
}
