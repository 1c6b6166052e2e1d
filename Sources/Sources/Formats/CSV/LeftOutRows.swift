import Columns
import Functions

/// All rows are needed after all: what the whole file tells, or how it turned out to be read, those that were
/// kept cannot say.
struct NeedsAllRows: Error {}

/// Rows of a file that were left out because they do not matter, and what holds of the file all the same.
///
/// Types, repairs and faults were found in all rows. Whether anything is to be said of a whole column is asked of
/// the bounds of its numbers and of all its distinct texts; if so, all rows are read to say it. What is asked of a
/// sample is asked of the same one.
struct LeftOutRows {
  /// The names of the columns that hold no null in any row, of those looked at.
  private(set) var complete: Set<String> = []
  private let bounds: [ColumnBound]

  /// Nil where no row was left out.
  init?(_ parsed: [ParsedBlock], _ allRows: Int, _ options: ReadOptions) throws {
    if !parsed.contains(where: { $0.kept != nil }) { return nil }
    if allRows <= options.fewRows { throw NeedsAllRows() }
    bounds = options.bounds
  }

  /// Throws where values by which rows were left out are read in another way.
  func check(_ stale: [ColumnChunk], of plan: ColumnPlan) throws {
    guard bounds.contains(where: { $0.column == plan.name }) else { return }
    if stale.contains(where: { !$0.failed }) { throw NeedsAllRows() }
  }

  /// Throws where the column, as all rows have it, does not compare as its blocks did.
  func check(_ plan: ColumnPlan) throws {
    for bound in bounds where bound.column == plan.name {
      let isSame =
        switch bound.value {
        case .int, .decimal: plan.format == .int || plan.format == .decimal
        case .date: plan.format.type == .date
        case .text: plan.format == .text
        // Nothing was left out by these.
        default: true
        }
      if !isSame { throw NeedsAllRows() }
    }
  }

  /// Looks at a column whose blocks can be used; throws where its texts give something to tell.
  mutating func look(
    _ plan: ColumnPlan, _ chunks: [ColumnChunk], _ options: ReadOptions, isTold: Bool
  ) throws {
    if !chunks.contains(where: \.hadNulls), plan.format != .null { complete.insert(plan.name) }
    if chunks.contains(where: { $0.repairs.trimmed.count > 0 }) { throw NeedsAllRows() }
    if plan.format == .text { try lookAtTexts(plan, chunks, options, isTold) }
  }

  /// Throws where a column as it was put together may leave a doubt that only all rows can settle.
  func check(
    _ column: Column, _ field: Field, _ plan: ColumnPlan, _ remarks: ReadingRemarks
  ) throws {
    guard plan.forced == nil, remarks.tells(plan.name), ![.null, .text].contains(plan.format)
    else { return }
    if case .nulls = column.storage { throw NeedsAllRows() }
    if ColumnDoubts.mayBeDoubted(column, field, typedName: plan.typedName) { throw NeedsAllRows() }
  }

  private func lookAtTexts(
    _ plan: ColumnPlan, _ chunks: [ColumnChunk], _ options: ReadOptions, _ isTold: Bool
  ) throws {
    guard let texts = try distinct(chunks, options.threads) else { return }
    if texts.hasInvalidText || texts.hasNormalized || texts.trimmed.count > 0 {
      throw NeedsAllRows()
    }
    // Of texts that hardly repeat, which are not all numbered, neither is asked.
    if plan.forced != nil || chunks.contains(where: { $0.heap != nil }) { return }
    let knowsMissing = options.knowsMissing
    let read = try PeriodColumn.read(
      texts.column, name: plan.name, typedName: plan.typedName, threads: options.threads
    ) { text in
      knowsMissing && text.baseAddress.map { MissingWord.contains($0, text.count) } ?? false
    }
    guard case .none = read else { throw NeedsAllRows() }
    // Some of the texts may be in no row: what was found is found again in those that are.
    if isTold, AlikeTexts(texts.column) != nil { throw NeedsAllRows() }
  }

  /// The texts of all rows that are numbered, each at least once.
  private func distinct(_ chunks: [ColumnChunk], _ threads: Int) throws -> ColumnMerger.Merged? {
    var pools: [TextPool] = []
    for case let pool? in chunks.map(\.pool) where !pools.contains(where: { $0 === pool }) {
      pools.append(pool)
    }
    let own = try pools.filter { $0.count > 0 }.map { pool in
      ColumnChunk(
        format: .text, kinds: .text, failed: false, rows: pool.count, point: 46,
        values: try Packed.packing(
          (0..<pool.count).map(Int64.init), validity: nil), validity: nil, hasQuotedNull: false,
        heap: nil, pool: pool, misfit: nil)
    }
    if own.isEmpty { return nil }
    var merger = ColumnMerger(
      chunks: own, format: .text, rowCount: own.reduce(0) { $0 + $1.rows }, threads: threads)
    var merged = try merger.merged()
    if case .text(let heap) = merged.column.storage, !merged.hasInvalidText {
      let count = merged.column.count
      let (dictionary, codes) = try TextDictionary.encoding(heap, count: count)
      merged.column = Column(
        type: .text, count: count,
        storage: .coded(
          try Packed.packing(codes.map(Int64.init), validity: nil), dictionary),
        validity: merged.column.validity)
    }
    return merged
  }
}
