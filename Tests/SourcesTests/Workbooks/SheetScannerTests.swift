import Columns
import Glibc
import TestSupport
import Testing

@testable import Sources

#if HAS_ZIP && HAS_EXPAT
  /// Rows that are read without the parser of XML hold what the parser finds in them.
  @Suite("Sheets without a parser of XML")
  struct SheetScannerTests {
    /// The same part with a comment behind its last row, which only the parser reads.
    private func forParser(_ xml: [UInt8]) -> [UInt8] {
      let end = Array("</sheetData".utf8)
      guard
        let place = xml.indices.last(where: {
          $0 + end.count <= xml.count && xml[$0...].starts(with: end)
        })
      else { return xml }
      return Array(xml[..<place]) + Array("<!--x-->".utf8) + Array(xml[place...])
    }

    private func book(_ parts: [(name: String, bytes: [UInt8])], _ xml: [UInt8]) -> [UInt8] {
      StoredZip.archive(parts.map { $0.name == sheet ? ($0.name, xml) : $0 })
    }

    private let sheet = "xl/worksheets/sheet1.xml"

    private func outcome(_ bytes: [UInt8]) -> Result<ReadSheet, FileError> {
      do {
        return .success(try readSheet(bytes, ["header": .flag(false)]))
      } catch let error as FileError {
        return .failure(error)
      } catch {
        Issue.record("\(error)")
        return .failure(FileError("t.xlsx", .empty))
      }
    }

    private func cell(_ random: inout SeededRandom) -> TestCell {
      switch random.int(0...10) {
      case 0: .empty
      case 1: .text(random.pick(["", "a", "Đơn vị & <b> \"c\" 'd'", "hai\ndòng", "_x0041_", " "]))
      case 2: .shared(random.pick(["x", "y", "Điện Biên", "_x000D_z"]))
      case 3:
        .number(random.pick(["1", "-2.5", "1e5", "0.1", "1234567890123456789", ""]), format: nil)
      case 4:
        .number(random.pick(["45000", "45000.25", "0", "60", "-1", "1.5E4"]), format: "dd/mm/yyyy")
      case 5: .number(random.pick(["0.5", "1", "0.123"]), format: "0.00%")
      case 6: .bool(random.oneIn(2))
      case 7: .error(random.pick(["#REF!", "#N/A"]))
      case 8: .formula("A1&gt;2", value: random.pick(["3", nil, "x"]))
      case 9: .isoDate(random.pick(["2025-01-31", "2025-01-31T08:30:00", "x"]))
      default: .number("0.75", format: "h:mm")
      }
    }

    @Test("random sheets, whole and with changed bytes, read the same by both")
    func same() throws {
      var random = SeededRandom("scanner")
      var read = 0
      let count = Mutations.count(quick: 400, heavy: 5_000)
      for round in 0..<count {
        let width = random.int(1...6)
        let rows = (0..<random.int(1...8)).map { _ in (0..<width).map { _ in cell(&random) } }
        var book = TestBook(rows) { $0.firstRow = 1 + round % 3 }
        if random.oneIn(4) { book.is1904 = true }
        let parts = book.parts
        guard var xml = parts.first(where: { $0.name == sheet })?.bytes else { continue }
        if random.oneIn(2) {
          for _ in 0..<random.int(1...3) {
            let place = random.int(0...xml.count - 1)
            switch random.int(0...3) {
            case 0: xml[place] = random.pick(Array("<>&;\"'=/ rcsvt09]\n\r".utf8))
            case 1: xml.remove(at: place)
            case 2: xml.insert(random.pick(Array("<>&;\"'=/ rcsvt09]\n\r".utf8)), at: place)
            default:
              let end = min(xml.count, place + random.int(1...30))
              xml.insert(contentsOf: xml[place..<end], at: random.int(0...xml.count))
            }
          }
        }
        let own = outcome(self.book(parts, xml))
        let parser = outcome(self.book(parts, forParser(xml)))
        switch (own, parser) {
        case (.success(let one), .success(let other)):
          read += 1
          #expect(one.rows == other.rows, "round \(round)")
          #expect(one.table.names == other.table.names && one.table.types == other.table.types)
          #expect(one.codes == other.codes)
        case (.failure, .failure): break
        case (.success, .failure(let error)):
          // The parser also looks at what no cell needs: names of attributes, letters that are none.
          guard case .workbook(.damaged) = error.kind else {
            Issue.record("round \(round): only the parser says \(error.kind)")
            break
          }
        case (.failure(let error), .success):
          Issue.record("round \(round): only the scanner says \(error.kind)")
        }
      }
      #expect(read * 3 > count)
    }

    @Test("a sheet of many stretches")
    func stretches() throws {
      // Text of the rows of several stretches; a book of so many cells would take longer than reading.
      var xml = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>a</v></c></row>"
      let count = 120_000
      for row in 0..<count {
        xml +=
          "<row r=\"\(row + 2)\" spans=\"1:1\" ht=\"15\"><c r=\"A\(row + 2)\"><v>\(row)</v></c></row>"
      }
      xml += "</sheetData></worksheet>"
      let read = try readSheet(book(TestBook([["a"]]).parts, Array(xml.utf8)))
      #expect(read.table.rowCount == count)
      let column = try #require(read.table.columns.first)
      #expect((0..<count).allSatisfy { column[$0] == .int(Int64($0)) })
    }

    @Test("a row that is longer than a stretch")
    func longRow() throws {
      let long = String(repeating: "á", count: 450_000)
      let rows: [[TestCell]] = [
        (0..<6).map { .text("n\($0)") }, (0..<6).map { _ in .text(long) },
        (0..<6).map { .text("w\($0)") },
      ]
      let read = try readSheet(TestBook(rows))
      #expect(read.table.names.first == "n0" && read.table.rowCount == 2)
      #expect(read.rows[0].allSatisfy { $0 == long } && read.rows[1][5] == "w5")
    }

    @Test(
      "what other programs write needs no parser", arguments: ["openpyxl.xlsx", "libreoffice.xlsx"])
    func programs(name: String) throws {
      let here = #filePath.split(separator: "/").dropLast().joined(separator: "/")
      let archive = try ZipArchive(RawFile("/\(here)/Files/\(name)"))
      var xml: [UInt8] = []
      try archive.read("xl/worksheets/sheet2.xml") { bytes, _ in
        xml += bytes
        return true
      }
      let text = String(decoding: xml, as: UTF8.self)
      let begin = try #require(text.firstRange(of: "<sheetData>")).upperBound
      let end = try #require(text.firstRange(of: "</sheetData>")).lowerBound
      let rows = Array(text[begin..<end].utf8)
      let reading = SheetReading(
        range: .all, dates: CellDate(is1904: false), textCount: 1000, formats: [], dayFormat: 0,
        stampFormat: 0)
      let piece = try rows.withUnsafeBufferPointer { rows in
        try SheetScanner.piece(try #require(rows.baseAddress), rows.count, reading)
      }
      #expect((5...6).contains(piece.rows.count))
      #expect(piece.cellCount > 20)
    }
  }
#endif
