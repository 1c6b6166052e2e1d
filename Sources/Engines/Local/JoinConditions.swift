import Columns
import Functions
import Language
import Planning

/// A comparison of a join other than equality: both sides as numbers whose order is that of the
/// values.
final class JoinComparison: Sendable {
  private enum Form {
    /// Places among the sorted texts of the right side: odd for its own, even between them.
    case places(TextDictionary)
    case doubles
    /// Whole numbers, times a factor each: days beside microseconds.
    case integers(left: Int64)
  }

  let sign: BinaryOperator
  let isNearest: Bool
  private let form: Form
  /// A number and a mark of what is known for each right row.
  let right: Buffer
  let rightKnown: Buffer

  init(
    _ key: LogicalPlan.JoinKey, _ column: Column, _ context: QueryContext
  ) throws {
    sign = key.comparison
    isNearest = key.isNearest
    let types = [key.left.type, key.right.type]
    var column = column
    if column.type == .text {
      column = try TextEncoding.coded(column, context)
      if case .coded(_, let dictionary) = column.storage {
        form = .places(dictionary)
      } else {
        form = .integers(left: 1)
      }
    } else if types.contains(.float) {
      form = .doubles
    } else {
      form = .integers(left: Self.factor(key.left.type, beside: key.right.type))
    }
    let factor = Self.factor(key.right.type, beside: key.left.type)
    let words = try MutableBuffer(UInt64.self, count: column.count, zeroed: true)
    let known = try MutableBuffer(UInt8.self, count: column.count, zeroed: true)
    let out = words.pointer(UInt64.self)
    if case .coded(let codes, _) = column.storage {
      for row in 0..<column.count where column.isValid(row) {
        out[row] = UInt64(codes.value(column.offset + row)) * 2 + 1
      }
    } else {
      try Self.fill(out, column, form, factor)
    }
    Self.mark(known.pointer(UInt8.self), column)
    right = words.freeze()
    rightKnown = known.freeze()
  }

  /// What a day counts beside a time.
  private static func factor(_ type: DataType, beside other: DataType) -> Int64 {
    type == .date && other == .timestamp ? Calendar.microsecondsPerDay : 1
  }

  private static func mark(_ known: UnsafeMutablePointer<UInt8>, _ column: Column) {
    if case .nulls = column.storage { return }
    for row in 0..<column.count { known[row] = column.isValid(row) ? 1 : 0 }
  }

  private static func fill(
    _ out: UnsafeMutablePointer<UInt64>, _ column: Column, _ form: Form, _ factor: Int64
  ) throws {
    switch (form, column.storage) {
    case (.doubles, .packed), (.doubles, .double):
      let values = try column.doubles()
      for row in 0..<column.count {
        out[row] = KeyColumn.ordered(values.pointer(Double.self)[row])
      }
    case (_, .packed(let packed)):
      for row in 0..<column.count {
        let value = packed.value(column.offset + row) &* factor
        out[row] = UInt64(bitPattern: value) ^ (1 << 63)
      }
    case (_, .bits), (_, .bytes): column.forEachTrue { out[$0] = 1 }
    default: break
    }
  }

  /// The numbers of left values, and which of them are known.
  func left(_ column: Column) throws -> (words: Buffer, known: Buffer) {
    let words = try MutableBuffer(UInt64.self, count: column.count, zeroed: true)
    let known = try MutableBuffer(UInt8.self, count: column.count, zeroed: true)
    let out = words.pointer(UInt64.self)
    switch form {
    case .places(let dictionary):
      if case .nulls = column.storage { break }
      for row in 0..<column.count where column.isValid(row) {
        let text = column.utf8(row)
        let place = dictionary.lowerBound(text)
        let isThere = place < dictionary.count && compareBytes(dictionary.utf8(place), text) == 0
        out[row] = UInt64(place) * 2 + (isThere ? 1 : 0)
      }
    case .doubles: try Self.fill(out, column, form, 1)
    case .integers(let factor): try Self.fill(out, column, form, factor)
    }
    Self.mark(known.pointer(UInt8.self), column)
    return (words.freeze(), known.freeze())
  }

  @inline(__always)
  func holds(_ left: UInt64, _ right: UInt64) -> Bool {
    switch sign {
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    case .notEqual: left != right
    default: left == right
    }
  }
}

/// The right rows that match a left row by more than equal keys: those of its key, narrowed by the
/// order of the first comparison, tried against the others.
///
/// A join without keys is one in which all rows have the same key.
final class JoinConditions: Sendable {
  private let comparisons: [JoinComparison]
  /// The comparison by which the rows of a key are sorted; nil: they stand as in the table.
  private let order: Int?
  /// Right rows of which all compared values are known, by key; where each key begins.
  private let rows: Buffer
  private let starts: [Int]
  private let context: QueryContext

  /// - Parameter ids: the number of the key of each right row; `absentRow` where it is null.
  init(
    _ comparisons: [JoinComparison], ids: Buffer, idCount: Int, rowCount: Int,
    _ context: QueryContext
  ) throws {
    self.comparisons = comparisons
    self.context = context
    let order =
      comparisons.firstIndex { $0.isNearest } ?? comparisons.firstIndex { $0.sign.isOrder }
    self.order = order
    // Rows that can match nothing go to one more key, which nobody asks for.
    let own = try MutableBuffer(UInt32.self, count: rowCount)
    let out = own.pointer(UInt32.self)
    for row in 0..<rowCount {
      let id = ids.pointer(UInt32.self)[row]
      let isKnown = comparisons.allSatisfy { $0.rightKnown.pointer(UInt8.self)[row] != 0 }
      out[row] = id == absentRow || !isKnown ? UInt32(idCount) : id
    }
    let grouped = try Grouping.rowsByGroup(
      own.freeze(), groupCount: idCount + 1, rowCount: rowCount, context: context)
    let bounds = grouped.starts.pointer(Int.self)
    starts = (0...idCount).map { bounds[$0] }
    let sorted = grouped.rows.pointer(UInt32.self)
    if let order {
      let words = comparisons[order].right
      for id in 0..<idCount {
        if id & 0xFFF == 0 { try context.checkStopped() }
        let keys = words.pointer(UInt64.self)
        var run = UnsafeMutableBufferPointer(
          start: sorted + bounds[id], count: bounds[id + 1] - bounds[id])
        // Rows of one value stay as they stand.
        run.sort {
          keys[Int($0)] != keys[Int($1)] ? keys[Int($0)] < keys[Int($1)] : $0 < $1
        }
      }
    }
    rows = grouped.rows.freeze()
  }

  /// What matched a batch: pairs of rows, or a mark a left row where only that is wanted.
  struct Matches: ~Copyable {
    var left: GrowingRows
    var right: GrowingRows
    /// Left rows without a match.
    var unmatched = 0
    /// Left rows with several.
    var several = 0
    /// Left rows for which several were equally near.
    var ties = 0

    /// The pairs, of which no more come.
    consuming func take(mayBeAbsent: Bool) -> (left: RowIDs, right: RowIDs) {
      (left.finish(mayBeAbsent: false), right.finish(mayBeAbsent: mayBeAbsent))
    }
  }

  /// The pairs of a batch in the order of the left rows, and for each of those of the right ones.
  ///
  /// - Parameters:
  ///   - ids: the number of the key of each left row; `absentRow` where the right side lacks it.
  ///   - keepsUnmatched: whether a left row without a match makes a pair with `absentRow`.
  ///   - isTest: whether one match a row is enough.
  func matches(
    _ ids: UnsafePointer<UInt32>, _ columns: [Column], count: Int, keepsUnmatched: Bool,
    isTest: Bool
  ) throws -> Matches {
    let sides = try zip(comparisons, columns).map { try $0.left($1) }
    defer { withExtendedLifetime(sides) {} }
    let lefts = sides.map { $0.words.pointer(UInt64.self) }
    let knowns = sides.map { $0.known.pointer(UInt8.self) }
    let rights = comparisons.map { $0.right.pointer(UInt64.self) }
    let candidates = rows.pointer(UInt32.self)
    var found = Matches(left: try GrowingRows(), right: try GrowingRows())
    var run: [UInt32] = []
    var work = 0
    for row in 0..<count {
      run.removeAll(keepingCapacity: true)
      if ids[row] != absentRow, knowns.allSatisfy({ $0[row] != 0 }) {
        let range = self.range(
          starts[Int(ids[row])]..<starts[Int(ids[row]) + 1], lefts, rights, row)
        if order.map({ comparisons[$0].isNearest }) ?? false {
          nearest(range, lefts, rights, row, &run, &found.ties)
        } else {
          for place in range {
            work &+= 1
            if work & 0xFFFF == 0 { try context.checkStopped() }
            let other = candidates[place]
            var holds = true
            for index in comparisons.indices where index != order {
              holds = comparisons[index].holds(lefts[index][row], rights[index][Int(other)])
              if !holds { break }
            }
            guard holds else { continue }
            run.append(other)
            if isTest { break }
          }
          if order != nil { run.sort() }
        }
      }
      if run.isEmpty { found.unmatched += 1 }
      if run.count > 1 { found.several += 1 }
      if run.isEmpty, keepsUnmatched { run.append(absentRow) }
      try found.left.append(UInt32(truncatingIfNeeded: row), times: run.count)
      try found.right.append(run)
    }
    return found
  }

  /// The places whose value holds against that of the left row, by the comparison that is sorted.
  private func range(
    _ all: Range<Int>, _ lefts: [UnsafePointer<UInt64>],
    _ rights: [UnsafePointer<UInt64>], _ row: Int
  ) -> Range<Int> {
    guard let order else { return all }
    let value = lefts[order][row]
    let keys = rights[order]
    let sorted = rows.pointer(UInt32.self)
    /// The first place whose value is not below the wanted one, or is above it.
    func bound(isAbove: Bool) -> Int {
      var low = all.lowerBound
      var high = all.upperBound
      while low < high {
        let middle = (low + high) / 2
        let other = keys[Int(sorted[middle])]
        if other < value || (isAbove && other == value) { low = middle + 1 } else { high = middle }
      }
      return low
    }
    switch comparisons[order].sign {
    case .greater: return all.lowerBound..<bound(isAbove: false)
    case .greaterOrEqual: return all.lowerBound..<bound(isAbove: true)
    case .less: return bound(isAbove: true)..<all.upperBound
    case .lessOrEqual: return bound(isAbove: false)..<all.upperBound
    default: return all
    }
  }

  /// The row nearest to the left one: of several with its value the last where values before it are
  /// asked for, else the first.
  private func nearest(
    _ range: Range<Int>, _ lefts: [UnsafePointer<UInt64>],
    _ rights: [UnsafePointer<UInt64>], _ row: Int, _ run: inout [UInt32], _ ties: inout Int
  ) {
    guard let order else { return }
    let sorted = rows.pointer(UInt32.self)
    let goesBack = [.greater, .greaterOrEqual].contains(comparisons[order].sign)
    var place = goesBack ? range.upperBound - 1 : range.lowerBound
    while range.contains(place) {
      let other = Int(sorted[place])
      let holds = comparisons.indices.allSatisfy {
        $0 == order || comparisons[$0].holds(lefts[$0][row], rights[$0][other])
      }
      if let first = run.first {
        guard rights[order][other] == rights[order][Int(first)] else { return }
        if holds {
          ties += 1
          return
        }
      } else if holds {
        run.append(sorted[place])
      }
      place += goesBack ? -1 : 1
    }
  }
}

/// Row numbers in the making, of which nobody knows how many there will be.
struct GrowingRows: ~Copyable {
  private var buffer: MutableBuffer
  private var capacity: Int
  private(set) var count = 0

  init() throws {
    capacity = RowBatch.rows
    buffer = try MutableBuffer(UInt32.self, count: capacity)
  }

  private mutating func reserve(_ more: Int) throws {
    let needed = count + more
    guard needed <= Table.maxRows else { throw EngineError.tooManyRows(needed) }
    guard needed > capacity else { return }
    let larger = try MutableBuffer(UInt32.self, count: max(needed, capacity * 2))
    larger.pointer(UInt32.self).update(from: buffer.pointer(UInt32.self), count: count)
    buffer = larger
    capacity = max(needed, capacity * 2)
  }

  mutating func append(_ row: UInt32, times: Int) throws {
    try reserve(times)
    (buffer.pointer(UInt32.self) + count).update(repeating: row, count: times)
    count += times
  }

  mutating func append(_ rows: [UInt32]) throws {
    try reserve(rows.count)
    for (place, row) in rows.enumerated() { buffer.pointer(UInt32.self)[count + place] = row }
    count += rows.count
  }

  /// The rows, of which no more come.
  consuming func finish(mayBeAbsent: Bool) -> RowIDs {
    let total = count
    return RowIDs(buffer: buffer.freeze(), count: total, mayBeAbsent: mayBeAbsent)
  }
}
