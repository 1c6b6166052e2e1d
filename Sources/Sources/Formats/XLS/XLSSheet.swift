import Columns

/// Takes the records of one sheet and puts its cells into a store, in the order of their places.
struct XLSSheet {
  private let records: XLSRecords
  private let store: CellStore
  private let range: CellRange
  private let formats: [(format: CellFormat, place: Int)]
  private let stampPlace: Int
  private let dates: CellDate
  private let textCount: Int
  private let path: String
  /// The cells of rows that are not yet whole: programs write rows in blocks.
  private var waiting: [Cell] = []
  private var formulaText: (row: Int, column: Int)?
  private static let merged = 1 << 20

  private struct Cell {
    let row: Int
    let column: Int
    let kind: CellKind
    let format: Int
    let bytes: [UInt8]

    var key: Int { row << 16 | column }
  }

  init(
    _ records: XLSRecords, _ store: CellStore, range: CellRange, formats: [CellFormat],
    dates: CellDate, textCount: Int, _ path: String
  ) {
    self.records = records
    self.store = store
    self.range = range
    self.dates = dates
    self.textCount = textCount
    self.path = path
    self.formats = formats.map { ($0, store.place(of: $0)) }
    stampPlace = store.place(of: .stamp)
  }

  mutating func take(_ record: XLSRecord) throws {
    let start = record.start
    let row = records.short(start)
    let column = records.short(start + 2)
    let style = records.short(start + 4)
    switch record.kind {
    case 0x0203 where record.count >= 14:
      try add(row, column, style, records.double(start + 6))
    case 0x027E where record.count >= 10:
      try add(row, column, style, XLSSheet.number(records.long(start + 6)))
    case 0x00BD where record.count >= 12:
      for index in 0..<(record.count - 6) / 6 {
        let place = start + 4 + 6 * index
        try add(
          row, column + index, records.short(place), XLSSheet.number(records.long(place + 2)))
      }
    case 0x00FD where record.count >= 10:
      let index = Int(records.long(start + 6))
      guard index < textCount else {
        throw FileError(
          path,
          .workbook(
            .damaged(
              part: "Workbook",
              "\(CellRange.name(column: column, row: row)) names a shared text that is not there")))
      }
      var number = UInt32(truncatingIfNeeded: index)
      put(row, column, .shared, 0, withUnsafeBytes(of: &number) { Array($0) })
    case 0x0204 where record.count > 8, 0x00D6 where record.count > 8:
      var text = XLSTexts(records, records.pieces(record), from: 6)
      put(row, column, .text, 0, text.next())
    case 0x0205 where record.count >= 8:
      put(row, column, records.byte(start + 6), isError: records.byte(start + 7) != 0)
    case 0x0006 where record.count >= 14: try formula(record, row, column, style)
    case 0x0207 where record.count > 2:
      if let (row, column) = formulaText {
        var text = XLSTexts(records, records.pieces(record), from: 0)
        put(row, column, .text, 0, text.next())
      }
      formulaText = nil
    case 0x0208 where record.count >= 14:
      if records.byte(start + 12) & 0x20 != 0, range.rows.contains(row) {
        store.findings.hiddenRows += 1
      }
    case 0x00E5: merge(record)
    default: break
    }
    if waiting.count > 1 << 16 { try flush(keeping: 64) }
  }

  /// A number in 30 bits.
  private static func number(_ packed: UInt32) -> Double {
    let value =
      packed & 2 != 0
      ? Double(Int32(bitPattern: packed) >> 2)
      : Double(bitPattern: UInt64(packed & ~3) << 32)
    return packed & 1 != 0 ? value / 100 : value
  }

  private mutating func formula(
    _ record: XLSRecord, _ row: Int, _ column: Int, _ style: Int
  ) throws {
    let value = record.start + 6
    guard records.short(value + 6) == 0xFFFF else {
      return try add(row, column, style, records.double(value))
    }
    switch records.byte(value) {
    case 0: formulaText = (row, column)
    case 1: put(row, column, records.byte(value + 2), isError: false)
    case 2: put(row, column, records.byte(value + 2), isError: true)
    default: break
    }
  }

  private mutating func put(_ row: Int, _ column: Int, _ value: Int, isError: Bool) {
    guard isError else { return put(row, column, .bool, 0, [value == 0 ? 0 : 1]) }
    let signs = [
      0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
      0x24: "#NUM!", 0x2A: "#N/A",
    ]
    put(row, column, .error, 0, Array((signs[value] ?? "#ERR").utf8))
  }

  private mutating func add(_ row: Int, _ column: Int, _ style: Int, _ value: Double) throws {
    guard value.isFinite else { return }
    let (format, place) = style < formats.count ? formats[style] : (.general, 0)
    switch CellStore.cell(value, format, place, dates, stamp: stampPlace) {
    case .number:
      // Whole numbers without the point of Swift's description.
      let text = value.description
      let digits = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
      put(row, column, format.kind == .percent ? .percent : .number, place, Array(digits.utf8))
    case .time(let kind, let place, let microseconds):
      put(row, column, kind, place, withUnsafeBytes(of: microseconds) { Array($0) })
    case .noDay: store.findings.noDay.note(column, row)
    }
  }

  private mutating func put(
    _ row: Int, _ column: Int, _ kind: CellKind, _ format: Int, _ bytes: [UInt8]
  ) {
    guard range.rows.contains(row), range.columns.contains(column), !bytes.isEmpty else { return }
    waiting.append(Cell(row: row, column: column, kind: kind, format: format, bytes: bytes))
  }

  private func merge(_ record: XLSRecord) {
    for index in 0..<min(records.short(record.start), (record.count - 2) / 8) {
      let place = record.start + 2 + 8 * index
      let (top, bottom) = (records.short(place), records.short(place + 2))
      let column = records.short(place + 4)
      guard bottom > top, range.rows.overlaps(top..<bottom + 1), range.columns.contains(column),
        store.merges.count < XLSSheet.merged
      else { continue }
      store.merges.append(CellRange(columns: column..<column + 1, rows: top..<bottom + 1))
    }
  }

  /// Hands the cells on, but for those of the last rows.
  private mutating func flush(keeping rows: Int) throws {
    waiting.sort { $0.key < $1.key }
    guard let last = waiting.last else { return }
    let limit = rows == 0 ? Int.max : last.row - rows
    let end = waiting.firstIndex { $0.row >= limit } ?? waiting.count
    for cell in waiting[..<end] {
      try cell.bytes.withUnsafeBufferPointer { bytes in
        guard let start = bytes.baseAddress else { return }
        try store.add(
          row: cell.row, column: cell.column, cell.kind, format: cell.format, start, bytes.count)
      }
    }
    waiting.removeSubrange(..<end)
  }

  mutating func finish() throws { try flush(keeping: 0) }
}
