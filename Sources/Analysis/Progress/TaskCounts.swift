import Columns
import Engines
import Language
import Planning

/// The tallies of a list in which a row says how many tasks have a status.
///
/// What has a series or an owner of its own is a list of its own: its last counts stand, and a key
/// that puts lists together knows a number only where all of them do.
struct TaskCounts {
  let plan: TaskPlan
  let range: SourceRange
  let context: QueryContext

  /// The last counts of one list.
  private struct List {
    /// The key of the result that it belongs to.
    var group: Int
    var name: String
    var day: Int64?
    var parts = [Int?](repeating: nil, count: TaskState.allCases.count)
    var unknown = 0
    var doneLate: Int?

    subscript(state: TaskState) -> Int? { parts[state.rawValue] }
    var sum: Int { TaskState.allCases.reduce(unknown) { $0 + ($1 == .total ? 0 : self[$1] ?? 0) } }
    var published: Int? { self[.total] }
    /// Whether work that is done and work that is not stand side by side.
    var hasBothSides: Bool {
      self[.done] != nil
        && (unknown > 0 || TaskState.allCases.contains { $0.isOpen && self[$0] != nil })
    }
    /// The number of all tasks: as published, else that of the parts where they look whole.
    var total: Int? { published ?? (hasBothSides ? sum : nil) }

    /// A part that is not given is 0 where the others make up the total.
    func count(_ state: TaskState) -> Int? {
      self[state] ?? (total != nil && total == sum && sum > 0 ? 0 : nil)
    }
  }

  func tallies(_ input: Table, _ words: TaskWords, _ grouping: Grouping) throws -> [TaskTally] {
    let lists = try self.lists(input, words, grouping)
    var tallies = [TaskTally](repeating: TaskTally(), count: grouping.count)
    var isSeen = [Bool](repeating: false, count: grouping.count)
    var days: [ClosedRange<Int64>?] = tallies.map { _ in nil }
    func sum(_ one: Int?, _ other: Int?, _ group: Int) -> Int? {
      guard isSeen[group] else { return other }
      guard let one, let other else { return nil }
      return one + other
    }
    for list in lists {
      let group = list.group
      tallies[group].total = sum(tallies[group].total, list.total, group)
      for state in TaskState.allCases where state != .total {
        tallies[group][state] = sum(tallies[group][state], list.count(state), group)
      }
      tallies[group].doneLate = sum(tallies[group].doneLate, list.doneLate, group)
      tallies[group].unknown += list.unknown
      if let day = list.day {
        days[group] =
          days[group].map { min($0.lowerBound, day)...max($0.upperBound, day) } ?? day...day
      }
      isSeen[group] = true
    }
    for group in tallies.indices {
      tallies[group].overdue = tallies[group][.overdue]
      tallies[group].day = days[group]?.upperBound
    }
    tell(lists, tallies, days.compactMap { $0 })
    return tallies
  }

  // MARK: Lists

  private func lists(
    _ input: Table, _ words: TaskWords, _ grouping: Grouping
  ) throws -> [List] {
    guard let place = plan.columns.count else { return [] }
    let apart = plan.columns.lists.map { input.columns[$0] }
    let own = try Grouping(
      Array(input.columns.prefix(plan.keys.count)) + apart, rowCount: input.rowCount,
      context: context)
    let ids = own.ids.values(UInt32.self)
    let groups = grouping.ids.values(UInt32.self)
    let names = Array(0..<plan.keys.count) + plan.columns.lists
    var lists = own.firstRows.map { first in
      let row = Int(first)
      let name = names.map { input.columns[$0][row].plainText }.filter { !$0.isEmpty }
      return List(group: Int(groups[row]), name: name.joined(separator: ", "))
    }
    let counts = try input.columns[place].wholeNumbers()
    let taken = try TaskDays(plan.columns.asOf, input, .last)
    let until = plan.asOf ?? .max
    // A list without any day has the one that is before all others.
    func day(_ row: Int) -> Int64 { taken.days[row] ?? .min }
    for row in 0..<input.rowCount where day(row) <= until {
      let list = Int(ids[row])
      lists[list].day = max(lists[list].day ?? .min, day(row))
    }
    let status = try plan.columns.status.map { try words.read(input.columns[$0]) }
    var unknown: [String: Int] = [:]
    for row in 0..<input.rowCount where day(row) == lists[Int(ids[row])].day {
      guard input.columns[place].isValid(row) else { continue }
      let count = Int(counts[row])
      let list = Int(ids[row])
      var known = TaskStatus(.total)
      if let status {
        let word = Int(status.places[row])
        guard word >= 0 || words.ofMissing != nil else { continue }
        guard let own = word < 0 ? words.ofMissing : status.statuses[word] else {
          unknown[status.words[word], default: 0] += count
          lists[list].unknown += count
          continue
        }
        known = own
      }
      // Counts are parts of the whole: what is open and late is apart from what is open in time.
      let state = known.state.isOpen && known.isLate == true ? .overdue : known.state
      lists[list].parts[state.rawValue] = (lists[list].parts[state.rawValue] ?? 0) + count
      if state == .done, let late = known.isLate {
        lists[list].doneLate = (lists[list].doneLate ?? 0) + (late ? count : 0)
      }
    }
    for list in lists.indices where lists[list].day == .min { lists[list].day = nil }
    if !unknown.isEmpty { TaskNotes.unknownStatus(unknown, range, context) }
    return lists
  }

  // MARK: Notes

  private func tell(_ lists: [List], _ tallies: [TaskTally], _ days: [ClosedRange<Int64>]) {
    let given = lists.filter { $0.published != nil || $0.sum > 0 }
    let differing = given.filter { list in
      list.sum > 0 && list.published.map { $0 != list.sum } ?? false
    }
    if !differing.isEmpty { AnalysisNotes.partsDiffer(differing.count, range, context) }
    let partial = given.filter { $0.total == nil }
    if !partial.isEmpty { TaskNotes.partsAlone(partial.map(\.name), range, context) }
    let assumed = given.filter { $0.published == nil && $0.total != nil }
    if !assumed.isEmpty { TaskNotes.noTotals(assumed.map(\.name), range, context) }
    let together = Dictionary(grouping: given, by: \.group).values.filter { $0.count > 1 }
    let silent = together.flatMap { lists in
      lists.contains { $0.count(.done) != nil } ? lists.filter { $0.count(.done) == nil } : []
    }
    if !silent.isEmpty {
      TaskNotes.doneMissing(silent.map(\.name).sorted(), range, context)
    }
    let mixed = days.filter { $0.count > 1 }
    if let first = mixed.map(\.lowerBound).min(), let last = mixed.map(\.upperBound).max() {
      TaskNotes.mixedDays(
        Calendar.text(date: Int(first)), Calendar.text(date: Int(last)), range, context)
    }
  }
}
