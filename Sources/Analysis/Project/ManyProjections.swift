import Columns
import Forecasting
import Planning

/// The table of `project` for hundreds of thousands of series: written column by column, with the few
/// different texts made once.
struct ManyProjections {
  let set: SeriesSet
  let courses: PanelProjection
  let times: [ComparedTime]
  /// How much of what may come the intervals hold.
  let level: Double
  /// What the values are measured in.
  let unit: String?
  let context: QueryContext

  private var rowCount: Int { self.set.count * times.count }

  /// Without targets; the columns are those of `ProjectionRows`.
  func table(_ keyFields: [Field]) throws -> Table {
    let count = rowCount
    let width = times.count
    let series = (0..<count).map { UInt32(truncatingIfNeeded: $0 / width) }
    func spread(_ column: Column) throws -> Column { try column.gathered(series) }
    var result = Assembly(keyFields, try set.keys.map(spread))
    let labels = times.map { Int($0.label) }
    result.add(
      Field("time", .int, look: Look(part: .key)),
      try Column.ints(labels).gathered(try cycle(count)))
    let (methods, notes) = try words()
    result.add(Field("method", .text), try spread(methods))
    result.add(Field("n", .int), try spread(try ints(courses.counts.map(Int64.init))))
    let isKnown = (0..<set.count).map { set.offsets[$0 + 1] > set.offsets[$0] }
    func last(_ value: (Int) -> Double) -> [Double] {
      (0..<set.count).map { isKnown[$0] ? value($0) : .nan }
    }
    let years = last { set.times[set.offsets[$0 + 1] - 1] }
    result.add(
      Field("last_time", .int),
      try spread(try ints(years.map { $0.isNaN ? .min : Int64($0.rounded(.up)) })))
    let values = try spread(try Column.doubles(last { set.values[set.offsets[$0 + 1] - 1] }))
    result.add(Field("last", .float, unit: unit), values)
    result.add(Field("at_pace", .float, unit: unit), try Column.doubles(courses.atPace))
    result.add(Field("expected", .float, unit: unit), try Column.doubles(courses.expected))
    result.add(
      Field("low", .float, unit: unit, look: ColumnLooks.interval(level, isLow: true)),
      try Column.doubles(courses.low))
    result.add(
      Field("high", .float, unit: unit, look: ColumnLooks.interval(level, isLow: false)),
      try Column.doubles(courses.high))
    let spans = last { set.times[set.offsets[$0 + 1] - 1] - set.times[set.offsets[$0]] }
    result.add(Field("span", .float), try spread(try Column.doubles(spans)))
    result.add(Field("weight", .float), try spread(try Column.doubles(courses.weights)))
    let peers = (0..<set.count).map { k -> Int64 in
      guard courses.methods[k] == .pooled, set.pools[k] >= 0 else { return .min }
      return courses.pools[Int(set.pools[k])].map { Int64($0.count) } ?? .min
    }
    result.add(Field("peers", .int), try spread(try ints(peers)))
    result.add(Field("naive", .float, unit: unit), values)
    result.add(Field("flags", .text), try spread(try flags()))
    result.add(Field("note", .text), try spread(notes))
    return result.table()
  }

  /// 0, 1, … width − 1, again and again.
  private func cycle(_ count: Int) throws -> [UInt32] {
    (0..<count).map { UInt32(truncatingIfNeeded: $0 % times.count) }
  }

  /// Ints of which the least is null.
  private func ints(_ values: [Int64]) throws -> Column {
    let valid = try MutableBitmap(repeating: true, count: values.count)
    for (row, value) in values.enumerated() where value == .min { valid.set(row, false) }
    let validity = valid.freeze()
    let packed = try Packed.packing(
      values.map { $0 == .min ? 0 : $0 }, validity: validity)
    return Column(
      type: .int, count: values.count, storage: .packed(packed), validity: validity)
  }

  /// A text for each series out of a few.
  private func texts<Key: Hashable>(_ key: (Int) -> Key, _ text: (Key) -> String?) throws -> Column
  {
    var codes: [Key: UInt32] = [:]
    var known: [String?] = []
    let rows = (0..<set.count).map { k -> UInt32 in
      let own = key(k)
      if let code = codes[own] { return code }
      let code = UInt32(known.count)
      codes[own] = code
      known.append(text(own))
      return code
    }
    return try Column.texts(known).gathered(rows)
  }

  private func flags() throws -> Column {
    try texts(
      { courses.flags[$0] }, { $0.isEmpty ? nil : $0.labels.joined(separator: ", ") })
  }

  private struct Kind: Hashable {
    let method: Method
    let flags: Flags
    let points: Int
  }

  private func words() throws -> (methods: Column, notes: Column) {
    func kind(_ k: Int) -> Kind {
      Kind(
        method: courses.methods[k], flags: courses.flags[k],
        points: min(Int(courses.counts[k]), 2))
    }
    // One point without peers gives no forecast: the last value is not one.
    func isNone(_ kind: Kind) -> Bool { kind.method == .naive }
    let methods = try texts(kind) { isNone($0) ? nil : $0.method.rawValue }
    let notes = try texts(kind) { kind -> String? in
      if isNone(kind) {
        return ProjectionWords.text(
          .tooFewPoints(method: .halfDrift, needed: 2, found: kind.points))
      }
      let notes = ProjectionWords.explanations(kind.flags, method: kind.method)
      return notes.isEmpty ? nil : notes.joined(separator: "; ")
    }
    return (methods, notes)
  }
}
