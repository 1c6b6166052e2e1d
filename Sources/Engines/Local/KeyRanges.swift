import Columns
import Planning

/// Rows put together by runs of neighbouring keys, run after run in the order of the keys: grouping
/// where groups are many.
///
/// A run fits the L2 cache, where its rows are sorted by key: the groups come out in their order, and
/// no hash table, no number of each row's group and no sort of all groups is needed. How rows are
/// parted follows from their number and their keys alone.
struct KeyRanges: ~Copyable {
  /// One `UInt64` a row, run after run; once a run is grouped, the keys of its groups in their order.
  let keys: MutableBuffer
  /// Row numbers (`UInt32`), ascending in each run; once it is grouped, the first rows of its groups.
  let rows: MutableBuffer
  /// Where each run begins, and the end of the last.
  let bounds: [Int]

  private init(keys: consuming MutableBuffer, rows: consuming MutableBuffer, bounds: [Int]) {
    self.keys = keys
    self.rows = rows
    self.bounds = bounds
  }

  var count: Int { bounds.count - 1 }

  /// Nil where the keys are spread so unevenly that one run would hold very many rows.
  ///
  /// Keys are computed twice, to count and to move them, and never lie in memory for all rows in
  /// their first order.
  static func parted(
    _ words: KeyWords, rowCount: Int, _ context: QueryContext
  ) throws -> KeyRanges? {
    let bits = words.cardinality(0).map { UInt64.bitWidth - ($0 &- 1).leadingZeroBitCount } ?? 64
    let lanes = max(1, min(Morsel.pieces(of: rowCount), 16))
    guard
      let runs = try KeyRuns.counted(
        bits: bits, rowCount: rowCount, lanes: lanes, threads: context.threads,
        { lane, shift, counts in
          try forEachBatch(words, lane, of: lanes, rowCount, context) { batch, _, count in
            for index in 0..<count { counts[Int(truncatingIfNeeded: batch[index] &>> shift)] &+= 1 }
          }
        })
    else { return nil }
    let keys = try MutableBuffer(UInt64.self, count: rowCount)
    let rows = try MutableBuffer(UInt32.self, count: rowCount)
    try Parallel.run(pieces: lanes, threads: context.threads) { lane in
      let outKeys = keys.pointer(UInt64.self)
      let outRows = rows.pointer(UInt32.self)
      let next = runs.places(lane)
      let shift = runs.shift
      try runs.ofBucket.withUnsafeBufferPointer { ofBucket in
        try forEachBatch(words, lane, of: lanes, rowCount, context) { batch, first, count in
          for index in 0..<count {
            let key = batch[index]
            let run = Int(ofBucket[Int(truncatingIfNeeded: key &>> shift)])
            let place = next[run]
            next[run] = place &+ 1
            outKeys[place] = key
            outRows[place] = UInt32(truncatingIfNeeded: first &+ index)
          }
        }
      }
    }
    return KeyRanges(keys: keys, rows: rows, bounds: runs.bounds)
  }

  /// Hands the keys of a lane's rows to `body`, a batch at a time, with the number of the first row.
  @inline(__always)
  private static func forEachBatch(
    _ words: KeyWords, _ lane: Int, of lanes: Int, _ rowCount: Int, _ context: QueryContext,
    _ body: (UnsafePointer<UInt64>, Int, Int) -> Void
  ) throws {
    let own = rowCount * lane / lanes..<rowCount * (lane + 1) / lanes
    let room = try MutableBuffer(UInt64.self, count: RowBatch.rows)
    let batch = room.pointer(UInt64.self)
    for start in stride(from: own.lowerBound, to: own.upperBound, by: RowBatch.rows) {
      try context.checkStopped()
      let end = min(own.upperBound, start + RowBatch.rows)
      words.fill(batch, start..<end, group: 0)
      body(batch, start, end - start)
    }
  }

  /// The rows of a run in the order of their keys, those of a group in their own order.
  struct Run {
    let rows: Buffer
    /// For each of the rows the number of its group in the run (`UInt32`).
    let ids: Buffer
    /// How many rows each group has (`UInt32`).
    let sizes: WorkMemory
    let rowCount: Int
    let groupCount: Int
  }

  /// Sorts a run, and puts the keys and first rows of its groups in the place of its own; to be asked
  /// for once.
  func grouped(_ run: Int) throws -> Run {
    let count = bounds[run + 1] - bounds[run]
    let keys = self.keys.pointer(UInt64.self) + bounds[run]
    let rows = self.rows.pointer(UInt32.self) + bounds[run]
    let sortedKeys = try MutableBuffer(UInt64.self, count: count)
    let sortedRows = try MutableBuffer(UInt32.self, count: count)
    let (ownKeys, ownRows) = (sortedKeys.pointer(UInt64.self), sortedRows.pointer(UInt32.self))
    CachedSort.sort(keys, rows, count: count, into: ownKeys, ownRows)
    let ids = try MutableBuffer(UInt32.self, count: count)
    let sizes = try WorkMemory(UInt32.self, count: count, zeroed: true)
    let (outIDs, outSizes) = (ids.pointer(UInt32.self), sizes.pointer(UInt32.self))
    var groups = 0
    var last = ~(count > 0 ? ownKeys[0] : 0)
    for place in 0..<count {
      let key = ownKeys[place]
      if key != last {
        keys[groups] = key
        rows[groups] = ownRows[place]
        groups &+= 1
        last = key
      }
      outIDs[place] = UInt32(truncatingIfNeeded: groups &- 1)
      outSizes[groups &- 1] &+= 1
    }
    return Run(
      rows: sortedRows.freeze(), ids: ids.freeze(), sizes: sizes, rowCount: count,
      groupCount: groups)
  }

  /// The keys of the groups; lets go of the rows.
  consuming func groupKeys() -> MutableBuffer { keys }

  /// The first rows of all groups, one after another; `firstGroups` tells where those of each run are
  /// to begin.
  consuming func firstRows(_ firstGroups: [Int]) -> Buffer {
    let start = rows.pointer(UInt32.self)
    for run in 0..<firstGroups.count - 1 {
      let count = firstGroups[run + 1] - firstGroups[run]
      // Downwards, and over what has moved already.
      if firstGroups[run] != bounds[run] {
        (start + firstGroups[run]).update(from: start + bounds[run], count: count)
      }
    }
    return rows.freeze()
  }
}
