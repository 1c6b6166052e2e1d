import Columns

/// A workbook in the binary form of Excel 97 to 2003 (BIFF 8).
///
/// libfreexl, which Debian has for this, gives neither the values of formulas nor yes and no, and does not
/// say where they are missing; so the records are read here.
final class XLSBook: Workbook {
  private(set) var sheets: [SheetInfo] = []
  let texts = SharedTexts()
  private let path: String
  private let memory: WorkMemory
  private let records: XLSRecords
  private var places: [Int] = []
  private var formats: [CellFormat] = []
  private var dates = CellDate(is1904: false)

  init(_ file: RawFile, _ checkStopped: () throws -> Void) throws {
    path = file.path
    let container = try OLEContainer(file)
    if let other = container.otherThanWorkbook { throw FileError(file.path, .workbook(other)) }
    guard let (memory, count) = try container.stream("Workbook") else {
      throw FileError(file.path, .workbook(.noWorkbook("an OLE file without a workbook")))
    }
    self.memory = memory
    records = XLSRecords(bytes: memory.base, count: count)
    try readGlobals(checkStopped)
  }

  private func damaged(_ reason: String) -> FileError {
    FileError(path, .workbook(.damaged(part: "Workbook", reason)))
  }

  /// What holds for all sheets: their names, formats, shared texts.
  private func readGlobals(_ checkStopped: () throws -> Void) throws {
    var codes: [Int: String] = [:]
    var styles: [Int] = []
    var place = 0
    var isFirst = true
    while let record = records.record(place) {
      let start = record.start
      place = start + record.count
      if isFirst {
        guard record.kind == 0x0809 else { throw damaged("it does not begin as a workbook does") }
        guard records.short(start) == 0x0600 else {
          throw FileError(path, .workbook(.otherForm("a workbook of Excel 95 or older")))
        }
        isFirst = false
      }
      switch record.kind {
      case 0x000A:
        finish(codes, styles)
        return
      case 0x002F: throw FileError(path, .workbook(.encrypted))
      case 0x0022: dates = CellDate(is1904: records.short(start) == 1)
      case 0x0085 where record.count > 8: addSheet(record)
      case 0x041E where record.count > 4:
        var text = XLSTexts(records, [start..<place], from: 2)
        codes[records.short(start)] = String(decoding: text.next(), as: UTF8.self)
      case 0x00E0: styles.append(records.short(start + 2))
      case 0x00FC: try readTexts(record, checkStopped)
      default: break
      }
    }
    throw damaged("it ends too soon")
  }

  private func finish(_ codes: [Int: String], _ styles: [Int]) {
    var known: [Int: CellFormat] = [:]
    formats = styles.map { number in
      if let format = known[number] { return format }
      let format = codes[number].map { CellFormat($0) } ?? CellFormat(builtin: number)
      known[number] = format
      return format
    }
  }

  private func addSheet(_ record: XLSRecord) {
    // Charts and macros have no cells.
    guard records.byte(record.start + 5) == 0, sheets.count < 10_000 else { return }
    var text = XLSTexts(records, [record.start..<record.start + record.count], from: 6)
    let name = String(decoding: text.next(hasShortCount: true), as: UTF8.self)
    let state: SheetInfo.State =
      switch records.byte(record.start + 4) & 3 {
      case 0: .visible
      case 1: .hidden
      default: .veryHidden
      }
    sheets.append(SheetInfo(name, state))
    places.append(Int(records.long(record.start)))
  }

  private func readTexts(_ record: XLSRecord, _ checkStopped: () throws -> Void) throws {
    let count = Int(records.long(record.start + 4))
    var reader = XLSTexts(records, records.pieces(record), from: 8)
    for index in 0..<count {
      if index & 0xFFF == 0 { try checkStopped() }
      let text = reader.next()
      if reader.isBeyondEnd { throw damaged("its texts end too soon") }
      try texts.append(text)
    }
  }

  // MARK: Cells

  func read(
    _ sheet: Int, _ range: CellRange, into store: CellStore, _ checkStopped: () throws -> Void
  ) throws {
    guard let first = records.record(places[sheet]), first.kind == 0x0809 else {
      throw damaged("sheet \"\(sheets[sheet].name)\" is missing")
    }
    var cells = XLSSheet(
      records, store, range: range, formats: formats, dates: dates, textCount: texts.count, path)
    var place = first.start + first.count
    var depth = 1
    var count = 0
    while let record = records.record(place) {
      if count & 0xFFF == 0 { try checkStopped() }
      count += 1
      place = record.start + record.count
      switch record.kind {
      case 0x0809: depth += 1
      case 0x000A:
        depth -= 1
        if depth == 0 {
          try cells.finish()
          return
        }
      default:
        // Charts within the sheet have records of their own.
        if depth == 1 { try cells.take(record) }
      }
    }
    throw damaged("sheet \"\(sheets[sheet].name)\" ends too soon")
  }
}
