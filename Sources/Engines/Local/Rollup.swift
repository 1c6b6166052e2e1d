import Columns
import Planning

/// `with totals`: subtotals over ever fewer keys from the right, down to the grand total.
enum Rollup {
  /// The groups with their subtotals, each after the rows that it sums up. A key that is summed
  /// over is null in a subtotal's row.
  static func run(_ aggregation: Aggregation) throws -> Table {
    let keyCount = aggregation.keys.count
    let isMarked = aggregation.fields.last?.isHidden ?? false
    let fields = isMarked ? aggregation.fields.dropLast() : aggregation.fields[...]
    let context = aggregation.context
    var parts: [Table] = []
    for kept in stride(from: keyCount, through: 0, by: -1) {
      let part = Aggregation(
        pipeline: aggregation.pipeline, keys: Array(aggregation.keys.prefix(kept)),
        calls: aggregation.calls,
        fields: Array(fields.prefix(kept)) + fields.dropFirst(keyCount),
        range: aggregation.range, context: context)
      parts.append(try part.run())
    }
    let rowCount = parts.reduce(0) { $0 + $1.rowCount }
    // Groups of nothing have no total either: an empty table stays empty.
    if parts[0].rowCount == 0, keyCount > 0 {
      guard isMarked else { return parts[0] }
      return Table(
        fields: aggregation.fields, columns: parts[0].columns + [.nulls(.int, count: 0)],
        rowCount: 0)
    }
    var columns: [Column] = []
    var order: [Column] = []
    for key in 0..<keyCount {
      let type = aggregation.fields[key].type
      let own = parts.enumerated().map { level, part in
        key < keyCount - level ? part.columns[key] : .nulls(type, count: part.rowCount)
      }
      let column = try Column.concatenated(type, own, threads: context.threads)
      let isTotal = parts.enumerated().flatMap { level, part in
        [Value](repeating: .bool(key >= keyCount - level), count: part.rowCount)
      }
      columns.append(column)
      order += [try Column(.bool, isTotal), column]
    }
    for call in aggregation.calls.indices {
      let own = parts.enumerated().map { level, part in part.columns[keyCount - level + call] }
      columns.append(
        try Column.concatenated(
          aggregation.fields[keyCount + call].type, own, threads: context.threads))
    }
    if isMarked {
      let levels = parts.enumerated().flatMap { level, part in
        [Value](repeating: .int(Int64(level)), count: part.rowCount)
      }
      columns.append(try Column(.int, levels))
    }
    let table = Table(fields: aggregation.fields, columns: columns, rowCount: rowCount)
    return try Sorting.sorted(
      table, by: order, descending: order.map { _ in false }, context: context)
  }
}
