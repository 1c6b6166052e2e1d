import Columns
import Functions
import Language

/// Keeps the rows for which all conditions are true; the conditions of one `where`, split at `and`.
struct Filter: Sendable {
  /// A condition, and whether it is cheap enough to compute for rows that another one has
  /// already refused (then no rows need to be gathered in between).
  struct Condition: Sendable {
    let expression: Compiled
    let isCheap: Bool
  }

  let conditions: [Condition]

  init(_ conditions: [Compiled]) {
    let all = conditions.map { Condition(expression: $0, isCheap: Filter.isCheap($0)) }
    self.conditions = all.filter(\.isCheap) + all.filter { !$0.isCheap }
  }

  private static func isCheap(_ expression: Compiled) -> Bool {
    switch expression {
    case .column, .constant, .lookup: true
    case .call(let function, let arguments, _):
      ["==", "!=", "<", "<=", ">", ">=", "in", "is_null", "is_not_null"].contains(function.name)
        && arguments.allSatisfy { argument in
          switch argument {
          case .column, .constant, .lookup: true
          default: false
          }
        }
    default: false
    }
  }

  /// The rows of the batch that pass, and how many were kept out only because a condition was
  /// null. Returns the batch itself where all pass.
  ///
  /// With a single condition, `rows` are the numbers of the rows that pass.
  func apply(
    _ batch: RowBatch, _ evaluator: Evaluator
  ) throws -> (batch: RowBatch, nulls: Int, rows: RowIDs?) {
    var current = batch
    var nulls = 0
    // State of each row: 1 true so far, 2 null so far, 0 false.
    var state: MutableBuffer?
    var mayBeNull = false
    for (index, condition) in conditions.enumerated() {
      let operand = try evaluator.evaluate(condition.expression, current)
      let column: Column
      switch operand {
      case .constant(.bool(true)): continue
      case .constant(let value):
        if value.isNull { nulls += current.count }
        return (try Filter.nothing(of: current), nulls, nil)
      case .column(let result): column = result
      }
      try Filter.combine(&state, &mayBeNull, column, current.count)
      // Before a dear condition, drop what is already refused: computing the condition for those rows
      // would cost time, and could fail where two filters in a row would not.
      let next = index + 1
      if next < conditions.count, !conditions[next].isCheap,
        let known = state?.pointer(UInt8.self)
      {
        if mayBeNull {
          nulls += try stillNull(current, known, from: next, evaluator)
          mayBeNull = false
        }
        let ids = try Filter.rows(in: known, count: current.count)
        if ids.count < current.count {
          current = try current.selecting(ids)
          state = nil
          if current.count == 0 { return (current, nulls, nil) }
        }
      }
    }
    guard let bytes = state?.pointer(UInt8.self) else { return (current, nulls, nil) }
    if mayBeNull {
      for row in 0..<current.count where bytes[row] == 2 {
        nulls += 1
        bytes[row] = 0
      }
    }
    let ids = try Filter.rows(in: bytes, count: current.count)
    return (ids.count == current.count ? current : try current.selecting(ids), nulls, ids)
  }

  /// How many rows whose state is 2 the conditions from `next` on leave null; their states become 0.
  private func stillNull(
    _ batch: RowBatch, _ bytes: UnsafeMutablePointer<UInt8>, from next: Int, _ evaluator: Evaluator
  ) throws -> Int {
    let marks = try MutableBuffer(UInt8.self, count: batch.count)
    let unknown = marks.pointer(UInt8.self)
    for row in 0..<batch.count {
      unknown[row] = bytes[row] >> 1
      bytes[row] &= 1
    }
    let ids = try Filter.rows(in: unknown, count: batch.count)
    return try notRefused(try batch.selecting(ids), from: next, evaluator)
  }

  /// How many rows of the batch no condition from `next` on makes false.
  ///
  /// The rows are refused whatever comes out, so a row for which a condition fails counts as null.
  private func notRefused(
    _ batch: RowBatch, from next: Int, _ evaluator: Evaluator
  ) throws -> Int {
    var rest = batch
    do {
      for condition in conditions[next...] where rest.count > 0 {
        switch try evaluator.evaluate(condition.expression, rest) {
        case .constant(.bool(false)): return 0
        case .constant: continue
        case .column(let column):
          var known: MutableBuffer?
          var mayBeNull = false
          try Filter.combine(&known, &mayBeNull, column, rest.count)
          guard let values = known?.pointer(UInt8.self) else { continue }
          for row in 0..<rest.count where values[row] == 2 { values[row] = 1 }
          rest = try rest.selecting(try Filter.rows(in: values, count: rest.count))
        }
      }
      return rest.count
    } catch is LocatedFailure {
      if batch.count == 1 { return 1 }
      // The failing rows are found by halves.
      return try [0..<batch.count / 2, batch.count / 2..<batch.count].reduce(0) { sum, half in
        let marks = try MutableBuffer(UInt8.self, count: batch.count)
        let bytes = marks.pointer(UInt8.self)
        for row in 0..<batch.count { bytes[row] = half.contains(row) ? 1 : 0 }
        let ids = try Filter.rows(in: bytes, count: batch.count)
        return sum + (try notRefused(try batch.selecting(ids), from: next, evaluator))
      }
    }
  }

  private static func nothing(of batch: RowBatch) throws -> RowBatch {
    try batch.selecting(RowIDs(buffer: try Buffer(copying: [UInt32]()), count: 0))
  }

  /// Kleene's `and` of the state so far and one more condition.
  private static func combine(
    _ state: inout MutableBuffer?, _ mayBeNull: inout Bool, _ column: Column, _ count: Int
  ) throws {
    let result = try MutableBuffer(UInt8.self, count: count)
    let out = result.pointer(UInt8.self)
    switch column.storage {
    case .bytes(let buffer):
      out.update(from: buffer.pointer(UInt8.self) + column.offset, count: count)
    case .bits(let bits): bits.expand(from: column.offset, count: count, into: out)
    default: out.update(repeating: 2, count: count)
    }
    var hasNulls = false
    if case .nulls = column.storage { hasNulls = true }
    if let validity = column.validity, column.nullCount > 0 {
      // Bytes all the way, which the compiler turns into wide operations.
      let room = try MutableBuffer(UInt8.self, count: count)
      let valid = room.pointer(UInt8.self)
      validity.expand(from: column.offset, count: count, into: valid)
      for row in 0..<count { out[row] = (out[row] & (0 &- valid[row])) | (2 &- 2 &* valid[row]) }
      hasNulls = true
    }
    if let before = state?.pointer(UInt8.self) {
      if !hasNulls && !mayBeNull {
        for row in 0..<count { out[row] &= before[row] }
      } else {
        for row in 0..<count {
          let left = before[row]
          let right = out[row]
          out[row] = left == 0 || right == 0 ? 0 : max(left, right)
        }
      }
    }
    mayBeNull = hasNulls || mayBeNull
    state = consume result
  }

  /// The numbers of the rows whose byte is 1, others being 0.
  ///
  /// Eight rows at a time: their bytes become the number of an entry in a table of places, which is
  /// written whole; what is too much of it the next ones overwrite (q08 20 → 14 ms).
  static func rows(in state: UnsafePointer<UInt8>, count: Int) throws -> RowIDs {
    let bytes = UnsafeRawPointer(state)
    let result = try MutableBuffer(UInt32.self, count: count + 8)
    let out = result.base
    var filled = 0
    var row = 0
    places.withUnsafeBufferPointer { places in
      while row + 8 <= count {
        let word = bytes.loadUnaligned(fromByteOffset: row, as: UInt64.self)
        if word != 0 {
          // The lowest bit of each byte, gathered in the highest byte.
          let mask = Int(truncatingIfNeeded: (word &* 0x0102_0408_1020_4080) >> 56)
          let rows = places[mask] &+ SIMD8(repeating: UInt32(truncatingIfNeeded: row))
          out.storeBytes(of: rows, toByteOffset: filled &* 4, as: SIMD8<UInt32>.self)
          filled &+= Int(truncatingIfNeeded: (word &* 0x0101_0101_0101_0101) >> 56)
        }
        row &+= 8
      }
    }
    let numbers = result.pointer(UInt32.self)
    while row < count {
      numbers[filled] = UInt32(truncatingIfNeeded: row)
      filled &+= Int(bytes.load(fromByteOffset: row, as: UInt8.self))
      row += 1
    }
    return RowIDs(buffer: result.freeze(), count: filled)
  }

  /// For each set of eight rows the places of those in it, from the first on.
  private static let places: [SIMD8<UInt32>] = (0..<256).map { mask in
    var places = SIMD8<UInt32>()
    var filled = 0
    for place in 0..<8 where mask >> place & 1 != 0 {
      places[filled] = UInt32(place)
      filled += 1
    }
    return places
  }
}
