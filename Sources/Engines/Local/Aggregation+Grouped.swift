import Columns
import Functions
import Planning
import Synchronization

/// Grouping by keys that are too many for an array, and aggregates that need all rows of a group:
/// rows are collected, numbered by group or put together by partition, then aggregated.
extension Aggregation {
  func grouped(_ calls: [CompiledAggregate]) throws -> Table {
    // Collect keys, arguments and conditions as columns of one table, a column of the input once.
    var items = keys
    var known: [Int: Int] = [:]
    var places: [(arguments: [Int], condition: Int?, sort: [Int])] = []
    for call in self.calls {
      let arguments = call.arguments.map { argument -> Int in
        if let column = argument.columnIndex, let place = known[column] { return place }
        if let column = argument.columnIndex { known[column] = items.count }
        items.append(NamedExpression(name: "", expression: argument))
        return items.count - 1
      }
      var condition: Int?
      if let own = call.condition {
        condition = items.count
        items.append(NamedExpression(name: "", expression: own))
      }
      let sort = call.sort.map { key -> Int in
        items.append(NamedExpression(name: "", expression: key.expression))
        return items.count - 1
      }
      places.append((arguments, condition, sort))
    }
    var collecting = pipeline
    try collecting.project(items)
    let table = try collecting.collect(items.map { Field($0.name, $0.expression.type) })
    let rowCount = table.rowCount
    let keyColumns = Array(table.columns.prefix(keys.count))
    let words = try KeyWords(
      keyColumns, descending: keyColumns.map { _ in false }, context: context)
    if calls.allSatisfy(\.isStreaming), Grouping.hasManyKeys(words, rowCount: rowCount),
      let ranges = try KeyRanges.parted(words, rowCount: rowCount, context)
    {
      return try ranged(ranges, words, keyColumns, places, table)
    }
    if calls.allSatisfy(\.isStreaming),
      let (parts, order) = try Grouping.partitions(words, rowCount: rowCount, context: context)
    {
      return try partitioned(parts, order, keyColumns, places, table)
    }
    let grouping = try Grouping(words, rowCount: rowCount, context: context)
    let groupCount = keys.isEmpty ? 1 : grouping.count
    let firstRows = try Buffer(copying: grouping.firstRows)
    var columns = try Sorting.gathered(
      keyColumns, firstRows, grouping.firstRows.count, context)
    columns += try Aggregation.overGroups(
      calls.map(\.call), places, table, grouping.ids, groupCount, context)
    return Table(fields: fields, columns: columns, rowCount: groupCount)
  }

  /// Aggregates run by run of neighbouring keys, whose groups are in their order from the start.
  private func ranged(
    _ ranges: consuming KeyRanges, _ words: KeyWords, _ keyColumns: [Column],
    _ places: [(arguments: [Int], condition: Int?, sort: [Int])], _ table: Table
  ) throws -> Table {
    let ranges = ranges
    let bounds = ranges.bounds
    let calls = Aggregation.compiled(calls, places, of: table)
    let parts = try Parallel.map(pieces: bounds.count - 1, threads: context.threads) {
      index -> PartResult in
      let run = try ranges.grouped(index)
      return try Aggregation.streamed(
        calls, table,
        GroupedPart(
          rows: run.rows, ids: run.ids, range: 0..<run.rowCount, groupCount: run.groupCount,
          sizes: run.sizes), context)
    }
    var firstGroups = [0]
    for part in parts { firstGroups.append(firstGroups[firstGroups.count - 1] + part.groupCount) }
    let count = firstGroups[firstGroups.count - 1]
    // What is not needed any more makes room.
    let values: [Column]
    let columns: [Column]
    if let decoder = KeyDecoder(words, of: keyColumns) {
      let keys = ranges.groupKeys()
      values = try Aggregation.joined(consume parts, calls, noting: context)
      columns = try decoder.columns(keys, bounds: bounds, firstGroups: firstGroups, context)
    } else {
      values = try Aggregation.joined(consume parts, calls, noting: context)
      columns = try Sorting.gathered(keyColumns, ranges.firstRows(firstGroups), count, context)
    }
    return Table(fields: fields, columns: columns + values, rowCount: count)
  }

  /// Aggregates partition by partition as the rows were grouped, then puts the groups in their
  /// order. Rows get no number of their group, and are not parted a second time by it: d2 50 → 29 ms.
  private func partitioned(
    _ parts: KeyPartitions, _ order: Buffer, _ keyColumns: [Column],
    _ places: [(arguments: [Int], condition: Int?, sort: [Int])], _ table: Table
  ) throws -> Table {
    let calls = Aggregation.compiled(calls, places)
    let count = parts.groupCount
    let results = try Aggregation.stream(
      calls, table,
      Partitions(
        rows: parts.rows, bounds: parts.bounds, ids: parts.ids,
        groupCounts: (0..<parts.count).map { parts.firstGroups[$0 + 1] - parts.firstGroups[$0] }),
      context)
    let firstRows = try Grouping.firstRows(parts, order, context)
    let columns = try Sorting.gathered(keyColumns, firstRows, count, context)
    let values = try Sorting.gathered(results, order, count, context)
    return Table(fields: fields, columns: columns + values, rowCount: count)
  }

  /// One aggregate over columns whose groups are known.
  static func overGroups(
    _ call: AggregateCall, _ arguments: [Column], _ condition: Column?, sort: [Column] = [],
    _ ids: Buffer, groupCount: Int, rowCount: Int, context: QueryContext
  ) throws -> Column {
    let columns = arguments + (condition.map { [$0] } ?? []) + sort
    let table = Table(
      fields: columns.map { Field("", $0.type) }, columns: columns, rowCount: rowCount)
    let place = (
      arguments: Array(arguments.indices), condition: condition.map { _ in arguments.count },
      sort: Array(columns.count - sort.count..<columns.count)
    )
    return try overGroups([call], [place], table, ids, groupCount, context)[0]
  }

  /// Calls over collected columns.
  ///
  /// - Parameter table: where the columns are, if the rows of each group are counted beforehand.
  private static func compiled(
    _ calls: [AggregateCall], _ places: [(arguments: [Int], condition: Int?, sort: [Int])],
    of table: Table? = nil
  ) -> [CompiledAggregate] {
    zip(calls, places).map { call, place in
      CompiledAggregate(
        call: call, arguments: place.arguments.map { .column($0) },
        condition: place.condition.map { .column($0) },
        countsAllRows: table.map { table in
          place.condition == nil && !place.arguments.contains { table.columns[$0].mayHaveNulls }
        } ?? false)
    }
  }

  /// Aggregates over the columns of a table whose rows are numbered by group.
  private static func overGroups(
    _ calls: [AggregateCall], _ places: [(arguments: [Int], condition: Int?, sort: [Int])],
    _ table: Table,
    _ ids: Buffer, _ groupCount: Int, _ context: QueryContext
  ) throws -> [Column] {
    let compiled = compiled(calls, places)
    let indices = compiled.indices.filter { compiled[$0].isStreaming }
    let streamed = try stream(indices.map { compiled[$0] }, table, ids, groupCount, context)
    var columns = [Column?](repeating: nil, count: calls.count)
    for (index, column) in zip(indices, streamed) { columns[index] = column }
    for (index, call) in calls.enumerated() where columns[index] == nil {
      var rowAggregate = RowAggregate(
        call: call, arguments: places[index].arguments.map { table.columns[$0] },
        condition: places[index].condition.map { table.columns[$0] }, context: context)
      if !places[index].sort.isEmpty {
        // The rows of all groups in the order of the call, with the numbers of their groups.
        let order = try Ordering.permutation(
          places[index].sort.map { table.columns[$0] }, descending: call.sort.map(\.descending),
          count: table.rowCount, context: context)
        rowAggregate = try rowAggregate.ordered(by: order, rowCount: table.rowCount)
        columns[index] = try rowAggregate.result(
          try Grouping.moved(ids, by: order, rowCount: table.rowCount), groupCount: groupCount,
          rowCount: table.rowCount)
        continue
      }
      guard call.isQuantile else {
        columns[index] = try rowAggregate.result(
          ids, groupCount: groupCount, rowCount: table.rowCount)
        continue
      }
      // All quantiles of the same values in one go.
      let alike = calls.indices.filter {
        calls[$0].isQuantile && places[$0].arguments == places[index].arguments
          && places[$0].condition == places[index].condition
      }
      let found = try rowAggregate.quantiles(
        alike.map { calls[$0].share }, ids, groupCount: groupCount, rowCount: table.rowCount)
      for (place, column) in zip(alike, found) { columns[place] = column }
    }
    return columns.compactMap { $0 }
  }

  /// Groups per partition as a power of two: their states fit the L2 cache.
  private static let partitionBits = 13

  private static func stream(
    _ calls: [CompiledAggregate], _ table: Table, _ ids: Buffer, _ groupCount: Int,
    _ context: QueryContext
  ) throws -> [Column] {
    if calls.isEmpty { return [] }
    let size = 1 << partitionBits
    if groupCount <= size { return try streamLanes(calls, table, ids, groupCount, context) }
    // Many groups: rows are put together by runs of neighbouring groups, and each run has states
    // of its own.
    let rowCount = table.rowCount
    let partitions = (groupCount + size - 1) / size
    let partitionOf = try MutableBuffer(UInt32.self, count: rowCount)
    let pieces = Morsel.pieces(of: rowCount)
    try Parallel.run(pieces: pieces, threads: context.threads) { piece in
      let numbers = ids.pointer(UInt32.self)
      let out = partitionOf.pointer(UInt32.self)
      for row in Morsel.range(piece, of: rowCount) {
        out[row] = numbers[row] >> UInt32(partitionBits)
      }
    }
    let grouped = try Grouping.rowsByGroup(
      partitionOf.freeze(), groupCount: partitions, rowCount: rowCount, context: context)
    // The number of each row's group within its partition, in the order of the rows.
    let local = try MutableBuffer(UInt32.self, count: rowCount)
    try Parallel.run(pieces: pieces, threads: context.threads) { piece in
      let numbers = ids.pointer(UInt32.self)
      let order = grouped.rows.pointer(UInt32.self)
      let out = local.pointer(UInt32.self)
      for place in Morsel.range(piece, of: rowCount) {
        out[place] = numbers[Int(order[place])] & UInt32(size - 1)
      }
    }
    let starts = grouped.starts
    let bounds = (0...partitions).map { starts.pointer(Int.self)[$0] }
    return try stream(
      calls, table,
      Partitions(
        rows: grouped.rows.freeze(), bounds: bounds, ids: local.freeze(),
        groupCounts: (0..<partitions).map { min(size, groupCount - $0 * size) }), context)
  }

  /// Rows put together so that the groups of each partition occur in no other.
  private struct Partitions: Sendable {
    /// Row numbers, one partition after another, and where each begins.
    let rows: Buffer
    let bounds: [Int]
    /// For each place in `rows` the number of its group within the partition.
    let ids: Buffer
    let groupCounts: [Int]
  }

  /// The results of all groups, partition by partition.
  private static func stream(
    _ calls: [CompiledAggregate], _ table: Table, _ partitions: Partitions, _ context: QueryContext
  ) throws -> [Column] {
    if calls.isEmpty { return [] }
    let results = try Parallel.map(
      pieces: partitions.groupCounts.count, threads: context.threads
    ) { index -> PartResult in
      try streamed(
        calls, table,
        GroupedPart(
          rows: partitions.rows, ids: partitions.ids,
          range: partitions.bounds[index]..<partitions.bounds[index + 1],
          groupCount: partitions.groupCounts[index]), context)
    }
    return try joined(results, calls, noting: context)
  }

  /// Rows whose groups have no others.
  private struct GroupedPart {
    /// Row numbers, and for each the number of its group in the part; those at `range` are the part's.
    let rows: Buffer
    let ids: Buffer
    let range: Range<Int>
    let groupCount: Int
    /// How many rows each group has, where that is known.
    var sizes: WorkMemory?
  }

  /// The results of the groups of one part.
  private static func streamed(
    _ calls: [CompiledAggregate], _ table: Table, _ part: GroupedPart, _ context: QueryContext
  ) throws -> PartResult {
    let evaluation = context.evaluation()
    let evaluator = Evaluator(evaluation)
    let groups = part.groupCount
    let states = try calls.map { try $0.makeState(groups: groups, rowCounts: part.sizes) }
    let ids = part.ids.pointer(UInt32.self)
    let batch = RowBatch(table.columns, count: table.rowCount)
    var place = part.range.lowerBound
    while place < part.range.upperBound {
      try context.checkStopped()
      let count = min(RowBatch.rows, part.range.upperBound - place)
      let selected = try batch.selecting(RowIDs(buffer: part.rows, offset: place, count: count))
      for (call, state) in zip(calls, states) {
        try Aggregation.update(state, call, selected, ids + place, evaluator)
      }
      place += count
    }
    let all = try MutableBuffer(UInt32.self, count: groups)
    for group in 0..<groups { all.pointer(UInt32.self)[group] = UInt32(group) }
    return PartResult(
      columns: try states.map { try $0.finish(all.pointer(UInt32.self), count: groups) },
      groupCount: groups, incomplete: states.map(incomplete), tally: RunNotes.Tally(evaluation))
  }

  /// The results of all parts, one after another, with what there is to note of them.
  private static func joined(
    _ results: [PartResult], _ calls: [CompiledAggregate], noting context: QueryContext
  ) throws -> [Column] {
    RunNotes.evaluation(results.compactMap(\.tally), context)
    let columns = try joined(results, calls, context)
    for (index, call) in calls.enumerated() {
      note(call, results.reduce(0) { $0 + $1.incomplete[index] }, columns[index], context)
    }
    return columns
  }

  struct PartResult: Sendable {
    /// One column a call.
    let columns: [Column]
    var groupCount = 0
    /// What a note wants to know of each call.
    var incomplete: [Int] = []
    /// What its kernels reported.
    var tally: RunNotes.Tally?
  }

  private static func streamLanes(
    _ calls: [CompiledAggregate], _ table: Table, _ ids: Buffer, _ groupCount: Int,
    _ context: QueryContext
  ) throws -> [Column] {
    let source = MorselPipeline(table, context)
    let lanes = max(1, min(16, source.morsels))
    let all = Mutex([Lane?](repeating: nil, count: lanes))
    try source.run(lanes: lanes) { lane in
      let own = try Lane(calls, groups: groupCount)
      all.withLock { $0[lane] = own }
      let evaluation = context.evaluation()
      own.evaluation = evaluation
      let evaluator = Evaluator(evaluation)
      // The aggregates here are compiled anew, without `countsAllRows`.
      return { batch, start in
        let groups = UnsafePointer(ids.pointer(UInt32.self) + start)
        for (call, state) in zip(calls, own.states) {
          try Aggregation.update(state, call, batch, groups, evaluator)
        }
      }
    }
    var lanesDone = all.withLock { $0 }.compactMap { $0 }
    RunNotes.evaluation(lanesDone.compactMap(\.evaluation), context)
    if lanesDone.isEmpty { lanesDone = [try Lane(calls, groups: groupCount)] }
    let every = try Buffer(copying: (0..<groupCount).map { UInt32($0) })
    return try calls.indices.map { index in
      let first = lanesDone[0].states[index]
      for other in lanesDone.dropFirst() { try first.merge(other.states[index]) }
      let column = try first.finish(every.pointer(UInt32.self), count: groupCount)
      note(calls[index], incomplete(first), column, context)
      return column
    }
  }
}
