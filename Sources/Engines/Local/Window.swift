import Columns
import Functions
import Planning

/// The rows of a table put together by partition and in order within each, and the functions that
/// look at neighbours there. Results stand in the rows' own order.
struct Window {
  let rowCount: Int
  private let grouping: Grouping
  /// Row numbers by partition, then by sort keys.
  let order: Buffer
  /// Where each partition begins in `order`, and the end of the last.
  let starts: [Int]
  let sort: [Column]
  let descending: [Bool]
  /// How the periods of the only sort key are written, where it has any.
  let sortPeriod: PeriodForm?
  let context: QueryContext

  init(
    by: [Column], sort: [Column], descending: [Bool], sortPeriod: PeriodForm? = nil, rowCount: Int,
    context: QueryContext
  ) throws {
    self.sortPeriod = sortPeriod
    self.rowCount = rowCount
    self.context = context
    self.sort = sort
    self.descending = descending
    grouping = try Grouping(by, rowCount: rowCount, context: context)
    let groupCount = max(1, grouping.count)
    let partition = Column(
      type: .int, count: rowCount,
      storage: .packed(
        Packed(
          buffer: grouping.ids, width: .u32, base: 0, lower: 0, upper: Int64(groupCount) - 1)))
    order = try Ordering.permutation(
      [partition] + sort, descending: [false] + descending, count: rowCount, context: context)
    // The groups stand in their order, so that their sizes tell where each begins.
    var starts = [0]
    if rowCount > 0 {
      starts.reserveCapacity(groupCount + 1)
      for size in try grouping.sizes(rowCount: rowCount, context) {
        starts.append(starts[starts.count - 1] + size)
      }
    }
    self.starts = starts
  }

  /// The values of one call for all rows.
  ///
  /// - Parameters:
  ///   - own: the keys of an order of the call's own.
  ///   - bound: for each row the least key that its frame takes.
  func compute(
    _ call: WindowCall, _ arguments: [Column], _ condition: Column?, sort own: [Column] = [],
    bound: Column? = nil
  ) throws -> Column {
    switch call.kind {
    case .aggregate(let function):
      let aggregate = AggregateCall(function, call)
      if let frame = call.frame {
        return try WindowFrames(window: self, frame: frame, bound: bound).values(
          aggregate, arguments, condition, sort: own)
      }
      let results = try Aggregation.overGroups(
        aggregate, arguments, condition, sort: own, grouping.ids,
        groupCount: max(1, grouping.count), rowCount: rowCount, context: context)
      return try Sorting.gathered([results], grouping.ids, rowCount, context)[0]
    case .function(let function):
      let constants = call.constants
      switch function {
      case .lag, .lead, .growth, .movingAvg, .cumsum, .cumavg: try noteGaps(function.rawValue, call)
      default: break
      }
      switch function {
      case .rowNumber, .rank, .denseRank, .percentRank, .ntile:
        return try ranks(function, call, buckets: integer(constants.first) ?? 1)
      case .lag: return try shifted(arguments[0], integer(constants.first) ?? 1, call)
      // Of the smallest number there is no opposite, and no row so far away either.
      case .lead: return try shifted(arguments[0], 0 &- (integer(constants.first) ?? 1), call)
      case .first: return try edge(arguments[0], isFirst: true)
      case .last: return try edge(arguments[0], isFirst: false)
      case .cumsum: return try runningSum(arguments[0], call)
      case .cumavg: return try movingAverage(arguments[0], width: Int.max)
      case .movingAvg:
        return try movingAverage(arguments[0], width: max(1, integer(constants.first) ?? 1))
      case .share: return try shares(arguments[0])
      case .growth: return try growth(arguments[0], integer(constants.first) ?? 1, call)
      case .indexTo: return try indexed(arguments[0], base: condition, call)
      }
    }
  }

  private func integer(_ value: Value?) -> Int? {
    if case .int(let number)? = value { return Int(number) }
    return nil
  }

  /// Runs `body` for each partition: its places in `order`.
  func forPartitions(_ body: @Sendable (Range<Int>) throws -> Void) throws {
    let starts = self.starts
    _ = try mapRuns { run in
      for index in run { try body(starts[index]..<starts[index + 1]) }
    }
  }

  /// What `body` gives for runs of partitions of about equal length, which it gets by their numbers.
  func mapRuns<Result: Sendable>(
    _ body: @Sendable (Range<Int>) throws -> Result
  ) throws -> [Result] {
    let count = starts.count - 1
    let pieces = min(count, 512)
    return try Parallel.map(pieces: pieces, threads: context.threads) { piece in
      try context.checkStopped()
      return try body(count * piece / pieces..<count * (piece + 1) / pieces)
    }
  }

  // MARK: Ranks

  private func ranks(
    _ function: WindowFunction, _ call: WindowCall, buckets: Int
  ) throws -> Column {
    let peers = try KeyWords(sort, descending: descending, context: context)
    let words = try peers.groups.indices.map {
      try peers.words($0, count: rowCount, as: UInt64.self, context: context).freeze()
    }
    let numbers = try MutableBuffer(Int64.self, count: rowCount, zeroed: true)
    let shares = try MutableBuffer(
      Double.self, count: function == .percentRank ? rowCount : 0, zeroed: true)
    let isMissing = try MutableBuffer(UInt8.self, count: rowCount, zeroed: true)
    let order = self.order
    // What is unknown has no place among what is known, nor are the known ranked against it.
    let key = function == .rowNumber ? nil : sort.first
    try forPartitions { partition in
      let rows = order.pointer(UInt32.self)
      var places = partition
      if let key, key.mayHaveNulls,
        let unknown = partition.first(where: { !key.isValid(Int(rows[$0])) })
      {
        places = partition.lowerBound..<unknown
        for place in unknown..<partition.upperBound {
          isMissing.pointer(UInt8.self)[Int(rows[place])] = 1
        }
      }
      let out = numbers.pointer(Int64.self)
      var rank = 0
      var dense = 0
      for place in places {
        if place & 0xFFFF == 0xFFFF { try context.checkStopped() }
        let row = Int(rows[place])
        let index = place - places.lowerBound
        var isNew = index == 0
        if !isNew {
          let previous = Int(rows[place - 1])
          for word in words
          where word.pointer(UInt64.self)[row] != word.pointer(UInt64.self)[previous] {
            isNew = true
          }
        }
        if isNew {
          rank = index + 1
          dense += 1
        }
        switch function {
        case .rank: out[row] = Int64(rank)
        case .denseRank: out[row] = Int64(dense)
        case .percentRank:
          shares.pointer(Double.self)[row] =
            places.count > 1 ? Double(rank - 1) / Double(places.count - 1) : 0
        case .ntile:
          // The first buckets get the rows that do not divide evenly.
          let size = places.count / max(1, buckets)
          let larger = places.count % max(1, buckets)
          let edge = larger * (size + 1)
          out[row] = Int64(
            index < edge ? index / (size + 1) + 1 : larger + (index - edge) / max(1, size) + 1)
        default: out[row] = Int64(index + 1)
        }
      }
    }
    let validity = try Window.validity(missing: isMissing, rowCount)
    if function == .percentRank {
      return Column(
        type: .float, count: rowCount, storage: .double(shares.freeze()), validity: validity)
    }
    let packed = try Packed.packing(
      numbers.freeze(), count: rowCount, validity: validity, threads: context.threads)
    return Column(type: .int, count: rowCount, storage: .packed(packed), validity: validity)
  }

  // MARK: Neighbours

  private func shifted(_ column: Column, _ distance: Int, _ call: WindowCall) throws -> Column {
    let sources = try MutableBuffer(UInt32.self, count: rowCount)
    let order = self.order
    try forPartitions { places in
      let rows = order.pointer(UInt32.self)
      let out = sources.pointer(UInt32.self)
      for place in places {
        if place & 0xFFFF == 0xFFFF { try context.checkStopped() }
        let (source, overflow) = place.subtractingReportingOverflow(distance)
        out[Int(rows[place])] = !overflow && places.contains(source) ? rows[source] : absentRow
      }
    }
    let found = sources.freeze()
    let moved = try Sorting.gathered([column], found, rowCount, context, mayBeAbsent: true)[0]
    guard call.constants.count > 1, !call.constants[1].isNull else { return moved }
    // The default stands where there is no such row, not where that row is null.
    let filler = try Column(call.type, [call.constants[1]])
    let both = try Column.concatenated(call.type, [moved, filler], threads: 1)
    let picks = try MutableBuffer(UInt32.self, count: rowCount)
    for row in 0..<rowCount {
      picks.pointer(UInt32.self)[row] =
        found.pointer(UInt32.self)[row] == absentRow ? UInt32(rowCount) : UInt32(row)
    }
    return try Sorting.gathered([both], picks.freeze(), rowCount, context)[0]
  }

  /// The first or last value that is not null, for all rows of the partition.
  private func edge(_ column: Column, isFirst: Bool) throws -> Column {
    let sources = try MutableBuffer(UInt32.self, count: rowCount)
    let order = self.order
    try forPartitions { places in
      let rows = order.pointer(UInt32.self)
      let found =
        isFirst
        ? places.first { column.isValid(Int(rows[$0])) }
        : places.last { column.isValid(Int(rows[$0])) }
      let source = found.map { rows[$0] } ?? absentRow
      for place in places { sources.pointer(UInt32.self)[Int(rows[place])] = source }
    }
    return try Sorting.gathered([column], sources.freeze(), rowCount, context, mayBeAbsent: true)[0]
  }

  // MARK: Running values

  private func runningSum(_ column: Column, _ call: WindowCall) throws -> Column {
    let isMissing = try MutableBuffer(UInt8.self, count: rowCount, zeroed: true)
    let order = self.order
    if case .packed(let packed) = column.storage {
      let sums = try MutableBuffer(Int64.self, count: rowCount)
      try forPartitions { places in
        switch packed.width {
        case .u8: try addUp(column, packed, UInt8.self, places, sums, isMissing)
        case .u16: try addUp(column, packed, UInt16.self, places, sums, isMissing)
        case .u32: try addUp(column, packed, UInt32.self, places, sums, isMissing)
        case .i64: try addUp(column, packed, Int64.self, places, sums, isMissing)
        }
      }
      let validity = column.mayHaveNulls ? try Window.validity(missing: isMissing, rowCount) : nil
      let result = try Packed.packing(
        sums.freeze(), count: rowCount, validity: validity, scale: packed.scale,
        threads: context.threads)
      return Column(
        type: call.type, count: rowCount, storage: .packed(result), validity: validity)
    }
    let source = try column.doubles()
    let sums = try MutableBuffer(Double.self, count: rowCount)
    try forPartitions { places in
      let rows = order.pointer(UInt32.self)
      let values = source.pointer(Double.self)
      var sum = CompensatedSum()
      var isKnown = false
      for place in places {
        if place & 0xFFFF == 0xFFFF { try context.checkStopped() }
        let row = Int(rows[place])
        if column.isValid(row) {
          sum.add(values[row])
          isKnown = true
        }
        sums.pointer(Double.self)[row] = sum.value
        if !isKnown { isMissing.pointer(UInt8.self)[row] = 1 }
      }
    }
    return Column(
      type: .float, count: rowCount, storage: .double(sums.freeze()),
      validity: try Window.validity(missing: isMissing, rowCount))
  }

  /// The running sums of one partition, read in the width in which the values are stored: a fourth
  /// of the memory is touched at random.
  @inline(__always)
  private func addUp<Raw: FixedWidthInteger & BitwiseCopyable>(
    _ column: Column, _ packed: Packed, _ type: Raw.Type, _ places: Range<Int>,
    _ sums: borrowing MutableBuffer, _ isMissing: borrowing MutableBuffer
  ) throws {
    let rows = order.pointer(UInt32.self)
    let raw = packed.buffer.pointer(Raw.self) + column.offset
    let out = sums.pointer(Int64.self)
    let base = packed.width == .i64 ? 0 : packed.base
    var sum: Int64 = 0
    guard column.mayHaveNulls else {
      for place in places {
        let row = Int(rows[place])
        let (next, overflow) = sum.addingReportingOverflow(
          base &+ Int64(truncatingIfNeeded: raw[row]))
        if overflow { throw EngineError.sumOverflow }
        sum = next
        out[row] = sum
      }
      return
    }
    var isKnown = false
    for place in places {
      let row = Int(rows[place])
      if column.isValid(row) {
        let (next, overflow) = sum.addingReportingOverflow(
          base &+ Int64(truncatingIfNeeded: raw[row]))
        if overflow { throw EngineError.sumOverflow }
        sum = next
        isKnown = true
      }
      out[row] = sum
      if !isKnown { isMissing.pointer(UInt8.self)[row] = 1 }
    }
  }

  /// The mean of the last `width` rows up to this one, nulls left out; fewer rows at the start.
  private func movingAverage(_ column: Column, width: Int) throws -> Column {
    let isMissing = try MutableBuffer(UInt8.self, count: rowCount, zeroed: true)
    let source = try column.doubles()
    let means = try MutableBuffer(Double.self, count: rowCount, zeroed: true)
    let order = self.order
    try forPartitions { places in
      let rows = order.pointer(UInt32.self)
      let values = source.pointer(Double.self)
      var running = CompensatedSum()
      var known = 0
      var work = 0
      for place in places {
        // A wide window makes a row dear, so that what is counted is values added up.
        work &+= 1 &+ (width == Int.max ? 0 : min(width, place - places.lowerBound))
        if work > 1 << 20 {
          try context.checkStopped()
          work = 0
        }
        let row = Int(rows[place])
        if width == Int.max {
          if column.isValid(row) {
            running.add(values[row])
            known += 1
          }
        } else {
          // Each window is added up anew: no error drifts along a long partition.
          running = CompensatedSum()
          known = 0
          for back in max(places.lowerBound, place - width + 1)...place {
            let other = Int(rows[back])
            if column.isValid(other) {
              running.add(values[other])
              known += 1
            }
          }
        }
        if known == 0 {
          isMissing.pointer(UInt8.self)[row] = 1
        } else {
          means.pointer(Double.self)[row] = running.value / Double(known)
        }
      }
    }
    return Column(
      type: .float, count: rowCount, storage: .double(means.freeze()),
      validity: try Window.validity(missing: isMissing, rowCount))
  }

  /// 100 · x / Σ x of the partition; null where x is null or the sum is 0.
  private func shares(_ column: Column) throws -> Column {
    let isMissing = try MutableBuffer(UInt8.self, count: rowCount, zeroed: true)
    let source = try column.doubles()
    let parts = try MutableBuffer(Double.self, count: rowCount, zeroed: true)
    let order = self.order
    try forPartitions { places in
      let rows = order.pointer(UInt32.self)
      let values = source.pointer(Double.self)
      var total = CompensatedSum()
      for place in places where column.isValid(Int(rows[place])) {
        total.add(values[Int(rows[place])])
      }
      let sum = total.value
      for place in places {
        if place & 0xFFFF == 0xFFFF { try context.checkStopped() }
        let row = Int(rows[place])
        if column.isValid(row), sum != 0 {
          parts.pointer(Double.self)[row] = 100 * values[row] / sum
        } else {
          isMissing.pointer(UInt8.self)[row] = 1
        }
      }
    }
    return Column(
      type: .float, count: rowCount, storage: .double(parts.freeze()),
      validity: try Window.validity(missing: isMissing, rowCount))
  }

  static func validity(missing: borrowing MutableBuffer, _ count: Int) throws -> Bitmap? {
    let flags = missing.pointer(UInt8.self)
    guard (0..<count).contains(where: { flags[$0] != 0 }) else { return nil }
    let valid = try MutableBitmap(repeating: true, count: count)
    for row in 0..<count where flags[row] != 0 { valid.set(row, false) }
    return valid.freeze()
  }
}

extension AggregateCall {
  /// The aggregate that a window call names.
  init(_ function: Aggregate, _ call: WindowCall) {
    self.init(
      name: call.name, function: function, arguments: call.arguments, constants: call.constants,
      condition: call.condition, type: call.type, range: call.range)
    sort = call.sort
  }
}
