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

/// Makes a table of the batches of an Arrow stream, a group of batches at a time, so that no more than two
/// groups are held beside the columns: one is read while the next arrives.
package final class ArrowTableReader {
  private typealias Part = ArrowGroupReader.Part

  private var parts: [Part] = []
  /// What was read of each column.
  private var columns: [[Column]] = []
  private let remarks = ColumnarRemarks()
  /// The group that is being read.
  private var reading: BackgroundWork<[Column]>?
  private var waiting: [ArrowHeld] = []
  private var waitingRows = 0
  /// The rows that came.
  package private(set) var rowCount = 0

  /// Batches are read together once they have so many rows.
  private let groupRows: Int

  /// - Parameters:
  ///   - schema: that of the rows; the caller releases it.
  ///   - groupRows: how many rows are read at a time.
  package init(_ schema: CArrowSchema, groupRows: Int = 1 << 18) throws {
    self.groupRows = groupRows
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
    columns = parts.map { _ in [] }
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
    guard waitingRows >= groupRows else { return }
    try takeRead()
    let group = takeWaiting(run)
    reading = BackgroundWork { try group.columns() }
  }

  /// The table of all batches; tells what happened to values.
  package func finish(_ run: RunContext) throws -> Table {
    try takeRead()
    if !waiting.isEmpty { take(try takeWaiting(run).columns()) }
    var whole: [Column] = []
    for (place, field) in fields.enumerated() {
      let isDouble = columns[place].contains { $0.type == .float }
      whole.append(
        try Column.concatenated(
          isDouble ? .float : field.type, columns[place], threads: run.threads))
      columns[place] = []
    }
    if !run.isLooking { remarks.tell(parts.map(\.name), run) }
    return Table(
      fields: zip(parts, whole).map { Field($0.name, $1.type) }, columns: whole,
      rowCount: rowCount)
  }

  private func takeWaiting(_ run: RunContext) -> ArrowGroupReader {
    defer { (waiting, waitingRows) = ([], 0) }
    return ArrowGroupReader(parts, waiting, remarks, run)
  }

  private func takeRead() throws {
    guard let group = reading else { return }
    reading = nil
    take(try group.answer())
  }

  private func take(_ group: [Column]) {
    for (place, column) in group.enumerated() { columns[place].append(column) }
  }

  /// An error in words, with the column that it was found in.
  static func problem(_ error: any Error, _ column: String?) -> any Error {
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
