import Columns
import Functions
import Planning

/// `count_distinct`: how many different values each group has.
///
/// - *Bitmaps*: where groups and possible values are few, a bit for each pair of them; rows are read
///   once, in their order, and the bitmaps of threads are united (q10 62 → 16 ms).
/// - *Pairs*: else the pairs of group and value are grouped by hash. No value is compared with
///   another for its order, and texts are not even copied (d3 209 → 19 ms).
struct DistinctCounts {
  let column: Column
  /// A byte a row, 0 for rows that do not count; nil where all do.
  let keep: Buffer?
  let context: QueryContext

  /// Bits of one thread's bitmaps: 4 MiB.
  private static let mostBits = 1 << 25

  /// One count per group.
  func counts(_ ids: Buffer, groupCount: Int, rowCount: Int) throws -> Column {
    let counts: Buffer
    if let hashing = TextHashing(column, context),
      let firsts = try hashing.representatives(keep: keep)
    {
      // Rows that are left out have no representative, and so no code in `0..<rowCount`.
      counts = try ofCodes(firsts, ids, groupCount, rowCount)
    } else {
      counts = try ofKeys(ids, groupCount, rowCount)
    }
    let packed = try Packed.packing(
      counts, count: groupCount, validity: nil, threads: context.threads)
    return Column(type: .int, count: groupCount, storage: .packed(packed))
  }

  /// Counts representatives: the first of its text in all rows for one group, pairs for more.
  private func ofCodes(
    _ firsts: Buffer, _ ids: Buffer, _ groupCount: Int, _ rowCount: Int
  ) throws -> Buffer {
    let counts = try MutableBuffer(Int64.self, count: groupCount, zeroed: true)
    if groupCount == 1 {
      let found = try Parallel.map(pieces: Morsel.pieces(of: rowCount), threads: context.threads) {
        piece in
        let first = firsts.pointer(UInt32.self)
        return Morsel.range(piece, of: rowCount).reduce(0) { $0 &+ (Int(first[$1]) == $1 ? 1 : 0) }
      }
      counts.pointer(Int64.self)[0] = Int64(found.reduce(0, +))
      return counts.freeze()
    }
    let words = try MutableBuffer(UInt64.self, count: rowCount)
    let kept = try MutableBuffer(UInt8.self, count: rowCount)
    try Parallel.run(pieces: Morsel.pieces(of: rowCount), threads: context.threads) { piece in
      try context.checkStopped()
      let groups = ids.pointer(UInt32.self)
      let codes = firsts.pointer(UInt32.self)
      for row in Morsel.range(piece, of: rowCount) {
        words.pointer(UInt64.self)[row] = UInt64(groups[row]) << 32 | UInt64(codes[row])
        kept.pointer(UInt8.self)[row] = codes[row] == absentRow ? 0 : 1
      }
    }
    let parts = try KeyPartitions(words.freeze(), rowCount: rowCount, keep: kept.freeze(), context)
    try count(parts, into: counts) { Int($0 >> 32) }
    return counts.freeze()
  }

  /// Adds one to the group of each key.
  private func count(
    _ parts: KeyPartitions, into counts: borrowing MutableBuffer, _ group: (UInt64) -> Int
  ) throws {
    let out = counts.pointer(Int64.self)
    let keys = parts.keys.pointer(UInt64.self)
    for part in 0..<parts.count {
      try context.checkStopped()
      for place in parts.firstGroups[part]..<parts.firstGroups[part + 1] {
        out[group(keys[place])] += 1
      }
    }
  }

  private func ofKeys(_ ids: Buffer, _ groupCount: Int, _ rowCount: Int) throws -> Buffer {
    // Texts beyond hashing get numbers here, other values are their own.
    let (key, column) = try KeyColumn.encoding(column, context: context)
    let (cardinality, isWhole) = key.nullCode.addingReportingOverflow(1)
    // The bitmaps are cleared and read as a whole: with fewer rows than words hashing is less work.
    if !isWhole, cardinality <= UInt64(DistinctCounts.mostBits),
      groupCount <= DistinctCounts.mostBits / (Int(cardinality) + 63),
      groupCount * (Int(cardinality) + 63) / 64 <= max(4096, rowCount)
    {
      return try bitmaps(key, column, Int(cardinality), ids, groupCount, rowCount)
    }
    return try pairs(key, column, isWhole ? nil : cardinality, ids, groupCount, rowCount)
  }

  private func bitmaps(
    _ key: KeyColumn, _ column: Column, _ cardinality: Int, _ ids: Buffer, _ groupCount: Int,
    _ rowCount: Int
  ) throws -> Buffer {
    // Whole words for each group, so that its bits are counted without a mask.
    let groupWords = (cardinality + 63) / 64
    let lanes = max(1, min(context.threads, Morsel.pieces(of: rowCount)))
    let maps = try Parallel.map(pieces: lanes, threads: context.threads) { lane -> Buffer in
      let map = try MutableBuffer(UInt64.self, count: groupCount * groupWords, zeroed: true)
      let bits = map.pointer(UInt64.self)
      let groups = ids.pointer(UInt32.self)
      let kept = keep?.pointer(UInt8.self)
      let room = try MutableBuffer(UInt32.self, count: RowBatch.rows)
      let codes = room.pointer(UInt32.self)
      var start = rowCount * lane / lanes
      let end = rowCount * (lane + 1) / lanes
      while start < end {
        try context.checkStopped()
        let count = min(RowBatch.rows, end - start)
        codes.update(repeating: 0, count: count)
        key.fill(codes, from: column.slice(start, count), multiplier: 0)
        for index in 0..<count {
          if let kept, kept[start + index] == 0 { continue }
          let code = Int(codes[index])
          let word = Int(groups[start + index]) &* groupWords &+ code >> 6
          bits[word] |= 1 << UInt64(code & 63)
        }
        start += count
      }
      return map.freeze()
    }
    let counts = try MutableBuffer(Int64.self, count: groupCount)
    let null = Int(key.nullCode)
    for group in 0..<groupCount {
      var total = 0
      for word in 0..<groupWords {
        var bits: UInt64 = 0
        for map in maps { bits |= map.pointer(UInt64.self)[group * groupWords + word] }
        // Null is no value.
        if word == null >> 6 { bits &= ~(1 << UInt64(null & 63)) }
        total += bits.nonzeroBitCount
      }
      counts.pointer(Int64.self)[group] = Int64(total)
    }
    return counts.freeze()
  }

  /// - Parameter cardinality: how many codes there are; nil for all of 64 bits.
  private func pairs(
    _ key: KeyColumn, _ column: Column, _ cardinality: UInt64?, _ ids: Buffer, _ groupCount: Int,
    _ rowCount: Int
  ) throws -> Buffer {
    let codes = try MutableBuffer(UInt64.self, count: rowCount)
    try Parallel.run(pieces: Morsel.pieces(of: rowCount), threads: context.threads) { piece in
      try context.checkStopped()
      let rows = Morsel.range(piece, of: rowCount)
      let out = codes.pointer(UInt64.self) + rows.lowerBound
      out.update(repeating: 0, count: rows.count)
      key.fill(out, from: column.slice(rows.lowerBound, rows.count), multiplier: 0)
    }
    let kept = try column.known(keep)
    // Values whose codes leave no room for the group beside them are numbered first.
    let factor = cardinality ?? .max
    guard groupCount > 1, factor.multipliedReportingOverflow(by: UInt64(groupCount)).overflow else {
      return try pairs(codes, factor, ids, kept, groupCount, rowCount)
    }
    let values = try KeyPartitions(codes.freeze(), rowCount: rowCount, keep: kept, context)
    return try pairs(
      numbers(values, rowCount), UInt64(max(1, values.groupCount)), ids, kept, groupCount, rowCount)
  }

  /// Counts the pairs of group and code, of which `factor` is above every code.
  private func pairs(
    _ codes: consuming MutableBuffer, _ factor: UInt64, _ ids: Buffer, _ kept: Buffer?,
    _ groupCount: Int, _ rowCount: Int
  ) throws -> Buffer {
    let words = codes
    if groupCount > 1 {
      try Parallel.run(pieces: Morsel.pieces(of: rowCount), threads: context.threads) { piece in
        let out = words.pointer(UInt64.self)
        let groups = ids.pointer(UInt32.self)
        for row in Morsel.range(piece, of: rowCount) {
          out[row] = UInt64(groups[row]) &* factor &+ out[row]
        }
      }
    }
    let parts = try KeyPartitions(words.freeze(), rowCount: rowCount, keep: kept, context)
    let counts = try MutableBuffer(Int64.self, count: groupCount, zeroed: true)
    if groupCount == 1 {
      counts.pointer(Int64.self)[0] = Int64(parts.groupCount)
    } else {
      try count(parts, into: counts) { Int($0 / factor) }
    }
    return counts.freeze()
  }

  /// The number of the group of each row; rows that were left out have any.
  private func numbers(_ parts: KeyPartitions, _ rowCount: Int) throws -> MutableBuffer {
    let result = try MutableBuffer(UInt64.self, count: rowCount)
    try Parallel.run(pieces: parts.count, threads: context.threads) { part in
      try context.checkStopped()
      let out = result.pointer(UInt64.self)
      let rows = parts.rows.pointer(UInt32.self)
      let ids = parts.ids.pointer(UInt32.self)
      let first = parts.firstGroups[part]
      for place in parts.bounds[part]..<parts.bounds[part + 1] {
        out[Int(rows[place])] = UInt64(first &+ Int(ids[place]))
      }
    }
    return result
  }
}
