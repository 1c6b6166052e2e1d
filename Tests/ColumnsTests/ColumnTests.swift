import TestSupport
import Testing

@testable import Columns

/// Columns in every physical form against arrays of values.
@Suite struct ColumnTests {
  /// Equal cells: floats by value, since decimals may change their scale or become doubles.
  static func same(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.decimal, .decimal), (.decimal, .double), (.double, .decimal), (.double, .double):
      guard let one = left.asDouble, let other = right.asDouble else { return false }
      return one == other || (one.isNaN && other.isNaN)
    default: return left == right
    }
  }

  static func expectSame(
    _ column: Column, _ expected: [Value], _ what: String,
    _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(column.count == expected.count, "\(what)", sourceLocation: location)
    let differing = zip(column.values, expected).first { !same($0, $1) }
    #expect(differing == nil, "\(what)", sourceLocation: location)
    #expect(
      column.nullCount == expected.count { $0.isNull }, "\(what)", sourceLocation: location)
    #expect(
      column.mayHaveNulls || !expected.contains { $0.isNull }, "\(what)", sourceLocation: location)
  }

  static let sizes = [0, 1, 5, 63, 64, 65, 200]

  @Test(arguments: ColumnForm.allCases)
  func cellsComeBack(form: ColumnForm) throws {
    var random = SeededRandom(form.rawValue)
    for count in Self.sizes {
      let cells = (0..<count).map { _ in
        random.oneIn(4) ? Value.null : RandomColumns.value(form, using: &random)
      }
      Self.expectSame(try Column(form.type, cells), cells, "\(form) \(count)")
    }
  }

  @Test(arguments: ColumnForm.allCases)
  func slices(form: ColumnForm) throws {
    var random = SeededRandom(form.rawValue + "slices")
    for _ in 0..<30 {
      let count = random.pick(Self.sizes)
      let column = try RandomColumns.column(form, count: count, using: &random)
      let start = random.int(0...count)
      let length = random.int(0...(count - start))
      let cells = Array(column.values[start..<start + length])
      Self.expectSame(column.slice(start, length), cells, "\(form) \(start) \(length)")
      let inner = random.int(0...length)
      Self.expectSame(
        column.slice(start, length).slice(inner, length - inner), Array(cells[inner...]),
        "\(form): a slice of a slice")
    }
  }

  @Test(arguments: ColumnForm.allCases)
  func gathering(form: ColumnForm) throws {
    var random = SeededRandom(form.rawValue + "gather")
    for _ in 0..<30 {
      let count = random.pick(Self.sizes)
      let column = try RandomColumns.column(
        form, count: count, nulls: random.pick([0, 1, 4]), using: &random)
      let cells = column.values
      let mayBeAbsent = random.oneIn(2) || count == 0
      let rows = (0..<random.pick(Self.sizes)).map { _ -> UInt32 in
        count == 0 || (mayBeAbsent && random.oneIn(3))
          ? absentRow : UInt32(random.int(0...count - 1))
      }
      let expected = rows.map { $0 == absentRow ? Value.null : cells[Int($0)] }
      let buffer = try Buffer(copying: rows)
      let what = "\(form) \(count) -> \(rows.count)"
      let one = try column.gathered(
        buffer.pointer(UInt32.self), count: rows.count, mayBeAbsent: mayBeAbsent)
      Self.expectSame(one, expected, what)
      #expect(one.type == column.type)
      let many = try Column.gathered(
        [column, column], buffer, count: rows.count, mayBeAbsent: mayBeAbsent, threads: 3
      ) {}
      for copy in many { Self.expectSame(copy, expected, what + ", threads") }
    }
  }

  /// Forms that hold the same type, in one column.
  @Test(arguments: 0..<80)
  func concatenating(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 40)
    let type = random.pick([DataType.int, .float, .text, .bool, .date, .timestamp])
    let forms = ColumnForm.allCases.filter { $0.type == type }
    var parts: [Column] = []
    for _ in 0..<random.int(1...5) {
      parts.append(
        try RandomColumns.column(
          random.pick(forms), count: random.pick(Self.sizes), nulls: random.pick([0, 3]),
          using: &random))
      if random.oneIn(5) { parts.append(.nulls(type, count: random.int(0...70))) }
    }
    let whole = try Column.concatenated(type, parts, threads: random.int(1...3))
    #expect(whole.type == type)
    Self.expectSame(whole, parts.flatMap(\.values), "\(type): \(parts.map(\.count))")
  }

  @Test func concatenatingLargeParts() throws {
    var random = SeededRandom(5)
    for form in [ColumnForm.intU16, .decimal, .coded, .heap, .bits] {
      let parts = try (0..<3).map { _ in
        try RandomColumns.column(form, count: Morsel.rows / 2 + 77, nulls: 9, using: &random)
      }
      let whole = try Column.concatenated(form.type, parts, threads: 3)
      Self.expectSame(whole, parts.flatMap(\.values), "\(form)")
    }
  }

  @Test(arguments: [0, 1, 256, 257, 65_536, 65_537, 200_000])
  func consecutiveInts(count: Int) throws {
    for first in [0, -7, Int64.min, 1 << 40] {
      let column = try Column.consecutive(from: first, count: count) {}
      #expect(column.count == count)
      #expect((0..<count).allSatisfy { column[$0] == .int(first + Int64($0)) })
    }
  }

  @Test("Narrow decimals with a base beyond 2⁵³ are the nearest doubles")
  func decodingLargeBases() throws {
    for step in [1, 5, 300, 70_000] as [Int64] {
      let cells = (0..<40).map {
        Value.decimal(10_000_000_000_000_000 + $0 * step, scale: 1)
      }
      let column = try Column(.float, cells)
      let out = try MutableBuffer(Double.self, count: cells.count)
      column.decodeDoubles(into: out.pointer(Double.self))
      for (row, cell) in cells.enumerated() {
        #expect(out.pointer(Double.self)[row] == Double(cell.plainText), "\(cell.plainText)")
      }
    }
  }

  @Test func decodingDoubles() throws {
    var random = SeededRandom(6)
    for form in [ColumnForm.intU8, .intU16, .intU32, .double, .decimal] {
      let column = try RandomColumns.column(form, count: 100, nulls: 0, using: &random)
      let out = try MutableBuffer(Double.self, count: 100)
      column.decodeDoubles(into: out.pointer(Double.self))
      for row in 0..<100 {
        let (found, expected) = (out.pointer(Double.self)[row], column[row].asDouble)
        #expect(found == expected || (found.isNaN && expected?.isNaN == true), "\(form) \(row)")
      }
    }
  }
}
