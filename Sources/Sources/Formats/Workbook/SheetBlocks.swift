import Columns

/// The tables that stand on one sheet, where there are several: one below another, apart by empty rows, or
/// beside each other, apart by an empty column.
///
/// A table begins where a row of nothing but texts stands over numbers of its own columns. A row of a group
/// does not, since it has no texts over numbers; nor do signatures, since no numbers follow.
struct SheetBlocks {
  /// The cells of each table with what stands above it, the first one first.
  let tables: [CellRange]
  /// The tables as one would name them: the cells that are filled.
  private(set) var shown: [String] = []

  private struct Cell {
    let column: Int
    let isText: Bool
    let text: [UInt8]
  }

  /// Rows below a gap in which a header may stand, and gaps that are looked at.
  private static let headRows = 8
  private static let mostGaps = 200
  /// Rows that are looked at for the width of a table.
  private static let measured = 20_000

  init(_ store: CellStore, _ texts: SharedTexts) throws {
    let rows = store.rows
    var begins: [Int] = []
    var starts: [Int] = []
    var split: Int?
    var gaps = 0
    for place in rows.indices where place == 0 || rows[place] > rows[place - 1] + 1 {
      gaps += 1
      if gaps > SheetBlocks.mostGaps { break }
      let end = min(rows.count, place + SheetBlocks.headRows)
      var last = place
      while last + 1 < end, rows[last + 1] == rows[last] + 1 { last += 1 }
      let head = try SheetBlocks.cells(store, texts, place..<last + 1)
      guard let header = SheetBlocks.header(head) else { continue }
      // What stands above the first header are its titles.
      starts.append(begins.isEmpty ? 0 : place)
      if begins.isEmpty { split = SheetBlocks.side(header, store) }
      begins.append(place)
    }
    var tables: [CellRange] = []
    let right = max(1, store.filled.count)
    for (index, start) in starts.enumerated() {
      let from = index == 0 ? 0 : Int(rows[start])
      let to = index + 1 < starts.count ? Int(rows[starts[index + 1]]) : CellRange.maxRows
      tables.append(CellRange(columns: 0..<right, rows: from..<to))
    }
    if let split, let first = tables.first {
      tables.replaceSubrange(
        0..<1,
        with: [
          CellRange(columns: 0..<split, rows: first.rows),
          CellRange(columns: split + 1..<right, rows: first.rows),
        ])
    }
    self.tables = tables
    if tables.count > 1 { shown = try tables.map { try SheetBlocks.filled(store, $0) } }
  }

  private static func cells(
    _ store: CellStore, _ texts: SharedTexts, _ places: Range<Int>
  ) throws -> [[Cell]] {
    var rows: [[Cell]] = []
    try store.forEachRow(places) { _, _, cells in
      var row: [Cell] = []
      cells.visit { cell in
        switch cell.kind {
        case .text, .shared:
          let text =
            cell.kind == .text
            ? UnsafeBufferPointer(start: cell.bytes, count: cell.count) : texts[cell.index]
          row.append(Cell(column: cell.column, isText: true, text: Array(text.prefix(200))))
        case .number, .percent, .date, .time, .bool:
          row.append(Cell(column: cell.column, isText: false, text: []))
        case .error: break
        }
      }
      rows.append(row)
    }
    return rows
  }

  /// The first row of texts that stands over numbers, and those numbers.
  private static func header(_ rows: [[Cell]]) -> (names: [Cell], numbers: Set<Int>)? {
    for (place, row) in rows.enumerated() where row.count > 1 && row.allSatisfy(\.isText) {
      let names = Set(row.map(\.column))
      // A second row of names, or the numbers of the columns, may stand between.
      for below in rows[(place + 1)...].prefix(3) where below.count > 1 {
        let numbers = Set(below.lazy.filter { !$0.isText }.map(\.column))
        if !numbers.isEmpty, numbers.isSubset(of: names) { return (row, numbers) }
      }
    }
    return nil
  }

  /// The empty column behind which another table begins: one whose header has a name of the first, and that
  /// has numbers as the first has.
  private static func side(_ header: (names: [Cell], numbers: Set<Int>), _ store: CellStore) -> Int?
  {
    let names = header.names
    for (cell, next) in zip(names, names.dropFirst()) where next.column > cell.column + 1 {
      guard
        let empty = (cell.column + 1..<next.column).first(where: { store.filled[$0] == 0 })
      else { continue }
      let left = names.filter { $0.column < empty }
      let right = names.filter { $0.column > empty }
      if left.count > 1, right.count > 1, header.numbers.contains(where: { $0 < empty }),
        header.numbers.contains(where: { $0 > empty }),
        !Set(left.map(\.text)).isDisjoint(with: right.map(\.text))
      {
        return empty
      }
    }
    return nil
  }

  /// The filled cells of a range, as Excel calls it.
  private static func filled(_ store: CellStore, _ range: CellRange) throws -> String {
    let first = store.rows.firstIndex { range.rows.contains(Int($0)) } ?? 0
    let end = store.rows.firstIndex { Int($0) >= range.rows.upperBound } ?? store.rows.count
    guard first < end else { return "" }
    var left = Int.max
    var right = 0
    try store.forEachRow(first..<min(end, first + measured)) { _, _, cells in
      cells.visit { cell in
        guard range.columns.contains(cell.column) else { return }
        left = min(left, cell.column)
        right = max(right, cell.column)
      }
    }
    guard left <= right else { return "" }
    return CellRange.name(column: left, row: Int(store.rows[first])) + ":"
      + CellRange.name(column: right, row: Int(store.rows[end - 1]))
  }

  /// What is told of the tables that are not read.
  func note(_ sheet: String) -> FileNote {
    let others =
      shown.dropFirst().prefix(4).map { "\"\($0)\"" }.joined(separator: ", ")
      + (shown.count > 5 ? " …" : "")
    let next = shown.count > 1 ? shown[1] : ""
    return FileNote(
      "N0552",
      "sheet \"\(sheet)\" holds \(shown.count) tables; the first was read (\(shown[0])), the others are in \(others): with (range: \"\(next)\") reads the next",
      "trang tính \"\(sheet)\" có \(shown.count) bảng; đã đọc bảng đầu (\(shown[0])), các bảng khác ở \(others): with (range: \"\(next)\") đọc bảng tiếp theo",
      options: ["range: \"\(shown[0])\""])
  }
}
