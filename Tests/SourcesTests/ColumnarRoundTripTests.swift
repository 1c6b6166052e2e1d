import Columns
import Foundation
import Sources
import TestSupport
import Testing

/// What is written as Parquet or Arrow comes back the same.
@Suite struct ColumnarRoundTripTests {
  @Test(
    "Columns of every form come back", arguments: ColumnarKind.allCases,
    [0, 1, 7, 8, 63, 64, 65, 1000])
  func forms(_ kind: ColumnarKind, _ rows: Int) throws {
    let folder = try TemporaryFolder()
    for nulls in [0, 1, 4] {
      let table = try Columnar.table(rows: rows, seed: UInt64(rows), nulls: nulls)
      let path = try folder.file(Columnar.bytes(table, kind), name: "t\(nulls)")
      let read = try Columnar.read(path)
      #expect(Columnar.difference(table, read.table) == nil)
      #expect(read.notes.isEmpty)
    }
  }

  @Test("Many rows come back, whatever the number of threads", arguments: ColumnarKind.allCases)
  func many(_ kind: ColumnarKind) throws {
    let rows = 300_000
    let repeated = (0..<rows).map { Value.int(Int64($0 / 1000 % 77)) }
    let table = Table([
      ("id", try Column.consecutive(from: -5, count: rows) {}),
      ("group", try Column(.int, repeated)),
      ("word", try Column(.text, (0..<rows).map { .text("từ \($0 % 501)") })),
      ("unique", try Column(.text, (0..<rows).map { .text("dòng \($0)") })),
      ("gap", try Column(.date, (0..<rows).map { $0 % 3 == 0 ? .null : .date(Int32($0)) })),
    ])
    let bytes = try Columnar.bytes(table, kind, threads: 1)
    #expect(try Columnar.bytes(table, kind, threads: 3) == bytes)
    let path = try TemporaryFolder()
    let file = try path.file(bytes, name: "t")
    for threads in [1, 3] {
      let read = try Columnar.read(file, run: RunContext(threads: threads)).table
      #expect(Columnar.difference(table, read) == nil)
      for name in ["word"] {
        guard case .coded = try #require(read[name]).storage else {
          Issue.record("\(name) is not coded")
          continue
        }
      }
    }
  }

  @Test("Only the columns asked for are read, in that order", arguments: ColumnarKind.allCases)
  func some(_ kind: ColumnarKind) throws {
    let folder = try TemporaryFolder()
    let table = try Columnar.table(rows: 500, seed: 3)
    let path = try folder.file(Columnar.bytes(table, kind), name: "t")
    let names = ["coded", "intU8", "double"]
    #expect(
      Columnar.difference(try table.picking(names), try Columnar.read(path, names).table) == nil)
  }

  @Test("Exact decimals stay exact where that is asked for, or where doubles would not do")
  func decimals() throws {
    let folder = try TemporaryFolder()
    let table = Table([
      ("share", try Column(.float, [.decimal(8296, scale: 2), .null, .decimal(-1, scale: 2)])),
      ("long", try Column(.float, [.decimal(Int64.max, scale: 3), .decimal(1, scale: 3), .null])),
    ])
    for (option, isExact) in [(false, false), (true, true)] {
      let path = try folder.file(
        Columnar.bytes(table, .parquet, ["decimals": .flag(option)]), name: "\(option)")
      let read = try Columnar.read(path).table
      #expect(Columnar.difference(table, read) == nil)
      #expect(read.columns[0][0] == (isExact ? .decimal(8296, scale: 2) : .double(82.96)))
      #expect(read.columns[1][0] == .decimal(Int64.max, scale: 3))
    }
  }

  @Test("Every way of compressing", arguments: ["zstd", "snappy", "gzip", "none"])
  func compression(_ word: String) throws {
    let folder = try TemporaryFolder()
    let table = try Columnar.table(rows: 3000, seed: 9)
    let bytes: [UInt8]
    do {
      bytes = try Columnar.bytes(table, .parquet, ["compression": .word(word)])
    } catch let error as FileError {
      #expect(error.kind == .codecMissing(word))
      return
    }
    let read = try Columnar.read(folder.file(bytes, name: "t")).table
    #expect(Columnar.difference(table, read) == nil)
  }
}
