import Columns
import Functions
import Language
import Planning

/// A plan cut into what databases answer and what is left for this process.
struct Cut {
  /// What is left, in which each part is a scan of its answer.
  var plan: LogicalPlan
  var parts: [Part]
  /// Tables of this process that a part is sent as literals, or that were needed to tell.
  var sources: [SourceID: any TableSource]

  /// What one database answers in one statement.
  struct Part {
    let id: SourceID
    let connection: any SQLConnection
    let statement: String
    let fields: [Field]
    let range: SourceRange
    /// Why the step that follows is not part of the statement; nil where there is none.
    var obstacle: SQLObstacle?
  }
}

/// Cuts plans: at the largest parts whose sources all lie in one connection and whose every
/// expression means the same there.
struct Cutter {
  /// The most rows of a table of this process that are sent along as literals.
  static let mostLiterals = 10_000

  let context: QueryContext
  /// The table of a plan over sources of this process; nil where nothing is to run.
  let local: ((LogicalPlan) throws -> Table)?
  private(set) var parts: [Cut.Part] = []
  private(set) var sources: [SourceID: any TableSource] = [:]

  init(_ context: QueryContext, local: ((LogicalPlan) throws -> Table)?) {
    self.context = context
    self.local = local
  }

  /// The plan with its parts; the plan itself where no database has to do with it.
  static func cut(
    _ plan: LogicalPlan, _ context: QueryContext, local: ((LogicalPlan) throws -> Table)?
  ) throws -> Cut {
    var cutter = Cutter(context, local: local)
    let rest = try cutter.cut(plan)
    return Cut(plan: rest, parts: cutter.parts, sources: cutter.sources)
  }

  // MARK: Statements

  private func source(_ id: SourceID) -> (any TableSource)? { sources[id] ?? context.sources[id] }

  /// The one connection in which all sources lie but those that are sent along.
  private func connection(_ plan: LogicalPlan) -> (any SQLConnection)? {
    var found: (any SQLConnection)?
    for id in plan.scans {
      if let remote = source(id) as? RemoteSource {
        if let found, found !== remote.connection { return nil }
        found = remote.connection
      } else if rows(id) == nil {
        return nil
      }
    }
    return found
  }

  /// The rows of a table that is sent along: only what was put there for that.
  private func rows(_ id: SourceID) -> Table? { (sources[id] as? MemorySource)?.table }

  private func options(_ connection: any SQLConnection) -> SQLWriter.Options {
    var options = SQLWriter.Options(connection.dialect) {
      rows($0)
    } path: {
      (source($0) as? RemoteSource)?.path
    }
    options.followsLocale = context.collation != nil
    options.today = context.today
    options.single = { id in
      // A schema that cannot be had is told when the rows are asked for.
      guard let remote = source(id) as? RemoteSource else { return [] }
      return (try? remote.schema(nil, context.run).single) ?? []
    }
    return options
  }

  /// The statement of a plan, or what keeps it from having one.
  private func statement(
    _ plan: LogicalPlan, isOrdered: Bool = true
  ) throws -> Result<(String, any SQLConnection), SQLObstacle> {
    guard let connection = connection(plan) else {
      return .failure(
        SQLObstacle(
          what: SQLWriter.thisStep, reason: SQLMessages.severalPlaces, range: plan.range))
    }
    do {
      return .success(
        (
          try SQLWriter.statement(plan, options(connection), isOrdered: isOrdered), connection
        ))
    } catch let obstacle as SQLObstacle {
      return .failure(obstacle)
    }
  }

  private func isWritable(_ plan: LogicalPlan) throws -> Bool {
    if case .success = try statement(plan) { true } else { false }
  }

  /// Whether one statement gives the rows of a plan, in any order.
  static func answers(_ plan: LogicalPlan, _ context: QueryContext) throws -> Bool {
    switch try Cutter(context, local: nil).statement(plan, isOrdered: false) {
    case .success: true
    case .failure: false
    }
  }

  private mutating func part(
    _ plan: LogicalPlan, _ statement: (String, any SQLConnection)
  ) -> LogicalPlan {
    let (text, connection) = statement
    let id = SourceID(.remote, connection.name, version: -1 - parts.count)
    parts.append(
      Cut.Part(
        id: id, connection: connection, statement: text, fields: plan.fields, range: plan.range))
    return LogicalPlan(.scan(id), fields: plan.fields, isOpen: false, range: plan.range)
  }

  // MARK: Cutting

  mutating func cut(_ plan: LogicalPlan) throws -> LogicalPlan {
    guard plan.readsRemote else { return plan }
    try context.checkStopped()
    let plan = try sendingSmallTables(plan)
    switch try statement(plan) {
    case .success(let text): return part(plan, text)
    case .failure(let obstacle):
      if let sorted = try sortedHere(plan) { return sorted }
      return try split(plan, obstacle)
    }
  }

  /// Groups whose order the database cannot give come in any, and are sorted here.
  private mutating func sortedHere(_ plan: LogicalPlan) throws -> LogicalPlan? {
    guard case .aggregate(_, let keys, _, _) = plan.node, !keys.isEmpty,
      case .success(let text) = try statement(plan, isOrdered: false)
    else { return nil }
    let order = keys.indices.map { place in
      SortKey(
        Expression(.column(place), type: plan.fields[place].type, range: plan.range),
        descending: false)
    }
    return LogicalPlan(.sort(part(plan, text), order), fields: plan.fields, range: plan.range)
  }

  /// A plan that cannot be written as a whole: its inputs are cut, and it runs over their answers.
  private mutating func split(
    _ plan: LogicalPlan, _ obstacle: SQLObstacle
  ) throws -> LogicalPlan {
    switch plan.node {
    case .filter(let input, let condition):
      if let (there, here) = try conditions(condition, input, plan) {
        let inner = there.reduce(input) {
          LogicalPlan(.filter($0, $1), fields: input.fields, range: plan.range)
        }
        let first = parts.count
        let answer = try cut(inner)
        block(from: first, obstacle)
        return here.reduce(answer) {
          LogicalPlan(.filter($0, $1), fields: plan.fields, range: plan.range)
        }
      }
    case .pivot(let input, let column, let by, let calls, _):
      // The step asks for its groups itself, so that totals come from there as well.
      let keys = by + [NamedExpression(name: "", expression: column)]
      if case .success = try statement(
        Cutter.groups(input, keys, calls, plan), isOrdered: false)
      {
        return plan
      }
    case .describe(let input):
      // As with `pivot`.
      if try isWritable(input) { return plan }
    case .project, .aggregate:
      if let narrow = Cutter.narrowed(plan) { return try split(narrow, obstacle) }
    default: break
    }
    let first = parts.count
    let rest = plan.with(inputs: try plan.inputs.map { try cut($0) })
    block(from: first, obstacle)
    return rest
  }

  /// Says of new parts that nothing was said of yet why they end where they do.
  private mutating func block(from first: Int, _ obstacle: SQLObstacle) {
    for place in first..<parts.count where parts[place].obstacle == nil {
      parts[place].obstacle = obstacle
    }
  }

  /// What of a condition the database can tell, and what it cannot; nil where it can tell nothing.
  private func conditions(
    _ condition: Expression, _ input: LogicalPlan, _ plan: LogicalPlan
  ) throws -> (there: [Expression], here: [Expression])? {
    guard try isWritable(input) else { return nil }
    var there: [Expression] = []
    var here: [Expression] = []
    for part in condition.conjuncts {
      let alone = LogicalPlan(.filter(input, part), fields: input.fields, range: plan.range)
      if try isWritable(alone) { there.append(part) } else { here.append(part) }
    }
    return there.isEmpty ? nil : (there, here)
  }

  /// The groups that `pivot` asks for.
  static func groups(
    _ input: LogicalPlan, _ keys: [NamedExpression], _ calls: [AggregateCall], _ plan: LogicalPlan
  ) -> LogicalPlan {
    let names = keys.enumerated().map { place, key in
      var key = key
      if key.name.isEmpty { key.name = "pivot \(place)" }
      return key
    }
    return LogicalPlan(
      .aggregate(input, keys: names, calls, totals: false),
      fields: names.map { Field($0.name, $0.expression.type) }
        + calls.map { Field($0.name, $0.type) }, range: plan.range)
  }

  /// The same step over the columns alone that its expressions read; nil where they read all.
  private static func narrowed(_ plan: LogicalPlan) -> LogicalPlan? {
    let input: LogicalPlan
    let used: Set<Int>
    switch plan.node {
    case .project(let source, let items):
      input = source
      used = items.reduce(into: []) { $0.formUnion($1.expression.columns) }
      if items.allSatisfy({ $0.expression.columnIndex != nil }) { return nil }
    case .aggregate(let source, let keys, let calls, _):
      input = source
      let own =
        keys.map(\.expression) + calls.flatMap { $0.arguments + ($0.condition.map { [$0] } ?? []) }
      used = own.reduce(into: []) { $0.formUnion($1.columns) }
    default: return nil
    }
    guard used.count < input.fields.count else { return nil }
    let places = used.sorted()
    let moved = Dictionary(uniqueKeysWithValues: zip(places, places.indices))
    func remapped(_ expression: Expression) -> Expression {
      expression.remapped { moved[$0] ?? $0 }
    }
    let narrow = LogicalPlan(
      .project(input, places.map { NamedExpression($0, of: input.fields[$0], at: plan.range) }),
      fields: places.map { input.fields[$0] }, range: plan.range)
    let node: LogicalPlan.Node
    switch plan.node {
    case .project(_, let items):
      node = .project(
        narrow,
        items.map { item in
          var item = item
          item.expression = remapped(item.expression)
          return item
        })
    case .aggregate(_, let keys, let calls, let totals):
      node = .aggregate(
        narrow,
        keys: keys.map { key in
          var key = key
          key.expression = remapped(key.expression)
          return key
        },
        calls.map { call in
          var call = call
          call.arguments = call.arguments.map(remapped)
          call.condition = call.condition.map(remapped)
          return call
        }, totals: totals)
    default: return nil
    }
    return LogicalPlan(node, fields: plan.fields, range: plan.range)
  }

  // MARK: Tables of this process

  /// The plan with small tables of this process as literals where they are joined from the right, and
  /// with the keys of small ones on the left.
  private mutating func sendingSmallTables(_ plan: LogicalPlan) throws -> LogicalPlan {
    guard
      case .join(let left, let right, let kind, let keys, let columns, let expect) = plan.node,
      kind != .full
    else { return plan }
    if !left.readsRemote, right.readsRemote, left.hasNoEffects {
      guard let fewer = try reduced(right, to: left, keys) else { return plan }
      return LogicalPlan(
        .join(left, fewer, kind: kind, keys: keys, rightColumns: columns, expect: expect),
        fields: plan.fields, range: plan.range)
    }
    guard left.readsRemote, !right.readsRemote, right.hasNoEffects else { return plan }
    guard let table = try small(right) else { return plan }
    let id = SourceID(.literal, "rows", version: -1 - sources.count)
    sources[id] = MemorySource(id, table)
    let literal = LogicalPlan(.scan(id), fields: right.fields, range: right.range)
    return LogicalPlan(
      .join(left, literal, kind: kind, keys: keys, rightColumns: columns, expect: expect),
      fields: plan.fields, range: plan.range)
  }

  /// The rows of a database whose keys occur in a small table of this process, which is joined with
  /// them here: the left side gives the rows their order.
  private mutating func reduced(
    _ right: LogicalPlan, to left: LogicalPlan, _ keys: [LogicalPlan.JoinKey]
  ) throws -> LogicalPlan? {
    let equal = keys.filter { $0.comparison == .equal && !$0.isNearest }
    guard !equal.isEmpty, try isWritable(right) else { return nil }
    let items = equal.enumerated().map { NamedExpression(name: "key \($0)", expression: $1.left) }
    let fields = items.map { Field($0.name, $0.expression.type) }
    let chosen = LogicalPlan(.project(left, items), fields: fields, range: left.range)
    let distinct = LogicalPlan(.distinct(chosen, on: []), fields: fields, range: left.range)
    // What only looks may still look at tables that are in memory.
    if local == nil, !left.scans.allSatisfy({ source($0) is MemorySource }) { return nil }
    let table = try local.map { try $0(distinct) } ?? Executor(context).run(distinct)
    guard table.rowCount <= Cutter.mostLiterals else { return nil }
    let id = SourceID(.literal, "rows", version: -1 - sources.count)
    sources[id] = MemorySource(id, table)
    let own = equal.enumerated().map { place, key in
      LogicalPlan.JoinKey(
        left: key.right,
        right: Expression(.column(place), type: fields[place].type, range: key.left.range))
    }
    let fewer = LogicalPlan(
      .join(
        right, LogicalPlan(.scan(id), fields: fields, range: left.range), kind: .semi, keys: own,
        rightColumns: [], expect: nil), fields: right.fields, range: right.range)
    return try isWritable(fewer) ? fewer : nil
  }

  /// The table of a plan if it is small enough to be sent; what does not run gives only tables that
  /// are in memory.
  private func small(_ plan: LogicalPlan) throws -> Table? {
    if case .scan(let id) = plan.node {
      if let known = rows(id) { return known }
      if let memory = source(id) as? MemorySource {
        guard memory.table.rowCount <= Cutter.mostLiterals else { return nil }
        return try memory.table.picking(plan.fields.map(\.name))
      }
    }
    guard let local else { return nil }
    let table = try local(plan)
    return table.rowCount <= Cutter.mostLiterals ? table : nil
  }
}

extension LogicalPlan {
  /// Whether a table of a database is read.
  var readsRemote: Bool {
    if case .scan(let id) = node { return id.kind == .remote && id.version >= 0 }
    return inputs.contains(where: \.readsRemote)
  }

  /// Whether nothing is handed to the outside while the plan runs.
  var hasNoEffects: Bool {
    switch node {
    case .peek, .tap, .assert: false
    default: inputs.allSatisfy(\.hasNoEffects)
    }
  }
}
