import Columns
import Functions
import Planning

/// Aggregates over the rows around each row: `rows a..b` and `since d`.
///
/// Each row is a group of its own, whose rows are put together and aggregated as any group's are: all
/// aggregates mean the same here. That is done for some rows at a time, so that the pairs of a row and
/// one of its frame never fill the memory.
struct WindowFrames {
  let window: Window
  let frame: WindowCall.Frame
  /// For each row the least key that its frame takes.
  let bound: Column?

  /// Pairs that are in memory at once.
  private static let pairs = 1 << 20

  func values(
    _ call: AggregateCall, _ arguments: [Column], _ condition: Column?, sort: [Column]
  ) throws -> Column {
    let rowCount = window.rowCount
    if rowCount == 0 { return .nulls(call.type, count: 0) }
    let spans = try spans()
    let lows = spans.lows.pointer(UInt32.self)
    let highs = spans.highs.pointer(UInt32.self)
    let order = window.order
    var parts: [Column] = []
    var first = 0
    while first < rowCount {
      try window.context.checkStopped()
      var end = first
      var count = 0
      while end < rowCount {
        let size = Int(highs[end] - lows[end])
        if end > first, count + size > WindowFrames.pairs { break }
        count += size
        end += 1
      }
      let members = try MutableBuffer(UInt32.self, count: count)
      let groups = try MutableBuffer(UInt32.self, count: count)
      var filled = 0
      let rows = order.pointer(UInt32.self)
      for place in first..<end {
        for other in Int(lows[place])..<Int(highs[place]) {
          members.pointer(UInt32.self)[filled] = rows[other]
          groups.pointer(UInt32.self)[filled] = UInt32(place - first)
          filled += 1
        }
      }
      let columns = try Sorting.gathered(
        arguments + (condition.map { [$0] } ?? []) + sort, members.freeze(), count,
        window.context)
      let own = columns.dropFirst(arguments.count)
      parts.append(
        try Aggregation.overGroups(
          call, Array(columns.prefix(arguments.count)), condition == nil ? nil : own.first,
          sort: Array(columns.suffix(sort.count)), groups.freeze(), groupCount: end - first,
          rowCount: count, context: window.context))
      first = end
    }
    let ordered = try Column.concatenated(call.type, parts, threads: window.context.threads)
    // Back from the order of the window to that of the rows.
    let places = try MutableBuffer(UInt32.self, count: rowCount)
    let rows = order.pointer(UInt32.self)
    for place in 0..<rowCount { places.pointer(UInt32.self)[Int(rows[place])] = UInt32(place) }
    return try Sorting.gathered([ordered], places.freeze(), rowCount, window.context)[0]
  }

  // MARK: Which rows

  /// For each place in the window's order, where its frame begins and ends.
  private func spans() throws -> (lows: Buffer, highs: Buffer) {
    let lows = try MutableBuffer(UInt32.self, count: window.rowCount)
    let highs = try MutableBuffer(UInt32.self, count: window.rowCount)
    let low = lows.pointer(UInt32.self)
    let high = highs.pointer(UInt32.self)
    switch frame {
    case .rows(let from, let to):
      for index in 0..<window.starts.count - 1 {
        let all = window.starts[index]..<window.starts[index + 1]
        for place in all {
          let first = moved(place, by: from, in: all) ?? all.lowerBound
          let last = moved(place, by: to, in: all).map { $0 + 1 } ?? all.upperBound
          low[place] = UInt32(min(max(first, all.lowerBound), all.upperBound))
          high[place] = UInt32(max(Int(low[place]), min(max(last, all.lowerBound), all.upperBound)))
        }
      }
    case .since:
      guard let bound, let key = window.sort.first else { break }
      let keys = try words(key, beside: bound)
      let bounds = try words(bound, beside: key)
      let values = keys.pointer(UInt64.self)
      let least = bounds.pointer(UInt64.self)
      let rows = window.order.pointer(UInt32.self)
      for index in 0..<window.starts.count - 1 {
        let all = window.starts[index]..<window.starts[index + 1]
        var first = all.lowerBound
        var end = all.lowerBound
        var unknown: Int?
        for place in all {
          let row = Int(rows[place])
          // Rows without a key stand last, and see each other, as rows of one key do.
          if !key.isValid(row) {
            let start = unknown ?? place
            unknown = start
            low[place] = UInt32(start)
            high[place] = UInt32(all.upperBound)
            continue
          }
          while first < place, values[Int(rows[first])] < least[row] { first += 1 }
          end = max(end, place)
          while end < all.upperBound, key.isValid(Int(rows[end])),
            values[Int(rows[end])] <= values[row]
          {
            end += 1
          }
          low[place] = UInt32(first)
          high[place] = UInt32(end)
        }
      }
    }
    return (lows.freeze(), highs.freeze())
  }

  /// A place so far away, which may be outside the partition; nil where there is no end.
  private func moved(_ place: Int, by distance: Int?, in all: Range<Int>) -> Int? {
    guard let distance else { return nil }
    let (found, overflow) = place.addingReportingOverflow(distance)
    if overflow { return distance < 0 ? all.lowerBound - 1 : all.upperBound }
    return min(max(found, all.lowerBound - 1), all.upperBound)
  }

  /// Keys as numbers in the order of the values, the same for both columns.
  private func words(_ column: Column, beside other: Column) throws -> Buffer {
    let words = try MutableBuffer(UInt64.self, count: column.count, zeroed: true)
    let out = words.pointer(UInt64.self)
    let isWhole = column.type != .float && other.type != .float
    if isWhole, case .packed(let packed) = column.storage {
      let factor =
        column.type == .date && other.type == .timestamp ? Calendar.microsecondsPerDay : 1
      for row in 0..<column.count {
        out[row] = UInt64(bitPattern: packed.value(column.offset + row) &* factor) ^ (1 << 63)
      }
    } else if case .nulls = column.storage {
      return words.freeze()
    } else {
      let values = try column.doubles()
      for row in 0..<column.count {
        out[row] = KeyColumn.ordered(values.pointer(Double.self)[row])
      }
    }
    return words.freeze()
  }
}
