import Analysis
package import Columns
import Engines
package import Functions
package import Language
package import Planning
import Sources

/// One pipeline on its way from syntax to a table: bound as far as is known, asked of the sources and
/// of the stages what is not, bound again.
package struct Evaluation {
  let environment: any Environment
  let engine: any Engine
  let optimizer: Optimizer
  let run: RunContext
  let collation: Collation?
  /// Receives what the run hands out.
  let emit: (QueryEffect) throws -> Void
  /// Whether each step inside a pipeline is timed, which costs a little.
  var isProfiling = false
  /// Whether nothing else will be asked of a file, so that it may forget rows that do not matter here.
  var isLastUse: (FileSource) -> Bool = { _ in false }
  private(set) var knowledge = Knowledge()
  /// The notes of the runs so far.
  package private(set) var notes: [Diagnostic] = []
  private(set) var profile: [ProfileEntry] = []
  /// The plans of the stages that ran, as the rules left them.
  private(set) var stagePlans: [LogicalPlan] = []

  package init(
    environment: any Environment, engine: any Engine = LocalEngine(),
    optimizer: Optimizer = .standard, run: RunContext, collation: Collation?,
    emit: @escaping (QueryEffect) throws -> Void = { _ in }
  ) {
    self.environment = environment
    self.engine = engine
    self.optimizer = optimizer
    self.run = run
    self.collation = collation
    self.emit = emit
  }

  /// How far `bind` goes for what it does not know.
  package enum Reach {
    /// Names and the types that sources tell.
    case schemas
    /// Stages run too, so that the whole pipeline becomes known.
    case stages
  }

  /// The pipeline, bound as far as `reach` allows. Nothing is pending then but a stage that is not
  /// to run, or what an error stands before.
  package mutating func bind(_ pipeline: SyntaxPipeline, _ reach: Reach) throws -> BoundPipeline {
    while true {
      try run.checkStopped()
      let start = RunContext.now()
      let binder = Binder(
        environment, knowledge, verbs: .standard, run: run, collation: collation)
      let bound = try binder.bind(pipeline)
      record("bind", "", start)
      switch bound.pending {
      case nil: return bound
      case .types(let wanted):
        // A name that is wrong stays so whatever the types are.
        if reach == .stages, bound.diagnostics.contains(where: \.isAboutNames) { return bound }
        try learn(wanted, bound)
      case .lookups(let requests):
        let context = context(bound)
        knowledge.lookups = try lookups(requests, context)
        notes += context.notes
      case .stage(let plan):
        if reach == .schemas || bound.diagnostics.hasErrors { return bound }
        try runStage(plan, bound)
      }
    }
  }

  /// The table of a pipeline that is bound without errors and with nothing pending.
  package mutating func table(_ plan: LogicalPlan, _ bound: BoundPipeline) throws -> Table {
    let (table, told) = try answer(plan, bound)
    notes += told.filter { !notes.contains($0) }
    return table
  }

  /// How a plan that is bound would be answered, for people to read.
  func described(_ plan: LogicalPlan, _ bound: BoundPipeline) throws -> String {
    try engine.describe(optimizer.optimize(plan), context(bound))
  }

  /// The database that answers a whole plan; nil where several have part in it, or none.
  func connection(of plan: LogicalPlan, _ bound: BoundPipeline) -> (any SQLConnection)? {
    FederatedEngine.connection(of: plan, context(bound))
  }

  /// The value of an expression without columns. Throws a `StatementFailure` where it has none.
  mutating func constant(_ expression: SyntaxExpression) throws -> Value {
    while true {
      let binder = Binder(
        environment, knowledge, verbs: .standard, run: run, collation: collation)
      let (value, diagnostics) = binder.constant(expression)
      if !binder.lacksLookups {
        guard let value else { throw StatementFailure(diagnostics.filter(\.isError)) }
        return value
      }
      let context = QueryContext(run, collation: collation, sources: binder.sources)
      knowledge.lookups = try lookups(binder.lookups, context)
    }
  }

  /// Asks sources for the types of columns.
  private mutating func learn(
    _ wanted: [SourceID: Set<String>], _ bound: BoundPipeline
  ) throws {
    for (id, names) in wanted.sorted(by: { $0.key.name < $1.key.name }) {
      guard let source = bound.sources[id] else { continue }
      let start = RunContext.now()
      let known = knowledge.schemas[id]?.typed ?? []
      let schema: Schema
      do {
        schema = try self.schema(of: source, known.union(names), bound)
      } catch {
        throw SourceFailure(error, at: bound.places[id])
      }
      guard schema.knows(names) else {
        throw Diagnostic.unexpected(
          "\(id) does not tell the types of its columns", at: bound.plan?.range ?? .init(at: 0))
      }
      knowledge.schemas[id] = schema
      record("read", id.name, rows: schema.rowCount, start)
    }
  }

  private func schema(
    of source: any TableSource, _ names: Set<String>, _ bound: BoundPipeline
  ) throws -> Schema {
    if let file = source as? FileSource, let plan = bound.plan, isLastUse(file) {
      let bounds = ScanBounds.ofOnlyFilter(in: plan)
      if !bounds.isEmpty { return try file.schema(names, onlyFor: bounds, run) }
    }
    return try source.schema(names, run)
  }

  private mutating func runStage(_ plan: LogicalPlan, _ bound: BoundPipeline) throws {
    let (table, told) = try answer(plan, bound)
    if isProfiling { stagePlans.append(try optimizer.optimize(plan)) }
    let name = plan.stageName
    knowledge.stages[plan.range] = MemorySource(
      SourceID(.stage, name, version: plan.range.start), table)
    knowledge.notes[plan.range] = told
  }

  /// The table of a plan, with the notes of its run.
  private mutating func answer(
    _ plan: LogicalPlan, _ bound: BoundPipeline
  ) throws -> (Table, [Diagnostic]) {
    var context = context(bound)
    var told: [Diagnostic] = []
    if !bound.lookups.isEmpty {
      let own = try lookups(bound.lookups, context)
      told = context.notes
      context = QueryContext(
        run, collation: collation, sources: bound.sources, lookups: own, isProfiling: isProfiling)
    }
    let table = try engine.run(optimizer.optimize(plan), context, emit)
    profile += context.profile
    return (table, told + context.notes)
  }

  private func lookups(
    _ requests: [LookupRequest], _ context: QueryContext
  ) throws -> [String: any TextLookup] {
    var made: [String: any TextLookup] = [:]
    for request in requests {
      made[request.name] = try Lookups.make(request, context) { plan in
        try engine.run(optimizer.optimize(plan), context, emit)
      }
    }
    return made
  }

  private func context(_ bound: BoundPipeline) -> QueryContext {
    QueryContext(
      run, collation: collation, sources: bound.sources, lookups: knowledge.lookups,
      isProfiling: isProfiling)
  }

  private mutating func record(
    _ step: String, _ detail: String, rows: Int? = nil, _ start: Double
  ) {
    profile.append(
      ProfileEntry(step: step, detail: detail, rows: rows, seconds: RunContext.now() - start))
  }
}

extension LogicalPlan {
  /// The word of a stage.
  fileprivate var stageName: String {
    if case .analysis(let analysis, _) = node { analysis.name } else { "pivot" }
  }
}

extension Diagnostic {
  /// Whether this says that a name means nothing, which types could not change.
  fileprivate var isAboutNames: Bool {
    isError && ["E0501", "E0502", "E0503", "E0504"].contains(code)
  }
}
