import Columns

/// Rows that head groups of others in a numbered table: `A` over `I` over `1`, or `1` over `1.1`.
///
/// Where their figures are the sums of the rows under them, all of them, whoever adds the column up counts
/// twice.
struct GroupHeads {
  /// Heads that hold the sums of the rows under them.
  private(set) var sums: [Int] = []
  /// The column that numbers the rows.
  private(set) var column: Int?

  private static let romans = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV",
    "XVI", "XVII", "XVIII", "XIX", "XX",
  ]
  private static let letters = ["A", "B", "C", "D", "E", "F", "G", "H"]
  /// Larger tables are not searched.
  private static let mostRows = 20_000

  /// Whether a field under such a name may be the number of a head.
  static func mayBe(_ text: String) -> Bool {
    text == "I" || text == "A" || text == "1.1"
  }

  /// - Parameters:
  ///   - isOther: rows that are totals by their names.
  init(_ table: Table, isOther: Set<Int>, isMeasure: (Int) -> Bool) {
    guard table.rowCount <= GroupHeads.mostRows else { return }
    for index in table.fields.indices.prefix(3)
    where TotalRows.isNumbering(table.fields[index].name) {
      guard let levels = GroupHeads.levels(table.columns[index], isOther) else { continue }
      column = index
      let measures = table.fields.indices.filter { $0 != index && isMeasure($0) }
      if !measures.isEmpty { decide(levels, measures, table, isOther) }
      return
    }
  }

  /// For each row the level of its head from the outermost, 3 for rows that head nothing; nil where the
  /// column does not number rows so.
  private static func levels(_ column: Column, _ isOther: Set<Int>) -> [Int]? {
    if case .packed(let packed) = column.storage, packed.scale > 0 {
      return outline(column, packed, isOther)
    }
    guard column.type == .text else { return nil }
    var levels = [Int](repeating: 3, count: column.count)
    let hasLetters = (0..<column.count).contains { row in
      column.isValid(row) && column[row].plainText == "A"
    }
    var nextRoman = 0
    var nextLetter = 0
    var heads = 0
    for row in 0..<column.count where column.isValid(row) && !isOther.contains(row) {
      let text = column[row].plainText
      if hasLetters, nextLetter < letters.count, text == letters[nextLetter] {
        levels[row] = 0
        nextLetter += 1
        nextRoman = 0
        heads += 1
      } else if nextRoman < romans.count, text == romans[nextRoman] {
        levels[row] = 1
        nextRoman += 1
        heads += 1
      } else if text == romans[0], heads > 0 {
        return nil
      } else if !text.allSatisfy({ $0.isNumber || ".-+*)( ".contains($0) }) {
        return nil
      }
    }
    return heads > 0 && heads < column.count ? levels : nil
  }

  /// Whole numbers with parts behind them: `1`, `1.1`, `1.2`, `2`.
  private static func outline(
    _ column: Column, _ packed: Packed, _ isOther: Set<Int>
  ) -> [Int]? {
    let unit = Decimal64.powers[packed.scale]
    var levels = [Int](repeating: 3, count: column.count)
    var heads = 0
    var head: (row: Int, number: Int64)?
    var last: Int64 = 0
    for row in 0..<column.count where column.isValid(row) && !isOther.contains(row) {
      let value = packed.value(column.offset + row)
      let number = value / unit
      if value % unit == 0 {
        guard number == last + 1 else { return nil }
        last = number
        head = (row, number)
      } else {
        guard let own = head, own.number == number else { return nil }
        if levels[own.row] == 3 { heads += 1 }
        levels[own.row] = 1
      }
    }
    return heads > 0 ? levels : nil
  }

  private mutating func decide(
    _ levels: [Int], _ measures: [Int], _ table: Table, _ isOther: Set<Int>
  ) {
    for level in [0, 1] {
      var proven = 0
      var own: [Int] = []
      var isSure = true
      for row in levels.indices where levels[row] == level {
        guard measures.contains(where: { table.columns[$0].isValid(row) }) else { continue }
        let end = levels[(row + 1)...].firstIndex { $0 <= level } ?? levels.endIndex
        let leaves = (row + 1..<end).filter { levels[$0] == 3 && !isOther.contains($0) }
        if !leaves.isEmpty, TotalRows.isSum(row, of: leaves, measures, table) {
          own.append(row)
          if leaves.count > 1 { proven += 1 }
        } else {
          isSure = false
        }
      }
      if isSure, proven > 0 { sums += own }
    }
    sums.sort()
  }
}
