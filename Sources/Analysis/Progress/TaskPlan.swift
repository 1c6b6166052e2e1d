import Columns
import Language
import Planning

/// Where a list of tasks has what. Either each row is a task, or `count` says how many it stands for.
struct TaskColumns: Sendable, Hashable {
  /// Words (text) or truths, of which true is done.
  var status: Int?
  var count: Int?
  /// The day on which the counts were taken.
  var asOf: Int?
  /// Days, or text that is read as days; so are `done`, `start` and `added`.
  var due: Int?
  var done: Int?
  var start: Int?
  /// The day on which a task came to the list.
  var added: Int?
  var owner: Int?
  var recurring: Int?
  /// The first columns that tell none of these: where headings of groups have their names.
  var names: [Int] = []
  /// Beside the keys, what tells one list of counts from another: each has its own last day.
  var lists: [Int] = []
}

/// The columns of a table that says what one's own words for a status mean.
struct TaskWordColumns: Sendable, Hashable {
  var word: Int
  var meaning: Int
  /// The clause that names the table.
  var range: SourceRange
}

/// `progress`, and `project` on tasks.
struct TaskPlan: Sendable, Hashable {
  /// The keys of the result: the first columns of the input.
  var keys: [Field]
  var columns: TaskColumns
  /// The names of the columns as the user has them, in the order of the input.
  var names: [String]
  /// The day that progress is told for; nil: today, or the last count.
  var asOf: Int64?
  /// The times asked for by `project`.
  var times: [ComparedTime]
  /// Where the input `words` has one's own words; nil without `status map`.
  var words: TaskWordColumns?
}

extension TaskPlan: AnalysisPlan {
  var name: String { "progress" }

  func run(
    _ inputs: AnalysisTables, _ range: SourceRange, _ context: QueryContext
  ) throws -> Table {
    try TaskProgress(plan: self, range: range, context: context).run(
      inputs.observations(), inputs[.words])
  }
}

/// `project` on tasks.
struct TaskProjectionPlan: AnalysisPlan {
  var tasks: TaskPlan

  var name: String { "project" }

  func run(
    _ inputs: AnalysisTables, _ range: SourceRange, _ context: QueryContext
  ) throws -> Table {
    try TaskProjecting(plan: tasks, range: range, context: context).run(
      inputs.observations(), inputs[.words])
  }
}
