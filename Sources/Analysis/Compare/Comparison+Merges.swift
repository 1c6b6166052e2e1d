import Columns
import Language
import Planning

/// Which units became which: pairs of an old unit and the one it became part of, with the first day.
struct Merges {
  private(set) var parts: [String: [(unit: String, day: Int)]] = [:]
  /// All units that became others, and those that they became.
  private var units: Set<String> = []
  /// The lengths in bytes that their names have.
  private var lengths: Set<Int> = []

  /// - Parameter table: from, to and day.
  init(_ table: Table) {
    for row in 0..<table.rowCount {
      guard case .text(let from) = table.columns[0][row],
        case .text(let to) = table.columns[1][row], case .date(let day) = table.columns[2][row],
        from != to
      else { continue }
      parts[to, default: []].append((from, Int(day)))
      units.formUnion([from, to])
    }
    lengths = Set(units.map(\.utf8.count))
  }

  /// The unit of a row where it is one of these; nil for all others.
  func unit(_ row: Int, of column: Column) -> String? {
    guard let name = column.text(row, ofLengths: lengths), units.contains(name) else { return nil }
    return name
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
  func mergers(_ observations: Observations, _ spread: Spread) throws -> [[Int]] {
    var result = [[Int]](repeating: [], count: spread.count)
    guard let merges, let entity = plan.layout.entity, spread.keys[entity].type == .text else {
      return result
    }
    // Years are numbers far smaller than days of our time are.
    let isYear = plan.layout.period == nil
    let ends = plan.times.map { end($0, isYear: isYear) }
    /// The units of each group that have a value at each time, of those that merges tell of.
    var present = [[Set<String>]](
      repeating: [Set<String>](repeating: [], count: plan.times.count), count: spread.groupCount)
    var named: [(row: Int, name: String)] = []
    for row in 0..<spread.count {
      if row % Morsel.rows == 0 { try context.checkStopped() }
      guard let name = merges.unit(row, of: spread.keys[entity]) else { continue }
      named.append((row, name))
      for time in plan.times.indices {
        let place = spread.places[time][row]
        guard place >= 0, observations.items.contains(where: { !$0.values[place].isNaN }) else {
          continue
        }
        present[spread.group[row]][time].insert(name)
      }
    }
    var found: [String] = []
    var isFound: Set<String> = []
    for (row, name) in named {
      guard let parts = merges.parts[name] else { continue }
      let present = present[spread.group[row]]
      let own = parts.filter { part in
        plan.times.indices.contains { ends[$0] < part.day && present[$0].contains(part.unit) }
      }
      let days = Set(own.map(\.day)).filter { day in
        ends.contains { $0 < day } && ends.contains { $0 >= day }
      }
      if !days.isEmpty, present.count(where: { $0.contains(name) }) > 1 {
        let text = "\(name) (\(own.map(\.unit).sorted().joined(separator: ", ")))"
        if isFound.insert(text).inserted { found.append(text) }
      }
      result[row] = days.sorted()
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
