package import CADBC
package import Columns
package import Language
import Synchronization

/// What is wrong with rows that another program hands over in memory.
package struct ArrowProblem: Error, Sendable {
  package let words: Words
  package let advice: Words?
  /// The column, where the problem is one column's.
  package let column: String?
}

/// Makes a table of the batches of an Arrow stream, a group of batches at a time, so that no more than
/// those are held beside the columns.
package final class ArrowTableReader {
  private struct Part {
    let name: String
    let type: ArrowInterfaceType
    let mayHaveNulls: Bool
    var columns: [Column] = []
  }

  private var parts: [Part] = []
  private let remarks = ColumnarRemarks()
  private var waiting: [ArrowHeld] = []
  private var waitingRows = 0
  /// The rows that came.
  package private(set) var rowCount = 0

  /// Batches are read together once they have so many rows.
  private static let groupRows = 1 << 18

  /// - Parameter schema: that of the rows; the caller releases it.
  package init(_ schema: CArrowSchema) throws {
    guard let format = schema.format, String(cString: format) == "+s", schema.n_children >= 0
    else { throw ArrowProblem(Damage.schema.words) }
    for place in 0..<Int(schema.n_children) {
      guard let child = schema.children?[place]?.pointee else {
        throw ArrowProblem(Damage.schema.words)
      }
      let name = child.name.map { String(cString: $0) } ?? "column"
      do {
        parts.append(
          Part(
            name: name, type: try ArrowInterfaceType(child),
            mayHaveNulls: child.flags & Int64(ARROW_FLAG_NULLABLE) != 0))
      } catch { throw ArrowTableReader.problem(error, name) }
    }
  }

  /// The columns; one that cannot come over has the type null.
  package var fields: [Field] {
    parts.map { part in
      let isDecimal = part.type.isDecimalText
      return Field(
        part.name,
        part.type.unread != nil ? .null : isDecimal ? .float : part.type.foreign.type)
    }
  }

  /// The names of the columns in single or half precision.
  package var single: Set<String> {
    Set(parts.filter { [.float, .half].contains($0.type.foreign) }.map(\.name))
  }

  /// The columns whose type has no form here.
  package var unread: [String] { parts.filter { $0.type.unread != nil }.map(\.name) }

  /// Throws where a column has a type that cannot come over.
  package func checkTypes() throws {
    guard let part = parts.first(where: { $0.type.unread != nil }), let type = part.type.unread
    else { return }
    throw ArrowProblem(
      Words(
        en: "its type (\(type)) has no form here",
        vi: "kiểu của cột (\(type)) không có dạng tương ứng ở đây"),
      advice: Words(
        en: "leave it out: select -\(SyntaxText.name(part.name))",
        vi: "hãy bỏ cột này: select -\(SyntaxText.name(part.name))"),
      column: part.name)
  }

  /// Takes a batch over.
  package func add(_ array: CArrowArray, _ run: RunContext) throws {
    let held = ArrowHeld(array)
    let count: Int
    do { count = try held.rowCount } catch { throw ArrowTableReader.problem(error, nil) }
    guard count <= Table.maxRows - rowCount else {
      throw ArrowProblem(
        Words(
          en: "the answer has more rows than a table may have",
          vi: "kết quả có nhiều dòng hơn mức một bảng cho phép"))
    }
    rowCount += count
    if count == 0 { return }
    waiting.append(held)
    waitingRows += count
    if waitingRows >= ArrowTableReader.groupRows { try readWaiting(run) }
  }

  /// The table of all batches; tells what happened to values.
  package func finish(_ run: RunContext) throws -> Table {
    try readWaiting(run)
    var columns: [Column] = []
    for (place, part) in parts.enumerated() {
      let isDouble = part.columns.contains { $0.type == .float }
      let type = isDouble ? DataType.float : fields[place].type
      columns.append(try Column.concatenated(type, part.columns, threads: run.threads))
      parts[place].columns = []
    }
    if !run.isLooking { remarks.tell(parts.map(\.name), run) }
    return Table(
      fields: zip(parts, columns).map { Field($0.name, $1.type) }, columns: columns,
      rowCount: rowCount)
  }

  private func readWaiting(_ run: RunContext) throws {
    if waiting.isEmpty { return }
    // Rows received are what progress counts, not bytes of columns.
    let quiet = RunContext(
      threads: run.threads, today: run.today, stop: run.stop, isLooking: run.isLooking)
    for place in parts.indices {
      do {
        parts[place].columns.append(try read(place, quiet))
      } catch { throw ArrowTableReader.problem(error, parts[place].name) }
    }
    waiting = []
    waitingRows = 0
  }

  private func read(_ place: Int, _ run: RunContext) throws -> Column {
    let part = parts[place]
    let foreign = part.type.foreign
    if case .duration = foreign { remarks.add(.durations, part.name) }
    if case .timestamp(_, isUTC: true) = foreign { remarks.add(.utc, part.name) }
    if case .decimal(let digits, let scale) = foreign, scale > Decimal64.maxScale || scale < 0,
      digits > 15
    {
      remarks.add(.asDoubles, part.name)
    }
    let column = try ColumnarRetry.read(foreign, part.name, remarks) { numbers, texts in
      try read(place, part, numbers, texts, run)
    }
    guard part.type.isDecimalText else { return column }
    let (decimals, isRounded) = try column.decimalsOfTexts()
    if isRounded { remarks.add(.asDoubles, part.name) }
    return decimals
  }

  private func read(
    _ place: Int, _ part: Part, _ numbers: NumberForm, _ texts: ForeignText, _ run: RunContext
  ) throws -> Column {
    let layout = part.type.layout
    let leaf = ArrowLeaf(
      name: part.name, foreign: part.type.foreign, layout: layout, node: 0, buffer: 0,
      viewsBefore: 0, parents: [], mayHaveNulls: part.mayHaveNulls)
    guard case .coded(_, let bytes, let inner) = layout else {
      let batches = try waiting.map { try $0.column(place, layout) }
      return try plain(leaf, batches, numbers, texts, run)
    }
    var found: [Column] = []
    for held in waiting {
      let entries = [try held.entries(place, inner)]
      let own = leaf.alone(inner)
      let values =
        part.type.foreign.isNumber
        ? try plain(own, entries, numbers, texts, run)
        : try ArrowColumns(nil, own, entries).entries(texts, run)
      let batch = try held.column(place, layout)
      found.append(try ArrowColumns(nil, leaf, [batch]).gathered(values, bytes: bytes, run))
    }
    let type: DataType = numbers.isDouble ? .float : part.type.foreign.type
    return try Column.concatenated(type, found, threads: run.threads)
  }

  private func plain(
    _ leaf: ArrowLeaf, _ batches: [ArrowBatch], _ numbers: NumberForm, _ texts: ForeignText,
    _ run: RunContext
  ) throws -> Column {
    let columns = try ArrowColumns(nil, leaf, batches)
    guard leaf.foreign.isNumber else { return try columns.texts(texts, run) }
    let (column, isCut) = try columns.numbers(numbers, run)
    if isCut { remarks.add(.cutTimes, leaf.name) }
    guard case .time(let perSecond) = leaf.foreign else { return column }
    return try column.timesAsText(perSecond: perSecond)
  }

  private static func problem(_ error: any Error, _ column: String?) -> any Error {
    switch error {
    case let damage as Damage: ArrowProblem(damage.words, column: column)
    case let reason as NotReadable:
      ArrowProblem(reason.words, advice: reason.advice, column: column)
    default: error
    }
  }
}

extension ArrowProblem {
  init(_ words: Words, advice: Words? = nil, column: String? = nil) {
    self.words = words
    self.advice = advice
    self.column = column
  }
}
