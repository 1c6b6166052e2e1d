import Columns
import Functions
import Language
import Planning
import Synchronization

/// `group by` and `aggregate`: chooses how to group from what is known of the keys, and runs it.
///
/// - *Dense*: every key has a countable domain and the product of the domains is small enough for
///   an array. Codes are computed per batch and index the states directly; nothing is hashed or
///   materialised.
/// - *Grouped*: rows are collected and put together in runs of neighbouring keys (`KeyRanges`) or by the
///   hash of their key (`KeyPartitions`), or numbered by group (`Grouping`), then aggregated part by
///   part where groups are many.
struct Aggregation {
  let pipeline: MorselPipeline
  let keys: [NamedExpression]
  let calls: [AggregateCall]
  let fields: [Field]
  let range: SourceRange
  let context: QueryContext

  /// The keys' columns and then the aggregates', one row per group in the order of the keys.
  func run() throws -> Table {
    let start = RunContext.now()
    let compiler = pipeline.compiler
    let compiledKeys = try keys.map { try compiler.compile($0.expression) }
    let compiledCalls = try calls.map { call in
      CompiledAggregate(
        call: call, arguments: try call.arguments.map(compiler.compile),
        condition: try call.condition.map(compiler.compile),
        countsAllRows: call.condition == nil
          && call.arguments.allSatisfy { argument in
            argument.columnIndex.map { !compiler.slots[$0].mayBeNull } ?? false
          },
        hasExactArguments: call.arguments.allSatisfy { argument in
          argument.columnIndex.map { compiler.slots[$0].domain != nil } ?? false
        })
    }
    let domains = zip(compiledKeys, keys).map {
      compiler.info($0, type: $1.expression.type).domain
    }
    let table: Table
    let how: String
    if compiledCalls.allSatisfy(\.isStreaming),
      let space = DenseKeys(domains, rows: pipeline.source.rowCount, calls: compiledCalls)
    {
      if keys.isEmpty, let scan = MarkedScan(pipeline, compiledCalls) {
        table = try marked(scan, space, compiledCalls)
        how = "scan under marks"
      } else {
        table = try dense(space, compiledKeys, compiledCalls)
        how = "dense, \(space.size) possible keys"
      }
    } else {
      table = try grouped(compiledCalls)
      how = "grouped"
    }
    context.record("group by", how, rows: table.rowCount, since: start)
    return try ordered(table)
  }

  /// With a locale, text keys are put in its order.
  private func ordered(_ table: Table) throws -> Table {
    guard context.collation != nil, keys.contains(where: { $0.expression.type == .text }) else {
      return table
    }
    return try Sorting.sorted(
      table, by: Array(table.columns.prefix(keys.count)),
      descending: keys.map { _ in false }, context: context)
  }

  // MARK: Dense

  /// What one lane has counted and aggregated.
  ///
  /// `@unchecked Sendable` is right: a lane belongs to the thread that runs it and, once all threads
  /// have ended, to the one that merges the lanes.
  final class Lane: @unchecked Sendable {
    /// Rows of each group.
    let rowCounts: WorkMemory
    /// Rows of all groups: a join may give more than the counts of groups can hold.
    var rows = 0
    let states: [any AggregateState]
    /// What its kernels report.
    var evaluation: EvaluationContext?
    /// Counts and sums that are added up in one pass.
    var joint: JointSums?

    init(_ calls: [CompiledAggregate], groups: Int) throws {
      let counts = try WorkMemory(UInt32.self, count: groups, zeroed: true)
      rowCounts = counts
      states = try calls.map { try $0.makeState(groups: groups, rowCounts: counts) }
    }
  }

  private func dense(
    _ space: DenseKeys, _ keys: [Compiled], _ calls: [CompiledAggregate]
  ) throws -> Table {
    let lanes = space.lanes(
      morsels: pipeline.morsels, threads: context.threads, areExact: calls.allSatisfy(\.isExact))
    let all = Mutex([Lane?](repeating: nil, count: lanes))
    try pipeline.run(lanes: lanes) { lane in
      let own = try Lane(calls, groups: space.size)
      all.withLock { $0[lane] = own }
      let words = try WorkMemory(UInt32.self, count: RowBatch.rows)
      let groups = words.pointer(UInt32.self)
      let rowCounts = own.rowCounts.pointer(UInt32.self)
      let evaluation = context.evaluation()
      own.evaluation = evaluation
      own.joint = try JointSums(calls, own.states, own.rowCounts, groups: space.size)
      let evaluator = Evaluator(evaluation)
      return { batch, _ in
        groups.update(repeating: 0, count: batch.count)
        for (index, key) in keys.enumerated() {
          let type = self.keys[index].expression.type
          let column = try evaluator.column(key, batch, type: type)
          space.keys[index].fill(
            groups, from: column,
            multiplier: UInt32(truncatingIfNeeded: space.keys[index].nullCode + 1))
        }
        own.rows += batch.count
        if own.rows > Table.maxRows { throw EngineError.tooManyRows(own.rows) }
        if try own.joint?.add(batch, groups, evaluator) != true {
          own.joint = nil
          for row in 0..<batch.count { rowCounts[Int(groups[row])] &+= 1 }
        }
        for (index, call) in calls.enumerated() where own.joint?.takes(index) != true {
          try Aggregation.update(own.states[index], call, batch, groups, evaluator)
        }
        withExtendedLifetime(words) {}
      }
    }
    let done = all.withLock { $0 }.compactMap { $0 }
    for lane in done { lane.joint?.empty() }
    let rows = done.reduce(0) { $0 + $1.rows }
    if rows > Table.maxRows { throw EngineError.tooManyRows(rows) }
    RunNotes.evaluation(done.compactMap(\.evaluation), context)
    return try merged(done, space, calls)
  }

  private func marked(
    _ scan: MarkedScan, _ space: DenseKeys, _ calls: [CompiledAggregate]
  ) throws -> Table {
    let lanes = max(1, min(64, pipeline.morsels))
    let all = try Parallel.map(pieces: lanes, threads: context.threads) { lane in
      let own = try Lane(calls, groups: 1)
      let nulls = try scan.run(
        lane: lane, of: lanes, rowCounts: own.rowCounts.pointer(UInt32.self), states: own.states)
      return (lane: own, nulls: nulls)
    }
    pipeline.noteNulls(all.reduce(0) { $0 + $1.nulls })
    return try merged(all.map(\.lane), space, calls)
  }

  /// The table of what the lanes have found. Groups are looked for and their results made in pieces
  /// of the array, on all threads: with 2.2e6 groups that is a third of the work (q04 173 → 131 ms).
  private func merged(
    _ lanes: [Lane], _ space: DenseKeys, _ calls: [CompiledAggregate]
  ) throws -> Table {
    let lanesDone = lanes.isEmpty ? [try Lane(calls, groups: space.size)] : lanes
    let first = lanesDone[0]
    let others = Array(lanesDone.dropFirst())
    try Parallel.run(pieces: calls.count, threads: context.threads) { call in
      for other in others { try first.states[call].merge(other.states[call]) }
    }
    let pieces = Aggregation.pieces(of: space.size)
    let hasKeys = !keys.isEmpty
    let counts = try Parallel.map(pieces: pieces.count, threads: context.threads) { piece in
      let rowCounts = first.rowCounts.pointer(UInt32.self)
      for other in others {
        let theirs = other.rowCounts.pointer(UInt32.self)
        for group in pieces[piece] { rowCounts[group] &+= theirs[group] }
      }
      var present = 0
      for group in pieces[piece] { present &+= rowCounts[group] > 0 || !hasKeys ? 1 : 0 }
      return present
    }
    let total = counts.reduce(0, +)
    let decoded = try DecodedKeys(space, count: total)
    let parts = try Parallel.map(pieces: pieces.count, threads: context.threads) {
      piece -> PartResult in
      try context.checkStopped()
      let rowCounts = first.rowCounts.pointer(UInt32.self)
      let count = counts[piece]
      // One more, for a number is written before it is known whether it stays.
      let found = try MutableBuffer(UInt32.self, count: count + 1)
      let groups = found.pointer(UInt32.self)
      var filled = 0
      for group in pieces[piece] {
        groups[filled] = UInt32(truncatingIfNeeded: group)
        filled &+= rowCounts[group] > 0 || !hasKeys ? 1 : 0
      }
      decoded.write(groups, count: count, at: counts[..<piece].reduce(0, +))
      return PartResult(
        columns: try first.states.map { try $0.finish(groups, count: count) })
    }
    var columns = try decoded.columns(keys.map(\.expression.type))
    columns += try Aggregation.joined(parts, calls, context)
    for (index, call) in calls.enumerated() {
      Aggregation.note(
        call, Aggregation.incomplete(first.states[index]), columns[keys.count + index], context)
    }
    return Table(fields: fields, columns: columns, rowCount: total)
  }

  /// The results of pieces, one after another.
  static func joined(
    _ parts: [PartResult], _ calls: [CompiledAggregate], _ context: QueryContext
  ) throws -> [Column] {
    if parts.count == 1 { return parts[0].columns }
    return try calls.indices.map { index in
      try Column.concatenated(
        calls[index].call.type, parts.map { $0.columns[index] }, threads: context.threads)
    }
  }

  /// Runs of groups for the threads.
  static func pieces(of groupCount: Int) -> [Range<Int>] {
    stride(from: 0, to: max(1, groupCount), by: Morsel.rows).map {
      $0..<min(groupCount, $0 + Morsel.rows)
    }
  }

  /// Rows in which one part of a rate was missing.
  static func incomplete(_ state: any AggregateState) -> Int {
    (state as? RateState)?.incomplete ?? 0
  }

  /// Notes what a rate could not be computed from.
  static func note(
    _ call: CompiledAggregate, _ incomplete: Int, _ column: Column, _ context: QueryContext
  ) {
    guard call.call.function == .rate else { return }
    if incomplete > 0 { RunNotes.incompleteParts(incomplete, of: "rate", call.call.range, context) }
    if column.nullCount > 0 {
      RunNotes.rateOfNothing(column.nullCount, call.call.range, context)
    }
  }

  /// Hands a batch to one aggregate, with its own `where` applied.
  static func update(
    _ state: any AggregateState, _ call: CompiledAggregate, _ batch: RowBatch,
    _ groups: UnsafePointer<UInt32>, _ evaluator: Evaluator
  ) throws {
    guard let condition = call.condition else {
      let inputs = try call.arguments.enumerated().map { index, argument in
        try evaluator.column(argument, batch, type: call.call.arguments[index].type)
      }
      try state.update(groups, inputs, count: batch.count)
      return
    }
    let filtered = try Filter([condition]).apply(batch, evaluator)
    if filtered.batch.count == 0 { return }
    if filtered.batch === batch {
      let inputs = try call.arguments.enumerated().map { index, argument in
        try evaluator.column(argument, batch, type: call.call.arguments[index].type)
      }
      try state.update(groups, inputs, count: batch.count)
      return
    }
    guard let rows = filtered.rows else { return }
    let own = try gatherGroups(groups, rows)
    let inputs = try call.arguments.enumerated().map { index, argument in
      try evaluator.column(argument, filtered.batch, type: call.call.arguments[index].type)
    }
    try state.update(own.pointer(UInt32.self), inputs, count: rows.count)
  }
}
