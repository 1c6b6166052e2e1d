import Columns
import Engines
import Forecasting
import Functions
import Language
import Planning

/// `project` on tasks: when all is done and how much by given times, from the work finished per
/// period, by exact bootstrap.
struct TaskProjecting {
  let plan: TaskPlan
  let range: SourceRange
  let context: QueryContext

  /// What is known of one key's work.
  private struct Work {
    var done = 0
    var total = 0
    /// Finished and added in each period, oldest first.
    var finished: [Int] = []
    var added: [Int]?
    /// The day up to which the work is known; the period it lies in is over for the forecast, which
    /// begins with the next one.
    var lastDay: Int64 = 0
    var period = Period.month

    /// Items that come in per period, over the periods that count.
    var meanAdded: Double {
      guard let recent = added?.suffix(Throughput.mostPeriods), !recent.isEmpty else { return 0 }
      return Double(recent.reduce(0, +)) / Double(recent.count)
    }
    /// The last day lies within a period.
    var isRunning = false
    var note: String?
  }

  private enum Period: String {
    case week, month, quarter, year

    var perYear: Double {
      switch self {
      case .week: 365.25 / 7
      case .month: 12
      case .quarter: 4
      case .year: 1
      }
    }

    /// The number of the period that a day lies in.
    func index(_ day: Int64) -> Int {
      let (year, month, _) = Calendar.civil(Int(day))
      switch self {
      // Weeks begin on Monday; day 0 was a Thursday.
      case .week: return Int((Double(day + 3) / 7).rounded(.down))
      case .month: return year * 12 + month - 1
      case .quarter: return year * 4 + (month - 1) / 3
      case .year: return year
      }
    }

    /// The last day of a period.
    func lastDay(_ index: Int) -> Int64 {
      func end(_ year: Int, _ month: Int) -> Int64 {
        Int64(
          Calendar.days(
            year: year, month: month, day: Calendar.length(ofMonth: month, year: year)))
      }
      switch self {
      case .week: return Int64(index * 7 + 3)
      case .month: return end(index / 12, index % 12 + 1)
      case .quarter: return end(index / 4, index % 4 * 3 + 3)
      case .year: return end(index, 12)
      }
    }
  }

  /// - Parameter map: what one's own words for a status mean; nil without.
  func run(_ input: Table, _ map: Table?) throws -> Table {
    let input = try TaskListing(plan: plan, range: range, context: context).plain(input, map)
    let keys = Array(input.columns.prefix(plan.keys.count))
    let grouping = try Grouping(keys, rowCount: input.rowCount, context: context)
    let ids = grouping.ids.values(UInt32.self).map(Int.init)
    var members = [[Int]](repeating: [], count: grouping.count)
    for (row, id) in ids.enumerated() { members[id].append(row) }
    context.progress?.expect(members.count, .series)
    let works = try members.map { rows in
      try context.checkStopped()
      defer { context.progress?.advance(1) }
      return plan.columns.count != nil ? try counted(input, rows) : try listed(input, rows)
    }
    return try table(works, keys, grouping)
  }

  // MARK: Work per period

  private func dates(_ place: Int?, _ input: Table, _ rows: [Int]) throws -> [Int64?] {
    guard let place else { return rows.map { _ in nil } }
    let column = input.columns[place]
    let times = try Observations.times(column)
    return rows.map { column.isValid($0) ? times[$0] : nil }
  }

  /// One row a task with the day on which it was done.
  private func listed(_ input: Table, _ rows: [Int]) throws -> Work {
    let today = plan.asOf ?? Int64(context.today)
    var work = Work()
    let done = try dates(plan.columns.done, input, rows)
    let added = try dates(plan.columns.added, input, rows)
    let starts = try dates(plan.columns.start, input, rows)
    var finished: [Int64] = []
    var arrived: [Int64] = []
    // The first day on which the list was there.
    var beginning = Int64.max
    for (place, row) in rows.enumerated() {
      if let day = added[place], day > today { continue }
      if let recurring = plan.columns.recurring, input.columns[recurring][row] == .bool(true) {
        continue
      }
      var state: TaskState?
      if let status = plan.columns.status, case .text(let word) = input.columns[status][row] {
        state = TaskState(word)
      }
      if state == .recurring || state == .total { continue }
      work.total += 1
      if let day = added[place] { arrived.append(day) }
      for day in [added[place], starts[place]] {
        if let day, day <= today { beginning = min(beginning, day) }
      }
      if let day = done[place], day <= today {
        work.done += 1
        finished.append(day)
      } else if done[place] == nil, state == .done {
        work.done += 1
      }
    }
    guard plan.columns.done != nil, let first = finished.min() else {
      work.note = plan.columns.done == nil ? "no days of completion" : "no completion observed"
      return work
    }
    // Whole periods only: the one that is going on says too little. What was done in it counts as done,
    // so that the forecast begins after it.
    let since = min(first, beginning)
    work.period = today - since >= 5 * 31 ? .month : .week
    let start = work.period.index(since)
    var last = work.period.index(today)
    if work.period.lastDay(last) > today {
      last -= 1
      work.isRunning = true
    }
    work.lastDay = today
    guard last >= start else { return work }
    work.finished = [Int](repeating: 0, count: last - start + 1)
    for day in finished where work.period.index(day) <= last {
      work.finished[work.period.index(day) - start] += 1
    }
    if !arrived.isEmpty {
      var added = [Int](repeating: 0, count: last - start + 1)
      // What was there from the start is no growth.
      for day in arrived where work.period.index(day) > start && work.period.index(day) <= last {
        added[work.period.index(day) - start] += 1
      }
      if added.contains(where: { $0 > 0 }) {
        // Nobody can tell what came in during the first period from what was there before.
        work.finished.removeFirst()
        work.added = Array(added.dropFirst())
      }
    }
    return work
  }

  /// Counts by status on several days.
  private func counted(_ input: Table, _ rows: [Int]) throws -> Work {
    var work = Work()
    guard let place = plan.columns.count else { return work }
    let counts = try input.columns[place].wholeNumbers()
    let days = try dates(plan.columns.asOf, input, rows)
    let until = plan.asOf ?? .max
    struct Snapshot {
      var done = 0
      var recurring = 0
      var parts = 0
      var total: Int?
      var closable: Int { (total ?? parts) - recurring }
    }
    var snapshots: [Int64: Snapshot] = [:]
    for (index, row) in rows.enumerated() {
      guard let day = days[index], day <= until, input.columns[place].isValid(row) else { continue }
      var state = TaskState.total
      if let status = plan.columns.status, case .text(let word) = input.columns[status][row] {
        state = TaskState(word) ?? .notStarted
      }
      let count = Int(counts[row])
      switch state {
      case .total: snapshots[day, default: Snapshot()].total = count
      case .done:
        snapshots[day, default: Snapshot()].done += count
        snapshots[day, default: Snapshot()].parts += count
      case .recurring:
        snapshots[day, default: Snapshot()].recurring += count
        snapshots[day, default: Snapshot()].parts += count
      default: snapshots[day, default: Snapshot()].parts += count
      }
    }
    let order = snapshots.keys.sorted()
    guard let last = order.last, let now = snapshots[last] else {
      work.note = "no dated counts"
      return work
    }
    work.lastDay = last
    work.done = now.done
    work.total = now.closable
    guard order.count > 1, let first = order.first else {
      work.note = "one count: no throughput"
      return work
    }
    let gap = Double(last - first) / Double(order.count - 1)
    work.period = gap < 14 ? .week : gap < 60 ? .month : gap < 200 ? .quarter : .year
    let start = work.period.index(first)
    let end = work.period.index(last)
    // The last count of each period; a period without one is spread evenly.
    var byPeriod: [Int: Snapshot] = [:]
    for day in order { byPeriod[work.period.index(day)] = snapshots[day] }
    var added: [Int] = []
    var previous = start
    for index in start + 1...max(end, start + 1) {
      guard let later = byPeriod[index], let earlier = byPeriod[previous] else { continue }
      let steps = index - previous
      let finished = max(0, later.done - earlier.done)
      let grown = max(0, later.closable - earlier.closable)
      for step in 0..<steps {
        work.finished.append(finished * (step + 1) / steps - finished * step / steps)
        added.append(grown * (step + 1) / steps - grown * step / steps)
      }
      if later.done < earlier.done { work.note = "fewer done than before: counted as none" }
      previous = index
    }
    if added.contains(where: { $0 > 0 }) { work.added = added }
    return work
  }

  // MARK: Columns

  private struct Row {
    let key: Int
    let time: ComparedTime
    var throughput: Double?
    var dates: [String?] = [nil, nil, nil]
    var doneBy: [Int?] = [nil, nil, nil]
    var share: Double?
    var probability: Double?
    var required: Int?
    var note: String?
  }

  private func table(_ works: [Work], _ keys: [Column], _ grouping: Grouping) throws -> Table {
    var rows: [Row] = []
    for (key, work) in works.enumerated() {
      for time in plan.times {
        var row = Row(key: key, time: time)
        var notes = work.note.map { [$0] } ?? []
        fill(&row, work, &notes)
        row.note = notes.isEmpty ? nil : notes.joined(separator: "; ")
        rows.append(row)
      }
    }
    let places = rows.map { grouping.firstRows[$0.key] }
    var result = Assembly(plan.keys, try keys.map { try $0.gathered(places) })
    try result.addTimes(rows.map(\.time), nil)
    func ints(_ name: String, _ value: (Row) -> Int?) throws {
      result.add(Field(name, .int), try Column.ints(rows.map(value)))
    }
    func doubles(_ name: String, unit: String? = nil, _ value: (Row) -> Double?) throws {
      result.add(
        Field(name, .float, unit: unit), try Column.doubles(rows.map { value($0) ?? .nan }))
    }
    func texts(_ name: String, _ value: (Row) -> String?) throws {
      result.add(Field(name, .text), try Column.texts(rows.map(value)))
    }
    try texts("period") { works[$0.key].finished.isEmpty ? nil : works[$0.key].period.rawValue }
    try ints("n") { works[$0.key].finished.count }
    try ints("total") { works[$0.key].total }
    try ints("done") { works[$0.key].done }
    try ints("remaining") { works[$0.key].total - works[$0.key].done }
    try doubles("throughput") { $0.throughput.map { neat($0) } }
    for (index, level) in ["50", "85", "95"].enumerated() {
      try texts("all_done_p\(level)") { $0.dates[index] }
    }
    for (index, level) in ["50", "85", "95"].enumerated() {
      try ints("done_p\(level)") { $0.doneBy[index] }
    }
    try doubles("share_p50", unit: "%") { $0.share }
    try doubles("p_all_done") { $0.probability.map { neat($0) } }
    try ints("required") { $0.required }
    try texts("note") { $0.note }
    return result.table()
  }

  private func fill(_ row: inout Row, _ work: Work, _ notes: inout [String]) {
    let now = work.period.index(work.lastDay)
    // Only whole periods up to the time count.
    var then = work.period.index(row.time.last)
    if work.period.lastDay(then) > row.time.last { then -= 1 }
    let periods = max(0, then - now)
    let remaining = max(0, work.total - work.done)
    // What keeps coming in has to be finished too.
    let grown = work.meanAdded * Double(periods)
    row.required = Throughput.required(
      remaining: remaining + (remaining > 0 ? Int(grown.rounded(.up)) : 0), periods: periods)
    if periods == 0, remaining > 0 { notes.append("no whole period is left until then") }
    guard !work.finished.isEmpty else { return }
    do throws(ForecastingError) {
      let throughput = try Throughput(finished: work.finished, added: work.added)
      row.throughput = throughput.mean
      let levels = TaskForecast.levels
      let limit = Int(AttainmentTime.furthest * work.period.perYear)
      row.dates = throughput.periodsUntilDone(remaining: remaining, levels: levels, limit: limit)
        .map { periods in
          guard remaining > 0 else { return "done" }
          guard throughput.mean > 0 else {
            return work.added == nil ? "never at this pace" : "never: as much comes in as is done"
          }
          guard let periods else { return "not within 50 years" }
          return Calendar.text(date: Int(work.period.lastDay(now + periods)))
        }
      // Of a growing list more is done than it shrinks by.
      let finished = work.added == nil ? throughput : try Throughput(finished: work.finished)
      let scope = work.total + Int(grown.rounded())
      row.doneBy = finished.itemsDone(in: periods, levels: levels).map {
        min(scope, work.done + $0)
      }
      if scope > 0, let median = row.doneBy[0] {
        row.share = 100 * Double(median) / Double(scope)
      }
      row.probability =
        remaining == 0
        ? 1 : throughput.probabilityDone(remaining: remaining, by: periods).last ?? 0
      if throughput.mean == 0, work.added == nil { notes.append("no completion observed, no date") }
      if throughput.isSmallSample {
        notes.append("under 8 periods: widened by a period of 0 and one of twice the mean")
      }
      if work.added != nil {
        notes.append(
          "net of what was added: \(ProjectionWords.short(work.meanAdded)) a \(work.period.rawValue)"
        )
      }
      if work.isRunning { notes.append("the running \(work.period.rawValue) is left out") }
    } catch {
      notes.append(ProjectionWords.text(error))
    }
  }
}
