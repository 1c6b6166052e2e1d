import Columns
import Foundation
import TestSupport
import Testing

@testable import Sources

@Suite("Rows that do not matter: forgotten while a file is read, never one that matters")
struct SiftedRowTests {
  /// What a column may hold, and what it may be compared with.
  private struct Kind {
    let cells: [String]
    let values: [Value]
  }

  private static let kinds: [Kind] = [
    Kind(
      cells: ["1", "22", "-333", "", "4444444444"],
      values: [.int(1), .int(22), .int(-333), .int(0), .decimal(15, scale: 1), .int(.min)]),
    Kind(
      cells: ["1.5", "22", "-3.125", "", "0.1"],
      values: [.int(22), .decimal(-3125, scale: 3), .decimal(15, scale: 1), .int(-3)]),
    Kind(cells: ["12.5", "7", "x"], values: [.int(7), .text("x"), .text("7")]),
    Kind(
      cells: ["2024-02-29", "", "1999-12-31"],
      values: [.date(19_782), .date(10_956), .date(0)]),
    Kind(cells: ["01/02/2024", "31/12/2023", ""], values: [.date(19_754), .date(19_722)]),
    Kind(cells: ["01/02/2024", "3/4/2023", ""], values: [.date(19_754), .text("3/4/2023")]),
    Kind(
      cells: ["Điện Biên", "\"Mường\nNhé\"", "\"a\"\"b\"", "", "\"\"", "Lào Cai"],
      values: [.text("Điện Biên"), .text("a\"b"), .text(""), .text("Mường\nNhé")]),
    // The same in NFD, which is read as NFC.
    Kind(
      cells: ["Hòa Bình".decomposedStringWithCanonicalMapping, "Hòa Bình", "Hà Nội"],
      values: [.text("Hòa Bình"), .text("Hà Nội")]),
    Kind(cells: [" a", "a ", "a", "b", "  "], values: [.text("a"), .text("b"), .text(" a")]),
    Kind(
      cells: ["262.151", "1.234", "5"],
      values: [.int(5), .decimal(1234, scale: 3), .int(1234)]),
    Kind(cells: ["\"82,96\"", "\"7,5\"", "7"], values: [.decimal(75, scale: 1), .int(7)]),
    Kind(cells: ["12%", "7%", "100%"], values: [.int(7), .int(12)]),
    Kind(cells: ["1e5", "2", "3.5"], values: [.int(2), .decimal(35, scale: 1)]),
    Kind(cells: ["Quý 1/2024", "Quý 2/2024", "Q1/2024"], values: [.text("Quý 1/2024")]),
    Kind(cells: ["true", "false", ""], values: [.bool(true), .int(1)]),
    Kind(cells: ["2024-01-01T10:00", "2024-01-02"], values: [.date(19_723)]),
    Kind(
      cells: ["9223372036854775807", "-9223372036854775807", "1"],
      values: [.int(.max), .int(.min), .int(1)]),
    Kind(cells: ["0.000000000000001", "12345678.5"], values: [.int(1), .int(12_345_678)]),
    Kind(cells: ["1", "2", "-9999"], values: [.int(1), .int(-9999)]),
    Kind(cells: ["n/a", "5", "6"], values: [.int(5), .text("n/a")]),
    Kind(cells: ["", ""], values: [.int(1), .text("a")]),
  ]

  /// Whether a value meets a bound, by arithmetic of its own; a value that cannot be compared does not.
  static func meets(_ value: Value, _ bound: ColumnBound) -> Bool {
    let order: Int
    switch (value, bound.value) {
    case (.text(let left), .text(let right)):
      if bound.sign != .equal { return false }
      order = Array(left.utf8) == Array(right.utf8) ? 0 : 1
    case (.date(let left), .date(let right)): order = Int(left) - Int(right)
    case (.int, .int), (.int, .decimal), (.decimal, .int), (.decimal, .decimal),
      (.double, .int), (.double, .decimal):
      guard let left = Decimal(string: value.plainText),
        let right = Decimal(string: bound.value.plainText)
      else { return false }
      order = left < right ? -1 : left == right ? 0 : 1
    default: return false
    }
    switch bound.sign {
    case .equal: return order == 0
    case .less: return order < 0
    case .atMost: return order <= 0
    case .more: return order > 0
    case .atLeast: return order >= 0
    }
  }

  /// The rows that meet all bounds, as text.
  private func mattering(_ table: Table, _ bounds: [ColumnBound]) -> [[String]] {
    let places = bounds.map { bound in table.fields.firstIndex { $0.name == bound.column } ?? 0 }
    let rows = table.rows
    return (0..<table.rowCount).filter { row in
      zip(bounds, places).allSatisfy { SiftedRowTests.meets(table.columns[$1][row], $0) }
    }.map { rows[$0] }
  }

  private func codes(_ loaded: LoadedTable) -> Set<String> {
    Set(loaded.notes.map { "\($0.code) \($0.en)" })
  }

  @Test("random files and bounds give the rows, types and notes that the whole file gives")
  func property() throws {
    var random = SeededRandom("sifted")
    var sifted = 0
    var forgotten = 0
    var found = 0
    for round in 0..<800 {
      let kinds = (0..<random.int(1...4)).map { _ in random.pick(SiftedRowTests.kinds) }
      var text = kinds.indices.map { "name\($0)" }.joined(separator: ",") + "\n"
      // Some blocks hold what others do not: a type may fail late in the file.
      let late = random.int(0...60)
      for row in 0..<random.int(0...80) {
        text +=
          kinds.map { kind in
            row < late ? random.pick(Array(kind.cells.prefix(2))) : random.pick(kind.cells)
          }.joined(separator: ",") + "\n"
      }
      let size = random.pick([1, 7, 33, 100, 400])
      let whole = try load(text) {
        $0.header = .first
        $0.fewRows = 0
        $0.blockSize = size
        $0.sampledRows = 1
      }
      let bounds = (0..<random.int(1...3)).map { _ in
        let place = random.int(0...kinds.count - 1)
        return ColumnBound(
          "name\(place)", random.pick([.equal, .less, .atMost, .more, .atLeast]),
          random.pick(kinds[place].values))
      }
      let some = try load(text) {
        $0.header = .first
        $0.bounds = bounds
        $0.blockSize = size
        $0.threads = random.pick([1, 3])
        $0.fewRows = 0
        $0.sampledRows = 1
      }
      let place = "round \(round), blocks of \(size), \(bounds): \(text)"
      #expect(some.table.fields == whole.table.fields, "\(place)")
      #expect(mattering(some.table, bounds) == mattering(whole.table, bounds), "\(place)")
      #expect(codes(some).isSubset(of: codes(whole)), "\(place)")
      #expect(
        codes(whole).subtracting(codes(some)).allSatisfy { $0.hasPrefix("N0526") }, "\(place)")
      found += mattering(whole.table, bounds).count
      guard let all = some.allRows else {
        #expect(some.table.rowCount == whole.table.rowCount, "\(place)")
        continue
      }
      sifted += 1
      forgotten += all - some.table.rowCount
      #expect(all == whole.table.rowCount, "\(place)")
      for (field, column) in zip(whole.table.fields, whole.table.columns) {
        let isComplete = (0..<column.count).allSatisfy { column.isValid($0) }
        #expect(some.complete.contains(field.name) == isComplete, "\(field.name), \(place)")
      }
    }
    #expect(sifted > 60)
    #expect(forgotten > 1000)
    #expect(found > 1000)
  }

  @Test("numbers at every scale meet comparisons as exact arithmetic has it")
  func numbers() {
    var random = SeededRandom("bounds")
    let extremes: [Int64] = [.min, .min + 1, -1, 0, 1, 9, 10, 11, .max - 1, .max]
    for _ in 0..<20_000 {
      let sign = random.pick([
        ColumnBound.Sign.equal, .less, .atMost, .more, .atLeast,
      ])
      let value = random.oneIn(4) ? random.pick(extremes) : Int64(random.int(-3000...3000))
      let own = random.int(0...4)
      let scale = random.int(0...4)
      guard let bounds = NumberBounds(sign, value, from: own, to: scale) else {
        #expect(Decimal64.rescale(value, from: own, to: scale) == nil && scale >= own)
        continue
      }
      for number in [bounds.low, bounds.high, value, value / 10, value / 100, 0] {
        for near in [
          number == .min ? number : number - 1, number, number == .max ? number : number + 1,
        ] {
          let left = Decimal(near) * Decimal(sign: .plus, exponent: -scale, significand: 1)
          let right = Decimal(value) * Decimal(sign: .plus, exponent: -own, significand: 1)
          let meets =
            switch sign {
            case .equal: left == right
            case .less: left < right
            case .atMost: left <= right
            case .more: left > right
            case .atLeast: left >= right
            }
          #expect(
            (near >= bounds.low && near <= bounds.high) == meets,
            "\(near) at \(scale) \(sign.rawValue) \(value) at \(own)")
        }
      }
    }
  }

  private func text(_ rows: Int, odd: String = "") -> String {
    var text = "k,n,x\n"
    for row in 0..<rows { text += "tỉnh \(row % 60),\(row),\(row % 7).5\n" }
    return text + odd
  }

  private func source(_ text: String, largeFile: Int) throws -> (FileSource, TemporaryFolder) {
    let folder = try TemporaryFolder()
    let path = try folder.file(text)
    var options = OptionValues()
    options.habits.largeFile = largeFile
    return (FileSource(path, options), folder)
  }

  @Test("a file gives what is left of it, and all of it to whoever asks for more")
  func files() throws {
    let rows = 210_000
    let bounds = [
      ColumnBound("k", .equal, .text("tỉnh 3")), ColumnBound("n", .less, .int(60_000)),
    ]
    let run = RunContext(threads: 2)
    let (file, folder) = try source(text(rows), largeFile: 0)
    defer { withExtendedLifetime(folder) {} }
    let schema = try file.schema(["x"], onlyFor: bounds, run)
    #expect(schema.typed == ["k", "n", "x"] && schema.rowCount == rows)
    #expect(schema.complete == ["k", "n", "x"])
    let more = bounds + [ColumnBound("x", .more, .int(2))]
    let table = try file.scan(ScanRequest(["x", "n"], bounds: more), run)
    #expect(table.names == ["x", "n"])
    #expect((1000..<2000).contains(table.rowCount))
    #expect(!file.isWhole && file.work.columns == ["k", "n", "x"])
    // A request that the rows at hand do not answer is answered from all.
    let others = try file.scan(ScanRequest(["n"], bounds: [bounds[0]]), run)
    #expect(others.rowCount == rows)
    #expect(try file.scan(["n"], run).rowCount == rows)
    // A small file is kept whole.
    let (small, second) = try source(text(rows), largeFile: 1 << 30)
    defer { withExtendedLifetime(second) {} }
    #expect(try small.schema(["x"], onlyFor: bounds, run).rowCount == rows)
    #expect(try small.scan(ScanRequest(["x", "k", "n"], bounds: bounds), run).rowCount == rows)
  }

  @Test("what a file has to tell is told by what is left of it")
  func notes() throws {
    let bounds = [ColumnBound("n", .equal, .int(5))]
    // A row that does not fit, a text where numbers were, a total at the end, texts that are alike.
    for odd in [
      "tỉnh 1,2,3,4,5\n", "tỉnh 1,một,1.5\n", "Tổng,22049895000,730000\n", "TỈNH 1,7,1\n",
    ] {
      var told: [[String]] = []
      for largeFile in [0, Int.max] {
        let (file, folder) = try source(text(210_000, odd: odd), largeFile: largeFile)
        defer { withExtendedLifetime(folder) {} }
        let run = RunContext(threads: 2)
        _ = try file.schema(nil, onlyFor: bounds, run)
        _ = try file.scan(ScanRequest(["k", "n", "x"], bounds: bounds), run)
        told.append(run.notes.map(\.en) + [run.rejected?.rowCount.description ?? "-"])
      }
      #expect(told[0] == told[1], "\(odd)")
      #expect(told[0].count > 1, "\(odd)")
    }
  }

  /// What reading tells, or the error it ends with, with all rows and without those that do not matter.
  private func told(_ bytes: [UInt8], _ bounds: [ColumnBound]) throws -> [[String]] {
    try [Int.max, 0].map { largeFile in
      let folder = try TemporaryFolder()
      var options = OptionValues()
      options.habits.largeFile = largeFile
      let file = FileSource(try folder.file(bytes), options)
      let run = RunContext(threads: 2)
      do {
        let schema = try file.schema(nil, onlyFor: bounds, run)
        _ = try file.scan(ScanRequest(schema.fields.map(\.name), bounds: bounds), run)
        return run.notes.map(\.en) + schema.fields.map { "\($0)" }
      } catch {
        return ["\(error)".replacing(folder.path, with: "")]
      }
    }
  }

  /// Texts that hardly repeat are kept as they are, but those of the first blocks.
  @Test(
    "what stands in rows that are left out is found, in texts that hardly repeat too",
    arguments: ["decomposed", "spaces", "blank", "bad bytes", "nothing"])
  func uniqueTexts(_ odd: String) throws {
    var bytes = Array("year,v,t\n".utf8)
    for row in 0..<260_000 {
      bytes += Array("\(2015 + row % 10),\(row % 5000),".utf8)
      let isOdd = (100..<300).contains(row) && row % 10 == 8
      switch isOdd ? odd : "" {
      case "decomposed": bytes += Array("Mã \(row)".decomposedStringWithCanonicalMapping.utf8)
      case "spaces": bytes += Array(" Mã \(row) ".utf8)
      case "blank": bytes += Array("   ".utf8)
      case "bad bytes": bytes += [77, 0xFF, 0xFE]
      default: bytes += Array("Mã số \(row)".utf8)
      }
      bytes.append(10)
    }
    let told = try told(bytes, [ColumnBound("year", .equal, .int(2024))])
    #expect(told[0] == told[1])
    #expect((told[0].count > 3) == ["decomposed", "spaces", "blank"].contains(odd))
  }

  /// Texts are judged by a sample, which is the same one.
  @Test(
    "what columns look like does not hang on the rows that matter",
    arguments: [
      ("abc", "Tuần 7"), ("Tuần 7", "abc"), ("Hà Nội", "§µ N½ng"), ("§µ N½ng", "Hà Nội"),
      ("Huế", "HUẾ"), ("x", "Quý 1/2024"), ("Quý 1/2024", "x"),
    ])
  func looks(_ kept: String, _ others: String) throws {
    var text = "year,t,u\n"
    for row in 0..<260_000 {
      let own = row % 10 == 9 ? kept : row % 3 == 0 ? others : others + " \(row % 40)"
      text += "\(2015 + row % 10),\(own),\(row % 7)\n"
    }
    for year in [2024, 1990] {
      let told = try told(Array(text.utf8), [ColumnBound("year", .equal, .int(Int64(year)))])
      #expect(told[0] == told[1], "\(year)")
    }
  }

  @Test("texts that are in no row, left behind by a wrong guess, are not told of")
  func quotedRows() throws {
    var text = "year,v,t,u\n"
    for row in 0..<230_000 {
      text +=
        row % 40 == 1
        ? "2024,7,Huế,\"note\n2024,5,HÀ NỘI,HUẾ\n2024,5,hà nội,hUẾ\nend\"\n"
        : "\(2015 + row % 10),\(row % 5000),\(["Hà Nội", "Huế"][row % 2]),x\n"
    }
    let told = try told(Array(text.utf8), [ColumnBound("year", .equal, .int(2020))])
    #expect(told[0] == told[1])
  }
}
