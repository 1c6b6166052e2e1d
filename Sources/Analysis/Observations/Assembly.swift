import Columns
import Planning

/// A row that stands for a whole group: what it holds in some columns, by their names.
struct TotalRow {
  /// A row of the group, which gives the keys; nil for a group without rows.
  let group: Int?
  var cells: [String: Double] = [:]

  init(group: Int?) { self.group = group }
}

/// Columns on their way to a table.
struct Assembly {
  private(set) var fields: [Field]
  private(set) var columns: [Column]
  private let keyCount: Int
  private var totals: [TotalRow] = []
  /// The keys that tell groups apart; the totals keep them and are null in the others.
  var sharedKeys: Set<Int> = []

  init(_ keys: [Field], _ columns: [Column]) {
    fields = keys
    for place in fields.indices { fields[place].look.part = .key }
    self.columns = columns
    keyCount = keys.count
  }

  mutating func add(_ field: Field, _ column: Column) {
    var field = ColumnLooks.completed(field)
    if column.type != .null { field.type = column.type }
    fields.append(field)
    columns.append(column)
  }

  /// Adds the times asked for as `time`: years as ints, days and periods of one length as dates,
  /// any other by their labels.
  ///
  /// - Parameter form: how the periods of the time column are written, where it has any.
  mutating func addTimes(_ times: [ComparedTime?], _ form: PeriodForm?) throws {
    if times.allSatisfy({ $0.map { Int($0.label) != nil } ?? true }) {
      add(
        Field("time", .int, look: Look(part: .key)),
        try Column.ints(times.map { $0.flatMap { Int($0.label) } }))
      return
    }
    let known = times.compactMap { $0 }
    let spans = Set(known.map { Int($0.first)...Int($0.last) })
    let isDays = spans.allSatisfy { $0.count == 1 }
    let grains = form.map { [$0.grain] } ?? []
    let grain = (grains + PeriodGrain.allCases).first { grain in
      spans.allSatisfy { grain.isPeriod($0) }
    }
    guard isDays || grain != nil else {
      add(Field("time", .text, look: Look(part: .key)), try Column.texts(times.map { $0?.label }))
      return
    }
    let days = try Column(
      .date, times.map { $0.map { .date(Int32(clamping: $0.last)) } ?? .null })
    let own = grain.map { $0 == form?.grain ? form ?? PeriodForm($0) : PeriodForm($0) }
    add(Field("time", .date, period: isDays ? nil : own, look: Look(part: .key)), days)
  }

  /// Adds to the total of a group, for one item after the other.
  mutating func addTotal(_ row: TotalRow, _ group: Int) {
    while totals.count <= group { totals.append(row) }
    totals[group].cells.merge(row.cells) { _, new in new }
  }

  /// Puts the totals below the rows: the shared keys, the flag `total`.
  mutating func appendTotals(threads: Int) throws {
    let rows = totals.filter { $0.group != nil }
    guard let count = columns.first?.count, !rows.isEmpty else { return }
    for place in columns.indices {
      let field = fields[place]
      let cells = rows.map { row -> Value in
        if place < keyCount {
          guard sharedKeys.contains(place), let first = row.group else { return .null }
          return columns[place][first]
        }
        if field.name == "flag" { return .text("total") }
        return row.cells[field.name].map { $0.isNaN ? .null : .double($0) } ?? .null
      }
      columns[place] = try Column.concatenated(
        field.type, [columns[place].slice(0, count), try Column(field.type, cells)],
        threads: threads)
    }
    try markTotals(
      [Bool](repeating: false, count: count) + rows.map { _ in true },
      keys: (0..<keyCount).filter { !sharedKeys.contains($0) })
  }

  /// Marks rows that stand over others.
  ///
  /// - Parameter keys: the keys that they sum over.
  mutating func markTotals(_ isTotal: [Bool], keys: [Int]) throws {
    guard isTotal.contains(true) else { return }
    for (index, place) in keys.enumerated() { fields[place].totals = .key(keys.count - index) }
    fields.append(.totalsMark)
    let level = Int64(max(1, keys.count))
    columns.append(try Column(.int, isTotal.map { .int($0 ? level : 0) }))
  }

  func table() -> Table {
    Table(fields: fields, columns: columns, rowCount: columns.first?.count ?? 0)
  }
}
