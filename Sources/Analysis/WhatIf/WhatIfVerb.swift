import Columns
import Forecasting
import Functions
import Language
import Planning

/// `whatif`: scenarios beside the base.
struct WhatIfVerb: AnalysisVerb {
  let word = "whatif"

  func bind(
    _ step: Step, _ stage: Binder.Stage, _ binder: Binder
  ) throws -> Binder.Stage {
    guard case .whatif(let whatIf) = step.kind else { return binder.unknown(stage.plan, step) }
    return try binder.whatIf(whatIf, step, stage)
  }
}

extension Binder {
  fileprivate func whatIf(_ whatIf: WhatIfStep, _ step: Step, _ stage: Stage) throws -> Stage {
    let items = whatIf.clauses.compactMap { clause -> Item? in
      if case .of(let item) = clause.kind { item } else { nil }
    }
    let request = ObservationRequest(
      word: "whatif", wordRange: step.wordRange, time: whatIf.time, clauses: whatIf.clauses,
      items: items, times: nil, input: stage.plan)
    guard
      let (plan, inputs) = try pacedPlan(request, whatIf.times, step, stage, needsTargets: false)
    else { return stage }
    var base = ScenarioBase.hold
    for clause in whatIf.clauses {
      if case .base(let name) = clause.kind, let known = choice(name, of: ScenarioBase.self) {
        base = known
      }
    }
    var scenarios: [NamedScenario] = []
    for scenario in whatIf.scenarios {
      let name = TextNormalization.normalizeNFC(scenario.name.text)
      if name == "base" {
        report(
          BinderMessages.badValue(
            "`base` is the name of the course without changes",
            "`base` là tên của kịch bản không thay đổi", at: scenario.name.range))
      }
      let known = scenarios.map(\.name)
      let assumptions = scenario.clauses.compactMap { clause in
        assumption(clause, plan, known: known)
      }
      scenarios.append(
        NamedScenario(name: name, assumptions: assumptions, range: scenario.range))
    }
    guard !diagnostics.hasErrors else { return stage }
    return try projected(
      WhatIfPlan(project: plan, base: base, scenarios: scenarios), inputs, of: plan, step)
  }

  private func assumption(_ clause: WhatIfClause, _ plan: ProjectPlan, known: [String])
    -> AssumptionPlan?
  {
    let before = diagnostics.count
    let type = plan.timeType
    func time(_ expression: SyntaxExpression?) -> ComparedTime? {
      expression.flatMap { calendarTime($0, type) }
    }
    guard let kind = kind(clause, type, known: known) else { return nil }
    var condition: Expression?
    if let written = clause.condition {
      condition = self.condition(written, .row(Scope(plan.layout.keys)))
    }
    let result = AssumptionPlan(
      kind: kind, from: time(clause.from), to: time(clause.to),
      ramp: clause.ramp.flatMap { years($0) }, condition: condition, range: clause.range)
    return diagnostics[before...].contains(where: \.isError) ? nil : result
  }

  private func amount(_ amount: WhatIfAmount) -> AssumptionPlan.Amount? {
    guard let value = number(amount.value) else { return nil }
    var upper: Double?
    if let written = amount.upper {
      guard let high = number(written) else { return nil }
      guard high >= value else {
        report(
          BinderMessages.badValue(
            "a range goes upwards", "khoảng đi theo chiều tăng", at: amount.range))
        return nil
      }
      upper = high
    }
    return AssumptionPlan.Amount(value: value, upper: upper, isPercent: amount.isPercent)
  }

  private func goal(_ goal: WhatIfGoal, _ type: DataType) -> AssumptionPlan.Goal? {
    guard let value = amount(goal.value), let by = calendarTime(goal.by, type) else { return nil }
    if goal.isRank, !(1...1e9).contains(value.value) || value.value != value.value.rounded() {
      report(
        BinderMessages.badValue(
          "a rank is a whole number from 1", "thứ hạng là số nguyên từ 1", at: goal.value.range))
      return nil
    }
    var shape = ReachPath.linear
    if let written = goal.shape {
      guard let known = choice(written, of: ReachPath.self) else { return nil }
      shape = known
    }
    return AssumptionPlan.Goal(
      isRank: goal.isRank, value: value.value, by: by, shape: shape, goesBeyond: goal.goesBeyond)
  }

  private func kind(_ clause: WhatIfClause, _ type: DataType, known: [String])
    -> AssumptionPlan.Kind?
  {
    func time(_ expression: SyntaxExpression) -> ComparedTime? { calendarTime(expression, type) }
    switch clause.kind {
    case .pace(let operation, let written):
      return amount(written).map { .pace(operation, $0) }
    case .step(let operation, let written, let at, let fade):
      guard var change = amount(written), let at = time(at) else { return nil }
      if operation == .subtract { change.value = -change.value }
      return .step(change, at: at, fade: fade.flatMap { years($0) })
    case .add(let written, let what, let per, let at):
      return addition(written, what, per, at, type)
    case .reach(let written): return goal(written, type).map { .reach($0) }
    case .catchup(let peer, let mode, let by):
      var known = CatchUpMode.level
      if let mode {
        guard let written = choice(mode, of: CatchUpMode.self) else { return nil }
        known = written
      }
      return .catchUp(peer, mode: known, by: by.flatMap { time($0) })
    case .freeze: return .freeze
    case .delay(let span): return years(span).map { .delay($0) }
    case .dip(let written, let at, let recover, let isProgressive):
      guard let loss = amount(written), let at = time(at) else { return nil }
      return .dip(
        loss.value, at: at, recover: recover.flatMap { time($0) }, isProgressive: isProgressive)
    case .cap(let bounds): return self.bounds(bounds, type).map { .cap($0) }
    case .floor(let bounds): return self.bounds(bounds, type).map { .floor($0) }
    default: return wholeKind(clause, type, known: known)
    }
  }

  private func wholeKind(_ clause: WhatIfClause, _ type: DataType, known: [String])
    -> AssumptionPlan.Kind?
  {
    switch clause.kind {
    case .total(let operation, let written, _, let at):
      return totalChange(operation, written, at, type, clause)
    case .reallocate(let written, let from, let to, let rule):
      guard let amount = amount(written), let rule = allocationRule(rule) else { return nil }
      return .reallocate(amount, from: from, to: to, rule: rule)
    case .allocate(let written, let by, let rule):
      guard let value = amount(written), let by = calendarTime(by, type),
        let rule = allocationRule(rule)
      else { return nil }
      return .allocate(value.value, by: by, rule: rule)
    case .solve(let unknown, let written, let probability):
      guard let goal = goal(written, type) else { return nil }
      var share: Double?
      if let probability {
        guard let value = number(probability) else { return nil }
        share = value > 1 ? value / 100 : value
        guard let share, share > 0, share < 1 else {
          report(
            BinderMessages.badValue(
              "a probability lies between 0 and 1", "xác suất nằm giữa 0 và 1",
              at: probability.range))
          return nil
        }
      }
      return choice(unknown, of: Unknown.self).map { .solve($0, goal, probability: share) }
    case .use(let name):
      let text = TextNormalization.normalizeNFC(name.text)
      guard known.contains(text) else {
        report(AnalysisMessages.unknownScenario(name, known))
        return nil
      }
      return .use(Name(text, range: name.range))
    case .stop: return .stop
    case .only: return .only
    default: return nil
    }
  }

  /// The rule of an allocation; by the gaps where none is named.
  private func allocationRule(_ name: Name?) -> Allocation.Rule? {
    guard let name else { return .gap }
    return choice(name, of: Allocation.Rule.self)
  }

  private func addition(
    _ written: WhatIfAmount, _ what: Name, _ per: Name?, _ at: SyntaxExpression?, _ type: DataType
  ) -> AssumptionPlan.Kind? {
    guard var amount = amount(written) else { return nil }
    let word = what.text.lowercased()
    let isTotal = ["total", "totals", "items"].contains(word)
    guard isTotal || ["covered", "done", "people", "records"].contains(word) else {
      report(
        BinderMessages.badValue(
          "add says what: covered or total, or items a period",
          "add cần ghi rõ: covered hoặc total, hoặc items mỗi kỳ", at: what.range))
      return nil
    }
    if let per {
      let factors = ["year": 1.0, "yr": 1, "quarter": 4, "month": 12, "week": 365.25 / 7]
      guard let factor = factors[per.text.lowercased()] else {
        report(
          BinderMessages.badValue(
            "a period is a week, month, quarter or year", "kỳ là week, month, quarter hoặc year",
            at: per.range))
        return nil
      }
      amount.value *= factor
      return .add(amount, isTotal: isTotal, at: nil)
    }
    guard let at else {
      report(
        BinderMessages.badValue(
          "add says when: in 2026, or a month", "add cần ghi khi nào: in 2026, hoặc a month",
          at: written.range))
      return nil
    }
    return calendarTime(at, type).map { .add(amount, isTotal: isTotal, at: $0) }
  }

  private func totalChange(
    _ operation: ChangeOperator, _ written: WhatIfAmount, _ at: SyntaxExpression?, _ type: DataType,
    _ clause: WhatIfClause
  ) -> AssumptionPlan.Kind? {
    guard let amount = amount(written) else { return nil }
    let sign = operation == .subtract ? -1.0 : 1
    if amount.isPercent, operation == .add || operation == .subtract {
      return .totalGrowth(sign * amount.value / 100)
    }
    guard let at = at ?? clause.to else {
      report(
        BinderMessages.badValue(
          "a change of the total says when (in 2027) or is a percentage a year",
          "thay đổi tổng cần ghi khi nào (in 2027) hoặc là phần trăm mỗi năm", at: clause.range))
      return nil
    }
    guard operation != .multiply, let time = calendarTime(at, type) else {
      if operation == .multiply {
        report(
          BinderMessages.badValue(
            "write total + 10% a year, total + n in t or total = n in t",
            "hãy viết total + 10% a year, total + n in t hoặc total = n in t", at: clause.range))
      }
      return nil
    }
    return .total(
      sign * amount.value, isChange: operation != .set, at: time)
  }

  private func bounds(_ bounds: [WhatIfBound], _ type: DataType)
    -> [AssumptionPlan.Bound]?
  {
    let result = bounds.compactMap { bound -> AssumptionPlan.Bound? in
      guard let value = number(bound.value) else { return nil }
      return AssumptionPlan.Bound(value: value, at: bound.at.flatMap { calendarTime($0, type) })
    }
    return result.count == bounds.count ? result : nil
  }
}
