import Columns
import Language
import Planning

/// Which units became which: pairs of an old unit and the one it became part of, with the first day.
struct Merges {
  private(set) var parts: [String: [(unit: String, day: Int)]] = [:]

  /// - Parameter table: from, to and day.
  init(_ table: Table) {
    for row in 0..<table.rowCount {
      guard case .text(let from) = table.columns[0][row],
        case .text(let to) = table.columns[1][row], case .date(let day) = table.columns[2][row],
        from != to
      else { continue }
      parts[to, default: []].append((from, Int(day)))
    }
  }
}

extension Comparison {
  /// The last day of a compared time.
  private func end(_ time: ComparedTime, isYear: Bool) -> Int {
    isYear
      ? Calendar.days(year: Int(clamping: time.last), month: 12, day: 31)
      : Int(clamping: time.last)
  }

  /// For each row the days on which others were merged into its unit that have a value of their own
  /// at a time before: where they have none, the data may have been put together already.
  func mergers(_ observations: Observations, _ spread: Spread) -> [[Int]] {
    let none = [[Int]](repeating: [], count: spread.count)
    guard let merges, let entity = plan.layout.entity, spread.keys[entity].type == .text else {
      return none
    }
    // Years are numbers far smaller than days of our time are.
    let isYear = plan.layout.period == nil
    let ends = plan.times.map { end($0, isYear: isYear) }
    func unit(_ row: Int) -> String? {
      if case .text(let name) = spread.keys[entity][row] { name } else { nil }
    }
    /// The units of each group that have a value at each time.
    var present = [[Set<String>]](
      repeating: [Set<String>](repeating: [], count: plan.times.count), count: spread.groupCount)
    for row in 0..<spread.count {
      guard let name = unit(row) else { continue }
      for time in plan.times.indices {
        let place = spread.places[time][row]
        guard place >= 0, observations.items.contains(where: { !$0.values[place].isNaN }) else {
          continue
        }
        present[spread.group[row]][time].insert(name)
      }
    }
    var found: [String] = []
    let result = (0..<spread.count).map { row -> [Int] in
      guard let name = unit(row), let parts = merges.parts[name] else { return [] }
      let own = parts.filter { part in
        plan.times.indices.contains { time in
          ends[time] < part.day && present[spread.group[row]][time].contains(part.unit)
        }
      }
      let days = Set(own.map(\.day)).filter { day in
        ends.contains { $0 < day } && ends.contains { $0 >= day }
      }
      let isBoth =
        present[spread.group[row]].indices.count { present[spread.group[row]][$0].contains(name) }
        > 1
      if !days.isEmpty, isBoth {
        let text = "\(name) (\(own.map(\.unit).sorted().joined(separator: ", ")))"
        if !found.contains(text) { found.append(text) }
      }
      return days.sorted()
    }
    if !found.isEmpty { AnalysisNotes.merged(found, range, context) }
    return result
  }

  /// Whether a row is another unit at one of two times than at the other.
  func isMerged(_ spread: Spread, _ row: Int, _ one: Int, _ other: Int) -> Bool {
    guard !spread.mergers[row].isEmpty, spread.places[one][row] >= 0,
      spread.places[other][row] >= 0
    else { return false }
    let isYear = plan.layout.period == nil
    let (a, b) = (end(plan.times[one], isYear: isYear), end(plan.times[other], isYear: isYear))
    return spread.mergers[row].contains { min(a, b) < $0 && $0 <= max(a, b) }
  }

  /// A column of changes between two times, null for units that others were merged into in between.
  func unmerged(_ change: Column, _ spread: Spread, _ one: Int, _ other: Int) throws -> Column {
    let rows = (0..<spread.count).map { isMerged(spread, $0, one, other) ? -1 : $0 }
    return rows.contains(-1) ? try gathered(change, rows) : change
  }
}
