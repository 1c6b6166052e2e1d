import Columns
import Synchronization

/// Row numbers, shared by the columns that a filter or a join gathers lazily.
final class RowIDs: Sendable {
  private let buffer: Buffer
  private let offset: Int
  let count: Int
  /// Whether `absentRow` may occur (rows of an outer join without a partner).
  let mayBeAbsent: Bool
  private let marks = Mutex<Bitmap?>(nil)

  /// Which of the rows are there, made once for all columns; nil where all are.
  func present() throws -> Bitmap? {
    guard mayBeAbsent else { return nil }
    return try marks.withLock { marks in
      if let marks { return marks }
      let made = try Bitmap.present(rows, count: count)
      marks = made
      return made
    }
  }

  /// `count` numbers of the buffer from place `offset`.
  init(buffer: Buffer, offset: Int = 0, count: Int, mayBeAbsent: Bool = false) {
    self.buffer = buffer
    self.offset = offset
    self.count = count
    self.mayBeAbsent = mayBeAbsent
  }

  var rows: UnsafePointer<UInt32> { UnsafePointer(buffer.pointer(UInt32.self) + offset) }

  /// The rows of these rows: `self[inner[i]]`.
  func composed(with inner: RowIDs) throws -> RowIDs {
    let result = try MutableBuffer(UInt32.self, count: inner.count)
    let out = result.pointer(UInt32.self)
    let own = rows
    let other = inner.rows
    if inner.mayBeAbsent {
      for index in 0..<inner.count {
        out[index] = other[index] == absentRow ? absentRow : own[Int(other[index])]
      }
    } else {
      for index in 0..<inner.count { out[index] = own[Int(other[index])] }
    }
    return RowIDs(
      buffer: result.freeze(), count: inner.count, mayBeAbsent: mayBeAbsent || inner.mayBeAbsent)
  }
}

/// Up to `RowBatch.rows` rows on their way through a pipeline: one slot a column, gathered only when
/// something reads it. Belongs to one lane.
final class RowBatch {
  /// Rows per batch: small enough that a few columns of it stay in the L1 and L2 caches.
  static let rows = 8192

  private enum Slot {
    /// A column of the source, by its place. Nothing is counted up for it: all threads share the
    /// columns, and counting their references in each batch made them wait for each other.
    case source(Int)
    case sourceRows(Int, RowIDs)
    case ready(Column)
    case pending(Column, RowIDs)
  }

  private(set) var count: Int
  private var slots: [Slot]
  /// The columns of which this batch is rows from `start`, as far as they are not gathered.
  private let source: [Column]
  private let start: Int
  private let sourceCount: Int

  /// Rows from `start` of some columns.
  init(_ source: [Column], from start: Int = 0, count: Int) {
    self.source = source
    self.start = start
    self.count = count
    sourceCount = count
    slots = source.indices.map { .source($0) }
  }

  private init(_ other: RowBatch, count: Int, slots: [Slot]) {
    source = other.source
    start = other.start
    sourceCount = other.sourceCount
    self.count = count
    self.slots = slots
  }

  var slotCount: Int { slots.count }

  /// The values of a slot, one per row of the batch.
  func column(_ slot: Int) throws -> Column {
    let column: Column
    switch slots[slot] {
    case .ready(let known): return known
    case .source(let place): column = source[place].slice(start, sourceCount)
    case .sourceRows(let place, let ids):
      column = try source[place].slice(start, sourceCount).gathered(
        ids.rows, count: ids.count, mayBeAbsent: ids.mayBeAbsent, present: try ids.present())
    case .pending(let other, let ids):
      column = try other.gathered(
        ids.rows, count: ids.count, mayBeAbsent: ids.mayBeAbsent, present: try ids.present())
    }
    slots[slot] = .ready(column)
    return column
  }

  /// The batch of the given rows of this one.
  func selecting(_ ids: RowIDs) throws -> RowBatch {
    var composed: [(ObjectIdentifier, RowIDs)] = []
    func both(_ outer: RowIDs) throws -> RowIDs {
      if let known = composed.first(where: { $0.0 == ObjectIdentifier(outer) }) { return known.1 }
      let made = try outer.composed(with: ids)
      composed.append((ObjectIdentifier(outer), made))
      return made
    }
    var newSlots: [Slot] = []
    newSlots.reserveCapacity(slots.count)
    for slot in slots {
      switch slot {
      case .source(let place): newSlots.append(.sourceRows(place, ids))
      case .sourceRows(let place, let outer): newSlots.append(.sourceRows(place, try both(outer)))
      case .ready(let column): newSlots.append(.pending(column, ids))
      case .pending(let column, let outer): newSlots.append(.pending(column, try both(outer)))
      }
    }
    return RowBatch(self, count: ids.count, slots: newSlots)
  }

  /// A batch of the same rows, to which columns may be added.
  func copy() -> RowBatch { RowBatch(self, count: count, slots: slots) }

  /// Adds the columns of another table, gathered by `ids`.
  func append(_ columns: [Column], gatheredBy ids: RowIDs) {
    for column in columns { slots.append(.pending(column, ids)) }
  }

  /// A batch of computed columns and of moved slots.
  func replacing(_ moved: [(from: Int?, column: Column?)]) -> RowBatch {
    var newSlots: [Slot] = []
    newSlots.reserveCapacity(moved.count)
    for place in moved {
      if let from = place.from {
        newSlots.append(slots[from])
      } else if let column = place.column {
        newSlots.append(.ready(column))
      }
    }
    return RowBatch(self, count: count, slots: newSlots)
  }
}
