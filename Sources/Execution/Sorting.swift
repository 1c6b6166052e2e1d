import Columns
import Planning

/// `sort`, and `sort … | take n` without sorting all rows.
enum Sorting {
  /// The rows of a table in the order of the key columns, stably.
  static func sorted(
    _ table: Table, by keys: [Column], descending: [Bool], context: QueryContext
  ) throws -> Table {
    let order = try Ordering.permutation(
      keys, descending: descending, count: table.rowCount, context: context)
    return try gathered(table, order, table.rowCount, context)
  }

  /// The given rows of a table; each column is gathered in pieces, side by side.
  static func gathered(
    _ table: Table, _ rows: Buffer, _ count: Int, _ context: QueryContext,
    mayBeAbsent: Bool = false
  ) throws -> Table {
    let columns = try gathered(table.columns, rows, count, context, mayBeAbsent: mayBeAbsent)
    return Table(fields: table.fields, columns: columns, rowCount: count)
  }

  /// The given rows of some columns.
  static func gathered(
    _ columns: [Column], _ rows: Buffer, _ count: Int, _ context: QueryContext,
    mayBeAbsent: Bool = false
  ) throws -> [Column] {
    try columns.map { column in
      try context.checkStopped()
      return try column.gathered(
        rows, count: count, mayBeAbsent: mayBeAbsent, threads: context.threads)
    }
  }

  /// The first `limit` rows in the order of the keys. Each morsel keeps its best candidates of the
  /// first word of keys; only those are sorted.
  static func top(
    _ limit: Int, of table: Table, by keys: [Column], descending: [Bool], context: QueryContext
  ) throws -> Table {
    let count = table.rowCount
    if limit > 0, limit < count / 4, context.collation == nil, let first = keys.first,
      case .text(let heap) = first.storage
    {
      // The first bytes of a plain text choose the candidates, instead of a dictionary of all rows:
      // d5 530 → 7 ms.
      let codes = try TextWords(first, heap, context).words(
        descending: descending[0], null: .max, context: context)
      return try top(
        limit, of: table, by: keys, descending: descending, codes: codes, isWhole: false, context)
    }
    let words = try KeyWords(keys, descending: descending, context: context)
    guard limit < count / 4, !words.groups.isEmpty, limit > 0 else {
      let order = try Ordering.permutation(
        keys, descending: descending, count: count, context: context)
      return try gathered(table, order, min(limit, count), context)
    }
    let codes = try words.words(0, count: count, as: UInt64.self, context: context)
    return try top(
      limit, of: table, by: keys, descending: descending, codes: codes,
      isWhole: words.groups.count == 1, context)
  }

  /// The first rows by codes that order as the keys do, as far as they reach; `isWhole` says that
  /// rows of equal codes have equal keys.
  private static func top(
    _ limit: Int, of table: Table, by keys: [Column], descending: [Bool], codes: Buffer,
    isWhole: Bool, _ context: QueryContext
  ) throws -> Table {
    let count = table.rowCount
    let pieces = max(1, count / max(4 * limit, 4 * Morsel.rows))
    let candidates = try Parallel.map(pieces: pieces, threads: context.threads) {
      piece -> [UInt32] in
      try context.checkStopped()
      let range = count * piece / pieces..<count * (piece + 1) / pieces
      return best(limit, codes.pointer(UInt64.self), range, keepsTies: !isWhole)
    }.flatMap { $0 }
    let rows = try Buffer(copying: candidates)
    let chosen = try gathered(keys, rows, candidates.count, context)
    let order = try Ordering.permutation(
      chosen, descending: descending, count: candidates.count, context: context)
    let taken = min(limit, candidates.count)
    let final = try Buffer(UInt32.self, count: taken)
    for index in 0..<taken {
      final.pointer(UInt32.self)[index] = candidates[Int(order.pointer(UInt32.self)[index])]
    }
    return try gathered(table, final, taken, context)
  }

  /// Rows of a range, in row order, among which are its `limit` first by code: those whose code is
  /// at most a threshold that falls as more are seen.
  private static func best(
    _ limit: Int, _ codes: UnsafePointer<UInt64>, _ range: Range<Int>, keepsTies: Bool
  ) -> [UInt32] {
    var kept: [UInt32] = []
    var threshold = UInt64.max
    let capacity = limit * 2 + 1024
    var isStrict = false
    for row in range {
      let code = codes[row]
      // Among equal codes the earlier row wins, so a later equal one is out once there are enough.
      if code > threshold || (isStrict && code == threshold) { continue }
      kept.append(UInt32(truncatingIfNeeded: row))
      if kept.count >= capacity {
        let sorted = kept.map { codes[Int($0)] }.sorted()
        let next = sorted[limit - 1]
        let reduced = kept.filter { codes[Int($0)] <= next }
        threshold = next
        if !keepsTies {
          // Keep only as many of the equal ones as are needed.
          var room = limit - sorted.prefix { $0 < next }.count
          kept = reduced.filter { row in
            if codes[Int(row)] < next { return true }
            room -= 1
            return room >= 0
          }
          isStrict = true
        } else {
          kept = reduced
          if kept.count > capacity / 2 { return Array(range.map { UInt32($0) }) }
        }
      }
    }
    return kept
  }
}
