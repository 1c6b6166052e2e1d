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
  let expect: LogicalPlan.JoinExpectation?
  private let leftKeys: [Compiled]
  private let leftTypes: [DataType]
  /// What else must hold than that keys are equal; nil: nothing.
  private let conditions: JoinConditions?
  private let comparedKeys: [Compiled]
  private let comparedTypes: [DataType]
  private let maps: [KeyMap]
  private let pairs: [GroupTableBox]
  private let index: RowIndex
  /// Whether the only key's map gives the right row itself instead of the number of a key.
  private let leadsToRows: Bool
  private let columns: [Column]
  private let rightKeys: [Column]
  private let rightPeriods: [PeriodForm?]
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
    /// Left rows that met more than one right row, and the first right row of the first such key.
    var multiplied = 0
    var firstRepeated: Int?
    /// Left rows for which several right rows were equally near.
    var ties = 0
  }

  init(
    kind: LogicalPlan.JoinKind, expect: LogicalPlan.JoinExpectation?, leftKeys: [Compiled],
    keys: [LogicalPlan.JoinKey], rightKeys allRightKeys: [Column], right: Table, columns: [Int],
    leftRows: Int, range: SourceRange, context: QueryContext
  ) throws {
    let equal = keys.indices.filter { keys[$0].comparison == .equal }
    let compared = keys.indices.filter { keys[$0].comparison != .equal }
    // Texts that go to many rows go as codes, keys under those by which they are found.
    let isRepeated = leftRows / 4 >= right.rowCount
    let keyColumns = equal.map { allRightKeys[$0] }
    let rightKeys =
      isRepeated ? try keyColumns.map { try TextEncoding.coded($0, context) } : keyColumns
    let leftTypes = equal.map { keys[$0].left.type }
    rightPeriods = equal.map { keys[$0].right.period }
    self.kind = kind
    self.expect = expect
    let comparedColumns = compared.map { allRightKeys[$0] }
    self.rightKeys = rightKeys
    comparedKeys = compared.map { leftKeys[$0] }
    comparedTypes = compared.map { keys[$0].left.type }
    let leftKeys = equal.map { leftKeys[$0] }
    self.leftKeys = leftKeys
    self.leftTypes = leftTypes
    self.right = right
    self.context = context
    self.range = range
    self.columns = try columns.map { place in
      let column = right.columns[place]
      guard isRepeated, column.count > 0, case .text = column.storage else { return column }
      return try zip(keyColumns, rightKeys).first { $0.0.hasTexts(of: column) }?.1
        ?? TextEncoding.coded(column, context)
    }
    let rowCount = right.rowCount
    maps = try zip(rightKeys, leftTypes).map { column, leftType in
      try KeyMap(column, comparesAsDouble: leftType == .float || column.type == .float, context)
    }
    // Without equal keys all rows have the same one.
    var ids =
      try maps.first?.rightIDs
      ?? MutableBuffer(UInt32.self, count: rowCount, zeroed: true).freeze()
    var idCount = maps.first?.count ?? 1
    var tables: [GroupTableBox] = []
    for map in maps.dropFirst() {
      let table = try GroupTable(expecting: 1024)
      let combined = try MutableBuffer(UInt32.self, count: rowCount)
      for row in 0..<rowCount {
        let left = ids.pointer(UInt32.self)[row]
        let right = map.rightIDs.pointer(UInt32.self)[row]
        combined.pointer(UInt32.self)[row] =
          left == absentRow || right == absentRow
          ? absentRow : UInt32(try table.id(of: UInt64(left) << 32 | UInt64(right)))
      }
      tables.append(GroupTableBox(table))
      ids = combined.freeze()
      idCount = table.keys.count
    }
    pairs = tables
    index = try RowIndex(ids, idCount: idCount, rowCount: rowCount, context: context)
    // An outer join has to remember which keys were met, so it needs their numbers.
    conditions =
      compared.isEmpty && !equal.isEmpty
      ? nil
      : try JoinConditions(
        zip(compared, comparedColumns).map { try JoinComparison(keys[$0], $1, context) },
        ids: ids, idCount: idCount, rowCount: rowCount, context)
    hasConditions = conditions != nil
    leadsToRows =
      kind != .full && maps.count == 1 && index.soleRows != nil && conditions == nil
    if leadsToRows { maps[0].rowOf = index.soleRows }
    let marks = conditions == nil ? idCount : rowCount
    counts.withLock { $0.isMatched = [Bool](repeating: false, count: marks) }
  }

  /// Whether rows match by more than equal keys.
  let hasConditions: Bool

  /// Whether some key leads to more than one row of the right side.
  var repeatsKeys: Bool { !index.isUnique }

  /// Whether a left row may come out more than once.
  var multipliesRows: Bool {
    switch kind {
    case .semi, .anti: false
    case .inner, .left, .full: hasConditions || repeatsKeys
    }
  }

  /// The first right row whose key an earlier row has too; nil where keys are unique.
  var firstRepeatedRow: Int? { hasConditions ? nil : index.firstRepeatedRow }

  /// What is known of the columns that the join appends.
  var appendedSlots: [SlotInfo] {
    switch kind {
    case .semi, .anti: []
    case .inner: columns.map { SlotInfo($0) }
    case .left, .full: columns.map { SlotInfo($0).nullable }
    }
  }

  /// Joins a batch of the left side.
  func apply(_ batch: RowBatch, _ evaluator: Evaluator) throws -> RowBatch {
    let ids = try ids(of: batch, evaluator)
    let numbers = ids.pointer(UInt32.self)
    let count = batch.count
    if let conditions { return try apply(conditions, numbers, batch, evaluator) }
    var unmatched = 0
    for row in 0..<count where numbers[row] == absentRow { unmatched += 1 }
    let result: RowBatch
    switch kind {
    case .semi, .anti:
      let state = try MutableBuffer(UInt8.self, count: count)
      for row in 0..<count {
        state.pointer(UInt8.self)[row] = (numbers[row] != absentRow) == (kind == .semi) ? 1 : 0
      }
      let kept = try Filter.rows(in: state.pointer(UInt8.self), count: count)
      result = kept.count == count ? batch : try batch.selecting(kept)
    case .inner, .left, .full:
      let (left, rightRows) =
        leadsToRows
        ? try sole(ids, count: count, unmatched: unmatched)
        : try index.matches(
          numbers, count: count, keepsUnmatched: kind != .inner, unmatched: unmatched, context)
      result = try left.map { try batch.selecting($0) } ?? batch.copy()
      result.append(columns, gatheredBy: rightRows)
    }
    note(numbers, count, unmatched, out: result.count)
    return result
  }

  /// Joins a batch whose rows match by more than equal keys.
  private func apply(
    _ conditions: JoinConditions, _ numbers: UnsafePointer<UInt32>, _ batch: RowBatch,
    _ evaluator: Evaluator
  ) throws -> RowBatch {
    let count = batch.count
    let columns = try zip(comparedKeys, comparedTypes).map {
      try evaluator.column($0, batch, type: $1)
    }
    let isTest = kind == .semi || kind == .anti
    let found = try conditions.matches(
      numbers, columns, count: count, keepsUnmatched: kind == .left || kind == .full,
      isTest: isTest)
    let (unmatched, several, ties) = (found.unmatched, found.several, found.ties)
    if expect == .one, several > 0 { throw EngineMessages.matchesSeveral(several, at: range) }
    let (leftRows, rightRows) = found.take(mayBeAbsent: kind == .left || kind == .full)
    let result: RowBatch
    if isTest {
      let state = try MutableBuffer(UInt8.self, count: count)
      let isSemi = kind == .semi
      state.pointer(UInt8.self).update(repeating: isSemi ? 0 : 1, count: count)
      for place in 0..<leftRows.count {
        state.pointer(UInt8.self)[Int(leftRows.rows[place])] = isSemi ? 1 : 0
      }
      let kept = try Filter.rows(in: state.pointer(UInt8.self), count: count)
      result = kept.count == count ? batch : try batch.selecting(kept)
    } else {
      result = try batch.selecting(leftRows)
      result.append(self.columns, gatheredBy: rightRows)
    }
    counts.withLock { counts in
      counts.rowsIn += count
      counts.rowsOut += result.count
      counts.unmatched += unmatched
      counts.ties += ties
      guard kind == .full else { return }
      for place in 0..<rightRows.count where rightRows.rows[place] != absentRow {
        counts.isMatched[Int(rightRows.rows[place])] = true
      }
    }
    return result
  }

  /// The pairs where each left row has one right row at most, which is known already.
  private func sole(
    _ rightRows: Buffer, count: Int, unmatched: Int
  ) throws -> (left: RowIDs?, right: RowIDs) {
    if unmatched == 0 || kind == .left {
      return (nil, RowIDs(buffer: rightRows, count: count, mayBeAbsent: unmatched > 0))
    }
    let source = rightRows.pointer(UInt32.self)
    let left = try MutableBuffer(UInt32.self, count: count)
    let right = try MutableBuffer(UInt32.self, count: count)
    var filled = 0
    for row in 0..<count {
      left.pointer(UInt32.self)[filled] = UInt32(truncatingIfNeeded: row)
      right.pointer(UInt32.self)[filled] = source[row]
      filled &+= source[row] != absentRow ? 1 : 0
    }
    return (
      RowIDs(buffer: left.freeze(), count: filled), RowIDs(buffer: right.freeze(), count: filled)
    )
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
          if index.rowCount(of: id) > 1 {
            if counts.isMatched[id] { counts.repeats = true }
            counts.multiplied += 1
            let first = index.firstRow(of: id)
            counts.firstRepeated = min(counts.firstRepeated ?? first, first)
          }
          counts.isMatched[id] = true
        }
      }
    }
  }

  /// The first key of the right side that multiplied a left row, and how often it occurs there.
  var repeatedKey: (text: String, count: Int)? {
    tally.firstRepeated.map { row in
      let id = Int(index.ids.pointer(UInt32.self)[row])
      let texts = zip(rightKeys, rightPeriods).map { column, period in
        Field("", column.type, period: period).text(column[row])
      }
      return (texts.joined(separator: ", "), index.rowCount(of: id))
    }
  }

  /// What all probes so far counted.
  var tally: Counts { counts.withLock { $0 } }

  /// The right rows that no left row matched, in row order.
  func unmatchedRightRows() -> [UInt32] {
    let isMatched = tally.isMatched
    if hasConditions {
      return (0..<right.rowCount).compactMap { isMatched[$0] ? nil : UInt32($0) }
    }
    return (0..<right.rowCount).compactMap { row in
      let id = index.ids.pointer(UInt32.self)[row]
      return id != absentRow && isMatched[Int(id)] ? nil : UInt32(row)
    }
  }

  private func ids(of batch: RowBatch, _ evaluator: Evaluator) throws -> Buffer {
    var ids: MutableBuffer?
    for (place, key) in leftKeys.enumerated() {
      let column = try evaluator.column(key, batch, type: leftTypes[place])
      let own = try maps[place].ids(of: column)
      guard let known = ids?.pointer(UInt32.self) else {
        ids = consume own
        continue
      }
      let table = pairs[place - 1].table
      for row in 0..<batch.count {
        let left = known[row]
        let right = own.pointer(UInt32.self)[row]
        var found = absentRow
        if left != absentRow, right != absentRow,
          let id = table.find(UInt64(left) << 32 | UInt64(right))
        {
          found = UInt32(id)
        }
        known[row] = found
      }
    }
    let result: MutableBuffer
    if let made = ids.take() {
      result = made
    } else {
      result = try MutableBuffer(UInt32.self, count: batch.count, zeroed: true)
    }
    if index.hasGaps, !leadsToRows {
      let numbers = result.pointer(UInt32.self)
      for row in 0..<batch.count
      where numbers[row] != absentRow && index.rowCount(of: Int(numbers[row])) == 0 {
        numbers[row] = absentRow
      }
    }
    return result.freeze()
  }
}

extension Column {
  /// Whether this is the same part of the same texts as another column.
  fileprivate func hasTexts(of other: Column) -> Bool {
    guard case .text(let heap) = storage, case .text(let others) = other.storage else {
      return false
    }
    return heap.offsets === others.offsets && offset == other.offset && count == other.count
  }
}
