import Columns
import Planning

/// `take n by` and `distinct`: the first rows of each group, in the order of the input.
enum FirstRows {
  static func limited(
    _ table: Table, by keys: [Column], count: Int, context: QueryContext
  ) throws -> Table {
    let rowCount = table.rowCount
    if count <= 0 {
      return try Sorting.gathered(table, try Buffer(byteCount: 0), 0, context)
    }
    let grouping = try Grouping(keys, rowCount: rowCount, context: context)
    if count == 1 {
      if grouping.count == rowCount { return table }
      let rows = try Buffer(copying: grouping.firstRows.sorted())
      return try Sorting.gathered(table, rows, grouping.count, context)
    }
    let seen = try Buffer(Int.self, count: grouping.count, zeroed: true)
    let counts = seen.pointer(Int.self)
    let ids = grouping.ids.pointer(UInt32.self)
    let rows = try Buffer(UInt32.self, count: rowCount)
    let out = rows.pointer(UInt32.self)
    var kept = 0
    for row in 0..<rowCount {
      let group = Int(ids[row])
      if counts[group] < count {
        counts[group] += 1
        out[kept] = UInt32(truncatingIfNeeded: row)
        kept += 1
      }
    }
    return kept == rowCount ? table : try Sorting.gathered(table, rows, kept, context)
  }
}
