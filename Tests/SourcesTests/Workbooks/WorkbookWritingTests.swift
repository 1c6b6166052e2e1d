import Columns
import Foundation
import Sources
import TestSupport
import Testing

@Suite("Writing workbooks")
struct WorkbookWritingTests {
  private func table() throws -> Table {
    var table = try Table([
      ("tên", Column(.text, [.text("Điện Biên"), .text("=1+1"), .text("hai\ndòng"), .null])),
      ("số", Column(.int, [.int(5), .int(-3), .null, .int(2025)])),
      ("hồ sơ", Column(.int, [.int(12_345), .int(0), .int(1_000_000), .null])),
      (
        "tỷ lệ",
        Column(
          .float,
          [.decimal(2813, scale: 2), .decimal(10_000, scale: 2), .null, .decimal(0, scale: 2)])
      ),
      ("đo", Column(.float, [.double(0.1), .double(-1e-7), .double(1e20), .null])),
      ("ngày", Column(.date, [.date(20_178), .null, .date(-25_508), .date(0)])),
      ("lúc", Column(.timestamp, [.timestamp(1_743_409_800_000_000), .null, .null, .null])),
      ("đạt", Column(.bool, [.bool(true), .bool(false), .null, .null])),
    ])
    table.fields[3].unit = "%"
    return table
  }

  private func written(
    _ table: Table, _ options: OptionValues = OptionValues()
  ) throws -> (bytes: [UInt8], codes: [String]) {
    let run = RunContext()
    let bytes = try XLSXFormat().writer(options).bytes(table, run)
    return (bytes, run.notes.map(\.code))
  }

  private func fault(_ table: Table, _ options: OptionValues = OptionValues()) -> FileError.Kind? {
    do {
      _ = try written(table, options)
      return nil
    } catch {
      return (error as? FileError)?.kind
    }
  }

  @Test("what is written is read back as it was")
  func back() throws {
    let table = try table()
    let (bytes, codes) = try written(table)
    #expect(codes == [])
    let read = try readSheet(bytes)
    #expect(read.table.names == table.names)
    #expect(read.table.types == table.types)
    #expect(read.table.fields.map(\.unit) == table.fields.map(\.unit))
    #expect(read.rows == table.rows)
  }

  @Test("random tables are read back as they were")
  func random() throws {
    for seed in 0..<30 {
      var random = SeededRandom(UInt64(seed))
      let rows = random.int(1...40)
      var columns: [(String, Column)] = [
        ("k", try Column(.text, (0..<rows).map { .text("r\($0)") }))
      ]
      for place in 0..<random.int(1...6) {
        let values = (0..<rows).map { row -> Value in
          if row > 0, random.int(0...5) == 0 { return .null }
          switch place % 5 {
          case 0: return .int(Int64(random.int(-1_000_000...1_000_000)))
          case 1: return .decimal(Int64(random.int(-99_999...99_999)), scale: 3)
          case 2: return .date(Int32(random.int(-25_000...60_000)))
          case 3: return .bool(random.int(0...1) == 0)
          default: return .double(Double(random.int(-1_000_000_000...1_000_000_000)) * 1e-12)
          }
        }
        let types: [DataType] = [.int, .float, .date, .bool, .float]
        columns.append(("c\(place)", try Column(types[place % 5], values)))
      }
      let table = Table(columns)
      let read = try readSheet(written(table).bytes)
      #expect(read.table.types == table.types)
      for row in 0..<rows {
        for column in table.columns.indices {
          let (found, wanted) = (read.table.columns[column][row], table.columns[column][row])
          // Excel's own sixteen digits.
          if let wanted = wanted.asDouble, let found = found.asDouble {
            #expect(abs(found - wanted) <= abs(wanted) * 1e-15)
          } else {
            #expect(found == wanted)
          }
        }
      }
    }
  }

  @Test("what a workbook cannot hold is refused or told")
  func limits() throws {
    let texts = try Table([("a", Column(.text, [.text(String(repeating: "ơ", count: 32_767))]))])
    #expect(fault(texts) == nil)
    let long = try Table([
      ("a", Column(.text, [.text("x"), .text(String(repeating: "ơ", count: 32_768))]))
    ])
    #expect(fault(long) == .workbook(.text(column: "a", row: 2, count: 32_768)))
    let rows = Table([("a", Column.nulls(.int, count: 1_048_576))])
    #expect(fault(rows) == .workbook(.rows(1_048_576)))
    let columns = Table((0..<16_385).map { ("c\($0)", Column.nulls(.int, count: 1)) })
    #expect(fault(columns) == .workbook(.columns(16_385)))
    let small = try Table([("a", Column(.int, [.int(1)]))])
    for name in [
      "", "a/b", "[x]", "'a", "a'", "History", String(repeating: "a", count: 32), "a:b", "a?",
    ] {
      #expect(fault(small, ["sheet": .text(name)]) == .workbook(.sheetName(name)), "\(name)")
    }
    for name in ["Biểu 01", String(repeating: "ă", count: 31), "a'b", "x & y < z", "😀"] {
      #expect(fault(small, ["sheet": .text(name)]) == nil, "\(name)")
    }
    let odd = try Table([
      ("d", Column(.date, [.date(-25_509), .date(0)])),
      ("i", Column(.int, [.int(9_007_199_254_740_993), .int(1)])),
      ("f", Column(.float, [.double(.infinity), .double(.nan)])),
    ])
    let (bytes, codes) = try written(odd)
    #expect(codes == ["N0549", "N0549", "N0549"])
    let read = try readSheet(bytes)
    #expect(read.column("d") == ["1900-02-28", "1970-01-01"])
    #expect(read.column("i")[0] == "9007199254740993")
  }

  @Test("no rows, no columns, signs of control")
  func odd() throws {
    let none = try Table([("a", Column(.int, [])), ("b", Column(.text, []))])
    let bytes = try written(none).bytes
    #expect(try readSheet(bytes, ["header": .flag(true)]).table.names == ["a", "b"])
    #expect(try !written(Table(fields: [], columns: [], rowCount: 0)).bytes.isEmpty)
    let texts = ["a\u{1}b", "_x0041_", "a\u{0}b", "\r\n", "  x  ", "<&>\"'"]
    let table = try Table([
      ("k", Column(.int, texts.indices.map { .int(Int64($0)) })),
      ("a", Column(.text, texts.map { .text($0) })),
    ])
    let read = try readSheet(written(table).bytes, ["trim": .flag(false)])
    #expect(read.column("a")[1] == "_x0041_")
    #expect(read.column("a")[2] == "a\u{FFFD}b")
    #expect(read.column("a")[4] == "  x  ")
    #expect(read.column("a")[5] == "<&>\"'")
  }

  @Test(
    "openpyxl finds values, formats, filters and the header that stays",
    .enabled(if: OtherPrograms.python != nil, "no python3 with openpyxl: make engines"))
  func openpyxl() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file(written(table(), ["sheet": .text("Biểu 01")]).bytes, name: "o.xlsx")
    let script = """
      import openpyxl, sys
      ws = openpyxl.load_workbook(sys.argv[1]).active
      print(ws.title, ws.freeze_panes, ws.auto_filter.ref, ws.column_dimensions['A'].width > 5, ws['A1'].font.b)
      for row in ws.iter_rows():
          print([(type(c.value).__name__, str(c.value), c.number_format) for c in row if c.value is not None])
      """
    let said = try OtherPrograms.output([try #require(OtherPrograms.python), "-c", script, path])
    #expect(
      said == """
        Biểu 01 A2 A1:H5 True True
        [('str', 'tên', 'General'), ('str', 'số', 'General'), ('str', 'hồ sơ', 'General'), ('str', 'tỷ lệ', 'General'), ('str', 'đo', 'General'), ('str', 'ngày', 'General'), ('str', 'lúc', 'General'), ('str', 'đạt', 'General')]
        [('str', 'Điện Biên', 'General'), ('int', '5', '0'), ('int', '12345', '#,##0'), ('float', '0.2813', '0.00%'), ('float', '0.1', 'General'), ('datetime', '2025-03-31 00:00:00', 'yyyy-mm-dd'), ('datetime', '2025-03-31 08:30:00', 'yyyy-mm-dd hh:mm:ss'), ('bool', 'True', 'General')]
        [('str', '=1+1', 'General'), ('int', '-3', '0'), ('int', '0', '#,##0'), ('int', '1', '0.00%'), ('float', '-1e-07', 'General'), ('bool', 'False', 'General')]
        [('str', 'hai\\ndòng', 'General'), ('int', '1000000', '#,##0'), ('float', '1e+20', 'General'), ('datetime', '1900-03-01 00:00:00', 'yyyy-mm-dd')]
        [('int', '2025', '0'), ('int', '0', '0.00%'), ('datetime', '1970-01-01 00:00:00', 'yyyy-mm-dd')]

        """)
  }

  @Test(
    "LibreOffice reads what is written, and what it writes is read",
    .enabled(if: OtherPrograms.office != nil, "LibreOffice is not installed"))
  func libreOffice() throws {
    let folder = try TemporaryFolder()
    // LibreOffice makes numbers of yes and no.
    let table = try table().picking(["tên", "số", "hồ sơ", "tỷ lệ", "đo", "ngày", "lúc"])
    let path = try folder.file(written(table).bytes, name: "o.xlsx")
    for form in ["ods", "xlsx", "xls"] {
      let place = folder.path + "/" + form
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      let read = try readSheet(OtherPrograms.converted(path, to: form, in: place))
      #expect(read.table.names == table.names, "\(form)")
      #expect(read.table.types == table.types, "\(form)")
      #expect(read.rows == table.rows, "\(form)")
    }
  }
}
