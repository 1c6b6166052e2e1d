import Columns
import Functions
import Planning

/// `growth`, `index_to`, and what they and `lag` have to say about rows that are missing.
extension Window {
  /// 100 · (x − before) / |before|; null where either is missing or the one before is 0.
  func growth(_ column: Column, _ distance: Int, _ call: WindowCall) throws -> Column {
    let isMissing = try MutableBuffer(UInt8.self, count: rowCount, zeroed: true)
    let source = try column.doubles()
    let changes = try MutableBuffer(Double.self, count: rowCount, zeroed: true)
    let order = self.order
    try forPartitions { places in
      let rows = order.pointer(UInt32.self)
      let values = source.pointer(Double.self)
      for place in places {
        let row = Int(rows[place])
        let (earlier, overflow) = place.subtractingReportingOverflow(distance)
        guard !overflow, places.contains(earlier), column.isValid(row),
          column.isValid(Int(rows[earlier]))
        else {
          isMissing.pointer(UInt8.self)[row] = 1
          continue
        }
        let before = values[Int(rows[earlier])]
        if before == 0 {
          isMissing.pointer(UInt8.self)[row] = 2
        } else {
          changes.pointer(Double.self)[row] = 100 * (values[row] - before) / abs(before)
        }
      }
    }
    note(zeros: isMissing, call)
    return Column(
      type: .float, count: rowCount, storage: .double(changes.freeze()),
      validity: try Window.validity(missing: isMissing, rowCount))
  }

  /// 100 · x / the mean of x over the partition's rows that are of the base.
  func indexed(_ column: Column, base: Column?, _ call: WindowCall) throws -> Column {
    let isMissing = try MutableBuffer(UInt8.self, count: rowCount, zeroed: true)
    let isBase = try MutableBuffer(UInt8.self, count: rowCount, zeroed: true)
    base?.forEachTrue { isBase.pointer(UInt8.self)[$0] = 1 }
    let source = try column.doubles()
    let result = try MutableBuffer(Double.self, count: rowCount, zeroed: true)
    let order = self.order
    try forPartitions { places in
      let rows = order.pointer(UInt32.self)
      let values = source.pointer(Double.self)
      let missing = isMissing.pointer(UInt8.self)
      var sum = 0.0
      var known = 0
      for place in places {
        let row = Int(rows[place])
        if isBase.pointer(UInt8.self)[row] != 0, column.isValid(row) {
          sum += values[row]
          known += 1
        }
      }
      let mean = known == 0 ? 0 : sum / Double(known)
      for place in places {
        let row = Int(rows[place])
        if !column.isValid(row) {
          missing[row] = 1
        } else if known == 0 {
          missing[row] = 3
        } else if mean == 0 {
          missing[row] = 2
        } else {
          result.pointer(Double.self)[row] = 100 * values[row] / mean
        }
      }
    }
    note(zeros: isMissing, call)
    let flags = isMissing.pointer(UInt8.self)
    let baseless = (0..<rowCount).count { flags[$0] == 3 }
    if baseless > 0 { RunNotes.noBase(baseless, call.range, context) }
    return Column(
      type: .float, count: rowCount, storage: .double(result.freeze()),
      validity: try Window.validity(missing: isMissing, rowCount))
  }

  private func note(zeros: borrowing MutableBuffer, _ call: WindowCall) {
    let flags = zeros.pointer(UInt8.self)
    let count = (0..<rowCount).count { flags[$0] == 2 }
    RunNotes.evaluation(divisionsByZero: count, failedConversions: 0, call.range, context)
  }

  /// A function that counts rows is easily taken to count years or months. Where the sort key is
  /// regular in time but for steps left out, a note says so.
  func noteGaps(_ name: String, _ call: WindowCall) throws {
    guard sort.count == 1, let steps = try Window.steps(sort[0]) else { return }
    let order = self.order
    let key = sort[0]
    let starts = self.starts
    let found = try mapRuns { run -> Distances in
      let rows = order.pointer(UInt32.self)
      let numbers = steps.pointer(Int64.self)
      var distances = Distances()
      for index in run {
        var last: Int64?
        for place in starts[index]..<starts[index + 1] where key.isValid(Int(rows[place])) {
          let number = numbers[Int(rows[place])]
          if let before = last, before != number { distances.add(abs(number - before), 1) }
          last = number
        }
      }
      return distances
    }
    var distances = Distances()
    for own in found { distances.add(own) }
    let gaps = distances.all - distances.least
    if gaps > 0 { RunNotes.rowsAreNotPeriods(name, gaps, call.range, context) }
  }

  /// How many distances between neighbours there are, and how many of them are the least one: a count
  /// for each distance took half of the time of `lag` over 1e7 rows.
  private struct Distances {
    private var shortest = Int64.max
    private(set) var least = 0
    private(set) var all = 0

    @inline(__always)
    mutating func add(_ distance: Int64, _ count: Int) {
      if distance < shortest {
        shortest = distance
        least = 0
      }
      if distance == shortest { least += count }
      all += count
    }

    mutating func add(_ other: Distances) {
      if other.least > 0 { add(other.shortest, other.least) }
      all += other.all - other.least
    }
  }

  /// Years as they are and dates of a month's first or last day as months; nil for anything else,
  /// which has no regular step to miss.
  private static func steps(_ column: Column) throws -> Buffer? {
    guard column.type == .int || column.type == .date, case .packed(let packed) = column.storage,
      packed.scale == 0
    else { return nil }
    let count = column.count
    let result = try MutableBuffer(Int64.self, count: count)
    let numbers = result.pointer(Int64.self)
    packed.decode(from: column.offset, count: count, into: numbers)
    if column.type == .int {
      for row in 0..<count where column.isValid(row) && !(1800...2200).contains(numbers[row]) {
        return nil
      }
      return result.freeze()
    }
    var allFirst = true
    var allLast = true
    for row in 0..<count where column.isValid(row) {
      let day = Calendar.civil(Int(numbers[row]))
      allFirst = allFirst && day.day == 1
      allLast = allLast && day.day == Calendar.length(ofMonth: day.month, year: day.year)
      if !allFirst, !allLast { return nil }
      numbers[row] = Int64(day.year * 12 + day.month)
    }
    return result.freeze()
  }
}
