import Columns
import Functions
import Language

/// What an analysis step reads, on its way to a plan.
struct BoundObservations {
  var plan: LogicalPlan
  var layout: ObservationLayout
  /// The time as an expression over the step's input.
  var time: Expression
}

/// What the clauses of an analysis step ask of its observations.
struct ObservationRequest {
  var word: String
  var wordRange: SourceRange
  var time: Name?
  var clauses: [Clause]
  var items: [Item]
  /// The periods of `compare`; rows outside all of them are left out.
  var times: [ComparedTime]?
  /// Whether numerators and denominators are wanted beside the values.
  var needsParts = false
  /// What comes into the step.
  var input: LogicalPlan?

  init(
    word: String, wordRange: SourceRange, time: Name?, clauses: [Clause], items: [Item],
    times: [ComparedTime]?, input: LogicalPlan
  ) {
    self.word = word
    self.wordRange = wordRange
    self.time = time
    self.clauses = clauses
    self.items = items
    self.times = times
    self.input = input
  }
}

extension Binder {
  /// The observations that a step is about: one row for each key and time.
  ///
  /// Items that are aggregates are grouped here; plain columns come row by row, and the step takes
  /// the last of each unit and time. Nil after an error.
  func observations(_ request: ObservationRequest, _ stage: Stage) throws -> BoundObservations? {
    let before = diagnostics.count
    let scope = stage.scope
    guard let time = analysisTime(request, scope) else { return nil }
    var builder = ObservationBuilder(scope: scope, range: request.wordRange)
    var keys = analysisKeys(request, scope, &builder.layout)
    let isGrouped = request.items.contains { isAggregateItem($0, scope) }
    if isGrouped,
      let odd = request.items.first(where: { !isAggregateItem($0, scope) })
    {
      report(
        BinderMessages.badValue(
          "items are either all aggregates or all columns",
          "các mục hoặc đều là hàm tổng hợp hoặc đều là cột", at: odd.range))
      return nil
    }
    if let crosswalk = try self.crosswalk(request, scope, time, &keys, builder.layout) {
      // The unit as it was still tells observations apart.
      builder.original = crosswalk
    }
    guard !diagnostics[before...].contains(where: \.isError) else { return nil }
    var plan = stage.plan
    if let times = request.times {
      plan = LogicalPlan(
        .filter(plan, inside(times, time)), fields: plan.fields, range: request.wordRange)
    }
    if let since = analysisSince(request, time) {
      plan = LogicalPlan(.filter(plan, since), fields: plan.fields, range: request.wordRange)
    }
    // A year is its own period; days are put into theirs.
    let period = time.type == .int ? nil : request.times.map { periodIndex($0, time) }
    let result =
      isGrouped
      ? groupedObservations(request, keys, time, period, &builder, plan)
      : rowObservations(request, keys, time, period, &builder, plan, stage)
    guard let result, !diagnostics[before...].contains(where: \.isError) else { return nil }
    var layout = builder.layout
    if layout.entity != nil, !scope.roles.isEmpty { layout.groupUnits = try groupUnits() }
    return BoundObservations(plan: result, layout: layout, time: time)
  }

  // MARK: Time

  /// The time column: named, by its role, or one called `year`, `time` or `date`.
  func analysisTime(_ request: ObservationRequest, _ scope: Scope) -> Expression? {
    var expression: Expression?
    if let name = request.time {
      expression = bind(Expr(.name(name), range: name.range), .row(scope))
      if expression?.type == .null { return nil }
    } else {
      var place = scope.place(role: "time")
      // Where the dataset has a year beside a date, an undated row stands at the end of its year.
      if let exact = place, scope.fields[exact].type == .date,
        case .column(let year) = scope.match("year"), scope.fields[year].type == .int
      {
        let range = request.wordRange
        func number(_ value: Int64) -> Expression {
          Expression(.constant(.int(value)), type: .int, range: range)
        }
        let end = call(
          "make_date",
          [Expression(.column(year), type: .int, range: range), number(12), number(31)], range,
          at: range)
        let own = Expression(.column(exact), type: .date, range: range)
        return Expression(.coalesce([own, end]), type: .date, range: range)
      }
      for word in ["year", "time", "date", "năm", "ngày"] where place == nil {
        if case .column(let found) = scope.match(word) { place = found }
      }
      expression = place.map {
        Expression(.column($0), type: scope.fields[$0].type, range: request.wordRange)
      }
    }
    guard let expression else {
      report(AnalysisMessages.noTime(request.word, scope, at: request.wordRange))
      return nil
    }
    switch expression.type {
    case .int, .date, .timestamp: return expression
    case .text: return call("period_end", [expression], expression.range, at: expression.range)
    default:
      report(
        AnalysisMessages.wrongTimeType(
          expression.columnIndex.map { scope.fields[$0].name } ?? "", expression.type,
          at: request.time?.range ?? request.wordRange))
      return nil
    }
  }

  /// A time written in a step: `2024`, `$year - 1`, `@2025Q1`, `@2025-04-10`.
  func comparedTime(_ expression: Expr, _ type: DataType) -> ComparedTime? {
    let range = expression.range
    if case .literal(.period(let period)) = expression.kind {
      let label: String
      switch period.granularity {
      case .year: label = "\(period.year)"
      case .quarter: label = "\(period.year)Q\(period.index)"
      case .month: label = "\(period.year)-\(period.index < 10 ? "0" : "")\(period.index)"
      }
      if type == .int {
        guard period.granularity == .year else {
          report(
            BinderMessages.badValue(
              "the time column holds years; \(label) is a part of one",
              "cột thời gian là năm; \(label) là một phần của năm", at: range))
          return nil
        }
        let year = Int64(period.year)
        return ComparedTime(label: label, first: year, last: year, range: range)
      }
      return ComparedTime(
        label: label, first: Int64(Binder.day(period.firstDay)),
        last: Int64(Binder.day(period.lastDay)), range: range)
    }
    guard let value = constantValue(expression) else { return nil }
    switch value {
    case .int(let number):
      if type == .int {
        return ComparedTime(label: "\(number)", first: number, last: number, range: range)
      }
      guard (1...9999).contains(number) else {
        report(BinderMessages.expected(.date, .int, at: range))
        return nil
      }
      let first = Calendar.days(year: Int(number), month: 1, day: 1)
      let last = Calendar.days(year: Int(number), month: 12, day: 31)
      return ComparedTime(
        label: "\(number)", first: Int64(first), last: Int64(last), range: range)
    case .date(let day) where type != .int:
      return ComparedTime(
        label: Calendar.text(date: Int(day)), first: Int64(day), last: Int64(day), range: range)
    case .text(let text) where type != .int:
      if let day = Binder.readDate(text) {
        return ComparedTime(
          label: Calendar.text(date: Int(day)), first: Int64(day), last: Int64(day), range: range)
      }
      if let days = PeriodText.days(text) {
        return ComparedTime(
          label: text, first: Int64(days.lowerBound), last: Int64(days.upperBound), range: range)
      }
      report(BinderMessages.unreadableDate(text, at: range))
      return nil
    default:
      report(BinderMessages.expected(type == .int ? .int : .date, value.type, at: range))
      return nil
    }
  }

  private func bound(_ number: Int64, _ type: DataType, _ range: SourceRange) -> Expression {
    type == .int
      ? Expression(.constant(.int(number)), type: .int, range: range)
      : Expression(.constant(.date(Int32(clamping: number))), type: .date, range: range)
  }

  private func lies(in one: ComparedTime, _ time: Expression) -> Expression {
    let range = one.range
    if time.type == .int {
      return call("==", [time, bound(one.first, .int, range)], range, at: range)
    }
    return call(
      "and",
      [
        call(">=", [time, bound(one.first, .date, range)], range, at: range),
        call("<", [time, bound(one.last + 1, .date, range)], range, at: range),
      ], range, at: range)
  }

  private func inside(_ times: [ComparedTime], _ time: Expression) -> Expression {
    if time.type == .int {
      let values = times.map { bound($0.first, .int, $0.range) }
      return call("in", [time] + values, time.range, at: time.range)
    }
    let parts = times.map { lies(in: $0, time) }
    return parts.dropFirst().reduce(parts[0]) { call("or", [$0, $1], time.range, at: time.range) }
  }

  /// The number of the period that a row lies in.
  private func periodIndex(_ times: [ComparedTime], _ time: Expression) -> Expression {
    let cases = times.dropLast().enumerated().map { index, one in
      (
        condition: lies(in: one, time),
        value: Expression(.constant(.int(Int64(index))), type: .int, range: one.range)
      )
    }
    return Expression(
      .choose(
        cases,
        otherwise: Expression(
          .constant(.int(Int64(times.count - 1))), type: .int, range: time.range)),
      type: .int, range: time.range)
  }

  private func analysisSince(_ request: ObservationRequest, _ time: Expression) -> Expression? {
    for clause in request.clauses {
      guard case .since(let expression) = clause.kind,
        let since = comparedTime(expression, time.type)
      else { continue }
      return call(
        ">=", [time, bound(since.first, time.type, clause.range)], clause.range, at: clause.range)
    }
    return nil
  }

  // MARK: Keys

  /// The keys: those after `by`, else what the roles call entity, series and level.
  func analysisKeys(
    _ request: ObservationRequest, _ scope: Scope, _ layout: inout ObservationLayout
  ) -> [NamedExpression] {
    var keys = request.clauses.by.compactMap { named($0, .row(scope), $0.expr) }
    if keys.isEmpty {
      for role in ["entity", "series", "level"] {
        guard let place = scope.place(role: role) else { continue }
        let field = scope.fields[place]
        keys.append(
          NamedExpression(
            name: field.name,
            expression: Expression(.column(place), type: field.type, range: request.wordRange),
            unit: field.unit))
      }
    }
    checkNames(keys.map { ($0.name, $0.expression.range) })
    layout.keys = fields(keys, scope)
    func key(_ role: String) -> Int? {
      scope.place(role: role).flatMap { place in
        keys.firstIndex { $0.expression.columnIndex == place }
      }
    }
    layout.series = key("series")
    layout.level = key("level")
    layout.entity = key("entity")
    if layout.entity == nil {
      let others = keys.indices.filter { $0 != layout.series && $0 != layout.level }
      if others.count == 1 { layout.entity = others[0] }
    }
    return keys
  }

  /// The names of units that stand for many: they are not ranked beside their members.
  private func groupUnits() throws -> Set<String> {
    guard let units = try catalog.table(named: "units")?.table, let names = units["name"],
      let kinds = units["kind"]
    else { return [] }
    var groups: Set<String> = []
    for row in 0..<units.rowCount {
      if case .text("group") = kinds[row], case .text(let name) = names[row] {
        groups.insert(name)
      }
    }
    return groups
  }

  // MARK: Items

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
  private func groupedObservations(
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
    for (item, result, first) in items {
      guard result.expression.type.isNumeric || result.expression.type == .null else {
        report(BinderMessages.expected(.float, result.expression.type, at: item.range))
        continue
      }
      var observed = ObservedItem(name: result.name, unit: result.unit, value: outputs.count)
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
      if let call, call.function == .sum || call.function == .count { observed.isAdditive = true }
      builder.layout.items.append(observed)
    }
    if let place = scope.place(role: "direction"), scope.fields[place].type == .text {
      let column = Expression(.column(place), type: .text, range: request.wordRange)
      builder.layout.direction = outputs.count
      outputs.append(
        NamedExpression(
          name: "#direction",
          expression: context.add(
            AggregateCall(
              name: "", function: .first, arguments: [column], type: .text,
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

  /// Numerator and denominator of a call that is a ratio of sums.
  private func parts(of call: AggregateCall, _ context: GroupContext, _ input: LogicalPlan)
    -> (Expression, Expression, ObservedItem.Parts)?
  {
    /// Conditions that the arguments have values, where they may have none.
    func conditions() -> [Expression] {
      call.arguments.filter { !input.isNeverNull($0) }.map {
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

  /// The rows as they are, with what the roles know of them.
  private func rowObservations(
    _ request: ObservationRequest, _ keys: [NamedExpression], _ time: Expression,
    _ period: Expression?, _ builder: inout ObservationBuilder, _ input: LogicalPlan,
    _ stage: Stage
  ) -> LogicalPlan? {
    let scope = builder.scope
    builder.outputs = keys
    if let original = builder.original { builder.native("#unit", original) }
    for role in ["entity", "series", "level"] {
      guard let place = scope.place(role: role),
        !keys.contains(where: { $0.expression.columnIndex == place })
      else { continue }
      if role == "entity", builder.original != nil { continue }
      builder.native("#\(role)", builder.column(place))
    }
    builder.layout.time = builder.add("#time", time)
    if case .coalesce(let parts) = time.kind, let exact = parts.first {
      builder.layout.undated = builder.add(
        "#undated", call("is_null", [exact], request.wordRange, at: request.wordRange))
    }
    if let period { builder.layout.period = builder.add("#period", period) }
    guard measureItems(request, &builder) else { return nil }
    func role(_ name: String, text: Bool) -> Int? {
      guard let place = scope.place(role: name),
        text ? scope.fields[place].type == .text : scope.fields[place].type.isNumeric
      else { return nil }
      return builder.add("#\(name)", builder.column(place))
    }
    builder.layout.direction = role("direction", text: true)
    builder.layout.version = role("version", text: true)
    builder.layout.unit = role("unit", text: true)
    builder.layout.qualifier = role("qualifier", text: true)
    if builder.original == nil {
      builder.layout.rank = role("rank", text: false)
      builder.layout.rankedUnits = role("n_units", text: false)
    }
    for clause in request.clauses {
      switch clause.kind {
      case .weight(let name):
        let weight = bind(Expr(.name(name), range: name.range), .row(scope))
        guard weight.type.isNumeric || weight.type == .null else {
          report(BinderMessages.expected(.float, weight.type, at: name.range))
          continue
        }
        builder.layout.weight = builder.add("#weight", weight)
      case .peers(let name?):
        let peers = bind(Expr(.name(name), range: name.range), .row(scope))
        builder.layout.peers = builder.add("#peers", peers)
      case .duplicates(let name):
        builder.layout.duplicates = DuplicateRule(rawValue: name.text.lowercased())
      default: break
      }
    }
    return project(input, builder.outputs, request.wordRange)
  }

  /// The items, or the dataset's own measure where none is named.
  private func measureItems(_ request: ObservationRequest, _ builder: inout ObservationBuilder)
    -> Bool
  {
    let scope = builder.scope
    let covered = scope.place(role: "covered")
    let total = scope.place(role: "total")
    let value = scope.place(role: "value")
    func addMeasure(_ name: String, _ builder: inout ObservationBuilder) {
      if let covered, let total {
        let published = value.map { builder.add("#value", builder.column($0)) }
        let part = builder.add("#covered", builder.column(covered))
        let whole = builder.add("#total", builder.column(total))
        builder.layout.items.append(
          ObservedItem(
            name: name, unit: scope.place(role: "unit") == nil ? "%" : nil, value: published,
            part: part, whole: whole, isMeasure: true))
      } else if let value {
        let place = builder.add("#value", builder.column(value))
        builder.layout.items.append(
          ObservedItem(
            name: name, unit: scope.fields[value].unit, value: place, isMeasure: true))
      }
    }
    if request.items.isEmpty {
      guard (covered != nil && total != nil) || value != nil else {
        report(AnalysisMessages.noMeasure(request.word, scope, at: request.wordRange))
        return false
      }
      addMeasure(covered != nil && total != nil ? "rate" : scope.fields[value ?? 0].name, &builder)
      return true
    }
    for item in request.items {
      if case .name(let name) = item.expr.kind, name.text.lowercased() == "rate",
        covered != nil, total != nil
      {
        addMeasure(item.name?.text ?? "rate", &builder)
        continue
      }
      guard let bound = named(item, .row(scope), item.expr) else { continue }
      guard bound.expression.type.isNumeric || bound.expression.type == .null else {
        report(BinderMessages.expected(.float, bound.expression.type, at: item.range))
        continue
      }
      let place = bound.expression.columnIndex
      var observed = ObservedItem(
        name: bound.name, unit: bound.unit,
        value: builder.add("#item\(builder.outputs.count)", bound.expression))
      observed.isMeasure = place != nil && place == value
      observed.isAdditive =
        place != nil && (place == covered || place == total || place == scope.place(role: "count"))
        || (bound.expression.type == .int && !observed.isMeasure)
      builder.layout.items.append(observed)
    }
    checkNames(
      builder.layout.keys.map { ($0.name, request.wordRange) }
        + builder.layout.items.map { ($0.name, request.wordRange) })
    return true
  }
}

extension LogicalPlan {
  /// Whether an expression over the plan's rows is a stored column without nulls.
  fileprivate func isNeverNull(_ expression: Expression) -> Bool {
    guard let place = expression.columnIndex, keepsColumns,
      case .scan(let table, _, let columns)? = base?.node, place < columns.count
    else { return false }
    return !table.columns[columns[place]].mayHaveNulls
  }
}

/// Collects the columns that an analysis reads, and where they stand.
struct ObservationBuilder {
  let scope: Scope
  let range: SourceRange
  var layout = ObservationLayout()
  var outputs: [NamedExpression] = []
  /// The unit before a crosswalk.
  var original: Expression?

  init(scope: Scope, range: SourceRange) {
    self.scope = scope
    self.range = range
  }

  func column(_ place: Int) -> Expression {
    Expression(.column(place), type: scope.fields[place].type, range: range)
  }

  mutating func add(_ name: String, _ expression: Expression) -> Int {
    outputs.append(NamedExpression(name: name, expression: expression))
    return outputs.count - 1
  }

  mutating func native(_ name: String, _ expression: Expression) {
    _ = add(name, expression)
    layout.nativeCount += 1
  }
}
