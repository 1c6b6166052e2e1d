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
    try Column.gathered(
      columns, rows, count: count, mayBeAbsent: mayBeAbsent, threads: context.threads,
      check: context.checkStopped)
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
      let words = try TextWords(first, heap, context)
      let isDescending = descending[0]
      return try top(
        limit, of: table, by: keys, descending: descending, isWhole: false, context
      ) { rows, out in
        words.fill(out, rows, descending: isDescending, null: .max)
      }
    }
    let words = try KeyWords(keys, descending: descending, context: context)
    guard limit < count / 4, !words.groups.isEmpty, limit > 0 else {
      let order = try Ordering.permutation(
        keys, descending: descending, count: count, context: context)
      return try gathered(table, order, min(limit, count), context)
    }
    return try top(
      limit, of: table, by: keys, descending: descending, isWhole: words.groups.count == 1, context
    ) { rows, out in
      words.fill(out, rows, group: 0)
    }
  }

  /// The first rows by codes that order as the keys do, as far as they reach.
  ///
  /// - Parameters:
  ///   - isWhole: whether rows of equal codes have equal keys.
  ///   - fill: writes the codes of some rows, a batch at a time.
  private static func top(
    _ limit: Int, of table: Table, by keys: [Column], descending: [Bool], isWhole: Bool,
    _ context: QueryContext,
    _ fill: @Sendable (Range<Int>, UnsafeMutablePointer<UInt64>) -> Void
  ) throws -> Table {
    let count = table.rowCount
    let pieces = max(1, count / max(4 * limit, 4 * Morsel.rows))
    let candidates = try Parallel.map(pieces: pieces, threads: context.threads) {
      piece -> [UInt32] in
      let range = count * piece / pieces..<count * (piece + 1) / pieces
      let room = try MutableBuffer(UInt64.self, count: RowBatch.rows)
      let codes = room.pointer(UInt64.self)
      var best = BestRows(limit, keepsTies: !isWhole)
      for start in stride(from: range.lowerBound, to: range.upperBound, by: RowBatch.rows) {
        try context.checkStopped()
        let rows = start..<min(range.upperBound, start + RowBatch.rows)
        fill(rows, codes)
        if !best.offer(codes, rows) { return range.map { UInt32($0) } }
      }
      return best.rows
    }.flatMap { $0 }
    let rows = try Buffer(copying: candidates)
    let chosen = try gathered(keys, rows, candidates.count, context)
    let order = try Ordering.permutation(
      chosen, descending: descending, count: candidates.count, context: context)
    let taken = min(limit, candidates.count)
    let final = try MutableBuffer(UInt32.self, count: taken)
    for index in 0..<taken {
      final.pointer(UInt32.self)[index] = candidates[Int(order.pointer(UInt32.self)[index])]
    }
    return try gathered(table, final.freeze(), taken, context)
  }
}

/// Rows, in their order, among which are the first ones by code of all that were offered: those
/// whose code is at most a threshold that falls as more are seen.
private struct BestRows {
  private let limit: Int
  private let keepsTies: Bool
  private let capacity: Int
  private(set) var rows: [UInt32] = []
  private var codes: [UInt64] = []
  private var threshold = UInt64.max
  private var isStrict = false

  init(_ limit: Int, keepsTies: Bool) {
    self.limit = limit
    self.keepsTies = keepsTies
    capacity = limit * 2 + 1024
  }

  /// Takes the best of some rows; false where so many have equal codes that choosing is no use.
  mutating func offer(_ offered: UnsafePointer<UInt64>, _ range: Range<Int>) -> Bool {
    // A code must be below this; among equal ones the earlier row wins, so a later equal one is out
    // once there are enough.
    var bound = threshold
    var isBelow = isStrict
    for index in 0..<range.count {
      let code = offered[index]
      if code > bound || (isBelow && code == bound) { continue }
      rows.append(UInt32(truncatingIfNeeded: range.lowerBound &+ index))
      codes.append(code)
      if rows.count >= capacity {
        if !reduce() { return false }
        bound = threshold
        isBelow = isStrict
      }
    }
    return true
  }

  private mutating func reduce() -> Bool {
    var ranked = codes
    let next = ranked.withUnsafeMutableBufferPointer { ranked in
      guard let start = ranked.baseAddress else { return UInt64.max }
      Selection.select(start, ranked.count, limit - 1) {}
      return start[limit - 1]
    }
    // Of the rows at the threshold only as many as are needed, where ties are of no interest.
    var room = Int.max
    if !keepsTies { room = limit - codes.reduce(0) { $0 + ($1 < next ? 1 : 0) } }
    var filled = 0
    for index in rows.indices {
      if codes[index] > next { continue }
      if codes[index] == next {
        if room == 0 { continue }
        room -= 1
      }
      rows[filled] = rows[index]
      codes[filled] = codes[index]
      filled += 1
    }
    rows.removeLast(rows.count - filled)
    codes.removeLast(codes.count - filled)
    threshold = next
    isStrict = !keepsTies
    return !keepsTies || filled <= capacity / 2
  }
}
