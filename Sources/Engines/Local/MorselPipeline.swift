import Columns
import Functions
import Language
import Planning
import Synchronization

/// What happens to each batch on its way from a table to a sink.
enum Step: Sendable {
  case filter(Filter, SourceRange)
  /// New slots: a moved one or a computed one each.
  case project([(from: Int?, computed: Compiled?, type: DataType)])
  /// Join with a table that is already there.
  case probe(JoinProbe)

  /// The word in a profile.
  var name: String {
    switch self {
    case .filter: "filter"
    case .project: "project"
    case .probe: "join"
    }
  }
}

/// A table, the steps its rows go through, and what is known of the slots at the end.
///
/// The rows are cut into morsels; lanes of morsels are handed to threads, and a batch of a morsel
/// goes through all steps while it is in the cache.
struct MorselPipeline: Sendable {
  let source: Table
  var steps: [Step] = []
  var slots: [SlotInfo]
  let context: QueryContext

  init(_ source: Table, _ context: QueryContext) {
    self.source = source
    self.context = context
    slots = source.columns.map { SlotInfo($0) }
  }

  var compiler: Compiler {
    Compiler(slots: slots, rows: source.rowCount, context: context)
  }

  /// Whether every source row arrives at the sink, unmoved.
  var keepsRows: Bool {
    steps.allSatisfy { if case .project = $0 { true } else { false } }
  }

  /// Whether no source row arrives at the sink more than once, and those that do in order.
  private var repeatsNoRow: Bool {
    steps.allSatisfy { if case .probe(let join) = $0 { !join.multipliesRows } else { true } }
  }

  mutating func filter(_ conditions: [Expression], _ range: SourceRange) throws {
    let compiler = self.compiler
    steps.append(.filter(Filter(try conditions.map(compiler.compile)), range))
  }

  mutating func project(_ items: [NamedExpression]) throws {
    let compiler = self.compiler
    var places: [(from: Int?, computed: Compiled?, type: DataType)] = []
    var newSlots: [SlotInfo] = []
    for item in items {
      let compiled = try compiler.compile(item.expression)
      if case .column(let slot) = compiled {
        places.append((slot, nil, item.expression.type))
      } else {
        places.append((nil, compiled, item.expression.type))
      }
      newSlots.append(compiler.info(compiled, type: item.expression.type))
    }
    steps.append(.project(places))
    slots = newSlots
  }

  mutating func probe(_ join: JoinProbe) {
    steps.append(.probe(join))
    slots += join.appendedSlots
  }

  /// The number of morsels of the source.
  var morsels: Int { Morsel.pieces(of: source.rowCount) }

  /// Sends all rows through the steps.
  ///
  /// - Parameters:
  ///   - lanes: into how many runs of morsels the rows are cut; each is done in order by one
  ///     thread. It must follow from the data alone, so that results do not depend on threads.
  ///   - consumer: gives for each lane the function that receives its batches, and the first source
  ///     row of each.
  ///   - rows: the source rows to send; all unless said. It must begin at a morsel.
  func run(
    lanes: Int, rows: Range<Int>? = nil,
    _ consumer: @Sendable (Int) throws -> (RowBatch, Int) throws -> Void
  ) throws {
    let rows = rows ?? 0..<source.rowCount
    let morsels = Morsel.pieces(of: rows.count)
    let lanes = max(1, min(lanes, morsels))
    let tally = Mutex(Tally(count: steps.count))
    let pruning = ZonePruning(steps, source)
    context.progress?.expect(rows.count, .rows)
    try Parallel.run(pieces: lanes, threads: context.threads) { lane in
      let consume = try consumer(lane)
      let evaluation = context.evaluation()
      let evaluator = Evaluator(evaluation)
      var own = Tally(count: steps.count)
      let first = rows.lowerBound + morsels * lane / lanes * Morsel.rows
      let last = min(rows.upperBound, rows.lowerBound + morsels * (lane + 1) / lanes * Morsel.rows)
      var start = first
      while start < last {
        try context.checkStopped()
        if start % Morsel.rows == 0, let pruning, pruning.refuses(morsel: start / Morsel.rows) {
          start += Morsel.rows
          context.progress?.advance(Morsel.rows)
          continue
        }
        let count = min(RowBatch.rows, last - start)
        context.progress?.advance(count)
        let batch = RowBatch(source.columns, from: start, count: count)
        try push(batch, from: 0, evaluator, &own) { try consume($0, start) }
        start += count
      }
      own.divisionsByZero = evaluation.divisionsByZero
      own.failedConversions = evaluation.failedConversions
      own.unclearNumbers = evaluation.unclearNumbers
      tally.withLock { $0.add(own) }
    }
    report(tally.withLock { $0 })
  }

  private func push(
    _ batch: RowBatch, from first: Int, _ evaluator: Evaluator, _ tally: inout Tally,
    _ consume: (RowBatch) throws -> Void
  ) throws {
    var batch = batch
    for index in first..<steps.count {
      let start = context.isProfiling ? RunContext.now() : 0
      defer { if context.isProfiling { tally.seconds[index] += RunContext.now() - start } }
      switch steps[index] {
      case .filter(let filter, _):
        let result = try filter.apply(batch, evaluator)
        tally.nulls[index] += result.nulls
        batch = result.batch
      case .project(let places):
        batch = batch.replacing(
          try places.map { place in
            guard let computed = place.computed else { return (place.from, nil) }
            return (nil, try evaluator.column(computed, batch, type: place.type))
          })
      case .probe(let join):
        batch = try join.apply(batch, evaluator)
      }
      tally.rows[index] += batch.count
      if batch.count == 0 { return }
      // A join may give many rows for one: what follows gets them in batches of the usual size.
      if batch.count > RowBatch.rows {
        var start = 0
        while start < batch.count {
          try context.checkStopped()
          let count = min(RowBatch.rows, batch.count - start)
          let ids = try MutableBuffer(UInt32.self, count: count)
          for row in 0..<count {
            ids.pointer(UInt32.self)[row] = UInt32(truncatingIfNeeded: start + row)
          }
          let part = try batch.selecting(RowIDs(buffer: ids.freeze(), count: count))
          try push(part, from: index + 1, evaluator, &tally, consume)
          start += count
        }
        return
      }
    }
    try consume(batch)
  }

  /// What the lanes of a run counted.
  private struct Tally: Sendable {
    var rows: [Int]
    var nulls: [Int]
    /// Of all lanes together; a join's count includes what follows it where it multiplies rows.
    var seconds: [Double]
    var divisionsByZero = 0
    var failedConversions = 0
    var unclearNumbers = 0

    init(count: Int) {
      rows = [Int](repeating: 0, count: count)
      nulls = rows
      seconds = [Double](repeating: 0, count: count)
    }

    mutating func add(_ other: Tally) {
      for index in rows.indices {
        rows[index] += other.rows[index]
        nulls[index] += other.nulls[index]
        seconds[index] += other.seconds[index]
      }
      divisionsByZero += other.divisionsByZero
      failedConversions += other.failedConversions
      unclearNumbers += other.unclearNumbers
    }
  }

  private func report(_ tally: Tally) {
    for (index, step) in steps.enumerated() {
      if context.isProfiling {
        context.record(
          ProfileEntry(
            step: "  " + step.name, detail: "all threads", rows: tally.rows[index],
            seconds: tally.seconds[index]))
      }
      if case .filter(_, let range) = step, tally.nulls[index] > 0 {
        RunNotes.nullsNotMatched(tally.nulls[index], range, context)
      }
    }
    RunNotes.evaluation(
      divisionsByZero: tally.divisionsByZero, failedConversions: tally.failedConversions,
      unclearNumbers: tally.unclearNumbers, SourceRange(0, 0), context)
  }

  /// Notes how many rows the only filter kept out because its condition was null.
  func noteNulls(_ count: Int) {
    var tally = Tally(count: steps.count)
    guard count > 0, !tally.nulls.isEmpty else { return }
    tally.nulls[0] = count
    report(tally)
  }

  // MARK: Collecting

  /// All rows as a table with the given fields. Columns that pass through untouched share the
  /// storage of the source.
  ///
  /// With a limit, morsels are taken in order, more at a time as long as rows are missing, and at
  /// least that many rows come, if there are.
  func collect(_ fields: [Field], atLeast limit: Int? = nil) throws -> Table {
    if steps.isEmpty {
      return Table(fields: fields, columns: source.columns, rowCount: source.rowCount)
    }
    let untouched =
      keepsRows && limit == nil ? sourceColumns() : [Int?](repeating: nil, count: slots.count)
    let wanted = slots.indices.filter { untouched[$0] == nil }
    if wanted.isEmpty, keepsRows, limit == nil {
      let columns = untouched.compactMap { $0 }.map { source.columns[$0] }
      return Table(fields: fields, columns: columns, rowCount: source.rowCount)
    }
    let collected = Mutex<[(start: Int, count: Int, columns: [Column])]>([])
    let total = Atomic<Int>(0)
    var first = 0
    var width = limit == nil ? source.rowCount : Morsel.rows
    repeat {
      let rows = first..<min(source.rowCount, first + width)
      try run(lanes: max(1, Morsel.pieces(of: rows.count)), rows: rows) { _ in
        { batch, start in
          // What is too much in the end is told as soon as it is too much.
          let known = total.add(batch.count, ordering: .relaxed).newValue
          guard known <= Table.maxRows else { throw EngineError.tooManyRows(known) }
          let columns = try wanted.map { try batch.column($0) }
          collected.withLock { $0.append((start, batch.count, columns)) }
        }
      }
      first = rows.upperBound
      width *= 4
      if let limit, collected.withLock({ $0.reduce(0) { $0 + $1.count } }) >= limit { break }
    } while first < source.rowCount
    // Batches of one source batch follow each other; a stable sort by source row restores the rest.
    let batches = collected.withLock { $0 }.enumerated().sorted {
      ($0.element.start, $0.offset) < ($1.element.start, $1.offset)
    }.map(\.element)
    let rowCount = batches.reduce(0) { $0 + $1.count }
    guard rowCount <= Table.maxRows else {
      throw EngineError.tooManyRows(rowCount)
    }
    // Where each row arrives once, whatever was asked of it, its columns are those of the source.
    let arrived =
      limit == nil && repeatsNoRow && rowCount == source.rowCount ? sourceColumns() : untouched
    var columns: [Column] = []
    for slot in slots.indices {
      if let place = arrived[slot] {
        columns.append(source.columns[place])
      } else if let index = wanted.firstIndex(of: slot) {
        columns.append(
          try Column.concatenated(
            fields[slot].type, batches.map { $0.columns[index] }, threads: context.threads))
      }
    }
    return Table(fields: fields, columns: columns, rowCount: rowCount)
  }

  /// For each slot the source column that it still is.
  func sourceColumns() -> [Int?] {
    var places: [Int?] = source.columns.indices.map { $0 }
    for step in steps {
      switch step {
      case .filter: break
      case .project(let items):
        places = items.map { item in
          item.from.flatMap { $0 < places.count ? places[$0] : nil }
        }
      case .probe(let join):
        places += [Int?](repeating: nil, count: join.appendedSlots.count)
      }
    }
    return places
  }
}

/// A limit of the engine that is no fault of a row.
public enum EngineError: Error, Sendable, Equatable {
  case tooManyRows(Int)
  /// A sum or a product of sizes left 64 bits; names the aggregate.
  case sumOverflow
}
