import Columns
import Functions
import Planning

/// A condition that the stored values of one column answer alone, as marks of the rows.
struct MarkTest: Sendable {
  private enum Kind: Sendable {
    case comparison(ColumnTest)
    /// One answer per value of the column.
    case lookup(Packed, offset: Int, answers: Buffer, shift: Int)
    case search(TextTest)
    /// Whether the column's bit, or its validity, is set or, negated, is not.
    case bits(Bitmap?, offset: Int, isNegated: Bool)
  }

  private let kind: Kind
  /// The rows for which the answer is known; nil for all.
  private let validity: Bitmap?
  private let offset: Int

  /// Whether the answer for a row may be null.
  var mayBeNull: Bool { validity != nil }

  /// Nil where the condition asks for more than one comparison of stored values.
  init?(_ expression: Compiled, _ source: Table) {
    var known: Bitmap?
    var offset = 0
    switch expression {
    case .column(let slot):
      let column = source.columns[slot]
      guard case .bits(let bits) = column.storage else { return nil }
      kind = .bits(bits, offset: column.offset, isNegated: false)
      known = column.validity
      offset = column.offset
    case .call(let function, let arguments, _):
      guard case .column(let slot)? = arguments.first, slot < source.columns.count else {
        return nil
      }
      let column = source.columns[slot]
      offset = column.offset
      if arguments.count == 1 {
        switch (function.name, column.storage) {
        case (_, .nulls): return nil
        case ("is_null", _):
          kind = .bits(column.validity, offset: offset, isNegated: true)
        case ("is_not_null", _):
          kind = .bits(column.validity, offset: offset, isNegated: false)
        case ("not", .bits(let bits)):
          kind = .bits(bits, offset: offset, isNegated: true)
          known = column.validity
        default: return nil
        }
      } else {
        guard arguments.count == 2, case .constant(let constant) = arguments[1] else { return nil }
        if let test = ColumnTest(function, column, constant) {
          kind = .comparison(test)
          known = column.validity
        } else if let test = TextTest(function, column, constant) {
          kind = .search(test)
        } else {
          return nil
        }
      }
    case .lookup(let slot, let table):
      let column = source.columns[slot]
      guard table.isTotal, !column.mayHaveNulls, case .bytes(let answers) = table.bytes else {
        return nil
      }
      switch column.storage {
      case .packed(let packed), .coded(let packed, _):
        kind = .lookup(
          packed, offset: column.offset, answers: answers,
          shift: Int(packed.base &- table.domain.lower))
      default: return nil
      }
    default: return nil
    }
    validity = known
    self.offset = offset
  }

  /// Sets the mark of each row to 1 where the condition is true, else to 0.
  ///
  /// - Parameters:
  ///   - marks: a byte for each of the rows.
  ///   - narrowing: whether marks that are 0 stay so: `and` with the tests before.
  ///   - possible: where given, marks of the rows for which the conditions so far are not false,
  ///     which are narrowed too (or set, where not `narrowing`).
  ///   - rooms: what may be written to.
  func mark(
    _ rows: Range<Int>, into marks: UnsafeMutablePointer<UInt8>, narrowing: Bool,
    possible: UnsafeMutablePointer<UInt8>? = nil, _ rooms: MarkRooms
  ) {
    let count = rows.count
    guard validity != nil || possible != nil else {
      answer(rows, into: marks, narrowing: narrowing, rooms)
      return
    }
    let own = rooms.own.pointer(UInt8.self)
    let valid = rooms.valid.pointer(UInt8.self)
    answer(rows, into: own, narrowing: false, rooms)
    guard let validity else {
      // Never null: what it refuses is refused in both.
      if narrowing {
        for row in 0..<count { marks[row] &= own[row] }
        if let possible { for row in 0..<count { possible[row] &= own[row] } }
      } else {
        marks.update(from: own, count: count)
        possible?.update(from: own, count: count)
      }
      return
    }
    validity.expand(from: offset + rows.lowerBound, count: count, into: valid)
    if let possible {
      if narrowing {
        for row in 0..<count { possible[row] &= own[row] | (valid[row] ^ 1) }
      } else {
        for row in 0..<count { possible[row] = own[row] | (valid[row] ^ 1) }
      }
    }
    if narrowing {
      for row in 0..<count { marks[row] &= own[row] & valid[row] }
    } else {
      for row in 0..<count { marks[row] = own[row] & valid[row] }
    }
  }

  /// The answers, with any for a null.
  private func answer(
    _ rows: Range<Int>, into marks: UnsafeMutablePointer<UInt8>, narrowing: Bool,
    _ rooms: MarkRooms
  ) {
    let count = rows.count
    switch kind {
    case .search(let test):
      let known = rooms.known.pointer(UInt8.self)
      if narrowing { known.update(from: marks, count: count) }
      test.mark(rows, into: marks, narrowing: narrowing ? UnsafePointer(known) : nil)
    case .comparison(let test): test.mark(rows, into: marks, narrowing: narrowing)
    case .bits(nil, _, let isNegated):
      // No row is null.
      if isNegated {
        marks.update(repeating: 0, count: count)
      } else if !narrowing {
        marks.update(repeating: 1, count: count)
      }
    case .bits(let bits?, let offset, let isNegated):
      let out = narrowing ? rooms.known.pointer(UInt8.self) : marks
      bits.expand(from: offset + rows.lowerBound, count: count, into: out)
      let flip: UInt8 = isNegated ? 1 : 0
      if narrowing {
        for row in 0..<count { marks[row] &= out[row] ^ flip }
      } else if isNegated {
        for row in 0..<count { marks[row] ^= 1 }
      }
    case .lookup(let packed, let offset, let answers, let shift):
      let table = answers.pointer(UInt8.self) + shift
      let start = offset + rows.lowerBound
      let buffer = packed.buffer
      switch packed.width {
      case .u8: look(buffer.pointer(UInt8.self) + start, count, table, narrowing, marks)
      case .u16: look(buffer.pointer(UInt16.self) + start, count, table, narrowing, marks)
      case .u32: look(buffer.pointer(UInt32.self) + start, count, table, narrowing, marks)
      case .i64: look(buffer.pointer(Int64.self) + start, count, table, narrowing, marks)
      }
    }
  }

  @inline(__always)
  private func look<T: FixedWidthInteger>(
    _ raw: UnsafePointer<T>, _ count: Int, _ table: UnsafePointer<UInt8>, _ narrowing: Bool,
    _ marks: UnsafeMutablePointer<UInt8>
  ) {
    if narrowing {
      for row in 0..<count { marks[row] &= table[Int(truncatingIfNeeded: raw[row])] }
    } else {
      for row in 0..<count { marks[row] = table[Int(truncatingIfNeeded: raw[row])] }
    }
  }
}

/// What a lane's tests write to, batch after batch.
final class MarkRooms {
  let marks: WorkMemory
  let ownMarks: WorkMemory
  /// Rows for which no condition so far is false.
  let possible: WorkMemory
  /// Marks of the tests before.
  let known: WorkMemory
  /// A test's own answers and where they count.
  let own: WorkMemory
  let valid: WorkMemory
  let rows: WorkMemory
  let ownRows: WorkMemory

  init() throws {
    marks = try WorkMemory(UInt8.self, count: RowBatch.rows)
    ownMarks = try WorkMemory(UInt8.self, count: RowBatch.rows)
    possible = try WorkMemory(UInt8.self, count: RowBatch.rows)
    known = try WorkMemory(UInt8.self, count: RowBatch.rows)
    own = try WorkMemory(UInt8.self, count: RowBatch.rows)
    valid = try WorkMemory(UInt8.self, count: RowBatch.rows)
    rows = try WorkMemory(UInt16.self, count: RowBatch.rows)
    ownRows = try WorkMemory(UInt16.self, count: RowBatch.rows)
  }
}
