import TestSupport
import Testing

@testable import Columns

/// Parts of one column, as a pipeline leaves them, put together again.
@Suite struct JoinedPartsTests {
  @Test(arguments: ColumnForm.allCases)
  func partsOfOneColumn(form: ColumnForm) throws {
    var random = SeededRandom(form.rawValue + "parts")
    for round in 0..<12 {
      let column = try RandomColumns.column(
        form, count: round == 0 ? Morsel.rows + 900 : 700, nulls: random.pick([0, 1, 4]),
        using: &random)
      let cells = column.values
      var parts: [Column] = []
      var expected: [Value] = []
      for _ in 0..<random.int(2...6) {
        if random.oneIn(5) {
          let count = random.int(0...70)
          parts.append(.nulls(form.type, count: count))
          expected += [Value](repeating: .null, count: count)
        } else if random.oneIn(2) {
          let first = random.int(0...600)
          let count = round == 0 ? column.count - first : random.int(0...100)
          parts.append(column.slice(first, count))
          expected += cells[first..<first + count]
        } else {
          // What a join leaves: rows of the right side, some of which are not there.
          let rows = (0..<random.int(1...200)).map { _ -> UInt32 in
            random.oneIn(3) ? absentRow : UInt32(random.int(0...column.count - 1))
          }
          let buffer = try Buffer(copying: rows)
          let present = try Bitmap.present(buffer.pointer(UInt32.self), count: rows.count)
          #expect((0..<rows.count).allSatisfy { present[$0] == (rows[$0] != absentRow) })
          parts.append(
            try column.gathered(
              buffer.pointer(UInt32.self), count: rows.count, mayBeAbsent: true, present: present))
          expected += rows.map { $0 == absentRow ? .null : cells[Int($0)] }
        }
      }
      let whole = try Column.concatenated(form.type, parts, threads: random.int(1...3))
      #expect(whole.type == form.type)
      ColumnTests.expectSame(whole, expected, "\(form) \(parts.map(\.count))")
      checkBounds(whole, "\(form)")
    }
  }

  /// What is told of the values of all rows and of each morsel is true.
  private func checkBounds(_ column: Column, _ what: String) {
    let packed: Packed
    switch column.storage {
    case .packed(let own): packed = own
    case .coded(let own, let dictionary):
      packed = own
      #expect(own.base == 0 && own.lower == 0 && own.upper == Int64(dictionary.count) - 1)
    default: return
    }
    for row in 0..<column.count where column.isValid(row) {
      let value = packed.value(column.offset + row)
      #expect(value >= packed.lower && value <= packed.upper, "\(what) \(row)")
      if let zones = packed.zones {
        let zone = row / ZoneMap.rows
        #expect(value >= zones.lower[zone] && value <= zones.upper[zone], "\(what) \(row)")
      }
    }
  }

  @Test func bitsAreCopiedInWords() throws {
    var random = SeededRandom(17)
    for _ in 0..<400 {
      let source = (0..<random.int(1...300)).map { _ in random.oneIn(2) }
      let bits = try MutableBitmap(repeating: false, count: source.count)
      for (row, bit) in source.enumerated() { bits.set(row, bit) }
      let from = random.int(0...source.count - 1)
      let count = random.int(0...source.count - from)
      let place = random.int(0...200)
      var expected = (0..<600).map { _ in random.oneIn(2) }
      let target = try MutableBitmap(repeating: false, count: 600)
      for (row, bit) in expected.enumerated() { target.set(row, bit) }
      let isNil = random.oneIn(4)
      target.copy(isNil ? nil : bits.freeze(), from: from, count: count, to: place)
      for row in 0..<count { expected[place + row] = !isNil && source[from + row] }
      #expect((0..<600).allSatisfy { target[$0] == expected[$0] })
    }
  }
}
