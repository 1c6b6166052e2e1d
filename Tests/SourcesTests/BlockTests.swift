import Columns
import Glibc
import TestSupport
import Testing

@testable import Sources

@Suite("Blocks and threads")
struct BlockTests {
  /// Columns as text, so that cells are the fields as they stand.
  private func options(_ count: Int) -> ReadOptions {
    var options = ReadOptions()
    options.header = .first
    options.delimiter = 44
    options.mode = .lenient
    options.searches = false
    options.trims = false
    for index in 0..<count { options.types["c\(index)"] = .text }
    return options
  }

  private func soup(_ random: inout SeededRandom, _ pieces: [String], _ length: Int) -> String {
    (0..<length).map { _ in random.pick(pieces) }.joined()
  }

  @Test("random bytes read as a naive parser reads them, whatever the blocks and threads")
  func oracle() throws {
    var random = SeededRandom("naive")
    let alphabets = [
      ["a", "b", ",", "\n", "\"", "é"],
      ["a", ",", ",", "\n", "\r\n", "\"\"", "\"", "xyz"],
      ["abcdefghij", ",", "\n", "\"a,b\"", "\"x\ny\"", "\"q\"\"q\"", "", "\r"],
    ]
    for round in 0..<300 {
      let count = random.int(1...4)
      let header = (0..<count).map { "c\($0)" }.joined(separator: ",")
      let body = soup(&random, random.pick(alphabets), random.int(0...120))
      let wanted = NaiveCSV(Array(body.utf8), fieldCount: count)
      let cells = wanted.rows.map { row in
        row.map { $0.text.isEmpty && !$0.isQuoted ? "∅" : String(decoding: $0.text, as: UTF8.self) }
      }
      for (size, threads) in [(1, 1), (random.int(2...64), 4), (1 << 20, 1)] {
        let loaded = try load(header + "\n" + body) { options in
          options = self.options(count)
          options.blockSize = size
          options.threads = threads
        }
        #expect(
          loaded.table.rows == cells, "round \(round), blocks of \(size): \(body.debugDescription)")
        let lines = loaded.rejected?["line"]?.values ?? []
        #expect(
          lines == wanted.faults.map { .int(Int64($0 + 1)) },
          "round \(round), blocks of \(size): \(body.debugDescription)")
      }
    }
  }

  @Test("blocks of every size give the same types, cells and notes")
  func sizes() throws {
    var random = SeededRandom("blocks")
    let pools: [[String]] = [
      ["1", "22", "-333", "", "4444444444"], ["1.5", "22", "-3.125", "", "0.1"],
      ["2024-02-29", "", "1999-12-31"], ["01/02/2024", "3/4/2023", ""],
      ["01/02/2024", "31/12/2023", ""], ["true", "false", ""],
      ["262.151", "82,96", "7", ""].map { $0.contains(",") ? "\"\($0)\"" : $0 },
      ["262.151", "1.234", "5"], ["1e5", "2", "3.5", "nan"], ["12%", "7%"],
      ["Điện Biên", "\"Mường\nNhé\"", "\"a\"\"b\"", ""], ["001", "2"], ["", "\"\""],
      ["9223372036854775807", "1"], ["0.000000000000001", "12345678.5"],
      ["2024-01-01T10:00", "2024-01-02"], [" 5", "6 "], ["1", "x"], ["9007199254740993", "1.5"],
    ]
    for round in 0..<25 {
      let columns = (0..<random.int(1...5)).map { _ in random.pick(pools) }
      var text = columns.indices.map { "name\($0)" }.joined(separator: ",") + "\n"
      for _ in 0..<random.int(0...60) {
        text += columns.map { random.pick($0) }.joined(separator: ",") + "\n"
      }
      let whole = try load(text) { $0.header = .first }
      for size in [1, 2, 3, 7, 16, 33, 64] {
        for threads in size == 7 ? [1, 4] : [1] {
          let some = try load(text) {
            $0.header = .first
            $0.blockSize = size
            $0.threads = threads
          }
          #expect(some.table.types == whole.table.types, "round \(round), \(size): \(text)")
          #expect(some.table.rows == whole.table.rows, "round \(round), \(size): \(text)")
          #expect(some.codes == whole.codes, "round \(round), \(size): \(text)")
        }
      }
    }
  }

  @Test("long quoted texts full of lines are found out, and no row is lost")
  func longTexts() throws {
    let lines = (0..<3000).map { "a,b\"\",\($0)" }.joined(separator: "\n")
    let text = "id,note\n1,\"\(lines)\"\n2,\"\(lines)\"\n3,x\n"
    for threads in [1, 4] {
      let table = try load(text) {
        $0.blockSize = 1000
        $0.threads = threads
      }.table
      #expect(table.rows.map { $0[0] } == ["1", "2", "3"])
      #expect(table.rows[0][1].utf8.count == lines.utf8.count - 3000)
      // Nothing of the wrong guesses stays in the dictionary.
      guard case .coded(_, let dictionary) = table.columns[1].storage else {
        Issue.record("not a dictionary")
        continue
      }
      #expect(dictionary.count == 2)
    }
  }

  @Test("zone maps bound the valid values of each morsel")
  func zones() throws {
    let count = Morsel.rows * 2 + 1000
    var text = "n,d,t\n"
    for row in 0..<count {
      let isNull = row % 7 == 3 || (Morsel.rows..<Morsel.rows * 2).contains(row)
      text += isNull ? ",0.5,w\(row / 1000 % 97)\n" : "\(row * 3),\(row).25,\n"
    }
    let table = try load(text) {
      $0.threads = 2
      $0.blockSize = 100_000
    }.table
    for column in table.columns {
      let packed: Packed
      switch column.storage {
      case .packed(let own), .coded(let own, _): packed = own
      default:
        Issue.record("no packed column")
        continue
      }
      let zones = try #require(packed.zones)
      #expect(zones.lower.count == 3)
      for zone in 0..<3 {
        let rows = zone * Morsel.rows..<min(count, (zone + 1) * Morsel.rows)
        let values = rows.filter { column.isValid($0) }.map { packed.value($0) }
        #expect(zones.lower[zone] == values.min() ?? .max)
        #expect(zones.upper[zone] == values.max() ?? .min)
      }
    }
  }

  @Test("a stopped read ends, and progress reaches the end")
  func stopping() throws {
    let text = "a\n" + (0..<5000).map { "\($0)\n" }.joined()
    #expect(throws: ReadCancelled.self) {
      _ = try load(text) {
        $0.blockSize = 1000
        $0.isCancelled = { true }
      }
    }
    let seen = Progress()
    _ = try load(text) {
      $0.blockSize = 1000
      $0.threads = 2
      $0.progress = { done, total in seen.note(done, total) }
    }
    #expect(seen.largest <= 1)
    #expect(seen.largest > 0.99)
  }

  @Test("text that hardly repeats stays plain, with nulls and all")
  func plainText() throws {
    var text = "id,title\n"
    for row in 0..<20_000 { text += row % 9 == 0 ? "\(row),\n" : "\(row),việc số \(row)\n" }
    let table = try load(text) {
      $0.threads = 2
      $0.blockSize = 50_000
    }.table
    guard case .text = table.columns[1].storage else {
      Issue.record("not plain")
      return
    }
    for row in 0..<20_000 {
      #expect(table.columns[1][row] == (row % 9 == 0 ? .null : .text("việc số \(row)")))
    }
  }

  /// Texts drawn in random order from so many; `0` for texts that never repeat.
  private func drawn(_ rows: Int, of distinct: Int, _ random: inout SeededRandom) -> [String] {
    (0..<rows).map { row in
      let number = distinct == 0 ? row : random.int(0...distinct - 1)
      return "\(String(number &* 7919, radix: 36))-\(number % 9 == 0 ? "dài hơn" : "x")"
    }
  }

  @Test(
    "a column of texts is never larger than the smaller of its forms",
    arguments: [1000, 70_000, 100_000, 160_000, 0])
  func smallerForm(distinct: Int) throws {
    var random = SeededRandom(UInt64(distinct) &+ 5)
    let rows = 200_000
    let texts = drawn(rows, of: distinct, &random)
    let known = Set(texts)
    let bytes = known.reduce(0) { $0 + $1.utf8.count }
    let coded = bytes + 8 * (known.count + 1) + rows * (known.count > 1 << 16 ? 4 : 2)
    let plain = texts.reduce(0) { $0 + $1.utf8.count } + 8 * (rows + 1)
    for threads in [1, 2, 3] {
      let table = try load("name\n" + texts.joined(separator: "\n") + "\n") {
        $0.threads = threads
      }.table
      let column = table.columns[0]
      switch column.storage {
      case .coded(let codes, let dictionary):
        let own = dictionary.heap.offsets.byteCount + dictionary.heap.bytes.byteCount
        let size = own + rows * codes.width.bytes
        #expect(size == coded)
        #expect(coded <= plain, "\(distinct) texts as codes on \(threads) threads")
      case .text(let heap):
        #expect(heap.offsets.byteCount + heap.bytes.byteCount == plain)
        #expect(plain <= coded, "\(distinct) texts row after row on \(threads) threads")
      default: Issue.record("no texts")
      }
      #expect(table.rowCount == rows)
      #expect((0..<rows).allSatisfy { column[$0] == .text(texts[$0]) })
    }
  }

  @Test("distinct texts of a whole column are judged by a part of it")
  func judgedDistinct() {
    for texts in [1e3, 1e5, 1e6, 1e7] {
      for rows in [1e4, 1e5, 1e6] {
        let shown = (texts * (1 - exp(-rows / texts))).rounded()
        if shown > rows - 100 || shown > texts * 0.9 { continue }
        for all in [rows, 2 * rows, 10 * rows] {
          let expected = texts * (1 - exp(-all / texts))
          let found = TextForm.distinct(in: all, after: rows, showing: shown)
          #expect(abs(found - expected) < 0.02 * expected, "\(texts) in \(rows) of \(all)")
        }
      }
    }
    // What never repeated is not expected to.
    #expect(TextForm.distinct(in: 1e7, after: 1e5, showing: 1e5) == 1e7)
    #expect(!TextForm.paysCodes(all: 1e7, rows: 70_000, distinct: 70_000, textBytes: 840_000))
    // A text that comes a hundred times is, though half of the first rows brought a new one.
    #expect(TextForm.paysCodes(all: 1e7, rows: 106_000, distinct: 65_536, textBytes: 786_000))
  }
}
