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
      var sum = CompensatedSum()
      var known = 0
      for place in places {
        let row = Int(rows[place])
        if isBase.pointer(UInt8.self)[row] != 0, column.isValid(row) {
          sum.add(values[row])
          known += 1
        }
      }
      let mean = known == 0 ? 0 : sum.value / Double(known)
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
    guard sort.count == 1, let steps = try TimeSteps(sort[0], period: sortPeriod) else { return }
    let order = self.order
    let key = sort[0]
    let starts = self.starts
    let found = try mapRuns { run -> StepDistances in
      let rows = order.pointer(UInt32.self)
      let numbers = steps.numbers.pointer(Int64.self)
      var distances = StepDistances()
      for index in run {
        var last: Int64?
        for place in starts[index]..<starts[index + 1] where key.isValid(Int(rows[place])) {
          let number = numbers[Int(rows[place])]
          if let before = last, before != number { distances.add(abs(number - before)) }
          last = number
        }
      }
      return distances
    }
    var distances = StepDistances()
    for own in found { distances.add(own) }
    guard let (step, places) = distances.gaps(steps.unit) else { return }
    let missing = firstMissing(steps, step).map { steps.text($0) } ?? ""
    RunNotes.rowsAreNotPeriods(name, places, missing, call.range, context)
  }

  /// The first step that is left out, in the order of the partitions.
  private func firstMissing(_ steps: TimeSteps, _ step: Int64) -> Int64? {
    let rows = order.pointer(UInt32.self)
    let numbers = steps.numbers.pointer(Int64.self)
    for index in 0..<starts.count - 1 {
      var last: Int64?
      for place in starts[index]..<starts[index + 1] where sort[0].isValid(Int(rows[place])) {
        let number = numbers[Int(rows[place])]
        if let before = last, abs(number - before) > step { return min(before, number) + step }
        last = number
      }
    }
    return nil
  }
}
