import Columns
import Functions
import Planning

/// Aggregates without keys straight from the stored columns: the filter becomes a mark per row, and
/// counts and sums are made under the marks. No row numbers, no gathered columns, no allocation per
/// batch.
///
/// Where it does not fit (other conditions, other aggregates, joins, computed columns) the usual
/// pipeline runs.
struct MarkedScan: Sendable {
  /// A condition that stored values answer alone, for columns without nulls.
  private enum Test: Sendable {
    case comparison(ColumnTest)
    /// One answer per value of the column.
    case lookup(Packed, offset: Int, answers: Buffer, shift: Int)
    case search(TextTest)

    /// - Parameter known: room for the marks so far.
    func mark(
      _ rows: Range<Int>, into marks: UnsafeMutablePointer<UInt8>, narrowing: Bool,
      known: UnsafeMutablePointer<UInt8>
    ) {
      switch self {
      case .search(let test):
        if narrowing { known.update(from: marks, count: rows.count) }
        test.mark(rows, into: marks, narrowing: narrowing ? UnsafePointer(known) : nil)
      case .comparison(let test): test.mark(rows, into: marks, narrowing: narrowing)
      case .lookup(let packed, let offset, let answers, let shift):
        let table = answers.pointer(UInt8.self) + shift
        let start = offset + rows.lowerBound
        let buffer = packed.buffer
        switch packed.width {
        case .u8: Test.look(buffer.pointer(UInt8.self) + start, rows.count, table, narrowing, marks)
        case .u16:
          Test.look(buffer.pointer(UInt16.self) + start, rows.count, table, narrowing, marks)
        case .u32:
          Test.look(buffer.pointer(UInt32.self) + start, rows.count, table, narrowing, marks)
        case .i64:
          Test.look(buffer.pointer(Int64.self) + start, rows.count, table, narrowing, marks)
        }
      }
    }

    @inline(__always)
    private static func look<T: FixedWidthInteger>(
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

  /// What an aggregate needs of the rows that pass.
  private struct Part: Sendable {
    /// Its own `where`.
    let test: Test?
    /// Nil for `count()`.
    let argument: Column?
  }

  private let source: Table
  private let tests: [Test]
  private let parts: [Part]
  private let pruning: ZonePruning?
  private let context: QueryContext

  /// Nil where a step, a condition or an aggregate asks for more than marks.
  init?(_ pipeline: Pipeline, _ calls: [CompiledAggregate]) {
    source = pipeline.source
    context = pipeline.context
    switch pipeline.steps.count {
    case 0:
      tests = []
      pruning = nil
    case 1:
      guard case .filter(let filter, _) = pipeline.steps[0] else { return nil }
      var tests: [Test] = []
      for condition in filter.conditions {
        guard let test = MarkedScan.test(condition.expression, source) else { return nil }
        tests.append(test)
      }
      self.tests = tests
      pruning = ZonePruning(pipeline.steps, source)
    default: return nil
    }
    var parts: [Part] = []
    for call in calls {
      var test: Test?
      if let condition = call.condition {
        guard let own = MarkedScan.test(condition, source) else { return nil }
        test = own
      }
      switch call.call.function {
      case .count where call.arguments.isEmpty: parts.append(Part(test: test, argument: nil))
      case .count, .sum, .avg:
        guard case .column(let slot) = call.arguments[0] else { return nil }
        let column = source.columns[slot]
        if call.call.function != .count {
          guard case .packed = column.storage else { return nil }
        }
        if case .nulls = column.storage { return nil }
        parts.append(Part(test: test, argument: column))
      default: return nil
      }
    }
    self.parts = parts
  }

  private static func test(_ expression: Compiled, _ source: Table) -> Test? {
    switch expression {
    case .call(let function, let arguments, _):
      guard arguments.count == 2, case .column(let slot) = arguments[0],
        case .constant(let constant) = arguments[1], slot < source.columns.count
      else { return nil }
      let column = source.columns[slot]
      return ColumnTest(function, column, constant).map { .comparison($0) }
        ?? TextTest(function, column, constant).map { .search($0) }
    case .lookup(let slot, let table):
      let column = source.columns[slot]
      guard table.isTotal, !column.mayHaveNulls, case .bytes(let answers) = table.bytes else {
        return nil
      }
      switch column.storage {
      case .packed(let packed), .coded(let packed, _):
        return .lookup(
          packed, offset: column.offset, answers: answers,
          shift: Int(packed.base &- table.domain.lower))
      default: return nil
      }
    default: return nil
    }
  }

  /// Sends the rows of one lane, which are whole morsels, through the tests to the states.
  ///
  /// - Parameters:
  ///   - rowCounts: gets the number of rows that pass, which states may share.
  ///   - states: count and sum states of one group, one for each call.
  func run(
    lane: Int, of lanes: Int, rowCounts: UnsafeMutablePointer<UInt32>,
    states: [any AggregateState]
  ) throws {
    let morsels = (source.rowCount + Morsel.rows - 1) / Morsel.rows
    let rooms = try Rooms()
    for morsel in morsels * lane / lanes..<morsels * (lane + 1) / lanes {
      try context.checkStopped()
      context.progress?.advance(Morsel.rows)
      if let pruning, pruning.refuses(morsel: morsel) { continue }
      var start = morsel * Morsel.rows
      let end = min(source.rowCount, start + Morsel.rows)
      while start < end {
        let rows = start..<min(end, start + Batch.rows)
        start = rows.upperBound
        let marks = mark(rows, rooms)
        if marks.passing == 0 { continue }
        rowCounts[0] &+= UInt32(truncatingIfNeeded: marks.passing)
        for (part, state) in zip(parts, states) {
          let own =
            part.test == nil && part.argument?.validity == nil
            ? marks : narrowed(marks, rows, part, rooms)
          if own.passing == 0 { continue }
          if let state = state as? CountState {
            state.add(rows: own.passing)
          } else if let state = state as? SumState, let column = part.argument {
            try state.add(column, from: rows.lowerBound, own)
          }
        }
      }
    }
  }

  /// What a lane writes to, batch after batch.
  private final class Rooms {
    let marks: Buffer
    let ownMarks: Buffer
    /// Marks of the tests before.
    let known: Buffer
    let rows: Buffer
    let ownRows: Buffer

    init() throws {
      marks = try Buffer(UInt8.self, count: Batch.rows)
      ownMarks = try Buffer(UInt8.self, count: Batch.rows)
      known = try Buffer(UInt8.self, count: Batch.rows)
      rows = try Buffer(UInt16.self, count: Batch.rows)
      ownRows = try Buffer(UInt16.self, count: Batch.rows)
    }
  }

  /// Marks the rows that pass all tests.
  private func mark(_ rows: Range<Int>, _ rooms: Rooms) -> Marks {
    var marks = Marks(bytes: rooms.marks.pointer(UInt8.self), count: rows.count)
    if tests.isEmpty { marks.bytes.update(repeating: 1, count: rows.count) }
    let known = rooms.known.pointer(UInt8.self)
    for (index, test) in tests.enumerated() {
      test.mark(rows, into: marks.bytes, narrowing: index > 0, known: known)
    }
    marks.settle(rooms.rows.pointer(UInt16.self))
    return marks
  }

  /// The marks of one aggregate: its own condition and no nulls.
  private func narrowed(
    _ marks: Marks, _ rows: Range<Int>, _ part: Part, _ rooms: Rooms
  ) -> Marks {
    var own = Marks(bytes: rooms.ownMarks.pointer(UInt8.self), count: rows.count)
    own.bytes.update(from: marks.bytes, count: rows.count)
    part.test?.mark(
      rows, into: own.bytes, narrowing: true, known: rooms.known.pointer(UInt8.self))
    if let column = part.argument, let validity = column.validity {
      own.narrow(to: validity, at: column.offset + rows.lowerBound)
    }
    own.settle(rooms.ownRows.pointer(UInt16.self))
    return own
  }
}
