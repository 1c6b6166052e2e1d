import Columns
import Language
import Planning

/// Where a list of tasks has what. Either each row is a task, or `count` says how many it stands for.
struct TaskColumns: Sendable, Hashable {
  var status: Int?
  var count: Int?
  /// The day on which the counts were taken.
  var asOf: Int?
  var due: Int?
  var done: Int?
  var start: Int?
  /// The day on which a task came to the list.
  var added: Int?
  var recurring: Int?
}

/// `progress`, and `project` on tasks.
struct TaskPlan: Sendable, Hashable {
  /// The keys of the result: the first columns of the input.
  var keys: [Field]
  var columns: TaskColumns
  /// The day that progress is told for; nil: today, or the last count.
  var asOf: Int64?
  /// The times asked for by `project`.
  var times: [ComparedTime]
  /// Whether the roles or names say nothing of what is done.
  var knowsDone: Bool { columns.status != nil || columns.done != nil }
}

extension TaskPlan: AnalysisPlan {
  var name: String { "progress" }

  func run(
    _ inputs: AnalysisTables, _ range: SourceRange, _ context: QueryContext
  ) throws -> Table {
    try TaskProgress(plan: self, range: range, context: context).run(inputs.observations())
  }
}

/// `project` on tasks.
struct TaskProjectionPlan: AnalysisPlan {
  var tasks: TaskPlan

  var name: String { "project" }

  func run(
    _ inputs: AnalysisTables, _ range: SourceRange, _ context: QueryContext
  ) throws -> Table {
    try TaskProjecting(plan: tasks, range: range, context: context).run(inputs.observations())
  }
}
