import Columns
import Foundation
import Sources
import TestSupport
import Testing

/// Files that are cut, or in which bytes are other ones, are errors or tables, never a crash, and take
/// no more memory than they may.
@Suite struct ColumnarMutationTests {
  /// Reads bytes as a file under a limit of memory; nil where a table came of it.
  static func failure(_ bytes: [UInt8], _ folder: TemporaryFolder) throws -> (any Error)? {
    let path = try folder.file(bytes, name: "m")
    let budget = MemoryBudget()
    budget.limit = 64 << 20
    return Memory.$budget.withValue(budget) {
      do {
        let table = try Columnar.read(path, run: Mutations.run()).table
        // Every cell can be looked at.
        for column in table.columns {
          for row in 0..<min(column.count, 200) { _ = column[row].plainText }
        }
        return nil
      } catch { return error }
    }
  }

  static func isForeseen(_ error: any Error) -> Bool {
    error is FileError || error is MemoryLimitExceeded
  }

  private static func samples(_ kind: ColumnarKind) throws -> [[UInt8]] {
    let table = try Columnar.table(rows: 40, seed: 11)
    let options: [OptionValues] =
      kind == .parquet
      ? [[:], ["compression": .word("none")], ["compression": .word("snappy")]]
      : [[:]]
    return try options.map { try Columnar.bytes(table, kind, $0) }
  }

  @Test("Files cut short are errors", arguments: ColumnarKind.allCases)
  func cut(_ kind: ColumnarKind) throws {
    let folder = try TemporaryFolder()
    for sample in try Self.samples(kind) {
      for step in 1...60 {
        let length = sample.count * step / 61
        let error = try Self.failure(Array(sample[..<length]), folder)
        #expect(error.map(Self.isForeseen) ?? false, "\(length) of \(sample.count) bytes")
      }
    }
  }

  @Test("Changed bytes are errors or tables", arguments: ColumnarKind.allCases)
  func changed(_ kind: ColumnarKind) throws {
    let folder = try TemporaryFolder()
    var random = SeededRandom(77)
    var failures = 0
    let samples = try Self.samples(kind)
    let count = Mutations.count(quick: 700, heavy: 3000)
    for sample in samples {
      for _ in 0..<count {
        var bytes = sample
        // The description of a Parquet file stands at its end, pages at its start.
        let isAtEnd = random.oneIn(2)
        for _ in 0..<random.int(1...4) {
          let place =
            isAtEnd
            ? bytes.count - 1 - random.int(0...min(bytes.count - 1, 2500))
            : random.int(4...bytes.count - 1)
          bytes[place] =
            random.oneIn(3)
            ? random.pick([0, 1, 0x7F, 0x80, 0xFF]) : UInt8(truncatingIfNeeded: random.next())
        }
        guard let error = try Self.failure(bytes, folder) else { continue }
        failures += 1
        #expect(Self.isForeseen(error), "\(error)")
      }
    }
    #expect(failures * 4 > count)
  }

  @Test(
    "Bytes that go missing or come twice are errors or tables", arguments: ColumnarKind.allCases)
  func moved(_ kind: ColumnarKind) throws {
    let folder = try TemporaryFolder()
    var random = SeededRandom(78)
    for sample in try Self.samples(kind) {
      for _ in 0..<Mutations.count(quick: 200, heavy: 1000) {
        var bytes = sample
        let first = random.int(4...bytes.count - 9)
        let length = random.int(1...min(64, bytes.count - first - 1))
        if random.oneIn(2) {
          bytes.removeSubrange(first..<first + length)
        } else {
          bytes.insert(contentsOf: sample[first..<first + length], at: first)
        }
        if let error = try Self.failure(bytes, folder) {
          #expect(Self.isForeseen(error), "\(error)")
        }
      }
    }
  }
}
