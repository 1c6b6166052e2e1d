import CScanning
import Columns
import TestSupport
import Testing

@testable import Sources

/// The wide vectors beside the plain loops. Where the machine has none there is one form alone, which every
/// other test of this folder reads by.
@Suite("Wide vectors", .enabled(if: Tokenizer.hasWideVectors))
struct ScanningTests {
  @Test("separators are found where a loop over the bytes finds them", arguments: [0, 1])
  func separators(isWide: Int32) {
    var random = SeededRandom("separators")
    for _ in 0..<400 {
      let count = random.int(0...300)
      let others = random.int(1...20)
      let bytes = (0..<count + 64).map { _ in
        random.pick([44, 10, 34] + [UInt8](repeating: UInt8(random.int(0...255)), count: others))
      }
      var out = [UInt32](repeating: 0, count: count + 16)
      let found = tiendo_find_separators(isWide, bytes, count, 44, 10, 34, 1000, &out)
      let wanted = bytes.prefix(count).indices.filter { [44, 10, 34].contains(bytes[$0]) }
      #expect(Array(out.prefix(found)) == wanted.map { UInt32($0 + 1000) }, "\(bytes) \(count)")
    }
  }

  @Test("the hash of a text tells bytes and lengths apart, and reads no byte behind it")
  func hashes() {
    var random = SeededRandom("hashes")
    var seen: [UInt64: [UInt8]] = [:]
    for length in 0...140 {
      var text = (0..<length).map { _ in UInt8(random.int(0...255)) }
      for place in -1..<length {
        if place >= 0 { text[place] ^= 1 << UInt8(random.int(0...7)) }
        let hash = tiendo_hash_text(text + [UInt8](repeating: 0, count: 32), length)
        let again = tiendo_hash_text(text + [UInt8](repeating: 255, count: 32), length)
        #expect(hash == again)
        #expect(seen.updateValue(text, forKey: hash).map { $0 == text } ?? true)
      }
    }
  }

  private static let oddities = [
    "", " ", "\"\"", "0", "007", "-12", " 5", "6 ", "123456789", "1234567890123456",
    "12345678901234567890",
    ".5", "5.", "1.2.3", "1,5", "\"1,5\"", "262.151", "2621.151", "0.151", "1e5", "x", "n/a",
    "-", "1.23456789",
    "99999999", "0.0000001", "2024-02-30", "2024-02-29", "1970-01-01", "1899-12-31",
    "2155-12-31", "2156-01-01",
    "2024-1-1", "2024/01/01", "2024-00-10", "2024-13-10", "2024-10-00", "45123",
    "\"2024-05-31\"", "\"7\"",
    "Điện Biên", "\"a\"\"b\"", "\u{0}", String(repeating: "dài ", count: 30),
  ]

  /// Cells of one kind with some that are odd among them.
  private func cell(
    _ kind: Int, _ odd: Int, _ oddities: [String], _ random: inout SeededRandom
  ) -> String {
    func digits(_ count: Int) -> String {
      (0..<count).map { _ in String(random.int(0...9)) }.joined()
    }
    if random.int(0...99) < odd { return random.pick(oddities) }
    switch kind {
    case 0: return "\(random.int(0...99_999_999) % random.pick([10, 100, 100_000, 100_000_000]))"
    case 1:
      let whole = "\(random.int(0...9999) % random.pick([2, 10, 100, 10_000]))"
      let behind = random.int(0...max(0, min(6, 7 - whole.count)))
      return behind == 0 ? whole : whole + "." + digits(behind)
    case 2:
      // Points that may stand between thousands.
      let whole = "\(random.int(1...999))"
      return whole + "." + digits(3)
    case 3:
      let (year, month) = (random.int(1899...2157), random.int(1...12))
      let day = random.int(1...Calendar.length(ofMonth: month, year: year))
      return Calendar.text(date: Calendar.days(year: year, month: month, day: day))
    default:
      return random.pick(["Hà Nội", "Quảng Trị", "x", "", "Phường "]) + digits(random.int(0...3))
        + String(repeating: "á", count: random.int(0...20))
    }
  }

  @Test("files read by either form are one: cells, types, notes, rows set aside", arguments: 0..<5)
  func files(kind: Int) throws {
    let folder = try TemporaryFolder()
    var random = SeededRandom("files \(kind)")
    var filled = 0
    for round in 0..<150 {
      let odd = random.pick([0, 0, 1, 5, 30])
      let rows = random.int(1...60)
      // Few kinds of them, lest they all become text.
      let oddities = (0..<random.int(1...3)).map { _ in random.pick(ScanningTests.oddities) }
      let clean = random.pick([0, 200, 200, 200])
      let count = random.int(1...3)
      var text = (0..<count).map { "c\($0)" }.joined(separator: ",") + "\n"
      // Types are guessed from the first 200 rows.
      for row in 0..<200 + rows {
        let odd = row < clean ? 0 : odd
        text += (0..<count).map { _ in cell(kind, odd, oddities, &random) }.joined(separator: ",")
        text += random.pick(["\n", "\n", "\n", "\r\n"])
      }
      let size = random.pick([64, 3000, 1 << 20])
      let type = random.pick([nil, nil, nil, nil, DataType.int, .float, .date, .text])
      let nulls = random.pick([[], [], ["0", "x"]])
      let path = try folder.file(text)
      func read(_ isWide: Bool) throws -> Reading {
        var options = ReadOptions()
        options.header = .first
        options.mode = .lenient
        options.blockSize = size
        options.isWide = isWide
        if let type { options.types["c0"] = type }
        options.nulls = nulls
        do {
          return Reading(try CSVFile(path, options).read())
        } catch let error as FileError {
          return Reading(error: "\(error)")
        }
      }
      let (wide, narrow) = (try read(true), try read(false))
      filled += narrow.rows.isEmpty ? 0 : 1
      #expect(wide == narrow, "round \(round): \(text)")
    }
    #expect(filled > 60)
  }

  /// All that a file gives.
  private struct Reading: Equatable {
    var rows: [[String]] = []
    var types: [DataType] = []
    var rejected: [[String]]?
    var notes: [String] = []
    var error = ""

    init(error: String) { self.error = error }

    init(_ loaded: LoadedTable) {
      rows = loaded.table.rows
      types = loaded.table.types
      rejected = loaded.rejected?.rows
      notes = loaded.notes.map { "\($0)" }
    }
  }
}
