import Columns
import Planning

/// `fill`: values where there are none, within groups and in an order. Rows stay where they are.
struct Fill {
  let columns: [Int]
  let method: FillMethod
  let by: [Expression]
  let sort: [Planning.SortKey]
  let plan: LogicalPlan
  let executor: Executor

  private var context: QueryContext { executor.context }

  func run(_ input: LogicalPlan) throws -> Table {
    let (table, keys) = try executor.withKeys(input, by + sort.map(\.expression))
    let sortColumns = Array(keys.dropFirst(by.count))
    let window = try Window(
      by: Array(keys.prefix(by.count)), sort: sortColumns, descending: sort.map(\.descending),
      rowCount: table.rowCount, context: context)
    var spacing: Column?
    if case .linear = method, sort.count == 1, let type = sort.first?.expression.type,
      type.isNumeric || type.isTemporal
    {
      // Periods are one step apart, whatever their days.
      let form = sort.first?.expression.period
      spacing =
        try form == nil
        ? sortColumns[0] : TimeSteps(sortColumns[0], period: form)?.column ?? sortColumns[0]
    } else if case .linear = method, !sort.isEmpty {
      RunNotes.evenlySpaced(plan.range, context)
    }
    var result = table.columns
    for (index, place) in columns.enumerated() {
      try context.checkStopped()
      let own = table.columns[place]
      let type = plan.fields[place].type
      switch method {
      case .previous: result[place] = try window.filled(own, backwards: false)
      case .next: result[place] = try window.filled(own, backwards: true)
      case .linear: result[place] = try window.interpolated(own, over: spacing)
      case .values(let values): result[place] = try filled(own, type, values[index])
      }
      RunNotes.filled(
        own.nullCount - result[place].nullCount, of: plan.fields[place].name,
        left: result[place].nullCount, plan.range, context)
    }
    return Table(fields: plan.fields, columns: result, rowCount: table.rowCount)
  }

  private func filled(_ column: Column, _ type: DataType, _ value: Value) throws -> Column {
    let count = column.count
    let both = try Column.concatenated(
      type, [column, try Column(type, [value])], threads: context.threads)
    let rows = try MutableBuffer(UInt32.self, count: count)
    let out = rows.pointer(UInt32.self)
    for row in 0..<count {
      out[row] = UInt32(truncatingIfNeeded: column.isValid(row) ? row : count)
    }
    return try Sorting.gathered([both], rows.freeze(), count, context)[0]
  }
}

extension Window {
  /// The column with nulls replaced by the nearest value before, or behind, in the partition.
  func filled(_ column: Column, backwards: Bool) throws -> Column {
    let sources = try MutableBuffer(UInt32.self, count: rowCount)
    let order = self.order
    try forPartitions { places in
      let rows = order.pointer(UInt32.self)
      let out = sources.pointer(UInt32.self)
      var last = absentRow
      for step in 0..<places.count {
        if step & 0xFFFF == 0xFFFF { try context.checkStopped() }
        let row = rows[backwards ? places.upperBound - 1 - step : places.lowerBound + step]
        if column.isValid(Int(row)) { last = row }
        out[Int(row)] = last
      }
    }
    return try Sorting.gathered([column], sources.freeze(), rowCount, context, mayBeAbsent: true)[0]
  }

  /// The column as doubles, with nulls between two values on the line through them over `spacing`,
  /// or over the rows. Rows whose place is unknown neither get a value nor give one.
  func interpolated(_ column: Column, over spacing: Column?) throws -> Column {
    let values = try MutableBuffer(Double.self, count: rowCount)
    column.decodeDoubles(into: values.pointer(Double.self))
    let positions = try spacing.map { try Window.positions($0) }
    let isMissing = try MutableBuffer(UInt8.self, count: rowCount, zeroed: true)
    for row in 0..<rowCount where !column.isValid(row) { isMissing.pointer(UInt8.self)[row] = 1 }
    let order = self.order
    try forPartitions { places in
      let rows = order.pointer(UInt32.self)
      let known = values.pointer(Double.self)
      let missing = isMissing.pointer(UInt8.self)
      func position(_ place: Int) -> Double? {
        guard let positions, let spacing else { return Double(place) }
        let row = Int(rows[place])
        let at = positions.pointer(Double.self)[row]
        return spacing.isValid(row) && at.isFinite ? at : nil
      }
      var last: Int?
      for place in places where column.isValid(Int(rows[place])) {
        guard let to = position(place) else { continue }
        defer { last = place }
        guard let before = last, before + 1 < place, let from = position(before) else { continue }
        let low = known[Int(rows[before])]
        let high = known[Int(rows[place])]
        for gap in before + 1..<place {
          if gap & 0xFFFF == 0xFFFF { try context.checkStopped() }
          let row = Int(rows[gap])
          guard !column.isValid(row), let at = position(gap) else { continue }
          known[row] = Window.line(low, high, to == from ? 0 : (at - from) / (to - from))
          missing[row] = 0
        }
      }
    }
    return Column(
      type: .float, count: rowCount, storage: .double(values.freeze()),
      validity: try Window.validity(missing: isMissing, rowCount))
  }

  private static func line(_ low: Double, _ high: Double, _ share: Double) -> Double {
    let distance = high - low
    if distance == 0 { return low }
    // Of two huge numbers of opposite sign the distance is not a number that there is.
    return distance.isFinite ? low + distance * share : low * (1 - share) + high * share
  }

  /// Numbers, days or seconds as doubles.
  private static func positions(_ column: Column) throws -> Buffer {
    if column.type.isNumeric { return try column.doubles() }
    let result = try MutableBuffer(Double.self, count: column.count, zeroed: true)
    guard case .packed(let packed) = column.storage else { return result.freeze() }
    let wide = try MutableBuffer(Int64.self, count: column.count)
    packed.decode(from: column.offset, count: column.count, into: wide.pointer(Int64.self))
    for row in 0..<column.count {
      result.pointer(Double.self)[row] = Double(wide.pointer(Int64.self)[row])
    }
    return result.freeze()
  }
}
