import Columns
import Functions
import Language
import Planning

/// `unpivot`, `complete` and `fill`.
struct Reshape {
  let executor: Executor
  let plan: LogicalPlan

  private var context: QueryContext { executor.context }

  func run(_ reshaping: Reshaping, _ input: LogicalPlan) throws -> Table {
    switch reshaping {
    case .unpivot(let columns, let kept, let names, let type):
      return try unpivot(try executor.table(input), columns, kept, names, type)
    case .complete(let column, let values, let by):
      return try complete(
        try executor.table(input), column, values, by.compactMap(\.columnIndex))
    case .fill(let columns, let method, let by, let sort):
      let (table, keys) = try executor.withKeys(input, by + sort.map(\.expression))
      return try fill(
        table, columns, method, by: Array(keys.prefix(by.count)),
        sort: Array(keys.dropFirst(by.count)), descending: sort.map(\.descending))
    }
  }

  // MARK: Unpivot

  private func unpivot(
    _ table: Table, _ columns: [Int], _ kept: [Int], _ names: [Value], _ type: DataType
  ) throws -> Table {
    let width = columns.count
    let (count, overflow) = table.rowCount.multipliedReportingOverflow(by: width)
    guard !overflow, count <= Table.maxRows else { throw EngineError.tooManyRows(count) }
    let rows = try Buffer(UInt32.self, count: count)
    let cells = try Buffer(UInt32.self, count: count)
    let labels = try Buffer(UInt32.self, count: count)
    let rowCount = table.rowCount
    let context = self.context
    try Parallel.run(pieces: (rowCount + Morsel.rows - 1) / Morsel.rows, threads: context.threads) {
      piece in
      try context.checkStopped()
      let out = rows.pointer(UInt32.self)
      let cell = cells.pointer(UInt32.self)
      let label = labels.pointer(UInt32.self)
      for row in piece * Morsel.rows..<min(rowCount, (piece + 1) * Morsel.rows) {
        for column in 0..<width {
          let place = row * width + column
          out[place] = UInt32(truncatingIfNeeded: row)
          cell[place] = UInt32(truncatingIfNeeded: column * rowCount + row)
          label[place] = UInt32(truncatingIfNeeded: column)
        }
      }
    }
    var result = try kept.map {
      try table.columns[$0].gathered(rows.pointer(UInt32.self), count: count)
    }
    let nameType = names.first?.type ?? .text
    result.append(
      try Column(nameType, names).gathered(labels.pointer(UInt32.self), count: count))
    let stacked = try Column.concatenated(
      type, columns.map { table.columns[$0] }, threads: context.threads)
    result.append(try stacked.gathered(cells.pointer(UInt32.self), count: count))
    return Table(fields: plan.fields, columns: result, rowCount: count)
  }

  // MARK: Complete

  private func complete(_ table: Table, _ column: Int, _ values: [Value]?, _ by: [Int]) throws
    -> Table
  {
    let keys = by.map { table.columns[$0] }
    let groups = try Grouping(keys, rowCount: table.rowCount, context: context)
    let type = table.fields[column].type
    let wanted: Column
    if let values {
      wanted = try Column(type, values)
    } else {
      let own = try Grouping(
        [table.columns[column]], rowCount: table.rowCount, context: context)
      let known = own.firstRows.filter { table.columns[column].isValid(Int($0)) }
      wanted = try table.columns[column].gathered(known)
    }
    // Without keys the whole table is one group, even an empty one.
    let groupCount = by.isEmpty ? 1 : groups.count
    let (added, overflow) = groupCount.multipliedReportingOverflow(by: wanted.count)
    guard !overflow, table.rowCount + added <= Table.maxRows else {
      throw EngineError.tooManyRows(overflow ? Int.max : table.rowCount + added)
    }
    let keyRows = try Buffer(UInt32.self, count: added)
    let valueRows = try Buffer(UInt32.self, count: added)
    for index in 0..<added {
      let group = index / max(1, wanted.count)
      keyRows.pointer(UInt32.self)[index] = by.isEmpty ? 0 : groups.firstRows[group]
      valueRows.pointer(UInt32.self)[index] = UInt32(
        truncatingIfNeeded: index % max(1, wanted.count))
    }
    var stacked: [Column] = []
    for (place, own) in table.columns.enumerated() {
      let more: Column
      if place == column {
        more = try wanted.gathered(valueRows.pointer(UInt32.self), count: added)
      } else if by.contains(place) {
        more = try own.gathered(keyRows.pointer(UInt32.self), count: added)
      } else {
        more = .nulls(own.type, count: added)
      }
      stacked.append(
        try Column.concatenated(
          table.fields[place].type, [own, more], threads: context.threads))
    }
    let total = table.rowCount + added
    let combination = (by + [column]).map { stacked[$0] }
    let all = try Grouping(combination, rowCount: total, context: context)
    let ids = all.ids.pointer(UInt32.self)
    // A combination that a row of the table has is not added.
    let isKept = (0..<total).map { row in
      row < table.rowCount || Int(all.firstRows[Int(ids[row])]) >= table.rowCount
    }
    let kept = try Buffer(copying: (0..<total).filter { isKept[$0] }.map { UInt32($0) })
    let count = isKept.reduce(0) { $0 + ($1 ? 1 : 0) }
    let narrow = try Sorting.gathered(
      Table(fields: plan.fields, columns: stacked, rowCount: total), kept, count, context)
    let order = (by + [column]).map { narrow.columns[$0] }
    context.note(
      "N0440", "complete added \(count - table.rowCount) \(RunNotes.rows(count - table.rowCount))",
      "complete thêm \(count - table.rowCount) dòng", at: plan.range)
    return try Sorting.sorted(
      narrow, by: order, descending: order.map { _ in false }, context: context)
  }

  // MARK: Fill

  private func fill(
    _ table: Table, _ columns: [Int], _ method: Reshaping.FillMethod, by: [Column],
    sort: [Column], descending: [Bool]
  ) throws -> Table {
    let groups = try Grouping(by, rowCount: table.rowCount, context: context)
    let partition = Column(
      type: .int, count: table.rowCount,
      storage: .packed(
        Packed(
          buffer: groups.ids, width: .u32, base: 0, lower: 0,
          upper: Int64(max(1, groups.count)) - 1)))
    let order = try Ordering.permutation(
      [partition] + sort, descending: [false] + descending, count: table.rowCount,
      context: context)
    let rows = UnsafeBufferPointer(
      start: order.pointer(UInt32.self), count: table.rowCount
    ).map(Int.init)
    let ids = UnsafeBufferPointer(
      start: groups.ids.pointer(UInt32.self), count: table.rowCount
    ).map(Int.init)
    var result = table.columns
    var filled = 0
    for place in columns {
      try context.checkStopped()
      let type = plan.fields[place].type
      let before = result[place].nullCount
      switch method {
      case .previous:
        result[place] = try carried(result[place], rows, ids)
      case .next:
        result[place] = try carried(result[place], rows.reversed(), ids)
      case .linear:
        let positions = try sort.first.map { try $0.positions() }
        result[place] = try interpolated(result[place], rows, ids, positions)
      case .value(let value):
        let both = try Column.concatenated(
          type, [result[place], try Column(type, [value])], threads: context.threads)
        let own = result[place]
        let picks = (0..<table.rowCount).map {
          own.isValid($0) ? UInt32($0) : UInt32(table.rowCount)
        }
        result[place] = try both.gathered(picks)
      }
      filled += before - result[place].nullCount
    }
    context.note(
      "N0441", "fill set \(filled) \(filled == 1 ? "value" : "values")",
      "fill điền \(filled) giá trị", at: plan.range)
    return Table(fields: plan.fields, columns: result, rowCount: table.rowCount)
  }

  /// The last known value before each null, in the given order of rows.
  private func carried(_ column: Column, _ rows: [Int], _ ids: [Int]) throws -> Column {
    var picks = [UInt32](repeating: absentRow, count: rows.count)
    var known = absentRow
    var group = -1
    for row in rows {
      if ids[row] != group {
        group = ids[row]
        known = absentRow
      }
      if column.isValid(row) { known = UInt32(row) }
      picks[row] = known
    }
    let buffer = try Buffer(copying: picks)
    return try column.gathered(
      buffer.pointer(UInt32.self), count: picks.count, mayBeAbsent: true)
  }

  /// Nulls between two known values lie on the line between them; others stay.
  private func interpolated(
    _ column: Column, _ rows: [Int], _ ids: [Int], _ positions: [Double]?
  ) throws -> Column {
    var values = try column.knownDoubles()
    let known = (0..<rows.count).map { column.isValid($0) }
    var start = 0
    while start < rows.count {
      var end = start
      while end < rows.count, ids[rows[end]] == ids[rows[start]] { end += 1 }
      var last: Int?
      for place in start..<end where known[rows[place]] {
        if let from = last, place - from > 1 {
          func position(_ place: Int) -> Double { positions?[rows[place]] ?? Double(place) }
          let span = position(place) - position(from)
          let low = values[rows[from]]
          let high = values[rows[place]]
          for between in from + 1..<place where span != 0 && !span.isNaN {
            let share = (position(between) - position(from)) / span
            if !share.isNaN { values[rows[between]] = low + (high - low) * share }
          }
        }
        last = place
      }
      start = end
    }
    return try Column.doubles(values)
  }
}

extension Column {
  /// Where rows stand on a line: numbers as they are, dates as days; NaN for null.
  fileprivate func positions() throws -> [Double] {
    switch type {
    case .int, .float: return try knownDoubles()
    case .date, .timestamp:
      return zip(try wholeNumbers(), 0..<count).map { isValid($1) ? Double($0) : .nan }
    default: return (0..<count).map(Double.init)
    }
  }
}
