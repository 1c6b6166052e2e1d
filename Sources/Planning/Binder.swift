public import Columns
public import Functions
public import Language

/// Turns the syntax of a pipeline into a logical plan: resolves names, checks types, and reports
/// every error that it can find, not only the first.
///
/// After an error it goes on with what it knows: an expression that failed has the type null, which
/// fits anywhere, and a step that failed passes its input on.
public final class Binder {
  package let environment: any Environment
  package let knowledge: Knowledge
  package let registry: FunctionRegistry
  package let verbs: VerbRegistry
  let run: RunContext
  /// The order of text; nil: by code points.
  let collation: Collation?
  package var diagnostics: [Diagnostic] = []
  /// Columns that made a step of their own within `derive`.
  var chained = 0
  /// The sources met so far.
  package private(set) var sources: [SourceID: any TableSource] = [:]
  /// Where the query names files.
  private var places: [SourceID: SourceRange] = [:]
  /// What is known of them.
  private var schemas: [SourceID: Schema] = [:]
  /// The lookups that calls need when they run.
  package private(set) var lookups: [LookupRequest] = []
  /// The first stage that has not run yet.
  private var pendingStage: LogicalPlan?
  /// Columns whose types a step must know.
  private var pendingTypes: [SourceID: Set<String>] = [:]
  /// Whether a constant needs a lookup that is not there yet.
  package private(set) var lacksLookups = false
  /// Whether an argument of an aggregate is being bound.
  var isInsideAggregate: Bool { !outerAggregates.isEmpty }
  /// The aggregates whose arguments are being bound, innermost last.
  package var outerAggregates: [String] = []
  /// The step being bound, innermost last: fixes put steps before it.
  package var currentSteps: [Step] = []
  /// The names in the query as they were written, for messages.
  package var writtenNames: [SourceRange: String] = [:]
  /// The arguments of the user functions being expanded, innermost last.
  var arguments: [[String: Expression]] = []
  /// The names of the user functions being expanded, innermost last.
  var expanding: [String] = []
  /// How many of them the expression that is bound has taken so far.
  var expansions = 0

  public init(
    _ environment: any Environment, _ knowledge: Knowledge = Knowledge(),
    verbs: VerbRegistry = VerbRegistry([]), registry: FunctionRegistry = .standard,
    run: RunContext = RunContext(), collation: Collation? = nil
  ) {
    self.environment = environment
    self.knowledge = knowledge
    self.verbs = verbs
    self.registry = registry
    self.run = run
    self.collation = collation
  }

  package var today: Int32 { run.today }

  /// A plan on its way: what the steps so far give.
  public struct Stage {
    package var plan: LogicalPlan
    package var scope: Scope
    package var info: DatasetInfo?
    /// What a projection began with, as long as its rows go by one for one.
    package var history: LogicalPlan?

    package init(
      plan: LogicalPlan, scope: Scope, info: DatasetInfo?, history: LogicalPlan? = nil
    ) {
      self.plan = plan
      self.scope = scope
      self.info = info
      self.history = history
    }
  }

  /// The plan of a pipeline, as far as what is known allows.
  ///
  /// Throws only what sources throw: a file that cannot be opened, an interrupt.
  public func bind(_ pipeline: SyntaxPipeline) throws -> BoundPipeline {
    chained = 0
    let stage = try self.stage(pipeline)
    if let plan = stage?.plan { needTypes(of: plan) }
    let pending: Pending? =
      if lacksLookups {
        .lookups(lookups)
      } else if !pendingTypes.isEmpty {
        .types(pendingTypes)
      } else {
        pendingStage.map { .stage($0) }
      }
    return BoundPipeline(
      plan: stage?.plan, pending: pending, info: stage?.info, diagnostics: diagnostics,
      sources: sources, places: places, lookups: lookups)
  }

  /// The value of an expression without columns, for `let`, `param` and options; nil after an error.
  public func constant(_ expression: SyntaxExpression) -> (value: Value?, diagnostics: [Diagnostic])
  {
    let bound = self.bind(expression, .row(Scope([])))
    if diagnostics.hasErrors { return (nil, diagnostics) }
    guard let value = bound.constant ?? (bound.columns.isEmpty ? evaluated(bound) : nil) else {
      report(BinderMessages.notConstant(at: expression.range))
      return (nil, diagnostics)
    }
    return (value, diagnostics)
  }

  /// What was found so far.
  public var found: [Diagnostic] { diagnostics }

  package func report(_ diagnostic: Diagnostic) {
    // What is wrong in itself has no type, which is not worth another message.
    if diagnostic.code == "E0507",
      diagnostics.contains(where: { $0.isError && $0.range == diagnostic.range })
    {
      return
    }
    diagnostics.append(diagnostic)
  }

  // MARK: Sources and stages

  package func stage(_ pipeline: SyntaxPipeline) throws -> Stage? {
    guard var stage = try source(pipeline.source) else { return nil }
    for step in pipeline.steps { stage = try bind(step, stage) }
    return stage
  }

  package func source(_ source: Source) throws -> Stage? {
    switch source.kind {
    case .name(let name):
      let text = TextNormalization.normalizeNFC(name.text)
      guard let table = try environment.table(named: text) else {
        report(
          BinderMessages.unknownTable(
            name, environment.tableNames, value: environment.parameter(named: text)))
        return nil
      }
      return try scan(table, source.range)
    case .remote(let name):
      guard let table = try environment.table(at: name.path, of: name.connection.text) else {
        report(unknownConnection(name))
        return nil
      }
      return try scan(table, source.range)
    case .file(let path, let options):
      guard let path = resolved(path) else { return nil }
      return try scan(try environment.file(path, options: options), path.range)
    case .pipeline(let pipeline): return try stage(pipeline)
    case .last:
      guard let table = try environment.lastResult() else {
        report(BinderMessages.noLastResult(at: source.range))
        return nil
      }
      return try scan(table, source.range)
    case .rows(let rows): return try self.rows(rows, source.range)
    case .range(let from, let to, let name):
      return try range(from, to, name, source.range)
    case .invalid: return nil
    }
  }

  /// What is said of a connection that there is not.
  func unknownConnection(_ name: RemoteName) -> Diagnostic {
    BinderMessages.unknownConnection(
      name, environment.connectionNames,
      isTable: (try? environment.table(named: name.connection.text)) != nil)
  }

  /// A table of the environment by its name; nil where there is none.
  package func table(named name: String, _ range: SourceRange) throws -> Stage? {
    try environment.table(named: name).map { try scan($0, range) }
  }

  package func scan(_ source: any TableSource, _ range: SourceRange) throws -> Stage {
    if source.id.kind == .file || source.id.kind == .remote { places[source.id] = range }
    let schema: Schema
    do {
      schema = try knowledge.schemas[source.id] ?? source.outline(run)
    } catch {
      throw SourceFailure(error, at: places[source.id])
    }
    sources[source.id] = source
    schemas[source.id] = schema
    let plan = LogicalPlan(
      .scan(source.id), fields: schema.fields, isOpen: schema.isOpen, range: range)
    let scope = Scope(plan.fields, roles: schema.info?.roles ?? [:], isOpen: schema.isOpen)
    let stage = Stage(plan: plan, scope: scope, info: schema.info)
    return environment.keepsTotals ? forgettingTotals(stage, plan) : stage
  }

  /// What is known of a source that the plan names.
  package func schema(_ id: SourceID) -> Schema? { schemas[id] }

  /// Asks for the types of the columns that a plan reads, where they are not known; true where all
  /// are.
  @discardableResult
  package func needTypes(of plan: LogicalPlan) -> Bool {
    var isComplete = true
    for (id, names) in plan.demand() where schemas[id]?.knows(names) == false {
      pendingTypes[id, default: []].formUnion(names)
      isComplete = false
    }
    return isComplete
  }

  /// What a stage gives: its table where it has run, else a plan whose further columns are open.
  ///
  /// - Parameter plan: the plan up to and with the step, which runs on its own.
  package func stage(_ plan: LogicalPlan, _ step: Step) throws -> Stage {
    if let source = knowledge.stages[step.range] {
      for note in knowledge.notes[step.range] ?? [] where !diagnostics.contains(note) {
        report(note)
      }
      return try scan(source, step.range)
    }
    // A stage over a table that is not there yet cannot run either.
    if !diagnostics.hasErrors, needTypes(of: plan), pendingStage == nil { pendingStage = plan }
    return Stage(plan: plan, scope: Scope(plan.fields, isOpen: true), info: nil)
  }

  /// What stands for the result of a step that could not be bound: nothing is known of its columns.
  package func unknown(_ input: LogicalPlan, _ step: Step) -> Stage {
    needTypes(of: input)
    let plan = LogicalPlan(.unbound(input), fields: [], range: step.range)
    return Stage(plan: plan, scope: Scope([], isOpen: true), info: nil)
  }

  /// Makes sure that a lookup is there when the plan runs.
  package func need(_ lookup: LookupRequest) {
    if !lookups.contains(lookup) { lookups.append(lookup) }
  }

  private func rows(_ rows: [RowLiteral], _ range: SourceRange) throws -> Stage {
    var names: [String] = []
    var known: Set<String> = []
    var cells: [[String: (Value, SourceRange)]] = []
    for row in rows {
      var own: [String: (Value, SourceRange)] = [:]
      for cell in row.cells {
        let name = TextNormalization.normalizeNFC(cell.name.text)
        if own[name] != nil {
          report(
            BinderMessages.duplicateName(
              name, at: cell.name.range, first: nil, other: SyntaxText.name("\(name)_2"),
              edits: [.init(cell.name.range, SyntaxText.name("\(name)_2"))]))
        }
        if known.insert(name).inserted { names.append(name) }
        own[name] = (constantValue(cell.value) ?? .null, cell.value.range)
      }
      cells.append(own)
    }
    var columns: [(String, Column)] = []
    for name in names {
      var type = DataType.null
      var values: [Value] = []
      var isMixed = false
      for row in cells {
        let (value, place) = row[name] ?? (.null, range)
        if let both = Binder.unified(type, value.type) {
          type = both
        } else if !isMixed {
          isMixed = true
          let others = cells.compactMap { $0[name] }.filter {
            $0.0.type != .text && $0.0.type != .null
          }
          report(
            BinderMessages.valuesDiffer(
              name, type, value.type, at: place,
              edits: others.flatMap { [.init(at: $0.1.start, "text("), .init(at: $0.1.end, ")")] }))
        }
        values.append(value)
      }
      columns.append((name, try Column(type, values)))
    }
    let table = Table(
      fields: columns.map { Field($0.0, $0.1.type) }, columns: columns.map(\.1),
      rowCount: rows.count)
    return try scan(MemorySource(SourceID(.literal, "rows", version: range.start), table), range)
  }

  private func range(
    _ from: SyntaxExpression, _ to: SyntaxExpression, _ name: Name?, _ range: SourceRange
  ) throws
    -> Stage?
  {
    guard let low = integer(from), let high = integer(to) else { return nil }
    let (span, isTooLong) = high.subtractingReportingOverflow(low)
    let count = high < low ? 0 : isTooLong || span >= 1 << 30 ? Int.max : span + 1
    guard count <= 1 << 30 else {
      report(
        BinderMessages.badValue(
          "a range may have at most 2^30 numbers", "một dãy có tối đa 2^30 số", at: range))
      return nil
    }
    let text = TextNormalization.normalizeNFC(name?.text ?? "value")
    return try scan(
      RangeSource(
        SourceID(.literal, "range", version: range.start), text, from: Int64(low), count: count),
      range)
  }

  // MARK: Constants

  /// The value of an expression that must not depend on a row; reports and gives nil otherwise.
  package func constantValue(_ expression: SyntaxExpression) -> Value? {
    let before = diagnostics.count
    let bound = bind(expression, .row(Scope([])))
    if let value = bound.constant ?? (bound.columns.isEmpty ? evaluated(bound) : nil) {
      return value
    }
    if !diagnostics[before...].contains(where: \.isError) {
      report(BinderMessages.notConstant(at: expression.range))
    }
    return nil
  }

  /// The value of an expression without columns that was not folded, since it is worth a note or
  /// depends on the day; nil where it fails.
  private func evaluated(_ expression: Expression) -> Value? {
    switch expression.kind {
    case .constant(let value): return value
    case .column, .named: return nil
    case .call(let function, let arguments):
      let values = arguments.compactMap(evaluated)
      guard values.count == arguments.count else { return nil }
      if function.needsLookup, knowledge.lookups.isEmpty {
        lacksLookups = true
        return .null
      }
      let context = EvaluationContext(
        today: today, collation: collation, lookups: knowledge.lookups)
      return try? function.evaluate(values.map { .constant($0) }, 1, context)[0]
    case .choose(let cases, let otherwise):
      for one in cases {
        guard let condition = evaluated(one.condition) else { return nil }
        if condition == .bool(true) { return evaluated(one.value) }
      }
      return evaluated(otherwise)
    case .coalesce(let parts):
      for part in parts {
        guard let value = evaluated(part) else { return nil }
        if !value.isNull { return value }
      }
      return .null
    }
  }

  /// A constant int.
  package func integer(_ expression: SyntaxExpression) -> Int? {
    guard let value = constantValue(expression) else { return nil }
    if case .int(let number) = value { return Int(number) }
    if !diagnostics.contains(where: { $0.range == expression.range && $0.isError }) {
      report(BinderMessages.expected(.int, value.type, at: expression.range, value: value))
    }
    return nil
  }

  /// The type that holds values of both; nil where there is none.
  package static func unified(_ one: DataType, _ other: DataType) -> DataType? {
    if one == other || other == .null { return one }
    if one == .null { return other }
    if one.isNumeric, other.isNumeric { return .float }
    if one.isTemporal, other.isTemporal { return .timestamp }
    return nil
  }
}
