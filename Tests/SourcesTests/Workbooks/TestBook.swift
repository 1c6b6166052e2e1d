import Columns
import Sources
import TestSupport
import Testing

/// A cell that a test writes.
enum TestCell: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByNilLiteral, ExpressibleByBooleanLiteral
{
  case text(String)
  /// A text in the list that cells share.
  case shared(String)
  /// A number as it stands in the file, with the code of its format.
  case number(String, format: String?)
  case bool(Bool)
  case error(String)
  /// A formula with the value that the file keeps.
  case formula(String, value: String?)
  case isoDate(String)
  case empty

  init(stringLiteral value: String) { self = .text(value) }
  init(integerLiteral value: Int) { self = .number("\(value)", format: nil) }
  init(floatLiteral value: Double) { self = .number("\(value)", format: nil) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(nilLiteral: ()) { self = .empty }

  static func date(_ serial: String, _ format: String = "dd/mm/yyyy") -> TestCell {
    .number(serial, format: format)
  }

  static func percent(_ fraction: String) -> TestCell { .number(fraction, format: "0.00%") }
}

/// A workbook in the making.
struct TestBook {
  struct Sheet {
    var name: String
    var rows: [[TestCell]]
    var state: String?
    var merges: [String] = []
    /// The row, from 1, and the column, from 0, of the first cell.
    var firstRow = 1
    var firstColumn = 0
    /// The whole text of the part instead of cells.
    var xml: String?
  }

  var sheets: [Sheet] = []
  var is1904 = false
  private var shared: [String] = []
  private var formats: [String] = []

  init(_ rows: [[TestCell]] = [], _ change: (inout Sheet) -> Void = { _ in }) {
    if !rows.isEmpty { add("Sheet1", rows, change) }
  }

  mutating func add(
    _ name: String, _ rows: [[TestCell]], _ change: (inout Sheet) -> Void = { _ in }
  ) {
    var sheet = Sheet(name: name, rows: rows)
    change(&sheet)
    sheets.append(sheet)
  }

  static func letters(_ column: Int) -> String {
    column < 26
      ? String(UnicodeScalar(UInt8(65 + column))) : letters(column / 26 - 1) + letters(column % 26)
  }

  static func escaped(_ text: String) -> String {
    text.map { $0 == "&" ? "&amp;" : $0 == "<" ? "&lt;" : $0 == "\"" ? "&quot;" : String($0) }
      .joined()
  }

  private mutating func style(_ format: String?) -> String {
    guard let format else { return "" }
    if !formats.contains(format) { formats.append(format) }
    return " s=\"\((formats.firstIndex(of: format) ?? 0) + 1)\""
  }

  private mutating func xml(_ cell: TestCell, _ place: String) -> String {
    switch cell {
    case .empty: return ""
    case .text(let text):
      return
        "<c r=\"\(place)\" t=\"inlineStr\"><is><t xml:space=\"preserve\">\(TestBook.escaped(text))</t></is></c>"
    case .shared(let text):
      if !shared.contains(text) { shared.append(text) }
      return "<c r=\"\(place)\" t=\"s\"><v>\(shared.firstIndex(of: text) ?? 0)</v></c>"
    case .number(let text, let format):
      return "<c r=\"\(place)\"\(style(format))><v>\(text)</v></c>"
    case .bool(let flag): return "<c r=\"\(place)\" t=\"b\"><v>\(flag ? 1 : 0)</v></c>"
    case .error(let sign): return "<c r=\"\(place)\" t=\"e\"><v>\(sign)</v></c>"
    case .isoDate(let text): return "<c r=\"\(place)\" t=\"d\"><v>\(text)</v></c>"
    case .formula(let code, let value):
      return "<c r=\"\(place)\"><f>\(code)</f>\(value.map { "<v>\($0)</v>" } ?? "")</c>"
    }
  }

  private mutating func xml(_ sheet: Sheet) -> String {
    if let xml = sheet.xml { return xml }
    var text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
    for (index, row) in sheet.rows.enumerated() {
      let line = sheet.firstRow + index
      text += "<row r=\"\(line)\">"
      for (column, cell) in row.enumerated() {
        text += xml(cell, TestBook.letters(sheet.firstColumn + column) + "\(line)")
      }
      text += "</row>"
    }
    text += "</sheetData>"
    if !sheet.merges.isEmpty {
      text +=
        "<mergeCells>" + sheet.merges.map { "<mergeCell ref=\"\($0)\"/>" }.joined()
        + "</mergeCells>"
    }
    return text + "</worksheet>"
  }

  /// The parts of the archive.
  var parts: [(name: String, bytes: [UInt8])] {
    var book = self
    var parts: [(String, String)] = [("[Content_Types].xml", "<Types/>")]
    let main = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts.append(
      (
        "_rels/.rels",
        "<Relationships><Relationship Id=\"r1\" Type=\"\(main)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
      ))
    var list = ""
    var links = ""
    for (index, sheet) in sheets.enumerated() {
      let number = index + 1
      let state = sheet.state.map { " state=\"\($0)\"" } ?? ""
      list +=
        "<sheet name=\"\(TestBook.escaped(sheet.name))\" sheetId=\"\(number)\"\(state) r:id=\"rId\(number)\"/>"
      links +=
        "<Relationship Id=\"rId\(number)\" Type=\"\(main)/worksheet\" Target=\"worksheets/sheet\(number).xml\"/>"
    }
    links +=
      "<Relationship Id=\"s\" Type=\"\(main)/styles\" Target=\"styles.xml\"/><Relationship Id=\"t\" Type=\"\(main)/sharedStrings\" Target=\"sharedStrings.xml\"/>"
    parts.append(
      (
        "xl/workbook.xml",
        "<workbook xmlns:r=\"\(main)\"><workbookPr\(is1904 ? " date1904=\"1\"" : "")/><sheets>\(list)</sheets></workbook>"
      ))
    parts.append(("xl/_rels/workbook.xml.rels", "<Relationships>\(links)</Relationships>"))
    for (index, sheet) in sheets.enumerated() {
      parts.append(("xl/worksheets/sheet\(index + 1).xml", book.xml(sheet)))
    }
    let codes = book.formats.enumerated().map {
      "<numFmt numFmtId=\"\(164 + $0)\" formatCode=\"\(TestBook.escaped($1))\"/>"
    }.joined()
    let styles = book.formats.indices.map { "<xf numFmtId=\"\(164 + $0)\"/>" }.joined()
    parts.append(
      (
        "xl/styles.xml",
        "<styleSheet><numFmts>\(codes)</numFmts><cellXfs><xf numFmtId=\"0\"/>\(styles)</cellXfs></styleSheet>"
      ))
    let texts = book.shared.map { "<si><t xml:space=\"preserve\">\(TestBook.escaped($0))</t></si>" }
      .joined()
    parts.append(("xl/sharedStrings.xml", "<sst>\(texts)</sst>"))
    return parts.map { ($0.0, Array($0.1.utf8)) }
  }

  var bytes: [UInt8] { StoredZip.archive(parts) }
}

/// A table that was read, and what was told.
struct ReadSheet {
  let table: Table
  let notes: [SourceNote]
  var rows: [[String]] { table.rows }
  var codes: [String] { notes.map(\.code) }

  func column(_ name: String) -> [String] {
    guard let place = table.names.firstIndex(of: name) else { return ["no column \(name)"] }
    return rows.map { $0[place] }
  }

  func type(_ name: String) -> DataType? { table.fields.first { $0.name == name }?.type }
}

/// Reads a workbook as a query does.
func readSheet(
  _ bytes: [UInt8], _ options: OptionValues = OptionValues(), name: String = "t.xlsx"
) throws -> ReadSheet {
  let folder = try TemporaryFolder()
  return try readSheet(try folder.file(bytes, name: name), options)
}

func readSheet(
  _ path: String, _ options: OptionValues = OptionValues(), as format: String? = nil,
  run: RunContext = RunContext(threads: 2)
) throws -> ReadSheet {
  let source = FileSource(
    path, options, format: format.flatMap { FormatRegistry.standard.format(named: $0) })
  let names = try source.outline(run).fields.map(\.name)
  let table = try source.scan(names, run)
  return ReadSheet(table: table, notes: run.notes)
}

func readSheet(_ book: TestBook, _ options: OptionValues = OptionValues()) throws -> ReadSheet {
  try readSheet(book.bytes, options)
}

/// The error that reading ends with.
func sheetFault(
  _ bytes: [UInt8], _ options: OptionValues = OptionValues(), name: String = "t.xlsx"
) -> FileError? {
  do {
    _ = try readSheet(bytes, options, name: name)
    return nil
  } catch {
    if !(error is FileError) { Issue.record("not an error of a file: \(error)") }
    return error as? FileError
  }
}
