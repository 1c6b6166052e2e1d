import Columns
import Engines
import Forecasting
import Functions
import Language
import Planning

/// Where a task stands.
enum TaskState: Int, CaseIterable {
  case done, inProgress, recurring, notStarted, overdue, total

  /// From the word of a status column, in English or Vietnamese; nil for a word of its own.
  init?(_ word: String) {
    switch TextFold.fold(word).replacing("_", with: " ").replacing("-", with: " ") {
    case "done", "finished", "completed", "complete", "closed", "hoan thanh", "da hoan thanh",
      "xong":
      self = .done
    case "in progress", "ongoing", "doing", "active", "started", "dang thuc hien",
      "dang trien khai":
      self = .inProgress
    case "recurring", "regular", "thuong xuyen", "dinh ky": self = .recurring
    case "not started", "todo", "open", "new", "pending", "planned", "chua thuc hien",
      "chua bat dau", "chua hoan thanh":
      self = .notStarted
    case "overdue", "late", "qua han", "cham": self = .overdue
    case "total", "tong", "tong so": self = .total
    default: return nil
    }
  }
}

/// `progress`: how many tasks of each key are done, open, late or due soon.
struct TaskProgress {
  let plan: TaskPlan
  let range: SourceRange
  let context: QueryContext

  /// What one key comes to; nil is unknown.
  private struct Tally {
    var counts = [Int](repeating: 0, count: TaskState.allCases.count)
    var isKnown = [Bool](repeating: false, count: TaskState.allCases.count)
    /// Open tasks past their day whose status says something else.
    var late = 0
    var dueSoon = 0

    mutating func add(_ state: TaskState, _ count: Int) {
      counts[state.rawValue] += count
      isKnown[state.rawValue] = true
    }

    func count(_ state: TaskState) -> Int? {
      isKnown[state.rawValue] ? counts[state.rawValue] : nil
    }
  }

  func run(_ input: Table) throws -> Table {
    let keys = Array(input.columns.prefix(plan.keys.count))
    let grouping = try Grouping(keys, rowCount: input.rowCount, context: context)
    let ids = UnsafeBufferPointer(
      start: grouping.ids.pointer(UInt32.self), count: input.rowCount
    ).map(Int.init)
    var tallies = [Tally](repeating: Tally(), count: grouping.count)
    var days = [Int64?](repeating: nil, count: grouping.count)
    if plan.columns.count != nil {
      try tallyCounts(input, ids, &tallies, &days)
    } else {
      try tallyTasks(input, ids, &tallies, &days)
    }
    let firsts = try Buffer(copying: grouping.firstRows)
    var result = Assembly(
      plan.keys,
      try keys.map { try $0.gathered(firsts.pointer(UInt32.self), count: grouping.count) })
    try add(tallies, days, &result)
    return result.table()
  }

  // MARK: Counting

  /// Counts by status: for each key those of its last day up to `as of`.
  private func tallyCounts(
    _ input: Table, _ ids: [Int], _ tallies: inout [Tally], _ days: inout [Int64?]
  ) throws {
    guard let place = plan.columns.count else { return }
    let counts = try input.columns[place].wholeNumbers()
    let asOf = try plan.columns.asOf.map { try Observations.times(input.columns[$0]) }
    func day(_ row: Int) -> Int64 {
      guard let asOf, let place = plan.columns.asOf, input.columns[place].isValid(row) else {
        return .min
      }
      return asOf[row]
    }
    let until = plan.asOf ?? .max
    for row in ids.indices where day(row) <= until {
      days[ids[row]] = max(days[ids[row]] ?? .min, day(row))
    }
    var unknown: Set<String> = []
    for row in ids.indices where day(row) == days[ids[row]] {
      guard input.columns[place].isValid(row) else { continue }
      var state = TaskState.total
      if let status = plan.columns.status {
        guard case .text(let word) = input.columns[status][row] else { continue }
        guard let known = TaskState(word) else {
          unknown.insert(word)
          continue
        }
        state = known
      }
      tallies[ids[row]].add(state, Int(counts[row]))
    }
    for group in days.indices where days[group] == .min { days[group] = nil }
    if !unknown.isEmpty { AnalysisNotes.unknownStatus(unknown.sorted(), range, context) }
  }

  /// One row a task.
  private func tallyTasks(
    _ input: Table, _ ids: [Int], _ tallies: inout [Tally], _ days: inout [Int64?]
  ) throws {
    let today = plan.asOf ?? Int64(context.today)
    let columns = plan.columns
    func dates(_ place: Int?) throws -> [Int64?] {
      guard let place else { return [Int64?](repeating: nil, count: input.rowCount) }
      let column = input.columns[place]
      return zip(try Observations.times(column), 0..<input.rowCount).map {
        column.isValid($1) ? $0 : nil
      }
    }
    let due = try dates(columns.due)
    let done = try dates(columns.done)
    let start = try dates(columns.start)
    let added = try dates(columns.added)
    var unknown: Set<String> = []
    for row in ids.indices {
      if let day = added[row], day > today { continue }
      let isRecurring = columns.recurring.map { input.columns[$0][row] == .bool(true) } ?? false
      var state: TaskState?
      if let status = columns.status, case .text(let word) = input.columns[status][row] {
        state = TaskState(word)
        if state == nil { unknown.insert(word) }
      }
      if isRecurring { state = .recurring }
      if let day = done[row], day <= today, !isRecurring {
        state = .done
      } else if state == nil || (state == .done && (done[row] ?? .min) > today) {
        state = start[row].map { $0 <= today } == true ? .inProgress : .notStarted
      }
      let own = state ?? .notStarted
      let group = ids[row]
      days[group] = today
      if own == .total { continue }
      // The flag `overdue` stands beside the status; each task counts once.
      let isOpen = own != .done && own != .recurring
      tallies[group].add(own == .overdue ? .notStarted : own, 1)
      if own == .overdue { tallies[group].late += 1 }
      if isOpen, let day = due[row] {
        if day < today, own != .overdue { tallies[group].late += 1 }
        if day >= today, day <= today + 30 { tallies[group].dueSoon += 1 }
      }
    }
    if !unknown.isEmpty { AnalysisNotes.unknownStatus(unknown.sorted(), range, context) }
    if !plan.knowsDone { AnalysisNotes.doneUnknown(range, context) }
  }

  // MARK: Columns

  private func add(_ tallies: [Tally], _ days: [Int64?], _ result: inout Assembly) throws {
    let isCounts = plan.columns.count != nil
    let parts: [TaskState] = [.done, .inProgress, .recurring, .notStarted, .overdue]
    var differing = 0
    func sum(_ tally: Tally) -> Int { parts.reduce(0) { $0 + tally.counts[$1.rawValue] } }
    let totals = tallies.map { tally -> Int? in
      let parts = sum(tally)
      guard isCounts else { return parts }
      if let total = tally.count(.total) {
        if total != parts, parts > 0 { differing += 1 }
        return total
      }
      return parts
    }
    if differing > 0 { AnalysisNotes.partsDiffer(differing, range, context) }
    /// A part that is not published is 0 where the others make up the total.
    func part(_ state: TaskState, _ index: Int) -> Int? {
      let tally = tallies[index]
      if !isCounts {
        if !plan.knowsDone, state == .done || state == .inProgress || state == .notStarted {
          return nil
        }
        return state == .overdue ? tally.late : tally.counts[state.rawValue]
      }
      if let known = tally.count(state) { return known }
      return totals[index] == sum(tally) && sum(tally) > 0 ? 0 : nil
    }
    func column(_ name: String, _ values: [Int?]) throws {
      result.add(Field(name, .int), try Column.ints(values))
    }
    let indices = Array(tallies.indices)
    let recurring = indices.map { part(.recurring, $0) }
    let done = indices.map { part(.done, $0) }
    let closable = indices.map { index -> Int? in
      // What is not known to recur can be closed.
      totals[index].map { $0 - (recurring[index] ?? 0) }
    }
    try column("total", totals)
    try column("closable", closable)
    try column("done", done)
    try column("in_progress", indices.map { part(.inProgress, $0) })
    try column("recurring", recurring)
    try column("not_started", indices.map { part(.notStarted, $0) })
    try column("overdue", indices.map { part(.overdue, $0) })
    try column("due_30d", indices.map { plan.columns.due == nil ? nil : tallies[$0].dueSoon })
    func percent(_ whole: [Int?]) throws -> Column {
      try Column.doubles(
        indices.map { index in
          guard let done = done[index], let whole = whole[index], whole > 0 else { return .nan }
          return 100 * Double(done) / Double(whole)
        })
    }
    result.add(Field("done_pct", .float, unit: "%"), try percent(closable))
    result.add(Field("done_pct_all", .float, unit: "%"), try percent(totals))
    if days.contains(where: { $0 != nil }) {
      result.add(
        Field("as_of", .date),
        try Column(.date, days.map { $0.map { .date(Int32(clamping: $0)) } ?? .null }))
    }
  }
}
