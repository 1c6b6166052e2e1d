import Columns
import Functions
import Language
import Planning
import TestSupport
import Testing

@testable import Engines

/// What changes its way where rows or groups are many: partitions by hash, texts by their hashes,
/// bitmaps of values, quantiles of values put together, pieces of results. Each against a slow twin
/// of dictionaries and sorted arrays.
@Suite struct ManyRows {
  private static let nowhere = SourceRange(0, 0)

  /// What groups a row: a value as a key of a dictionary, NaN and both zeros each as one.
  private static func key(_ column: Column, _ row: Int) -> String {
    switch column[row] {
    case .null: "null"
    case .double(let value) where value.isNaN: "nan"
    case .double(let value): "\(value == 0 ? 0 : value)"
    case let value: "\(value)"
    }
  }

  /// A column of `count` rows whose values are drawn from a pool of `distinct`.
  private static func column(
    _ form: ColumnForm, count: Int, distinct: Int, nulls: Int, _ random: inout SeededRandom
  ) throws -> Column {
    var pool: [Value] = []
    for number in 0..<distinct {
      switch form {
      case .intI64: pool.append(.int(Int64(bitPattern: random.next())))
      case .intU32: pool.append(.int(Int64(random.int(-2_000_000_000...2_000_000_000))))
      case .double: pool.append(.double(Double(random.int(-40_000...40_000)) / 16))
      case .heap:
        // Some share their first words, some hold zero bytes, some are long.
        let beginning = random.pick(["", "Mẫu ", "hồ sơ sức khỏe điện tử ", "\u{0}\u{0}"])
        pool.append(.text(beginning + String(number, radix: random.pick([2, 36]))))
      default: pool.append(RandomColumns.value(form, using: &random))
      }
    }
    if form == .double { pool += [.double(.nan), .double(-0.0), .double(0), .double(-.infinity)] }
    if form == .intI64 { pool += [.int(.min), .int(.max), .int(0)] }
    if form == .heap {
      pool += [.text(""), .text("\u{0}"), .text(String(repeating: "đ", count: 70))]
    }
    let cells = (0..<count).map { _ in
      nulls > 0 && random.oneIn(nulls) ? Value.null : random.pick(pool)
    }
    return try form == .heap ? plain(cells) : Column(form.type, cells)
  }

  /// Texts row after row, without a dictionary.
  private static func plain(_ cells: [Value]) throws -> Column {
    let heap = try TextHeap(cells.map { if case .text(let text) = $0 { text } else { "" } })
    return Column(
      type: .text, count: cells.count, storage: .text(heap),
      validity: try Column(.text, cells).validity)
  }

  /// Whether a value comes before another, null last.
  private static func precedes(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.null, _): return false
    case (_, .null): return true
    case (.text(let one), .text(let other)):
      return one.utf8.lexicographicallyPrecedes(other.utf8)
    case (.int(let one), .int(let other)): return one < other
    case (.double(let one), .double(let other)):
      return one.isNaN ? false : other.isNaN ? true : one < other
    default: return false
    }
  }

  private static let forms: [ColumnForm] = [.intI64, .intU32, .double, .heap]

  @Test(arguments: 0..<12)
  func groupsOfOneKey(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 70_000)
    let form = Self.forms[seed % Self.forms.count]
    let count = random.pick([5000, 20_000, 70_000])
    let distinct = random.pick([1, 300, count / 2, count * 20])
    let column = try Self.column(
      form, count: count, distinct: distinct, nulls: random.pick([0, 7]), &random)
    let grouping = try Grouping(
      [column], rowCount: count, context: PlanProperties.context(random.pick([1, 2, 3])))
    let what = "\(form), \(count) rows of \(distinct)"
    let ids = grouping.ids.pointer(UInt32.self)
    var groups: [String: UInt32] = [:]
    for row in 0..<count {
      let key = Self.key(column, row)
      if groups[key] == nil {
        groups[key] = ids[row]
        #expect(grouping.firstRows[Int(ids[row])] == row, "\(what): first row")
      }
      guard groups[key] == ids[row] else {
        Issue.record("\(what): row \(row) is in group \(ids[row])")
        return
      }
    }
    #expect(groups.count == grouping.count, "\(what)")
    let firsts = grouping.firstRows.map { column[Int($0)] }
    let inOrder = zip(firsts, firsts.dropFirst()).allSatisfy { Self.precedes($0, $1) }
    #expect(inOrder, "\(what): order")
    var sizes = [Int](repeating: 0, count: grouping.count)
    for row in 0..<count { sizes[Int(ids[row])] += 1 }
    #expect(try grouping.sizes(rowCount: count, PlanProperties.context()) == sizes)
  }

  /// Streaming aggregates partition by partition, with an aggregate's own condition and sums of
  /// several widths.
  @Test(arguments: 0..<8)
  func aggregatesOfManyGroups(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 71_000)
    let form = Self.forms[seed % Self.forms.count]
    let count = random.pick([20_000, 70_000])
    let key = try Self.column(
      form, count: count, distinct: count / 3, nulls: random.pick([0, 9]), &random)
    let amount = try Self.column(
      .intU32, count: count, distinct: 5000, nulls: random.pick([0, 4]), &random)
    let input = PlanProperties.scan(Table([("key", key), ("amount", amount)]))
    let argument = PlanProperties.column(1, input)
    let calls = [
      AggregateCall(
        name: "n", function: .count, arguments: [], type: .int, range: Self.nowhere),
      AggregateCall(
        name: "s", function: .sum, arguments: [argument], type: .int, range: Self.nowhere),
      AggregateCall(
        name: "m", function: .max, arguments: [argument], type: .int, range: Self.nowhere),
    ]
    let plan = LogicalPlan(
      .aggregate(input, keys: [PlanProperties.named(0, input)], calls, totals: false),
      fields: [Field("key", form.type)] + calls.map { Field($0.name, .int) }, range: Self.nowhere)
    let table = try Executor(PlanProperties.context(random.pick([1, 3]))).run(plan)
    var expected: [String: (n: Int64, s: Int64?, m: Int64?)] = [:]
    for row in 0..<count {
      var known = expected[Self.key(key, row)] ?? (0, nil, nil)
      known.n += 1
      if case .int(let value) = amount[row] {
        known.s = (known.s ?? 0) + value
        known.m = max(known.m ?? .min, value)
      }
      expected[Self.key(key, row)] = known
    }
    #expect(table.rowCount == expected.count)
    for row in 0..<table.rowCount {
      let own = expected[Self.key(table.columns[0], row)]
      let found = (1...3).map { table.columns[$0][row] }
      let wanted = [
        own.map { Value.int($0.n) }, own?.s.map { .int($0) }, own?.m.map { .int($0) },
      ].map { $0 ?? .null }
      if found != wanted {
        Issue.record("\(form), seed \(seed), row \(row): \(found), expected \(wanted)")
        return
      }
    }
  }

  @Test(arguments: 0..<24)
  func distinctValuesOfGroups(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 72_000)
    let forms = Self.forms + [.intU8, .coded, .date, .bits, .nulls, .decimal]
    let form = forms[seed % forms.count]
    let count = random.pick([0, 1, 500, 20_000])
    let column = try Self.column(
      form, count: count, distinct: random.pick([1, 60, 9000]), nulls: random.pick([0, 3]), &random)
    let groupCount = random.pick([1, 2, 40, 3000])
    let groups = (0..<count).map { _ in UInt32(random.int(0...groupCount - 1)) }
    let kept = random.oneIn(2) ? (0..<count).map { _ in UInt8(random.oneIn(3) ? 0 : 1) } : nil
    let counts = try DistinctCounts(
      column: column, keep: try kept.map { try Buffer(copying: $0) },
      context: PlanProperties.context(random.pick([1, 2]))
    ).counts(try Buffer(copying: groups), groupCount: groupCount, rowCount: count)
    var expected = [Set<String>](repeating: [], count: groupCount)
    for row in 0..<count where column.isValid(row) && kept?[row] != 0 {
      expected[Int(groups[row])].insert(Self.key(column, row))
    }
    #expect(
      counts.values == expected.map { .int(Int64($0.count)) },
      "\(form), \(count) rows, \(groupCount) groups")
  }

  @Test(arguments: 0..<24)
  func quantilesOfGroups(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 73_000)
    let forms: [ColumnForm] = [.intU8, .intU16, .intU32, .intI64, .double, .decimal, .wideDecimal]
    let form = forms[seed % forms.count]
    let count = random.pick([0, 1, 2, 700, 70_000])
    let column = try RandomColumns.column(form, count: count, nulls: 0, using: &random)
    let groupCount = random.pick([1, 3, 500])
    let groups = (0..<count).map { _ in UInt32(random.int(0...groupCount - 1)) }
    let kept = random.oneIn(2) ? (0..<count).map { _ in UInt8(random.oneIn(3) ? 0 : 1) } : nil
    let shares = [0.9, 0.5, 0, 1, random.oneIn(2) ? 0.25 : 0.999]
    let found = try Quantiles(
      column: column, keep: try kept.map { try Buffer(copying: $0) },
      context: PlanProperties.context(random.pick([1, 2]))
    ).results(shares, try Buffer(copying: groups), groupCount: groupCount, rowCount: count)
    for group in 0..<groupCount {
      let values = (0..<count).filter { groups[$0] == group && kept?[$0] != 0 }
        .compactMap { column[$0].asDouble }
        .sorted { $0.isNaN ? false : $1.isNaN ? true : $0 < $1 }
      for (share, result) in zip(shares, found) {
        let cell = result[group]
        guard let last = values.indices.last else {
          #expect(cell.isNull)
          continue
        }
        let position = share * Double(last)
        let low = Int(position.rounded(.down))
        let high = min(last, low + 1)
        let fraction = position - Double(low)
        let expected =
          fraction == 0 || values[low] == values[high]
          ? values[low] : values[low] + (values[high] - values[low]) * fraction
        guard let value = cell.asDouble else {
          Issue.record("\(form): no quantile of \(values.count) values")
          continue
        }
        #expect(
          value == expected || (value.isNaN && expected.isNaN)
            || abs(value - expected) <= 1e-12 * abs(expected),
          "\(form), seed \(seed), group \(group), share \(share): \(value), expected \(expected)")
      }
    }
  }

  /// Keys that lead to one right row each, some to none.
  @Test(arguments: [LogicalPlan.JoinKind.inner, .left, .full, .semi, .anti])
  func joinsOnUniqueKeys(kind: LogicalPlan.JoinKind) throws {
    var random = SeededRandom(74_000)
    for form in [ColumnForm.intU16, .intI64, .coded, .heap, .double] {
      var known: Set<String> = []
      var cells: [Value] = []
      for _ in 0..<400 {
        let value = RandomColumns.value(form, using: &random)
        if known.insert("\(NaiveExecutor.normal(value))").inserted { cells.append(value) }
      }
      if random.oneIn(2) { cells.append(.null) }
      let numbers = cells.indices.map { Value.int(Int64($0)) }
      let right = PlanProperties.scan(
        Table([
          ("key", try form == .heap ? Self.plain(cells) : Column(form.type, cells)),
          ("number", try Column(.int, numbers)),
        ]))
      // Where the left side is many times as long, texts of the right one go as codes.
      for (missing, count) in [(false, 300), (true, 300), (false, 1700), (true, 1700)] {
        let others = (0..<count).map { _ in
          missing ? RandomColumns.value(form, using: &random) : random.pick(cells)
        }
        let left = PlanProperties.scan(
          Table([
            ("key", try form == .heap ? Self.plain(others) : Column(form.type, others)),
            ("place", try Column(.int, others.indices.map { .int(Int64($0)) })),
          ]))
        var fields = left.fields
        let joined = kind == .semi || kind == .anti ? [] : [0, 1]
        fields += joined.map { right.fields[$0] }
        try PlanProperties.check(
          LogicalPlan(
            .join(
              left, right, kind: kind,
              keys: [
                LogicalPlan.JoinKey(
                  left: PlanProperties.column(0, left), right: PlanProperties.column(0, right))
              ],
              rightColumns: joined, expect: nil), fields: fields, range: Self.nowhere),
          "\(kind) join of \(count) rows on \(form), missing: \(missing)")
      }
    }
  }

  @Test(arguments: 0..<20)
  func textsAreFoundInDictionaries(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 74_500)
    let known = try Self.column(
      .heap, count: random.pick([0, 1, 40, 3000]), distinct: 900, nulls: 0, &random)
    let asked = try Self.column(.heap, count: 2000, distinct: 1200, nulls: 0, &random)
    guard case .text(let heap) = known.storage, case .text(let others) = asked.storage else {
      Issue.record("not plain")
      return
    }
    let dictionary = try TextDictionary.encoding(heap, count: known.count).dictionary
    let finder = try TextFinder(dictionary)
    let rows = random.int(0...70)..<random.int(70...2000)
    var codes = [UInt32](repeating: 0, count: rows.count)
    codes.withUnsafeMutableBufferPointer { codes in
      if let start = codes.baseAddress { finder.find(others, rows, start) }
    }
    for (row, code) in zip(rows, codes) {
      let expected = dictionary.code(of: others.utf8(row)).map { UInt32($0) } ?? absentRow
      #expect(code == expected, "seed \(seed), row \(row)")
    }
  }

  /// A filter or a join that turns out to keep all rows hands on the columns that it was given.
  @Test(arguments: [LogicalPlan.JoinKind.inner, .left, .semi, .anti])
  func allRowsOfAJoinKeepTheirColumns(kind: LogicalPlan.JoinKind) throws {
    var random = SeededRandom(74_800)
    for share in [0, 1, 50] {
      let keys = (0..<10_000).map { _ in
        Value.int(share > 0 && random.oneIn(share * 100) ? 99 : Int64(random.int(0...9)))
      }
      let left = PlanProperties.scan(
        Table([
          ("key", try Column(.int, keys)),
          ("place", try Column(.int, keys.indices.map { .int(Int64($0)) })),
        ]))
      for copies in [1, 2] {
        let values = (0..<10 * copies).map { Value.int(Int64($0 % 10)) }
        let right = PlanProperties.scan(
          Table([
            ("number", try Column(.int, values)),
            ("name", try Self.plain(values.indices.map { .text("nhóm \($0)") })),
          ]))
        let joined = kind == .semi || kind == .anti ? [] : [0, 1]
        try PlanProperties.check(
          LogicalPlan(
            .join(
              left, right, kind: kind,
              keys: [
                LogicalPlan.JoinKey(
                  left: PlanProperties.column(0, left), right: PlanProperties.column(0, right))
              ],
              rightColumns: joined, expect: nil),
            fields: left.fields + joined.map { right.fields[$0] }, range: Self.nowhere),
          "\(kind) join, one in \(share) missing, \(copies) rows a key")
      }
    }
  }

  /// Pieces of a gathered column, in each physical form.
  @Test(arguments: ColumnForm.allCases)
  func gatheredInPieces(form: ColumnForm) throws {
    var random = SeededRandom(75_000)
    let count = Morsel.rows * 2 + 77
    let column = try RandomColumns.column(
      form, count: 900, nulls: random.pick([0, 5]), using: &random)
    for mayBeAbsent in [false, true] {
      let rows = (0..<count).map { _ in
        mayBeAbsent && random.oneIn(9) ? absentRow : UInt32(random.int(0...899))
      }
      let gathered = try Column.gathered(
        [column], try Buffer(copying: rows), count: count, mayBeAbsent: mayBeAbsent, threads: 3
      ) {}[0]
      #expect(gathered.count == count)
      for place in stride(from: 0, to: count, by: 31) {
        let expected = rows[place] == absentRow ? Value.null : column[Int(rows[place])]
        if NaiveExecutor.normal(gathered[place]) != NaiveExecutor.normal(expected) {
          Issue.record("\(form): \(gathered[place]) at \(place), expected \(expected)")
          break
        }
      }
    }
  }

  @Test(arguments: 0..<30)
  func bitsAsBytes(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &+ 76_000)
    let count = random.int(0...300)
    let offset = random.int(0...130)
    let made = try MutableBitmap(repeating: false, count: offset + count)
    let expected = (0..<offset + count).map { _ in random.oneIn(2) }
    for (row, value) in expected.enumerated() { made.set(row, value) }
    let bits = made.freeze()
    let bytes = try MutableBuffer(UInt8.self, count: count)
    bits.expand(from: offset, count: count, into: bytes.pointer(UInt8.self))
    #expect(
      (0..<count).map { bytes.pointer(UInt8.self)[$0] } == expected[offset...].map { $0 ? 1 : 0 })
    #expect(bits.isAllSet == expected.allSatisfy { $0 })
  }

  @Test func manyValuesArePackedTheSameOnSeveralThreads() throws {
    var random = SeededRandom(77_000)
    for span in [100, 60_000, 3_000_000_000, Int.max / 2] {
      let count = Morsel.rows * 2 + 5
      let values = (0..<count).map { _ in Int64(random.int(-span / 2...span / 2)) }
      let validity = try MutableBitmap(repeating: true, count: count)
      for row in 0..<count where random.oneIn(10) { validity.set(row, false) }
      let buffer = try Buffer(copying: values)
      let known = validity.freeze()
      for valid in [nil, known] {
        let one = try Packed.packing(buffer.pointer(Int64.self), count: count, validity: valid)
        let many = try Packed.packing(buffer, count: count, validity: valid, threads: 3)
        #expect(one.width == many.width && one.base == many.base)
        #expect(one.lower == many.lower && one.upper == many.upper)
        #expect(one.zones?.lower == many.zones?.lower && one.zones?.upper == many.zones?.upper)
        let same = (0..<count).allSatisfy { one.value($0) == many.value($0) }
        #expect(same)
      }
    }
  }
}
