import Columns
import Foundation
import Sources
import TestSupport
import Testing

@Suite("Requests with bounds: files of columns leave parts unread, never a row that matters")
struct ScanRequestTests {
  private let run = RunContext(threads: 2)

  /// Files of ten rows each, in the order of the column `key`.
  private func folder(
    _ name: String, _ values: [Value], _ type: DataType, nullIn file: Int? = nil
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (number, start) in stride(from: 0, to: values.count, by: 10).enumerated() {
      var cells = Array(values[start..<min(values.count, start + 10)])
      if number == file { cells[0] = .null }
      let rows = (start..<start + cells.count).map { Value.int(Int64($0)) }
      let table = Table([
        (name, try Column(type, cells)), ("row", try Column(.int, rows)),
      ])
      let bytes = try Columnar.bytes(table, .parquet)
      let path = folder.path + "/" + String(format: "%03d.parquet", number)
      try Data(bytes).write(to: URL(filePath: path))
    }
    return folder
  }

  /// Whether a value meets a bound, by arithmetic of its own.
  private func meets(_ value: Value, _ bound: ColumnBound) -> Bool {
    let order: Int
    switch (value, bound.value) {
    case (.null, _): return false
    case (.text(let left), .text(let right)):
      order = Array(left.utf8) == Array(right.utf8) ? 0 : left < right ? -1 : 1
    case (.date(let left), .date(let right)): order = Int(left) - Int(right)
    case (.timestamp(let left), .timestamp(let right)):
      order = left < right ? -1 : left == right ? 0 : 1
    default:
      guard let left = Decimal(string: value.plainText),
        let right = Decimal(string: bound.value.plainText)
      else { return false }
      order = left < right ? -1 : left == right ? 0 : 1
    }
    switch bound.sign {
    case .equal: return order == 0
    case .less: return order < 0
    case .atMost: return order <= 0
    case .more: return order > 0
    case .atLeast: return order >= 0
    }
  }

  /// Values of a kind in rising order, some of them equal.
  private func values(_ kind: String, using random: inout SeededRandom) -> [Value] {
    let numbers = (0..<100).map { _ in Int64.random(in: -60...60, using: &random) }.sorted()
    switch kind {
    case "int": return numbers.map { .int($0 * 1_000_003) }
    case "decimal": return numbers.map { .decimal($0 * 25, scale: 2) }
    case "date": return numbers.map { .date(Int32($0)) }
    case "timestamp": return numbers.map { .timestamp($0 * 1_234_567) }
    default: return numbers.map { .text(String(format: "m%03d", $0 + 60)) }
    }
  }

  @Test(
    "random bounds over random files give the rows that the whole has",
    arguments: ["int", "decimal", "date", "timestamp", "text"])
  func property(kind: String) throws {
    var random = SeededRandom(UInt64(kind.utf8.reduce(7) { $0 &* 31 &+ Int($1) }))
    var skipped = 0
    for round in 0..<30 {
      let all = values(kind, using: &random)
      let type = all[0].type
      let nullIn = round % 3 == 0 ? Int.random(in: 0..<10, using: &random) : nil
      let folder = try folder("key", all, type, nullIn: nullIn)
      let pattern = folder.path + "/*.parquet"
      let whole = try FileSource(pattern).scan(["key", "row"], run)
      for _ in 0..<10 {
        let signs: [ColumnBound.Sign] = [.equal, .less, .atMost, .more, .atLeast]
        let sign = signs[Int.random(in: 0..<5, using: &random)]
        let bound = ColumnBound("key", sign, all[Int.random(in: 0..<100, using: &random)])
        let source = FileSource(pattern)
        _ = try source.outline(run)
        let request = ScanRequest(["row", "key"], bounds: [bound])
        let table = try source.scan(request, run)
        if table.rowCount < whole.rowCount { skipped += 1 }
        func matching(_ table: Table, _ key: Int, _ row: Int) -> [Value] {
          (0..<table.rowCount).filter { meets(table.columns[key][$0], bound) }
            .map { table.columns[row][$0] }
        }
        #expect(matching(table, 1, 0) == matching(whole, 0, 1), "\(bound)")
        // The rows that a null alone keeps out are counted, so none of them may be missing.
        let nulls = { (table: Table, key: Int) in
          (0..<table.rowCount).count { !table.columns[key].isValid($0) }
        }
        #expect(nulls(table, 1) == nulls(whole, 0))
      }
    }
    // Decimals are written as doubles, of which statistics say too little.
    #expect(kind == "decimal" ? skipped == 0 : skipped > 50, "parts were left out")
  }

  @Test("bounds that would halve the file read a part of it, once; later wishes read the rest")
  func onlyTheParts() throws {
    let folder = try folder("key", (0..<100).map { .int($0) }, .int)
    let source = FileSource(folder.path + "/*.parquet")
    let bounds = [ColumnBound("key", .more, .int(84)), ColumnBound("key", .less, .int(90))]
    let request = ScanRequest(["key"], bounds: bounds)
    #expect(try source.accepts(request, run) == Accepted(parts: [8], of: 10, rowCount: 10))
    #expect(try source.scan(request, run).rowCount == 10)
    #expect(source.work.columns == ["key"])
    #expect(try source.scan(ScanRequest(["key", "row"], bounds: bounds), run).rowCount == 10)
    #expect(source.work.columns == ["key", "row"], "`key` is there already")
    #expect(try source.scan(ScanRequest(["row"], bounds: bounds), run).rowCount == 10)
    #expect(source.work.columns == ["key", "row"])
    // More than half: the file is read whole, and kept.
    let most = ScanRequest(["key"], bounds: [ColumnBound("key", .more, .int(30))])
    #expect(try source.accepts(most, run) == nil)
    #expect(try source.scan(most, run).rowCount == 100)
    #expect(try source.scan(request, run).rowCount == 100, "what is in memory is not read again")
    #expect(try source.scan(ScanRequest(["row"], limit: 15), run).rowCount == 20)
    #expect(try source.schema(nil, run).rowCount == 100)
    #expect(source.work.columns == ["key", "row", "key", "row"])
  }

  @Test(
    "folders of keys leave out whole files, of Parquet and of Arrow",
    arguments: ["parquet", "arrow"])
  func folders(kind: String) throws {
    let folder = try TemporaryFolder()
    for year in 2019...2024 {
      let place = folder.path + "/year=\(year)"
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      let table = Table([("x", try Column(.int, [.int(Int64(year % 100)), .null]))])
      let bytes = try Columnar.bytes(table, kind == "arrow" ? .arrow : .parquet)
      try Data(bytes).write(to: URL(filePath: "\(place)/part.\(kind)"))
    }
    let source = FileSource(folder.path + "/*/*.\(kind)")
    let bound = ColumnBound("year", .atLeast, .int(2023))
    let table = try source.scan(ScanRequest(["year", "x"], bounds: [bound]), run)
    #expect(table.rows == [["2023", "23"], ["2023", "∅"], ["2024", "24"], ["2024", "∅"]])
    let none = ScanRequest(["year", "x"], bounds: [ColumnBound("year", .equal, .int(1999))])
    let empty = try source.scan(none, run)
    #expect(empty.rowCount == 0 && empty.fields.map(\.type) == [.int, .int])
  }

  @Test("row groups of other programs: unsigned, nanoseconds, decimals, NaN, nulls")
  func otherPrograms() throws {
    let path =
      URL(filePath: #filePath).deletingLastPathComponent().path
      + "/Columnar/files/groups.parquet"
    func parts(_ bounds: ColumnBound...) throws -> [Int]? {
      try FileSource(path).accepts(ScanRequest(["row"], bounds: bounds), run)?.parts
    }
    #expect(try parts(ColumnBound("signed", .less, .int(-5))) == [0])
    #expect(try parts(ColumnBound("unsigned", .more, .int(3_000_000_000))) == [3])
    #expect(try parts(ColumnBound("money", .equal, .decimal(12_50, scale: 2))) == [1])
    #expect(try parts(ColumnBound("money", .equal, .int(22))) == [2])
    #expect(try parts(ColumnBound("day", .atMost, .date(1))) == [0])
    #expect(try parts(ColumnBound("moment", .equal, .timestamp(2_000_001))) == [2])
    #expect(try parts(ColumnBound("code", .equal, .text("c2"))) == [2])
    // Texts of other forms may be the same text, nulls are counted, and NaN stands in no range.
    #expect(try parts(ColumnBound("name", .equal, .text("Điện Biên"))) == nil)
    #expect(try parts(ColumnBound("name", .equal, .text("a Điện"))) == [0])
    #expect(try parts(ColumnBound("holes", .more, .int(35))) == [1, 3])
    #expect(try parts(ColumnBound("float", .more, .double(3))) == nil)
    #expect(try parts(ColumnBound("missing", .more, .int(3))) == nil)
  }
}
