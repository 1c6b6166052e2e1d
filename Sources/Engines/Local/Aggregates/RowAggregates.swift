import Columns
import Functions
import Glibc
import Language
import Planning

/// The aggregates that need all values of a group at once, or refer back to a row: `median`,
/// `quantile`, `count_distinct`, `mode`, `text_join`, `first`, `last`, `arg_max`, `arg_min`, and
/// `min` and `max` of text. They work on whole columns and the rows of each group.
struct RowAggregate {
  let call: AggregateCall
  /// The argument columns of all rows.
  let arguments: [Column]
  /// The aggregate's own `where`.
  let condition: Column?
  let context: QueryContext

  /// The same over rows that stand in another order.
  func ordered(by order: Buffer, rowCount: Int) throws -> RowAggregate {
    let columns = arguments + (condition.map { [$0] } ?? [])
    let moved = try Sorting.gathered(columns, order, rowCount, context)
    return RowAggregate(
      call: call, arguments: Array(moved.prefix(arguments.count)),
      condition: condition == nil ? nil : moved.last, context: context)
  }

  /// One result per group, groups in order.
  func result(_ ids: Buffer, groupCount: Int, rowCount: Int) throws -> Column {
    if call.function == .countDistinct {
      return try DistinctCounts(
        column: arguments[0], keep: try relevant(rowCount), context: context
      ).counts(ids, groupCount: groupCount, rowCount: rowCount)
    }
    let grouped = try relevantRows(ids, groupCount, rowCount)
    let starts = grouped.starts
    if call.function == .mode {
      return try modes(grouped.rows, starts, groupCount, rowCount)
    }
    let rows = grouped.rows.freeze()
    let order = rows.pointer(UInt32.self)
    let bounds = starts.pointer(Int.self)
    switch call.function {
    case .first:
      return try picked(groupCount) { bounds[$0] == bounds[$0 + 1] ? absentRow : order[bounds[$0]] }
    case .last:
      return try picked(groupCount) {
        bounds[$0] == bounds[$0 + 1] ? absentRow : order[bounds[$0 + 1] - 1]
      }
    case .min, .max, .argMin, .argMax: return try extremes(rows, starts, groupCount, rowCount)
    case .textJoin: return try joins(rows, starts, groupCount)
    default: return .nulls(call.type, count: groupCount)
    }
  }

  /// A byte a row, 1 where all arguments are known and the condition is true; nil where that is so
  /// of every row.
  private func relevant(_ rowCount: Int) throws -> Buffer? {
    var keep: Buffer?
    if let condition {
      let flags = try MutableBuffer(UInt8.self, count: rowCount, zeroed: true)
      condition.forEachTrue { flags.pointer(UInt8.self)[$0] = 1 }
      keep = flags.freeze()
    }
    for column in arguments { keep = try column.known(keep) }
    return keep
  }

  /// The rows that count, by group.
  private func relevantRows(
    _ ids: Buffer, _ groupCount: Int, _ rowCount: Int
  ) throws -> GroupedRows {
    guard let relevant = try relevant(rowCount) else {
      return try Grouping.rowsByGroup(
        ids, groupCount: groupCount, rowCount: rowCount, context: context)
    }
    // Rows that do not count go to one more group, which nobody reads.
    let own = try MutableBuffer(UInt32.self, count: rowCount)
    let source = ids.pointer(UInt32.self)
    let counts = relevant.pointer(UInt8.self)
    for row in 0..<rowCount {
      own.pointer(UInt32.self)[row] = counts[row] != 0 ? source[row] : UInt32(groupCount)
    }
    return try Grouping.rowsByGroup(
      own.freeze(), groupCount: groupCount + 1, rowCount: rowCount, context: context)
  }

  private func picked(_ groupCount: Int, _ row: (Int) -> UInt32) throws -> Column {
    let rows = try MutableBuffer(UInt32.self, count: groupCount)
    for group in 0..<groupCount { rows.pointer(UInt32.self)[group] = row(group) }
    return try Sorting.gathered(
      [arguments[0]], rows.freeze(), groupCount, context, mayBeAbsent: true)[0]
  }

  /// The order-preserving code of each value of a column.
  private func codes(_ column: Column, _ rowCount: Int) throws -> Buffer {
    let words = try KeyWords([column], descending: [false], context: context)
    return try words.words(
      words.groups.count - 1, count: rowCount, as: UInt64.self, context: context
    ).freeze()
  }

  private func forGroups(_ groupCount: Int, _ body: @Sendable (Range<Int>) throws -> Void) throws {
    let pieces = min(groupCount, 256)
    try Parallel.run(pieces: pieces, threads: context.threads) { piece in
      try context.checkStopped()
      try body(groupCount * piece / pieces..<groupCount * (piece + 1) / pieces)
    }
  }

  private func extremes(
    _ rows: Buffer, _ starts: Buffer, _ groupCount: Int, _ rowCount: Int
  ) throws -> Column {
    let codes = try codes(arguments[arguments.count - 1], rowCount)
    let wantsLargest = call.function == .max || call.function == .argMax
    let chosen = try MutableBuffer(UInt32.self, count: groupCount)
    try forGroups(groupCount) { groups in
      let keys = codes.pointer(UInt64.self)
      let order = rows.pointer(UInt32.self)
      let bounds = starts.pointer(Int.self)
      for group in groups {
        var best = absentRow
        var bestKey: UInt64 = 0
        for place in bounds[group]..<bounds[group + 1] {
          let key = keys[Int(order[place])]
          if best == absentRow || (wantsLargest ? key > bestKey : key < bestKey) {
            best = order[place]
            bestKey = key
          }
        }
        chosen.pointer(UInt32.self)[group] = best
      }
    }
    return try picked(groupCount) { chosen.pointer(UInt32.self)[$0] }
  }

  /// The value that occurs most often; of several, the first in order. The rows of a group change
  /// places.
  private func modes(
    _ rows: borrowing MutableBuffer, _ starts: Buffer, _ groupCount: Int, _ rowCount: Int
  ) throws -> Column {
    let codes = try codes(arguments[0], rowCount)
    let chosen = try MutableBuffer(UInt32.self, count: groupCount)
    try forGroups(groupCount) { groups in
      let keys = codes.pointer(UInt64.self)
      let order = rows.pointer(UInt32.self)
      let bounds = starts.pointer(Int.self)
      for group in groups {
        var run = UnsafeMutableBufferPointer(
          start: order + bounds[group], count: bounds[group + 1] - bounds[group])
        run.sort { keys[Int($0)] < keys[Int($1)] }
        var best = absentRow
        var bestCount = 0
        var place = 0
        while place < run.count {
          var end = place + 1
          while end < run.count, keys[Int(run[end])] == keys[Int(run[place])] { end += 1 }
          if end - place > bestCount {
            bestCount = end - place
            best = run[place]
          }
          place = end
        }
        chosen.pointer(UInt32.self)[group] = best
      }
    }
    return try picked(groupCount) { chosen.pointer(UInt32.self)[$0] }
  }

  /// Quantiles of the argument, one column a share.
  func quantiles(
    _ shares: [Double], _ ids: Buffer, groupCount: Int, rowCount: Int
  ) throws -> [Column] {
    let quantiles = Quantiles(
      column: arguments[0], keep: try relevant(rowCount), context: context)
    let columns = try quantiles.results(shares, ids, groupCount: groupCount, rowCount: rowCount)
    return try call.type.isTemporal ? columns.map(temporal) : columns
  }

  /// A quantile between two dates is the earlier day; between timestamps the nearest microsecond.
  private func temporal(_ column: Column) throws -> Column {
    let cells = column.values.map { cell -> Value in
      guard let value = cell.asDouble else { return .null }
      return call.type == .date ? .date(Int32(value.rounded(.down))) : .timestamp(Int64(value))
    }
    return try Column(call.type, cells)
  }

  private func joins(_ rows: Buffer, _ starts: Buffer, _ groupCount: Int) throws -> Column {
    var separator = ", "
    if case .text(let given)? = call.constants.first { separator = given }
    let between = Array(separator.utf8)
    let texts = arguments[0]
    let context = self.context
    let offsets = try MutableBuffer(Int.self, count: groupCount + 1)
    let ends = offsets.pointer(Int.self)
    ends[0] = 0
    // First the lengths, which say where each text begins, then the bytes.
    try forGroups(groupCount) { groups in
      let order = rows.pointer(UInt32.self)
      let bounds = starts.pointer(Int.self)
      let lengths = offsets.pointer(Int.self)
      for group in groups {
        var length = max(0, bounds[group + 1] - bounds[group] - 1) * between.count
        for place in bounds[group]..<bounds[group + 1] {
          if place & 0xFFFF == 0xFFFF { try context.checkStopped() }
          length += texts.utf8(Int(order[place])).count
        }
        lengths[group + 1] = length
      }
    }
    for group in 0..<groupCount { ends[group + 1] += ends[group] }
    let bytes = try MutableBuffer(byteCount: ends[groupCount])
    try forGroups(groupCount) { groups in
      let order = rows.pointer(UInt32.self)
      let bounds = starts.pointer(Int.self)
      for group in groups {
        var out = bytes.base + offsets.pointer(Int.self)[group]
        for place in bounds[group]..<bounds[group + 1] {
          if place & 0xFFFF == 0xFFFF { try context.checkStopped() }
          if place > bounds[group] {
            between.withUnsafeBytes { from in
              if let start = from.baseAddress { memcpy(out, start, from.count) }
            }
            out += between.count
          }
          let text = texts.utf8(Int(order[place]))
          if let start = text.baseAddress { memcpy(out, start, text.count) }
          out += text.count
        }
      }
    }
    let bounds = starts.pointer(Int.self)
    let known = try MutableBitmap(repeating: true, count: groupCount)
    var isWhole = true
    for group in 0..<groupCount where bounds[group] == bounds[group + 1] {
      known.set(group, false)
      isWhole = false
    }
    return Column(
      type: .text, count: groupCount,
      storage: .text(TextHeap(offsets: offsets.freeze(), bytes: bytes.freeze())),
      validity: isWhole ? nil : known.freeze())
  }
}

extension AggregateCall {
  /// Whether the call asks for a value by its rank.
  var isQuantile: Bool { function == .median || function == .quantile }

  /// The share of values below a quantile, 0 to 1.
  var share: Double { function == .quantile ? constants.first?.asDouble ?? 0.5 : 0.5 }
}
