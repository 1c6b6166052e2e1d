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

  /// One result per group, groups in order.
  func result(_ ids: Buffer, groupCount: Int, rowCount: Int) throws -> Column {
    let (rows, starts) = try relevantRows(ids, groupCount, rowCount)
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
    case .mode: return try modes(rows, starts, groupCount, rowCount)
    case .countDistinct: return try distinctCounts(rows, starts, groupCount, rowCount)
    case .median, .quantile: return try quantiles(rows, starts, groupCount)
    case .textJoin: return try joins(rows, starts, groupCount)
    default: return .nulls(call.type, count: groupCount)
    }
  }

  /// Rows whose arguments are all known and whose condition is true, by group.
  private func relevantRows(
    _ ids: Buffer, _ groupCount: Int, _ rowCount: Int
  ) throws -> (rows: Buffer, starts: Buffer) {
    let nullable = arguments.filter(\.mayHaveNulls)
    if nullable.isEmpty, condition == nil {
      return try Grouping.rowsByGroup(
        ids, groupCount: groupCount, rowCount: rowCount, context: context)
    }
    var isTrue: Buffer?
    if let condition {
      let flags = try Buffer(UInt8.self, count: rowCount, zeroed: true)
      condition.forEachTrue { flags.pointer(UInt8.self)[$0] = 1 }
      isTrue = flags
    }
    // Rows that do not count go to one more group, which nobody reads.
    let own = try Buffer(UInt32.self, count: rowCount)
    let source = ids.pointer(UInt32.self)
    for row in 0..<rowCount {
      let counts =
        isTrue.map { $0.pointer(UInt8.self)[row] != 0 } ?? true
        && nullable.allSatisfy { $0.isValid(row) }
      own.pointer(UInt32.self)[row] = counts ? source[row] : UInt32(groupCount)
    }
    return try Grouping.rowsByGroup(
      own, groupCount: groupCount + 1, rowCount: rowCount, context: context)
  }

  private func picked(_ groupCount: Int, _ row: (Int) -> UInt32) throws -> Column {
    let rows = try Buffer(UInt32.self, count: groupCount)
    for group in 0..<groupCount { rows.pointer(UInt32.self)[group] = row(group) }
    return try arguments[0].gathered(
      rows, count: groupCount, mayBeAbsent: true, threads: context.threads)
  }

  /// The order-preserving code of each value of a column, and how many codes there can be.
  private func codes(_ column: Column, _ rowCount: Int) throws -> (Buffer, UInt64?) {
    let words = try KeyWords([column], descending: [false], context: context)
    let last = words.groups.count - 1
    return (
      try words.words(last, count: rowCount, as: UInt64.self, context: context),
      words.cardinality(last)
    )
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
    let (codes, _) = try codes(arguments[arguments.count - 1], rowCount)
    let wantsLargest = call.function == .max || call.function == .argMax
    let chosen = try Buffer(UInt32.self, count: groupCount)
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

  /// The value that occurs most often; of several, the first in order.
  private func modes(
    _ rows: Buffer, _ starts: Buffer, _ groupCount: Int, _ rowCount: Int
  ) throws -> Column {
    let (codes, _) = try codes(arguments[0], rowCount)
    let chosen = try Buffer(UInt32.self, count: groupCount)
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

  /// Distinct values per group: with few codes, one array that remembers the last group in which a
  /// code was seen, so that each row costs one access and nothing is cleared between groups.
  private func distinctCounts(
    _ rows: Buffer, _ starts: Buffer, _ groupCount: Int, _ rowCount: Int
  ) throws -> Column {
    let (codes, cardinality) = try codes(arguments[0], rowCount)
    let counts = try Buffer(Int64.self, count: groupCount, zeroed: true)
    let isDense = cardinality.map { $0 <= 1 << 22 } ?? false
    let size = isDense ? Int(cardinality ?? 0) : 0
    let pieces = isDense ? min(groupCount, max(1, context.threads)) : min(groupCount, 256)
    try Parallel.run(pieces: pieces, threads: context.threads) { piece in
      let keys = codes.pointer(UInt64.self)
      let order = rows.pointer(UInt32.self)
      let bounds = starts.pointer(Int.self)
      let out = counts.pointer(Int64.self)
      let lastSeen = try Buffer(UInt32.self, count: size, zeroed: true)
      let stamps = lastSeen.pointer(UInt32.self)
      for group in groupCount * piece / pieces..<groupCount * (piece + 1) / pieces {
        try context.checkStopped()
        var distinct: Int64 = 0
        if isDense {
          let stamp = UInt32(group + 1)
          for place in bounds[group]..<bounds[group + 1] {
            let code = Int(truncatingIfNeeded: keys[Int(order[place])])
            if stamps[code] != stamp {
              stamps[code] = stamp
              distinct += 1
            }
          }
        } else {
          var run = UnsafeMutableBufferPointer(
            start: order + bounds[group], count: bounds[group + 1] - bounds[group])
          run.sort { keys[Int($0)] < keys[Int($1)] }
          for place in run.indices
          where place == 0 || keys[Int(run[place])] != keys[Int(run[place - 1])] {
            distinct += 1
          }
        }
        out[group] = distinct
      }
    }
    let packed = try Packed.packing(
      counts, count: groupCount, validity: nil, threads: context.threads)
    return Column(type: .int, count: groupCount, storage: .packed(packed))
  }

  /// Quantiles with linear interpolation between the two nearest values (Hyndman and Fan's type 7,
  /// as DuckDB's `quantile_cont` and NumPy's default).
  private func quantiles(_ rows: Buffer, _ starts: Buffer, _ groupCount: Int) throws -> Column {
    var share = 0.5
    if call.function == .quantile, let given = call.constants.first?.asDouble { share = given }
    let column = arguments[0]
    let values = try column.doubles()
    let results = try Buffer(Double.self, count: groupCount, zeroed: true)
    let valid = try Bitmap(repeating: true, count: groupCount)
    let missing = try Buffer(UInt8.self, count: groupCount, zeroed: true)
    let part = share
    try forGroups(groupCount) { groups in
      let source = values.pointer(Double.self)
      let order = rows.pointer(UInt32.self)
      let bounds = starts.pointer(Int.self)
      let longest = groups.reduce(0) { max($0, bounds[$1 + 1] - bounds[$1]) }
      let scratch = try Buffer(Double.self, count: longest)
      let own = scratch.pointer(Double.self)
      for group in groups {
        let count = bounds[group + 1] - bounds[group]
        if count == 0 {
          missing.pointer(UInt8.self)[group] = 1
          continue
        }
        for place in 0..<count { own[place] = source[Int(order[bounds[group] + place])] }
        results.pointer(Double.self)[group] = Selection.quantile(own, count, part)
      }
    }
    for group in 0..<groupCount where missing.pointer(UInt8.self)[group] != 0 {
      valid.set(group, false)
    }
    let column2 = Column(
      type: .float, count: groupCount, storage: .double(results), validity: valid)
    return call.type.isTemporal ? try temporal(column2) : column2
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
    let order = rows.pointer(UInt32.self)
    let bounds = starts.pointer(Int.self)
    var cells: [Value] = []
    for group in 0..<groupCount {
      if group & 0xFFF == 0 { try context.checkStopped() }
      let texts = (bounds[group]..<bounds[group + 1]).map {
        String(decoding: arguments[0].utf8(Int(order[$0])), as: UTF8.self)
      }
      cells.append(texts.isEmpty ? .null : .text(texts.joined(separator: separator)))
    }
    return try Column(.text, cells)
  }
}

/// Order statistics without sorting.
enum Selection {
  /// The quantile of `values[0..<count]`, which are rearranged; NaN counts as the greatest.
  static func quantile(
    _ values: UnsafeMutablePointer<Double>, _ count: Int, _ share: Double
  ) -> Double {
    // NaNs to the end, so that plain comparisons suffice for the rest.
    var numbers = count
    var place = 0
    while place < numbers {
      if values[place].isNaN {
        numbers -= 1
        (values[place], values[numbers]) = (values[numbers], values[place])
      } else {
        place += 1
      }
    }
    let position = share * Double(count - 1)
    let low = max(0, min(count - 1, Int(position.rounded(.down))))
    let fraction = position - Double(low)
    if low >= numbers { return .nan }
    select(values, numbers, low)
    let lower = values[low]
    if fraction == 0 || low + 1 >= count { return lower }
    if low + 1 >= numbers { return .nan }
    var upper = values[low + 1]
    for place in low + 1..<numbers { upper = min(upper, values[place]) }
    return lower == upper ? lower : lower + (upper - lower) * fraction
  }

  /// Moves the value of rank `rank` to its place, smaller ones before it and greater ones after
  /// (Hoare's quickselect, median of three).
  static func select(_ values: UnsafeMutablePointer<Double>, _ count: Int, _ rank: Int) {
    var low = 0
    var high = count - 1
    while low < high {
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
