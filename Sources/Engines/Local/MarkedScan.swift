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
  /// What an aggregate needs of the rows that pass.
  private struct Part: Sendable {
    /// Its own `where`.
    let test: MarkTest?
    /// Nil for `count()`.
    let argument: Column?
  }

  private let source: Table
  private let tests: [MarkTest]
  private let parts: [Part]
  private let pruning: ZonePruning?
  /// Whether some test may be null for a row.
  private let mayBeNull: Bool
  private let context: QueryContext

  /// Nil where a step, a condition or an aggregate asks for more than marks.
  init?(_ pipeline: MorselPipeline, _ calls: [CompiledAggregate]) {
    source = pipeline.source
    context = pipeline.context
    switch pipeline.steps.count {
    case 0:
      tests = []
      pruning = nil
    case 1:
      guard case .filter(let filter, _) = pipeline.steps[0] else { return nil }
      var tests: [MarkTest] = []
      for condition in filter.conditions {
        guard let test = MarkTest(condition.expression, source) else { return nil }
        tests.append(test)
      }
      self.tests = tests
      pruning = ZonePruning(pipeline.steps, source)
    default: return nil
    }
    var parts: [Part] = []
    for call in calls {
      var test: MarkTest?
      if let condition = call.condition {
        guard let own = MarkTest(condition, source) else { return nil }
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
    mayBeNull = tests.contains(where: \.mayBeNull)
  }

  /// Sends the rows of one lane, which are whole morsels, through the tests to the states; returns
  /// how many rows were kept out only because a condition was null.
  ///
  /// - Parameters:
  ///   - rowCounts: gets the number of rows that pass, which states may share.
  ///   - states: count and sum states of one group, one for each call.
  func run(
    lane: Int, of lanes: Int, rowCounts: UnsafeMutablePointer<UInt32>,
    states: [any AggregateState]
  ) throws -> Int {
    let morsels = Morsel.pieces(of: source.rowCount)
    let rooms = try MarkRooms()
    var nulls = 0
    for morsel in morsels * lane / lanes..<morsels * (lane + 1) / lanes {
      try context.checkStopped()
      context.progress?.advance(Morsel.rows)
      if let pruning, pruning.refuses(morsel: morsel) { continue }
      var start = morsel * Morsel.rows
      let end = min(source.rowCount, start + Morsel.rows)
      while start < end {
        let rows = start..<min(end, start + RowBatch.rows)
        start = rows.upperBound
        let marks = mark(rows, rooms, &nulls)
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
    return nulls
  }

  /// Marks the rows that pass all tests, and counts those that only a null kept out.
  private func mark(_ rows: Range<Int>, _ rooms: MarkRooms, _ nulls: inout Int) -> Marks {
    var marks = Marks(bytes: rooms.marks.pointer(UInt8.self), count: rows.count)
    if tests.isEmpty { marks.bytes.update(repeating: 1, count: rows.count) }
    let possible = mayBeNull ? rooms.possible.pointer(UInt8.self) : nil
    for (index, test) in tests.enumerated() {
      test.mark(rows, into: marks.bytes, narrowing: index > 0, possible: possible, rooms)
    }
    marks.settle(rooms.rows.pointer(UInt16.self))
    if let possible { nulls += Marks(bytes: possible, count: rows.count).total - marks.passing }
    return marks
  }

  /// The marks of one aggregate: its own condition and no nulls.
  private func narrowed(
    _ marks: Marks, _ rows: Range<Int>, _ part: Part, _ rooms: MarkRooms
  ) -> Marks {
    if part.test == nil, let column = part.argument, let validity = column.validity,
      let own = marks.known(
        in: validity, at: column.offset + rows.lowerBound, rooms.ownRows.pointer(UInt16.self))
    {
      return own
    }
    var own = Marks(bytes: rooms.ownMarks.pointer(UInt8.self), count: rows.count)
    own.bytes.update(from: marks.bytes, count: rows.count)
    part.test?.mark(rows, into: own.bytes, narrowing: true, rooms)
    if let column = part.argument, let validity = column.validity {
      own.narrow(
        to: validity, at: column.offset + rows.lowerBound, rooms.valid.pointer(UInt8.self))
    }
    own.settle(rooms.ownRows.pointer(UInt16.self))
    return own
  }
}
