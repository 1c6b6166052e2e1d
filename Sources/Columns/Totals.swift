/// What a column has to do with rows that stand over others, such as those of `with totals`.
public enum TotalsPart: Sendable, Hashable {
  /// The column that tells such rows, which nobody sees: over how many keys a row sums up; 0 or null
  /// for every other row.
  case mark
  /// A key, which rows of totals with this mark or a higher one sum over.
  case key(Int)
}

extension Field {
  /// The name of the column that marks rows of totals.
  private static let totalsName = "#totals"

  /// The column that marks rows of totals.
  public static let totalsMark: Field = {
    var field = Field(totalsName, .int)
    field.totals = .mark
    return field
  }()

  /// Whether the column is for the engine alone.
  public var isHidden: Bool { totals == .mark }
}

extension Table {
  /// The place of the column that marks rows of totals; nil where no step made any.
  public var totalsMark: Int? { fields.firstIndex(where: \.isHidden) }

  /// Over how many keys a row sums up; 0 for a row that is no total.
  public func totalsLevel(_ row: Int) -> Int {
    guard let mark = totalsMark, case .int(let level) = columns[mark][row] else { return 0 }
    return Int(level)
  }

  /// The rows that are no totals, in their order; nil where all are.
  public func rowsBesideTotals() throws(MemoryLimitExceeded) -> [UInt32]? {
    guard let mark = totalsMark, columns[mark].mayHaveTotals else { return nil }
    let kept = (0..<rowCount).filter { totalsLevel($0) == 0 }
    return kept.count == rowCount ? nil : kept.map { UInt32($0) }
  }

  /// The column in which a row of totals is called so: the first of the keys that it sums over.
  ///
  /// - Parameter level: over how many keys the row sums up.
  private func labelPlace(_ level: Int) -> Int? {
    var best: (place: Int, level: Int)?
    for (place, field) in fields.enumerated() {
      guard case .key(let own)? = field.totals, own <= level, own > best?.level ?? 0 else {
        continue
      }
      best = (place, own)
    }
    return best?.place
  }

  /// For each column the rows, of some, that are called totals there.
  public func totalsRows(among rows: some Sequence<Int>) -> [Int: Set<Int>] {
    guard let mark = totalsMark, columns[mark].mayHaveTotals else { return [:] }
    var found: [Int: Set<Int>] = [:]
    for row in rows {
      let level = totalsLevel(row)
      guard level > 0, let place = labelPlace(level) else { continue }
      found[place, default: []].insert(row)
    }
    return found
  }

  /// Some of the rows, in that order.
  public func gathering(_ rows: [UInt32]) throws(MemoryLimitExceeded) -> Table {
    var picked: [Column] = []
    for column in columns { picked.append(try column.gathered(rows)) }
    return Table(fields: fields, columns: picked, rowCount: rows.count)
  }

  /// Rows of totals that no key of text can be called so in.
  public func totalsWithoutText() -> [Int] {
    guard let mark = totalsMark, columns[mark].mayHaveTotals else { return [] }
    return (0..<rowCount).filter { row in
      let level = totalsLevel(row)
      guard level > 0, let place = labelPlace(level) else { return false }
      return fields[place].type != .text && fields[place].type != .null
    }
  }

  /// The table as it is shown and written: without the mark, rows of totals called so where their
  /// key is text.
  ///
  /// - Parameter asText: whether keys of other types become text for the sake of the label.
  public func labellingTotals(_ label: String, asText: Bool) throws(MemoryLimitExceeded) -> Table {
    guard let mark = totalsMark else { return self }
    var result = self
    for (place, rows) in totalsRows(among: 0..<rowCount) {
      guard asText || fields[place].type == .text || fields[place].type == .null else { continue }
      var cells = columns[place].values
      for row in cells.indices where !cells[row].isNull {
        cells[row] = .text(fields[place].text(cells[row]))
      }
      for row in rows { cells[row] = .text(label) }
      result.columns[place] = try Column(.text, cells)
      result.fields[place].type = .text
      result.fields[place].period = nil
    }
    result.fields.remove(at: mark)
    result.columns.remove(at: mark)
    return result
  }
}

extension Column {
  /// Whether a column of marks may mark a row: its greatest value is known without looking.
  fileprivate var mayHaveTotals: Bool {
    guard case .packed(let packed) = storage else { return false }
    return packed.upper > 0
  }
}
