import Columns
import Forecasting
import Functions
import Language
import Planning

/// `project`: where the present course leads.
struct ProjectVerb: AnalysisVerb {
  let word = "project"

  func bind(
    _ step: Step, _ stage: Binder.Stage, _ binder: Binder
  ) throws -> Binder.Stage {
    guard case .project(let project) = step.kind else { return binder.unknown(stage.plan, step) }
    return try binder.project(project, step, stage)
  }
}

extension Binder {
  fileprivate func project(
    _ project: ProjectStep, _ step: Step, _ stage: Stage
  ) throws -> Stage {
    if project.items.isEmpty, isTaskStage(project.clauses, stage) {
      return try projectTasks(project, step, stage)
    }
    let request = ObservationRequest(
      word: "project", wordRange: step.wordRange, time: project.time, clauses: project.clauses,
      items: project.items, times: nil, input: stage.plan)
    guard
      let (plan, inputs) = try pacedPlan(request, project.times, step, stage, needsTargets: false)
    else { return stage }
    return try projected(plan, inputs, of: plan, step)
  }

  /// What `project` and `track` have in common; inputs are the observations and the targets.
  func pacedPlan(
    _ request: ObservationRequest, _ written: [SyntaxExpression], _ step: Step, _ stage: Stage,
    needsTargets: Bool
  ) throws -> (ProjectPlan, [AnalysisInput])? {
    var request = request
    request.needsParts = true
    guard let bound = try observations(request, stage) else { return nil }
    let type = bound.time.type == .timestamp ? DataType.date : bound.time.type
    let form = bound.time.period
    let times = written.compactMap { calendarTime($0, type, form) }
    guard times.count == written.count, let pacing = self.pacing(request.clauses, type, form) else {
      return nil
    }
    if times.isEmpty, !needsTargets { return nil }
    var inputs = bound.inputs
    var targets: TargetColumns?
    let against = request.clauses.lazy.compactMap { clause -> (Source, SourceRange)? in
      if case .against(let source) = clause.kind { (source, clause.range) } else { nil }
    }.first
    var source = against?.0
    if source == nil, needsTargets {
      source = Source(
        .name(Name("targets", range: step.wordRange)), range: step.wordRange)
    }
    if let source {
      guard let targetStage = try self.source(source) else { return nil }
      guard needTypes(of: targetStage.plan), !targetStage.plan.isOpen else { return nil }
      guard var columns = try targetColumns(targetStage, bound.layout, source.range)
      else { return nil }
      if let constants = constants(&columns, request, stage, against: against?.1) {
        inputs.append(AnalysisInput(.constants, constants))
      }
      targets = columns
      inputs.append(AnalysisInput(.targets, targetStage.plan))
      if columns.hasMatches, let matches = try seriesMatches(source.range) {
        inputs.append(AnalysisInput(.matches, matches))
      }
    }
    guard !diagnostics.hasErrors else { return nil }
    let plan = ProjectPlan(
      layout: bound.layout, pacing: pacing, times: times, timeType: type, targets: targets,
      range: step.range)
    return (plan, inputs)
  }

  // MARK: Clauses

  /// The constants of the clauses; nil after an error.
  func pacing(
    _ clauses: [Language.Clause], _ timeType: DataType, _ period: PeriodForm? = nil
  ) -> PacingPlan? {
    var plan = PacingPlan()
    let before = diagnostics.count
    for clause in clauses {
      switch clause.kind {
      case .using(let name):
        do throws(Diagnostic) { plan.method = try ProjectionMethods.named(name) } catch {
          report(error)
        }
      case .interval(let expression):
        guard let value = number(expression) else { continue }
        // 80 and 0.8 are the same.
        plan.level = value > 1 ? value / 100 : value
        if !(plan.level > 0 && plan.level < 1) {
          report(
            BinderMessages.badValue(
              "an interval holds more than 0 and less than 100 %",
              "khoảng dự báo lớn hơn 0 và nhỏ hơn 100 %", at: expression.range))
        }
      case .window(let expression): plan.window = years(expression)
      case .pace(let name): plan.estimator = choice(name, of: Pace.Estimator.self)
      case .ceiling(let expression): plan.ceiling = number(expression)
      case .floor(let expression): plan.floor = number(expression)
      case .baseYear(let expression):
        plan.baseTime = calendarTime(expression, timeType, period)?.last
      case .peers(nil): plan.withoutPeers = true
      case .allowOver: plan.allowsOver = true
      case .origin(let date, let value):
        if let time = calendarTime(date, timeType, period), let start = number(value) {
          plan.origin = PacingPlan.Origin(time: time.last, value: start)
        }
      case .status(let name):
        // On a list of tasks the word names a column, so that any word is let through before.
        if StepWords.statusRules.contains(name.text.lowercased()) {
          if let rule = choice(name, of: StatusRule.self) { plan.statusRule = rule }
        } else {
          report(Diagnostic.unknownStatusRule(name))
        }
      case .task, .statusMap: report(TaskMessages.onlyTasks(clause.wordRange))
      case .asOf(let expression): plan.asOf = calendarTime(expression, timeType, period)?.last
      default: break
      }
    }
    if let floor = plan.floor, let ceiling = plan.ceiling, floor >= ceiling {
      report(
        BinderMessages.badValue(
          "the floor \(floor) is not below the ceiling \(ceiling)",
          "sàn \(floor) không thấp hơn trần \(ceiling)", at: clauses[0].range))
    }
    return diagnostics[before...].contains(where: \.isError) ? nil : plan
  }

  /// A constant number.
  func number(_ expression: SyntaxExpression) -> Double? {
    guard let value = constantValue(expression) else { return nil }
    if let number = value.asDouble, number.isFinite { return number }
    report(
      BinderMessages.expected(.float, value.type, at: expression.range, value: value))
    return nil
  }

  /// A span in years: `5y`, `18mo`, or a number of years.
  func years(_ expression: SyntaxExpression) -> Double? {
    var span: Double?
    if case .literal(.duration(let duration)) = expression.kind {
      span = Double(duration.months) / 12 + Double(duration.days) / 365.25
    } else {
      span = number(expression)
    }
    if let span, span <= 0 {
      report(
        BinderMessages.badValue(
          "a window is longer than nothing", "cửa sổ thời gian phải lớn hơn 0",
          at: expression.range))
      return nil
    }
    return span
  }

  /// The stage of a projection, with what was observed for a chart of it.
  func projected(
    _ plan: some AnalysisPlan, _ inputs: [AnalysisInput], of project: ProjectPlan, _ step: Step
  ) throws -> Stage {
    var result = try analysed(plan, inputs, keys: project.layout.keys, step)
    result.history = LogicalPlan(
      .analysis(
        AnalysisStep(HistoryPlan(project: project)),
        inputs.filter { $0.role == .observations }),
      fields: project.layout.keys + [
        Field(
          "time", project.timeType == .int ? .int : .date, period: project.layout.timeForm),
        Field("value", .float),
      ],
      isOpen: false, range: step.range)
    return result
  }
}
