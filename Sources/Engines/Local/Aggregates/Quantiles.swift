import Columns
import Functions
import Planning

/// `median` and `quantile`, several of one argument at a time: the values are put together by group
/// once, in the width in which they are stored, and each group is searched for its ranks.
///
/// Quantiles are those with linear interpolation between the two nearest values (Hyndman and Fan's
/// type 7, as DuckDB's `quantile_cont` and NumPy's default). NaN counts as the greatest.
struct Quantiles {
  let column: Column
  /// A byte a row, 0 for rows that do not count; nil where all do.
  let keep: Buffer?
  let context: QueryContext

  /// A column for each share, one value per group; null where a group has no value.
  func results(
    _ shares: [Double], _ ids: Buffer, groupCount: Int, rowCount: Int
  ) throws -> [Column] {
    switch column.storage {
    case .packed(let packed):
      let buffer = packed.buffer
      switch packed.width {
      case .u8: return try results(shares, ids, groupCount, rowCount, buffer, UInt8.self)
      case .u16: return try results(shares, ids, groupCount, rowCount, buffer, UInt16.self)
      case .u32: return try results(shares, ids, groupCount, rowCount, buffer, UInt32.self)
      case .i64: return try results(shares, ids, groupCount, rowCount, buffer, Int64.self)
      }
    case .double(let buffer):
      // As integers in the order of the doubles.
      let ordered = try MutableBuffer(UInt64.self, count: column.offset + rowCount)
      let pieces = Morsel.pieces(of: rowCount)
      try Parallel.run(pieces: pieces, threads: context.threads) { piece in
        try context.checkStopped()
        let source = buffer.pointer(Double.self) + column.offset
        let out = ordered.pointer(UInt64.self) + column.offset
        for row in Morsel.range(piece, of: rowCount) {
          out[row] = KeyColumn.ordered(source[row])
        }
      }
      return try results(shares, ids, groupCount, rowCount, ordered.freeze(), UInt64.self)
    default: return shares.map { _ in .nulls(.float, count: groupCount) }
    }
  }

  private func results<Raw: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ shares: [Double], _ ids: Buffer, _ groupCount: Int, _ rowCount: Int, _ raw: Buffer,
    _ type: Raw.Type
  ) throws -> [Column] {
    let grouped = try together(ids, groupCount, rowCount, raw, type)
    let bounds = grouped.bounds
    let made = try shares.map { _ in
      try SharedBuilder(Double.self, count: groupCount, zeroed: true)
    }
    // Ranks are looked for from the lowest on, since all that is found lies before the next.
    let ascending = shares.indices.sorted { shares[$0] < shares[$1] }
    let pieces = min(groupCount, 256)
    try Parallel.run(pieces: pieces, threads: context.threads) { piece in
      let out = made.map { $0.pointer(Double.self) }
      for group in groupCount * piece / pieces..<groupCount * (piece + 1) / pieces {
        try context.checkStopped()
        let count = bounds[group + 1] - bounds[group]
        if count == 0 { continue }
        let own = grouped.values.pointer(Raw.self) + bounds[group]
        var first = 0
        for index in ascending {
          let position = shares[index] * Double(count - 1)
          let low = max(0, min(count - 1, Int(position.rounded(.down))))
          try Selection.select(own + first, count - first, low - first, context.checkStopped)
          let lower = value(own[low])
          var result = lower
          let fraction = position - Double(low)
          if fraction != 0, low + 1 < count {
            var next = own[low + 1]
            for place in low + 1..<count { next = min(next, own[place]) }
            let upper = value(next)
            if lower.isNaN || upper.isNaN {
              result = .nan
            } else if lower != upper {
              result = lower + (upper - lower) * fraction
            }
          }
          out[index][group] = result
          first = low
        }
      }
    }
    let valid = try MutableBitmap(repeating: true, count: groupCount)
    for group in 0..<groupCount where bounds[group] == bounds[group + 1] {
      valid.set(group, false)
    }
    let known = valid.freeze()
    let validity = known.isAllSet ? nil : known
    return made.map {
      Column(
        type: .float, count: groupCount, storage: .double($0.freeze()), validity: validity)
    }
  }

  /// The values of each group one after another, and where each group begins.
  private struct GroupedValues: ~Copyable, Sendable {
    let values: MutableBuffer
    let bounds: [Int]
  }

  /// The values by group: a counting sort that
  /// moves the values themselves, so that none is read at random later.
  private func together<Raw: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ ids: Buffer, _ groupCount: Int, _ rowCount: Int, _ raw: Buffer, _ type: Raw.Type
  ) throws -> GroupedValues {
    // Rows that do not count go to one more group, which nobody reads.
    let groups = groupCount + 1
    let lanes = LaneCounts.lanes(rows: rowCount, targets: groups, threads: context.threads)
    let counts = try MutableBuffer(Int.self, count: lanes * groups, zeroed: true)
    try Parallel.run(pieces: lanes, threads: context.threads) { lane in
      try context.checkStopped()
      let tally = counts.pointer(Int.self) + lane * groups
      let numbers = ids.pointer(UInt32.self)
      let own = rowCount * lane / lanes..<rowCount * (lane + 1) / lanes
      if let kept = keep?.pointer(UInt8.self) {
        for row in own { tally[kept[row] != 0 ? Int(numbers[row]) : groupCount] &+= 1 }
      } else {
        for row in own { tally[Int(numbers[row])] &+= 1 }
      }
    }
    let bounds = LaneCounts.places(counts, lanes: lanes, targets: groups)
    let values = try MutableBuffer(Raw.self, count: rowCount)
    try Parallel.run(pieces: lanes, threads: context.threads) { lane in
      try context.checkStopped()
      let places = counts.pointer(Int.self) + lane * groups
      let numbers = ids.pointer(UInt32.self)
      let source = raw.pointer(Raw.self) + column.offset
      let out = values.pointer(Raw.self)
      let kept = keep?.pointer(UInt8.self)
      for row in rowCount * lane / lanes..<rowCount * (lane + 1) / lanes {
        let group = kept.map { $0[row] == 0 } ?? false ? groupCount : Int(numbers[row])
        let place = places[group]
        places[group] = place &+ 1
        out[place] = source[row]
      }
    }
    return GroupedValues(values: values, bounds: bounds)
  }

  /// A stored value as a double.
  private func value<Raw: FixedWidthInteger>(_ raw: Raw) -> Double {
    guard case .packed(let packed) = column.storage else {
      return KeyColumn.double(ordered: UInt64(truncatingIfNeeded: raw))
    }
    let whole = packed.base &+ Int64(truncatingIfNeeded: raw)
    return packed.scale == 0 ? Double(whole) : Decimal64.double(whole, scale: packed.scale)
  }
}

/// Order statistics without sorting.
enum Selection {
  /// Moves the value of rank `rank` to its place, smaller ones before it and greater ones after
  /// (Hoare's quickselect, median of three).
  ///
  /// - Parameter check: called now and then where values are many; may throw to stop.
  @inline(__always)
  static func select<Value: FixedWidthInteger>(
    _ values: UnsafeMutablePointer<Value>, _ count: Int, _ rank: Int,
    _ check: () throws -> Void
  ) rethrows {
    var low = 0
    var high = count - 1
    while low < high {
      if high - low > 1 << 16 { try check() }
      let middle = low + (high - low) / 2
      let a = values[low]
      let b = values[middle]
      let c = values[high]
      let pivot = max(min(a, b), min(max(a, b), c))
      var left = low
      var right = high
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          (values[left], values[right]) = (values[right], values[left])
          left += 1
          right -= 1
        }
      }
      if rank <= right {
        high = right
      } else if rank >= left {
        low = left
      } else {
        return
      }
    }
  }
}
