import Columns
import Functions
import Planning
import Synchronization

/// A finished table, which many threads read.
///
/// `@unchecked Sendable` is right: who makes the box gives away the table, and nothing that a box
/// is asked for changes it.
final class GroupTableBox: @unchecked Sendable {
  let table: GroupTable
  init(_ table: GroupTable) { self.table = table }
}

/// The distinct values of a right key column by number, and the number of any left value.
///
/// `@unchecked Sendable` is right: the table of words and `count` do not change after `init`, `rowOf`
/// is set before any thread asks, and `translations` has a lock.
final class KeyMap: @unchecked Sendable {
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
  private let context: QueryContext
  /// The number of each right row; `absentRow` where null.
  let rightIDs: Buffer
  private(set) var count: Int
  /// The right row of each number, `absentRow` where there is none: then `ids` gives rows. Set before
  /// the first question.
  var rowOf: Buffer?
  /// For a left dictionary the number, or row, of each code.
  private let translations = Mutex<[ObjectIdentifier: (TextDictionary, Buffer)]>([:])
  private let texts = Mutex<TextFinder?>(nil)

  init(_ column: Column, comparesAsDouble: Bool, _ context: QueryContext) throws {
    let rows = column.count
    self.comparesAsDouble = comparesAsDouble
    self.context = context
    let ids = try MutableBuffer(UInt32.self, count: rows)
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
      rightIDs = ids.freeze()
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
      rightIDs = ids.freeze()
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
    rightIDs = ids.freeze()
  }

  private static func words(_ column: Column, asDouble: Bool) throws -> Buffer {
    let result = try MutableBuffer(UInt64.self, count: column.count, zeroed: true)
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
    return result.freeze()
  }

  /// The number, or row, of each value of a left column; `absentRow` where the right side lacks it.
  func ids(of column: Column) throws -> MutableBuffer {
    let count = column.count
    let result = try MutableBuffer(UInt32.self, count: count)
    let out = result.pointer(UInt32.self)
    var rows = rowOf
    switch (kind, column.storage) {
    case (.texts(let dictionary), .coded(let codes, let own)):
      let translation = try translation(from: own, to: dictionary)
      let map = translation.pointer(UInt32.self)
      rows = nil
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
    case (.texts(let dictionary), .text(let heap)):
      let finder = try finder(of: dictionary)
      finder.find(heap, column.offset..<column.offset + count, out)
    case (.range(let lower, let size), .packed(let packed)):
      rows = nil
      let map = rowOf?.pointer(UInt32.self)
      let base = packed.width == .i64 ? 0 : packed.base
      let run = IntegerRun(
        shift: base &- lower, size: UInt64(size), map: map.map { UnsafePointer($0) })
      let (buffer, offset) = (packed.buffer, column.offset)
      switch packed.width {
      case .u8: run.place(buffer.pointer(UInt8.self) + offset, count, out)
      case .u16: run.place(buffer.pointer(UInt16.self) + offset, count, out)
      case .u32: run.place(buffer.pointer(UInt32.self) + offset, count, out)
      case .i64: run.place(buffer.pointer(Int64.self) + offset, count, out)
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
    if let rows {
      let rowOf = rows.pointer(UInt32.self)
      for row in 0..<count where out[row] != absentRow { out[row] = rowOf[Int(out[row])] }
    }
    if column.mayHaveNulls {
      for row in 0..<count where !column.isValid(row) { out[row] = absentRow }
    }
    return result
  }

  /// A run of integers: the number of each, or what the number leads to.
  private struct IntegerRun {
    let shift: Int64
    let size: UInt64
    let map: UnsafePointer<UInt32>?

    @inline(__always)
    func place<Raw: FixedWidthInteger>(
      _ raw: UnsafePointer<Raw>, _ count: Int, _ out: UnsafeMutablePointer<UInt32>
    ) {
      for row in 0..<count {
        let distance = UInt64(bitPattern: Int64(truncatingIfNeeded: raw[row]) &+ shift)
        out[row] = distance < size ? UInt32(truncatingIfNeeded: distance) : absentRow
      }
      guard let map else { return }
      for row in 0..<count where out[row] != absentRow { out[row] = map[Int(out[row])] }
    }
  }

  /// What finds texts without a dictionary of their own, made on the first question.
  private func finder(of dictionary: TextDictionary) throws -> TextFinder {
    try texts.withLock { known in
      if let known { return known }
      let made = try TextFinder(dictionary)
      known = made
      return made
    }
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
    let map = try MutableBuffer(UInt32.self, count: max(1, own.count))
    let out = map.pointer(UInt32.self)
    let rows = rowOf?.pointer(UInt32.self)
    // Both are in order: they are read side by side, unless one is so small that looking up is less.
    let isSmall = own.count < dictionary.count / 16
    var number = 0
    for code in 0..<own.count {
      if code & 0xFFFF == 0 { try context.checkStopped() }
      let text = own.utf8(code)
      if isSmall {
        number = dictionary.lowerBound(text)
      } else {
        while number < dictionary.count, compareBytes(dictionary.utf8(number), text) < 0 {
          number += 1
        }
      }
      let isFound = number < dictionary.count && compareBytes(dictionary.utf8(number), text) == 0
      out[code] = isFound ? rows.map { $0[number] } ?? UInt32(number) : absentRow
    }
    let made = map.freeze()
    translations.withLock { $0[ObjectIdentifier(own)] = (own, made) }
    return made
  }
}

/// From the number of a key to the rows that have it.
struct RowIndex: Sendable {
  let ids: Buffer
  private let rows: Buffer
  private let starts: Buffer
  let isUnique: Bool
  /// Where keys are unique, the row of each number; `absentRow` where it has none.
  let soleRows: Buffer?
  /// Whether some numbers have no rows: values of a range that do not occur.
  let hasGaps: Bool

  init(_ ids: Buffer, idCount: Int, rowCount: Int, context: QueryContext) throws {
    self.ids = ids
    // Rows with a null key go to one more number, which nobody asks for.
    let own = try MutableBuffer(UInt32.self, count: rowCount)
    for row in 0..<rowCount {
      own.pointer(UInt32.self)[row] = min(ids.pointer(UInt32.self)[row], UInt32(idCount))
    }
    let grouped = try Grouping.rowsByGroup(
      own.freeze(), groupCount: idCount + 1, rowCount: rowCount, context: context)
    starts = grouped.starts
    rows = grouped.rows.freeze()
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
    guard isUnique else {
      soleRows = nil
      return
    }
    let sole = try MutableBuffer(UInt32.self, count: max(1, idCount))
    for id in 0..<idCount {
      sole.pointer(UInt32.self)[id] =
        bounds[id] == bounds[id + 1] ? absentRow : rows.pointer(UInt32.self)[bounds[id]]
    }
    soleRows = sole.freeze()
  }

  private let count: Int

  func rowCount(of id: Int) -> Int {
    starts.pointer(Int.self)[id + 1] - starts.pointer(Int.self)[id]
  }

  /// The first row of a number that has rows.
  func firstRow(of id: Int) -> Int {
    Int(rows.pointer(UInt32.self)[starts.pointer(Int.self)[id]])
  }

  var firstRepeatedRow: Int? {
    if isUnique { return nil }
    let bounds = starts.pointer(Int.self)
    return (0..<count).filter { bounds[$0 + 1] - bounds[$0] > 1 }
      .map { Int(rows.pointer(UInt32.self)[bounds[$0] + 1]) }.min()
  }

  /// The pairs of left and right rows; nil for the left ones where each occurs once, in order.
  func matches(
    _ numbers: UnsafePointer<UInt32>, count: Int, keepsUnmatched: Bool, unmatched: Int,
    _ context: QueryContext
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
    let right = try MutableBuffer(UInt32.self, count: total)
    let outRight = right.pointer(UInt32.self)
    if isOneToOne {
      for row in 0..<count {
        let id = numbers[row]
        outRight[row] =
          id == absentRow || bounds[Int(id) + 1] == bounds[Int(id)]
          ? absentRow : source[bounds[Int(id)]]
      }
      return (nil, RowIDs(buffer: right.freeze(), count: total, mayBeAbsent: keepsUnmatched))
    }
    let left = try MutableBuffer(UInt32.self, count: total)
    let outLeft = left.pointer(UInt32.self)
    var filled = 0
    var next = RowBatch.rows
    for row in 0..<count {
      // One batch may give any number of pairs.
      if filled >= next {
        try context.checkStopped()
        next = filled + (1 << 18)
      }
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
      RowIDs(buffer: left.freeze(), count: total),
      RowIDs(buffer: right.freeze(), count: total, mayBeAbsent: keepsUnmatched)
    )
  }
}
