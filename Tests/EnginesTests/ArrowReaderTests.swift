import CADBC
import Columns
import Language
import Sources
import Synchronization
import TestSupport
import Testing

@Suite(.serialized) struct ArrowReaderTests {
  private func read(
    _ names: [String], _ batches: [[BuiltColumn]], _ counts: [Int], skipping: [Int]? = nil,
    _ run: RunContext = RunContext(threads: 2), groupRows: Int = 1 << 18
  ) throws -> Table {
    let reader = try ArrowTableReader(BuiltArrays.schema(names, batches[0]), groupRows: groupRows)
    try reader.checkTypes()
    for (place, batch) in batches.enumerated() {
      try reader.add(
        BuiltArrays.batch(batch, counts[place], skipping: skipping?[place] ?? 0), run)
    }
    return try reader.finish(run)
  }

  /// Whether two values are the same; numbers by what they are worth.
  private func same(_ one: Value, _ other: Value) -> Bool {
    if one == other { return true }
    guard let left = one.asDouble, let right = other.asDouble else { return false }
    return left == right || (left.isNaN && right.isNaN)
  }

  @Test func arraysGiveWhatTheyWereMadeOf() throws {
    var random = SeededRandom("arrow arrays")
    for round in 0..<300 {
      let kinds = (0..<random.int(1...6)).map { _ in random.pick(BuiltColumn.kinds) }
      let names = kinds.indices.map { "c\($0)" }
      let counts = (0..<random.int(1...6)).map { _ in random.pick([0, 1, 7, 8, 9, 40, 300]) }
      let batches = counts.map { count in
        kinds.map { BuiltColumn($0, count, using: &random) }
      }
      let skipping = batches.map { batch in
        random.oneIn(2) ? 0 : batch.map(\.offset).min() ?? 0
      }
      let table = try read(
        names, batches, counts, skipping: skipping, groupRows: random.pick([1, 10, 300, 1 << 18]))
      #expect(table.rowCount == counts.reduce(0, +))
      for place in kinds.indices {
        let meant = batches.flatMap { $0[place].values }
        let found = table.columns[place].values
        #expect(found.count == meant.count)
        let isSame = zip(found, meant).allSatisfy { same($0, $1) }
        #expect(isSame, "\(round): \(kinds[place]): \(found.prefix(9)) for \(meant.prefix(9))")
      }
    }
    #expect(BuiltArrays.alive.load(ordering: .relaxed) == 0)
  }

  @Test func whatIsWrittenComesBack() throws {
    var random = SeededRandom("arrow streams")
    for round in 0..<60 {
      let rows = random.pick([0, 1, 5, 200, 70_000])
      let forms = (0..<random.int(1...5)).map { _ in random.pick(ColumnForm.allCases) }
      let columns = try forms.map { form in
        try Column(
          form.type,
          (0..<rows).map { _ in
            random.oneIn(5) || form == .nulls ? .null : RandomColumns.value(form, using: &random)
          })
      }
      let table = Table(
        fields: forms.enumerated().map { Field("c\($0)", $1.type) }, columns: columns,
        rowCount: rows)
      var stream = try ArrowTableWriter(table) { _ in }.stream()
      defer { stream.release?(&stream) }
      var schema = CArrowSchema()
      #expect(stream.get_schema(&stream, &schema) == 0)
      defer { schema.release?(&schema) }
      let reader = try ArrowTableReader(schema)
      while true {
        var array = CArrowArray()
        #expect(stream.get_next(&stream, &array) == 0)
        if array.release == nil { break }
        try reader.add(array, RunContext())
      }
      let back = try reader.finish(RunContext())
      #expect(back.rowCount == rows)
      for place in forms.indices {
        let isSame = zip(back.columns[place].values, columns[place].values).allSatisfy {
          same($0, $1)
        }
        #expect(isSame, "\(round): \(forms[place])")
      }
    }
  }

  @Test func brokenArraysAreRefused() throws {
    var random = SeededRandom("broken arrays")
    func made(_ kind: String) -> BuiltColumn {
      var column = BuiltColumn(kind, 20, using: &random)
      column.offset = 0
      return column
    }
    func refused(
      _ kind: String, _ what: String, _ change: (UnsafeMutablePointer<CArrowArray>) -> Void
    ) throws {
      let column = made(kind)
      let batch = BuiltArrays.batch([column], 20)
      let child = try #require(batch.children[0])
      let (length, buffers) = (child.pointee.length, child.pointee.n_buffers)
      change(child)
      let reader = try ArrowTableReader(BuiltArrays.schema(["spalte"], [column]))
      do {
        try reader.add(batch, RunContext())
        _ = try reader.finish(RunContext())
        Issue.record("\(kind): \(what) was read")
      } catch let problem as ArrowProblem {
        #expect(problem.column == "spalte", "\(what)")
      }
      _ = (length, buffers)
    }
    try refused("l", "fewer rows") { $0.pointee.length = 19 }
    try refused("l", "a negative offset") { $0.pointee.offset = -1 }
    try refused("l", "too few buffers") { $0.pointee.n_buffers = 1 }
    try refused("l", "no values") { $0.pointee.buffers[1] = nil }
    try refused("u", "no bytes") { $0.pointee.buffers[2] = nil }
    try refused("u", "ends that go back") { child in
      let ends = UnsafeMutableRawPointer(mutating: child.pointee.buffers[1])
      ends?.storeBytes(of: Int32(1 << 20), toByteOffset: 4, as: Int32.self)
    }
    try refused("u", "a negative end") { child in
      let ends = UnsafeMutableRawPointer(mutating: child.pointee.buffers[1])
      ends?.storeBytes(of: Int32(-5), toByteOffset: 80, as: Int32.self)
    }
    try refused("vu", "a view that points outside") { child in
      child.pointee.null_count = 0
      let views = UnsafeMutableRawPointer(mutating: child.pointee.buffers[1])
      views?.storeBytes(of: Int32(100), toByteOffset: 0, as: Int32.self)
      views?.storeBytes(of: Int32(77), toByteOffset: 8, as: Int32.self)
    }
    try refused("dictionary", "a code without an entry") { child in
      child.pointee.null_count = 0
      let codes = UnsafeMutableRawPointer(mutating: child.pointee.buffers[1])
      codes?.storeBytes(of: Int8(99), toByteOffset: 3, as: Int8.self)
    }
    try refused("dictionary", "a negative code") { child in
      child.pointee.null_count = 0
      let codes = UnsafeMutableRawPointer(mutating: child.pointee.buffers[1])
      codes?.storeBytes(of: Int8(-1), toByteOffset: 3, as: Int8.self)
    }
  }

  /// A group that is read while others arrive fails like one that is read at the end.
  @Test func brokenGroupsAreRefusedWhereverTheyStand() throws {
    var random = SeededRandom("broken groups")
    for broken in 0..<5 {
      let columns = (0..<5).map { _ in BuiltColumn("l", 20, using: &random) }
      let reader = try ArrowTableReader(
        BuiltArrays.schema(["spalte"], [columns[0]]), groupRows: 20)
      #expect(throws: ArrowProblem.self, "\(broken)") {
        for (place, column) in columns.enumerated() {
          let batch = BuiltArrays.batch([column], 20)
          if place == broken { batch.children[0]?.pointee.n_buffers = 1 }
          try reader.add(batch, RunContext())
        }
        _ = try reader.finish(RunContext())
      }
    }
  }

  @Test(arguments: [
    "z", "Z", "vz", "w:4", "+l", "+L", "+m", "+s", "+w:3", "+ud:1", "tin", "tiD", "?",
  ])
  func typesWithoutAFormNameTheirColumn(_ format: String) throws {
    var random = SeededRandom("types")
    var column = BuiltColumn("l", 3, using: &random)
    column.format = format
    let reader = try ArrowTableReader(BuiltArrays.schema(["spalte"], [column]))
    #expect(reader.fields.map(\.type) == [.null])
    #expect(reader.unread == ["spalte"])
    do {
      try reader.checkTypes()
      Issue.record("\(format) was taken")
    } catch let problem as ArrowProblem {
      #expect(problem.column == "spalte")
      #expect(problem.advice?.en == "leave it out: select -spalte")
    }
  }

  @Test func zonesAreTold() throws {
    var random = SeededRandom("zones")
    let run = RunContext()
    let column = BuiltColumn("tsm:UTC", 5, using: &random)
    _ = try read(["lúc"], [[column]], [5], run)
    #expect(run.notes.map(\.code) == ["N0561"])
  }

  @Test func unsignedNumbersBeyondTheRangeBecomeFloats() throws {
    var random = SeededRandom("unsigned")
    var column = BuiltColumn("L", 2, using: &random)
    column.offset = 0
    column.nullCount = 0
    column.buffers = [BuiltColumn.bytes([UInt64.max, 5])]
    let run = RunContext()
    let table = try read(["x"], [[column]], [2], run)
    #expect(table.columns[0].values == [.double(0x1p64), .double(5)])
    #expect(run.notes.map(\.code) == ["N0563"])
  }
}
