import Columns
import Functions
package import Language

/// Where an expression stands, which decides what names and aggregates mean in it.
package enum ExpressionContext {
  /// Each row by itself.
  case row(Scope)
  /// Over the groups of a `group` or `aggregate`.
  case groups(GroupContext)
  /// Over the rows of a partition.
  case window(WindowContext)

  /// The columns that aggregates and rows may name.
  var columns: Scope {
    if case .groups(let context) = self { context.input } else { scope }
  }

  var scope: Scope {
    switch self {
    case .row(let scope): scope
    case .groups(let context): context.output
    case .window(let context): context.input
    }
  }

  /// The column at a place that expressions in this context refer to; nil where it is of no table.
  func field(_ place: Int) -> Field? {
    switch self {
    case .row(let scope): return scope.fields.indices.contains(place) ? scope.fields[place] : nil
    case .groups(let groups):
      let keys = groups.output.fields
      if place < keys.count { return keys[place] }
      let call = place - keys.count
      return groups.calls.indices.contains(call) ? groups.calls[call].field : nil
    case .window(let window):
      let fields = window.input.fields
      if place < fields.count { return fields[place] }
      guard window.calls.indices.contains(place - fields.count) else { return nil }
      let call = window.calls[place - fields.count]
      let own = Measure(call) { fields.indices.contains($0) ? fields[$0] : nil }
      return Field(call.name, call.type, unit: own.unit, period: call.period, look: own.look)
    }
  }
}

extension Binder {
  /// An expression of type null, which fits anywhere: what stands for one that is wrong.
  package func failed(_ range: SourceRange) -> Expression {
    Expression(.constant(.null), type: .null, range: range)
  }

  package func bind(_ expression: SyntaxExpression, _ context: ExpressionContext) -> Expression {
    let before = diagnostics.count
    let bound = bound(expression, context)
    tellQuotedColumns(among: expression.operands, context.columns, since: before)
    tellNumberedColumns(in: expression, context.columns, since: before)
    return bound
  }

  private func bound(_ expression: SyntaxExpression, _ context: ExpressionContext) -> Expression {
    let range = expression.range
    switch expression.kind {
    case .literal(let literal): return bind(literal, range)
    case .name(let name): return bind(name, context)
    case .parameter(let name):
      guard let value = environment.parameter(named: name.text) else {
        report(BinderMessages.unknownParameter(name, environment.parameterNames))
        return failed(range)
      }
      return Expression(.constant(value), type: value.type, range: range)
    case .unary(let sign, let signRange, let operand):
      let inner = bind(operand, context)
      return call(sign == .negate ? "neg" : "not", [inner], range, at: signRange)
    case .binary(let sign, let signRange, let left, let right):
      return binary(sign, signRange, left, right, range, context)
    case .membership(let value, in: let set, let isNegated, let signRange):
      let inner = membership(value, set, signRange, range, context)
      return isNegated ? call("not", [inner], range, at: signRange) : inner
    case .between(let value, let low, let high, let isNegated, let signRange):
      let above = comparison(.greaterOrEqual, signRange, value, low, range, context, isFrom: true)
      let below = comparison(.lessOrEqual, signRange, value, high, range, context)
      let inner = call("and", [above, below], range, at: signRange)
      return isNegated ? call("not", [inner], range, at: signRange) : inner
    case .isNull(let value, let isNegated, let signRange):
      return call(
        isNegated ? "is_not_null" : "is_null", [bind(value, context)], range, at: signRange)
    case .like(let value, let pattern, let isNegated, let signRange):
      let inner = call(
        "like", [bind(value, context), bind(pattern, context)], range, at: signRange)
      return isNegated ? call("not", [inner], range, at: signRange) : inner
    case .friendlyMatch(let value, let text, let isNegated, let signRange):
      let inner = call("~", [bind(value, context), bind(text, context)], range, at: signRange)
      return isNegated ? call("not", [inner], range, at: signRange) : inner
    case .call(let call): return bind(call, range, context)
    case .cases(let branches, let otherwise):
      return choice(
        branches.map { ($0.condition, $0.value) }, otherwise, range, context)
    case .list, .range:
      report(
        BinderMessages.badValue(
          "a list or range stands only after `in`", "danh sách hoặc khoảng chỉ đứng sau `in`",
          at: range))
      return failed(range)
    case .invalid: return failed(range)
    }
  }

  // MARK: Leaves

  private func bind(_ literal: Literal, _ range: SourceRange) -> Expression {
    let value: Value
    switch literal {
    case .int(let number): value = .int(number)
    case .decimal(let decimal):
      if let unscaled = decimal.unscaled, decimal.scale <= Decimal64.maxScale {
        value =
          decimal.scale == 0 ? .double(decimal.value) : .decimal(unscaled, scale: decimal.scale)
      } else {
        value = .double(decimal.value)
      }
    case .float(let number): value = .double(number)
    case .text(let text): value = .text(TextNormalization.normalizeNFC(text))
    case .bool(let truth): value = .bool(truth)
    case .null: value = .null
    case .date(let date): value = .date(Binder.day(date))
    case .period(let period):
      report(
        BinderMessages.badValue(
          "a period such as @\(period.year) stands only in comparisons, `in` and `between`",
          "một kỳ như @\(period.year) chỉ đứng trong so sánh, `in` và `between`", at: range))
      value = .null
    case .duration:
      report(
        BinderMessages.badValue(
          "a duration is added to or taken from a date",
          "khoảng thời gian được cộng vào hoặc trừ khỏi ngày",
          at: range))
      value = .null
    }
    return Expression(.constant(value), type: value.type, range: range)
  }

  package static func day(_ date: DateLiteral) -> Int32 {
    Int32(Calendar.days(year: date.year, month: date.month, day: date.day))
  }

  private func bind(_ name: Name, _ context: ExpressionContext) -> Expression {
    let text = TextNormalization.normalizeNFC(name.text)
    if name.pattern != nil {
      report(ShapeMessages.patternHere(name))
      return failed(name.range)
    }
    if let known = arguments.last?[text] {
      if text == "_", case .groups = context {
        report(BinderMessages.notAggregate(name))
        return failed(name.range)
      }
      return known
    }
    writtenNames[name.range] = SyntaxText.name(text)
    let scope = context.scope
    switch scope.match(text) {
    case .column(let place):
      let field = scope.fields[place]
      var column = Expression(
        .column(place), type: field.type, range: name.range, period: field.period)
      column.reason = field.reason
      return column
    case .ambiguous(let matches):
      report(BinderMessages.ambiguousColumn(name, matches))
      return failed(name.range)
    case .none: break
    }
    if case .groups(let groups) = context, case .column = groups.input.match(text) {
      report(BinderMessages.notAggregate(name))
      return failed(name.range)
    }
    if text.lowercased() == "rate", let measure = measure(scope, name.range) { return measure }
    if let value = environment.parameter(named: text) {
      report(
        Diagnostic(
          code: "E0520",
          Words(
            en: "\(SyntaxText.backticked(name.text)) is a parameter, not a column",
            vi: "\(SyntaxText.backticked(name.text)) là tham số, không phải cột"), at: name.range,
          fix: Words(en: "write $\(name.text)", vi: "viết $\(name.text)"),
          replacement: "$\(name.text)"))
      return Expression(
        .constant(.null), type: value.type == .null ? .null : .null, range: name.range)
    }
    if scope.isOpen { return Expression(.named(text), type: .null, range: name.range) }
    if let function = registry.scalar(named: text.lowercased()), function.resolve([]) != nil {
      report(BinderMessages.callWithoutBrackets(name))
    } else {
      report(BinderMessages.unknownColumn(name, scope.names))
    }
    return failed(name.range)
  }

  /// The measure of a coverage dataset, from its roles: 100 · covered / total, or the published
  /// percentage where one of the two is unknown.
  private func measure(_ scope: Scope, _ range: SourceRange) -> Expression? {
    guard let covered = scope.place(role: "covered"), let total = scope.place(role: "total")
    else { return nil }
    func column(_ place: Int) -> Expression {
      Expression(.column(place), type: scope.fields[place].type, range: range)
    }
    let hundred = Expression(.constant(.int(100)), type: .int, range: range)
    let share = call(
      "/", [call("*", [hundred, column(covered)], range, at: range), column(total)], range,
      at: range)
    guard let published = scope.place(role: "value") else { return share }
    return Expression(.coalesce([share, column(published)]), type: .float, range: range)
  }

  // MARK: Calls

  /// A call of a registered function with checked types, folded where all arguments are constant.
  package func call(
    _ name: String, _ arguments: [Expression], _ range: SourceRange, at place: SourceRange
  ) -> Expression {
    guard let function = registry.scalar(named: name) else {
      report(BinderMessages.unknownFunction(Name(name, range: place), registry.names))
      return failed(range)
    }
    let arguments = withPeriods(arguments, for: function)
    let types = arguments.map(\.type)
    guard let type = function.resolve(types) else {
      report(
        BinderMessages.wrongTypes(
          name == "neg" ? "-" : name, arguments.map(part), at: place,
          signature: function.help.signature
        ) { function.resolve($0) != nil })
      return failed(range)
    }
    let result = Expression(.call(function, arguments), type: type, range: range)
    guard function.isConstantFoldable, arguments.allSatisfy({ $0.constant != nil }) else {
      return result
    }
    let evaluation = EvaluationContext(
      today: today, collation: collation, lookups: knowledge.lookups)
    let operands = arguments.compactMap(\.constant).map { Operand.constant($0) }
    // What fails or makes a note here does so again when it runs, and is reported then.
    guard let column = try? function.evaluate(operands, 1, evaluation),
      evaluation.divisionsByZero == 0, evaluation.failedConversions == 0
    else { return result }
    return Expression(.constant(column[0]), type: type, range: range)
  }

  private func bind(_ syntax: Call, _ range: SourceRange, _ context: ExpressionContext)
    -> Expression
  {
    let name = syntax.name.text.lowercased()
    if let function = environment.function(named: syntax.name.text) {
      return expanded(function, syntax, range, context)
    }
    if let result = analysis(syntax, range, context) { return result }
    if let key = syntax.sort.first {
      report(ShapeMessages.orderNotHere(syntax.name.text, at: key.range))
      return failed(range)
    }
    if syntax.filter != nil {
      report(
        BinderMessages.badValue(
          "only aggregates take `where`", "chỉ hàm tổng hợp mới nhận `where`",
          at: syntax.name.range))
      return failed(range)
    }
    switch name {
    case "if", "iff":
      guard (2...3).contains(syntax.arguments.count) else {
        report(BinderMessages.argumentCount(syntax.name, 2...3, syntax.arguments.count))
        return failed(range)
      }
      return choice(
        [(syntax.arguments[0], syntax.arguments[1])],
        syntax.arguments.count == 3 ? syntax.arguments[2] : nil, range, context)
    case "coalesce", "ifnull":
      guard !syntax.arguments.isEmpty else {
        report(BinderMessages.argumentCount(syntax.name, 1...Int.max, 0))
        return failed(range)
      }
      return coalesce(bind(arguments: syntax.arguments, context), range)
    case "canonical": return canonical(syntax, range, context)
    default: break
    }
    guard let function = registry.scalar(named: name), function.name.first?.isLetter == true else {
      let known =
        registry.names.filter { $0.first?.isLetter == true }
        + Aggregate.allCases.map(\.rawValue) + WindowFunction.allCases.map(\.rawValue)
        + ["if", "coalesce", "canonical"]
      report(BinderMessages.unknownFunction(syntax.name, known))
      return failed(range)
    }
    return call(
      function.name, bind(arguments: syntax.arguments, context), range, at: syntax.name.range)
  }

  /// A `def` put in the place of its call: arguments are bound once, where the call stands.
  private func expanded(
    _ function: UserFunction, _ syntax: Call, _ range: SourceRange, _ context: ExpressionContext
  ) -> Expression {
    guard function.parameters.count == syntax.arguments.count else {
      report(
        BinderMessages.argumentCount(
          syntax.name, function.parameters.count...function.parameters.count,
          syntax.arguments.count))
      return failed(range)
    }
    guard !expanding.contains(function.name) else {
      report(BinderMessages.recursive(syntax.name))
      return failed(range)
    }
    if expanding.isEmpty { expansions = 0 }
    expansions += 1
    guard expansions <= Limits.expansions else {
      if expansions == Limits.expansions + 1 { report(BinderMessages.tooLarge(syntax.name)) }
      return failed(range)
    }
    var bound: [String: Expression] = [:]
    for (parameter, argument) in zip(function.parameters, syntax.arguments) {
      bound[TextNormalization.normalizeNFC(parameter.text)] = bind(argument, context)
    }
    expanding.append(function.name)
    arguments.append(bound)
    let before = diagnostics.count
    var result = bind(function.body, context)
    arguments.removeLast()
    expanding.removeLast()
    // What is wrong inside is shown at the call: the definition may be in another file.
    for index in before..<diagnostics.count {
      diagnostics[index].range = range
      diagnostics[index].replacement = nil
      diagnostics[index].edits = []
    }
    if result.isLarger(than: Limits.expandedNodes) {
      if !diagnostics[before...].contains(where: \.isError) {
        report(BinderMessages.tooLarge(syntax.name))
      }
      return failed(range)
    }
    result.range = range
    return result
  }

  package func coalesce(_ parts: [Expression], _ range: SourceRange) -> Expression {
    let parts = asTexts(parts)
    guard let type = common(parts, range) else { return failed(range) }
    if let first = parts.first?.constant, !first.isNull { return parts[0] }
    return Expression(.coalesce(parts), type: type, range: range, period: commonPeriod(parts))
  }

  private func choice(
    _ branches: [(condition: SyntaxExpression, value: SyntaxExpression)],
    _ otherwise: SyntaxExpression?, _ range: SourceRange,
    _ context: ExpressionContext
  ) -> Expression {
    let cases = branches.map {
      Expression.Branch(
        condition: condition($0.condition, context), value: bind($0.value, context))
    }
    let rest = otherwise.map { bind($0, context) } ?? failed(range)
    let values = asTexts(cases.map(\.value) + [rest])
    guard let type = common(values, range) else { return failed(range) }
    let chosen = zip(cases, values).map { Expression.Branch(condition: $0.condition, value: $1) }
    return Expression(
      .choose(chosen, otherwise: values[chosen.count]), type: type, range: range,
      period: commonPeriod(values))
  }

  /// The type that all have in common; reports the first that does not fit.
  private func common(_ parts: [Expression], _ range: SourceRange) -> DataType? {
    var type = DataType.null
    for part in parts {
      guard let both = Binder.unified(type, part.type) else {
        let known = parts.prefix { $0.range != part.range }.filter { $0.type != .null }
        report(BinderMessages.unlikeValues(known.map(self.part), self.part(part), type))
        return nil
      }
      type = both
    }
    return type
  }

  /// A condition: of type bool.
  package func condition(_ expression: SyntaxExpression, _ context: ExpressionContext) -> Expression
  {
    let bound = bind(expression, context)
    if bound.type != .bool, bound.type != .null {
      let before = diagnostics.count
      report(
        BinderMessages.expected(
          .bool, bound.type, at: expression.range, text: part(bound).text, value: bound.constant))
      tellQuotedColumns(among: [expression], context.columns, since: before)
      return failed(expression.range)
    }
    return bound
  }
}
