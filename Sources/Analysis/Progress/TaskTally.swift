import Columns
import Engines
import Forecasting
import Functions
import Language
import Planning

/// What one key of `progress` comes to; nil is not known.
struct TaskTally {
  /// By state, for those that are known.
  var counts = [Int?](repeating: nil, count: TaskState.allCases.count)
  var total: Int?
  /// Tasks whose status is not understood.
  var unknown = 0
  /// Done after the day due.
  var doneLate: Int?
  var overdue: Int?
  var dueSoon: Int?
  /// The day that is told of.
  var day: Int64?

  subscript(state: TaskState) -> Int? {
    get { counts[state.rawValue] }
    set { counts[state.rawValue] = newValue }
  }

  mutating func add(_ state: TaskState, _ count: Int) {
    counts[state.rawValue, default: 0] += count
  }

  /// What can be closed: what is not known to recur or to be dropped.
  var closable: Int? { total.map { $0 - (self[.recurring] ?? 0) - (self[.cancelled] ?? 0) } }

  /// Done in percent of a whole; NaN where either is not known, or some status is not.
  func percent(of whole: Int?) -> Double {
    guard unknown == 0, let done = self[.done], let whole, whole > 0 else { return .nan }
    return 100 * Double(done) / Double(whole)
  }
}

extension [Int?] {
  /// A cell that counts from nothing once something is added.
  fileprivate subscript(place: Int, default value: Int) -> Int {
    get { self[place] ?? value }
    set { self[place] = newValue }
  }
}

/// `progress`: how many tasks of each key are done, open, late or due soon.
struct TaskProgress {
  let plan: TaskPlan
  let range: SourceRange
  let context: QueryContext

  /// - Parameter map: what one's own words for a status mean; nil without.
  func run(_ input: Table, _ map: Table?) throws -> Table {
    let words = try TaskWords(plan, map)
    let listing = TaskListing(plan: plan, range: range, context: context)
    let input = plan.columns.count == nil ? try listing.withoutHeadings(input) : input
    let keys = Array(input.columns.prefix(plan.keys.count))
    let grouping = try Grouping(keys, rowCount: input.rowCount, context: context)
    let tallies =
      plan.columns.count != nil
      ? try TaskCounts(plan: plan, range: range, context: context)
        .tallies(input, words, grouping)
      : try listing.tallies(input, words, grouping)
    var result = Assembly(
      plan.keys,
      try keys.map { try $0.gathered(grouping.firstRows) })
    func column(_ name: String, _ value: (TaskTally) -> Int?) throws {
      result.add(Field(name, .int), try Column.ints(tallies.map(value)))
    }
    func percent(_ name: String, _ whole: (TaskTally) -> Int?) throws {
      result.add(
        Field(name, .float, unit: "%"),
        try Column.doubles(tallies.map { $0.percent(of: whole($0)) }))
    }
    try column("total") { $0.total }
    try column("closable") { $0.closable }
    try column("done") { $0[.done] }
    try column("done_late") { $0.doneLate }
    try column("in_progress") { $0[.inProgress] }
    try column("recurring") { $0[.recurring] }
    try column("not_started") { $0[.notStarted] }
    try column("on_hold") { $0[.onHold] }
    try column("cancelled") { $0[.cancelled] }
    try column("unknown") { $0.unknown }
    try column("overdue") { $0.overdue }
    try column("due_30d") { $0.dueSoon }
    try percent("done_pct") { $0.closable }
    try percent("done_pct_all") { $0.total }
    if tallies.contains(where: { $0.day != nil }) {
      result.add(
        Field("as_of", .date),
        try Column(.date, tallies.map { $0.day.map { .date(Int32(clamping: $0)) } ?? .null }))
    }
    return result.table()
  }
}
