import Columns
import Planning

/// `sort … | take n by …` without sorting all rows: each lane keeps the n best rows of each group,
/// and only those are sorted.
///
/// Measured on 1e7 rows and 63 groups: a tenth of the time of sorting.
enum TopPerGroup {
  /// The rows that `sort` followed by `take count by` gives; nil where the keys have too many
  /// combinations for an array, or need more than 64 bits.
  static func rows(
    of table: Table, by: [Column], sort: [Column], descending: [Bool], count: Int,
    context: QueryContext
  ) throws -> Table? {
    var size = 1
    var keys: [KeyColumn] = []
    for column in by {
      guard let domain = SlotInfo(column).domain else { return nil }
      let (product, overflow) = size.multipliedReportingOverflow(by: domain.count + 1)
      if overflow || product > 65_536 { return nil }
      size = product
      keys.append(KeyColumn(domain))
    }
    let order = try KeyWords(sort, descending: descending, context: context)
    guard order.groups.count == 1, count > 0, size * count <= 1 << 18, !by.isEmpty else {
      return nil
    }
    let rowCount = table.rowCount
    let morsels = Morsel.pieces(of: rowCount)
    let lanes = max(1, min(16, morsels))
    let groupKeys = keys
    let groups = size
    let kept = try Parallel.map(pieces: lanes, threads: context.threads) { lane -> [UInt32] in
      let first = morsels * lane / lanes * Morsel.rows
      let last = min(rowCount, morsels * (lane + 1) / lanes * Morsel.rows)
      var best = try Best(groups: groups, count: count)
      let groupWords = try MutableBuffer(UInt32.self, count: RowBatch.rows)
      let sortWords = try MutableBuffer(UInt64.self, count: RowBatch.rows)
      let group = groupWords.pointer(UInt32.self)
      let code = sortWords.pointer(UInt64.self)
      var start = first
      while start < last {
        try context.checkStopped()
        let length = min(RowBatch.rows, last - start)
        group.update(repeating: 0, count: length)
        for (column, key) in zip(by, groupKeys) {
          key.fill(
            group, from: column.slice(start, length),
            multiplier: UInt32(truncatingIfNeeded: key.nullCode + 1))
        }
        code.update(repeating: 0, count: length)
        for part in order.groups[0] {
          part.key.fill(
            code, from: part.column.slice(start, length), multiplier: part.key.nullCode &+ 1)
        }
        best.offer(group, code, length, firstRow: start)
        start += length
      }
      return best.rows
    }.flatMap { $0 }.sorted()
    let candidates = try Buffer(copying: kept)
    let chosen = try Sorting.gathered(table, candidates, kept.count, context)
    let chosenSort = try Sorting.gathered(sort, candidates, kept.count, context)
    let chosenBy = try Sorting.gathered(by, candidates, kept.count, context)
    let permutation = try Ordering.permutation(
      chosenSort, descending: descending, count: kept.count, context: context)
    let sorted = try Sorting.gathered(chosen, permutation, kept.count, context)
    let sortedBy = try Sorting.gathered(chosenBy, permutation, kept.count, context)
    return try FirstRows.limited(sorted, by: sortedBy, count: count, context: context)
  }

  /// For each group the rows with the smallest codes so far, in order of code; of equal codes the
  /// earlier row stays.
  private struct Best: ~Copyable {
    private let count: Int
    private let codes: MutableBuffer
    private let rowIDs: MutableBuffer
    private let filled: MutableBuffer
    private let groups: Int

    init(groups: Int, count: Int) throws {
      let codes = try MutableBuffer(UInt64.self, count: groups * count)
      let rowIDs = try MutableBuffer(UInt32.self, count: groups * count)
      let filled = try MutableBuffer(UInt32.self, count: groups, zeroed: true)
      self.groups = groups
      self.count = count
      self.codes = codes
      self.rowIDs = rowIDs
      self.filled = filled
    }

    mutating func offer(
      _ group: UnsafePointer<UInt32>, _ code: UnsafePointer<UInt64>, _ length: Int, firstRow: Int
    ) {
      let codes = self.codes.pointer(UInt64.self)
      let rows = rowIDs.pointer(UInt32.self)
      let filled = self.filled.pointer(UInt32.self)
      let last = count - 1
      for row in 0..<length {
        let own = Int(group[row])
        let base = own &* count
        let have = Int(filled[own])
        if have == count, code[row] >= codes[base &+ last] { continue }
        var place = min(have, last)
        while place > 0, codes[base &+ place &- 1] > code[row] {
          codes[base &+ place] = codes[base &+ place &- 1]
          rows[base &+ place] = rows[base &+ place &- 1]
          place &-= 1
        }
        codes[base &+ place] = code[row]
        rows[base &+ place] = UInt32(truncatingIfNeeded: firstRow &+ row)
        if have < count { filled[own] = UInt32(have + 1) }
      }
    }

    /// The rows kept.
    var rows: [UInt32] {
      var result: [UInt32] = []
      for group in 0..<groups {
        for place in 0..<Int(filled.pointer(UInt32.self)[group]) {
          result.append(rowIDs.pointer(UInt32.self)[group * count + place])
        }
      }
      return result
    }
  }
}
