import Columns
import Functions
import Language
import Planning
import Synchronization

/// The right side of a join, ready to be asked: from key values to its rows.
///
/// Each key column of the right side numbers its distinct values; a left value is translated to
/// that number (text once per dictionary entry), several numbers are combined to one, and that
/// leads to the rows. Null matches nothing.
final class JoinProbe: Sendable {
  let kind: LogicalPlan.JoinKind
  private let leftKeys: [Compiled]
  private let leftTypes: [DataType]
  private let maps: [KeyMap]
  private let pairs: [GroupTableBox]
  private let index: RowIndex
  private let columns: [Column]
  let right: Table
  private let context: QueryContext
  let range: SourceRange
  private let counts = Mutex(Counts())

  /// What the probes of a run add up.
  struct Counts: Sendable {
    var rowsIn = 0
    var rowsOut = 0
    var unmatched = 0
    /// For each number of a key, whether a left row had it.
    var isMatched: [Bool] = []
    var repeats = false
  }

  init(
    kind: LogicalPlan.JoinKind, leftKeys: [Compiled], leftTypes: [DataType],
    rightKeys: [Column], right: Table, columns: [Int], range: SourceRange, context: QueryContext
  ) throws {
    self.kind = kind
    self.leftKeys = leftKeys
    self.leftTypes = leftTypes
    self.right = right
    self.context = context
    self.range = range
    self.columns = columns.map { right.columns[$0] }
    let rowCount = right.rowCount
    maps = try zip(rightKeys, leftTypes).map { column, leftType in
      try KeyMap(column, comparesAsDouble: leftType == .float || column.type == .float, context)
    }
    var ids = maps[0].rightIDs
    var idCount = maps[0].count
    var tables: [GroupTableBox] = []
    for map in maps.dropFirst() {
      let table = try GroupTable(expecting: 1024)
      let combined = try Buffer(UInt32.self, count: rowCount)
      for row in 0..<rowCount {
        let left = ids.pointer(UInt32.self)[row]
        let right = map.rightIDs.pointer(UInt32.self)[row]
        combined.pointer(UInt32.self)[row] =
          left == absentRow || right == absentRow
          ? absentRow : UInt32(try table.id(of: UInt64(left) << 32 | UInt64(right)))
      }
      tables.append(GroupTableBox(table))
      ids = combined
      idCount = table.keys.count
    }
    pairs = tables
    index = try RowIndex(ids, idCount: idCount, rowCount: rowCount, context: context)
    counts.withLock { $0.isMatched = [Bool](repeating: false, count: idCount) }
  }

  /// Whether some key leads to more than one row of the right side.
  var repeatsKeys: Bool { !index.isUnique }

  /// The first right row whose key an earlier row has too; nil where keys are unique.
  var firstRepeatedRow: Int? { index.firstRepeatedRow }

  /// What is known of the columns that the join appends.
  var appendedSlots: [SlotInfo] {
    switch kind {
    case .semi, .anti: []
    case .inner: columns.map { SlotInfo($0) }
    case .left, .full: columns.map { SlotInfo($0).nullable }
    }
  }

  /// Joins a batch of the left side.
  func apply(_ batch: Batch, _ evaluator: Evaluator) throws -> Batch {
    let ids = try ids(of: batch, evaluator)
    let numbers = ids.pointer(UInt32.self)
    let count = batch.count
    var unmatched = 0
    for row in 0..<count where numbers[row] == absentRow { unmatched += 1 }
    let result: Batch
    switch kind {
    case .semi, .anti:
      let state = try Buffer(UInt8.self, count: count)
      for row in 0..<count {
        state.pointer(UInt8.self)[row] = (numbers[row] != absentRow) == (kind == .semi) ? 1 : 0
      }
      let kept = try Filter.rows(in: state, count: count)
      result = kept.count == count ? batch : try batch.selecting(kept)
    case .inner, .left, .full:
      let (left, rightRows) = try index.matches(
        numbers, count: count, keepsUnmatched: kind != .inner, unmatched: unmatched)
      result = try left.map { try batch.selecting($0) } ?? batch.selecting(try RowIDs.all(count))
      result.append(columns, gatheredBy: rightRows)
    }
    note(numbers, count, unmatched, out: result.count)
    return result
  }

  private func note(_ numbers: UnsafePointer<UInt32>, _ count: Int, _ unmatched: Int, out: Int) {
    let tracksKeys = kind == .full || repeatsKeys
    counts.withLock { counts in
      counts.rowsIn += count
      counts.rowsOut += out
      counts.unmatched += unmatched
      if tracksKeys {
        for row in 0..<count where numbers[row] != absentRow {
          let id = Int(numbers[row])
          if counts.isMatched[id], index.rowCount(of: id) > 1 { counts.repeats = true }
          counts.isMatched[id] = true
        }
      }
    }
  }

  /// What all probes so far counted.
  var tally: Counts { counts.withLock { $0 } }

  /// The right rows that no left row matched, in row order.
  func unmatchedRightRows() -> [UInt32] {
    let isMatched = tally.isMatched
    return (0..<right.rowCount).compactMap { row in
      let id = index.ids.pointer(UInt32.self)[row]
      return id != absentRow && isMatched[Int(id)] ? nil : UInt32(row)
    }
  }

  private func ids(of batch: Batch, _ evaluator: Evaluator) throws -> Buffer {
    var ids: Buffer?
    for (place, key) in leftKeys.enumerated() {
      let column = try evaluator.column(key, batch, type: leftTypes[place])
      let own = try maps[place].ids(of: column)
      guard let known = ids else {
        ids = own
        continue
      }
      let table = pairs[place - 1].table
      for row in 0..<batch.count {
        let left = known.pointer(UInt32.self)[row]
        let right = own.pointer(UInt32.self)[row]
        var found = absentRow
        if left != absentRow, right != absentRow,
          let id = table.find(UInt64(left) << 32 | UInt64(right))
        {
          found = UInt32(id)
        }
        known.pointer(UInt32.self)[row] = found
      }
    }
    let result = try ids ?? Buffer(UInt32.self, count: batch.count, zeroed: true)
    if index.hasGaps {
      let numbers = result.pointer(UInt32.self)
      for row in 0..<batch.count
      where numbers[row] != absentRow && index.rowCount(of: Int(numbers[row])) == 0 {
        numbers[row] = absentRow
      }
    }
    return result
  }
}

/// A finished table, which many threads read.
final class GroupTableBox: @unchecked Sendable {
  let table: GroupTable
  init(_ table: GroupTable) { self.table = table }
}

extension RowIDs {
  /// Rows 0, 1, 2 …
  static func all(_ count: Int) throws -> RowIDs {
    let rows = try Buffer(UInt32.self, count: count)
    for row in 0..<count { rows.pointer(UInt32.self)[row] = UInt32(row) }
    return RowIDs(buffer: rows, count: count)
  }
}

/// The distinct values of a right key column by number, and the number of any left value.
private final class KeyMap: @unchecked Sendable {
  private enum Kind {
    /// Sorted texts; the number is the code.
    case texts(TextDictionary)
    /// Integers from `lower`, few enough for one number each.
    case range(lower: Int64, count: Int)
    /// Anything else that 64 bits tell apart.
    case words(GroupTable)
  }

  private let kind: Kind
  private let comparesAsDouble: Bool
  /// The number of each right row; `absentRow` where null.
  let rightIDs: Buffer
  private(set) var count: Int
  /// For a left dictionary the number of each code.
  private let translations = Mutex<[ObjectIdentifier: (TextDictionary, Buffer)]>([:])

  init(_ column: Column, comparesAsDouble: Bool, _ context: QueryContext) throws {
    let rows = column.count
    self.comparesAsDouble = comparesAsDouble
    let ids = try Buffer(UInt32.self, count: rows)
    rightIDs = ids
    let out = ids.pointer(UInt32.self)
    var column = column
    if case .text = column.storage { column = try TextEncoding.coded(column, context) }
    if case .coded(let codes, let dictionary) = column.storage {
      kind = .texts(dictionary)
      count = dictionary.count
      for row in 0..<rows {
        out[row] =
          column.isValid(row)
          ? UInt32(truncatingIfNeeded: codes.value(column.offset + row)) : absentRow
      }
      return
    }
    if !comparesAsDouble, case .packed(let packed) = column.storage, let range = packed.range,
      range < UInt64(max(65_536, rows * 4))
    {
      kind = .range(lower: packed.lower, count: Int(range) + 1)
      count = Int(range) + 1
      for row in 0..<rows {
        out[row] =
          column.isValid(row)
          ? UInt32(truncatingIfNeeded: packed.value(column.offset + row) &- packed.lower)
          : absentRow
      }
      return
    }
    let table = try GroupTable(expecting: rows)
    kind = .words(table)
    let words = try KeyMap.words(column, asDouble: comparesAsDouble)
    for row in 0..<rows {
      out[row] =
        column.isValid(row)
        ? UInt32(truncatingIfNeeded: try table.id(of: words.pointer(UInt64.self)[row])) : absentRow
    }
    count = table.keys.count
  }

  private static func words(_ column: Column, asDouble: Bool) throws -> Buffer {
    let result = try Buffer(UInt64.self, count: column.count, zeroed: true)
    let out = result.pointer(UInt64.self)
    switch column.storage {
    case .packed(let packed) where !asDouble:
      packed.decode(
        from: column.offset, count: column.count,
        into: result.pointer(Int64.self))
    case .packed, .double:
      let values = try column.doubles()
      for row in 0..<column.count {
        out[row] = KeyColumn.ordered(values.pointer(Double.self)[row])
      }
    case .bits, .bytes: column.forEachTrue { out[$0] = 1 }
    default: break
    }
    return result
  }

  /// The number of each value of a left column; `absentRow` where the right side lacks it.
  func ids(of column: Column) throws -> Buffer {
    let count = column.count
    let result = try Buffer(UInt32.self, count: count)
    let out = result.pointer(UInt32.self)
    switch (kind, column.storage) {
    case (.texts(let dictionary), .coded(let codes, let own)):
      let translation = try translation(from: own, to: dictionary)
      let map = translation.pointer(UInt32.self)
      if column.mayHaveNulls {
        // Under a null lies any code, even one that the dictionary lacks.
        for row in 0..<count {
          out[row] =
            column.isValid(row) ? map[Int(codes.value(column.offset + row))] : absentRow
        }
        return result
      }
      switch codes.width {
      case .u8: KeyMap.translate(codes.buffer.pointer(UInt8.self) + column.offset, count, map, out)
      case .u16:
        KeyMap.translate(codes.buffer.pointer(UInt16.self) + column.offset, count, map, out)
      case .u32, .i64:
        for row in 0..<count { out[row] = map[Int(codes.value(column.offset + row))] }
      }
    case (.texts(let dictionary), .text):
      for row in 0..<count {
        out[row] = dictionary.code(of: column.utf8(row)).map { UInt32($0) } ?? absentRow
      }
    case (.range(let lower, let size), .packed(let packed)):
      for row in 0..<count {
        let distance = UInt64(bitPattern: packed.value(column.offset + row) &- lower)
        out[row] = distance < UInt64(size) ? UInt32(truncatingIfNeeded: distance) : absentRow
      }
    case (.words(let table), .packed), (.words(let table), .double), (.words(let table), .bits),
      (.words(let table), .bytes):
      let words = try KeyMap.words(column, asDouble: comparesAsDouble)
      for row in 0..<count {
        out[row] = table.find(words.pointer(UInt64.self)[row]).map { UInt32($0) } ?? absentRow
      }
    default:
      out.update(repeating: absentRow, count: count)
    }
    if column.mayHaveNulls {
      for row in 0..<count where !column.isValid(row) { out[row] = absentRow }
    }
    return result
  }

  @inline(__always)
  private static func translate<Code: FixedWidthInteger>(
    _ codes: UnsafePointer<Code>, _ count: Int, _ map: UnsafePointer<UInt32>,
    _ out: UnsafeMutablePointer<UInt32>
  ) {
    for row in 0..<count { out[row] = map[Int(truncatingIfNeeded: codes[row])] }
  }

  private func translation(
    from own: TextDictionary, to dictionary: TextDictionary
  ) throws -> Buffer {
    if let known = translations.withLock({ $0[ObjectIdentifier(own)]?.1 }) { return known }
    let map = try Buffer(UInt32.self, count: max(1, own.count))
    for code in 0..<own.count {
      map.pointer(UInt32.self)[code] =
        dictionary.code(of: own.utf8(code)).map { UInt32($0) } ?? absentRow
    }
    translations.withLock { $0[ObjectIdentifier(own)] = (own, map) }
    return map
  }
}

/// From the number of a key to the rows that have it.
private struct RowIndex: Sendable {
  let ids: Buffer
  private let rows: Buffer
  private let starts: Buffer
  let isUnique: Bool
  /// Whether some numbers have no rows: values of a range that do not occur.
  let hasGaps: Bool

  init(_ ids: Buffer, idCount: Int, rowCount: Int, context: QueryContext) throws {
    self.ids = ids
    // Rows with a null key go to one more number, which nobody asks for.
    let own = try Buffer(UInt32.self, count: rowCount)
    for row in 0..<rowCount {
      own.pointer(UInt32.self)[row] = min(ids.pointer(UInt32.self)[row], UInt32(idCount))
    }
    (rows, starts) = try Grouping.rowsByGroup(
      own, groupCount: idCount + 1, rowCount: rowCount, context: context)
    var isUnique = true
    let bounds = starts.pointer(Int.self)
    var hasGaps = false
    for id in 0..<idCount {
      if bounds[id + 1] - bounds[id] > 1 { isUnique = false }
      if bounds[id + 1] == bounds[id] { hasGaps = true }
    }
    self.isUnique = isUnique
    self.hasGaps = hasGaps
    count = idCount
  }

  private let count: Int

  func rowCount(of id: Int) -> Int {
    starts.pointer(Int.self)[id + 1] - starts.pointer(Int.self)[id]
  }

  var firstRepeatedRow: Int? {
    if isUnique { return nil }
    let bounds = starts.pointer(Int.self)
    return (0..<count).filter { bounds[$0 + 1] - bounds[$0] > 1 }
      .map { Int(rows.pointer(UInt32.self)[bounds[$0] + 1]) }.min()
  }

  /// The pairs of left and right rows; nil for the left ones where each occurs once, in order.
  func matches(
    _ numbers: UnsafePointer<UInt32>, count: Int, keepsUnmatched: Bool, unmatched: Int
  ) throws -> (left: RowIDs?, right: RowIDs) {
    let bounds = starts.pointer(Int.self)
    let source = rows.pointer(UInt32.self)
    // A number may have no rows: keys of a pair or of a range that do not occur.
    var total = 0
    var isOneToOne = true
    for row in 0..<count {
      let id = numbers[row]
      let length =
        id == absentRow ? 0 : bounds[Int(id) + 1] &- bounds[Int(id)]
      if length != 1, !(length == 0 && keepsUnmatched) { isOneToOne = false }
      total &+= length == 0 && keepsUnmatched ? 1 : length
    }
    guard total <= Table.maxRows else { throw EngineError.tooManyRows(total) }
    let right = try Buffer(UInt32.self, count: total)
    let outRight = right.pointer(UInt32.self)
    if isOneToOne {
      for row in 0..<count {
        let id = numbers[row]
        outRight[row] =
          id == absentRow || bounds[Int(id) + 1] == bounds[Int(id)]
          ? absentRow : source[bounds[Int(id)]]
      }
      return (nil, RowIDs(buffer: right, count: total, mayBeAbsent: keepsUnmatched))
    }
    let left = try Buffer(UInt32.self, count: total)
    let outLeft = left.pointer(UInt32.self)
    var filled = 0
    for row in 0..<count {
      let id = numbers[row]
      let first = id == absentRow ? 0 : bounds[Int(id)]
      let last = id == absentRow ? 0 : bounds[Int(id) + 1]
      if first == last {
        if keepsUnmatched {
          outLeft[filled] = UInt32(truncatingIfNeeded: row)
          outRight[filled] = absentRow
          filled += 1
        }
        continue
      }
      for place in first..<last {
        outLeft[filled] = UInt32(truncatingIfNeeded: row)
        outRight[filled] = source[place]
        filled += 1
      }
    }
    return (
      RowIDs(buffer: left, count: total),
      RowIDs(buffer: right, count: total, mayBeAbsent: keepsUnmatched)
    )
  }
}
