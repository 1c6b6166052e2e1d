import Columns
import Forecasting
import Functions
import Language
import Planning

/// What an analysis step reads, on its way to a plan.
struct BoundObservations {
  /// The observations, and the units where some of them stand for many.
  var inputs: [AnalysisInput]
  var layout: ObservationLayout
  /// The time as an expression over the step's input.
  var time: Expression
  /// The keys, periods and times that the values of a period are put together from; nil where each
  /// row stands for itself.
  var moments: LogicalPlan?
}

/// What the clauses of an analysis step ask of its observations.
struct ObservationRequest {
  var word: String
  var wordRange: SourceRange
  var time: Name?
  var clauses: [Language.Clause]
  var items: [Item]
  /// The periods of `compare`; rows outside all of them are left out.
  var times: [ComparedTime]?
  /// Whether numerators and denominators are wanted beside the values.
  var needsParts = false
  /// What comes into the step.
  var input: LogicalPlan?

  init(
    word: String, wordRange: SourceRange, time: Name?, clauses: [Language.Clause], items: [Item],
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
    for case .direction(let name) in request.clauses.map(\.kind) {
      builder.layout.statedDirection = choice(name, of: Direction.self)
    }
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
    var inputs = [AnalysisInput(.observations, result)]
    if builder.layout.entity != nil, !scope.roles.isEmpty,
      let units = try columns(["name", "kind"], of: "units", request.wordRange)
    {
      inputs.append(AnalysisInput(.units, units))
    }
    var layout = builder.layout
    layout.timeForm = time.period
    var bound = BoundObservations(inputs: inputs, layout: layout, time: time)
    if isGrouped, let period, time.type == .date {
      let all =
        keys + [
          NamedExpression(name: "#period", expression: period),
          NamedExpression(name: "#time", expression: time),
        ]
      bound.moments = LogicalPlan(
        .aggregate(withValues(plan, request, scope), keys: all, [], totals: false),
        fields: fields(all, scope),
        range: request.wordRange)
    }
    return bound
  }

  /// The rows in which something summed has a value: a month without any is a month missing.
  private func withValues(
    _ plan: LogicalPlan, _ request: ObservationRequest, _ scope: Scope
  ) -> LogicalPlan {
    let sums = request.items.compactMap { item -> Expression? in
      guard case .call(let call) = item.expr.kind, Aggregate.named(call.name.text) == .sum,
        call.arguments.count == 1
      else { return nil }
      let count = diagnostics.count
      let summed = bind(call.arguments[0], .row(scope))
      // What is wrong with it has been said already.
      diagnostics.removeSubrange(count...)
      return summed
    }
    guard sums.count == request.items.count, let first = sums.first else { return plan }
    func isKnown(_ value: Expression) -> Expression {
      call("is_not_null", [value], request.wordRange, at: request.wordRange)
    }
    let condition = sums.dropFirst().reduce(isKnown(first)) {
      call("or", [$0, isKnown($1)], request.wordRange, at: request.wordRange)
    }
    return LogicalPlan(.filter(plan, condition), fields: plan.fields, range: request.wordRange)
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
          NamedExpression(place, of: field, at: request.wordRange))
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
    layout.measured =
      layout.series
      ?? keys.indices.first { place in
        guard place != layout.level, place != layout.entity else { return false }
        let column = keys[place].expression.columnIndex.map { scope.fields[$0].name }
        return ColumnWords.isSeries(column ?? keys[place].name)
      }
    if layout.entity == nil {
      let others = keys.indices.filter { $0 != layout.measured && $0 != layout.level }
      if others.count == 1 { layout.entity = others[0] }
    }
    // What a crosswalk brings together are units, whatever their column is called.
    let isBrought = request.clauses.contains { clause in
      if case .through = clause.kind { true } else { false }
    }
    if isBrought, layout.entity == nil, layout.series == nil {
      layout.entity = layout.measured
      layout.measured = nil
    }
    return keys
  }

  /// The column that says which way is good, by its role or name; nil where the step says it.
  func directionColumn(_ builder: inout ObservationBuilder) -> Expression? {
    guard builder.layout.statedDirection == nil else { return nil }
    let fields = builder.scope.fields
    func fits(_ type: DataType) -> Bool { type == .text || type == .int }
    let role = builder.scope.place(role: "direction").flatMap { fits(fields[$0].type) ? $0 : nil }
    return (role ?? ColumnWords.place(ColumnWords.direction, in: fields, fits))
      .map(builder.column)
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
    if let column = directionColumn(&builder) {
      builder.layout.direction = builder.add("#direction", column)
    }
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
        let weight = bind(SyntaxExpression(.name(name), range: name.range), .row(scope))
        guard weight.type.isNumeric || weight.type == .null else {
          let column = SyntaxText.name(name.text)
          var wrong = BinderMessages.expected(.float, weight.type, at: name.range, text: column)
          // The clause takes a column, not a call.
          wrong.edits =
            weight.type == .text
            ? [
              .init(
                at: request.wordRange.start, "derive \(column) = float(\(column)) | ")
            ] : []
          report(wrong)
          continue
        }
        builder.layout.weight = builder.add("#weight", weight)
      case .peers(let name?):
        let peers = bind(SyntaxExpression(.name(name), range: name.range), .row(scope))
        builder.layout.peers = builder.add("#peers", peers)
      case .duplicates(let name):
        builder.layout.duplicates = choice(name, of: DuplicateRule.self)
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
            name: name, unit: scope.fields[value].unit, look: scope.fields[value].look,
            value: place, isMeasure: true))
      }
    }
    if request.items.isEmpty {
      guard (covered != nil && total != nil) || value != nil else {
        let taken = builder.layout.keys.map(\.name) + [request.time?.text].compactMap { $0 }
        report(
          AnalysisMessages.noMeasure(request, currentSteps.last, scope, except: taken))
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
        report(
          BinderMessages.expected(
            .float, bound.expression.type, at: bound.expression.range,
            text: part(bound.expression).text, value: bound.expression.constant))
        continue
      }
      let place = bound.expression.columnIndex
      var observed = ObservedItem(
        name: bound.name, unit: bound.unit, look: bound.look,
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
