import Columns
import Engines
import Functions
import Language
import Planning

/// The tallies of a list in which each row is a task.
struct TaskListing {
  let plan: TaskPlan
  let range: SourceRange
  let context: QueryContext

  /// What notes tell of the rows.
  private struct Remarks {
    var unknown: [String: Int] = [:]
    var withoutStatus = 0
    var withoutDue = 0
    var totals = 0
    var later = 0
    var doneLater = 0
    var lateBeforeDue = 0
    var openThoughDone = 0
  }

  /// What is counted of one key on the way.
  private struct Count {
    var tally = TaskTally()
    var all = 0
    var open = 0
    /// Open tasks of which it is known whether they are late.
    var timed = 0
    var late = 0
    var hasDue = false
    var dueSoon = 0
    var doneLate = 0
    /// Done tasks of which it is known whether they were late.
    var doneTimed = 0
    var isSeen = false
  }

  func tallies(_ input: Table, _ words: TaskWords, _ grouping: Grouping) throws -> [TaskTally] {
    let today = plan.asOf ?? Int64(context.today)
    let columns = plan.columns
    let due = try TaskDays(columns.due, input, .last)
    let done = try TaskDays(columns.done, input, .last)
    let start = try TaskDays(columns.start, input, .first)
    let added = try TaskDays(columns.added, input, .first)
    for (days, place) in [
      (due, columns.due), (done, columns.done), (start, columns.start), (added, columns.added),
    ] {
      if let place { days.note(plan.names[place], range, context) }
    }
    let status = try columns.status.map { try words.read(input.columns[$0]) }
    // A column of days done in which nothing can be read does not tell what is done.
    let knowsDone = status != nil || (columns.done != nil && (done.hasDays || done.unreadable == 0))
    let ids = grouping.ids.values(UInt32.self)
    var counts = [Count](repeating: Count(), count: grouping.count)
    var remarks = Remarks()
    for row in 0..<input.rowCount {
      if row % Morsel.rows == 0 { try context.checkStopped() }
      if let day = added.days[row], day > today {
        remarks.later += 1
        continue
      }
      let group = Int(ids[row])
      counts[group].isSeen = true
      let word = status.map { Int($0.places[row]) } ?? -1
      var own = word < 0 ? words.ofMissing : status?.statuses[word] ?? nil
      let isUnknown = word >= 0 && own == nil
      if own?.state == .total {
        remarks.totals += 1
        continue
      }
      let isRecurring = columns.recurring.map { input.columns[$0][row] == .bool(true) } ?? false
      if isRecurring { own = TaskStatus(.recurring) }
      let doneDay = done.days[row]
      let isBegun = start.days[row].map { $0 <= today }
      var isOddlyDone = false
      if let doneDay, doneDay <= today, own?.state != .recurring, own?.state != .cancelled {
        isOddlyDone = own.map { $0.state != .done } ?? false
        if own?.state != .done { own = TaskStatus(.done) }
      } else if let doneDay, doneDay > today, own?.state == .done {
        remarks.doneLater += 1
        own = TaskStatus(isBegun == false ? .notStarted : .inProgress)
      } else if own == nil, !isUnknown {
        // `Thường xuyên` in place of a day says what the missing status does not.
        if let text = due.odd.isEmpty ? nil : due.odd[row], TaskStatus(text)?.state == .recurring {
          own = TaskStatus(.recurring)
        } else {
          if status != nil { remarks.withoutStatus += 1 }
          own = TaskStatus(isBegun == true ? .inProgress : .notStarted)
        }
      }
      counts[group].all += 1
      guard let own else {
        if let status { remarks.unknown[status.words[word], default: 0] += 1 }
        counts[group].tally.unknown += 1
        continue
      }
      if isOddlyDone { remarks.openThoughDone += 1 }
      add(own, isBegun, due.days[row], doneDay, today, &counts[group], &remarks)
    }
    tell(remarks, counts, knowsDone, today)
    return counts.map { tally($0, knowsDone, today) }
  }

  /// Counts one task: the flag `overdue` stands beside its state.
  private func add(
    _ own: TaskStatus, _ isBegun: Bool?, _ due: Int64?, _ done: Int64?, _ today: Int64,
    _ count: inout Count, _ remarks: inout Remarks
  ) {
    var state = own.state
    // A status that says only that a task is open or late does not say that it is begun.
    if state == .overdue || (state == .inProgress && isBegun == false) {
      state = isBegun == false ? .notStarted : .inProgress
    }
    count.tally.add(state, 1)
    if due != nil { count.hasDue = true }
    if state == .done {
      if let late = own.isLate ?? (done.flatMap { done in due.map { done > $0 } }) {
        count.doneTimed += 1
        if late { count.doneLate += 1 }
      }
      return
    }
    guard state.isOpen else { return }
    count.open += 1
    if due == nil, own.isLate == nil { remarks.withoutDue += 1 } else { count.timed += 1 }
    if own.isLate == true {
      count.late += 1
      if let due, due >= today { remarks.lateBeforeDue += 1 }
    } else if let due, due < today {
      count.late += 1
    }
    if let due, due >= today, due <= today + 30 { count.dueSoon += 1 }
  }

  private func tally(_ count: Count, _ knowsDone: Bool, _ today: Int64) -> TaskTally {
    var tally = count.tally
    for state in TaskState.allCases where tally[state] == nil { tally[state] = 0 }
    if !knowsDone {
      for state in [TaskState.done, .inProgress, .notStarted] { tally[state] = nil }
    }
    tally.total = count.all
    tally.doneLate =
      !knowsDone || (count.doneTimed == 0 && count.tally[.done] ?? 0 > 0) ? nil : count.doneLate
    // What is open and has no day may be late or not.
    tally.overdue = count.timed == 0 && count.open > 0 ? nil : count.late
    tally.dueSoon = count.hasDue || count.open == 0 ? count.dueSoon : nil
    tally.day = count.isSeen ? today : nil
    return tally
  }

  /// The rows that are tasks: those that have nothing in all of three or more columns that tell of
  /// tasks are headings of groups and signatures, and so are those with nothing in fewer columns that
  /// are called as headings are.
  func withoutHeadings(_ input: Table) throws -> Table {
    let columns = plan.columns
    let places = [
      columns.status, columns.due, columns.done, columns.start, columns.added, columns.owner,
    ].compactMap { $0 }
    guard places.count >= 3 || !columns.names.isEmpty else { return input }
    var isEmpty = [Bool](repeating: true, count: input.rowCount)
    for place in places {
      let column = input.columns[place]
      for row in isEmpty.indices where isEmpty[row] && column.isValid(row) { isEmpty[row] = false }
    }
    if places.count < 3 {
      for row in isEmpty.indices where isEmpty[row] { isEmpty[row] = isHeading(row, input) }
    }
    let rows = isEmpty.indices.filter { !isEmpty[$0] }.map(UInt32.init)
    guard rows.count < input.rowCount else { return input }
    TaskNotes.headings(input.rowCount - rows.count, range, context)
    return Table(
      fields: input.fields, columns: try input.columns.map { try $0.gathered(rows) },
      rowCount: rows.count)
  }

  /// Whether the first that stands in the row is the number or the name of a group.
  private func isHeading(_ row: Int, _ input: Table) -> Bool {
    let texts = plan.columns.names.map { input.columns[$0] }.filter { $0.isValid(row) }
      .map { $0[row].plainText }
    guard let first = texts.first else { return false }
    return GroupMark.isMark(first) || GroupMark.isHeading(first)
  }

  private func tell(
    _ remarks: Remarks, _ counts: [Count], _ knowsDone: Bool, _ today: Int64
  ) {
    let day = Calendar.text(date: Int(today))
    if !remarks.unknown.isEmpty { TaskNotes.unknownStatus(remarks.unknown, range, context) }
    if remarks.withoutStatus > 0 {
      TaskNotes.withoutStatus(remarks.withoutStatus, range, context)
    }
    if !knowsDone { AnalysisNotes.doneUnknown(range, context) }
    if counts.contains(where: { $0.open > 0 }) {
      if !counts.contains(where: { $0.hasDue || $0.timed > 0 }) {
        TaskNotes.withoutDays(range, context)
      } else if remarks.withoutDue > 0 {
        TaskNotes.withoutDue(remarks.withoutDue, range, context)
      }
    }
    if remarks.totals > 0 { TaskNotes.totals(remarks.totals, range, context) }
    if remarks.later > 0 { TaskNotes.later(remarks.later, day, range, context) }
    if remarks.doneLater > 0 { TaskNotes.doneLater(remarks.doneLater, day, range, context) }
    if remarks.lateBeforeDue > 0 {
      TaskNotes.lateBeforeDue(remarks.lateBeforeDue, day, range, context)
    }
    if remarks.openThoughDone > 0 {
      TaskNotes.openThoughDone(remarks.openThoughDone, range, context)
    }
  }
}
