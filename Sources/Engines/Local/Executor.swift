public import Columns
import Functions
import Language
public import Planning

/// Answers a logical plan with a table.
///
/// Chains of scan, filter, project and join run as one `MorselPipeline`; every other node takes the whole
/// table of its input, because it has to see all rows before it can give one.
public struct Executor {
  let context: QueryContext
  /// A plan that has run already, with what it gave.
  private var held: (plan: LogicalPlan, table: Table)?

  /// Receives what steps hand to the outside.
  private let emit: (QueryEffect) throws -> Void
  /// The engine that has the rows; nil where this one has.
  private let elsewhere: Elsewhere?

  public init(
    _ context: QueryContext, _ emit: @escaping (QueryEffect) throws -> Void = { _ in }
  ) {
    self.init(context, elsewhere: nil, emit)
  }

  init(
    _ context: QueryContext, elsewhere: Elsewhere?,
    _ emit: @escaping (QueryEffect) throws -> Void
  ) {
    self.context = context
    self.elsewhere = elsewhere
    self.emit = emit
  }

  /// The same executor, for which the plan has run. Rows of another engine stay there.
  func holding(_ plan: LogicalPlan) throws -> Executor {
    if elsewhere != nil, plan.readsRemote { return self }
    var copy = self
    copy.held = (plan, try table(plan))
    return copy
  }

  /// The table that the plan describes.
  ///
  /// Throws a `Diagnostic` for what is wrong with data, `Stopped` when interrupted, and
  /// `MemoryLimitExceeded` as a diagnostic too.
  public func run(_ plan: LogicalPlan) throws -> Table {
    do {
      return try table(plan)
    } catch let failure as LocatedFailure {
      throw EngineMessages.diagnostic(failure)
    } catch let failure as MemoryLimitExceeded {
      throw EngineMessages.diagnostic(failure, at: plan.range)
    } catch let failure as EngineError {
      throw EngineMessages.diagnostic(failure, at: plan.range)
    }
  }

  func table(_ plan: LogicalPlan) throws -> Table {
    try context.checkStopped()
    if let held, held.plan === plan { return held.table }
    switch plan.node {
    case .scan, .filter, .project, .join:
      let pipeline = try pipeline(plan)
      let start = RunContext.now()
      context.progress?.begin(plan.node.step)
      let table = try pipeline.pipeline.collect(plan.fields)
      try finish(pipeline.joins)
      if !pipeline.pipeline.steps.isEmpty {
        context.record(
          "collect", "pipeline of \(pipeline.pipeline.steps.count) steps", rows: table.rowCount,
          since: start)
      }
      if case .join(
        let left, _, kind: .full, keys: let keys, rightColumns: let columns, expect: _) =
        plan.node, let join = pipeline.joins.last
      {
        return try withUnmatchedRight(table, join, left, keys, columns, plan)
      }
      return table
    case .aggregate(let input, let keys, let calls, let totals):
      if let elsewhere, input.readsRemote, let table = try elsewhere.groups(plan) { return table }
      return try aggregated(input, keys, calls, totals: totals, plan)
    case .sort(let input, let keys):
      let (table, columns) = try withKeys(input, keys.map(\.expression))
      return try timed("sort", "radix") {
        try Sorting.sorted(
          table, by: columns, descending: keys.map(\.descending), context: context)
      }
    case .topN(let input, let keys, let count):
      let (table, columns) = try withKeys(input, keys.map(\.expression))
      return try timed("top", "\(count)") {
        try Sorting.top(
          count, of: table, by: columns, descending: keys.map(\.descending), context: context)
      }
    case .limit(let input, let offset, let count):
      return try limited(input, offset: offset, count: count)
    case .limitBy(let input, let by, let count):
      if case .sort(let source, let keys) = input.node {
        return try topPerGroup(source, keys, by, count)
      }
      let (table, keys) = try withKeys(input, by)
      return try timed("take by", "\(count)") {
        try FirstRows.limited(table, by: keys, count: count, context: context)
      }
    case .distinct(let input, let places):
      let table = try self.table(input)
      let keys = (places.isEmpty ? Array(table.columns.indices) : places).map { table.columns[$0] }
      return try timed("distinct", "") {
        try FirstRows.limited(table, by: keys, count: 1, context: context)
      }
    case .window(let input, let by, let sort, let calls):
      return try windowed(input, by: by, sort: sort, calls, plan)
    case .reshape(let reshaping, let input):
      return try timed(reshaping.name, "") {
        try Reshape(executor: self, plan: plan).run(reshaping, input)
      }
    case .analysis(let analysis, let inputs):
      return try analysed(analysis, inputs, plan)
    case .unbound:
      throw Diagnostic.unexpected("a step that was not bound", at: plan.range)
    case .append(let inputs, let columns):
      return try appended(inputs, columns, plan)
    case .describe(let input):
      let remote = RemoteDescription(input: input)
      if let elsewhere, input.readsRemote,
        let questions = try remote.questions(elsewhere.answers)
      {
        return try remote.described(questions, fields: plan.fields) { try table($0) }
      }
      return try Description.of(try table(input), fields: plan.fields, context: context)
    case .peek(let input, let label):
      let table = try self.table(input)
      try emit(.peek(table, label: label))
      return table
    case .assert(let input, let condition, let message):
      return try asserted(input, condition, message, plan)
    case .tap(let input, let tap, let history):
      let table = try self.table(input)
      let history = try history.map { try self.table($0) }
      try emit(.tap(try tapped(table, tap, plan), tap, history: history, plan.range))
      return table
    case .pivot(let input, let column, let by, let calls, let totals):
      return try Pivot(
        column: column, by: by, calls: calls, totals: totals, plan: plan, executor: self
      ).run(input)
    }
  }

  // MARK: Pipelines

  /// A pipeline and the joins in it, whose notes are made once it has run.
  ///
  /// - Parameters:
  ///   - bounds: what the step above asks of single columns; a source may leave out rows that do not
  ///     meet these.
  ///   - limit: how many first rows the step above needs at most.
  func pipeline(
    _ plan: LogicalPlan, bounds: [ColumnBound] = [], limit: Int? = nil
  ) throws -> (pipeline: MorselPipeline, joins: [JoinProbe]) {
    if let held, held.plan === plan { return (MorselPipeline(held.table, context), []) }
    switch plan.node {
    case .scan(let id):
      let request = ScanRequest(plan.fields.map(\.name), bounds: bounds, limit: limit)
      return (MorselPipeline(try scanned(id, request, plan.range), context), [])
    case .filter(let input, let condition):
      let bounds = ScanBounds.of(condition, over: input.fields)
      var (pipeline, joins) = try pipeline(input, bounds: bounds)
      try FriendlierMatch.tell(condition, over: input, bounds, context)
      try pipeline.filter(condition.conjuncts, plan.range)
      return (pipeline, joins)
    case .project(let input, let items):
      var (pipeline, joins) = try pipeline(input, limit: limit)
      try pipeline.project(items)
      return (pipeline, joins)
    case .join(let left, let right, let kind, let keys, rightColumns: let columns, let expect)
    where kind != .full:
      var (pipeline, joins) = try pipeline(left)
      let probe = try probe(pipeline, right, kind, keys, columns, expect, plan)
      pipeline.probe(probe)
      joins.append(probe)
      return (pipeline, joins)
    case .join(let left, let right, let kind, let keys, rightColumns: let columns, let expect):
      // A full join has rows that no left row leads to, so it is collected before it goes on.
      var (pipeline, joins) = try pipeline(left)
      let probe = try probe(pipeline, right, kind, keys, columns, expect, plan)
      pipeline.probe(probe)
      joins.append(probe)
      let matched = try pipeline.collect(plan.fields)
      try finish(joins)
      let table = try withUnmatchedRight(matched, probe, left, keys, columns, plan)
      return (MorselPipeline(table, context), [])
    default:
      return (MorselPipeline(try table(plan), context), [])
    }
  }

  private func probe(
    _ pipeline: MorselPipeline, _ right: LogicalPlan, _ kind: LogicalPlan.JoinKind,
    _ keys: [LogicalPlan.JoinKey], _ columns: [Int],
    _ expect: LogicalPlan.JoinExpectation?, _ plan: LogicalPlan
  ) throws -> JoinProbe {
    let (table, rightKeys) = try withKeys(right, keys.map(\.right))
    let compiler = pipeline.compiler
    let probe = try JoinProbe(
      kind: kind, expect: expect, leftKeys: try keys.map { try compiler.compile($0.left) },
      keys: keys, rightKeys: rightKeys, right: table, columns: columns,
      leftRows: pipeline.source.rowCount, range: plan.range, context: context)
    if expect == .one, let row = probe.firstRepeatedRow {
      throw EngineMessages.repeatedKey(
        rightKeys.map { $0[row] }, row: row, at: plan.range)
    }
    return probe
  }

  func finish(_ joins: [JoinProbe]) throws {
    for join in joins {
      let tally = join.tally
      if join.kind != .semi, join.kind != .anti {
        let unmatchedRight = join.kind == .full ? join.unmatchedRightRows().count : nil
        RunNotes.join(
          left: tally.rowsIn, right: join.right.rowCount,
          out: tally.rowsOut + (unmatchedRight ?? 0), unmatchedLeft: tally.unmatched,
          unmatchedRight: unmatchedRight, join.range, context)
        if tally.ties > 0 { RunNotes.nearestTies(tally.ties, join.range, context) }
        if join.expect == .many || join.hasConditions { continue }
        if tally.repeats {
          RunNotes.manyToMany(join.range, context)
        } else if let key = join.repeatedKey {
          RunNotes.rightKeyRepeats(
            key.text, key.count, rows: tally.multiplied, join.range, context)
        }
      }
    }
  }

  /// Adds the right rows that nothing matched; the left columns are null there, but for keys of
  /// which one copy is kept.
  private func withUnmatchedRight(
    _ table: Table, _ join: JoinProbe, _ left: LogicalPlan,
    _ keys: [LogicalPlan.JoinKey], _ columns: [Int], _ plan: LogicalPlan
  ) throws -> Table {
    let rows = join.unmatchedRightRows()
    if rows.isEmpty { return table }
    let leftCount = left.fields.count
    let parts = try table.columns.indices.map { place -> Column in
      let type = plan.fields[place].type
      var source: Int?
      if place >= leftCount {
        source = columns[place - leftCount]
      } else if let key = keys.first(where: { $0.left.columnIndex == place }),
        let right = key.right.columnIndex, !columns.contains(right)
      {
        source = right
      }
      let own = try source.map { try join.right.columns[$0].gathered(rows) }
      return try Column.concatenated(
        type, [table.columns[place], own ?? .nulls(type, count: rows.count)],
        threads: context.threads)
    }
    return Table(fields: plan.fields, columns: parts, rowCount: table.rowCount + rows.count)
  }

  /// The table of an analysis step; its inputs are computed when the step first asks for them.
  private func analysed(
    _ analysis: AnalysisStep, _ inputs: [AnalysisInput], _ plan: LogicalPlan
  ) throws -> Table {
    var known: [AnalysisInput.Role: Table] = [:]
    if let observed = inputs.first(where: { $0.role == .observations }) {
      known[.observations] = try table(observed.plan)
    }
    let start = RunContext.now()
    context.progress?.begin(analysis.name)
    let tables = AnalysisTables(
      table: { role in
        if let table = known[role] { return table }
        guard let input = inputs.first(where: { $0.role == role }) else { return nil }
        known[role] = try self.table(input.plan)
        return known[role]
      },
      evaluated: { try self.evaluated($0, over: $1) })
    let result = try analysis.plan.run(tables, plan.range, context)
    context.record(
      analysis.name, "\(known[.observations]?.rowCount ?? 0) observations", rows: result.rowCount,
      since: start)
    return result
  }

  /// The table of a plan, and the values of some expressions over its rows.
  func withKeys(_ input: LogicalPlan, _ expressions: [Expression]) throws -> (Table, [Column]) {
    let table = try self.table(input)
    return (table, try evaluated(expressions, over: table))
  }

  /// The values of some expressions over the rows of a table.
  func evaluated(_ expressions: [Expression], over table: Table) throws -> [Column] {
    if expressions.allSatisfy({ $0.columnIndex != nil }) {
      return expressions.compactMap(\.columnIndex).map { table.columns[$0] }
    }
    var pipeline = MorselPipeline(table, context)
    try pipeline.project(expressions.map { NamedExpression(name: "", expression: $0) })
    return try pipeline.collect(expressions.map { Field("", $0.type) }).columns
  }

  func timed(_ step: String, _ detail: String, _ body: () throws -> Table) throws -> Table {
    let start = RunContext.now()
    context.progress?.begin(step)
    let table = try body()
    context.record(step, detail, rows: table.rowCount, since: start)
    return table
  }

  // MARK: Small nodes

  private func limited(_ input: LogicalPlan, offset: Int, count: Int?) throws -> Table {
    let table: Table
    if let count {
      let (wanted, overflow) = offset.addingReportingOverflow(count)
      let lowered = try pipeline(input, limit: overflow ? nil : wanted)
      table = try lowered.pipeline.collect(input.fields, atLeast: overflow ? nil : wanted)
      try finish(lowered.joins)
    } else {
      table = try self.table(input)
    }
    let first = min(offset, table.rowCount)
    let taken = min(count ?? table.rowCount, table.rowCount - first)
    if first == 0, taken == table.rowCount { return table }
    let rows = try MutableBuffer(UInt32.self, count: taken)
    for row in 0..<taken { rows.pointer(UInt32.self)[row] = UInt32(first + row) }
    return try Sorting.gathered(table, rows.freeze(), taken, context)
  }

  private func appended(
    _ inputs: [LogicalPlan], _ columns: [[Int?]], _ plan: LogicalPlan
  ) throws -> Table {
    let tables = try inputs.map { try table($0) }
    let rowCount = tables.reduce(0) { $0 + $1.rowCount }
    guard rowCount <= Table.maxRows else { throw EngineError.tooManyRows(rowCount) }
    let joined = try plan.fields.indices.map { place in
      let parts = zip(tables, columns).map { table, places in
        places[place].map { table.columns[$0] }
          ?? .nulls(plan.fields[place].type, count: table.rowCount)
      }
      return try Column.concatenated(plan.fields[place].type, parts, threads: context.threads)
    }
    return Table(fields: plan.fields, columns: joined, rowCount: rowCount)
  }

  private func asserted(
    _ input: LogicalPlan, _ condition: Expression, _ message: String?, _ plan: LogicalPlan
  ) throws -> Table {
    let (table, columns) = try withKeys(input, [condition])
    if table.rowCount == 0 { RunNotes.nothingAsserted(message, condition.range, context) }
    let holds = try MutableBuffer(UInt8.self, count: table.rowCount, zeroed: true)
    columns[0].forEachTrue { holds.pointer(UInt8.self)[$0] = 1 }
    let flags = holds.pointer(UInt8.self)
    let failed = (0..<table.rowCount).filter { flags[$0] == 0 }.map { UInt32($0) }
    if failed.isEmpty { return table }
    let shown = Array(failed.prefix(AssertionFailure.rowsShown))
    let rows = try Sorting.gathered(table, try Buffer(copying: shown), shown.count, context)
    // The run goes on, so that all assertions are told at once; whoever takes the effect keeps the
    // table from being written.
    try emit(
      .failedAssertion(
        AssertionFailure(
          message: message, failed: failed.count, total: table.rowCount, rows: rows,
          range: condition.range)))
    return table
  }

  /// `sort | take n by` in one go where the keys allow it, else one after the other.
  private func topPerGroup(
    _ source: LogicalPlan, _ keys: [Planning.SortKey], _ by: [Expression], _ count: Int
  ) throws -> Table {
    let (table, columns) = try withKeys(source, by + keys.map(\.expression))
    let byColumns = Array(columns.prefix(by.count))
    let sortColumns = Array(columns.dropFirst(by.count))
    let descending = keys.map(\.descending)
    return try timed("top per group", "\(count)") {
      if let result = try TopPerGroup.rows(
        of: table, by: byColumns, sort: sortColumns, descending: descending, count: count,
        context: context)
      {
        return result
      }
      let rowCount = table.rowCount
      let order = try Ordering.permutation(
        sortColumns, descending: descending, count: rowCount, context: context)
      let sorted = try Sorting.gathered(table, order, rowCount, context)
      let sortedBy = try Sorting.gathered(byColumns, order, rowCount, context)
      return try FirstRows.limited(sorted, by: sortedBy, count: count, context: context)
    }
  }
}

extension LogicalPlan.Node {
  /// The word of the step that a pipeline ends in, for progress.
  var step: String {
    switch self {
    case .filter: "where"
    case .project: "derive"
    case .join: "join"
    default: "from"
    }
  }
}

extension Expression {
  /// The parts of a conjunction, left to right.
  var conjuncts: [Expression] {
    if case .call(let function, let arguments) = kind, function.name == "and" {
      return arguments.flatMap(\.conjuncts)
    }
    return [self]
  }
}
