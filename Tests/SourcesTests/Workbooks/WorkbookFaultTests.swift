import Columns
import Glibc
import Sources
import TestSupport
import Testing

@Suite("Workbooks that are broken or meant to break")
struct WorkbookFaultTests {
  private let rows: [[TestCell]] = [["a", "b"], [.shared("x"), 2], [.shared("y"), 4]]

  private func parts(_ change: (inout [(name: String, bytes: [UInt8])]) -> Void) -> [UInt8] {
    var parts = TestBook(rows).parts
    change(&parts)
    return StoredZip.archive(parts)
  }

  private func with(_ name: String, _ text: String) -> [UInt8] {
    parts { parts in
      for place in parts.indices where parts[place].name == name {
        parts[place].bytes = Array(text.utf8)
      }
    }
  }

  private func message(_ bytes: [UInt8], name: String = "t.xlsx") -> String {
    sheetFault(bytes, name: name)?.words(vietnamese: false).message ?? "read"
  }

  private let sheet = "xl/worksheets/sheet1.xml"

  @Test("each fault says what and where")
  func faults() {
    let whole = TestBook(rows).bytes
    #expect(message(Array(whole.prefix(whole.count / 2))).contains("damaged"))
    #expect(
      message(parts { $0.removeAll { $0.name == "xl/worksheets/sheet1.xml" } }).contains("missing"))
    #expect(message(with(sheet, "<worksheet><sheetData>")).contains("no element found"))
    #expect(message(with(sheet, "không phải XML")).contains("damaged: \(sheet)"))
    #expect(message(with(sheet, "")).contains("no element found"))
    #expect(
      message(with(sheet, "<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet/>")).contains(
        "declares entities"))
    #expect(
      message(with(sheet, String(repeating: "<a>", count: 300))).contains("nested too deeply"))
    func cells(_ text: String) -> [UInt8] {
      with(sheet, "<worksheet><sheetData>\(text)</sheetData></worksheet>")
    }
    #expect(message(cells("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>")).contains("outside"))
    #expect(message(cells("<row r=\"1048577\"><c r=\"A1\"><v>1</v></c></row>")).contains("outside"))
    #expect(message(cells("<row r=\"0\"><c r=\"A0\"><v>1</v></c></row>")).contains("outside"))
    #expect(message(cells("<row r=\"99999999999999999999\"><c><v>1</v></c></row>")) != "")
    #expect(message(cells("<c r=\"A1\"><v>1</v></c>")).contains("outside"))
    #expect(
      message(cells("<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>"))
        .contains("out of order"))
    #expect(
      message(
        cells(
          "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>")
      )
      .contains("out of order"))
    for index in ["9", "-1", "x", "99999999999", "1.5"] {
      #expect(
        message(cells("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>\(index)</v></c></row>")).contains(
          "shared text that is not there"))
    }
    #expect(message(cells("")).contains("no sheet that holds data"))
    #expect(
      message(
        cells(
          "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>\(String(repeating: "á", count: 600_000))</v></c></row>"
        )
      )
      .contains("mebibyte"))
    #expect(
      message(parts { $0.removeAll { $0.name == "xl/workbook.xml" } }).contains("no workbook"))
    #expect(
      message(parts { $0 = [("[Content_Types].xml", []), ("word/document.xml", [])] }).contains(
        "a Word document"))
    #expect(
      message(parts { $0 = [("[Content_Types].xml", []), ("xl/workbook.bin", [])] }).contains(
        ".xlsb"))
    // A style that is not there, a wrong number, a word for a number: what can be read is.
    #expect(
      message(cells("<row r=\"1\"><c r=\"A1\" s=\"99\"><v>1</v></c><c r=\"B1\"><v>x</v></c></row>"))
        == "read")
  }

  @Test("old and locked workbooks")
  func containers() {
    func container(_ names: [String]) -> [UInt8] {
      var bytes = [UInt8](repeating: 0, count: 2048)
      bytes.replaceSubrange(0..<8, with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
      bytes[30] = 9
      bytes[48] = 1
      // One sector says which follows which: itself, and the directory as the last.
      for place in 80..<512 { bytes[place] = 0xFF }
      for (place, value) in [0xFD, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0xFF, 0xFF].enumerated() {
        bytes[512 + place] = UInt8(value)
      }
      for (place, name) in names.enumerated() {
        let start = 1024 + 128 * place
        for (index, unit) in name.utf16.enumerated() {
          bytes[start + 2 * index] = UInt8(truncatingIfNeeded: unit)
        }
        bytes[start + 64] = UInt8(2 * name.utf16.count + 2)
        bytes[start + 66] = 2
      }
      return bytes
    }
    #expect(
      message(container(["Root Entry", "EncryptionInfo", "EncryptedPackage"])).contains("password"))
    #expect(
      message(container(["Root Entry", "WordDocument"]), name: "t.doc").contains("Word document"))
    #expect(message(container(["Root Entry", "Other"])).contains("OLE file"))
    #expect(message(container(["Root Entry", "Workbook"]), name: "t.xls").contains("damaged"))
    #expect(message([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], name: "t.xls") != "read")
    let ods = StoredZip.archive([
      ("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8)),
      ("content.xml", Array("x".utf8)),
      (
        "META-INF/manifest.xml",
        Array("<manifest:manifest><manifest:encryption-data/></manifest:manifest>".utf8)
      ),
    ])
    #expect(message(ods, name: "t.ods").contains("password"))
  }

  @Test("a sheet that is nearly empty and huge is read at once")
  func sparse() throws {
    // A million empty rows, formats without values, a value in the last corner.
    var xml =
      "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>a</v></c><c r=\"B1\" t=\"str\"><v>b</v></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\"><v>2</v></c></row>"
    for row in stride(from: 3, through: 1_048_576, by: 1) { xml += "<row r=\"\(row)\"/>" }
    xml += "</sheetData></worksheet>"
    let read = try readSheet(with(sheet, xml))
    #expect(read.rows == [["1", "2"]])
    // 16,384 columns.
    let names = (0..<16_384).map { TestCell.text("c\($0)") }
    let wide = try readSheet(
      TestBook([names, names.indices.map { .number("\($0)", format: nil) }]))
    #expect(wide.table.columns.count == 16_384)
    #expect(wide.rows[0][16_383] == "16383")
  }

  @Test("cells spread over everything are refused before memory or disk is full")
  func spread() {
    var xml = "<worksheet><sheetData>"
    for row in 1...300_000 {
      xml += "<row r=\"\(row)\"><c r=\"\(TestBook.letters(row % 16_384))\(row)\"><v>1</v></c></row>"
    }
    xml += "</sheetData></worksheet>"
    #expect(message(with(sheet, xml)).contains("nearly all empty"))
  }

  @Test(
    "thousands of changed workbooks are read or refused, and nothing else",
    arguments: ["xlsx", "ods", "xls"])
  func mutations(_ form: String) throws {
    let folder = try TemporaryFolder()
    let texts = try parts(form)
    let whole = form == "xls" ? try OtherFormTests.bytes("libreoffice.xls") : []
    var random = SeededRandom("workbooks \(form)")
    var refused = 0
    let count = Mutations.count(quick: form == "xlsx" ? 10_000 : 2_000, heavy: 5_000)
    for round in 0..<count {
      var bytes: [UInt8]
      if form == "xls" {
        bytes = mutated(whole, &random)
      } else if round % 2 == 0 {
        // The XML within a whole archive.
        var parts = texts
        let places = form == "ods" ? [0, 1, 1, 1] : [1, 2, 3, 4, 4, 4, 5, 6]
        let place = random.pick(places.filter { $0 < parts.count })
        parts[place].bytes = mutated(parts[place].bytes, &random)
        bytes = StoredZip.archive(parts)
      } else {
        bytes = mutated(StoredZip.archive(texts), &random)
      }
      if bytes.isEmpty { bytes = [0] }
      let path = try folder.file(bytes, name: "m.\(form)")
      let budget = MemoryBudget()
      budget.limit = 256 << 20
      Memory.$budget.withValue(budget) {
        do {
          _ = try readSheet(path, as: form, run: Mutations.run())
        } catch is FileError {
          refused += 1
        } catch is MemoryLimitExceeded {
          refused += 1
        } catch {
          Issue.record("\(form), round \(round): \(error)")
        }
      }
    }
    #expect(refused > count / 20)
    #expect(refused < count)
  }

  private func parts(_ form: String) throws -> [(name: String, bytes: [UInt8])] {
    switch form {
    case "xlsx": TestBook(rows).parts
    case "ods": OtherFormTests.odsParts
    default: []
    }
  }

  private func mutated(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<random.int(1...4) where !bytes.isEmpty {
      let place = random.int(0...bytes.count - 1)
      switch random.int(0...5) {
      case 0: bytes[place] = UInt8(random.int(0...255))
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(UInt8(random.int(0...255)), at: place)
      case 3: bytes.removeSubrange(place..<min(bytes.count, place + random.int(1...40)))
      case 4:
        let end = min(bytes.count, place + random.int(1...60))
        bytes.insert(contentsOf: bytes[place..<end], at: random.int(0...bytes.count))
      default:
        // Digits make places and lengths.
        if let digit = bytes[place...].firstIndex(where: { (48...57).contains($0) }) {
          bytes.replaceSubrange(
            digit...digit, with: Array(random.pick(["0", "9", "99999999", "-1", "1048577"]).utf8))
        }
      }
    }
    return bytes
  }
}
